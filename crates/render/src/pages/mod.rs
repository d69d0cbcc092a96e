//! The pages of the site, one file for each kind. Input: the resolved site, by way of the [`RenderContext`]. Output: HTML,
//! given to the sink.
//!
//! A file of this folder builds the variables that its template sees and renders it. What the HTML of a text looks like is
//! left to `html`, what the page looks like to the theme.

pub mod generated;
pub mod home;
pub mod lists;
pub mod records;
pub mod render_context;
pub mod search_document;
pub mod sources;
pub(crate) mod standalone_text;
mod template_text;
pub mod thanks;

use std::borrow::Cow;

use tera::Context;

use wellpress_diagnostics::Diagnostic;
use wellpress_io::artifact::{Artifact, ArtifactContent, Sink, SitePath};
use wellpress_markdown::body::{Element, NodeKind};
use wellpress_markdown::directives::DirectiveKind;
use wellpress_site::config::{Config, LanguageId};
use wellpress_site::model::Page;
use wellpress_site::model::page::{PageRecord, Unpublished};
use wellpress_site::resolve::reading_order::ShownText;

use super::RenderError;
use super::context;
use super::html::{TextContext, TextView, fields, references as reference_list, write};
use super::safety::RequiredNotices;
use super::theme::return_buffer;
use crate::context::alternates;
use crate::context::breadcrumbs::breadcrumbs;
use crate::context::guide;
use crate::escape::escaped;
use crate::listing::feeds::Feed;
use crate::pages::records::{article, exercise, person, plain, programme, topic};
use crate::pages::render_context::{RenderContext, languages, sharing};

/// Renders a page that has a file in the content. `pdf` is the file of its sheet.
///
/// # Errors
/// If its template fails.
pub fn render(cx: &RenderContext<'_>, page: &Page, pdf: Option<context::PdfFile>) -> Result<Vec<u8>, Box<Diagnostic>> {
    match &page.record {
        PageRecord::Article(article) => article::render(cx, page, article, pdf),
        PageRecord::Exercise(exercise) => exercise::render(cx, page, exercise, pdf),
        PageRecord::Programme(programme) => programme::render(cx, page, programme, pdf),
        PageRecord::Topic(topic) => topic::render(cx, page, topic),
        PageRecord::Person(person) => person::render(cx, page, person),
        PageRecord::Plain => plain::render(cx, page, pdf),
    }
}

/// Gives a file to the sink. Its buffer is then used again for the next page of this thread.
pub(super) fn put(sink: &dyn Sink, path: &str, bytes: Vec<u8>) -> Result<(), RenderError> {
    let path = SitePath::new(path).ok_or_else(|| RenderError::Path(path.to_owned()))?;
    sink.put(Artifact { path, content: ArtifactContent::Bytes(Cow::Borrowed(&bytes)) })?;
    return_buffer(bytes);
    Ok(())
}

/// The variables that every template gets about the page it renders, `page` and `head`.
///
/// Each kind of page builds them with [`PageVariables::of_content`] or with
/// [`GeneratedPage::variables`](generated::GeneratedPage::variables), changes what is different for the kind, and adds one
/// variable of its own when it renders.
pub(super) struct PageVariables {
    /// One of the site's languages.
    pub language: LanguageId,
    /// The template of the page's choice; `None` for that of its kind.
    pub own_template: Option<String>,
    pub page: context::Page,
    pub head: context::Head,
}

impl PageVariables {
    /// Without what only search engines and sharing need.
    fn without_metadata(self) -> Self {
        let head = context::Head {
            description: None,
            alternates: Vec::new(),
            og_type: None,
            image: None,
            scholar: Vec::new(),
            json_ld: String::new(),
            ..self.head
        };
        Self { head, ..self }
    }

    /// For a page that has a file in the content, shown as a page of this kind.
    fn of_content(cx: &RenderContext<'_>, page: &Page, kind: &'static str) -> Self {
        let own_template = cx.resolved.site.own_template(page).map(|template| template.value.clone());
        Self { language: page.language, own_template, page: page_context(cx, page, kind), head: head(cx, page) }
    }

