//! Judges whether a page may publish a file that it refers to: a [`Verdict`] for a link, a video, captions or a transcript.
//!
//! What a file is, the stage `assets` has found out. Here the settings decide too: whoever may write raw HTML may also publish it as a
//! file. A drawing that could act is refused in any case, because it is refused as a picture as well.

use wellpress_diagnostics::{Diagnostic, Span, rules};

use crate::assets::{Asset, Refusal, Rewriting};

use super::context::{ResolveContext, TextOrigin};

/// What becomes of a file that a page refers to.
pub(super) enum Verdict {
    /// It is published, with a warning if it keeps its metadata.
    Published(Option<Diagnostic>),
    Refused(Box<Diagnostic>),
}

/// Judges the file that is written as `path` at `span`.
pub(super) fn judge(
    context: &ResolveContext<'_>,
    origin: TextOrigin<'_>,
    span: Span,
    path: &str,
    asset: &Asset,
) -> Verdict {
    let is_allowed = |refusal: &Refusal| context.config.settings.raw_html && *refusal != Refusal::Drawing;
    match asset.publication.refusal.filter(|refusal| !is_allowed(refusal)) {
        Some(refusal) => Verdict::Refused(Box::new(refused(origin, span, path, asset, refusal))),
        None => Verdict::Published(kept_metadata(origin, span, path, asset)),
    }
}

fn refused(origin: TextOrigin<'_>, span: Span, path: &str, asset: &Asset, refusal: Refusal) -> Diagnostic {
    let (why, help) = match refusal {
        Refusal::ActiveType => (
            "a file of its type can run scripts under the address of the site".to_owned(),
            "save it as PDF, or write its words into a page; what nobody should judge belongs into `static`",
        ),
        Refusal::OtherType => (
            "pages publish files of known types only".to_owned(),
            "save it in a common format, such as PDF, or pack it as `.zip`; what nobody should judge belongs into `static`",
        ),
        Refusal::ActiveContent(markup) => (
            format!("its content is {markup}, which its name does not say"),
            "save it again in the format that its name says",
        ),
        Refusal::Drawing => {
            let defect = asset.picture.as_ref().err();
            let why = defect.map_or_else(|| "it cannot be read".to_owned(), ToString::to_string);
            let help = defect.map_or("export it as a plain drawing", |defect| defect.help());
            return origin.finding(&rules::PICTURE_INVALID, span, not_published(path, &why)).help(help);
        }
    };
    origin.finding(&rules::URL_UNSAFE, span, not_published(path, &why)).help(help)
}

fn not_published(path: &str, why: &str) -> String {
    format!("`{path}` is not published: {why}")
}

/// The warning about a file that is published with what a camera or a program wrote into it.
pub(super) fn kept_metadata(origin: TextOrigin<'_>, span: Span, path: &str, asset: &Asset) -> Option<Diagnostic> {
    let (Rewriting::Impossible(why) | Rewriting::WithoutSomeMetadata(why)) = asset.publication.rewriting else {
        return None;
    };
    let message = format!("`{path}` may say where and with what it was made, and that is not taken out: {why}");
    let finding = origin.finding(&rules::FILE_METADATA, span, message);
    Some(finding.help("export it again without metadata"))
}
