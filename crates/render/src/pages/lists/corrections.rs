//! The page of all corrections of a language. Where there are many, older ones are on further
//! pages at `page/2/` and so on.

use wellpress_io::artifact::{FEED_FILE, Sink};
use wellpress_site::config::LanguageId;
use wellpress_site::model::Page;
use wellpress_site::parse::front_matter::Correction;
use wellpress_site::resolve::bodies::language_url;

use crate::RenderError;
use crate::context::{self, alternates};
use crate::pages::generated::GeneratedPage;
use crate::pages::lists::pagination::{self, PagePosition};
use crate::pages::records::provenance;
use crate::pages::render_context::{RenderContext, languages};

/// Path below the home page of each language.
pub(crate) const PATH: &str = "corrections/";

/// The most corrections on one page.
const MAX_ENTRIES: usize = 200;

/// Renders the pages. Returns how many pages there are: none for a language without corrections.
///
/// # Errors
/// If the template or the sink fails.
pub fn render(cx: &RenderContext<'_>, language: LanguageId, sink: &dyn Sink) -> Result<usize, RenderError> {
    let corrections = cx.resolved.site.corrections(language);
    if corrections.is_empty() {
        return Ok(0);
    }
    let url = format!("{}{PATH}", language_url(cx.config, language));
    let count = corrections.len().div_ceil(MAX_ENTRIES);
    for (number, on_page) in (1..).zip(corrections.chunks(MAX_ENTRIES)) {
        let position = PagePosition { first_url: &url, number, count };
        let entries = on_page.iter().map(|(page, correction)| entry(cx, page, correction));
        let (total, pager) = (corrections.len(), position.pager());
        put_page(cx, language, position, &context::Corrections { entries: entries.collect(), total, pager }, sink)?;
    }
    Ok(count)
}

/// The addresses of the pages besides the first.
pub(crate) fn further_urls(cx: &RenderContext<'_>, language: LanguageId) -> impl Iterator<Item = String> {
    let first_url = format!("{}{PATH}", language_url(cx.config, language));
    let count = cx.resolved.site.corrections(language).len().div_ceil(MAX_ENTRIES);
    (2..=count).map(move |number| pagination::address(&first_url, number))
}

fn put_page(
    cx: &RenderContext<'_>,
    language: LanguageId,
    position: PagePosition<'_>,
    list: &context::Corrections,
    sink: &dyn Sink,
) -> Result<(), RenderError> {
    let page = GeneratedPage {
        description: Some(cx.say(language, "text-corrections-dek")),
        feed: Some(format!("{}{FEED_FILE}", position.first_url)),
        ..GeneratedPage::new("corrections", language, position.url(), cx.say(language, "text-corrections"))
    };
    let mut variables = page.variables(cx, cx.structured_data(language).of_corrections(&page.url));
    let translations: Vec<LanguageId> =
        cx.config.languages.ids().filter(|language| !cx.resolved.site.corrections(*language).is_empty()).collect();
    variables.page.languages = languages::of_path(cx, language, &translations, PATH);
    if position.number == 1 {
        variables.head.alternates = alternates::of_path(cx.config, &translations, PATH);
    } else {
        variables.head.title = position.head_title(&page.title, &cx.config.languages[language].title);
    }
    let folder = pagination::address(&format!("{}{PATH}", cx.folder(language)), position.number);
    variables.put(cx, &folder, sink, |context| context.insert("list", list))
}

fn entry(cx: &RenderContext<'_>, page: &Page, correction: &Correction) -> context::CorrectedPage {
    context::CorrectedPage {
        page: cx.link(page.id),
        of: page.kind.name(),
        correction: provenance::correction_context(cx, page, correction),
    }
}
