//! Structured data (JSON-LD): what each kind of page says about itself. Every graph is checked against the part of schema.org in
//! `schema_org.rs`.

use fluent_bundle::FluentResource;
use serde_json::{Value, json};
use wellpress_render::context::breadcrumbs::breadcrumbs;
use wellpress_render::html::source_text_cache::SourceTextCache;
use wellpress_render::listing::section_lists::SectionList;
use wellpress_render::machine::json_ld::{ListPage, ListSubject, StructuredData};
use wellpress_render::theme::strings::{LanguageFiles, Strings};
use wellpress_site::config::{Config, MAIN_LANGUAGE};
use wellpress_site::parse::glossary::GlossaryId;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::sections::ContentKind;

use crate::schema_org;
use crate::small_site::{SmallSite, page};

const PNG: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"480\" viewBox=\"0 0 640 480\"></svg>";

const ARTICLE: &str = r#"---
title: "Bones </script> & \"you\""
description: "What <b>bones</b> need."
published: 2023-05-02
updated: 2024-01-03
authors: [ann, team]
contributors: [{person: team, role: editor}]
reviewers:
  - {person: dan, role: medical, date: 2024-02-01}
  - {person: ann2, role: lay, date: 2024-03-01}
topics: [osteoporosis, spine]
audience: patient
specialty: physiotherapy
license: "https://creativecommons.org/licenses/by/4.0/"
hero: {src: hero.svg, alt: "A bone."}
corrections: [{date: 2023-06-01, was: "Three", now: "Four"}]
sponsor: {name: "Bone Fund"}
---

Bones need load [@doe-2021].

:::playlist[Move with us]
::exercise{#cat-cow}

::video{src="cat-cow.webm" title="Cat-cow" duration="12 s"}
:::

:::faq
### Is it safe?

Most of the time [@who]. *Ask* first.

::exercise{#cat-cow}

:::promo
### Buy this?
Now.
:::

- One
- Two

### How often?

Every day.
:::
"#;

const EXERCISE: &str = r#"---
title: "Cat-cow"
description: "A slow movement."
published: 2022-04-24
authors: [ann]
topics: [spine]
kind: flexibility
equipment: [mat]
regions: [mid-back]
muscles: [multifidus]
dose: {reps: "5-10", hold: "30 s", frequency: "daily"}
cautions:
  - {condition: osteoporosis, advice: "Keep your back straight", severity: modify}
images:
  - {src: one.svg, alt: "Hands and knees.", step: 2}
---

For your back.

## How to do it

1. Kneel [@doe-2021].
2. Breathe out
   - and round.
3. Breathe in.

That is all.
"#;

const LIBRARY: &str = "@article{doe-2021, author = {Doe, Jane and {Bone Group} and others}, title = {Load & bone}, journal = {Bone}, issn = {8756-3282}, year = {2021}, month = mar, doi = {10.1000/a(b)}, pmid = {123}}\n@online{who, author = {{WHO}}, title = {Bones}, url = {https://who.example/bones}}\n";

/// A site with one page of each kind and the fields that structured data come from.
fn full_site() -> SmallSite {
    SmallSite::new(
        "description: \"About bones.\"\norganization: {name: \"Guide Society\", logo: /logo.svg}\npolicies: {editorial: editorial-policy, privacy: privacy}\n",
    )
    .with("static/logo.svg", PNG)
    .with("content/articles/bones/index.md", ARTICLE)
    .with("content/articles/bones/hero.svg", PNG)
    .with("content/articles/bones/cat-cow.webm", "video")
    .with("content/exercises/cat-cow/index.md", EXERCISE)
    .with("content/exercises/cat-cow/one.svg", PNG)
    .with("content/topics/osteoporosis.md", "---\ntitle: Osteoporosis\ntype: condition\ncodes: {mesh: D010024, icd10: M81, snomed: 64859006}\n---\n\nWeak bones [@who].\n")
    .with("content/topics/spine.md", "---\ntitle: Spine\ntype: region\n---\n")
    .with("content/people/ann.md", "---\nname: Ann Broach\nprefix: Dr.\ncredentials: [PT, DPT]\ncredentials_expire: 2030-01-01\njob_title: Physical therapist\naffiliation: Clinic\norcid: 0000-0002-1825-0097\n---\nAnn.\n")
    .with("content/people/ann2.md", "---\nname: Ann Reader\n---\n")
    .with("content/people/dan.md", "---\nname: Dan Jones\ncredentials: [MD]\n---\n")
    .with("content/people/team.md", "---\nname: Editorial team\nis: organisation\naffiliation: Guide Society\n---\n")
    .with("content/pages/editorial-policy.md", "---\ntitle: Editorial policy\n---\n")
    .with("content/pages/privacy.md", "---\ntitle: Privacy\n---\n")
    .with("content/glossary.yaml", "osteopenia:\n  definition: \"Bone density *lower* than normal [@who].\"\n")
    .with("content/references/library.bib", LIBRARY)
}

/// The words of the theme.
fn strings() -> Strings {
    let words = "text-home = Home\ntext-people = People\ntext-references = Sources\ntext-severity-modify = modify\n\
                 text-stop-if = Stop if\nnot-medically-reviewed = Not reviewed\n";
    let own = vec![FluentResource::try_new(words.to_owned()).expect("Fluent")];
    Strings::new(vec![LanguageFiles { tag: "en".to_owned(), own, english: Vec::new() }])
}

fn structured_data<'a>(
    config: &'a Config,
    resolved: &'a ResolvedSite<'_>,
    strings: &'a Strings,
    sources: &'a SourceTextCache,
) -> StructuredData<'a> {
    StructuredData { config, resolved, strings, theme_logo: None, sources, language: MAIN_LANGUAGE }
}

