//! Hands a request to the module that answers it, with the place that it is about.

use std::path::PathBuf;
use std::str::FromStr as _;

use lsp_server::{ErrorCode, Request, Response};
use lsp_types::{
    CodeActionParams, CompletionList, GotoDefinitionResponse, Hover, HoverContents, Location as LspLocation,
    MarkupContent, MarkupKind, Position, PrepareRenameResponse, ReferenceParams, RenameParams,
    TextDocumentPositionParams, TextEdit, Uri,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use wellpress_diagnostics::Rule;
use wellpress_foundation::Day;

use crate::actions;
use crate::capabilities::Client;
use crate::completion::CompletionRequest;
use crate::cursor::{self, Cursor, FileForm};
use crate::documents::Documents;
use crate::entities::{Entity, Reader};
use crate::findings::Texts;
use crate::format;
use crate::hover;
use crate::places;
use crate::positions::Text;
use crate::rename;
use crate::site_state::SiteState;
use crate::site_view::SiteView;
use crate::symbols;
use crate::uris;

/// What an answer is made of.
pub struct Answer<'a> {
    /// The site that the request is about; `None` for a file that is in none.
    pub site: Option<&'a SiteState>,
    /// The open texts.
    pub documents: &'a Documents,
    /// The editor.
    pub client: &'a Client,
    /// The manual's page of a rule.
    pub rule_page: fn(&Rule) -> &'static str,
    /// Today.
    pub today: Day,
}

/// A file of a site that a request is about.
pub struct InFile<'a> {
    /// The site.
    pub site: &'a SiteState,
    /// The site as its last check left it.
    pub view: &'a SiteView,
    /// The path of the file, relative to the root.
    pub file: String,
    /// The text of the file, as the editor has it.
    pub text: Text,
    /// What the editor can do.
    pub client: &'a Client,
}

impl InFile<'_> {
    /// Looks ids up as the file would.
    #[must_use]
    pub fn reader(&self) -> Reader<'_> {
        Reader { view: self.view, file: &self.file }
    }

    /// The address of the file, as the editor names it.
    #[must_use]
    pub fn uri(&self) -> Option<Uri> {
        let path = self.site.root.join(&self.file);
        self.site.documents.get(&path).map(|document| document.uri.clone()).or_else(|| uris::uri_of(&path))
    }

    /// The texts of the site.
    #[must_use]
    pub fn texts(&self) -> Texts<'_> {
        Texts::new(&self.site.root, &self.site.documents, self.client.encoding)
    }

    /// The byte at a position, and what stands there.
    #[must_use]
    pub fn cursor(&self, position: Position) -> (usize, Option<Cursor<'_>>) {
        let offset = self.text.offset(position, self.client.encoding);
        (offset, FileForm::of(&self.file).and_then(|form| cursor::at(&self.text, form, offset)))
    }

    /// What stands at a position, or what is defined there.
    #[must_use]
    pub fn entity(&self, position: Position) -> Option<Entity> {
        let (offset, cursor) = self.cursor(position);
        let named = cursor.and_then(|cursor| self.reader().entity(&cursor, &self.text.as_str()[cursor.range.clone()]));
        named.or_else(|| self.defined_at(offset))
    }

    /// The source, the term, the heading or the page whose definition is at a byte.
    fn defined_at(&self, offset: usize) -> Option<Entity> {
        let line = self.text.column_of(offset).0;
        let library = &self.view.site.library;
        let in_file = library.entries().filter(|(_, reference)| *reference.location.file == *self.file);
        let above = in_file.filter(|(_, reference)| reference.location.line <= line);
        if let Some((source, _)) = above.max_by_key(|(_, reference)| reference.location.line) {
            return Some(Entity::Source(source));
        }
        if let Some((id, glossary)) =
            self.view.site.glossaries.entries().find(|(_, glossary)| *glossary.source.path == *self.file)
        {
            let mut terms = glossary.terms.entries().map(|(term, _)| Entity::Term(id, term));
            return terms.find(|term| term.definition(self.view).is_some_and(|place| place.line == line));
        }
        let page = self.view.page(&self.file)?;
        let (source, body) = page.written();
        let heading =
            body.headings.iter().find(|heading| source.locate(body.nodes.at(heading.node.index()).span).line == line);
        if let Some(heading) = heading {
            return Some(Entity::Anchor(page.id, heading.id.to_string()));
        }
        (source.locate(page.title_span).line == line).then_some(Entity::Page(page.id))
    }
}

