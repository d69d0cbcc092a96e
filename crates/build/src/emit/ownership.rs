//! Decides whether an output may be replaced: only a folder that wellpress made, and none that contains the site's sources. And
//! [`OldTree`]: the files of the output that the new tree can take over.

use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use blake3::Hash;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use wellpress_io::artifact::{PublishedFile, SitePath};
use wellpress_io::fs::{EntryKind, Files, FsEntry, ListedFile, absolute};

use super::error::{EmitError, Refusal, failed};
use super::manifest::{self, MANIFEST_NAME, MARKER, MARKER_NAME, Manifest};
use super::{EmitOptions, Strays};

/// The output at the beginning of a build. A file counts as intact if its size is that of the manifest and its date is not later
/// than the manifest's. Comparing hashes would be safer and would read the whole output in every build.
#[derive(Debug, Default)]
pub struct OldTree {
    pub(super) exists: bool,
    /// Hash and size of the intact files.
    files: FxHashMap<SitePath, (Hash, u64)>,
    /// The hash of the manifest, if all of its files are intact and the output has no others.
    manifest: Option<Hash>,
}

impl OldTree {
    /// Whether the tree contains this file with the same bytes.
    #[must_use]
    pub fn has(&self, file: &PublishedFile) -> bool {
        self.files.get(&file.path) == Some(&(file.hash, file.size))
    }

    /// The paths of the intact files that a site lacks, or has with other bytes; in no order.
    pub(super) fn paths_not_in(&self, site: &Manifest) -> Vec<&SitePath> {
        let is_in = |path: &SitePath, content: (Hash, u64)| {
            site.find(path.as_str()).is_some_and(|file| (file.hash, file.size) == content)
        };
        self.files.iter().filter(|(path, content)| !is_in(path, **content)).map(|(path, _)| path).collect()
    }

    /// The paths of the intact files, in no order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &SitePath> {
        self.files.keys()
    }

    /// Whether the tree has all files of its manifest, unchanged, and no others.
    pub(super) fn is_whole(&self) -> bool {
        self.manifest.is_some()
    }

    /// Whether the tree is unchanged since it was published, and its manifest has this hash.
    pub(super) fn is_intact(&self, manifest: Hash) -> bool {
        self.manifest == Some(manifest)
    }
}

/// The absolute path of the output without links. The folder itself need not exist.
pub(super) fn resolve(files: &dyn Files, output: &Path) -> Result<PathBuf, EmitError> {
    // Collecting the components removes a `/` at the end, which would make a link to a folder look like the folder.
    let path: PathBuf = output.components().collect();
    let path = if path.as_os_str().is_empty() { PathBuf::from(".") } else { path };
    match files.kind(&path) {
        Ok(EntryKind::Folder) | Err(_) => absolute(files, &path).map_err(|error| unresolved(output, error)),
        Ok(kind) => Err(refused(output, Refusal::NotAFolder(kind))),
    }
}

/// Refuses the root of a file system, the site's root, and folders above or below the site's sources. `resolved` is the
/// output's path from [`resolve`].
pub(super) fn refuse_sources(
    files: &dyn Files,
    output: &Path,
    resolved: &Path,
    options: &EmitOptions,
) -> Result<(), EmitError> {
    if resolved.parent().is_none() {
        return Err(refused(output, Refusal::FileSystemRoot));
    }
    let root = absolute(files, &options.root).map_err(failed("find", &options.root))?;
    if resolved == root {
        return Err(refused(output, Refusal::SiteRoot));
    }
    if root.starts_with(resolved) {
        return Err(refused(output, Refusal::HoldsSources(options.root.clone())));
    }
    for source in &options.sources {
        let resolved_source = absolute(files, source).map_err(failed("find", source))?;
        if resolved.starts_with(&resolved_source) {
            return Err(refused(output, Refusal::InsideSources(source.clone())));
        }
        if resolved_source.starts_with(resolved) {
            return Err(refused(output, Refusal::HoldsSources(source.clone())));
        }
    }
    Ok(())
}

/// Refuses a folder that is not empty and does not contain the ownership marker.
pub(super) fn refuse_unowned(files: &dyn Files, output: &Path, resolved: &Path) -> Result<(), EmitError> {
    if is_marked(files, resolved) {
        return Ok(());
    }
    let entries = match files.list(resolved) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed("list", output)(error)),
    };
    match entries.into_iter().next() {
        Some(first) => Err(refused(output, Refusal::Unowned(first.path))),
        None => Ok(()),
    }
}

