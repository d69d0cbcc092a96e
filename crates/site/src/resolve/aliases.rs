//! Old paths that redirect: each leads to one page, and none is where something stands already.

use std::collections::HashMap;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Location, rules};

use crate::config::Config;
use crate::discover::{Kind, fold};
use crate::model::page::alias_path;
use crate::model::{Page, Site, made_file};

/// A finding for each alias at which a page stands, one that the build makes of itself included, or to which another
/// alias leads as well.
#[must_use]
pub fn refuse_clashes(config: &Config, site: &Site) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let aliases = || {
        let all = site.pages.iter().flat_map(|page| page.settings.aliases.iter().map(move |alias| (page, alias)));
        all.filter(|(_, alias)| !alias.value.trim_matches('/').is_empty())
    };
    if aliases().next().is_none() {
        return findings;
    }
    let pages: HashMap<String, &Page> = site.pages.iter().map(|page| (key(&page.path), &**page)).collect();
    let mut seen: HashMap<String, (&Page, Location)> = HashMap::new();
    for (page, alias) in aliases() {
        let path = alias_path(&alias.value);
        let place = page.source.locate(alias.span);
        if let Some(other) = pages.get(&key(&path)) {
            findings.push(taken_by_page(place, alias, page, other));
        } else if is_made(config, site, &path) || is_part(&pages, &path) {
            findings.push(clash(place, alias, "the build makes a page of its own there"));
        } else if let Some((other, first)) = seen.get(&key(&path)) {
            let message = if other.id == page.id { "it is there twice" } else { "another page has it as well" };
            findings.push(clash(place, alias, message).related(first.clone(), "the other one"));
        } else {
            seen.insert(key(&path), (page, place));
        }
    }
    findings
}

/// Paths that one host takes for the same have one key.
fn key(path: &str) -> String {
    fold(path.trim_end_matches('/'))
}

fn clash(place: Location, alias: &Located<String>, why: &str) -> Diagnostic {
    let message = format!("the alias `{}` cannot redirect: {why}", alias.value);
    Diagnostic::new(&rules::URL_DUPLICATE, place, message).help("take this alias out, or write the old path as it was")
}

fn taken_by_page(place: Location, alias: &Located<String>, page: &Page, other: &Page) -> Diagnostic {
    if page.id == other.id {
        return clash(place, alias, "it is the page's own address");
    }
    let finding = clash(place, alias, &format!("`{}` has this address", other.source.path));
    finding.related(other.source.locate(other.title_span), "the page that stands there")
}

/// Whether a further part of what a topic's or a person's page lists stands at this path, or could.
fn is_part(pages: &HashMap<String, &Page>, path: &str) -> bool {
    let path = key(path);
    let first = path.split_once("/page/").and_then(|(first, _)| pages.get(first));
    first.is_some_and(|page| matches!(page.kind, Kind::Topic | Kind::Person))
}

/// Whether the build makes something at this path: lists and their parts, the glossary, the citation index and the
/// pages of sources, handouts to print, published files.
fn is_made(config: &Config, site: &Site, path: &str) -> bool {
    let path = fold(path.trim_end_matches('/'));
    let further = config.languages.iter().skip(1);
    let below = further.filter_map(|language| path.strip_prefix(&format!("{}/", fold(&language.tag)))).next();
    let is_home = config.languages.iter().skip(1).any(|language| fold(&language.tag) == path);
    let path = below.unwrap_or(&path);
    let (section, rest) = path.split_once('/').unwrap_or((path, ""));
    let is_section = matches!(section, "references" | "glossary" | "search" | "corrections")
        || Kind::ALL.into_iter().any(|kind| !matches!(kind, Kind::Page | Kind::Disclaimer) && kind.folder() == section);
    let is_source = || site.library.all().iter().any(|reference| fold(&reference.key.slug()) == rest);
    let forms = || config.settings.calls_to_action.iter().filter(|(_, call)| call.is_form());
    let is_thanks = || section == "thanks" && forms().any(|(id, _)| slug::slugify(id) == rest);
    is_home
        || is_thanks()
        || section == "assets"
        || made_file(path).is_some()
        || (is_section && (rest.is_empty() || rest.starts_with("page/")))
        || (section == "references" && is_source())
        || (is_section && rest.ends_with("/print"))
}
