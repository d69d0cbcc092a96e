//! A list of sources that an author wrote by hand.

use super::blocks::{Block, BlockKind, highest_level};

/// Whether the text ends with such a list, which becomes a numbered list under a heading.
pub(super) fn make_list(blocks: &mut Vec<Block>) -> bool {
    let Some(at) = blocks.iter().rposition(Block::is_bibliography_heading) else { return false };
    let entries = blocks.get(at + 1..).unwrap_or_default().iter().zip(1..);
    let list: Option<Vec<Block>> = entries.map(|(block, number)| reference(block, number)).collect();
    let Some(list) = list.filter(|list| !list.is_empty()) else { return false };
    let level = highest_level(blocks);
    blocks.truncate(at + 1);
    if let Some(heading) = blocks.last_mut() {
        heading.kind = BlockKind::Heading(level);
    }
    blocks.extend(list);
    true
}

/// An entry of a list of sources: an item with a number, or a paragraph that begins with its number.
fn reference(block: &Block, number: u64) -> Option<Block> {
    let html = match block.kind {
        BlockKind::Item { number: Some(_), .. } => &block.html,
        BlockKind::Paragraph => without_number(&block.html, number)?,
        _ => return None,
    };
    let kind = BlockKind::Item { depth: 0, number: Some(number), list: "references".to_owned() };
    Some(Block::new(kind, html.to_owned()))
}

/// Takes `1.`, `1)`, `[1]` or `1` with a blank from the beginning.
fn without_number(html: &str, number: u64) -> Option<&str> {
    let forms = [format!("{number}."), format!("{number})"), format!("[{number}]"), format!("{number} ")];
    forms.iter().find_map(|form| html.trim_start().strip_prefix(form.as_str()))
}
