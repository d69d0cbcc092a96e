//! Pictures that the build draws itself: the cards that other sites show for a link, and the icons of the site.

pub mod icons;
pub mod share_cards;
