//! What the server answers about a place: completions, hovers, definitions, references, outlines, folds and links.

use serde_json::{Value, json};

use super::editor::Editor;

pub const SITE: &str = "\
--- wellpress.yaml
title: Test site
base_url: https://test.example/
languages: {de: {title: Seite}}
variables:
  helpline: call 111
calls_to_action:
  letter: {kind: form, title: Our letter, button: Send, action: \"https://test.example/letter\", fields: [{name: words, type: text, label: Words}]}
--- content/pages/index.md
---
title: Home
---
Words. [[neck]] and [the neck](../articles/neck.md#rest-sleep) and [stretch](/articles/neck/).
--- content/articles/neck.md
---
title: Neck pain
description: What helps.
topics: [pain]
authors: [ana]
references: [bhof]
---
## Rest & sleep

Sleep helps [@sawicki-2012, p. 4]. See [rest](#rest-sleep), [[exercise:cobra]] and :term[osteopenia].

::exercise{#cobra}

:::tip[A tip]
- one
- two
:::

### Below

::snippet{#get-help}

## Last
--- content/exercises/cobra.md
---
title: Cobra
cautions:
  - {condition: pain, advice: \"Ask *first*.\"}
stop_if: [it hurts]
dose: {hold: 10 s, reps: 5-10}
---
1. Lie down [@sawicki-2012].
2. Rise.
--- content/topics/pain.md
---
title: Pain
---
--- content/pages/privacy.md
---
title: Privacy
---
We keep nothing.
--- content/disclaimers/careful.md
---
title: Careful
---
Ask first.
--- content/people/ana.md
---
name: Ana Berg
---
--- content/snippets/get-help.md
Call us [@sawicki-2012].
--- content/glossary.yaml
osteopenia:
  definition: Low density [@sawicki-2012].
  aka: [thin bones]
--- content/references/library.bib
@article{sawicki-2012,
  author = {Sawicki, Anna},
  title = {Back pain at work},
  year = {2012},
  doi = {10.1000/x},
  note = {[Retracted 2021-06-30: Error in Data. Notice: doi:10.1000/n]}
}

@book{bhof,
  author = {{Bone Health Foundation}},
  title = {Strength},
  publisher = {Press},
  year = {2020}
}
";

const NECK: &str = "content/articles/neck.md";

fn labels(completions: &Value) -> Vec<String> {
    let items = completions["items"].as_array().into_iter().flatten();
    items.map(|item| item["label"].as_str().unwrap().trim_end().to_owned()).collect()
}

/// The completions at the bar in a text below front matter.
fn complete(editor: &mut Editor, marked: &str) -> Vec<String> {
    let text = format!("---\ntitle: Neck pain\n---\n## Rest & sleep\n\n{marked}\n");
    labels(&editor.at("textDocument/completion", NECK, &text, json!({})))
}

fn complete_front_matter(editor: &mut Editor, marked: &str) -> Vec<String> {
    let text = format!("---\ntitle: Neck pain\n{marked}\n---\nWords.\n");
    labels(&editor.at("textDocument/completion", NECK, &text, json!({})))
}

#[test]
fn texts_are_completed() {
    let mut editor = Editor::new(SITE);
    assert!(!editor.findings("wellpress.yaml").contains(&"settings-invalid".to_owned()), "{:?}", editor.diagnostics);
    let mut complete = |marked: &str| complete(&mut editor, marked);
    assert_eq!(complete("See [@saw|]."), ["sawicki-2012"]);
    assert_eq!(complete("See [@Strength|]."), ["bhof"], "by the title");
    assert_eq!(complete("See [@|]."), ["bhof", "sawicki-2012"]);
    assert_eq!(complete("[w](cite:bh|)"), ["bhof"]);
    assert_eq!(complete("See [@bhof, cha|]."), ["chap."]);
    assert_eq!(complete("See [[exercise:|]]."), ["cobra"]);
    assert!(complete("See [[|").contains(&"article:".to_owned()));
    assert!(complete("See [[ne|]]").contains(&"neck".to_owned()));
    assert_eq!(complete("See [[neck#res|]]"), ["rest-sleep"]);
    assert!(complete("See [a](/articles/|)").contains(&"/articles/neck/".to_owned()));
    assert_eq!(complete("See [a](#res|)"), ["rest-sleep"]);
    assert!(complete("::ex|").contains(&"exercise".to_owned()));
    assert!(complete("::ex|").contains(&"experts".to_owned()));
    assert!(complete(":::|").contains(&"care".to_owned()) && !complete(":::|").contains(&"exercise".to_owned()));
    assert_eq!(complete("A :ter|"), ["term"]);
    assert_eq!(complete("::exercise{#|}"), ["cobra"]);
    assert_eq!(complete("::snippet{#|}"), ["get-help"]);
    assert_eq!(complete("::cta{#|}"), ["letter"]);
    assert_eq!(complete("::exercise{#cobra on|}"), ["only="]);
    assert_eq!(
        complete("::exercise{#cobra only=\"steps\" |}"),
        ["number", "heading=", "acknowledged="],
        "what is not there yet"
    );
    assert_eq!(complete("::exercise{#cobra acknowledged=\"only now\" on|}"), ["only="], "words of a value are no keys");
    assert_eq!(complete(":::care[x]{level=\"|\"}"), ["non-urgent", "urgent", "emergency"]);
    assert_eq!(complete("A :by[Ana]{person=|}"), ["ana"]);
    assert_eq!(complete("A :term[thin|]"), ["osteopenia"]);
    assert_eq!(complete("Please {{ h|"), ["helpline"]);
    assert_eq!(complete("<!-- wellpress-allow prom|"), ["promise"]);
    assert_eq!(complete("```\n[@|\n```"), [""; 0]);
    assert_eq!(complete("Mail ana@saw|"), [""; 0]);
}

#[test]
fn front_matter_is_completed_from_its_schema() {
    let mut editor = Editor::new(SITE);
    editor.settle();
    let mut complete = |marked: &str| complete_front_matter(&mut editor, marked);
    assert_eq!(complete("key_p|"), ["key_points:"]);
    assert!(complete("|").contains(&"authors:".to_owned()));
    assert!(!complete("|").contains(&"cautions:".to_owned()), "a key of exercises alone");
    assert!(!complete("|").contains(&"title:".to_owned()), "it is there");
    assert!(!complete("hero:\n  src: a.svg\n  |").contains(&"src:".to_owned()), "it is there");
    assert_eq!(complete("updat|: 2026-07-01"), ["updated:"], "the one that is typed");
    assert_eq!(complete("authors: [|]"), ["ana"]);
    assert_eq!(complete("authors:\n  - |"), ["ana"]);
    assert_eq!(complete("topics: [p|]"), ["pain"]);
    assert_eq!(complete("references: [bhof, |]"), ["bhof", "sawicki-2012"]);
    assert_eq!(complete("draft: |"), ["true", "false"]);
    assert_eq!(complete("updated: |"), ["2026-07-01"]);
    assert!(complete("toc: |").len() > 1);
    assert!(complete("reviewers:\n  - person: ana\n    |").contains(&"role:".to_owned()));
    assert!(complete("reviewers:\n  - person: ana\n    role: |").len() > 1);
    assert_eq!(complete("call_to_action: |"), ["letter"]);
    assert_eq!(complete("key_points:\n  - \"See [@bh|].\""), ["bhof"]);
    let mut complete = |marked: &str| labels(&editor.at("textDocument/completion", NECK, marked, json!({})));
    assert_eq!(complete("---\n|\n---\n")[0], "title:", "what a page has to have comes first");
}

#[test]
fn settings_are_completed_with_the_ids_of_the_site() {
    let mut editor = Editor::new(SITE);
    editor.settle();
    let settings = editor.text("wellpress.yaml");
    let mut complete = |marked: &str| {
        labels(&editor.at("textDocument/completion", "wellpress.yaml", &format!("{settings}{marked}"), json!({})))
    };
    assert_eq!(complete("citat|"), ["citations:"]);
    assert_eq!(complete("featured: [ne|]"), ["neck"]);
    assert_eq!(complete("disclaimers:\n  articles: [|]"), ["careful"]);
    assert_eq!(complete("disclaimers:\n  topics:\n    pain: [|]"), ["careful"]);
    assert_eq!(complete("policies:\n  privacy: |"), ["privacy"]);
    assert_eq!(complete("menus:\n  main:\n    - title: Neck\n      link: /art|"), ["/articles/neck/"]);
    assert!(hover(&mut editor, "wellpress.yaml", &format!("{settings}featured: [ne|ck]\n")).contains("Neck pain"));
}

#[test]
fn an_exercise_is_completed_with_its_dose() {
    let mut editor = Editor::new(SITE);
    editor.settle();
    let cobra = editor.text("content/exercises/cobra.md");
    let marked = format!("{cobra}3. Hold for {{{{ dose.|\n");
    let completions = editor.at("textDocument/completion", "content/exercises/cobra.md", &marked, json!({}));
    assert_eq!(labels(&completions), ["dose.hold", "dose.reps", "dose.reps_in_words"]);
    assert_eq!(completions["items"][0]["detail"], "10 seconds");
    assert_eq!(complete(&mut editor, "{{ dose|"), [""; 0], "an article has no dose");
}

#[test]
fn a_completion_replaces_what_was_typed_and_has_places_to_fill_in() {
    let snippets = json!({"textDocument": {"completion": {"completionItem": {"snippetSupport": true}}}});
    let mut editor = Editor::with_capabilities(SITE, snippets);
    editor.settle();
    let text = "---\ntitle: A\n---\n::exer|\n";
    let completions = editor.at("textDocument/completion", NECK, text, json!({}));
    assert_eq!(completions["items"][0]["textEdit"]["newText"], "exercise{#${1:id}\\}");
    assert_eq!(completions["items"][0]["textEdit"]["range"]["start"], json!({"line": 3, "character": 2}));
    let completions = editor.at("textDocument/completion", NECK, "---\ntitle: A\n---\n[@saw|icki]\n", json!({}));
    assert_eq!(completions["items"][0]["textEdit"]["range"]["end"], json!({"line": 3, "character": 9}));
    assert_eq!(completions["items"][0]["tags"], json!([1]), "a retracted source is struck out");
    assert_eq!(completions["items"][0]["detail"], "Sawicki 2012");
}

/// The Markdown of a hover, empty without one.
fn hover(editor: &mut Editor, file: &str, marked: &str) -> String {
    editor.at("textDocument/hover", file, marked, json!({}))["contents"]["value"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn a_hover_says_what_stands_there() {
    let mut editor = Editor::new(SITE);
    editor.settle();
    let neck = editor.text(NECK);
    let mut at = |from: &str, marked: &str| hover(&mut editor, NECK, &neck.replacen(from, marked, 1));
    let source = at("@sawicki", "@saw|icki");
    assert!(source.starts_with("**Retracted**, 2021-06-30: Error in Data"), "{source}");
    assert!(source.contains("Back pain at work") && source.contains("2012"), "{source}");
    let exercise = at("{#cobra", "{#co|bra");
    assert!(
        exercise.contains("Caution, ask: *Pain*: Ask \\*first\\*.") && exercise.contains("Stop if: it hurts"),
        "{exercise}"
    );
    assert!(at("exercise:cobra", "exercise:co|bra").contains("**Cobra** (exercise)"));
    assert!(at("[osteopenia", "[osteo|penia").contains("Low density"));
    assert!(at("topics:", "top|ics:").contains("Ids of topics"));
    assert!(at("[pain]", "[pa|in]").contains("**Pain** (topic)"));
    assert!(at("get-help}", "get|-help}").contains("Call us"));
    assert_eq!(at("Sleep helps", "Sl|eep helps"), "");
    let rule = at("Sleep helps", "<!-- wellpress-allow pro|mise: x -->\nSleep helps");
    assert!(rule.starts_with("# a rule\n\nWhat it finds.\n"), "{rule}");
}

/// The places of an answer as `file line:character-character`.
fn places(editor: &Editor, answer: &Value) -> Vec<String> {
    let one = [answer.clone()];
    let places = answer.as_array().map_or(&one[..], Vec::as_slice).iter().filter(|place| !place.is_null());
    let root = format!("{}/", editor.uri(""));
    let places = places.map(|place| {
        let range = &place["range"];
        let file = place["uri"].as_str().unwrap().strip_prefix(&root).unwrap();
        format!("{file} {}:{}-{}", range["start"]["line"], range["start"]["character"], range["end"]["character"])
    });
    places.collect()
}

fn definition(editor: &mut Editor, from: &str, marked: &str) -> Vec<String> {
    let text = std::fs::read_to_string(editor.root().join(NECK)).unwrap().replacen(from, marked, 1);
    let answer = editor.at("textDocument/definition", NECK, &text, json!({}));
    places(editor, &answer)
}

#[test]
fn a_definition_is_found() {
    let mut editor = Editor::new(SITE);
    editor.settle();
    let mut at = |from: &str, marked: &str| definition(&mut editor, from, marked);
    assert!(at("@sawicki", "@saw|icki")[0].starts_with("content/references/library.bib 0:"));
    assert_eq!(at("{#cobra", "{#co|bra"), ["content/exercises/cobra.md 1:7-12"]);
    assert!(at("#rest-sleep", "#rest|-sleep")[0].starts_with("content/articles/neck.md 7:0"));
    assert_eq!(at("[osteopenia", "[osteo|penia"), ["content/glossary.yaml 0:0-10"]);
    assert_eq!(at("[ana]", "[a|na]"), ["content/people/ana.md 1:6-14"]);
    assert!(at("get-help}", "get|-help}")[0].starts_with("content/snippets/get-help.md 0:0"));
}

#[test]
fn references_are_found_in_all_files() {
    let mut editor = Editor::new(SITE);
    editor.settle();
    let neck = editor.text(NECK);
    let ask = |editor: &mut Editor, file: &str, marked: &str, declaration: bool| {
        let context = json!({"context": {"includeDeclaration": declaration}});
        let answer = editor.at("textDocument/references", file, marked, context);
        places(editor, &answer)
    };
    let cited = ask(&mut editor, NECK, &neck.replacen("@sawicki", "@saw|icki", 1), false);
    assert_eq!(
        cited,
        [
            "content/articles/neck.md 9:14-26",
            "content/exercises/cobra.md 7:14-26",
            "content/glossary.yaml 1:28-40",
            "content/snippets/get-help.md 0:10-22",
        ]
    );
    let shown = ask(&mut editor, NECK, &neck.replacen("{#cobra", "{#co|bra", 1), false);
    assert_eq!(shown, ["content/articles/neck.md 9:71-76", "content/articles/neck.md 11:12-17"]);
    let of_page = ask(&mut editor, NECK, &neck.replacen("title: Neck", "title: Ne|ck", 1), false);
    assert_eq!(of_page.len(), 3, "{of_page:?}");
    let anchored = ask(&mut editor, NECK, &neck.replacen("## Rest", "## Re|st", 1), false);
    assert_eq!(anchored, ["content/articles/neck.md 9:47-57", "content/pages/index.md 3:51-61"]);
    let library = editor.text("content/references/library.bib");
    let of_key = ask(&mut editor, "content/references/library.bib", &library.replacen("bhof,", "bh|of,", 1), true);
    assert_eq!(of_key.len(), 2, "{of_key:?}");
}

#[test]
fn a_text_has_an_outline_folds_and_links() {
    let mut editor = Editor::new(SITE);
    editor.settle();
    let params = json!({"textDocument": {"uri": editor.uri(NECK)}});
    let outline = editor.request("textDocument/documentSymbol", params.clone()).unwrap();
    let names = |symbols: &Value| -> Vec<String> {
        symbols.as_array().into_iter().flatten().map(|symbol| symbol["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&outline), ["Rest & sleep", "Last"]);
    let below = &outline[0]["children"];
    assert_eq!(names(below), ["exercise #cobra", "tip A tip", "Below"]);
    assert_eq!(names(&below[2]["children"]), ["snippet #get-help"]);
    let folds = editor.request("textDocument/foldingRange", params.clone()).unwrap();
    let folds: Vec<(u64, u64)> = folds
        .as_array()
        .unwrap()
        .iter()
        .map(|fold| (fold["startLine"].as_u64().unwrap(), fold["endLine"].as_u64().unwrap()))
        .collect();
    for fold in [(0, 6), (7, 20), (13, 16), (14, 15), (18, 20)] {
        assert!(folds.contains(&fold), "{fold:?} in {folds:?}");
    }
    let links = editor.request("textDocument/documentLink", params).unwrap();
    assert_eq!(links.as_array().unwrap().len(), 3, "{links}");
    assert!(links.to_string().contains("content/exercises/cobra.md"));
}
