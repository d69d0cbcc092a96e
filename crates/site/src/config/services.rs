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
const OPENALEX: &str = "https://api.openalex.org/";
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
    /// OpenAlex's interface; its path ends with `/`.
    pub openalex: Url,
    /// The mail address that Crossref, PubMed and OpenAlex are told, so that they can write to whoever asks too much.
    pub contact: Option<String>,
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
            [&settings.doi, &settings.ncbi, &settings.crossref, &settings.eutils, &settings.openalex]
                .into_iter()
                .flatten();
        let service_urls = address_settings.filter_map(|address| base_address(&address.value)).chain(list);
        let named_hosts = service_urls.filter_map(|address| Some(address.host_str()?.to_owned()));
        Self {
            private_hosts: settings.private_hosts.iter().cloned().chain(named_hosts).collect(),
            crossref: service(settings.crossref.as_ref(), CROSSREF, source, findings),
            eutils: service(settings.eutils.as_ref(), EUTILS, source, findings),
            openalex: service(settings.openalex.as_ref(), OPENALEX, source, findings),
            contact: contact(settings.contact.as_ref(), source, findings),
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
        let mut url = with_doi(&self.crossref, "works/", doi);
        self.add_contact(&mut url, &["mailto"]);
        url
    }

    /// The address of what Crossref knows about the works of these DOIs, none of which has a comma.
    #[must_use]
    pub fn of_crossref_works(&self, dois: &[&str]) -> Url {
        let filter: Vec<String> = dois.iter().map(|doi| format!("doi:{doi}")).collect();
        self.query(
            &self.crossref,
            "works",
            &[("filter", &filter.join(",")), ("rows", &dois.len().to_string())],
            &["mailto"],
        )
    }

    /// The address of the works that Crossref finds for the words of a reference.
    #[must_use]
    pub fn of_crossref_search(&self, words: &str) -> Url {
        self.query(&self.crossref, "works", &[("query.bibliographic", words), ("rows", "5")], &["mailto"])
    }

    /// The address of the whole records of these PubMed ids, as XML.
    #[must_use]
    pub fn of_pubmed_records(&self, pmids: &[&str]) -> Url {
        let pairs = [("db", "pubmed"), ("retmode", "xml"), ("id", &*pmids.join(","))];
        self.query(&self.eutils, "efetch.fcgi", &pairs, &["tool", "email"])
    }

    /// The address of the PubMed ids that a search finds, as JSON.
    #[must_use]
    pub fn of_pubmed_search(&self, term: &str) -> Url {
        let pairs = [("db", "pubmed"), ("retmode", "json"), ("retmax", "5"), ("term", term)];
        self.query(&self.eutils, "esearch.fcgi", &pairs, &["tool", "email"])
    }

    /// The address of the works of OpenAlex that a filter finds, with these fields.
    #[must_use]
    pub fn of_openalex_works(&self, filter: &str, fields: &str) -> Url {
        let pairs = [("filter", filter), ("select", fields), ("per-page", "50")];
        self.query(&self.openalex, "works", &pairs, &["mailto"])
    }

    /// The address of the works that OpenAlex finds for these words, with these fields.
    #[must_use]
    pub fn of_openalex_search(&self, words: &str, fields: &str) -> Url {
        self.query(&self.openalex, "works", &[("search", words), ("select", fields), ("per-page", "5")], &["mailto"])
    }

    /// The address of a path below a service. Whoever asks says who they are, in the parameters that the service has for it.
    fn query(&self, service: &Url, path: &str, pairs: &[(&str, &str)], contact: &[&str]) -> Url {
        let mut url = service.clone();
        url.set_path(&format!("{}{path}", service.path()));
        url.query_pairs_mut().extend_pairs(pairs);
        self.add_contact(&mut url, contact);
        url
    }

    fn add_contact(&self, url: &mut Url, names: &[&str]) {
        let Some(contact) = &self.contact else { return };
        let values = names.iter().map(|name| (*name, if *name == "tool" { "wellpress" } else { contact.as_str() }));
        url.query_pairs_mut().extend_pairs(values);
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

/// The mail address of the settings.
fn contact(setting: Option<&Located<String>>, source: &Source, findings: &mut Vec<Diagnostic>) -> Option<String> {
    let setting = setting?;
    let address = setting.value.trim();
    let (name, host) = address.split_once('@').unwrap_or_default();
    if !name.is_empty() && host.contains('.') && !address.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Some(address.to_owned());
    }
    let message = format!("`{}` is not a mail address", quotable(&setting.value));
    findings.push(wrong(source.locate(setting.span), message).help("write it as `editors@example.org`"));
    None
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
