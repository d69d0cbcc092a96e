//! [`PageField`]: a field that the settings declare for a section, as a page has it.
//!
//! Input: the field's value as it is written. Output: a value of its type with ids resolved, or a finding at its place.

use strum::VariantNames;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Location, Rule, Source, Span, nearest, quotable, rules};
use wellpress_foundation::Day;
use wellpress_foundation::ids::{Id, IdVec};

use crate::discover::TextForm;
use crate::parse::document::FrontTextId;
use crate::parse::front_matter::{Picture, PictureAi, RawValue, WrittenField};
use crate::sections::{Field, FieldType};

use super::lookup::Lookup;
use super::page_head::PageHead;
use super::page_id::PageId;
use super::reference::ReferenceId;

/// A field of a page.
#[derive(Debug)]
pub struct PageField {
    /// The name of the field in its section.
    pub name: String,
    /// The value.
    pub value: FieldValue,
}

/// Indexes [`Page::field_pictures`](super::Page::field_pictures).
pub type FieldPictureId = Id<Picture>;

/// The value of a field, by its type.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldValue {
    /// A text, or a word of a choice.
    Text(String),
    /// A text of the page's front matter.
    Markdown(FrontTextId),
    /// A number, and as the author wrote it.
    #[expect(missing_docs, reason = "the names say it")]
    Number { value: f64, written: String },
    /// A day.
    Date(Day),
    /// A text of the page's front matter that is one link.
    Url(FrontTextId),
    /// Yes or no.
    Boolean(bool),
    /// One of [`Page::field_pictures`](super::Page::field_pictures).
    Picture(FieldPictureId),
    /// Values in the author's order.
    List(Vec<FieldValue>),
    /// Named values in the author's order.
    Map(Vec<(String, FieldValue)>),
    /// Pages of a section.
    Pages(Vec<PageId>),
    /// Sources of the library.
    Sources(Vec<ReferenceId>),
}

/// What the fields of a page name, with the places.
#[derive(Default)]
pub(super) struct NamedInFields {
    pub pages: Vec<Located<PageId>>,
    pub sources: Vec<Located<ReferenceId>>,
    pub pictures: IdVec<Picture>,
}

/// Reads the fields of a page, in the order in which the settings declare them. What they name is added to `named`.
pub(super) fn read(
    lookup: Lookup<'_>,
    page: &PageHead<'_>,
    written: &[WrittenField],
    named: &mut NamedInFields,
    findings: &mut Vec<Diagnostic>,
) -> Vec<PageField> {
    let mut fields = Vec::new();
    for field in &lookup.config.sections[page.file.section].fields {
        let written_field = written.iter().find(|written_field| written_field.name == field.name);
        match written_field.filter(|written_field| !written_field.value.value.is_empty()) {
            Some(written_field) => {
                let mut reader = FieldReader { lookup, page, field, named, findings };
                let value = reader.value(&field.kind, &written_field.value);
                fields.extend(value.map(|value| PageField { name: field.name.clone(), value }));
            }
            None if field.required && !page.file.is_section_text() && page.file.form == TextForm::Full => {
                let message = format!("the front matter lacks `{}`", field.name);
                let location = Location::file(page.source.path.clone());
                let help = format!("add `{}: ..`, {}", field.name, expected(&field.kind));
                findings.push(Diagnostic::new(&rules::FRONT_MATTER_REQUIRED, location, message).help(help));
            }
            None => {}
        }
    }
    fields
}

/// What a value of this type is, as the end of a sentence.
#[must_use]
pub fn expected(kind: &FieldType) -> String {
    match kind {
        FieldType::Text | FieldType::Markdown => "a text".to_owned(),
        FieldType::Number => "a number".to_owned(),
        FieldType::Date => "a day such as `2026-03-01`".to_owned(),
        FieldType::Url => "an address such as `https://example.org/`".to_owned(),
        FieldType::Boolean => "`true` or `false`".to_owned(),
        FieldType::Picture => "a picture such as `{src: knee.jpg, alt: \"A knee, bent\"}`".to_owned(),
        FieldType::Choice(words) => format!("one of `{}`", words.join("`, `")),
        FieldType::List(_) => "a list such as `[one, two]`".to_owned(),
        FieldType::Map(_) => "a map such as `{monday: \"9 to 5\"}`".to_owned(),
        FieldType::Pages(_) => "a list of ids such as `[one, two]`".to_owned(),
        FieldType::Sources => "a list of keys such as `[smith-2020]`".to_owned(),
    }
}

