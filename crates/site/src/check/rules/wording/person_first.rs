//! `person-first`: words that name people by what they have.
//!
//! "Arthritis sufferers" makes a condition all that people are. The list of words is closed, because the same words are
//! fine of things: "osteoporotic bone", "a diabetic diet", "the study suffers from bias"; and of crimes, accidents and bad
//! advice there are victims. The words, better ones, and these exceptions stand in `word-lists/person-first.en.yaml`.

use serde::Deserialize;
use wellpress_diagnostics::{Diagnostic, rules};

use super::forms::Wording;
use super::mention::Mention;
use crate::check::word_lists::{WordFile, word_file};

pub(super) static WORDS: WordFile<Wording<NoLists, PersonForm>> = word_file!("person-first.en.yaml");

/// The code asks for no list: the patterns say it all.
#[derive(Deserialize)]
pub(super) struct NoLists {}

/// Where words count that name people. The word file explains each form with its phrases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum PersonForm {
    Always,
    Suffers,
    Victim,
    VictimOf,
    Group,
    Adjective,
}

/// A finding, unless the words are about something that nobody has; with `better` words.
pub(super) fn judge(mention: &Mention<'_>, form: PersonForm, better: &str) -> Option<Diagnostic> {
    WORDS.is_meant(form, mention).then(|| {
        let by = if mention.sign() == "the elderly" { "by their age" } else { "by what they have" };
        let message = format!("`{}` names people {by}", mention.words());
        Diagnostic::new(&rules::PERSON_FIRST, mention.locate(), message)
            .help(format!("put the person first: \"{better}\""))
    })
}