impl Answer<'_> {
    /// Answers a request.
    #[must_use]
    pub fn to(&self, request: Request) -> Response {
        let Request { id, method, params } = request;
        let result = match method.as_str() {
            "textDocument/completion" => self.completions(params),
            "textDocument/hover" => self.at(params, |file, position| self.hover(file, position)),
            "textDocument/definition" => self.at(params, definition),
            "textDocument/references" => self.references(params),
            "textDocument/documentSymbol" => self.in_file(params, |file| {
                Some(symbols::outline(file.view.text(&file.file)?, &file.text, self.client.encoding))
            }),
            "textDocument/foldingRange" => {
                self.in_file(params, |file| Some(symbols::folds(file.view.text(&file.file)?, &file.text)))
            }
            "textDocument/documentLink" => self.in_file(params, |file| {
                let text = file.view.text(&file.file)?;
                Some(symbols::links(file.reader(), text, &file.text, &file.texts(), self.client.encoding))
            }),
            "textDocument/codeAction" => self.code_actions(params),
            "textDocument/prepareRename" => self.at(params, |file, position| {
                let (range, placeholder) = rename::prepare(file, position)?;
                Some(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder })
            }),
            // For editors that show the preview: the address of a file's page, relative to that of the site.
            "wellpress/address" => {
                self.in_file(params, |file| file.view.page(&file.file).map(|page| page.path.clone()))
            }
            "textDocument/formatting" => self.in_file(params, formatting),
            "textDocument/rename" => self.rename(params),
            _ => {
                let message = format!("no `{method}` here");
                return Response::new_err(id, ErrorCode::MethodNotFound as i32, message);
            }
        };
        match result {
            Ok(result) => Response::new_ok(id, result),
            Err(message) => Response::new_err(id, ErrorCode::InvalidParams as i32, message),
        }
    }

    /// The file of a request; `None` if it is in no site, or the site was never read.
    fn file(&self, uri: &Uri) -> Option<InFile<'_>> {
        let (site, path) = (self.site?, uris::path_of(uri)?);
        let view = site.view.as_ref()?;
        let file = site.relative(&path)?;
        let text = match self.documents.get(&path) {
            Some(document) => document.text.clone(),
            None => Texts::new(&site.root, &site.documents, self.client.encoding).text(&file.as_str().into()),
        };
        Some(InFile { site, view, file, text, client: self.client })
    }

    fn in_file<T: Serialize>(
        &self,
        params: Value,
        answer: impl FnOnce(&InFile<'_>) -> Option<T>,
    ) -> Result<Value, String> {
        let uri: Uri = parsed(params.pointer("/textDocument/uri").cloned().unwrap_or_default())?;
        Ok(json(self.file(&uri).and_then(|file| answer(&file))))
    }

    fn at<T: Serialize>(
        &self,
        params: Value,
        answer: impl FnOnce(&InFile<'_>, Position) -> Option<T>,
    ) -> Result<Value, String> {
        let TextDocumentPositionParams { text_document, position } = parsed(params)?;
        Ok(json(self.file(&text_document.uri).and_then(|file| answer(&file, position))))
    }

    fn completions(&self, params: Value) -> Result<Value, String> {
        if self.site.is_some_and(|site| site.view.is_none()) {
            // Before the site is read nothing is known: the editor asks again with the next letter.
            return Ok(json(CompletionList { is_incomplete: true, items: Vec::new() }));
        }
        self.at(params, |file, position| self.completion(file, position))
    }

    fn completion(&self, file: &InFile<'_>, position: Position) -> Option<CompletionList> {
        let (offset, cursor) = file.cursor(position);
        let request = CompletionRequest {
            reader: file.reader(),
            text: &file.text,
            offset,
            cursor: cursor?,
            client: self.client,
            today: self.today,
        };
        Some(request.answer())
    }

    fn hover(&self, file: &InFile<'_>, position: Position) -> Option<Hover> {
        let (offset, cursor) = file.cursor(position);
        let report = &file.site.report;
        let (range, value) = hover::hover(file.reader(), &file.text, offset, cursor.as_ref(), report, self.rule_page)?;
        let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
        Some(Hover { contents, range: Some(file.text.range(range, self.client.encoding)) })
    }

    fn code_actions(&self, params: Value) -> Result<Value, String> {
        let params: CodeActionParams = parsed(params)?;
        let file = self.file(&params.text_document.uri);
        Ok(json(file.map(|file| actions::actions(&file, &params, self.today))))
    }

    fn rename(&self, params: Value) -> Result<Value, String> {
        let RenameParams { text_document_position: place, new_name, .. } = parsed(params)?;
        let file = self.file(&place.text_document.uri).ok_or("the file is in no site")?;
        rename::rename(&file, place.position, &new_name).map(json)
    }

    fn references(&self, params: Value) -> Result<Value, String> {
        let ReferenceParams {
            text_document_position: TextDocumentPositionParams { text_document, position },
            context,
            ..
        } = parsed(params)?;
        Ok(json(self.file(&text_document.uri).and_then(|file| {
            let entity = file.entity(position)?;
            let definition = entity.definition(file.view).filter(|_| context.include_declaration);
            let mut texts = file.texts();
            let mentions = places::mentions(file.view, &entity).into_iter().map(|mention| mention.location());
            let places = definition.into_iter().chain(mentions);
            Some(places.filter_map(|place| texts.location(&place)).collect::<Vec<LspLocation>>())
        })))
    }
}

fn definition(file: &InFile<'_>, position: Position) -> Option<GotoDefinitionResponse> {
    let (_, cursor) = file.cursor(position);
    let cursor = cursor?;
    let entity = file.reader().entity(&cursor, &file.text.as_str()[cursor.range.clone()])?;
    let place = entity.definition(file.view)?;
    file.texts().location(&place).map(GotoDefinitionResponse::Scalar)
}

/// Only front matter is formatted.
fn formatting(file: &InFile<'_>) -> Option<Vec<TextEdit>> {
    let (range, new_text) = format::front_matter(&file.text).filter(|_| file.file.ends_with(".md"))?;
    Some(vec![TextEdit { range: file.text.range(range, file.client.encoding), new_text }])
}

fn parsed<T: DeserializeOwned>(params: Value) -> Result<T, String> {
    serde_json::from_value(params).map_err(|error| error.to_string())
}

/// The types of the protocol are JSON.
fn json(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// Whether a request is about places that have to be those of the current texts.
#[must_use]
pub fn needs_check(method: &str) -> bool {
    !matches!(method, "textDocument/completion" | "textDocument/hover")
}

/// The file that a request is about.
#[must_use]
pub fn file_of(params: &Value) -> Option<PathBuf> {
    uris::path_of(&Uri::from_str(params.pointer("/textDocument/uri")?.as_str()?).ok()?)
}
