//! `video-no-captions` and `video-not-described`: a video of the site that somebody cannot hear, or cannot see.
//!
//! Only videos among the site's own files are judged. One on another host is only linked to, and its captions are shown
//! there. Whether captions and descriptions are any good is left to people.

use wellpress_diagnostics::{Diagnostic, Rule, Span, rules};
use wellpress_markdown::directives::{Directive, DirectiveKind};

use wellpress_site::model::Page;

/// A video, with what its author says of those who cannot hear or see it.
struct VideoAccess<'a> {
    src: &'a str,
    span: Span,
    has_captions: bool,
    is_described: bool,
}

/// At most one finding of each rule for each video, at the video.
pub(super) fn find(page: &Page) -> Vec<Diagnostic> {
    let record = page.exercise().and_then(|exercise| exercise.video.as_ref()).map(|video| VideoAccess {
        src: &video.src.value,
        span: video.src.span,
        has_captions: video.captions.is_some(),
        is_described: video.described.is_some(),
    });
    let directives = page.body.directives.iter().filter(|directive| directive.kind == DirectiveKind::Video);
    let in_text = directives.filter_map(|directive| {
        Some(VideoAccess {
            src: directive.get("src")?,
            span: directive.span,
            has_captions: has(directive, "captions"),
            is_described: has(directive, "described"),
        })
    });
    record.into_iter().chain(in_text).filter(VideoAccess::is_of_site).flat_map(|video| video.findings(page)).collect()
}

fn has(directive: &Directive, key: &str) -> bool {
    directive.get(key).is_some_and(|value| !value.is_empty())
}

impl VideoAccess<'_> {
    fn is_of_site(&self) -> bool {
        // `//host/film.mp4` has no scheme and still leads to another host.
        !self.src.contains("://") && !self.src.starts_with("//")
    }

    fn findings(self, page: &Page) -> impl Iterator<Item = Diagnostic> + use<> {
        let captions = (!self.has_captions).then(|| {
            let help = "add a WebVTT file with what is said: `captions`";
            self.finding(page, &rules::VIDEO_NO_CAPTIONS, "this video has no captions", help)
        });
        let description = (!self.is_described).then(|| {
            let message = "this video has no audio description, or does not say where it is";
            let help = "say where what it shows is told in words: `described: soundtrack`, `track` or `version`";
            self.finding(page, &rules::VIDEO_NOT_DESCRIBED, message, help)
        });
        captions.into_iter().chain(description)
    }

    fn finding(&self, page: &Page, rule: &'static Rule, message: &str, help: &'static str) -> Diagnostic {
        Diagnostic::new(rule, page.source.locate(self.span), message).help(help)
    }
}
