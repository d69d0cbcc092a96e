//! Whether the site has a search page, and where it is. The page itself is left to `search`.

use wellpress_site::config::{Config, LanguageId};
use wellpress_site::resolve::bodies::language_url;

use crate::theme::Theme;

/// The search page's template. A theme without it has no search.
const TEMPLATE: &str = "search.html";

/// Path below the home page of each language.
pub(crate) const PATH: &str = "search/";

/// Whether the site has a search page: the settings ask for one, and the theme has a template for it.
#[must_use]
pub fn is_offered(config: &Config, theme: &Theme) -> bool {
    config.has_search() && theme.has_template(TEMPLATE)
}

/// The address of the search page in a language.
#[must_use]
pub fn address(config: &Config, language: LanguageId) -> String {
    format!("{}{PATH}", language_url(config, language))
}
