//! Takes texts apart into the words that the index knows. `reader.js` takes a reader's query apart in the same way; a browser
//! test compares both on texts in many scripts.
//!
//! A word is a run of letters, marks and digits, without the apostrophes, soft hyphens and joiners inside it, in lower case and
//! without compatibility forms. An elided article is no part of it: `l'arthrose` is `arthrose`. Words with a hyphen between them are
//! one word too, so that "xray" finds "x-ray". In scripts that put no blank between words, each pair of neighbouring characters is a
//! word. The index has words folded: without the accents of Latin, Greek, Cyrillic, Hebrew and Arabic. Their stems are those of the
//! words with accents.

use std::iter;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use wellpress_foundation::text::is_joiner;

/// The longest word in characters; the rest of a longer run of letters, such as encoded data, is not searched.
const LONGEST_WORD: usize = 64;

/// Letters with accents that Unicode does not separate, as readers type them without these, and letters of Arabic that end words
/// and are often typed as another one.
const LETTERS: [(char, &str); 10] = [
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('ł', "l"),
    ('đ', "d"),
    ('ħ', "h"),
    ('ı', "i"),
    ('ى', "ي"),
    ('ة', "ه"),
];

/// A word of a text, in lower case. See [`indexed_form`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word<'a> {
    /// A word between blanks and punctuation.
    Single(&'a str),
    /// Words that are joined by hyphens in the text. Each of them was a single word before.
    Joined {
        /// The words in one: `xray`.
        word: &'a str,
        /// The words with a hyphen between them: `x-ray`.
        hyphenated: &'a str,
    },
}

/// Calls `take` with each word of a text.
pub(super) fn each_word(text: &str, mut take: impl FnMut(Word<'_>)) {
    let mut runs = RunReader { word: String::with_capacity(LONGEST_WORD), hyphenated: String::new() };
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(first) = bytes.get(at) {
        let start = at;
        let mut met = 0;
        while let Some(class) = bytes.get(at).map(|byte| CLASSES[usize::from(*byte)]).filter(|class| *class != 0) {
            met |= class;
            at += 1;
        }
        match bytes.get(at) {
            _ if at == start && first.is_ascii() => at += 1,
            // Nearly every word: letters of ASCII, and then a blank or punctuation that divides words.
            Some(b' ' | b'.' | b',') | None if runs.hyphenated.is_empty() && at - start <= LONGEST_WORD => {
                let word = &text[start..at];
                take(Word::Single(if met & CAPITAL != 0 { runs.in_lower_case(word) } else { word }));
                at += 1;
            }
            _ => match text[start..].chars().next().filter(|character| at == start && !is_word_character(*character)) {
                Some(character) => at += character.len_utf8(),
                None => at = text.len() - runs.read(&text[start..], &mut take).len(),
            },
        }
    }
}

/// Whether a byte is a letter or a digit of ASCII, and whether it is a capital; 0 for all others.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        let character = byte as u8;
        classes[byte] = character.is_ascii_alphanumeric() as u8 | (character.is_ascii_uppercase() as u8 * CAPITAL);
        byte += 1;
    }
    classes
};
const CAPITAL: u8 = 2;

/// Reads a run of word characters of any script. Its texts are kept from run to run, so that their memory is used again.
struct RunReader {
    word: String,
    /// The words before, and the hyphens between them, if a hyphen stands before the run.
    hyphenated: String,
}

impl RunReader {
    /// A word of ASCII in lower case.
    fn in_lower_case(&mut self, word: &str) -> &str {
        self.word.clear();
        self.word.push_str(word);
        self.word.make_ascii_lowercase();
        &self.word
    }

    /// Takes the words of the run at the start of a text, and returns the text behind it.
    fn read<'t>(&mut self, text: &'t str, take: &mut impl FnMut(Word<'_>)) -> &'t str {
        let Self { word, hyphenated } = self;
        let (run, unread_text) = text.split_at(run_length(text));
        word.clear();
        if run.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            word.push_str(&run[..run.len().min(LONGEST_WORD)]);
            word.make_ascii_lowercase();
            take(Word::Single(word));
        } else {
            each_part(without_elision(run), |part| {
                let letters = part.chars().filter(|c| !is_apostrophe(*c) && !is_joiner(*c)).take(LONGEST_WORD);
                word.clear();
                word.extend(letters.nfkc());
                *word = word.to_lowercase();
                take(Word::Single(word));
            });
        }
        let hyphen_length = hyphen_inside(unread_text);
        if hyphen_length.is_none() && hyphenated.is_empty() {
            return unread_text;
        }
        hyphenated.push_str(word);
        if hyphen_length.is_some() {
            hyphenated.push('-');
        } else {
            each_joined(hyphenated, take);
            hyphenated.clear();
        }
        &unread_text[hyphen_length.unwrap_or(0)..]
    }
}

