//! Inventory in, [`AssetManifest`] out: files that pages refer to, with their size in pixels and the names under which they
//! are published. A name contains the hash of the content, so that browsers may cache the file for ever.
//!
//! Whether a page may publish a file, without what, and in which formats and sizes, is decided here; encoding pictures is left to the
//! renderer. Files of `static` are published as they are.

mod captions;
mod container;
mod file_types;
mod images;
mod isobmff;
mod matroska;
mod metadata;
mod metadata_kind;
mod publication;
mod renditions;
mod riff;
mod spoken_words;
mod stem;
mod svg;
mod svg_hazards;
mod svg_metadata;
mod tiff;

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use wellpress_diagnostics::{Diagnostic, nearest_path};
use wellpress_foundation::text::{composed, without_case};
use wellpress_io::fs::{Files, ReadError};

use crate::config::Config;
use crate::discover::{Inventory, is_data, unreadable};
use crate::previous::Previous;

pub use captions::CaptionsDefect;
pub use images::{ImageDefect, ImageInfo, PixelSize};
pub use publication::{Publication, Refusal, Rewriting, rewritten};
pub use renditions::{PictureSource, PixelDecoding, PixelSource, Rendition, RenditionFormat, RenditionPlan};
use stem::stem;
pub use svg::SvgHazard;

/// A file that a page may refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Relative to the root, with `/`.
    pub path: Arc<str>,
    /// Where it is published, relative to the output.
    pub published: String,
    /// The BLAKE3 hash of its bytes.
    pub hash: blake3::Hash,
    /// Its size in bytes. What is published can be smaller by its metadata.
    pub bytes: u64,
    /// The file as a picture, or why it cannot be shown as one. A PDF has a defect here as well, which only a page that
    /// shows it reports.
    pub picture: Result<Arc<ImageInfo>, ImageDefect>,
    /// Whether a page may publish the file, and what is taken out of it then.
    pub publication: Publication,
    /// Why no browser would show the file as captions.
    pub captions_defect: Option<CaptionsDefect>,
    /// Why the file is not what its name says, such as "it is text": of a sound, a film or a document.
    pub misnamed: Option<&'static str>,
    /// What is said in a film, for captions and for plain text.
    pub spoken_words: Option<Arc<[String]>>,
    /// The bytes of a file that a table or a chart may be made of, unless it is over the limit for text files.
    pub data: Option<Arc<[u8]>>,
}

impl Asset {
    /// Whether it is a file of `static`, which is copied as it is.
    #[must_use]
    pub fn is_static(&self) -> bool {
        self.path.starts_with("static/")
    }
}

/// All files that pages may refer to: attachments beside the content, and the files of `static`.
///
/// It has every file that can be read, whether anything refers to it or not: which attachments are published is decided
/// by `resolve`, and a picture that no page shows may be broken without a finding. Sorted by path, so that suggestions
/// are the same in every run.
#[derive(Debug, Default)]
pub struct AssetManifest {
    assets: BTreeMap<Arc<str>, Asset>,
    /// Paths that the disk has in another Unicode form than texts, by their form in texts.
    by_composed_path: BTreeMap<String, Arc<str>>,
}

impl AssetManifest {
    fn insert(&mut self, asset: Asset) {
        let path = composed(asset.path.to_string());
        if *path != *asset.path {
            self.by_composed_path.insert(path, asset.path.clone());
        }
        self.assets.insert(asset.path.clone(), asset);
    }

    /// The file at this path relative to the root, in either Unicode form.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Asset> {
        self.assets.get(path).or_else(|| self.assets.get(self.by_composed_path.get(&composed(path.to_owned()))?))
    }

    /// The file that is published at this path relative to the output.
    #[must_use]
    pub fn published_at(&self, path: &str) -> Option<&Asset> {
        let of_static = self.get(&format!("static/{path}"));
        // Those of other files are their names with a hash.
        let mut others = self.assets.values().filter(|asset| !asset.is_static() && path.starts_with("assets/"));
        of_static.or_else(|| others.find(|asset| asset.published == path))
    }

    /// Files beside the content, which are published if a page refers to them.
    pub fn attachments(&self) -> impl Iterator<Item = &Asset> {
        self.assets.values().filter(|asset| !asset.is_static())
    }

    /// Files of `static`, which are published whether something refers to them or not.
    pub fn static_files(&self) -> impl Iterator<Item = &Asset> {
        self.assets.values().filter(|asset| asset.is_static())
    }

    /// The path that an author may have meant by one that leads nowhere: the same in another case, else a similar name in
    /// the same folder.
    #[must_use]
    pub fn nearest(&self, path: &str) -> Option<&str> {
        let folded = without_case(path);
        if let Some(twin) = self.assets.keys().find(|existing| without_case(existing) == folded) {
            return Some(twin);
        }
        let folder = &path[..path.rfind('/').map_or(0, |at| at + 1)];
        let in_folder = self.assets.keys().map(|existing| &**existing).filter(|existing| existing.starts_with(folder));
        nearest_path(path, in_folder)
    }
}

/// Larger files, such as films, are hashed as a stream instead of being read into memory, and are no pictures.
const MAX_BYTES_IN_MEMORY: u64 = 200_000_000;

