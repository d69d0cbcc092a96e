//! [`ImageCache`]: the images that a build has to encode or draw, kept on disk between builds.
//!
//! Input: pictures of the content, cards and icons, each under a key that covers everything its bytes depend on. Output:
//! their files in the sink, from the cache if it has them. A sink that prefers deferred files, such as the preview's, gets
//! an [`ArtifactContent::Deferred`] instead of bytes, so that an image is encoded only when a browser asks for it.
//! How pixels are decoded, scaled and encoded is left to `image_encoder`, how cards and icons are drawn to `share_cards`.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::pictures::image_encoder::{self, DecodedPicture, PictureError};
use wellpress_diagnostics::{Diagnostic, Location, Span, rules};
use wellpress_io::artifact::{Artifact, ArtifactContent, DeferredBytes, PublishedFile, Sink, SinkError, SitePath};
use wellpress_io::cache::{BlobCache, CacheLocation, Fingerprint};
use wellpress_io::fs::Files;
use wellpress_site::assets::{Asset, PixelSource, Rendition, RenditionPlan, Rewriting};

use crate::RenderError;
use crate::drawings::icons;
use crate::drawings::share_cards::ShareCard;
use crate::pages::render_context::RenderContext;

/// At least so many bytes of images that the site no longer shows stay in the cache, so that switching between branches or
/// undoing an edit does not encode them again.
const UNUSED_BYTES_KEPT: u64 = 64_000_000;

/// The folder inside the cache.
const FOLDER: &str = "pictures";

/// Puts images into a sink, from the cache or freshly made. Shared by all threads of a run; it counts what it made.
///
/// A key covers all that the bytes of an image depend on: the file's hash, size, format and quality, or what a card shows, and the
/// version of the code that makes it. So an entry never becomes wrong. It is only removed when the site no longer uses it, and
/// then not at once.
pub struct ImageCache<'a> {
    files: &'a dyn Files,
    store: BlobCache<'a>,
    images_made: AtomicUsize,
}

impl<'a> ImageCache<'a> {
    /// Reads pictures from `files`; `location` tells the folder of the cache, and whether it may be read and written.
    #[must_use]
    pub fn new(files: &'a dyn Files, location: &'a CacheLocation) -> Self {
        Self { files, store: BlobCache::new(files, location, FOLDER), images_made: AtomicUsize::new(0) }
    }

    /// How many images were not in the cache and had to be made.
    #[must_use]
    pub fn images_made(&self) -> usize {
        self.images_made.load(Ordering::Relaxed)
    }

    /// Removes images that the site no longer shows, beyond those that the store spares. `used` is called only if this run added
    /// an image: otherwise the cache has not grown, and listing its folder would cost an unchanged build time.
    pub(crate) fn sweep(&self, used: impl FnOnce() -> BTreeSet<Fingerprint>) {
        if self.images_made() > 0 {
            self.store.sweep(&used(), UNUSED_BYTES_KEPT);
        }
    }

    /// Puts all renditions of a picture. The file is read and decoded once for all renditions that are missing, and not at
    /// all if the cache has every one of them.
    ///
    /// # Errors
    /// When the picture is damaged or changed during the build, or when the sink fails.
    pub(crate) fn put_picture(
        &self,
        cx: &RenderContext<'_>,
        asset: &Asset,
        sink: &dyn Sink,
    ) -> Result<(), RenderError> {
        let Some(renditions) = renditions(asset) else { return Ok(()) };
        let original = PictureFile { asset, path: cx.config.root.join(&*asset.path), hash: renditions.original_hash };
        if sink.prefers_deferred() {
            return renditions.renditions.iter().try_for_each(|rendition| original.put_later(rendition, sink));
        }
        let lookups = renditions.renditions.par_iter().map(|rendition| (rendition, self.store.get(rendition.key)));
        let (cached, missing): (Vec<_>, Vec<_>) = lookups.partition(|(_, bytes)| bytes.is_some());
        for (rendition, bytes) in cached {
            put_bytes(sink, &rendition.published, bytes.unwrap_or_default())?;
        }
        if missing.is_empty() {
            return Ok(());
        }
        let bytes = read_unchanged(self.files, &original.path, original.hash);
        let bytes = bytes.map_err(|source| SinkError::unread(original.path, source))?;
        // All renditions of a picture are decoded in the same way.
        let reencoded = missing.iter().find(|(rendition, _)| rendition.pixels_from == PixelSource::Reencoded);
        let decoded = reencoded.map(|(rendition, _)| DecodedPicture::read(&bytes, rendition.decoding)).transpose();
        let decoded = decoded.map_err(|error| unreadable(cx, asset, &error))?;
        missing.par_iter().try_for_each(|(rendition, _)| {
            let encoded = match decoded.as_ref().filter(|_| rendition.pixels_from == PixelSource::Reencoded) {
                Some(decoded) => decoded.encode(rendition),
                None => image_encoder::rewritten(&asset.path, &bytes),
            };
            let encoded = encoded.map_err(|error| unreadable(cx, asset, &error))?;
            self.store_and_put(rendition.key, sink, &rendition.published, encoded)
        })
    }

