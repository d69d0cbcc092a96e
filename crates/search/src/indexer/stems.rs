//! The stems of words, by Snowball's algorithms: words with the same stem, such as "exercise" and "exercises", are found with
//! each other. So are the irregular forms of `forms`.

use std::borrow::Cow;

use pagefind_stem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

use super::forms::{Forms, forms};
use super::words::indexed_form;

/// Finds the stems of a language's words. In a language without an algorithm, each word is its own stem.
pub(super) struct Stems {
    stemmer: Option<Stemmer>,
    pub forms: Forms,
    /// By the stems of irregular forms, the stems of the regular ones.
    irregular: FxHashMap<String, String>,
    /// By stem, the words and stems of the irregular pair that has it, as the index has words.
    keys: FxHashMap<String, Vec<String>>,
}

impl Stems {
    /// The stems of a language, by its tag, such as `en-GB`.
    pub(super) fn of_language(tag: &str) -> Self {
        let language = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let stemmer = algorithm(&language).map(Stemmer::create);
        let mut stems =
            Self { stemmer, forms: forms(&language), irregular: FxHashMap::default(), keys: FxHashMap::default() };
        for (irregular, regular) in stems.forms.irregular {
            let (from, to) = (stems.stem(irregular).into_owned(), stems.stem(regular).into_owned());
            let keys = [*irregular, *regular, &from].map(indexed_form);
            stems.keys.entry(indexed_form(&to)).or_default().extend(keys);
            if from != to {
                stems.irregular.insert(from, to);
            }
        }
        stems
    }

    /// The stem of a word in lower case, which is that of its common spelling.
    pub(super) fn stem<'a>(&'a self, word: &'a str) -> Cow<'a, str> {
        match self.common_spelling(word) {
            Some(common) => Cow::Owned(self.stem_as_spelt(&common).into_owned()),
            None => self.stem_as_spelt(word),
        }
    }

    /// The common spelling of a word that has two, if it is another one: "anemia" of "anaemia", and "organise" of "organize".
    pub(super) fn common_spelling(&self, word: &str) -> Option<String> {
        const BEHIND_Z: [&str; 10] = ["e", "ed", "er", "ers", "es", "ing", "able", "ation", "ations", "ational"];
        let spellings = self.forms.query.spellings;
        if spellings.is_empty() {
            return None;
        }
        let z = word.rfind('z').filter(|z| word[..*z].ends_with(['i', 'y']) && BEHIND_Z.contains(&&word[z + 1..]));
        let mut common = z.map(|z| format!("{}s{}", &word[..z], &word[z + 1..]));
        // Most words have none of these pairs of letters.
        if ["ae", "oe", "our", "tre", "bre"].iter().any(|pair| word.contains(pair)) {
            for (from, to) in spellings {
                let spelt = common.as_deref().unwrap_or(word);
                if spelt.contains(from) {
                    common = Some(spelt.replace(from, to));
                }
            }
        }
        common
    }

    fn stem_as_spelt<'a>(&'a self, word: &'a str) -> Cow<'a, str> {
        let stem = match &self.stemmer {
            Some(stemmer) => stemmer.stem(self.without_article(word)),
            None => Cow::Borrowed(word),
        };
        match self.irregular.get(&*stem) {
            Some(regular) => Cow::Borrowed(regular),
            None => self.with_common_end(stem),
        }
    }

