//! A text in English that asks more years of school than its readers can be expected to have.
//!
//! The grade is Flesch and Kincaid's, of whole sentences. Names and the glossary's terms count as short words: they
//! cannot be put more simply.

use std::cmp::Ordering;
use std::ops::Range;

use crate::check::prose::{Passage, is_english};
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Location, Severity, rules};
use crate::discover::Kind;
use crate::model::Page;
use crate::parse::front_matter::Audience;
use crate::parse::glossary::Glossary;
use crate::resolve::ResolvedSite;
use crate::resolve::sentence::sentences;

/// Of fewer words no grade can be told.
const FEWEST_WORDS: usize = 100;

/// Shorter ones are not named as hard.
const FEWEST_WORDS_OF_HARD: usize = 8;

/// The highest grade for readers of whom nothing is known but that they want help.
const LIMIT: f64 = 8.0;

/// The highest grade for clinicians.
const LIMIT_OF_CLINICIANS: f64 = 14.0;

/// What stands for a name or a term.
const MASK: &str = "it";

/// A sentence and where it stands.
struct Read<'a> {
    passage: &'a Passage,
    range: Range<usize>,
    words: String,
}

/// A finding where a page's own text is above the limit of its audience, with its three hardest sentences.
pub(super) fn find(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    page: &Page,
    passages: &[Passage],
) -> Option<Diagnostic> {
    let (limit, readers) = limit(page.article().filter(|_| is_on(config))?.audience);
    if ceiling(passages) <= limit {
        return None;
    }
    let glossaries = resolved.site.glossaries.iter().filter(|glossary| glossary.language == page.language);
    let terms: Vec<String> = glossaries.flat_map(|glossary| terms(glossary)).collect();
    let read = read(passages, terms);
    let grade = grade(&read).filter(|grade| *grade > limit)?;
    let place = Location::file(page.source.path.clone());
    let message = format!("this text reads at grade {grade:.1}; {limit:.0} is the most for {readers}");
    let finding = Diagnostic::new(&rules::READING_GRADE, place, message)
        .help("begin with its three hardest sentences: split them, and take shorter words");
    Some(hardest(read).into_iter().fold(finding, |finding, (read, grade)| {
        let words = &read.passage.text[read.range.clone()];
        finding.related(read.passage.locate(&page.source, read.range.clone()), format!("grade {grade:.0}: {words}"))
    }))
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
    let all: String = sentences.iter().map(|sentence| sentence.words.as_str()).collect();
    (textstat::lexicon_count(&all) >= FEWEST_WORDS).then(|| textstat::flesch_kincaid_grade(&all))
}

/// The three that ask most, with their grades; of two alike the first comes first.
fn hardest(sentences: Vec<Read<'_>>) -> Vec<(Read<'_>, f64)> {
    let long = sentences.into_iter().filter(|read| textstat::lexicon_count(&read.words) >= FEWEST_WORDS_OF_HARD);
    let mut graded: Vec<_> = long.map(|read| (textstat::flesch_kincaid_grade(&read.words), read)).collect();
    graded.sort_by(|(one, _), (other, _)| other.partial_cmp(one).unwrap_or(Ordering::Equal));
    graded.into_iter().take(3).map(|(grade, read)| (read, grade)).collect()
}

/// What the grade cannot be above, from one quick look: most texts are below the limit, and need no other.
fn ceiling(passages: &[Passage]) -> f64 {
    let (mut words, mut syllables, mut count) = (0, 0, 0);
    for text in passages.iter().flat_map(|passage| whole_sentences(passage).map(|range| &passage.text[range])) {
        count += 1;
        for word in text.split(is_between_words).filter(|word| word.contains(char::is_alphanumeric)) {
            words += 1;
            syllables += most_syllables(word);
        }
    }
    let [words, syllables, count] = [words, syllables, count].map(f64::from);
    if words == 0.0 { 0.0 } else { 0.39 * words / count + 11.8 * syllables / words - 15.59 }
}

