//! Fingerprints that decide whether a page has to be rendered again: of the page as others show it, of the page as a whole,
//! and of a text.
//!
//! A [`PageId`](crate::model::PageId) goes into none of them, because ids shift when a page is added. What a reader sees of the page behind an id
//! (its address, its title) goes in instead for links, and whoever shows more of that page adds its fingerprint. For a person or a
//! programme nothing goes in: [`ShownPages`](super::shown_pages::ShownPages) has them.

use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_markdown::body::WikiLabel;

use crate::model::page::Unpublished;
use crate::model::reference::Library;
use crate::model::{Page, Site};

use super::citations::PageCitations;
use super::page_references::PageReferences;
use super::targets::{Href, ResolvedBody};

/// The two fingerprints of a resolved page. A page that only links to this one, or lists it as a card, depends on
/// `summary`; whatever renders its text depends on `full`. The split keeps an edited paragraph from rendering every page
/// that lists the edited one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PageFingerprints {
    /// Front matter, address and pictures: all that other pages show of this one.
    pub summary: Fingerprint,
    /// The summary, the text, and the sources that the page shows.
    pub full: Fingerprint,
}

impl PageFingerprints {
    pub(super) fn new(site: &Site, page: &Page, references: &PageReferences, citations: &PageCitations) -> Self {
        let Page { kind, name, language, url, path, source, content, unpublished, .. } = page;
        let identity = (kind, name, language, url, path, &source.path, unpublished.map(Unpublished::as_str));
        let pictures = (&references.hero, &references.images, &references.social_image);
        let summary =
            FingerprintBuilder::new("summary").with(content.front).with(identity).with(pictures).fingerprint();
        let mut full = FingerprintBuilder::new("full").with(summary).with(content.text);
        full.add(&references.video);
        for form in &references.forms {
            // Who made it is in the front matter.
            full.add((form.kind, &form.src, form.bytes, &form.transcript, &form.spoken_words));
        }
        full.add(references.field_pictures.as_slice());
        for body in references.front_texts.iter().chain([&references.body]) {
            text(&mut full, site, body);
        }
        // An address in a field shows the title of its page.
        for href in references.front_texts.iter().flat_map(|body| &body.links) {
            full.add(if let Href::Page { page, .. } = href { Some(&site.page(*page).title) } else { None });
        }
        full.add_all(sources(&site.library, citations));
        // A notice about a work that the author wrote out by hand comes from the list of retractions, not from this file.
        for item in &page.body.references {
            full.add(site.library.notice_of_written(item));
        }
        Self { summary, full: full.fingerprint() }
    }
}

/// The fingerprints of the sources that a page cites, in the order of its list.
pub fn sources<'a>(library: &'a Library, citations: &'a PageCitations) -> impl Iterator<Item = Fingerprint> + 'a {
    citations.sources().map(|source| library.fingerprint(source))
}

/// Adds to `builder` what the links, directives and pictures of a text resolve to. The words themselves are not added: the
/// fingerprint of the file covers them.
pub fn text(builder: &mut FingerprintBuilder, site: &Site, body: &ResolvedBody) {
    let ResolvedBody { links, directives, pictures, assets } = body;
    // With the number of links, so that whatever is added next cannot be taken for one more of them.
    builder.add((directives, pictures, assets, links.len()));
    for href in links {
        builder.add(std::mem::discriminant(href));
        match href {
            Href::Page { page, anchor, text } => {
                let page = site.page(*page);
                // Only `[[id]]` without words of its own shows the title.
                builder.add((&page.url, anchor, (*text == WikiLabel::PageTitle).then_some(&page.title)));
            }
            Href::SiteUrl(url) => builder.add(url),
            Href::External | Href::Citation | Href::Broken => {}
        }
    }
}
