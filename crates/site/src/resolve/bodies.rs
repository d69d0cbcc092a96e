//! Resolves one text: takes a parsed [`Body`], returns a [`ResolvedBody`] with the target of each link and directive.
//!
//! A target that does not exist is a finding, and the link or directive stays without a target. The targets of links are
//! found in `links`, pictures in `pictures`, videos in `videos`. Citations are left to `citations`, because their marks depend
//! on the whole page, and exercises to `outline`, because the levels of their headings depend on it too.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Missing, Rule, Source, Span, nearest, quotable, rules};
use wellpress_foundation::Day;
use wellpress_foundation::ids::{IdMap, IdVec};
use wellpress_markdown::body::{Body, Element, Link, LinkId, WikiLabel};
use wellpress_markdown::directives::{Directive, DirectiveKind};
use wellpress_markdown::inclusion::LANGUAGE;

use crate::assets::AssetManifest;
use crate::config::{Config, LanguageId, MAIN_LANGUAGE};
use crate::model::disclaimer::DisclaimerId;
use crate::model::{IdResolver, Lookup, Page, PageId, Site};
use crate::sections::ContentKind;

use super::charts::{self, Chart};
use super::data::{self, DataBlock};
use super::disclaimers::in_language;
use super::glossary_terms::{self, glossary_of, glossary_url};
use super::outline::Outline;
use super::pictures::{self, ResolvedPicture};
use super::videos::{self, ResolvedVideo};

/// Everything that a text may refer to. The same for all texts of a site.
#[derive(Clone, Copy)]
pub struct ResolveContext<'a> {
    /// Calls to action, languages and the base path of addresses.
    pub config: &'a Config,
    /// Pages, disclaimers and glossaries.
    pub site: &'a Site,
    /// Files beside the pages and in `static`.
    pub assets: &'a AssetManifest,
    /// The anchors of each page; indexed by [`PageId`].
    pub outlines: &'a IdVec<Page, Arc<Outline>>,
}

impl<'a> ResolveContext<'a> {
    /// Resolves the ids that a text names.
    pub(super) fn ids<'f>(&self, origin: TextOrigin<'f>, findings: &'f mut Vec<Diagnostic>) -> IdResolver<'a, 'f> {
        let Self { config, site, .. } = *self;
        let lookup = Lookup { config, index: &site.index, library: &site.library };
        lookup.ids_of_file(origin.source, origin.language, findings)
    }
}

/// The file and the page that a text comes from. Relative paths, the choice of a translation and the locations of findings
/// depend on it.
#[derive(Debug, Clone, Copy)]
pub struct TextOrigin<'a> {
    /// The file that findings point into.
    pub source: &'a Source,
    /// The folder of the file, relative to the site's root, with a final `/`.
    pub folder: &'a str,
    /// One of the site's languages.
    pub language: LanguageId,
    /// The page whose text it is. `None` for texts that many pages show, such as a disclaimer.
    pub page: Option<PageId>,
}

impl<'a> TextOrigin<'a> {
    /// The origin of the text and the front matter of a page.
    #[must_use]
    pub fn of_page(page: &'a Page) -> Self {
        Self { source: &page.source, folder: &page.folder, language: page.language, page: Some(page.id) }
    }

    /// The same for a part of the text, which may be that of a snippet: paths in it begin at its own folder.
    fn at(self, span: Span) -> Self {
        let path = self.source.path_at(span.start);
        if Arc::ptr_eq(path, &self.source.path) {
            return self;
        }
        Self { folder: &path[..path.rfind('/').map_or(0, |slash| slash + 1)], ..self }
    }

    pub(super) fn finding(&self, rule: &'static Rule, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(rule, self.source.locate(span), message)
    }
}

