//! [`serve`]: answers one editor. It keeps the open texts, checks each site a moment after the last change, publishes the findings, and
//! hands requests to the modules that answer them.
//!
//! Completion and hover are answered at once, from the text as it is and the site as the last check left it. Requests about places in
//! several files wait for a check that has seen all changes.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, after, never, select, unbounded};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use lsp_types::notification::{self, Notification as _};
use lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, PublishDiagnosticsParams, Uri,
};
use serde::de::DeserializeOwned;

use wellpress_command::invocation::SETTINGS;
use wellpress_diagnostics::Rule;
use wellpress_io::fs::{Disk, Files as _};

use crate::capabilities::{self, Client};
use crate::checker::{self, CheckOptions, Checked};
use crate::documents::Documents;
use crate::findings::{self, Texts};
use crate::requests::{self, Answer};
use crate::site_state::SiteState;
use crate::uris;

/// How long a text has to stay as it is before it is checked: less than a reader notices, and more than lies between two keys.
const PAUSE: Duration = Duration::from_millis(50);

/// What a server needs besides its connection.
#[derive(Clone)]
pub struct ServerOptions {
    /// How sites are checked.
    pub check: CheckOptions,
    /// The root of the only site, if the command line names one.
    pub root: Option<PathBuf>,
    /// The manual's page of a rule, as Markdown.
    pub rule_page: fn(&Rule) -> &'static str,
}

/// How a server ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The editor said `shutdown` and then `exit`, or was gone after it.
    Properly,
    /// The editor said `exit` alone, or was gone.
    Abruptly,
}

/// Answers an editor until it ends the connection.
pub fn serve(connection: &Connection, options: ServerOptions) -> Ended {
    let Some(client) = initialize(connection) else { return Ended::Abruptly };
    let (results, checked) = unbounded();
    let mut server = Server {
        sender: connection.sender.clone(),
        options,
        documents: Documents::default(),
        sites: BTreeMap::new(),
        results,
        timer: never(),
        is_timer_set: false,
        is_shut_down: false,
        is_editor_gone: Cell::new(false),
        client,
    };
    server.open_workspace();
    server.run(&connection.receiver, &checked)
}

/// Answers `initialize`. `None` if the editor ends the connection instead.
fn initialize(connection: &Connection) -> Option<Client> {
    loop {
        let (id, params) = connection.initialize_start().ok()?;
        match serde_json::from_value(params) {
            Ok(params) => {
                let client = Client::new(&params);
                let result = capabilities::result(&client);
                connection.sender.send(Response::new_ok(id, result).into()).ok()?;
                return Some(client);
            }
            Err(error) => {
                let answer = Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string());
                connection.sender.send(answer.into()).ok()?;
            }
        }
    }
}

struct Server {
    sender: Sender<Message>,
    options: ServerOptions,
    client: Client,
    documents: Documents,
    /// The sites by their roots.
    sites: BTreeMap<PathBuf, SiteState>,
    results: Sender<Checked>,
    /// Fires when the texts have not changed for a while.
    timer: Receiver<Instant>,
    is_timer_set: bool,
    is_shut_down: bool,
    /// What was sent could not be written. The input of an editor that is gone may stay open.
    is_editor_gone: Cell<bool>,
}

impl Server {
    fn run(mut self, messages: &Receiver<Message>, checked: &Receiver<Checked>) -> Ended {
        while !self.is_editor_gone.get() {
            let timer = self.timer.clone();
            select! {
                recv(messages) -> message => match message {
                    Ok(Message::Notification(notification)) if notification.method == notification::Exit::METHOD => {
                        return self.ended();
                    }
                    Ok(message) => self.receive(message),
                    Err(_) => return self.ended(),
                },
                recv(checked) -> checked => if let Ok(checked) = checked { self.take_over(checked) },
                recv(timer) -> _ => {
                    self.timer = never();
                    self.is_timer_set = false;
                    self.start_checks();
                }
            }
        }
        self.ended()
    }

    fn ended(&self) -> Ended {
        if self.is_shut_down { Ended::Properly } else { Ended::Abruptly }
    }

    fn send(&self, message: impl Into<Message>) {
        if self.sender.send(message.into()).is_err() {
            self.is_editor_gone.set(true);
        }
    }

    fn receive(&mut self, message: Message) {
        match message {
            Message::Request(request) => self.request(request),
            Message::Notification(notification) => self.notification(notification),
            Message::Response(_) => {}
        }
    }

    fn request(&mut self, request: Request) {
        if self.is_shut_down {
            let message = "the server is shut down".to_owned();
            return self.send(Response::new_err(request.id, ErrorCode::InvalidRequest as i32, message));
        }
        if request.method == "shutdown" {
            self.is_shut_down = true;
            return self.send(Response::new_ok(request.id, ()));
        }
        let needs_check = requests::needs_check(&request.method);
        let site = requests::file_of(&request.params).and_then(|path| self.root_of(&path));
        match site.filter(|_| needs_check).and_then(|root| self.sites.get_mut(&root)) {
            Some(site) if !site.is_settled() => {
                site.defer(request);
                site.start_check(&self.documents);
            }
            _ => self.answer(request),
        }
    }

    fn answer(&self, request: Request) {
        let site = requests::file_of(&request.params).and_then(|path| self.sites.get(&self.root_of(&path)?));
        let answer = Answer {
            site,
            documents: &self.documents,
            client: &self.client,
            rule_page: self.options.rule_page,
            today: (self.options.check.today)(),
        };
        let id = request.id.clone();
        // A fault in one answer must not end the server.
        let response = catch_unwind(AssertUnwindSafe(|| answer.to(request))).unwrap_or_else(|_| {
            Response::new_err(id, ErrorCode::InternalError as i32, "a bug in wellpress".to_owned())
        });
        self.send(response);
    }

