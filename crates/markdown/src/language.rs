//! [`TextLanguage`]: what the language of a text decides about its typography, its citations and its variables.

use crate::variables::Variables;

/// The language of a text, as far as parsing depends on it.
#[derive(Debug, Clone, Copy)]
pub struct TextLanguage<'a> {
    /// The marks that straight quotation marks become.
    pub quotes: QuoteMarks,
    /// The words of the language with which a locator begins. English ones are read in every language.
    pub locator_words: &'a [LocatorWord],
    /// The values that the settings give to names in this language.
    pub variables: Variables<'a>,
}

/// A word or an abbreviation with which a locator begins, such as `Kap.`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocatorWord {
    /// CSL's term for the kind of part, such as `chapter`.
    pub label: &'static str,
    /// The word as authors write it.
    pub word: String,
}

impl TextLanguage<'static> {
    /// English.
    pub const ENGLISH: Self = Self {
        quotes: QuoteMarks::new("\u{201c}", "\u{201d}", "\u{2018}", "\u{2019}"),
        locator_words: &[],
        variables: Variables::NONE,
    };
}

/// The quotation marks of a language: those in place of `"`, and those in place of `'`.
///
/// ```
/// use wellpress_markdown::language::QuoteMarks;
///
/// assert_eq!(QuoteMarks::of("de-AT").open, "„");
/// assert_eq!(QuoteMarks::of("de-CH").open, "«");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuoteMarks {
    /// In place of `"` before a quotation.
    pub open: &'static str,
    /// In place of `"` behind a quotation.
    pub close: &'static str,
    /// In place of `'` before a quotation.
    pub open_inner: &'static str,
    /// In place of `'` behind a quotation. An apostrophe is the same in every language.
    pub close_inner: &'static str,
}

/// The marks by language, those of a region before those of its language. They are those of CLDR, which CSL's locales differ from:
/// these have straight marks for Arabic and Hebrew, the marks of book titles for Chinese, and single ones first for British
/// English, where an author who writes `"` wants double ones. The blanks within French marks are those of CSL's locale.
const QUOTES: [(&[&str], QuoteMarks); 15] = [
    (&["de-ch", "de-li", "it-ch"], QuoteMarks::new("«", "»", "‹", "›")),
    (&["pt-pt"], QuoteMarks::new("«", "»", "“", "”")),
    (&["es-mx", "es-us", "es-419"], TextLanguage::ENGLISH.quotes),
    (&["zh-tw", "zh-hk", "zh-hant"], QuoteMarks::new("「", "」", "『", "』")),
    (&["de", "cs", "sk", "sl", "is", "et", "lt", "bg"], QuoteMarks::new("„", "“", "‚", "‘")),
    (&["fr"], QuoteMarks::new("«\u{a0}", "\u{a0}»", "“", "”")),
    (&["es", "it", "ca", "gl", "eu", "el"], QuoteMarks::new("«", "»", "“", "”")),
    (&["ru", "uk", "be"], QuoteMarks::new("«", "»", "„", "“")),
    (&["nb", "nn", "no"], QuoteMarks::new("«", "»", "‘", "’")),
    (&["fa", "hy"], QuoteMarks::new("«", "»", "‹", "›")),
    (&["pl", "ro"], QuoteMarks::new("„", "”", "«", "»")),
    (&["hu"], QuoteMarks::new("„", "”", "»", "«")),
    (&["hr", "sr", "bs"], QuoteMarks::new("„", "”", "‚", "’")),
    (&["sv", "fi", "he"], QuoteMarks::new("”", "”", "’", "’")),
    (&["ja"], QuoteMarks::new("「", "」", "『", "』")),
];

/// The mark in an abbreviation of Hebrew, for which authors type `"`.
pub(crate) const GERSHAYIM: &str = "\u{5f4}";

/// Whether a quotation mark stands between two Hebrew letters.
pub(crate) fn is_in_hebrew_word(before: &str, behind: &str) -> bool {
    before.ends_with(is_hebrew_letter) && behind.starts_with(is_hebrew_letter)
}

fn is_hebrew_letter(c: char) -> bool {
    matches!(c, '\u{5d0}'..='\u{5ea}')
}

/// Whether a mark behind these words can only end a quotation.
fn ends_quotation(before: &str, behind: &str) -> bool {
    before.ends_with(is_letter_of_spaced_script)
        || (before.ends_with(is_punctuation) && !behind.starts_with(char::is_alphanumeric))
}

/// Whether a character is a letter or digit of a script with blanks between words. Chinese and Japanese have none before a quotation.
fn is_letter_of_spaced_script(c: char) -> bool {
    c.is_alphanumeric() && c < '\u{2e80}'
}

fn is_punctuation(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '…' | ')' | ']' | '%')
}

impl QuoteMarks {
    const fn new(open: &'static str, close: &'static str, open_inner: &'static str, close_inner: &'static str) -> Self {
        Self { open, close, open_inner, close_inner }
    }

    /// The marks of the language with this tag, such as `de` or `de-CH`; English ones if it has no others.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        let tag = tag.to_ascii_lowercase();
        let primary = tag.split('-').next().unwrap_or(&tag);
        quotes_of(&tag).or_else(|| quotes_of(primary)).unwrap_or(TextLanguage::ENGLISH.quotes)
    }

    /// The marks of this language in place of English ones, which the parser sets. `is_inner_open` says whether a single mark
    /// is open, and is changed by this one. `before` and `behind` are the texts around the mark.
    pub(crate) fn localised(self, mark: &str, before: &str, behind: &str, is_inner_open: &mut bool) -> &'static str {
        match mark {
            "\u{201c}" | "\u{201d}" if is_in_hebrew_word(before, behind) => GERSHAYIM,
            // The parser takes each mark without a partner for an opening one. Behind a word none opens.
            "\u{201c}" if ends_quotation(before, behind) => self.close,
            "\u{201c}" => self.open,
            "\u{201d}" => self.close,
            "\u{2018}" => {
                *is_inner_open = true;
                self.open_inner
            }
            // A letter behind it makes it an apostrophe, which ends no quotation.
            _ if behind.starts_with(char::is_alphanumeric) || !std::mem::take(is_inner_open) => "\u{2019}",
            _ => self.close_inner,
        }
    }
}

fn quotes_of(tag: &str) -> Option<QuoteMarks> {
    QUOTES.iter().find(|(tags, _)| tags.contains(&tag)).map(|(_, marks)| *marks)
}
