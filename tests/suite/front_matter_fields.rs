//! The table of the fields of front matter: the manual shows it, and what it says of a field is true of the pages of a site.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value, json};

use wellpress_site::front_matter_fields::{FIELDS, FrontMatterField, Need, Shown, TextForm, fields_of};
use wellpress_site::schema::SchemaSubject;
use wellpress_site::sections::ContentKind;

use crate::harness::{TestBuild, TestSite};
use crate::written_pages::{cell, choices, compare_or_write, path_of, resolved, type_words, with_table};

#[test]
fn the_table_in_the_manual_is_up_to_date() {
    let head =
        "| field | type | kinds of pages | text | readers see it | signed |\n| --- | --- | --- | --- | --- | --- |\n";
    let table: String = FIELDS.iter().map(row).collect();
    let page = std::fs::read_to_string(path_of("front-matter.md")).unwrap();
    let page = with_table(&page, "## The fields", &format!("{head}{table}"));
    compare_or_write("front-matter.md", &page, "front_matter_fields");
}

fn row(field: &FrontMatterField) -> String {
    let alias = field.alias.map(|alias| format!(" (or `{alias}`)")).unwrap_or_default();
    let required = if field.need == Need::Required { " (required)" } else { "" };
    let kinds: Vec<&str> = field.kinds.iter().map(|kind| kind.name()).collect();
    let (place, signed) = match field.shown {
        Shown::Signed(place) => (place, "yes".to_owned()),
        Shown::Unsigned(place, reason) => (place, format!("no: {reason}")),
        Shown::Hidden => ("", String::new()),
    };
    let schema = SchemaSubject::FrontMatter(field.kinds[0]).schema();
    let property = &schema["properties"][field.key];
    let kind =
        match choices(resolved(&schema, property)).iter().map(|(word, _)| format!("`{word}`")).collect::<Vec<_>>() {
            words if (1..=8).contains(&words.len()) => words.join(", "),
            _ => type_words(&schema, property),
        };
    let inherited = if field.is_inherited { "; translations take it over" } else { "" };
    format!(
        "| `{}`{alias}{required}: {}{inherited} | {} | {} | {} | {place} | {signed} |\n",
        field.key,
        field.description.trim_end_matches('.'),
        cell(&kind),
        kinds.join(", "),
        field.text,
    )
}

/// Words that are set like the text are for readers.
#[test]
fn a_field_with_words_says_where_readers_see_them() {
    let hidden = FIELDS.iter().filter(|field| field.text != TextForm::Verbatim && field.shown == Shown::Hidden);
    assert_eq!(hidden.map(|field| field.key).collect::<Vec<_>>(), [""; 0]);
}

/// Another value of a signed field changes the hash of the words of its page, which the finding about a translation names. One of any
/// other field does not.
#[test]
fn the_words_that_are_signed_are_those_of_the_fields_that_the_table_names() {
    for kind in ContentKind::ALL.into_iter().filter(|kind| kind.has_pages()) {
        let schema = SchemaSubject::FrontMatter(kind).schema();
        for field in fields_of(kind).filter(|field| !["draft", "expires"].contains(&field.key)) {
            let property = &schema["properties"][field.key];
            let [without, with] = [None, Some(sample(&schema, property))].map(|value| {
                let required = fields_of(kind).filter(|other| other.need == Need::Required && other.key != field.key);
                let mut front: serde_json::Map<String, Value> =
                    required.map(|field| (field.key.to_owned(), json!("A"))).collect();
                if value.is_some() || field.need == Need::Required {
                    front.insert(field.key.to_owned(), value.unwrap_or(json!("A")));
                }
                hash_of_words(kind, &Value::Object(front))
            });
            assert_eq!(with != without, field.is_signed(), "{kind}: {}", field.key);
        }
    }
}

const WORDS_OF_SAMPLE: &str = "words-of-a-sample";