/// The targets of a text's links and directives.
///
/// Stored beside the parsed [`Body`] instead of in it, so that parsing a file needs no other file. Most texts have few
/// directives and pictures, which are therefore in sparse maps; links have a dense list.
#[derive(Debug, Default)]
pub struct ResolvedBody {
    /// The target of each link. For the link of a picture, which is in `pictures`, it is [`Href::Broken`].
    pub links: IdVec<Link, Href>,
    /// The targets of the directives that have one.
    pub directives: IdMap<Directive, DirectiveTarget>,
    /// The Markdown pictures (`![alt](path)`) whose file can be shown.
    pub pictures: IdMap<Link, ResolvedPicture>,
    /// The files other than pictures that the text publishes, relative to the site's root: targets of links, videos, and the data of
    /// tables and charts.
    pub assets: Vec<String>,
}

impl ResolvedBody {
    /// The files that the text shows or links to, relative to the site's root.
    pub(super) fn files(&self) -> impl Iterator<Item = &str> {
        let pictures = self.pictures_and_posters().map(|picture| picture.file.as_str());
        pictures.chain(self.assets.iter().map(String::as_str))
    }

    /// The pictures that the text shows, with the posters of its videos.
    pub fn pictures_and_posters(&self) -> impl Iterator<Item = &ResolvedPicture> {
        self.pictures.values().chain(self.directives.values().filter_map(|target| match target {
            DirectiveTarget::Picture(picture) => Some(&**picture),
            DirectiveTarget::Video(video) => video.poster.as_ref(),
            _ => None,
        }))
    }
}

/// The target of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Href {
    /// A page of this site. The renderer takes address and title from the page, so that a new title needs no new resolution.
    Page {
        /// The page that the link leads to.
        page: PageId,
        /// An id on that page, without `#`.
        anchor: Option<Box<str>>,
        /// Whether the link shows the author's words or the page's title.
        text: WikiLabel,
    },
    /// Another address of this site, from the root of the host or `#anchor`: a generated page, a file, the same page.
    SiteUrl(Box<str>),
    /// Another site. The address is the one in the parsed link.
    External,
    /// A citation: the link's words become the mark.
    Citation,
    /// No target. Unless the link is that of a picture, there is a finding about it.
    Broken,
}

/// The target of a directive that names a record, a file or a setting. Directives without a target, such as `:::tip`, have
/// none, and embedded exercises are in the page's [`Outline`].
#[derive(Debug, Clone)]
pub enum DirectiveTarget {
    /// A disclaimer in the text's language.
    Disclaimer(DisclaimerId),
    /// The id of a call to action in the settings.
    Call(String),
    /// The table of a `::table` with a file of data.
    Table(Arc<DataBlock>),
    /// A chart.
    Chart(Arc<Chart>),
    /// The picture of a `::figure`.
    Picture(Box<ResolvedPicture>),
    /// A file, an address, or the video of an exercise.
    Video(Box<ResolvedVideo>),
    /// An embedded programme.
    Programme(PageId),
    /// The speaker of a quote, the expert who wrote a section, or who judged the evidence.
    Person(PageId),
    /// A glossary term.
    Term {
        /// Address of the term on the glossary's page, from the root of the host.
        url: String,
        /// The definition as plain text.
        definition: String,
        /// The term as the glossary spells it.
        name: String,
    },
}

/// Leaves out page ids, see [`page_fingerprints`](super::page_fingerprints).
impl Hash for DirectiveTarget {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Self::Disclaimer(disclaimer) => disclaimer.hash(state),
            Self::Call(call) => call.hash(state),
            Self::Picture(picture) => picture.hash(state),
            Self::Video(video) => video.hash(state),
            Self::Table(table) => table.hash(state),
            Self::Chart(chart) => chart.hash(state),
            Self::Person(_) | Self::Programme(_) => {}
            Self::Term { url, definition, name } => (url, definition, name).hash(state),
        }
    }
}

impl DirectiveTarget {
    /// The files other than pictures that this target publishes, relative to the site's root.
    fn files(&self) -> impl Iterator<Item = &String> {
        let (of_video, of_data) = match self {
            Self::Video(video) => (&video.files[..], None),
            Self::Table(table) => (&[][..], Some(&table.file)),
            Self::Chart(chart) => (&[][..], Some(&chart.table.file)),
            _ => (&[][..], None),
        };
        of_video.iter().chain(of_data)
    }

