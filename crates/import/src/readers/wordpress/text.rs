//! The text of a page of WordPress as Markdown: what blocks and shortcodes mean becomes HTML or a placeholder, and the rest is HTML.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::log::ImportLog;
use crate::text::html;

/// Around the number of a finished piece of Markdown. The translation of HTML leaves these characters alone.
const PLACEHOLDER: (char, char) = ('\u{E000}', '\u{E001}');

/// A picture of the media library.
#[derive(Debug, Clone, Default)]
pub(super) struct Attachment {
    pub url: String,
    pub alt: String,
    pub caption: String,
    pub parent: String,
}

/// What texts refer to by number.
#[derive(Debug, Default)]
pub(super) struct Library {
    pub attachments: BTreeMap<String, Attachment>,
    /// The names of reusable blocks.
    pub snippets: BTreeMap<String, String>,
}

/// The text that is being translated.
pub(super) struct Text<'a> {
    pub source: &'a str,
    pub library: &'a Library,
    pub log: &'a mut ImportLog,
    /// The number of the page, for galleries of all its pictures.
    pub id: &'a str,
    /// The notes that WordPress keeps beside the text, by their id.
    pub notes: BTreeMap<String, String>,
    pub pieces: Vec<String>,
    pub footnotes: Vec<String>,
}

/// The notes that WordPress keeps in a custom field.
pub(super) fn notes(field: &str) -> BTreeMap<String, String> {
    let notes: Vec<BTreeMap<String, String>> = serde_json::from_str(field).unwrap_or_default();
    notes.into_iter().filter_map(|mut note| Some((note.remove("id")?, note.remove("content")?))).collect()
}

