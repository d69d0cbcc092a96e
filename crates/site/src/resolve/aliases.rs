//! Refuses aliases (old paths that redirect to a page) where something else is published, and aliases that two pages claim.

use std::collections::HashMap;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Location, rules};
use wellpress_foundation::text::without_case;

use crate::config::{Config, FEEDBACK};
use crate::model::address::alias_path;
use crate::model::copies::is_copy;
use crate::model::{Page, Site, reserved_file_name};
use crate::sections::{ContentKind, RESERVED_FOLDERS};

/// One finding for each alias that is the path of a page, of a page that the build generates (a list, a source, a handout),
/// or of another alias.
#[must_use]
pub fn refuse_clashes(config: &Config, site: &Site) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut aliases = aliases(site).peekable();
    // Without an alias the map of all pages need not be made.
    if aliases.peek().is_none() {
        return findings;
    }
    let page_by_path: HashMap<String, &Page> = site.pages.iter().map(|page| (path_key(&page.path), &**page)).collect();
    let mut earlier_aliases: HashMap<String, (&Page, Location)> = HashMap::new();
    for (page, alias) in aliases {
        let path = alias_path(&alias.value);
        let location = page.source.locate(alias.span);
        // Before generated pages: this finding can name the file that has the address.
        if let Some(occupant) = page_by_path.get(&path_key(&path)) {
            findings.push(taken_by_page(location, alias, page, occupant));
        } else if is_generated(config, site, &path) || is_part_of_page(site, &page_by_path, &path) {
            findings.push(clash(location, alias, "the build makes a page of its own there"));
        } else if let Some((claimant, first)) = earlier_aliases.get(&path_key(&path)) {
            let message = if claimant.id == page.id { "it is there twice" } else { "another page has it as well" };
            findings.push(clash(location, alias, message).related(first.clone(), "the other one"));
        } else {
            earlier_aliases.insert(path_key(&path), (page, location));
        }
    }
    findings
}

/// All aliases with their pages. An empty alias is left out: the front matter has a finding for it.
fn aliases(site: &Site) -> impl Iterator<Item = (&Page, &Located<String>)> {
    let aliases = site.pages.iter().flat_map(|page| page.front.aliases.iter().map(move |alias| (&**page, alias)));
    aliases.filter(|(_, alias)| !alias.value.trim_matches('/').is_empty())
}

/// Equal for paths that some host serves from the same file: case, Unicode form and the last slash do not count.
pub(super) fn path_key(path: &str) -> String {
    without_case(path.trim_end_matches('/'))
}

fn clash(location: Location, alias: &Located<String>, reason: &str) -> Diagnostic {
    let message = format!("the alias `{}` cannot redirect: {reason}", alias.value);
    Diagnostic::new(&rules::URL_DUPLICATE, location, message)
        .help("take this alias out, or write the old path as it was")
}

fn taken_by_page(location: Location, alias: &Located<String>, page: &Page, occupant: &Page) -> Diagnostic {
    if page.id == occupant.id {
        return clash(location, alias, "it is the page's own address");
    }
    let finding = clash(location, alias, &format!("`{}` has this address", occupant.source.path));
    finding.related(occupant.source.locate(occupant.title_span), "the page that stands there")
}

/// Whether the build makes a page below one of the content: a further part (`.../page/2/`) of the list on a topic's or a person's
/// page, whose number is not compared, because the list can grow into any part later; or the handout of an exercise or a programme.
fn is_part_of_page(site: &Site, page_by_path: &HashMap<String, &Page>, path: &str) -> bool {
    let key = path_key(path);
    let listing = key.split_once("/page/").and_then(|(page_path, _)| page_by_path.get(page_path));
    let printed = key.strip_suffix("/print").and_then(|page_path| page_by_path.get(page_path));
    listing.is_some_and(|page| matches!(page.kind, ContentKind::Topic | ContentKind::Person))
        || printed.is_some_and(|page| site.has_handout(page))
}

/// Whether the build generates something at this path: home pages, section lists and their parts, the glossary, the citation index
/// with its parts, the pages of sources, handouts, thank-you pages of forms, published files.
pub(super) fn is_generated(config: &Config, site: &Site, path: &str) -> bool {
    let path = without_case(path.trim_end_matches('/'));
    if is_copy(config, site, &path) {
        return true;
    }
    // The first language has no folder of its own.
    let mut translations = config.languages.iter().skip(1).map(|language| without_case(&language.tag));
    let is_home = translations.clone().any(|tag| tag == path);
    let below_language = translations.find_map(|tag| path.strip_prefix(&format!("{tag}/")));
    let path = below_language.unwrap_or(&path);
    let (section, rest) = path.split_once('/').unwrap_or((path, ""));
    is_home
        || path.is_empty()
        || (section == "thanks" && is_thank_you_page(config, rest))
        || section == "assets"
        || reserved_file_name(path).is_some()
        || (RESERVED_FOLDERS.contains(&section) && is_of_list(rest))
        || is_section_list(site, path)
        || is_folder_list(config, site, path)
        || (section == "glossary" && rest.starts_with("used-in/"))
        || (section == "references" && (rest.starts_with("letter/") || rest.starts_with("filter/")))
        || (section == "references" && is_source(site, rest.split_once("/page/").map_or(rest, |(slug, _)| slug)))
}

/// Whether the rest of a path below a list is the list itself or a further page of it.
fn is_of_list(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with("page/")
}

/// Whether the path is that of the list of a section, or of a further page of it.
fn is_section_list(site: &Site, path: &str) -> bool {
    let path = format!("{path}/");
    site.index.sections().with_lists().any(|(_, section)| {
        let path_below_list = path.strip_prefix(&without_case(&section.list_path()));
        path_below_list.is_some_and(|path_below_list| is_of_list(path_below_list.trim_end_matches('/')))
    })
}

/// Whether the build makes a list of a folder at this path, in whichever language.
fn is_folder_list(config: &Config, site: &Site, path: &str) -> bool {
    let first_page = path.split_once("/page/").map_or(path, |(folder, _)| folder);
    site.tree.listed(config).any(|(_, folder)| {
        let section = &config.sections[folder.section].path;
        without_case(&format!("{section}{}", folder.route)) == first_page
    })
}

fn is_source(site: &Site, slug: &str) -> bool {
    site.library.references().iter().any(|reference| without_case(&reference.key.slug()) == slug)
}

fn is_thank_you_page(config: &Config, slug: &str) -> bool {
    let mut forms = config.settings.calls_to_action.iter().filter(|(_, call)| call.is_form());
    let is_of_feedback = config.feedback_action().is_some() && slug == FEEDBACK;
    is_of_feedback || forms.any(|(id, _)| slug::slugify(id) == slug)
}
