//! Records what a site was built from: `build-info.json` among the published files, and the list of all source files with their
//! hashes for `--sbom`. Neither contains a time or a path of the machine, so the same input gives the same text.

use std::io;
use std::path::Path;

use blake3::Hash;
use rayon::prelude::*;
use serde::Serialize;

use wellpress_io::artifact::{Artifact, ArtifactContent, Sink, SitePath};
use wellpress_io::fs::{EntryKind, Files, relative_display, slashed};
use wellpress_site::config::{Config, IncludeUnpublished};
use wellpress_site::discover;
use wellpress_site::parse::retractions::NoticeList;
use wellpress_site::resolve::citations::{LIST_STYLE, MARKS_STYLE};

use super::SOURCE_FOLDERS;
use super::{Counts, Error, RenderedSite, Request};

const BUILD_INFO: &str = "build-info.json";

/// The content of `build-info.json`.
#[derive(Serialize)]
struct BuildInfo<'a> {
    generator: Generator,
    base_url: String,
    theme: &'a str,
    citation_style: &'a str,
    marks_style: &'a str,
    /// Fingerprint of content, settings and theme; the same on every machine and day.
    input: String,
    /// The kinds of unpublished pages in the site: `drafts`, `future`, `expired`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    includes: Vec<&'static str>,
    /// The lists of retractions, with the days on which they were fetched.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    retraction_lists: &'a [NoticeList],
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Serialize)]
struct Generator {
    name: &'static str,
    version: &'static str,
}

fn includes(include: IncludeUnpublished) -> Vec<&'static str> {
    let flags = [(include.drafts, "drafts"), (include.future, "future"), (include.expired, "expired")];
    flags.into_iter().filter_map(|(is_set, name)| is_set.then_some(name)).collect()
}

/// What the build info of an output says of the build that made it.
pub(super) struct LastBuild {
    pub base_url: String,
    pub input: String,
    includes: Vec<String>,
}

impl LastBuild {
    /// Reads the build info in the folder `output`; `None` if there is none, or none of this form.
    pub fn read(files: &dyn Files, output: &Path) -> Option<Self> {
        let bytes = files.read(&output.join(BUILD_INFO)).ok()?;
        let info: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
        let text = |key: &str| Some(info[key].as_str()?.to_owned());
        let includes = info["includes"].as_array().into_iter().flatten();
        let includes = includes.filter_map(|name| Some(name.as_str()?.to_owned())).collect();
        Some(Self { base_url: text("base_url")?, input: text("input")?, includes })
    }

    /// Whether it included unpublished pages of this kind, such as `drafts`.
    pub fn has(&self, kind: &str) -> bool {
        self.includes.iter().any(|name| name == kind)
    }
}

/// The flags, such as `--drafts`, with which unpublished pages came into the site in the folder `output`. A deploy asks for
/// consent if there are any. A folder without build info has none.
#[must_use]
pub fn inclusion_flags(files: &dyn Files, output: &Path) -> Vec<String> {
    let includes = LastBuild::read(files, output).map(|build| build.includes).unwrap_or_default();
    includes.iter().map(|name| format!("--{name}")).collect()
}

/// Puts `build-info.json` among the published files.
pub(super) fn put_build_info(config: &Config, site: &RenderedSite, sink: &dyn Sink) -> Result<(), Error> {
    let citations = &config.settings.citations;
    let info = BuildInfo {
        generator: Generator { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        base_url: format!("{}{}", config.base.origin, config.base.path),
        theme: &config.settings.theme.value,
        citation_style: citations.style.as_ref().map_or(LIST_STYLE, |style| &style.value),
        marks_style: citations.marks_style.as_ref().map_or(MARKS_STYLE, |style| &style.value),
        input: site.rendered.input.to_string(),
        includes: includes(config.options.include),
        retraction_lists: &site.notice_lists,
        counts: site.counts,
    };
    let mut text = serde_json::to_vec_pretty(&info).expect("names and numbers are always JSON");
    text.push(b'\n');
    let path = SitePath::new(BUILD_INFO).ok_or_else(|| Error::Path(BUILD_INFO.to_owned()))?;
    sink.put(Artifact { path, content: ArtifactContent::Bytes(text.into()) })?;
    Ok(())
}

/// A source file of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Relative to the root, with `/`.
    pub path: String,
    /// The BLAKE3 hash of its bytes.
    pub hash: Hash,
}

/// Every source file of the site, sorted by path: the settings, the files in the source folders that `discover` does not leave
/// out, and [`RenderedSite::referenced_files`].
///
/// # Errors
/// When one cannot be read.
pub fn source_files(
    files: &dyn Files,
    request: &Request<'_>,
    referenced_files: &[String],
) -> Result<Vec<SourceFile>, Error> {
    let mut paths: Vec<String> = referenced_files.to_vec();
    paths.push(relative_display(&request.root, &request.settings));
    for folder in SOURCE_FOLDERS {
        paths.extend(paths_in(files, &request.root, folder)?);
    }
    // A referenced file may lie in a source folder too.
    paths.sort_unstable();
    paths.dedup();
    let root = &request.root;
    paths.into_par_iter().map(|path| source_file(files, root, path)).collect()
}

/// The files of a source folder, relative to the root; a missing folder has none.
fn paths_in(files: &dyn Files, root: &Path, folder: &str) -> Result<Vec<String>, Error> {
    let folder_path = root.join(folder);
    if !files.exists(&folder_path).map_err(|source| read_error(&folder_path, source))? {
        return Ok(Vec::new());
    }
    let entries = files.walk(&folder_path).map_err(|source| read_error(&folder_path, source))?.into_iter();
    let paths = entries.filter(|entry| entry.kind == EntryKind::File).map(|entry| slashed(&entry.path));
    Ok(paths.filter(|path| !discover::is_left_out(path)).map(|path| format!("{folder}/{path}")).collect())
}

fn source_file(files: &dyn Files, root: &Path, path: String) -> Result<SourceFile, Error> {
    let full_path = root.join(&path);
    let mut hasher = blake3::Hasher::new();
    // Streamed, since a film among the sources need not fit into memory.
    files
        .open(&full_path)
        .and_then(|file| hasher.update_reader(file).map(|_| ()))
        .map_err(|source| read_error(&full_path, source))?;
    Ok(SourceFile { path, hash: hasher.finalize() })
}

fn read_error(path: &Path, source: io::Error) -> Error {
    Error::Read { path: path.to_path_buf(), source }
}