/// Groups of vowels, but for a silent one at the end.
fn most_syllables(word: &str) -> u32 {
    let (mut groups, mut was_vowel) = (0, false);
    for letter in word.chars().filter(|c| c.is_alphabetic()) {
        let is_vowel = !letter.is_ascii() || matches!(letter.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
        groups += u32::from(is_vowel && !was_vowel);
        was_vowel = is_vowel;
    }
    let bare = word.trim_end_matches(|c: char| !c.is_alphabetic());
    let is_silent = bare.ends_with('e') && !bare.ends_with("le") && !bare.ends_with("ee");
    (groups - u32::from(is_silent && groups > 1)).max(1)
}

fn is_between_words(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '‑' | '/' | '–' | '—')
}

/// Where the whole sentences of a passage stand; a heading of a list or a bare item is none.
fn whole_sentences(passage: &Passage) -> impl Iterator<Item = Range<usize>> + '_ {
    let is_closing = ['"', '\'', '”', '’', ')'];
    let trimmed = sentences(&passage.text).into_iter().map(|range| {
        let text = &passage.text[range.clone()];
        let start = range.end - text.trim_start().len();
        start..start + text.trim().len()
    });
    trimmed
        .filter(move |range| passage.text[range.clone()].trim_end_matches(is_closing).ends_with(['.', '!', '?', ':']))
}

/// The sentences as they are counted: words alone, masked where they are names or terms, and one full stop, so that those
/// of abbreviations and numbers count for nothing.
fn read(passages: &[Passage], mut terms: Vec<String>) -> Vec<Read<'_>> {
    let whole = |passage| whole_sentences(passage).map(move |range| (passage, range));
    let sentences = passages.iter().flat_map(whole).map(|(passage, range)| {
        let words = plain_words(&passage.text[range.clone()]);
        Read { passage, range, words }
    });
    let mut sentences: Vec<Read<'_>> = sentences.collect();
    // A glossary has many terms and a text names few of them.
    let all: String = sentences.iter().map(|sentence| sentence.words.as_str()).collect();
    terms.retain(|term| all.contains(term.as_str()));
    for sentence in &mut sentences {
        sentence.words = counted(&sentence.words, &terms);
    }
    sentences
}

/// The words of a sentence with a blank on either side of each, names masked.
fn plain_words(sentence: &str) -> String {
    let split = sentence.split(is_between_words);
    let words = split.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty());
    let unnamed =
        words.enumerate().map(|(at, word)| if is_name(at, word) { MASK.to_owned() } else { word.to_lowercase() });
    format!(" {} ", unnamed.collect::<Vec<_>>().join(" "))
}

fn counted(words: &str, terms: &[String]) -> String {
    let mask = format!(" {MASK} ");
    let masked = terms.iter().fold(words.to_owned(), |text, term| text.replace(term, &mask));
    let text = masked.as_str();
    let spoken: Vec<String> = text.split_whitespace().map(spoken).collect();
    format!("{}. ", spoken.join(" "))
}

/// Whether a word is written as a name or an abbreviation is: with a capital where no sentence begins, or with two.
fn is_name(at: usize, word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    capitals > 1 || (capitals == 1 && at > 0 && word.starts_with(char::is_uppercase))
}

/// A word without the endings that are written and not spoken as a syllable: `used`, `makes`.
fn spoken(word: &str) -> String {
    let is_silent = |stem: &str, loud: &[char]| stem.len() > 1 && !stem.ends_with(loud);
    match (word.strip_suffix("ed"), word.strip_suffix("es")) {
        (Some(stem), _) if is_silent(stem, &['t', 'd', 'e']) => stem.to_owned(),
        (_, Some(stem)) if stem.ends_with('i') => format!("{}y", stem.trim_end_matches('i')),
        (_, Some(stem)) if is_silent(stem, &['c', 'g', 'h', 's', 'x', 'z']) => format!("{stem}e"),
        _ => word.to_owned(),
    }
}

/// The terms of a glossary as they stand between words, in one and in many.
fn terms(glossary: &Glossary) -> impl Iterator<Item = String> + '_ {
    let folded = glossary.terms.iter().map(|term| term.folded.replace(['-', '/'], " "));
    folded.flat_map(|term| [format!(" {term} "), format!(" {term}s ")])
}
