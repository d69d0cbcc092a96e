//! [`is_foreign`]: tells titles of other languages from English ones by their function words, by ends of words and by letters.
//!
//! Libraries seldom name the language of an entry. The lists are short: they decide whether capitals are those of an English
//! heading, and nothing else. Titles of two words have no function words, so that a few words of the field are listed as well.

/// Function words of English titles.
const ENGLISH_WORDS: [&str; 21] = [
    "the", "of", "and", "for", "with", "to", "from", "by", "on", "at", "is", "a", "an", "among", "after", "between",
    "during", "its", "their", "or", "what",
];

/// Ends of words that are usual in English and rare in the other languages.
const ENGLISH_ENDS: [&str; 14] =
    ["ease", "ical", "ity", "ly", "ness", "ous", "apy", "ery", "ury", "ogy", "udy", "ory", "ary", "ancy"];

/// A language whose titles keep their capitals.
struct Language {
    /// Function words, without those that English has as well, as `die` and `on`.
    words: &'static [&'static str],
    /// Ends of words that English does not have.
    ends: &'static [&'static str],
    /// Ends that English has in words of fewer than seven letters alone, such as "young".
    ends_of_long_words: &'static [&'static str],
    /// What stands before an apostrophe in place of a whole word, as in `l'enfant`.
    elided: &'static [&'static str],
}

const LANGUAGES: [Language; 6] = [
    // German
    Language {
        words: &[
            "der", "die", "das", "und", "von", "für", "mit", "auf", "den", "dem", "des", "bei", "zur", "zum", "im",
            "ein", "eine", "einer", "oder", "nach", "aus", "als", "durch", "über", "vom", "innere", "knochen",
        ],
        ends: &[
            "apie",
            "buch",
            "gie",
            "heit",
            "heiten",
            "izin",
            "keit",
            "keiten",
            "kunde",
            "linie",
            "schaft",
            "schmerz",
            "schmerzen",
            "tik",
            "trie",
            "ungen",
        ],
        ends_of_long_words: &["ung"],
        elided: &[],
    },
    // Spanish
    Language {
        words: &[
            "el",
            "la",
            "los",
            "las",
            "de",
            "del",
            "en",
            "y",
            "con",
            "por",
            "para",
            "una",
            "un",
            "al",
            "sobre",
            "entre",
            "como",
            "su",
            "sus",
            "dolor",
            "ejercicio",
            "ejercicios",
            "huesos",
            "salud",
        ],
        ends: &["ción", "ciones", "dad", "dades", "icina", "logía", "miento", "apia"],
        ends_of_long_words: &[],
        elided: &[],
    },
    // Portuguese
    Language {
        words: &[
            "de", "da", "dos", "das", "em", "na", "nos", "nas", "com", "por", "para", "uma", "um", "ao", "aos", "pela",
            "pelo", "sobre", "entre", "e", "os", "dor", "ossos",
        ],
        ends: &["ção", "ções", "dade", "icina", "logia", "mento", "apia", "ência", "ância"],
        ends_of_long_words: &[],
        elided: &[],
    },
    // French
    Language {
        words: &[
            "le",
            "la",
            "les",
            "de",
            "du",
            "des",
            "et",
            "en",
            "aux",
            "un",
            "une",
            "pour",
            "avec",
            "chez",
            "dans",
            "sur",
            "par",
            "entre",
            "ou",
            "douleur",
            "douleurs",
            "exercice",
            "exercices",
            "maladie",
            "maladies",
            "soins",
        ],
        ends: &["apie", "logie", "rgie", "trie", "tés", "eux", "euse"],
        ends_of_long_words: &[],
        elided: &["l", "d", "qu"],
    },
    // Italian
    Language {
        words: &[
            "il",
            "lo",
            "la",
            "gli",
            "di",
            "del",
            "della",
            "dello",
            "dei",
            "delle",
            "degli",
            "e",
            "nel",
            "nella",
            "nei",
            "nelle",
            "con",
            "un",
            "una",
            "al",
            "alla",
            "sulla",
            "dal",
            "dalla",
            "tra",
            "fra",
            "dolore",
            "esercizi",
            "esercizio",
            "malattia",
            "malattie",
            "ossa",
            "salute",
        ],
        ends: &["icina", "apia", "logia", "zione", "zioni", "ità"],
        ends_of_long_words: &[],
        elided: &["l", "d", "dell", "all", "nell", "sull", "un"],
    },
    // Dutch
    Language {
        words: &[
            "de", "het", "een", "en", "van", "voor", "bij", "naar", "te", "aan", "door", "tussen", "zijn", "uit",
            "als", "tijdens", "pijn",
        ],
        ends: &["apie", "heid", "ijk", "ijke", "kunde", "zorg"],
        ends_of_long_words: &[],
        elided: &[],
    },
];

