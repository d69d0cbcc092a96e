//! Resolves the pictures and other files that a page shows: a path beside the page or in `static` becomes a published
//! address, with the size and the other formats of a picture. A missing or broken file is a finding.

use std::sync::Arc;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Missing, Span, rules};
use wellpress_markdown::body::{Link, LinkTarget};
use wellpress_markdown::directives::Directive;

use crate::assets::{Asset, ImageInfo, PictureSource, PixelSize};
use crate::model::address::escape_path;
use crate::parse::front_matter::{ExerciseImage, Picture, PictureAi};

use super::context::{ResolveContext, TextOrigin};
use super::publications::{self, Verdict};

/// A picture whose file exists and can be shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ResolvedPicture {
    /// Address from the root of the host, for browsers that cannot choose a format (the `src` of an `img`).
    pub url: String,
    /// The source file, relative to the site's root.
    pub file: String,
    /// Size of the picture at `url`.
    pub pixels: PixelSize,
    /// The formats that a browser chooses from (the `source` elements of a `picture`), each with addresses and widths, the
    /// best compressed first and the format of `url` last. Empty for a picture that is published unchanged.
    pub choices: Arc<[PictureSource]>,
    /// Alternative text; empty for a decorative picture.
    pub alt: String,
    /// Caption.
    pub caption: Option<String>,
    /// Author and licence, as the front matter words it.
    pub credit: Option<String>,
    /// What a machine has to do with it.
    pub ai: Option<PictureAi>,
    /// The number of the step that it shows, from 1, for pictures of an exercise.
    pub step: Option<u32>,
}

impl ResolvedPicture {
    /// Whether the source file is published unchanged (SVG, animations), without other sizes or formats.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.choices.is_empty()
    }
}

/// Resolves a picture of the front matter. A missing `alt` is a finding, and the picture is not shown.
pub(super) fn front_matter(
    context: &ResolveContext<'_>,
    origin: TextOrigin<'_>,
    picture: &Picture,
    findings: &mut Vec<Diagnostic>,
) -> Option<ResolvedPicture> {
    // The file is resolved first, so that one build reports both a missing file and a missing `alt`.
    let resolved = without_text(context, origin, &picture.src, findings);
    let alt = require_alt(origin, picture.alt.as_deref(), picture.src.span, findings)?;
    Some(ResolvedPicture {
        alt,
        caption: picture.caption.clone(),
        credit: picture.credit.clone(),
        ai: picture.ai,
        ..resolved?
    })
}

/// Resolves the pictures of an exercise; those with findings are left out.
pub(super) fn exercise(
    context: &ResolveContext<'_>,
    origin: TextOrigin<'_>,
    images: &[ExerciseImage],
    findings: &mut Vec<Diagnostic>,
) -> Vec<ResolvedPicture> {
    let mut pictures = Vec::new();
    for image in images {
        let picture = without_text(context, origin, &image.src, findings);
        let alt = require_alt(origin, image.alt.as_deref(), image.src.span, findings);
        if let (Some(picture), Some(alt)) = (picture, alt) {
            pictures.push(ResolvedPicture { alt, step: image.step, ai: image.ai, ..picture });
        }
    }
    pictures
}

fn require_alt(
    origin: TextOrigin<'_>,
    alt: Option<&str>,
    span: Span,
    findings: &mut Vec<Diagnostic>,
) -> Option<String> {
    if alt.is_none() {
        let finding = origin.finding(&rules::ALT_MISSING, span, "this picture has no alternative text");
        findings.push(finding.help("add `alt: \"what it shows\"`, or `alt: \"\"` where it only decorates"));
    }
    alt.map(str::to_owned)
}

/// Resolves the picture of a `::figure` directive.
pub(super) fn figure(
    context: &ResolveContext<'_>,
    origin: TextOrigin<'_>,
    directive: &Directive,
    findings: &mut Vec<Diagnostic>,
) -> Option<ResolvedPicture> {
    let path = directive.located("src").filter(|src| !src.value.is_empty())?;
    let resolved = without_text(context, origin, &path, findings);
    let alt = require_alt(origin, directive.get("alt"), directive.span, findings)?;
    let ai = directive.get("ai").and_then(|ai| ai.parse().ok());
    Some(ResolvedPicture { alt, credit: directive.get("credit").map(str::to_owned), ai, ..resolved? })
}

