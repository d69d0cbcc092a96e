//! Copies of pages for programs: each notice before the first step, in Markdown and in JSON; which pages have copies, where, and what
//! keeps a page from having one.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use scraper::{Html, Selector};
use serde_json::Value;

use wellpress_site::sections::ContentKind;

use crate::harness::{TestBuild, TestSite};
use crate::well_guide;

const BOTH: &str = "machine_readable: [markdown, json]\n";

/// An exercise that has every notice.
const COBRA: &str = "---\ntitle: Cobra\ndose: {reps: 3, hold: 5-10 s}\ncautions: [{condition: spine, advice: Go slowly., severity: avoid}]\n\
                     stop_if: [It hurts at once]\npublished: 2026-01-02\nauthors: [ann]\n---\nLies down.\n\n## How to do it\n\n1. Lift your chest [@berg].\n2. Hold it there.\n\n\
                     ## Note\n\n:::care[Get help]{level=urgent}\nCall us now.\n:::\n";
const NOD: &str = "---\ntitle: Nod\nstop_if: [You feel dizzy]\n---\n1. Nod gently.\n";

const LIBRARY: &str =
    "@article{berg, title={Backs}, author={Berg, A.}, journal={J Backs}, year={2020}, doi={10.1000/backs}}\n";
const RETRACTIONS: &str = "\
Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes
1,A,(HSC);,X,J,P,N,A B,,Research Article;,6/30/2021 0:00,10.1000/n1,0,1/1/2010 0:00,10.1000/backs,0,Expression of concern,Doubts about the data,No,
";

/// A site with a page of each kind, and with every notice.
fn site(settings: &str) -> TestSite {
    let gone = "---\ntitle: Gone\nwithdrawn: {date: 2026-01-02, reason: It did harm., replaced_by: nod}\nauthors: [ann]\n---\n1. Jump off the roof.\n";
    TestSite::new()
        .settings(&format!(
            "disclaimers: {{exercises: [general], articles: [general], programmes: [general]}}\n\
             languages: {{es: {{title: Prueba}}}}\ncitations: {{retractions: data/retractions.csv}}\n{settings}"
        ))
        .file("data/retractions.csv", RETRACTIONS)
        .file("data/retractions.csv.yaml", "fetched: 2026-06-01\n")
        .file("content/references/library.bib", LIBRARY)
        .file(
            "content/disclaimers/general.md",
            "---\ntitle: General\nplacement: with-exercise\n---\nAsk a doctor first.\n",
        )
        .file("content/topics/spine.md", "---\ntitle: Spine\n---\n")
        .file("content/people/ann.md", "---\nname: Ann Broach\nprefix: Dr.\ncredentials: [PT]\n---\nShe works.\n")
        .file("content/exercises/cobra.md", COBRA)
        .file("content/exercises/nod.md", NOD)
        .file("content/exercises/gone.md", gone)
        .file("content/exercises/nod.es.md", "---\ntitle: Asentir\nstop_if: [Te mareas]\n---\n1. Asiente.\n")
        .file("content/exercises/index.md", "---\ntitle: All exercises\n---\nText above the list.\n")
        .file(
            "content/programmes/week.md",
            "---\ntitle: A week\nschedule: [{exercise: cobra, days: [mon]}, {exercise: nod}]\n---\nEach week.\n",
        )
        .file("content/pages/about.md", "---\ntitle: About\ndescription: Who we are.\n---\nWe write.\n")
        .file("content/pages/hidden.md", "---\ntitle: Hidden\nrobots: noindex\n---\nText.\n")
        .article("back", "Text first [@berg].\n\n::exercise{#nod}\n\n::exercise{#cobra}\n")
}

fn json(built: &TestBuild, path: &str) -> Value {
    serde_json::from_str(built.text(path)).unwrap()
}

