//! Pages that say thanks once a form was sent, for readers without script: the server of the form leads there. A page of
//! the content at the same address stands in the place of one of these.

use wellpress_io::artifact::Sink;
use wellpress_site::config::CallToAction;
use wellpress_site::model::{Found, Page, Wanted};
use wellpress_site::resolve::bodies::{Meaning, language_url};

use super::super::html::blocks;
use super::super::html::escape::escaped;
use super::super::render_context::RenderContext;
use super::super::{RenderError, context};
use super::generated::Made;

/// Renders one for each form of the settings; how many that is.
///
/// # Errors
/// Where the template cannot go on, or the sink.
pub fn render(cx: &RenderContext<'_>, language: usize, sink: &dyn Sink) -> Result<usize, RenderError> {
    let mut pages = 0;
    for (id, call) in cx.config.settings.calls_to_action.iter().filter(|(_, call)| call.is_form()) {
        let path = format!("thanks/{}/", slug::slugify(id));
        let folder = format!("{}{path}", cx.folder(language));
        if matches!(cx.resolved.site.index.path(Wanted::Address(&folder)), Found::Page(_)) {
            continue;
        }
        let html = page(cx, language, call, &path).map_err(RenderError::Theme)?;
        super::put(sink, &format!("{folder}index.html"), html)?;
        pages += 1;
    }
    Ok(pages)
}

fn page(
    cx: &RenderContext<'_>,
    language: usize,
    call: &CallToAction,
    path: &str,
) -> Result<Vec<u8>, Box<wellpress_diagnostics::Diagnostic>> {
    let (title, body) = blocks::thanks(cx.text_context_without_page(language), call);
    let made = Made {
        kind: "page",
        language,
        url: format!("{}{path}", language_url(cx.config, language)),
        title,
        description: None,
        robots: Some("noindex, follow"),
    };
    let html = body.map(|body| format!("<p>{}</p>\n", escaped(&body))).unwrap_or_default();
    let own = context::Plain { html, hero: None, toc: Vec::new(), updated: None };
    let head = made.head(cx, String::new());
    cx.render("page.html", language, &made.page(cx), &head, |context| context.insert("content", &own))
}

/// Whether a page may show a form, in its own text or in that of an exercise on it.
#[must_use]
pub fn has_form(cx: &RenderContext<'_>, page: &Page) -> bool {
    let calls = &cx.config.settings.calls_to_action;
    if !calls.values().any(CallToAction::is_form) {
        return false;
    }
    let is_form = |id: &str| calls.get(id).is_some_and(CallToAction::is_form);
    let below = page.article().and_then(|article| article.call_to_action.as_ref());
    let resolved = cx.resolved;
    let texts = std::iter::once(page.id).chain(resolved.texts_of(page));
    let mut meanings = texts.flat_map(|page| resolved.pages[page.index()].body.directives.values());
    below.is_some_and(|id| is_form(id)) || meanings.any(|meaning| matches!(meaning, Meaning::Call(id) if is_form(id)))
}
