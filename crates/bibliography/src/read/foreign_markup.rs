//! Turns the markup that services and databases leave in texts into that of CSL: entities of HTML and XML into their
//! characters, tags of HTML and JATS into CSL's five.
//!
//! Input is a text of a record, output the text that it stands for. A `<` or `&` that is no markup stays: titles contain
//! `p < 0.05` and `Q&A`.

use std::borrow::Cow;

use wellpress_foundation::html_tokens::{HtmlTokens, Token};

/// The bytes of the longest entity, `&CounterClockwiseContourIntegral;`.
const LONGEST_ENTITY: usize = 33;

/// The text with its entities decoded and its tags as CSL has them.
pub(super) fn without_foreign_markup(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    // Some services encode twice: `&amp;amp;`. Each round makes the text shorter.
    while let Some(decoded) = with_decoded_entities(&text) {
        text = Cow::Owned(decoded);
    }
    // Only a closing tag shows that a `<` is markup.
    if text.contains("</") { Cow::Owned(with_tags_of_csl(&text)) } else { text }
}

/// `None` if the text has no entity.
fn with_decoded_entities(text: &str) -> Option<String> {
    let mut decoded = String::new();
    let (mut start, mut end) = (0, 0);
    while let Some(offset) = text[end..].find('&') {
        end += offset;
        match entity(&text[end..]) {
            Some((length, characters)) => {
                decoded.push_str(&text[start..end]);
                decoded.push_str(&characters);
                end += length;
                start = end;
            }
            None => end += 1,
        }
    }
    decoded.push_str(&text[start..]);
    (start > 0).then_some(decoded)
}

/// The length of the entity at the start of a text, and its characters. Only with a semicolon: `&copy` may be a part of an
/// address.
fn entity(text: &str) -> Option<(usize, String)> {
    let length = text.bytes().take(LONGEST_ENTITY).position(|byte| byte == b';')? + 1;
    let name = text.get(1..length - 1)?;
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#') {
        return None;
    }
    let mut characters = String::new();
    for token in HtmlTokens::of_fragment(&text[..length]) {
        if let Token::String(text) = token {
            characters.push_str(&String::from_utf8_lossy(&text.value));
        }
    }
    let is_text = !characters.contains(|c: char| c.is_control() || c == '\u{fffd}');
    (characters.len() < length && is_text).then_some((length, characters))
}

fn with_tags_of_csl(text: &str) -> String {
    let mut output = String::with_capacity(text.len());
    let mut pieces = text.split('<');
    output.extend(pieces.next());
    for piece in pieces {
        match piece.split_once('>').and_then(|(tag, behind)| Some((csl_tag(tag)?, behind))) {
            Some((tag, behind)) => {
                output.push_str(&tag);
                output.push_str(behind);
            }
            None => {
                output.push('<');
                output.push_str(piece);
            }
        }
    }
    output
}

/// CSL's tag for one of HTML or JATS, empty for tags that CSL has no counterpart for: their content stays. `None` for CSL's
/// own tags and for what is no tag.
fn csl_tag(tag: &str) -> Option<Cow<'static, str>> {
    let (slash, tag) = tag.strip_prefix('/').map_or(("", tag), |tag| ("/", tag));
    let name = tag.split(char::is_whitespace).next().unwrap_or_default().to_ascii_lowercase();
    let local_name = name.strip_prefix("jats:").unwrap_or(&name);
    let csl_name = match local_name {
        "em" | "italic" | "i" => "i",
        "strong" | "bold" | "b" => "b",
        "sub" => "sub",
        "sup" => "sup",
        "scp" | "p" | "u" | "underline" | "monospace" | "roman" | "inline-formula" | "title" | "sec" => {
            return Some(Cow::Borrowed(""));
        }
        _ if local_name != name || name.starts_with("mml:") => return Some(Cow::Borrowed("")),
        _ => return None,
    };
    Some(Cow::Owned(format!("<{slash}{csl_name}>")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_entities_become_those_of_csl() {
        for (foreign, csl) in [
            ("Bone &amp; <jats:italic>joint</jats:italic> <scp>MRI</scp>", "Bone & <i>joint</i> MRI"),
            ("&lt;em&gt;E. coli&lt;/em&gt; &amp;amp; rest", "<i>E. coli</i> & rest"),
            ("D&#246;e, D&#xF6;e and D&ouml;e", "D\u{f6}e, D\u{f6}e and D\u{f6}e"),
            ("p < 0.05 and IL-1<TNF", "p < 0.05 and IL-1<TNF"),
            ("p &lt; 0.05", "p < 0.05"),
            (
                "CO<sub>2</sub> in <span class=\"nocase\">air</span>",
                "CO<sub>2</sub> in <span class=\"nocase\">air</span>",
            ),
            ("Q&A; R&D &nosuch; &copy=1 &; &#0;", "Q&A; R&D &nosuch; &copy=1 &; &#0;"),
        ] {
            assert_eq!(without_foreign_markup(foreign), csl, "{foreign}");
        }
    }
}
