//! The fields of front matter that readers see as sentences, titles or captions, and that are no Markdown: they are set like the text,
//! and Markdown in them is reported.

use std::borrow::Cow;
use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Source, Span, quotable, rules};
use wellpress_markdown::parser::{Grammar, first_mark, typographic};

use super::{Dose, FrontMatter, Picture};
use crate::parse::field_variables::FieldVariables;

/// What is done to a text.
type Change<'c> = &'c mut dyn FnMut(&mut String);

// Macros, because the structs of the kinds have the same fields and no common type.
macro_rules! page_texts {
    ($front:expr, $change:expr) => {
        // The licence may be an address or an id, which are no words.
        let licence = $front.license.iter_mut().filter(|licence| licence.contains(' '));
        $front.seo_title.iter_mut().chain(&mut $front.short_title).chain(licence).for_each(&mut *$change)
    };
}

macro_rules! titled_texts {
    ($front:expr, $change:expr) => {
        $change(&mut $front.title.value);
        $front.description.iter_mut().for_each(|description| $change(&mut description.value));
        page_texts!($front, $change);
    };
}

macro_rules! dated_texts {
    ($front:expr, $change:expr) => {
        titled_texts!($front, $change);
        $front.hero.iter_mut().for_each(|hero| picture(hero, $change));
    };
}

macro_rules! reviewed_texts {
    ($front:expr, $change:expr) => {
        dated_texts!($front, $change);
        $front.withdrawn.iter_mut().for_each(|withdrawn| $change(&mut withdrawn.reason));
    };
}

macro_rules! cited_texts {
    ($front:expr, $change:expr) => {
        reviewed_texts!($front, $change);
        for correction in &mut $front.corrections {
            $change(&mut correction.was);
            $change(&mut correction.now);
        }
        $front.source_groups.iter_mut().for_each(|group| $change(&mut group.title.value));
        $front.source_notes.iter_mut().for_each(|note| $change(&mut note.note.value));
        $front.changes.iter_mut().filter_map(|change| change.note.as_mut()).for_each(&mut *$change);
    };
}

impl FrontMatter {
    /// Sets the marks of typography and the values of variables in each of these fields, and reports marks of Markdown. The front matter stands in front of
    /// `text_start`.
    pub(in crate::parse) fn set_plain_texts(
        &mut self,
        source: &Source,
        text_start: usize,
        grammar: Grammar<'_>,
        values: &mut FieldVariables<'_>,
        findings: &mut Vec<Diagnostic>,
    ) {
        let mut report = |text: &str| findings.extend(unread_mark(source, text_start, text, grammar));
        self.for_each_plain_text(&mut |text| {
            report(text);
            if let Cow::Owned(set) = typographic(text, grammar) {
                *text = set;
            }
            values.set(text);
        });
        match self {
            Self::Person(person) => {
                report(&person.name.value);
                person.credentials.values.iter().for_each(|credential| report(credential));
            }
            Self::Disclaimer(disclaimer) => {
                report(&disclaimer.title.value);
                values.set(&mut disclaimer.title.value);
            }
            _ => {}
        }
    }

    /// Changes each of these fields. Names of people and institutions stay as they are written.
    fn for_each_plain_text(&mut self, change: Change<'_>) {
        match self {
            Self::Article(front) => {
                cited_texts!(front, change);
                [&mut front.funding, &mut front.conflicts]
                    .into_iter()
                    .flatten()
                    .for_each(|text| change(&mut text.value));
                front.sponsor.iter_mut().for_each(|sponsor| {
                    change(&mut sponsor.name);
                    sponsor.role.iter_mut().for_each(&mut *change);
                });
            }
            Self::Exercise(front) => {
                cited_texts!(front, change);
                let lists = front.equipment.iter_mut().flatten().chain(&mut front.stop_if).chain(&mut front.position);
                let lists = lists.chain(&mut front.regions).chain(&mut front.muscles);
                lists.for_each(|text| change(&mut text.value));
                dose(&mut front.dose, change);
                front.cautions.iter_mut().for_each(|caution| change(&mut caution.advice.value));
                front.images.iter_mut().filter_map(|image| image.alt.as_mut()).for_each(&mut *change);
                front.video.iter_mut().filter_map(|video| video.title.as_mut()).for_each(change);
            }
            Self::Programme(front) => {
                reviewed_texts!(front, change);
                front.schedule.iter_mut().for_each(|entry| dose(&mut entry.dose, change));
            }
            Self::Page(front) => {
                dated_texts!(front, change);
            }
            Self::Topic(front) => {
                titled_texts!(front, change);
            }
            Self::Person(front) => {
                page_texts!(front, change);
                front.job_title.iter_mut().for_each(change);
            }
            // Sign-offs have the words of its title.
            Self::Disclaimer(_) | Self::Snippet(_) => {}
        }
    }
}

/// The finding about Markdown in a field that is plain text. `citation-form` finds the citations there.
fn unread_mark(source: &Source, text_start: usize, text: &str, grammar: Grammar<'_>) -> Option<Diagnostic> {
    let mark = first_mark(text, grammar)
        .filter(|mark| !(text[mark.clone()].starts_with('[') && text[mark.clone()].contains('@')))?;
    let location = source.locate(Span::new(place(&source.text[..text_start], text, mark.clone())));
    let message =
        format!("`{}` stands in a field that is plain text, and is shown as it is written", quotable(&text[mark]));
    let help = "write the words alone";
    Some(Diagnostic::new(&rules::MARKDOWN_UNREAD, location, message).help(help))
}

/// The place of a mark in the front matter, as far as the YAML spells the field, or at least the mark, as it is read.
fn place(front_matter: &str, text: &str, mark: Range<usize>) -> Range<usize> {
    let field = front_matter.find(text).map(|start| start + mark.start);
    let start = field.or_else(|| front_matter.find(&text[mark.clone()]));
    start.map_or(0..0, |start| start..start + mark.len())
}

/// The fields of a dose that are words.
fn dose(dose: &mut Dose, change: Change<'_>) {
    [&mut dose.frequency, &mut dose.sides].into_iter().flatten().for_each(|text| change(&mut text.value.0));
}

fn picture(picture: &mut Picture, change: Change<'_>) {
    [&mut picture.alt, &mut picture.caption, &mut picture.credit].into_iter().flatten().for_each(change);
}