    fn notification(&mut self, notification: Notification) {
        match notification.method.as_str() {
            notification::DidOpenTextDocument::METHOD => {
                if let Some(DidOpenTextDocumentParams { text_document }) = params(notification) {
                    let opened = self.documents.open(text_document.uri, text_document.version, text_document.text);
                    self.note_edit(opened);
                }
            }
            notification::DidChangeTextDocument::METHOD => {
                if let Some(DidChangeTextDocumentParams { text_document, content_changes }) = params(notification) {
                    let (uri, version) = (text_document.uri, text_document.version);
                    let changed = self.documents.change(&uri, version, content_changes, self.client.encoding);
                    self.note_edit(changed);
                }
            }
            notification::DidCloseTextDocument::METHOD => {
                if let Some(DidCloseTextDocumentParams { text_document }) = params(notification) {
                    let closed = self.documents.close(&text_document.uri);
                    self.note_edit(closed);
                }
            }
            notification::DidSaveTextDocument::METHOD => {
                if let Some(DidSaveTextDocumentParams { text_document, .. }) = params(notification) {
                    self.note_save(&text_document.uri);
                }
            }
            notification::DidChangeWatchedFiles::METHOD => {
                if let Some(DidChangeWatchedFilesParams { changes }) = params(notification) {
                    changes.iter().for_each(|change| self.note_edit(uris::path_of(&change.uri)));
                }
            }
            // The editor takes requests from here on.
            notification::Initialized::METHOD => self.watch_files(),
            _ => {}
        }
    }

    /// Without a watcher, a save is the moment to look for what other programs have done.
    fn note_save(&mut self, uri: &Uri) {
        let path = uris::path_of(uri);
        let root = path.as_deref().and_then(|path| self.root_of(path));
        if let Some(site) = root.and_then(|root| self.sites.get_mut(&root)).filter(|_| !self.client.watches_files) {
            site.note_unknown_edits();
        }
        self.note_edit(path);
    }

    fn note_edit(&mut self, path: Option<PathBuf>) {
        let Some(path) = path else { return };
        let Some(root) = self.root_of(&path) else { return };
        self.site(root).note_edit(path);
        self.timer = after(PAUSE);
        self.is_timer_set = true;
    }

    /// The site in a folder, which is made if the server has not met it yet.
    fn site(&mut self, root: PathBuf) -> &mut SiteState {
        self.sites.entry(root.clone()).or_insert_with(|| {
            let jobs = checker::start(root.clone(), self.options.check.clone(), self.results.clone());
            SiteState::new(root, jobs)
        })
    }

    /// The root of the site that a file is in: the nearest folder with settings.
    fn root_of(&self, path: &Path) -> Option<PathBuf> {
        if let Some(root) = &self.options.root {
            return path.starts_with(root).then(|| root.clone());
        }
        let has_settings = |folder: &Path| {
            self.sites.contains_key(folder) || Disk.exists(&folder.join(SETTINGS)).is_ok_and(|exists| exists)
        };
        path.ancestors().find(|folder| has_settings(folder)).map(Path::to_path_buf)
    }

    fn watch_files(&self) {
        if let Some(request) = capabilities::watch_request(&self.client) {
            self.send(request);
        }
    }

    /// Checks the sites of the workspace, so that their findings are there before a file is opened.
    fn open_workspace(&mut self) {
        for folder in self.client.folders.clone() {
            if let Some(root) = self.root_of(&folder) {
                self.site(root);
            }
        }
        self.start_checks();
    }

    fn start_checks(&mut self) {
        self.sites.values_mut().for_each(|site| site.start_check(&self.documents));
    }

    fn take_over(&mut self, checked: Checked) {
        let Some(site) = self.sites.get_mut(&checked.root) else { return };
        let waiting = site.finish_check(checked);
        let messages = publications(site, self.client.encoding);
        messages.into_iter().for_each(|params| {
            self.send(Notification::new(notification::PublishDiagnostics::METHOD.to_owned(), params));
        });
        waiting.into_iter().for_each(|request| self.answer(request));
        if !self.is_timer_set {
            self.start_checks();
        }
    }
}

/// The diagnostics that the editor does not have yet, or that belong to another version of their text.
fn publications(site: &mut SiteState, encoding: crate::positions::Encoding) -> Vec<PublishDiagnosticsParams> {
    let mut texts = Texts::new(&site.root, &site.documents, encoding);
    let mut current = findings::by_file(&site.report, &mut texts);
    for gone in site.published.keys() {
        current.entry(gone.clone()).or_default();
    }
    let changed = current.iter().filter(|(path, diagnostics)| site.published.get(*path) != Some(diagnostics));
    let publications = changed.filter_map(|(path, diagnostics)| {
        let document = site.documents.get(path);
        let uri = document.map(|document| document.uri.clone()).or_else(|| uris::uri_of(path))?;
        let version = document.map(|document| document.version);
        Some(PublishDiagnosticsParams { uri, diagnostics: diagnostics.clone(), version })
    });
    let publications = publications.collect();
    current.retain(|_, diagnostics| !diagnostics.is_empty());
    site.published = current;
    publications
}

/// The parameters of a notification; `None` if they are malformed, as a notification has no answer that could say so.
fn params<P: DeserializeOwned>(notification: Notification) -> Option<P> {
    serde_json::from_value(notification.params).ok()
}