fn no_source_texts(resolved: &ResolvedSite<'_>) -> SourceTextCache {
    SourceTextCache::new(resolved.site.library.references().len())
}

/// The structured data of a page as they stand in it.
fn text_of(config: &Config, resolved: &ResolvedSite<'_>, kind: ContentKind, id: &str) -> String {
    structured_data(config, resolved, &strings(), &no_source_texts(resolved)).of_page(page(resolved, kind, id))
}

/// Parses structured data. Fails unless the text is safe in a `script` element and keeps to the vocabulary of schema.org.
fn parse_graph(text: &str) -> Value {
    assert!(!text.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{text}");
    let graph: Value = serde_json::from_str(text).expect("JSON");
    assert_eq!(graph["@context"], "https://schema.org");
    assert_eq!(schema_org::check(&graph), [] as [&str; 0], "{graph:#}");
    graph
}

fn graph_of(site: &SmallSite, kind: ContentKind, id: &str) -> Value {
    site.look(|config, resolved| parse_graph(&text_of(config, resolved, kind, id)))
}

/// The first node of this type; fails if there is none.
fn node<'a>(graph: &'a Value, kind: &str) -> &'a Value {
    let nodes = graph["@graph"].as_array().expect("graph");
    nodes.iter().find(|node| node["@type"] == kind).unwrap_or_else(|| panic!("no {kind} in {graph:#}"))
}