/// A value of the type of a property.
fn sample(root: &Value, property: &Value) -> Value {
    if let Some(reference) = property["$ref"].as_str() {
        return sample(root, root.pointer(reference.trim_start_matches('#')).unwrap());
    }
    if let Some(choice) =
        property["anyOf"].as_array().and_then(|choices| choices.iter().find(|one| one["type"] != "null"))
    {
        return sample(root, choice);
    }
    if let Some(word) = property["enum"].as_array().or(property["oneOf"].as_array()).and_then(|words| words.first()) {
        return if word.is_string() { word.clone() } else { word["const"].clone() };
    }
    let types =
        || property["type"].as_array().into_iter().flatten().chain([&property["type"]]).filter_map(Value::as_str);
    match types().find(|name| *name != "null") {
        Some("array") => json!([sample(root, &property["items"])]),
        Some("object") => {
            let members = property["properties"].as_object().into_iter().flatten();
            members.map(|(key, member)| (key.clone(), sample(root, member))).collect()
        }
        Some("boolean") => json!(true),
        Some("integer") => json!(2),
        Some("string") if property["format"] == "date" => json!("2026-01-02"),
        Some("string") if property["pattern"].is_string() => json!("2"),
        other => {
            assert_eq!(other, Some("string"), "{property}");
            json!(WORDS_OF_SAMPLE)
        }
    }
}

fn hash_of_words(kind: ContentKind, front: &Value) -> String {
    let page = format!("---\n{front}\n---\n");
    let path = format!("content/{}/a", kind.folder());
    let built = TestSite::new()
        .settings("languages: {es: {title: Es}}\n")
        .with_common_findings()
        .file(&format!("{path}.md"), &page)
        .file(&format!("{path}.es.md"), "---\ntitle: A\nname: A\n---\n".replace(other_title(kind), ""))
        .build();
    let help =
        built.of_rule("translation-unrecorded").first().and_then(|finding| finding.help.as_deref().map(str::to_owned));
    help.unwrap_or_else(|| panic!("{page}: {:#?}", built.formatted_findings()))
}

/// The line of the title that a kind does not have.
fn other_title(kind: ContentKind) -> &'static str {
    if kind == ContentKind::Person { "title: A\n" } else { "name: A\n" }
}

/// A field that readers see has to say whether it is signed, so that none may be called hidden.
#[test]
fn no_page_shows_the_words_of_a_hidden_field() {
    const WORDS: &[(&str, &str)] = &[
        ("aka", "unseen"),
        ("aliases", "[/unseen/]"),
        ("codes", "{mesh: unseen, icd10: unseen, snomed: unseen}"),
        ("robots", "unseen"),
        ("short_name", "unseen"),
    ];
    // Names of other things, and reasons for editors, which no test can choose freely.
    const OTHERS: &[&str] =
        &["acknowledged_retractions", "citations", "omit_disclaimers", "signing_keys", "template", "translated_from"];
    for kind in ContentKind::ALL.into_iter().filter(|kind| kind.has_pages()) {
        let schema = SchemaSubject::FrontMatter(kind).schema();
        let hidden = fields_of(kind).filter(|field| field.shown == Shown::Hidden);
        let with_words: Vec<&FrontMatterField> = hidden
            .filter(|field| sample(&schema, &schema["properties"][field.key]).to_string().contains(WORDS_OF_SAMPLE))
            .collect();
        let mut front = format!("---\n{}: A\n", if kind == ContentKind::Person { "name" } else { "title" });
        for field in with_words.iter().filter(|field| !OTHERS.contains(&field.key)) {
            let words = WORDS.iter().find(|(key, _)| *key == field.key).map(|(_, words)| words);
            writeln!(front, "{}: {}", field.key, words.unwrap_or_else(|| panic!("no words for `{}`", field.key)))
                .unwrap();
        }
        let text =
            if kind == ContentKind::Programme { "schedule: [{exercise: nod}]\n---\n" } else { "---\n1. Press.\n" };
        let site =
            TestSite::new().exercise("nod", "1. Nod.").file(&format!("content/{}/a.md", kind.folder()), front + text);
        let built = site.build();
        let pages = built.files().keys().filter(|path| path.ends_with(".html"));
        for page in pages {
            let shown = built.texts(page, "main").join(" ");
            assert!(!shown.contains("unseen"), "{kind}: {page}: {shown}");
        }
    }
}

