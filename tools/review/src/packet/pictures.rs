//! Makes the packet for a reviewer one file: puts its pictures into it as `data:` addresses.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use wellpress_io::fs::Files;
use wellpress_render::pages::render_context::RenderContext;
use wellpress_render::pages::standalone_text::without_picture_sources;
use wellpress_render::pictures::attached::attached_picture;
use wellpress_site::resolve::ResolvedPicture;

/// Replaces the address of each picture by the picture itself. The choice of other formats and sizes is taken out. A picture that
/// cannot be read keeps its address; its alternative text is in the packet all the same.
pub(super) fn include<'a>(
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
            && let Some((media_type, bytes)) = attached_picture(cx.config, cx.assets, files, &picture.file)
        {
            let data = format!("data:{media_type};base64,{}", BASE64_STANDARD.encode(bytes));
            html = html.replace(&addresses[0], &format!("src=\"{data}\""));
            html = html.replace(&addresses[1], &format!("poster=\"{data}\""));
        }
    }
    html
}
