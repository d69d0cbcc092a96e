//! [`SheetPage`]: where the page stands on which readers choose exercises and print a sheet of them. A page, an alias, a redirect or a
//! file of the author's keeps its address, and the sheet moves.
//!
//! What the page shows is left to the renderer.

use std::collections::BTreeSet;

use wellpress_diagnostics::{Diagnostic, Location, Severity, rules};

use crate::assets::AssetManifest;
use crate::config::{Config, LanguageId, MAIN_LANGUAGE};
use crate::model::address::alias_path;
use crate::model::{Page, Site};

use super::aliases::{is_generated, path_key};

/// The page for making a sheet, which is at the same path below the home page of each language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetPage {
    /// Its path, such as `sheet/`.
    pub path: String,
    /// The languages that have exercises, in the order of the settings.
    pub languages: Vec<LanguageId>,
}

/// The paths that are tried first, in this order; numbers follow.
const PATHS: [&str; 2] = ["sheet/", "exercise-sheet/"];

/// The file beside the page, with the exercises for its script.
pub const SHEET_DATA_FILE: &str = "exercises.json";

/// The page of a site that has exercises, unless the settings ask for none. There is a finding if it is not at its usual address.
pub(super) fn find(
    config: &Config,
    site: &Site,
    assets: &AssetManifest,
    findings: &mut Vec<Diagnostic>,
) -> Option<SheetPage> {
    if !config.settings.handouts.sheet {
        return None;
    }
    let exercises = site.pages.iter().filter(|page| page.exercise().is_some() && !page.is_withdrawn());
    let languages: BTreeSet<LanguageId> = exercises.map(|page| page.language).collect();
    let languages: Vec<LanguageId> = languages.into_iter().collect();
    if languages.is_empty() {
        return None;
    }
    let occupant = |path: &str| {
        let mut paths = languages.iter().map(|language| format!("{}{path}", language_folder(config, *language)));
        paths.find_map(|path| occupant(config, site, assets, &path).map(|location| (path, location)))
    };
    let Some((usual_path, location)) = occupant(PATHS[0]) else {
        return Some(SheetPage { path: PATHS[0].to_owned(), languages });
    };
    let numbered = (2..).map(|number| format!("sheet-{number}/"));
    let mut paths = PATHS[1..].iter().map(|path| (*path).to_owned()).chain(numbered);
    let path = paths.find(|path| occupant(path).is_none())?;
    findings.push(moved(location, &usual_path, &path));
    Some(SheetPage { path, languages })
}

fn moved(location: Location, usual_path: &str, path: &str) -> Diagnostic {
    let message = format!(
        "`/{usual_path}` is taken, so the page on which readers make a sheet of exercises stands at `/{path}` instead"
    );
    let finding = Diagnostic::new(&rules::URL_DUPLICATE, location, message)
        .help("give this another address, or write `handouts: {sheet: false}` into the settings for a site without it");
    Diagnostic { severity: Severity::Note, ..finding }
}

/// The folder of a language in the output: empty for the first.
fn language_folder(config: &Config, language: LanguageId) -> String {
    if language == MAIN_LANGUAGE { String::new() } else { format!("{}/", config.languages[language].tag) }
}

/// The place of what has a path already: a page, an alias, a redirect, a file of `static`, or a list of the build.
fn occupant(config: &Config, site: &Site, assets: &AssetManifest, path: &str) -> Option<Location> {
    let key = path_key(path);
    let is_here = |other: &str| path_key(other) == key;
    let of_page = |page: &Page| {
        if is_here(&page.path) {
            return Some(page.source.locate(page.title_span));
        }
        let alias = page.front.aliases.iter().find(|alias| is_here(&alias_path(&alias.value)))?;
        Some(page.source.locate(alias.span))
    };
    if let Some(location) = site.pages.iter().find_map(|page| of_page(page)) {
        return Some(location);
    }
    let mut redirects = config.settings.redirects.keys();
    let redirect = redirects.find(|from| is_here(from.split('?').next().unwrap_or_default().trim_matches(['/', '*'])));
    if let Some(from) = redirect {
        return Some(config.key_location(from));
    }
    let has_file = |file: &str| {
        let file = path_key(file);
        file == key || file == format!("{key}/index.html") || file == format!("{key}/{SHEET_DATA_FILE}")
    };
    if let Some(asset) = assets.static_files().find(|asset| has_file(&asset.published)) {
        return Some(Location::file(asset.path.clone()));
    }
    is_generated(config, site, path).then(|| Location::file(config.source.path.clone()))
}
