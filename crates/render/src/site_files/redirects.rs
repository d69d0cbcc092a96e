//! Old paths that lead to pages: a small HTML page at each, and the file `_redirects` in the form that
//! [Netlify](https://docs.netlify.com/routing/redirects/) and
//! [Cloudflare Pages](https://developers.cloudflare.com/pages/configuration/redirects/) read.

use wellpress_site::config::Config;
use wellpress_site::model::address::{alias_path, escape_path};
use wellpress_site::resolve::ResolvedSite;

/// An old path and where it leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Redirect {
    /// Path in the output: `old/path/` for a folder, `old/page.html` for a file.
    pub path: String,
    /// Root-relative address of the page.
    pub url: String,
}

impl Redirect {
    /// The file of the HTML page at the old path, for hosts that do not read `_redirects`.
    #[must_use]
    pub fn file(&self) -> String {
        if self.path.ends_with('/') { format!("{}index.html", self.path) } else { self.path.clone() }
    }
}

/// The aliases of all pages, sorted by path.
#[must_use]
pub fn redirects(resolved: &ResolvedSite<'_>) -> Vec<Redirect> {
    let redirects = resolved.site.pages.iter().flat_map(|page| {
        let aliases = page.settings.aliases.iter();
        aliases.map(|alias| Redirect { path: alias_path(&alias.value), url: page.url.clone() })
    });
    let mut redirects: Vec<Redirect> = redirects.collect();
    redirects.sort();
    redirects
}

/// The text of `_redirects`, one redirect a line: `/old/path/ /new/path/ 301`. Empty if there are none.
#[must_use]
pub fn redirects_file(config: &Config, redirects: &[Redirect]) -> String {
    let lines = redirects.iter().map(|redirect| {
        // The address of a page is escaped already; an alias is as its author wrote it.
        let Redirect { path, url } = redirect;
        format!("{}{} {url} 301\n", config.base.path, escape_path(path))
    });
    lines.collect()
}
