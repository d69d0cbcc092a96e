//! Parsed files in, [`Site`] out: ids given meaning. Every id of the front matter becomes the page, source or
//! disclaimer that it names, or a finding.
//!
//! What a page's text refers to is for `resolve`; how it looks is for `render`.

mod addresses;
pub mod article;
pub mod disclaimer;
pub mod dose;
pub mod exercise;
pub mod license;
mod lookup;
pub mod original;
pub mod page;
pub mod person;
pub mod programme;
pub mod reference;
pub mod review;
pub mod review_clock;
pub mod sign_off;
pub mod topic;

use std::sync::Arc;

use rayon::prelude::*;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Severity, Span, nearest, rules};

use crate::config::Config;
use crate::discover::Kind;
use crate::parse::Parsed;
use crate::parse::document::Document;
use crate::parse::front_matter::{Correction, Front};
use crate::parse::glossary::Glossary;
use crate::parse::sign_offs::SignOffs;
use crate::previous::Previous;

pub use addresses::{is_export_file, made_file};
use disclaimer::Disclaimer;
pub use lookup::{Found, Index, Lookup, Wanted};
use page::{Address, Shown};
pub use page::{Page, PageId, Record};
use reference::Library;

/// The whole site, each part knowing what it refers to.
#[derive(Debug)]
pub struct Site {
    /// Everything with an address, by kind, language and route; a [`PageId`] is an index.
    pub pages: Vec<Arc<Page>>,
    /// Disclaimers, by id; a [`disclaimer::DisclaimerId`] is an index.
    pub disclaimers: Arc<Vec<Disclaimer>>,
    /// Disclaimers always shown on articles, exercises and programmes.
    pub standing: StandingDisclaimers,
    /// Glossaries by language.
    pub glossaries: Vec<Arc<Glossary>>,
    /// The library of sources.
    pub library: Arc<Library>,
    /// What ids and paths lead to.
    pub index: Arc<Index>,
    /// The settings' featured pages.
    pub featured: Vec<PageId>,
    /// The settings' policy pages.
    pub policies: Vec<PageId>,
    /// Both, with their places in the settings.
    pub led_to: Vec<(PageId, Span)>,
    /// Pages that are kept out, by path.
    pub hidden: Arc<Vec<Hidden>>,
    /// What is wrong with addresses, disclaimers and the ids of the settings.
    findings: Arc<Vec<Diagnostic>>,
}

impl Site {
    /// The page of this id.
    #[must_use]
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.index()]
    }

    /// Pages of a kind in a language, in their order.
    pub fn pages_of(&self, kind: Kind, language: usize) -> impl Iterator<Item = &Page> {
        self.pages.iter().map(|page| &**page).filter(move |page| page.kind == kind && page.language == language)
    }

    /// Corrections of all published pages in a language, withdrawn ones among them, newest first; of one day, in the order of the pages.
    #[must_use]
    pub fn corrections(&self, language: usize) -> Vec<(&Page, &Correction)> {
        let public = |page: &&Page| page.language == language && page.included.is_none();
        let pages = self.pages.iter().map(|page| &**page).filter(public);
        let of_page = |page| Page::reviewed(page).map_or(&[][..], |reviewed| &reviewed.corrections);
        let all = pages.flat_map(|page| of_page(page).iter().map(move |correction| (page, correction)));
        let mut all: Vec<_> = all.collect();
        all.sort_by_key(|(_, correction)| std::cmp::Reverse(correction.date.value));
        all
    }
}

/// Disclaimers that the settings always show.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct StandingDisclaimers {
    pub articles: Vec<disclaimer::DisclaimerId>,
    pub exercises: Vec<disclaimer::DisclaimerId>,
    pub programmes: Vec<disclaimer::DisclaimerId>,
    /// On pages about a topic or a narrower one.
    pub topics: Vec<(PageId, Vec<disclaimer::DisclaimerId>)>,
}

/// Gives ids their meaning. Pages and the library are taken over from the previous run's site where their fingerprints are
/// the same.
#[must_use]
pub fn model(config: &Config, parsed: Parsed, previous: Option<Previous<'_, Site>>) -> (Site, Vec<Diagnostic>) {
    let previous = previous.map(Previous::value);
    let site = previous
        .and_then(|previous| previous.with_texts(config, &parsed))
        .unwrap_or_else(|| all(config, parsed, previous));
    let of_pages = site.pages.iter().flat_map(|page| &page.findings);
    let all = site.findings.iter().chain(site.library.findings()).chain(site.index.findings()).chain(of_pages);
    let findings = all.cloned().collect();
    (site, findings)
}

impl Site {
    /// Whether every id, path and key leads to the same here as in a site with this index and this library.
    #[must_use]
    pub fn finds_the_same(&self, index: &Arc<Index>, library: &Library) -> bool {
        Arc::ptr_eq(&self.index, index) && self.library.roster() == library.roster()
    }

