//! Where an author finds what breaks a rule: the line of a template that writes an element, or of a style sheet that gives it a colour.

use std::path::{Path, PathBuf};

use wellpress_diagnostics::{Location, Source, Span};
use wellpress_io::fs::{Disk, Files as _, slashed};

use super::axe::{Element, Style};
use super::tags::{StartTag, start_tags};

/// The files of a site that decide how its pages look.
#[derive(Default)]
pub(super) struct OwnFiles {
    /// The theme's own templates, by name.
    templates: Vec<(String, Source)>,
    /// Its style sheets, and those in `static`.
    styles: Vec<Source>,
    /// The file with the theme's tokens.
    tokens: Option<Source>,
}

/// A file with its name from the root of the site; `None` for one that cannot be read as text.
fn read(root: &Path, path: &Path) -> Option<Source> {
    let text = String::from_utf8(Disk.read(path).ok()?).ok()?;
    Some(Source::new(slashed(path.strip_prefix(root).unwrap_or(path)), text))
}

fn place(file: &Source, byte: usize) -> Location {
    file.locate(Span::new(byte..byte))
}

impl OwnFiles {
    /// Reads those of a theme, which has a folder of its own in the site or none.
    pub fn read(root: &Path, theme: &str) -> Self {
        let folder = root.join("themes").join(theme);
        let mut files = Self { tokens: read(root, &folder.join("theme.yaml")), ..Self::default() };
        let templates = folder.join("templates");
        for path in files_below(&folder).chain(files_below(&root.join("static"))) {
            match path.extension().and_then(|extension| extension.to_str()) {
                Some("html") => {
                    let name = path.strip_prefix(&templates).ok().map(slashed);
                    files.templates.extend(name.zip(read(root, &path)));
                }
                Some("css") => files.styles.extend(read(root, &path)),
                _ => {}
            }
        }
        files
    }

    /// The line of a style sheet or, if no colour is the cause, that of a template. `None` if neither can be told. `template` is that of
    /// the page.
    pub fn place_of(&self, element: &Element, template: &str) -> Option<Location> {
        let style = element.styles.iter().find_map(|style| self.place_of_style(style));
        style.or_else(|| self.place_of_element(&element.html, template))
    }

    fn place_of_style(&self, style: &Style) -> Option<Location> {
        let of_sheet = |file: &Source| Some(place(file, declaration(&file.text, style)?));
        self.styles.iter().find_map(of_sheet).or_else(|| {
            let tokens = self.tokens.as_ref()?;
            let name = style.value.split_once("var(--")?.1.split([',', ')']).next()?.trim();
            let line = tokens.text.find(&format!("{name}:")).or_else(|| tokens.text.find(&format!("{name}\":")))?;
            Some(place(tokens, line))
        })
    }

    /// The one tag of the templates that can have written an element; of several the one in the template of the page.
    fn place_of_element(&self, html: &str, template: &str) -> Option<Location> {
        let element = start_tags(html).next()?;
        let mut best: Vec<(usize, &str, &Source, usize)> = Vec::new();
        for (name, file) in &self.templates {
            for tag in start_tags(&file.text) {
                let Some(weight) = likeness(&tag, &element) else { continue };
                if best.first().is_none_or(|(most, ..)| weight > *most) {
                    best.clear();
                }
                if best.first().is_none_or(|(most, ..)| weight == *most) {
                    best.push((weight, name, file, tag.start));
                }
            }
        }
        if best.len() > 1 {
            best.retain(|(_, name, ..)| *name == template);
        }
        let &[(_, _, file, start)] = best.as_slice() else { return None };
        Some(place(file, start))
    }
}

fn files_below(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = Disk.walk(folder).unwrap_or_default();
    entries.into_iter().map(|entry| folder.join(entry.path))
}

/// How much of a template's tag is in the tag of an element; `None` if it did not write that one.
fn likeness(tag: &StartTag<'_>, element: &StartTag<'_>) -> Option<usize> {
    if !tag.name.eq_ignore_ascii_case(element.name) {
        return None;
    }
    let is_missing = |(name, _): &(&str, &str)| tag.value(name).is_none();
    if !tag.is_conditional && element.attributes.iter().any(is_missing) {
        return None;
    }
    let mut weight = 0;
    for (name, written) in &tag.attributes {
        match element.value(name) {
            // What the template computes can be anything.
            Some(_) if written.contains("{{") || written.contains("{%") => {}
            Some(value) if value == *written => weight += 1,
            None if tag.is_conditional => {}
            _ => return None,
        }
    }
    Some(weight)
}

