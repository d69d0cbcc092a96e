//! The life of a connection: how it begins and ends, texts as they change, and findings as they are pushed.

use std::io::{Read as _, Write as _};
use std::process::Stdio;

use serde_json::{Value, json};

use wellpress_harness::output::tool_program;
use wellpress_lsp::server::Ended;

use super::editor::{Editor, write_site};

const SITE: &str = "\
--- wellpress.yaml
title: Test site
base_url: https://test.example/
--- content/pages/index.md
---
title: Home
---
Words.
--- content/pages/a.md
---
title: A
---
See [@nobody].
--- content/references/library.bib
@article{sawicki-2012,
  author = {Sawicki, Anna},
  title = {Back pain},
  year = {2012},
  journal = {Spine},
  doi = {10.1000/x}
}
";

const A: &str = "content/pages/a.md";

#[test]
fn findings_are_pushed_for_files_that_are_not_open() {
    let mut editor = Editor::new(SITE);
    assert!(editor.findings(A).contains(&"citation-unknown 3:6-3:12".to_owned()), "{:?}", editor.diagnostics);
    let of_a = editor.diagnostics[A].clone();
    let finding = of_a.iter().find(|finding| finding["code"] == "citation-unknown").unwrap();
    assert_eq!((&finding["source"], &finding["severity"]), (&json!("wellpress"), &json!(1)));
    assert_eq!(editor.quit(), Ended::Properly);
}

#[test]
fn an_unsaved_text_is_checked_in_place_of_the_file() {
    let mut editor = Editor::new(SITE);
    editor.open(A);
    assert!(!editor.findings(A).is_empty());
    // Only the key is replaced.
    let range = json!({"start": {"line": 3, "character": 6}, "end": {"line": 3, "character": 12}});
    editor.change(A, json!([{"range": range, "text": "sawicki-2012"}]));
    assert!(
        !editor.findings(A).iter().any(|finding| finding.starts_with("citation-unknown")),
        "{:?}",
        editor.diagnostics
    );
    editor.close(A);
    assert!(editor.findings(A).contains(&"citation-unknown 3:6-3:12".to_owned()), "the file is as it was");
}

#[test]
fn a_file_that_is_not_saved_yet_is_checked() {
    let mut editor = Editor::new(SITE);
    editor.open_with("content/pages/new.md", "---\ntitle: New\n---\n[@nobody]\n");
    assert!(editor.findings("content/pages/new.md").contains(&"citation-unknown 3:2-3:8".to_owned()));
    editor.retype("content/pages/new.md", "---\ntitle: New\n---\n@sawicki-2012 and [@nobody2]\n");
    assert!(editor.findings("content/pages/new.md").contains(&"citation-unknown 3:20-3:27".to_owned()));
    editor.close("content/pages/new.md");
    assert!(editor.findings("content/pages/new.md").is_empty());
}

#[test]
fn positions_count_what_was_agreed() {
    for (encodings, encoding, column) in
        [(json!(["utf-8", "utf-16"]), "utf-8", 8), (json!(["utf-32"]), "utf-32", 5), (json!([]), "utf-16", 6)]
    {
        let mut editor = Editor::with_capabilities(SITE, json!({"general": {"positionEncodings": encodings}}));
        assert_eq!(editor.capabilities["positionEncoding"], encoding);
        // An astral character, Windows line ends, and a letter that is composed of two.
        editor.open_with(A, "---\r\ntitle: A\r\n---\r\n\u{1f9d8} [@nobody]\r\nu\u{308} [@nobody]\r\n");
        let findings = editor.findings(A);
        assert!(
            findings.contains(&format!("citation-unknown 3:{}-3:{}", column - 1, column + 5)),
            "{encoding}: {findings:?}"
        );
        let units = if encoding == "utf-8" { 6 } else { 5 };
        assert!(findings.contains(&format!("citation-unknown 4:{units}-4:{}", units + 6)), "{encoding}: {findings:?}");
        let start = json!({"line": 3, "character": column - 1});
        let end = json!({"line": 3, "character": column + 5});
        editor.change(A, json!([{"range": {"start": start, "end": end}, "text": "sawicki-2012"}]));
        let findings = editor.findings(A);
        assert!(!findings.iter().any(|finding| finding.starts_with("citation-unknown 3")), "{encoding}: {findings:?}");
    }
}

