//! The picture that networks and messengers show for a page whose address is shared (`og:image`): the one its author chose,
//! else a [share card](crate::drawings::share_cards) if the settings ask for cards, else a picture of the page.

use wellpress_site::assets::PixelSize;
use wellpress_site::config::LanguageId;
use wellpress_site::model::Page;

use crate::context::SharedPicture;
use crate::drawings::share_cards::{self, ShareCard};
use crate::pages::render_context::RenderContext;

/// The picture for a page with a file in the content.
#[must_use]
pub fn of_page(cx: &RenderContext<'_>, page: &Page) -> Option<SharedPicture> {
    if let Some(card) = card_of_page(cx, page) {
        return Some(shared_card(cx, &card, &page.title));
    }
    // A card shows only the title, but the pictures belong to the text that was withdrawn.
    if page.is_withdrawn() {
        return None;
    }
    let resolved = &cx.resolved.pages[page.id];
    let picture = resolved.social_image.as_deref().or(resolved.hero.as_deref()).or(resolved.images.first())?;
    let PixelSize { width, height } = picture.pixels;
    Some(SharedPicture { url: cx.config.base.absolute(&picture.url), width, height, alt: picture.alt.clone() })
}

/// The picture for a generated page: the card of the site.
#[must_use]
pub fn of_site(cx: &RenderContext<'_>, language: LanguageId) -> Option<SharedPicture> {
    let card = cx.share_cards.as_ref()?.of_site(language)?;
    Some(shared_card(cx, &card, &cx.config.languages[language].title))
}

/// The card to draw for a page, unless its author chose a picture.
#[must_use]
pub fn card_of_page(cx: &RenderContext<'_>, page: &Page) -> Option<ShareCard> {
    let chosen = &cx.resolved.pages[page.id].social_image;
    cx.share_cards.as_ref().filter(|_| chosen.is_none()).and_then(|cards| cards.of_page(page))
}

fn shared_card(cx: &RenderContext<'_>, card: &ShareCard, title: &str) -> SharedPicture {
    let PixelSize { width, height } = share_cards::SIZE;
    let url = cx.config.base.absolute(&format!("{}{}", cx.config.base.path, card.published));
    SharedPicture { url, width, height, alt: title.to_owned() }
}
