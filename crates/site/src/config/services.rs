//! `cite` of the settings in, [`CitationServices`] out: the addresses at which `cite` looks up sources. Sending the requests is
//! left to the tool.

use std::time::Duration;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use url::Url;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source, quotable};

use super::mistakes::wrong;
use super::retractions;
use super::settings::Settings;

const DOI: &str = "https://doi.org/";
const NCBI: &str = "https://api.ncbi.nlm.nih.gov/lit/ctxp/v1/";
const CROSSREF: &str = "https://api.crossref.org/";
const EUTILS: &str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/";
const DEFAULT_TIMEOUT_SECONDS: u64 = 20;
const MAX_TIMEOUT_SECONDS: u64 = 600;
/// Characters that a DOI may contain and the path of an address may not.
const ESCAPED_IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The services that know sources by their identifiers: public ones, or those that the settings name.
#[derive(Debug, Clone)]
pub struct CitationServices {
    /// The resolver of DOIs; its path ends with `/`.
    pub doi: Url,
    /// NCBI's citation exporter; its path ends with `/`.
    pub ncbi: Url,
    /// Crossref's interface; its path ends with `/`.
    pub crossref: Url,
    /// NCBI's E-utilities; their path ends with `/`.
    pub eutils: Url,
    /// The time in which an answer has to be complete.
    pub timeout: Duration,
    /// Hosts that may receive requests although their address is not public: those that the settings list, and the hosts of
    /// services that they name.
    pub private_hosts: Vec<String>,
}

impl CitationServices {
    /// Checks the settings, and takes the public service for each that they do not name.
    pub(super) fn of(settings: &Settings, source: &Source, findings: &mut Vec<Diagnostic>) -> Self {
        let list =
            settings.citations.retractions.as_ref().and_then(|list| retractions::address(list.value.url.as_ref()?));
        let settings = &settings.cite;
        // Whoever names a service means it to be asked, in a private network too.
        let address_settings =
            [&settings.doi, &settings.ncbi, &settings.crossref, &settings.eutils].into_iter().flatten();
        let service_urls = address_settings.filter_map(|address| base_address(&address.value)).chain(list);
        let named_hosts = service_urls.filter_map(|address| Some(address.host_str()?.to_owned()));
        Self {
            private_hosts: settings.private_hosts.iter().cloned().chain(named_hosts).collect(),
            crossref: service(settings.crossref.as_ref(), CROSSREF, source, findings),
            eutils: service(settings.eutils.as_ref(), EUTILS, source, findings),
            doi: service(settings.doi.as_ref(), DOI, source, findings),
            ncbi: service(settings.ncbi.as_ref(), NCBI, source, findings),
            timeout: timeout(settings.timeout.as_ref(), source, findings),
        }
    }

    /// The address at which the resolver answers for this DOI.
    #[must_use]
    pub fn of_doi(&self, doi: &str) -> Url {
        with_doi(&self.doi, "", doi)
    }

    /// The address of what Crossref knows about the work of this DOI.
    #[must_use]
    pub fn of_crossref(&self, doi: &str) -> Url {
        with_doi(&self.crossref, "works/", doi)
    }

    /// The address of the whole records of these PubMed ids, as XML.
    #[must_use]
    pub fn of_pubmed_records(&self, pmids: &[&str]) -> Url {
        let mut url = self.eutils.clone();
        url.set_path(&format!("{}efetch.fcgi", self.eutils.path()));
        url.query_pairs_mut()
            .append_pair("db", "pubmed")
            .append_pair("retmode", "xml")
            .append_pair("id", &pmids.join(","));
        url
    }

    /// The address of the record of a PubMed id.
    #[must_use]
    pub fn of_pmid(&self, pmid: &str) -> Url {
        self.of_ncbi("pubmed/", pmid)
    }

    /// The address of the record of a PubMed Central id, with or without its `PMC`.
    #[must_use]
    pub fn of_pmcid(&self, pmcid: &str) -> Url {
        self.of_ncbi("pmc/", pmcid.trim_start_matches("PMC"))
    }

    fn of_ncbi(&self, path: &str, id: &str) -> Url {
        let mut url = self.ncbi.clone();
        url.set_path(&format!("{}{path}", self.ncbi.path()));
        url.query_pairs_mut().append_pair("format", "csl").append_pair("id", id);
        url
    }
}

fn with_doi(base: &Url, path: &str, doi: &str) -> Url {
    let mut url = base.clone();
    url.set_path(&format!("{}{path}{}", base.path(), utf8_percent_encode(doi, ESCAPED_IN_PATH)));
    url
}

/// The address of a service: as set, else the public one. An invalid setting is a finding.
fn service(setting: Option<&Located<String>>, public: &str, source: &Source, findings: &mut Vec<Diagnostic>) -> Url {
    let Some(setting) = setting else { return public_service(public) };
    base_address(&setting.value).unwrap_or_else(|| {
        let message = format!("`{}` is not the base address of a service", quotable(&setting.value));
        let help = "write it as `https://doi.example.org/`, without a query";
        findings.push(wrong(source.locate(setting.span), message).help(help));
        public_service(public)
    })
}

fn public_service(address: &str) -> Url {
    Url::parse(address).expect("the addresses of the public services are well-formed")
}

/// Reads an address to which a path can be appended, so it ends with `/` and has neither a query nor a fragment.
fn base_address(text: &str) -> Option<Url> {
    let with_slash = if text.ends_with('/') { text.to_owned() } else { format!("{text}/") };
    Url::parse(&with_slash).ok().filter(|url| {
        matches!(url.scheme(), "http" | "https") && url.query().is_none() && url.fragment().is_none() && url.has_host()
    })
}

/// The time in which an answer has to be complete, as set or by default.
pub(super) fn timeout(setting: Option<&Located<u64>>, source: &Source, findings: &mut Vec<Diagnostic>) -> Duration {
    let seconds = setting.map_or(DEFAULT_TIMEOUT_SECONDS, |setting| setting.value);
    if let Some(setting) = setting.filter(|_| !(1..=MAX_TIMEOUT_SECONDS).contains(&seconds)) {
        let message = format!("`timeout` is {seconds}");
        findings.push(wrong(source.locate(setting.span), message).help("write seconds, from 1 to 600"));
    }
    Duration::from_secs(seconds.clamp(1, MAX_TIMEOUT_SECONDS))
}
