//! Old addresses that lead elsewhere: a small HTML page at each that is one path, and the file `_redirects` in the form that
//! [Netlify](https://docs.netlify.com/routing/redirects/) and
//! [Cloudflare Pages](https://developers.cloudflare.com/pages/configuration/redirects/) read.

use std::cmp::Reverse;

use wellpress_site::config::Config;
use wellpress_site::model::address::{alias_path, escape_path};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::redirects::{OldAddress, SettingsRedirect};

/// The aliases of all pages and the redirects of the settings, in the order in which hosts have to try them: those with a query, which
/// share their path with others, then single paths, then folders, the longest first.
#[must_use]
pub fn redirects(resolved: &ResolvedSite<'_>) -> Vec<SettingsRedirect> {
    let aliases = resolved.site.pages.iter().flat_map(|page| {
        page.front.aliases.iter().map(|alias| SettingsRedirect {
            from: OldAddress { path: alias_path(&alias.value), is_folder: false, query: Vec::new() },
            to: page.url.clone(),
            keeps_rest: false,
        })
    });
    let mut redirects: Vec<SettingsRedirect> = aliases.chain(resolved.redirects.iter().cloned()).collect();
    redirects.sort_by(|a, b| {
        rank(a).cmp(&rank(b)).then_with(|| (&a.from.path, &a.from.query).cmp(&(&b.from.path, &b.from.query)))
    });
    redirects
}

/// What decides the order of redirects before their addresses do.
fn rank(redirect: &SettingsRedirect) -> (bool, bool, Reverse<usize>) {
    let from = &redirect.from;
    let depth = if from.is_folder { from.path.matches('/').count() } else { 0 };
    (from.query.is_empty(), from.is_folder, Reverse(depth))
}

/// The file of the HTML page at an old path, for hosts that do not read `_redirects`. `None` if no file has the address.
#[must_use]
pub fn page_file(from: &OldAddress) -> Option<String> {
    let path = &from.path;
    from.is_plain().then(|| if path.ends_with('/') { format!("{path}index.html") } else { path.clone() })
}

/// The text of `_redirects`, one redirect a line: `/old/path/ /new/path/ 301`. Empty if there are none.
#[must_use]
pub fn redirects_file(config: &Config, redirects: &[SettingsRedirect]) -> String {
    redirects.iter().map(|redirect| line(config, redirect)).collect()
}

fn line(config: &Config, redirect: &SettingsRedirect) -> String {
    // The new address is escaped already; the old one is as its author wrote it.
    let SettingsRedirect { from, to, keeps_rest } = redirect;
    let star = if from.is_folder { "*" } else { "" };
    let query: String = from.query.iter().map(|(name, value)| format!(" {name}={value}")).collect();
    let splat = if *keeps_rest { ":splat" } else { "" };
    format!("{}{}{star}{query} {to}{splat} 301\n", config.base.path, escape_path(&from.path))
}