/// The place of a declaration in a style sheet: in a rule with its selector, and if possible with its value.
fn declaration(sheet: &str, style: &Style) -> Option<usize> {
    let sheet = without_comments(sheet);
    let selector = compact(&style.selector);
    let (mut start, mut with_other_value) = (0, None);
    for (open, _) in sheet.match_indices('{') {
        let prelude = sheet[..open].rfind(['{', '}', ';']).map_or(0, |at| at + 1).max(start);
        if compact(&sheet[prelude..open]) != selector {
            continue;
        }
        start = open + 1;
        let end = sheet[start..].find(['}', '{']).map_or(sheet.len(), |at| start + at);
        for (at, value) in declarations(&sheet[start..end], &style.property) {
            if compact(value) == compact(&style.value) {
                return Some(start + at);
            }
            with_other_value = with_other_value.or(Some(start + at));
        }
    }
    with_other_value
}

/// The declarations of a property in a block: where each begins, and its value.
fn declarations<'b>(block: &'b str, property: &str) -> Vec<(usize, &'b str)> {
    let mut found = Vec::new();
    let mut at = 0;
    for text in block.split(';') {
        let indent = text.len() - text.trim_start().len();
        if let Some((name, value)) = text.split_once(':')
            && name.trim().eq_ignore_ascii_case(property)
        {
            found.push((at + indent, value));
        }
        at += text.len() + 1;
    }
    found
}

/// A style sheet whose comments are blanks, so that all else stays in its place.
fn without_comments(sheet: &str) -> String {
    let mut text = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, comment)) = rest.split_once("/*") {
        let length = comment.find("*/").map_or(comment.len(), |at| at + 2);
        text.push_str(before);
        text.extend(std::iter::repeat_n(' ', length + 2));
        rest = &comment[length..];
    }
    text.push_str(rest);
    text
}

/// A selector or value without what people and browsers write in different ways.
fn compact(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace() && !"\"'".contains(*sign)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> OwnFiles {
        let article = "<main>\n<img class=\"hero\" src=\"{{ page.image }}\">\n<button></button>\n</main>\n";
        let part = "<p>\n<img class=\"mark\" src=\"/mark.svg\"{% if a %} hidden{% endif %}>\n<button></button>\n\
                    <button type=\"submit\"></button>";
        let sheet = "/* .pale { color: red } */\n.pale > a,\n.dim { margin: 0;\n color: #AAA }\n@media print { .dim { color: gray } }";
        OwnFiles {
            templates: vec![
                ("article.html".to_owned(), Source::new("article.html", article)),
                ("part.html".to_owned(), Source::new("part.html", part)),
            ],
            styles: vec![Source::new("brand.css", sheet)],
            tokens: Some(Source::new("theme.yaml", "name: mine\ntokens:\n  color-ink: \"#999\"\n")),
        }
    }

    fn found(html: &str, template: &str) -> Option<(String, u32)> {
        let location = files().place_of_element(html, template)?;
        Some((location.file.to_string(), location.line))
    }

    #[test]
    fn the_line_of_a_template() {
        let at = |file: &str, line: u32| Some((file.to_owned(), line));
        assert_eq!(found("<img class=\"hero\" src=\"/a.png\">", "article.html"), at("article.html", 2));
        assert_eq!(found("<img class=\"mark\" src=\"/mark.svg\" hidden>", "article.html"), at("part.html", 2));
        assert_eq!(found("<img class=\"other\" src=\"/a.png\">", "article.html"), None);
        assert_eq!(found("<button></button>", "article.html"), at("article.html", 3));
        assert_eq!(found("<button></button>", "page.html"), None, "either of two");
        assert_eq!(found("<button type=\"submit\"></button>", "page.html"), at("part.html", 4));
        assert_eq!(found("<button disabled></button>", "page.html"), None);
    }

    #[test]
    fn the_line_of_a_style_sheet() {
        let at = |selector: &str, value: &str| {
            let style = Style { selector: selector.to_owned(), property: "color".to_owned(), value: value.to_owned() };
            let location = files().place_of_style(&style)?;
            Some((location.file.to_string(), location.line))
        };
        assert_eq!(at(".pale > a, .dim", "rgb(170, 170, 170)"), Some(("brand.css".to_owned(), 4)));
        assert_eq!(at(".dim", "gray"), Some(("brand.css".to_owned(), 5)));
        assert_eq!(at(".pale", "red"), None, "a comment");
        assert_eq!(at("body", "var(--color-ink)"), Some(("theme.yaml".to_owned(), 3)));
    }
}
