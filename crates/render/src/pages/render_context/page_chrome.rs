//! [`PageChrome`]: the HTML around a page's own text (header, menus, footer), rendered once for all pages that relate to
//! the site's links in the same way, and then reused.
//!
//! Input: the `site` that templates see, the theme's `frames/` templates and a page's address. Output: their HTML by name.
//! The page's own text is left to `pages`.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use tera::{Context, Value};

use wellpress_diagnostics::Diagnostic;

use crate::context::{MenuLink, Site};
use crate::theme::Theme;

/// The chrome of all pages of one language.
///
/// Navigation differs between two pages only in which link is marked as current and which menu entries lie above the page.
/// Most pages of a site lie below one menu entry and are not linked themselves, so a site of thousands of pages has a few
/// dozen distinct chromes. Threads render them on demand, outside the lock: two may render the same one, with equal results.
pub(crate) struct PageChrome {
    site: Value,
    home: String,
    /// Addresses of all links in the chrome: home, main menu, footer, policies.
    linked: Vec<String>,
    /// The main menu: each link of the first level, and behind it those below it.
    menu: Vec<MenuEntry>,
    html_by_position: RwLock<HashMap<LinkPosition, Value>>,
}

/// A link of the main menu.
struct MenuEntry {
    url: String,
    /// Addresses of the links below it.
    children: Vec<String>,
}

/// How a page relates to the links around it: the cache key of its chrome.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct LinkPosition {
    /// Index into [`PageChrome::linked`] of the link that leads to the page itself.
    here: Option<usize>,
    /// Indices into [`PageChrome::menu`] of the entries that the page is below.
    above: Vec<usize>,
}

impl PageChrome {
    /// Takes `site` twice: as the struct, for its links, and as the template value that is shared by all pages.
    pub fn new(site: &Site, value: Value) -> Self {
        let menu: Vec<MenuEntry> = site.menus.main.iter().flat_map(entries).collect();
        let footer = site.menus.footer.iter().flat_map(entries).map(|entry| entry.url);
        let main = menu.iter().map(|entry| entry.url.clone());
        let linked = std::iter::once(site.home.clone()).chain(main).chain(footer);
        let linked = linked.chain(site.policies.iter().map(|link| link.url.clone())).collect();
        Self { site: value, home: site.home.clone(), linked, menu, html_by_position: RwLock::default() }
    }

    /// `site` as templates see it. Its clones share it.
    pub fn site(&self) -> &Value {
        &self.site
    }

    /// HTML of the theme's `frames/` templates around the page at `url`, by template name.
    ///
    /// # Errors
    /// When one of these templates fails.
    pub fn html(&self, theme: &Theme, url: &str) -> Result<Value, Box<Diagnostic>> {
        let position = self.position(url);
        // A lock is poisoned by a thread that panicked while it held it. The map is whole even then: entries are added complete.
        if let Some(html) = self.html_by_position.read().unwrap_or_else(PoisonError::into_inner).get(&position) {
            return Ok(html.clone());
        }
        let html = self.render(theme, &position)?;
        self.html_by_position.write().unwrap_or_else(PoisonError::into_inner).insert(position, html.clone());
        Ok(html)
    }

    fn position(&self, url: &str) -> LinkPosition {
        let above =
            self.menu.iter().enumerate().filter(|(_, entry)| self.is_above(entry, url)).map(|(number, _)| number);
        LinkPosition { here: self.linked.iter().position(|link| link == url), above: above.collect() }
    }

    fn is_above(&self, entry: &MenuEntry, url: &str) -> bool {
        self.is_below(&entry.url, url) || entry.children.iter().any(|child| child == url || self.is_below(child, url))
    }

    /// Whether `url` is an address below that of the link.
    fn is_below(&self, link: &str, url: &str) -> bool {
        // The home page is a prefix of every address, so it contains no page in this sense.
        link != self.home && url != link && url.starts_with(link)
    }

    fn render(&self, theme: &Theme, position: &LinkPosition) -> Result<Value, Box<Diagnostic>> {
        let mut context = Context::new();
        context.insert_value("site", self.site.clone());
        context.insert("here", position.here.map_or("", |number| &self.linked[number]));
        let above: Vec<&String> = position.above.iter().map(|number| &self.menu[*number].url).collect();
        context.insert("above", &above);
        Ok(Value::from_serializable(&theme.frames(&context)?))
    }
}

/// A link of a menu and those below it, in the order in which readers meet them.
fn entries(link: &MenuLink) -> impl Iterator<Item = MenuEntry> {
    let children: Vec<String> = link.children.iter().map(|child| child.url.clone()).collect();
    let below = children.clone().into_iter().map(|url| MenuEntry { url, children: Vec::new() });
    std::iter::once(MenuEntry { url: link.url.clone(), children }).chain(below)
}
