//! What decides how things look, as fingerprints: of a page as others show it, of a page as a whole, of a text.
//!
//! A [`PageId`] is left out of all of them, because it is another one once a page is added: what is shown of the page
//! that it stands for (its address, its title) is there instead, and who shows more of it adds that page's own.

use std::hash::{Hash, Hasher};

use crate::cache::{Fingerprint, Mixer};
use crate::model::page::Unpublished;
use crate::model::reference::Library;
use crate::model::{Page, PageId};

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
    pub(super) fn new(library: &Library, page: &Page, resolved: &ResolvedPage) -> Self {
        let Page { kind, name, language, url, path, source, content, included, .. } = page;
        let place = (kind, name, language, url, path, &source.path, included.map(Unpublished::as_str));
        let pictures = (&resolved.hero, &resolved.images, &resolved.social_image);
        let outside = Mixer::new("outside").with(content.front).with(place).with(pictures).fingerprint();
        let mut whole = Mixer::new("whole").with(outside).with(content.text);
        whole.add((&resolved.body, &resolved.key_points, &resolved.video));
        whole.all(sources(library, &resolved.citations));
        page.body.references.iter().for_each(|item| whole.add(library.notice_of_written(item)));
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

impl Hash for ResolvedBody {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { links, directives, pictures, assets } = self;
        (links, directives, pictures, assets).hash(state);
    }
}

impl Hash for Href {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Self::Page { page: _, url, title } => (url, title).hash(state),
            Self::Inside(url) | Self::Outside(url) => url.hash(state),
            Self::Cite | Self::Broken => {}
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
