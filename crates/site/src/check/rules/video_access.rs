//! A video of the site without captions, and one without an audio description that it names.

use wellpress_diagnostics::{Diagnostic, Rule, Span, rules};
use wellpress_markdown::directives::{Directive, DirectiveKind};

use crate::model::Page;

/// At most one finding of each rule for each video, at the video. What lies elsewhere is only linked to.
pub(super) fn find(page: &Page) -> Vec<Diagnostic> {
    let video = page.exercise().and_then(|exercise| exercise.video.as_ref());
    let record = video
        .filter(|video| !is_away(&video.src.value))
        .map(|video| judge(page, video.src.span, video.captions.is_some(), video.described.is_some()));
    let own = page.body.directives.iter().filter(|directive| directive.kind == DirectiveKind::Video);
    let own = own.filter(|video| video.get("src").is_some_and(|src| !is_away(src)));
    let own = own.map(|video| judge(page, video.span, has(video, "captions"), has(video, "described")));
    record.into_iter().chain(own).flatten().collect()
}

fn is_away(src: &str) -> bool {
    src.contains("://") || src.starts_with("//")
}

fn has(video: &Directive, key: &str) -> bool {
    video.get(key).is_some_and(|value| !value.is_empty())
}

fn judge(page: &Page, span: Span, has_captions: bool, is_described: bool) -> Vec<Diagnostic> {
    let finding = |rule: &'static Rule, message: &str, help: &'static str| {
        Diagnostic::new(rule, page.source.locate(span), message).help(help)
    };
    let captions = (!has_captions).then(|| {
        let help = "add a WebVTT file with what is said: `captions`";
        finding(&rules::VIDEO_NO_CAPTIONS, "this video has no captions", help)
    });
    let described = (!is_described).then(|| {
        let help = "say where what it shows is told in words: `described: soundtrack`, `track` or `version`";
        finding(&rules::VIDEO_NOT_DESCRIBED, "this video has no audio description, or does not say where it is", help)
    });
    captions.into_iter().chain(described).collect()
}
