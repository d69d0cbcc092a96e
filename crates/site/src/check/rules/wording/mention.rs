//! [`Mention`]: a phrase that a rule looks for, with the words of the sentence around it.
//!
//! Knows clauses, quotation marks and denials; what the phrase means there is left to the rules.

use std::cell::OnceCell;
use std::ops::Range;

use serde::Deserialize;
use wellpress_diagnostics::Location;

use super::forms::Wording;
use crate::check::prose::{Passage, Sentence};
use crate::check::word_lists::{WordFile, WordList, word_file};
use crate::model::Page;

/// Words that all rules about wording share.
pub(super) static SHARED: WordFile<Wording<SharedLists, SharedForm>> = word_file!("shared.en.yaml");

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct SharedLists {
    denying: WordList,
    denying_with_subject: WordList,
    denying_in_clause: WordList,
    behind_not: WordList,
    behind_no: WordList,
    behind_nothing: WordList,
    behind_wont: WordList,
    behind_without: WordList,
    subjects: WordList,
    joining: WordList,
    opening: WordList,
    pub function_words: WordList,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum SharedForm {
    /// `it is hard to say that`
    LeftUnsaid,
}

/// How far before a phrase a denial counts, in words.
const DENIAL_REACH: usize = 10;

/// How much of a sentence is read on each side of a phrase, in bytes. Only a text that is no prose has longer sentences.
const CONTEXT: usize = 2_000;

/// The last offset up to `limit` at which a character begins or the text ends.
fn boundary_up_to(text: &str, limit: usize) -> usize {
    (0..=limit.min(text.len())).rev().find(|offset| text.is_char_boundary(*offset)).unwrap_or_default()
}

/// A phrase that was met in a passage, with the words around it.
///
/// All words are slices of the passage in lower case, so a word leads back to its place by its address
/// ([`Mention::range_of`]), and no positions have to be carried along. Only words of this passage may be passed to it.
pub(super) struct Mention<'a> {
    pub page: &'a Page,
    pub passage: &'a Passage,
    pub sentence: Sentence,
    /// Bytes of the passage.
    pub range: Range<usize>,
    // Most phrases are dropped by their place alone, so that the words around are split only when a rule asks for them.
    before: OnceCell<Vec<&'a str>>,
    after: OnceCell<Vec<&'a str>>,
    after_in_clause: OnceCell<Vec<&'a str>>,
}

impl<'a> Mention<'a> {
    pub fn new(page: &'a Page, passage: &'a Passage, range: Range<usize>) -> Self {
        let sentence = passage.sentence(range.start);
        let [before, after, after_in_clause] = [OnceCell::new(), OnceCell::new(), OnceCell::new()];
        Self { page, passage, sentence, range, before, after, after_in_clause }
    }

    pub fn locate(&self) -> Location {
        self.passage.locate(&self.page.source, self.range.clone())
    }

