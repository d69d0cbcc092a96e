//! Finds control characters in text. HTML and XML do not allow them, terminals obey them, and none of them can be seen.

use std::borrow::Cow;

/// A control character and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ControlCharacter {
    /// The offset in the text, in bytes.
    pub offset: usize,
    /// The character.
    pub character: char,
}

impl ControlCharacter {
    /// The first control character of a text. Tabs and line ends are none here: they are white space, which every format
    /// allows.
    ///
    /// ```
    /// use wellpress_diagnostics::ControlCharacter;
    ///
    /// let bell = ControlCharacter::first_in("a\u{7}b").unwrap();
    /// assert_eq!((bell.offset, bell.name()), (1, "U+0007".to_owned()));
    /// assert_eq!(ControlCharacter::first_in("a\tb\r\n"), None);
    /// ```
    #[must_use]
    pub fn first_in(text: &str) -> Option<Self> {
        // Bytes are compared, since this looks at every byte of a site. 0xC2 begins the characters from U+0080 to U+00BF.
        let is_suspect =
            |byte: u8| (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) || matches!(byte, 0x7f | 0xc2);
        let mut from = 0;
        while let Some(found) = text.as_bytes()[from..].iter().position(|byte| is_suspect(*byte)) {
            let offset = from + found;
            let character = text[offset..].chars().next()?;
            if character.is_control() {
                return Some(Self { offset, character });
            }
            from = offset + character.len_utf8();
        }
        None
    }

    /// The text with U+FFFD in the place of each control character; borrowed if it has none.
    ///
    /// ```
    /// use wellpress_diagnostics::ControlCharacter;
    ///
    /// assert_eq!(ControlCharacter::replaced_in("a\u{7}b"), "a\u{fffd}b");
    /// ```
    #[must_use]
    pub fn replaced_in(text: &str) -> Cow<'_, str> {
        Self::each_replaced(text, |_| '\u{fffd}')
    }

    /// The text with a blank in the place of each control character, a no-break one if the character has two bytes, so that every
    /// other character keeps its offset and its column; borrowed if it has none.
    ///
    /// ```
    /// use wellpress_diagnostics::ControlCharacter;
    ///
    /// assert_eq!(ControlCharacter::blanked_in("a\u{7}b\u{92}c"), "a b\u{a0}c");
    /// ```
    #[must_use]
    pub fn blanked_in(text: &str) -> Cow<'_, str> {
        Self::each_replaced(text, |character| if character.is_ascii() { ' ' } else { '\u{a0}' })
    }

    fn each_replaced(text: &str, replacement: impl Fn(char) -> char) -> Cow<'_, str> {
        let mut replaced = String::new();
        let mut rest = text;
        while let Some(control) = Self::first_in(rest) {
            replaced.push_str(&rest[..control.offset]);
            replaced.push(replacement(control.character));
            rest = &rest[control.offset + control.character.len_utf8()..];
        }
        if replaced.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(replaced + rest) }
    }

    /// Its number in Unicode, such as `U+001B`: it has no sign that could be printed.
    #[must_use]
    pub fn name(self) -> String {
        format!("U+{:04X}", u32::from(self.character))
    }
}

#[cfg(test)]
mod tests {
    use super::ControlCharacter;

    #[test]
    fn each_control_character_but_white_space_is_found() {
        for character in (0..=0x24f).filter_map(char::from_u32) {
            let text = format!("\u{e9}{character}");
            let found = ControlCharacter::first_in(&text);
            let is_expected = character.is_control() && !matches!(character, '\t' | '\n' | '\r');
            let expected = is_expected.then_some(ControlCharacter { offset: 2, character });
            assert_eq!(found, expected, "{character:?}");
        }
    }
}
