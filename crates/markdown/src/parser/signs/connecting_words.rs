//! Whether a line ends in the middle of a sentence: with a word that needs another one behind it, in some languages, or with a sign.

/// Words that connect, sorted. No sentence and no heading ends with one, whereas a line that was wrapped often does. Words that can
/// be the end of a phrase, such as "over" and "auf", are not among them.
const CONNECTING: [&str; 147] = [
    "a",
    "al",
    "als",
    "an",
    "and",
    "approximately",
    "are",
    "as",
    "at",
    "au",
    "aux",
    "av",
    "avec",
    "be",
    "beträgt",
    "between",
    "by",
    "circa",
    "com",
    "con",
    "cu",
    "că",
    "da",
    "dal",
    "dans",
    "das",
    "dass",
    "de",
    "dei",
    "del",
    "della",
    "delle",
    "dem",
    "den",
    "der",
    "des",
    "desde",
    "di",
    "dla",
    "do",
    "dos",
    "du",
    "e",
    "een",
    "ein",
    "eine",
    "einem",
    "einen",
    "einer",
    "el",
    "eller",
    "en",
    "entre",
    "environ",
    "equals",
    "es",
    "est",
    "et",
    "etwa",
    "exceeds",
    "for",
    "fra",
    "from",
    "från",
    "für",
    "gegen",
    "gli",
    "hasta",
    "het",
    "höchstens",
    "i",
    "il",
    "is",
    "ist",
    "la",
    "las",
    "le",
    "les",
    "liegt",
    "lo",
    "los",
    "lub",
    "mais",
    "maximal",
    "med",
    "mellan",
    "mellem",
    "mellom",
    "mindestens",
    "minimal",
    "minstens",
    "między",
    "más",
    "na",
    "niż",
    "o",
    "od",
    "oder",
    "of",
    "og",
    "or",
    "ou",
    "para",
    "per",
    "por",
    "pour",
    "pro",
    "que",
    "sau",
    "sind",
    "sont",
    "sowie",
    "sur",
    "than",
    "that",
    "the",
    "till",
    "to",
    "tra",
    "tussen",
    "u",
    "um",
    "un",
    "una",
    "und",
    "une",
    "uno",
    "van",
    "versus",
    "vom",
    "von",
    "voor",
    "vs",
    "was",
    "were",
    "when",
    "which",
    "with",
    "y",
    "z",
    "zum",
    "zur",
    "zwischen",
    "à",
    "är",
    "é",
    "și",
];

/// Words of two parts whose second part alone may end a phrase.
const CONNECTING_PAIRS: [&str; 12] = [
    "at least",
    "at most",
    "al menos",
    "au moins",
    "au plus",
    "bis zu",
    "less than",
    "more than",
    "como mínimo",
    "up to",
    "no less",
    "no more",
];

/// Abbreviations behind which the sentence goes on.
const ABBREVIATIONS: [&str; 13] =
    ["approx.", "aprox.", "bzw.", "ca.", "e.g.", "env.", "i.e.", "max.", "min.", "no.", "nr.", "vs.", "z.B."];

/// Whether the sentence of a line must go on behind it.
pub(super) fn goes_on(line: &str) -> bool {
    let line = line.trim_end();
    if line.ends_with([
        ',', '(', '[', '=', '<', '>', '/', '+', '\u{b1}', '\u{d7}', '\u{2264}', '\u{2265}', '\u{2248}', '\u{2013}',
    ]) {
        return true;
    }
    if ABBREVIATIONS.iter().any(|abbreviation| ends_with_word(line, abbreviation)) {
        return true;
    }
    // A word alone is an item, or a heading.
    let Some((_, word)) = line.rsplit_once(|c: char| c.is_whitespace() || matches!(c, '(' | '*' | '_')) else {
        return false;
    };
    // "vitamin A" is no article.
    let is_letter = word.len() == 1;
    let folded = if is_letter { word.to_owned() } else { word.to_lowercase() };
    CONNECTING.binary_search(&folded.as_str()).is_ok() || CONNECTING_PAIRS.iter().any(|pair| ends_with_word(line, pair))
}

/// Whether a line ends a sentence or introduces what follows it, perhaps within quotation marks or emphasis.
pub(super) fn ends_phrase(line: &str) -> bool {
    let words = line
        .trim_end()
        .trim_end_matches(['*', '_', '"', '\'', ')', ']', '\u{201d}', '\u{2019}', '\u{bb}', '\u{300d}', '`']);
    words.ends_with([
        '.', '!', '?', ':', ';', '\u{2026}', '\u{3002}', '\u{ff1a}', '\u{ff01}', '\u{ff1f}', '\u{ff1b}', '\u{61f}',
        '\u{6d4}', '\u{964}',
    ])
}

/// Whether a line ends with these words, and not within a longer one.
fn ends_with_word(line: &str, words: &str) -> bool {
    let Some(start) = line.len().checked_sub(words.len()).filter(|start| line.is_char_boundary(*start)) else {
        return false;
    };
    let (before, end) = line.split_at(start);
    end.eq_ignore_ascii_case(words) && !before.ends_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::{CONNECTING, ends_phrase, goes_on};

    #[test]
    fn the_words_are_sorted_as_the_search_needs_them() {
        assert!(CONNECTING.is_sorted(), "{:?}", CONNECTING.windows(2).find(|pair| pair[0] >= pair[1]));
    }

    #[test]
    fn a_line_goes_on_behind_a_connecting_word_and_behind_a_sign() {
        for line in
            ["a T-score of", "Der Wert liegt zwischen", "at most", "moins de", "approx.", "scores (", "BMI ≥", "a,"]
        {
            assert!(goes_on(line), "{line}");
        }
        for line in ["You need", "vitamin A", "It hurts most", "Rest.", "of:", "the proof"] {
            assert!(!goes_on(line), "{line}");
        }
    }

    #[test]
    fn a_phrase_ends_within_quotation_marks_and_emphasis_too() {
        for line in ["You need:", "**Stop.**", "He said \"no.\"", "次のもの：", "(see below.)"] {
            assert!(ends_phrase(line), "{line}");
        }
        assert!(!ends_phrase("a T-score of"));
    }
}