    /// The phrase as the author wrote it.
    pub fn words(&self) -> &'a str {
        self.passage.text[self.range.clone()].trim()
    }

    /// The phrase and so many words behind it, as the author wrote them.
    pub fn words_up_to(&self, count: usize) -> &'a str {
        let last = count.checked_sub(1).and_then(|last| self.after().get(last));
        let end = last.map_or(self.range.end, |word| self.range_of(word).end);
        self.passage.text[self.range.start..end].trim()
    }

    /// The phrase in lower case.
    pub fn sign(&self) -> &'a str {
        self.passage.lower[self.range.clone()].trim()
    }

    /// The words of the sentence before the phrase, the nearest first, in lower case.
    pub fn before(&self) -> &[&'a str] {
        self.before.get_or_init(|| words(self.text_before()).rev().collect())
    }

    /// The words of the sentence behind the phrase, in lower case.
    pub fn after(&self) -> &[&'a str] {
        self.after.get_or_init(|| words(self.text_after()).collect())
    }

    /// The words behind the phrase up to the next comma, colon or bracket. A bracket that only explains the phrase is
    /// skipped: "the Task Force (USPSTF) says".
    pub fn after_in_clause(&self) -> &[&'a str] {
        self.after_in_clause.get_or_init(|| {
            let text = self.text_after();
            let explained = text.trim_start().strip_prefix('(').and_then(|gloss| gloss.split_once(')'));
            let text = explained.map_or(text, |(_, behind)| behind);
            words(&text[..end_of_clause(text)]).collect()
        })
    }

    /// The sentence behind the phrase, in lower case.
    pub fn text_after(&self) -> &'a str {
        let lower = &self.passage.lower;
        let nearby = boundary_up_to(lower, self.range.end + CONTEXT);
        &lower[self.range.end..self.sentence.range.end.clamp(self.range.end, nearby)]
    }

    fn text_before(&self) -> &'a str {
        let lower = &self.passage.lower;
        let nearby = boundary_up_to(lower, self.range.start.saturating_sub(CONTEXT));
        &lower[self.start_of_sentence().max(nearby)..self.range.start]
    }

    /// A phrase that begins with a blank may begin right before its sentence.
    fn start_of_sentence(&self) -> usize {
        self.sentence.range.start.min(self.range.start)
    }

    /// Whether one of `words` is among so many words before or behind the phrase.
    pub fn is_near(&self, words: &WordList, reach: usize) -> bool {
        let mut neighbours = self.before().iter().take(reach).chain(self.after().iter().take(reach));
        neighbours.any(|word| words.contains(word))
    }

    /// Whether a word of the sentence outside the phrase is one of `words`.
    pub fn has(&self, words: &WordList) -> bool {
        self.is_near(words, usize::MAX)
    }

    /// Where a word that [`Mention::before`] or [`Mention::after`] gave stands in the passage.
    pub fn range_of(&self, word: &str) -> Range<usize> {
        let start = word.as_ptr() as usize - self.passage.lower.as_ptr() as usize;
        start..start + word.len()
    }

    /// Whether a mark of punctuation or the end of the passage follows the phrase. A hyphen joins it to the next word.
    pub fn is_punctuated(&self) -> bool {
        let next = self.passage.lower[self.range.end..].chars().next();
        next.is_none_or(|c| c.is_ascii_punctuation() && c != '-')
    }

    /// Whether the phrase is a part of a name: `the Cures Act`.
    pub fn is_in_a_name(&self) -> bool {
        let next = self.passage.text[self.range.end..].trim_start();
        self.words().starts_with(char::is_uppercase) && next.starts_with(char::is_uppercase)
    }

    /// Whether the sentence only has the shape of a question: "did you know that..?"
    pub fn is_rhetorical(&self) -> bool {
        self.passage.lower[self.sentence.range.clone()].trim_start().starts_with("did you know")
    }

    /// Whether the phrase stands between quotation marks: somebody else said it.
    pub fn is_quoted(&self) -> bool {
        let text = &self.passage.text[self.start_of_sentence()..self.range.start];
        // A straight mark opens and closes alike, so an odd count leaves a quotation open.
        let has_open_straight_mark = text.matches('"').count() % 2 == 1;
        has_open_straight_mark || text.matches('“').count() > text.matches('”').count()
    }

    /// Whether one of the words just before turns the meaning round or leaves it open.
    pub fn is_denied(&self) -> bool {
        let clause = self.clause();
        let words_before = &self.before()[..self.before().len().min(DENIAL_REACH)];
        // These words go backwards, so that the one behind a word comes before it.
        let followers = std::iter::once("").chain(words_before.iter().copied());
        SHARED.is_wanted(SharedForm::LeftUnsaid, self)
            || words_before
                .iter()
                .zip(followers)
                .any(|(word, follower)| self.is_denied_by(word, &clause) && !is_idle(word, follower))
    }

    fn is_denied_by(&self, word: &str, clause: &Clause) -> bool {
        let lists = &SHARED.lists;
        let is_in_clause = self.range_of(word).start >= clause.start;
        let is_not = lists.denying_with_subject.contains(word) || word.ends_with("n't") || word.ends_with("n’t");
        lists.denying.contains(word)
            || (is_not && (is_in_clause || !clause.has_own_subject))
            || (is_in_clause && lists.denying_in_clause.contains(word))
    }

    /// The clause of the phrase.
    pub fn clause(&self) -> Clause {
        let start = self.clause_start();
        let lists = &SHARED.lists;
        let mut words =
            words(&self.passage.lower[start..self.range.end]).skip_while(|word| lists.joining.contains(word));
        let is_behind_but = self.passage.lower[..start].ends_with(" but ");
        let has_own_subject = is_behind_but || words.next().is_some_and(|word| lists.subjects.contains(word));
        Clause { start, has_own_subject }
    }

    /// Where the clause of the phrase begins: behind a comma, colon, semicolon or dash, "but", or "and" with a subject. The
    /// comma of "that, with time, it cures" begins none.
    fn clause_start(&self) -> usize {
        let text = self.text_before();
        let marks = [", ", "; ", ": ", " - ", " but ", "—", "–"].iter().filter_map(|mark| last_end(text, mark));
        let joined = [" and ", " so ", " because "].iter().filter_map(|mark| last_end(text, mark));
        let joined = joined.filter(|end| begins_with_subject(&text[*end..]));
        self.start_of_sentence() + marks.chain(joined).max().unwrap_or(0)
    }
}

