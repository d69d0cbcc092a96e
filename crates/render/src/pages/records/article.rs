//! The page of an article.

use std::collections::BTreeSet;

use wellpress_diagnostics::Diagnostic;
use wellpress_site::model::Page;
use wellpress_site::model::article::Article;
use wellpress_site::resolve::cautions::{ShownCaution, of_exercise};
use wellpress_site::resolve::outline::Embed;
use wellpress_site::resolve::reading_order::EmbedInstance;

use crate::context;
use crate::html::exercise::caution_label;
use crate::html::{calls_to_action, fields, handout};
use crate::pages::records::{easy_read, other_forms, record};
use crate::pages::render_context::RenderContext;

pub(in crate::pages) fn render(
    cx: &RenderContext<'_>,
    page: &Page,
    article: &Article,
    printed: context::PrintedFiles,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let content = match cx.resolved.site.full_page_of(page.id) {
        Some(full) => easy_read::content(cx, page, full),
        None => other_forms::players(cx, page, None) + &crate::pages::body_html::folded_body_html(cx, page),
    };
    let record = record::record(cx, page, content);
    let body = &cx.resolved.pages[page.id].body;
    let call = article.call_to_action.as_deref().filter(|_| !page.is_withdrawn());
    let article = context::Article {
        toc: if page.is_withdrawn() { Vec::new() } else { crate::pages::records::toc::toc(cx, page) },
        toc_place: article.toc.into(),
        key_points: if page.is_withdrawn() { Vec::new() } else { key_points(cx, page) },
        cautions: if page.is_withdrawn() { Vec::new() } else { caution_summaries(cx, page) },
        call_to_action: call
            .map(|call| calls_to_action::call_after_text(cx.text_context(page), body, call))
            .unwrap_or_default(),
        shown_exercises: if page.is_withdrawn() { Vec::new() } else { shown_exercises(cx, page) },
        code: if page.is_withdrawn() { String::new() } else { code(cx, page) },
    };
    let text = [("record.content", &*record.content)];
    record::render_record(cx, page, (&record, printed), &text, |context| context.insert("article", &article))
}

/// The cautions of the exercises that the text embeds: those for a topic of the page first, then by severity.
fn caution_summaries(cx: &RenderContext<'_>, page: &Page) -> Vec<context::CautionSummary> {
    let site = cx.resolved.site;
    let mut groups: Vec<(ShownCaution<'_>, Vec<context::Link>)> = Vec::new();
    for embed in first_embeds(cx, page) {
        let exercise = site.page(embed.page);
        let Some(record) = exercise.exercise().filter(|_| !exercise.is_withdrawn()) else { continue };
        let link = context::Link::new(&*embed.title, format!("#{}", embed.id));
        for shown in of_exercise(site, Some(page), record) {
            let same = groups.iter_mut().find(|(group, _)| {
                group.condition == shown.condition && group.caution.severity == shown.caution.severity
            });
            match same {
                // Two cautions of one exercise can differ in their advice alone.
                Some((_, links)) if links.iter().any(|earlier| earlier.url == link.url) => {}
                Some((_, links)) => links.push(link.clone()),
                None => groups.push((shown, vec![link.clone()])),
            }
        }
    }
    groups.sort_by_key(|(shown, _)| (!shown.applies, shown.caution.severity));
    let summaries = groups.into_iter().map(|(shown, exercises)| context::CautionSummary {
        severity: shown.caution.severity.into(),
        label: caution_label(cx.text_context(page), &shown),
        exercises,
    });
    summaries.collect()
}

fn shown_exercises(cx: &RenderContext<'_>, page: &Page) -> Vec<context::Link> {
    let embeds = first_embeds(cx, page).into_iter().filter(|embed| !cx.resolved.site.page(embed.page).is_withdrawn());
    embeds.map(|embed| context::Link::new(&*embed.title, format!("#{}", embed.id))).collect()
}

fn code(cx: &RenderContext<'_>, page: &Page) -> String {
    let address = cx.config.base.absolute(&page.url);
    handout::code(&address, &cx.say(page.language, "text-code-to-page")).unwrap_or_default()
}

/// The embedded exercises of a page in reading order, each where it is shown first.
fn first_embeds<'a>(cx: &RenderContext<'a>, page: &Page) -> Vec<&'a Embed> {
    let mut placed: Vec<&EmbedInstance> = cx.resolved.pages[page.id].reading_order.embeds.values().collect();
    placed.sort_by_key(|placed| placed.instance);
    let mut exercises = BTreeSet::new();
    placed.into_iter().map(|placed| &placed.embed).filter(|embed| exercises.insert(embed.page)).collect()
}

/// The HTML of each key point.
pub fn key_points(cx: &RenderContext<'_>, page: &Page) -> Vec<String> {
    page.key_points().map(|(id, _)| fields::front_text(cx.text_context(page), page, id)).collect()
}
