//! The feed of corrections: what each page said and what it says now.

use atom_syndication::{Entry, Feed};

use wellpress_io::artifact::FEED_FILE;
use wellpress_io::cache::FingerprintBuilder;
use wellpress_site::config::LanguageId;
use wellpress_site::model::Page;
use wellpress_site::parse::front_matter::{Correction, CorrectionSeverity};
use wellpress_site::resolve::bodies::language_url;

use crate::pages::render_context::RenderContext;
use crate::site_files::feeds::atom::{feed_of, link, midnight, text, write};

/// The feed of a language's corrections: what each page said and what it says now, the newest first; the feed has as many of
/// them as the settings say.
#[must_use]
pub fn corrections(cx: &RenderContext<'_>, language: LanguageId) -> String {
    let config = cx.config;
    let page = config.base.absolute(&format!("{}corrections/", language_url(config, language)));
    let corrections = cx.resolved.site.corrections(language);
    let newest = corrections.iter().take(config.settings.feeds.limit);
    let entries = newest.map(|(page, correction)| correction_entry(cx, page, correction)).collect();
    let title = cx.say(language, "text-corrections");
    let feed = Feed {
        title: text(&format!("{title} | {}", config.languages[language].title)),
        id: page.clone(),
        links: vec![
            link("self", format!("{page}{FEED_FILE}"), "application/atom+xml"),
            link("alternate", page, "text/html"),
        ],
        ..feed_of(config, language, entries)
    };
    write(&feed)
}

fn correction_entry(cx: &RenderContext<'_>, page: &Page, correction: &Correction) -> Entry {
    let address = cx.config.base.absolute(&page.url);
    // An id must never change (RFC 4287, 4.2.6). Made of what the correction says, it stays when the page is corrected again,
    // which would move the number of a correction in its list.
    let content = FingerprintBuilder::new("correction").with((correction.date.value, &correction.was, &correction.now));
    let day = midnight(correction.date.value);
    let say = |key: &str| cx.say(page.language, key);
    let importance = match correction.severity {
        CorrectionSeverity::Minor => String::new(),
        CorrectionSeverity::Important => format!("{}. ", say("correction-important")),
    };
    let (was, now) = (say("correction-was"), say("correction-now"));
    Entry {
        title: text(&page.title),
        id: format!("{address}#{}", content.fingerprint()),
        updated: day,
        published: Some(day),
        summary: Some(text(&format!("{importance}{was} {} {now} {}", correction.was, correction.now))),
        links: vec![link("alternate", address, "text/html")],
        ..Entry::default()
    }
}
