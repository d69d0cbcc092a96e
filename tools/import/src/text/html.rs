//! HTML as Markdown. The crate `htmd` walks the document; this module prepares the document for it, and has the elements that
//! wellpress writes in its own way.

mod blocks;
mod characters;
mod document;
mod inline;
mod nesting;
pub(crate) mod outline;

use std::rc::Rc;

use htmd::options::{BrStyle, BulletListMarker, Options};
use htmd::{HtmlToMarkdown, Node};

use crate::log::ImportLog;
use crate::text;

pub(crate) use document::{hides, hides_class, script, strikes};

/// Elements whose content is no text of the page, or that the element around them reads.
const DROPPED: [&str; 17] = [
    "script", "style", "noscript", "template", "head", "input", "textarea", "datalist", "canvas", "svg", "link",
    "meta", "source", "track", "map", "summary", "caption",
];

/// Translates HTML, whole or a fragment, to Markdown of wellpress. `file` names the source for the log.
pub(crate) fn to_markdown(html: &str, file: &str, log: &mut ImportLog) -> String {
    let html = html.replace(characters::is_reserved, "");
    let Some(tree) = parse(&html) else {
        log.left("HTML nested too deeply", file, "the page, of which only the words are here");
        return escape(&words(&html));
    };
    document::prepare(&tree, false, file, log);
    characters::restore(&CONVERTER.with(|converter| converter.tree_to_markdown(&tree)))
}

/// The words of inline HTML, such as a title, in one line. Struck words are none of them, and a power of ten stays one.
pub(crate) fn plain(html: &str) -> String {
    let tree = parse(html).or_else(|| parse(&nesting::without_tags(html)));
    let words = tree.map(|tree| document::plain_words(&tree)).unwrap_or_default();
    let blocks = words.split(document::BLOCK_EDGE).map(inline::one_line).filter(|block| !block.is_empty());
    // `5` and `10 mg` in two paragraphs are not `5 10 mg`.
    text::joined(blocks, ";")
}

/// Plain text as Markdown.
pub(crate) fn escape(text: &str) -> String {
    let lines = text.replace(characters::is_reserved, "");
    let lines: Vec<_> = lines.lines().map(|line| characters::mask(line.trim_start())).collect();
    characters::restore(&lines.join("\n"))
}

/// The document, unless it is nested too deeply to be worked on.
fn parse(html: &str) -> Option<Rc<Node>> {
    if nesting::has_too_many_open_tags(html) {
        return None;
    }
    let tree = CONVERTER.with(|converter| converter.html_to_tree(html).ok());
    tree.filter(|tree| !nesting::has_levels(tree, nesting::MOST_LEVELS))
}

/// The text of HTML, also of one that is nested too deeply.
fn words(html: &str) -> String {
    let tree = parse(html).or_else(|| parse(&nesting::without_tags(html)));
    tree.map(|tree| document::words(&tree)).unwrap_or_default()
}

thread_local! {
    /// Made once, since a page can have thousands of pictures in HTML.
    static CONVERTER: HtmlToMarkdown = converter();
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
        .add_handler(inline::KEPT.to_vec(), inline::kept)
        .add_handler(vec!["span", "font", "big", "del", "s", "strike"], inline::words_only)
        .add_handler(inline::APART.to_vec(), inline::apart)
        .add_handler(vec!["math"], inline::formula)
        .add_handler(vec!["code", "tt", "samp"], inline::code)
        .add_handler(vec!["pre"], blocks::code_block)
        .add_handler(vec!["h1", "h2", "h3", "h4", "h5", "h6"], blocks::heading)
        .add_handler(vec!["figure"], blocks::figure)
        .add_handler(vec!["details"], blocks::details)
        .add_handler(vec!["dl"], blocks::definition_list)
        .add_handler(vec!["div", "p", "aside", "section", "ul", "ol", "blockquote"], blocks::callout)
        .add_handler(vec!["iframe", "embed", "object", "video", "audio"], blocks::embedded)
        .add_handler(vec!["table"], blocks::table)
        .build()
}

#[cfg(test)]
mod tests;
