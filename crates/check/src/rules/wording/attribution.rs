//! `attribution-mismatch`: whose source stands beside the name of a public body.
//!
//! The rule file names the bodies, by whom a sentence says something, and what their sources show. Whether a cited source
//! shows it is decided here.

use std::ops::Range;

use wellpress_bibliography::{ContributorName, Reference, Title};
use wellpress_wording::{Match, RuleSet};

use crate::prose::Passage;
use wellpress_site::model::{Page, Site};

/// The address at which the National Library of Medicine keeps everybody's papers, so that it shows nobody's.
const SHARED_LIBRARY: &str = "ncbi.nlm.nih.gov";

/// The first source in a sentence that stands in the place of the body's own. `None` if nothing is cited, a source of the
/// sentence or the next is the body's own, or each is that of another body which the sentence names.
pub(super) fn mismatched_source<'s>(
    rules: &RuleSet,
    site: &'s Site,
    page: &Page,
    passage: &Passage,
    found: &Match,
) -> Option<&'s Reference> {
    let mut sentences = passage.words.sentences().skip(found.sentence);
    let sentence = sentences.next()?;
    let next_end = sentences.next().map_or(passage.words.text.len(), |next| next.end);
    let (body, signs) = rules.group(found);
    let nearby = cited_in(site, page, passage, sentence.start..next_end);
    if nearby.iter().any(|(_, source)| is_source_of(source, signs)) {
        return None;
    }
    let text = &passage.words.text[sentence.clone()];
    let others: Vec<&[String]> = rules
        .groups_beside(found)
        .filter(|(name, signs)| *name != body && (text.contains(name) || names_one(text, signs)))
        .map(|(_, signs)| signs)
        .collect();
    // A mark at the very start belongs to the sentence before.
    let in_sentence = nearby.into_iter().filter(|(at, _)| (*at > sentence.start || *at == 0) && *at <= sentence.end);
    let name_end = found.bytes(&passage.words).end;
    let (behind, before): (Vec<_>, Vec<_>) = in_sentence.partition(|(at, _)| *at >= name_end);
    // "Many fall [@berg], according to the CDC": only without a source behind the name is it the one before.
    let is_last = text.trim_end().len() + sentence.start <= name_end + 2;
    let candidates = if behind.is_empty() && is_last { before } else { behind };
    let mut unexplained =
        candidates.into_iter().filter(|(_, source)| !others.iter().any(|signs| is_source_of(source, signs)));
    unexplained.next().map(|(_, source)| source)
}

fn names_one(text: &str, signs: &[String]) -> bool {
    let lower = text.to_lowercase();
    signs.iter().any(|sign| sign.contains(' ') && lower.contains(sign.as_str()))
}

/// The sources that are cited within a range of a passage, each with the place of its mark.
fn cited_in<'s>(site: &'s Site, page: &Page, passage: &Passage, range: Range<usize>) -> Vec<(usize, &'s Reference)> {
    let groups = passage.citations.iter().filter(|group| (range.start..=range.end).contains(&group.at));
    let sources = groups.flat_map(|group| {
        let items = page.body.citations[group.citation].items.iter();
        items.filter_map(move |item| Some((group.at, site.library.get(site.library.find(&item.key)?))))
    });
    sources.collect()
}

/// Whether a source is the body's own, as far as its record shows.
fn is_source_of(reference: &Reference, signs: &[String]) -> bool {
    let authors = reference.authors.iter().chain(&reference.editors).filter_map(|name| match name {
        ContributorName::Organisation(name) => Some(name.as_str()),
        ContributorName::Person { .. } | ContributorName::Others => None,
    });
    let container = reference.container.as_ref().map(Title::as_str);
    let fields = [container, reference.publisher.as_deref(), reference.url.as_deref()].into_iter().flatten();
    // The line break keeps a sign from matching across two fields.
    let record = authors.chain(fields).flat_map(|text| [text, "\n"]).collect::<String>().to_lowercase();
    let record = record.replace(SHARED_LIBRARY, "");
    // A guideline may name its authors and say only in its title whose it is.
    let title = reference.title.as_ref().map(Title::as_str).unwrap_or_default().to_lowercase();
    signs.iter().any(|sign| has_sign(&record, sign) || (sign.contains(' ') && title.contains(sign.as_str())))
}

/// Whether a text shows a sign. An abbreviation is a word of its own: "who" is no part of "whole".
fn has_sign(text: &str, sign: &str) -> bool {
    let is_abbreviation = !sign.contains([' ', '.']) && sign.len() <= "uspstf".len();
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    if is_abbreviation { words.any(|word| word == sign) } else { text.contains(sign) }
}
