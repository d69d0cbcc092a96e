//! The variable `record`, which the templates of articles, exercises and programmes share: byline, disclaimers, text, list
//! of sources, history and disclosures.

use tera::Context;

use wellpress_diagnostics::Diagnostic;
use wellpress_site::model::Page;

use crate::context;
use crate::html::exercise::disclaimers;
use crate::html::{blocks, references as reference_list};
use crate::notices::{AroundText, around_text, required_notice_kinds};
use crate::pages::page_variables::PageVariables;
use crate::pages::records::provenance::{corrections, statements};
use crate::pages::render_context::RenderContext;
use crate::pages::sources::references_files;

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
    let AroundText { above, below } = around_text(cx.resolved, page);
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

fn changes(cx: &RenderContext<'_>, page: &Page) -> Vec<context::Change> {
    let changes = page.editorial().map(|reviewed| &reviewed.changes[..]).unwrap_or_default();
    let changes = changes.iter().map(|change| context::Change {
        date: cx.date(page.language, change.date.value),
        kind: change.kind.into(),
        note: change.note.clone(),
    });
    changes.collect()
}
