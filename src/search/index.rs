//! Indexes search documents with Pagefind and returns the files of one bundle, without the files that our search dialog does not
//! load.

use std::fmt;

use pagefind::api::PagefindIndex;

use wellpress_io::fs::slashed;
use wellpress_render::search_document::SearchDocument;

use super::{BundleRuntime, SearchError};

/// The scripts that run in the browser, besides the WebAssembly module of each language.
const RUNTIME_SCRIPTS: [&str; 2] = ["pagefind.js", "pagefind-worker.js"];

/// The WebAssembly module for languages without one of their own.
const LANGUAGE_NEUTRAL_MODULE: &str = "wasm.unknown.pagefind";

/// Indexes documents of one language, in this order. Returns the files by name, sorted.
pub(super) fn index(
    documents: impl Iterator<Item = SearchDocument>,
    runtime: BundleRuntime,
) -> Result<Vec<(String, Vec<u8>)>, SearchError> {
    // Pagefind's API is asynchronous, but does no input or output here, so an executor on this thread is enough.
    let executor = tokio::runtime::Builder::new_current_thread().build().map_err(failed)?;
    let indexing = async {
        let mut index = PagefindIndex::new(None)?;
        for SearchDocument { url, html } in documents {
            index.add_html_file(None, Some(url), html).await?;
        }
        index.get_files().await
    };
    // The error's type cannot be named here: it belongs to a crate that this one does not depend on.
    let files = executor.block_on(indexing).map_err(failed)?;
    let files = files.into_iter().map(|file| (slashed(&file.filename), file.contents));
    let mut files: Vec<(String, Vec<u8>)> = files.filter(|(name, _)| is_needed(name, runtime)).collect();
    keep_one_module(&mut files);
    files.sort_unstable();
    Ok(files)
}

fn failed(error: impl fmt::Display) -> SearchError {
    SearchError::Index(error.to_string())
}

/// Whether our search dialog loads the file. Pagefind also writes the styles and scripts of its own search page.
fn is_needed(name: &str, runtime: BundleRuntime) -> bool {
    let is_data = name == "pagefind-entry.json" || name.contains(".pf_");
    let is_runtime = RUNTIME_SCRIPTS.contains(&name) || name.starts_with("wasm.");
    is_data || (runtime == BundleRuntime::Included && is_runtime)
}

/// Drops the language-neutral module if there is one for the language: it is only a fallback.
fn keep_one_module(files: &mut Vec<(String, Vec<u8>)>) {
    if files.iter().any(|(name, _)| name.starts_with("wasm.") && name != LANGUAGE_NEUTRAL_MODULE) {
        files.retain(|(name, _)| name != LANGUAGE_NEUTRAL_MODULE);
    }
}