/// The copies of a site, without those of extension `.json` that are no copies.
fn copies(built: &TestBuild) -> Vec<&str> {
    let files = built.files().keys().map(String::as_str);
    let is_copy = |path: &&str| {
        let is_export =
            ["references.json", "build-info.json", "sheet/exercises.json"].iter().any(|name| path.ends_with(name));
        path.ends_with(".md") || (path.ends_with(".json") && !is_export && !path.starts_with("search/"))
    };
    files.filter(is_copy).collect()
}

/// The words that a parser reads in Markdown, and nothing else.
fn read_back(markdown: &str) -> String {
    let mut text = String::new();
    let mut is_front_matter = false;
    for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => is_front_matter = true,
            Event::End(TagEnd::MetadataBlock(_)) => is_front_matter = false,
            Event::Text(words) | Event::Code(words) if !is_front_matter => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::End(tag) if !matches!(tag, TagEnd::Strong | TagEnd::Emphasis | TagEnd::Link) => text.push(' '),
            Event::Html(html) => panic!("a copy has HTML: {html}"),
            _ => {}
        }
    }
    text
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Where these words stand in others, one behind the other.
fn position(text: &[String], wanted: &[String]) -> Option<usize> {
    text.windows(wanted.len().max(1)).position(|window| window == wanted)
}

/// The words of the elements that a selector finds, without what only the page of the site has.
fn texts(page: &Html, selector: &str) -> Vec<Vec<String>> {
    let elements = Selector::parse(selector).unwrap();
    page.select(&elements).map(|element| words(&element.text().collect::<Vec<_>>().join(" "))).collect()
}

/// Asserts that each notice of a page stands before its first step in both copies. The page itself says which notices and steps it has.
fn assert_cautions_first(built: &TestBuild, folder: &str) -> (usize, usize) {
    let page = built.page(&format!("{folder}/index.html"));
    let copy = words(&read_back(built.text(&format!("{folder}.md"))));
    let json_text = built.text(&format!("{folder}.json"));
    let json_words = words(&json_text.replace("\\n", " "));
    let first_step =
        texts(&page, "main .steps li").into_iter().map(|step| step.into_iter().take(3).collect::<Vec<_>>()).next();
    let step_at = first_step.as_deref().and_then(|step| position(&copy, step));
    let json_step_at = first_step.as_deref().and_then(|step| position(&json_words, step));
    let selector = ["caution", "stop-if", "disclaimer", "not-reviewed", "withdrawn", "care"]
        .map(|kind| format!("main [data-safety=\"{kind}\"] p, main [data-safety=\"{kind}\"] li"))
        .join(", ");
    let notices = texts(&page, &selector).into_iter().filter(|words| !words.is_empty());
    let notices: Vec<Vec<String>> = notices.collect();
    for notice in &notices {
        let at = position(&copy, notice).unwrap_or_else(|| panic!("{folder}.md lacks {notice:?}: {copy:?}"));
        assert!(step_at.is_none_or(|step| at < step), "{folder}.md has {notice:?} behind a step");
        // A list of signals has its heading as a key.
        let is_heading = notice == &words("Stop if:") || notice == &words("Stop and get help if:");
        if let Some(at) = position(&json_words, notice).filter(|_| !is_heading) {
            assert!(json_step_at.is_none_or(|step| at < step), "{folder}.json has {notice:?} behind a step");
        }
    }
    (notices.len(), usize::from(step_at.is_some()))
}

#[test]
fn each_notice_stands_before_the_first_step() {
    let built = site(BOTH).build();
    built.assert_no_errors();
    for (folder, least) in [("exercises/cobra", 5), ("exercises/nod", 3), ("articles/back", 6), ("programmes/week", 3)]
    {
        let (notices, steps) = assert_cautions_first(&built, folder);
        assert!(
            notices >= least && (steps == 1 || folder == "programmes/week"),
            "{folder}: {notices} notices, {steps} steps"
        );
    }
    let week = read_back(built.text("programmes/week.md"));
    let at = |words: &str| week.find(words).unwrap_or_else(|| panic!("no {words}: {week}"));
    for notice in [
        "Not medically reviewed",
        "Ask a doctor first",
        "Go slowly",
        "It hurts at once",
        "You feel dizzy",
        "Call us now",
    ] {
        assert!(at(notice) < at("Lift your chest"), "{notice}");
    }
}

