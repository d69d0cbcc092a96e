//! What stands around the text of a page, drawn once for all pages that stand alike to the site's links: most lie below
//! one link of the menu, and differ in nothing else there.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use tera::{Context, Value};

use wellpress_diagnostics::Diagnostic;

use super::context::{Link, Site};
use super::theme::Theme;

/// The surroundings of the pages of one language.
pub(super) struct Surroundings {
    site: Value,
    home: String,
    /// Addresses that links around a page lead to.
    linked: Vec<String>,
    /// Those of the main menu.
    menu: Vec<String>,
    drawn: RwLock<HashMap<Place, Value>>,
}

/// How a page stands to the links.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Place {
    /// The link that leads to this very page, by number.
    here: Option<usize>,
    /// The links of the main menu below which it lies, by number.
    above: Vec<usize>,
}

impl Surroundings {
    /// Of a site as its templates see it.
    pub fn new(site: &Site, value: Value) -> Self {
        let address = |link: &Link| link.url.clone();
        let menu: Vec<String> = site.menus.main.iter().map(address).collect();
        let others = site.menus.footer.iter().chain(&site.policies).map(address);
        let linked = std::iter::once(site.home.clone()).chain(menu.iter().cloned()).chain(others).collect();
        Self { site: value, home: site.home.clone(), linked, menu, drawn: RwLock::default() }
    }

    /// `site`, as templates have it.
    pub fn site(&self) -> Value {
        self.site.clone()
    }

    /// HTML of the theme's frames around the page at an address, by name.
    ///
    /// # Errors
    /// Where one of them cannot go on.
    pub fn around(&self, theme: &Theme, url: &str) -> Result<Value, Box<Diagnostic>> {
        let place = self.place(url);
        if let Some(drawn) = self.drawn.read().unwrap_or_else(PoisonError::into_inner).get(&place) {
            return Ok(drawn.clone());
        }
        let drawn = self.draw(theme, &place)?;
        self.drawn.write().unwrap_or_else(PoisonError::into_inner).insert(place, drawn.clone());
        Ok(drawn)
    }

    fn place(&self, url: &str) -> Place {
        let is_below = |link: &String| *link != self.home && url != link && url.starts_with(link);
        let above = self.menu.iter().enumerate().filter(|(_, link)| is_below(link)).map(|(number, _)| number);
        Place { here: self.linked.iter().position(|link| link == url), above: above.collect() }
    }

    fn draw(&self, theme: &Theme, place: &Place) -> Result<Value, Box<Diagnostic>> {
        let mut context = Context::new();
        context.insert_value("site", self.site());
        context.insert("here", place.here.map_or("", |number| &self.linked[number]));
        let above: Vec<&String> = place.above.iter().map(|number| &self.menu[*number]).collect();
        context.insert("above", &above);
        Ok(Value::from_serializable(&theme.frames(&context)?))
    }
}
