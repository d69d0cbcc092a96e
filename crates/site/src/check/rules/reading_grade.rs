//! A text in English that asks more years of school than its readers can be expected to have.
//!
//! The grade is Flesch and Kincaid's, of whole sentences. Names and the glossary's terms count as short words: they
//! cannot be put more simply.

mod counter;

use std::cmp::Ordering;
use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Location, Severity, rules};

use crate::check::prose::{Part, Passage, is_english};
use crate::config::Config;
use crate::discover::Kind;
use crate::model::Page;
use crate::parse::front_matter::Audience;
use crate::resolve::ResolvedSite;

use counter::Tally;

pub(super) use counter::{Counter, Terms};

/// Of fewer words no grade can be told.
const FEWEST_WORDS: u32 = 100;

/// Shorter ones are not named as hard.
const FEWEST_WORDS_OF_HARD: u32 = 8;

/// The highest grade for readers of whom nothing is known but that they want help.
const LIMIT: f64 = 8.0;

/// The highest grade for clinicians.
const LIMIT_OF_CLINICIANS: f64 = 14.0;

/// A sentence, where it stands and how long it is.
struct Read<'a> {
    passage: &'a Passage,
    range: Range<usize>,
    tally: Tally,
}

/// A finding where a page's own text is above the limit of its audience, with its three hardest sentences.
pub(super) fn find(
    config: &Config,
    counter: &mut Counter<'_>,
    page: &Page,
    passages: &[Passage],
) -> Option<Diagnostic> {
    let (limit, readers) = limit(page.article().filter(|_| is_on(config))?.audience);
    let read = read(passages, counter);
    let grade = grade(&read).filter(|grade| *grade > limit)?;
    let place = Location::file(page.source.path.clone());
    let message = format!("this text reads {}; {limit:.0} is the most for {readers}", shown(grade, limit));
    let finding = Diagnostic::new(&rules::READING_GRADE, place, message)
        .help("begin with its three hardest sentences: split them, and take shorter words");
    Some(hardest(read).into_iter().fold(finding, |finding, (read, grade)| {
        let words = &read.passage.text[read.range.clone()];
        finding.related(read.passage.locate(&page.source, read.range.clone()), format!("grade {grade:.0}: {words}"))
    }))
}

/// A grade above a limit, so that nobody reads "8.0; 8 is the most".
fn shown(grade: f64, limit: f64) -> String {
    if grade < limit + 0.05 { format!("just above grade {limit:.0}") } else { format!("at grade {grade:.1}") }
}

/// One note where articles are in a language that nothing is known of.
pub(super) fn find_other_languages(config: &Config, resolved: &ResolvedSite<'_>) -> Option<Diagnostic> {
    let is_checked = |page: &Page| page.kind != Kind::Article || is_english(&config.languages[page.language].tag);
    let others =
        |language: &usize| resolved.site.pages.iter().any(|page| page.language == *language && !is_checked(page));
    let tags: Vec<String> = (0..config.languages.len())
        .filter(|language| is_on(config) && others(language))
        .map(|language| format!("`{}`", config.languages[language].tag))
        .collect();
    if tags.is_empty() {
        return None;
    }
    let message = format!("the reading grade of articles in {} is not checked", tags.join(", "));
    let finding = Diagnostic::new(&rules::READING_GRADE, Location::file(config.source.path.clone()), message);
    Some(Diagnostic { severity: Severity::Note, ..finding.help("only that of English can be told") })
}

fn is_on(config: &Config) -> bool {
    config.severities.get(rules::READING_GRADE.id) != Some(&None)
}

/// The highest grade for an audience, and what it is called.
fn limit(audience: Option<Audience>) -> (f64, &'static str) {
    match audience {
        None => (LIMIT, "a text that names no `audience`"),
        Some(Audience::Patient) => (LIMIT, "patients"),
        Some(Audience::Caregiver) => (LIMIT, "caregivers"),
        Some(Audience::Clinician) => (LIMIT_OF_CLINICIANS, "clinicians"),
    }
}

/// The grade of all these sentences, if they are enough to tell.
fn grade(sentences: &[Read<'_>]) -> Option<f64> {
    let all = sentences.iter().fold(Tally::default(), |all, read| all.and(read.tally));
    let count = u32::try_from(sentences.len()).ok()?;
    (all.words >= FEWEST_WORDS).then(|| all.grade(count))
}

/// The three that ask most, with their grades; of two alike the first comes first.
fn hardest(sentences: Vec<Read<'_>>) -> Vec<(Read<'_>, f64)> {
    let long = sentences.into_iter().filter(|read| read.tally.words >= FEWEST_WORDS_OF_HARD);
    let mut graded: Vec<_> = long.map(|read| (read.tally.grade(1), read)).collect();
    graded.sort_by(|(one, _), (other, _)| other.partial_cmp(one).unwrap_or(Ordering::Equal));
    graded.into_iter().take(3).map(|(grade, read)| (read, grade)).collect()
}

fn read<'a>(passages: &'a [Passage], counter: &mut Counter<'_>) -> Vec<Read<'a>> {
    let whole = |passage| whole_sentences(passage).map(move |range| (passage, range));
    let text = passages.iter().filter(|passage| passage.part == Part::Text);
    let sentences = text.flat_map(whole).map(|(passage, range)| {
        let tally = counter.count(&passage.text[range.clone()]);
        Read { passage, range, tally }
    });
    sentences.collect()
}

/// Where the whole sentences of a passage stand; a heading of a list or a bare item is none.
fn whole_sentences(passage: &Passage) -> impl Iterator<Item = Range<usize>> + '_ {
    let is_closing = ['"', '\'', '”', '’', ')'];
    let trimmed = passage.sentences().iter().map(|range| {
        let text = &passage.text[range.clone()];
        let start = range.end - text.trim_start().len();
        start..start + text.trim().len()
    });
    trimmed
        .filter(move |range| passage.text[range.clone()].trim_end_matches(is_closing).ends_with(['.', '!', '?', ':']))
}

/// The grade of a text, if it is long enough to tell.
pub(super) fn of(counter: &mut Counter<'_>, passages: &[Passage]) -> Option<f64> {
    grade(&read(passages, counter))
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_grade_is_never_shown_as_its_limit() {
        assert_eq!(shown(8.04, 8.0), "just above grade 8");
        assert_eq!(shown(8.06, 8.0), "at grade 8.1");
        assert_eq!(shown(28.12, 14.0), "at grade 28.1");
    }
}
