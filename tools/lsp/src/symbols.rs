//! The outline of a text, what can be folded in it, and where its links lead.

use lsp_types::{DocumentLink, DocumentSymbol, FoldingRange, FoldingRangeKind, SymbolKind};

use wellpress_diagnostics::Span;
use wellpress_markdown::body::{Body, Element, LinkTarget, NodeKind};

use crate::entities::{Entity, Reader};
use crate::findings::Texts;
use crate::positions::{Encoding, Text};
use crate::site_view::TextFile;
use crate::uris;
use crate::yaml_lines;

/// The headings of a text as a tree, with the directives that show a record or have an id.
#[must_use]
#[expect(deprecated, reason = "the type has a field that must be set")]
pub fn outline(file: TextFile<'_>, text: &Text, encoding: Encoding) -> Vec<DocumentSymbol> {
    let end = text.as_str().len();
    let place = |span: Span| text.bytes_of(&file.source.locate(span));
    let symbol = |name: String, detail: Option<String>, kind, range, selection| DocumentSymbol {
        name,
        detail,
        kind,
        range: text.range(range, encoding),
        selection_range: text.range(selection, encoding),
        children: None,
        tags: None,
        deprecated: None,
    };
    let mut flat: Vec<(u8, usize, DocumentSymbol)> = Vec::new();
    let headings: Vec<_> = file.body.headings.iter().collect();
    for (at, heading) in headings.iter().enumerate() {
        let line = place(file.body.nodes.at(heading.node.index()).span);
        let next = headings[at + 1..].iter().find(|next| next.level <= heading.level);
        let until = next.map_or(end, |next| place(file.body.nodes.at(next.node.index()).span).start).max(line.end);
        let name = if heading.plain.is_empty() { heading.id.to_string() } else { heading.plain.to_string() };
        flat.push((
            heading.level,
            line.start,
            symbol(name, Some(format!("#{}", heading.id)), SymbolKind::STRING, line.start..until, line),
        ));
    }
    for directive in &file.body.directives {
        let line = place(directive.span);
        let id = directive.id.as_ref().map(|id| format!("#{}", id.value));
        let label = directive.label.as_ref().map(|label| label.value.clone());
        if (id.is_some() || label.is_some()) && !directive.kind.is_inline() {
            let name = format!("{} {}", directive.name, label.as_deref().or(id.as_deref()).unwrap_or_default());
            flat.push((7, line.start, symbol(name, id, SymbolKind::OBJECT, line.clone(), line)));
        }
    }
    flat.sort_by_key(|(_, start, _)| *start);
    tree(flat)
}

/// Puts each symbol below the nearest one before it with a smaller level.
fn tree(flat: Vec<(u8, usize, DocumentSymbol)>) -> Vec<DocumentSymbol> {
    let mut open: Vec<(u8, DocumentSymbol)> = Vec::new();
    let mut roots = Vec::new();
    let mut close = |open: &mut Vec<(u8, DocumentSymbol)>, level: u8| {
        while let Some((_, symbol)) = open.pop_if(|(above, _)| *above >= level) {
            match open.last_mut() {
                Some((_, parent)) => parent.children.get_or_insert_default().push(symbol),
                None => roots.push(symbol),
            }
        }
    };
    for (level, _, symbol) in flat {
        close(&mut open, level);
        open.push((level, symbol));
    }
    close(&mut open, 0);
    roots
}

/// The front matter, sections, directives, lists and blocks of a text that have several lines.
#[must_use]
pub fn folds(file: TextFile<'_>, text: &Text) -> Vec<FoldingRange> {
    let mut folds = Vec::new();
    let mut add = |start: usize, end: usize, kind| {
        if end > start {
            let line = |line: usize| u32::try_from(line).unwrap_or(u32::MAX);
            folds.push(FoldingRange { start_line: line(start), end_line: line(end), kind, ..FoldingRange::default() });
        }
    };
    if let Some(lines) = yaml_lines::front_matter_lines(text) {
        add(0, lines.end.min(text.line_count() - 1), Some(FoldingRangeKind::Region));
    }
    let line_of = |span: Span| file.source.locate(span).line as usize - 1;
    let headings: Vec<(u8, usize)> = file
        .body
        .headings
        .iter()
        .map(|heading| (heading.level, line_of(file.body.nodes.at(heading.node.index()).span)))
        .collect();
    for (at, (level, line)) in headings.iter().enumerate() {
        let next = headings[at + 1..].iter().find(|(next, _)| next <= level).map(|(_, line)| *line);
        let mut last = next.unwrap_or(text.line_count()).saturating_sub(1);
        while last > *line && text.line(last).trim().is_empty() {
            last -= 1;
        }
        add(*line, last, None);
    }
    for (start, end) in blocks(file.body) {
        let end = file.body.nodes.at(end).span;
        let last = line_of(Span { start: end.start.saturating_sub(1), end: end.start });
        add(line_of(file.body.nodes.at(start).span), last, None);
    }
    folds.sort_by_key(|fold| (fold.start_line, fold.end_line));
    folds.dedup();
    folds
}

/// The starts and ends of directives, lists, tables, code and quotes.
fn blocks(body: &Body) -> Vec<(usize, usize)> {
    let mut open = Vec::new();
    let mut blocks = Vec::new();
    for index in 0..body.nodes.len() {
        match body.nodes.at(index).kind {
            NodeKind::Start(_) => open.push(index),
            NodeKind::End(element) => {
                let Some(start) = open.pop() else { continue };
                let folds = matches!(
                    element,
                    Element::Directive(_)
                        | Element::BulletList
                        | Element::NumberedList(_)
                        | Element::Table(_)
                        | Element::CodeBlock(_)
                        | Element::BlockQuote
                );
                if folds {
                    blocks.push((start, index));
                }
            }
            _ => {}
        }
    }
    blocks
}

/// The links of a text to pages and to other sites, each with its target.
pub fn links(
    reader: Reader<'_>,
    file: TextFile<'_>,
    text: &Text,
    texts: &Texts<'_>,
    encoding: Encoding,
) -> Vec<DocumentLink> {
    let links = file.body.links.iter().filter_map(|link| {
        let target = match &link.target {
            LinkTarget::External(address) => address.parse().ok()?,
            LinkTarget::Path { path, .. } => {
                uris::uri_of(&texts.path(&reader.view.site.page(reader.linked(path)?).source.path))?
            }
            LinkTarget::Wiki { kind, id, .. } => {
                let page = reader.wiki(kind.as_deref(), id)?;
                uris::uri_of(&texts.path(&reader.view.site.page(page).source.path))?
            }
            _ => return None,
        };
        let range = text.range_of(&file.source.locate(link.span), encoding);
        Some(DocumentLink { range, target: Some(target), tooltip: None, data: None })
    });
    let shown = file.body.directives.iter().filter_map(|directive| {
        let id = directive.id.as_ref()?;
        let Entity::Page(page) = reader.of_id(crate::ids::of_directive(&directive.name)?, &id.value)? else {
            return None;
        };
        let target = uris::uri_of(&texts.path(&reader.view.site.page(page).source.path));
        Some(DocumentLink {
            range: text.range_of(&file.source.locate(id.span), encoding),
            target,
            tooltip: None,
            data: None,
        })
    });
    links.chain(shown).collect()
}
