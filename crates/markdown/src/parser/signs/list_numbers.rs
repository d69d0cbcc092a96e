//! Reports the numbers of lists that the page changes: a list is counted from its first number, so that a date or a value at the start of a
//! line, `15. February` below `1. January`, becomes `2.`

use wellpress_diagnostics::{Diagnostic, Source, Span, rules};

use crate::body::{Body, Element, NodeKind};

/// One finding for each list whose numbers follow neither each other nor the first one.
pub(in crate::parser) fn report(source: &Source, body: &Body, findings: &mut Vec<Diagnostic>) {
    let mut lists: Vec<NumberedItems> = Vec::new();
    for node in body.nodes.iter() {
        match node.kind {
            NodeKind::Start(Element::NumberedList(first)) => lists.push(NumberedItems::new(Some(first))),
            NodeKind::Start(Element::BulletList) => lists.push(NumberedItems::new(None)),
            NodeKind::End(Element::NumberedList(_) | Element::BulletList) => drop(lists.pop()),
            NodeKind::Start(Element::ListItem) => {
                if let Some(list) = lists.last_mut() {
                    findings.extend(list.item(source, node.span));
                }
            }
            _ => {}
        }
    }
}

/// The items of a list so far.
struct NumberedItems {
    /// The number with which the list begins; `None` for a list without numbers, and once a finding is made.
    first: Option<u32>,
    count: u32,
    /// Whether all numbers are the same: Markdown counts for the author.
    is_uncounted: bool,
}

impl NumberedItems {
    fn new(first: Option<u32>) -> Self {
        Self { first, count: 0, is_uncounted: false }
    }

    fn item(&mut self, source: &Source, span: Span) -> Option<Diagnostic> {
        let first = self.first?;
        let digits = source.text.get(span.range())?.split(|c: char| !c.is_ascii_digit()).next()?;
        let (written, shown) = (digits.parse::<u32>().ok()?, first + self.count);
        self.count += 1;
        self.is_uncounted |= self.count == 2 && written == first;
        if written == shown || (self.is_uncounted && written == first) {
            return None;
        }
        self.first = None;
        let place = Span::new(span.start as usize..span.start as usize + digits.len() + 1);
        let message = format!(
            "this item is numbered `{written}` and shown as {shown}, because a list counts from its first number"
        );
        let help = "write a backslash before the dot if no list is meant, and else the number that is shown";
        Some(Diagnostic::new(&rules::MARKDOWN_MISREAD, source.locate(place), message).help(help))
    }
}
