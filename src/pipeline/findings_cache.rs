//! What the rules found in the words of pages, on disk: the next process judges only pages whose words changed.

use wellpress_io::cache::CacheFile;
use wellpress_site::check::{JudgedPages, KeptFindings};

use super::RunContext;

const FILE: &str = "findings.pack";

/// Reads the findings of an earlier process. A damaged file counts as empty and adds a note.
pub(super) fn load(run: RunContext<'_>, notes: &mut Vec<String>) -> KeptFindings<'static> {
    CacheFile::new(&run.request.cache, FILE).load(run.files, notes).unwrap_or_default()
}

/// Saves the findings of this run, unless the cache has the same ones. They depend on words alone, so they are saved before it is
/// known whether the site can be rendered. That a folder cannot be written is said when the rendered pages are saved.
pub(super) fn save(run: RunContext<'_>, loaded: &KeptFindings<'_>, judged: &JudgedPages) {
    let findings = judged.kept_findings();
    if !findings.has_same_words_as(loaded) {
        CacheFile::new(&run.request.cache, FILE).save(run.files, &findings, &mut Vec::new());
    }
}
