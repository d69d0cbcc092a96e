//! Blocks of Python-Markdown, which are marked by their indentation: `!!! note "Title"`, `??? tip`, `=== "Tab"`.

use wellpress_foundation::text::upper_first;
use wellpress_markdown::foreign_notations::{MKDOCS_ADMONITION, MKDOCS_DETAILS, MKDOCS_TAB};

use crate::log::ImportLog;

use super::{block, callout, code, dedented, details, indented};

/// Translates the blocks of a text, also those inside of others.
pub(crate) fn translate(text: &str, file: &str, log: &mut ImportLog) -> String {
    if !has_marker(text) {
        return text.to_owned();
    }
    let lines: Vec<_> = code::lines(text).map(|(_, line, is_code)| (line, is_code)).collect();
    translate_lines(&lines, file, log)
}

/// Whether a marker of a block is anywhere in a text, with what follows one: a quick look, since most texts have none.
fn has_marker(text: &str) -> bool {
    [MKDOCS_ADMONITION, MKDOCS_DETAILS, MKDOCS_TAB].into_iter().any(|marker| {
        let mut found = text.match_indices(marker);
        let may_follow = |sign: char| matches!(sign, ' ' | '+' | '\n') || sign.is_alphabetic();
        found.any(|(at, _)| text[at + marker.len()..].starts_with(may_follow))
    })
}

fn translate_lines(lines: &[(&str, bool)], file: &str, log: &mut ImportLog) -> String {
    let mut output = String::new();
    let mut tabs = OpenTabs::default();
    let mut index = 0;
    while let Some((line, is_code)) = lines.get(index).copied() {
        index += 1;
        let Some(head) = Head::of(line).filter(|_| !is_code) else {
            if !line.trim().is_empty() {
                tabs.close(&mut output);
            }
            output.push_str(line);
            continue;
        };
        let indent = line.len() - line.trim_start().len();
        let end = index + lines[index..].iter().take_while(|(line, _)| is_inside(line, indent)).count();
        let body: String = lines[index..end].iter().map(|(line, _)| *line).collect();
        let blank_lines = body.len() - body.trim_end_matches('\n').len();
        let body = translate(&dedented(&body.replace('\t', "    ")), file, log);
        index = end;
        let translated = match head {
            Head::Tab(title) => {
                log.translated("tab");
                if tabs.indent != indent {
                    tabs.close(&mut output);
                    tabs.indent = indent;
                }
                tabs.text.push_str(&block("tab", title, &body));
                continue;
            }
            // A warning is not folded away.
            Head::Details(word, title) if !matches!(callout(word), Some("warning" | "caution" | "important")) => {
                log.translated("details");
                details(title.unwrap_or(&upper_first(&word.to_lowercase())), &body)
            }
            Head::Admonition(word, title) | Head::Details(word, title) => {
                log.translated("admonition");
                // A word that names no callout is its title.
                match callout(word) {
                    Some(name) => block(name, title.unwrap_or_default(), &body),
                    None => block("note", title.unwrap_or(&upper_first(&word.to_lowercase())), &body),
                }
            }
        };
        tabs.close(&mut output);
        output.push_str(indented(&translated, indent).trim_end_matches('\n'));
        output.push_str(if blank_lines > 1 { "\n\n" } else { "\n" });
    }
    tabs.close(&mut output);
    output
}

/// Whether a line is of the content of a block with this indent.
fn is_inside(line: &str, indent: usize) -> bool {
    line.trim().is_empty() || line.len() - line.trim_start_matches([' ', '\t']).len() > indent
}

/// The tabs that stand below each other.
#[derive(Default)]
struct OpenTabs {
    text: String,
    indent: usize,
}

impl OpenTabs {
    fn close(&mut self, output: &mut String) {
        if !self.text.is_empty() {
            output.push_str(&indented(&block("tabs", "", &std::mem::take(&mut self.text)), self.indent));
            output.push('\n');
        }
    }
}

/// The first line of a block.
enum Head<'l> {
    /// The word and the title.
    Admonition(&'l str, Option<&'l str>),
    /// The same.
    Details(&'l str, Option<&'l str>),
    Tab(&'l str),
}

impl<'l> Head<'l> {
    fn of(line: &'l str) -> Option<Self> {
        let line = line.trim();
        if let Some(rest) = line.strip_prefix(MKDOCS_TAB) {
            let tab_title = rest.trim_start_matches(['!', '+']).trim();
            return tab_title.starts_with('"').then(|| Self::Tab(tab_title.trim_matches('"')));
        }
        if let Some(rest) = line.strip_prefix(MKDOCS_ADMONITION) {
            let (word, title) = word_and_title(rest);
            return word.or(title.map(|_| "note")).map(|word| Self::Admonition(word, title));
        }
        let (word, title) = word_and_title(line.strip_prefix(MKDOCS_DETAILS)?.trim_start_matches('+'));
        word.or(title.map(|_| "note")).map(|word| Self::Details(word, title))
    }
}

