//! The JSON schemas for editors accept what the YAML reader accepts: the same keys at every level, the same doses, and the content of
//! the Well Guide.

use std::collections::BTreeSet;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use wellpress_diagnostics::{Diagnostic, Source, yaml};
use wellpress_site::config::Settings;
use wellpress_site::parse::front_matter;
use wellpress_site::schema::SchemaSubject;
use wellpress_site::sections::ContentKind;

use crate::cli::ProgramSite;
use crate::harness::{TestSite, files_below};

/// A key that no struct has, and that is too unlike all keys for a suggestion. The reader then lists the keys that it accepts.
const UNKNOWN_KEY: &str = "zzzzzzzzzzzzzz";

fn read<T: DeserializeOwned>(text: &str, dialect: &yaml::Dialect) -> Vec<Diagnostic> {
    yaml::decode::<T>(&Source::new("x.yaml", text), text.len(), dialect).diagnostics
}

/// The findings of the reader about a text.
fn findings(subject: SchemaSubject, text: &str) -> Vec<Diagnostic> {
    match subject {
        SchemaSubject::Settings => read::<Settings>(text, &yaml::SETTINGS),
        SchemaSubject::Glossary => read::<
            std::collections::BTreeMap<String, wellpress_site::parse::glossary::GlossaryEntry>,
        >(text, &yaml::GLOSSARY),
        SchemaSubject::FrontMatter(kind) => {
            let mut findings = Vec::new();
            front_matter::read(&Source::new("x.md", format!("---\n{text}\n---\n")), kind, &[], &mut findings);
            findings
        }
    }
}

/// The keys that the reader accepts at one level, from the help of the finding about an unknown key there. `frame` puts a mapping at
/// that level.
fn keys_of_reader(subject: SchemaSubject, frame: &dyn Fn(&str) -> String) -> BTreeSet<String> {
    let text = frame(&format!("{{{UNKNOWN_KEY}: 1}}"));
    let findings = findings(subject, &text);
    let unknown_key = findings.iter().find(|finding| finding.message.contains(UNKNOWN_KEY));
    let help = unknown_key
        .and_then(|finding| finding.help.clone())
        .unwrap_or_else(|| panic!("{subject:?}: {text}: {findings:?}"));
    help.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Compares the keys of a schema with those of the reader, at every level of nesting. `frame` makes the YAML around a level.
fn visit(subject: SchemaSubject, root: &Value, schema: &Value, frame: &dyn Fn(&str) -> String, places: &mut usize) {
    let schema = resolved(root, schema);
    if let Some(properties) = schema["properties"].as_object() {
        *places += 1;
        let schema_keys: BTreeSet<String> = properties.keys().cloned().collect();
        assert_eq!(schema_keys, keys_of_reader(subject, frame), "{subject:?}: {}", frame("{}"));
        assert_eq!(schema["additionalProperties"], json!(false), "{subject:?}: {}", frame("{}"));
        for (key, property) in properties {
            visit(subject, root, property, &|inner| frame(&format!("{{{key}: {inner}}}")), places);
        }
    } else if schema["items"].is_object() {
        visit(subject, root, &schema["items"], &|inner| frame(&format!("[{inner}]")), places);
    } else if schema["additionalProperties"].is_object() {
        visit(subject, root, &schema["additionalProperties"], &|inner| frame(&format!("{{any: {inner}}}")), places);
    }
}

/// The schema that a `$ref`, or a choice between a schema and null, stands for.
fn resolved<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    if let Some(reference) = schema["$ref"].as_str() {
        return resolved(root, root.pointer(reference.trim_start_matches('#')).unwrap());
    }
    match schema["anyOf"].as_array() {
        Some(choices) => resolved(root, choices.iter().find(|choice| choice["type"] != "null").unwrap()),
        None => schema,
    }
}

#[test]
fn the_schemas_have_exactly_the_keys_that_are_read() {
    for subject in SchemaSubject::all() {
        let schema = subject.schema();
        let mut places = 0;
        visit(subject, &schema, &schema, &|inner| inner.to_owned(), &mut places);
        let is_short = matches!(subject, SchemaSubject::FrontMatter(ContentKind::Disclaimer | ContentKind::Snippet));
        let least = if is_short { 1 } else { 2 };
        assert!(places >= least || subject == SchemaSubject::Glossary, "{subject:?} has {places} places with keys");
    }
}

