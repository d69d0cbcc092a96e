//! Addressed documents in, [`SiteIndex`] out: what every id, file and address leads to. [`Lookup`] resolves the ids of
//! front matter against it, and makes findings of those that lead nowhere.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Location, Missing, Rule, Severity, Source, may_suggest, nearest, rules};
use wellpress_foundation::ids::IdVec;
use wellpress_foundation::text::{composed, without_case};
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};

use crate::config::{Config, LanguageId, MAIN_LANGUAGE};
use crate::discover::ContentFile;
use crate::sections::{ContentKind, Section, SectionId, Sections};

use super::address::{AddressedDocument, alias_path};
use super::disclaimer::{Disclaimer, DisclaimerId};
use super::hidden_page::HiddenPage;
use super::indexed_page::{Among, IndexedPage, LookupResult, PathPart};
use super::page_head::PageHead;
use super::page_id::PageId;
use super::reference::{Library, ReferenceId};

/// The path as texts have it; the same allocation where the disk has it in this form.
fn composed_path(path: &Arc<str>) -> Arc<str> {
    if path.is_ascii() { path.clone() } else { composed(path.to_string()).into() }
}

/// A path by which a page is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PagePath<'a> {
    /// A file of the content, relative to the root.
    File(&'a str),
    /// An address without the base path and the first `/`, such as `articles/neck-pain/`.
    Address(&'a str),
}

/// Finds pages by id, file and address, and disclaimers by id.
///
/// The id of a page is the last part of its path. Where several pages have it, as many folders are written before it as are
/// needed to tell them apart: `heart/principles`, `articles/principles`. A path from the folder of the section on is always of one page.
///
/// It is made of addresses and ids alone, before any page exists, and a preview takes it over as long as those are the same
/// (see [`SiteIndex::roster`]). For that reason it holds no place in a file: an edit moves places and leaves ids alone.
#[derive(Debug, Default)]
pub struct SiteIndex {
    roster: Fingerprint,
    findings: Vec<Diagnostic>,
    sections: Sections,
    /// By the last part of their paths, in the order of the pages.
    ids: FxHashMap<String, Vec<IndexedPage>>,
    /// By their paths in the composed form of Unicode, as texts have them.
    files: FxHashMap<Arc<str>, LookupResult>,
    addresses: FxHashMap<String, LookupResult>,
    /// Old addresses, by their path in the output.
    aliases: FxHashMap<String, PageId>,
    folded_files: FxHashMap<String, Arc<str>>,
    /// All ids of a section, in whichever language.
    ids_of_section: BTreeMap<SectionId, BTreeSet<String>>,
    disclaimers: FxHashMap<String, DisclaimerId>,
}

impl SiteIndex {
    /// Fills the index in the order of the pages: of two pages with one id, the first has it and the second is a finding.
    /// Hidden pages come last and take no id or address from a page of the build.
    pub(super) fn new(
        roster: Fingerprint,
        sections: &Sections,
        pages: &[AddressedDocument],
        disclaimers: &IdVec<Disclaimer>,
        hidden: &[HiddenPage],
    ) -> Self {
        let mut index = Self { roster, sections: sections.clone(), ..Self::default() };
        let mut first_file_by_id: FxHashMap<_, &Arc<str>> = FxHashMap::default();
        for (number, page) in pages.iter().enumerate() {
            let file = &page.document.file;
            match first_file_by_id.entry((file.section, file.route.as_str(), file.language)) {
                Entry::Occupied(first) => index.findings.push(duplicate_id(file, first.get())),
                Entry::Vacant(slot) => {
                    slot.insert(&file.path);
                    index.add_page(PageId::new(number), page);
                }
            }
        }
        // Behind the pages of the build, whose ids and addresses they must not take.
        for page in hidden {
            index.add_hidden(page);
        }
        for (id, disclaimer) in disclaimers.entries().filter(|(_, disclaimer)| disclaimer.language == MAIN_LANGUAGE) {
            // Of two with one name, the finding is about the second.
            index.disclaimers.entry(disclaimer.name.clone()).or_insert(id);
        }
        index
    }

    fn add_page(&mut self, id: PageId, page: &AddressedDocument) {
        let file = &page.document.file;
        let result = LookupResult::Page(id);
        self.ids.entry(file.id.clone()).or_default().push(IndexedPage::new(file, result));
        self.ids_of_section.entry(file.section).or_default().insert(file.id.clone());
        self.files.insert(composed_path(&file.path), result);
        self.folded_files.insert(without_case(&file.path), file.path.clone());
        self.addresses.insert(page.path.clone(), result);
        for alias in &page.document.front.aliases {
            // Of two pages with one alias the first has it, and `resolve` reports the other.
            self.aliases.entry(alias_path(&alias.value)).or_insert(id);
        }
    }

    fn add_hidden(&mut self, page: &HiddenPage) {
        let result = LookupResult::Hidden(page.reason);
        let pages = self.ids.entry(page.file.id.clone()).or_default();
        let file = &page.file;
        let is_same = |page: &IndexedPage| {
            (page.section, page.language, &page.route) == (file.section, file.language, &file.route)
        };
        if !pages.iter().any(is_same) {
            pages.push(IndexedPage::new(file, result));
        }
        self.files.insert(composed_path(&file.path), result);
        self.addresses.entry(page.address.clone()).or_insert(result);
        self.folded_files.insert(without_case(&file.path), file.path.clone());
    }

    /// Ids that two files have.
    #[must_use]
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// A fingerprint of all ids, files, addresses and aliases. While it is the same, every [`PageId`] means the same page.
    #[must_use]
    pub fn roster(&self) -> Fingerprint {
        self.roster
    }

    /// The page of this id, in this language or else in the site's main language: a translation may refer to a page that is not
    /// translated yet.
    #[must_use]
    pub fn find(&self, among: impl Into<Among>, id: &str, language: LanguageId) -> LookupResult {
        only_result(&self.candidates(among, id, language))
    }

    /// The page of this id, in this language only.
    #[must_use]
    pub fn find_exactly(&self, among: impl Into<Among>, id: &str, language: LanguageId) -> LookupResult {
        let matching_pages = self.named(among.into(), id).filter(|(page, _)| page.language == language);
        only_result(&best(matching_pages.collect()))
    }

    /// The pages that an id can mean: each in this language, or else in the site's main language. Pages of the build come before
    /// those that are not published.
    #[must_use]
    pub fn candidates(&self, among: impl Into<Among>, id: &str, language: LanguageId) -> Vec<&IndexedPage> {
        let languages = [language, MAIN_LANGUAGE];
        let pages = self.named(among.into(), id);
        let mut matching_pages: Vec<_> = pages.filter(|(page, _)| languages.contains(&page.language)).collect();
        if language != MAIN_LANGUAGE {
            let in_language = matching_pages.iter().filter(|(page, _)| page.language == language);
            let routes: FxHashSet<_> = in_language.map(|(page, _)| (page.section, page.route.as_str())).collect();
            matching_pages.retain(|(page, _)| {
                page.language == language || !routes.contains(&(page.section, page.route.as_str()))
            });
        }
        best(matching_pages)
    }

    /// The page of this build in a language that has this id and route.
    pub(super) fn at_route(&self, id: &str, section: SectionId, route: &str, language: LanguageId) -> Option<PageId> {
        let mut of_language = self.ids.get(id)?.iter().filter(|other| other.language == language);
        of_language.find(|other| (other.section, &*other.route) == (section, route))?.result.page()
    }

    /// The pages that have this id in whichever language.
    fn named(&self, among: Among, id: &str) -> impl Iterator<Item = (&IndexedPage, PathPart)> + Clone {
        let last_part = id.rsplit('/').next().unwrap_or(id);
        let pages = self.ids.get(last_part).map_or(&[][..], Vec::as_slice).iter();
        pages
            .filter(move |page| page.is_among(among))
            .filter_map(move |page| Some((page, page.named_by(id, &self.sections)?)))
    }

    /// The sections and routes of the pages that have this id, in whichever language. If the id is the whole route of a page, pages
    /// in deeper folders are left out: a file of sign-offs is named after a whole route.
    pub fn routes(&self, among: impl Into<Among>, id: &str) -> impl Iterator<Item = (SectionId, &str)> {
        let pages = self.named(among.into(), id);
        let has_whole = pages.clone().any(|(_, part)| part != PathPart::End);
        let pages = pages.filter(move |(_, part)| !has_whole || *part != PathPart::End);
        pages.map(|(page, _)| (page.section, page.route.as_str()))
    }

    /// Whether a page has this id, in whichever language.
    #[must_use]
    pub fn has(&self, among: impl Into<Among>, id: &str) -> bool {
        self.named(among.into(), id).next().is_some()
    }

    /// The [id in sign-offs](Self::signing_id) of the person whose page is at this route.
    pub(super) fn signing_id_at(&self, section: SectionId, route: &str, language: LanguageId) -> String {
        let people = self.candidates(ContentKind::Person, route, language);
        let is_alone = matches!(people[..], [page] if (page.section, page.route.as_str()) == (section, route));
        let section = &self.sections[section];
        if is_alone { section.short_path(route) } else { format!("{}/{route}", section.folder) }
    }

    /// The [id in sign-offs](Self::signing_id) of the person that an id means; `None` if it means no one or several.
    pub(super) fn signing_id_of(&self, id: &str, language: LanguageId) -> Option<String> {
        let [page] = self.candidates(ContentKind::Person, id, language)[..] else { return None };
        Some(self.signing_id_at(page.section, &page.route, page.language))
    }

    /// The page that has this file or this address. Aliases are not among the addresses, see [`SiteIndex::alias`].
    #[must_use]
    pub fn path(&self, path: PagePath<'_>) -> LookupResult {
        let result = match path {
            PagePath::File(file) => self.files.get(file).or_else(|| self.files.get(&composed(file.to_owned())[..])),
            PagePath::Address(address) => self.addresses.get(address),
        };
        result.copied().unwrap_or(LookupResult::Nothing)
    }

    /// The page to which an old address redirects.
    #[must_use]
    pub fn alias(&self, address: &str) -> Option<PageId> {
        self.aliases.get(&alias_path(address)).copied()
    }

    /// The disclaimer of this id, in the site's main language.
    #[must_use]
    pub fn disclaimer(&self, id: &str) -> Option<DisclaimerId> {
        self.disclaimers.get(id).copied()
    }

    /// The file whose name differs from `path` only in case or Unicode form.
    #[must_use]
    pub fn path_in_other_case(&self, path: &str) -> Option<&str> {
        self.folded_files.get(&without_case(path)).map(|file| &**file).filter(|file| *file != path)
    }

    /// The sections of the site.
    #[must_use]
    pub fn sections(&self) -> &Sections {
        &self.sections
    }

    /// The files of all pages, sorted, for suggestions.
    pub fn file_paths(&self) -> impl Iterator<Item = &str> {
        // Sorted, because a suggestion must not depend on the order of a hash map.
        let mut paths: Vec<&str> = self.files.keys().map(|path| &**path).collect();
        paths.sort_unstable();
        paths.into_iter()
    }

    /// The addresses of all pages of this build, sorted, for suggestions.
    pub fn address_paths(&self) -> impl Iterator<Item = &str> {
        let of_pages = self.addresses.iter().filter(|(_, result)| matches!(result, LookupResult::Page(_)));
        let mut paths: Vec<&str> = of_pages.map(|(path, _)| path.as_str()).collect();
        paths.sort_unstable();
        paths.into_iter()
    }

    /// All ids in whichever language, sorted within each section.
    pub fn ids(&self, among: impl Into<Among>) -> impl Iterator<Item = &str> {
        let among = among.into();
        let sections = self.ids_of_section.iter().filter(move |(id, _)| self.is_section_among(**id, among));
        sections.flat_map(|(_, ids)| ids).map(String::as_str)
    }

    fn is_section_among(&self, id: SectionId, among: Among) -> bool {
        match among {
            Among::All => true,
            Among::Kind(kind) => self.sections[id].kind == kind,
            Among::Section(section) => id == section,
        }
    }

    /// The paths of the pages that an id can mean, as messages list them.
    #[must_use]
    pub fn paths_of_candidates(&self, among: impl Into<Among>, id: &str, language: LanguageId) -> Vec<String> {
        self.candidates(among, id, language).into_iter().map(|page| page.path_in(&self.sections)).collect()
    }

    /// What a wikilink writes to mean one of the pages that an id can mean: the name of its section before the id, or else its path.
    #[must_use]
    pub fn links_to_candidates(&self, among: Among, id: &str, language: LanguageId) -> Vec<String> {
        let sections: BTreeSet<SectionId> =
            self.candidates(among, id, language).into_iter().map(|page| page.section).collect();
        let names = sections.iter().map(|section| &self.sections[*section].name);
        if sections.len() == self.candidates(among, id, language).len() {
            return names.map(|name| format!("[[{name}:{id}]]")).collect();
        }
        self.paths_of_candidates(among, id, language).into_iter().map(|path| format!("[[{path}]]")).collect()
    }
}

/// Of pages that an id can mean, those of the build if there are any, and of these the one that is written with its section.
fn best(mut named: Vec<(&IndexedPage, PathPart)>) -> Vec<&IndexedPage> {
    for is_better in
        [(|(page, _)| page.result.page().is_some()) as fn(&(&IndexedPage, PathPart)) -> bool, |(_, part)| {
            *part == PathPart::Whole
        }]
    {
        if named.iter().any(is_better) {
            named.retain(is_better);
        }
    }
    named.into_iter().map(|(page, _)| page).collect()
}

fn only_result(pages: &[&IndexedPage]) -> LookupResult {
    match pages {
        [] => LookupResult::Nothing,
        [page] => page.result,
        _ => LookupResult::Several,
    }
}

/// The finding about the second file with an id. The file is left out of the index, but its page is built, so that one run shows
/// its mistakes as well.
fn duplicate_id(file: &ContentFile, first: &Arc<str>) -> Diagnostic {
    let message = format!("the {} `{}` is there twice", file.kind, file.id);
    Diagnostic::new(&rules::ID_DUPLICATE, Location::file(file.path.clone()), message)
        .help(format!("`{first}` has this id as well; rename one of the two"))
        .related(Location::file(first.clone()), "the other one")
}

/// The fingerprint of everything that a [`SiteIndex`] is made of.
pub(super) fn roster(
    sections: &Sections,
    pages: &[AddressedDocument],
    disclaimers: &IdVec<Disclaimer>,
    hidden: &[HiddenPage],
) -> Fingerprint {
    let mut builder = FingerprintBuilder::new("roster");
    sections.entries().for_each(|(_, section)| builder.add((&section.folder, section.kind)));
    for page in pages {
        // Every field by name and no `..`, so that the compiler asks about a new field: is it a part of what the index is
        // made of, or can it change while the index stays?
        let AddressedDocument { document, visibility, url, path, sign_offs: _, original: _ } = page;
        let ContentFile { path: file, section, kind, id, route, language, form } = &document.file;
        builder.add((file, section, kind, id, route, language, form, visibility, url, path));
        document.front.aliases.iter().for_each(|alias| builder.add(&alias.value));
    }
    builder.add((pages.len(), hidden));
    disclaimers.iter().for_each(|disclaimer| builder.add((&disclaimer.name, disclaimer.language)));
    builder.fingerprint()
}

/// Everything in which the ids of front matter and settings are looked up. It is three references and copied freely, so that the
/// readers of each kind take one parameter instead of three.
#[derive(Clone, Copy)]
pub struct Lookup<'a> {
    /// The settings, for languages and calls to action.
    pub config: &'a Config,
    /// The pages and disclaimers by their ids.
    pub index: &'a SiteIndex,
    /// The sources by their keys.
    pub library: &'a Library,
}

