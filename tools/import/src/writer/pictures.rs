//! The pictures and files of the new site: which lie beside a page, and which are published as they are.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};

use crate::old_site::{FileOrigin, OldSite, numbered};
use crate::readers::archived_bytes;
use crate::source_folder::{SourceFolder, ending_of};
use crate::text::has_word;

use super::new_site::NewFile;
use super::places;

/// Larger pictures, in bytes, are refused by the build.
pub const MAX_BYTES: u64 = 50_000_000;

/// The places of files that pages show or link to.
#[derive(Debug, Default)]
pub(crate) struct PictureFiles {
    placed: BTreeMap<FileOrigin, String>,
    taken: BTreeSet<String>,
    published: BTreeSet<FileOrigin>,
}

impl PictureFiles {
    /// The path of a file beside the page that shows it first. `None` if it cannot be read.
    pub fn beside(&mut self, source: &SourceFolder<'_>, folder: &str, origin: &FileOrigin) -> Option<String> {
        if let Some(path) = self.placed.get(origin) {
            return Some(path.clone());
        }
        let (FileOrigin::Source(name) | FileOrigin::Archive(_, name) | FileOrigin::Fetched(name)) = origin;
        let name = name.split(['?', '#']).next()?.rsplit('/').next()?;
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let ending = true_ending(source, origin).unwrap_or_else(|| ending.to_lowercase());
        let stem = places::slug(stem);
        let path = |stem: &str| format!("{folder}/{stem}.{ending}");
        let path = path(&numbered(&stem, |stem| self.taken.insert(path(stem))));
        self.placed.insert(origin.clone(), path.clone());
        Some(path)
    }

    /// Has a file published at its old address.
    pub fn publish(&mut self, origin: FileOrigin) {
        self.published.insert(origin);
    }

    /// Whether a file keeps its old address: if a page links to it, or none shows it.
    pub fn is_published(&self, origin: &FileOrigin) -> bool {
        self.published.contains(origin) || !self.placed.contains_key(origin)
    }

    /// The files beside pages.
    pub fn placed(&self) -> Vec<(String, FileOrigin)> {
        self.placed.iter().map(|(origin, path)| (path.clone(), origin.clone())).collect()
    }

    pub fn count(&self) -> usize {
        self.placed.len()
    }
}

/// The ending that the first bytes of a picture ask for, if they are those of another kind than its name says.
fn true_ending(source: &SourceFolder<'_>, origin: &FileOrigin) -> Option<String> {
    let FileOrigin::Source(path) = origin else { return None };
    let mut start = Vec::new();
    source.open_file(path).ok()?.take(16).read_to_end(&mut start).ok()?;
    let ending = match &start[..] {
        [0x89, b'P', b'N', b'G', ..] => "png",
        [0xff, 0xd8, 0xff, ..] => "jpg",
        [b'G', b'I', b'F', b'8', ..] => "gif",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "webp",
        _ => return None,
    };
    let name_ending = ending_of(path);
    (name_ending != ending && !(ending == "jpg" && name_ending == "jpeg")).then(|| ending.to_owned())
}

/// Whether a file is a part of the old theme and no content.
pub(crate) fn is_of_theme(address: &str) -> bool {
    const ENDINGS: &str = "css js mjs scss sass less styl map woff woff2 ttf otf eot webmanifest";
    const FILES: &str = "/_headers /_redirects /robots.txt /sitemap.xml /cname /404.html /index.html /favicon.ico";
    let lower = address.to_lowercase();
    has_word(ENDINGS, &ending_of(address)) || has_word(FILES, &lower)
}

/// Whether a file can be published at this address.
pub(super) fn is_publishable(address: &str) -> bool {
    !is_of_theme(address) && address.split('/').all(|part| !part.starts_with(['.', '_']))
}

/// The bytes of a file of the old site, for the new one.
pub(super) fn bytes_of(source: &SourceFolder<'_>, site: &OldSite, origin: &FileOrigin) -> io::Result<NewFile> {
    match origin {
        FileOrigin::Source(path) => Ok(NewFile::Copy(source.path(path))),
        FileOrigin::Archive(archive, name) => archived_bytes(source, archive, name, MAX_BYTES).map(NewFile::Bytes),
        FileOrigin::Fetched(address) => Ok(NewFile::Bytes(site.fetched.get(address).cloned().unwrap_or_default())),
    }
}
