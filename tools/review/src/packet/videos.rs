//! Makes the videos of a packet play without the site: puts small ones into the file, and names the others as files to send beside
//! it. Their addresses are not public before the page is.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use wellpress_io::artifact::media_type;
use wellpress_io::fs::Files;
use wellpress_site::assets::rewritten;
use wellpress_site::model::address::escape_path;

use wellpress_render::escape::escaped;
use wellpress_render::pages::render_context::RenderContext;

/// Up to this many bytes a video goes into the packet, which has to pass as an attachment of a mail.
const MAX_BYTES: u64 = 6_000_000;

/// Replaces the address of each video and of its captions by the file itself, and a player whose video is too large by the words
/// of `beside` for the name of the file.
pub(super) fn include(
    mut html: String,
    cx: &RenderContext<'_>,
    files: &dyn Files,
    paths: Vec<&str>,
    beside: &dyn Fn(&str) -> String,
) -> String {
    for path in paths {
        let Some(asset) = cx.assets.get(path) else { continue };
        // Captions have another name when they are published.
        let kind = media_type(&asset.published, |_| None);
        if !kind.starts_with("video/") && !asset.published.ends_with(".vtt") {
            continue;
        }
        let address = format!("src=\"{}{}\"", cx.config.base.path, escape_path(&asset.published));
        if !html.contains(&address) {
            continue;
        }
        html = match files.read_limited(&cx.config.root.join(path), MAX_BYTES) {
            Ok(bytes) => {
                let bytes = rewritten(path, &bytes).unwrap_or(bytes);
                html.replace(&address, &format!("src=\"data:{kind};base64,{}\"", BASE64_STANDARD.encode(bytes)))
            }
            Err(_) => without_players(&html, &address, &beside(path)),
        };
    }
    html
}

/// The path of a video that is too large for a packet, among the files of a player.
pub(super) fn too_large<'p>(cx: &RenderContext<'_>, files: &dyn Files, paths: &'p [String]) -> Option<&'p str> {
    let is_video = |path: &&str| {
        cx.assets.get(path).is_some_and(|asset| media_type(&asset.published, |_| None).starts_with("video/"))
    };
    let path = paths.iter().map(String::as_str).find(is_video)?;
    files.read_limited(&cx.config.root.join(path), MAX_BYTES).is_err().then_some(path)
}

/// The HTML with a paragraph in place of each `<video>` that has this address in it.
fn without_players(html: &str, address: &str, words: &str) -> String {
    let mut output = String::new();
    let mut unread_html = html;
    while let Some((before, player)) = unread_html.split_once("<video") {
        let (player, behind) = player.split_once("</video>").unwrap_or((player, ""));
        output.push_str(before);
        match player.contains(address) {
            true => output.push_str(&format!("<p class=\"video-file\">{}</p>", escaped(words))),
            false => output.push_str(&format!("<video{player}</video>")),
        }
        unread_html = behind;
    }
    output + unread_html
}
