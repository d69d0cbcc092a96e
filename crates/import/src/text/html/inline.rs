//! Elements within a line of text.

use htmd::element_handler::{HandlerResult, Handlers};
use htmd::{Element, Node};

use super::characters::{BREAK, CLOSE_EMPHASIS, CLOSE_STRONG, OPEN_EMPHASIS, OPEN_STRONG, mask, split_edges};
use super::document::{attribute, is_within, outermost, words};

/// Elements that wellpress takes in Markdown.
pub(super) const KEPT: [&str; 12] =
    ["sup", "sub", "u", "mark", "kbd", "abbr", "dfn", "small", "cite", "q", "del", "ins"];

/// The content of an element as one line of Markdown.
pub(super) fn line(handlers: &dyn Handlers, node: &std::rc::Rc<Node>) -> String {
    one_line(&handlers.walk_children(node).content)
}

pub(super) fn one_line(content: &str) -> String {
    content.replace(BREAK, " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn transparent(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    Some(handlers.walk_children(element.node))
}

pub(super) fn line_break(_: &dyn Handlers, _: Element<'_>) -> Option<HandlerResult> {
    Some(format!("{BREAK}\n").into())
}

/// Emphasis within each paragraph of the content, with the blanks at its ends outside.
pub(super) fn emphasis(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let content = handlers.walk_children(element.node).content;
    let (same, open, close) = match element.tag {
        "b" | "strong" => (["b", "strong"], OPEN_STRONG, CLOSE_STRONG),
        _ => (["i", "em"], OPEN_EMPHASIS, CLOSE_EMPHASIS),
    };
    if is_within(element.node, &same)
        || is_within(element.node, &["h1", "h2", "h3", "h4", "h5", "h6"]) && open == OPEN_STRONG
    {
        return Some(content.into());
    }
    let emphasised = |paragraph: &str| {
        let (before, inner, after) = split_edges(paragraph);
        if inner.is_empty() || inner.starts_with(['#', '|', '-', '>']) || inner.starts_with("::") {
            return paragraph.to_owned();
        }
        format!("{before}{open}{inner}{close}{after}")
    };
    Some(content.split("\n\n").map(emphasised).collect::<Vec<_>>().join("\n\n").into())
}

/// An element that stays, without its attributes.
pub(super) fn kept(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let content = handlers.walk_children(element.node).content;
    if content.trim().is_empty() || content.contains("\n\n") {
        return Some(content.into());
    }
    let title = attribute(element.node, "title").filter(|_| matches!(element.tag, "abbr" | "dfn"));
    let title = title.map(|title| format!(" title=\"{}\"", title.replace('&', "&amp;").replace('"', "&quot;")));
    let tag = element.tag;
    let (before, words, after) = split_edges(&content);
    Some(format!("{before}<{tag}{}>{words}</{tag}>{after}", title.unwrap_or_default()).into())
}

pub(super) fn link(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let content = handlers.walk_children(element.node).content;
    let href = attribute(element.node, "href").filter(|href| !href.is_empty());
    let Some(href) = href.filter(|href| !is_active(href)) else { return Some(content.into()) };
    if content.trim().is_empty() {
        return None;
    }
    if content.contains("\n\n") {
        return Some(link_around_blocks(&content, &href).into());
    }
    let (before, words, after) = split_edges(&content);
    let title = attribute(element.node, "title").map(|title| one_line(&title)).filter(|title| !title.is_empty());
    let title = title.map(|title| format!(" \"{}\"", title.replace('\\', "\\\\").replace('"', "\\\"")));
    Some(format!("{before}[{words}]({}{}){after}", destination(&href), title.unwrap_or_default()).into())
}

/// Whether an address would run something.
fn is_active(href: &str) -> bool {
    let scheme: String = href.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(11).collect();
    ["javascript:", "vbscript:", "data:"].iter().any(|active| scheme.to_ascii_lowercase().starts_with(active))
}

/// Markdown has no link around blocks: their lines of text become links, the others stay.
fn link_around_blocks(content: &str, href: &str) -> String {
    let linked = |block: &str| {
        let words = block.trim_start_matches('#').trim();
        let is_text = !words.is_empty() && !words.starts_with(['-', '>', '|', ':', '`']) && !words.contains("](");
        let marks = block.get(..block.len() - block.trim_start_matches('#').len()).unwrap_or_default();
        let blank = if marks.is_empty() { "" } else { " " };
        if is_text { format!("{marks}{blank}[{}]({})", one_line(words), destination(href)) } else { block.to_owned() }
    };
    let blocks: Vec<_> = content.split("\n\n").map(|block| linked(block.trim_matches('\n'))).collect();
    format!("\n\n{}\n\n", blocks.join("\n\n").trim_matches('\n'))
}

/// An address between the parentheses of a link.
pub(super) fn destination(address: &str) -> String {
    let address: String = address.chars().filter(|c| !c.is_control()).collect();
    if address.contains([' ', '(', ')', '<', '>']) {
        return format!("<{}>", address.replace('<', "%3C").replace('>', "%3E"));
    }
    address
}

pub(super) fn picture(_: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let address = picture_address(element.node)?;
    Some(picture_line(&address, &attribute(element.node, "alt").unwrap_or_default()).into())
}

/// A picture in Markdown, with plain text for its alternative text.
pub(super) fn picture_line(address: &str, alt: &str) -> String {
    format!("![{}]({})", mask(&one_line(alt), false), destination(address))
}

/// The address of a picture. Scripts that load pictures late put it into another attribute.
pub(super) fn picture_address(node: &Node) -> Option<String> {
    let address = |name| attribute(node, name).filter(|address| !address.is_empty() && !address.starts_with("data:"));
    address("src").or_else(|| address("data-src")).or_else(|| address("data-lazy-src"))
}

/// The formula in TeX that a MathML element brings along.
pub(super) fn tex(node: &Node) -> Option<String> {
    let annotations = outermost(node, "annotation");
    let is_tex =
        |node: &Node| attribute(node, "encoding").is_some_and(|encoding| encoding.to_lowercase().contains("tex"));
    annotations.iter().find(|node| is_tex(node)).map(|node| one_line(&words(node))).filter(|tex| !tex.is_empty())
}

pub(super) fn math(_: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let Some(tex) = tex(element.node) else { return Some(mask(&one_line(&words(element.node)), false).into()) };
    let is_block = attribute(element.node, "display").is_some_and(|display| display == "block");
    Some(if is_block { format!("$${tex}$$") } else { format!("${tex}$") }.into())
}

pub(super) fn code(_: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let code = one_line(&words(element.node));
    if code.is_empty() {
        return None;
    }
    let fence = "`".repeat(longest_run(&code, '`') + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    Some(format!("{fence}{pad}{code}{pad}{fence}").into())
}

/// The length of the longest row of one character.
pub(super) fn longest_run(text: &str, mark: char) -> usize {
    text.split(|c| c != mark).map(str::len).max().unwrap_or(0)
}
