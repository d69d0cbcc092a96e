//! `red-flag-without-care`: a warning sign named in the text of a page that does not say when to get help.
//!
//! Somebody who reads about chest pain may have it at this moment, also on a page that only explains a disease. The signs, in
//! the words of readers, are in `word-lists/red-flag-without-care.yaml`. A card `:::care`, an exercise's own signals to stop, or
//! those of an exercise that the page shows put the rule at rest.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use wellpress_diagnostics::{Diagnostic, Span, rules};
use wellpress_foundation::text::one_line;
use wellpress_markdown::directives::DirectiveKind;

use crate::check::located_words::{LocatedWord, words_by_block};
use crate::check::word_lists::{WordFile, WordLines, word_file};
use crate::model::Page;
use crate::resolve::ResolvedSite;

pub(super) static WORDS: WordFile<WarningSignLists> = word_file!("red-flag-without-care.yaml");

#[derive(Deserialize)]
#[serde(try_from = "SignLines")]
pub(super) struct WarningSignLists {
    signs: Vec<WarningSign>,
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignLines {
    lists: BTreeMap<String, WordLines>,
    signs: Vec<String>,
}

/// Words that make a warning sign if they stand in this order.
#[derive(Debug, PartialEq, Eq)]
struct WarningSign {
    /// Each with its alternatives.
    words: Vec<Vec<String>>,
    /// Words right behind which it is another thing: "full control of the bladder".
    not_behind: Vec<String>,
    /// Words right before which it is another thing: "numb with grief".
    not_before: Vec<String>,
}

impl TryFrom<SignLines> for WarningSignLists {
    type Error = String;

    fn try_from(file: SignLines) -> Result<Self, String> {
        let mut signs = Vec::new();
        for line in &file.signs {
            signs.push(WarningSign::parse(line, &file.lists)?);
            if let Some((one, other)) = line.split_once(" + ") {
                signs.push(WarningSign::parse(&format!("{other} {one}"), &file.lists)?);
            }
        }
        Ok(Self { signs })
    }
}

impl WarningSign {
    /// Of words that may stand in either order, the sign of the order in which they are written.
    fn parse(line: &str, lists: &BTreeMap<String, WordLines>) -> Result<Self, String> {
        let (mut words, mut not_behind, mut not_before) = (Vec::new(), Vec::new(), Vec::new());
        for token in line.split_whitespace().filter(|token| *token != "+") {
            let (is_exception, token) = token.strip_prefix('!').map_or((false, token), |rest| (true, rest));
            let mut alternatives = Vec::new();
            for word in token.split('|') {
                if let Some(list) = word.strip_prefix('<').and_then(|word| word.strip_suffix('>')) {
                    let WordLines(list) = lists.get(list).ok_or(format!("no list `{list}` for the sign `{line}`"))?;
                    alternatives.extend(list.split_ascii_whitespace().map(str::to_owned));
                } else if word.is_empty() || word != word.to_lowercase() {
                    return Err(format!("`{word}` in the sign `{line}` is no word in lower case"));
                } else {
                    alternatives.push(word.to_owned());
                }
            }
            match (is_exception, words.is_empty()) {
                (false, _) => words.push(alternatives),
                (true, true) => not_behind.extend(alternatives),
                (true, false) => not_before.extend(alternatives),
            }
        }
        if words.is_empty() {
            Err(format!("the sign `{line}` has no words"))
        } else {
            Ok(Self { words, not_behind, not_before })
        }
    }

    /// The words of which every place of the sign has one, and the longer the better.
    fn rarest(&self) -> impl Iterator<Item = &str> {
        let shortest = |words: &&Vec<String>| words.iter().map(String::len).min();
        self.words.iter().max_by_key(shortest).into_iter().flatten().map(String::as_str)
    }
}

/// How many other words may stand between two of a sign.
const WORDS_BETWEEN: usize = 2;

/// Right before a sign they say that somebody does not have it: "he had no chest pain".
const DENYING: &[&str] = &["no", "not", "never", "nor", "without", "ohne", "sin"];

/// Some words before a sign they say that none of several people has it: "none of the runners fainted".
const DENYING_ALL: &[&str] = &["none", "nobody", "neither"];

/// How far before a sign those words may stand.
const WORDS_BEFORE: usize = 7;

/// Finds one word of each sign.
static FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    // Capitals such as "Ü" are not known to the automaton.
    let rarest =
        WORDS.signs.iter().flat_map(WarningSign::rarest).filter_map(|word| word.split(|c: char| !c.is_ascii()).next());
    let finder = AhoCorasick::builder().ascii_case_insensitive(true).build(rarest);
    finder.expect("some hundred words fit an automaton")
});

