//! What an author's words claim, promise or call people, in English: one pass over the text finds the phrases that
//! matter, and each rule looks at the sentence around them.
//!
//! A rule has a file of words in `word-lists` with its phrases, the forms in which they sound, and patterns of the words
//! around them; what a pattern cannot say is its code here. Negation, quotation and clauses are the same for all rules and
//! stand in `mention`.

mod attribution_mismatch;
mod claim_uncited;
mod forms;
mod mention;
mod pattern;
mod person_first;
mod promise;
mod repetition;

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use wellpress_diagnostics::Diagnostic;

use crate::check::prose::Passage;
use crate::model::Page;
use crate::model::reference::Library;

use attribution_mismatch::PublicBody;
use mention::Mention;
use promise::PromiseForm;

/// The rule that a phrase belongs to, with the form in which the phrase speaks.
#[derive(Clone, Copy)]
enum PhraseRule {
    Claim(claim_uncited::ClaimForm),
    /// A promise that is no claim, though it begins like one: "100% safe".
    Promise,
    Person {
        form: person_first::PersonForm,
        better: &'static str,
    },
    Attribution(&'static PublicBody),
}

/// The phrases of several rules in one automaton, so that a text is read once however many there are.
struct Finder<R> {
    automaton: AhoCorasick,
    /// By the number of the phrase in the automaton.
    signs: Vec<R>,
}

impl<R> Finder<R> {
    fn new<'a>(phrases: impl Iterator<Item = (&'a str, R)>, kind: MatchKind) -> Self {
        let (words, signs): (Vec<&str>, Vec<R>) = phrases.unzip();
        let mut builder = AhoCorasick::builder();
        builder.match_kind(kind).kind(Some(AhoCorasickKind::DFA));
        Self { automaton: builder.build(words).expect("some hundred short phrases fit an automaton"), signs }
    }
}

static FINDER: LazyLock<Finder<PhraseRule>> = LazyLock::new(|| {
    let claims = claim_uncited::WORDS.phrases().map(|(phrase, form)| (&*phrase.words, PhraseRule::Claim(form)));
    let people = person_first::WORDS.phrases().map(|(phrase, form)| {
        let better = phrase.better.as_deref().unwrap_or_default();
        (&*phrase.words, PhraseRule::Person { form, better })
    });
    let promises = promise::WORDS.phrases().filter(|(_, form)| matches!(form, PromiseForm::Whole | PromiseForm::Safe));
    let promises = promises.map(|(phrase, _)| (&*phrase.words, PhraseRule::Promise));
    let bodies = attribution_mismatch::WORDS.bodies.iter();
    let names = bodies.flat_map(|body| body.names.iter().map(move |name| (&**name, PhraseRule::Attribution(body))));
    // "Twice a day" is no "twice": of phrases that begin at one place the longest counts.
    Finder::new(claims.chain(promises).chain(people).chain(names), MatchKind::LeftmostLongest)
});

/// Promises have short phrases with patterns around them, so that phrases overlap: each of them counts.
static PROMISES: LazyLock<Finder<PromiseForm>> = LazyLock::new(|| {
    let promises = promise::WORDS.phrases().map(|(phrase, form)| (&*phrase.words, form));
    Finder::new(promises, MatchKind::Standard)
});

/// The findings of all these rules in a page's own text, and in its front matter where that claims what the text does not.
pub(super) fn find(library: &Library, page: &Page, passages: &[Passage], fields: &[Passage]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for passage in passages {
        judge_passage(library, page, passage, |_| false, &mut findings);
    }
    for field in fields {
        judge_passage(library, page, field, |mention| repetition::is_repeated(mention, passages), &mut findings);
    }
    findings
}

