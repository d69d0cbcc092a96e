//! Pages that thank readers without script for a form that they sent: the server that takes the form redirects to them. A
//! page of the content at the same address replaces one of these.

use wellpress_io::artifact::Sink;
use wellpress_site::config::{CallToAction, FEEDBACK, LanguageId};
use wellpress_site::model::{LookupResult, Page, PagePath};
use wellpress_site::resolve::bodies::{DirectiveTarget, language_url};

use super::super::html::{calls_to_action, feedback};
use super::super::{RenderError, context};
use super::generated::GeneratedPage;
use crate::escape::escaped;
use crate::pages::render_context::RenderContext;

/// Renders a page for each form of the settings that has none in the content. Returns how many these are.
///
/// # Errors
/// If the template or the sink fails.
pub fn render(cx: &RenderContext<'_>, language: LanguageId, sink: &dyn Sink) -> Result<usize, RenderError> {
    let mut rendered = 0;
    for (path, call) in forms_without_page(cx, language) {
        put(cx, language, call, &path, sink)?;
        rendered += 1;
    }
    Ok(rendered)
}

/// The forms of the settings that have no page in the content, each with the path of its page below the home page of the language.
/// `None` stands for the forms for feedback.
pub(crate) fn forms_without_page<'a>(
    cx: &RenderContext<'a>,
    language: LanguageId,
) -> impl Iterator<Item = (String, Option<&'a CallToAction>)> {
    let (index, home) = (&cx.resolved.site.index, cx.folder(language));
    let forms = cx.config.settings.calls_to_action.iter().filter(|(_, call)| call.is_form());
    let of_calls = forms.map(|(id, call)| (slug::slugify(id), Some(call)));
    let of_feedback = cx.config.feedback_action().map(|_| (FEEDBACK.to_owned(), None));
    let pages = of_calls.chain(of_feedback).map(|(slug, call)| (format!("thanks/{slug}/"), call));
    pages.filter(move |(path, _)| {
        let address = format!("{home}{path}");
        !matches!(index.path(PagePath::Address(&address)), LookupResult::Page(_))
    })
}

/// Renders the page of one form at `path`, below the home page of the language.
fn put(
    cx: &RenderContext<'_>,
    language: LanguageId,
    call: Option<&CallToAction>,
    path: &str,
    sink: &dyn Sink,
) -> Result<(), RenderError> {
    let (title, body) = calls_to_action::thanks(cx.text_context_without_page(language), call);
    let url = format!("{}{path}", language_url(cx.config, language));
    // Only the redirect after a form leads here.
    let page = GeneratedPage {
        robots: Some(crate::pages::robots::NOT_INDEXED),
        ..GeneratedPage::new("page", language, url, title)
    };
    let html = body.map(|body| format!("<p>{}</p>\n", escaped(&body))).unwrap_or_default();
    let content = context::Plain { html, hero: None, toc: Vec::new(), updated: None, list: None };
    let folder = format!("{}{path}", cx.folder(language));
    page.variables(cx, String::new()).put(cx, &folder, sink, |context| context.insert("content", &content))
}

/// Whether a page may show a form: for feedback, below an article, in the page's own text, or in the text of an exercise that it shows.
/// Only such pages load the style and the script of forms.
#[must_use]
pub fn has_form(cx: &RenderContext<'_>, page: &Page) -> bool {
    let calls = &cx.config.settings.calls_to_action;
    if feedback::has_form(cx.config, page) {
        return true;
    }
    if !calls.values().any(CallToAction::is_form) {
        return false;
    }
    let is_form = |id: &str| calls.get(id).is_some_and(CallToAction::is_form);
    let below_article = page.article().and_then(|article| article.call_to_action.as_ref());
    let resolved = cx.resolved;
    let texts = std::iter::once(page.id).chain(resolved.exercise_texts_of(page));
    let mut targets = texts.flat_map(|page| resolved.pages[page].body.directives.values());
    below_article.is_some_and(|id| is_form(id))
        || targets.any(|target| matches!(target, DirectiveTarget::Call(id) if is_form(id)))
}
