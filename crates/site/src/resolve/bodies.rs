//! One text's links and directives, each with what it leads to.

use std::collections::BTreeSet;
use std::sync::Arc;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Rule, Source, Span, nearest, rules};
use wellpress_markdown::body::{Body, Element, Link, LinkId, WikiLabel};
use wellpress_markdown::directives::{Directive, DirectiveKind};
use wellpress_markdown::ids::{IdMap, IdVec};
use wellpress_markdown::is_safe_address;

use crate::assets::AssetManifest;
use crate::config::Config;
use crate::discover::{ContentKind, Inventory};
use crate::model::disclaimer::DisclaimerId;
use crate::model::{LookupResult, Page, PageId, Site, sign_off};
use crate::parse::front_matter::{Video, VideoDescription};
use crate::parse::glossary::Glossary;

use super::disclaimers::in_language;
use super::outline::Outline;
use super::pictures::{self, ResolvedPicture};

/// What a text may lead to.
#[derive(Clone, Copy)]
pub struct ResolveContext<'a> {
    /// Settings.
    pub config: &'a Config,
    /// Pages.
    pub site: &'a Site,
    /// Files.
    pub assets: &'a AssetManifest,
    /// What there is on disk.
    pub inventory: &'a Inventory,
    /// Ids on pages.
    pub outlines: &'a [Arc<Outline>],
}

/// Where a text stands.
#[derive(Debug, Clone, Copy)]
pub struct TextOrigin<'a> {
    /// Its file.
    pub source: &'a Source,
    /// The folder of its file, with a last `/`.
    pub folder: &'a str,
    /// Index into the site's languages.
    pub language: usize,
    /// Its page, if it has one.
    pub page: Option<PageId>,
}

impl<'a> TextOrigin<'a> {
    /// A page's own text.
    #[must_use]
    pub fn of_page(page: &'a Page) -> Self {
        Self { source: &page.source, folder: &page.folder, language: page.language, page: Some(page.id) }
    }

    pub(super) fn wrong(&self, rule: &'static Rule, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(rule, self.source.locate(span), message)
    }
}

/// What a text's links and directives lead to.
#[derive(Debug, Default)]
pub struct ResolvedBody {
    /// For each link of the text where it leads.
    pub links: IdVec<Link, Href>,
    /// By the directive in the text.
    pub directives: IdMap<Directive, DirectiveTarget>,
    /// Pictures of the text, by their link.
    pub pictures: IdMap<Link, ResolvedPicture>,
    /// Files that it links to, those of its videos among them.
    pub assets: Vec<String>,
}

impl ResolvedBody {
    /// The pictures that it shows.
    pub(super) fn shown(&self) -> impl Iterator<Item = &ResolvedPicture> {
        self.pictures.values().chain(self.directives.values().filter_map(|meaning| match meaning {
            DirectiveTarget::Picture(picture) => Some(&**picture),
            DirectiveTarget::Video(video) => video.poster.as_ref(),
            _ => None,
        }))
    }
}

/// Where a link goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Href {
    /// A page of this site; its address and title are the page's.
    Page {
        /// The page.
        page: PageId,
        /// Without `#`.
        anchor: Option<Box<str>>,
        /// Whose words the link shows.
        text: WikiLabel,
    },
    /// Another address of this site.
    Inside(Box<str>),
    /// Another site, as written.
    Outside,
    /// A mark: the words lead to the source.
    Cite,
    /// Nowhere; a finding was made.
    Broken,
}

/// What a directive shows.
#[derive(Debug, Clone)]
pub enum DirectiveTarget {
    /// A disclaimer.
    Disclaimer(DisclaimerId),
    /// A call to action of the settings.
    Call(String),
    /// A picture.
    Picture(Box<ResolvedPicture>),
    /// A video.
    Video(Box<ResolvedVideo>),
    /// A programme.
    Programme(PageId),
    /// Somebody.
    Person(PageId),
    /// A term: its anchor in the glossary and its definition.
    Term {
        /// Root-relative address with the anchor.
        url: String,
        /// Plain text.
        definition: String,
        /// The term as the glossary has it.
        name: String,
    },
}

/// A video with everything that it needs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ResolvedVideo {
    /// Its address.
    pub src: VideoSource,
    /// Title.
    pub title: String,
    /// As written.
    pub duration: Option<String>,
    /// Shown before it plays.
    pub poster: Option<ResolvedPicture>,
    /// Address of the captions.
    pub captions: Option<String>,
    /// Address of the transcript.
    pub transcript: Option<String>,
    /// How what is seen is told.
    pub described: Option<VideoDescription>,
    /// Files of the content among these, but for the poster.
    pub files: Vec<String>,
}

