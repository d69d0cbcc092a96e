//! The forms for a site: its sections with their fields, its translations, its directives and its sources.

use serde_json::{Value, json};
use tempfile::TempDir;

use wellpress_build::pipeline::{Outcome, settings};
use wellpress_editor::configuration::Configuration;
use wellpress_editor::page::html;
use wellpress_harness::test_site::{TestSite, request};
use wellpress_io::fs::Disk;
use wellpress_site::config::{Config, SearchIndex};
use wellpress_site::discover::discover;
use wellpress_site::library_files::LibraryFiles;

const SETTINGS: &str = "languages: {es: {title: Prueba}}
disclaimers: {articles: [general], topics: {spine: [moving]}}
callouts: {recipe: {label: Recipe, like: tip}}
calls_to_action: {join: {kind: link, title: Join, button: Join, href: \"https://a.example/\"}}
sections:
  clinics:
    like: article
    singular: clinic
    title: Clinics
    fields:
      phone: {type: text, label: Telephone, required: true, pattern: \"[0-9 ]+\"}
      size: {type: choice, of: [small, large], label: Size}
      doctors: {type: pages, of: people, label: Doctors}
      proof: {type: sources, label: Proof}
      note: {type: markdown, label: Note}";

fn configuration(site: TestSite) -> (Configuration, Value) {
    let folder = TempDir::new().unwrap();
    site.write_to(folder.path());
    let mut request = request(SearchIndex::Skip);
    request.root = folder.path().to_owned();
    request.settings = folder.path().join("wellpress.yaml");
    let config: Config = match settings(&Disk, &request).unwrap() {
        Outcome::Done(config) => config,
        Outcome::Stopped(report) => panic!("{:#?}", report.findings()),
    };
    let (inventory, _) = discover(&Disk, &config).unwrap();
    let library = LibraryFiles::open(&Disk, &config, None).unwrap();
    let made = Configuration::of(&config, &inventory, &library.references, &json!({}));
    let content = serde_json::from_str(&made.text).unwrap();
    (made, content)
}

fn site() -> TestSite {
    TestSite::new()
        .settings(SETTINGS)
        .file("content/clinics/north.md", "---\ntitle: North\nphone: 1 2\n---\n")
        .file("content/exercises/bridge/index.md", "---\ntitle: Bridge\n---\n")
        .library("@article{kim-2024, author={Kim, Ada and Lee, Bo and May, Cy}, title={Walking}, year=2024}")
}

fn named<'v>(list: &'v Value, name: &str) -> &'v Value {
    let found = list.as_array().unwrap().iter().find(|entry| entry["name"] == name);
    found.unwrap_or_else(|| panic!("no `{name}` in {list:#}"))
}

#[test]
fn each_section_has_a_form_of_its_fields() {
    let (_, content) = configuration(site());
    let collections = &content["cms"]["collections"];
    let articles = named(collections, "articles");
    assert_eq!((&articles["folder"], &articles["format"]), (&"content/articles".into(), &"wellpress-articles".into()));
    let title = named(&articles["fields"], "title");
    assert_eq!((&title["widget"], &title["required"]), (&"string".into(), &true.into()));
    assert_eq!(title["hint"], "The title of the page, in plain text.");
    let authors = named(&articles["fields"], "authors");
    assert_eq!(
        (&authors["widget"], &authors["collection"], &authors["multiple"]),
        (&"relation".into(), &"people".into(), &true.into())
    );
    assert_eq!(named(&articles["fields"], "published")["format"], "YYYY-MM-DD");
    assert_eq!(named(&articles["fields"], "references")["choices"], "sources");
    assert_eq!(named(&articles["fields"], "call_to_action")["options"][0], "join");
    let hero = named(&articles["fields"], "hero");
    assert_eq!(
        (&named(&hero["fields"], "src")["widget"], &named(&hero["fields"], "alt")["required"]),
        (&"image".into(), &false.into())
    );
    assert_eq!(
        [&hero["fields"][0]["name"], &hero["fields"][1]["name"]],
        ["src", "alt"],
        "what has to be there comes first"
    );
    let fields = articles["fields"].as_array().unwrap();
    assert!(fields.iter().all(|field| field["name"] != "date"), "an alias is no second field");
    let place = |name: &str| fields.iter().position(|field| field["name"] == name).unwrap();
    let order =
        ["title", "description", "body", "key_points", "hero", "authors", "topics", "slug", "license", "robots"];
    assert!(order.is_sorted_by_key(|name| place(name)), "as people write, and what is rare last: {order:?}");
    assert_eq!(fields.iter().filter(|field| field["name"] == "draft").count(), 1);
    let label = |field: &Value| field["label"].as_str().unwrap().to_owned();
    assert_eq!(
        [label(named(&articles["fields"], "hero")), label(named(&hero["fields"], "alt")), label(authors)],
        ["Picture at the top", "What it shows", "Authors"]
    );
    let exercises = named(collections, "exercises");
    assert_eq!(exercises["path"], "{{slug}}/index", "its page is a folder");
    let cautions = named(&exercises["fields"], "cautions");
    assert_eq!(
        (&cautions["i18n"], &named(&cautions["fields"], "condition")["collection"]),
        (&false.into(), &"topics".into())
    );
    assert_eq!(named(&cautions["fields"], "severity")["options"][0]["value"], "avoid");
    let steps = exercises["fields"].as_array().unwrap().iter().take(6).map(|field| field["name"].as_str().unwrap());
    assert_eq!(steps.collect::<Vec<_>>(), ["title", "description", "body", "cautions", "stop_if", "dose"]);
}

#[test]
fn declared_fields_are_in_the_form_of_their_section() {
    let (_, content) = configuration(site());
    let clinics = named(&content["cms"]["collections"], "clinics");
    assert_eq!(
        (&clinics["label"], &clinics["label_singular"], clinics.get("path")),
        (&"Clinics".into(), &"Clinic".into(), None)
    );
    let phone = named(&clinics["fields"], "phone");
    assert_eq!(
        (&phone["label"], &phone["required"], &phone["pattern"][0]),
        (&"Telephone".into(), &true.into(), &"^(?:[0-9 ]+)$".into())
    );
    assert_eq!(named(&clinics["fields"], "size")["options"][1]["value"], "large");
    assert_eq!(named(&clinics["fields"], "doctors")["collection"], "people");
    assert_eq!(named(&clinics["fields"], "proof")["choices"], "sources");
    assert_eq!(named(&clinics["fields"], "note")["widget"], "text");
}

#[test]
fn translations_directives_glossary_and_sources_are_there() {
    let (made, content) = configuration(site());
    assert_eq!(content["cms"]["i18n"]["locales"], serde_json::json!(["en", "es"]));
    let component = |id: &str| content["components"].as_array().unwrap().iter().find(|component| component["id"] == id);
    assert_eq!(component("exercise").unwrap()["record"]["folder"], "exercises");
    assert_eq!(component("care").unwrap()["attributes"][0]["words"][0], "non-urgent");
    assert_eq!(component("recipe").unwrap()["label"], "Recipe");
    assert_eq!(component("cta").unwrap()["record"]["words"][0], "join");
    assert!(component("table").is_some() && component("table-of-file").is_some() && component("term").is_none());
    let glossary = named(&content["cms"]["collections"], "glossary");
    assert_eq!(glossary["files"][0]["file"], "content/glossary.yaml");
    assert_eq!(content["sources"], serde_json::json!([{"value": "kim-2024", "label": "Kim et al. 2024: Walking"}]));
    assert!(made.file_name.starts_with("config.") && made.file_name.ends_with(".json"));
}

#[test]
fn each_section_has_the_disclaimers_of_the_settings() {
    let news = "\n  news: {like: article, singular: news, health: false}";
    let (_, content) = configuration(site().settings(&format!("{SETTINGS}{news}")));
    let of_section = |folder: &str| &content["disclaimers"][folder];
    let by_topic = json!({"spine": ["moving"]});
    assert_eq!(*of_section("articles"), json!({"always": ["general"], "by_topic": by_topic}));
    assert_eq!(of_section("clinics"), of_section("articles"));
    assert_eq!(*of_section("exercises"), json!({"always": [], "by_topic": by_topic}));
    assert_eq!(*of_section("news"), json!({"always": [], "by_topic": {}}), "no health information");
    assert!(of_section("topics").is_null());
}

#[test]
fn the_name_changes_with_the_fields_and_not_with_the_pages() {
    let name = |site: TestSite| configuration(site).0.file_name;
    assert_eq!(name(site()), name(site().article("walking", "Text.")));
    let other = site().settings(&format!("{SETTINGS}\nvariables: {{helpline: \"116\"}}"));
    assert_eq!(name(site()), name(other), "the forms do not show it");
    let other = site().settings(&SETTINGS.replace("[general]", "[other]"));
    assert_ne!(name(site()), name(other), "the pane shows their places");
    let other = TestSite::new().settings(&SETTINGS.replace("[small, large]", "[small, middle, large]"));
    assert_ne!(name(site()), name(other));
}

#[test]
fn the_page_may_speak_to_the_chosen_service_alone() {
    let local =
        serde_json::json!({"backend": {"name": "gitlab", "repo": "a/b", "base_url": "https://git.clinic.example/x"}});
    let page = html("static/staff/editor", "config.0.json", &local);
    assert!(page.contains("connect-src 'self' blob: data: https://gitlab.com https://git.clinic.example;"), "{page}");
    assert!(page.contains("<link rel=\"wellpress-site\" href=\"../../\">") && page.contains("noindex"));
    assert!(!page.contains("github") && !page.contains("script-src 'self' "));
}
