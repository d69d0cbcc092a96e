//! `person-first`: words that name people by what they have.
//!
//! "Arthritis sufferers" makes a condition all that people are. "People who suffer from arthritis" puts them first and is no
//! finding. The list of words is closed, because the same words are fine of things: "osteoporotic bone", "a diabetic diet";
//! and of crimes, accidents and bad advice there are victims. The words, better ones, and these exceptions stand in
//! `word-lists/person-first.en.yaml`.

use serde::Deserialize;
use wellpress_diagnostics::{Diagnostic, rules};

use super::forms::Wording;
use super::mention::Mention;
use crate::check::word_lists::{WordFile, WordList, word_file};

pub(super) static WORDS: WordFile<Wording<PersonLists, PersonForm>> = word_file!("person-first.en.yaml");

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct PersonLists {
    named_people: WordList,
}

/// Where words count that name people. The word file explains each form with its phrases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum PersonForm {
    Always,
    Victim,
    VictimOf,
    Group,
    Blind,
    Adjective,
}

/// A finding, unless the words are about something that nobody has; with `better` words.
pub(super) fn judge(mention: &Mention<'_>, form: PersonForm, better: &str) -> Option<Diagnostic> {
    WORDS.is_meant(form, mention).then(|| {
        let by = if mention.sign() == "the elderly" { "by their age" } else { "by what they have" };
        let message = format!("`{}` names people {by}", words_of_name(mention));
        Diagnostic::new(&rules::PERSON_FIRST, mention.locate(), message)
            .help(format!("put the person first: \"{better}\""))
    })
}

/// The words that name people: "diabetics" alone, and "diabetic" with the noun that follows it.
fn words_of_name<'a>(mention: &Mention<'a>) -> &'a str {
    let has_noun = mention.after().first().is_some_and(|word| WORDS.lists.named_people.contains(word));
    mention.words_up_to(usize::from(has_noun))
}