impl<'a> Lookup<'a> {
    /// Resolves the ids in the front matter of a page.
    pub(super) fn ids_of<'f>(self, page: &PageHead<'f>, findings: &'f mut Vec<Diagnostic>) -> IdResolver<'a, 'f> {
        self.ids_of_file(page.source, page.file.language, findings)
    }

    /// Resolves the ids in any file that is in this language, such as sign-offs or a disclaimer.
    pub(crate) fn ids_of_file<'f>(
        self,
        source: &'f Source,
        language: LanguageId,
        findings: &'f mut Vec<Diagnostic>,
    ) -> IdResolver<'a, 'f> {
        let (unknown, hidden) = (&rules::REFERENCE_UNKNOWN, rules::LINK_UNPUBLISHED.severity);
        IdResolver { lookup: self, source, language, unknown, hidden, findings }
    }

    /// Resolves the ids in the settings. The site is complete without a page that they name and that is not published, so that this
    /// is only a warning.
    pub(super) fn ids_of_settings<'f>(self, findings: &'f mut Vec<Diagnostic>) -> IdResolver<'a, 'f>
    where
        'a: 'f,
    {
        let (unknown, hidden) = (&rules::SETTINGS_INVALID, Severity::Warning);
        let source = &self.config.source;
        IdResolver { lookup: self, source, language: MAIN_LANGUAGE, unknown, hidden, findings }
    }
}

