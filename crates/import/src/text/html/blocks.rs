//! Elements that stand between paragraphs.

use std::rc::Rc;

use htmd::element_handler::{HandlerResult, Handlers};
use htmd::{Element, Node};

use super::document::{attribute, children, outermost, tag, words};
use super::embed::embed;
use super::inline::{line, longest_run, one_line, picture_address, picture_line};

fn block(content: &str) -> HandlerResult {
    format!("\n\n{}\n\n", content.trim_matches('\n')).into()
}

/// The value of an attribute of a directive, without the quotes around it.
pub(super) fn attribute_text(text: &str) -> String {
    one_line(text).replace('\\', "\\\\").replace('"', "\\\"")
}

/// A directive with content. Directives within it have fewer colons.
pub(super) fn directive(name: &str, label: &str, content: &str) -> String {
    let colons = |line: &str| {
        let line = line.trim_start_matches([' ', '>', '-']);
        line.len() - line.trim_start_matches(':').len()
    };
    let inner = content.lines().map(colons).max().unwrap_or(0);
    let fence = ":".repeat(3.max(if inner < 3 { 3 } else { inner + 1 }));
    let label = if label.is_empty() { String::new() } else { format!("[{label}]") };
    format!("{fence}{name}{label}\n{}\n{fence}", content.trim_matches('\n'))
}

pub(super) fn heading(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let level = element.tag.get(1..).and_then(|level| level.parse().ok()).unwrap_or(2);
    let content = handlers.walk_children(element.node).content;
    // A block within a heading, such as a figure, follows it.
    let (mut title, mut blocks) = (Vec::new(), Vec::new());
    for part in content.split("\n\n").filter(|part| !part.trim().is_empty()) {
        if part.trim_start().starts_with("::") { blocks.push(part.to_owned()) } else { title.push(one_line(part)) }
    }
    if !title.is_empty() {
        blocks.insert(0, format!("{} {}", "#".repeat(level), title.join(" ").trim_start_matches(['#', ' '])));
    }
    Some(block(&blocks.join("\n\n")))
}

pub(super) fn code_block(_: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let code = words(element.node);
    let inner = outermost(element.node, "code");
    let classes = inner.first().unwrap_or(element.node);
    let classes = [attribute(classes, "class"), attribute(element.node, "class")];
    let mut names = classes.iter().flatten().flat_map(|classes| classes.split_whitespace());
    let language = names.find_map(|class| class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-")));
    let fence = "`".repeat(3.max(longest_run(&code, '`') + 1));
    Some(block(&format!("{fence}{}\n{}\n{fence}", language.unwrap_or_default(), code.trim_matches('\n'))))
}

/// A figure: its pictures, table, quote or frame, with the caption.
pub(super) fn figure(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let captions = outermost(element.node, "figcaption");
    let own = captions.iter().rfind(|caption| is_own_caption(caption, element.node));
    let caption = own.map(|caption| line(handlers, caption)).unwrap_or_default();
    let pictures = outermost(element.node, "img");
    let tables = outermost(element.node, "table");
    let inner_figures = outermost(element.node, "figure");
    let has_inner_figures = !inner_figures.is_empty();
    if let (false, [only]) = (has_inner_figures, tables.as_slice()) {
        let content = handlers.handle(only)?.content;
        let has_caption = caption.is_empty() || content.trim_start().starts_with("::");
        return Some(block(&if has_caption { content } else { directive("table", &caption, &content) }));
    }
    if !has_inner_figures && !pictures.is_empty() {
        return Some(block(&figures(&pictures, &caption)));
    }
    let parts = if has_inner_figures { inner_figures } else { children(element.node) };
    let content: Vec<String> = parts
        .iter()
        .filter(|child| tag(child) != "figcaption")
        .filter_map(|child| Some(handlers.handle(child)?.content.trim_matches('\n').to_owned()))
        .filter(|content| !content.trim().is_empty())
        .chain((!caption.is_empty()).then_some(caption))
        .collect();
    Some(block(&content.join("\n\n")))
}

/// Whether no other figure stands between a figure and the caption.
fn is_own_caption(caption: &Rc<Node>, figure: &Node) -> bool {
    let inner = outermost(figure, "figure");
    !inner.iter().any(|inner| outermost(inner, "figcaption").iter().any(|other| Rc::ptr_eq(other, caption)))
}

/// Pictures one after another; the last has the caption.
fn figures(pictures: &[Rc<Node>], caption: &str) -> String {
    let last = pictures.len().saturating_sub(1);
    let figure = |(index, picture): (usize, &Rc<Node>)| {
        let address = picture_address(picture)?;
        let alt = attribute(picture, "alt").unwrap_or_default();
        Some(markdown_of(&address, &alt, if index == last { caption } else { "" }))
    };
    pictures.iter().enumerate().filter_map(figure).collect::<Vec<_>>().join("\n\n")
}

/// A picture with a caption in Markdown, or a plain picture if there is none.
fn markdown_of(address: &str, alt: &str, caption: &str) -> String {
    if caption.is_empty() {
        return picture_line(address, alt);
    }
    format!("::figure[{caption}]{{src=\"{}\" alt=\"{}\"}}", attribute_text(address), attribute_text(alt))
}

pub(super) fn details(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let summary = outermost(element.node, "summary");
    let label = summary.first().map(|summary| line(handlers, summary)).unwrap_or_default();
    if let Some(summary) = summary.first() {
        // Its words are the label now.
        summary.children.borrow_mut().clear();
    }
    let content = handlers.walk_children(element.node).content;
    Some(block(&directive("details", &label, content.trim())))
}

/// Terms, each with its definitions below it.
pub(super) fn definition_list(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let mut list = String::new();
    for part in parts_of_definition_list(element.node) {
        let content = handlers.walk_children(&part).content;
        if tag(&part) == "dt" {
            list.push_str(if list.ends_with('\n') { "\n" } else { "" });
            list.push_str(&one_line(&content));
        } else {
            list.push_str(": ");
            list.push_str(&content.trim().replace('\n', "\n  "));
        }
        list.push('\n');
    }
    Some(block(&list))
}

fn parts_of_definition_list(list: &Node) -> Vec<Rc<Node>> {
    let parts = |child: Rc<Node>| match tag(&child) {
        "dt" | "dd" => vec![child],
        "div" => parts_of_definition_list(&child),
        _ => Vec::new(),
    };
    children(list).into_iter().flat_map(parts).collect()
}

/// The address of an embedded frame, or nothing.
pub(super) fn address(node: &Node) -> String {
    let sources = outermost(node, "source");
    let own =
        ["src", "data", "data-src"].iter().find_map(|name| attribute(node, name).filter(|value| !value.is_empty()));
    let address = own.or_else(|| sources.first().and_then(|source| attribute(source, "src"))).unwrap_or_default();
    if address.starts_with("about:") { String::new() } else { address }
}

pub(super) fn embedded(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let address = address(element.node);
    if address.is_empty() {
        return Some(handlers.walk_children(element.node));
    }
    let title = attribute(element.node, "title").unwrap_or_default();
    Some(block(&embed(&address, &title)))
}
