//! Text as it is compared and quoted: without case, accents or runs of blanks, and without characters that nobody sees.
//!
//! Each function says what it takes away. What only one crate compares (spellings of a name, words of the search index) is
//! left to that crate.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;
pub use unicode_normalization::char::is_combining_mark;

/// The text in one line: each run of white space and control characters becomes one space, and the ends have none.
///
/// ```
/// assert_eq!(wellpress_foundation::text::one_line("  Neck\n\tpain\u{7} "), "Neck pain");
/// ```
#[must_use]
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The text behind a prefix, whose letters of ASCII may be capital or small in the text.
///
/// ```
/// assert_eq!(wellpress_foundation::text::strip_prefix_ignoring_case("DOI:10.1/x", "doi:"), Some("10.1/x"));
/// ```
#[must_use]
pub fn strip_prefix_ignoring_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (start, behind) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(behind)
}

/// The text before a suffix, whose letters of ASCII may be capital or small in the text.
///
/// ```
/// assert_eq!(wellpress_foundation::text::strip_suffix_ignoring_case("A. Lee E-Mail:", "e-mail:"), Some("A. Lee "));
/// ```
#[must_use]
pub fn strip_suffix_ignoring_case<'t>(text: &'t str, suffix: &str) -> Option<&'t str> {
    let (before, end) = text.split_at_checked(text.len().checked_sub(suffix.len())?)?;
    end.eq_ignore_ascii_case(suffix).then_some(before)
}

/// The text with a small letter at its start, as a message begins.
///
/// ```
/// assert_eq!(wellpress_foundation::text::lower_first("Unexpected end"), "unexpected end");
/// ```
#[must_use]
pub fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// The text with a capital letter at its start, as a title begins.
///
/// ```
/// assert_eq!(wellpress_foundation::text::upper_first("child health"), "Child health");
/// ```
#[must_use]
pub fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The text with the commonest character references of HTML decoded.
///
/// ```
/// assert_eq!(wellpress_foundation::text::decode_references("a &lt; b &amp;amp; c"), "a < b &amp; c");
/// ```
#[must_use]
pub fn decode_references(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let references =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", "\u{a0}"), ("&#39;", "'"), ("&amp;", "&")];
    let text =
        references.iter().fold(text.to_owned(), |text, (reference, character)| text.replace(reference, character));
    Cow::Owned(text)
}

/// The text in the form in which letters and their accents are one character (NFC). macOS stores names of files in the other form, in
/// which a letter and its accent are two, and programs hand on whichever they get.
///
/// ```
/// assert_eq!(wellpress_foundation::text::composed("u\u{308}bung".to_owned()), "\u{fc}bung");
/// ```
#[must_use]
pub fn composed(text: String) -> String {
    if !may_be_decomposed(text.as_bytes()) || unicode_normalization::is_nfc(&text) {
        text
    } else {
        text.nfc().collect()
    }
}

/// Whether a text has a character that another form of it lacks. Letters below U+0300 and typographic marks are the same in every form;
/// most texts have no others, and are not read character by character.
fn may_be_decomposed(bytes: &[u8]) -> bool {
    // The first byte of all characters from U+0300 on is larger than those of the letters below.
    let is_beyond =
        |chunk: &[u8]| chunk.iter().fold(false, |is_beyond, byte| is_beyond | (*byte >= 0xcc && *byte != 0xe2));
    // The blanks, units and brackets between U+2000 and U+2FFF that are another character in the composed form.
    let exceptions = ["\u{2000}", "\u{2001}", "\u{2126}", "\u{212a}", "\u{212b}", "\u{2329}", "\u{232a}", "\u{2adc}"];
    bytes.chunks(64).any(is_beyond)
        || exceptions.iter().any(|exception| memchr::memmem::find(bytes, exception.as_bytes()).is_some())
}

/// Whether a character without a shape of its own can stand within a word: a soft hyphen, a joiner. It divides no word.
///
/// ```
/// use wellpress_foundation::text::is_joiner;
///
/// assert!(is_joiner('\u{ad}'));
/// assert!(!is_joiner('-'));
/// ```
#[must_use]
pub fn is_joiner(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{34f}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// The text without case and in one Unicode form (NFKC). Two names of files with the same result can be one file on macOS or
/// Windows.
///
/// ```
/// use wellpress_foundation::text::without_case;
///
/// assert_eq!(without_case("Caf\u{e9}.PNG"), without_case("cafe\u{301}.png"));
/// assert_ne!(without_case("caf\u{e9}"), without_case("cafe"));
/// ```
#[must_use]
pub fn without_case(text: &str) -> String {
    // Lowering the case can undo the Unicode form, so it is restored behind it.
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.nfkc().flat_map(char::to_lowercase).nfkc().collect() }
}

/// The text without the marks that stand above, below or through a letter, and without compatibility forms (NFKD). Letters that
/// Unicode does not separate, such as `ø`, stay.
///
/// ```
/// assert_eq!(wellpress_foundation::text::without_accents("Élève, ﬁve"), "Eleve, five");
/// ```
#[must_use]
pub fn without_accents(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfkd().filter(|c| !is_combining_mark(*c)).collect())
}

/// A text as its words alone: no case, punctuation or accents, one space between words.
///
/// ```
/// assert_eq!(wellpress_foundation::text::plain_words("Życińska's Follow\u{2013}up"), "zycinska s follow up");
/// ```
#[must_use]
pub fn plain_words(text: &str) -> String {
    let text = without_accents(text);
    let text = if text.contains(is_joiner) { Cow::Owned(text.replace(is_joiner, "")) } else { text };
    let mut words = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.extend(word.chars().flat_map(char::to_lowercase));
    }
    words
}

/// The first `length` characters of a text as a message quotes it, with `…` if there are more. Control characters, which could
/// begin a new line or rewrite that of a terminal, are shown as U+FFFD.
///
/// ```
/// use wellpress_foundation::text::excerpt;
///
/// assert_eq!(excerpt("Neck\npain", 20), "Neck\u{fffd}pain");
/// assert_eq!(excerpt("Neck pain", 4), "Neck…");
/// ```
#[must_use]
pub fn excerpt(text: &str, length: usize) -> String {
    let mut characters = text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c });
    let mut excerpt: String = characters.by_ref().take(length).collect();
    if characters.next().is_some() {
        excerpt.push('\u{2026}');
    }
    excerpt
}

/// Whether Unicode lets programs ignore the character where they do not know it: joiners, marks of direction, variation selectors,
/// and fillers, which leave a gap. Control characters and white space are none of these.
///
/// ```
/// use wellpress_foundation::text::is_invisible;
///
/// assert!(is_invisible('\u{200b}'));
/// assert!(!is_invisible(' '));
/// ```
#[must_use]
pub fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether the character turns the direction of what follows it, so that a text can appear other than it is.
///
/// ```
/// use wellpress_foundation::text::is_directional_override;
///
/// assert!(is_directional_override('\u{202e}'));
/// assert!(!is_directional_override('\u{200f}'));
/// ```
#[must_use]
pub fn is_directional_override(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether the character chooses how the one before it is drawn, such as an emoji in colour.
///
/// ```
/// assert!(wellpress_foundation::text::is_variation_selector('\u{fe0f}'));
/// ```
#[must_use]
pub fn is_variation_selector(character: char) -> bool {
    matches!(character, '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}
