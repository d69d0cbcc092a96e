//! Whether an output may be replaced: only what wellpress made, and nothing that the site is made from.

use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use blake3::Hash;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use wellpress_io::artifact::{PublishedFile, SitePath};
use wellpress_io::fs::{EntryKind, Files, FsEntry, ListedFile, absolute};

use super::error::{EmitError, Refusal, failed};
use super::manifest::{self, MANIFEST_NAME, Manifest};
use super::{EmitOptions, Strays};

/// The mark of ownership: a file that every build writes the same, so that it can be committed.
pub const MARKER_NAME: &str = ".gitignore";

/// What the mark holds. It also keeps the generated site out of the repository.
pub const MARKER: &str = "# Made by wellpress, which replaces this folder as a whole. This file is its mark of ownership.\n\
    *\n!.gitignore\n";

/// What stands in the output before the build.
#[derive(Debug, Default)]
pub(super) struct Old {
    /// Whether there is a folder.
    pub is_there: bool,
    /// The files that are still what the last build wrote.
    files: FxHashMap<SitePath, (Hash, u64)>,
    /// The hash of its list of files, if that is all there is, and all there was.
    list: Option<Hash>,
}

impl Old {
    /// Whether the old tree holds this very file.
    pub fn has(&self, file: &PublishedFile) -> bool {
        self.files.get(&file.path) == Some(&(file.hash, file.size))
    }

    /// Whether the old tree is untouched, and its list of files is the one with this hash.
    pub fn is_intact(&self, list: Hash) -> bool {
        self.list == Some(list)
    }
}

/// The output's absolute path without links; the folder itself may be missing.
pub(super) fn resolve(files: &dyn Files, output: &Path) -> Result<PathBuf, EmitError> {
    let plain: PathBuf = output.components().collect();
    let plain = if plain.as_os_str().is_empty() { PathBuf::from(".") } else { plain };
    match files.kind(&plain) {
        Ok(EntryKind::Folder) | Err(_) => absolute(files, &plain).map_err(|error| unresolved(output, error)),
        Ok(kind) => Err(refused(output, Refusal::NotAFolder(kind))),
    }
}

/// Refuses the roots, and what is above or below the site's sources.
pub(super) fn refuse_sources(
    files: &dyn Files,
    output: &Path,
    place: &Path,
    options: &EmitOptions,
) -> Result<(), EmitError> {
    if place.parent().is_none() {
        return Err(refused(output, Refusal::FileSystemRoot));
    }
    let root = absolute(files, &options.root).map_err(failed("find", &options.root))?;
    if place == root {
        return Err(refused(output, Refusal::SiteRoot));
    }
    if root.starts_with(place) {
        return Err(refused(output, Refusal::HoldsSources(options.root.clone())));
    }
    for source in &options.sources {
        let real = absolute(files, source).map_err(failed("find", source))?;
        if place.starts_with(&real) {
            return Err(refused(output, Refusal::InsideSources(source.clone())));
        }
        if real.starts_with(place) {
            return Err(refused(output, Refusal::HoldsSources(source.clone())));
        }
    }
    Ok(())
}

/// Refuses a folder that is not empty and does not bear the mark.
pub(super) fn refuse_unowned(files: &dyn Files, output: &Path, place: &Path) -> Result<(), EmitError> {
    if is_marked(files, place) {
        return Ok(());
    }
    let entries = match files.list(place) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed("list", output)(error)),
    };
    match entries.into_iter().next() {
        Some(first) => Err(refused(output, Refusal::Unowned(first.path))),
        None => Ok(()),
    }
}

/// Whether the output is untouched since a build that left a list of files with this hash. Nobody parses the list's
/// hashes or looks for what else there may be: it is asked before every build.
pub(super) fn is_untouched(files: &dyn Files, place: &Path, list: Hash) -> bool {
    let Ok(Some(built)) = files.entry(&place.join(MANIFEST_NAME)).map(|manifest| manifest.modified) else {
        return false;
    };
    let Ok(Some(text)) = manifest::text(files, place) else { return false };
    let (listed, hash) = rayon::join(|| manifest::listed(&text), || blake3::hash(text.as_bytes()));
    let Some(mut listed) = listed.filter(|_| hash == list) else { return false };
    listed.push(ListedFile { path: MARKER_NAME, size: MARKER.len() as u64 });
    listed.push(ListedFile { path: MANIFEST_NAME, size: text.len() as u64 });
    files.holds_only(place, &listed, built)
}

