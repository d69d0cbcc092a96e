//! Titles of pages as plain words, and names of files as words.

use wellpress_foundation::text::one_line;

use crate::old_site::OldPage;

/// The title of a page, or its name as words.
pub(super) fn page_title(page: &OldPage) -> String {
    let title = page.title.as_deref().map(plain).filter(|title| !title.is_empty());
    title.unwrap_or_else(|| {
        let name = if page.name == "index" { page.folders.last().map_or("Home", String::as_str) } else { &page.name };
        humanised(name)
    })
}

/// A name of a file as words.
pub(crate) fn humanised(name: &str) -> String {
    wellpress_foundation::text::upper_first(&name.replace(['-', '_'], " "))
}

/// A text as plain words: emphasis and links of Markdown and entities of HTML are taken out.
pub(super) fn plain(text: &str) -> String {
    let text = one_line(text);
    if !text.contains(['*', '[', '<', '&', '`', '_']) {
        return text;
    }
    let html = pulldown_cmark::Parser::new(&text).filter_map(|event| match event {
        pulldown_cmark::Event::Text(words) | pulldown_cmark::Event::Code(words) => {
            Some(words.replace('&', "&amp;").replace('<', "&lt;"))
        }
        pulldown_cmark::Event::InlineHtml(tag) | pulldown_cmark::Event::Html(tag) => Some(tag.to_string()),
        pulldown_cmark::Event::SoftBreak | pulldown_cmark::Event::HardBreak => Some(" ".to_owned()),
        _ => None,
    });
    let words = crate::text::html::plain(&html.collect::<String>());
    if words.trim().is_empty() { text } else { words }
}
