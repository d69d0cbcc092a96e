//! The variable `record`, which the templates of articles, exercises and programmes share: byline, disclaimers, text, list
//! of sources, history and disclosures.

use std::cmp::Reverse;

use tera::Context;

use wellpress_diagnostics::Diagnostic;
use wellpress_site::model::article::Article;
use wellpress_site::model::{Page, license};
use wellpress_site::parse::front_matter::{Correction, Sponsor};

use crate::context;
use crate::html::exercise::disclaimers;
use crate::html::{blocks, references as reference_list};
use crate::notices::{AroundText, around_text, required_notice_kinds};
use crate::pages::page_variables::PageVariables;
use crate::pages::render_context::RenderContext;
use crate::pages::sources::references_files;
use crate::theme::strings::MessageValue;

/// The template of Easy Read versions. In a theme without it they are shown as articles.
pub(in crate::pages) const EASY_READ_TEMPLATE: &str = "easy-read.html";

/// Renders the page of an article, an exercise or a programme. `text` are the variables with the page's text, and their values,
/// and `printed` are the files that were made of it.
///
/// A theme decides how a page looks, but not whether readers see its safety notices: a template that hides one is an error of the
/// theme.
pub(in crate::pages) fn render_record(
    cx: &RenderContext<'_>,
    page: &Page,
    (record, printed): (&context::Record, context::PrintedFiles),
    text: &[(&str, &str)],
    insert: impl FnOnce(&mut Context),
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let is_shown_in_rows = page.is_easy_read() && cx.theme.has_template(EASY_READ_TEMPLATE);
    let kind = if is_shown_in_rows { "easy-read" } else { page.kind.name() };
    let mut variables = PageVariables::of_content(cx, page, kind);
    (variables.page.pdf, variables.page.epub) = (printed.pdf, printed.epub);
    let html = variables.render(cx, |context| {
        context.insert("record", record);
        insert(context);
    })?;
    let top = [
        ("record.disclaimers_top", &*record.disclaimers_top),
        ("record.withdrawn", record.withdrawn.as_deref().unwrap_or_default()),
    ];
    let parts = [&top[..], text, &[("record.disclaimers_bottom", &*record.disclaimers_bottom)]].concat();
    let missing_review = Some(("record.byline.not_reviewed", &*record.byline.not_reviewed));
    let planned = required_notice_kinds(cx.resolved, page);
    variables.check_safety(cx, &html, &parts, missing_review, (&planned, &page.source.path))?;
    Ok(html)
}

/// The record of a page, with `content` as its text. A withdrawn page has the notice instead of its text, its sources, its
/// picture and its disclaimers; its history stays.
pub(in crate::pages) fn record(cx: &RenderContext<'_>, page: &Page, content: String) -> context::Record {
    let resolved = &cx.resolved.pages[page.id];
    let related = &cx.resolved.related[page.id];
    let reviewed = page.editorial();
    let history = context::Record {
        hero: None,
        byline: cx.byline(page),
        topics: reviewed.map(|reviewed| cx.links(&reviewed.topics)).unwrap_or_default(),
        disclaimers_top: String::new(),
        disclaimers_bottom: String::new(),
        content: String::new(),
        withdrawn: blocks::withdrawn(cx.text_context(page), page),
        references: String::new(),
        // A page has one of the two: a list made of its marks, or one that its author wrote by hand.
        reference_count: resolved.citations.list.len().max(page.body.references.len()),
        exports: Vec::new(),
        corrections: corrections(cx, page),
        changes: changes(cx, page),
        statements: statements(cx, page),
        related_exercises: cx.cards(&related.exercises),
        related_articles: cx.cards(&related.articles),
    };
    if page.is_withdrawn() {
        return history;
    }
    let AroundText { above, below, .. } = around_text(cx.resolved, page);
    context::Record {
        hero: resolved.hero.as_deref().map(|hero| cx.picture(page.language, hero)),
        disclaimers_top: disclaimers(cx.text_context(page), &above),
        disclaimers_bottom: disclaimers(cx.text_context(page), &below),
        content,
        references: reference_list::list(cx.text_context(page), &resolved.citations),
        exports: references_files::links(cx, page),
        ..history
    }
}

fn corrections(cx: &RenderContext<'_>, page: &Page) -> Vec<context::Correction> {
    // What its page said wrongly, an Easy Read version said too.
    let pages = std::iter::once(page).chain(cx.resolved.site.full_page_of(page.id));
    let mut corrections: Vec<&Correction> =
        pages.filter_map(Page::editorial).flat_map(|reviewed| &reviewed.corrections).collect();
    corrections.sort_by_key(|correction| Reverse(correction.date.value));
    corrections.into_iter().map(|correction| correction_context(cx, page, correction)).collect()
}

pub(in crate::pages) fn correction_context(
    cx: &RenderContext<'_>,
    page: &Page,
    correction: &Correction,
) -> context::Correction {
    context::Correction {
        date: cx.date(page.language, correction.date.value),
        was: correction.was.clone(),
        now: correction.now.clone(),
        severity: correction.severity.into(),
        reason: correction.reason.clone(),
    }
}

fn changes(cx: &RenderContext<'_>, page: &Page) -> Vec<context::Change> {
    let changes = page.editorial().map(|reviewed| &reviewed.changes[..]).unwrap_or_default();
    let changes = changes.iter().map(|change| context::Change {
        date: cx.date(page.language, change.date.value),
        kind: change.kind.into(),
        note: change.note.clone(),
    });
    changes.collect()
}

/// The disclosures of an article, whether a page was made with AI, and its licence.
fn statements(cx: &RenderContext<'_>, page: &Page) -> Vec<context::Statement> {
    let mut statements = page.article().map(|article| disclosures(cx, page, article)).unwrap_or_default();
    statements.extend(ai_statement(cx, page));
    statements.extend(page.front.license.as_ref().map(|license| context::Statement {
        title: cx.say(page.language, "text-license"),
        text: license.clone(),
        url: license::address(license).map(str::to_owned),
    }));
    statements
}

/// Who paid for an article, and who has a stake in it.
fn disclosures(cx: &RenderContext<'_>, page: &Page, article: &Article) -> Vec<context::Statement> {
    let disclosures = [
        ("text-funding", article.funding.as_ref().map(|funding| funding.value.clone())),
        ("text-conflicts", article.conflicts.as_ref().map(|conflicts| conflicts.value.clone())),
        ("text-sponsor", article.sponsor.as_ref().map(sponsor_text)),
    ];
    let statements = disclosures.into_iter().filter_map(|(key, text)| {
        Some(context::Statement { title: cx.say(page.language, key), text: text?, url: None })
    });
    statements.collect()
}

fn sponsor_text(sponsor: &Sponsor) -> String {
    match &sponsor.role {
        Some(role) => format!("{}: {role}", sponsor.name),
        None => sponsor.name.clone(),
    }
}

/// What AI was used for, such as "Translated (DeepL). Checked by Ann Broach."
pub(in crate::pages) fn ai_statement(cx: &RenderContext<'_>, page: &Page) -> Option<context::Statement> {
    let ai = &page.front.ai.as_ref()?.value;
    let checker = page.ai_checker.map(|checker| {
        let name = cx.link(checker).title;
        let checked = cx.theme.strings.format(page.language, "text-ai-checked", &[("name", MessageValue::Text(&name))]);
        format!(" {checked}")
    });
    let text = format!("{}.{}", ai.words(), checker.unwrap_or_default());
    Some(context::Statement { title: cx.say(page.language, "text-ai"), text, url: None })
}
