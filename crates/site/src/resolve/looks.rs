//! What decides how things look, as fingerprints: of a page as others show it, of a page as a whole, of a text.
//!
//! A [`PageId`] is left out of all of them, because it is another one once a page is added: what is shown of the page
//! that it stands for (its address, its title) is there instead, and who shows more of it adds that page's own.

use std::hash::{Hash, Hasher};

use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_markdown::body::WikiText;

use crate::model::page::Unpublished;
use crate::model::reference::Library;
use crate::model::{Page, PageId, Site};

use super::ResolvedPage;
use super::bodies::{Href, Meaning, ResolvedBody};
use super::citations::PageCitations;

/// How a page looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Looks {
    /// To other pages that name it or show it as a card: its front matter, its address, its pictures.
    pub outside: Fingerprint,
    /// With its text, and with the sources that it shows.
    pub whole: Fingerprint,
}

impl Looks {
    /// Of a page that is resolved.
    pub(super) fn new(site: &Site, page: &Page, resolved: &ResolvedPage) -> Self {
        let Page { kind, name, language, url, path, source, content, included, .. } = page;
        let place = (kind, name, language, url, path, &source.path, included.map(Unpublished::as_str));
        let pictures = (&resolved.hero, &resolved.images, &resolved.social_image);
        let outside = FingerprintBuilder::new("outside").with(content.front).with(place).with(pictures).fingerprint();
        let mut whole = FingerprintBuilder::new("whole").with(outside).with(content.text);
        whole.add(&resolved.video);
        resolved.key_points.iter().chain([&resolved.body]).for_each(|body| text(&mut whole, site, body));
        whole.all(sources(&site.library, &resolved.citations));
        page.body.references.iter().for_each(|item| whole.add(site.library.notice_of_written(item)));
        Self { outside, whole: whole.fingerprint() }
    }
}

/// What its sources say.
pub fn sources<'a>(library: &'a Library, citations: &'a PageCitations) -> impl Iterator<Item = Fingerprint> + 'a {
    citations.sources().map(|source| library.fingerprint(source))
}

/// The programmes that a text shows.
pub fn programmes(body: &ResolvedBody) -> impl Iterator<Item = PageId> + '_ {
    body.directives
        .values()
        .filter_map(|meaning| if let Meaning::Programme(programme) = meaning { Some(*programme) } else { None })
}

/// The people whom a text names.
pub fn people(body: &ResolvedBody) -> impl Iterator<Item = PageId> + '_ {
    body.directives
        .values()
        .filter_map(|meaning| if let Meaning::Person(person) = meaning { Some(*person) } else { None })
}

/// Adds how a text looks, beside its words: what its links and directives lead to.
pub fn text(mixer: &mut FingerprintBuilder, site: &Site, body: &ResolvedBody) {
    let ResolvedBody { links, directives, pictures, assets } = body;
    mixer.add((directives, pictures, assets, links.len()));
    for href in links {
        mixer.add(std::mem::discriminant(href));
        match href {
            Href::Page { page, anchor, text } => {
                let page = site.page(*page);
                mixer.add((&page.url, anchor, (*text == WikiText::Title).then_some(&page.title)));
            }
            Href::Inside(url) => mixer.add(url),
            Href::Outside | Href::Cite | Href::Broken => {}
        }
    }
}

impl Hash for Meaning {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Self::Disclaimer(disclaimer) => disclaimer.hash(state),
            Self::Call(call) => call.hash(state),
            Self::Picture(picture) => picture.hash(state),
            Self::Video(video) => video.hash(state),
            Self::Person(_) | Self::Programme(_) => {}
            Self::Term { url, definition, name } => (url, definition, name).hash(state),
        }
    }
}
