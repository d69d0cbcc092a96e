//! The menus of the header and the footer as the settings have them: links, each with a list of links below it.

use schemars::JsonSchema;
use serde::Deserialize;

use wellpress_diagnostics::yaml::Located;

/// Menus of the header and the footer.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Menus {
    /// The items of the header.
    #[serde(default)]
    pub main: Vec<MenuItem>,
    /// The items of the footer.
    #[serde(default)]
    pub footer: Vec<MenuItem>,
}

/// One link of a menu.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MenuItem {
    /// The text of the link.
    pub title: String,
    /// A path of the site from `/`, or an external address.
    pub link: Located<String>,
    /// The links below this one.
    #[serde(default)]
    pub children: Vec<MenuChild>,
}

/// A link of the second level. A type of its own, because there is no third level: no menu with one fits on a phone.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MenuChild {
    /// The text of the link.
    pub title: String,
    /// A path of the site from `/`, or an external address.
    pub link: Located<String>,
}
