//! `fields` of a section in the settings in, [`Field`]s out: what the front matter of its pages has besides the fields of its kind.

use std::collections::BTreeMap;
use std::sync::Arc;

use fancy_regex::Regex;
use schemars::JsonSchema;
use serde::Deserialize;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source, nearest, quotable};

use crate::front_matter_fields;
use crate::sections::{ContentKind, Field, FieldPattern, FieldType, Sections};

use super::in_order::InOrder;
use super::mistakes::{find_key, wrong};
use super::section_settings::WordsByField;

/// A field that the settings add to the front matter of a section's pages.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldSettings {
    /// The type of its value.
    #[serde(rename = "type")]
    pub kind: FieldTypeName,
    /// Of a `list` or a `map` the type of its entries (without it, `text`), of a `choice` the words, of `pages` the section.
    pub of: Option<Located<FieldOf>>,
    /// The name that readers see; without it, the name of the field. `languages` has those of other languages.
    pub label: Option<String>,
    /// Whether each page must have it.
    #[serde(default)]
    pub required: bool,
    /// A regular expression that each text must match as a whole.
    pub pattern: Option<Located<String>>,
    /// Of `pages`: the label of the list on the other pages that leads back.
    pub back: Option<String>,
    /// Whether the theme shows it below the description. Templates see it in either case.
    #[serde(default = "is_shown")]
    pub show: bool,
}

fn is_shown() -> bool {
    true
}

/// The word under `type` of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FieldTypeName {
    /// Plain text.
    Text,
    /// Text with citation marks, links, emphasis, paragraphs and lists.
    Markdown,
    /// A number.
    Number,
    /// A day, as `YYYY-MM-DD`.
    Date,
    /// An address: `https`, `http`, `mailto`, `sms`, `tel` or a path of the site.
    Url,
    /// `true` or `false`.
    Boolean,
    /// A picture, as `hero` has it: `{src: knee.jpg, alt: "A knee, bent"}`.
    Picture,
    /// One of the words under `of`.
    Choice,
    /// Several values of one type.
    List,
    /// Values of one type by name.
    Map,
    /// Ids of pages of a section.
    Pages,
    /// Keys of sources, which are then in the page's list of sources.
    Sources,
}

/// What `of` of a field names: one word, or the words of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum FieldOf {
    /// A type or a section.
    Word(String),
    /// The words of a choice.
    Words(Vec<String>),
}

/// Reads the fields of a section of this kind into [`Field`]s. `translations` are those of the words of a field, by the tags of
/// the languages.
pub(super) fn fields(
    sections: &Sections,
    section: ContentKind,
    fields: &InOrder<FieldSettings>,
    translations: &dyn Fn(&str, WordsByField) -> BTreeMap<String, String>,
    source: &Source,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Field> {
    let mut declared_fields = Vec::new();
    for (name, settings) in &fields.0 {
        if let Some(finding) = refuse_name(section, name, source) {
            findings.push(finding);
            continue;
        }
        let reader = FieldReader { sections, section, name, source };
        match reader.kind(settings).and_then(|kind| Ok((reader.pattern(settings, &kind)?, kind))) {
            Ok((pattern, kind)) => declared_fields.push(Field {
                name: name.clone(),
                label: settings.label.clone().unwrap_or_else(|| super::capitalised(name)),
                labels: translations(name, |words| &words.labels),
                back: settings.back.clone(),
                backs: translations(name, |words| &words.back),
                kind,
                required: settings.required,
                pattern,
                show: settings.show,
            }),
            Err(finding) => findings.push(*finding),
        }
    }
    declared_fields
}

fn refuse_name(section: ContentKind, name: &str, source: &Source) -> Option<Diagnostic> {
    let is_valid = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    let (message, help) = if !is_valid {
        ("cannot be the name of a field", "write letters, digits, `_` and `-`, beginning with a letter")
    } else if front_matter_fields::find(section, name).is_some() {
        ("is a field of front matter already", "give the field another name")
    } else {
        return None;
    };
    Some(wrong(find_key(source, name), format!("`{}` {message}", quotable(name))).help(help))
}

type FieldResult<T> = Result<T, Box<Diagnostic>>;

struct FieldReader<'a> {
    sections: &'a Sections,
    /// The kind of the section that has the field.
    section: ContentKind,
    name: &'a str,
    source: &'a Source,
}

