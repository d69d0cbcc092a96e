//! The stems of words, by Snowball's algorithms: words with the same stem, such as "exercise" and "exercises", are found with
//! each other.

use std::borrow::Cow;

use pagefind_stem::{Algorithm, Stemmer};

/// Finds the stems of a language's words. In a language without an algorithm, each word is its own stem.
pub(super) struct Stems(Option<Stemmer>);

impl Stems {
    /// The stems of a language, by its tag, such as `en-GB`.
    pub(super) fn of_language(tag: &str) -> Self {
        let language = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        Self(algorithm(&language).map(Stemmer::create))
    }

    /// The stem of a word in lower case.
    pub(super) fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        self.0.as_ref().map_or(Cow::Borrowed(word), |stemmer| stemmer.stem(word))
    }
}

/// The algorithm of a language, by the subtag for it in language tags.
fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match language {
        "ar" => Algorithm::Arabic,
        "ca" => Algorithm::Catalan,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "eo" => Algorithm::Esperanto,
        "es" => Algorithm::Spanish,
        "et" => Algorithm::Estonian,
        "eu" => Algorithm::Basque,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "ga" => Algorithm::Irish,
        "hi" => Algorithm::Hindi,
        "hu" => Algorithm::Hungarian,
        "hy" => Algorithm::Armenian,
        "id" => Algorithm::Indonesian,
        "it" => Algorithm::Italian,
        "lt" => Algorithm::Lithuanian,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "ne" => Algorithm::Nepali,
        "nl" => Algorithm::Dutch,
        "pl" => Algorithm::Polish,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sr" => Algorithm::Serbian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        "yi" => Algorithm::Yiddish,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::Stems;

    /// Bokmål, Nynorsk and Norwegian share an algorithm.
    const LANGUAGES: usize = 33;

    #[test]
    fn forms_of_a_word_have_the_same_stem() {
        for (tag, forms) in [
            ("en", ["exercise", "exercises", "exercising"]),
            ("en-GB", ["walk", "walks", "walking"]),
            ("DE", ["knochen", "knochens", "knochen"]),
            ("es-MX", ["espalda", "espaldas", "espalda"]),
        ] {
            let stems = Stems::of_language(tag);
            assert!(forms.iter().all(|form| stems.stem(form) == stems.stem(forms[0])), "{tag}");
        }
        assert_eq!(Stems::of_language("ja").stem("exercises"), "exercises");
    }

    #[test]
    fn no_word_makes_an_algorithm_fail() {
        let letters = 'a'..='z';
        let languages = letters.clone().flat_map(|first| letters.clone().map(move |second| format!("{first}{second}")));
        let stemmed: Vec<Stems> = languages.map(|language| Stems::of_language(&language)).collect();
        assert_eq!(stemmed.iter().filter(|stems| stems.0.is_some()).count(), LANGUAGES);
        for stems in stemmed {
            for word in ["", "a", "ß", "\u{301}", "膝の", "łłł", "y\u{308}y", "'s", "123", &"é".repeat(64)] {
                stems.stem(word);
            }
        }
    }
}
