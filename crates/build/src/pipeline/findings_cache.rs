//! What the rules found in the words of pages, on disk: the next process judges only pages whose words changed.

use wellpress_check::{JudgedPages, KeptFindings};
use wellpress_io::cache::{CacheFile, CacheLocation};

use super::run_context::RunContext;

const FILE: &str = "findings.pack";

/// Reads the findings of an earlier process. A damaged file counts as empty and adds a note.
pub(super) fn load(run: RunContext<'_>, cache: &CacheLocation, notes: &mut Vec<String>) -> KeptFindings<'static> {
    file(run, cache).load(run.files, notes).unwrap_or_default()
}

/// Saves the findings of this run, unless the cache has the same ones. They do not depend on whether the site can be rendered. A build
/// that goes on says itself that the folder cannot be written.
pub(super) fn save(run: RunContext<'_>, loaded: &KeptFindings<'_>, judged: &JudgedPages) {
    let findings = judged.kept_findings();
    if !findings.has_same_words_as(loaded) {
        file(run, &run.request.cache).save(run.files, &findings, &mut Vec::new());
    }
}

/// The findings of other settings are ignored: one of a house rule that is gone could not be read.
fn file<'a>(run: RunContext<'_>, location: &'a CacheLocation) -> CacheFile<'a> {
    CacheFile::new(location, FILE).of_inputs(run.config.fingerprint())
}