#[test]
fn an_article_names_its_people_topics_and_sources() {
    let graph = graph_of(&full_site(), ContentKind::Article, "bones");
    let web = node(&graph, "MedicalWebPage");
    assert_eq!(web["@id"], "https://example.org/guide/articles/bones/#page");
    assert_eq!(web["lastReviewed"], "2024-02-01");
    assert_eq!(web["reviewedBy"][0]["name"], "Dan Jones");
    assert_eq!(web["reviewedBy"].as_array().map(Vec::len), Some(1));
    assert_eq!(web["audience"]["audienceType"], "Patient");
    assert_eq!(web["specialty"], "https://schema.org/Physiotherapy");
    assert_eq!(web["publishingPrinciples"], json!(["https://example.org/guide/editorial-policy/"]));
    assert_eq!(web["about"][0]["@type"], "MedicalCondition");
    assert_eq!(
        web["about"][0]["code"][1],
        json!({"@type": "MedicalCode", "codeValue": "M81", "codingSystem": "ICD-10"})
    );
    assert_eq!(web["about"][1]["@type"], "AnatomicalStructure");

    let article = &web["mainEntity"];
    assert_eq!(article["@type"], "Article");
    assert_eq!(article["headline"], "Bones </script> & “you”");
    assert_eq!((&article["datePublished"], &article["dateModified"]), (&json!("2023-05-02"), &json!("2024-01-03")));
    assert_eq!(article["author"][0]["honorificSuffix"], "PT, DPT");
    assert_eq!(article["author"][1]["@type"], "Organization");
    assert_eq!(article["publisher"]["name"], "Guide Society");
    assert_eq!(article["correction"][0]["datePublished"], "2023-06-01");
    assert_eq!(article["sponsor"]["name"], "Bone Fund");
    assert_eq!(article["inLanguage"], "en");
    assert!(
        article["image"][0]["url"]
            .as_str()
            .is_some_and(|url| url.starts_with("https://example.org/guide/assets/hero."))
    );
    assert_eq!(article["image"][0]["width"], "640 px");

    let doe = &article["citation"][0];
    assert_eq!((&doe["@type"], &doe["name"]), (&json!("ScholarlyArticle"), &json!("Load & bone")));
    assert_eq!(doe["@id"], "https://example.org/guide/references/doe-2021/#source");
    assert_eq!(doe["author"][0]["name"], "Jane Doe");
    assert_eq!(doe["author"][1], json!({"@type": "Organization", "name": "Bone Group"}));
    assert_eq!(doe["datePublished"], "2021-03");
    assert_eq!(doe["identifier"][0], json!({"@type": "PropertyValue", "propertyID": "doi", "value": "10.1000/a(b)"}));
    assert_eq!(doe["sameAs"][1], "https://pubmed.ncbi.nlm.nih.gov/123/");
    assert_eq!(article["citation"][1]["@type"], "WebPage");
}

#[test]
fn an_article_describes_its_videos_playlists_and_questions_but_no_promotion() {
    let graph = graph_of(&full_site(), ContentKind::Article, "bones");
    let video = &node(&graph, "MedicalWebPage")["mainEntity"]["video"][0];
    assert_eq!((&video["name"], &video["duration"]), (&json!("Cat-cow"), &json!("PT12S")));
    let list = node(&graph, "ItemList");
    assert_eq!((&list["name"], &list["numberOfItems"]), (&json!("Move with us"), &json!(2)));
    assert_eq!(list["itemListElement"][0]["url"], "https://example.org/guide/exercises/cat-cow/");
    assert_eq!(list["itemListElement"][1]["item"]["@id"], video["@id"]);

    let questions = &node(&graph, "MedicalWebPage")["hasPart"];
    let names: Vec<_> = questions.as_array().expect("questions").iter().map(|question| &question["name"]).collect();
    assert_eq!(names, ["Is it safe?", "How often?"]);
    assert_eq!(questions[0]["acceptedAnswer"]["text"], "Most of the time. Ask first. One Two");
    assert_eq!(questions[1]["url"], "https://example.org/guide/articles/bones/#how-often");
}

#[test]
fn plain_pages_and_topics_describe_their_videos_and_playlists() {
    let text = ":::playlist[Moves]\n::video{src=\"move.webm\" title=\"Move\"}\n:::\n";
    let site = full_site()
        .with("content/topics/rest/index.md", &format!("---\ntitle: Rest\ntype: method\n---\n{text}"))
        .with("content/pages/moves/index.md", &format!("---\ntitle: Moves\n---\n{text}"));
    let site = site.with("content/topics/rest/move.webm", "x").with("content/pages/moves/move.webm", "x");
    for (kind, id, page_type) in
        [(ContentKind::Topic, "rest", "CollectionPage"), (ContentKind::Page, "moves", "WebPage")]
    {
        let graph = graph_of(&site, kind, id);
        let web_page = node(&graph, page_type);
        assert_eq!(
            (&web_page["video"][0]["@type"], &web_page["video"][0]["name"]),
            (&json!("VideoObject"), &json!("Move"))
        );
        assert_eq!(web_page["mentions"][0]["@id"], node(&graph, "ItemList")["@id"]);
    }
}