/// The part of a sentence that a phrase belongs to.
///
/// It decides how far back a denial or a hedge reaches.
pub(super) struct Clause {
    /// Byte of the passage.
    pub start: usize,
    /// Whether it stands for itself. "It does not hurt, and cures pain" goes on with the subject of the clause before, and
    /// with its denial.
    pub has_own_subject: bool,
}

/// Whether a word that denies others denies nothing before `next`: "not only", "without surgery", "you won't believe".
fn is_idle(word: &str, next: &str) -> bool {
    let lists = &SHARED.lists;
    match word {
        "not" => lists.behind_not.contains(next),
        "no" => lists.behind_no.contains(next),
        "nothing" => lists.behind_nothing.contains(next),
        "won't" | "won’t" | "wouldn't" | "wouldn’t" => lists.behind_wont.contains(next),
        "without" => !next.is_empty() && !next.ends_with("ing") && !lists.behind_without.contains(next),
        _ => false,
    }
}

fn begins_with_subject(clause: &str) -> bool {
    words(clause).next().is_some_and(|word| SHARED.lists.subjects.contains(word))
}

/// Where the last such mark of a text ends that begins a clause.
fn last_end(text: &str, mark: &str) -> Option<usize> {
    let marks = text.match_indices(mark).filter(|(at, _)| !is_open_before(&text[..*at]));
    marks.map(|(at, mark)| at + mark.len()).last()
}

/// Whether a comma behind these words only sets something in: "that, with time, it cures".
fn is_open_before(text: &str) -> bool {
    let set_in = text.rsplit_once(", ").map_or("", |(before, _)| before);
    [text, set_in].iter().any(|text| words(text).next_back().is_some_and(|word| SHARED.lists.opening.contains(word)))
}

/// Where the first of ", ", "; ", ": ", "(", "—" and "–" stands, or the text ends.
fn end_of_clause(text: &str) -> usize {
    let mut ends = text.char_indices().filter(|(at, c)| match c {
        ',' | ';' | ':' => text[at + 1..].starts_with(' '),
        '(' | '—' | '–' => true,
        _ => false,
    });
    ends.next().map_or(text.len(), |(at, _)| at)
}

/// The words of a text without the punctuation around them. A full stop inside stays: "u.s".
pub(super) fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    let split = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')' | '—' | '–'));
    split.map(|word| word.trim_matches(['.', '!', '"', '“', '”'])).filter(|word| !word.is_empty())
}
