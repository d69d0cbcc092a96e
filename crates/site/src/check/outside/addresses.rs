//! Every address of another site that readers are led to, with the places that name it: in texts, glossaries and
//! disclaimers, in profiles and the settings, and in the sources that are cited, their DOIs and PubMed ids among them.

use std::collections::BTreeMap;

use url::Url;

use wellpress_bibliography::Reference;
use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Location, Source};
use wellpress_io::net::RedirectPolicy;
use wellpress_markdown::body::{Body, LinkTarget};

use crate::config::Config;
use crate::model::{Page, Record};
use crate::resolve::ResolvedSite;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Address {
    /// Without a fragment, which servers are not told.
    pub url: Url,
    /// That a DOI leads on says that there is one; where it leads is the publisher's.
    pub redirects: RedirectPolicy,
}

/// Where an address stands.
#[derive(Debug)]
pub(super) struct Place {
    /// Where.
    pub location: Location,
    /// What it is called in a message.
    pub what: String,
    /// The place on the page, with its `#`.
    pub fragment: String,
}

/// All of them, each with its places.
pub(super) fn of(config: &Config, resolved: &ResolvedSite<'_>) -> BTreeMap<Address, Vec<Place>> {
    let mut found = Addresses { config, found: BTreeMap::new() };
    let site = resolved.site;
    site.pages.iter().filter(|page| !page.is_withdrawn()).for_each(|page| found.page(page));
    for disclaimer in site.disclaimers.iter() {
        found.text(&disclaimer.source, &disclaimer.body);
    }
    for glossary in site.glossaries.iter() {
        glossary.terms.iter().for_each(|term| found.text(&glossary.source, &term.definition));
    }
    for id in resolved.citation_index.sources.keys() {
        found.reference(site.library.get(*id));
    }
    found.settings();
    found.found
}

struct Addresses<'a> {
    config: &'a Config,
    found: BTreeMap<Address, Vec<Place>>,
}

impl Addresses<'_> {
    fn page(&mut self, page: &Page) {
        let source = &page.source;
        let points = page.article().map_or(&[][..], |article| &article.key_points);
        points.iter().chain([&*page.body]).for_each(|body| self.text(source, body));
        let record = page.exercise().and_then(|exercise| exercise.video.as_ref()).map(|video| &video.src);
        let profiles = match &page.record {
            Record::Person(person) => &person.links[..],
            _ => &[],
        };
        let profiles = profiles.iter().map(|(_, address)| address);
        let canonical = page.settings.canonical.iter();
        record.into_iter().chain(profiles).chain(canonical).for_each(|address| self.located(source, address));
    }

    fn text(&mut self, source: &Source, body: &Body) {
        for link in &body.links {
            if let LinkTarget::Outside(address) = &link.target {
                self.page_at(address, source.locate(link.span));
            }
        }
        for directive in &body.directives {
            if let Some(address) = directive.get("src") {
                self.page_at(address, source.locate(directive.place("src")));
            }
        }
    }

    fn settings(&mut self) {
        let Config { settings, source, .. } = self.config;
        let organization = settings.organization.iter().filter_map(|organization| organization.url.as_ref());
        let menus = settings.menu_items().map(|item| &item.link);
        let calls = settings.calls_to_action.values();
        let calls = calls.flat_map(|call| call.href.iter().chain(call.login.iter().map(|login| &login.href)));
        organization.chain(menus).chain(calls).for_each(|address| self.located(source, address));
    }

    fn reference(&mut self, reference: &Reference) {
        let services = &self.config.services;
        let place = |what: String| Place { location: reference.location.clone(), what, fragment: String::new() };
        if let Some(doi) = &reference.doi {
            self.add(services.of_doi(doi), RedirectPolicy::Stop, place(format!("the DOI `{doi}`")));
        }
        if let Some(pmid) = &reference.pmid {
            self.add(services.of_pmid(pmid), RedirectPolicy::Follow, place(format!("the PubMed id `{pmid}`")));
        }
        if let Some(pmcid) = &reference.pmcid {
            self.add(
                services.of_pmcid(pmcid),
                RedirectPolicy::Follow,
                place(format!("the PubMed Central id `{pmcid}`")),
            );
        }
        for address in reference.url.iter().chain(&reference.archived) {
            self.page_at(address, reference.location.clone());
        }
    }

    fn located(&mut self, source: &Source, address: &Located<String>) {
        self.page_at(&address.value, source.locate(address.span));
    }

    /// An address as it is written; one that is a DOI's is asked for as that.
    fn page_at(&mut self, written: &str, location: Location) {
        let Some(mut url) = Url::parse(written).ok().filter(|url| matches!(url.scheme(), "http" | "https")) else {
            return;
        };
        let fragment = url.fragment().map(|fragment| format!("#{fragment}")).unwrap_or_default();
        url.set_fragment(None);
        if self.is_left_out(&url) {
            return;
        }
        let place = Place { location, what: format!("`{written}`"), fragment };
        let is_of_doi = matches!(url.host_str(), Some("doi.org" | "dx.doi.org" | "www.doi.org"));
        match wellpress_bibliography::doi(written).filter(|_| is_of_doi) {
            Some(doi) => self.add(self.config.services.of_doi(&doi), RedirectPolicy::Stop, place),
            None => self.add(url, RedirectPolicy::Follow, place),
        }
    }

    /// The site's own addresses, which may not be there yet, and those that the settings leave out.
    fn is_left_out(&self, url: &Url) -> bool {
        let base = &self.config.base;
        let is_own = url.as_str().strip_prefix(base.origin.as_str()).is_some_and(|rest| rest.starts_with(&base.path));
        is_own || self.config.external.skip.iter().any(|start| url.as_str().starts_with(start))
    }

    fn add(&mut self, url: Url, redirects: RedirectPolicy, place: Place) {
        self.found.entry(Address { url, redirects }).or_default().push(place);
    }
}