    /// The data behind a `::table` or a chart.
    #[must_use]
    pub fn data(&self) -> Option<&DataBlock> {
        match self {
            Self::Table(table) => Some(table),
            Self::Chart(chart) => Some(&chart.table),
            _ => None,
        }
    }
}

/// Resolves the links, then the directives of one text. Findings are in this order.
pub(super) fn resolve(
    context: &ResolveContext<'_>,
    origin: TextOrigin<'_>,
    body: &Body,
    findings: &mut Vec<Diagnostic>,
) -> ResolvedBody {
    let mut resolved = ResolvedBody { links: IdVec::with_capacity(body.links.len()), ..ResolvedBody::default() };
    let image_links = image_links(body);
    for (id, link) in body.links.entries() {
        let origin = origin.at(link.span);
        if image_links.contains(&id) {
            let picture = pictures::inline(context, origin, link, findings);
            // Keeps the list as long as that of the parsed text, whose ids index both.
            resolved.links.push(Href::Broken);
            if let Some(picture) = picture {
                resolved.pictures.insert(id, picture);
            }
        } else {
            let href = super::links::href(context, origin, link, &mut resolved.assets, findings);
            resolved.links.push(href);
        }
    }
    for (id, directive) in body.directives.entries() {
        let origin = origin.at(directive.span);
        if let Some(target) = directive_target(context, origin, directive, findings) {
            resolved.assets.extend(target.files().cloned());
            resolved.directives.insert(id, target);
        }
    }
    // A site keeps one of these per text for its whole run, so spare capacity would add up.
    resolved.directives.shrink_to_fit();
    resolved.pictures.shrink_to_fit();
    resolved.assets.shrink_to_fit();
    resolved
}

/// The parser stores the path of a picture as a link; only the nodes tell the two apart.
fn image_links(body: &Body) -> BTreeSet<LinkId> {
    // A text without links has no pictures either, and no node need be looked at.
    if body.links.is_empty() {
        return BTreeSet::new();
    }
    let images = body.nodes.starts().filter_map(|(_, element, _)| match element {
        Element::Image(link) => Some(link),
        _ => None,
    });
    images.collect()
}

fn directive_target(
    context: &ResolveContext<'_>,
    origin: TextOrigin<'_>,
    directive: &Directive,
    findings: &mut Vec<Diagnostic>,
) -> Option<DirectiveTarget> {
    match directive.kind {
        DirectiveKind::Exercise => {
            // The outline looks the exercise up again; here only the finding matters.
            context.ids(origin, findings).page(ContentKind::Exercise, directive.id.as_ref()?);
            None
        }
        DirectiveKind::Programme => {
            let programme = context.ids(origin, findings).page(ContentKind::Programme, directive.id.as_ref()?);
            programme.map(DirectiveTarget::Programme)
        }
        DirectiveKind::Disclaimer => {
            let disclaimer = context.ids(origin, findings).disclaimer(directive.id.as_ref()?)?;
            Some(DirectiveTarget::Disclaimer(in_language(context.site, disclaimer, origin.language)))
        }
        DirectiveKind::CallToAction => {
            let call = context.ids(origin, findings).call_to_action(directive.id.as_ref()?);
            call.map(|id| DirectiveTarget::Call(id.to_owned()))
        }
        DirectiveKind::Figure => {
            pictures::figure(context, origin, directive, findings).map(Box::new).map(DirectiveTarget::Picture)
        }
        DirectiveKind::Video => {
            videos::of_directive(context, origin, directive, findings).map(Box::new).map(DirectiveTarget::Video)
        }
        DirectiveKind::DataTable => data::table(context, origin, directive, findings).map(DirectiveTarget::Table),
        DirectiveKind::Chart => charts::chart(context, origin, directive, findings).map(DirectiveTarget::Chart),
        DirectiveKind::Quote => person(context, origin, directive, "by", findings).map(DirectiveTarget::Person),
        DirectiveKind::Evidence => {
            refuse_date_of_judgement(context, origin, directive, findings);
            person(context, origin, directive, "by", findings).map(DirectiveTarget::Person)
        }
        DirectiveKind::By => person(context, origin, directive, "person", findings).map(DirectiveTarget::Person),
        DirectiveKind::Term => glossary_term(context, origin, directive, findings),
        // The model has put snippets in the place of those in texts. One that remains stands where no snippet is read.
        DirectiveKind::Snippet if directive.get(LANGUAGE).is_none() => {
            let message = "a snippet cannot be shown here";
            let help = "show it in the text of a page, on a line of its own";
            findings.push(origin.finding(&rules::DIRECTIVE_UNKNOWN, directive.span, message).help(help));
            None
        }
        _ => None,
    }
}

