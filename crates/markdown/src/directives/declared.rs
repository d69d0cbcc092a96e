//! [`DeclaredDirective`]: a directive that a theme declares, with its form, its label and typed attributes.
//!
//! Input is the YAML of a declaration, which the theme reads. Output is the same [`AttributeSpec`]s as those of the table of
//! directives, so that one check judges both. What such a directive shows is left to the theme's template.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::lines::read_name;
use super::table::{AttributeNeed, AttributeSpec, AttributeValue, DirectiveForm};

/// The directives that the themes of a site declare, by the name that authors write.
pub type DeclaredDirectives = BTreeMap<String, DeclaredDirective>;

/// A directive that a theme declares in `directives/NAME.yaml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclaredDirective {
    /// How it is written.
    #[serde(default)]
    pub form: DirectiveForm,
    /// Whether it has words in brackets.
    #[serde(default)]
    pub label: DeclaredLabel,
    /// The attributes that it takes, by their keys. Any other gives a finding.
    #[serde(default)]
    pub attributes: BTreeMap<String, DeclaredAttribute>,
}

/// Whether a declared directive has words in brackets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeclaredLabel {
    /// It may have some.
    #[default]
    Optional,
    /// It must have some.
    Required,
    /// It has none.
    None,
}

/// An attribute of a declared directive.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclaredAttribute {
    /// The type of its value.
    #[serde(rename = "type")]
    pub kind: AttributeType,
    /// Of a `choice` the words.
    #[serde(default)]
    pub of: Vec<String>,
    /// Whether it must be written.
    #[serde(default)]
    pub required: bool,
}

/// The types of attributes: those types of fields whose values fit into one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AttributeType {
    /// Words that readers see.
    Text,
    /// A number such as `3` or `0.5`.
    Number,
    /// A day, as `YYYY-MM-DD`.
    Date,
    /// An address: `https`, `http`, `mailto`, `sms` or `tel`.
    Url,
    /// `true` or `false`; the key alone means `true`.
    Boolean,
    /// One of the words under `of`.
    Choice,
}

impl DeclaredDirective {
    /// What is wrong with the declaration, as a sentence; `None` if it is sound.
    #[must_use]
    pub fn mistake(&self) -> Option<String> {
        if self.form == DirectiveForm::Inline && self.label == DeclaredLabel::None {
            return Some("a directive within a line has a label".to_owned());
        }
        self.attributes.iter().find_map(|(key, attribute)| mistake_of_attribute(key, attribute))
    }

    /// The attributes as the table of directives has them.
    pub(super) fn attribute_specs(&self) -> Vec<AttributeSpec<'_>> {
        let specs = self.attributes.iter().map(|(name, attribute)| AttributeSpec {
            name,
            value: attribute.value(),
            need: if attribute.required { AttributeNeed::Required } else { AttributeNeed::Optional },
        });
        specs.collect()
    }
}

fn mistake_of_attribute(key: &str, attribute: &DeclaredAttribute) -> Option<String> {
    let is_name = !key.is_empty() && read_name(key, 0) == (0..key.len());
    match (attribute.kind, attribute.of.is_empty()) {
        _ if !is_name => Some(format!("`{key}` cannot be the key of an attribute")),
        (AttributeType::Choice, true) => Some(format!("`{key}` lacks its words under `of`")),
        (AttributeType::Choice, false) | (_, true) => None,
        (_, false) => Some(format!("`{key}` has `of`, which only a `choice` has")),
    }
}

impl DeclaredAttribute {
    fn value(&self) -> AttributeValue<'_> {
        match self.kind {
            AttributeType::Text => AttributeValue::Words,
            AttributeType::Number => AttributeValue::Number,
            AttributeType::Date => AttributeValue::Day,
            AttributeType::Url => AttributeValue::Address,
            AttributeType::Boolean => AttributeValue::Boolean,
            AttributeType::Choice => AttributeValue::Choice(&self.of),
        }
    }
}
