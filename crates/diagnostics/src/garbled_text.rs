//! Finds what a wrong encoding leaves of a text: the replacement character U+FFFD, private-use characters, which have a sign in one font
//! only, and letters in the place of others, such as `Âµg` for `µg` and `â‰¥` for `≥`.
//!
//! The last are bytes of UTF-8 that were read as Windows-1252 or Latin-1, once or twice. Each begins with one of a few letters, and goes on
//! with signs that no word has at that place: "NÃO", "Âge" and "pâte" are words.

use std::ops::Range;

/// A place where a text is garbled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GarbledText {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What is wrong there.
    pub kind: GarbledKind,
}

/// What a wrong encoding has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GarbledKind {
    /// U+FFFD, with which programs replace what they cannot read.
    Replacement,
    /// A character of a private-use area.
    PrivateUse(char),
    /// The bytes of this character, read as those of another encoding.
    Misread(char),
}

impl GarbledText {
    /// The first garbled place of a text.
    ///
    /// ```
    /// use wellpress_diagnostics::{GarbledKind, GarbledText};
    ///
    /// let garbled = GarbledText::first_in("5 Âµg").unwrap();
    /// assert_eq!((garbled.range, garbled.kind), (2..6, GarbledKind::Misread('µ')));
    /// assert_eq!(GarbledText::first_in("Âge, São Paulo, NÃO"), None);
    /// ```
    #[must_use]
    pub fn first_in(text: &str) -> Option<Self> {
        // Most of a text is ASCII, and most texts are as a whole.
        if text.is_ascii() {
            return None;
        }
        text.char_indices().find_map(|(offset, c)| Self::at(text, offset, c))
    }

    /// The first garbled place of a title whose capitals a reader of libraries may have made small: `5 âµg` for `5 Âµg`.
    #[must_use]
    pub fn first_in_title(title: &str) -> Option<Self> {
        let in_lower_case = || title.char_indices().find_map(|(offset, c)| lower_cased_at(title, offset, c));
        Self::first_in(title).or_else(in_lower_case)
    }

    /// The first garbled place of each line of a text.
    pub fn by_line(text: &str) -> impl Iterator<Item = Self> + '_ {
        let lines = if text.is_ascii() { "" } else { text }.split_inclusive('\n');
        let mut next = 0;
        lines.filter_map(move |line| {
            let start = next;
            next += line.len();
            let Self { range, kind } = Self::first_in(line)?;
            Some(Self { range: start + range.start..start + range.end, kind })
        })
    }

    fn at(text: &str, offset: usize, c: char) -> Option<Self> {
        let (kind, length) = match c {
            '\u{fffd}' => (GarbledKind::Replacement, c.len_utf8()),
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => (GarbledKind::PrivateUse(c), c.len_utf8()),
            '\u{c2}'..='\u{f4}' => misread_at(text, offset, c)?,
            '\u{ac}' | '\u{201a}' | '\u{221a}' => misread_of_mac(&text[offset..])?,
            _ => return None,
        };
        Some(Self { range: offset..offset + length, kind })
    }

    /// What is wrong, for a message.
    #[must_use]
    pub fn description(&self, text: &str) -> String {
        match self.kind {
            GarbledKind::Replacement => {
                "the replacement character U+FFFD stands here for a character that was lost".to_owned()
            }
            GarbledKind::PrivateUse(c) => {
                format!("this is the private-use character U+{:04X}, which has a sign in one font only", u32::from(c))
            }
            GarbledKind::Misread(c) if c.is_whitespace() => {
                format!("`{}` is a blank in a wrong encoding", &text[self.range.clone()])
            }
            GarbledKind::Misread(c) => format!("`{}` is `{c}` in a wrong encoding", &text[self.range.clone()]),
        }
    }

    /// How to put it right.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self.kind {
            GarbledKind::Replacement => "type the character that belongs here; the original text has it",
            GarbledKind::PrivateUse(_) => "type the character that is meant, or take it out",
            GarbledKind::Misread(_) => {
                "type the character that is meant, or convert the text once more: it is UTF-8 that was read as another encoding"
            }
        }
    }
}

