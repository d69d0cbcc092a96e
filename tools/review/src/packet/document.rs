//! The HTML around the content of a packet: the file for one page, and the file with several pages for one reviewer, in which each page
//! has its own numbers and its own answer.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use wellpress_io::fs::Files;
use wellpress_render::escape::escaped;
use wellpress_render::pages::render_context::RenderContext;
use wellpress_render::theme::strings::text_direction::direction;
use wellpress_site::model::Page;

use super::answer_form::escaped_attribute;
use super::{Bundle, BundleWords, PacketContents, ReviewPacket, with_packet};

const STYLE: &str = include_str!("packet.css");
const SCRIPT: &str = include_str!("packet.js");

/// The packet of several pages as one file.
#[must_use]
pub fn bundle(cx: &RenderContext<'_>, files: &dyn Files, pages: &[&Page], bundle: &Bundle<'_>) -> String {
    let words = BundleWords { cx, bundle, pages };
    let items = pages
        .iter()
        .enumerate()
        .map(|(index, page)| format!("<li><a href=\"#page-{}\">{}</a></li>\n", index + 1, escaped(&page.title)));
    let articles = pages.iter().enumerate().map(|(index, page)| article(cx, files, page, &bundle.contents, index + 1));
    let [title, how] = [words.title(), words.how()].map(|text| escaped(&text));
    let body = format!(
        "<body>\n<header>\n<h1>{title}</h1>\n<p>{how}</p>\n<ol>\n{}</ol>\n</header>\n<main>\n{}</main>\n",
        items.collect::<String>(),
        articles.collect::<String>()
    );
    file(&cx.config.languages[words.language()].tag, &title, &body)
}

/// One page of a file with several.
fn article(
    cx: &RenderContext<'_>,
    files: &dyn Files,
    page: &Page,
    contents: &PacketContents<'_>,
    number: usize,
) -> String {
    let tag = &cx.config.languages[page.language].tag;
    let prefix = format!("page-{number}-");
    with_packet(cx, page, |packet| {
        let (main, _) = packet.main_with_media(files, contents);
        format!(
            "<article id=\"page-{number}\" class=\"page\" lang=\"{tag}\" dir=\"{}\" data-prefix=\"{prefix}\"{}>\n<h1>{}</h1>\n{}</article>\n",
            direction(tag),
            packet.attributes(contents),
            escaped(&packet.title()),
            with_prefixed_ids(&main, &prefix),
        )
    })
}

/// The file around its body, which is not closed yet.
fn file(language: &str, title: &str, body: &str) -> String {
    let direction = direction(language);
    let script = BASE64_STANDARD.encode(Sha256::digest(SCRIPT));
    let policy = format!(
        "default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'; script-src 'sha256-{script}'; \
         form-action 'none'; base-uri 'none'"
    );
    format!(
        "<!doctype html>\n<html lang=\"{language}\" dir=\"{direction}\">\n<head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\
         <title>{title}</title>\n<style>{STYLE}</style></head>\n\
         {body}<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )
}

impl ReviewPacket<'_> {
    /// The file for this page alone.
    pub(super) fn document(&self, main: &str, contents: &PacketContents<'_>) -> String {
        let title = escaped(&self.title());
        let body = format!("<body{}>\n<main>\n<h1>{title}</h1>\n{main}</main>\n", self.attributes(contents));
        file(&self.cx.config.languages[self.page.language].tag, &title, &body)
    }

    /// What the script has to know of the page, as attributes of the element around it.
    fn attributes(&self, contents: &PacketContents<'_>) -> String {
        let attribute = |name: &str, value: &str| format!(" data-{name}=\"{}\"", escaped_attribute(value));
        let asked = contents.asked_of.map(|person| attribute("asked", person)).unwrap_or_default();
        let since = self.approval_before_changes().map(|approval| attribute("since", &approval.hash));
        [
            attribute("page", &self.cx.resolved.site.full_id(self.page)),
            attribute("language", &self.cx.config.languages[self.page.language].tag),
            attribute("packet", self.hash),
            asked,
            since.unwrap_or_default(),
            self.words_for_script(),
        ]
        .concat()
    }
}

/// Attributes whose value is an id, or a list of ids.
const ID_ATTRIBUTES: [&str; 7] =
    ["id", "for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-details"];

/// The HTML with this before each id, so that the pages of one file have no id in common. It is the output of the renderer, which
/// writes attributes in double quotes and escapes angle brackets in their values.
fn with_prefixed_ids(html: &str, prefix: &str) -> String {
    let pieces = html.split_inclusive('>').map(|piece| {
        let (text, tag) = piece.split_at(piece.rfind('<').unwrap_or(piece.len()));
        let tag = ID_ATTRIBUTES.iter().fold(tag.to_owned(), |tag, name| prefixed(&tag, name, prefix));
        let tag = tag.replace("href=\"#", &format!("href=\"#{prefix}")).replace("url(#", &format!("url(#{prefix}"));
        format!("{text}{tag}")
    });
    pieces.collect()
}

/// A tag with the prefix before each id in one attribute.
fn prefixed(tag: &str, attribute: &str, prefix: &str) -> String {
    let start = format!(" {attribute}=\"");
    let Some((before, rest)) = tag.split_once(&start) else { return tag.to_owned() };
    let Some((value, after)) = rest.split_once('"') else { return tag.to_owned() };
    let ids: Vec<String> = value.split_ascii_whitespace().map(|id| format!("{prefix}{id}")).collect();
    format!("{before}{start}{}\"{after}", ids.join(" "))
}

#[cfg(test)]
mod tests {
    use super::with_prefixed_ids;

    #[test]
    fn ids_and_what_leads_to_them_get_the_prefix() {
        let html = "<p id=\"a\">#b id=\"c\"</p><a href=\"#a\" aria-describedby=\"a d\">x</a><a href=\"https://x.example/#a\">y</a>";
        let expected = "<p id=\"page-2-a\">#b id=\"c\"</p><a href=\"#page-2-a\" aria-describedby=\"page-2-a page-2-d\">x</a>\
                        <a href=\"https://x.example/#a\">y</a>";
        assert_eq!(with_prefixed_ids(html, "page-2-"), expected);
    }
}
