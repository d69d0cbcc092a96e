//! What a site was made of, for whoever has to account for it: `build-info.json` beside the pages, and the list of all
//! source files with their hashes. Neither holds a time or a place, so that one input gives one text.

use std::path::Path;

use blake3::Hash;
use rayon::prelude::*;
use serde::Serialize;

use wellpress_io::artifact::{Artifact, ArtifactContent, Sink, SitePath};
use wellpress_io::fs::{EntryKind, Files, relative_display, slashed};
use wellpress_site::config::{Config, Include};
use wellpress_site::discover;
use wellpress_site::resolve::citations::{LIST_STYLE, MARKS_STYLE};

use super::standing::FOLDERS;
use super::{Counts, Error, Made, Request};

/// Where the site says what it was made of and by what.
const BUILD_INFO: &str = "build-info.json";

/// What made a site, and a name for all that it was made of.
#[derive(Serialize)]
struct BuildInfo<'a> {
    generator: Generator,
    base_url: String,
    theme: &'a str,
    citation_style: &'a str,
    marks_style: &'a str,
    /// The same for the same content, settings and theme, whatever machine or day.
    input: String,
    /// Which pages it has beside those that are public: `drafts`, `future`, `expired`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    includes: Vec<&'static str>,
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Serialize)]
struct Generator {
    name: &'static str,
    version: &'static str,
}

fn includes(include: Include) -> Vec<&'static str> {
    let all = [(include.drafts, "drafts"), (include.future, "future"), (include.expired, "expired")];
    all.into_iter().filter_map(|(is_in, name)| is_in.then_some(name)).collect()
}

/// The flags that the site in the folder `output` was built with although they bring in pages that are not public.
#[must_use]
pub fn included(files: &dyn Files, output: &Path) -> Vec<String> {
    let info = files.read(&output.join(BUILD_INFO)).ok();
    let info: Option<serde_json::Value> = info.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let names = info.as_ref().and_then(|info| info["includes"].as_array()).into_iter().flatten();
    names.filter_map(|name| name.as_str()).map(|name| format!("--{name}")).collect()
}

/// Puts `build-info.json` beside the pages.
pub(super) fn put_build_info(config: &Config, made: &Made, sink: &dyn Sink) -> Result<(), Error> {
    let citations = &config.settings.citations;
    let info = BuildInfo {
        generator: Generator { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        base_url: format!("{}{}", config.base.origin, config.base.path),
        theme: &config.settings.theme.value,
        citation_style: citations.style.as_ref().map_or(LIST_STYLE, |style| &style.value),
        marks_style: citations.marks_style.as_ref().map_or(MARKS_STYLE, |style| &style.value),
        input: made.rendered.input.to_string(),
        includes: includes(config.options.include),
        counts: made.counts,
    };
    let mut text = serde_json::to_vec_pretty(&info).expect("names and numbers are always JSON");
    text.push(b'\n');
    let path = SitePath::new(BUILD_INFO).ok_or_else(|| Error::Path(BUILD_INFO.to_owned()))?;
    sink.put(Artifact { path, content: ArtifactContent::Bytes(text.into()) })?;
    Ok(())
}

/// A file that a site is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Relative to the root, with `/`.
    pub path: String,
    /// The BLAKE3 hash of its bytes.
    pub hash: Hash,
}

/// Every file that the site is made of, by path: its settings, what is in the folders of its sources and not passed over,
/// and `named`, which the settings and the pages name.
///
/// # Errors
/// When one cannot be read.
pub fn sources(files: &dyn Files, request: &Request<'_>, named: &[String]) -> Result<Vec<SourceFile>, Error> {
    let mut paths: Vec<String> = named.to_vec();
    paths.push(relative_display(&request.root, &request.settings));
    for folder in FOLDERS {
        let place = request.root.join(folder);
        let failed = |source| Error::Read { path: place.clone(), source };
        if files.exists(&place).map_err(failed)? {
            let entries = files.walk(&place).map_err(failed)?.into_iter();
            let found = entries.filter(|entry| entry.kind == EntryKind::File);
            let found = found.map(|entry| slashed(&entry.path));
            paths.extend(found.filter(|path| !discover::is_left_out(path)).map(|path| format!("{folder}/{path}")));
        }
    }
    paths.sort_unstable();
    paths.dedup();
    let root = &request.root;
    paths.into_par_iter().map(|path| source(files, root, path)).collect()
}

fn source(files: &dyn Files, root: &Path, path: String) -> Result<SourceFile, Error> {
    let place = root.join(&path);
    let failed = |source| Error::Read { path: place.clone(), source };
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(files.open(&place).map_err(failed)?).map_err(failed)?;
    Ok(SourceFile { path, hash: hasher.finalize() })
}
