//! The fields of front matter that readers see as sentences, titles or captions, and that are no Markdown: they are set like the text,
//! and Markdown in them is reported. The table of fields says which they are.

use std::borrow::Cow;
use std::ops::Range;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source, Span, quotable, rules};
use wellpress_markdown::parser::{Grammar, first_mark, typographic};

use super::{
    Caution, Correction, Dose, ExerciseImage, FrontMatter, OneOrMany, PageChange, Picture, ScalarText, ScheduleEntry,
    SourceGroup, SourceNote, Sponsor, Video, Withdrawn,
};
use crate::front_matter_fields::TextForm;
use crate::parse::field_variables::FieldVariables;

/// What is done to a text.
pub(super) type Change<'c> = &'c mut dyn FnMut(&mut String);

/// A value with texts that are sentences, titles or captions.
pub(super) trait PlainTexts {
    /// Changes each of them.
    fn for_each_text(&mut self, change: Change<'_>);
}

impl PlainTexts for String {
    fn for_each_text(&mut self, change: Change<'_>) {
        change(self);
    }
}

impl<T: PlainTexts> PlainTexts for Option<T> {
    fn for_each_text(&mut self, change: Change<'_>) {
        self.iter_mut().for_each(|value| value.for_each_text(change));
    }
}

impl<T: PlainTexts> PlainTexts for Vec<T> {
    fn for_each_text(&mut self, change: Change<'_>) {
        self.iter_mut().for_each(|value| value.for_each_text(change));
    }
}

impl<T: PlainTexts> PlainTexts for Located<T> {
    fn for_each_text(&mut self, change: Change<'_>) {
        self.value.for_each_text(change);
    }
}

/// Types of which some members are such texts.
macro_rules! texts_of {
    ($($type:ident($($member:tt),+);)*) => {
        $(impl PlainTexts for $type {
            fn for_each_text(&mut self, change: Change<'_>) {
                $(self.$member.for_each_text(change);)+
            }
        })*
    };
}

texts_of! {
    ScalarText(0);
    OneOrMany(values);
    Caution(advice);
    Correction(was, now, reason);
    Dose(frequency, sides);
    ExerciseImage(alt);
    PageChange(note);
    Picture(alt, caption, credit);
    ScheduleEntry(dose);
    SourceGroup(title);
    SourceNote(note);
    Sponsor(name, role);
    Video(title);
    Withdrawn(reason);
}

impl FrontMatter {
    /// Sets the marks of typography and the values of variables in each of these fields, as its form asks for, and reports marks of
    /// Markdown. The front matter stands in front of `text_start`.
    pub(in crate::parse) fn set_plain_texts(
        &mut self,
        source: &Source,
        text_start: usize,
        grammar: Grammar<'_>,
        values: &mut FieldVariables<'_>,
        findings: &mut Vec<Diagnostic>,
    ) {
        self.for_each_plain_text(&mut |form, text| {
            if form == TextForm::PlainIfManyWords && !text.contains(' ') {
                return;
            }
            findings.extend(unread_mark(source, text_start, text, grammar));
            if matches!(form, TextForm::Plain | TextForm::PlainIfManyWords)
                && let Cow::Owned(set) = typographic(text, grammar)
            {
                *text = set;
            }
            if form != TextForm::Name {
                values.set(text);
            }
        });
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
