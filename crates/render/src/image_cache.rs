//! [`ImageCache`]: where files come from that take long to make. It takes them from what earlier runs left, makes what is
//! missing, and leaves it for the next; a sink that would rather wait gets a promise.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use thiserror::Error;

use crate::image_encoder::{self, DamagedPicture, DecodedPicture};
use wellpress_diagnostics::{Diagnostic, Location, Span, rules};
use wellpress_io::artifact::{Artifact, ArtifactContent, DeferredBytes, PublishedFile, Sink, SinkError, SitePath};
use wellpress_io::cache::{BlobCache, CacheLocation, CacheNote, Fingerprint};
use wellpress_io::fs::Files;
use wellpress_site::assets::{Asset, PixelsFrom, Rendition, Renditions};

use super::RenderError;
use super::cards::Card;
use super::icons;
use super::render_context::RenderContext;

/// So many bytes of pictures that the site no longer shows may stay for those who go back to another state of it.
const SPARE: u64 = 64_000_000;

/// A picture turned out not to be one when somebody asked for it.
#[derive(Debug, Error)]
#[error("{}", .0.message)]
pub struct BrokenPicture(pub Diagnostic);

/// The folder of the cache.
const FOLDER: &str = "pictures";

/// Makes what takes long.
pub struct ImageCache<'a> {
    files: &'a dyn Files,
    store: BlobCache<'a>,
    made: AtomicUsize,
}

impl<'a> ImageCache<'a> {
    /// One that reads pictures from `files`, and keeps what it makes in `place`.
    #[must_use]
    pub fn new(files: &'a dyn Files, place: &'a CacheLocation) -> Self {
        Self { files, store: BlobCache::new(files, place, FOLDER), made: AtomicUsize::new(0) }
    }

    /// How many files it made, those left out that an earlier run had made.
    #[must_use]
    pub fn made(&self) -> usize {
        self.made.load(Ordering::Relaxed)
    }

    /// That what an earlier run made was damaged, if so.
    pub(super) fn damage(&self) -> Option<CacheNote> {
        self.store.damage()
    }

    /// Drops what earlier runs left and the site does not show, as far as it is much. Only who makes something need look.
    pub(super) fn sweep(&self, used: impl FnOnce() -> BTreeSet<Fingerprint>) {
        if self.made() > 0 {
            self.store.sweep(&used(), SPARE);
        }
    }

    /// Puts all renditions of a picture.
    ///
    /// # Errors
    /// When the picture is damaged, or one cannot be kept.
    pub(super) fn put_picture(
        &self,
        cx: &RenderContext<'_>,
        asset: &Asset,
        sink: &dyn Sink,
    ) -> Result<(), RenderError> {
        let Some(renditions) = renditions(asset) else { return Ok(()) };
        let place = cx.config.root.join(&*asset.path);
        if sink.prefers_deferred() {
            let later = |rendition| put_later(sink, asset, (&place, renditions.hash), rendition);
            return renditions.all.iter().try_for_each(later);
        }
        let known = renditions.all.par_iter().map(|rendition| (rendition, self.store.get(rendition.key)));
        let (known, missing): (Vec<_>, Vec<_>) = known.partition(|(_, bytes)| bytes.is_some());
        for (rendition, bytes) in known {
            put_bytes(sink, &rendition.published, bytes.unwrap_or_default())?;
        }
        if missing.is_empty() {
            return Ok(());
        }
        let bytes = read_unchanged(self.files, &place, renditions.hash);
        let bytes = bytes.map_err(|source| SinkError::unread(place, source))?;
        let damaged = |error: DamagedPicture| RenderError::Pictures(vec![finding(cx, asset, &error)]);
        let is_read = missing.iter().any(|(rendition, _)| rendition.pixels_from == PixelsFrom::Anew);
        let decoded = is_read.then(|| DecodedPicture::read(&asset.path, &bytes)).transpose().map_err(damaged)?;
        missing.par_iter().try_for_each(|(rendition, _)| {
            let made = match decoded.as_ref().filter(|_| rendition.pixels_from == PixelsFrom::Anew) {
                Some(decoded) => decoded.encode(rendition),
                None => image_encoder::stripped(&asset.path, &bytes),
            };
            self.keep(rendition.key, sink, &rendition.published, made.map_err(damaged)?)
        })
    }