    /// The same site with other texts below the same front matter, where that is all that was edited.
    fn with_texts(&self, config: &Config, parsed: &Parsed) -> Option<Self> {
        let texts =
            parsed.texts.as_ref().filter(|_| self.library.is_of(&parsed.libraries, parsed.retractions.as_deref()))?;
        let lookup = Lookup { config, index: &self.index, library: &self.library };
        let mut pages = self.pages.clone();
        for document in texts.iter().filter(|document| !self.is_hidden(document)) {
            let Found::Page(id) = self.index.path(Wanted::File(&document.file.path)) else { return None };
            pages[id.index()] = Arc::new(page::read(lookup, id, Address::again(self.page(id), document.clone())));
        }
        Some(Self {
            pages,
            disclaimers: self.disclaimers.clone(),
            standing: self.standing.clone(),
            glossaries: parsed.glossaries.clone(),
            library: self.library.clone(),
            index: self.index.clone(),
            featured: self.featured.clone(),
            policies: self.policies.clone(),
            led_to: self.led_to.clone(),
            hidden: self.hidden.clone(),
            findings: self.findings.clone(),
        })
    }

    fn is_hidden(&self, document: &Document) -> bool {
        matches!(self.index.path(Wanted::File(&document.file.path)), Found::Hidden(_))
    }
}

fn all(config: &Config, parsed: Parsed, previous: Option<&Site>) -> Site {
    let Parsed { documents, libraries, glossaries, retractions, sign_offs, .. } = parsed;
    let library = || match previous.filter(|previous| previous.library.is_of(&libraries, retractions.as_deref())) {
        Some(previous) => previous.library.clone(),
        None => Arc::new(Library::new(libraries, retractions)),
    };
    let (library, addressed) = rayon::join(library, || Addressed::new(config, documents, &sign_offs, previous));
    let Addressed { pages, disclaimers, hidden, index, mut findings } = addressed;
    findings.extend(sign_off::refuse_strays(config, &index, &sign_offs));
    let lookup = Lookup { config, index: &index, library: &library };
    let previous = previous.filter(|previous| previous.finds_the_same(&index, &library));
    let read = pages.into_par_iter().enumerate().map(|(number, address)| {
        let previous_page = previous.map(|previous| &previous.pages[number]);
        match previous_page.filter(|page| page.content == address.content()) {
            Some(page) => page.clone(),
            None => Arc::new(page::read(lookup, PageId::new(number), address)),
        }
    });
    let pages: Vec<Arc<Page>> = read.collect();
    let mut settings = SettingsIds { lookup, findings: &mut findings, led_to: Vec::new() };
    let standing = settings.standing();
    let featured = settings.featured();
    let policies = settings.policies();
    let led_to = settings.led_to;
    Site {
        pages,
        disclaimers: Arc::new(disclaimers),
        standing,
        glossaries,
        library,
        index,
        featured,
        policies,
        led_to,
        hidden: Arc::new(hidden),
        findings: Arc::new(findings),
    }
}

/// Everything that has an address, before it is read, and what leads there.
struct Addressed {
    pages: Vec<Address>,
    disclaimers: Vec<Disclaimer>,
    hidden: Vec<Hidden>,
    index: Arc<Index>,
    findings: Vec<Diagnostic>,
}

impl Addressed {
    fn new(
        config: &Config,
        documents: Vec<Arc<Document>>,
        sign_offs: &[Arc<SignOffs>],
        previous: Option<&Site>,
    ) -> Self {
        let mut findings = Vec::new();
        let (shown, hidden) = split(config, documents, sign_offs, &mut findings);
        let (pages, disclaimers): (Vec<Address>, Vec<Address>) =
            shown.into_iter().partition(|address| address.document.file.kind != Kind::Disclaimer);
        let disclaimers = disclaimer::collect(disclaimers, &mut findings);
        let roster = lookup::roster(&pages, &disclaimers, &hidden);
        let index = match previous.filter(|previous| previous.index.roster() == roster) {
            Some(previous) => previous.index.clone(),
            None => Arc::new(Index::new(roster, &pages, &disclaimers, &hidden)),
        };
        findings.extend(index.refuse_clashes(&pages));
        Self { pages, disclaimers, hidden, index, findings }
    }
}

/// Parts what is published from what is not, and gives the former its address.
fn split(
    config: &Config,
    documents: Vec<Arc<Document>>,
    sign_offs: &[Arc<SignOffs>],
    findings: &mut Vec<Diagnostic>,
) -> (Vec<Address>, Vec<Hidden>) {
    let signed = sign_off::by_id(sign_offs);
    let addresses = documents.into_par_iter().map(|document| {
        let mut findings = Vec::new();
        let file = &document.file;
        let signed = signed.get(file.id.as_str()).filter(|_| sign_off::REVIEWED.contains(&file.kind));
        let signed = signed.map(|file| Arc::clone(file));
        (page::address(config, document, signed, &mut findings), findings)
    });
    let (mut shown, mut hidden) = (Vec::new(), Vec::new());
    for (address, mut found) in addresses.collect::<Vec<_>>() {
        findings.append(&mut found);
        match address.shown {
            Shown::Hidden(why) => hidden.push(Hidden {
                kind: address.document.file.kind,
                id: address.document.file.id.clone(),
                title: title_of(&address.document.front).value.clone(),
                path: address.document.file.path.clone(),
                address: address.path.clone(),
                language: address.document.file.language,
                why,
            }),
            Shown::Published | Shown::Included(_) => shown.push(address),
        }
    }
    shown.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    original::tell_translations(&mut shown);
    (shown, hidden)
}

