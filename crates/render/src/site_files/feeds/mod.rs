//! Atom feeds ([RFC 4287](https://www.rfc-editor.org/rfc/rfc4287)): the newest articles of a language, the newest pages of a kind,
//! of a topic and of a person, and the newest corrections.
//!
//! An entry has title, dates, authors and description. If the settings ask for it, it also has the page's text, with all that
//! readers have to see before the steps of an exercise (`full_text`). An entry with a recording always has the latter.
//!
//! Nothing here reads the clock. A feed is as new as its newest entry, so the same input gives the same bytes.

mod atom;
mod corrections;
mod full_text;

use atom_syndication::{Content, Entry, Link, Person};

use wellpress_site::config::{Config, FeedContent};
use wellpress_site::model::{Page, PageId};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::forms::FormKind;
use wellpress_site::resolve::videos::VideoSource;

use crate::context::breadcrumbs::section_title;
use crate::html::forms;
use crate::listing::feeds::{DatedPage, Feed};
use crate::pages::render_context::RenderContext;
use crate::site_files::feeds::atom::{link, midnight, printable, text};
pub use crate::site_files::feeds::corrections::corrections;

/// Writes a feed.
#[must_use]
pub fn atom(cx: &RenderContext<'_>, of: Feed) -> String {
    let (config, resolved) = (cx.config, cx.resolved);
    let language = of.language(resolved);
    let site_title = &config.languages[language].title;
    let (title, subtitle) = match of {
        Feed::Site(_) => (site_title.clone(), config.languages[language].description.as_deref()),
        Feed::Section(section, _) => {
            let title = section_title(config, &cx.theme.strings, section, language);
            (format!("{title} | {site_title}"), None)
        }
        Feed::Topic(page) | Feed::Author(page) => {
            let page = resolved.site.page(page);
            (format!("{} | {site_title}", page.full_title()), page.description.as_deref())
        }
    };
    let home = config.base.absolute(&of.page_url(config, resolved));
    let newest = of.newest(resolved, config.settings.feeds.limit);
    let feed = atom_syndication::Feed {
        title: text(&title),
        subtitle: subtitle.map(text),
        id: home.clone(),
        links: vec![
            link("alternate", home, "text/html"),
            link("self", config.base.absolute(&of.url(config, resolved)), "application/atom+xml"),
        ],
        ..atom::feed_of(config, language, newest.iter().map(|dated| entry(cx, dated)).collect())
    };
    atom::write(&feed)
}

fn entry(cx: &RenderContext<'_>, dated: &DatedPage<'_>) -> Entry {
    let DatedPage { page, day } = *dated;
    let address = cx.config.base.absolute(&page.url);
    let authors = page.editorial().map_or(&[][..], |reviewed| &reviewed.authors);
    let enclosure = enclosure(cx, page);
    let content = match cx.config.settings.feeds.content {
        FeedContent::Full => Some(full_text::of(cx, page)),
        FeedContent::Description => enclosure.as_ref().map(|_| full_text::before_recording(cx, page)),
    };
    let content = content.filter(|html| !html.is_empty());
    Entry {
        title: text(&page.title),
        id: address.clone(),
        updated: midnight(page.updated.map_or(day, |updated| updated.max(day))),
        published: Some(midnight(day)),
        authors: authors.iter().map(|author| person(cx.config, cx.resolved, *author)).collect(),
        summary: page.description.as_deref().map(text),
        content: content.map(|html| Content {
            value: Some(html),
            content_type: Some("html".to_owned()),
            ..Content::default()
        }),
        links: std::iter::once(link("alternate", address, "text/html")).chain(enclosure).collect(),
        ..Entry::default()
    }
}

/// The recording of a page to listen to, which podcast programs fetch.
fn enclosure(cx: &RenderContext<'_>, page: &Page) -> Option<Link> {
    let forms = &cx.resolved.pages[page.id].forms;
    let audio = forms.iter().find(|form| form.kind == FormKind::Audio)?;
    let VideoSource::SiteFile(url) = &audio.src else { return None };
    let length = audio.bytes.map(|bytes| bytes.to_string());
    Some(Link { length, ..link("enclosure", cx.config.base.absolute(url), forms::media_type(audio.kind, url)) })
}

fn person(config: &Config, resolved: &ResolvedSite<'_>, author: PageId) -> Person {
    let page = resolved.site.page(author);
    Person { name: printable(&page.full_title()), uri: Some(config.base.absolute(&page.url)), ..Person::default() }
}
