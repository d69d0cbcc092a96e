//! Text, ids and addresses as XML and EPUB have them.

/// Text for XML, also inside of quotes. Characters that XML cannot have are left out.
pub(crate) fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\t' | '\n' | '\r' => xml.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => xml.push(c),
        }
    }
    xml
}

/// An id as a name of XML: one that begins with a letter and has only letters, digits and `-`, `_`, `.`. Other characters are written
/// as their number, so that two ids stay two.
pub(crate) fn id(id: &str) -> String {
    let mut name = String::with_capacity(id.len());
    if !id.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name.push_str("id-");
    }
    for c in id.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' | '.' => name.push(c),
            c => name.push_str(&format!("_{:x}_", u32::from(c))),
        }
    }
    name
}

/// An address with each character that addresses cannot have as its bytes in hexadecimal.
pub(crate) fn address(address: &str) -> String {
    let mut valid = String::with_capacity(address.len());
    for (at, c) in address.char_indices() {
        let begins_escape = || {
            let digits = address.as_bytes().get(at + 1..at + 3);
            digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
        };
        match c {
            '%' if !begins_escape() => valid.push_str("%25"),
            ' ' | '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`' | '[' | ']' => {
                valid.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c if c.is_control() => {}
            c => valid.push(c),
        }
    }
    valid
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_stay_different_and_are_names() {
        assert_eq!(id("ref-doe-2020"), "ref-doe-2020");
        assert_eq!(id("1.-step"), "id-1.-step");
        assert_ne!(id("a b"), id("a_b"));
        assert_eq!(id("Übung"), "id-_dc_bung");
    }

    #[test]
    fn addresses_keep_their_escapes() {
        assert_eq!(address("https://a.example/x%20y z<1>%"), "https://a.example/x%20y%20z%3C1%3E%25");
    }

    #[test]
    fn text_has_no_character_that_xml_refuses() {
        assert_eq!(escaped("a\u{0}<b> & \"c\"\u{b}"), "a&lt;b&gt; &amp; &quot;c&quot;");
    }
}
