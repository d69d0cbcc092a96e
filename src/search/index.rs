//! Findable things in, the files of one bundle out: what Pagefind makes of them, less what nobody here loads.

use pagefind::api::PagefindIndex;

use wellpress_io::fs::slashed;
use wellpress_render::search_document::SearchDocument;

use super::SearchError;

/// What runs in the browser, beside the modules of each language.
const RUNS: [&str; 2] = ["pagefind.js", "pagefind-worker.js"];

/// Indexes things of one language, in this order; the files by their names, sorted. `is_first` says whether what runs in
/// the browser is among them.
pub(super) fn index(
    things: impl Iterator<Item = SearchDocument>,
    is_first: bool,
) -> Result<Vec<(String, Vec<u8>)>, SearchError> {
    let failed = |error: &dyn std::fmt::Display| SearchError::Index(error.to_string());
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|error| failed(&error))?;
    let indexing = async {
        let mut index = PagefindIndex::new(None)?;
        for SearchDocument { url, html } in things {
            index.add_html_file(None, Some(url), html).await?;
        }
        index.get_files().await
    };
    // Its own type of error is not named: the crate that it is from is none of ours.
    let files = runtime.block_on(indexing).map_err(|error| failed(&error))?;
    let named = files.into_iter().map(|file| (slashed(&file.filename), file.contents));
    let mut files: Vec<(String, Vec<u8>)> = named.filter(|(name, _)| is_needed(name, is_first)).collect();
    leave_one_module(&mut files);
    files.sort_unstable();
    Ok(files)
}

/// Whether the page to search on loads it: not the styles and scripts of other pages to search on.
fn is_needed(name: &str, is_first: bool) -> bool {
    let is_data = name == "pagefind-entry.json" || name.contains(".pf_");
    is_data || is_first && (RUNS.contains(&name) || name.starts_with("wasm."))
}

/// The module that knows no language stands in where there is none for the language.
fn leave_one_module(files: &mut Vec<(String, Vec<u8>)>) {
    const ANY: &str = "wasm.unknown.pagefind";
    if files.iter().any(|(name, _)| name.starts_with("wasm.") && name != ANY) {
        files.retain(|(name, _)| name != ANY);
    }
}
