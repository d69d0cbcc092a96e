//! [`written_rule`]: where the author of a style sheet wrote a rule that a browser found in the published sheet.

use wellpress_diagnostics::{Location, Source};

use super::sheet_rules::SheetContent;

/// The place of a rule in the file of its author. `published` is the minified text of that file, in which the selectors of the rule
/// begin at this line and column. Both are counted from 0, and the column in units of UTF-16, as browsers count them.
///
/// A published sheet has the rules of the file in the same order. `None` if no rule begins there.
#[must_use]
pub fn written_rule(written: &Source, published: &str, line: usize, column: usize) -> Option<Location> {
    let line_text = published.split('\n').nth(line)?;
    let mut units = 0;
    let is_before = |letter: &char| {
        units += letter.len_utf16();
        units <= column
    };
    let start = (line + 1, line_text.chars().take_while(is_before).count() + 1);
    let rules = |source: &Source| SheetContent::read(std::iter::once(source)).rules;
    let published_rules = rules(&Source::new(written.path.clone(), published));
    let number = published_rules.iter().position(|rule| {
        let location = &rule.location;
        (location.line as usize, location.column as usize) == start
    })?;
    rules(written).into_iter().nth(number).map(|rule| rule.location)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::minify;

    #[test]
    fn rules_of_a_minified_sheet() {
        let text = "/* “Notes” */\n@import \"a.css\";\n.a { color: red; }\n@media print {\n  .ü::before { content: \"𝒳 }\"; }\n\
                    \n  .b, .c { color: blue; & .d { opacity: 0 } }\n}\n.e {}\n  .f { opacity: 0 }\n";
        let written = Source::new("themes/mine/assets/a.css", text);
        let published = minify::css(text);
        let places: Vec<Option<(u32, u32)>> = [".a{", ".ü", ".b,", "& .d", ".f{", "opacity"]
            .iter()
            .map(|rule| {
                let before = &published[..published.find(rule)?];
                let location = written_rule(&written, &published, 0, before.encode_utf16().count())?;
                Some((location.line, location.column))
            })
            .collect();
        assert_eq!(places, [Some((3, 1)), Some((5, 3)), Some((7, 3)), Some((7, 25)), Some((10, 3)), None]);
        assert_eq!(written_rule(&written, &published, 1, 0), None, "a line that it does not have");
    }
}