    /// A word without the article that is written with it. The algorithm of Arabic leaves the article of a short word, and
    /// conjunctions before it.
    fn without_article<'a>(&self, word: &'a str) -> &'a str {
        let behind_conjunction = word.strip_prefix(self.forms.conjunctions);
        let starts = behind_conjunction.into_iter().chain([word]);
        let mut rests = starts.flat_map(|start| self.forms.articles.iter().filter_map(|it| start.strip_prefix(*it)));
        rests.find(|rest| rest.chars().nth(2).is_some()).unwrap_or(word)
    }

    fn with_common_end<'a>(&self, stem: Cow<'a, str>) -> Cow<'a, str> {
        match self.forms.stem_end {
            Some((from, to)) if stem.ends_with(from) => {
                Cow::Owned(format!("{}{to}", &stem[..stem.len() - from.len_utf8()]))
            }
            _ => stem,
        }
    }

    /// What a query may have instead of a word of the index: the same form in another spelling of its end.
    pub(super) fn respelt(&self, word: &str) -> Option<String> {
        let ends = self.forms.respelt.iter();
        ends.filter_map(|(end, other)| Some(format!("{}{other}", word.strip_suffix(end)?))).next()
    }

    /// What a query may have instead of the words of a stem: irregular forms, as the index has words.
    pub(super) fn irregular_forms(&self, stem: &str) -> &[String] {
        self.keys.get(stem).map_or(&[], Vec::as_slice)
    }

    /// The words from which the script in the browser knows the stem without having it in its list: the stem itself, and what it
    /// restores behind it.
    pub(super) fn words_like(&self, stem: &str) -> impl Iterator<Item = String> {
        let restored = self.forms.query.restored.chars().map(move |letter| format!("{stem}{letter}"));
        let respelt = self.forms.respelt.iter().filter_map(move |(end, other)| {
            let start = stem.strip_suffix(end.chars().next()?).filter(|start| start.len() > 2)?;
            Some(format!("{start}{other}"))
        });
        [stem.to_owned()].into_iter().chain(restored).chain(respelt)
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
    fn irregular_forms_have_the_stem_of_the_regular_one() {
        for (tag, irregular, regular) in [
            ("en", "feet", "foot"),
            ("en", "womens", "woman"),
            ("en", "vertebrae", "vertebra"),
            ("en", "swollen", "swelling"),
            ("en", "taught", "teaches"),
            ("en", "chose", "choosing"),
            ("ar", "التمارين", "تمرين"),
            ("ar", "بالأقدام", "القدم"),
        ] {
            let stems = Stems::of_language(tag);
            assert_eq!(stems.stem(irregular), stems.stem(regular), "{irregular}");
        }
    }

    #[test]
    fn british_and_american_spellings_have_one_stem() {
        let stems = Stems::of_language("en");
        for (british, american) in [
            ("anaemia", "anemia"),
            ("anaesthetic", "anesthetic"),
            ("behavioural", "behavioral"),
            ("centre", "center"),
            ("colours", "colors"),
            ("diarrhoea", "diarrhea"),
            ("faeces", "feces"),
            ("foetal", "fetal"),
            ("gynaecology", "gynecology"),
            ("haemorrhages", "hemorrhages"),
            ("mobilisation", "mobilization"),
            ("oedema", "edema"),
            ("oesophagus", "esophagus"),
            ("oestrogen", "estrogen"),
            ("organised", "organized"),
            ("paediatrics", "pediatrics"),
            ("paralyse", "paralyze"),
            ("tumours", "tumors"),
        ] {
            assert_eq!(stems.stem(british), stems.stem(american), "{british}");
        }
        for word in ["aerobic", "four", "goes", "hour", "shoes", "source", "vertebrae", "zinc"] {
            assert_eq!(stems.common_spelling(word), None, "{word}");
        }
        assert_ne!(stems.stem("organize"), stems.stem("organ"));
        assert_eq!(Stems::of_language("de").common_spelling("oedem"), None);
    }

    #[test]
    fn each_pair_of_irregular_forms_has_one_stem() {
        for tag in ["en", "ar"] {
            let stems = Stems::of_language(tag);
            for (irregular, regular) in stems.forms.irregular {
                assert_eq!(stems.stem(irregular), stems.stem(regular), "{irregular}");
            }
        }
    }

    #[test]
    fn no_word_makes_an_algorithm_fail() {
        let letters = 'a'..='z';
        let languages = letters.clone().flat_map(|first| letters.clone().map(move |second| format!("{first}{second}")));
        let stemmed: Vec<Stems> = languages.map(|language| Stems::of_language(&language)).collect();
        assert_eq!(stemmed.iter().filter(|stems| stems.stemmer.is_some()).count(), LANGUAGES);
        for stems in stemmed {
            for word in ["", "a", "ß", "\u{301}", "膝の", "łłł", "y\u{308}y", "'s", "123", &"é".repeat(64)] {
                stems.stem(word);
            }
        }
    }
}