/// What the old tree has to offer; refuses what holds more than its manifest names.
pub(super) fn inspect(files: &dyn Files, output: &Path, place: &Path, strays: Strays) -> Result<Old, EmitError> {
    if !files.exists(place).map_err(failed("find", output))? {
        return Ok(Old::default());
    }
    refuse_unowned(files, output, place)?;
    let (text, entries) = rayon::join(|| manifest::text(files, place), || files.walk(place));
    let text = text.map_err(failed("read", &place.join(MANIFEST_NAME)))?;
    let entries = entries.map_err(failed("list", output))?;
    let manifest = text.as_deref().and_then(Manifest::parse);
    let list = text.filter(|_| manifest.is_some()).map(|text| blake3::hash(text.as_bytes()));
    let manifest = manifest.unwrap_or_default();
    let found = judge(&manifest, &entries);
    let mut strays_found = entries.iter().zip(&found).filter(|(_, found)| **found == Found::Stray);
    match (strays_found.next(), strays) {
        (Some((first, _)), Strays::Refuse) => {
            let refusal = Refusal::Strays { first: first.path.clone(), count: 1 + strays_found.count() };
            Err(refused(output, refusal))
        }
        (first, _) => Ok(select_intact(manifest, &found, list.filter(|_| first.is_none()))),
    }
}

/// What an entry of the old tree is, by its manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// The file with this place in the manifest, as it was written.
    Intact(usize),
    /// A file that the manifest names and somebody changed.
    Changed,
    /// A folder of the site, the mark, the manifest.
    Own,
    /// What no build put there.
    Stray,
}

fn judge(manifest: &Manifest, entries: &[FsEntry]) -> Vec<Found> {
    let named = Named::by(manifest);
    let built = entries.iter().find(|entry| entry.path == Path::new(MANIFEST_NAME)).and_then(|entry| entry.modified);
    entries.par_iter().map(|entry| named.judge(entry, built)).collect()
}

/// What a manifest names.
struct Named<'a> {
    manifest: &'a Manifest,
    files: FxHashMap<&'a str, usize>,
    folders: FxHashSet<&'a str>,
}

impl<'a> Named<'a> {
    fn by(manifest: &'a Manifest) -> Self {
        let paths = || manifest.files().iter().map(|file| file.path.as_str());
        let mut folders = FxHashSet::default();
        for path in paths() {
            let mut above = path;
            while let Some((folder, _)) = above.rsplit_once('/')
                && folders.insert(folder)
            {
                above = folder;
            }
        }
        Self { manifest, files: paths().enumerate().map(|(index, path)| (path, index)).collect(), folders }
    }

    fn judge(&self, entry: &FsEntry, built: Option<SystemTime>) -> Found {
        match (entry.kind, entry.path.to_str()) {
            (EntryKind::File, Some(MARKER_NAME | MANIFEST_NAME)) => Found::Own,
            (EntryKind::File, Some(path)) => self.judge_file(path, entry, built),
            (EntryKind::Folder, Some(path)) if self.folders.contains(path) => Found::Own,
            _ => Found::Stray,
        }
    }

    /// A file is as it was written if it has its size and is no younger than the manifest, which was written last.
    fn judge_file(&self, path: &str, entry: &FsEntry, built: Option<SystemTime>) -> Found {
        let Some(&index) = self.files.get(path) else { return Found::Stray };
        let is_touched = matches!((entry.modified, built), (Some(modified), Some(built)) if modified > built);
        let is_intact = entry.size == self.manifest.files()[index].size && !is_touched;
        if is_intact { Found::Intact(index) } else { Found::Changed }
    }
}

/// Drops from the manifest what somebody changed or removed since: those files are written anew.
fn select_intact(manifest: Manifest, found: &[Found], list: Option<Hash>) -> Old {
    let mut is_intact = vec![false; manifest.files().len()];
    for found in found {
        if let Found::Intact(index) = found {
            is_intact[*index] = true;
        }
    }
    let list = list.filter(|_| is_intact.iter().all(|intact| *intact));
    let intact = manifest.into_files().into_iter().zip(is_intact).filter(|(_, is_intact)| *is_intact);
    let files = intact.map(|(file, _)| (file.path, (file.hash, file.size))).collect();
    Old { is_there: true, files, list }
}

/// A checkout on Windows may have given the mark other line ends.
fn is_marked(files: &dyn Files, place: &Path) -> bool {
    let limit = 2 * MARKER.len() as u64;
    let marker = files.read_limited(&place.join(MARKER_NAME), limit).unwrap_or_default();
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