impl Text<'_> {
    /// Translates a text.
    pub(super) fn markdown(mut self, text: &str) -> String {
        let text = text.replace([PLACEHOLDER.0, PLACEHOLDER.1], "");
        let text = self.with_blocks(&text);
        let text = self.with_notes(&text);
        let is_classic = !text.contains("<!-- wp:");
        let text = super::shortcodes::replace(&mut self, &text);
        let text = if is_classic && has_plain_paragraphs(&text) { self.paragraphs(&text) } else { text };
        let mut markdown = html::to_markdown(&text, self.source, self.log);
        for (index, note) in self.footnotes.iter().enumerate() {
            markdown.push_str(&format!("\n\n[^{}]: {}", index + 1, note.replace('\n', "\n    ")));
        }
        self.with_pieces(&markdown)
    }

    fn with_pieces(&self, markdown: &str) -> String {
        let mut parts = markdown.split(PLACEHOLDER.0);
        let mut whole = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (index, rest) = part.split_once(PLACEHOLDER.1).unwrap_or(("", part));
            whole.push_str(
                index.parse().ok().and_then(|index: usize| self.pieces.get(index)).map_or("", String::as_str),
            );
            whole.push_str(rest);
        }
        whole
    }

    /// A placeholder for Markdown within a line.
    fn piece(&mut self, markdown: String) -> String {
        self.pieces.push(markdown);
        placeholder(self.pieces.len() - 1)
    }

    /// A placeholder for Markdown of its own.
    pub(super) fn block(&mut self, markdown: String) -> String {
        format!("\n\n<p>{}</p>\n\n", self.piece(markdown))
    }

    /// An embedded address as Markdown.
    pub(super) fn embed(&mut self, address: &str, title: &str) -> String {
        self.log.translated("embedded frame");
        let markdown = html::embed(address, title);
        self.block(markdown)
    }

    /// A mark for a new footnote.
    pub(super) fn footnote(&mut self, note: &str) -> String {
        self.log.translated("footnote");
        let note = html::to_markdown(note, self.source, self.log);
        self.footnotes.push(note);
        self.piece(format!("[^{}]", self.footnotes.len()))
    }

    /// Reusable blocks and embedded addresses, which stand in comments.
    fn with_blocks(&mut self, text: &str) -> String {
        let (mut html, mut rest) = (String::new(), text);
        while let Some((before, after)) = rest.split_once("<!-- wp:") {
            html.push_str(before);
            let Some((head, behind)) = after.split_once("-->") else { break };
            let (name, attributes) = head.trim().trim_end_matches('/').split_once(' ').unwrap_or((head.trim(), ""));
            let attributes: Value = serde_json::from_str(attributes.trim()).unwrap_or_default();
            rest = behind;
            // The comment itself stays: it says that this is no classic text.
            html.push_str("<!-- wp: -->");
            if name == "block" {
                html.push_str(&self.snippet(&attributes));
            } else if name == "embed" || name.starts_with("core-embed/") {
                let end = format!("<!-- /wp:{name} -->");
                let has_frame = !head.ends_with('/') && super::shortcodes::near(behind).contains(&end);
                let frame = if has_frame { behind.split_once(&end) } else { None };
                let (frame, behind) = frame.unwrap_or(("", behind));
                let caption = frame.split_once("<figcaption").and_then(|(_, caption)| caption.split_once('>'));
                let caption =
                    caption.and_then(|(_, caption)| caption.split_once("</figcaption>")).map_or("", |(words, _)| words);
                let title = html::plain(caption);
                html.push_str(&self.embed(attributes.get("url").and_then(Value::as_str).unwrap_or_default(), &title));
                rest = behind;
            } else if head.ends_with('/')
                && !matches!(name, "spacer" | "separator" | "more" | "nextpage" | "post-content")
            {
                // A block without content is made by PHP whenever the page is shown.
                self.log.left(&format!("block `{name}`"), self.source, "what it showed, if the page needs it");
            }
        }
        html + rest
    }

    fn snippet(&mut self, attributes: &Value) -> String {
        let id = attributes.get("ref").and_then(Value::as_u64).unwrap_or_default().to_string();
        match self.library.snippets.get(&id) {
            Some(name) => {
                self.log.translated("reusable block");
                self.block(format!("::snippet{{#{name}}}"))
            }
            None => {
                self.log.left("reusable block that is not in the export", self.source, "its text");
                String::new()
            }
        }
    }

    /// The marks of notes that WordPress itself makes: `<sup data-fn="id">..</sup>`.
    fn with_notes(&mut self, text: &str) -> String {
        let (mut html, mut rest) = (String::new(), text);
        while let Some((before, after)) = rest.split_once("<sup data-fn=\"") {
            html.push_str(before);
            let note = after.split_once('"').and_then(|(id, _)| self.notes.get(id).cloned());
            let (mark, end) = note.map_or_else(|| ("<sup>".to_owned(), ">"), |note| (self.footnote(&note), "</sup>"));
            html.push_str(&mark);
            rest = after.split_once(end).map_or("", |(_, behind)| behind);
        }
        html + rest
    }

    /// Paragraphs and line breaks of a classic text, which has none of their tags.
    fn paragraphs(&mut self, text: &str) -> String {
        let mut html = String::new();
        let mut rest = text;
        while let Some(start) = rest.find("<pre") {
            let (before, code) = rest.split_at(start);
            let end = code.find("</pre>").map_or(code.len(), |end| end + "</pre>".len());
            let (code, behind) = code.split_at(end);
            self.add_paragraphs(&mut html, before);
            html.push_str(code);
            rest = behind;
        }
        self.add_paragraphs(&mut html, rest);
        html
    }

    fn add_paragraphs(&mut self, html: &mut String, text: &str) {
        let mut lines = Vec::new();
        for line in text.lines().map(str::trim).chain([""]) {
            let is_video = line.starts_with("http")
                && !line.contains(char::is_whitespace)
                && html::embed(line, "").starts_with("::");
            if !line.is_empty() && !is_video && !is_block(line) {
                lines.push(line);
                continue;
            }
            if !lines.is_empty() {
                html.push_str(&format!("<p>{}</p>\n", lines.join("<br>")));
                lines.clear();
            }
            html.push_str(&if is_video { self.embed(line, "") } else { format!("{line}\n") });
        }
    }
}

/// Whether a text has paragraphs without tags, also beside some that have them.
fn has_plain_paragraphs(text: &str) -> bool {
    let has_tags = text.contains("<p>") || text.contains("<p ");
    let is_plain =
        |part: &str| !part.trim().is_empty() && !part.trim_start().starts_with('<') && !part.contains("</p>");
    !has_tags || text.split("\n\n").any(is_plain)
}

fn placeholder(index: usize) -> String {
    format!("{}{index}{}", PLACEHOLDER.0, PLACEHOLDER.1)
}

/// Whether a line begins with a tag that ends a paragraph.
fn is_block(line: &str) -> bool {
    const BLOCKS: [&str; 34] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "section",
        "summary",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ];
    let Some(tag) = line.strip_prefix('<') else { return false };
    let tag = tag.trim_start_matches('/');
    let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
    BLOCKS.contains(&name.as_str()) || matches!(name.as_str(), "tbody" | "thead" | "tfoot" | "iframe")
}
