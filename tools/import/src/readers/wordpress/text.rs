//! The text of a page of WordPress as Markdown: what blocks and shortcodes mean becomes HTML, and the rest is HTML.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::log::ImportLog;
use crate::text::scan::{self, near, replaced};
use crate::text::{excerpt, html};

use super::shortcodes;
use super::wxr::{self, Items, Record};

/// A character of Markdown that stands in HTML, where no converter changes it: this plus its code in ASCII.
const MARKDOWN: u32 = 0xE000;

/// The text that is being translated.
pub(super) struct Text<'a> {
    pub source: &'a str,
    pub items: &'a Items<'a>,
    pub log: &'a mut ImportLog,
    /// The number of the page, for galleries of all its pictures.
    pub id: &'a str,
    footnotes: Vec<String>,
}

/// The text of an item as Markdown.
pub(super) fn markdown(text: &str, item: &Record, source: &str, items: &Items<'_>, log: &mut ImportLog) -> String {
    let is_classic = !text.contains("<!-- wp:");
    let mut state = Text { source, items, log, id: item.id(), footnotes: Vec::new() };
    let text = text.replace(|c| visible(c).is_some(), "");
    if has_languages(&text) || has_languages(item.field("title")) {
        state
            .log
            .doubt(source, "qTranslate divides its text into languages, such as `[:en]`, of which readers saw one");
    }
    let text = state.with_blocks(&text, !item.meta("footnotes").is_empty());
    let text = state.with_notes(&text, item.meta("footnotes"));
    let text = shortcodes::replace(&mut state, &text);
    let text = ["strong", "b", "em", "i"].iter().fold(text, |text, name| without_empty(&text, name));
    let text = if is_classic && has_plain_paragraphs(&text) { paragraphs(&text) } else { text };
    let mut markdown = html::to_markdown(&text, source, state.log);
    for (index, note) in state.footnotes.iter().enumerate() {
        markdown.push_str(&format!("\n\n[^{}]: {}", index + 1, note.replace('\n', "\n    ")));
    }
    markdown.chars().map(|c| visible(c).unwrap_or(c)).collect()
}

