//! The language server.

use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::thread;

use serde_json::Value;
use tempfile::TempDir;
use wellpress_lsp::checker::CheckOptions;
use wellpress_lsp::server::{ServerOptions, serve};
use wellpress_lsp::transport::connect;
use wellpress_site::config::IncludeUnpublished;

/// How messages name the folder of the site, which is a temporary one.
const SITE: &str = "file:///site";

/// What an editor says first.
const INITIALIZE: &str = r#"{"jsonrpc":"2.0","id":"first","method":"initialize","params":{"processId":null,
    "capabilities":{"textDocument":{"completion":{"completionItem":{"snippetSupport":true}}},
    "workspace":{"workspaceEdit":{"resourceOperations":["rename"]}}},"workspaceFolders":[{"uri":"file:///site","name":"site"}]}}"#;

/// The request that the server has to answer after all others. It waits for a check of the site.
const LAST: &str = r#"{"jsonrpc":"2.0","id":"last","method":"textDocument/documentSymbol",
    "params":{"textDocument":{"uri":"file:///site/wellpress.yaml"}}}"#;

/// Sends each line of the bytes to a server as a message, and then a request, which it has to answer. The bytes are also read
/// as a stream of messages.
pub fn lsp(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let lines = text.lines().filter(|line| !is_exit(line));
    let messages: String = [INITIALIZE].into_iter().chain(lines).chain([LAST]).map(framed).collect();
    let (input, mut to_server) = pipe();
    let (from_server, output) = pipe();
    let (connection, writer) = connect(BufReader::new(input), output);
    let server = thread::spawn(move || serve(&connection, options()));
    to_server.write_all(messages.as_bytes()).unwrap_or_else(|error| panic!("the server does not read: {error}"));
    let mut from_server = BufReader::new(from_server);
    loop {
        let answer = next_message(&mut from_server).unwrap_or_else(|| panic!("the server no longer answers"));
        assert!(!answer.to_string().contains("a bug in wellpress"), "{answer}");
        if answer["id"] == "last" && answer.get("method").is_none() {
            break;
        }
    }
    drop(to_server);
    let _ = io::copy(&mut from_server, &mut io::sink());
    assert!(server.join().is_ok() && writer.join().is_ok());
    let (connection, writer) = connect(io::Cursor::new(bytes.to_vec()), io::sink());
    connection.receiver.iter().for_each(drop);
    drop(connection);
    assert!(writer.join().is_ok());
}

fn pipe() -> (io::PipeReader, io::PipeWriter) {
    io::pipe().unwrap_or_else(|error| panic!("{error}"))
}

/// Whether a message ends the server.
fn is_exit(line: &str) -> bool {
    serde_json::from_str::<Value>(line).is_ok_and(|message| message["method"] == "exit")
}

fn framed(message: &str) -> String {
    let message = message.replace(SITE, &format!("file://{}", site().display()));
    format!("Content-Length: {}\r\n\r\n{message}", message.len())
}

/// The next message of the server; `None` if it has ended.
fn next_message(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        output.read_line(&mut line).ok().filter(|length| *length > 0)?;
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

fn options() -> ServerOptions {
    ServerOptions {
        check: CheckOptions {
            default_theme: &wellpress::default_theme::DEFAULT_THEME,
            signature_verifier: None,
            build: wellpress::BUILD,
            today: Arc::new(super::today),
            include: IncludeUnpublished { drafts: true, future: true, expired: true },
            settings: None,
        },
        // Other sites of this machine stay closed.
        root: Some(site().to_owned()),
        rule_page: |_| "",
    }
}

/// The folder of a small site.
fn site() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = TempDir::new().unwrap_or_else(|error| panic!("{error}"));
        for (path, text) in FILES {
            let path = folder.path().join(path);
            let written = path.parent().map_or(Ok(()), std::fs::create_dir_all);
            written.and_then(|()| std::fs::write(&path, text)).unwrap_or_else(|error| panic!("{error}"));
        }
        folder
    });
    folder.path()
}

const FILES: [(&str, &str); 6] = [
    ("wellpress.yaml", "title: Test site\nbase_url: https://test.example/\n"),
    (
        "content/articles/neck.md",
        "---\ntitle: Neck\ntopics: [pain]\nauthors: [ana]\n---\n## Rest\n\nIt helps [@lee-2020]. See [rest](#rest), [[exercise:cobra]].\n",
    ),
    (
        "content/exercises/cobra.md",
        "---\ntitle: Cobra\ncautions: [{condition: pain, advice: \"Ask first.\"}]\n---\n1. Rise.\n",
    ),
    ("content/topics/pain.md", "---\ntitle: Pain\n---\n"),
    ("content/people/ana.md", "---\nname: Ana\n---\n"),
    ("content/references/library.bib", "@book{lee-2020, author = {Lee, Ann}, title = {Rest}, year = 2020}\n"),
];
