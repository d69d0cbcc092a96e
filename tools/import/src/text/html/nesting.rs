//! How deep the elements of HTML are nested. The parser needs time in the square of the depth, and the converter a stack frame for
//! each level, so the tags are counted before HTML is parsed and the levels before it is converted.

use std::collections::BTreeMap;

use htmd::Node;

/// Pages of site builders have about forty levels.
pub(super) const MOST_LEVELS: usize = 200;

/// How many elements may be open in the tags alone, where a missing end tag counts up to the end.
const MOST_OPEN_TAGS: usize = 2000;

/// How often the parser may open formatting elements again, because their end tag is missing.
const MOST_REOPENED: usize = 1_000_000;

/// Elements that stay open behind the end of those around them, until their own end tag.
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements without an end tag, or that end when the next one begins.
const NEVER_NEST: [&str; 25] = [
    "area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p", "li",
    "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "colgroup",
];

/// Elements that hold text alone.
const RAW: [&str; 4] = ["script", "style", "title", "textarea"];

/// Whether a parser would need too much time or memory for the tags.
pub(super) fn has_too_many_open_tags(html: &str) -> bool {
    let mut open: BTreeMap<String, usize> = BTreeMap::new();
    let (mut count, mut formatting, mut reopened) = (0_usize, 0_usize, 0_usize);
    // The open element that holds text alone. Nothing in it is a tag, such as what a program writes between quotes.
    let mut raw: Option<String> = None;
    let mut is_comment = false;
    for piece in html.split('<').skip(1) {
        if is_comment || (raw.is_none() && piece.starts_with("!--")) {
            is_comment = !piece.contains("-->");
            continue;
        }
        let (tag, _) = split_tag(piece);
        let name = tag.trim_start_matches('/').split(|c: char| c.is_whitespace() || c == '/').next();
        let name = name.unwrap_or_default().to_ascii_lowercase();
        if let Some(open) = &raw {
            if tag.starts_with('/') && name == *open {
                raw = None;
            }
            continue;
        }
        // A drawing has no such elements.
        let is_in_drawing = ["svg", "math"].iter().any(|name| open.get(*name).is_some_and(|open| *open > 0));
        if !is_in_drawing && !tag.starts_with('/') && RAW.contains(&name.as_str()) {
            raw = Some(name);
            continue;
        }
        let is_formatting = FORMATTING.contains(&name.as_str());
        reopened += if is_formatting { 0 } else { formatting };
        if !tag.starts_with('/') && !tag.is_empty() && !NEVER_NEST.contains(&name.as_str()) {
            count += 1;
            formatting += usize::from(is_formatting);
            *open.entry(name).or_default() += 1;
        } else if let Some(open) = open.get_mut(&name).filter(|open| tag.starts_with('/') && **open > 0) {
            count -= 1;
            formatting -= usize::from(is_formatting);
            *open -= 1;
        }
        if count > MOST_OPEN_TAGS || reopened > MOST_REOPENED {
            return true;
        }
    }
    false
}

/// Whether elements are nested as many levels deep.
pub(super) fn has_levels(node: &Node, count: usize) -> bool {
    count == 0 || node.children.borrow().iter().any(|child| has_levels(child, count - 1))
}

/// The words of HTML, with a line for each tag.
pub(super) fn without_tags(html: &str) -> String {
    let (start, tags) = html.split_once('<').unwrap_or((html, ""));
    let lines = tags.split('<').map(|piece| split_tag(piece).1);
    [start].into_iter().chain(lines).collect::<Vec<_>>().join("\n")
}

/// The inner part of a tag and the text behind it, for what follows a `<`.
fn split_tag(piece: &str) -> (&str, &str) {
    let is_tag = piece.trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic());
    if is_tag { piece.split_once('>').unwrap_or((piece, "")) } else { ("", piece) }
}

#[cfg(test)]
mod tests {
    use super::has_too_many_open_tags;

    #[test]
    fn tags_count_but_for_those_that_are_text() {
        let tags = "<div>".repeat(100_000);
        for shown in ["", "<!-- <script> -->", "<title><script></title>", "<style></style>", "<svg><script>"] {
            assert!(has_too_many_open_tags(&format!("{shown}{tags}")), "{shown}");
        }
        for hidden in ["<!-- ", "<script>var a = '", "<textarea>"] {
            assert!(!has_too_many_open_tags(&format!("{hidden}{tags}")), "{hidden}");
        }
    }
}