/// Where a video is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum VideoSource {
    /// A file of this site.
    Own(String),
    /// Elsewhere.
    Away(String),
}

/// Resolves one text.
pub(super) fn resolve(
    context: &ResolveContext<'_>,
    place: TextOrigin<'_>,
    body: &Body,
    findings: &mut Vec<Diagnostic>,
) -> ResolvedBody {
    let mut resolved = ResolvedBody { links: IdVec::with_capacity(body.links.len()), ..ResolvedBody::default() };
    let images = image_links(body);
    for (id, link) in body.links.entries() {
        if images.contains(&id) {
            let picture = pictures::inline(context, place, link, findings);
            resolved.links.push(Href::Broken);
            if let Some(picture) = picture {
                resolved.pictures.insert(id, picture);
            }
        } else {
            let href = super::links::href(context, place, link, &mut resolved.assets, findings);
            resolved.links.push(href);
        }
    }
    for (id, directive) in body.directives.entries() {
        if let Some(meaning) = meaning(context, place, directive, findings) {
            if let DirectiveTarget::Video(video) = &meaning {
                resolved.assets.extend(video.files.iter().cloned());
            }
            resolved.directives.insert(id, meaning);
        }
    }
    resolved.directives.shrink_to_fit();
    resolved.pictures.shrink_to_fit();
    resolved.assets.shrink_to_fit();
    resolved
}

/// The links that are pictures.
fn image_links(body: &Body) -> BTreeSet<LinkId> {
    let image = |element| if let Element::Image(link) = element { Some(link) } else { None };
    if body.links.is_empty() {
        BTreeSet::new()
    } else {
        body.nodes.starts().filter_map(|(_, element, _)| image(element)).collect()
    }
}

fn meaning(
    context: &ResolveContext<'_>,
    place: TextOrigin<'_>,
    directive: &Directive,
    findings: &mut Vec<Diagnostic>,
) -> Option<DirectiveTarget> {
    match directive.kind {
        DirectiveKind::Exercise => {
            let (id, span) = directive.id.as_ref()?;
            record(context, place, ContentKind::Exercise, id, *span, findings);
            None
        }
        DirectiveKind::Programme => {
            let (id, span) = directive.id.as_ref()?;
            record(context, place, ContentKind::Programme, id, *span, findings).map(DirectiveTarget::Programme)
        }
        DirectiveKind::Disclaimer => disclaimer(context, place, directive, findings).map(DirectiveTarget::Disclaimer),
        DirectiveKind::CallToAction => call(context, place, directive, findings).map(DirectiveTarget::Call),
        DirectiveKind::Figure => {
            pictures::figure(context, place, directive, findings).map(Box::new).map(DirectiveTarget::Picture)
        }
        DirectiveKind::Video => video(context, place, directive, findings).map(Box::new).map(DirectiveTarget::Video),
        DirectiveKind::Quote => person(context, place, directive, "by", findings).map(DirectiveTarget::Person),
        DirectiveKind::By => person(context, place, directive, "person", findings).map(DirectiveTarget::Person),
        DirectiveKind::Term => term(context, place, directive, findings),
        _ => None,
    }
}

/// The record that an id names, or a finding.
fn record(
    context: &ResolveContext<'_>,
    place: TextOrigin<'_>,
    kind: ContentKind,
    id: &str,
    span: Span,
    findings: &mut Vec<Diagnostic>,
) -> Option<PageId> {
    let index = &context.site.index;
    match index.find(kind, id, place.language) {
        LookupResult::Page(page) => Some(page),
        LookupResult::Hidden(why) => {
            let message = format!("the {kind} `{id}` is not published: {}", why.as_str());
            findings.push(place.wrong(&rules::LINK_UNPUBLISHED, span, message).help("publish it, or take it out here"));
            None
        }
        LookupResult::Nothing => {
            let finding =
                place.wrong(&rules::REFERENCE_UNKNOWN, span, format!("there is no {kind} with the id `{id}`"));
            let make = format!("make it with a file in `content/{}`", kind.folder());
            findings.push(finding.suggest_or(nearest(id, index.ids(kind)), make));
            None
        }
    }
}

