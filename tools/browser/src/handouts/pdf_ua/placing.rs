//! Where words without a tag belong: beside the nearest words with one.
//!
//! Chromium gives no tags to what style sheets write, since it is in no element of the page: numbers of steps, the mark of a caution, the
//! label of a disclaimer, the address behind a link.

use std::collections::BTreeMap;

use lopdf::ObjectId;

use super::content::{Line, PageContent, Untagged};
use super::tree::{ContentId, Element, Kid};

pub(super) fn place_untagged_words(
    root: &mut Element,
    pages: &mut BTreeMap<ObjectId, PageContent>,
    is_right_to_left: bool,
) {
    for (&page, content) in pages {
        for index in 0..content.untagged().len() {
            let words = &content.untagged()[index];
            let neighbour = nearest(content, words, is_right_to_left);
            let label = words.words.trim().to_owned();
            if label.is_empty() {
                continue;
            }
            let number = content.tag_words(index);
            let kid = Kid::Content(ContentId { page, number });
            match neighbour {
                Some((number, side)) => insert(root, ContentId { page, number }, side, kid, &label),
                None => root.kids.push(Kid::Element(Element::new("P", vec![kid]))),
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// The part with a tag that is nearest, and on which side of it the words stand.
fn nearest(content: &PageContent, words: &Untagged, is_right_to_left: bool) -> Option<(i64, Side)> {
    let (first, last) = (words.lines.first()?, words.lines.last()?);
    let candidates = content.tagged_lines().flat_map(|(number, line)| {
        [
            (number, Side::Before, distance(last, line, is_right_to_left)),
            (number, Side::After, distance(line, first, is_right_to_left)),
        ]
    });
    let (number, side, _) = candidates.min_by(|a, b| a.2.total_cmp(&b.2))?;
    Some((number, side))
}

/// How far it is from the end of one line to the start of the next: along the line, or down to another one, which counts twice.
fn distance(line: &Line, next: &Line, is_right_to_left: bool) -> f32 {
    let down = line.baseline - next.baseline;
    if down.abs() < line.size.max(next.size) * 0.6 {
        let gap = if is_right_to_left { line.left - next.right } else { next.left - line.right };
        // What overlaps by more than a letter stands in the other order.
        return if gap < -line.size.max(next.size) { f32::MAX } else { gap.abs() };
    }
    if down < 0.0 {
        return f32::MAX;
    }
    let indent = if is_right_to_left { line.right - next.right } else { line.left - next.left };
    2.0 * down + indent.abs() / 2.0
}

/// Elements within a line. What is beside a part of them is beside them.
const INLINE: [&str; 7] = ["Code", "Em", "Link", "Quote", "Reference", "Span", "Strong"];

fn insert(root: &mut Element, neighbour: ContentId, side: Side, kid: Kid, label: &str) {
    let path = root.path_to(neighbour).unwrap_or_default();
    if side == Side::Before
        && label.chars().count() <= 4
        && let Some(item) = item_that_begins(root, &path)
    {
        item.kids.insert(0, Kid::Element(Element::new("Lbl", vec![kid])));
        return;
    }
    let is_inline = |depth: usize, names: &[&str]| {
        root.at(&path[..depth]).is_some_and(|element| names.contains(&element.kind.as_str()))
    };
    // The part itself is the last step of the way; the group around it is only its text.
    let mut depth = path.len().saturating_sub(1);
    if depth > 0 && is_inline(depth, &["NonStruct"]) {
        depth -= 1;
    }
    while depth > 0 && is_inline(depth, &INLINE) {
        depth -= 1;
    }
    let at = path.get(depth).map_or(0, |at| at + usize::from(side == Side::After));
    if let Some(element) = root.at_mut(&path[..depth]) {
        element.kids.insert(at, Kid::Element(Element::new("Span", vec![kid])));
    }
}

/// The item of a list without a label whose first words the way leads to.
fn item_that_begins<'e>(root: &'e mut Element, path: &[usize]) -> Option<&'e mut Element> {
    let first_of = path.iter().rposition(|number| *number > 0).map_or(0, |at| at + 1);
    let depth = (first_of..path.len())
        .rev()
        .find(|depth| root.at(&path[..*depth]).is_some_and(|element| element.kind == "LI"))?;
    root.at_mut(&path[..depth])
}
