//! A plain page that nothing leads to. Other kinds are in the lists of their sections.

use std::collections::BTreeSet;

use wellpress_diagnostics::{Diagnostic, Location, rules};

use crate::config::Config;
use crate::discover::Kind;
use crate::resolve::ResolvedSite;

/// One finding for each such page, at the start of its file.
pub(super) fn find(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let site = resolved.site;
    let menus = config.settings.menu_items();
    let mut led_to: BTreeSet<String> =
        menus.map(|item| config.base.site_address(item.link.value.trim_end_matches('/'))).collect();
    led_to.extend(site.policies.iter().chain(&site.featured).map(|page| bare(&site.page(*page).url).to_owned()));
    let plain = site.pages.iter().filter(|page| page.kind == Kind::Page && page.name != "index");
    let orphans = plain.filter(|page| {
        let is_translated = page.language != 0;
        !is_translated && !resolved.backlinks.linked_from.contains_key(&page.id) && !led_to.contains(bare(&page.url))
    });
    let finding = |page: &std::sync::Arc<crate::model::Page>| {
        let place = Location::file(page.source.path.clone());
        Diagnostic::new(&rules::ORPHAN, place, "no page, menu or policy leads to this page")
            .help("link to it, put it into a menu, or delete it")
    };
    orphans.map(finding).collect()
}

fn bare(url: &str) -> &str {
    url.trim_end_matches('/')
}
