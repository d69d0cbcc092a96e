//! Random edits of a site: what the server has pushed is what a check of the saved site finds.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use wellpress_harness::output::{output_of, tool_program};

use super::editor::{Editor, TODAY};

const SITE: &str = "\
--- wellpress.yaml
title: Test site
base_url: https://test.example/
languages: {de: {title: Seite}}
--- content/pages/index.md
---
title: Home
---
Words. [[neck]]
--- content/articles/neck.md
---
title: Neck
topics: [pain]
authors: [ana]
---
## Rest & sleep

This cures \u{fc}bung [@sawicki-2012, p. 4]. See [rest](#rest-sleep), [[exercise:cobra]].

::exercise{#cobra}
--- content/exercises/cobra.md
---
title: Cobra
cautions:
  - {condition: pain, advice: \"Ask first.\"}
---
1. Lie down.
2. Rise.
--- content/topics/pain.md
---
title: Pain
---
--- content/people/ana.md
---
name: Ana
---
--- content/glossary.yaml
osteopenia:
  definition: Low density [@sawicki-2012].
--- content/references/library.bib
@article{sawicki-2012,
  author = {Sawicki, Anna},
  title = {Back pain},
  year = {2012},
  doi = {10.1000/x}
}
";

const FILES: [&str; 7] = [
    "wellpress.yaml",
    "content/articles/neck.md",
    "content/exercises/cobra.md",
    "content/topics/pain.md",
    "content/glossary.yaml",
    "content/references/library.bib",
    "content/articles/new.md",
];

/// What is typed: signs of the syntax, line ends, letters of several forms.
const TYPED: [&str; 22] = [
    "x",
    " ",
    "\n",
    "\r\n",
    "[@",
    "]",
    "[[",
    "]]",
    ":::tip\n",
    ":::\n",
    "::exercise{#",
    "}",
    "---\n",
    "- ",
    ": ",
    "\u{1f9d8}",
    "u\u{308}",
    "\u{fc}",
    "{{ a }}",
    "\"",
    "sawicki-2012",
    "## Head\n",
];

#[test]
fn findings_are_those_of_a_check_of_the_saved_site() {
    let seed = std::env::var("WELLPRESS_LSP_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_129);
    let rounds = std::env::var("WELLPRESS_LSP_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(40);
    let mut random = fastrand::Rng::with_seed(seed);
    let mut editor = Editor::new(SITE);
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    editor.settle();
    assert!(editor.diagnostics.contains_key("content/articles/neck.md"), "the settings have no mistake");
    for round in 0..rounds {
        for _ in 0..random.usize(1..12) {
            edit(&mut editor, &mut texts, &mut random);
        }
        editor.settle();
        for (file, text) in &texts {
            std::fs::write(editor.root().join(file), text).unwrap();
        }
        let pushed = pushed(&editor);
        assert_eq!(pushed, checked(&editor.root()), "seed {seed}, round {round}");
        if random.u8(..) < 60 {
            // Start over from texts that mean something.
            for (file, _) in std::mem::take(&mut texts) {
                editor.close(file);
                let _ = std::fs::remove_file(editor.root().join(file));
            }
            super::editor::write_site(&editor.root(), SITE);
            let changes: Vec<Value> = FILES.iter().map(|file| json!({"uri": editor.uri(file), "type": 2})).collect();
            editor.notify("workspace/didChangeWatchedFiles", json!({"changes": changes}));
        }
    }
}

fn edit(editor: &mut Editor, texts: &mut BTreeMap<&'static str, String>, random: &mut fastrand::Rng) {
    let file = FILES[random.usize(..FILES.len())];
    if !texts.contains_key(file) {
        let text =
            std::fs::read_to_string(editor.root().join(file)).unwrap_or_else(|_| "---\ntitle: New\n---\n".to_owned());
        editor.open_with(file, &text);
        texts.insert(file, text);
    }
    let text = texts.get_mut(file).unwrap();
    let (start, end) = (place(text, random), place(text, random));
    let end = if random.bool() { start } else { end.min(start + 20).max(start) };
    let end = (end..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap();
    let typed = TYPED[random.usize(..TYPED.len())];
    let range = json!({"start": position(text, start), "end": position(text, end)});
    editor.change(file, json!([{"range": range, "text": typed}]));
    text.replace_range(start..end, typed);
}

/// A place between two characters. The middle of a line end is none that an editor has.
fn place(text: &str, random: &mut fastrand::Rng) -> usize {
    let offset = random.usize(..=text.len());
    let mut places = (0..=offset).rev().filter(|at| text.is_char_boundary(*at));
    places.find(|at| !(text[..*at].ends_with('\r') && text[*at..].starts_with('\n'))).unwrap()
}

fn position(text: &str, offset: usize) -> Value {
    let (mut line, mut start) = (0, 0);
    let bytes = text.as_bytes();
    for (at, byte) in bytes[..offset].iter().enumerate() {
        if *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
            (line, start) = (line + 1, at + 1);
        }
    }
    json!({"line": line, "character": text[start..offset].encode_utf16().count()})
}

/// File, line, rule and message of what was pushed.
fn pushed(editor: &Editor) -> Vec<(String, u64, String, String)> {
    let all = editor.diagnostics.iter().flat_map(|(file, diagnostics)| {
        diagnostics.iter().map(move |diagnostic| {
            let line = diagnostic["range"]["start"]["line"].as_u64().unwrap() + 1;
            (file.clone(), line, text(&diagnostic["code"]), text(&diagnostic["message"]))
        })
    });
    sorted(all.collect())
}

fn checked(root: &Path) -> Vec<(String, u64, String, String)> {
    let mut command = tool_program();
    command.args(["check", "--format", "json", "--drafts", "--future", "--expired", "--clock", TODAY, "--root"]);
    let output = output_of(command.arg(root));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let all = report["findings"].as_array().unwrap().iter().map(|finding| {
        let message = match finding["help"].as_str() {
            Some(help) => format!("{}\n{help}", text(&finding["message"])),
            None => text(&finding["message"]),
        };
        // A finding about something behind the end of a file is at its end in an editor.
        let file = text(&finding["file"]);
        let lines = std::fs::read_to_string(root.join(&file)).unwrap_or_default();
        let last = position(&lines, lines.len())["line"].as_u64().unwrap() + 1;
        (file, finding["line"].as_u64().unwrap().min(last), text(&finding["rule"]), message)
    });
    sorted(all.collect())
}

fn sorted(mut findings: Vec<(String, u64, String, String)>) -> Vec<(String, u64, String, String)> {
    findings.sort();
    findings
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
