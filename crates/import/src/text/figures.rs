//! Captions and references of Pandoc, Quarto and Manubot: figures and tables with ids, and words that refer to them.

use crate::log::ImportLog;

use super::{block, code, figure, tags};

/// Translates figures, captions of tables, and references such as `@sec-a` and `@fig:a`.
pub(crate) fn captions(text: &str, file: &str, log: &mut ImportLog) -> String {
    let text = pictures(text, file, log);
    let text = tables(&text, log);
    let headings = heading_words(&text);
    code::outside(&text, |part| references(part, &headings))
}

/// A line such as `: Caption {#tbl-a}` below a table of pipes becomes the caption above it.
fn tables(text: &str, log: &mut ImportLog) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let is_row = |line: &&str| line.trim_start().starts_with('|');
    let (mut output, mut index) = (String::with_capacity(text.len()), 0);
    while index < lines.len() {
        let length = lines[index..].iter().take_while(|line| is_row(line)).count();
        if length < 2 {
            output.push_str(lines[index]);
            index += 1;
            continue;
        }
        let table: String = lines[index..index + length].concat();
        index += length;
        let blank = lines[index..].iter().take_while(|line| line.trim().is_empty()).count();
        match lines.get(index + blank).and_then(|line| line.trim().strip_prefix(": ")) {
            Some(caption) if blank <= 1 => {
                let (caption, attributes) =
                    caption.rsplit_once('{').map_or((caption, ""), |(caption, rest)| (caption, rest));
                let id = attributes.trim_end_matches('}').split(' ').find_map(|part| part.strip_prefix('#'));
                let table = block("table", caption.trim(), &table);
                let id = id.map(|id| format!("]{{#{}}}\n", id.replace(':', "-")));
                output.push_str(&id.map_or_else(|| table.clone(), |id| table.replacen("]\n", &id, 1)));
                log.translated("caption of a table");
                index += blank + 1;
            }
            _ => output.push_str(&table),
        }
    }
    output
}

/// The words of headings with ids, such as `## Rest {#sec-rest}`.
fn heading_words(text: &str) -> Vec<(String, String)> {
    let heading = |line: &str| {
        let (words, attributes) = line.strip_prefix('#')?.trim_start_matches('#').rsplit_once("{#")?;
        let id = attributes.split([' ', '}']).next()?;
        Some((id.to_owned(), words.trim().to_owned()))
    };
    text.lines().filter_map(heading).collect()
}

/// `@sec-a` becomes a link with the words of its heading, `@fig:a` becomes `@fig-a`.
fn references(text: &str, headings: &[(String, String)]) -> String {
    let mut output = text.replace("@fig:", "@fig-").replace("@tbl:", "@tbl-").replace("@sec:", "@sec-");
    for (id, words) in headings.iter().filter(|(id, _)| id.starts_with("sec-")) {
        let link = format!("[{words}](#{id})");
        output = output.replace(&format!("[@{id}]"), &link).replace(&format!("@{id}"), &link);
    }
    output
}

/// Pictures on lines of their own with attributes, such as `![Caption](a.png){#fig-a fig-alt="A"}`, become figures.
fn pictures(text: &str, file: &str, log: &mut ImportLog) -> String {
    let mut output = String::new();
    for line in text.split_inclusive('\n') {
        let figure = figure_of(line.trim());
        match figure {
            Some((text, has_alt)) => {
                log.translated("figure");
                if !has_alt {
                    log.left("picture without alternative text", file, "`alt=\"..\"`");
                }
                output.push_str(text.trim_start_matches('\n'));
            }
            None => output.push_str(line),
        }
    }
    output
}

fn figure_of(line: &str) -> Option<(String, bool)> {
    let rest = line.strip_prefix("![")?;
    let (rest, attributes) = rest.strip_suffix('}')?.rsplit_once('{')?;
    let (caption, address) = rest.strip_suffix(')')?.rsplit_once("](")?;
    let attributes = tags::arguments(attributes, &[' ']);
    let value = |names: [&str; 2]| {
        attributes.iter().find(|argument| argument.name.as_deref().is_some_and(|name| names.contains(&name)))
    };
    let id =
        attributes.iter().find_map(|argument| argument.value.strip_prefix('#').filter(|_| argument.name.is_none()));
    let alt = value(["fig-alt", "alt"]).map(|argument| argument.value.clone());
    if alt.is_none() && id.is_none() {
        return None;
    }
    let address = address.split(" \"").next().unwrap_or(address);
    let figure = figure(address, alt.as_deref().unwrap_or_default(), caption);
    let figure = match id {
        Some(id) if !caption.trim().is_empty() => {
            figure.replacen("]{src=", &format!("]{{#{} src=", id.replace(':', "-")), 1)
        }
        _ => figure,
    };
    Some((figure, alt.is_some()))
}

#[cfg(test)]
mod tests {
    use super::captions;
    use crate::log::ImportLog;

    #[test]
    fn captions_and_references() {
        let text = "![Cap](a.png){#fig:one fig-alt=\"A\"}\n\n| a |\n|---|\n| b |\n\n: Days of rest {#tbl-b}\n\n## Rest {#sec-r}\n\nSee @fig:one, @tbl-b and @sec-r.\n";
        let text = captions(text, "a.md", &mut ImportLog::default());
        assert!(text.contains("::figure[Cap]{#fig-one src=\"a.png\" alt=\"A\"}"), "{text}");
        assert!(text.contains(":::table[Days of rest]{#tbl-b}\n| a |\n|---|\n| b |\n:::"), "{text}");
        assert!(text.contains("See @fig-one, @tbl-b and [Rest](#sec-r)."), "{text}");
    }
}
