//! Inventory in, [`AssetManifest`] out: files that pages refer to, with their size in pixels and the names under which
//! they are published. A name carries the content's hash, so that it may be cached for ever. What a picture is published
//! as is decided here; the renderer makes it, once somebody wants it.

mod container;
mod images;
mod isobmff;
mod renditions;
mod svg;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use wellpress_diagnostics::{Diagnostic, nearest_path};
use wellpress_io::fs::{Files, ReadError};

use crate::config::Config;
use crate::discover::{Inventory, fold, unreadable};
use crate::previous::Previous;

pub use container::without_metadata;
pub use images::{ImageDefect, ImageInfo, PixelSize};
pub use renditions::{PictureSource, PixelSource, Rendition, RenditionFormat, Renditions};

/// A file that a page may refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Relative to the root, with `/`.
    pub path: Arc<str>,
    /// Where it is published, relative to the output.
    pub published: String,
    /// As a picture.
    pub picture: Result<Arc<ImageInfo>, ImageDefect>,
}

impl Asset {
    /// Whether it is a file of `static`, which is copied as it is.
    #[must_use]
    pub fn is_static(&self) -> bool {
        self.path.starts_with("static/")
    }
}

/// All files that pages may refer to, by path.
#[derive(Debug, Default)]
pub struct AssetManifest {
    assets: BTreeMap<Arc<str>, Asset>,
}

impl AssetManifest {
    /// The file at this path relative to the root.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Asset> {
        self.assets.get(path)
    }

    /// Files of `static`, which are published whether something refers to them or not.
    pub fn statics(&self) -> impl Iterator<Item = &Asset> {
        self.assets.values().filter(|asset| asset.is_static())
    }

    /// A path that is meant where `path` leads nowhere: the same but for case, else one nearby in the same folder.
    #[must_use]
    pub fn nearest(&self, path: &str) -> Option<&str> {
        let folded = fold(path);
        if let Some(twin) = self.assets.keys().find(|known| fold(known) == folded) {
            return Some(twin);
        }
        let folder = &path[..path.rfind('/').map_or(0, |at| at + 1)];
        nearest_path(path, self.assets.keys().map(|known| &**known).filter(|known| known.starts_with(folder)))
    }
}

/// Files larger than this are published without a look at what is in them.
const MOST_BYTES: u64 = 200_000_000;

/// Reads every attachment and static file for its hash and its size in pixels. Files that did not change since the
/// previous run are taken over from it. A file that cannot be read is a finding.
#[must_use]
pub fn read(
    files: &dyn Files,
    config: &Config,
    inventory: &Inventory,
    previous: Option<Previous<'_, AssetManifest>>,
) -> (AssetManifest, Vec<Diagnostic>) {
    let reusable = |path: &Arc<str>| previous?.if_unchanged(path)?.get(path).cloned();
    let attachments = inventory.attachments.par_iter().map(|path| (path, Publish::Fingerprinted));
    let statics = inventory.statics.par_iter().map(|path| (path, Publish::AsItIs));
    let read = attachments
        .chain(statics)
        .map(|(path, publish)| reusable(path).map_or_else(|| asset(files, config, path, publish), Ok));
    let mut manifest = AssetManifest::default();
    let mut findings = Vec::new();
    for asset in read.collect::<Vec<_>>() {
        match asset {
            Ok(asset) => _ = manifest.assets.insert(asset.path.clone(), asset),
            Err(finding) => findings.push(*finding),
        }
    }
    (manifest, findings)
}

fn asset(files: &dyn Files, config: &Config, path: &Arc<str>, publish: Publish) -> Result<Asset, Box<Diagnostic>> {
    let place = config.root.join(Path::new(&**path));
    let (hash, picture) = match files.read_limited(&place, MOST_BYTES) {
        Ok(bytes) => {
            let hash = blake3::hash(&bytes);
            (hash, images::inspect(config, path, &bytes, hash).map(Arc::new))
        }
        Err(ReadError::TooLarge { .. }) => {
            let hash = hash_of(files, &place).map_err(|source| {
                let error = ReadError::Io { path: place, source };
                Box::new(unreadable(path, &error))
            })?;
            (hash, Err(ImageDefect::Unreadable))
        }
        Err(error) => return Err(Box::new(unreadable(path, &error))),
    };
    let published = match publish {
        Publish::AsItIs => path.trim_start_matches("static/").to_owned(),
        Publish::Fingerprinted => format!("assets/{}", fingerprinted_by(path, hash)),
    };
    Ok(Asset { path: path.clone(), published, picture })
}

/// What a file is as a picture that is not among the site's content, such as one of a theme.
///
/// # Errors
/// Why it cannot be shown as one.
pub fn inspect(config: &Config, path: &str, bytes: &[u8]) -> Result<ImageInfo, ImageDefect> {
    images::inspect(config, path, bytes, blake3::hash(bytes))
}

/// The hash of a file that is too large to hold in memory.
fn hash_of(files: &dyn Files, place: &Path) -> io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(files.open(place)?)?;
    Ok(hasher.finalize())
}

/// A longer name is cut, so that the name with the hash is still one that a disk can have.
const LONGEST_STEM: usize = 100;

#[derive(Clone, Copy)]
enum Publish {
    AsItIs,
    Fingerprinted,
}

/// The file's name with a hash of its content before the extension: `hero.0f3a9c12de.svg`.
#[must_use]
pub fn fingerprinted(path: &str, bytes: &[u8]) -> String {
    fingerprinted_by(path, blake3::hash(bytes))
}

fn fingerprinted_by(path: &str, hash: blake3::Hash) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let hash = hash.to_hex();
    let stem = stem(path);
    if extension.is_empty() {
        format!("{stem}.{}", &hash[..10])
    } else {
        format!("{stem}.{}.{}", &hash[..10], extension.to_lowercase())
    }
}

/// A file's name without its extension, of letters that every disk and every address can have.
fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let mut stem = slug::slugify(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    stem.truncate(LONGEST_STEM);
    if stem.is_empty() { "file".to_owned() } else { stem }
}
