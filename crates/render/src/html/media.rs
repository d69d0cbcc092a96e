//! HTML of pictures and videos: `<picture>` with all formats and widths, figures with captions and credits, and videos that
//! load nothing before a reader asks for them.

use std::borrow::Cow;
use std::fmt::Write as _;

use wellpress_site::config::LanguageId;
use wellpress_site::parse::front_matter::PictureAi;
use wellpress_site::resolve::ResolvedPicture;
use wellpress_site::resolve::videos::{ResolvedVideo, VideoSource};

use super::TextContext;
use crate::escape::{attribute, text};
use crate::theme::strings::{MessageValue, Strings};

/// When a browser loads a picture.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Loading {
    /// Once it comes near the visible part of the page.
    Lazy,
    /// With the page. For handouts: a browser prints before it has loaded what was not visible.
    Eager,
}

/// The `sizes` of a picture in a text: the width of the column of text, or that of a narrow window.
const SIZES_IN_TEXT: &str = "(min-width: 40rem) 36rem, 100vw";

/// Appends a picture of a text, in all its formats and widths.
pub fn image(html: &mut String, picture: &ResolvedPicture, alt: &str, loading: Loading) {
    image_of(html, picture, alt, loading, SIZES_IN_TEXT);
}

/// Appends a picture for which a browser chooses the width by `sizes`, in the syntax of the HTML attribute.
///
/// The last choice is the format that every browser reads, so it goes into the `<img>`; better formats become `<source>`s
/// before it, and a browser takes the first one that it knows.
pub fn image_of(html: &mut String, picture: &ResolvedPicture, alt: &str, loading: Loading, sizes: &str) {
    let (fallback, better) =
        picture.choices.split_last().map_or((None, &[][..]), |(last, better)| (Some(last), better));
    if !better.is_empty() {
        html.push_str("<picture>");
        for choice in better {
            let _ = write!(html, "<source type=\"{}\"", choice.media_type);
            srcset(html, &choice.srcset, sizes);
            html.push('>');
        }
    }
    html.push_str("<img src=\"");
    attribute(html, &picture.url);
    html.push('"');
    if let Some(fallback) = fallback {
        srcset(html, &fallback.srcset, sizes);
    }
    html.push_str(" alt=\"");
    attribute(html, alt);
    let _ = write!(html, "\" width=\"{}\" height=\"{}\"", picture.pixels.width, picture.pixels.height);
    html.push_str(if loading == Loading::Lazy {
        " loading=\"lazy\" decoding=\"async\">"
    } else {
        " decoding=\"async\">"
    });
    if !better.is_empty() {
        html.push_str("</picture>");
    }
}

fn srcset(html: &mut String, srcset: &str, sizes: &str) {
    html.push_str(" srcset=\"");
    attribute(html, srcset);
    let _ = write!(html, "\" sizes=\"{sizes}\"");
}

/// Who made a picture, and whether a machine made or changed it.
#[must_use]
pub fn credit(picture: &ResolvedPicture, strings: &Strings, language: LanguageId) -> Option<String> {
    let machine = picture.ai.map(|ai| strings.get(language, ai_key(ai)));
    match (&picture.credit, machine) {
        (Some(credit), Some(machine)) => Some(format!("{credit} \u{b7} {machine}")),
        (credit, machine) => credit.clone().or_else(|| machine.map(Cow::into_owned)),
    }
}

fn ai_key(ai: PictureAi) -> &'static str {
    match ai {
        PictureAi::Generated => "text-picture-ai-generated",
        PictureAi::Edited => "text-picture-ai-edited",
    }
}

/// Appends a picture with its credit and a caption, which is HTML and may be empty.
pub fn figure(
    html: &mut String,
    text_cx: TextContext<'_>,
    class: &str,
    picture: &ResolvedPicture,
    caption: &str,
    loading: Loading,
) {
    let _ = write!(html, "<figure class=\"{class}\">");
    image(html, picture, &picture.alt, loading);
    let credit = credit(picture, text_cx.strings, text_cx.language);
    if !caption.is_empty() || credit.is_some() {
        html.push_str("<figcaption>");
        html.push_str(caption);
        if let Some(credit) = &credit {
            html.push_str(" <span class=\"credit\">");
            text(html, credit);
            html.push_str("</span>");
        }
        html.push_str("</figcaption>");
    }
    html.push_str("</figure>\n");
}

/// Appends a video that loads nothing until the reader asks for it: a player for a file of the site, a link for a video on
/// another one.
pub fn video(html: &mut String, text_cx: TextContext<'_>, video: &ResolvedVideo) {
    match &video.src {
        VideoSource::SiteFile(url) => player(html, text_cx, video, url),
        VideoSource::External(url) => external_link(html, text_cx, video, url),
    }
}

