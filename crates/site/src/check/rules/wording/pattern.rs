//! [`Pattern`]: one line of a word file, such as `save|saves ..2 ~ !of`, that describes the words around a sign.
//!
//! | Element | Stands for |
//! | --- | --- |
//! | `~` | the sign: whatever phrase of the form was met |
//! | `~cures` | the same, if the phrase is `cures`; `~a\|b` for one of several, `~a_b` for the phrase `a b` |
//! | `~.` | the sign with a mark of punctuation right behind it |
//! | `word` | this word |
//! | `a\|b` | one of these |
//! | `<list>` | a word of that list of the file |
//! | `<number>` | a number above one, as digits or as a word of the list `numbers` |
//! | `<digits>` | a word that begins with a digit |
//! | `<year>` | four digits |
//! | `!a\|b` | any word but these, or none at all |
//! | `*` | any word |
//! | `..3` | up to three words |
//! | `...` | any number of words |
//! | `a\|b..3`, `a\|b...` | up to three, any number of these |
//! | `^` | the start of the sentence; `$` its end |
//! | `[clause]` | at the end of the line: what follows the sign ends with its clause, and `$` means that end |
//!
//! A line needs not describe the whole sentence: words further away may be anything.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::mention::Mention;
use crate::check::word_lists::{WordList, straight};

/// The words before and behind a sign, each from the sign outwards.
///
/// A line is made of words and is no regular expression, because health editors read and extend these files.
pub(super) struct Pattern {
    /// Phrases that the sign is one of; none for any. Whoever asks whether the pattern matches has compared them.
    pub signs: Vec<String>,
    /// Whether punctuation has to follow the sign.
    needs_punctuation: bool,
    before: Vec<Element>,
    after: Vec<Element>,
    reach: Reach,
}

/// Where the words behind a sign end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Sentence,
    Clause,
}

struct Element {
    alternatives: Vec<Alternative>,
    polarity: Polarity,
    count: Count,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Polarity {
    OneOf,
    NoneOf,
}

/// How many words an element stands for.
#[derive(Clone, Copy)]
enum Count {
    One,
    UpTo(usize),
}

enum Alternative {
    Word(String),
    List(Arc<WordList>),
    Number(Arc<WordList>),
    Digits,
    Year,
    /// The start or the end of the sentence.
    Edge,
}

/// The lists of a file by their names.
pub(super) type NamedLists = BTreeMap<String, Arc<WordList>>;

impl Pattern {
    /// Reads a line of a word file; an error says what is wrong with it.
    pub fn parse(line: &str, lists: &NamedLists) -> Result<Self, String> {
        let (line, reach) = match line.strip_suffix(" [clause]") {
            Some(line) => (line, Reach::Clause),
            None => (line, Reach::Sentence),
        };
        let tokens: Vec<&str> = line.split_ascii_whitespace().collect();
        let mut signs = tokens.iter().enumerate().filter_map(|(at, token)| Some((at, token.strip_prefix('~')?)));
        let (Some((sign_at, sign)), None) = (signs.next(), signs.next()) else {
            return Err("a pattern has one `~`".to_owned());
        };
        let [before, after] = [&tokens[..sign_at], &tokens[sign_at + 1..]];
        let signs = sign.trim_end_matches('.').split('|');
        Ok(Self {
            signs: signs.filter(|sign| !sign.is_empty()).map(|sign| sign.replace('_', " ")).collect(),
            needs_punctuation: sign.ends_with('.'),
            before: before.iter().rev().map(|token| Element::parse(token, lists)).collect::<Result<_, _>>()?,
            after: after.iter().map(|token| Element::parse(token, lists)).collect::<Result<_, _>>()?,
            reach,
        })
    }

    pub fn matches(&self, mention: &Mention<'_>) -> bool {
        self.words_matched_after(mention).is_some()
    }

    /// How many words behind the sign the pattern describes, if it matches.
    pub fn words_matched_after(&self, mention: &Mention<'_>) -> Option<usize> {
        // Cheapest first: the words around a phrase are split only when a pattern asks for them.
        let may_match = (!self.needs_punctuation || mention.is_punctuated())
            && (self.before.is_empty() || words_matched(&self.before, mention.before()).is_some());
        match may_match {
            true if self.after.is_empty() => Some(0),
            true => words_matched(&self.after, self.words_after(mention)),
            false => None,
        }
    }