fn judge_passage(
    library: &Library,
    page: &Page,
    passage: &Passage,
    is_said_elsewhere: impl Fn(&Mention<'_>) -> bool,
    findings: &mut Vec<Diagnostic>,
) {
    judge_promises(page, passage, findings);
    // One source is enough for all that a sentence claims, and so is one finding.
    let mut end_of_claim = 0;
    let phrases = FINDER.automaton.find_iter(&passage.lower);
    for phrase in phrases.filter(|phrase| is_whole(&passage.lower, phrase.range())) {
        let sign = FINDER.signs[phrase.pattern().as_usize()];
        if !may_matter(sign, passage, phrase.range()) {
            continue;
        }
        let mention = Mention::new(page, passage, phrase.range());
        // A question states nothing, unless it only has the shape of one; it can call people names.
        let states_nothing = mention.sentence.is_question && !mention.is_rhetorical();
        if states_nothing && !matches!(sign, PhraseRule::Person { .. }) {
            continue;
        }
        let finding = match sign {
            PhraseRule::Claim(_) if mention.sentence.range.start < end_of_claim || is_said_elsewhere(&mention) => None,
            PhraseRule::Claim(form) => {
                let finding = claim_uncited::judge(&mention, form);
                end_of_claim = if finding.is_some() { mention.sentence.range.end } else { end_of_claim };
                finding
            }
            PhraseRule::Promise => None,
            PhraseRule::Attribution(body) => attribution_mismatch::judge(&mention, library, body),
            // Somebody else's words, and names of things, call nobody names.
            PhraseRule::Person { .. } if mention.is_quoted() || mention.is_in_a_name() => None,
            PhraseRule::Person { form, better } => person_first::judge(&mention, form, better),
        };
        findings.extend(finding);
    }
}

/// One finding for each sentence and rule.
fn judge_promises(page: &Page, passage: &Passage, findings: &mut Vec<Diagnostic>) {
    let mut end_of_found = [0; 2];
    let phrases = PROMISES.automaton.find_overlapping_iter(&passage.lower);
    for phrase in phrases.filter(|phrase| is_whole(&passage.lower, phrase.range())) {
        let form = PROMISES.signs[phrase.pattern().as_usize()];
        let end_of_found = &mut end_of_found[usize::from(form.calls_safe())];
        if phrase.start() < *end_of_found {
            continue;
        }
        let mention = Mention::new(page, passage, phrase.range());
        // A question states nothing, unless it only has the shape of one. Somebody else's words, and names of things,
        // promise nothing.
        let states_nothing = mention.sentence.is_question && !mention.is_rhetorical();
        if states_nothing || mention.is_quoted() || mention.is_in_a_name() {
            continue;
        }
        if let Some(finding) = promise::judge(&mention, form) {
            *end_of_found = mention.sentence.range.end;
            findings.push(finding);
        }
    }
}

/// Whether a phrase counts in such a passage at all: only where a source can stand, a claim or a name needs one.
fn may_matter(sign: PhraseRule, passage: &Passage, range: Range<usize>) -> bool {
    match sign {
        PhraseRule::Claim(_) => passage.may_claim(),
        PhraseRule::Attribution(_) => passage.may_claim() && attribution_mismatch::is_name(&passage.text[range]),
        PhraseRule::Promise => false,
        PhraseRule::Person { .. } => true,
    }
}

/// Whether a range of the text neither begins nor ends inside a word.
fn is_whole(text: &str, range: Range<usize>) -> bool {
    let phrase = &text[range.clone()];
    let begins_inside = text[..range.start].ends_with(char::is_alphanumeric) && phrase.starts_with(char::is_alphabetic);
    let ends_inside = text[range.end..].starts_with(char::is_alphanumeric) && phrase.ends_with(char::is_alphabetic);
    !begins_inside && !ends_inside
}

#[cfg(test)]
mod tests {
    use super::super::{dose_drift, link_text_vague, pii, red_flag_without_care};
    use super::{attribution_mismatch, claim_uncited, mention, person_first, promise};
    use crate::check::prose;

    /// A file that cannot be read would stop the program at its first use. The list has the files of all rules, because each
    /// file of the folder has to be in it.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "lists a folder of this crate, and no site")]
    fn every_word_file_can_be_read() {
        let files = [
            attribution_mismatch::WORDS.problem(),
            claim_uncited::WORDS.problem(),
            dose_drift::WORDS.problem(),
            link_text_vague::WORDS.problem(),
            mention::SHARED.problem(),
            person_first::WORDS.problem(),
            pii::WORDS.problem(),
            promise::WORDS.problem(),
            prose::WORDS.problem(),
            red_flag_without_care::WORDS.problem(),
        ];
        let problems: Vec<&String> = files.iter().filter_map(|(_, problem)| problem.as_ref()).collect();
        assert!(problems.is_empty(), "{problems:#?}");
        let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/word-lists")).unwrap();
        let mut in_folder: Vec<String> = folder.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        let mut embedded: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
        in_folder.sort();
        embedded.sort_unstable();
        assert_eq!(in_folder, embedded, "each file of `word-lists` belongs to a rule");
    }
}