/// Reports a `date` on which nobody can have judged the evidence: one that is no day, or has not come.
fn refuse_date_of_judgement(
    context: &ResolveContext<'_>,
    origin: TextOrigin<'_>,
    directive: &Directive,
    findings: &mut Vec<Diagnostic>,
) {
    let Some(Located { value: date, span }) = directive.located("date") else { return };
    let (message, help) = match Day::parse(&date) {
        None => (format!("`{}` is not a date", quotable(&date)), "write it as 2026-11-01"),
        Some(day) if !context.config.options.clock.has_come(day) => {
            (format!("the evidence is judged on {day}, which is in the future"), "write the day of the judgement")
        }
        Some(_) => return,
    };
    findings.push(origin.finding(&rules::DATE_INVALID, span, message).help(help));
}

/// The person whose id is the value of the attribute `key`.
fn person(
    context: &ResolveContext<'_>,
    origin: TextOrigin<'_>,
    directive: &Directive,
    key: &str,
    findings: &mut Vec<Diagnostic>,
) -> Option<PageId> {
    context.ids(origin, findings).page(ContentKind::Person, &directive.located(key)?)
}

/// The term that `:term[words]` or `:term[words]{#term}` names.
fn glossary_term(
    context: &ResolveContext<'_>,
    origin: TextOrigin<'_>,
    directive: &Directive,
    findings: &mut Vec<Diagnostic>,
) -> Option<DirectiveTarget> {
    let label = directive.label.as_ref()?;
    let Located { value: term_name, span } = directive.id.as_ref().unwrap_or(label);
    // A label is Markdown source: `:term[*Vitamin* D]` means the term "Vitamin D".
    let term_name = term_name.replace(['*', '_', '`'], "");
    let glossary = glossary_of(context.site, origin.language);
    if let Some(glossary) = glossary
        && let Some(index) = glossary_terms::find_term(glossary, &term_name)
    {
        let term = &glossary.terms[index];
        let url = format!("{}#{}", glossary_url(context.config, glossary.language), term.anchor);
        return Some(DirectiveTarget::Term { url, definition: term.plain.clone(), name: term.name.clone() });
    }
    let terms = glossary.into_iter().flat_map(|glossary| &glossary.terms);
    let suggestion = nearest(&term_name, terms.map(|term| term.name.as_str()));
    let finding = origin.finding(&rules::REFERENCE_UNKNOWN, *span, format!("the glossary has no term `{term_name}`"));
    let finding = finding.about_missing(Missing::Term);
    let help = "add it to `content/glossary.yaml`, or name the term it belongs to: `:term[words]{#term}`";
    findings.push(finding.suggest_or(suggestion, help));
    None
}

/// The address under which the pages of a language are, with a final `/`.
#[must_use]
pub fn language_url(config: &Config, language: LanguageId) -> String {
    if language == MAIN_LANGUAGE {
        config.base.path.clone()
    } else {
        format!("{}{}/", config.base.path, config.languages[language].tag)
    }
}