/// A section may declare a field whose name only another kind has.
#[test]
fn a_section_can_declare_a_field_that_another_kind_has() {
    let declared = "sections: {drugs: {fields: {level: {type: text}, dose: {type: text}, photo: {type: picture}}}}\n";
    let site = |level: &str, photo: &str| {
        let front = format!("title: A\nlevel: {level}\ndose: \"20 mg\"\n{photo}");
        TestSite::new()
            .settings(&format!("{declared}languages: {{es: {{title: Es}}}}\n"))
            .file("content/drugs/a.md", format!("---\n{front}---\nText.\n"))
            .file("content/drugs/a.es.md", format!("---\n{front}---\nTexto.\n"))
            .file("content/drugs/knee.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>")
    };
    let photo = "photo: {src: knee.svg, alt: A knee}\n";
    let built = site("over the counter", photo).build();
    assert_eq!(built.texts("drugs/a/index.html", ".fields dd")[..2], ["over the counter", "20 mg"]);
    assert_eq!(built.select("drugs/a/index.html", ".fields img[alt='A knee']").len(), 1);
    // Any text is one, and the words are signed.
    let help = |built: &TestBuild| built.of_rule("translation-unrecorded")[0].help.clone();
    let [a, b] = ["a", "b"].map(|level| help(&site(level, photo).with_common_findings().build()));
    assert_ne!(a, b);
    // A picture has an alternative text.
    assert!(!site("a", "photo: knee.svg\n").build().of_rule("alt-missing").is_empty());
}

#[test]
fn a_section_cannot_declare_a_field_of_its_own_kind() {
    for (like, name) in [("article", "date"), ("exercise", "level"), ("person", "photo"), ("topic", "type")] {
        let settings = format!("sections: {{drugs: {{like: {like}, fields: {{{name}: {{type: text}}}}}}}}\n");
        let findings = TestSite::new().settings(&settings).build().formatted_findings();
        let message = format!("`{name}` is a field of front matter already");
        assert!(findings.iter().any(|finding| finding.contains(&message)), "{like}: {findings:#?}");
    }
}

/// A field of another kind is refused like a misspelt one, and only keys of the page's kind are suggested.
#[test]
fn a_field_of_another_kind_is_an_unknown_key() {
    let findings = TestSite::new()
        .file("content/articles/a.md", "---\ntitle: A\nstop_if: [Pain]\nhardr: b\n---\nText.\n")
        .build()
        .formatted_findings();
    let unknown =
        |key: &str| findings.iter().find(|finding| finding.contains(&format!("unknown key `{key}`"))).unwrap();
    assert!(unknown("stop_if").contains("3:1"), "{findings:#?}");
    assert!(!unknown("hardr").contains("did you mean `harder`"), "{findings:#?}");
}

/// Each key that some kind has is in the schema of that kind, and no other.
#[test]
fn the_schema_of_a_kind_has_its_fields_with_their_descriptions() {
    for kind in ContentKind::ALL {
        let schema = SchemaSubject::FrontMatter(kind).schema();
        let keys: BTreeSet<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, fields_of(kind).flat_map(FrontMatterField::keys).collect(), "{kind}");
        let mut differing = String::new();
        for field in fields_of(kind) {
            let property = &schema["properties"][field.key];
            if property["description"] != field.description {
                write!(differing, "{}: {property}", field.key).unwrap();
            }
        }
        assert_eq!(differing, "", "{kind}");
    }
}
