//! What an author's words claim, promise or call people: one pass over the text finds the words that matter, and each rule
//! looks at the sentence around them. English only.

mod attribution_mismatch;
mod claim_uncited;
mod person_first;
mod promise;

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::check::prose::{Passage, Sentence};
use crate::diagnostics::Diagnostic;
use crate::model::Page;
use crate::model::reference::Library;

/// What a word may be a sign of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Claim(claim_uncited::Form),
    Promise(promise::Form),
    Safety,
    Person(&'static str),
    Attribution(&'static attribution_mismatch::PublicBody),
}

static SIGNS: LazyLock<Vec<(String, Sign)>> = LazyLock::new(|| {
    let claims = claim_uncited::WORDS.iter().map(|(words, form)| ((*words).to_owned(), Sign::Claim(*form)));
    let promises = promise::WORDS.iter().map(|(words, form)| ((*words).to_owned(), Sign::Promise(*form)));
    let safety = promise::SAFETY.iter().map(|words| ((*words).to_owned(), Sign::Safety));
    let names = attribution_mismatch::BODIES.iter().flat_map(|body| body.names.iter().map(move |name| (name, body)));
    let attributions = names.map(|(name, body)| ((*name).to_owned(), Sign::Attribution(body)));
    let people = person_first::WORDS.iter().map(|(words, better)| ((*words).to_owned(), Sign::Person(better)));
    claims.chain(promises).chain(safety).chain(people).chain(attributions).collect()
});

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = SIGNS.iter().map(|(words, _)| words);
    let builder = &mut AhoCorasick::builder();
    builder.match_kind(MatchKind::LeftmostLongest).kind(Some(AhoCorasickKind::DFA)).build(words).ok()
});

/// A sign in its place.
struct Hit<'a> {
    page: &'a Page,
    passage: &'a Passage,
    sentence: Sentence,
    range: Range<usize>,
}

/// The findings of all these rules in a page's own text, and in its front matter where that claims what the text does not.
pub(super) fn find(library: &Library, page: &Page, passages: &[Passage], fields: &[Passage]) -> Vec<Diagnostic> {
    let mut findings = find_in(library, page, passages, |_| false);
    findings.extend(find_in(library, page, fields, |hit| is_repeated(hit, passages)));
    findings
}