impl FieldReader<'_> {
    fn kind(&self, settings: &FieldSettings) -> FieldResult<FieldType> {
        let takes_of = matches!(
            settings.kind,
            FieldTypeName::Choice | FieldTypeName::List | FieldTypeName::Map | FieldTypeName::Pages
        );
        if let Some(of) = settings.of.as_ref().filter(|_| !takes_of) {
            let message = format!("the field `{}` has a type that takes no `of`", self.name);
            return Err(self.wrong_at(of, message, "take it out"));
        }
        if let Some(back) = settings.back.as_ref().filter(|_| settings.kind != FieldTypeName::Pages) {
            let message = format!("`back: {}` belongs to a field of the type `pages`", quotable(back));
            return Err(Box::new(wrong(find_key(self.source, self.name), message).help("take it out")));
        }
        Ok(match settings.kind {
            FieldTypeName::Text => FieldType::Text,
            FieldTypeName::Markdown => FieldType::Markdown,
            FieldTypeName::Number => FieldType::Number,
            FieldTypeName::Date => FieldType::Date,
            FieldTypeName::Url => FieldType::Url,
            FieldTypeName::Boolean => FieldType::Boolean,
            FieldTypeName::Picture => FieldType::Picture,
            FieldTypeName::Choice => FieldType::Choice(self.words(settings)?),
            FieldTypeName::List => FieldType::List(Box::new(self.entries(settings)?)),
            FieldTypeName::Map => FieldType::Map(Box::new(self.entries(settings)?)),
            FieldTypeName::Pages => self.pages(settings)?,
            FieldTypeName::Sources if matches!(self.section, ContentKind::Article | ContentKind::Exercise) => {
                FieldType::Sources
            }
            FieldTypeName::Sources => {
                let message =
                    format!("the field `{}` has sources, and pages like `{}` list none", self.name, self.section);
                let finding = wrong(find_key(self.source, self.name), message);
                return Err(Box::new(finding.help("make the section `like: article` or `like: exercise`")));
            }
        })
    }

    fn words(&self, settings: &FieldSettings) -> FieldResult<Vec<String>> {
        match settings.of.as_ref().map(|of| &of.value) {
            Some(FieldOf::Words(words)) if !words.is_empty() => Ok(words.clone()),
            _ => Err(self.lacks_of("a choice lists its words", "write `of: [mild, severe]`")),
        }
    }

    /// The type of the entries of a list or a map, which is text if the settings do not say.
    fn entries(&self, settings: &FieldSettings) -> FieldResult<FieldType> {
        let types = [
            ("text", FieldType::Text),
            ("markdown", FieldType::Markdown),
            ("number", FieldType::Number),
            ("date", FieldType::Date),
            ("url", FieldType::Url),
            ("boolean", FieldType::Boolean),
            ("picture", FieldType::Picture),
        ];
        let names = types.each_ref().map(|(name, _)| *name);
        let Some(of) = &settings.of else { return Ok(FieldType::Text) };
        let FieldOf::Word(word) = &of.value else {
            return Err(self.wrong_at(
                of,
                "the entries of a list or a map have one type".to_owned(),
                "write `of: text`",
            ));
        };
        types.into_iter().find(|(name, _)| name == word).map(|(_, kind)| kind).ok_or_else(|| {
            let message = format!("`{}` is no type of entries", quotable(word));
            let help = format!("write one of `{}`", names.join("`, `"));
            let finding = wrong(self.source.locate(of.span), message);
            Box::new(finding.suggest_or(nearest(word, names), help))
        })
    }

    fn pages(&self, settings: &FieldSettings) -> FieldResult<FieldType> {
        let Some(Located { value: FieldOf::Word(folder), span }) = &settings.of else {
            return Err(self.lacks_of("a field of pages names their section", "write `of: articles`"));
        };
        let section = self.sections.of_folder(folder).filter(|id| self.sections[*id].has_pages());
        let Some(section) = section else {
            let folders = self.sections.with_pages().map(|(_, section)| section.folder.as_str());
            let finding = wrong(self.source.locate(*span), format!("there is no section `{}`", quotable(folder)));
            return Err(Box::new(finding.suggest_or(nearest(folder, folders), "declare it under `sections`")));
        };
        Ok(FieldType::Pages(section))
    }

    fn pattern(&self, settings: &FieldSettings, kind: &FieldType) -> FieldResult<Option<FieldPattern>> {
        let Some(pattern) = &settings.pattern else { return Ok(None) };
        let has_texts = match kind {
            FieldType::Text => true,
            FieldType::List(entries) | FieldType::Map(entries) => **entries == FieldType::Text,
            _ => false,
        };
        if !has_texts {
            let message = format!("the field `{}` has no text that a pattern could match", self.name);
            return Err(self.wrong_at(pattern, message, "take it out"));
        }
        match Regex::new(&format!("^(?:{})$", pattern.value)) {
            Ok(regex) => Ok(Some(FieldPattern { text: pattern.value.clone(), regex: Arc::new(regex) })),
            Err(error) => {
                let message = format!("`{}` is no regular expression: {error}", quotable(&pattern.value));
                Err(self.wrong_at(pattern, message, "correct it, or take it out"))
            }
        }
    }

    fn lacks_of(&self, message: &str, help: &'static str) -> Box<Diagnostic> {
        let message = format!("the field `{}` lacks `of`: {message}", self.name);
        Box::new(wrong(find_key(self.source, self.name), message).help(help))
    }

    fn wrong_at<T>(&self, value: &Located<T>, message: String, help: &'static str) -> Box<Diagnostic> {
        Box::new(wrong(self.source.locate(value.span), message).help(help))
    }
}
