//! Reports `:::list-table` blocks that hold something else than rows of cells: a list whose items are lists, all of one length.
//!
//! The renderer makes the rows of the lists, so that the cells can hold whatever an item of a list can, and keep their places.

use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Severity, Source, rules};

use crate::body::{Body, Element, NodeKind};
use crate::directives::DirectiveKind;

/// One finding for each mistake. They are errors: nobody knows what such a block would show.
pub(super) fn report(source: &Source, body: &Body, findings: &mut Vec<Diagnostic>) {
    // Few texts have any.
    if !body.directives.iter().any(|directive| directive.kind == DirectiveKind::ListTable) {
        return;
    }
    for (start, element, span) in body.nodes.starts() {
        let Element::Directive(directive) = element else { continue };
        if body.directives[directive].kind == DirectiveKind::ListTable {
            findings.extend(mistake(body, start).map(|mistake| {
                let span_of_mistake = mistake.place.map_or(span, |node| body.nodes.at(node).span);
                let finding = Diagnostic::new(&rules::TABLE_INVALID, source.locate(span_of_mistake), mistake.message);
                let help = "write each row as `* - first cell`, and below it `  - second cell`, and so on";
                Diagnostic { severity: Severity::Error, ..finding.help(help) }
            }));
        }
    }
}

struct Mistake {
    message: String,
    /// The node that is wrong; `None` for the block itself.
    place: Option<usize>,
}

/// The first mistake in the block that starts at a node.
fn mistake(body: &Body, block: usize) -> Option<Mistake> {
    let children: Vec<usize> = children(body, block).filter(|node| !is_label(body, *node)).collect();
    let [list] = children[..] else {
        let misplaced_node = children.iter().copied().find(|node| !is_list(body, *node)).or(children.get(1).copied());
        return Some(Mistake {
            message: "a list table holds one list, and nothing else".to_owned(),
            place: misplaced_node,
        });
    };
    if !is_list(body, list) {
        return Some(Mistake { message: "a list table holds a list".to_owned(), place: Some(list) });
    }
    let mut columns = None;
    self::children(body, list).find_map(|row| {
        let cells: Vec<usize> = self::children(body, row).collect();
        let [cells] = cells[..] else {
            let message = "this row of a list table is not one list of cells".to_owned();
            return Some(Mistake { message, place: Some(row) });
        };
        if !is_list(body, cells) {
            let message = "this row of a list table is no list of cells".to_owned();
            return Some(Mistake { message, place: Some(row) });
        }
        let count = self::children(body, cells).count();
        let expected = *columns.get_or_insert(count);
        (count != expected).then(|| Mistake {
            message: format!("this row has {count} cells, and the first has {expected}"),
            place: Some(row),
        })
    })
}

fn is_label(body: &Body, node: usize) -> bool {
    matches!(body.nodes.at(node).kind, NodeKind::Start(Element::Label))
}

fn is_list(body: &Body, node: usize) -> bool {
    matches!(body.nodes.at(node).kind, NodeKind::Start(Element::BulletList | Element::NumberedList(_)))
}

/// The nodes that begin directly inside an element. Text there is one of them.
fn children(body: &Body, element: usize) -> impl Iterator<Item = usize> + '_ {
    let Range { mut start, end } = element + 1..body.end_of(element);
    std::iter::from_fn(move || {
        let child = (start < end).then_some(start)?;
        start = match body.nodes.at(child).kind {
            NodeKind::Start(_) => body.end_of(child) + 1,
            _ => child + 1,
        };
        Some(child)
    })
}
