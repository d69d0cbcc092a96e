//! [`FindingsCache`]: the findings of the prose rules on disk, so that the next build applies these rules only to pages whose
//! words changed. They are the slowest rules.

use wellpress_io::cache::CacheFile;
use wellpress_site::check::{EarlierFindings, JudgedPages, ProseFindings};

use super::RunContext;

const FILE: &str = "findings.pack";

/// Reads the findings of an earlier process. A damaged file counts as empty and adds a note.
pub(super) fn load(run: RunContext<'_>, notes: &mut Vec<String>) -> ProseFindings<'static> {
    CacheFile::new(&run.request.cache, FILE).load(run.files, notes).unwrap_or_default()
}

/// The findings of an earlier process, and the means to save those of this one.
pub(super) struct FindingsCache<'a> {
    run: RunContext<'a>,
    loaded: ProseFindings<'static>,
    notes: &'a mut Vec<String>,
}

impl<'a> FindingsCache<'a> {
    /// Reads the cache. A damaged file counts as empty and adds a note.
    pub fn load(run: RunContext<'a>, notes: &'a mut Vec<String>) -> Self {
        let loaded = load(run, notes);
        Self { run, loaded, notes }
    }

    pub fn earlier(&self) -> EarlierFindings<'_> {
        EarlierFindings::Cache(&self.loaded)
    }

    /// Writes the findings of this run, unless the cache has the same ones. They depend on the words alone, so they are saved
    /// before it is known whether the site can be rendered.
    pub fn save(self, judged: &JudgedPages) {
        let findings = judged.prose_findings();
        if !findings.has_same_prose_as(&self.loaded) {
            CacheFile::new(&self.run.request.cache, FILE).save(self.run.files, &findings, self.notes);
        }
    }
}