/// What the commonest characters become whose UTF-8 is read as Mac Roman.
const MAC_ROMAN: [(&str, char); 12] = [
    ("\u{ac}\u{b5}", 'µ'),
    ("\u{ac}\u{221e}", '°'),
    ("\u{ac}\u{b1}", '±'),
    ("\u{ac}\u{3a9}", '½'),
    ("\u{221a}\u{a9}", 'é'),
    ("\u{221a}\u{a8}", 'è'),
    ("\u{221a}\u{a7}", 'ä'),
    ("\u{221a}\u{2202}", 'ö'),
    ("\u{221a}\u{ba}", 'ü'),
    ("\u{201a}\u{c4}\u{f4}", '\u{2019}'),
    ("\u{201a}\u{c4}\u{ec}", '\u{2013}'),
    ("\u{201a}\u{e2}\u{2022}", '≥'),
];

fn misread_of_mac(text: &str) -> Option<(GarbledKind, usize)> {
    let (misread, meant) = MAC_ROMAN.iter().find(|(misread, _)| text.starts_with(misread))?;
    Some((GarbledKind::Misread(*meant), misread.len()))
}

/// The signs of Windows-1252 from 0x80 to 0x9F. What it leaves out is a control character in Latin-1.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The byte of Windows-1252 that a character stands for, if it goes on with a character of UTF-8.
fn continuation_byte(c: char) -> Option<u8> {
    let number = u32::from(c);
    if (0xa0..0xc0).contains(&number) {
        return u8::try_from(number).ok();
    }
    let index = WINDOWS_1252.iter().position(|windows| *windows == c)?;
    u8::try_from(0x80 + index).ok()
}

/// How likely a sign stands behind a letter in a real text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strangeness {
    /// Behind the last letter of any word: quotation marks, dashes, blanks.
    Usual,
    /// Behind some words in capitals: `®`, `²`, `†`.
    Possible,
    Never,
}

fn strangeness(c: char) -> Strangeness {
    match c {
        '\u{a0}' | '\u{ad}' | '«' | '»' | '‘' | '’' | '“' | '”' | '‚' | '„' | '‹' | '›' | '–' | '—' | '…' | '´' => {
            Strangeness::Usual
        }
        '©' | '®' | '™' | 'ª' | 'º' | '°' | '¹' | '²' | '³' | '·' | '•' | '†' | '‡' | '§' => {
            Strangeness::Possible
        }
        _ => Strangeness::Never,
    }
}

/// The character whose bytes were read as those of Windows-1252, with the length of what they became.
fn misread_at(text: &str, offset: usize, lead: char) -> Option<(GarbledKind, usize)> {
    let byte = u8::try_from(u32::from(lead)).ok()?;
    let behind = &text[offset + lead.len_utf8()..];
    let previous = text[..offset].chars().next_back();
    if let Some(lost_blank) = lone_lead(lead, previous, behind) {
        return Some((GarbledKind::Misread(lost_blank), lead.len_utf8()));
    }
    let count = match byte {
        0xc2..0xe0 => 1,
        0xe0..0xf0 => 2,
        _ => 3,
    };
    let mut bytes = vec![byte];
    let mut length = lead.len_utf8();
    let (mut strangest, mut last) = (Strangeness::Usual, lead);
    for c in behind.chars().take(count) {
        bytes.push(continuation_byte(c)?);
        length += c.len_utf8();
        (strangest, last) = (strangest.max(strangeness(c)), c);
    }
    let meant = std::str::from_utf8(&bytes).ok()?.chars().next().filter(|c| !c.is_control())?;
    let next = text[offset + length..].chars().next();
    is_garbled(byte, meant, last, strangest, previous, next).then_some((GarbledKind::Misread(meant), length))
}