    /// Learns whether the renditions of a picture can be made, and makes none. Of a picture that the cache has a rendition of, an
    /// earlier build has read the pixels.
    ///
    /// # Errors
    /// As [`put_picture`](Self::put_picture).
    pub(crate) fn verify_picture(&self, cx: &RenderContext<'_>, asset: &Asset) -> Result<(), RenderError> {
        let Some(renditions) = renditions(asset) else { return Ok(()) };
        let all = &renditions.renditions;
        if all.iter().any(|rendition| self.store.get(rendition.key).is_some()) {
            return Ok(());
        }
        let path = cx.config.root.join(&*asset.path);
        let bytes = read_unchanged(self.files, &path, renditions.original_hash);
        let bytes = bytes.map_err(|source| SinkError::unread(path, source))?;
        // All renditions of a picture are decoded in the same way.
        let is_reencoded = |rendition: &&Rendition| rendition.pixels_from == PixelSource::Reencoded;
        let of_each_kind = [all.iter().find(is_reencoded), all.iter().find(|rendition| !is_reencoded(rendition))];
        of_each_kind.into_iter().flatten().try_for_each(|rendition| {
            image_encoder::verify(&asset.path, &bytes, rendition).map_err(|error| unreadable(cx, asset, &error))
        })
    }

    /// Puts a share card.
    ///
    /// # Errors
    /// When the sink fails.
    pub(crate) fn put_card(
        &self,
        cx: &RenderContext<'_>,
        card: &ShareCard,
        sink: &dyn Sink,
    ) -> Result<(), RenderError> {
        let Some(cards) = cx.share_cards.as_ref() else { return Ok(()) };
        if sink.prefers_deferred() {
            let (cards, later_card) = (cards.clone(), card.clone());
            // The name has a fingerprint of the content, so its hash changes exactly when the bytes would.
            let later =
                DeferredBytes::new(blake3::hash(card.published.as_bytes()), move |_| Ok(cards.draw(&later_card)));
            sink.put(Artifact { path: site_path(&card.published)?, content: ArtifactContent::Deferred(later) })?;
            return Ok(());
        }
        match self.store.get(card.key) {
            Some(bytes) => put_bytes(sink, &card.published, bytes).map(drop),
            None => self.store_and_put(card.key, sink, &card.published, cards.draw(card)),
        }
    }

    /// Puts the icons that are drawn here; those that the theme brings are put as its assets.
    ///
    /// # Errors
    /// When the sink fails.
    pub(crate) fn put_icons(&self, cx: &RenderContext<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
        for (icon, key) in cx.icons.iter().filter_map(|icon| Some((icon, icon.key?))) {
            match self.store.get(key) {
                Some(bytes) => put_bytes(sink, &icon.published, bytes).map(drop)?,
                None => self.store_and_put(key, sink, &icon.published, icons::draw(cx.theme, icon.size))?,
            }
        }
        Ok(())
    }

    /// Puts a file of the content. A picture, a sound or a film loses its metadata, which may tell where it was taken; static files are published byte for byte, as their author put them there.
    ///
    /// # Errors
    /// When the file cannot be read, is damaged, or the sink fails.
    pub(crate) fn put_file(&self, cx: &RenderContext<'_>, asset: &Asset, sink: &dyn Sink) -> Result<(), RenderError> {
        let path = cx.config.root.join(&*asset.path);
        let is_copied = matches!(asset.publication.rewriting, Rewriting::Nothing | Rewriting::Impossible(_));
        if is_copied || asset.is_static() {
            sink.put(Artifact { path: site_path(&asset.published)?, content: ArtifactContent::CopyOf(path) })?;
            return Ok(());
        }
        let bytes = self.files.read(&path).map_err(|source| SinkError::unread(path, source))?;
        let rewritten = image_encoder::rewritten(&asset.path, &bytes).map_err(|error| unreadable(cx, asset, &error))?;
        put_bytes(sink, &asset.published, rewritten).map(drop)
    }

