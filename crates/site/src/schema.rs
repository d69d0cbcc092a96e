//! A [`SchemaSubject`] in, its JSON Schema (2020-12) out, for editors: of the settings, the glossary and the front matter of each
//! kind. It is generated from the types that `config` and `parse` read, and the table of fields, so that they cannot differ.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use wellpress_diagnostics::rules;
use wellpress_io::cache::Fingerprint;

use crate::config::{Config, Settings};
use crate::front_matter_fields::{Need, fields_of};
use crate::parse::front_matter::FrontMatter;
use crate::parse::glossary::GlossaryEntry;
use crate::sections::{ContentKind, FieldType, Section};

/// A kind of YAML that authors write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaSubject {
    /// The settings in `wellpress.yaml`.
    Settings,
    /// The terms of `glossary.yaml`.
    Glossary,
    /// The front matter of pages of a kind.
    FrontMatter(ContentKind),
}

impl SchemaSubject {
    /// Every subject, in the order in which `wellpress schema` lists them.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Settings, Self::Glossary].into_iter().chain(ContentKind::ALL.map(Self::FrontMatter))
    }

    /// The name on the command line, such as `settings` or `article`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Glossary => "glossary",
            Self::FrontMatter(kind) => kind.name(),
        }
    }

    /// The subject with this [name](Self::name).
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::all().find(|subject| subject.name() == name)
    }

    /// The schema as JSON. The derived schemas are stricter than the reader in one way and laxer in one, which is mended here: a
    /// number can stand where a text is read, and the ids of rules are a fixed list.
    #[must_use]
    pub fn schema(self) -> Value {
        let mut schema = match self {
            Self::Settings => schema_of::<Settings>(),
            Self::Glossary => schema_of::<BTreeMap<String, GlossaryEntry>>(),
            Self::FrontMatter(kind) => schema_of_kind(kind),
        };
        schema["title"] = match self {
            Self::Settings => json!("wellpress.yaml"),
            Self::Glossary => json!("glossary.yaml"),
            Self::FrontMatter(kind) => json!(format!("Front matter: {kind}")),
        };
        allow_unquoted_scalars(&mut schema);
        if let Some(rules) = schema.pointer_mut("/$defs/CheckSettings/properties/rules") {
            let ids: Vec<&str> = rules::ALL.iter().map(|rule| rule.id).collect();
            rules["propertyNames"] = json!({"enum": ids});
        }
        schema
    }
}

/// The schema of the front matter of pages in a section, with the fields that the settings declare.
#[must_use]
pub fn schema_of_section(section: &Section) -> Value {
    let mut schema = SchemaSubject::FrontMatter(section.kind).schema();
    schema["title"] = json!(format!("Front matter: {}", section.name));
    for field in &section.fields {
        let mut of_field = schema_of_field(&field.kind);
        of_field["title"] = json!(field.label);
        if let (Some(pattern), FieldType::Text) = (&field.pattern, &field.kind) {
            of_field["pattern"] = json!(format!("^(?:{})$", pattern.text));
        }
        schema["properties"][&field.name] = of_field;
        if field.required {
            let required = schema["required"].as_array().cloned().unwrap_or_default();
            schema["required"] = required.into_iter().chain([json!(field.name)]).collect();
        }
    }
    schema
}

/// A fingerprint of what a form for the front matter of this site shows: the fields of each section, the terms of the glossary, the
/// languages, the directives of texts, and the disclaimers that the settings ask for. A web editor has it in the name of its configuration,
/// so that a check sees by the names of files alone that the configuration is behind the site.
#[must_use]
pub fn form_fingerprint(config: &Config) -> String {
    let sections = config.sections.entries().map(|(_, section)| {
        let types: Vec<String> =
            section.fields.iter().map(|field| format!("{} {:?}", field.name, field.kind)).collect();
        json!([section.folder, section.name, section.titles, section.title, types, schema_of_section(section)])
    });
    let callouts = config.settings.callouts.iter().map(|(name, callout)| [name, &callout.label]);
    let languages = config.languages.iter().map(|language| &language.tag);
    let parts = json!({
        "version": FORM_VERSION,
        "sections": sections.collect::<Vec<_>>(),
        "glossary": SchemaSubject::Glossary.schema(),
        "callouts": callouts.collect::<Vec<_>>(),
        "calls": config.settings.calls_to_action.keys().collect::<Vec<_>>(),
        "languages": languages.collect::<Vec<_>>(),
        "directives": format!("{:?}", config.settings.directives),
        "disclaimers": config.settings.disclaimers,
    });
    let mut digits = Fingerprint::of(parts.to_string().as_bytes()).to_string();
    digits.truncate(FORM_FINGERPRINT_LENGTH);
    digits
}

/// Part of [`form_fingerprint`]: to be raised when forms are made of the same fields in another way.
const FORM_VERSION: u32 = 2;

