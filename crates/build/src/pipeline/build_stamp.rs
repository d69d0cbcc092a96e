//! [`BuildStamp`]: fingerprints of the sources and the output at the end of a build, by which the next build finds out in
//! milliseconds that nothing changed.
//!
//! Sources are compared by their metadata on the disk (size, date, identity), not by their bytes: a build that has nothing
//! to do reads no source. A file that changed less than two seconds before it was read may change again with the same date,
//! so a build that met such a file leaves no stamp.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use blake3::Hash;
use serde::{Deserialize, Serialize};

use wellpress_diagnostics::{PackedFindings, Report};
use wellpress_foundation::Day;
use wellpress_io::cache::{CacheFile, Fingerprint, FingerprintBuilder};
use wellpress_io::fs::{Files, FsEntry, absolute, openable};
use wellpress_render::{RenderSummary, sheet};
use wellpress_search::IndexResult;
use wellpress_site::config::{Config, VERSION_FILE};
use wellpress_site::discover::walk_root;

use crate::emit::{Claim, EmitError, Emitted, Emitter};

use super::outcome::{BuiltSite, Counts, RenderedSite};
use super::request::Request;
use super::run_context::RunContext;

const FILE: &str = "build_stamp.pack";

/// The folders of a site's sources beside its content, below its root.
const OTHER_SOURCES: [&str; 4] = ["data", "rules", "static", "themes"];

/// The folders of a site's sources. The root is none of them, even if it has the content.
#[must_use]
pub fn source_folders(config: &Config) -> Vec<PathBuf> {
    let content = (!config.content_folder().is_root()).then(|| config.content_path());
    content.into_iter().chain(OTHER_SOURCES.map(|folder| config.root.join(folder))).collect()
}

/// Whether a path is a source of a site, or is where one would be.
#[must_use]
pub fn is_source(files: &dyn Files, config: &Config, path: &Path) -> bool {
    let real = |path: &Path| absolute(files, path).ok();
    let root = openable(&config.root);
    let (Some(path), Some(root)) = (real(path), real(root)) else { return false };
    let below_root = path.strip_prefix(&root).ok().and_then(Path::to_str).map(|path| path.replace('\\', "/"));
    let is_content = below_root.is_some_and(|path| config.content_folder().below(&path).is_some());
    is_content || source_folders(config).iter().filter_map(|folder| real(folder)).any(|folder| path.starts_with(folder))
}

/// The fingerprints of a published site, with everything that a build prints about it: if the stamp matches the disk, the next
/// build returns its content and no stage runs. It matches on the same day, if the sources have the same metadata and the output
/// is untouched.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct BuildStamp<'a> {
    /// The fingerprint of the [`SourceStats`], including the referenced files.
    sources: Fingerprint,
    /// See [`RenderedSite::referenced_files`]; they may lie outside the source folders.
    referenced_files: Vec<String>,
    /// The day of the build: on another one a page may expire or a review fall due.
    day: Day,
    /// The hash of the output's manifest.
    manifest: Hash,
    output_files: usize,
    report: PackedFindings<'a>,
    counts: Counts,
    pages: usize,
    sheets_without_pdf: usize,
    books_missing: usize,
}

/// The result of comparing the stamp with the disk.
pub(super) enum OutputState<'a> {
    /// The stamp of the last build matches: there is nothing to do.
    UpToDate(BuildStamp<'static>),
    /// The site has to be built into this emitter.
    Outdated(Emitter<'a>),
}

/// Compares the sources and the claimed output with the stamp of the last build. `stats` is `None` if the metadata of a source
/// could not be read; then the build itself reports why.
pub(super) fn output_state<'a>(
    run: RunContext<'_>,
    claim: Claim<'a>,
    stats: Option<&SourceStats>,
    notes: &mut Vec<String>,
) -> Result<OutputState<'a>, EmitError> {
    let stamp: Option<BuildStamp<'_>> = file(run).load(run.files, notes);
    let Some(stamp) = stamp.filter(|stamp| stats.is_some_and(|stats| stamp.matches_sources(run, stats))) else {
        return Ok(OutputState::Outdated(claim.begin()?));
    };
    if claim.has_untouched_output(stamp.manifest) {
        return Ok(OutputState::UpToDate(stamp));
    }
    // The claim's answer is quick and may be a false no. The emitter inspects the whole output in any case.
    let emitter = claim.begin()?;
    match emitter.has_untouched_output(stamp.manifest) {
        true => Ok(OutputState::UpToDate(stamp)),
        false => Ok(OutputState::Outdated(emitter)),
    }
}

/// Saves the stamp of a site that was published. `stats` were collected before the sources were read, and the output's
/// first file was written at `began`. Without either of them no stamp is saved: it could match a source that was edited during
/// the build.
pub(super) fn save(
    run: RunContext<'_>,
    stats: Option<SourceStats>,
    began: Option<SystemTime>,
    site: &RenderedSite,
    emitted: &Emitted,
    notes: &mut Vec<String>,
) {
    let stats = stats.and_then(|stats| stats.with_files(run, &site.referenced_files).ok());
    let Some(stats) = stats.filter(|stats| began.is_some_and(|began| stats.is_unchanged_before(began))) else { return };
    let stamp = BuildStamp::new(run.config, &stats, site, emitted);
    file(run).save(run.files, &stamp, notes);
}

