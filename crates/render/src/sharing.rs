//! The picture that is shown where somebody shares a page: the author's, else one that is drawn where the settings ask for
//! it, else the one at the top of the page.

use wellpress_site::assets::Pixels;
use wellpress_site::model::Page;

use super::cards::{self, Card};
use super::context::SharedPicture;
use super::frame::Frame;

/// Of a page of the content.
#[must_use]
pub fn of_page(frame: &Frame<'_>, page: &Page) -> Option<SharedPicture> {
    if let Some(card) = drawn(frame, page) {
        return Some(of_card(frame, &card, &page.title));
    }
    if page.is_withdrawn() {
        return None;
    }
    let resolved = &frame.resolved.pages[page.id.index()];
    let picture = resolved.social_image.as_deref().or(resolved.hero.as_deref()).or(resolved.images.first())?;
    let Pixels { width, height } = picture.pixels;
    Some(SharedPicture { url: frame.config.base.absolute(&picture.url), width, height, alt: picture.alt.clone() })
}

/// Of a page that the build makes of itself.
#[must_use]
pub fn of_site(frame: &Frame<'_>, language: usize) -> Option<SharedPicture> {
    let card = frame.pictures.as_ref()?.of_site(language)?;
    Some(of_card(frame, &card, &frame.config.languages[language].title))
}

/// The picture that is drawn of a page, unless its author chose one.
#[must_use]
pub fn drawn(frame: &Frame<'_>, page: &Page) -> Option<Card> {
    let own = &frame.resolved.pages[page.id.index()].social_image;
    frame.pictures.as_ref().filter(|_| own.is_none()).and_then(|cards| cards.of_page(page))
}

fn of_card(frame: &Frame<'_>, card: &Card, title: &str) -> SharedPicture {
    let (width, height) = cards::SIZE;
    let url = frame.config.base.absolute(&format!("{}{}", frame.config.base.path, card.published));
    SharedPicture { url, width, height, alt: title.to_owned() }
}