/// What stands at a small letter in the place of one with which misread characters begin.
fn lower_cased_at(title: &str, offset: usize, c: char) -> Option<GarbledText> {
    let lead = match c {
        'â' => 0xc2,
        'ã' => 0xc3,
        _ => return None,
    };
    let next = title[offset + c.len_utf8()..].chars().next().filter(|next| strangeness(*next) > Strangeness::Usual)?;
    let meant =
        std::str::from_utf8(&[lead, continuation_byte(next)?]).ok()?.chars().next().filter(|c| !c.is_control())?;
    let end = offset + c.len_utf8() + next.len_utf8();
    Some(GarbledText { range: offset..end, kind: GarbledKind::Misread(meant) })
}

/// `Â` for a blank that does not break, and `Ã` for "à", whose second halves became plain blanks: `5Â mg`, `voilÃ `.
fn lone_lead(lead: char, previous: Option<char>, behind: &str) -> Option<char> {
    let stands_within_word = previous.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit());
    let ends_word = !behind.starts_with(char::is_alphabetic)
        && behind.chars().next().is_none_or(|c| matches!(c, ' ' | '\n' | '.' | ','));
    match lead {
        'Â' if stands_within_word && ends_word => Some('\u{a0}'),
        'Ã' if stands_within_word && ends_word => Some('à'),
        _ => None,
    }
}

/// Whether the character that the bytes stand for is the likelier reading.
fn is_garbled(
    lead: u8,
    meant: char,
    last: char,
    strangest: Strangeness,
    previous: Option<char>,
    next: Option<char>,
) -> bool {
    let follows_small_letter = previous.is_some_and(char::is_lowercase);
    let follows_lower_case = follows_small_letter || previous.is_some_and(char::is_numeric);
    let follows_capital = previous.is_some_and(char::is_uppercase);
    let begins_word = !previous.is_some_and(char::is_alphabetic);
    let next_is_lower_case = next.is_some_and(char::is_lowercase);
    match (lead, strangest) {
        // Three and four bytes: two such signs in a row behind a small letter are no words.
        (0xe0.., Strangeness::Never) => true,
        (0xe2, _) if matches!(meant, '\u{2000}'..='\u{27ff}') => {
            !previous.is_some_and(char::is_alphabetic) || next_is_lower_case
        }
        (0xe0.., Strangeness::Possible) => next_is_lower_case || follows_lower_case,
        (0xe0.., Strangeness::Usual) => next_is_lower_case,
        (0xc2 | 0xc3, Strangeness::Never) => true,
        // `5 Å±2`
        (_, Strangeness::Never) => meant.is_alphabetic() && !(last == '±' && next.is_some_and(char::is_numeric)),
        (0xc2 | 0xc3, Strangeness::Possible) => !follows_capital || next_is_lower_case,
        (0xc2 | 0xc3, Strangeness::Usual) if begins_word => {
            follows_lower_case || !is_mark_around_words(last) || next.is_some_and(|c| c.is_alphabetic() || c == ' ')
        }
        (0xc2 | 0xc3, Strangeness::Usual) => follows_lower_case,
        // Greek letters stand alone: `TNF-Î±`.
        (0xce | 0xcf, Strangeness::Possible) => !follows_capital,
        (_, Strangeness::Possible) => meant.is_alphabetic() && (follows_small_letter || next_is_lower_case),
        (_, Strangeness::Usual) => meant.is_alphabetic() && (follows_small_letter || begins_word) && next_is_lower_case,
    }
}

/// Whether a sign stands around a word that may be a single letter: “Ã”, « Â ».
fn is_mark_around_words(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{ad}' | '«' | '»' | '‘' | '’' | '“' | '”' | '‚' | '„' | '‹' | '›')
}

#[cfg(test)]
mod tests {
    use super::{GarbledKind, GarbledText};

    /// A text whose UTF-8 was read as Windows-1252.
    fn misread(text: &str) -> String {
        let of_byte = |byte: u8| match byte {
            0x80..0xa0 => super::WINDOWS_1252[usize::from(byte) - 0x80],
            _ => char::from(byte),
        };
        text.bytes().map(of_byte).collect()
    }