/// Whether the text says it too, where it is judged and can have a source.
fn is_repeated(hit: &Hit<'_>, passages: &[Passage]) -> bool {
    let sign = &hit.passage.lower[hit.range.clone()];
    let number = hit.before().next().filter(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let says = |text: &str| match number {
        Some(number) => {
            text.match_indices(number).any(|(at, _)| text[at + number.len()..].trim_start().starts_with(sign.trim()))
        }
        None => text.contains(sign),
    };
    passages.iter().any(|passage| says(&passage.lower))
}

fn find_in(
    library: &Library,
    page: &Page,
    passages: &[Passage],
    is_said_elsewhere: impl Fn(&Hit<'_>) -> bool,
) -> Vec<Diagnostic> {
    let Some(finder) = &*FINDER else { return Vec::new() };
    let mut findings = Vec::new();
    for passage in passages {
        let mut claimed = 0;
        for found in finder.find_iter(&passage.lower).filter(|found| is_whole(&passage.lower, found.range())) {
            let sign = SIGNS[found.pattern().as_usize()].1;
            if matches!(sign, Sign::Attribution(_)) && !attribution_mismatch::is_named(&passage.text[found.range()]) {
                continue;
            }
            let hit = Hit { page, passage, sentence: passage.sentence(found.start()), range: found.range() };
            let finding = match sign {
                _ if hit.sentence.is_question && !hit.is_told() => None,
                Sign::Promise(_) | Sign::Safety | Sign::Person(_) if hit.is_quoted() || hit.is_in_a_name() => None,
                Sign::Claim(_) if hit.sentence.range.start < claimed || is_said_elsewhere(&hit) => None,
                Sign::Claim(form) => {
                    let finding = claim_uncited::judge(&hit, form);
                    claimed = if finding.is_some() { hit.sentence.range.end } else { claimed };
                    finding
                }
                Sign::Promise(form) => promise::judge(&hit, form),
                Sign::Safety => promise::judge_safety(&hit),
                Sign::Attribution(body) => attribution_mismatch::judge(&hit, library, body),
                Sign::Person(better) => person_first::judge(&hit, better),
            };
            findings.extend(finding);
        }
    }
    findings
}

/// Whether no word goes on at either end.
fn is_whole(text: &str, range: Range<usize>) -> bool {
    let own = &text[range.clone()];
    let goes_on = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let begins = goes_on(text[..range.start].chars().next_back()) && own.starts_with(char::is_alphabetic);
    let ends = goes_on(text[range.end..].chars().next()) && own.ends_with(char::is_alphabetic);
    !begins && !ends
}

impl Hit<'_> {
    fn locate(&self) -> crate::diagnostics::Location {
        self.passage.locate(&self.page.source, self.range.clone())
    }

    /// Where one of the words around stands, as [`Hit::before`] or [`Hit::after`] gave it.
    fn place_of(&self, word: &str) -> Range<usize> {
        let start = word.as_ptr() as usize - self.passage.lower.as_ptr() as usize;
        start..start + word.len()
    }

    /// The words as written.
    fn words(&self) -> &str {
        self.passage.text[self.range.clone()].trim()
    }

    /// The words of the sentence before the sign, the nearest first, in lower case.
    fn before(&self) -> impl Iterator<Item = &str> {
        words(&self.passage.lower[self.sentence.range.start.min(self.range.start)..self.range.start]).rev()
    }

    /// The words of the sentence behind the sign.
    fn after(&self) -> impl Iterator<Item = &str> {
        words(&self.passage.lower[self.range.end..self.sentence.range.end.max(self.range.end)])
    }

    /// The same up to the next comma, colon or bracket, but one that glosses the sign: "the Task Force (USPSTF) says".
    fn after_in_clause(&self) -> impl Iterator<Item = &str> {
        let rest = &self.passage.lower[self.range.end..self.sentence.range.end.max(self.range.end)];
        let gloss = rest.trim_start().strip_prefix('(').and_then(|gloss| gloss.split_once(')'));
        let rest = gloss.map_or(rest, |(_, rest)| rest);
        let end = [", ", "; ", ": ", "(", "—", "–"].into_iter().filter_map(|mark| rest.find(mark)).min();
        words(&rest[..end.unwrap_or(rest.len())])
    }

    /// Whether the words are a part of a name: `the Cures Act`.
    fn is_in_a_name(&self) -> bool {
        let next = self.passage.text[self.range.end..].trim_start();
        self.words().starts_with(char::is_uppercase) && next.starts_with(char::is_uppercase)
    }

    /// Whether a question only tells: "did you know that..?".
    fn is_told(&self) -> bool {
        self.passage.lower[self.sentence.range.clone()].trim_start().starts_with("did you know")
    }

    /// Whether the words stand between quotation marks: somebody else said them.
    fn is_quoted(&self) -> bool {
        let before = &self.passage.text[self.sentence.range.start.min(self.range.start)..self.range.start];
        let count = |mark| before.matches(mark).count();
        count('"') % 2 == 1 || count('“') > count('”')
    }

    /// Whether one of the words just before turns the meaning round or leaves it open.
    fn is_negated(&self) -> bool {
        const TURNING: [&str; 30] = [
            "not",
            "no",
            "never",
            "cannot",
            "nobody",
            "nothing",
            "none",
            "without",
            "neither",
            "nor",
            "whether",
            "if",
            "ask",
            "unless",
            "hardly",
            "rarely",
            "seldom",
            "only",
            "promise",
            "claim",
            "claims",
            "thought",
            "myth",
            "beware",
            "so-called",
            "impossible",
            "unlikely",
            "rather",
            "instead",
            "myths",
        ];
        self.before().take(7).any(|word| TURNING.contains(&word) || word.ends_with("n't") || word.ends_with("n’t"))
    }
}

/// Whether a list, with blanks between, has this word.
fn is_one_of(word: &str, list: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == word)
}

fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    let split = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')' | '—' | '–'));
    split.map(|word| word.trim_matches(['.', '!', '"', '“', '”'])).filter(|word| !word.is_empty())
}