    fn store_and_put(&self, key: Fingerprint, sink: &dyn Sink, path: &str, bytes: Vec<u8>) -> Result<(), RenderError> {
        self.images_made.fetch_add(1, Ordering::Relaxed);
        self.store.put(key, &bytes);
        put_bytes(sink, path, bytes).map(drop)
    }
}

/// The formats and sizes in which a picture is published; `None` for other files and for pictures published as they are.
pub(crate) fn renditions(asset: &Asset) -> Option<&RenditionPlan> {
    asset.picture.as_ref().ok()?.renditions.as_ref()
}

/// A picture's file, with the hash that its renditions are named after.
struct PictureFile<'a> {
    asset: &'a Asset,
    path: PathBuf,
    hash: blake3::Hash,
}

impl PictureFile<'_> {
    /// Puts a rendition that is encoded when somebody asks for it.
    fn put_later(&self, rendition: &Rendition, sink: &dyn Sink) -> Result<(), RenderError> {
        let (name, path, hash) = (self.asset.path.clone(), self.path.clone(), self.hash);
        let later_rendition = rendition.clone();
        let make = move |files: &dyn Files| {
            let bytes = read_unchanged(files, &path, hash)?;
            image_encoder::encode(&name, &bytes, &later_rendition).map_err(|error| match error {
                PictureError::OutOfMemory(_) => out_of_memory(&error),
                PictureError::Damaged(why) => io::Error::new(io::ErrorKind::InvalidData, why),
            })
        };
        let later = DeferredBytes::new(blake3::hash(rendition.published.as_bytes()), make);
        sink.put(Artifact { path: site_path(&rendition.published)?, content: ArtifactContent::Deferred(later) })?;
        Ok(())
    }
}

/// Reads a picture and refuses it if it is not the file that was hashed for the names of its renditions: otherwise new
/// pixels would be published, and cached, under the old name.
fn read_unchanged(files: &dyn Files, path: &Path, hash: blake3::Hash) -> io::Result<Vec<u8>> {
    let bytes = files.read(path)?;
    if blake3::hash(&bytes) == hash {
        Ok(bytes)
    } else {
        Err(io::Error::other("it was changed meanwhile; build again"))
    }
}

fn put_bytes(sink: &dyn Sink, path: &str, bytes: Vec<u8>) -> Result<PublishedFile, RenderError> {
    Ok(sink.put(Artifact { path: site_path(path)?, content: ArtifactContent::Bytes(bytes.into()) })?)
}

fn site_path(path: &str) -> Result<SitePath, RenderError> {
    SitePath::new(path).ok_or_else(|| RenderError::Path(path.to_owned()))
}

/// The error for a picture whose header could be read but whose pixels could not, with a finding at the first page that
/// shows it. A lack of memory is no finding: the author cannot correct it, so it ends the run as a failing disk does.
fn unreadable(cx: &RenderContext<'_>, asset: &Asset, error: &PictureError) -> RenderError {
    match error {
        PictureError::Damaged(why) => {
            let location = first_use(cx, &asset.path).unwrap_or_else(|| Location::file(asset.path.clone()));
            RenderError::Pictures(vec![damage_finding(&asset.path, why, location)])
        }
        PictureError::OutOfMemory(_) => {
            let path = PathBuf::from(&*asset.path);
            SinkError { action: "encode", path, source: out_of_memory(error) }.into()
        }
    }
}

fn out_of_memory(error: &PictureError) -> io::Error {
    io::Error::new(io::ErrorKind::OutOfMemory, error.to_string())
}

fn damage_finding(path: &str, why: &str, location: Location) -> Diagnostic {
    let message = format!("`{}` cannot be shown as a picture: its pixels cannot be read ({why})", file_name(path));
    Diagnostic::new(&rules::PICTURE_INVALID, location, message).help("export the picture again")
}

/// The first mention of a file's name in the source of a page that shows the file. The text is searched because resolved
/// pages no longer know where each address was written.
fn first_use(cx: &RenderContext<'_>, file: &str) -> Option<Location> {
    let name = file_name(file);
    let pages = cx.resolved.site.pages.iter().zip(&cx.resolved.pages);
    let mut sources = pages.filter(|(_, resolved)| resolved.shows(file)).map(|(page, _)| &page.source);
    sources.find_map(|source| {
        let at = source.text.find(name)?;
        Some(source.locate(Span::new(at..at + name.len())))
    })
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
