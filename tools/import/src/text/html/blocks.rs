//! Elements that stand between paragraphs. A frame of another site becomes a link with a title if it shows a video, and a plain link
//! otherwise: pages of wellpress load nothing of others.

use std::rc::Rc;

use htmd::element_handler::{HandlerResult, Handlers};
use htmd::{Element, Node};
use url::Url;

use crate::text::{self, has_word, html_callouts};

use super::characters::{escape_each, hide, mask};
use super::document::{attribute, children, outermost, tag, words};
use super::inline::{destination, line, longest_run, one_line, picture_address, without_element};

/// No table that people read is wider, and a number in an attribute is no reason to make one.
const MOST_COLUMNS: usize = 100;

/// Hosts whose pages show a video; a subdomain counts.
const VIDEO_HOSTS: [&str; 5] = ["youtube.com", "youtube-nocookie.com", "youtu.be", "vimeo.com", "dailymotion.com"];

pub(super) fn block(content: &str) -> HandlerResult {
    format!("\n\n{}\n\n", content.trim_matches('\n')).into()
}

pub(super) fn heading(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let level = element.tag.get(1..)?.parse().ok()?;
    let title = without_element(&line(handlers, element.node), "strong");
    (!title.is_empty()).then(|| block(&format!("{} {title}", "#".repeat(level))))
}

pub(super) fn code_block(_: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let code = words(element.node);
    let inner = outermost(element.node, &["code"]);
    let classes = inner.iter().chain([element.node]).filter_map(|node| attribute(node, "class"));
    let classes = classes.collect::<Vec<_>>().join(" ");
    let language = classes.split_whitespace().find_map(|class| class.strip_prefix("language-"));
    let fence = "`".repeat(3.max(longest_run(&code, '`') + 1));
    // A backslash or a tag would be taken for a break or emphasis of the text.
    let code: String = code.chars().map(|c| if matches!(c, '\\' | '<') { hide(c) } else { c }).collect();
    Some(block(&format!("{fence}{}\n{}\n{fence}", language.unwrap_or_default(), code.trim_matches('\n'))))
}

/// A figure: its pictures, tables and inner figures, or else all it has. The last part gets the caption.
pub(super) fn figure(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let (captions, mut parts): (Vec<_>, Vec<_>) = outermost(element.node, &["figcaption", "figure", "table", "img"])
        .into_iter()
        .partition(|node| is_caption(node));
    if parts.is_empty() {
        parts = children(element.node).into_iter().filter(|child| !is_caption(child)).collect();
    }
    let caption = captions.last().map(|caption| line(handlers, caption)).unwrap_or_default();
    let last = parts.len().saturating_sub(1);
    let captions = (0..parts.len()).map(|index| if index == last { caption.as_str() } else { "" });
    let blocks = parts.iter().zip(captions).filter_map(|(part, caption)| captioned(handlers, part, caption));
    let blocks: Vec<_> = blocks.filter(|content| !content.is_empty()).collect();
    Some(block(&blocks.join("\n\n")))
}

fn is_caption(node: &Node) -> bool {
    tag(node) == "figcaption"
}

fn captioned(handlers: &dyn Handlers, part: &Rc<Node>, caption: &str) -> Option<String> {
    let markdown = match tag(part) {
        "img" if !caption.is_empty() => {
            text::figure(&picture_address(part)?, &attribute(part, "alt").unwrap_or_default(), caption)
        }
        "table" if !caption.is_empty() => text::block("table", caption, &handlers.handle(part)?.content),
        _ => format!("{}\n\n{caption}", handlers.handle(part)?.content.trim_end()),
    };
    Some(markdown.trim().to_owned())
}

pub(super) fn details(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let summaries = outermost(element.node, &["summary"]);
    let label = summaries.first().map(|summary| line(handlers, summary)).unwrap_or_default();
    Some(block(&text::block("details", &label, handlers.walk_children(element.node).content.trim())))
}

/// An element that its class makes a callout. In a cell, a heading or a link, it is words.
pub(super) fn callout(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let kind = attribute(element.node, "class").as_deref().and_then(html_callouts::kind_of);
    let Some(kind) = kind.filter(|_| !is_among_words(element.node)) else { return handlers.fallback(element) };
    let content = match element.tag {
        "ul" | "ol" => handlers.fallback(element)?.content,
        _ => handlers.walk_children(element.node).content,
    };
    Some(if content.trim().is_empty() { content.into() } else { block(&text::block(kind, "", content.trim())) })
}

/// Whether a node stands in a cell, a heading or a link, which can hold no block.
fn is_among_words(node: &Node) -> bool {
    const WORDS: &str = "td th h1 h2 h3 h4 h5 h6 summary dt caption figcaption a";
    let parent = node.parent.take();
    node.parent.set(parent.clone());
    parent
        .and_then(|parent| parent.upgrade())
        .is_some_and(|parent| has_word(WORDS, tag(&parent)) || is_among_words(&parent))
}

/// Terms, each with its definitions below it.
pub(super) fn definition_list(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let mut list = String::new();
    for part in outermost(element.node, &["dt", "dd"]) {
        if tag(&part) == "dt" {
            let blank = if list.contains('\n') { "\n" } else { "" };
            list.push_str(&format!("{blank}{}\n", line(handlers, &part)));
        } else {
            list.push_str(&format!(": {}\n", handlers.walk_children(&part).content.trim().replace('\n', "\n  ")));
        }
    }
    Some(block(&list))
}

/// The address of an embedded frame.
pub(super) fn address(node: &Node) -> Option<String> {
    let mut sources = vec![attribute(node, "src"), attribute(node, "data"), attribute(node, "data-src")];
    sources.extend(outermost(node, &["source"]).iter().map(|source| attribute(source, "src")));
    sources.into_iter().flatten().find(|address| !address.is_empty() && !address.starts_with("about:"))
}

