//! `attribution-mismatch`: what a text says that a public body says, beside a source of another.
//!
//! Names of authorities carry weight, and go from page to page with whatever source is at hand. The rule knows a closed
//! list of bodies, `word-lists/attribution-mismatch.en.yaml`, because a name outside of it may be anybody's. It lets pass
//! whoever paid for a study or looked at what others have, studies of universities, whose papers name people and not the
//! university, and sentences that name a second body whose source it is.

use std::ops::Range;

use serde::Deserialize;
use wellpress_bibliography::{ContributorName, Reference, Title};
use wellpress_diagnostics::{Diagnostic, rules};

use super::is_whole;
use super::mention::{Mention, words};
use crate::check::word_lists::{WordFile, WordList, word_file};
use crate::model::reference::Library;

pub(super) static WORDS: WordFile<AttributionWords> = word_file!("attribution-mismatch.en.yaml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AttributionWords {
    lists: AttributionLists,
    pub bodies: Vec<PublicBody>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct AttributionLists {
    works: WordList,
    works_of: WordList,
    says: WordList,
    shows: WordList,
    beside_a_verb: WordList,
    beside_a_name: WordList,
    led_by: WordList,
    of_others: WordList,
}

/// A body by the names that a text gives it, and what its sources show of it.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct PublicBody {
    /// In lower case, without an article.
    pub names: Vec<String>,
    /// In lower case: in an author, a publisher, a container or an address.
    signs: Vec<String>,
    /// A university's papers name the people who wrote them, and the university nowhere.
    #[serde(default)]
    is_university: bool,
}

/// The address at which the National Library of Medicine keeps everybody's papers, so that it shows nobody's.
const SHARED_LIBRARY: &str = "ncbi.nlm.nih.gov";

/// How a sentence names the body, with the stretch of the passage that does.
enum Attribution {
    /// "According to the CDC", which may stand behind the claim.
    According(Range<usize>),
    /// "The CDC says", before it.
    Before(Range<usize>),
}

impl Attribution {
    fn range(&self) -> Range<usize> {
        let (Self::According(range) | Self::Before(range)) = self;
        range.clone()
    }
}

/// A source that the sentence or the next cites, with the place of its mark in the passage.
struct CitedSource<'a> {
    at: usize,
    reference: &'a Reference,
}

/// A finding where a source is cited for what the body says, none is the body's own, and none is that of another body
/// which the sentence names.
pub(super) fn judge(mention: &Mention<'_>, library: &Library, body: &PublicBody) -> Option<Diagnostic> {
    let attribution =
        attribution(mention).filter(|attribution| !(body.is_university && is_of_a_work(mention, attribution)))?;
    let sources: Vec<CitedSource<'_>> = sources(mention, library).collect();
    if sources.iter().any(|cited| is_source_of(cited.reference, body)) {
        return None;
    }
    let reference = mismatched(mention, &attribution, body, &sources)?;
    let range = attribution.range();
    let words = mention.passage.text[range.clone()].trim();
    let message = format!("`{words}`, and the source beside it, `{}`, is not theirs", reference.key);
    let location = mention.passage.locate(&mention.page.source, range);
    let help = "cite their own page or paper, or name whose source it is";
    Some(Diagnostic::new(&rules::ATTRIBUTION_MISMATCH, location, message).help(help))
}

/// The first source that stands in the place of the body's own.
fn mismatched<'a>(
    mention: &Mention<'_>,
    attribution: &Attribution,
    body: &PublicBody,
    sources: &[CitedSource<'a>],
) -> Option<&'a Reference> {
    let others: Vec<&PublicBody> =
        WORDS.bodies.iter().filter(|other| *other != body && names_body(mention, other)).collect();
    let sentence = &mention.sentence.range;
    // A mark at the very start belongs to the sentence before.
    let in_sentence =
        sources.iter().filter(|cited| (cited.at > sentence.start || cited.at == 0) && cited.at <= sentence.end);
    let mut behind = in_sentence.clone().filter(|cited| cited.at >= mention.range.end).peekable();
    // "Many fall (Berg 2020), according to the CDC": only without a source behind the name is it the one before.
    let is_before = matches!(attribution, Attribution::According(_)) && behind.peek().is_none();
    let candidates: Vec<&CitedSource<'_>> = if is_before { in_sentence.collect() } else { behind.collect() };
    let mut unexplained =
        candidates.into_iter().filter(|cited| !others.iter().any(|other| is_source_of(cited.reference, other)));
    unexplained.next().map(|cited| cited.reference)
}

/// Whether the sentence tells of a paper: "a Harvard study found".
fn is_of_a_work(mention: &Mention<'_>, attribution: &Attribution) -> bool {
    words(&mention.passage.lower[attribution.range()]).any(|word| WORDS.lists.works.contains(word))
}

/// Whether the words are a name as the author wrote them: `WHO` and `Harvard` are, `who` is not.
pub(super) fn is_name(words: &str) -> bool {
    const LONGEST_IN_CAPITALS: usize = "USPSTF".len();
    let is_word = words.contains(' ') || words.len() > LONGEST_IN_CAPITALS;
    if is_word { words.starts_with(char::is_uppercase) } else { !words.contains(char::is_lowercase) }
}