/// A page that is kept out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Hidden {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its file.
    pub path: std::sync::Arc<str>,
    /// The path that it would have in the output.
    pub address: String,
    /// Index into the site's languages.
    pub language: usize,
    /// Why it is kept out.
    pub why: page::Unpublished,
}

struct SettingsIds<'a, 'f> {
    lookup: Lookup<'a>,
    findings: &'f mut Vec<Diagnostic>,
    /// The pages that were found, with the places of their ids.
    led_to: Vec<(PageId, Span)>,
}

impl SettingsIds<'_, '_> {
    fn standing(&mut self) -> StandingDisclaimers {
        let settings = &self.lookup.config.settings.disclaimers;
        StandingDisclaimers {
            articles: self.disclaimers(&settings.articles),
            exercises: self.disclaimers(&settings.exercises),
            programmes: self.disclaimers(&settings.programmes),
            topics: settings.topics.iter().filter_map(|(topic, ids)| self.of_topic(topic, ids)).collect(),
        }
    }

    fn of_topic(&mut self, topic: &str, ids: &[Located<String>]) -> Option<(PageId, Vec<disclaimer::DisclaimerId>)> {
        let index = self.lookup.index;
        let Found::Page(page) = index.find(Kind::Topic, topic, 0) else {
            let message = format!("there is no topic with the id `{topic}`");
            let finding = Diagnostic::new(&rules::SETTINGS_INVALID, self.lookup.config.place_of_key(topic), message);
            let near = nearest(topic, index.ids(Kind::Topic));
            self.findings.push(finding.suggest_or(near, "make it with a file in `content/topics`"));
            return None;
        };
        Some((page, self.disclaimers(ids)))
    }

    fn disclaimers(&mut self, ids: &[Located<String>]) -> Vec<disclaimer::DisclaimerId> {
        let source = &self.lookup.config.source;
        ids.iter()
            .filter_map(|id| self.lookup.disclaimer(source, id, &rules::SETTINGS_INVALID, self.findings))
            .collect()
    }

    fn featured(&mut self) -> Vec<PageId> {
        let source = &self.lookup.config.source;
        let settings = &self.lookup.config.settings;
        let kinds = [Kind::Article, Kind::Exercise, Kind::Programme, Kind::Topic];
        settings.featured.iter().filter_map(|id| self.one(id, source, &kinds)).collect()
    }

    fn policies(&mut self) -> Vec<PageId> {
        let source = &self.lookup.config.source;
        let settings = &self.lookup.config.settings;
        settings.policies.iter().filter_map(|id| self.one(id, source, &[Kind::Page])).collect()
    }

    /// The page of one of `kinds` that the settings name.
    fn one(&mut self, id: &Located<String>, source: &wellpress_diagnostics::Source, kinds: &[Kind]) -> Option<PageId> {
        for kind in kinds {
            match self.lookup.index.find(*kind, &id.value, 0) {
                Found::Page(page) => {
                    self.led_to.push((page, id.span));
                    return Some(page);
                }
                Found::Hidden(why) => {
                    self.refuse_hidden(id, *kind, why);
                    return None;
                }
                Found::Nothing => {}
            }
        }
        let near = nearest(&id.value, kinds.iter().flat_map(|kind| self.lookup.index.ids(*kind)));
        let message = format!("there is no {} with the id `{}`", kinds[0].name(), id.value);
        let finding = Diagnostic::new(&rules::SETTINGS_INVALID, source.locate(id.span), message);
        let make = format!("make it with a file in `content/{}`", kinds[0].folder());
        self.findings.push(finding.suggest_or(near, make));
        None
    }
}

impl SettingsIds<'_, '_> {
    /// The rest of the site stands without it, so that this is a warning.
    fn refuse_hidden(&mut self, id: &Located<String>, kind: Kind, why: page::Unpublished) {
        let message = format!("the {kind} `{}` is not published: {}", id.value, why.as_str());
        let place = self.lookup.config.source.locate(id.span);
        let finding = Diagnostic::new(&rules::LINK_UNPUBLISHED, place, message).help("publish it, or take the id out");
        self.findings.push(Diagnostic { severity: Severity::Warning, ..finding });
    }
}

/// Front matter of every kind has these.
pub(crate) fn title_of(front: &Front) -> &Located<String> {
    match front {
        Front::Article(front) => &front.title,
        Front::Exercise(front) => &front.title,
        Front::Programme(front) => &front.title,
        Front::Page(front) => &front.title,
        Front::Topic(front) => &front.title,
        Front::Person(front) => &front.name,
        Front::Disclaimer(front) => &front.title,
    }
}