impl Text<'_> {
    /// A mark for a new footnote.
    pub(super) fn footnote(&mut self, note: &str) -> String {
        self.log.translated("footnote");
        let note = html::to_markdown(note, self.source, self.log);
        self.footnotes.push(note);
        hidden(&format!("[^{}]", self.footnotes.len()))
    }

    /// Reusable blocks and embedded addresses, which stand in comments.
    fn with_blocks(&mut self, text: &str, has_notes: bool) -> String {
        replaced(text, "<!-- wp:", |_, behind| {
            let (head, behind) = behind.split_once("-->")?;
            let (name, attributes) = head.trim().trim_end_matches('/').split_once(' ').unwrap_or((head.trim(), ""));
            let attributes: Value = serde_json::from_str(attributes.trim()).unwrap_or_default();
            if is_hidden(&attributes) {
                let (words, behind) = if head.ends_with('/') { ("", behind) } else { split_at_end(behind, name) };
                self.leave_hidden(words);
                return Some((String::new(), behind));
            }
            if is_of_some_readers(&attributes) {
                let what = format!("the block `{name}` showed its words to some readers, or at some times");
                self.log.doubt(self.source, what);
            }
            let own = ["content", "overrides"].iter().find_map(|key| attributes[*key].as_object());
            if let Some(own) = own.filter(|own| name == "block" && !own.is_empty()) {
                return Some((self.own_words(&attributes["ref"].to_string(), own), behind));
            }
            if name == "block" {
                return Some((self.snippet(&attributes["ref"].to_string()), behind));
            }
            if name == "embed" || name.starts_with("core-embed/") {
                let end = format!("<!-- /wp:{name} -->");
                let figure = near(behind).split_once(&end).map_or("", |(figure, _)| figure);
                let caption = figure.split_once("<figcaption").and_then(|(_, caption)| caption.split_once('>'));
                let title = html::plain(caption.map_or("", |(_, words)| words));
                let frame = frame(attributes["url"].as_str().unwrap_or_default(), &title);
                return Some((frame, behind.strip_prefix(figure).unwrap_or(behind)));
            }
            // Notes stand behind the text: see `with_notes`.
            let is_shown =
                name == "footnotes" && has_notes || matches!(name, "spacer" | "separator" | "more" | "nextpage");
            if head.ends_with('/') && !is_shown {
                // A block without content is made by PHP whenever the page is shown.
                self.log.left(&format!("block `{name}`"), self.source, "what it showed, if the page needs it");
                let fields = attributes["data"].as_object().into_iter().flatten();
                let fields = fields.filter_map(|(key, value)| Some((key.as_str(), value.as_str()?)));
                wxr::note_fields(fields, self.source, self.log);
            }
            Some((String::new(), behind))
        })
    }

    /// Notes HTML that the old site did not show.
    pub(super) fn leave_hidden(&mut self, html: &str) {
        self.log.left("hidden words", self.source, "nothing: readers of the old page do not see them");
        let html = replaced(html, "[", |_, behind| Some((" ".to_owned(), near(behind).split_once(']')?.1)));
        let what = format!("the old page hides \"{}\", which was left out", excerpt(&html::plain(&html)));
        self.log.confirm(self.source, what);
    }

    /// The words that a page gives to a pattern, whose other words are not repeated: the page is a draft.
    fn own_words(&mut self, id: &str, own: &Map<String, Value>) -> String {
        let values = own.values().filter_map(|own| own.get("content").or_else(|| own.get("text"))?.as_str());
        let words: String = values.map(|words| format!("\n\n<p>{words}</p>\n\n")).collect();
        let shown = excerpt(&html::plain(&words));
        if shown.is_empty() {
            let what = format!("this page changes the pattern {id}, whose text is as the pattern has it");
            self.log.doubt(self.source, what);
            return self.snippet(id);
        }
        let what =
            format!("only the words that this page gives to the pattern {id} are here (\"{shown}\"): write its others");
        self.log.doubt(self.source, what);
        words
    }

    fn snippet(&mut self, id: &str) -> String {
        let Some(snippet) = self.items.snippet(id) else {
            self.log.left("reusable block that is not in the export", self.source, "its text");
            return String::new();
        };
        self.log.translated("reusable block");
        format!("\n\n<p>{}</p>\n\n", hidden(&format!("::snippet{{#{snippet}}}")))
    }

    /// The marks of notes that WordPress itself makes, `<sup data-fn="id">..</sup>`. It keeps the notes in a custom field.
    fn with_notes(&mut self, text: &str, field: &str) -> String {
        let notes: Vec<BTreeMap<String, String>> = serde_json::from_str(field).unwrap_or_default();
        let mut parts = text.split("<sup data-fn=\"");
        let mut html = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (id, behind) = part.split_once('"').unwrap_or((part, ""));
            let note = notes.iter().find(|note| note.get("id").is_some_and(|own| own == id));
            let mark = note.and_then(|note| note.get("content")).map(|note| self.footnote(note));
            html.push_str(&mark.unwrap_or_default());
            html.push_str(behind.split_once("</sup>").map_or("", |(_, behind)| behind));
        }
        html
    }
}

/// A text without the elements of a name that have blanks alone. As Markdown, those would be signs: `****`.
fn without_empty(text: &str, name: &str) -> String {
    let end = format!("</{name}>");
    replaced(text, &format!("<{name}>"), |_, behind| {
        let rest = behind.trim_start();
        let blanks = behind[..behind.len() - rest.len()].to_owned();
        Some((blanks, rest.strip_prefix(&end)?))
    })
}

/// Whether qTranslate divides a text into languages: `[:en]Rest.[:es]Reposo.[:]`, `<!--:en-->Rest.<!--:-->`.
fn has_languages(text: &str) -> bool {
    let is_language = |behind: &str, end| {
        behind
            .split_once(end)
            .is_some_and(|(name, _)| name.len() == 2 && name.bytes().all(|sign| sign.is_ascii_lowercase()))
    };
    [("[:", "]"), ("<!--:", "-->")]
        .iter()
        .any(|(start, end)| text.split(start).skip(1).any(|behind| is_language(near(behind), *end)))
}

