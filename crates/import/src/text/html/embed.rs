//! Frames of other sites: a video becomes a link with a title, anything else a plain link. Pages of wellpress load nothing of others.

use url::Url;

use super::blocks::attribute_text;
use super::escape;

/// Hosts whose pages show a video; a subdomain counts.
const VIDEO_HOSTS: [&str; 9] = [
    "youtube.com",
    "youtube-nocookie.com",
    "youtu.be",
    "vimeo.com",
    "dailymotion.com",
    "ted.com",
    "wistia.com",
    "loom.com",
    "videopress.com",
];

/// The Markdown for an embedded address, as a line of its own.
pub(crate) fn embed(address: &str, title: &str) -> String {
    let address = address.trim();
    let whole = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
    let Ok(url) = Url::parse(&whole) else {
        // An address of the old site itself, such as that of a file.
        let words = if title.is_empty() { address } else { title };
        return format!("[{}]({})", escape(words), super::inline::destination(address));
    };
    if !matches!(url.scheme(), "http" | "https") {
        return escape(title);
    }
    let host = url.host_str().unwrap_or_default().trim_start_matches("www.");
    let is_video = VIDEO_HOSTS.iter().any(|known| host == *known || host.ends_with(&format!(".{known}")));
    if is_video {
        let title = if title.is_empty() { "Video" } else { title };
        return format!(
            "::video{{src=\"{}\" title=\"{}\"}}",
            attribute_text(&watch_address(&url)),
            attribute_text(title)
        );
    }
    format!("[{}]({})", escape(if title.is_empty() { host } else { title }), super::inline::destination(url.as_str()))
}

/// The address of the page that shows a video, for that of its player.
fn watch_address(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    let parts: Vec<&str> = url.path_segments().into_iter().flatten().filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        ["embed" | "v" | "shorts", id] if host.contains("youtube") && *id != "videoseries" => {
            format!("https://www.youtube.com/watch?v={id}")
        }
        [id] if host == "youtu.be" => format!("https://www.youtube.com/watch?v={id}"),
        ["video", id] if host == "player.vimeo.com" => format!("https://vimeo.com/{id}"),
        _ => url.as_str().replacen("http://", "https://", 1),
    }
}