/// Resolves the ids of one file: each becomes the page, disclaimer or source that it names, or a finding at its place.
pub(crate) struct IdResolver<'a, 'f> {
    pub lookup: Lookup<'a>,
    source: &'f Source,
    language: LanguageId,
    /// The rule for an id that nothing has.
    unknown: &'static Rule,
    /// How grave an id of a page is that is not published.
    hidden: Severity,
    pub findings: &'f mut Vec<Diagnostic>,
}

impl IdResolver<'_, '_> {
    pub fn page(&mut self, kind: ContentKind, id: &Located<String>) -> Option<PageId> {
        self.page_of_kinds(&[kind], id)
    }

    /// The page of this id in the first of `kinds` that has one.
    pub fn page_of_kinds(&mut self, kinds: &[ContentKind], id: &Located<String>) -> Option<PageId> {
        let named_kinds: Vec<(Among, &str)> = kinds.iter().map(|kind| (Among::Kind(*kind), kind.name())).collect();
        self.page_among(&named_kinds, kinds[0].folder(), id)
    }

    /// The page of this id in a section.
    pub fn page_of_section(&mut self, section: SectionId, id: &Located<String>) -> Option<PageId> {
        let Section { name, folder, .. } = &self.lookup.config.sections[section];
        self.page_among(&[(Among::Section(section), name)], folder, id)
    }