    #[test]
    fn what_was_read_as_windows_1252_is_found_once_and_twice() {
        let mut missed = Vec::new();
        for text in [
            "5 µg",
            "37 °C",
            "±2",
            "½ tablet",
            "a · b",
            "5\u{a0}mg",
            "it’s",
            "≥ 5",
            "≤ 5",
            "café",
            "für",
            "Größe",
            "Ärzte",
            "Übung",
            "Äpfel",
            "naïve",
            "niño",
            "São",
            "ação",
            "5–10",
            "“yes”",
            "… so",
            "→ go",
            "− 2",
            "× 3",
            "α",
            "β-blocker",
            "μg",
            "m²",
            "10⁻³",
            "€ 5",
            "© 2020",
            "ÉTAT",
            "škoda",
            "ępa",
            "Việt",
            "☎ 112",
            "🙂",
            "привет",
            "ﬁn",
            "「薬」",
            "à la carte",
            "Ångström",
            "œuvre",
            "ß",
        ] {
            let once = misread(text);
            let twice = misread(&once);
            missed.extend([once, twice].into_iter().filter(|garbled| GarbledText::first_in(garbled).is_none()));
        }
        assert!(missed.is_empty(), "{missed:#?}");
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "a list of words")]
    fn words_with_these_letters_are_none() {
        let words = [
            "Âge",
            "ÂME",
            "âme",
            "pâte",
            "« Âge »",
            "« À »",
            "São Paulo",
            "NÃO",
            "MANHÃ",
            "«\u{a0}MANHÃ\u{a0}»",
            "“AMANHÃ”",
            "MAÇÃ – fruta",
            "MAÇÃ—fruta",
            "IRMÃ…",
            "irmã…",
            "maçã”",
            "pão",
            "România",
            "ÎNCEPUT",
            "în",
            "CÂND",
            "«está»",
            "está…",
            "Việt Nam",
            "NHÂN",
            "ĐẠI HỌC Â",
            "letter “Â”",
            "l’Â",
            "NESCAFÉ®",
            "NESCAFÉ",
            "Åland",
            "Å",
            "Ärzte‘",
            "‚Ärzte‘",
            "Île",
            "Ñandú",
            "ÑANDÚ®",
            "æ",
            "Øre",
            "Þór",
            "ð",
            "voilà",
            "VOILÀ…",
            "5 Å",
            "20 Å±2",
            "2 × 3",
            "× 5",
            "5×½",
            "ÖSTERREICH®",
            "DÉJÀ-VU",
            "«Ã»",
            "«\u{a0}Ã\u{a0}»",
            "CÃ\u{ad}O",
            "π",
            "√2",
            "“â”",
            "crème brûlée’s",
            "¬ p",
            "‚Äußerung‘",
            "ê, é",
            "ê…",
            "lê–se",
            "lê”",
            "você…”",
            "à «\u{a0}Paris\u{a0}»",
            "Â.",
            "é°",
            "5Å²",
        ];
        let garbled: Vec<_> = words.iter().filter_map(|text| Some((text, GarbledText::first_in(text)?))).collect();
        assert!(garbled.is_empty(), "{garbled:#?}");
    }

    #[test]
    fn a_title_in_small_letters_is_searched_as_well() {
        assert!(
            GarbledText::first_in_title("effects of 5 âµg").is_some() && GarbledText::first_in_title("cafã©").is_some()
        );
        for title in ["pâte", "irmã…", "São Paulo", "manhã”", "âge"] {
            assert_eq!(GarbledText::first_in_title(title), None, "{title}");
        }
    }

    #[test]
    fn what_has_no_sign_is_found_where_it_stands() {
        let replaced = GarbledText::first_in("5 \u{fffd}g").expect("a place");
        assert_eq!((replaced.range, replaced.kind), (2..5, GarbledKind::Replacement));
        for c in ['\u{e000}', '\u{f0b7}', '\u{f8ff}', '\u{f0001}'] {
            assert_eq!(
                GarbledText::first_in(&format!("é{c}")).map(|garbled| garbled.kind),
                Some(GarbledKind::PrivateUse(c))
            );
        }
        let lines: Vec<_> = GarbledText::by_line("a\né Âµ Â±\n\nâ‰¥\n").map(|garbled| garbled.range.start).collect();
        assert_eq!(lines, [5, 16]);
    }
}
