//! Files that a page shows: found beside it or in `static`, fit to be shown, with their size.

use std::sync::Arc;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Span, rules};
use wellpress_markdown::body::{Link, LinkTarget};
use wellpress_markdown::directives::Directive;

use crate::assets::{Asset, Choice, Defect, Image, Pixels};
use crate::model::page::escape_path;
use crate::parse::front_matter::{ExerciseImage, Picture};

use super::bodies::{Context, Place};

/// A picture that is there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ResolvedPicture {
    /// Root-relative address, for whoever can choose no other form.
    pub url: String,
    /// The file, relative to the root.
    pub file: String,
    /// Size of what is at the address.
    pub pixels: Pixels,
    /// What a browser chooses from, by media type, the best first: addresses with their widths. The last has the form of
    /// what is at the address. None of a picture that is published as it is.
    pub choices: Arc<[Choice]>,
    /// Alternative text; empty says decorative.
    pub alt: String,
    /// Caption.
    pub caption: Option<String>,
    /// Who made it.
    pub credit: Option<String>,
    /// The step that it shows.
    pub step: Option<u32>,
}

impl ResolvedPicture {
    /// Whether the file itself is published.
    #[must_use]
    pub fn is_as_it_is(&self) -> bool {
        self.choices.is_empty()
    }
}

/// A picture of the front matter; without `alt` it is a finding.
pub(super) fn front_matter(
    context: &Context<'_>,
    place: Place<'_>,
    picture: &Picture,
    findings: &mut Vec<Diagnostic>,
) -> Option<ResolvedPicture> {
    let found = shown(context, place, &picture.src, findings);
    let alt = need_alt(place, picture.alt.as_deref(), picture.src.span, findings)?;
    Some(ResolvedPicture { alt, caption: picture.caption.clone(), credit: picture.credit.clone(), ..found? })
}

/// The pictures of an exercise.
pub(super) fn exercise(
    context: &Context<'_>,
    place: Place<'_>,
    images: &[ExerciseImage],
    findings: &mut Vec<Diagnostic>,
) -> Vec<ResolvedPicture> {
    let mut resolved = Vec::new();
    for image in images {
        let found = shown(context, place, &image.src, findings);
        let alt = need_alt(place, image.alt.as_deref(), image.src.span, findings);
        if let (Some(found), Some(alt)) = (found, alt) {
            resolved.push(ResolvedPicture { alt, step: image.step, ..found });
        }
    }
    resolved
}

fn need_alt(place: Place<'_>, alt: Option<&str>, span: Span, findings: &mut Vec<Diagnostic>) -> Option<String> {
    if alt.is_none() {
        let finding = place.wrong(&rules::ALT_MISSING, span, "this picture has no alternative text");
        findings.push(finding.help("add `alt: \"what it shows\"`, or `alt: \"\"` where it only decorates"));
    }
    alt.map(str::to_owned)
}

/// A picture that says nothing by itself, such as a video's poster or one for sharing.
pub(super) fn decorative(
    context: &Context<'_>,
    place: Place<'_>,
    path: &Located<String>,
    findings: &mut Vec<Diagnostic>,
) -> Option<ResolvedPicture> {
    shown(context, place, path, findings)
}

/// `::figure`.
pub(super) fn figure(
    context: &Context<'_>,
    place: Place<'_>,
    directive: &Directive,
    findings: &mut Vec<Diagnostic>,
) -> Option<ResolvedPicture> {
    let src = directive.get("src").filter(|src| !src.is_empty())?;
    let path = Located { value: src.to_owned(), span: directive.place("src") };
    let found = shown(context, place, &path, findings);
    let alt = need_alt(place, directive.get("alt"), directive.span, findings)?;
    Some(ResolvedPicture { alt, credit: directive.get("credit").map(str::to_owned), ..found? })
}

/// `![alt](path)`.
pub(super) fn inline(
    context: &Context<'_>,
    place: Place<'_>,
    link: &Link,
    findings: &mut Vec<Diagnostic>,
) -> Option<ResolvedPicture> {
    match &link.target {
        LinkTarget::Path { path, .. } => {
            shown(context, place, &Located { value: path.to_string(), span: link.span }, findings)
        }
        LinkTarget::Refused => None,
        _ => {
            let finding = place.wrong(&rules::PICTURE_MISSING, link.span, "a picture of another site is not shown");
            findings.push(finding.help("put the file beside this page: pages load nothing from elsewhere"));
            None
        }
    }
}

/// Any file that a page needs, a picture or not.
pub(super) fn any_file(
    context: &Context<'_>,
    place: Place<'_>,
    path: &Located<String>,
    findings: &mut Vec<Diagnostic>,
) -> Option<String> {
    asset(context, place, path, findings).map(|asset| asset.path.to_string())
}

/// Where a file of the content is published.
pub(super) fn published_url(context: &Context<'_>, file: &str) -> Option<String> {
    Some(asset_url(context, context.assets.get(file)?))
}

fn asset_url(context: &Context<'_>, asset: &Asset) -> String {
    format!("{}{}", context.config.base.path, escape_path(&asset.published))
}

fn shown(
    context: &Context<'_>,
    place: Place<'_>,
    path: &Located<String>,
    findings: &mut Vec<Diagnostic>,
) -> Option<ResolvedPicture> {
    let asset = asset(context, place, path, findings)?;
    match &asset.picture {
        Ok(image) => Some(picture(context, asset, image)),
        Err(defect) => {
            let help = match defect {
                Defect::NotAPicture => "use SVG, PNG, JPEG, GIF, WebP or AVIF",
                Defect::Unreadable | Defect::CutShort => "export the picture again, with the extension of its format",
                Defect::Other(_) => "give it the extension of its format",
                Defect::TooLarge(..) => "make it smaller, or raise `limits.picture_pixels` in the settings",
                Defect::TooHeavy(..) => "make it smaller, or raise `limits.picture_size` in the settings",
                Defect::Active(_) => "export it as a plain drawing",
            };
            let message = format!("`{}` cannot be shown as a picture: {defect}", path.value);
            findings.push(place.wrong(&rules::PICTURE_INVALID, path.span, message).help(help));
            None
        }
    }
}

fn picture(context: &Context<'_>, asset: &Asset, image: &Image) -> ResolvedPicture {
    let base = &context.config.base.path;
    let renditions = image.renditions.as_ref();
    let widest = renditions.and_then(|renditions| renditions.widest());
    ResolvedPicture {
        url: widest.map_or_else(|| asset_url(context, asset), |widest| format!("{base}{}", widest.published)),
        file: asset.path.to_string(),
        pixels: image.pixels,
        choices: renditions.map(|renditions| renditions.choices.clone()).unwrap_or_default(),
        alt: String::new(),
        caption: None,
        credit: None,
        step: None,
    }
}

fn asset<'a>(
    context: &Context<'a>,
    place: Place<'_>,
    path: &Located<String>,
    findings: &mut Vec<Diagnostic>,
) -> Option<&'a Asset> {
    let wanted = super::links::file_path(place.folder, &path.value);
    if let Some(asset) = wanted.as_deref().and_then(|wanted| context.assets.get(wanted)) {
        return Some(asset);
    }
    let near = wanted.as_deref().and_then(|wanted| context.assets.nearest(wanted));
    let finding = place.wrong(&rules::PICTURE_MISSING, path.span, format!("there is no file `{}`", path.value));
    findings.push(match near {
        Some(near) => finding.help(format!("did you mean `{}`?", near.rsplit('/').next().unwrap_or(near))),
        None => finding.help("put the file beside this page, or write its path in `static` from `/`"),
    });
    None
}
