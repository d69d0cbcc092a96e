//! The pages of the site, one file a kind: each builds what its template sees and renders it.

pub mod article;
pub mod corrections;
pub mod exercise;
pub mod generated;
pub mod glossary;
pub mod handout;
pub mod home;
pub mod library;
pub mod lists;
pub mod members;
pub mod parts;
pub mod person;
pub mod plain;
pub mod programme;
pub mod references;
mod regions;
pub mod search;
pub mod thanks;
pub mod topic;

use std::borrow::Cow;

use tera::Context;

use wellpress_diagnostics::Diagnostic;
use wellpress_io::artifact::{Artifact, ArtifactContent, Sink, SitePath};
use wellpress_site::model::article::Article;
use wellpress_site::model::page::Record;
use wellpress_site::model::{Page, license};
use wellpress_site::parse::front_matter::{ChangeKind, Correction, CorrectionSeverity};
use wellpress_site::resolve::outline::OutlineEntry;
use wellpress_site::resolve::reading_order::Spot;

use super::RenderError;
use super::breadcrumbs::breadcrumbs;
use super::context;
use super::html::escape::escaped;
use super::html::{TextView, blocks, references as reference_list, write};
use super::render_context::{RenderContext, picture_context};
use super::sharing;
use super::theme::take_back;

pub(super) use article::key_points;

/// Renders the page of a record.
///
/// # Errors
/// Where its template cannot go on.
pub fn render(cx: &RenderContext<'_>, page: &Page) -> Result<Vec<u8>, Box<Diagnostic>> {
    match &page.record {
        Record::Article(article) => article::render(cx, page, article),
        Record::Exercise(exercise) => exercise::render(cx, page, exercise),
        Record::Programme(programme) => programme::render(cx, page, programme),
        Record::Topic(topic) => topic::render(cx, page, topic),
        Record::Person(person) => person::render(cx, page, person),
        Record::Plain => plain::render(cx, page),
    }
}

/// Gives a page to the sink.
pub(super) fn put(sink: &dyn Sink, path: &str, bytes: Vec<u8>) -> Result<(), RenderError> {
    let path = SitePath::new(path).ok_or_else(|| RenderError::Path(path.to_owned()))?;
    sink.put(Artifact { path, content: ArtifactContent::Bytes(Cow::Borrowed(&bytes)) })?;
    take_back(bytes);
    Ok(())
}

/// What every template has as `page`, for a page of the content.
fn page_context(cx: &RenderContext<'_>, page: &Page, kind: &'static str) -> context::Page {
    context::Page {
        kind,
        id: page.name.clone(),
        url: page.url.clone(),
        title_html: escaped(&page.title),
        title: page.title.clone(),
        description: description(page),
        breadcrumbs: breadcrumbs(cx.config, cx.resolved, page.id, cx.section_names(page.language)),
        languages: super::languages::of_page(cx, page),
        outdated: super::languages::outdated(cx, page),
        unpublished: page.included.map(wellpress_site::model::page::Unpublished::as_str),
        has_form: thanks::has_form(cx, page),
        extra: serde_json::to_value(&page.settings.extra).unwrap_or_default(),
    }
}

/// What every template has as `head`, for a page of the content.
fn head(cx: &RenderContext<'_>, page: &Page) -> context::Head {
    context::Head {
        scholar: cx.scholar.tags(cx, page),
        json_ld: cx.structured_data(page.language).of_page(page.id),
        ..bare_head(cx, page)
    }
}

/// The same without what only machines read of the text.
fn bare_head(cx: &RenderContext<'_>, page: &Page) -> context::Head {
    let config = cx.config;
    let site_title = &config.languages[page.language].title;
    let is_home = page.path.is_empty() || page.url == cx.home(page.language);
    let own = page.settings.seo_title.as_ref().unwrap_or(&page.title);
    context::Head {
        title: if is_home || own == site_title { own.clone() } else { format!("{own} | {site_title}") },
        description: description(page).or_else(|| config.languages[page.language].description.clone()),
        canonical: own_canonical(page).unwrap_or_else(|| config.base.absolute(&page.url)),
        alternates: super::alternates::of_page(config, cx.resolved, page.id),
        robots: robots(page),
        og_type: match page.record {
            Record::Article(_) | Record::Exercise(_) | Record::Programme(_) => "article",
            Record::Person(_) => "profile",
            Record::Topic(_) | Record::Plain => "website",
        },
        image: sharing::of_page(cx, page),
        scholar: Vec::new(),
        json_ld: String::new(),
    }
}