    /// The page of this id in the first group of pages that has one. Each group has a word for its pages, and `folder` is that in which
    /// a missing one belongs.
    fn page_among(&mut self, groups: &[(Among, &str)], folder: &str, id: &Located<String>) -> Option<PageId> {
        let index = self.lookup.index;
        for (among, kind) in groups {
            match index.find(*among, &id.value, self.language) {
                LookupResult::Page(page) => return Some(page),
                LookupResult::Hidden(reason) => {
                    let message = format!("the {kind} `{}` is not published: {}", id.value, reason.as_str());
                    let finding = Diagnostic::new(&rules::LINK_UNPUBLISHED, self.source.locate(id.span), message)
                        .help(format!("{}, or take the id out", reason.remedy()));
                    self.findings.push(Diagnostic { severity: self.hidden, ..finding });
                    return None;
                }
                LookupResult::Several => {
                    let names = index.paths_of_candidates(*among, &id.value, self.language);
                    let message = format!("`{}` is the id of more than one {kind}", id.value);
                    let finding = Diagnostic::new(&rules::LINK_AMBIGUOUS, self.source.locate(id.span), message);
                    self.findings.push(finding.help(format!("write `{}`", names.join("` or `"))));
                    return None;
                }
                LookupResult::Nothing => {}
            }
        }
        let ids = groups.iter().flat_map(|(among, _)| index.ids(*among));
        let near = if may_suggest(self.findings) { nearest(&id.value, ids) } else { None };
        self.report_unknown(groups[0].1, folder, id, near);
        None
    }

