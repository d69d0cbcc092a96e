//! How deep the elements of HTML are nested. The parser needs time in the square of the depth, and the converter a stack frame for
//! each level, so the tags are counted before HTML is parsed and the levels before it is converted.

use std::rc::Rc;

use htmd::Node;

/// Pages of site builders have about forty levels.
const MOST_LEVELS: usize = 200;

/// How many elements may be open in the tags alone, where a missing end tag of a `<span>` counts up to the end.
const MOST_OPEN_TAGS: usize = 1000;

/// How often the parser may open formatting elements again, because their end tag is missing.
const MOST_REOPENED: usize = 1_000_000;

/// Elements that stay open behind the end of those around them, until their own end tag.
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements without an end tag, or that end when the next one begins.
const NEVER_NEST: [&str; 30] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p",
    "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "html", "head", "body", "colgroup", "rp",
];

/// Whether a parser would need too much time or memory for the tags.
pub(super) fn has_too_many_open_tags(html: &str) -> bool {
    let mut open: Vec<String> = Vec::new();
    let (mut open_formatting, mut reopened) = (0_usize, 0_usize);
    for (tag, _) in tags(html) {
        let name = tag_name(tag);
        let is_formatting = is_formatting(&name);
        if tag.starts_with("</") {
            close(&mut open, &name);
        } else if !NEVER_NEST.contains(&name.as_str()) {
            open.push(name);
        }
        if is_formatting {
            open_formatting = open.iter().filter(|name| self::is_formatting(name)).count();
        } else {
            reopened += open_formatting;
        }
        if open.len() > MOST_OPEN_TAGS || reopened > MOST_REOPENED {
            return true;
        }
    }
    false
}

fn is_formatting(name: &str) -> bool {
    FORMATTING.contains(&name)
}

/// Closes the innermost element of a name, and those within it that do not stay open.
fn close(open: &mut Vec<String>, name: &str) {
    let Some(at) = open.iter().rposition(|open_name| open_name == name) else { return };
    let within = open.split_off(at);
    let closes_only_itself = is_formatting(name);
    open.extend(within.into_iter().skip(1).filter(|inner| closes_only_itself || is_formatting(inner)));
}

/// Whether elements are nested deeper than in any page that people write.
pub(super) fn is_too_deep(tree: &Rc<Node>) -> bool {
    let mut level = vec![Rc::clone(tree)];
    for _ in 0..MOST_LEVELS {
        level = level.iter().flat_map(|node| node.children.borrow().clone()).collect();
        if level.is_empty() {
            return false;
        }
    }
    true
}

/// The words of HTML, with a line for each tag.
pub(super) fn without_tags(html: &str) -> String {
    let mut words = String::new();
    let mut end = 0;
    for (tag, start) in tags(html) {
        words.push_str(html.get(end..start).unwrap_or_default());
        words.push('\n');
        end = start + tag.len();
    }
    words.push_str(html.get(end..).unwrap_or_default());
    words
}

/// The tags of HTML with their offsets.
fn tags(html: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + html.get(from..)?.find('<')?;
            let rest = html.get(start..)?;
            let is_tag = rest.trim_start_matches(['<', '/']).starts_with(|c: char| c.is_ascii_alphabetic());
            from = start + 1;
            if is_tag {
                let length = rest.find('>').map_or(rest.len(), |end| end + 1);
                from = start + length;
                return rest.get(..length).map(|tag| (tag, start));
            }
        }
    })
}

fn tag_name(tag: &str) -> String {
    let name = tag.trim_start_matches(['<', '/']);
    let length = name.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).unwrap_or(name.len());
    name.get(..length).unwrap_or_default().to_ascii_lowercase()
}
