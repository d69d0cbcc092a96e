//! [`is_outdated`]: whether the sources would give another site than the one in the output folder.
//!
//! The answer comes from contents: `build-info.json` has the fingerprint of all that the site was rendered from, and the pages are
//! checked and fingerprinted again, with the cache of the last build. Dates of files would be wrong wherever a repository was
//! checked out or an output was restored.

use wellpress_io::artifact::{Artifact, ArtifactContent, PublishedFile, Sink, SinkError};
use wellpress_io::fs::Files;
use wellpress_site::config::{BuildOptions, IncludeUnpublished, SearchIndex};

use super::check_site::check_site;
use super::outcome::Outcome;
use super::provenance::LastBuild;
use super::render_site::{RenderCache, render_site};
use super::request::{Request, Unobserved};
use super::run_context::RunContext;
use super::session::Start;
use super::settings::{Loaded, load_settings};

/// Whether a build would now give another site than the one in the output folder. False if that cannot be told: without build info,
/// without sources, or without the cache of the build, as in a workflow that only deploys.
#[must_use]
pub fn is_outdated(files: &dyn Files, request: &Request<'_>) -> bool {
    compare(files, request).unwrap_or(false)
}

/// `None` if it cannot be told.
fn compare(files: &dyn Files, request: &Request<'_>) -> Option<bool> {
    let last_build = LastBuild::read(files, &request.options.output)?;
    // The output may have been built for another address or with drafts: what counts is what changed since.
    let [drafts, future, expired] = ["drafts", "future", "expired"].map(|name| last_build.has(name));
    let options = BuildOptions {
        base_url: Some(last_build.base_url.clone()),
        include: IncludeUnpublished { drafts, future, expired },
        index: SearchIndex::Skip,
        ..request.options.clone()
    };
    let request = Request {
        root: request.root.clone(),
        settings: request.settings.clone(),
        options,
        default_theme: request.default_theme,
        signature_verifier: request.signature_verifier,
        failing_severity: request.failing_severity,
        cache: request.cache.read_only(),
        observer: &Unobserved,
    };
    let Loaded { config, house_rules } = load_settings(files, &request).ok()?.done()?;
    let run = RunContext { files, request: &request, config: &config, house_rules: &house_rules };
    let mut notes = Vec::new();
    let cached = RenderCache::load(run, &mut notes);
    if cached.records.is_empty() {
        return None;
    }
    let start = Start::with_cache(run, &request.cache, &mut notes).ok()?;
    let sink = HashingSink { files };
    let rendered = check_site(run, start, None, |site| render_site(run, site, &cached, &sink));
    match rendered.ok()? {
        Outcome::Done(site) => Some(site.rendered.input.to_string() != last_build.input),
        // The site was built before, so its mistakes are new.
        Outcome::Stopped(_) => Some(true),
    }
}

/// A sink that stores nothing and tells the truth about the files, since their hashes are a part of the fingerprint of a site.
/// It has every file of the last build.
struct HashingSink<'a> {
    files: &'a dyn Files,
}

impl Sink for HashingSink<'_> {
    fn put(&self, artifact: Artifact<'_>) -> Result<PublishedFile, SinkError> {
        let Artifact { path, content } = artifact;
        match content {
            ArtifactContent::Bytes(bytes) => Ok(PublishedFile::of(path, &bytes)),
            ArtifactContent::Deferred(deferred) => match deferred.make(self.files) {
                Ok(bytes) => Ok(PublishedFile::of(path, &bytes)),
                Err(error) => Err(SinkError::unwritten(path.as_str().into(), error)),
            },
            ArtifactContent::CopyOf(source) => {
                let mut hasher = blake3::Hasher::new();
                let hash_result = self.files.open(&source).and_then(|file| hasher.update_reader(file).map(|_| ()));
                hash_result.map_err(|error| SinkError::unread(source.clone(), error))?;
                Ok(PublishedFile { path, hash: hasher.finalize(), size: hasher.count() })
            }
        }
    }

    fn reuse(&self, _files: &[PublishedFile]) -> bool {
        true
    }
}