/// The dek, which says what is in the text: nothing where the text was taken back.
fn description(page: &Page) -> Option<String> {
    page.description.clone().filter(|_| !page.is_withdrawn())
}

/// A page that was brought in though it would be kept out, or taken back, is not for search engines.
fn robots(page: &Page) -> Option<String> {
    if page.included.is_some() || page.is_withdrawn() {
        return Some("noindex, follow".to_owned());
    }
    page.settings.robots.clone()
}

/// The page's own text as HTML.
pub(super) fn own_text(cx: &RenderContext<'_>, page: &Page) -> String {
    let resolved = &cx.resolved.pages[page.id.index()];
    let own = |instance: &wellpress_site::resolve::reading_order::Instance| {
        instance.text == wellpress_site::resolve::reading_order::Text::Own
    };
    let instance = resolved.reading_order.instances.iter().position(own).and_then(|at| u32::try_from(at).ok());
    let view = TextView {
        source: &page.source,
        body: &page.body,
        resolved: &resolved.body,
        instance,
        id_prefix: "",
        heading_shift: 0,
    };
    write(cx.text_context(page), view)
}

/// The page's own text as HTML, with its list of sources below.
fn own_text_with_sources(cx: &RenderContext<'_>, page: &Page) -> String {
    let mut html = own_text(cx, page);
    let list = reference_list::list(cx.text_context(page), &cx.resolved.pages[page.id.index()].citations);
    if !list.is_empty() {
        let title = escaped(&cx.say(page.language, "text-references-entry"));
        html.push_str("<section role=\"doc-bibliography\" class=\"bibliography\" id=\"references\" aria-labelledby=\"references-title\">");
        html.push_str(&format!("<h2 id=\"references-title\">{title}</h2>\n{list}</section>\n"));
    }
    html
}

/// Renders the page of an article, an exercise or a programme. Disclaimers, the notice of a withdrawal and what guards the kind,
/// by the name of its variable, are in it, whatever the theme.
fn render_record(
    cx: &RenderContext<'_>,
    page: &Page,
    record: &context::Record,
    guards: Option<(&str, &str)>,
    own: impl FnOnce(&mut Context),
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let kind = page.kind.name();
    let template = format!("{kind}.html");
    let head = head(cx, page);
    let html = cx.render(&template, page.language, &page_context(cx, page, kind), &head, |context| {
        context.insert("record", record);
        own(context);
    })?;
    let wanted = [
        ("record.disclaimers_top", &*record.disclaimers_top),
        ("record.disclaimers_bottom", &*record.disclaimers_bottom),
        ("record.withdrawn", record.withdrawn.as_deref().unwrap_or_default()),
    ];
    let wanted: Vec<_> = wanted.into_iter().chain(guards).collect();
    cx.theme.refuse_lost(&template, &html, &wanted)?;
    Ok(html)
}

/// What articles, exercises and programmes share.
fn record(cx: &RenderContext<'_>, page: &Page, content: String) -> context::Record {
    let resolved = &cx.resolved.pages[page.id.index()];
    let text_cx = cx.text_context(page);
    let disclaimers = |ids: &[wellpress_site::model::disclaimer::DisclaimerId], spot: Spot| {
        let ids = if page.is_withdrawn() { &[] } else { ids };
        ids.iter().map(|id| blocks::disclaimer(text_cx, *id, Some(spot))).collect::<String>()
    };
    let reviewed = page.reviewed();
    let withdrawn = withdrawn(cx, page);
    let related = &cx.resolved.related[page.id.index()];
    context::Record {
        hero: resolved.hero.as_deref().filter(|_| !page.is_withdrawn()).map(picture_context),
        byline: cx.byline(page),
        topics: reviewed.map(|reviewed| cx.links(&reviewed.topics)).unwrap_or_default(),
        disclaimers_top: disclaimers(&resolved.disclaimers.top, Spot::Top),
        disclaimers_bottom: disclaimers(&resolved.disclaimers.bottom, Spot::Bottom),
        references: if withdrawn.is_some() {
            String::new()
        } else {
            reference_list::list(text_cx, &resolved.citations)
        },
        content: if withdrawn.is_some() { String::new() } else { content },
        reference_count: resolved.citations.list.len().max(page.body.references.len()),
        exports: if withdrawn.is_some() { Vec::new() } else { super::references_files::links(cx, page) },
        corrections: corrections(cx, page),
        changes: changes(cx, page),
        statements: statements(cx, page),
        related_exercises: cx.cards(&related.exercises),
        related_articles: cx.cards(&related.articles),
        withdrawn,
    }
}

