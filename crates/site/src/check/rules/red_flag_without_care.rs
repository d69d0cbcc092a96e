//! `red-flag-without-care`: a warning sign named in the text of a page that does not say when to get help.
//!
//! Somebody who reads about chest pain may have it at this moment. The rule knows a short list of signs in
//! `word-lists/red-flag-without-care.yaml`; a longer one would fire on pages that only explain a disease. A card
//! `:::care`, an exercise's own signals to stop, or those of an exercise that the page shows put it at rest.

use std::sync::LazyLock;

use aho_corasick::packed::Searcher;
use serde::Deserialize;
use wellpress_diagnostics::{Diagnostic, Span, rules};
use wellpress_markdown::directives::DirectiveKind;

use crate::check::located_words::{LocatedWord, words_by_block};
use crate::check::word_lists::{WordFile, word_file};
use crate::model::Page;
use crate::resolve::ResolvedSite;

pub(super) static WORDS: WordFile<WarningSignLists> = word_file!("red-flag-without-care.yaml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WarningSignLists {
    signs: Vec<WarningSign>,
}

/// Words that make a warning sign if they stand in this order.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
struct WarningSign(Vec<String>);

impl From<String> for WarningSign {
    fn from(words: String) -> Self {
        Self(words.split_whitespace().map(str::to_owned).collect())
    }
}

/// How many other words may stand between two of a sign.
const WORDS_BETWEEN: usize = 2;

/// Finds the longest word of each sign in lower case; most files have none of them, and need not be split into words.
static FINDER: LazyLock<Option<Searcher>> = LazyLock::new(|| {
    let longest = WORDS.signs.iter().filter_map(|sign| sign.0.iter().max_by_key(|word| word.len()));
    // Files are put in lower case as far as ASCII goes, which leaves capitals such as "Ü" as they are.
    Searcher::new(longest.filter_map(|word| word.split(|c: char| !c.is_ascii()).next()))
});

/// One finding for each sign, where it is first named.
pub(super) fn find(resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    let has_care = page.body.directives.iter().any(|directive| directive.kind == DirectiveKind::Care);
    let stops = page.exercise().is_some_and(|exercise| !exercise.stop_if.is_empty());
    if has_care || stops || page.is_withdrawn() || !may_name_any(page) {
        return Vec::new();
    }
    let mut reported: Vec<&WarningSign> = Vec::new();
    let mut findings = Vec::new();
    for block in words_by_block(page, 0..page.body.nodes.len()) {
        for sign in &WORDS.signs {
            let Some(span) = span_of(&block, sign).filter(|_| !reported.contains(&sign)) else { continue };
            // Remembered either way: at the next place of the sign the answer would be the same.
            reported.push(sign);
            if !is_signal_of_exercise(resolved, page, sign) {
                findings.push(finding(page, span));
            }
        }
    }
    findings
}

/// Whether the file has a word of a sign at all.
fn may_name_any(page: &Page) -> bool {
    // The arena holds the words whose spelling differs from the file, such as those with entities.
    let Some(finder) = &*FINDER else { return true };
    [&*page.source.text, &*page.body.arena].iter().any(|text| finder.find(text.to_ascii_lowercase()).is_some())
}

fn finding(page: &Page, span: Span) -> Diagnostic {
    let words = page.source.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
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
        sign.0.iter().all(|word| words.contains(&word.as_str()))
    })
}

/// Where the words of a sign stand, from the first to the last.
///
/// The words have to come in order, within one clause and with at most [`WORDS_BETWEEN`] others between two of them:
/// "it shoots right down the leg" names a sign, and "it shoots. Down the leg" does not. Each word is taken where it
/// comes first, without going back: signs have at most two words, for which this misses none.
fn span_of(block: &[LocatedWord], sign: &WarningSign) -> Option<Span> {
    let (first, others) = sign.0.split_first()?;
    let mut starts = (0..block.len()).filter(|at| block[*at].text == *first);
    starts.find_map(|start| {
        let end = others.iter().try_fold(start, |at, word| next_in_clause(block, at, word))?;
        Some(Span::new(block[start].span.start as usize..block[end].span.end as usize))
    })
}

/// Where a word stands behind another of the same clause, with few between.
fn next_in_clause(block: &[LocatedWord], at: usize, word: &str) -> Option<usize> {
    let mut next = (at + 1..(at + 2 + WORDS_BETWEEN).min(block.len())).take_while(|next| !block[next - 1].ends_clause);
    next.find(|next| block[*next].text == word)
}