#[test]
fn keys_that_the_reader_requires_are_required_by_the_schema() {
    for subject in SchemaSubject::all() {
        let schema = subject.schema();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for key in &required {
            // The reader reports only the first missing key.
            let findings = findings(subject, "extra: {}\n");
            let message = format!("`{key}` is missing");
            let is_reported = findings.iter().any(|finding| finding.message.contains(&message));
            assert!(is_reported || required.len() > 1, "{subject:?}: {key} {findings:?}");
        }
    }
}

#[test]
fn the_content_of_the_well_guide_is_valid() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut subjects = BTreeSet::from([SchemaSubject::Settings.name(), SchemaSubject::Glossary.name()]);
    assert_valid(
        SchemaSubject::Settings,
        &std::fs::read_to_string(root.join("wellpress.yaml")).unwrap(),
        "wellpress.yaml",
    );
    let glossary = std::fs::read_to_string(root.join("content/glossary.yaml")).unwrap();
    assert_valid(SchemaSubject::Glossary, &glossary, "content/glossary.yaml");
    // A snippet can do without front matter, and the guide has none.
    let kinds = ContentKind::ALL.into_iter().filter(|kind| *kind != ContentKind::Snippet);
    for kind in kinds {
        for (path, bytes) in files_below(&root.join("content").join(kind.folder())) {
            if path.extension().is_some_and(|extension| extension == "md") {
                let text = String::from_utf8(bytes).unwrap();
                let front = text.split("---\n").nth(1).unwrap();
                assert_valid(SchemaSubject::FrontMatter(kind), front, &path.display().to_string());
                subjects.insert(SchemaSubject::FrontMatter(kind).name());
            }
        }
    }
    assert_eq!(subjects.len(), SchemaSubject::all().count() - 1, "{subjects:?}");
}

#[track_caller]
fn assert_valid(subject: SchemaSubject, text: &str, name: &str) {
    let decoded = yaml::decode::<Value>(&Source::new(name, text), text.len(), &yaml::FRONT_MATTER);
    let value = decoded.value.unwrap_or_else(|| panic!("{name}: {:?}", decoded.diagnostics));
    let validator = jsonschema::validator_for(&subject.schema()).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
}

#[test]
fn the_schemas_refuse_what_the_reader_refuses() {
    let invalid = [
        (SchemaSubject::FrontMatter(ContentKind::Article), json!({"title": "A", "autors": []})),
        (SchemaSubject::FrontMatter(ContentKind::Article), json!({"description": "no title"})),
        (SchemaSubject::FrontMatter(ContentKind::Article), json!({"title": "A", "published": "1 May 2023"})),
        (SchemaSubject::FrontMatter(ContentKind::Article), json!({"title": "A", "hero": {"src": "a.svg"}})),
        (SchemaSubject::FrontMatter(ContentKind::Article), json!({"title": "A", "omit_disclaimers": {"ids": ["a"]}})),
        (SchemaSubject::FrontMatter(ContentKind::Article), json!({"title": "A", "specialty": "Backs"})),
        (SchemaSubject::FrontMatter(ContentKind::Exercise), json!({"title": "A", "images": [{"src": "a.svg"}]})),
        (SchemaSubject::FrontMatter(ContentKind::Exercise), json!({"title": "A", "level": "easy"})),
        (SchemaSubject::FrontMatter(ContentKind::Exercise), json!({"title": "A", "dose": {"set": 2}})),
        (SchemaSubject::FrontMatter(ContentKind::Article), json!({"title": null})),
        (SchemaSubject::FrontMatter(ContentKind::Article), json!({"title": ["A"]})),
        (
            SchemaSubject::FrontMatter(ContentKind::Programme),
            json!({"title": "A", "schedule": [{"exercise": "a", "days": ["monday"]}]}),
        ),
        (SchemaSubject::Settings, json!({"title": "A", "base_url": "https://a.org/", "search": "google"})),
        (
            SchemaSubject::Settings,
            json!({"title": "A", "base_url": "https://a.org/", "check": {"rules": {"no-rule": "off"}}}),
        ),
    ];
    for (subject, value) in invalid {
        let validator = jsonschema::validator_for(&subject.schema()).unwrap();
        assert!(!validator.is_valid(&value), "{subject:?} takes {value}");
    }
    let valid = [
        (
            SchemaSubject::FrontMatter(ContentKind::Article),
            json!({"title": "A", "specialty": "Physiotherapy", "hero": {"src": "a.svg", "alt": ""}}),
        ),
        (SchemaSubject::FrontMatter(ContentKind::Disclaimer), json!({"title": "A", "version": 2})),
        (SchemaSubject::FrontMatter(ContentKind::Article), json!({"title": 5, "funding": true, "topics": [5]})),
        (
            SchemaSubject::FrontMatter(ContentKind::Person),
            json!({"name": "A", "photo": "a.jpg", "links": ["https://a.example/"]}),
        ),
        (
            SchemaSubject::FrontMatter(ContentKind::Article),
            json!({"title": "A", "date": "2023-05-01", "updated": null}),
        ),
        (
            SchemaSubject::FrontMatter(ContentKind::Exercise),
            json!({"title": "A", "dose": {"sets": 2, "reps": "8-10"}, "next": "b"}),
        ),
        (
            SchemaSubject::Settings,
            json!({"title": "A", "base_url": "https://a.org/", "check": {"rules": {"dose-drift": "off"}}}),
        ),
    ];
    for (subject, value) in valid {
        let validator = jsonschema::validator_for(&subject.schema()).unwrap();
        assert!(validator.is_valid(&value), "{subject:?} refuses {value}");
    }
}