#[test]
fn every_page_of_the_well_guide_and_of_the_clinic_has_its_notices_first() {
    let clinic = include_str!("../sites/clinic/site.txt")
        .replace("--- wellpress.yaml\n", &format!("--- wellpress.yaml\n{BOTH}"));
    for (site, has_exercises) in [(well_guide::site(), true), (TestSite::from_text(&clinic), false)] {
        let built = site.build();
        let copies = built.files().keys().filter_map(|path| path.strip_suffix(".md"));
        let (mut pages, mut notices, mut with_steps) = (0, 0, 0);
        for folder in copies.filter(|folder| built.files().contains_key(&format!("{folder}/index.html"))) {
            let counts = assert_cautions_first(&built, folder);
            (pages, notices, with_steps) = (pages + 1, notices + counts.0, with_steps + counts.1);
        }
        assert!(pages > 5 && notices > pages && (with_steps > 10) == has_exercises, "{pages} {notices} {with_steps}");
    }
}

#[test]
fn markdown_has_front_matter_notices_text_and_numbered_sources() {
    let built = site(BOTH).build();
    let expected = "\
---
title: \"Cobra\"
kind: exercise
url: \"https://test.example/exercises/cobra/\"
language: \"en\"
review: not-reviewed
json: \"https://test.example/exercises/cobra.json\"
published: 2026-01-02
authors: [\"Dr. Ann Broach, PT\"]
---

# Cobra

> Not medically reviewed

> **General**
>
> Ask a doctor first.

> **Do not do this exercise if you have: Spine.** Go slowly.
";
    let text = built.text("exercises/cobra.md");
    assert!(text.starts_with(expected.split("> **Do not").next().unwrap()), "{text}");
    assert!(text.contains("\n1. Lift your chest"), "{text}");
    assert!(text.contains("1. **Expression of concern** Berg A."), "{text}");
    assert!(text.contains("(https://doi.org/10.1000/backs)"), "{text}");
}

#[test]
fn json_has_the_notices_as_its_first_keys_and_follows_its_schema() {
    for settings in [BOTH, "machine_readable: [json]\n"] {
        let built = site(settings).build();
        let pages = [
            ("exercises/cobra", ContentKind::Exercise),
            ("exercises/gone", ContentKind::Exercise),
            ("es/exercises/nod", ContentKind::Exercise),
            ("articles/back", ContentKind::Article),
            ("programmes/week", ContentKind::Programme),
            ("people/ann", ContentKind::Person),
            ("about", ContentKind::Page),
            ("index", ContentKind::Page),
        ];
        for (page, kind) in pages {
            let copy = json(&built, &format!("{page}.json"));
            let schema = wellpress_copies::schema(kind).unwrap();
            let validator = jsonschema::validator_for(&schema).unwrap();
            let errors: Vec<String> = validator.iter_errors(&copy).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{page}: {errors:?}\n{copy:#}");
            assert_eq!(copy["kind"], kind.name());
            assert_eq!(copy["text"].is_string(), settings != BOTH && page != "exercises/gone", "{page}");
        }
        let cobra = json(&built, "exercises/cobra.json");
        assert_eq!(cobra["record"]["steps"][1], "Hold it there.");
        assert_eq!(cobra["record"]["dose"]["reps"], "3");
        assert_eq!(cobra["stop_if"][0]["text"], "It hurts at once");
        assert_eq!(
            (&cobra["cautions"][0]["severity"], &cobra["cautions"][0]["condition"]),
            (&"avoid".into(), &"Spine".into())
        );
        assert_eq!(json(&built, "programmes/week.json")["cautions"][0]["severity"], "avoid");
        assert_eq!(cobra["disclaimers"].as_array().map(Vec::len), Some(1));
        assert_eq!(cobra["sources"][0]["notice"]["kind"], "concern");
        assert_eq!(cobra["sources"][0]["item"]["DOI"], "10.1000/backs");
        let text = built.text("exercises/cobra.json");
        assert!(text.starts_with("{\"not_reviewed\":["), "{text}");
        let keys = [
            "\"not_reviewed\"",
            "\"disclaimers\"",
            "\"cautions\"",
            "\"stop_if\"",
            "\"care\"",
            "\"version\"",
            "\"title\"",
            "\"record\"",
            "\"sources\"",
        ];
        assert!(keys.map(|key| text.find(key)).is_sorted(), "{text}");
        let back = json(&built, "articles/back.json");
        assert_eq!(back["stop_if"][0]["about"][0], "Nod");
    }
}

#[test]
fn the_schemas_are_in_the_manual() {
    for kind in ContentKind::ALL {
        let Some(schema) = wellpress_copies::schema(kind) else { continue };
        let path = format!("{}/docs/{kind}-json.schema.json", env!("CARGO_MANIFEST_DIR"));
        let written: Value =
            serde_json::from_str(&std::fs::read_to_string(&path).unwrap_or_default()).unwrap_or_default();
        assert!(written == schema, "`wellpress schema {kind}-json > docs/{kind}-json.schema.json` writes it anew");
    }
}

#[test]
fn a_withdrawn_page_says_only_that() {
    let built = site(BOTH).build();
    let text = built.text("exercises/gone.md");
    assert!(
        text.contains("review: withdrawn\n") && text.contains("It did harm.") && text.contains("/exercises/nod/"),
        "{text}"
    );
    let copy = json(&built, "exercises/gone.json");
    assert_eq!(copy["withdrawn"]["date"], "2026-01-02");
    assert_eq!(copy["withdrawn"]["successor"]["url"], "https://test.example/exercises/nod/");
    for text in [text, built.text("exercises/gone.json")] {
        assert!(!text.contains("roof") && !text.contains("Broach"), "{text}");
    }
}

#[test]
fn lists_and_pages_that_nobody_shall_index_have_none_and_the_heads_link_the_others() {
    let built = site(BOTH).build();
    let names: Vec<&str> = copies(&built).into_iter().filter_map(|path| path.strip_suffix(".md")).collect();
    let expected = [
        "about",
        "articles/back",
        "es/exercises/nod",
        "exercises/cobra",
        "exercises/gone",
        "exercises/nod",
        "index",
        "people/ann",
        "programmes/week",
    ];
    assert_eq!(names, expected);
    assert_eq!(copies(&built).len(), 2 * expected.len());
    let links = |path: &str| {
        let page = built.page(path);
        let links = Selector::parse(
            "link[rel=alternate][type=\"text/markdown\"], link[rel=alternate][type=\"application/json\"]",
        )
        .unwrap();
        page.select(&links).map(|link| link.attr("href").unwrap().to_owned()).collect::<Vec<_>>()
    };
    let both = ["https://test.example/es/exercises/nod.md", "https://test.example/es/exercises/nod.json"];
    assert_eq!(links("es/exercises/nod/index.html"), both);
    for without in [
        "exercises/index.html",
        "hidden/index.html",
        "topics/spine/index.html",
        "404.html",
        "exercises/nod/print/index.html",
    ] {
        assert_eq!(links(without), Vec::<String>::new(), "{without}");
    }
}

#[test]
fn without_the_setting_nothing_is_made() {
    let built = site("").build();
    assert_eq!(copies(&built), Vec::<&str>::new());
    assert!(!built.files().contains_key("llms.txt") && !built.text("_headers").contains("noindex"));
    assert!(!built.text("about/index.html").contains("text/markdown"));
}

#[test]
fn llms_txt_lists_pages_with_the_state_of_their_review() {
    let built = site(BOTH).build();
    let text = built.text("llms.txt");
    assert!(text.starts_with("# Test site\n"), "{text}");
    assert!(
        text.contains(
            "- [Cobra](https://test.example/exercises/cobra.md): Not medically reviewed. Spine: do not do this exercise. \
             Says when to stop. Get help soon."
        ),
        "{text}"
    );
    for page in
        ["[Article back](https://test.example/articles/back.md)", "[A week](https://test.example/programmes/week.md)"]
    {
        let line = text.lines().find(|line| line.contains(page)).unwrap_or_else(|| panic!("{page} in {text}"));
        assert!(line.contains("Spine: do not do this exercise. Says when to stop."), "{line}");
    }
    let request = "Each page begins with its cautions, signals to stop and disclaimers.";
    assert!(text.find(request) < text.find("## "), "{text}");
    assert!(text.contains("- [About](https://test.example/about.md)"), "{text}");
    assert!(!text.contains("Gone") && !text.contains("Hidden") && !text.contains("topics/"), "{text}");
    assert!(text.contains("(https://test.example/es/llms.txt)"), "{text}");
    assert!(built.text("es/llms.txt").contains("/es/exercises/nod.md"));
    let json_alone = site("machine_readable: [json]\n").build();
    assert!(json_alone.text("llms.txt").contains("- [Cobra](https://test.example/exercises/cobra/): Not"));
    assert!(!json_alone.text("llms.txt").contains(request), "a page on the web begins with other things");
}

#[test]
fn unknown_and_doubled_formats_are_errors() {
    for (setting, message) in [
        ("[markdown, markdown]", "twice"),
        ("[yaml]", "yaml"),
        ("markdown", "list"),
        ("[json, markdown, json]", "`json` twice"),
    ] {
        let built = TestSite::new().settings(&format!("machine_readable: {setting}\n")).build();
        let findings = built.formatted_findings();
        assert!(
            findings.len() == 1 && findings[0].contains("wellpress.yaml:3") && findings[0].contains(message),
            "{findings:?}"
        );
    }
}

#[test]
fn what_stands_at_the_address_of_a_copy_is_an_error() {
    let clash = |site: TestSite| {
        let built = site.build();
        let findings = built
            .of_rule("url-duplicate")
            .into_iter()
            .map(|finding| format!("{}: {}", finding.location.file, finding.message));
        findings.collect::<Vec<String>>()
    };
    let with = |path: &str, text: &str| site(BOTH).file(path, text);
    let page = "---\ntitle: P\n---\nText.\n";
    let of_static = clash(with("static/exercises/nod.md", "x"));
    assert_eq!(of_static, ["static/exercises/nod.md: the build makes `/exercises/nod.md` itself"]);
    assert_eq!(clash(with("static/llms.txt", "x")).len(), 1);
    assert_eq!(clash(site("").file("static/llms.txt", "x").file("static/exercises/nod.md", "x")), Vec::<String>::new());
    let slug = clash(with("content/exercises/p.md", "---\ntitle: P\nslug: nod.md\n---\n1. A.\n"));
    assert_eq!(
        slug,
        ["content/exercises/p.md: the copy of `content/exercises/nod.md` for programs is at `/exercises/nod.md`"]
    );
    assert_eq!(clash(with("content/pages/a.md", "---\ntitle: P\nslug: llms.txt\n---\n")).len(), 1);
    assert_eq!(clash(with("content/pages/a.md", "---\ntitle: P\npermalink: /index/\n---\n")).len(), 2);
    assert_eq!(clash(with("content/pages/build-info.md", page)).len(), 1);
    assert_eq!(clash(with("content/pages/a.md", "---\ntitle: P\naliases: [/exercises/nod.json]\n---\n")).len(), 1);
    let redirect = clash(site(&format!("{BOTH}redirects: {{/exercises/nod.json: /about/}}\n")));
    assert_eq!(redirect.len(), 1, "{redirect:?}");
}

#[test]
fn texts_may_link_copies_that_exist() {
    let link = |address: &str| {
        let built = site(BOTH).file("content/pages/a.md", format!("---\ntitle: P\n---\n[copy]({address})\n")).build();
        built.of_rule("link-broken").len()
    };
    assert_eq!(["/exercises/nod.md", "/index.json", "/llms.txt", "/es/llms.txt"].map(link), [0; 4]);
    assert_eq!(["/exercises/none.md", "/exercises.md", "/hidden.md", "/topics/spine.json"].map(link), [1; 4]);
}

#[test]
fn hosts_are_told_the_types_of_copies_and_that_search_engines_leave_them_out() {
    let built = site("machine_readable: [markdown]\n").build();
    let headers = built.text("_headers");
    assert!(
        headers.contains("\n/*.md\n  Content-Type: text/markdown; charset=utf-8\n  X-Robots-Tag: noindex\n"),
        "{headers}"
    );
    assert!(!headers.contains("/*.json"), "{headers}");
}

#[test]
fn an_edit_reaches_the_copies_of_each_page_that_shows_it() {
    let text = |built: &TestBuild, path: &str| built.text(path).to_owned();
    let before = site(BOTH).build();
    let edits = [
        ("content/exercises/nod.md", NOD.replace("Nod gently", "Nod twice"), "articles/back.md"),
        ("content/exercises/nod.md", NOD.replace("Nod gently", "Nod twice"), "programmes/week.md"),
        ("content/references/library.bib", LIBRARY.replace("10.1000/backs", "10.1000/spines"), "articles/back.json"),
        ("content/people/ann.md", "---\nname: Ann Berg\n---\nShe works.\n".to_owned(), "exercises/cobra.json"),
        ("content/disclaimers/general.md", "---\ntitle: General\n---\nAsk first.\n".to_owned(), "exercises/nod.md"),
        ("data/retractions.csv", RETRACTIONS.replace(",Expression of concern,", ",Correction,"), "exercises/cobra.md"),
    ];
    for (file, edited, copy) in edits {
        assert_ne!(text(&before, copy), text(&site(BOTH).file(file, edited).build(), copy), "{file}");
    }
}

#[test]
fn hostile_titles_and_texts_are_read_back() {
    let hostile = "`a` | b # c <script>x</script> --- \\\"q\\\" *s* _u_ [l](u) ~~d~~ $m$ {#i} & &amp; 1. x";
    let body = "Words `code | pipe` and <b>html</b>, 1\\. one \\# two.\n\n---\n\n| a | b |\n|---|---|\n| `x\\|y` | 2 |\n\n````\n```\nfence\n```\n````\n\n\
                1. First step | here\n2. # Second\n";
    let text = format!("---\ntitle: \"{hostile}\"\ndescription: \"{hostile}\"\nstop_if: [\"{hostile}\"]\n---\n{body}");
    let built = site(BOTH).file("content/exercises/bad.md", text).build();
    built.assert_no_errors();
    let copy = built.text("exercises/bad.md");
    let front = copy.split("---\n").nth(1).unwrap();
    let front: Value = serde_yaml::from_str(front).unwrap();
    let title = "`a` | b # c <script>x</script> \u{2014} \u{201c}q\u{201d} *s* _u_ [l](u) ~~d~~ $m$ {#i} & &amp; 1. x";
    assert_eq!(front["title"], title);
    assert_eq!(front["description"], title);
    let read = read_back(copy);
    let signs = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    assert!(signs(&read).starts_with(&signs(title)), "{read}");
    assert_eq!(signs(&read).matches(&signs(title)).count(), 3, "{read}\n{copy}");
    assert!(read.contains("```\nfence\n```") && read.contains("x|y") && read.contains("code | pipe"), "{read}\n{copy}");
    assert_cautions_first(&built, "exercises/bad");
    assert_eq!(json(&built, "exercises/bad.json")["title"], title);
    let list = built.text("llms.txt");
    assert!(read_back(list).contains("<script>x</script>"), "{list}");
}

#[test]
fn footnotes_are_no_numbers_of_sources() {
    let text = "A claim [@berg].[^n] More.[^m]\n\n::exercise{#noted}\n\n[^n]: The first *note*.\n\n    With a second part.\n[^m]: Another one.\n";
    let built = site(BOTH)
        .file("content/exercises/noted.md", "---\ntitle: Noted\n---\n1. Sit.[^s]\n\n[^s]: On a chair.\n")
        .article("notes", text)
        .build();
    built.assert_no_errors();
    let markdown = built.text("articles/notes.md");
    let notes =
        Parser::new_ext(markdown, Options::ENABLE_FOOTNOTES).fold((Vec::new(), Vec::new()), |mut found, event| {
            match event {
                Event::FootnoteReference(label) => found.0.push(label.to_string()),
                Event::Start(Tag::FootnoteDefinition(label)) => found.1.push(label.to_string()),
                _ => {}
            }
            found
        });
    let (mut marks, mut definitions) = notes;
    assert_eq!(marks.len(), 3, "{markdown}");
    marks.sort();
    definitions.sort();
    assert_eq!(marks, definitions, "{markdown}");
    assert!(markdown.contains("]: The first *note*.\n\n    With a second part.\n"), "{markdown}");
    assert!(built.text("exercises/noted.md").contains("[^1]: On a chair."), "{}", built.text("exercises/noted.md"));
}

#[test]
fn json_has_what_stands_around_the_steps() {
    let exercise = "---\ntitle: Press\ndose: {hold: 5 s}\n---\nFor backs.\n\n:::warning\nNot if you are dizzy.\n:::\n\n## How to do it\n\n\
        Hold a chair.\n\n1. Sit.\n2. Press.\n\nStop here if it hurts.\n\n3. Rest.\n\nIf you are old, leave out step 2.\n";
    let site =
        TestSite::new().settings("machine_readable: [markdown, json]\n").file("content/exercises/press.md", exercise);
    let record = &json(&site.build(), "exercises/press.json")["record"];
    let before = record["before_steps"].as_str().unwrap();
    for words in ["For backs.", "Not if you are dizzy.", "Hold a chair."] {
        assert!(before.contains(words), "{words} in {before}");
    }
    let steps: Vec<&str> = record["steps"].as_array().unwrap().iter().map(|step| step.as_str().unwrap()).collect();
    assert_eq!(steps, ["Sit.", "Press.\n\nStop here if it hurts.", "Rest."]);
    assert_eq!(record["after_steps"], "If you are old, leave out step 2.");
}

#[test]
fn the_notices_of_a_video_name_it() {
    let exercise = "---\ntitle: Press\nvideo: {src: v.webm, title: A film}\nstop_if: [It hurts]\n---\n1. Press.\n";
    let site = TestSite::new()
        .settings("machine_readable: [markdown, json]\n")
        .file("content/exercises/press/index.md", exercise)
        .file("content/exercises/press/v.webm", "x")
        .article("a", "::video{exercise=press}\n");
    let signals = &json(&site.build(), "articles/a.json")["stop_if"];
    assert_eq!(signals[0]["about"][0], "Video: A film", "{signals}");
}

#[test]
fn corrections_and_an_outdated_translation_are_told() {
    let front =
        "title: A\ncorrections: [{date: 2026-01-02, was: Take 50 mg., now: Take 5 mg.}]\nai: {used: Draft, tool: T}\n";
    let site = TestSite::new()
        .settings("machine_readable: [markdown, json]\nlanguages: {es: {title: T}}\n")
        .file("content/articles/a.md", format!("---\n{front}---\nWords.\n"))
        .file(
            "content/articles/a.es.md",
            "---\ntitle: A\ntranslated_from: \"00000000000000000000000000000000\"\n---\nPalabras.\n",
        );
    let built = site.build();
    let copy = json(&built, "articles/a.json");
    assert_eq!((&copy["corrections"][0]["was"], &copy["ai"]), (&"Take 50 mg.".into(), &"Draft (T)".into()));
    assert!(built.text("articles/a.md").contains("corrections: [{date: 2026-01-02, was: \"Take 50 mg.\""));
    let translation = json(&built, "es/articles/a.json");
    assert!(translation["outdated_translation_of"].as_str().unwrap().ends_with("/articles/a/"), "{translation}");
}
