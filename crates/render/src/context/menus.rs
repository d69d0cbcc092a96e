//! [`Menus`]: the menus of the site, as templates see them.

use schemars::JsonSchema;
use serde::Serialize;

use super::Link;

/// Menus of the header and the footer.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Menus {
    /// Links of the header, in order.
    pub main: Vec<MenuLink>,
    /// Links of the footer, in order.
    pub footer: Vec<MenuLink>,
}

/// A link of a menu.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MenuLink {
    /// Text of the link.
    pub title: String,
    /// Address that it leads to.
    pub url: String,
    /// Links of the second level, in order; empty for most. There is no third level.
    pub children: Vec<Link>,
}
