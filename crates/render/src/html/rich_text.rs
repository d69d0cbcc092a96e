//! HTML of formatted citations: runs of text with their styles. Only links to web addresses become links.

use wellpress_site::resolve::citations::format::RichText;

use super::TextContext;
use crate::escape::{address, attribute, text};
use crate::theme::strings::text_direction::{direction, runs_against};

/// What becomes of links in formatted text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// They are `<a>` elements.
    Written,
    /// Their text alone, for use inside another link, as HTML allows no link in a link.
    Plain,
}

/// Appends formatted text; a run with several styles gets nested elements.
pub fn rich_text(html: &mut String, rich: &RichText, links: Links) {
    for run in rich.runs() {
        let tags = [
            (run.italic, "i"),
            (run.bold, "b"),
            (run.small_caps, "span class=\"small-caps\""),
            (run.superscript, "sup"),
            (run.subscript, "sub"),
            (run.underline, "u"),
        ];
        let link = run.link.as_deref().filter(|url| links == Links::Written && is_web(url));
        let is_address = link.is_some_and(|url| run.text == url);
        if let Some(url) = link {
            html.push_str("<a href=\"");
            attribute(html, url);
            // Paper shows the address of a link that does not show it itself.
            html.push_str(if is_address { "\" class=\"address" } else { "" });
            html.push_str("\" rel=\"noopener noreferrer external\">");
        }
        for (_, tag) in tags.iter().filter(|(applies, _)| *applies) {
            html.push('<');
            html.push_str(tag);
            html.push('>');
        }
        let write = if is_address { address } else { text };
        write(html, &run.text);
        for (_, tag) in tags.iter().rev().filter(|(applies, _)| *applies) {
            html.push_str("</");
            html.push_str(tag.split(' ').next().unwrap_or(tag));
            html.push('>');
        }
        if link.is_some() {
            html.push_str("</a>");
        }
    }
}

impl TextContext<'_> {
    /// The tags around formatted text with letters against the direction of the page; empty for any other.
    pub(crate) fn isolation<'t>(&self, texts: impl IntoIterator<Item = &'t RichText>) -> [&'static str; 2] {
        let direction = direction(&self.config.languages[self.language].tag);
        let mut runs = texts.into_iter().flat_map(RichText::runs);
        if runs.any(|run| runs_against(direction, &run.text)) { ["<bdi>", "</bdi>"] } else { ["", ""] }
    }
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}
