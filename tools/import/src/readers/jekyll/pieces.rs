//! Pieces of Liquid in a text: values, blocks that open and close, and single tags.

use std::ops::Range;

/// A tag that closes one of this many blocks is looked for.
const MOST_OPEN: usize = 50;

/// A tag or a value, where it stands.
#[derive(Debug)]
pub(super) struct Piece<'t> {
    pub range: Range<usize>,
    /// The name of the tag; empty for a value.
    pub name: &'t str,
    /// What stands behind the name.
    pub rest: &'t str,
    /// The piece that closes this one.
    pub closing: Option<usize>,
    /// How many blocks stand in each other in this one.
    pub depth: usize,
}

/// All pieces of a text. In what is shown as it is written, and in comments, there are none.
pub(super) fn of(text: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut open): (Vec<Piece<'_>>, Vec<usize>) = (Vec::new(), Vec::new());
    let find = |sign: &str, from: usize| text[from..].find(sign).map_or(text.len(), |found| from + found);
    let mut next = ["{{", "{%"].map(|sign| find(sign, 0));
    loop {
        let start = next[0].min(next[1]);
        if start == text.len() {
            return pieces;
        }
        let is_tag = start == next[1];
        let end = find(if is_tag { "%}" } else { "}}" }, start + 2);
        if end == text.len() {
            // Nothing of this kind is closed any more.
            next[usize::from(is_tag)] = end;
            continue;
        }
        let (end, inner) = (end + 2, &text[start + 2..end]);
        for (next, sign) in next.iter_mut().zip(["{{", "{%"]).filter(|(next, _)| **next < end) {
            *next = find(sign, end);
        }
        let inner = inner.strip_prefix('-').unwrap_or(inner);
        let inner = inner.strip_suffix('-').unwrap_or(inner).trim();
        let (name, rest) = match is_tag {
            true => inner.split_once(char::is_whitespace).unwrap_or((inner, "")),
            false => ("", inner),
        };
        let is_inside = open.last().is_some_and(|open| matches!(pieces[*open].name, "raw" | "comment"));
        let closed = name.strip_prefix("end").filter(|name| !name.is_empty());
        if is_inside && closed != open.last().map(|open| pieces[*open].name) {
            continue;
        }
        let index = pieces.len();
        pieces.push(Piece { range: start..end, name, rest: rest.trim(), closing: None, depth: 0 });
        if let Some(closed) = closed {
            if let Some(position) = open.iter().rev().take(MOST_OPEN).position(|open| pieces[*open].name == closed) {
                open.truncate(open.len() - position);
                let Some(opening) = open.pop() else { continue };
                pieces[opening].closing = Some(index);
                if let Some(outer) = open.last() {
                    pieces[*outer].depth = pieces[*outer].depth.max(pieces[opening].depth + 1);
                }
            }
        } else if is_block(name) {
            open.push(index);
        }
    }
}

/// Whether a tag opens a block that Liquid knows itself.
fn is_block(name: &str) -> bool {
    matches!(name, "for" | "if" | "unless" | "case" | "capture" | "tablerow" | "ifchanged" | "raw" | "comment")
}