/// Reads every attachment and static file for its hash and its size in pixels. Files that did not change since the
/// previous run are taken over from it. A file that cannot be read is a finding.
#[must_use]
pub fn read(
    files: &dyn Files,
    config: &Config,
    inventory: &Inventory,
    previous: Option<Previous<'_, AssetManifest>>,
) -> (AssetManifest, Vec<Diagnostic>) {
    let attachments = inventory.attachments.par_iter().map(|path| (path, PublishedName::Fingerprinted));
    let static_files = inventory.static_files.par_iter().map(|path| (path, PublishedName::Unchanged));
    let assets: Vec<_> = attachments
        .chain(static_files)
        .map(|(path, name)| match unchanged_asset(previous, path) {
            Some(asset) => Ok(asset),
            None => read_asset(files, config, path, name),
        })
        .collect();
    let mut manifest = AssetManifest::default();
    let mut findings = Vec::new();
    for asset in assets {
        match asset {
            Ok(asset) => manifest.insert(asset),
            Err(finding) => findings.push(*finding),
        }
    }
    (manifest, findings)
}

fn unchanged_asset(previous: Option<Previous<'_, AssetManifest>>, path: &str) -> Option<Asset> {
    previous?.if_unchanged(path)?.get(path).cloned()
}

fn read_asset(
    files: &dyn Files,
    config: &Config,
    path: &Arc<str>,
    name: PublishedName,
) -> Result<Asset, Box<Diagnostic>> {
    let full_path = config.root.join(Path::new(&**path));
    let is_static = matches!(name, PublishedName::Unchanged);
    match files.read_limited(&full_path, MAX_BYTES_IN_MEMORY) {
        Ok(bytes) => {
            let (hash, size) = (blake3::hash(&bytes), bytes.len() as u64);
            let picture = images::inspect(config, path, &bytes, hash).map(Arc::new);
            let publication = match is_static {
                true => Publication::UNCHANGED,
                false => Publication::of(path, &bytes, picture.as_deref()),
            };
            let captions_defect = captions::defect(path, &bytes);
            let is_text_size = bytes.len() as u64 <= config.settings.limits.file_size;
            let misnamed = file_types::misnamed(path, &bytes);
            let is_data = is_data(path) && is_text_size;
            let spoken_words = if is_text_size { spoken_words::of_file(path, &bytes) } else { None };
            let published = published_path(path, name, hash, publication.rewriting);
            let data = is_data.then(|| bytes.into());
            let path = path.clone();
            Ok(Asset {
                path,
                published,
                hash,
                bytes: size,
                picture,
                publication,
                captions_defect,
                misnamed,
                spoken_words,
                data,
            })
        }
        Err(ReadError::TooLarge { size, .. }) => {
            let (hash, head) = hash_as_stream(files, &full_path).map_err(|source| {
                let error = ReadError::Io { path: full_path, source };
                Box::new(unreadable(path, &error))
            })?;
            let publication = if is_static { Publication::UNCHANGED } else { Publication::of_large(path, &head) };
            let published = published_path(path, name, hash, publication.rewriting);
            Ok(Asset {
                path: path.clone(),
                published,
                hash,
                bytes: size,
                picture: Err(ImageDefect::Unreadable),
                publication,
                captions_defect: Some(CaptionsDefect::OtherName),
                misnamed: file_types::misnamed(path, &head),
                spoken_words: None,
                data: None,
            })
        }
        Err(error) => Err(Box::new(unreadable(path, &error))),
    }
}

/// Where a file is published, relative to the output.
fn published_path(path: &str, name: PublishedName, hash: blake3::Hash, rewriting: Rewriting) -> String {
    match (name, rewriting) {
        (PublishedName::Unchanged, _) => path.trim_start_matches("static/").to_owned(),
        (PublishedName::Fingerprinted, Rewriting::WebVtt) => {
            let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
            format!("assets/{}", name_with_hash(&format!("{stem}.vtt"), hash))
        }
        (PublishedName::Fingerprinted, _) => format!("assets/{}", name_with_hash(path, hash)),
    }
}

/// Inspects a picture that is not among the site's content, such as the logo of a theme.
///
/// # Errors
/// The defect for which it cannot be shown.
pub fn inspect(config: &Config, path: &str, bytes: &[u8]) -> Result<ImageInfo, ImageDefect> {
    images::inspect(config, path, bytes, blake3::hash(bytes))
}

/// The hash of a file, and its first bytes.
fn hash_as_stream(files: &dyn Files, path: &Path) -> io::Result<(blake3::Hash, Vec<u8>)> {
    let mut hasher = blake3::Hasher::new();
    let mut reader = files.open(path)?;
    let mut head = Vec::new();
    reader.by_ref().take(file_types::SNIFFED_BYTES as u64).read_to_end(&mut head)?;
    hasher.update(&head);
    hasher.update_reader(reader)?;
    Ok((hasher.finalize(), head))
}

/// How the published name of a file is made.
#[derive(Clone, Copy)]
enum PublishedName {
    /// The path below `static`, which other sites may link to.
    Unchanged,
    /// The file name with a hash, in the folder `assets`.
    Fingerprinted,
}

/// The file's name with a hash of its content before the extension: `hero.0f3a9c12de.svg`.
#[must_use]
pub fn fingerprinted(path: &str, bytes: &[u8]) -> String {
    name_with_hash(path, blake3::hash(bytes))
}

fn name_with_hash(path: &str, hash: blake3::Hash) -> String {
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