#[test]
fn an_exercise_has_its_cautions_and_signals_to_stop_before_its_steps() {
    let signals = EXERCISE.replacen("---\n", "---\nstop_if: [It hurts, \"You feel dizzy.\"]\n", 1);
    let site = full_site().with("content/exercises/cat-cow/index.md", &signals);
    let text = site.look(|config, resolved| text_of(config, resolved, ContentKind::Exercise, "cat-cow"));
    let graph = parse_graph(&text);
    let exercise = &node(&graph, "MedicalWebPage")["mainEntity"];
    assert_eq!(exercise["@type"], json!(["ExercisePlan", "HowTo"]));
    assert_eq!(
        exercise["description"],
        "Not reviewed. Osteoporosis (modify): Keep your back straight. Stop if: It hurts. You feel dizzy. A slow movement."
    );
    let steps: Vec<_> = exercise["step"].as_array().expect("steps").iter().map(|step| &step["text"]).collect();
    assert_eq!(steps, ["Kneel.", "Breathe out and round.", "Breathe in."]);
    assert_eq!(exercise["step"][1]["position"], 2);
    assert_eq!(exercise["step"][1]["image"].as_array().map(Vec::len), Some(1));
    assert!(text.find("Keep your back straight") < text.find("Breathe in."));
    assert_eq!(exercise["tool"], json!([{"@type": "HowToTool", "name": "mat"}]));
    assert_eq!(exercise["category"], "https://schema.org/Flexibility");
    assert_eq!(exercise["repetitions"], json!({"@type": "QuantitativeValue", "minValue": 5, "maxValue": 10}));
    assert_eq!(exercise["activityDuration"], "PT30S");
    assert_eq!(exercise["activityFrequency"], "daily");
    assert_eq!(exercise["associatedAnatomy"][1], json!({"@type": "Muscle", "name": "multifidus"}));
}

