//! What ids, paths and keys lead to, and findings for those that lead nowhere.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Location, Rule, Source, Span, nearest, rules};
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_io::fs::MAX_NAME_BYTES;

use crate::config::Config;
use crate::discover::{ContentFile, Kind, WELL_KNOWN, fold};

use super::Hidden;
use super::addresses::{self, Clash};
use super::disclaimer::{Disclaimer, DisclaimerId};
use super::page::{Address, Page, PageId, Unpublished, alias_path};
use super::reference::{Library, ReferenceId};

/// What an id or a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// A page.
    Page(PageId),
    /// A page that is kept out.
    Hidden(Unpublished),
    /// Nothing.
    Nothing,
}

/// How a path is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted<'a> {
    /// A file of the content, relative to the root.
    File(&'a str),
    /// An address without the base path and the first `/`, such as `articles/neck-pain/`.
    Address(&'a str),
}

/// What ids and paths lead to.
#[derive(Debug, Default)]
pub struct Index {
    roster: Fingerprint,
    findings: Vec<Diagnostic>,
    clashes: Vec<Clash>,
    /// By kind and language.
    ids: FxHashMap<(Kind, usize), FxHashMap<String, Found>>,
    files: FxHashMap<Arc<str>, Found>,
    addresses: FxHashMap<String, Found>,
    /// Old addresses, by their path in the output.
    aliases: FxHashMap<String, PageId>,
    folded_files: FxHashMap<String, Arc<str>>,
    names: FxHashMap<Kind, BTreeSet<String>>,
    disclaimers: FxHashMap<String, DisclaimerId>,
}

impl Index {
    pub(super) fn new(roster: Fingerprint, pages: &[Address], disclaimers: &[Disclaimer], hidden: &[Hidden]) -> Self {
        let mut index = Self { roster, ..Self::default() };
        let mut first: FxHashMap<(Kind, String, usize), Location> = FxHashMap::default();
        for (number, address) in pages.iter().enumerate() {
            let file = &address.document.file;
            let found = Found::Page(PageId::new(number));
            let key = (file.kind, file.id.clone(), file.language);
            if let Some(other) = first.get(&key) {
                let message = format!("the {} `{}` is there twice", file.kind, file.id);
                index.findings.push(
                    Diagnostic::new(&rules::ID_DUPLICATE, Location::file(file.path.clone()), message)
                        .help(format!("`{}` has this id as well; rename one of the two", other.file))
                        .related(other.clone(), "the other one"),
                );
                continue;
            }
            first.insert(key, Location::file(file.path.clone()));
            index.ids.entry((file.kind, file.language)).or_default().insert(file.id.clone(), found);
            index.names.entry(file.kind).or_default().insert(file.id.clone());
            index.files.insert(file.path.clone(), found);
            index.folded_files.insert(fold(&file.path), file.path.clone());
            index.addresses.insert(address.path.clone(), found);
            for alias in address.aliases() {
                index.aliases.entry(alias_path(&alias.value)).or_insert(PageId::new(number));
            }
        }
        for page in hidden {
            let found = Found::Hidden(page.why);
            index.ids.entry((page.kind, page.language)).or_default().entry(page.id.clone()).or_insert(found);
            index.files.insert(page.path.clone(), found);
            index.addresses.entry(page.address.clone()).or_insert(found);
            index.folded_files.insert(fold(&page.path), page.path.clone());
        }
        for (number, disclaimer) in disclaimers.iter().enumerate().filter(|(_, disclaimer)| disclaimer.language == 0) {
            index.disclaimers.insert(disclaimer.name.clone(), DisclaimerId::at(number));
        }
        index.clashes = addresses::clashes(pages);
        index
    }

    /// What is wrong with ids as a whole.
    #[must_use]
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// What is wrong with addresses as a whole; `pages` are those that it was made of, or others like them.
    pub(super) fn refuse_clashes<'a>(&'a self, pages: &'a [Address]) -> impl Iterator<Item = Diagnostic> + 'a {
        self.clashes.iter().map(|clash| clash.finding(pages))
    }

    /// What there is to find: while it is the same, so is every [`PageId`].
    #[must_use]
    pub fn roster(&self) -> Fingerprint {
        self.roster
    }

    /// The page of this kind and id, in this language or else in the site's own.
    #[must_use]
    pub fn find(&self, kind: Kind, id: &str, language: usize) -> Found {
        let of = |language| self.ids.get(&(kind, language)).and_then(|ids| ids.get(id)).copied();
        of(language).or_else(|| of(0)).unwrap_or(Found::Nothing)
    }

    /// The page of this kind and id, in this language alone.
    #[must_use]
    pub fn find_exactly(&self, kind: Kind, id: &str, language: usize) -> Found {
        let found = self.ids.get(&(kind, language)).and_then(|ids| ids.get(id)).copied();
        found.unwrap_or(Found::Nothing)
    }

    /// Whether a page of this kind has this id, in whichever language.
    #[must_use]
    pub fn has(&self, kind: Kind, id: &str) -> bool {
        self.names.get(&kind).is_some_and(|names| names.contains(id))
    }

    /// What a path leads to.
    #[must_use]
    pub fn path(&self, wanted: Wanted<'_>) -> Found {
        let found = match wanted {
            Wanted::File(path) => self.files.get(path),
            Wanted::Address(path) => self.addresses.get(path),
        };
        found.copied().unwrap_or(Found::Nothing)
    }

    /// The page that an old address redirects to.
    #[must_use]
    pub fn alias(&self, address: &str) -> Option<PageId> {
        self.aliases.get(&alias_path(address)).copied()
    }

    /// The disclaimer of this id, in the site's own language.
    #[must_use]
    pub fn disclaimer(&self, id: &str) -> Option<DisclaimerId> {
        self.disclaimers.get(id).copied()
    }

    /// The file whose name differs from `path` only in case or Unicode form.
    #[must_use]
    pub fn twin(&self, path: &str) -> Option<&str> {
        self.folded_files.get(&fold(path)).map(|path| &**path).filter(|found| *found != path)
    }

    /// All paths of files, for suggestions.
    pub fn file_paths(&self) -> impl Iterator<Item = &str> {
        let mut paths: Vec<&str> = self.files.keys().map(|path| &**path).collect();
        paths.sort_unstable();
        paths.into_iter()
    }

    /// All addresses of pages that are published, for suggestions.
    pub fn address_paths(&self) -> impl Iterator<Item = &str> {
        let published = self.addresses.iter().filter(|(_, found)| matches!(found, Found::Page(_)));
        let mut paths: Vec<&str> = published.map(|(path, _)| path.as_str()).collect();
        paths.sort_unstable();
        paths.into_iter()
    }

    /// All ids of a kind, sorted.
    pub fn ids(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.names.get(&kind).into_iter().flatten().map(String::as_str)
    }
}

/// What there is to find, as a fingerprint.
pub(super) fn roster(pages: &[Address], disclaimers: &[Disclaimer], hidden: &[Hidden]) -> Fingerprint {
    let mut mixer = FingerprintBuilder::new("roster");
    for address in pages {
        let Address { document, shown, url, path, sign_offs: _, original: _ } = address;
        let ContentFile { path: file, kind, id, route, language } = &document.file;
        mixer.add((file, kind, id, route, language, shown, url, path));
        address.aliases().iter().for_each(|alias| mixer.add(&alias.value));
    }
    mixer.add((pages.len(), hidden));
    disclaimers.iter().for_each(|disclaimer| mixer.add((&disclaimer.name, disclaimer.language)));
    mixer.fingerprint()
}

/// What ids can be looked up in.
#[derive(Clone, Copy)]
pub struct Lookup<'a> {
    /// Settings.
    pub config: &'a Config,
    /// Pages and disclaimers.
    pub index: &'a Index,
    /// Sources.
    pub library: &'a Library,
}

