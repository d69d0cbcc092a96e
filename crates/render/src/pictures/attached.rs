//! A picture for a file that is sent to somebody, such as the packet of a reviewer: in the format that every program can show, and
//! not larger than a mail needs.

use wellpress_io::artifact::media_type;
use wellpress_io::fs::Files;
use wellpress_site::assets::{AssetManifest, Rendition};
use wellpress_site::config::Config;

use super::image_cache::renditions;
use super::image_encoder;

/// Pictures are no wider than this, in pixels, unless they exist in no smaller size.
const MAX_WIDTH: u32 = 1000;

/// The media type and the bytes of a picture, whose file is relative to the site's root; `None` if it cannot be read.
#[must_use]
pub fn attached_picture(
    config: &Config,
    assets: &AssetManifest,
    files: &dyn Files,
    file: &str,
) -> Option<(String, Vec<u8>)> {
    let asset = assets.get(file)?;
    let bytes = files.read(&config.root.join(&*asset.path)).ok()?;
    let Some(plan) = renditions(asset) else {
        let media_type = media_type(&asset.path, |_| None);
        return Some((media_type.to_owned(), image_encoder::rewritten(&asset.path, &bytes).unwrap_or(bytes)));
    };
    let format = plan.renditions.last()?.format;
    let sizes: Vec<&Rendition> = plan.renditions.iter().filter(|rendition| rendition.format == format).collect();
    let fitting = sizes.iter().rfind(|rendition| rendition.pixels.width <= MAX_WIDTH).or(sizes.first())?;
    let media_type = plan.sources.last()?.media_type;
    Some((media_type.to_owned(), image_encoder::encode(&asset.path, &bytes, fitting).ok()?))
}