    fn report_unknown(&mut self, kind: &str, folder: &str, id: &Located<String>, near: Option<&str>) {
        let message = format!("there is no {kind} with the id `{}`", id.value);
        let finding = Diagnostic::new(self.unknown, self.source.locate(id.span), message)
            .about_missing(Missing::File(id.value.clone()));
        self.findings.push(match id.value.contains(", ") {
            true => finding.help(format!("write several ids as a list: `[{}]`", id.value)),
            false => finding.suggest_or(near, format!("make it with a file in `content/{folder}`")),
        });
    }

    pub fn pages(&mut self, kind: ContentKind, ids: &[Located<String>]) -> Vec<PageId> {
        ids.iter().filter_map(|id| self.page(kind, id)).collect()
    }

    /// Pages to which readers are led, which is more than naming a topic: each is also added to `links` with the place of
    /// its id, so that a link to a withdrawn page can be reported there.
    pub fn linked_pages(
        &mut self,
        kind: ContentKind,
        ids: &[Located<String>],
        links: &mut Vec<Located<PageId>>,
    ) -> Vec<PageId> {
        let start = links.len();
        links.extend(ids.iter().filter_map(|id| Some(Located { value: self.page(kind, id)?, span: id.span })));
        links[start..].iter().map(|link| link.value).collect()
    }

