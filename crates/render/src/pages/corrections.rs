//! The page of all corrections of a language, and the feed of the newest of them.

use wellpress_io::artifact::Sink;
use wellpress_site::config::LanguageId;
use wellpress_site::model::Page;
use wellpress_site::parse::front_matter::Correction;
use wellpress_site::resolve::bodies::language_url;

use super::super::feeds::{self, CorrectionLabels, FEED};
use super::super::render_context::RenderContext;
use super::super::{RenderError, alternates, context, languages};
use super::generated::GeneratedPage;
use super::record;

/// Path below the home page of each language.
const PATH: &str = "corrections/";

/// Renders the page and its feed. Returns how many pages that is: none for a language without corrections.
///
/// # Errors
/// If the template or the sink fails.
pub fn render(cx: &RenderContext<'_>, language: LanguageId, sink: &dyn Sink) -> Result<usize, RenderError> {
    let corrections = cx.resolved.site.corrections(language);
    if corrections.is_empty() {
        return Ok(0);
    }
    let url = format!("{}{PATH}", language_url(cx.config, language));
    let entries = corrections.iter().map(|(page, correction)| entry(cx, page, correction));
    let list = context::Corrections { entries: entries.collect() };
    let page = GeneratedPage {
        description: Some(cx.say(language, "text-corrections-dek")),
        feed: Some(format!("{url}{FEED}")),
        ..GeneratedPage::new("corrections", language, url, cx.say(language, "text-corrections"))
    };
    let mut variables = page.variables(cx, cx.structured_data(language).of_corrections(&page.url));
    let translations: Vec<LanguageId> =
        cx.config.languages.ids().filter(|language| !cx.resolved.site.corrections(*language).is_empty()).collect();
    variables.head.alternates = alternates::of_path(cx.config, &translations, PATH);
    variables.page.languages = languages::of_path(cx, language, &translations, PATH);
    let folder = format!("{}{PATH}", cx.folder(language));
    variables.put(cx, &folder, sink, |context| context.insert("list", &list))?;
    let labels = CorrectionLabels {
        was: cx.say(language, "correction-was"),
        now: cx.say(language, "correction-now"),
        important: cx.say(language, "correction-important"),
    };
    let feed = feeds::corrections(cx.config, &corrections, language, &page.title, &labels);
    super::put(sink, &format!("{folder}{FEED}"), feed.into_bytes())?;
    Ok(1)
}

fn entry(cx: &RenderContext<'_>, page: &Page, correction: &Correction) -> context::CorrectedPage {
    context::CorrectedPage {
        page: cx.link(page.id),
        of: page.kind.name(),
        correction: record::correction_context(cx, page, correction),
    }
}