/// The notice that stands in the place of a withdrawn page's text.
fn withdrawn(cx: &RenderContext<'_>, page: &Page) -> Option<String> {
    blocks::withdrawn(cx.text_context(page), page)
}

fn corrections(cx: &RenderContext<'_>, page: &Page) -> Vec<context::Correction> {
    let corrections = page.reviewed().map(|reviewed| &reviewed.corrections[..]).unwrap_or_default();
    corrections.iter().map(|written| correction(cx, page, written)).collect()
}

fn correction(cx: &RenderContext<'_>, page: &Page, correction: &Correction) -> context::Correction {
    context::Correction {
        date: cx.date(page.language, correction.date.value),
        was: correction.was.clone(),
        now: correction.now.clone(),
        severity: match correction.severity {
            CorrectionSeverity::Minor => "minor",
            CorrectionSeverity::Important => "important",
        },
    }
}

fn changes(cx: &RenderContext<'_>, page: &Page) -> Vec<context::Change> {
    let changes = page.reviewed().map(|reviewed| &reviewed.changes[..]).unwrap_or_default();
    let each = changes.iter().map(|change| context::Change {
        date: cx.date(page.language, change.date.value),
        kind: match change.kind {
            ChangeKind::Substantive => "substantive",
            ChangeKind::Cosmetic => "cosmetic",
        },
        note: change.note.clone(),
    });
    each.collect()
}

fn statements(cx: &RenderContext<'_>, page: &Page) -> Vec<context::Statement> {
    let say = |key: &str| cx.say(page.language, key);
    let mut statements = Vec::new();
    if let Some(article) = page.article() {
        disclosures(cx, page, article, &mut statements);
    }
    let license = page.settings.license.as_ref().map(|written| context::Statement {
        title: say("text-license"),
        text: written.clone(),
        url: license::address(written).map(str::to_owned),
    });
    statements.extend(license);
    statements
}

/// What an article says of who paid for it, who has a stake in it and what it was made with.
fn disclosures(cx: &RenderContext<'_>, page: &Page, article: &Article, statements: &mut Vec<context::Statement>) {
    let say = |key: &str| cx.say(page.language, key);
    let mut add = |key: &str, text: Option<String>| {
        statements.extend(text.map(|text| context::Statement { title: say(key), text, url: None }));
    };
    add("text-funding", article.funding.as_ref().map(|funding| funding.value.clone()));
    add("text-conflicts", article.conflicts.as_ref().map(|conflicts| conflicts.value.clone()));
    let sponsor = article.sponsor.as_ref().map(|sponsor| match &sponsor.role {
        Some(role) => format!("{}: {role}", sponsor.name),
        None => sponsor.name.clone(),
    });
    add("text-sponsor", sponsor);
    let ai = article.ai.as_ref().map(|(ai, checker)| {
        let tool = ai.tool.as_ref().map(|tool| format!(" ({tool})")).unwrap_or_default();
        let checker = checker.map(|checker| {
            let name = cx.link(checker).title;
            format!(
                " {}",
                cx.theme.strings.format(
                    page.language,
                    "text-ai-checked",
                    &[("name", super::strings::Value::Text(&name))]
                )
            )
        });
        format!("{}{tool}.{}", ai.used.0, checker.unwrap_or_default())
    });
    add("text-ai", ai);
}

/// Contents: level-3 entries below their level-2 entry, then "References" where there is a list.
fn toc(cx: &RenderContext<'_>, page: &Page) -> Vec<context::TocEntry> {
    let resolved = &cx.resolved.pages[page.id.index()];
    let mut toc: Vec<context::TocEntry> = Vec::new();
    let mut has_parent = false;
    for entry in cx.resolved.outlines[page.id.index()].entries(&page.body) {
        let line = toc_entry(entry);
        has_parent = has_parent || entry.level == 2;
        match toc.last_mut().filter(|_| entry.level == 3 && has_parent) {
            Some(parent) => parent.children.push(line),
            None => toc.push(line),
        }
    }
    if !resolved.citations.list.is_empty() {
        let title = cx.say(page.language, "text-references-entry");
        toc.push(context::TocEntry { title, url: "#references".to_owned(), children: Vec::new() });
    }
    toc
}

fn toc_entry(entry: OutlineEntry<'_>) -> context::TocEntry {
    context::TocEntry { title: entry.title.to_string(), url: format!("#{}", entry.id), children: Vec::new() }
}

/// The address that search engines should keep in the place of the page's own.
fn own_canonical(page: &Page) -> Option<String> {
    page.settings.canonical.as_ref().map(|canonical| canonical.value.clone())
}