/// The word of a block, and its title: in quotes, or the words behind it that say nothing of its place. An empty title hides the title.
fn word_and_title(head: &str) -> (Option<&str>, Option<&str>) {
    let quoted =
        head.split_once('"').filter(|(words, title)| words.trim().is_empty() || title.trim_end().ends_with('"'));
    let (words, title) = match quoted {
        Some((words, title)) => (words.trim(), Some(title.trim().trim_matches('"'))),
        None => (head.trim(), None),
    };
    let (word, mut rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    for place in ["annotate", "inline", "end"] {
        let behind =
            rest.trim_start().strip_prefix(place).filter(|behind| behind.is_empty() || behind.starts_with(' '));
        rest = behind.unwrap_or(rest);
    }
    (Some(word).filter(|word| !word.is_empty()), title.or(Some(rest.trim()).filter(|rest| !rest.is_empty())))
}

#[cfg(test)]
mod tests {
    use super::translate;
    use crate::log::ImportLog;

    fn translated(text: &str) -> String {
        translate(text, "a.md", &mut ImportLog::default())
    }

    #[test]
    fn indented_blocks_become_callouts_details_and_tabs() {
        assert_eq!(
            translated("!!! danger \"Stop\"\n    Text.\n\n    More.\n\nAfter.\n"),
            "\n:::warning[Stop]\nText.\n\nMore.\n:::\n\nAfter.\n"
        );
        assert_eq!(translated("!!! tip Approval required\n    Text.\n"), "\n:::tip[Approval required]\nText.\n:::\n");
        for (head, expected) in [
            ("!!! contraindication", ":::note[Contraindication]"),
            ("!!! contraindication \"A\"", ":::note[A]"),
            ("!!! info inline end", ":::note"),
            ("!!! warning inline", ":::warning"),
            ("!!! tip annotate", ":::tip"),
            ("!!! tip End of life", ":::tip[End of life]"),
            ("!!! tip ending now", ":::tip[ending now]"),
            ("!!! danger inline end \"Dose [x]\"", ":::warning[Dose [x]]"),
            ("??? danger inline end", ":::warning"),
            ("??? info inline end \"Dose\"", ":::details[Dose]"),
            ("???+ Dosage", ":::details[Dosage]"),
            ("??? dosage", ":::details[Dosage]"),
        ] {
            assert_eq!(translated(&format!("{head}\n    Text.\n")), format!("\n{expected}\nText.\n:::\n"), "{head}");
        }
        assert_eq!(translated("!!!tip \"A\"\n    Text.\n"), "\n:::tip[A]\nText.\n:::\n");
        assert_eq!(translated("???+ note \"A `b`\"\n    Text.\n"), "\n:::details[A `b`]\nText.\n:::\n");
        for (head, title) in [
            ("??? \"Take 500 mg now\"", "Take 500 mg now"),
            ("???+ \"5 mg\"", "5 mg"),
            ("???+ note open \"Third\"", "Third"),
            ("??? note \"\"", "Details"),
            ("??? note", "Note"),
            ("??? note Use the \"5 mg\" tablet", "Use the \"5 mg\" tablet"),
            ("??? \"Not closed 5 mg", "Not closed 5 mg"),
        ] {
            assert_eq!(translated(&format!("{head}\n    Text.\n")), format!("\n:::details[{title}]\nText.\n:::\n"));
        }
        let stop = translated("??? danger highlight \"Stop 5 mg\"\n    Text.\n");
        assert_eq!(stop, "\n:::warning[Stop 5 mg]\nText.\n:::\n");
        let tabs = translated("=== \"A\"\n\n    One.\n\n=== \"B\"\n\n    Two.\n\nAfter.\n");
        assert_eq!(tabs, "\n::::tabs\n:::tab[A]\nOne.\n:::\n\n:::tab[B]\nTwo.\n:::\n::::\n\nAfter.\n");
    }

    #[test]
    fn blocks_in_blocks_and_in_code() {
        let nested = translated("!!! note\n    !!! tip\n        Text.\n");
        assert_eq!(nested, "\n::::note\n:::tip\nText.\n:::\n::::\n");
        let in_item = translated("1.  A\n\n    === \"T\"\n        10 mg\n\n    B\n\n2.  C\n");
        assert_eq!(in_item, "1.  A\n\n\n    ::::tabs\n    :::tab[T]\n    10 mg\n    :::\n    ::::\n\n    B\n\n2.  C\n");
        assert_eq!(translated("```\n!!! note\n    x\n```\n"), "```\n!!! note\n    x\n```\n");
    }
}
