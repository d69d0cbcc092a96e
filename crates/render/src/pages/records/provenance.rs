//! What a page says of itself behind its text: what it said wrongly, who paid for it, what AI was used for, and its licence.
//!
//! Input: a page. Output: the values that templates and books show.

use std::cmp::Reverse;

use wellpress_site::model::article::Article;
use wellpress_site::model::{Page, license};
use wellpress_site::parse::front_matter::{Correction, Sponsor};

use crate::context;
use crate::pages::render_context::RenderContext;
use crate::theme::strings::MessageValue;

/// The corrections of a page, the newest first.
#[must_use]
pub fn corrections(cx: &RenderContext<'_>, page: &Page) -> Vec<context::Correction> {
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

/// The disclosures of an article, whether a page was made with AI, and its licence.
#[must_use]
pub fn statements(cx: &RenderContext<'_>, page: &Page) -> Vec<context::Statement> {
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
