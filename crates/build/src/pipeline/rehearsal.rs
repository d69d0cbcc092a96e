//! [`rehearse`]: what a build would put into the output, without writing anything. The sources may have an edit that is not on the disk.
//!
//! It keeps the bytes of those files which the output folder lacks, so that a part of the site can be published although the site as a
//! whole cannot be built. Which findings forbid that is left to the caller.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use wellpress_io::artifact::{Artifact, ArtifactContent, PublishedFile, Sink, SinkError, SitePath};
use wellpress_io::fs::Files;

use crate::emit::{self, OldTree, Strays};

use super::check_site::check_site;
use super::error::Error;
use super::outcome::{CheckedSite, Outcome};
use super::provenance::{self, LastBuild, Objection};
use super::render_site::{RenderCache, render_in_spite_of_findings};
use super::request::Request;
use super::run_context::RunContext;
use super::session::Start;
use super::settings::{Loaded, load_settings};

/// A site as a build would write it.
#[derive(Debug)]
pub struct Rehearsal {
    /// All files, sorted by path.
    pub files: Vec<PublishedFile>,
    /// The bytes of the files that the output folder does not have.
    pub made: BTreeMap<SitePath, Vec<u8>>,
    /// Why the site is not for readers.
    pub objections: Vec<Objection>,
}

/// Renders the site as a build does, reuses what the output folder has, and writes nothing there. `look` sees the site before, and says
/// whether to go on in spite of its findings.
///
/// # Errors
/// See [`enum@Error`].
pub fn rehearse(
    files: &dyn Files,
    request: &Request<'_>,
    look: impl FnOnce(&CheckedSite<'_>) -> bool,
) -> Result<Outcome<Rehearsal>, Error> {
    let Loaded { config, house_rules } = match load_settings(files, request)? {
        Outcome::Done(loaded) => loaded,
        Outcome::Stopped(report) => return Ok(Outcome::Stopped(report)),
    };
    let run = RunContext { files, request, config: &config, house_rules: &house_rules };
    let options = super::emit_options(run, Strays::Refuse);
    let output = emit::built_tree(files, &config.options.output, &options)?;
    let sink = RehearsalSink { files, output, published: Mutex::default(), made: Mutex::default() };
    let mut notes = Vec::new();
    let cached = RenderCache::load(run, &mut notes);
    let start = Start::with_cache(run, &request.cache.read_only(), &mut notes)?;
    let rendered = check_site(run, start, None, |site| match look(&site) {
        true => render_in_spite_of_findings(run, site, &cached, &sink),
        false => Ok(Outcome::Stopped(site.report)),
    })?;
    let site = match rendered {
        Outcome::Done(site) => site,
        Outcome::Stopped(report) => return Ok(Outcome::Stopped(report)),
    };
    provenance::put_build_info(run.config, &site, &sink)?;
    let objections = provenance::objections_to(&LastBuild::of(run.config, &site.report));
    let (files, made) = sink.into_files();
    Ok(Outcome::Done(Rehearsal { files, made, objections }))
}

/// A sink that keeps the bytes of what the output folder does not have.
struct RehearsalSink<'a> {
    files: &'a dyn Files,
    output: OldTree,
    published: Mutex<Vec<PublishedFile>>,
    made: Mutex<BTreeMap<SitePath, Vec<u8>>>,
}

impl RehearsalSink<'_> {
    fn into_files(self) -> (Vec<PublishedFile>, BTreeMap<SitePath, Vec<u8>>) {
        let mut published = self.published.into_inner().unwrap_or_else(PoisonError::into_inner);
        published.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        (published, self.made.into_inner().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Sink for RehearsalSink<'_> {
    fn put(&self, artifact: Artifact<'_>) -> Result<PublishedFile, SinkError> {
        let path = artifact.path;
        let bytes = match artifact.content {
            ArtifactContent::Bytes(bytes) => bytes.into_owned(),
            ArtifactContent::CopyOf(source) => {
                self.files.read(&source).map_err(|error| SinkError::unread(source, error))?
            }
            ArtifactContent::Deferred(deferred) => {
                deferred.make(self.files).map_err(|error| SinkError::unwritten(path.as_str().into(), error))?
            }
        };
        let file = PublishedFile::of(path, &bytes);
        if !self.reuse(std::slice::from_ref(&file)) {
            self.published.lock().unwrap_or_else(PoisonError::into_inner).push(file.clone());
            self.made.lock().unwrap_or_else(PoisonError::into_inner).insert(file.path.clone(), bytes);
        }
        Ok(file)
    }

    fn reuse(&self, files: &[PublishedFile]) -> bool {
        let has_all = files.iter().all(|file| self.output.has(file));
        if has_all {
            self.published.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(files);
        }
        has_all
    }
}
