//! [`Editor`]: a site on the disk with a server in this process, and the messages that an editor sends it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use lsp_server::{Connection, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};
use tempfile::TempDir;

use wellpress_foundation::Day;
use wellpress_harness::default_theme::DEFAULT_THEME;
use wellpress_lsp::checker::CheckOptions;
use wellpress_lsp::server::{Ended, ServerOptions, serve};
use wellpress_site::config::IncludeUnpublished;

/// How long a test waits for a message before it fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// The day of all tests.
pub const TODAY: &str = "2026-07-01";

pub struct Editor {
    pub folder: TempDir,
    connection: Option<Connection>,
    server: Option<JoinHandle<Ended>>,
    next_request: i32,
    versions: BTreeMap<String, i32>,
    /// The diagnostics of each file, as they were published last.
    pub diagnostics: BTreeMap<String, Vec<Value>>,
    pub capabilities: Value,
}

/// Writes the files in `text`, each of which begins with a line such as `--- content/articles/a.md`.
pub fn write_site(root: &Path, text: &str) {
    let mut parts = text.split("\n--- ");
    if let Some(first) = parts.next().unwrap().strip_prefix("--- ") {
        write_file(root, &format!("{first}\n"));
    }
    parts.for_each(|part| write_file(root, &format!("{part}\n")));
}

fn write_file(root: &Path, part: &str) {
    let (path, text) = part.split_once('\n').unwrap();
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

pub fn options() -> ServerOptions {
    let shown = true;
    ServerOptions {
        check: CheckOptions {
            default_theme: &DEFAULT_THEME,
            signature_verifier: None,
            build: "a test",
            today: Arc::new(|| Day::parse(TODAY).unwrap()),
            include: IncludeUnpublished { drafts: shown, future: shown, expired: shown },
            settings: None,
        },
        root: None,
        rule_page: |_| "# a rule\n\nWhat it finds.\n",
    }
}

impl Editor {
    /// An editor with this site, whose server is ready and has published its first findings.
    pub fn new(site: &str) -> Self {
        Self::with_capabilities(site, json!({}))
    }

    pub fn with_capabilities(site: &str, capabilities: Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        write_site(folder.path(), site);
        Self::in_folder(folder, capabilities)
    }

    pub fn in_folder(folder: TempDir, capabilities: Value) -> Self {
        let (client, server) = Connection::memory();
        let server = std::thread::spawn(move || serve(&server, options()));
        let mut editor = Self {
            folder,
            connection: Some(client),
            server: Some(server),
            next_request: 0,
            versions: BTreeMap::new(),
            diagnostics: BTreeMap::new(),
            capabilities: Value::Null,
        };
        let root = editor.uri("");
        let folders = json!([{"uri": root, "name": "site"}]);
        let params = json!({"processId": null, "capabilities": capabilities, "workspaceFolders": folders});
        editor.capabilities = editor.request("initialize", params).unwrap()["capabilities"].clone();
        editor.notify("initialized", json!({}));
        editor
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().to_path_buf()
    }

    pub fn uri(&self, file: &str) -> String {
        let path = if file.is_empty() { self.root() } else { self.root().join(file) };
        url::Url::from_file_path(path).unwrap().to_string()
    }

    pub fn send(&self, message: impl Into<Message>) {
        self.connection.as_ref().unwrap().sender.send(message.into()).unwrap();
    }

    pub fn notify(&self, method: &str, params: Value) {
        self.send(Notification::new(method.to_owned(), params));
    }

    /// The result of a request, or the message of its error.
    pub fn request(&mut self, method: &str, params: Value) -> Result<Value, String> {
        self.next_request += 1;
        let id = RequestId::from(self.next_request);
        self.send(Request::new(id.clone(), method.to_owned(), params));
        loop {
            match self.receive() {
                Message::Response(Response { id: answered, response_result }) if answered == id => {
                    return response_result.map_err(|error| error.message);
                }
                message => self.note(message),
            }
        }
    }

    pub fn receive(&self) -> Message {
        self.connection.as_ref().unwrap().receiver.recv_timeout(PATIENCE).expect("the server says something")
    }

    fn note(&mut self, message: Message) {
        if let Message::Notification(notification) = message
            && notification.method == "textDocument/publishDiagnostics"
        {
            let uri = notification.params["uri"].as_str().unwrap();
            let file = uri.strip_prefix(&format!("{}/", self.uri(""))).unwrap().to_owned();
            let diagnostics = notification.params["diagnostics"].as_array().unwrap().clone();
            self.diagnostics.insert(file, diagnostics);
        }
    }

    pub fn text(&self, file: &str) -> String {
        std::fs::read_to_string(self.root().join(file)).unwrap()
    }

    /// Opens a file with the text that it has on the disk.
    pub fn open(&mut self, file: &str) {
        self.open_with(file, &self.text(file));
    }

    pub fn open_with(&mut self, file: &str, text: &str) {
        self.versions.insert(file.to_owned(), 1);
        let document = json!({"uri": self.uri(file), "languageId": "markdown", "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    pub fn change(&mut self, file: &str, changes: Value) {
        let version = self.versions.get_mut(file).unwrap();
        *version += 1;
        let document =
            json!({"uri": url::Url::from_file_path(self.folder.path().join(file)).unwrap(), "version": *version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    /// Replaces the whole text of an open file.
    pub fn retype(&mut self, file: &str, text: &str) {
        self.change(file, json!([{"text": text}]));
    }

    pub fn close(&mut self, file: &str) {
        self.notify("textDocument/didClose", json!({"textDocument": {"uri": self.uri(file)}}));
    }

    /// Waits until a check has seen every change: a request about symbols is answered then, and the findings are published before.
    pub fn settle(&mut self) {
        let _ =
            self.request("textDocument/documentSymbol", json!({"textDocument": {"uri": self.uri("wellpress.yaml")}}));
    }

    /// The findings of a file as `rule start-end`, after all changes.
    pub fn findings(&mut self, file: &str) -> Vec<String> {
        self.settle();
        self.diagnostics.get(file).into_iter().flatten().map(short).collect()
    }

    /// Sends a request about a place in a file, which `text` marks with a bar.
    pub fn at(&mut self, method: &str, file: &str, marked: &str, more: Value) -> Value {
        let offset = marked.find('|').unwrap();
        let text = marked.replacen('|', "", 1);
        if self.versions.contains_key(file) {
            self.retype(file, &text)
        } else {
            self.open_with(file, &text)
        }
        let before = &text[..offset];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let character = before[line_start..].encode_utf16().count();
        let position = json!({"line": before.matches('\n').count(), "character": character});
        let mut params = json!({"textDocument": {"uri": self.uri(file)}, "position": position});
        params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.request(method, params).unwrap()
    }

    /// Ends the connection as an editor does.
    pub fn quit(mut self) -> Ended {
        self.request("shutdown", Value::Null).unwrap();
        self.exit()
    }

    pub fn exit(mut self) -> Ended {
        self.notify("exit", Value::Null);
        self.server.take().unwrap().join().unwrap()
    }

    /// Closes the connection without a word.
    pub fn hang_up(mut self) -> Ended {
        drop(self.connection.take());
        self.server.take().unwrap().join().unwrap()
    }
}

fn short(diagnostic: &Value) -> String {
    let place = |end: &str| {
        let position = &diagnostic["range"][end];
        format!("{}:{}", position["line"], position["character"])
    };
    format!("{} {}-{}", diagnostic["code"].as_str().unwrap(), place("start"), place("end"))
}
