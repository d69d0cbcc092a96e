//! JSON Schema (2020-12) of the settings, the glossary and the front matter of each kind, for editors: made of the types
//! with which these are read, so that the two cannot differ.

use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use wellpress_diagnostics::{rules, yaml};

use crate::config::Settings;
use crate::discover::ContentKind;
use crate::parse::front_matter::{Article, Disclaimer, Exercise, Page, Person, Programme, Topic};
use crate::parse::glossary::GlossaryEntry;

/// What an author writes in YAML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaSubject {
    /// `wellpress.yaml`.
    Settings,
    /// `glossary.yaml`.
    Glossary,
    /// The front matter of a kind.
    FrontMatter(ContentKind),
}

impl SchemaSubject {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Settings,
        Self::Glossary,
        Self::FrontMatter(ContentKind::Article),
        Self::FrontMatter(ContentKind::Exercise),
        Self::FrontMatter(ContentKind::Programme),
        Self::FrontMatter(ContentKind::Person),
        Self::FrontMatter(ContentKind::Topic),
        Self::FrontMatter(ContentKind::Page),
        Self::FrontMatter(ContentKind::Disclaimer),
    ];

    /// Such as `settings` or `article`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Glossary => "glossary",
            Self::FrontMatter(kind) => kind.name(),
        }
    }

    /// The subject of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.name() == name)
    }

    /// Its schema.
    #[must_use]
    pub fn schema(self) -> Value {
        let schema = match self {
            Self::Settings => of::<Settings>(),
            Self::Glossary => of::<BTreeMap<String, GlossaryEntry>>(),
            Self::FrontMatter(ContentKind::Article) => of::<Article>(),
            Self::FrontMatter(ContentKind::Exercise) => of::<Exercise>(),
            Self::FrontMatter(ContentKind::Programme) => of::<Programme>(),
            Self::FrontMatter(ContentKind::Person) => of::<Person>(),
            Self::FrontMatter(ContentKind::Topic) => of::<Topic>(),
            Self::FrontMatter(ContentKind::Page) => of::<Page>(),
            Self::FrontMatter(ContentKind::Disclaimer) => of::<Disclaimer>(),
        };
        let mut schema = schema.to_value();
        schema["title"] = match self {
            Self::Settings => json!("wellpress.yaml"),
            Self::Glossary => json!("glossary.yaml"),
            Self::FrontMatter(kind) => json!(format!("Front matter: {kind}")),
        };
        add_second_names(&mut schema);
        take_any_word(&mut schema);
        if let Some(rules) = schema.pointer_mut("/$defs/CheckSettings/properties/rules") {
            let ids: Vec<&str> = rules::ALL.iter().map(|rule| rule.id).collect();
            rules["propertyNames"] = json!({"enum": ids});
        }
        schema
    }
}

fn of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>()
}

/// A text without quotes that looks like a number or a yes is read as a text: `title: 5`. What takes a text or a table of
/// keys tells the two apart by their sort, and there only a text is one.
fn take_any_word(schema: &mut Value) {
    const BOUND: [&str; 4] = ["enum", "const", "pattern", "format"];
    match schema {
        Value::Array(items) => items.iter_mut().for_each(take_any_word),
        Value::Object(keys) => {
            let is_free = !BOUND.iter().any(|key| keys.contains_key(*key));
            match keys.get_mut("type") {
                Some(sort) if is_free && *sort == "string" => *sort = json!(["string", "number", "boolean"]),
                Some(sort) if is_free && *sort == json!(["string", "null"]) => {
                    *sort = json!(["string", "number", "boolean", "null"]);
                }
                _ => {}
            }
            keys.iter_mut().filter(|(key, _)| *key != "anyOf").for_each(|(_, inner)| take_any_word(inner));
        }
        _ => {}
    }
}

/// Keys that can be written by a second name.
fn add_second_names(schema: &mut Value) {
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for [name, other] in yaml::KEY_ALIASES {
        if let Some(property) = properties.get(*name).cloned() {
            properties.insert((*other).to_owned(), property);
        }
    }
}
