//! Resolves videos: of the front matter of an exercise, and of `::video`, which names a file, an address, or an exercise whose
//! video it shows. Missing files and unsafe addresses are findings.

use std::sync::Arc;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Rule, quotable, rules};
use wellpress_markdown::directives::{Directive, DirectiveKind};
use wellpress_markdown::is_safe_address;

use crate::config::{LanguageId, MAIN_LANGUAGE};
use crate::model::{Page, PageId, Site, dose, sign_off};
use crate::parse::front_matter::{ScalarText, Video, VideoDescription};
use crate::sections::ContentKind;

use super::context::{ResolveContext, TextOrigin};
use super::pictures::{self, ResolvedPicture};

/// A video whose file exists or whose address is safe.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ResolvedVideo {
    /// Where the video is.
    pub src: VideoSource,
    /// Empty if the author gives none.
    pub title: String,
    /// As the author writes it, such as `2:30`.
    pub duration: Option<String>,
    /// Shown before the video plays.
    pub poster: Option<ResolvedPicture>,
    /// Address of the captions.
    pub captions: Option<String>,
    /// Address of the transcript.
    pub transcript: Option<String>,
    /// What is said in it, in paragraphs: the words of the transcript if it is plain text or captions, else those of the captions.
    pub spoken_words: Option<Arc<[String]>>,
    /// How people who cannot see the video learn what it shows.
    pub described: Option<VideoDescription>,
    /// The files of the content among these, without the poster, relative to the site's root.
    pub files: Vec<String>,
}

/// Where a video is. The difference decides whether the page plays it or only links to it: a page loads nothing from other
/// hosts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum VideoSource {
    /// Address of a file that this site publishes.
    SiteFile(String),
    /// Address on another host.
    External(String),
}

/// Resolves a `::video` directive. With `exercise="id"` it shows the video of that exercise, and its own `src` only if the
/// exercise has no video.
pub(super) fn of_directive(
    context: &ResolveContext<'_>,
    origin: TextOrigin<'_>,
    directive: &Directive,
    findings: &mut Vec<Diagnostic>,
) -> Option<ResolvedVideo> {
    let Some(id) = directive.located("exercise") else {
        return of_attributes(context, origin, directive, findings);
    };
    let exercise = context.ids(origin, findings).page(ContentKind::Exercise, &id)?;
    let video = of_exercise(context, origin, directive, (exercise, &id), findings)?;
    // The page says that the exercise was withdrawn, and shows nothing of the video, whose files are not published.
    Some(match context.site.page(exercise).is_withdrawn() {
        true => ResolvedVideo { poster: None, files: Vec::new(), ..video },
        false => video,
    })
}

/// The video of an exercise with its id as the directive writes it, or the directive's own.
fn of_exercise(
    context: &ResolveContext<'_>,
    origin: TextOrigin<'_>,
    directive: &Directive,
    (exercise, id): (PageId, &Located<String>),
    findings: &mut Vec<Diagnostic>,
) -> Option<ResolvedVideo> {
    if let Some((page, video)) = video_of_exercise(context.site, exercise, &id.value) {
        // The page of the exercise has the findings about its video.
        return record_video(context, TextOrigin::of_page(page), video, &mut Vec::new());
    }
    if directive.get("src").is_none() {
        let message = format!("the exercise `{id}` has no video");
        let finding = origin.finding(&rules::REFERENCE_UNKNOWN, id.span, message);
        findings.push(finding.help("add `video` to its front matter, or name a file with `src`"));
        return None;
    }
    of_attributes(context, origin, directive, findings)
}

/// The video of an exercise with the page whose front matter has it. A movement is the same in every language, so a
/// translation without a video shows that of its original.
fn video_of_exercise<'a>(site: &'a Site, exercise: PageId, id: &str) -> Option<(&'a Page, &'a Video)> {
    let original = sign_off::page_in(&site.index, ContentKind::Exercise, id, MAIN_LANGUAGE);
    // The exercise itself comes first, so that a translation's own video goes before that of its original.
    let pages = std::iter::once(exercise).chain(original).map(|page| site.page(page));
    pages.into_iter().find_map(|page| Some((page, page.exercise()?.video.as_ref()?)))
}

/// The exercise that a `::video` names with `exercise="id"`. `None` for other directives and for an unknown or unpublished
/// exercise.
#[must_use]
pub fn exercise_of_video(site: &Site, directive: &Directive, language: LanguageId) -> Option<PageId> {
    let id = directive.get("exercise").filter(|_| directive.kind == DirectiveKind::Video)?;
    site.index.find(ContentKind::Exercise, id, language).page()
}

/// The exercises that the `::video`s of a page name, and for a translation its original, whose video it may show.
pub(super) fn exercises_of_videos<'a>(site: &'a Site, page: &'a Page) -> impl Iterator<Item = PageId> + 'a {
    let in_language =
        move |language| page.body.directives.iter().filter_map(move |video| exercise_of_video(site, video, language));
    in_language(page.language).chain(in_language(MAIN_LANGUAGE))
}