fn disclaimer(
    context: &ResolveContext<'_>,
    place: TextOrigin<'_>,
    directive: &Directive,
    findings: &mut Vec<Diagnostic>,
) -> Option<DisclaimerId> {
    let (id, span) = directive.id.as_ref()?;
    let found = context.site.index.disclaimer(id);
    if found.is_none() {
        let names = context.site.disclaimers.iter().map(|disclaimer| disclaimer.name.as_str());
        let finding =
            place.wrong(&rules::REFERENCE_UNKNOWN, *span, format!("there is no disclaimer with the id `{id}`"));
        findings.push(finding.suggest_or(nearest(id, names), "make it with a file in `content/disclaimers`"));
    }
    found.map(|found| in_language(context.site, found, place.language))
}

fn call(
    context: &ResolveContext<'_>,
    place: TextOrigin<'_>,
    directive: &Directive,
    findings: &mut Vec<Diagnostic>,
) -> Option<String> {
    let (id, span) = directive.id.as_ref()?;
    let calls = &context.config.settings.calls_to_action;
    if calls.contains_key(id) {
        return Some(id.clone());
    }
    let finding = place.wrong(&rules::REFERENCE_UNKNOWN, *span, format!("the settings have no call to action `{id}`"));
    let near = nearest(id, calls.keys().map(String::as_str));
    findings.push(finding.suggest_or(near, "add it under `calls_to_action` in the settings"));
    None
}

fn person(
    context: &ResolveContext<'_>,
    place: TextOrigin<'_>,
    directive: &Directive,
    key: &str,
    findings: &mut Vec<Diagnostic>,
) -> Option<PageId> {
    let id = directive.get(key)?;
    record(context, place, ContentKind::Person, id, directive.attribute_span(key), findings)
}

fn term(
    context: &ResolveContext<'_>,
    place: TextOrigin<'_>,
    directive: &Directive,
    findings: &mut Vec<Diagnostic>,
) -> Option<DirectiveTarget> {
    let (label, label_span) = directive.label.as_ref()?;
    let (wanted, span) = directive.id.as_ref().map_or((label, *label_span), |(id, span)| (id, *span));
    let glossary = glossary_of(context.site, place.language);
    let names = || glossary.iter().flat_map(|glossary| glossary.terms.iter().map(|term| term.name.as_str()));
    let wanted = wanted.replace(['*', '_', '`'], "");
    let found = glossary.and_then(|glossary| find_term(glossary, &wanted).map(|term| (glossary, term)));
    let Some((glossary, term)) = found else {
        let finding = place.wrong(&rules::REFERENCE_UNKNOWN, span, format!("the glossary has no term `{wanted}`"));
        findings.push(match nearest(&wanted, names()) {
            Some(near) => finding.suggest(Some(near)),
            None => {
                finding.help("add it to `content/glossary.yaml`, or name the term it belongs to: `:term[words]{#term}`")
            }
        });
        return None;
    };
    let term = &glossary.terms[term];
    let url = format!("{}#{}", glossary_url(context.config, glossary.language), term.anchor);
    Some(DirectiveTarget::Term { url, definition: term.plain.clone(), name: term.name.clone() })
}

/// The glossary of a language, else the site's own.
#[must_use]
pub fn glossary_of(site: &Site, language: usize) -> Option<&Glossary> {
    let of = |language| site.glossaries.iter().find(|glossary| glossary.language == language);
    of(language).or_else(|| of(0)).map(|glossary| &**glossary)
}

/// The term of this name or anchor, whatever its case, in the singular or with an `s`.
#[must_use]
pub fn find_term(glossary: &Glossary, wanted: &str) -> Option<usize> {
    let wanted = wanted.to_lowercase();
    let same = |wanted: &str| glossary.terms.iter().position(|term| term.folded == wanted || term.anchor == wanted);
    same(&wanted).or_else(|| same(wanted.strip_suffix('s')?))
}

/// The address of a language's glossary page.
#[must_use]
pub fn glossary_url(config: &Config, language: usize) -> String {
    format!("{}glossary/", language_url(config, language))
}

/// The address under which a language's pages are.
#[must_use]
pub fn language_url(config: &Config, language: usize) -> String {
    match language {
        0 => config.base.path.clone(),
        _ => format!("{}{}/", config.base.path, config.languages[language].tag),
    }
}

/// Terms that a glossary's terms send the reader to.
pub(super) fn check_see(glossary: &Glossary, findings: &mut Vec<Diagnostic>) {
    for see in glossary.terms.iter().flat_map(|term| &term.see) {
        if find_term(glossary, &see.value).is_none() {
            let place = glossary.source.locate(see.span);
            let finding =
                Diagnostic::new(&rules::REFERENCE_UNKNOWN, place, format!("the glossary has no term `{}`", see.value));
            let near = nearest(&see.value, glossary.terms.iter().map(|term| term.name.as_str()));
            findings.push(finding.suggest_or(near, "add it here, or take it out of `see`"));
        }
    }
}

