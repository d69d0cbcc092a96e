//! [`Wording`]: a word file of a rule about wording, which names the phrases that the rule looks for.
//!
//! ```yaml
//! lists:
//!   health: falls fractures pain
//! forms:
//!   halved:                   # a way in which such a phrase can sound
//!     signs: [halved]         # the phrases; `<health>` stands for each word of that list
//!     where:                  # one of these patterns has to match; without any, the phrase is enough
//!       - <health> ..3 ~
//!     unless:                 # none of these may
//!       - ~ not
//! ```
//!
//! What no pattern can say is left to the rule's own code.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde::de::value::{Error as ValueError, MapDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error, IntoDeserializer};
use serde_yaml::Spanned;

use super::mention::Mention;
use super::pattern::{NamedLists, Pattern};
use crate::check::word_lists::{WordLines, WordList, straight};

/// The lists `L` that the rule's code asks for by name, and the forms `F` of its phrases.
pub(super) struct Wording<L, F> {
    pub lists: L,
    forms: BTreeMap<F, FormWords>,
}

/// The phrases of one form, and the words around them that count.
struct FormWords {
    signs: Vec<Phrase>,
    wanted: PatternsBySign,
    exempt: PatternsBySign,
}

/// Patterns in the order of their file, so that a phrase is compared only with those that may be about it.
struct PatternsBySign {
    patterns: Vec<Pattern>,
    /// The positions of the patterns that name a phrase, with those that name none.
    by_sign: FxHashMap<String, Vec<usize>>,
    /// The positions of the patterns that name no phrase.
    of_any_sign: Vec<usize>,
}

impl PatternsBySign {
    fn new(patterns: Vec<Pattern>) -> Self {
        let named: BTreeSet<&String> = patterns.iter().flat_map(|pattern| &pattern.signs).collect();
        let positions = |sign: Option<&String>| {
            let about =
                |pattern: &Pattern| pattern.signs.is_empty() || sign.is_some_and(|sign| pattern.signs.contains(sign));
            patterns.iter().enumerate().filter(|(_, pattern)| about(pattern)).map(|(at, _)| at).collect()
        };
        let by_sign = named.into_iter().map(|sign| (sign.clone(), positions(Some(sign)))).collect();
        let of_any_sign = positions(None);
        Self { patterns, by_sign, of_any_sign }
    }

    /// The patterns that may be about the phrase of a mention.
    fn about<'a>(&'a self, mention: &Mention<'_>) -> impl Iterator<Item = &'a Pattern> {
        let positions = self.by_sign.get(&*straight(mention.sign())).unwrap_or(&self.of_any_sign);
        positions.iter().map(|at| &self.patterns[*at])
    }
}

/// A phrase that the rule looks for.
#[derive(Clone)]
pub(super) struct Phrase {
    /// In lower case. A blank at an end is a part of it: it has to stand there.
    pub words: String,
    /// What to write instead, if the file says so.
    pub better: Option<String>,
}

impl<L, F: Copy + Ord> Wording<L, F> {
    /// All phrases with their forms.
    pub fn phrases(&self) -> impl Iterator<Item = (&Phrase, F)> {
        self.forms.iter().flat_map(|(form, words)| words.signs.iter().map(move |phrase| (phrase, *form)))
    }

    /// Whether the words around a phrase are as its form wants them, and no exception applies.
    pub fn is_meant(&self, form: F, mention: &Mention<'_>) -> bool {
        self.is_wanted(form, mention) && !self.is_exempt(form, mention)
    }

    /// Whether a pattern under `where` matches, or there is none.
    pub fn is_wanted(&self, form: F, mention: &Mention<'_>) -> bool {
        let matches_one = |words: &FormWords| words.wanted.about(mention).any(|pattern| pattern.matches(mention));
        self.forms.get(&form).is_some_and(|words| words.wanted.patterns.is_empty() || matches_one(words))
    }

    /// The phrase with the words behind it that the first matching pattern under `where` describes, as the author wrote
    /// them: "safe for" alone would not show what a finding is about.
    pub fn words_meant<'a>(&self, form: F, mention: &Mention<'a>) -> &'a str {
        let mut patterns = self.forms.get(&form).into_iter().flat_map(|words| words.wanted.about(mention));
        let count = patterns.find_map(|pattern| pattern.words_matched_after(mention)).unwrap_or_default();
        mention.words_up_to(count)
    }

    /// Whether a pattern under `unless` matches.
    pub fn is_exempt(&self, form: F, mention: &Mention<'_>) -> bool {
        self.forms.get(&form).is_some_and(|words| words.exempt.about(mention).any(|pattern| pattern.matches(mention)))
    }
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "F: Ord + Deserialize<'de>"))]
struct WordingFile<F> {
    lists: BTreeMap<String, WordLines>,
    forms: BTreeMap<F, FormLines>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormLines {
    #[serde(default)]
    signs: Signs,
    #[serde(default, rename = "where")]
    wanted: Vec<Spanned<String>>,
    #[serde(default, rename = "unless")]
    exempt: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Signs {
    Bare(Vec<String>),
    WithBetterWords(BTreeMap<String, String>),
}

impl Default for Signs {
    fn default() -> Self {
        Self::Bare(Vec::new())
    }
}

impl From<Signs> for Vec<Phrase> {
    fn from(signs: Signs) -> Self {
        match signs {
            Signs::Bare(signs) => signs.into_iter().map(|words| Phrase { words, better: None }).collect(),
            Signs::WithBetterWords(signs) => {
                signs.into_iter().map(|(words, better)| Phrase { words, better: Some(better) }).collect()
            }
        }
    }
}

impl<'de, L: DeserializeOwned, F: Ord + Deserialize<'de>> Deserialize<'de> for Wording<L, F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let WordingFile { lists, forms } = WordingFile::<F>::deserialize(deserializer)?;
        // The lists are read twice: into named fields for the code of the rule, and by their names for the patterns.
        let by_name = MapDeserializer::new(lists.iter().map(|(name, lines)| (name.as_str(), lines.0.as_str())));
        let typed = L::deserialize(by_name).map_err(|error: ValueError| D::Error::custom(error))?;
        let word_lists = lists.iter().map(|(name, lines)| Ok((name.clone(), Arc::new(word_list(&lines.0)?))));
        let word_lists = word_lists.collect::<Result<NamedLists, ValueError>>().map_err(D::Error::custom)?;
        let forms = forms.into_iter().map(|(form, lines)| Ok((form, lines.compile(&word_lists)?)));
        Ok(Self { lists: typed, forms: forms.collect::<Result<_, String>>().map_err(D::Error::custom)? })
    }
}

