//! [`CitationServices`]: where sources are asked for, and how long that may take.

use std::time::Duration;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use url::Url;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source};

use wellpress_diagnostics::quotable;

use super::settings::CiteSettings;
use super::wrong;

const DOI: &str = "https://doi.org/";
const NCBI: &str = "https://api.ncbi.nlm.nih.gov/lit/ctxp/v1/";
const TIMEOUT: u64 = 20;
const LONGEST_TIMEOUT: u64 = 600;
/// What may stand in a DOI and not in an address.
const IN_PATH: &AsciiSet = &CONTROLS
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

/// Where sources are asked for, and how.
#[derive(Debug, Clone)]
pub struct CitationServices {
    /// The resolver of DOIs; its path ends with `/`.
    pub doi: Url,
    /// NCBI's citation exporter; its path ends with `/`.
    pub ncbi: Url,
    /// By when an answer must be whole.
    pub timeout: Duration,
    /// Hosts that may be asked though their address is not public: those that the settings name.
    pub private_hosts: Vec<String>,
}

impl CitationServices {
    /// As the settings have them, with the public ones where they name none.
    pub(super) fn of(written: &CiteSettings, source: &Source, findings: &mut Vec<Diagnostic>) -> Self {
        let mut private_hosts = written.private_hosts.clone();
        let mut base = |wish: &Option<Located<String>>, usual| match wish {
            None => Url::parse(usual).expect("the usual addresses are sound"),
            Some(wish) => {
                let url = base_of(wish, source, findings);
                private_hosts.extend(url.host_str().map(str::to_owned));
                url
            }
        };
        let (doi, ncbi) = (base(&written.doi, DOI), base(&written.ncbi, NCBI));
        let timeout = timeout(written.timeout.as_ref(), source, findings);
        Self { doi, ncbi, timeout, private_hosts }
    }

    /// Where a DOI leads on from.
    #[must_use]
    pub fn of_doi(&self, doi: &str) -> Url {
        let path = utf8_percent_encode(doi, IN_PATH).to_string();
        let mut url = self.doi.clone();
        url.set_path(&format!("{}{path}", self.doi.path()));
        url
    }

    /// Where the record of a PubMed id is.
    #[must_use]
    pub fn of_pmid(&self, pmid: &str) -> Url {
        self.of_ncbi("pubmed/", pmid)
    }

    /// Where the record of a PubMed Central id is.
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

fn base_of(wish: &Located<String>, source: &Source, findings: &mut Vec<Diagnostic>) -> Url {
    let with_slash = if wish.value.ends_with('/') { wish.value.clone() } else { format!("{}/", wish.value) };
    let sound = |url: &Url| {
        matches!(url.scheme(), "http" | "https") && url.query().is_none() && url.fragment().is_none() && url.has_host()
    };
    Url::parse(&with_slash).ok().filter(sound).unwrap_or_else(|| {
        let message = format!("`{}` is not the base address of a service", quotable(&wish.value));
        let help = "write it as `https://doi.example.org/`, without a query";
        findings.push(wrong(source.locate(wish.span), message).help(help));
        Url::parse(DOI).expect("the usual addresses are sound")
    })
}

/// How long an answer may take.
pub(super) fn timeout(wish: Option<&Located<u64>>, source: &Source, findings: &mut Vec<Diagnostic>) -> Duration {
    let seconds = wish.map_or(TIMEOUT, |wish| wish.value);
    if let Some(wish) = wish.filter(|_| !(1..=LONGEST_TIMEOUT).contains(&seconds)) {
        let message = format!("`timeout` is {seconds}");
        findings.push(wrong(source.locate(wish.span), message).help("write seconds, from 1 to 600"));
    }
    Duration::from_secs(seconds.clamp(1, LONGEST_TIMEOUT))
}
