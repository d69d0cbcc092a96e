//! The picture that is shown where somebody shares a page: the author's, else one that is drawn where the settings ask for
//! it, else the one at the top of the page.

use wellpress_site::assets::Pixels;
use wellpress_site::model::Page;

use super::cards::{self, Card};
use super::context::SharedPicture;
use super::render_context::RenderContext;

/// Of a page of the content.
#[must_use]
pub fn of_page(cx: &RenderContext<'_>, page: &Page) -> Option<SharedPicture> {
    if let Some(card) = drawn(cx, page) {
        return Some(of_card(cx, &card, &page.title));
    }
    if page.is_withdrawn() {
        return None;
    }
    let resolved = &cx.resolved.pages[page.id.index()];
    let picture = resolved.social_image.as_deref().or(resolved.hero.as_deref()).or(resolved.images.first())?;
    let Pixels { width, height } = picture.pixels;
    Some(SharedPicture { url: cx.config.base.absolute(&picture.url), width, height, alt: picture.alt.clone() })
}

/// Of a page that the build makes of itself.
#[must_use]
pub fn of_site(cx: &RenderContext<'_>, language: usize) -> Option<SharedPicture> {
    let card = cx.pictures.as_ref()?.of_site(language)?;
    Some(of_card(cx, &card, &cx.config.languages[language].title))
}

/// The picture that is drawn of a page, unless its author chose one.
#[must_use]
pub fn drawn(cx: &RenderContext<'_>, page: &Page) -> Option<Card> {
    let own = &cx.resolved.pages[page.id.index()].social_image;
    cx.pictures.as_ref().filter(|_| own.is_none()).and_then(|cards| cards.of_page(page))
}

fn of_card(cx: &RenderContext<'_>, card: &Card, title: &str) -> SharedPicture {
    let (width, height) = cards::SIZE;
    let url = cx.config.base.absolute(&format!("{}{}", cx.config.base.path, card.published));
    SharedPicture { url, width, height, alt: title.to_owned() }
}