#[test]
fn the_schema_and_the_reader_accept_the_same_doses() {
    let doses = [
        "sets: true",
        "sets: 2",
        "sets: -2",
        "sets: 1001",
        "rounds: ~",
        "reps: lots",
        "reps: 2.5",
        "reps: 1.0",
        "reps: 10 \u{2013} 20",
        "reps: \" 10 \"",
        "reps: 5-",
        "reps: 10 s",
        "hold: 30",
        "hold: true",
        "hold: soon",
        "hold: 1.5 min",
        "hold: 30-60 SEC.",
        "hold: 5s-10s",
        "hold: 5 parsecs",
        "rest: 90000",
        "rest: 1 Stunde",
        "frequency: 2",
        "sides: true",
    ];
    let validator = jsonschema::validator_for(&SchemaSubject::FrontMatter(ContentKind::Exercise).schema()).unwrap();
    for dose in doses {
        let front = format!("title: A\ndose: {{{dose}}}\n");
        let decoded = yaml::decode::<Value>(&Source::new("a.md", &*front), front.len(), &yaml::FRONT_MATTER);
        let page = format!("---\n{front}---\n1. Press.\n");
        let is_read =
            TestSite::new().file("content/exercises/a.md", &page).build().of_rule("front-matter-type").is_empty();
        assert_eq!(validator.is_valid(&decoded.value.unwrap()), is_read, "{dose}");
    }
}

/// Editors complete the fields that the settings declare, so that the schema of a section is that of its kind with these.
#[test]
fn each_declared_section_has_a_schema_with_its_fields() {
    let sections = "sections:\n  conditions:\n    singular: condition\n    fields:\n      \
        icd10: {type: text, required: true}\n      severity: {type: choice, of: [mild, severe]}\n\
        title: Guide";
    let site = ProgramSite::new().edited("wellpress.yaml", "title: \"My health guide\"", sections);
    assert!(site.run(&["schema"]).assert_status(0).out.lines().any(|name| name == "condition"));
    let schema = site.run(&["schema", "condition"]).assert_status(0).json();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (is_valid, front) in [
        (true, json!({"title": "A", "icd10": "K40", "severity": "mild", "authors": ["a"]})),
        (false, json!({"title": "A", "icd10": "K40", "severity": "bad"})),
        (false, json!({"title": "A"})),
        (false, json!({"title": "A", "icd10": "K40", "icd": "K40"})),
    ] {
        assert_eq!(validator.is_valid(&front), is_valid, "{front}");
    }
}