fn word_list(lines: &str) -> Result<WordList, ValueError> {
    WordList::deserialize(lines.into_deserializer())
}

impl FormLines {
    fn compile(self, lists: &NamedLists) -> Result<FormWords, String> {
        let signs = Vec::from(self.signs).into_iter().map(|phrase| words_of_sign(phrase, lists));
        let signs = signs.collect::<Result<Vec<_>, _>>()?.concat();
        // Word files have straight apostrophes, and authors may write curly ones.
        let curly = signs.iter().filter(|phrase| phrase.words.contains('\''));
        let curly =
            curly.map(|phrase| Phrase { words: phrase.words.replace('\'', "’"), better: phrase.better.clone() });
        let signs: Vec<Phrase> = curly.chain(signs.iter().cloned()).collect();
        if let Some(phrase) = signs.iter().find(|phrase| phrase.words != phrase.words.to_lowercase()) {
            return Err(format!("`{}` is not in lower case", phrase.words));
        }
        let [wanted, exempt] = [patterns(&self.wanted, lists)?, patterns(&self.exempt, lists)?];
        Ok(FormWords { signs, wanted: PatternsBySign::new(wanted), exempt: PatternsBySign::new(exempt) })
    }
}

/// The phrase itself, or each word of a list that is named as `<list>`.
fn words_of_sign(phrase: Phrase, lists: &NamedLists) -> Result<Vec<Phrase>, String> {
    let Some(name) = phrase.words.strip_prefix('<').and_then(|name| name.strip_suffix('>')) else {
        return Ok(vec![phrase]);
    };
    let words = lists.get(name).ok_or_else(|| format!("there is no list `{name}`"))?;
    Ok(words.iter().map(|word| Phrase { words: word.to_owned(), better: phrase.better.clone() }).collect())
}

fn patterns(lines: &[Spanned<String>], lists: &NamedLists) -> Result<Vec<Pattern>, String> {
    let patterns = lines.iter().map(|line| {
        Pattern::parse(&line.value, lists)
            .map_err(|problem| format!("in the pattern `{}` of line {}: {problem}", line.value, line.referenced.line()))
    });
    patterns.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::word_lists::WordFile;

    #[derive(Deserialize)]
    struct Lists {
        #[serde(rename = "health")]
        _health: WordList,
    }

    #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum TestForm {
        Halved,
    }

    fn problem(text: &'static str) -> Option<String> {
        WordFile::<Wording<Lists, TestForm>>::new("words.yaml", text).problem().1
    }

    #[test]
    fn a_mistake_in_a_word_file_is_named_with_its_line() {
        let sound =
            "lists:\n  health: pain falls\nforms:\n  halved:\n    signs: [halved]\n    where:\n      - ~ <health>\n";
        assert_eq!(problem(sound), None);
        for (line, text) in [
            (2, "lists:\n  health: pain Falls\nforms: {}\n"),
            (2, "lists:\n  health: pain falls pain\nforms: {}\n"),
            (2, "lists:\n  health: \"pain # falls\"\nforms: {}\n"),
            (4, "lists:\n  health: pain\nforms:\n  doubled:\n    signs: [doubled]\n"),
            (5, "lists:\n  health: pain\nforms:\n  halved:\n    sings: [halved]\n"),
            (6, "lists:\n  health: pain\nforms:\n  halved:\n    where:\n      - ~ <harms>\n"),
            (6, "lists:\n  health: pain\nforms:\n  halved:\n    unless:\n      - the <health>\n"),
            (6, "lists:\n  health: pain\nforms:\n  halved:\n    unless:\n      - ~ ..many <health>\n"),
        ] {
            let problem = problem(text).expect("the file is broken");
            assert!(problem.starts_with("words.yaml:") && problem.contains(&line.to_string()), "{problem}\n{text}");
        }
        assert!(problem("lists: {}\nforms: {}\n").is_some_and(|problem| problem.contains("`health`")));
    }
}
