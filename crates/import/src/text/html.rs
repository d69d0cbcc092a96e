//! HTML as Markdown. The crate `htmd` walks the document; this module prepares the document for it, and has the elements that
//! wellpress writes in its own way.

mod blocks;
mod characters;
mod document;
mod embed;

mod inline;
mod nesting;
mod table;

use std::rc::Rc;

use htmd::options::{BrStyle, BulletListMarker, Options};
use htmd::{HtmlToMarkdown, Node};

use crate::log::ImportLog;

pub(crate) use embed::embed;

/// Elements whose content is no text of the page.
const DROPPED: [&str; 17] = [
    "script", "style", "noscript", "template", "head", "label", "input", "button", "select", "textarea", "datalist",
    "canvas", "link", "meta", "source", "track", "map",
];

/// Translates HTML, whole or a fragment, to Markdown of wellpress. `file` names the source for the log.
pub(crate) fn to_markdown(html: &str, file: &str, log: &mut ImportLog) -> String {
    let html = html.replace(characters::is_private, "");
    let Some(tree) = parse(&html) else {
        log.left("HTML nested too deeply", file, "the page, of which only the words are here");
        return escape(&without_tags(&html));
    };
    document::prepare(&tree, file, log);
    characters::restore(&converter().tree_to_markdown(&tree))
}

/// The words of inline HTML, such as a title, in one line.
pub(crate) fn plain(html: &str) -> String {
    let text = if !html.contains(['<', '&']) {
        html.to_owned()
    } else if let Some(tree) = parse(html) {
        document::words(&tree)
    } else {
        without_tags(html)
    };
    inline::one_line(&text)
}

/// Plain text as Markdown.
pub(crate) fn escape(text: &str) -> String {
    let lines = text.replace(characters::is_private, "");
    let lines: Vec<_> = lines.lines().map(|line| characters::mask(line.trim_start(), true)).collect();
    characters::restore(&lines.join("\n"))
}

/// The document, unless it is nested too deeply to be worked on.
fn parse(html: &str) -> Option<Rc<Node>> {
    let tree = if nesting::has_too_many_open_tags(html) { None } else { HtmlToMarkdown::new().html_to_tree(html).ok() };
    tree.filter(|tree| !nesting::is_too_deep(tree))
}

/// The text of HTML that is nested too deeply, with a line for each tag.
fn without_tags(html: &str) -> String {
    let text = nesting::without_tags(html).replace('<', "&lt;");
    parse(&text).map(|tree| document::words(&tree)).unwrap_or_default()
}

fn converter() -> HtmlToMarkdown {
    let options = Options {
        bullet_list_marker: BulletListMarker::Dash,
        ul_bullet_spacing: 1,
        ol_number_spacing: 1,
        br_style: BrStyle::Backslash,
        ..Options::default()
    };
    HtmlToMarkdown::builder()
        .options(options)
        .skip_tags(DROPPED.to_vec())
        .add_handler(vec!["a"], inline::link)
        .add_handler(vec!["img"], inline::picture)
        .add_handler(vec!["br"], inline::line_break)
        .add_handler(vec!["b", "strong", "i", "em"], inline::emphasis)
        .add_handler(inline::KEPT.to_vec(), inline::kept)
        .add_handler(vec!["span", "font"], inline::transparent)
        .add_handler(vec!["math"], inline::math)
        .add_handler(vec!["code", "tt", "samp"], inline::code)
        .add_handler(vec!["pre"], blocks::code_block)
        .add_handler(vec!["h1", "h2", "h3", "h4", "h5", "h6"], blocks::heading)
        .add_handler(vec!["figure"], blocks::figure)
        .add_handler(vec!["details"], blocks::details)
        .add_handler(vec!["dl"], blocks::definition_list)
        .add_handler(vec!["iframe", "embed", "object", "video", "audio"], blocks::embedded)
        .add_handler(vec!["table"], table::table)
        .build()
}

#[cfg(test)]
mod tests;
