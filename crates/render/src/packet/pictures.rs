//! Makes the packet for a reviewer one file: puts its pictures into it as `data:` addresses.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use wellpress_io::artifact::media_type;
use wellpress_io::fs::Files;
use wellpress_site::assets::Rendition;
use wellpress_site::resolve::ResolvedPicture;

use crate::pages::render_context::RenderContext;
use crate::pages::standalone_text::without_picture_sources;
use crate::pictures::image_cache::renditions;
use crate::pictures::image_encoder;

/// Pictures are included no wider than this, in pixels, unless they exist in no smaller size: a packet has to pass as an attachment.
const MAX_WIDTH: u32 = 1000;

/// Replaces the address of each picture by the picture itself. The choice of other formats and sizes is taken out. A picture that
/// cannot be read keeps its address; its alternative text is in the packet all the same.
pub(crate) fn include<'a>(
    html: &str,
    cx: &RenderContext<'_>,
    files: &dyn Files,
    pictures: impl Iterator<Item = &'a ResolvedPicture>,
) -> String {
    let mut html = without_picture_sources(html);
    for picture in pictures {
        let addresses = ["src", "poster"].map(|attribute| format!("{attribute}=\"{}\"", picture.url));
        // A picture that is shown twice has been replaced already.
        if addresses.iter().any(|address| html.contains(address))
            && let Some((media_type, bytes)) = read(cx, files, picture)
        {
            let data = format!("data:{media_type};base64,{}", BASE64_STANDARD.encode(bytes));
            html = html.replace(&addresses[0], &format!("src=\"{data}\""));
            html = html.replace(&addresses[1], &format!("poster=\"{data}\""));
        }
    }
    html
}

/// The bytes of a picture and their media type, in the format that every program can show.
fn read(cx: &RenderContext<'_>, files: &dyn Files, picture: &ResolvedPicture) -> Option<(String, Vec<u8>)> {
    let asset = cx.assets.get(&picture.file)?;
    let bytes = files.read(&cx.config.root.join(&*asset.path)).ok()?;
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