    /// Puts a picture for sharing.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub(super) fn put_card(&self, cx: &RenderContext<'_>, card: &Card, sink: &dyn Sink) -> Result<(), RenderError> {
        let Some(cards) = cx.pictures.as_ref() else { return Ok(()) };
        if sink.prefers_deferred() {
            let (cards, wanted) = (cards.clone(), card.clone());
            let later = DeferredBytes::new(blake3::hash(card.published.as_bytes()), move |_| Ok(cards.draw(&wanted)));
            sink.put(Artifact { path: site_path(&card.published)?, content: ArtifactContent::Deferred(later) })?;
            return Ok(());
        }
        match self.store.get(card.key) {
            Some(bytes) => put_bytes(sink, &card.published, bytes).map(drop),
            None => self.keep(card.key, sink, &card.published, cards.draw(card)),
        }
    }

    /// Puts the icons that the theme does not bring.
    ///
    /// # Errors
    /// When one cannot be kept.
    pub(super) fn put_icons(&self, cx: &RenderContext<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
        for (icon, key) in cx.icons.iter().filter_map(|icon| Some((icon, icon.key?))) {
            match self.store.get(key) {
                Some(bytes) => put_bytes(sink, &icon.published, bytes).map(drop)?,
                None => self.keep(key, sink, &icon.published, icons::draw(cx.theme, icon.size))?,
            }
        }
        Ok(())
    }

    /// Puts a file of the content that is published in its own form, without what was written about a picture.
    ///
    /// # Errors
    /// When it cannot be read or kept.
    pub(super) fn put_file(&self, cx: &RenderContext<'_>, asset: &Asset, sink: &dyn Sink) -> Result<(), RenderError> {
        let place = cx.config.root.join(&*asset.path);
        let is_plain = asset.picture.as_ref().map_or(true, |image| !image.has_metadata);
        if is_plain || asset.is_static() {
            sink.put(Artifact { path: site_path(&asset.published)?, content: ArtifactContent::CopyOf(place) })?;
            return Ok(());
        }
        let bytes = self.files.read(&place).map_err(|source| SinkError::unread(place, source))?;
        let clean = image_encoder::stripped(&asset.path, &bytes);
        let clean = clean.map_err(|error| RenderError::Pictures(vec![finding(cx, asset, &error)]))?;
        put_bytes(sink, &asset.published, clean).map(drop)
    }

    fn keep(&self, key: Fingerprint, sink: &dyn Sink, path: &str, bytes: Vec<u8>) -> Result<(), RenderError> {
        self.made.fetch_add(1, Ordering::Relaxed);
        self.store.put(key, &bytes);
        put_bytes(sink, path, bytes).map(drop)
    }
}

/// What a picture is published as.
pub(super) fn renditions(asset: &Asset) -> Option<&Renditions> {
    asset.picture.as_ref().ok()?.renditions.as_ref()
}

/// The bytes of a picture, if they are still those that its renditions are named after.
fn read_unchanged(files: &dyn Files, place: &Path, hash: blake3::Hash) -> io::Result<Vec<u8>> {
    let bytes = files.read(place)?;
    let changed = || io::Error::other("it was changed meanwhile; build again");
    if blake3::hash(&bytes) == hash { Ok(bytes) } else { Err(changed()) }
}

fn put_later(
    sink: &dyn Sink,
    asset: &Asset,
    (place, hash): (&Path, blake3::Hash),
    rendition: &Rendition,
) -> Result<(), RenderError> {
    let (path, place, wanted): (Arc<str>, _, _) = (asset.path.clone(), place.to_owned(), rendition.clone());
    let make = move |files: &dyn Files| {
        let bytes = read_unchanged(files, &place, hash)?;
        let damaged = |error| BrokenPicture(damage(&path, &error, Location::file(path.clone())));
        image_encoder::encode(&path, &bytes, &wanted)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, damaged(error)))
    };
    let later = DeferredBytes::new(blake3::hash(rendition.published.as_bytes()), make);
    sink.put(Artifact { path: site_path(&rendition.published)?, content: ArtifactContent::Deferred(later) })?;
    Ok(())
}

fn put_bytes(sink: &dyn Sink, path: &str, bytes: Vec<u8>) -> Result<PublishedFile, RenderError> {
    Ok(sink.put(Artifact { path: site_path(path)?, content: ArtifactContent::Bytes(bytes.into()) })?)
}

fn site_path(path: &str) -> Result<SitePath, RenderError> {
    SitePath::new(path).ok_or_else(|| RenderError::Path(path.to_owned()))
}

/// A picture whose header promised more than there is, at the first place that shows it.
fn finding(cx: &RenderContext<'_>, asset: &Asset, error: &DamagedPicture) -> Diagnostic {
    let name = asset.path.rsplit('/').next().unwrap_or(&asset.path);
    let place = first_use(cx, &asset.path, name).unwrap_or_else(|| Location::file(asset.path.clone()));
    damage(&asset.path, error, place)
}

fn damage(path: &str, error: &DamagedPicture, place: Location) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or(path);
    let message = format!("`{name}` cannot be shown as a picture: its pixels cannot be read ({error})");
    Diagnostic::new(&rules::PICTURE_INVALID, place, message).help("export the picture again")
}

fn first_use(cx: &RenderContext<'_>, file: &str, name: &str) -> Option<Location> {
    let pages = cx.resolved.site.pages.iter().zip(&cx.resolved.pages);
    let mut showing = pages.filter(|(_, resolved)| resolved.shows(file)).map(|(page, _)| &page.source);
    showing.find_map(|source| {
        let at = source.text.find(name)?;
        Some(source.locate(Span::new(at..at + name.len())))
    })
}