fn video(
    context: &ResolveContext<'_>,
    place: TextOrigin<'_>,
    directive: &Directive,
    findings: &mut Vec<Diagnostic>,
) -> Option<ResolvedVideo> {
    if let Some(id) = directive.get("exercise") {
        let page = record(context, place, ContentKind::Exercise, id, directive.attribute_span("exercise"), findings)?;
        let pages =
            [Some(page), sign_off::page_in(&context.site.index, ContentKind::Exercise, id, 0)].into_iter().flatten();
        let mut videos = pages.map(|page| context.site.page(page));
        // A movement is the same in every language: a translation without a video shows that of its original.
        let shown = videos.find_map(|page| Some((page, page.exercise()?.video.as_ref()?)));
        let Some((page, video)) = shown else {
            if directive.get("src").is_none() {
                let message = format!("the exercise `{id}` has no video");
                let finding = place.wrong(&rules::REFERENCE_UNKNOWN, directive.attribute_span("exercise"), message);
                findings.push(finding.help("add `video` to its front matter, or name a file with `src`"));
                return None;
            }
            return written_video(context, place, directive, findings);
        };
        return record_video(context, TextOrigin::of_page(page), video, &mut Vec::new());
    }
    written_video(context, place, directive, findings)
}

/// The exercise whose movement a directive's video shows.
#[must_use]
pub fn exercise_of_video(site: &Site, directive: &Directive, language: usize) -> Option<PageId> {
    let id = directive.get("exercise").filter(|_| directive.kind == DirectiveKind::Video)?;
    match site.index.find(ContentKind::Exercise, id, language) {
        LookupResult::Page(page) => Some(page),
        LookupResult::Hidden(_) | LookupResult::Nothing => None,
    }
}

fn written_video(
    context: &ResolveContext<'_>,
    place: TextOrigin<'_>,
    directive: &Directive,
    findings: &mut Vec<Diagnostic>,
) -> Option<ResolvedVideo> {
    let located = |key: &str| {
        directive.get(key).map(|value| Located { value: value.to_owned(), span: directive.attribute_span(key) })
    };
    let described = match directive.get("described") {
        Some("soundtrack") => Some(VideoDescription::Soundtrack),
        Some("track") => Some(VideoDescription::Track),
        Some("version") => Some(VideoDescription::Version),
        _ => None,
    };
    let video = Video {
        src: located("src")?,
        title: directive.get("title").map(str::to_owned),
        duration: directive.get("duration").map(|duration| crate::parse::front_matter::ScalarText(duration.to_owned())),
        poster: located("poster"),
        captions: located("captions"),
        transcript: located("transcript"),
        described,
    };
    record_video(context, place, &video, findings)
}

/// A video of the front matter or of a directive.
pub(super) fn record_video(
    context: &ResolveContext<'_>,
    place: TextOrigin<'_>,
    video: &Video,
    findings: &mut Vec<Diagnostic>,
) -> Option<ResolvedVideo> {
    let mut files = Vec::new();
    let mut own = |path: &Located<String>, findings: &mut Vec<Diagnostic>| {
        let file = pictures::any_file(context, place, path, findings)?;
        files.push(file.clone());
        pictures::published_url(context, &file)
    };
    let address = &video.src.value;
    let src = if address.contains("://") || address.starts_with("//") {
        if !is_safe_address(address) {
            let message = format!("`{address}` is not an address that a page may lead to");
            findings.push(place.wrong(&rules::URL_UNSAFE, video.src.span, message).help("use an `https` address"));
            return None;
        }
        Some(VideoSource::Away(address.clone()))
    } else {
        own(&video.src, findings).map(VideoSource::Own)
    };
    let captions = video.captions.as_ref().and_then(|path| own(path, findings));
    let transcript = video.transcript.as_ref().and_then(|path| own(path, findings));
    let poster = video.poster.as_ref().and_then(|path| pictures::decorative(context, place, path, findings));
    Some(ResolvedVideo {
        src: src?,
        title: video.title.clone().unwrap_or_default(),
        duration: video.duration.as_ref().map(|duration| duration.0.clone()),
        poster,
        captions,
        transcript,
        described: video.described,
        files,
    })
}