struct FieldReader<'a, 'f> {
    lookup: Lookup<'a>,
    page: &'a PageHead<'a>,
    field: &'a Field,
    named: &'f mut NamedInFields,
    findings: &'f mut Vec<Diagnostic>,
}

impl FieldReader<'_, '_> {
    /// The value as this type; `None` with a finding if it is of another.
    fn value(&mut self, kind: &FieldType, written: &Located<RawValue>) -> Option<FieldValue> {
        match (kind, &written.value) {
            (FieldType::Text, RawValue::Text(_) | RawValue::Number(_) | RawValue::Boolean(_)) => {
                self.text(&self.written_text(written)?, written.span)
            }
            (FieldType::Markdown, RawValue::Markdown(id)) => Some(FieldValue::Markdown(*id)),
            (FieldType::Picture, RawValue::Text(_) | RawValue::Map(_)) => self.picture(written),
            (FieldType::Number, RawValue::Number(number)) => {
                Some(FieldValue::Number { value: *number, written: self.written_text(written)? })
            }
            (FieldType::Boolean, RawValue::Boolean(value)) => Some(FieldValue::Boolean(*value)),
            (FieldType::Date, RawValue::Text(text)) => match Day::parse(text) {
                Some(day) => Some(FieldValue::Date(day)),
                None => {
                    self.refuse(&rules::DATE_INVALID, kind, written.span, format!("`{}` is no day", quotable(text)))
                }
            },
            (FieldType::Url, RawValue::Markdown(id)) => Some(FieldValue::Url(*id)),
            (FieldType::Choice(words), RawValue::Text(_) | RawValue::Number(_) | RawValue::Boolean(_)) => {
                self.choice(words, &self.written_text(written)?, written.span)
            }
            (FieldType::List(kind), RawValue::List(items)) => {
                Some(FieldValue::List(items.iter().filter_map(|item| self.value(kind, item)).collect()))
            }
            (FieldType::Map(kind), RawValue::Map(entries)) => {
                let entries = entries.iter().filter_map(|(key, value)| Some((key.clone(), self.value(kind, value)?)));
                Some(FieldValue::Map(entries.collect()))
            }
            (FieldType::Pages(section), RawValue::List(items)) => {
                let ids: Vec<Located<String>> = items.iter().filter_map(|item| self.id(item)).collect();
                let mut resolver = self.lookup.ids_of(self.page, self.findings);
                let pages = ids
                    .iter()
                    .filter_map(|id| Some(Located { value: resolver.page_of_section(*section, id)?, span: id.span }));
                let pages: Vec<Located<PageId>> = pages.collect();
                self.named.pages.extend(&pages);
                Some(FieldValue::Pages(pages.into_iter().map(|page| page.value).collect()))
            }
            (FieldType::Sources, RawValue::List(items)) => {
                let keys: Vec<Located<String>> = items.iter().filter_map(|item| self.id(item)).collect();
                let sources = self.lookup.ids_of(self.page, self.findings).references(keys.iter());
                self.named.sources.extend(&sources);
                Some(FieldValue::Sources(sources.into_iter().map(|source| source.value).collect()))
            }
            (kind, _) => {
                let entry_prefix = if *kind == self.field.kind { "" } else { "an entry of " };
                let message = format!("{entry_prefix}`{}` is not {}", self.field.name, expected(kind));
                self.refuse(&rules::FRONT_MATTER_TYPE, kind, written.span, message)
            }
        }
    }