/// The stamp of other settings is ignored: a finding of a house rule that is gone could not be read.
fn file<'a>(run: RunContext<'a>) -> CacheFile<'a> {
    CacheFile::new(&run.request.cache, FILE).of_inputs(run.config.fingerprint())
}

impl<'a> BuildStamp<'a> {
    fn new(config: &Config, stats: &SourceStats, site: &'a RenderedSite, emitted: &Emitted) -> Self {
        Self {
            sources: stats.fingerprint(),
            referenced_files: site.referenced_files.clone(),
            day: config.options.clock.today(),
            manifest: emitted.manifest,
            output_files: emitted.written + emitted.kept,
            report: PackedFindings::new(site.report.findings()),
            counts: site.counts,
            pages: site.rendered.pages,
            sheets_without_pdf: site.rendered.sheets_without_pdf,
            books_missing: site.rendered.books_missing,
        }
    }

    /// Whether these sources give the same site today.
    fn matches_sources(&self, run: RunContext<'_>, stats: &SourceStats) -> bool {
        let stats = stats.clone().with_files(run, &self.referenced_files);
        stats.is_ok_and(|stats| stats.fingerprint() == self.sources) && self.day == run.config.options.clock.today()
    }

    /// The result of a build in which every file is unchanged.
    pub fn into_built_site(self, notes: Vec<String>) -> BuiltSite {
        let site = RenderedSite {
            report: Report::new(self.report.unpack()),
            counts: self.counts,
            rendered: RenderSummary {
                pages: self.pages,
                sheets_without_pdf: self.sheets_without_pdf,
                books_missing: self.books_missing,
                ..RenderSummary::default()
            },
            index: IndexResult::default(),
            referenced_files: self.referenced_files,
            notice_lists: Vec::new(),
        };
        let emitted = Emitted { manifest: self.manifest, written: 0, kept: self.output_files, replaced: false };
        BuiltSite { site, emitted, notes, gone_pages: Vec::new() }
    }
}

/// The metadata of all sources, mixed into one fingerprint.
#[derive(Debug, Clone)]
pub(super) struct SourceStats {
    fingerprint: FingerprintBuilder,
    /// The latest date of a source.
    newest: Option<SystemTime>,
}

impl SourceStats {
    /// Collects the metadata of the settings, of every file in the source folders and of printed sheets, and reads no file. The choices of the
    /// command line are mixed in as well, because the output depends on them.
    pub fn collect(files: &dyn Files, request: &Request<'_>, config: &Config) -> io::Result<Self> {
        let options = &request.options;
        let include = options.include;
        let mut fingerprint =
            FingerprintBuilder::new("sources").with((&request.root, &options.output, &options.base_url));
        fingerprint.add((include.drafts, include.future, include.expired, request.failing_severity, options.index));
        let mut stats = Self { fingerprint, newest: None };
        stats.add(&[files.entry(&request.settings)?]);
        let version_file = request.root.join(VERSION_FILE);
        if files.exists(&version_file)? {
            stats.add(&[files.entry(&version_file)?]);
        }
        // The PDF files of sheets become a part of the site.
        if config.content_folder().is_root() {
            stats.add(&walk_root(files, config)?);
        }
        for folder in source_folders(config).into_iter().chain([request.cache.folder.join(sheet::FOLDER)]) {
            if files.exists(&folder)? {
                stats.add(&files.walk(&folder)?);
            }
        }
        Ok(stats)
    }

    /// Adds the files at these paths below the root, which need not be in a source folder, nor exist.
    fn with_files(mut self, run: RunContext<'_>, paths: &[String]) -> io::Result<Self> {
        for path in paths.iter().map(|path| run.config.root.join(path)) {
            let entry = if run.files.exists(&path)? { Some(run.files.entry(&path)?) } else { None };
            self.add(entry.as_slice());
        }
        Ok(self)
    }

    fn fingerprint(&self) -> Fingerprint {
        self.fingerprint.fingerprint()
    }

    /// Whether no source changed within two seconds before `began`: FAT, the coarsest file system in use, records dates in steps
    /// of two seconds, so a later edit could have the same date.
    fn is_unchanged_before(&self, began: SystemTime) -> bool {
        match (self.newest, began.checked_sub(Duration::from_secs(2))) {
            (Some(newest), Some(limit)) => newest < limit,
            _ => false,
        }
    }

    fn add(&mut self, entries: &[FsEntry]) {
        for FsEntry { path, kind, size, modified, identity } in entries {
            let modified = modified.and_then(|modified| modified.duration_since(SystemTime::UNIX_EPOCH).ok());
            self.fingerprint.add((path_bytes(path), kind, size, modified, identity));
        }
        self.newest = self.newest.max(entries.iter().filter_map(|entry| entry.modified).max());
        // Separates the entries of this folder from those of the next.
        self.fingerprint.add(entries.len());
    }
}

/// The bytes of a path. Hashing a [`Path`] itself goes component by component, which takes longer than reading its metadata.
fn path_bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}
