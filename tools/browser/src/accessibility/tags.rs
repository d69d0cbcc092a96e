//! Start tags of HTML, of a page or of a template with Tera's signs in it.

use std::ops::Range;

/// A start tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct StartTag<'h> {
    /// Where it begins, in bytes.
    pub start: usize,
    /// In the case of the text.
    pub name: &'h str,
    /// Names and values, without quotation marks.
    pub attributes: Vec<(&'h str, &'h str)>,
    /// Whether a template decides which attributes there are.
    pub is_conditional: bool,
}

impl<'h> StartTag<'h> {
    /// The value of an attribute.
    pub fn value(&self, name: &str) -> Option<&'h str> {
        self.attributes.iter().find(|(other, _)| *other == name).map(|(_, value)| *value)
    }
}

/// The start tags of a text, in their order. Comments, and what is in scripts and styles, are left out.
pub(super) fn start_tags(html: &str) -> impl Iterator<Item = StartTag<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += html[at..].find('<')?;
            let rest = &html[at..];
            if rest.starts_with("<!--") {
                at += rest.find("-->")?;
                continue;
            }
            if !rest[1..].starts_with(|sign: char| sign.is_ascii_alphabetic()) {
                at += 1;
                continue;
            }
            let (tag, end) = start_tag(html, at);
            at = end;
            if ["script", "style"].contains(&tag.name) {
                at += html[at..].find("</").unwrap_or(html.len() - at);
            }
            return Some(tag);
        }
    })
}

/// The start tag at a place, and where it ends.
fn start_tag(html: &str, start: usize) -> (StartTag<'_>, usize) {
    let name = word(html, start + 1);
    let mut tag = StartTag { start, name: &html[name.clone()], attributes: Vec::new(), is_conditional: false };
    let mut at = name.end;
    while let Some(sign) = html[at..].chars().next() {
        if sign == '>' {
            return (tag, at + 1);
        }
        if let Some(length) = template_sign(&html[at..]) {
            tag.is_conditional = true;
            at += length;
            continue;
        }
        let name = word(html, at);
        if name.is_empty() {
            at += sign.len_utf8();
            continue;
        }
        let value = value(html, name.end);
        at = value.end;
        let quotes = ['"', '\''];
        let text = &html[value];
        let text = text.strip_prefix('=').unwrap_or(text);
        let text = text.strip_prefix(quotes).and_then(|text| text.strip_suffix(quotes)).unwrap_or(text);
        tag.attributes.push((&html[name], text));
    }
    (tag, html.len())
}

/// The name that begins at a place; empty if none does.
fn word(html: &str, start: usize) -> Range<usize> {
    let is_end = |sign: char| sign.is_whitespace() || "=>\"'/{<".contains(sign);
    start..start + html[start..].find(is_end).unwrap_or(html.len() - start)
}

/// `=` and the value of an attribute whose name ends at a place; empty for an attribute without a value.
fn value(html: &str, start: usize) -> Range<usize> {
    let Some(rest) = html[start..].strip_prefix('=') else { return start..start };
    let quote = rest.chars().next().filter(|sign| ['"', '\''].contains(sign));
    let mut at = start + 1 + quote.map_or(0, char::len_utf8);
    while let Some(sign) = html[at..].chars().next() {
        if let Some(length) = template_sign(&html[at..]) {
            at += length;
            continue;
        }
        match quote {
            Some(quote) if sign == quote => return start..at + 1,
            None if sign.is_whitespace() || sign == '>' => return start..at,
            _ => at += sign.len_utf8(),
        }
    }
    start..at
}

/// The length of the template's sign that a text begins with, such as `{{ page.title }}`.
fn template_sign(text: &str) -> Option<usize> {
    let end = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")].into_iter().find(|(start, _)| text.starts_with(start))?.1;
    Some(text.find(end).map_or(text.len(), |at| at + end.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_pages_and_templates() {
        let html = "<!-- <b> --><p>1 < 2</p><IMG src='a b' alt><script>if (a <b) {}</script>\
                    <a href=/x class=\"{% if a > 1 %}one{% endif %} two\"{% if b %} hidden{% endif %}>ü</a><br";
        let tags: Vec<_> = start_tags(html).collect();
        let names: Vec<_> = tags.iter().map(|tag| (tag.name, tag.attributes.clone(), tag.is_conditional)).collect();
        let link = vec![("href", "/x"), ("class", "{% if a > 1 %}one{% endif %} two"), ("hidden", "")];
        assert_eq!(
            names,
            [
                ("p", vec![], false),
                ("IMG", vec![("src", "a b"), ("alt", "")], false),
                ("script", vec![], false),
                ("a", link, true),
                ("br", vec![], false),
            ]
        );
        assert!(html[tags[3].start..].starts_with("<a href"));
    }
}
