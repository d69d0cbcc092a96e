//! [`PageVariables`]: what every template gets about the page that it renders. Input: a page of the content, or what a page
//! that the program makes says of itself. What only one kind of page has is left to the file of the kind, the tags for search
//! engines to `robots`.

use tera::Context;

use wellpress_diagnostics::Diagnostic;
use wellpress_io::artifact::Sink;
use wellpress_site::config::LanguageId;
use wellpress_site::model::Page;
use wellpress_site::model::address::escape_path;
use wellpress_site::model::page::{PageRecord, Unpublished};

use crate::context::breadcrumbs::breadcrumbs;
use crate::context::{alternates, guide};
use crate::escape::escaped;
use crate::html::{feedback, fields};
use crate::listing::feeds::Feed;
use crate::pages::extensions::has_extensions;
use crate::pages::page_file::put;
use crate::pages::records::provenance::ai_statement;
use crate::pages::records::{copies, other_forms};
use crate::pages::render_context::{RenderContext, languages, sharing};
use crate::pages::robots::robots;
use crate::pages::thanks;
use crate::safety::{RequiredNotices, SafetyNotice};
use crate::{RenderError, context};

/// The variables that every template gets about the page it renders, `page` and `head`.
///
/// Each kind of page builds them with [`PageVariables::of_content`] or with
/// [`GeneratedPage::variables`](crate::pages::generated::GeneratedPage::variables), changes what is different for the kind, and adds one
/// variable of its own when it renders.
pub(crate) struct PageVariables {
    /// One of the site's languages.
    pub language: LanguageId,
    /// The template of the page's choice; `None` for that of its kind.
    pub own_template: Option<String>,
    pub page: context::Page,
    pub head: context::Head,
}

impl PageVariables {
    /// Without what only search engines and sharing need.
    pub(in crate::pages) fn without_metadata(self) -> Self {
        let head = context::Head {
            description: None,
            alternates: Vec::new(),
            og_type: None,
            image: None,
            copies: Vec::new(),
            scholar: Vec::new(),
            json_ld: String::new(),
            ..self.head
        };
        Self { head, ..self }
    }

    /// For a page that has a file in the content, shown as a page of this kind.
    pub(in crate::pages) fn of_content(cx: &RenderContext<'_>, page: &Page, kind: &'static str) -> Self {
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
        self.check_safety(cx, &bytes, &[(variable, html)], None, (&[], &page.source.path))?;
        Ok(bytes)
    }

    /// Checks that readers of the finished page see its safety notices before its steps. `parts` and `missing_review` are variables of
    /// the template with their values, which have at least the `planned` notices, and `content` is the file that the page was made of.
    pub(in crate::pages) fn check_safety(
        &self,
        cx: &RenderContext<'_>,
        html: &[u8],
        parts: &[(&str, &str)],
        missing_review: Option<(&str, &str)>,
        (planned, content): (&[SafetyNotice], &str),
    ) -> Result<(), Box<Diagnostic>> {
        let has_raw_html = cx.config.settings.raw_html;
        let required = RequiredNotices { parts, missing_review, planned, content, has_raw_html };
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

pub(in crate::pages) fn page_context(cx: &RenderContext<'_>, page: &Page, kind: &'static str) -> context::Page {
    context::Page {
        kind,
        id: page.name.clone(),
        url: page.url.clone(),
        title_html: escaped(&page.title),
        title: page.title.clone(),
        description: description(page),
        breadcrumbs: breadcrumbs(cx.config, cx.resolved, &cx.theme.strings, page.id),
        languages: languages::of_page(cx, page),
        forms: other_forms::offers(cx, page),
        outdated: languages::outdated(cx, page),
        unpublished: page.unpublished.map(Unpublished::as_str),
        has_form: thanks::has_form(cx, page),
        feedback: feedback::feedback(cx.text_context(page), page),
        has_extensions: has_extensions(cx, page),
        feed: feed_of(cx, page).map(|feed| feed.url(cx.config, cx.resolved)),
        fields: declared_fields(cx, page),
        named_by: named_by(cx, page),
        edit: edit_address(cx, page),
        guide: guide::guide(cx.resolved.site, page),
        below: guide::below(cx.resolved.site, page),
        ai: ai_statement(cx, page),
        pdf: None,
        epub: None,
        extra: serde_json::to_value(&page.front.extra).unwrap_or_default(),
    }
}

/// The feed of a topic or a person, and that of the section for the text above its list.
fn feed_of(cx: &RenderContext<'_>, page: &Page) -> Option<Feed> {
    let of_section = || Feed::of_section(page.section, page.language, cx.resolved).filter(|_| page.is_section_text());
    Feed::of_page(page, cx.resolved).or_else(of_section)
}

/// The declared fields of a page, in the order of the settings; none of a withdrawn page, which shows nothing of its content.
#[must_use]
pub fn declared_fields(cx: &RenderContext<'_>, page: &Page) -> Vec<context::DeclaredField> {
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
/// Where the file of a page can be edited.
fn edit_address(cx: &RenderContext<'_>, page: &Page) -> Option<String> {
    let root = cx.config.settings.source_files.edit.as_ref()?.value.trim_end_matches('/');
    Some(format!("{root}/{}", escape_path(&page.source.path)))
}

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

pub(in crate::pages) fn head(cx: &RenderContext<'_>, page: &Page) -> context::Head {
    context::Head {
        copies: copies::links(cx, page),
        scholar: cx.scholar.tags(cx.config, cx.resolved, page),
        json_ld: cx.structured_data(page.language).of_page(page.id),
        ..head_without_metadata(cx, page)
    }
}

/// The head without the two descriptions for machines, `citation_*` tags and JSON-LD. A handout has only this: both would
/// claim that the print page is the work itself.
pub(in crate::pages) fn head_without_metadata(cx: &RenderContext<'_>, page: &Page) -> context::Head {
    let config = cx.config;
    let site_title = &config.languages[page.language].title;
    let is_home = page.path.is_empty() || page.url == cx.home(page.language);
    let title = page.front.seo_title.as_ref().unwrap_or(&page.title);
    let chosen_canonical = page.front.canonical.as_ref().map(|canonical| canonical.value.clone());
    context::Head {
        // On the home page, and on a page titled as the site, the site's title would be said twice.
        title: if is_home || title == site_title { title.clone() } else { format!("{title} | {site_title}") },
        description: description(page).or_else(|| config.languages[page.language].description.clone()),
        canonical: chosen_canonical.unwrap_or_else(|| config.base.absolute(&page.url)),
        alternates: alternates::of_page(config, cx.resolved, page.id),
        copies: Vec::new(),
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
pub(in crate::pages) fn description(page: &Page) -> Option<String> {
    page.description.clone().filter(|_| !page.is_withdrawn())
}
