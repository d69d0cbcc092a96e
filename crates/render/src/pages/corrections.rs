//! The page of all corrections of a language, and its feed.

use wellpress_io::artifact::Sink;
use wellpress_site::model::Page;
use wellpress_site::parse::front_matter::Correction;
use wellpress_site::resolve::bodies::language_url;

use super::super::render_context::RenderContext;
use super::super::{RenderError, alternates, context, feeds};
use super::generated::Made;

/// Renders page and feed; how many pages that is.
///
/// # Errors
/// Where the template cannot go on, or the sink.
pub fn render(cx: &RenderContext<'_>, language: usize, sink: &dyn Sink) -> Result<usize, RenderError> {
    let corrections = cx.resolved.site.corrections(language);
    if corrections.is_empty() {
        return Ok(0);
    }
    let url = format!("{}corrections/", language_url(cx.config, language));
    let entries = corrections.iter().map(|(page, correction)| entry(cx, page, correction));
    let own = context::Corrections { entries: entries.collect(), feed: format!("{url}feed.xml") };
    let made = Made {
        kind: "corrections",
        language,
        title: cx.say(language, "text-corrections"),
        description: Some(cx.say(language, "text-corrections-dek")),
        robots: None,
        url,
    };
    let mut head = made.head(cx, cx.structured_data(language).of_corrections(&made.url));
    let languages: Vec<usize> =
        (0..cx.config.languages.len()).filter(|language| !cx.resolved.site.corrections(*language).is_empty()).collect();
    head.alternates = alternates::of_path(cx.config, &languages, "corrections/");
    let mut about = made.page(cx);
    about.languages = super::super::languages::of_path(cx, language, &languages, "corrections/");
    let html = cx
        .render("corrections.html", language, &about, &head, |context| context.insert("list", &own))
        .map_err(RenderError::Theme)?;
    let folder = format!("{}corrections/", cx.folder(language));
    super::put(sink, &format!("{folder}index.html"), html)?;
    let words = ["correction-was", "correction-now", "correction-important"].map(|key| cx.say(language, key));
    let feed = feeds::corrections(cx.config, &corrections, language, &made.title, &words);
    super::put(sink, &format!("{folder}feed.xml"), feed.into_bytes())?;
    Ok(1)
}

fn entry(cx: &RenderContext<'_>, page: &Page, correction: &Correction) -> context::CorrectedPage {
    context::CorrectedPage {
        page: cx.link(page.id),
        of: page.kind.name(),
        correction: super::correction(cx, page, correction),
    }
}