impl<'a> Lookup<'a> {
    /// Looking up what a page names.
    pub(super) fn of<'f>(self, page: &'f Page, findings: &'f mut Vec<Diagnostic>) -> Ids<'a, 'f> {
        Ids { lookup: self, source: &page.source, language: page.language, findings }
    }

    /// Looking up what a file names that belongs to a page in this language.
    pub(super) fn of_source<'f>(
        self,
        source: &'f Source,
        language: usize,
        findings: &'f mut Vec<Diagnostic>,
    ) -> Ids<'a, 'f> {
        Ids { lookup: self, source, language, findings }
    }

    pub(super) fn disclaimer(
        self,
        source: &Source,
        id: &Located<String>,
        rule: &'static Rule,
        findings: &mut Vec<Diagnostic>,
    ) -> Option<DisclaimerId> {
        let found = self.index.disclaimers.get(&id.value).copied();
        if found.is_none() {
            let mut known: Vec<&str> = self.index.disclaimers.keys().map(String::as_str).collect();
            known.sort_unstable();
            let message = format!("there is no disclaimer with the id `{}`", id.value);
            let finding = Diagnostic::new(rule, source.locate(id.span), message);
            findings
                .push(finding.suggest_or(nearest(&id.value, known), "make it with a file in `content/disclaimers`"));
        }
        found
    }
}