/// The repetitions and the duration in the structured data of an exercise with this dose.
fn dose_of(dose: &str) -> (Value, Value) {
    let exercise = EXERCISE.replace(r#"{reps: "5-10", hold: "30 s", frequency: "daily"}"#, dose);
    let site =
        full_site().with("content/exercises/other/index.md", &exercise).with("content/exercises/other/one.svg", PNG);
    let graph = graph_of(&site, ContentKind::Exercise, "other");
    let exercise = &node(&graph, "MedicalWebPage")["mainEntity"];
    (exercise["repetitions"].clone(), exercise["activityDuration"].clone())
}

#[test]
fn a_dose_becomes_numbers_and_durations() {
    let seconds = json!({"@type": "QuantitativeValue", "minValue": 30, "maxValue": 60, "unitCode": "SEC"});
    assert_eq!(dose_of(r#"{reps: 10, hold: "30-60 s"}"#), (json!(10), seconds));
    assert_eq!(
        dose_of(r#"{rounds: "5 – 8", hold: "1.5 min"}"#),
        (json!({"@type": "QuantitativeValue", "minValue": 5, "maxValue": 8}), json!("PT1M30S"))
    );
    assert_eq!(dose_of(r#"{frequency: "as often as you like", hold: "30"}"#), (Value::Null, json!("PT30S")));
}

#[test]
fn a_person_has_credentials_and_a_team_is_an_organization() {
    let graph = graph_of(&full_site(), ContentKind::Person, "ann");
    let ann = &node(&graph, "ProfilePage")["mainEntity"];
    assert_eq!((&ann["@type"], &ann["honorificPrefix"]), (&json!("Person"), &json!("Dr.")));
    assert_eq!(ann["hasCredential"][1]["name"], "DPT");
    assert_eq!(ann["affiliation"]["name"], "Clinic");
    assert_eq!(ann["sameAs"], json!(["https://orcid.org/0000-0002-1825-0097"]));
    let graph = graph_of(&full_site(), ContentKind::Person, "team");
    let team = &node(&graph, "ProfilePage")["mainEntity"];
    assert_eq!(
        (&team["@type"], &team["parentOrganization"]["name"]),
        (&json!("Organization"), &json!("Guide Society"))
    );
}

#[test]
fn a_topic_is_about_its_condition_and_lists_its_pages() {
    let graph = graph_of(&full_site(), ContentKind::Topic, "osteoporosis");
    let topic = &graph["@graph"][0];
    assert_eq!(topic["@type"], json!(["CollectionPage", "MedicalWebPage"]));
    assert_eq!(topic["about"][0]["code"][0]["codeValue"], "D010024");
    assert_eq!(topic["mainEntity"]["itemListElement"][0]["url"], "https://example.org/guide/articles/bones/");
    assert_eq!(topic["citation"][0]["name"], "Bones");
}

#[test]
fn a_withdrawn_page_describes_only_its_notice() {
    let withdrawn = EXERCISE.replace("authors:", "withdrawn: {date: 2024-01-01, reason: \"Wrong.\"}\nauthors:");
    let site =
        full_site().with("content/exercises/old/index.md", &withdrawn).with("content/exercises/old/one.svg", PNG);
    let graph = graph_of(&site, ContentKind::Exercise, "old");
    let notice = node(&graph, "WebPage");
    assert_eq!((&notice["creativeWorkStatus"], &notice["mainEntity"]), (&json!("Withdrawn"), &Value::Null));
    assert!(!graph.to_string().contains("Breathe"));
}

#[test]
fn breadcrumbs_name_the_first_topic_or_else_the_section() {
    full_site().look(|config, resolved| {
        let links = |kind, id| -> Vec<(String, String)> {
            let breadcrumbs = breadcrumbs(config, resolved, &strings(), page(resolved, kind, id));
            breadcrumbs.into_iter().map(|link| (link.title, link.url)).collect()
        };
        let home = ("Home".to_owned(), "/guide/".to_owned());
        let link = |title: &str, url: &str| (title.to_owned(), url.to_owned());
        assert_eq!(
            links(ContentKind::Article, "bones"),
            [home.clone(), link("Osteoporosis", "/guide/topics/osteoporosis/")]
        );
        assert_eq!(links(ContentKind::Person, "ann"), [home.clone(), link("People", "/guide/people/")]);
        assert_eq!(links(ContentKind::Page, "privacy"), [home]);
    });
    let graph = graph_of(&full_site(), ContentKind::Article, "bones");
    let steps = &node(&graph, "BreadcrumbList")["itemListElement"];
    assert_eq!(steps[2]["item"]["@id"], "https://example.org/guide/articles/bones/");
    assert_eq!(node(&graph, "MedicalWebPage")["breadcrumb"]["@id"], node(&graph, "BreadcrumbList")["@id"]);
}

#[test]
fn generated_pages_describe_their_content() {
    full_site().with("content/pages/index.md", "---\ntitle: Welcome\n---\n").look(|config, resolved| {
        let strings = strings();
        let sources = no_source_texts(resolved);
        let data = structured_data(config, resolved, &strings, &sources);
        let home = parse_graph(&data.of_home());
        assert_eq!(node(&home, "WebSite")["publisher"]["logo"], "https://example.org/guide/logo.svg");
        let with_file = data.of_page(page(resolved, ContentKind::Page, "index"));
        assert_eq!(parse_graph(&with_file), home);

        let pages = [page(resolved, ContentKind::Article, "bones")];
        let page = ListPage {
            subject: ListSubject::Section(SectionList {
                section: ContentKind::Article.section(),
                language: MAIN_LANGUAGE,
                folder: None,
            }),
            url: "/guide/articles/page/2/",
            preceding: 50,
            entries: &pages,
        };
        let list = parse_graph(&data.of_list(page));
        assert_eq!(node(&list, "CollectionPage")["mainEntity"]["itemListElement"][0]["position"], 51);

        let glossary = parse_graph(&data.of_glossary(GlossaryId::FIRST));
        let term = &node(&glossary, "WebPage")["mainEntity"]["hasDefinedTerm"][0];
        assert_eq!(term["description"], "Bone density lower than normal.");
        assert_eq!(term["@id"], "https://example.org/guide/glossary/#osteopenia");

        let index = parse_graph(&data.of_citation_index());
        let files = &node(&index, "CollectionPage")["mainEntity"]["distribution"];
        assert_eq!(files[0]["contentUrl"], "https://example.org/guide/references.bib");
    });
}