#[test]
fn settings_with_a_mistake_are_reported_and_put_right() {
    let mut editor = Editor::new(SITE);
    editor.open("wellpress.yaml");
    let settings = editor.text("wellpress.yaml");
    editor.retype("wellpress.yaml", &format!("{settings}titel: x\n"));
    assert_eq!(editor.findings("wellpress.yaml").len(), 1);
    editor.open(A);
    editor.retype(A, "---\ntitle: A\n---\nGood.\n");
    editor.retype("wellpress.yaml", &settings);
    assert!(!editor.findings("wellpress.yaml").iter().any(|finding| finding.starts_with("settings")));
    assert!(!editor.findings(A).iter().any(|finding| finding.starts_with("citation")), "what changed meanwhile counts");
}

#[test]
fn a_site_with_mistakes_everywhere_is_answered() {
    let mut editor = Editor::new(
        "\
--- wellpress.yaml
title: Test site
base_url: https://test.example/
theme: gone
policies: {privacy: gone}
citations: {style: gone.csl}
--- content/pages/index.md
no front matter
--- content/articles/a.md
---
title: [
topics: {{{
---
[@nobody] ::: {#} [[
--- content/articles/b.md
---
title: B
authors: [gone]
---
:::tip
::exercise{#gone} [@sawicki-2012 [@
--- content/exercises/a.md
---
titel: A
--- content/glossary.yaml
- x
--- content/references/library.bib
@article{sawicki-2012, title = {
--- content/references/other.json
[{]
",
    );
    let b = "content/articles/b.md";
    assert!(!editor.findings(b).is_empty());
    assert!(editor.diagnostics.len() >= 6, "{:?}", editor.diagnostics.keys());
    for method in ["hover", "completion", "definition", "prepareRename"] {
        let marked = "---\ntitle: B\nauthors: [gone]\n---\n:::tip\n::exercise{#go|ne} [@sawicki-2012 [@\n";
        editor.at(&format!("textDocument/{method}"), b, marked, json!({}));
    }
    for method in ["documentSymbol", "foldingRange", "documentLink"] {
        for file in [b, "content/articles/a.md", "content/glossary.yaml", "content/pages/index.md"] {
            let params = json!({"textDocument": {"uri": editor.uri(file)}});
            assert!(editor.request(&format!("textDocument/{method}"), params).is_ok(), "{method} {file}");
        }
    }
    assert_eq!(editor.quit(), Ended::Properly);
}

#[test]
fn a_folder_without_a_site_is_quiet() {
    let mut editor = Editor::new("--- notes.md\nSee [@nobody].\n");
    editor.open("notes.md");
    let answer =
        editor.request("textDocument/documentSymbol", json!({"textDocument": {"uri": editor.uri("notes.md")}}));
    assert_eq!(answer, Ok(Value::Null));
    assert!(editor.diagnostics.is_empty());
    assert_eq!(editor.quit(), Ended::Properly);
}

#[test]
fn only_an_exit_after_a_shutdown_is_proper() {
    assert_eq!(Editor::new(SITE).exit(), Ended::Abruptly);
    assert_eq!(Editor::new(SITE).hang_up(), Ended::Abruptly);
    let mut editor = Editor::new(SITE);
    editor.request("shutdown", Value::Null).unwrap();
    assert!(editor.request("textDocument/hover", json!({})).is_err(), "nothing is answered after it");
    assert_eq!(editor.hang_up(), Ended::Properly);
}

#[test]
fn malformed_parameters_are_answered_with_an_error() {
    let mut editor = Editor::new(SITE);
    for method in ["textDocument/hover", "textDocument/completion", "textDocument/rename", "textDocument/codeAction"] {
        assert!(editor.request(method, json!({"textDocument": {"uri": 5}})).is_err(), "{method}");
    }
    assert_eq!(editor.request("textDocument/unknown", json!({})), Err("no `textDocument/unknown` here".to_owned()));
    editor.notify("textDocument/didChange", json!({"textDocument": 5}));
    editor.notify("textDocument/didOpen", json!([]));
    assert!(!editor.findings(A).is_empty(), "the server goes on");
}

#[test]
fn a_text_of_five_megabytes_is_answered() {
    let mut editor = Editor::new(SITE);
    let line = "Some words of a long text [@sawicki-2012], with an end.\n\n";
    let text = format!("---\ntitle: A\n---\n{}", line.repeat(5 * 1024 * 1024 / line.len()));
    editor.open_with(A, &text);
    assert_eq!(editor.findings(A), ["orphan 0:0-0:0"]);
    editor.change(A, json!([{"range": {"start": {"line": 3, "character": 0}, "end": {"line": 4, "character": 0}}, "text": "[@nobody]\n"}]));
    assert_eq!(editor.findings(A), ["orphan 0:0-0:0", "citation-unknown 3:2-3:8"]);
    editor.retype(A, &text.repeat(4));
    assert_eq!(editor.findings(A), ["file-too-large 0:0-0:0"]);
}

/// Starts the program, writes to its input and closes it. Returns the exit status and what it wrote.
fn talk(input: &[u8]) -> (i32, String) {
    let site = tempfile::tempdir().unwrap();
    write_site(site.path(), SITE);
    let mut command = tool_program();
    command.args(["lsp", "--stdio"]).current_dir(site.path());
    let mut program = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    program.stdin.take().unwrap().write_all(input).unwrap();
    let mut output = String::new();
    program.stdout.take().unwrap().read_to_string(&mut output).unwrap();
    (program.wait().unwrap().code().unwrap(), output)
}

fn framed(body: &str) -> String {
    format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

#[test]
fn the_program_speaks_on_standard_input_and_output() {
    let initialize = framed(r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#);
    let shutdown = framed(r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#);
    let exit = framed(r#"{"jsonrpc":"2.0","method":"exit"}"#);
    let (status, output) = talk(format!("{initialize}{shutdown}{exit}").as_bytes());
    assert_eq!(status, 0, "{output}");
    assert!(output.contains("\"capabilities\"") && output.contains("\"id\":2"), "{output}");
    assert_eq!(talk(format!("{initialize}{exit}").as_bytes()).0, 1, "without a shutdown");
    assert_eq!(talk(initialize.as_bytes()).0, 1, "the pipe is closed");
    assert_eq!(talk(b"").0, 1);
}

#[test]
fn the_program_ends_when_nobody_reads_its_output() {
    let site = tempfile::tempdir().unwrap();
    write_site(site.path(), SITE);
    let mut command = tool_program();
    command.args(["lsp", "--stdio"]).current_dir(site.path());
    let mut program = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    drop(program.stdout.take());
    // The input stays open.
    let mut input = program.stdin.take().unwrap();
    let request = |id: u32, method: &str| {
        framed(&format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"{method}","params":{{"capabilities":{{}}}}}}"#))
    };
    let _ = input.write_all(request(0, "initialize").as_bytes());
    for id in 1..1200 {
        if program.try_wait().unwrap().is_some() {
            return;
        }
        let _ = input.write_all(request(id, "workspace/unknown").as_bytes());
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    program.kill().unwrap();
    panic!("it runs for a minute without a reader");
}

#[test]
fn a_message_that_is_no_json_is_refused_and_the_next_is_answered() {
    let initialize = framed(r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#);
    let rest = [
        framed("{nonsense"),
        framed("[1, 2]"),
        framed("\u{1f9d8}"),
        "Content-Type: x\r\n\r\n".to_owned(),
        framed(r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#),
        framed(r#"{"jsonrpc":"2.0","method":"exit"}"#),
    ];
    let (status, output) = talk(format!("{initialize}{}", rest.concat()).as_bytes());
    assert_eq!(status, 0, "{output}");
    assert_eq!(output.matches("-32700").count(), 2, "{output}");
    assert_eq!(output.matches("-32600").count(), 1, "{output}");
    assert!(output.contains("\"id\":2"), "{output}");
}
