//! Hands a request to the module that answers it.

use std::path::PathBuf;
use std::str::FromStr as _;

use lsp_server::{ErrorCode, Request, Response};
use lsp_types::Uri;
use serde_json::Value;

use wellpress_diagnostics::Rule;
use wellpress_foundation::Day;

use crate::capabilities::Client;
use crate::documents::Documents;
use crate::site_state::SiteState;
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

impl Answer<'_> {
    /// Answers a request.
    #[must_use]
    pub fn to(&self, request: Request) -> Response {
        let _ = (self.site, self.documents, self.client, self.rule_page, self.today);
        match request.method.as_str() {
            "textDocument/documentSymbol" => Response::new_ok(request.id, serde_json::Value::Null),
            _ => Response::new_err(request.id, ErrorCode::MethodNotFound as i32, format!("no `{}` here", request.method))
        }
    }
}

/// Whether a request is about places that have to be those of the current texts.
#[must_use]
pub fn needs_check(method: &str) -> bool {
    method != "textDocument/completion"
}

/// The file that a request is about.
#[must_use]
pub fn file_of(params: &Value) -> Option<PathBuf> {
    uris::path_of(&Uri::from_str(params.pointer("/textDocument/uri")?.as_str()?).ok()?)
}