/// The signs by their first words, so that a word of a text is compared only with the signs that it begins.
static SIGNS_BY_FIRST_WORD: LazyLock<FxHashMap<&str, Vec<&WarningSign>>> = LazyLock::new(|| {
    let mut signs: FxHashMap<&str, Vec<&WarningSign>> = FxHashMap::default();
    for sign in &WORDS.signs {
        for word in sign.words.iter().take(1).flatten() {
            signs.entry(word).or_default().push(sign);
        }
    }
    signs
});

/// One finding for each sign, where it is first named.
pub(super) fn find(resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    let has_care = page.body.directives.iter().any(|directive| directive.kind == DirectiveKind::Care);
    let stops = page.exercise().is_some_and(|exercise| !exercise.stop_if.is_empty());
    if has_care || stops || page.is_withdrawn() {
        return Vec::new();
    }
    let mut reported: Vec<&WarningSign> = Vec::new();
    let mut findings = Vec::new();
    for block in words_by_block(page, 0..page.body.nodes.len(), may_name_any) {
        // Several signs can have words in common, and one finding is enough for a place.
        let mut end_of_sign = 0;
        for (start, word) in block.iter().enumerate() {
            for sign in SIGNS_BY_FIRST_WORD.get(&*word.text).into_iter().flatten() {
                let Some(end) = end_of(&block, start, sign).filter(|_| !reported.contains(sign)) else { continue };
                // Remembered either way: at the next place of the sign the answer would be the same.
                reported.push(sign);
                if start >= end_of_sign && !is_signal_of_exercise(resolved, page, sign) {
                    let span = Span::new(word.span.start as usize..block[end].span.end as usize);
                    findings.push(finding(page, span));
                    end_of_sign = end + 1;
                }
            }
        }
    }
    findings
}

/// Whether a text may have a word of a sign. Most have none, and need not be split into words.
fn may_name_any(text: &str) -> bool {
    let is_inside_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    FINDER.find_overlapping_iter(text).any(|found| {
        let (before, behind) = (text.as_bytes()[..found.start()].last(), text.as_bytes().get(found.end()));
        !is_inside_word(before) && !is_inside_word(behind)
    })
}

fn finding(page: &Page, span: Span) -> Diagnostic {
    let words = one_line(page.source.slice(span));
    let message = format!("`{words}` can be a warning sign, and this page does not say when to get help");
    let help = if page.exercise().is_some() {
        "add it to `stop_if`, or a `:::care` card"
    } else {
        "add a card: `:::care{level=\"urgent\"}`"
    };
    Diagnostic::new(&rules::RED_FLAG_WITHOUT_CARE, page.source.locate(span), message).help(help)
}

/// Whether an exercise that the page shows names the same sign as one to stop at.
fn is_signal_of_exercise(resolved: &ResolvedSite<'_>, page: &Page, sign: &WarningSign) -> bool {
    let exercises = resolved.exercise_texts_of(page).filter_map(|id| resolved.site.page(id).exercise());
    exercises.flat_map(|exercise| &exercise.stop_if).any(|signal| {
        let signal = signal.to_lowercase();
        let words: Vec<&str> = signal.split(|c: char| !c.is_alphanumeric()).collect();
        sign.words.iter().all(|alternatives| alternatives.iter().any(|word| words.contains(&word.as_str())))
    })
}

/// The last word of a sign whose first word stands at `start`.
///
/// The words have to come in order, within one clause and with at most [`WORDS_BETWEEN`] others between two of them:
/// "it shoots right down the leg" names a sign, and "it shoots. Down the leg" does not. Each word is taken where it
/// comes first, without going back: signs are so short that this misses few.
fn end_of(block: &[LocatedWord], start: usize, sign: &WarningSign) -> Option<usize> {
    let end = sign.words[1..].iter().try_fold(start, |at, words| next_in_clause(block, at, words))?;
    let is_another_thing = block.get(end + 1).is_some_and(|next| sign.not_before.contains(&next.text))
        || block[..start].last().is_some_and(|last| sign.not_behind.contains(&last.text));
    // "No longer" denies nothing: the sign begins with "longer".
    let is_denied = block[start].text != "longer" && is_denied(&block[..start]);
    (!is_another_thing && !is_denied).then_some(end)
}

/// Whether the words before a sign deny it, within its clause.
fn is_denied(before: &[LocatedWord]) -> bool {
    let clause = before.iter().rev().take_while(|word| !word.ends_clause).take(WORDS_BEFORE);
    clause.enumerate().any(|(distance, word)| {
        let word = &&*word.text;
        DENYING_ALL.contains(word) || (distance == 0 && DENYING.contains(word))
    })
}

/// Where one of these words stands behind another of the same clause, with few between.
fn next_in_clause(block: &[LocatedWord], at: usize, words: &[String]) -> Option<usize> {
    let mut next = (at + 1..(at + 2 + WORDS_BETWEEN).min(block.len())).take_while(|next| !block[next - 1].ends_clause);
    next.find(|next| words.contains(&block[*next].text))
}
