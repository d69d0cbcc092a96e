//! `reading-grade`: a text in English that takes more years of school to read than its audience should need.
//!
//! The grade is that of Flesch and Kincaid, over whole sentences; headings, bare words in lists, code, quotes and what the
//! article embeds do not count. Names and the glossary's terms count as short words: they cannot be put more simply. The
//! formula is rough, so that short texts get no grade, and languages other than English only a note that they get none.

mod counter;

use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Location, Severity, rules};

use crate::prose::{Passage, PassageKind, is_english};
use wellpress_site::config::Config;
use wellpress_site::model::Page;
use wellpress_site::parse::front_matter::Audience;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::sections::ContentKind;

use counter::Tally;

pub(super) use counter::{GlossaryTerms, SyllableCounter};

/// A text of fewer words gets no grade: one long word would decide it.
const FEWEST_WORDS: u32 = 100;

/// Shorter sentences are not named as hard: they have no words to spare.
const FEWEST_WORDS_OF_HARD: u32 = 8;

/// The highest grade for patients, for caregivers and for readers of whom nothing is known.
const LIMIT: f64 = 8.0;

/// The highest grade for clinicians.
const LIMIT_OF_CLINICIANS: f64 = 14.0;

/// A whole sentence and its length.
struct CountedSentence<'a> {
    passage: &'a Passage,
    range: Range<usize>,
    tally: Tally,
}

/// A finding where a page's own text is above the limit of its audience, with its three hardest sentences.
pub(super) fn find(
    config: &Config,
    counter: &mut SyllableCounter<'_>,
    page: &Page,
    passages: &[Passage],
) -> Option<Diagnostic> {
    // The findings of a rule that is off are dropped later anyway, so the counting is spared.
    let (limit, readers) = limit(page.article().filter(|_| is_on(config))?.audience);
    let sentences = counted_sentences(passages, counter);
    let grade = grade(&sentences).filter(|grade| *grade > limit)?;
    let location = Location::file(page.source.path.clone());
    let message = format!("this text reads {}; {limit:.0} is the most for {readers}", describe_grade(grade, limit));
    let finding = Diagnostic::new(&rules::READING_GRADE, location, message)
        .help("begin with its three hardest sentences: split them, and take shorter words");
    Some(hardest(sentences).into_iter().fold(finding, |finding, (sentence, grade)| {
        let words = &sentence.passage.words.text[sentence.range.clone()];
        let location = sentence.passage.locate(&page.source, sentence.range);
        finding.related(location, format!("grade {grade:.0}: {words}"))
    }))
}

/// A grade above a limit in words. A grade that rounds to the limit gets none, because "8.0; 8 is the most" would read as no
/// mistake.
fn describe_grade(grade: f64, limit: f64) -> String {
    if grade < limit + 0.05 { format!("just above grade {limit:.0}") } else { format!("at grade {grade:.1}") }
}

/// One note for all languages in which there are articles without a grade.
pub(super) fn find_other_languages(config: &Config, resolved: &ResolvedSite<'_>) -> Option<Diagnostic> {
    let other_languages = config.languages.entries().filter(|(_, language)| !is_english(&language.tag));
    let unchecked =
        other_languages.filter(|(id, _)| resolved.site.pages_of(ContentKind::Article, *id).next().is_some());
    let tags: Vec<String> = unchecked.map(|(_, language)| format!("`{}`", language.tag)).collect();
    if tags.is_empty() || !is_on(config) {
        return None;
    }
    let message = format!("the reading grade of articles in {} is not checked", tags.join(", "));
    let finding = Diagnostic::new(&rules::READING_GRADE, Location::file(config.source.path.clone()), message);
    Some(Diagnostic { severity: Severity::Note, ..finding.help("only that of English can be told") })
}

fn is_on(config: &Config) -> bool {
    config.severities.get(rules::READING_GRADE.id) != Some(&None)
}

/// The highest grade for an audience, and what messages call the audience.
pub(super) fn limit(audience: Option<Audience>) -> (f64, &'static str) {
    match audience {
        None => (LIMIT, "a text that names no `audience`"),
        Some(Audience::Patient) => (LIMIT, "patients"),
        Some(Audience::Caregiver) => (LIMIT, "caregivers"),
        Some(Audience::Clinician) => (LIMIT_OF_CLINICIANS, "clinicians"),
    }
}

/// The grade of all these sentences together, if they have enough words.
fn grade(sentences: &[CountedSentence<'_>]) -> Option<f64> {
    let total = sentences.iter().fold(Tally::default(), |total, sentence| total.and(sentence.tally));
    let count = u32::try_from(sentences.len()).ok()?;
    (total.words >= FEWEST_WORDS).then(|| total.grade(count))
}

/// The three sentences with the highest grades. Of equal ones the first comes first, so that a report is always the same.
fn hardest(sentences: Vec<CountedSentence<'_>>) -> Vec<(CountedSentence<'_>, f64)> {
    let long = sentences.into_iter().filter(|sentence| sentence.tally.words >= FEWEST_WORDS_OF_HARD);
    let mut graded: Vec<_> = long
        .map(|sentence| {
            let grade = sentence.tally.grade(1);
            (sentence, grade)
        })
        .collect();
    graded.sort_by(|(_, left), (_, right)| right.total_cmp(left));
    graded.truncate(3);
    graded
}

fn counted_sentences<'a>(passages: &'a [Passage], counter: &mut SyllableCounter<'_>) -> Vec<CountedSentence<'a>> {
    let text = passages.iter().filter(|passage| passage.kind == PassageKind::Text);
    let sentences = text.flat_map(|passage| passage.words.by_sentence().map(move |sentence| (passage, sentence)));
    let counted = sentences.filter_map(|(passage, (range, words))| {
        let range = whole_sentence(passage, range)?;
        Some(CountedSentence { passage, range, tally: counter.count(words) })
    });
    counted.collect()
}

/// A sentence of a passage without the blanks around it, if it ends like one. A bare item of a list is no sentence.
fn whole_sentence(passage: &Passage, range: Range<usize>) -> Option<Range<usize>> {
    const CLOSING: [char; 5] = ['"', '\'', '”', '’', ')'];
    let text = &passage.words.text[range.clone()];
    let start = range.end - text.trim_start().len();
    let text = text.trim();
    text.trim_end_matches(CLOSING).ends_with(['.', '!', '?', ':']).then(|| start..start + text.len())
}

/// The grade of a text, if it is long enough to tell.
pub(super) fn of(counter: &mut SyllableCounter<'_>, passages: &[Passage]) -> Option<f64> {
    grade(&counted_sentences(passages, counter))
}

#[cfg(test)]
mod tests {
    use super::describe_grade;

    #[test]
    fn a_grade_is_never_shown_as_its_limit() {
        assert_eq!(describe_grade(8.04, 8.0), "just above grade 8");
        assert_eq!(describe_grade(8.06, 8.0), "at grade 8.1");
        assert_eq!(describe_grade(28.12, 14.0), "at grade 28.1");
    }
}
