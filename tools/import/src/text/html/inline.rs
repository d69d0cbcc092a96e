//! Elements within a line of text.

use std::rc::Rc;

use htmd::element_handler::{HandlerResult, Handlers};
use htmd::{Element, Node};

use wellpress_foundation::text;

use super::characters::{hide, mask};
use super::document::{attribute, outermost, script_of, words};

/// Elements that become Markdown with the same meaning, or that wellpress takes in Markdown.
pub(super) const KEPT: [&str; 15] =
    ["b", "strong", "i", "em", "sup", "sub", "u", "mark", "kbd", "abbr", "dfn", "small", "cite", "q", "ins"];

/// The content of an element as one line of Markdown.
pub(super) fn line(handlers: &dyn Handlers, node: &Rc<Node>) -> String {
    one_line(&handlers.walk_children(node).content)
}

pub(super) fn one_line(content: &str) -> String {
    text::one_line(&content.replace("\\\n", " "))
}

/// Divides a text into blanks, breaks and marks of a heading, its words, and blanks and breaks again.
fn split_edges(text: &str) -> (&str, &str, &str) {
    let words = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\\' | '#'));
    let inner = words.trim_end_matches(|c: char| c.is_whitespace() || c == '\\');
    let leading_signs = text.strip_suffix(words).unwrap_or_default();
    (leading_signs, inner, words.strip_prefix(inner).unwrap_or_default())
}

/// An element that stays, without its attributes. Emphasis gets its asterisks when the text around it is finished.
pub(super) fn kept(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let name = match element.tag {
        "b" => "strong",
        "i" => "em",
        name => name,
    };
    let mut content = handlers.walk_children(element.node).content;
    if matches!(name, "strong" | "em") {
        content = without_element(&content, name);
    }
    if content.trim().is_empty() || content.contains("\n\n") {
        return Some(content.into());
    }
    if !matches!(name, "sup" | "sub") {
        content = in_script(content, element.node);
    }
    let title = attribute(element.node, "title").filter(|_| matches!(name, "abbr" | "dfn"));
    let title = title.map(|title| format!(" title=\"{}\"", title.replace('&', "&amp;").replace('"', "&quot;")));
    let (before, words, after) = split_edges(&content);
    Some(format!("{before}<{name}{}>{words}</{name}>{after}", title.unwrap_or_default()).into())
}

/// An element of which only the words stay. Its style can raise or lower them.
pub(super) fn words_only(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    Some(in_script(handlers.walk_children(element.node).content, element.node).into())
}

/// Elements whose words are parted by blanks from those beside them.
pub(super) const APART: [&str; 3] = ["button", "label", "option"];

/// The words of a button and the like, with blanks between them and those beside it.
pub(super) fn apart(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let content = handlers.walk_children(element.node).content;
    let is_words = !content.trim().is_empty() && !content.contains("\n\n");
    Some(if is_words { format!(" {} ", content.trim()).into() } else { content.into() })
}

/// A formula of MathML whose TeX is known.
pub(super) fn formula(_: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let tex = tex(element.node)?;
    let sign = if attribute(element.node, "display").is_some_and(|display| display == "block") { "$$" } else { "$" };
    Some(format!("{sign}{tex}{sign}").chars().map(hide).collect::<String>().into())
}

/// The TeX that a formula of MathML has beside it, in one line.
pub(super) fn tex(formula: &Node) -> Option<String> {
    let annotations = outermost(formula, &["annotation"]);
    let is_tex =
        |node: &&Rc<Node>| attribute(node, "encoding").is_some_and(|name| name.to_lowercase().ends_with("tex"));
    let tex = annotations.iter().find(is_tex).map(|node| words(node)).or_else(|| attribute(formula, "alttext"))?;
    // A bar would end a cell.
    let tex = one_line(&tex).replace("\\|", "\\Vert ").replace('|', "\\vert ");
    Some(tex).filter(|tex| !tex.is_empty() && !tex.contains('$'))
}

/// Words in the element that the style around them stands for.
fn in_script(content: String, node: &Node) -> String {
    let Some(name) = script_of(node) else { return content };
    let (before, words, after) = split_edges(&content);
    if words.is_empty() || words.contains("\n\n") || words.starts_with("<sup>") || words.starts_with("<sub>") {
        return content;
    }
    format!("{before}<{name}>{words}</{name}>{after}")
}

/// Takes the tags of an element out of Markdown.
pub(super) fn without_element(content: &str, name: &str) -> String {
    content.replace(&format!("<{name}>"), "").replace(&format!("</{name}>"), "")
}

/// A link. Markdown has none around blocks, so of several the first one gets it.
pub(super) fn link(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let content = in_script(handlers.walk_children(element.node).content, element.node);
    let href = attribute(element.node, "href").filter(|href| !href.is_empty() && !is_active(href));
    let (before, words, after) = split_edges(&content);
    let (words, more) = words.split_at(words.find("\n\n").unwrap_or(words.len()));
    let Some(href) = href.filter(|_| !words.starts_with([':', '|', '-', '>'])) else { return Some(content.into()) };
    if words.is_empty() {
        return None;
    }
    Some(format!("{before}[{words}]({}){more}{after}", destination(&href)).into())
}

/// Whether an address would run something.
fn is_active(href: &str) -> bool {
    let scheme: String = href.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(11).collect();
    ["javascript:", "vbscript:", "data:"].iter().any(|active| scheme.to_ascii_lowercase().starts_with(active))
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
    let alt = attribute(element.node, "alt").unwrap_or_default();
    Some(format!("![{}]({})", mask(&one_line(&alt)), destination(&picture_address(element.node)?)).into())
}

/// The address of a picture. Scripts that load pictures late put it into another attribute.
pub(super) fn picture_address(node: &Node) -> Option<String> {
    let addresses = ["src", "data-src", "data-lazy-src"].into_iter().filter_map(|name| attribute(node, name));
    addresses.into_iter().find(|address| !address.is_empty() && !address.starts_with("data:"))
}

pub(super) fn code(_: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let code = one_line(&words(element.node));
    if code.is_empty() {
        return None;
    }
    let fence = "`".repeat(longest_run(&code, '`') + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    let code: String = code.chars().map(hide).collect();
    Some(format!("{fence}{pad}{code}{pad}{fence}").into())
}

/// The length of the longest row of one character.
pub(super) fn longest_run(text: &str, mark: char) -> usize {
    text.split(|c| c != mark).map(str::len).max().unwrap_or(0)
}