/// Resolves the video that the attributes of a directive describe, as the front matter of an exercise would.
fn of_attributes(
    context: &ResolveContext<'_>,
    origin: TextOrigin<'_>,
    directive: &Directive,
    findings: &mut Vec<Diagnostic>,
) -> Option<ResolvedVideo> {
    let described = match directive.get("described") {
        Some("soundtrack") => Some(VideoDescription::Soundtrack),
        Some("track") => Some(VideoDescription::Track),
        Some("version") => Some(VideoDescription::Version),
        _ => None,
    };
    let video = Video {
        src: directive.located("src")?,
        title: directive.get("title").map(str::to_owned),
        duration: directive
            .located("duration")
            .map(|Located { value, span }| Located { value: ScalarText(value), span }),
        poster: directive.located("poster"),
        captions: directive.located("captions"),
        transcript: directive.located("transcript"),
        described,
    };
    findings.extend(wrong_length(origin, &video, &rules::DIRECTIVE_ATTRIBUTE));
    record_video(context, origin, &video, findings)
}

/// The finding of this rule if the length of a video is none.
pub(super) fn wrong_length(origin: TextOrigin<'_>, video: &Video, rule: &'static Rule) -> Option<Diagnostic> {
    wrong_duration(origin, video.duration.as_ref()?, ("a video", rule))
}

/// The same for the length of anything that runs, which the message names.
pub(super) fn wrong_duration(
    origin: TextOrigin<'_>,
    duration: &Located<ScalarText>,
    (recording, rule): (&str, &'static Rule),
) -> Option<Diagnostic> {
    let Located { value: ScalarText(length), span } = duration;
    if dose::video_seconds(length).is_some() {
        return None;
    }
    let message = format!("`{}` is not the length of {recording}", quotable(length));
    Some(origin.finding(rule, *span, message).help("write it as `40 s`, `3 min`, `3:40` or `1:02:03`"))
}

/// Resolves a video record, whose paths are relative to the file of `origin`. `None` without a usable `src`; captions and
/// other extras that cannot be found are left out.
pub(super) fn record_video(
    context: &ResolveContext<'_>,
    origin: TextOrigin<'_>,
    video: &Video,
    findings: &mut Vec<Diagnostic>,
) -> Option<ResolvedVideo> {
    let mut files = SiteFiles { context, origin, paths: Vec::new() };
    let src = files.source(&video.src, findings);
    // `src?` comes last, so that one build reports every missing file of the video.
    let captions = video.captions.as_ref().and_then(|path| files.publish_captions(path, findings));
    let words_of_captions = captions.as_ref().and_then(|_| files.spoken_words());
    let transcript = video.transcript.as_ref().and_then(|path| files.publish(path, findings));
    let spoken_words = transcript.as_ref().and_then(|_| files.spoken_words()).or(words_of_captions);
    let poster = video.poster.as_ref().and_then(|path| pictures::without_text(context, origin, path, findings));
    Some(ResolvedVideo {
        src: src?,
        title: video.title.clone().unwrap_or_default(),
        duration: video.duration.as_ref().map(|duration| duration.value.0.clone()),
        poster,
        captions,
        transcript,
        spoken_words,
        described: video.described,
        files: files.paths,
    })
}

/// Collects the files of this site that a video or a form of a page needs.
pub(super) struct SiteFiles<'a> {
    pub context: &'a ResolveContext<'a>,
    pub origin: TextOrigin<'a>,
    pub paths: Vec<String>,
}

impl SiteFiles<'_> {
    /// The address of a file of this site or of one elsewhere, which has to be safe.
    pub fn source(&mut self, path: &Located<String>, findings: &mut Vec<Diagnostic>) -> Option<VideoSource> {
        let address = &path.value;
        if !(address.contains("://") || address.starts_with("//")) {
            return self.publish(path, findings).map(VideoSource::SiteFile);
        }
        if !is_safe_address(address) {
            let message = format!("`{address}` is not an address that a page may lead to");
            findings.push(self.origin.finding(&rules::URL_UNSAFE, path.span, message).help("use an `https` address"));
            return None;
        }
        Some(VideoSource::External(address.clone()))
    }

    /// The published address of a file. A finding if there is no such file, or a page may not publish it.
    pub fn publish(&mut self, path: &Located<String>, findings: &mut Vec<Diagnostic>) -> Option<String> {
        let asset = pictures::any_file(self.context, self.origin, path, findings)?;
        self.paths.push(asset.path.to_string());
        Some(pictures::asset_url(self.context, asset))
    }

    /// The words of the file that was published last.
    pub fn spoken_words(&self) -> Option<Arc<[String]>> {
        self.context.assets.get(self.paths.last()?)?.spoken_words.clone()
    }

    /// The same for captions. A finding if no browser would show them.
    fn publish_captions(&mut self, path: &Located<String>, findings: &mut Vec<Diagnostic>) -> Option<String> {
        let url = self.publish(path, findings)?;
        let asset = self.paths.last().and_then(|path| self.context.assets.get(path));
        if let Some(defect) = asset.and_then(|asset| asset.captions_defect) {
            let message = format!("no browser shows the captions in `{}`: {defect}", path.value);
            findings.push(self.origin.finding(&rules::VIDEO_NO_CAPTIONS, path.span, message).help(defect.help()));
            self.paths.pop();
            return None;
        }
        Some(url)
    }
}