fn player(html: &mut String, text_cx: TextContext<'_>, video: &ResolvedVideo, url: &str) {
    html.push_str("<figure class=\"video\"><video controls preload=\"none\"");
    match &video.poster {
        Some(poster) => {
            html.push_str(" poster=\"");
            attribute(html, &poster.url);
            let _ = write!(html, "\" width=\"{}\" height=\"{}\"", poster.pixels.width, poster.pixels.height);
        }
        // Most videos have this shape; with no size at all the text below would jump once the video is known.
        None => html.push_str(" width=\"640\" height=\"360\""),
    }
    html.push_str(" aria-label=\"");
    attribute(html, &text_cx.say_with("text-video", &[("title", MessageValue::Text(&video.title))]));
    html.push_str("\"><source src=\"");
    attribute(html, url);
    let _ = write!(html, "\" type=\"{}\">", media_type(url));
    if let Some(captions) = &video.captions {
        let tag = &text_cx.config.languages[text_cx.language].tag;
        let _ = write!(html, "<track kind=\"captions\" srclang=\"{tag}\" src=\"");
        attribute(html, captions);
        html.push_str("\" default>");
    }
    html.push_str("</video>");
    caption(html, text_cx, video);
    html.push_str("</figure>\n");
    spoken_words(html, text_cx, video);
}

fn external_link(html: &mut String, text_cx: TextContext<'_>, video: &ResolvedVideo, url: &str) {
    html.push_str("<figure class=\"video video-away\"><a href=\"");
    attribute(html, url);
    html.push_str("\" rel=\"noopener noreferrer external\">");
    if let Some(poster) = &video.poster {
        // Decoration: the words below it name the video, and a screen reader would say the name twice.
        image(html, poster, "", Loading::Lazy);
    }
    html.push_str("<span>");
    text(html, &words_of_external(text_cx, video, url));
    html.push_str("</span></a>");
    caption(html, text_cx, video);
    html.push_str("</figure>\n");
    spoken_words(html, text_cx, video);
}

/// What the link to a video on another host says.
#[must_use]
pub fn words_of_external(text_cx: TextContext<'_>, video: &ResolvedVideo, url: &str) -> String {
    words_of_link(text_cx, "text-watch", &video.title, url)
}

/// The same for a recording with a title, with the key of the theme's string for it.
pub(super) fn words_of_link(text_cx: TextContext<'_>, key: &str, title: &str, url: &str) -> String {
    // Not the host of the `url` crate, which turns a name in another script into Punycode: a reader is to recognise it.
    let host = url.split("//").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or(url).trim_start_matches("www.");
    text_cx.say_with(key, &[("title", MessageValue::Text(title)), ("host", MessageValue::Text(host))])
}

fn caption(html: &mut String, text_cx: TextContext<'_>, video: &ResolvedVideo) {
    html.push_str("<figcaption><span class=\"video-title\">");
    text(html, &video.title);
    html.push_str("</span>");
    if let Some(duration) = &video.duration {
        html.push_str(" <span class=\"video-duration\">");
        text(html, duration);
        html.push_str("</span>");
    }
    if let Some(transcript) = &video.transcript {
        html.push_str(" <a class=\"video-transcript\" href=\"");
        attribute(html, transcript);
        html.push_str("\">");
        html.push_str(&text_cx.say_html("text-transcript"));
        html.push_str("</a>");
    }
    html.push_str("</figcaption>");
}

/// Appends what is said in a film, folded. A sheet of paper has no film, and not its words.
fn spoken_words(html: &mut String, text_cx: TextContext<'_>, video: &ResolvedVideo) {
    let paragraphs = video.spoken_words.as_deref().filter(|_| !text_cx.is_unfolded);
    words_below(html, text_cx, &video.title, paragraphs);
}

/// Appends the words of a recording with a title, folded; nothing if there are none.
pub(super) fn words_below(html: &mut String, text_cx: TextContext<'_>, title: &str, paragraphs: Option<&[String]>) {
    let Some(paragraphs) = paragraphs else { return };
    let summary = text_cx.say_html("text-spoken-words");
    let _ = write!(html, "<details class=\"details spoken\"><summary>{summary}");
    if !title.is_empty() {
        html.push_str("<span class=\"visually-hidden\">: ");
        text(html, title);
        html.push_str("</span>");
    }
    html.push_str("</summary>\n");
    for paragraph in paragraphs {
        html.push_str("<p>");
        text(html, paragraph);
        html.push_str("</p>\n");
    }
    html.push_str("</details>\n");
}

/// The type of a film. Not that of `wellpress_io`, which says `video/quicktime` of `.mov`: a browser skips a source of a type
/// that it does not play, although it plays most of these files as MPEG-4.
pub(super) fn media_type(url: &str) -> &'static str {
    match url.rsplit('.').next().unwrap_or_default() {
        "webm" => "video/webm",
        "ogv" | "ogg" => "video/ogg",
        _ => "video/mp4",
    }
}