/// What French, Italian and Catalan leave of a word before another one, as in `l'arthrose` and `dell'anca`. Few words of other
/// languages begin so.
const ELIDED: [&str; 14] = ["c", "d", "j", "l", "m", "n", "s", "t", "qu", "un", "all", "dall", "dell", "nell"];

/// A run without an elided word and its apostrophe, so that the word behind it is found by itself.
fn without_elision(run: &str) -> &str {
    let mut lengths = 1..=4;
    let Some(length) = lengths.find(|length| matches!(run.as_bytes().get(*length), Some(b'\'' | 0xe2))) else {
        return run;
    };
    let Some((elided, behind)) = run.split_at_checked(length) else { return run };
    let behind = behind.strip_prefix(is_apostrophe).filter(|behind| behind.chars().nth(1).is_some());
    behind.filter(|_| is_elided(elided)).unwrap_or(run)
}

fn is_elided(run: &str) -> bool {
    ELIDED.iter().any(|word| word.eq_ignore_ascii_case(run))
}

/// The length of a hyphen at the start of a text, if a word follows.
fn hyphen_inside(text: &str) -> Option<usize> {
    let hyphen = text.chars().next().filter(|c| matches!(c, '-' | '\u{2010}' | '\u{2011}'))?;
    text[hyphen.len_utf8()..].starts_with(is_word_character).then_some(hyphen.len_utf8())
}

/// Joins each two neighbours of words with hyphens between them, and all of them. Numbers are no words in one: `10-20`. Neither
/// are characters of scripts that put no blank between words.
fn each_joined(hyphenated: &str, take: &mut impl FnMut(Word<'_>)) {
    let starts: Vec<usize> = iter::once(0).chain(hyphenated.match_indices('-').map(|(at, _)| at + 1)).collect();
    for (number, start) in starts.iter().enumerate().take(starts.len() - 1) {
        let end = starts.get(number + 2).map_or(hyphenated.len(), |next| next - 1);
        take_joined(&hyphenated[*start..end], take);
    }
    if starts.len() > 2 {
        take_joined(hyphenated, take);
    }
}

fn take_joined(hyphenated: &str, take: &mut impl FnMut(Word<'_>)) {
    let word = hyphenated.replace('-', "");
    let is_number = word.chars().all(char::is_numeric);
    if !is_number && word.chars().count() <= LONGEST_WORD && !word.contains(is_unspaced) {
        take(Word::Joined { word: &word, hyphenated });
    }
}

/// The word as the index has it: without the accents that readers of its script leave out when they type. Empty if it consists of
/// accents alone.
pub(super) fn indexed_form(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    let mut folded = String::with_capacity(word.len());
    for character in word.nfkd().filter(|c| !is_dropped_mark(*c)).map(with_western_digit) {
        match LETTERS.iter().find(|(letter, _)| *letter == character) {
            Some((_, replacement)) => folded.push_str(replacement),
            None => folded.push(character),
        }
    }
    folded
}

/// The length in bytes of the run of word characters at the start of a text. An apostrophe between two of them belongs to it.
fn run_length(text: &str) -> usize {
    let letters = text.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(text.len());
    if text.as_bytes().get(letters).is_none_or(|next| next.is_ascii() && *next != b'\'') {
        return letters;
    }
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        let is_followed =
            || characters.clone().find(|(_, next)| !is_joiner(*next)).is_some_and(|(_, next)| is_word_character(next));
        let is_inside = (is_apostrophe(character) || is_joiner(character)) && is_followed();
        if !is_word_character(character) && !is_inside {
            return at;
        }
    }
    text.len()
}

/// Divides a run into stretches with and without words of several characters, and the latter into pairs. The last character
/// of such a stretch is also a word by itself, so that each character begins one.
fn each_part(run: &str, mut take: impl FnMut(&str)) {
    let mut unread_text = run;
    while let Some(first) = unread_text.chars().next() {
        let length = unread_text.find(|c| is_unspaced(c) != is_unspaced(first)).unwrap_or(unread_text.len());
        let (stretch, tail) = unread_text.split_at(length);
        unread_text = tail;
        if !is_unspaced(first) {
            take(stretch);
            continue;
        }
        let starts: Vec<usize> = stretch.char_indices().map(|(at, _)| at).collect();
        for (number, start) in starts.iter().enumerate() {
            take(&stretch[*start..starts.get(number + 2).copied().unwrap_or(stretch.len())]);
        }
    }
}

fn is_word_character(character: char) -> bool {
    character.is_alphanumeric() || is_combining_mark(character)
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}')
}