/// Resolves a Markdown picture, `![alt](path)`. Its alternative text is in the body's nodes.
pub(super) fn inline(
    context: &ResolveContext<'_>,
    origin: TextOrigin<'_>,
    link: &Link,
    findings: &mut Vec<Diagnostic>,
) -> Option<ResolvedPicture> {
    match &link.target {
        LinkTarget::Path { path, .. } => {
            let value = super::links::decode(path).into_owned();
            without_text(context, origin, &Located { value, span: link.span }, findings)
        }
        // The parser has reported it.
        LinkTarget::Unsafe => None,
        LinkTarget::Wiki { id, .. } => {
            let message = format!("`![[{id}]]` embeds a file in Obsidian, and nothing here");
            let finding = origin.finding(&rules::PICTURE_MISSING, link.span, message);
            let is_picture = id.rsplit_once('.').is_some_and(|(_, extension)| extension != "md");
            findings.push(finding.help(if is_picture {
                format!("write `![what it shows]({id})`, and put the file beside this page")
            } else {
                format!("write the text itself here, or link to the page: `[[{id}]]`")
            }));
            None
        }
        _ => {
            let finding = origin.finding(&rules::PICTURE_MISSING, link.span, "a picture of another site is not shown");
            findings.push(finding.help("put the file beside this page: pages load nothing from elsewhere"));
            None
        }
    }
}

/// Resolves any file that a page may publish (a video, captions, a transcript).
pub(super) fn any_file<'a>(
    context: &ResolveContext<'a>,
    origin: TextOrigin<'_>,
    path: &Located<String>,
    findings: &mut Vec<Diagnostic>,
) -> Option<&'a Asset> {
    let asset = asset(context, origin, path, findings)?;
    match publications::judge(context, origin, path.span, &path.value, asset) {
        Verdict::Published(about_metadata) => {
            findings.extend(about_metadata);
            Some(asset)
        }
        Verdict::Refused(finding) => {
            findings.push(*finding);
            None
        }
    }
}

/// The address of a file by its path relative to the root, or `None` if there is no such file.
pub(super) fn published_url(context: &ResolveContext<'_>, file: &str) -> Option<String> {
    Some(asset_url(context, context.assets.get(file)?))
}

pub(super) fn asset_url(context: &ResolveContext<'_>, asset: &Asset) -> String {
    format!("{}{}", context.config.base.path, escape_path(&asset.published))
}

/// Resolves a picture without its texts, such as the poster of a video or the picture for sharing, which have none.
pub(super) fn without_text(
    context: &ResolveContext<'_>,
    origin: TextOrigin<'_>,
    path: &Located<String>,
    findings: &mut Vec<Diagnostic>,
) -> Option<ResolvedPicture> {
    let asset = asset(context, origin, path, findings)?;
    match &asset.picture {
        Ok(image) => {
            // Pixels that are encoded anew lose what a camera wrote, whatever the file has.
            if image.renditions.is_none() {
                findings.extend(publications::kept_metadata(origin, path.span, &path.value, asset));
            }
            Some(resolved_picture(context, asset, image))
        }
        Err(defect) => {
            let message = format!("`{}` cannot be shown as a picture: {defect}", path.value);
            findings.push(origin.finding(&rules::PICTURE_INVALID, path.span, message).help(defect.help()));
            None
        }
    }
}

fn resolved_picture(context: &ResolveContext<'_>, asset: &Asset, image: &ImageInfo) -> ResolvedPicture {
    let base = &context.config.base.path;
    let renditions = image.renditions.as_ref();
    // Without renditions (an SVG, an animation, an AVIF) the file itself is shown.
    let widest = renditions.and_then(|renditions| renditions.widest());
    ResolvedPicture {
        url: widest.map_or_else(|| asset_url(context, asset), |widest| format!("{base}{}", widest.published)),
        file: asset.path.to_string(),
        pixels: image.pixels,
        choices: renditions.map(|renditions| renditions.sources.clone()).unwrap_or_default(),
        alt: String::new(),
        caption: None,
        credit: None,
        ai: None,
        step: None,
    }
}

fn asset<'a>(
    context: &ResolveContext<'a>,
    origin: TextOrigin<'_>,
    path: &Located<String>,
    findings: &mut Vec<Diagnostic>,
) -> Option<&'a Asset> {
    let file_path = super::links::file_path(context.config.content_folder(), origin.folder, &path.value);
    if let Some(asset) = file_path.as_deref().and_then(|file_path| context.assets.get(file_path)) {
        return Some(asset);
    }
    let suggestion = file_path.as_deref().and_then(|file_path| context.assets.nearest(file_path));
    let finding = origin.finding(&rules::PICTURE_MISSING, path.span, format!("there is no file `{}`", path.value));
    let finding = finding.about_missing(Missing::File(path.value.clone()));
    findings.push(match suggestion {
        Some(path) => finding.help(format!("did you mean `{}`?", path.rsplit('/').next().unwrap_or(path))),
        None => finding.help("put the file beside this page, or write its path in `static` from `/`"),
    });
    None
}
