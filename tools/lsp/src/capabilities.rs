//! What the editor can do ([`Client`]), and what the server says that it can do.

use std::path::PathBuf;

use lsp_server::{Request, RequestId};
use lsp_types::request::{RegisterCapability, Request as _};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions,
    DidChangeWatchedFilesRegistrationOptions, DocumentLinkOptions, FileSystemWatcher, FoldingRangeProviderCapability,
    GlobPattern, HoverProviderCapability, InitializeParams, InitializeResult, OneOf, Registration, RegistrationParams,
    RenameOptions, SaveOptions, ServerCapabilities, ServerInfo, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
};

use crate::positions::Encoding;
use crate::uris;

/// The characters behind which an editor asks for completion by itself.
const TRIGGERS: [&str; 11] = ["@", "[", ":", "{", "#", "=", "\"", "(", "/", " ", ","];

/// What the server has to know of its editor.
#[derive(Debug, Clone, Default)]
pub struct Client {
    /// What positions count.
    pub encoding: Encoding,
    /// The folders of the workspace.
    pub folders: Vec<PathBuf>,
    /// Whether the editor tells of changes of files, if it is asked to.
    pub watches_files: bool,
    /// Whether completions may have places to fill in.
    pub has_snippets: bool,
    /// Whether an edit of the workspace may rename files.
    pub renames_files: bool,
}

impl Client {
    /// Reads what an editor says of itself.
    #[must_use]
    pub fn new(params: &InitializeParams) -> Self {
        let capabilities = &params.capabilities;
        let workspace = capabilities.workspace.as_ref();
        let general = capabilities.general.as_ref();
        let known = general.and_then(|general| general.position_encodings.as_deref());
        let watched = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
        let completion = capabilities.text_document.as_ref().and_then(|texts| texts.completion.as_ref());
        let item = completion.and_then(|completion| completion.completion_item.as_ref());
        let edits = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let operations = edits.and_then(|edits| edits.resource_operations.as_deref()).unwrap_or_default();
        Self {
            encoding: Encoding::negotiated(known),
            folders: folders(params),
            watches_files: watched.and_then(|watched| watched.dynamic_registration).unwrap_or(false),
            has_snippets: item.and_then(|item| item.snippet_support).unwrap_or(false),
            renames_files: operations.contains(&lsp_types::ResourceOperationKind::Rename),
        }
    }
}

#[expect(deprecated, reason = "older editors have a root and no folders")]
fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    match &params.workspace_folders {
        Some(folders) => folders.iter().filter_map(|folder| uris::path_of(&folder.uri)).collect(),
        None => params.root_uri.iter().filter_map(uris::path_of).collect(),
    }
}

/// The answer to `initialize`.
#[must_use]
pub fn result(client: &Client) -> InitializeResult {
    InitializeResult {
        capabilities: server_capabilities(client),
        server_info: Some(ServerInfo {
            name: "wellpress".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    }
}

fn server_capabilities(client: &Client) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(client.encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
            ..TextDocumentSyncOptions::default()
        })),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(TRIGGERS.map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: Default::default(),
        }),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, CodeActionKind::REFACTOR_REWRITE]),
            ..CodeActionOptions::default()
        })),
        document_formatting_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: Default::default(),
        })),
        ..ServerCapabilities::default()
    }
}

/// Asks the editor to tell of changes of files, if it can.
#[must_use]
pub fn watch_request(client: &Client) -> Option<Request> {
    // Before the settings are read: the folder of the texts may have any name.
    let folders = ["*.md", "static/**", "themes/**", "data/**", "rules/**", "content/**", "*.{yaml,csl,csv,json,bib}"];
    let watchers = folders
        .map(|folder| FileSystemWatcher { glob_pattern: GlobPattern::String(format!("**/{folder}")), kind: None });
    let options = DidChangeWatchedFilesRegistrationOptions { watchers: watchers.to_vec() };
    let registration = Registration {
        id: "files".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    };
    let params = RegistrationParams { registrations: vec![registration] };
    let id = RequestId::from("files".to_owned());
    client.watches_files.then(|| Request::new(id, RegisterCapability::METHOD.to_owned(), params))
}