    /// The name of the template. Without one of the page's choice it is the page's kind: an `article` is rendered by `article.html`.
    pub fn template(&self) -> String {
        self.own_template.clone().unwrap_or_else(|| format!("{}.html", self.page.kind))
    }

    /// Renders the page's template; `insert` adds the variable that only this kind of page has.
    pub fn render(
        &self,
        cx: &RenderContext<'_>,
        insert: impl FnOnce(&mut Context),
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        cx.render(&self.template(), self.language, &self.page, &self.head, insert)
    }

    /// Renders the page's template, and checks that readers see the safety notices of the page's text. `variable` is the template's
    /// variable with the text, and `html` its value.
    pub fn render_text(
        &self,
        cx: &RenderContext<'_>,
        page: &Page,
        variable: &str,
        html: &str,
        insert: impl FnOnce(&mut Context),
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let bytes = self.render(cx, insert)?;
        self.check_safety(cx, &bytes, &[(variable, html)], None, &page.source.path)?;
        Ok(bytes)
    }

    /// Checks that readers of the finished page see its safety notices before its steps. `parts` and `missing_review` are variables of
    /// the template with their values, and `content` is the file that the page was made of.
    fn check_safety(
        &self,
        cx: &RenderContext<'_>,
        html: &[u8],
        parts: &[(&str, &str)],
        missing_review: Option<(&str, &str)>,
        content: &str,
    ) -> Result<(), Box<Diagnostic>> {
        let required = RequiredNotices { parts, missing_review, content, has_raw_html: cx.config.settings.raw_html };
        cx.theme.check_safety(&self.template(), html, &required)
    }

    /// Renders the page's template and gives the page to the sink as the index of a folder of the output. `folder` is empty
    /// or ends with a slash.
    pub fn put(
        &self,
        cx: &RenderContext<'_>,
        folder: &str,
        sink: &dyn Sink,
        insert: impl FnOnce(&mut Context),
    ) -> Result<(), RenderError> {
        let html = self.render(cx, insert).map_err(RenderError::Theme)?;
        put(sink, &format!("{folder}index.html"), html)
    }
}

fn page_context(cx: &RenderContext<'_>, page: &Page, kind: &'static str) -> context::Page {
    context::Page {
        kind,
        id: page.name.clone(),
        url: page.url.clone(),
        title_html: escaped(&page.title),
        title: page.title.clone(),
        description: description(page),
        breadcrumbs: breadcrumbs(cx.config, cx.resolved, &cx.theme.strings, page.id),
        languages: languages::of_page(cx, page),
        outdated: languages::outdated(cx, page),
        unpublished: page.unpublished.map(Unpublished::as_str),
        has_form: thanks::has_form(cx, page),
        has_extensions: has_extensions(cx, page),
        feed: feed_of(cx, page).map(|feed| feed.url(cx.config, cx.resolved)),
        fields: declared_fields(cx, page),
        named_by: named_by(cx, page),
        guide: guide::guide(cx.resolved.site, page),
        below: guide::below(cx.resolved.site, page),
        pdf: None,
        extra: serde_json::to_value(&page.settings.extra).unwrap_or_default(),
    }
}

/// The feed of a topic or a person, and that of the section for the text above its list.
fn feed_of(cx: &RenderContext<'_>, page: &Page) -> Option<Feed> {
    let of_section = || Feed::of_section(page.section, page.language, cx.resolved).filter(|_| page.is_section_text());
    Feed::of_page(page, cx.resolved).or_else(of_section)
}

/// The declared fields of a page, in the order of the settings; none of a withdrawn page, which shows nothing of its content.
pub(super) fn declared_fields(cx: &RenderContext<'_>, page: &Page) -> Vec<context::DeclaredField> {
    let text_cx = cx.text_context(page);
    let tag = &cx.config.languages[page.language].tag;
    let section = &cx.config.sections[page.section];
    let fields = section.fields.iter().filter(|_| !page.is_withdrawn()).filter_map(|field| {
        let value = &page.fields.iter().find(|of_page| of_page.name == field.name)?.value;
        Some(context::DeclaredField {
            id: field.name.clone(),
            label: field.label_in(tag).to_owned(),
            html: fields::html(text_cx, page, value),
            value: fields::json(text_cx, page, value),
            show: field.show,
        })
    });
    fields.collect()
}