/// How many digits a name of a file has of the fingerprint.
const FORM_FINGERPRINT_LENGTH: usize = 16;

fn schema_of_field(kind: &FieldType) -> Value {
    match kind {
        FieldType::Text | FieldType::Markdown => json!({"type": ["string", "number", "boolean"]}),
        FieldType::Picture => SchemaSubject::FrontMatter(ContentKind::Article).schema()["$defs"]["Picture"].clone(),
        FieldType::Number => json!({"type": "number"}),
        FieldType::Date => json!({"type": "string", "format": "date"}),
        FieldType::Url => json!({"type": "string"}),
        FieldType::Boolean => json!({"type": "boolean"}),
        FieldType::Choice(words) => json!({"enum": words}),
        FieldType::List(kind) => json!({"type": "array", "items": schema_of_field(kind)}),
        FieldType::Map(kind) => json!({"type": "object", "additionalProperties": schema_of_field(kind)}),
        FieldType::Pages(_) | FieldType::Sources => json!({"type": "array", "items": {"type": "string"}}),
    }
}

fn schema_of<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>().to_value()
}

/// The schema of the front matter of a kind: of all fields those that it has, by their keys and aliases.
fn schema_of_kind(kind: ContentKind) -> Value {
    let mut schema = schema_of::<FrontMatter>();
    let members = schema["properties"].take();
    let keys =
        fields_of(kind).flat_map(|field| field.keys().map(|key| (key.to_owned(), members[field.member].clone())));
    schema["properties"] = Value::Object(keys.collect());
    let required = fields_of(kind).filter(|field| field.need == Need::Required).map(|field| field.key);
    schema["required"] = required.collect();
    if schema["required"] == json!([]) {
        schema.as_object_mut().map(|keys| keys.remove("required"));
    }
    schema["additionalProperties"] = json!(false);
    schema["description"] = json!(description(kind));
    leave_used_definitions(&mut schema);
    schema
}

fn description(kind: ContentKind) -> &'static str {
    match kind {
        ContentKind::Article => "Front matter of an article.",
        ContentKind::Exercise => "Front matter of an exercise.",
        ContentKind::Programme => "Front matter of an ordered routine of exercises.",
        ContentKind::Person => "Front matter of a person or a team.",
        ContentKind::Topic => "Front matter of a topic.",
        ContentKind::Page => "Front matter of a plain page.",
        ContentKind::Disclaimer => "Front matter of a disclaimer.",
        ContentKind::Snippet => "Front matter of a snippet, which can do without.",
    }
}

/// Takes out the definitions that only fields of other kinds use.
fn leave_used_definitions(schema: &mut Value) {
    let Some(Value::Object(mut definitions)) = schema.as_object_mut().and_then(|keys| keys.remove("$defs")) else {
        return;
    };
    let mut used = Map::new();
    let mut users = vec![schema["properties"].to_string()];
    while let Some(user) = users.pop() {
        let names: Vec<String> = definitions.keys().cloned().collect();
        for name in names.into_iter().filter(|name| user.contains(&format!("\"#/$defs/{name}\""))) {
            users.extend(definitions.get(&name).map(Value::to_string));
            used.extend(definitions.remove_entry(&name));
        }
    }
    if !used.is_empty() {
        schema["$defs"] = Value::Object(used);
    }
}

/// Allows numbers and booleans wherever a text is read, since authors write `title: 5` without quotes. Not inside `anyOf`: a
/// field that takes a text or a map tells the two apart by their type.
fn allow_unquoted_scalars(schema: &mut Value) {
    // A text that has to match one of these is not any text.
    const CONSTRAINTS: [&str; 4] = ["enum", "const", "pattern", "format"];
    match schema {
        Value::Array(items) => items.iter_mut().for_each(allow_unquoted_scalars),
        Value::Object(keys) => {
            let is_any_text = !CONSTRAINTS.iter().any(|key| keys.contains_key(*key));
            match keys.get_mut("type") {
                Some(kind) if is_any_text && *kind == "string" => *kind = json!(["string", "number", "boolean"]),
                Some(kind) if is_any_text && *kind == json!(["string", "null"]) => {
                    *kind = json!(["string", "number", "boolean", "null"]);
                }
                _ => {}
            }
            keys.iter_mut().filter(|(key, _)| *key != "anyOf").for_each(|(_, inner)| allow_unquoted_scalars(inner));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::SchemaSubject;
    use crate::id_kinds::ID_KEYS;

    #[test]
    fn each_key_of_ids_is_one_of_the_schemas() {
        let schemas: String = SchemaSubject::all().map(|subject| subject.schema().to_string()).collect();
        for (key, _) in ID_KEYS {
            assert!(schemas.contains(&format!("\"{key}\":{{")), "{key}");
        }
    }
}