pub(super) fn embedded(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let Some(address) = address(element.node) else { return Some(handlers.walk_children(element.node)) };
    let title = one_line(&attribute(element.node, "title").unwrap_or_default());
    Some(block(&embed(&address, &title)))
}

fn embed(address: &str, title: &str) -> String {
    let address = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
    let url = Url::parse(&address).ok();
    if url.as_ref().is_some_and(|url| !matches!(url.scheme(), "http" | "https")) {
        return mask(title);
    }
    let host = url.as_ref().and_then(Url::host_str).unwrap_or(&address).trim_start_matches("www.");
    let is_video = VIDEO_HOSTS.iter().any(|known| host == *known || host.ends_with(&format!(".{known}")));
    if let Some(url) = url.as_ref().filter(|_| is_video) {
        return text::video(&watch_address(url, host), title);
    }
    format!("[{}]({})", mask(if title.is_empty() { host } else { title }), destination(&address))
}

/// The address of the page that shows a video, for that of its player.
fn watch_address(url: &Url, host: &str) -> String {
    let parts: Vec<&str> = url.path_segments().into_iter().flatten().filter(|part| !part.is_empty()).collect();
    match (host, parts.as_slice()) {
        ("player.vimeo.com", ["video", id]) => format!("https://vimeo.com/{id}"),
        ("youtu.be", [id]) | (_, ["embed" | "v" | "shorts", id]) if host.starts_with("youtu") => {
            format!("https://www.youtube.com/watch?v={id}")
        }
        _ => url.as_str().replacen("http://", "https://", 1),
    }
}

/// Whether the table only arranges blocks on the page: a table, a heading or code stands in a cell, or there is one cell.
pub(super) fn is_layout(table: &Node) -> bool {
    const BLOCKS: [&str; 10] = ["table", "pre", "h1", "h2", "h3", "h4", "figure", "iframe", "details", "form"];
    let rows = outermost(table, &["tr"]);
    let cells = rows.iter().map(|row| cells(row).len()).sum::<usize>();
    cells <= 1 || rows.iter().any(|row| !outermost(row, &BLOCKS).is_empty())
}

/// Whether a cell is over several columns. The words of one over several rows stand in each.
pub(super) fn has_merged_cells(table: &Node) -> bool {
    outermost(table, &["tr"]).iter().flat_map(|row| cells(row)).any(|cell| span(&cell, "colspan") > 1)
}

fn cells(row: &Node) -> Vec<Rc<Node>> {
    children(row).into_iter().filter(|child| matches!(tag(child), "td" | "th")).collect()
}

fn span(cell: &Node, name: &str) -> usize {
    attribute(cell, name).and_then(|number| number.parse().ok()).unwrap_or(1).clamp(1, MOST_COLUMNS)
}

/// A table with a header row; the header is empty if the table has none. Cells that others span from above have
/// their words, and those at their side are empty.
pub(super) fn table(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let rows = outermost(element.node, &["tr"]);
    if is_layout(element.node) {
        let cells = rows.iter().flat_map(|row| cells(row));
        let blocks = cells.map(|cell| handlers.walk_children(&cell).content.trim().to_owned());
        let blocks: Vec<_> = blocks.filter(|content| !content.is_empty()).collect();
        return Some(block(&blocks.join("\n\n")));
    }
    let mut grid = grid(handlers, &rows);
    let columns = grid.iter().map(Vec::len).max()?;
    let has_header = rows.first().is_some_and(|row| cells(row).iter().all(|cell| tag(cell) == "th"))
        || !outermost(element.node, &["thead"]).is_empty();
    if !has_header {
        grid.insert(0, Vec::new());
    }
    grid.iter_mut().for_each(|row| row.resize(columns, String::new()));
    let captions = outermost(element.node, &["caption"]);
    let caption = captions.first().map(|caption| line(handlers, caption)).filter(|caption| !caption.is_empty());
    let table = text::table::of_bars(&grid, &vec![text::table::rule(false, false); columns]);
    Some(block(&caption.map_or_else(|| table.clone(), |caption| text::block("table", &caption, &table))))
}

fn grid(handlers: &dyn Handlers, rows: &[Rc<Node>]) -> Vec<Vec<String>> {
    // How many further rows the cell above spans, and its words, by column.
    let mut spanned = vec![(0, String::new()); MOST_COLUMNS];
    let mut grid = Vec::new();
    for row in rows {
        let (mut line, mut cells) = (Vec::new(), cells(row).into_iter());
        while let Some((rows, words)) = spanned.get_mut(line.len()) {
            if *rows > 0 {
                *rows -= 1;
                line.push(words.clone());
                continue;
            }
            let Some(cell) = cells.next() else { break };
            let end = MOST_COLUMNS.min(line.len() + span(&cell, "colspan"));
            let words = cell_text(handlers, &cell);
            let columns = spanned.iter_mut().take(end).skip(line.len());
            columns.for_each(|column| *column = (span(&cell, "rowspan") - 1, String::new()));
            spanned[line.len()].1.clone_from(&words);
            line.push(words);
            line.resize(end, String::new());
        }
        grid.push(line);
    }
    grid
}

/// The content of a cell in one line.
fn cell_text(handlers: &dyn Handlers, cell: &Rc<Node>) -> String {
    let content = handlers.walk_children(cell).content.replace("\\\n", "\n");
    let lines = content.lines().map(str::trim).filter(|line| !line.is_empty());
    escape_each(&lines.collect::<Vec<_>>().join("<br>"), '|')
}
