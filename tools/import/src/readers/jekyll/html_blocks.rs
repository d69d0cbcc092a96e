//! HTML in texts of kramdown, which reads an element up to its end. Others end it at an empty line.

use std::collections::BTreeSet;

use crate::text::scan::id_at_start;

const BLOCKS: &str = "article aside blockquote center details div dl figure footer header main nav ol section table ul";

/// A text without the empty lines in its elements of HTML that stand before a tag or before indented words, and with one behind each
/// element. An element stays as it is if a link leads into it:
/// read as one, it has no ids.
pub(super) fn together(text: &str) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (mut output, mut at, mut fence) = (String::with_capacity(text.len()), 0, None);
    let mut unclosed = BTreeSet::new();
    let linked: BTreeSet<&str> = text.split('#').skip(1).map(id_at_start).collect();
    let is_linked = |line: &&str| line.split("id=\"").skip(1).any(|id| linked.contains(id_at_start(id)));
    while let Some(line) = lines.get(at) {
        let mark = ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
        if mark.is_some() && (fence.is_none() || fence == mark) {
            fence = if fence.is_none() { mark } else { None };
        }
        let name = name_of_block(line).filter(|name| fence.is_none() && !unclosed.contains(name));
        let end = name.and_then(|name| end_of(&lines[at..], name));
        unclosed.extend(name.filter(|_| end.is_none()));
        let block = &lines[at..at + end.unwrap_or(1)];
        at += block.len();
        let is_other =
            |line: &&str| ["<pre", "<script", "<textarea", "markdown="].iter().any(|sign| line.contains(sign));
        match block.iter().any(is_other) || block.iter().any(is_linked) {
            true => output.extend(block.iter().copied()),
            false => push(&mut output, block),
        }
        let goes_on = lines.get(at).is_some_and(|line| !line.trim().is_empty() && !line.trim_start().starts_with('<'));
        if end.is_some() && goes_on {
            output.push('\n');
        }
    }
    output
}

fn push(output: &mut String, block: &[&str]) {
    let mut gap = 0;
    for (at, line) in block.iter().enumerate() {
        if line.trim().is_empty() && block.len() > 1 {
            gap += 1;
            continue;
        }
        let lines = if line.starts_with([' ', '<']) { at..=at } else { at - gap..=at };
        output.extend(block[lines].iter().copied());
        gap = 0;
    }
}

/// The name of the element that a line opens.
fn name_of_block(line: &str) -> Option<&str> {
    let name = line.trim_start_matches(' ').strip_prefix('<').filter(|_| !line.starts_with("    "))?;
    let name = &name[..name.find(|sign: char| !sign.is_ascii_alphanumeric()).unwrap_or(name.len())];
    crate::text::has_word(BLOCKS, name).then_some(name)
}

/// How many lines an element takes with which they begin.
fn end_of(lines: &[&str], name: &str) -> Option<usize> {
    let (open, close) = (format!("<{name}"), format!("</{name}"));
    let count = |line: &str, sign: &str| {
        let behind = line.split(sign).skip(1);
        behind.filter(|behind| !behind.starts_with(|next: char| next.is_alphanumeric() || next == '-')).count()
    };
    let mut depth = 0;
    let last = lines.iter().position(|line| {
        depth += count(line, &open);
        depth = depth.saturating_sub(count(line, &close));
        depth == 0
    });
    last.map(|last| last + 1)
}

#[cfg(test)]
mod tests {
    use super::together;

    #[test]
    fn an_element_goes_on_behind_an_empty_line() {
        let text = "A\n\n<div>\n\n  <ul>\n\n    <li>\n\n    5 mg</li>\n\n\n  </ul>\n\n</div>\n**B**\n\n<p>C</p>\n";
        let expected = "A\n\n<div>\n  <ul>\n    <li>\n    5 mg</li>\n  </ul>\n</div>\n\n**B**\n\n<p>C</p>\n";
        assert_eq!(together(text), expected);
        for text in [
            "<div markdown=\"1\">\n\n<b>A</b>\n\n</div>\n",
            "<div>\n\nA *b*\n\nC\n</div>\n",
            "```\n<div>\n\n<b>\n</div>\n```\n",
            "<div>\n\n<b>A</b>\n\nB\n",
            "<pre>\n\n<b>\n</pre>\n",
            "<div>\n\n<b id=\"a-b\">A</b>\n</div>\n\n[A](#a-b)\n",
        ] {
            assert_eq!(together(text), text);
        }
    }
}