/// Whether WordPress itself, or the plugin Block Visibility, hides a block with these attributes.
fn is_hidden(attributes: &Value) -> bool {
    let hides = attributes["blockVisibility"]["hideBlock"].as_bool();
    hides == Some(true) || attributes["metadata"]["blockVisibility"] == Value::Bool(false)
}

/// Whether the plugin Block Visibility shows a block to some readers only. The size of their screens does not matter.
fn is_of_some_readers(attributes: &Value) -> bool {
    let sets = attributes["blockVisibility"]["controlSets"].as_array().into_iter().flatten();
    let mut controls = sets.filter_map(|set| set["controls"].as_object()).flatten();
    controls.any(|(name, control)| name != "screenSize" && control["visibilityByRole"] != "all")
}

/// What stands before the end of a block, and behind it. One that is not closed ends with the text, as WordPress reads it.
fn split_at_end<'t>(text: &'t str, name: &str) -> (&'t str, &'t str) {
    let mut depth = 1;
    for (at, sign) in text.match_indices("<!-- ") {
        let Some((tag, behind)) = text[at + sign.len()..].split_once("-->") else { break };
        let is_single = tag.trim_end().ends_with('/');
        match tag.split_whitespace().next() {
            Some(tag) if tag.strip_prefix("/wp:") == Some(name) => depth -= 1,
            Some(tag) if tag.strip_prefix("wp:") == Some(name) && !is_single => depth += 1,
            _ => {}
        }
        if depth == 0 {
            return (&text[..at], behind);
        }
    }
    (text, "")
}

/// An embedded address as HTML.
pub(super) fn frame(address: &str, title: &str) -> String {
    format!("\n\n<iframe src=\"{}\" title=\"{}\"></iframe>\n\n", escaped(address), escaped(title))
}

fn escaped(text: &str) -> String {
    text.trim().replace('&', "&amp;").replace('"', "&quot;")
}

fn hidden(markdown: &str) -> String {
    markdown.chars().map(|c| scan::hidden(c, MARKDOWN)).collect()
}

fn visible(c: char) -> Option<char> {
    scan::visible(c, MARKDOWN)
}

/// Whether a text has paragraphs without tags, also beside some that have them.
fn has_plain_paragraphs(text: &str) -> bool {
    !text.contains("<p>") && !text.contains("<p ") || text.split("\n\n").any(is_plain_paragraph)
}

fn is_plain_paragraph(part: &str) -> bool {
    !part.trim().is_empty() && !part.trim_start().starts_with('<') && !part.contains("</p>")
}

/// Paragraphs and line breaks of a classic text, which has none of their tags.
fn paragraphs(text: &str) -> String {
    let (mut html, mut lines, mut in_code) = (String::new(), Vec::new(), false);
    for line in text.lines().chain([""]) {
        let is_code = in_code || line.contains("<pre");
        in_code = is_code && !line.contains("</pre>");
        let words = line.trim();
        let is_address = words.starts_with("http") && !words.contains(char::is_whitespace) && !is_code;
        if !words.is_empty() && !is_code && !is_address && !is_block(words) {
            lines.push(words);
            continue;
        }
        if !lines.is_empty() {
            html.push_str(&format!("<p>{}</p>\n", lines.join("<br>")));
            lines.clear();
        }
        html.push_str(&if is_address { frame(words, "") } else { format!("{line}\n") });
    }
    html
}

/// Whether a line begins with a tag that ends a paragraph.
fn is_block(line: &str) -> bool {
    const INLINE: [&str; 16] =
        ["a", "abbr", "b", "br", "cite", "code", "em", "i", "img", "q", "small", "span", "strong", "sub", "sup", "u"];
    let Some(tag) = line.strip_prefix('<') else { return false };
    let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    !INLINE.contains(&name.to_ascii_lowercase().as_str())
}