/// The pages whose fields name a page, for the fields that have a label for it.
fn named_by(cx: &RenderContext<'_>, page: &Page) -> Vec<context::NamedBy> {
    let of_page = cx.resolved.backlinks.named_in_fields.get(&page.id);
    let lists = of_page.into_iter().flatten().filter_map(|((section, name), pages)| {
        let field = cx.config.sections[*section].fields.iter().find(|field| field.name == *name)?;
        let label = field.back_in(&cx.config.languages[page.language].tag)?;
        let in_language = pages.iter().copied().filter(|other| cx.resolved.site.page(*other).language == page.language);
        let links = cx.links(&in_language.collect::<Vec<_>>());
        (!links.is_empty()).then(|| context::NamedBy { label: label.to_owned(), links })
    });
    lists.collect()
}

/// Whether a page shows a programme, or its text or that of an exercise that it shows has an element that few texts have.
fn has_extensions(cx: &RenderContext<'_>, page: &Page) -> bool {
    let texts = std::iter::once(page.id).chain(cx.resolved.exercise_texts_of(page));
    let mut bodies = texts.map(|page| &cx.resolved.site.page(page).body);
    let site = cx.resolved.site;
    !page.fields.is_empty()
        || cx.resolved.backlinks.named_in_fields.contains_key(&page.id)
        || page.programme().is_some()
        || (page.route.contains('/') || site.tree.folder_of_text(page.id).is_some())
            && (site.guide_of(page.id).is_some() || !site.below(page.id).is_empty())
        || cx.resolved.pages[page.id].video.is_some()
        || bodies.any(|body| {
            !body.html_elements.is_empty()
                || body.directives.iter().any(|directive| is_rare_directive(directive.kind))
                || body.nodes.without_text(..).any(|(_, node)| is_rare_node(node.kind))
        })
}

/// The directives whose style is in `extensions.css`, besides those of themes.
const RARE_DIRECTIVES: [DirectiveKind; 18] = [
    DirectiveKind::Tabs,
    DirectiveKind::Tab,
    DirectiveKind::Table,
    DirectiveKind::ListTable,
    DirectiveKind::IconArray,
    DirectiveKind::DataTable,
    DirectiveKind::Chart,
    DirectiveKind::Do,
    DirectiveKind::Dont,
    DirectiveKind::Details,
    DirectiveKind::Faq,
    DirectiveKind::Quote,
    DirectiveKind::Evidence,
    DirectiveKind::Promo,
    DirectiveKind::Experts,
    DirectiveKind::Video,
    DirectiveKind::Playlist,
    DirectiveKind::Programme,
];

fn is_rare_directive(kind: DirectiveKind) -> bool {
    RARE_DIRECTIVES.contains(&kind) || matches!(kind, DirectiveKind::OfTheme(_))
}

fn is_rare_node(node: NodeKind) -> bool {
    matches!(
        node,
        NodeKind::Math(_)
            | NodeKind::Task(_)
            | NodeKind::Code(_)
            | NodeKind::Rule
            | NodeKind::Start(Element::CodeBlock(_) | Element::DefinitionList)
    )
}

fn head(cx: &RenderContext<'_>, page: &Page) -> context::Head {
    context::Head {
        scholar: cx.scholar.tags(cx, page),
        json_ld: cx.structured_data(page.language).of_page(page.id),
        ..head_without_metadata(cx, page)
    }
}