/// Accents and points that readers leave out when they type. The vowel signs of other scripts are letters of their words.
fn is_dropped_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// The digits of Arabic and Persian as the keyboards of other languages have them.
fn with_western_digit(character: char) -> char {
    match character {
        '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' => char::from(b'0' | (u32::from(character) & 15) as u8),
        _ => character,
    }
}

/// Whether the character is of a script that puts no blank between words: Thai, Lao, Burmese, Khmer, kana and Han.
fn is_unspaced(character: char) -> bool {
    matches!(
        character,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}'
            | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{323af}'
    )
}

#[cfg(test)]
mod tests {
    use super::{Word, each_word, indexed_form};

    fn words(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        each_word(text, |word| {
            if let Word::Single(word) = word {
                words.push(indexed_form(word));
            }
        });
        words
    }

    fn joined(text: &str) -> Vec<(String, String)> {
        let mut words = Vec::new();
        each_word(text, |word| {
            if let Word::Joined { word, hyphenated } = word {
                words.push((word.into(), hyphenated.into()));
            }
        });
        words
    }

    #[test]
    fn words_with_hyphens_between_them_are_one_word_too() {
        let pairs = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect::<Vec<_>>();
        assert_eq!(joined("An X-ray, a T\u{2010}Score."), pairs(&[("xray", "x-ray"), ("tscore", "t-score")]));
        assert_eq!(
            joined("Vitamin-D-Mangel"),
            pairs(&[("vitamind", "vitamin-d"), ("dmangel", "d-mangel"), ("vitamindmangel", "vitamin-d-mangel")])
        );
        assert_eq!(joined("B-12 and 10-20, Rücken- und Nackenübung - a – b -c L5/S1 膝-痛"), pairs(&[("b12", "b-12")]));
        assert_eq!(words("An X-ray"), ["an", "x", "ray"]);
    }

    #[test]
    fn words_have_no_case_accents_and_punctuation() {
        assert_eq!(words("The T-score, 2.5 (L5/S1)."), ["the", "t", "score", "2", "5", "l5", "s1"]);
        assert_eq!(words("Don't: a patient’s 'neck'"), ["dont", "a", "patients", "neck"]);
        assert_eq!(
            words("Café CAFE\u{301} naïve ﬁt ÄRMLICH Łódź"),
            ["cafe", "cafe", "naive", "fit", "armlich", "lodz"]
        );
        assert_eq!(words("الرَّقَبَة"), ["الرقبه"]);
        assert_eq!(words("L'arthrose de l’âge, qu'elle dell'anca"), ["arthrose", "de", "age", "elle", "anca"]);
        assert_eq!(words("aujourd'hui d'y o'clock D's it's"), ["aujourdhui", "dy", "oclock", "ds", "its"]);
        assert_eq!(words("١٢ ۳"), ["12", "3"]);
        assert_eq!(words("हिन्दी में"), ["हिन्दी", "में"]);
        assert_eq!(words("osteo\u{ad}po\u{ad}rosis می\u{200c}خواهم"), ["osteoporosis", "میخواهم"]);
        assert_eq!(words(" -- ’’ ' "), Vec::<String>::new());
    }

    #[test]
    fn scripts_without_blanks_give_pairs() {
        assert_eq!(words("膝の痛みA1"), ["膝の", "の痛", "痛み", "み", "a1"]);
        assert_eq!(words("膝"), ["膝"]);
    }

    #[test]
    fn encoded_data_is_cut() {
        assert_eq!(words(&"A".repeat(1000)), ["a".repeat(64)]);
        assert_eq!(words(&"é".repeat(1000)), ["e".repeat(64)]);
    }
}
