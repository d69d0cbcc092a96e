//! Checks that HTML is well-formed as it is written. The other tests use a parser that repairs mistakes silently, as browsers do.

const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param"];

/// Fails with a description of the first mistake: a tag that is not closed or closed out of order, an attribute that is there twice
/// or has no quotes, or an element that must not stand in another one.
pub fn check_nesting(html: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").ok_or("a comment is not closed")?.1;
            continue;
        }
        let excerpt: String = rest.chars().take(80).collect();
        let end = tag_end(rest).ok_or_else(|| format!("no end of the tag {excerpt}"))?;
        let tag = &rest[1..end];
        rest = &rest[end + 1..];
        if tag.starts_with('!') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            let expected = open.pop();
            if expected != Some(name) {
                return Err(format!("`</{name}>` where {expected:?} is open"));
            }
            continue;
        }
        let name = tag.split([' ', '\n', '\t']).next().unwrap_or_default();
        if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
            return Err(format!("a bare `<` in `{excerpt}`"));
        }
        check_attributes(&tag[name.len()..]).map_err(|mistake| format!("{mistake} in `<{tag}>`"))?;
        if VOID.contains(&name) || tag.ends_with('/') {
            continue;
        }
        open.push(name);
        if matches!(name, "script" | "style") {
            let close = format!("</{name}");
            rest = &rest[rest.find(&close).ok_or("a script is not closed")?..];
        }
        check_parents(name, &open)?;
    }
    if open.is_empty() { Ok(()) } else { Err(format!("not closed: {open:?}")) }
}

/// Elements that must not stand in a paragraph.
const BLOCKS: [&str; 15] = [
    "div",
    "ul",
    "ol",
    "dl",
    "table",
    "section",
    "aside",
    "figure",
    "blockquote",
    "pre",
    "h2",
    "h3",
    "form",
    "nav",
    "p",
];

/// Fails for elements that a browser would silently move elsewhere: a block in a paragraph, a link in a link.
fn check_parents(name: &str, open: &[&str]) -> Result<(), String> {
    let parents = &open[..open.len() - 1];
    if BLOCKS.contains(&name) && parents.contains(&"p") {
        return Err(format!("`{name}` in a paragraph"));
    }
    if name == "a" && parents.contains(&"a") {
        return Err("a link in a link".to_owned());
    }
    Ok(())
}

/// The position of the `>` that ends the tag; one in a quoted value does not.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (c, quote) {
            ('"' | '\'', None) => quote = Some(c),
            (_, Some(open)) if c == open => quote = None,
            ('>', None) => return Some(at),
            _ => {}
        }
    }
    None
}

fn check_attributes(mut rest: &str) -> Result<(), String> {
    let mut names = Vec::new();
    loop {
        rest = rest.trim_start().trim_start_matches('/');
        if rest.is_empty() {
            return Ok(());
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let name = &rest[..end];
        if names.contains(&name) || name.is_empty() || name.contains(['"', '\'', '<']) {
            return Err(format!("the attribute `{name}` is twice or is none"));
        }
        names.push(name);
        rest = &rest[end..];
        if let Some(value) = rest.strip_prefix('=') {
            let quoted = value.strip_prefix('"').and_then(|value| value.split_once('"'));
            rest = quoted.ok_or_else(|| format!("the value of `{name}` has no quotes"))?.1;
        }
    }
}

mod tests {
    use super::check_nesting;

    #[test]
    fn mistakes_are_reported() {
        check_nesting("<!doctype html><p class=\"a > b\" hidden>x<br><img alt=\"\"></p>").unwrap();
        for html in [
            "<p>",
            "<p></b>",
            "<b><i></b></i>",
            "<p><p></p></p>",
            "<a><a></a></a>",
            "<p a=1></p>",
            "<p a a></p>",
            "1 < 2",
            "<p><div></div></p>",
        ] {
            assert!(check_nesting(html).is_err(), "{html}");
        }
    }
}