/// The head without the two descriptions for machines, `citation_*` tags and JSON-LD. A handout has only this: both would
/// claim that the print page is the work itself.
fn head_without_metadata(cx: &RenderContext<'_>, page: &Page) -> context::Head {
    let config = cx.config;
    let site_title = &config.languages[page.language].title;
    let is_home = page.path.is_empty() || page.url == cx.home(page.language);
    let title = page.settings.seo_title.as_ref().unwrap_or(&page.title);
    let chosen_canonical = page.settings.canonical.as_ref().map(|canonical| canonical.value.clone());
    context::Head {
        // On the home page, and on a page titled as the site, the site's title would be said twice.
        title: if is_home || title == site_title { title.clone() } else { format!("{title} | {site_title}") },
        description: description(page).or_else(|| config.languages[page.language].description.clone()),
        canonical: chosen_canonical.unwrap_or_else(|| config.base.absolute(&page.url)),
        alternates: alternates::of_page(config, cx.resolved, page.id),
        robots: robots(config, page),
        // Open Graph has few types: what has authors and dates is an article, whatever its kind.
        og_type: Some(match page.record {
            PageRecord::Article(_) | PageRecord::Exercise(_) | PageRecord::Programme(_) => "article",
            PageRecord::Person(_) => "profile",
            PageRecord::Topic(_) | PageRecord::Plain => "website",
        }),
        image: sharing::of_page(cx, page),
        scholar: Vec::new(),
        json_ld: String::new(),
    }
}

/// The description sums up the text; a withdrawn page has no text, and so no description.
fn description(page: &Page) -> Option<String> {
    page.description.clone().filter(|_| !page.is_withdrawn())
}

/// The robots rules of pages that search engines shall not list, but whose links they may follow.
const NOT_INDEXED: &str = "noindex, follow";

/// The robots rules of a page. Withdrawn pages are not indexed, whatever their front matter says.
fn robots(config: &Config, page: &Page) -> Option<String> {
    let robots_of_page = if page.is_withdrawn() { Some(NOT_INDEXED) } else { page.settings.robots.as_deref() };
    robots_for_build(config, robots_of_page)
}

/// The robots rules of a page, whose `own` rules come from its front matter or its kind. A build with `--drafts`, `--future` or
/// `--expired` is for editors: none of its pages is indexed, wherever it is published.
fn robots_for_build(config: &Config, own: Option<&str>) -> Option<String> {
    let is_for_editors = config.options.include.is_any() && !own.is_some_and(forbids_indexing);
    if is_for_editors { Some(NOT_INDEXED) } else { own }.map(str::to_owned)
}

/// Whether the content of a robots tag keeps a page out of search results. `none` is short for `noindex, nofollow`.
pub(crate) fn forbids_indexing(robots: &str) -> bool {
    robots.split(',').any(|rule| matches!(rule.trim().to_ascii_lowercase().as_str(), "noindex" | "none"))
}

/// The most embedded exercises of a page that shows the steps of all of them. On a page with more, readers open the steps that
/// they want.
pub(crate) const MAX_OPEN_EXERCISES: usize = 2;

/// The text of the page's file as the page shows it: with many exercises, their steps are folded.
pub(super) fn folded_body_html(cx: &RenderContext<'_>, page: &Page) -> String {
    let text_cx = cx.text_context(page);
    let folds_steps = text_cx.reading_order.embeds.len() > MAX_OPEN_EXERCISES;
    body_html(cx, page, TextContext { folds_steps, ..text_cx })
}

/// The text of the page's file as HTML.
pub(super) fn body_html(cx: &RenderContext<'_>, page: &Page, text_cx: TextContext<'_>) -> String {
    let resolved = &cx.resolved.pages[page.id];
    let view = TextView {
        source: &page.source,
        body: &page.body,
        resolved: &resolved.body,
        // A text without an instance in the reading order is written without its citation marks.
        instance: resolved.reading_order.instance_of(ShownText::PageBody),
        id_prefix: "",
        heading_shift: 0,
    };
    write(text_cx, view)
}

/// The text of the page's file as HTML, followed by the list of its sources, for pages whose template has no variable for
/// the list.
fn body_html_with_sources(cx: &RenderContext<'_>, page: &Page) -> String {
    let mut html = folded_body_html(cx, page);
    let list = reference_list::list(cx.text_context(page), &cx.resolved.pages[page.id].citations);
    if !list.is_empty() {
        let title = cx.theme.strings.html(page.language, "text-references-entry");
        html.push_str("<section role=\"doc-bibliography\" class=\"bibliography\" id=\"references\" aria-labelledby=\"references-title\">");
        html.push_str(&format!("<h2 id=\"references-title\">{title}</h2>\n{list}</section>\n"));
    }
    html
}
