//! A resolved site in, every address of another site that it links to out, with the places of the links: in texts,
//! glossaries and disclaimers, in profiles and the settings, and in the sources that are cited, their DOIs and PubMed ids
//! among them.

use std::collections::BTreeMap;

use url::Url;

use wellpress_bibliography::Reference;
use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Location, Source};
use wellpress_io::net::RedirectPolicy;
use wellpress_markdown::body::{Body, LinkTarget};

use wellpress_site::config::Config;
use wellpress_site::model::{Page, PageRecord};
use wellpress_site::resolve::ResolvedSite;

/// An address to request. Links that differ only in their fragment share one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Address {
    /// Without a fragment, which browsers do not send to servers.
    pub url: Url,
    /// The redirect of a DOI proves that the DOI exists, and is not followed: where it leads is up to the publisher.
    pub redirects: RedirectPolicy,
}

/// A link to an address.
#[derive(Debug)]
pub(super) struct LinkPlace {
    pub location: Location,
    /// What the link is called in a message.
    pub name: String,
    /// With its `#`; empty if the link has none.
    pub fragment: String,
}

/// All addresses in order, each with the links to it.
pub(super) fn places_by_address(config: &Config, resolved: &ResolvedSite<'_>) -> BTreeMap<Address, Vec<LinkPlace>> {
    let mut links = LinkCollector { config, by_address: BTreeMap::new() };
    let site = resolved.site;
    // A withdrawn page shows a notice in place of its text, so readers meet none of its links.
    site.pages.iter().filter(|page| !page.is_withdrawn()).for_each(|page| links.add_page(page));
    for disclaimer in site.disclaimers.iter() {
        links.add_body(&disclaimer.source, &disclaimer.body);
    }
    for glossary in site.glossaries.iter() {
        glossary.terms.iter().for_each(|term| links.add_body(&glossary.source, &term.definition));
    }
    // Only cited sources are published, so the addresses of all others lead no reader anywhere.
    for id in resolved.citation_index.sources.keys() {
        links.add_reference(site.library.get(*id));
    }
    links.add_settings();
    links.by_address
}

struct LinkCollector<'a> {
    config: &'a Config,
    by_address: BTreeMap<Address, Vec<LinkPlace>>,
}

impl LinkCollector<'_> {
    fn add_page(&mut self, page: &Page) {
        let source = &page.source;
        page.texts().for_each(|body| self.add_body(source, body));
        let record = page.exercise().and_then(|exercise| exercise.video.as_ref()).map(|video| &video.src);
        let profile_links = match &page.record {
            PageRecord::Person(person) => &person.links[..],
            _ => &[],
        };
        let profiles = profile_links.iter().map(|link| &link.url);
        let canonical = page.front.canonical.iter();
        record.into_iter().chain(profiles).chain(canonical).for_each(|address| self.add_located(source, address));
    }

    fn add_body(&mut self, source: &Source, body: &Body) {
        for link in &body.links {
            if let LinkTarget::External(address) = &link.target {
                self.add_written(address, source.locate(link.span));
            }
        }
        for directive in &body.directives {
            if let Some(address) = directive.get("src") {
                self.add_written(address, source.locate(directive.attribute_span("src")));
            }
        }
    }

    fn add_settings(&mut self) {
        let Config { settings, source, .. } = self.config;
        let organization = settings.organization.iter().filter_map(|organization| organization.url.as_ref());
        let menus = settings.menu_links();
        let calls = settings.calls_to_action.values();
        let calls = calls.flat_map(|call| call.href.iter().chain(call.login.iter().map(|login| &login.href)));
        // What stands behind the `*` is not known.
        let redirects = settings.redirects.values().filter(|address| !address.value.ends_with('*'));
        organization.chain(menus).chain(calls).chain(redirects).for_each(|address| self.add_located(source, address));
    }

    fn add_reference(&mut self, reference: &Reference) {
        let services = &self.config.services;
        let doi =
            reference.doi.iter().map(|doi| (services.of_doi(doi), RedirectPolicy::Stop, format!("the DOI `{doi}`")));
        let pmid = reference
            .pmid
            .iter()
            .map(|pmid| (services.of_pmid(pmid), RedirectPolicy::Follow, format!("the PubMed id `{pmid}`")));
        let pmcid = reference.pmcid.iter().map(|pmcid| {
            (services.of_pmcid(pmcid), RedirectPolicy::Follow, format!("the PubMed Central id `{pmcid}`"))
        });
        for (url, redirects, name) in doi.chain(pmid).chain(pmcid) {
            // The link that the program makes of an identifier in the library.
            self.add(url, redirects, LinkPlace { location: reference.location.clone(), name, fragment: String::new() });
        }
        for address in reference.url.iter().chain(&reference.archived) {
            self.add_written(address, reference.location.clone());
        }
    }

    fn add_located(&mut self, source: &Source, address: &Located<String>) {
        self.add_written(&address.value, source.locate(address.span));
    }

    /// Adds an address as the author wrote it. One of `doi.org` is requested like the DOI, so that both share a request.
    fn add_written(&mut self, written: &str, location: Location) {
        // Paths of this site, `mailto:`, `sms:` and `tel:` have no server that could be asked.
        let Some(mut url) = Url::parse(written).ok().filter(|url| matches!(url.scheme(), "http" | "https")) else {
            return;
        };
        let fragment = url.fragment().map(|fragment| format!("#{fragment}")).unwrap_or_default();
        url.set_fragment(None);
        if self.is_left_out(&url) {
            return;
        }
        let link = LinkPlace { location, name: format!("`{written}`"), fragment };
        let is_of_doi = matches!(url.host_str(), Some("doi.org" | "dx.doi.org" | "www.doi.org"));
        match wellpress_bibliography::doi(written).filter(|_| is_of_doi) {
            Some(doi) => self.add(self.config.services.of_doi(&doi), RedirectPolicy::Stop, link),
            None => self.add(url, RedirectPolicy::Follow, link),
        }
    }

    /// Whether an address is one of the site itself, which may not be published yet, or one that the settings skip.
    fn is_left_out(&self, url: &Url) -> bool {
        let base = &self.config.base;
        let is_own = url.as_str().starts_with(&base.absolute(&base.path));
        is_own || self.config.external.skip.iter().any(|start| url.as_str().starts_with(start))
    }

    fn add(&mut self, url: Url, redirects: RedirectPolicy, place: LinkPlace) {
        self.by_address.entry(Address { url, redirects }).or_default().push(place);
    }
}