    fn text(&mut self, text: &str, span: Span) -> Option<FieldValue> {
        let pattern = self.field.pattern.as_ref();
        if let Some(pattern) = pattern.filter(|pattern| !pattern.regex.is_match(text).unwrap_or(false)) {
            let message = format!("`{}` does not match the pattern of `{}`", quotable(text), self.field.name);
            let finding = Diagnostic::new(&rules::FRONT_MATTER_TYPE, self.source().locate(span), message);
            self.findings.push(finding.help(format!("the settings ask for `{}`", pattern.text)));
            return None;
        }
        Some(FieldValue::Text(text.to_owned()))
    }

    fn choice(&mut self, words: &[String], text: &str, span: Span) -> Option<FieldValue> {
        if words.iter().any(|word| word == text) {
            return Some(FieldValue::Text(text.to_owned()));
        }
        let message = format!("`{}` is no value of `{}`", quotable(text), self.field.name);
        let finding = Diagnostic::new(&rules::FRONT_MATTER_TYPE, self.source().locate(span), message);
        let near = nearest(text, words.iter().map(String::as_str));
        self.findings.push(finding.suggest_or(near, format!("write one of `{}`", words.join("`, `"))));
        None
    }

    fn picture_ai(&mut self, text: &str, span: Span) -> Option<PictureAi> {
        let words: Vec<String> = PictureAi::VARIANTS.iter().map(|word| (*word).to_owned()).collect();
        self.choice(&words, text, span)?;
        text.parse().ok()
    }

    /// A picture, of which the path alone may be written; that its alternative text is missing is found where it is looked for.
    fn picture(&mut self, written: &Located<RawValue>) -> Option<FieldValue> {
        let mut picture = Picture {
            src: Located { value: String::new(), span: written.span },
            alt: None,
            caption: None,
            credit: None,
            ai: None,
        };
        let entries = match &written.value {
            RawValue::Map(entries) => entries,
            path => {
                picture.src.value = path.written_text(self.source(), written.span)?;
                &Vec::new()
            }
        };
        for (key, value) in entries {
            let text = self.written_text(value);
            match key.as_str() {
                "src" => picture.src = Located { value: text.unwrap_or_default(), span: value.span },
                "alt" => picture.alt = text,
                "caption" => picture.caption = text,
                "credit" => picture.credit = text,
                "ai" => picture.ai = text.and_then(|text| self.picture_ai(&text, value.span)),
                _ => {
                    let message = format!("a picture has no `{}`", quotable(key));
                    let location = self.source().locate(value.span);
                    let finding = Diagnostic::new(&rules::FRONT_MATTER_UNKNOWN_KEY, location, message);
                    let near = nearest(key, ["src", "alt", "caption", "credit", "ai"]);
                    self.findings.push(finding.suggest_or(near, "take it out"));
                }
            }
        }
        if picture.src.value.is_empty() {
            let message = format!("`{}` lacks `src`, the picture's file", self.field.name);
            return self.refuse(&rules::FRONT_MATTER_TYPE, &FieldType::Picture, written.span, message);
        }
        Some(FieldValue::Picture(self.named.pictures.push(picture)))
    }

    fn id(&mut self, item: &Located<RawValue>) -> Option<Located<String>> {
        match self.written_text(item) {
            Some(value) => Some(Located { value, span: item.span }),
            None => {
                let message = format!("an entry of `{}` is no id", self.field.name);
                self.refuse(&rules::FRONT_MATTER_TYPE, &self.field.kind, item.span, message)
            }
        }
    }

    fn written_text(&self, value: &Located<RawValue>) -> Option<String> {
        value.value.written_text(self.source(), value.span)
    }

    fn refuse<T>(&mut self, rule: &'static Rule, kind: &FieldType, span: Span, message: String) -> Option<T> {
        let finding = Diagnostic::new(rule, self.source().locate(span), message);
        self.findings.push(finding.help(format!("write {}", expected(kind))));
        None
    }

    fn source(&self) -> &Source {
        self.page.source
    }
}