/// Looking up what one page names.
pub(super) struct Ids<'a, 'f> {
    lookup: Lookup<'a>,
    source: &'f Source,
    language: usize,
    findings: &'f mut Vec<Diagnostic>,
}

impl Ids<'_, '_> {
    pub fn page(&mut self, kind: Kind, id: &Located<String>) -> Option<PageId> {
        match self.lookup.index.find(kind, &id.value, self.language) {
            Found::Page(page) => Some(page),
            Found::Hidden(why) => {
                let message = format!("the {kind} `{}` is not published: {}", id.value, why.as_str());
                let finding = Diagnostic::new(&rules::LINK_UNPUBLISHED, self.source.locate(id.span), message);
                self.findings.push(finding.help("publish it, or take the id out"));
                None
            }
            Found::Nothing => {
                let near = nearest(&id.value, self.lookup.index.ids(kind));
                let message = format!("there is no {kind} with the id `{}`", id.value);
                let finding = Diagnostic::new(&rules::REFERENCE_UNKNOWN, self.source.locate(id.span), message);
                self.findings.push(match near {
                    Some(near) => finding.suggest(Some(near)),
                    None => finding.help(format!("make it with a file in `content/{}`", kind.folder())),
                });
                None
            }
        }
    }

    pub fn pages(&mut self, kind: Kind, ids: &[Located<String>]) -> Vec<PageId> {
        ids.iter().filter_map(|id| self.page(kind, id)).collect()
    }

    /// Pages that readers are led to; where each is named goes to `places`.
    pub fn led_to(&mut self, kind: Kind, ids: &[Located<String>], places: &mut Vec<(PageId, Span)>) -> Vec<PageId> {
        let start = places.len();
        places.extend(ids.iter().filter_map(|id| Some((self.page(kind, id)?, id.span))));
        places[start..].iter().map(|(page, _)| *page).collect()
    }

    pub fn disclaimers(&mut self, ids: &[Located<String>]) -> Vec<DisclaimerId> {
        let found = |id| self.lookup.disclaimer(self.source, id, &rules::REFERENCE_UNKNOWN, self.findings);
        ids.iter().filter_map(found).collect()
    }

    pub fn references<'k>(&mut self, keys: impl Iterator<Item = &'k Located<String>>) -> Vec<(ReferenceId, Span)> {
        let mut listed = Vec::new();
        for key in keys {
            match self.lookup.library.find(&key.value) {
                Some(reference) => listed.push((reference, key.span)),
                None => self.findings.push(self.lookup.library.unknown(&key.value, self.source.locate(key.span))),
            }
        }
        listed
    }
}

/// Aliases are paths of this site that no page has.
pub(super) fn check_aliases(page: &Page, findings: &mut Vec<Diagnostic>) {
    for alias in &page.settings.aliases {
        let path = alias.value.trim_matches('/');
        let sound = |segment: &str| {
            let is_hidden = segment.starts_with('.') && segment != WELL_KNOWN;
            let is_name = !segment.is_empty() && !is_hidden && segment.len() <= MAX_NAME_BYTES;
            is_name && !segment.contains(['\\', '?', '#', '%', ':'])
        };
        if path.is_empty() || !path.split('/').all(sound) || path.chars().any(char::is_control) {
            let place = page.source.locate(alias.span);
            let finding =
                Diagnostic::new(&rules::SLUG_INVALID, place, format!("`{}` is not a path of this site", alias.value));
            findings.push(finding.help("write it from `/`, such as `/old/path/`"));
        }
    }
}