/// Whether the output is untouched since a build that left a manifest with this hash.
///
/// It runs before every build, so it compares only sizes and dates, and does not parse the hashes in the manifest.
pub(super) fn is_untouched(files: &dyn Files, output: &Path, manifest: Hash) -> bool {
    let Ok(Some(built)) = files.entry(&output.join(MANIFEST_NAME)).map(|entry| entry.modified) else {
        return false;
    };
    let Ok(Some(text)) = manifest::text(files, output) else { return false };
    let (listed, hash) = rayon::join(|| manifest::listed_files(&text), || blake3::hash(text.as_bytes()));
    let Some(mut listed) = listed.filter(|_| hash == manifest) else { return false };
    listed.push(ListedFile { path: MARKER_NAME, size: MARKER.len() as u64 });
    listed.push(ListedFile { path: MANIFEST_NAME, size: text.len() as u64 });
    files.holds_only(output, &listed, built)
}

/// A tree that nobody has touched since a build wrote it; `None` if somebody has, or if no build wrote it. All folders are listed: the
/// date of a folder does not tell of a file that was unpacked from an archive, and such a file would be published.
pub(super) fn untouched_tree(files: &dyn Files, tree: &Path) -> Option<OldTree> {
    inspect(files, tree, tree, Strays::Refuse).ok().filter(OldTree::is_whole)
}

/// Lists the old tree and compares it with its manifest. Refuses a tree with stray files, unless `strays` removes them.
pub(super) fn inspect(files: &dyn Files, output: &Path, resolved: &Path, strays: Strays) -> Result<OldTree, EmitError> {
    if !files.exists(resolved).map_err(failed("find", output))? {
        return Ok(OldTree::default());
    }
    refuse_unowned(files, output, resolved)?;
    let (text, entries) = rayon::join(|| manifest::text(files, resolved), || files.walk(resolved));
    let text = text.map_err(failed("read", &resolved.join(MANIFEST_NAME)))?;
    let entries = entries.map_err(failed("list", output))?;
    let manifest = text.as_deref().and_then(Manifest::parse);
    let hash = text.filter(|_| manifest.is_some()).map(|text| blake3::hash(text.as_bytes()));
    let manifest = manifest.unwrap_or_default();
    let built = entries.iter().find(|entry| entry.path == Path::new(MANIFEST_NAME)).and_then(|entry| entry.modified);
    let stray_entries: Vec<&FsEntry> = entries.par_iter().filter(|entry| !is_of_site(&manifest, entry)).collect();
    let mut stray_entries = stray_entries.into_iter();
    let first = stray_entries.next();
    if let (Some(first), Strays::Refuse) = (first, strays) {
        let refusal = Refusal::Strays { first: first.path.clone(), count: 1 + stray_entries.count() };
        return Err(refused(output, refusal));
    }
    let files: FxHashMap<_, _> = entries.par_iter().filter_map(|entry| intact_file(&manifest, entry, built)).collect();
    let is_whole = first.is_none() && files.len() == manifest.files().len();
    Ok(OldTree { exists: true, files, manifest: hash.filter(|_| is_whole) })
}

/// Whether a build wrote this file, or made this folder for its files.
fn is_of_site(manifest: &Manifest, entry: &FsEntry) -> bool {
    match (entry.kind, entry.path.to_str()) {
        (EntryKind::File, Some(path)) => [MARKER_NAME, MANIFEST_NAME].contains(&path) || manifest.find(path).is_some(),
        (EntryKind::Folder, Some(path)) => manifest.has_folder(path),
        _ => false,
    }
}

/// A file of the manifest with its hash and size, unless somebody changed it since; those are written again. It is intact if it has
/// its size and is not younger than the manifest, which is written last.
fn intact_file(manifest: &Manifest, entry: &FsEntry, built: Option<SystemTime>) -> Option<(SitePath, (Hash, u64))> {
    let file = manifest.find(entry.path.to_str()?).filter(|_| entry.kind == EntryKind::File)?;
    let is_touched = matches!((entry.modified, built), (Some(modified), Some(built)) if modified > built);
    (entry.size == file.size && !is_touched).then(|| (file.path.clone(), (file.hash, file.size)))
}

/// Whether a folder contains the ownership marker.
pub(super) fn is_marked(files: &dyn Files, folder: &Path) -> bool {
    // A checkout on Windows may give the marker other line ends, which makes it longer.
    let limit = 2 * MARKER.len() as u64;
    let marker = files.read_limited(&folder.join(MARKER_NAME), limit).unwrap_or_default();
    String::from_utf8(marker).is_ok_and(|text| text.replace("\r\n", "\n") == MARKER)
}

fn unresolved(output: &Path, error: io::Error) -> EmitError {
    match error.kind() {
        io::ErrorKind::NotADirectory => refused(output, Refusal::NotAFolder(EntryKind::File)),
        _ => failed("find", output)(error),
    }
}

fn refused(output: &Path, refusal: Refusal) -> EmitError {
    EmitError::Refused { output: output.to_path_buf(), refusal }
}