/// The words that make the body the one who says it.
fn attribution(mention: &Mention<'_>) -> Option<Attribution> {
    const REACH: usize = 8;
    let lists = &WORDS.lists;
    let words_before = &mention.before()[..mention.before().len().min(REACH)];
    // A name in brackets explains the one before it, which is met by itself: "the Task Force (USPSTF)".
    let is_gloss = mention.passage.lower[..mention.range.start].ends_with('(');
    if is_gloss || words_before.iter().any(|word| lists.of_others.contains(word)) {
        return None;
    }
    let near = words_before.iter().take_while(|word| is_beside_a_name(word)).count();
    match words_before[near..] {
        ["to", "according", ..] => Some(Attribution::According(with_words_before(mention, near + 2))),
        ["per", ref further @ ..]
            if matches!(further, [] | ["as", ..]) || is_behind_comma(mention, words_before[near]) =>
        {
            Some(Attribution::According(with_words_before(mention, near + 1)))
        }
        ["by" | "from", ref further @ ..] => {
            let count = near + 1 + distance_of_work(further)?;
            Some(Attribution::Before(with_words_before(mention, count)))
        }
        ["of", work, ..] if lists.works_of.contains(work) => {
            Some(Attribution::Before(with_words_before(mention, near + 2)))
        }
        [word, ..] if lists.led_by.contains(word) => None,
        _ => {
            let end = mention.range_of(verb(mention.after_in_clause())?).end;
            let article = words_before.first().filter(|word| **word == "the");
            let start = article.map_or(mention.range.start, |article| mention.range_of(article).start);
            Some(Attribution::Before(start..end))
        }
    }
}

/// The range of the name with so many words before it.
fn with_words_before(mention: &Mention<'_>, count: usize) -> Range<usize> {
    mention.range_of(mention.before()[count - 1]).start..mention.range.end
}

/// Whether a comma stands before the word: "many fall, per the CDC".
fn is_behind_comma(mention: &Mention<'_>, word: &str) -> bool {
    mention.passage.lower[..mention.range_of(word).start].trim_end().ends_with(',')
}

/// How many words before "by" or "from" a word for a work stands: 1 in "a study by", 3 in "guidance on rest from". `None`
/// if none is near, or if "of", "with" or "to" stands right before it, except in "according to".
fn distance_of_work(words_before: &[&str]) -> Option<usize> {
    let mut nearest = words_before.iter().take(4);
    let at =
        nearest.position(|word| WORDS.lists.works.contains(word) || matches!(*word, "recommended" | "published"))?;
    let is_object = match words_before[at + 1..] {
        ["of" | "with", ..] | ["to"] => true,
        ["to", verb, ..] => verb != "according",
        _ => false,
    };
    (!is_object).then_some(at + 1)
}

/// The verb behind the name: "says", "also recommends", "guidelines on back pain recommend".
fn verb<'a>(behind: &[&'a str]) -> Option<&'a str> {
    let lists = &WORDS.lists;
    let skipped = behind.iter().take_while(|word| lists.beside_a_verb.contains(word) || is_beside_a_name(word)).count();
    let behind = &behind[skipped..behind.len().min(skipped + 8)];
    let work = behind.iter().take(3).position(|word| lists.works.contains(word));
    let of_work = work.and_then(|work| {
        let mut words = behind[work + 1..].iter();
        words.find(|word| lists.says.contains(word) || lists.shows.contains(word))
    });
    let of_body =
        behind.first().filter(|word| lists.says.contains(word) || (work.is_some() && lists.shows.contains(word)));
    // "As the WHO puts it".
    let puts_it = behind.first().filter(|_| matches!(behind, ["put" | "puts" | "has", "it", ..]));
    of_work.or(of_body).or(puts_it).copied()
}

fn is_beside_a_name(word: &str) -> bool {
    let mut names = WORDS.bodies.iter().flat_map(|body| &body.names);
    matches!(word, "'s" | "’s") || WORDS.lists.beside_a_name.contains(word) || names.any(|name| name == word)
}

fn sources<'a>(mention: &'a Mention<'_>, library: &'a Library) -> impl Iterator<Item = CitedSource<'a>> {
    let groups = mention.passage.citations(&mention.sentence);
    groups.flat_map(move |group| {
        let items = mention.page.body.citations[group.citation].items.iter();
        items.filter_map(move |item| {
            Some(CitedSource { at: group.at, reference: library.get(library.find(&item.key)?) })
        })
    })
}

/// Whether the sentence names a body.
fn names_body(mention: &Mention<'_>, body: &PublicBody) -> bool {
    let sentence = mention.sentence.range.clone();
    let (lower, text) = (&mention.passage.lower[sentence.clone()], &mention.passage.text[sentence]);
    body.names.iter().any(|name| {
        let mut places = lower.match_indices(name.as_str()).map(|(at, name)| at..at + name.len());
        places.any(|place| is_whole(lower, place.clone()) && is_name(&text[place]))
    })
}

/// Whether a source is the body's own, as far as its record shows.
fn is_source_of(reference: &Reference, body: &PublicBody) -> bool {
    let authors = reference.authors.iter().chain(&reference.editors).filter_map(|name| match name {
        ContributorName::Organisation(name) => Some(name.as_str()),
        ContributorName::Person { .. } | ContributorName::Others => None,
    });
    let container = reference.container.as_ref().map(Title::as_str);
    let fields = [container, reference.publisher.as_deref(), reference.url.as_deref()].into_iter().flatten();
    // The line break keeps a sign from matching across two fields.
    let record = authors.chain(fields).flat_map(|text| [text, "\n"]).collect::<String>().to_lowercase();
    let record = record.replace(SHARED_LIBRARY, "");
    let mut words = record.split(|c: char| !c.is_alphanumeric());
    // A guideline may name its authors and say only in its title whose it is.
    let title = reference.title.as_ref().map(Title::as_str).unwrap_or_default().to_lowercase();
    let is_in_title =
        body.names.iter().chain(&body.signs).any(|name| name.contains(' ') && title.contains(name.as_str()));
    is_in_title
        || body.signs.iter().any(|sign| record.contains(sign.as_str()))
        || words.any(|word| body.names.iter().any(|name| name == word))
}
