//! [`Standing`]: how the sources stood when a site was built, so that the next build can tell at once that nothing
//! changed.
//!
//! Sources are told apart by what the disk says of them, not by their bytes. A file that changed less than two seconds
//! before it was read may change again without showing it, so a build that met one leaves nothing behind.

use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use blake3::Hash;
use serde::{Deserialize, Serialize};

use wellpress_diagnostics::{Packed, Report};
use wellpress_io::cache::{CacheNote, Fingerprint, FingerprintBuilder};
use wellpress_io::fs::{Files, FsEntry};
use wellpress_render::RenderSummary;
use wellpress_site::config::Config;

use crate::emit::Emitted;
use crate::search::Indexed;

use super::{Built, Counts, Made, Request};

/// A site that was built, by its sources and its output.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Standing<'a> {
    /// How the sources stood.
    pub sources: Fingerprint,
    /// Files beyond the folders of the sources, which count among them.
    pub named: Vec<String>,
    /// From which day on, and before which, the same would have come of them.
    pub days: (i32, i32),
    /// The hash of the output's list of files.
    pub list: Hash,
    /// How many there are.
    pub files: usize,
    /// What was found.
    pub report: Packed<'a>,
    /// What there is.
    pub counts: Counts,
    /// How many pages.
    pub pages: usize,
}

impl<'a> Standing<'a> {
    /// Of a site that was built, if its sources can be told by what the disk says of them. `survey` was taken before they
    /// were read, and a file was made at `began`.
    pub fn new(
        files: &dyn Files,
        config: &Config,
        (survey, began): (Survey, SystemTime),
        made: &'a Made,
        emitted: &Emitted,
    ) -> Option<Self> {
        let survey = survey.with(files, config, &made.named).ok()?;
        survey.is_settled(began).then(|| Self {
            sources: survey.fingerprint(),
            named: made.named.clone(),
            days: config.options.clock.same(),
            list: emitted.list,
            files: emitted.written + emitted.kept,
            report: Packed::new(made.report.findings()),
            counts: made.counts,
            pages: made.rendered.pages,
        })
    }

    /// Whether the sources and the day are such that a build would give the same again.
    pub fn holds(&self, files: &dyn Files, config: &Config, survey: &Survey) -> bool {
        let survey = survey.clone().with(files, config, &self.named);
        survey.is_ok_and(|survey| survey.fingerprint() == self.sources) && config.options.clock.is_within(self.days)
    }

    /// As if it had been built just now.
    pub fn into_built(self, notes: Vec<CacheNote>) -> Built {
        let rendered = RenderSummary { pages: self.pages, ..RenderSummary::default() };
        let made = Made {
            report: Report::new(self.report.unpack()),
            counts: self.counts,
            rendered,
            indexed: Indexed::default(),
            named: self.named,
        };
        Built { made, emitted: Emitted { list: self.list, written: 0, kept: self.files, replaced: false }, notes }
    }
}

/// How the sources stand now.
#[derive(Debug, Clone)]
pub(super) struct Survey {
    mixer: FingerprintBuilder,
    newest: Option<SystemTime>,
}

/// The folders of a site's sources.
pub(super) const FOLDERS: [&str; 3] = ["content", "static", "themes"];

impl Survey {
    /// Looks at every source in its folders, and reads none.
    pub fn take(files: &dyn Files, request: &Request<'_>) -> io::Result<Self> {
        let options = &request.options;
        let include = options.include;
        let mut mixer = FingerprintBuilder::new("sources").with((&request.root, &options.output, &options.base_url));
        mixer.add((include.drafts, include.future, include.expired, request.strictness, options.index));
        let mut survey = Self { mixer, newest: None };
        survey.add(&[files.entry(&request.settings)?]);
        for folder in FOLDERS {
            let folder = request.root.join(folder);
            if files.exists(&folder)? {
                survey.add(&files.walk(&folder)?);
            }
        }
        Ok(survey)
    }

    /// Looks at the files that the settings and the pages name as well, which may be anywhere.
    fn with(mut self, files: &dyn Files, config: &Config, named: &[String]) -> io::Result<Self> {
        for path in named {
            self.add(&[files.entry(&config.root.join(path))?]);
        }
        Ok(self)
    }

    fn fingerprint(&self) -> Fingerprint {
        self.mixer.fingerprint()
    }

    /// Whether every source was left alone for a while before a file was made at `began`.
    fn is_settled(&self, began: SystemTime) -> bool {
        match (self.newest, began.checked_sub(Duration::from_secs(2))) {
            (Some(newest), Some(limit)) => newest < limit,
            _ => false,
        }
    }

    fn add(&mut self, entries: &[FsEntry]) {
        for FsEntry { path, kind, size, modified, identity } in entries {
            let since = modified.and_then(|modified| modified.duration_since(SystemTime::UNIX_EPOCH).ok());
            self.mixer.add((path_bytes(path), kind, size, since, identity));
        }
        self.newest = self.newest.max(entries.iter().filter_map(|entry| entry.modified).max());
        self.mixer.add(entries.len());
    }
}

/// Hashing a path part by part would take longer than asking the disk for it.
fn path_bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}