    /// The disclaimer in the site's main language.
    pub fn disclaimer(&mut self, id: &Located<String>) -> Option<DisclaimerId> {
        let disclaimers = &self.lookup.index.disclaimers;
        let disclaimer = disclaimers.get(&id.value).copied();
        if disclaimer.is_none() {
            let mut names: Vec<&str> = disclaimers.keys().map(String::as_str).collect();
            names.sort_unstable();
            self.report_unknown("disclaimer", "disclaimers", id, nearest(&id.value, names));
        }
        disclaimer
    }

    pub fn disclaimers(&mut self, ids: &[Located<String>]) -> Vec<DisclaimerId> {
        ids.iter().filter_map(|id| self.disclaimer(id)).collect()
    }

    /// The id of a call to action, if the settings have it.
    pub fn call_to_action<'i>(&mut self, id: &'i Located<String>) -> Option<&'i str> {
        let calls = &self.lookup.config.settings.calls_to_action;
        if calls.contains_key(&id.value) {
            return Some(&id.value);
        }
        let message = format!("the settings have no call to action `{}`", id.value);
        let finding = Diagnostic::new(&rules::REFERENCE_UNKNOWN, self.source.locate(id.span), message);
        let near = nearest(&id.value, calls.keys().map(String::as_str));
        self.findings.push(finding.suggest_or(near, "add it under `calls_to_action` in the settings"));
        None
    }

    pub fn references<'k>(&mut self, keys: impl Iterator<Item = &'k Located<String>>) -> Vec<Located<ReferenceId>> {
        let mut references = Vec::new();
        for key in keys {
            let library = self.lookup.library;
            let refusal = library.refusal(&key.value, || self.source.locate(key.span), self.findings);
            self.findings.extend(refusal);
            references.extend(library.find(&key.value).map(|reference| Located { value: reference, span: key.span }));
        }
        references
    }
}
