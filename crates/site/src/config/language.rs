//! [`LanguageSettings`]: what the settings say of a further language.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use wellpress_diagnostics::yaml::Located;

use super::menus::Menus;
use super::section_settings::SectionWords;

/// What the site says of itself in a further language.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LanguageSettings {
    /// The title of the site in this language.
    pub title: String,
    /// One sentence about the site in this language.
    pub description: Option<String>,
    /// Menus in this language; without them, those of the site.
    pub menus: Option<Menus>,
    /// The titles of sections and the labels of their fields in this language, by the folders of the sections.
    #[serde(default)]
    pub sections: BTreeMap<String, SectionWords>,
    /// The site's variables that have another text in this language.
    #[serde(default)]
    #[schemars(schema_with = "variables_schema")]
    pub variables: BTreeMap<String, Located<String>>,
}

/// The schema of a map from names to texts. Numbers are read as they are written.
pub(super) fn variables_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}})
}
