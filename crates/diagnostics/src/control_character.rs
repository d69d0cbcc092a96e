//! Finds control characters, noncharacters and direction overrides in text. HTML and XML do not allow the first two, terminals obey
//! control characters, an override shows words backwards, and none of them can be seen.

use std::borrow::Cow;

/// A control character, a noncharacter such as U+FFFE, or a direction override, and where it stands. Unicode will never give
/// noncharacters a meaning. No language needs an override: the letters of each have their own direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ControlCharacter {
    /// The offset in the text, in bytes.
    pub offset: usize,
    /// The character.
    pub character: char,
}

impl ControlCharacter {
    /// The first control character, noncharacter or direction override of a text. Tabs and line ends are none here: they are white
    /// space, which every format allows.
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
        // Every text of a site is searched, and nearly all of it is printable ASCII.
        if text.as_bytes().chunks(256).all(is_plain) {
            return None;
        }
        let (offset, character) =
            text.char_indices().find(|(_, c)| is_control(*c) || is_noncharacter(*c) || is_override(*c))?;
        Some(Self { offset, character })
    }

    /// The text with U+FFFD in the place of each control character and noncharacter; borrowed if it has none.
    ///
    /// ```
    /// use wellpress_diagnostics::ControlCharacter;
    ///
    /// assert_eq!(ControlCharacter::replaced_in("a\u{7}b"), "a\u{fffd}b");
    /// ```
    #[must_use]
    pub fn replaced_in(text: &str) -> Cow<'_, str> {
        Self::each_replaced(text, |_| "\u{fffd}")
    }

    /// The text with blanks in the place of each control character and noncharacter, which have as many bytes, so that every other
    /// character keeps its offset; borrowed if it has none.
    ///
    /// ```
    /// use wellpress_diagnostics::ControlCharacter;
    ///
    /// assert_eq!(ControlCharacter::blanked_in("a\u{7}b\u{92}c"), "a b\u{a0}c");
    /// ```
    #[must_use]
    pub fn blanked_in(text: &str) -> Cow<'_, str> {
        Self::each_replaced(text, |character| match character.len_utf8() {
            1 => " ",
            2 => "\u{a0}",
            3 => "\u{2002}",
            _ => "\u{a0}\u{a0}",
        })
    }

    fn each_replaced(text: &str, replacement: impl Fn(char) -> &'static str) -> Cow<'_, str> {
        let mut replaced = String::new();
        let mut unread_text = text;
        while let Some(control) = Self::first_in(unread_text) {
            replaced.push_str(&unread_text[..control.offset]);
            replaced.push_str(replacement(control.character));
            unread_text = &unread_text[control.offset + control.character.len_utf8()..];
        }
        if replaced.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(replaced + unread_text) }
    }

    /// Its number in Unicode, such as `U+001B`: it has no sign that could be printed.
    #[must_use]
    pub fn name(self) -> String {
        format!("U+{:04X}", u32::from(self.character))
    }

    /// What it is and its number, such as `control character U+001B` and `noncharacter U+FFFE`.
    ///
    /// ```
    /// use wellpress_diagnostics::ControlCharacter;
    ///
    /// assert_eq!(ControlCharacter::first_in("\u{ffff}").unwrap().description(), "noncharacter U+FFFF");
    /// ```
    #[must_use]
    pub fn description(self) -> String {
        let kind = match self.character {
            character if is_noncharacter(character) => "noncharacter",
            character if is_override(character) => "direction override",
            _ => "control character",
        };
        format!("{kind} {}", self.name())
    }
}

fn is_plain(bytes: &[u8]) -> bool {
    // Without a way out of the loop, several bytes are compared at once.
    bytes.iter().fold(true, |all, byte| all & matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r'))
}

/// Whether the character is a control character, but not white space.
fn is_control(character: char) -> bool {
    character.is_control() && !matches!(character, '\t' | '\n' | '\r')
}

/// Whether Unicode reserves the code point for programs: U+FDD0 to U+FDEF, and the last two of each plane.
fn is_noncharacter(character: char) -> bool {
    let number = u32::from(character);
    (0xfdd0..=0xfdef).contains(&number) || number & 0xfffe == 0xfffe
}

/// Whether the character makes browsers show what follows it in one direction, whatever the direction of the letters is.
fn is_override(character: char) -> bool {
    matches!(character, '\u{202d}' | '\u{202e}')
}

#[cfg(test)]
mod tests {
    use super::ControlCharacter;

    #[test]
    fn each_control_character_but_white_space_each_noncharacter_and_each_override_is_found() {
        let last_two = (0..=16).flat_map(|plane| [plane << 16 | 0xfffe, plane << 16 | 0xffff]);
        let noncharacters: Vec<char> = last_two.chain(0xfdd0..=0xfdef).filter_map(char::from_u32).collect();
        assert_eq!(noncharacters.len(), 66);
        for character in
            ('\0'..=char::MAX).filter(|c| *c < '\u{250}' || ('\u{2000}'..'\u{2100}').contains(c) || *c > '\u{f000}')
        {
            let text = format!("\u{e9}{character}");
            let first_control = ControlCharacter::first_in(&text);
            let is_control = character.is_control() && !matches!(character, '\t' | '\n' | '\r');
            let is_override = matches!(character, '\u{202d}' | '\u{202e}');
            let is_expected = is_control || is_override || noncharacters.contains(&character);
            let expected = is_expected.then_some(ControlCharacter { offset: 2, character });
            assert_eq!(first_control, expected, "{character:?}");
        }
    }

    #[test]
    fn blanks_keep_the_offsets_of_all_other_characters() {
        for character in ['\u{7}', '\u{92}', '\u{202e}', '\u{fffe}', '\u{fdd0}', '\u{1ffff}'] {
            let text = format!("a{character}b");
            let blanked = ControlCharacter::blanked_in(&text);
            assert_eq!((blanked.len(), blanked.trim_start_matches('a').trim_end_matches('b').trim()), (text.len(), ""));
        }
    }
}