/// Letters with marks that these languages have.
const MARKED: &str = "äöüßáíóúñãõçâêôàèìòùé¿¡";

/// English words that stand beside a name or a borrowed word with such letters, as in `Sjögren Syndrome` and `Café Visits`.
const ENGLISH_NOUNS: [&str; 12] = [
    "syndrome",
    "sign",
    "test",
    "trial",
    "study",
    "review",
    "care",
    "pain",
    "health",
    "visits",
    "manoeuvre",
    "maneuver",
];

/// Phrases in English titles that have words of other languages.
const BORROWED: [&str; 3] = ["de novo", "en bloc", "et al"];

/// Whether the words of a title are those of German, Spanish, Portuguese, French, Italian or Dutch. A title without such words
/// counts as English.
pub(crate) fn is_foreign(title: &str) -> bool {
    let words = words_of(title);
    let lower = title.to_lowercase();
    let has_english_end = words.iter().any(|word| ENGLISH_ENDS.iter().any(|end| is_ending(word, end)));
    let english = words.iter().filter(|word| is_english(word)).count();
    let foreign = LANGUAGES.iter().map(|language| language.count(&lower, &words)).max().unwrap_or_default();
    let borrowed = BORROWED.iter().filter(|phrase| lower.contains(*phrase)).count();
    let (foreign, for_english) = (foreign.saturating_sub(borrowed), english + usize::from(has_english_end));
    // With nothing English about a title, a single letter decides: "Salud Ósea" has no other word of its language.
    foreign > for_english
        || (foreign == for_english && lower.contains(|c| MARKED.contains(c)) && (foreign > 0 || for_english == 0))
}

fn is_english(word: &str) -> bool {
    ENGLISH_WORDS.contains(&word) || ENGLISH_NOUNS.contains(&word)
}

/// The words of a title in small letters, without those that are no function words although they look like one: abbreviations
/// such as `LOS` and `ALS`, the letter of `Vitamin E`, and sodium, `Na`.
fn words_of(title: &str) -> Vec<String> {
    let has_small_letters = title.contains(char::is_lowercase);
    let words = title.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty()).enumerate();
    let words = words.filter(|(at, word)| {
        let is_short = word.len() <= 2 && *at > 0;
        let is_english = ENGLISH_WORDS.iter().any(|english| english.eq_ignore_ascii_case(word));
        let is_abbreviation = !word.contains(char::is_lowercase) || (is_short && word.starts_with(char::is_uppercase));
        !has_small_letters || is_english || !is_abbreviation
    });
    words.map(|(_, word)| word.to_lowercase()).collect()
}

impl Language {
    /// The number of words that are of this language.
    fn count(&self, lower: &str, words: &[String]) -> usize {
        let elided = lower.match_indices(['\'', '’']).filter(|(apostrophe, _)| {
            let text_before_mark = &lower[..*apostrophe];
            self.elided.contains(&&text_before_mark[text_before_mark.trim_end_matches(char::is_alphanumeric).len()..])
        });
        words.iter().filter(|word| self.has_word(word)).count() + elided.count()
    }

    fn has_word(&self, word: &str) -> bool {
        self.words.contains(&word)
            || self.ends.iter().any(|end| is_ending(word, end))
            || (is_long(word) && self.ends_of_long_words.iter().any(|end| word.ends_with(end)))
    }
}

/// Whether a word is long enough for an end that short words of English have. Of the long ones "samsung" alone has such an end.
fn is_long(word: &str) -> bool {
    word.len() >= 7 && word != "samsung"
}

/// Whether a word has this end, and more than one letter before it.
fn is_ending(word: &str, end: &str) -> bool {
    word.len() > end.len() + 1 && word.ends_with(end)
}