    fn words_after<'m>(&self, mention: &'m Mention<'_>) -> &'m [&'m str] {
        match self.reach {
            Reach::Sentence => mention.after(),
            Reach::Clause => mention.after_in_clause(),
        }
    }
}

/// How many of these words the elements describe, from the first, or `None` if they do not.
///
/// Tries every length of a run of words. Sentences are short and patterns have few runs, so that this simple search beats
/// the preparation that an automaton would need.
fn words_matched(elements: &[Element], words: &[&str]) -> Option<usize> {
    let Some((first, others)) = elements.split_first() else { return Some(0) };
    match first.count {
        Count::One => {
            let rest = words.get(1..).unwrap_or_default();
            let is_accepted = first.accepts(words.first().copied());
            is_accepted.then(|| words_matched(others, rest))?.map(|count| count + words.len().min(1))
        }
        Count::UpTo(most) => {
            let run = words.iter().take(most).take_while(|word| first.accepts(Some(word))).count();
            (0..=run).find_map(|length| Some(length + words_matched(others, &words[length..])?))
        }
    }
}

impl Element {
    fn parse(token: &str, lists: &NamedLists) -> Result<Self, String> {
        let (token, count) = count_of(token)?;
        let (token, polarity) = match token.strip_prefix('!') {
            Some(token) => (token, Polarity::NoneOf),
            None => (token, Polarity::OneOf),
        };
        // Any word is a word that is not the edge of the sentence.
        if token.is_empty() || token == "*" {
            return Ok(Self { alternatives: vec![Alternative::Edge], polarity: Polarity::NoneOf, count });
        }
        let alternatives: Vec<Alternative> =
            token.split('|').map(|word| Alternative::parse(word, lists)).collect::<Result<_, _>>()?;
        Ok(Self { alternatives: with_one_list(alternatives), polarity, count })
    }

    /// Whether this may be the next word, or `None` at the edge of the sentence.
    fn accepts(&self, word: Option<&str>) -> bool {
        let is_one_of = self.alternatives.iter().any(|alternative| alternative.is(word));
        is_one_of == (self.polarity == Polarity::OneOf)
    }
}

/// The same alternatives with the single words as one list, which is faster to look into, if there are several.
fn with_one_list(alternatives: Vec<Alternative>) -> Vec<Alternative> {
    const SEVERAL: usize = 3;
    let (words, mut others): (Vec<_>, Vec<_>) =
        alternatives.into_iter().partition(|alternative| matches!(alternative, Alternative::Word(_)));
    if words.len() < SEVERAL {
        others.extend(words);
        return others;
    }
    let words = words.into_iter().filter_map(|word| if let Alternative::Word(word) = word { Some(word) } else { None });
    others.push(Alternative::List(Arc::new(words.collect())));
    others
}

/// A token without the suffix that says how often it stands.
fn count_of(token: &str) -> Result<(&str, Count), String> {
    match token.split_once("..") {
        None => Ok((token, Count::One)),
        // `...` is split at its first two dots.
        Some((token, ".")) => Ok((token, Count::UpTo(usize::MAX))),
        Some((rest, number)) => {
            let most = number.parse().map_err(|_| format!("`{token}` has no number behind `..`"))?;
            Ok((rest, Count::UpTo(most)))
        }
    }
}

impl Alternative {
    fn parse(word: &str, lists: &NamedLists) -> Result<Self, String> {
        match word.strip_prefix('<').and_then(|word| word.strip_suffix('>')) {
            Some("number") => Ok(Self::Number(list(lists, "numbers")?)),
            Some("digits") => Ok(Self::Digits),
            Some("year") => Ok(Self::Year),
            Some(name) => Ok(Self::List(list(lists, name)?)),
            None if matches!(word, "^" | "$") => Ok(Self::Edge),
            None if word.is_empty() || word.contains(['<', '>', '!', '*', '^', '$']) || word != word.to_lowercase() => {
                Err(format!("`{word}` is no word in lower case"))
            }
            None => Ok(Self::Word(word.to_owned())),
        }
    }

    fn is(&self, word: Option<&str>) -> bool {
        let Some(word) = word else { return matches!(self, Self::Edge) };
        match self {
            Self::Word(own) => own == word || (word.contains('’') && *own == straight(word)),
            Self::List(list) => list.contains(word),
            Self::Number(numbers) => is_number(word, numbers),
            Self::Digits => word.starts_with(|c: char| c.is_ascii_digit()),
            Self::Year => word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()),
            Self::Edge => false,
        }
    }
}

fn list(lists: &NamedLists, name: &str) -> Result<Arc<WordList>, String> {
    lists.get(name).cloned().ok_or_else(|| format!("there is no list `{name}`"))
}

/// Whether a word is a number above one and below a thousand in digits, or one of `numbers`.
pub(super) fn is_number(word: &str, numbers: &WordList) -> bool {
    numbers.contains(word) || (word.len() < 4 && word.parse::<u16>().is_ok_and(|number| number > 1))
}
