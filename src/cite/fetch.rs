//! An [`Identifier`] in, the source's record out, asked of the service that knows it: CSL-JSON at doi.org and at NCBI's
//! citation exporter, a web page from the page itself.

use serde_json::{Value, json};
use thiserror::Error;
use url::Url;

use wellpress_bibliography::{PartialDate, Reference};
use wellpress_diagnostics::yaml::Day;
use wellpress_diagnostics::{Diagnostic, Source};
use wellpress_io::net::{RedirectPolicy, RequestMethod, WebClient, WebError, WebRequest, WebResponse, host};
use wellpress_site::config::CitationServices;

use wellpress_bibliography::Identifier;

use super::capitals;
use super::dialect;
use super::page;

const CSL_JSON: &str = "application/vnd.citationstyles.csl+json, application/json;q=0.5";
const HTML: &str = "text/html, application/xhtml+xml;q=0.9";
/// A record of a thousand authors has some hundred kilobytes.
const MOST_OF_A_RECORD: u64 = 8_000_000;
const MOST_OF_A_PAGE: u64 = 8_000_000;
/// Why a source could not be fetched.
#[derive(Debug, Error)]
pub enum FetchError {
    /// The service knows no such source.
    #[error("there is no such source: {0}")]
    Absent(WebError),
    /// There is no answer.
    #[error(transparent)]
    Web(WebError),
    /// A web page came in place of a record.
    #[error("`{0}` answered with a web page in place of a record; does this network want a login first?")]
    Portal(String),
    /// What came is no web page.
    #[error("`{host}` answered with `{media_type}`, which is no web page")]
    NotAPage {
        /// Who.
        host: String,
        /// With what.
        media_type: String,
    },
    /// What came is no record.
    #[error("the answer of `{host}` is no record of a source: {why}")]
    NotARecord {
        /// Whose.
        host: String,
        /// Why not.
        why: String,
    },
    /// It is another source than the one asked for.
    #[error("the answer is about another source, `{0}`")]
    Another(String),
    /// It has no title, so nobody would know what it is.
    #[error("the page gives no title of itself")]
    NoTitle,
}

impl FetchError {
    /// Whether asking again could help: the network or a service is at fault, and not what was asked for.
    #[must_use]
    pub fn is_machine(&self) -> bool {
        !matches!(self, Self::Absent(_) | Self::NoTitle | Self::NotAPage { .. })
    }
}

/// Asks for sources.
pub struct Fetcher<'a> {
    /// The network.
    pub web: &'a dyn WebClient,
    /// Where to ask.
    pub services: &'a CitationServices,
    /// The date of access.
    pub today: Day,
}

impl Fetcher<'_> {
    /// The record of a source, with today as the day of access, and a key that is still to be given.
    ///
    /// # Errors
    /// When there is no such source, no answer, or one that makes no sense.
    pub fn fetch(&self, identifier: &Identifier) -> Result<Reference, FetchError> {
        let mut reference = match identifier {
            Identifier::Doi(doi) => self.record(&self.services.of_doi(doi))?,
            Identifier::Pmid(pmid) => self.record(&self.services.of_pmid(pmid))?,
            Identifier::Pmcid(pmcid) => self.record(&self.services.of_pmcid(pmcid))?,
            Identifier::Page(url) => self.page(url)?,
        };
        complete(&mut reference, identifier)?;
        capitals::protect(&mut reference);
        let Day(today) = self.today;
        let part = |number: i8| u8::try_from(number).ok();
        let (month, day) = (part(today.month()), part(today.day()));
        let year = i32::from(today.year());
        reference.accessed = Some(PartialDate { year, month, day, ..PartialDate::default() });
        Ok(reference)
    }

    fn ask(&self, url: &Url, accept: &str, most_bytes: u64) -> Result<WebResponse, FetchError> {
        let answer = self.web.send(&WebRequest {
            url,
            method: RequestMethod::Get,
            accept,
            max_bytes: most_bytes,
            redirects: RedirectPolicy::Follow,
        });
        answer.map_err(|error| if error.is_absent() { FetchError::Absent(error) } else { FetchError::Web(error) })
    }

    fn record(&self, url: &Url) -> Result<Reference, FetchError> {
        let answer = self.ask(url, CSL_JSON, MOST_OF_A_RECORD)?;
        let host = host(&answer.url);
        if is_page(&answer) {
            return Err(FetchError::Portal(host));
        }
        let no_record = |why: String| FetchError::NotARecord { host: host.clone(), why };
        let value: Value = serde_json::from_slice(&answer.body).map_err(|error| no_record(error.to_string()))?;
        let value = match value {
            Value::Array(mut items) if items.len() == 1 => items.remove(0),
            value => value,
        };
        let Value::Object(item) = value else { return Err(no_record("it is no object".to_owned())) };
        let reference = understood(Value::Object(dialect::plain(item))).map_err(no_record)?;
        if reference.title.is_none() {
            return Err(FetchError::NotARecord { host, why: "it has no title".to_owned() });
        }
        Ok(reference)
    }

    fn page(&self, url: &Url) -> Result<Reference, FetchError> {
        let answer = self.ask(url, HTML, MOST_OF_A_PAGE)?;
        let host = host(&answer.url);
        if !is_page(&answer) && !answer.media_type.is_empty() {
            let media_type = answer.media_type.split(';').next().unwrap_or_default().trim().to_owned();
            return Err(FetchError::NotAPage { host, media_type });
        }
        let item = page::item(&answer).ok_or(FetchError::NoTitle)?;
        understood(item).map_err(|why| FetchError::NotARecord { host, why })
    }
}

/// A service may call itself what it likes; what begins like a page is one.
fn is_page(answer: &WebResponse) -> bool {
    let start = answer.body.trim_ascii_start();
    answer.media_type.contains("html") || start.first() == Some(&b'<') && !answer.media_type.contains("xml;")
}

/// A CSL item as the library's reader of CSL-JSON takes it. That it finds fault with a field loses the field, no more.
fn understood(mut item: Value) -> Result<Reference, String> {
    item["id"] = json!("fetched");
    drop_controls(&mut item);
    let source = Source::new("answer.json", json!([item]).to_string());
    let mut parsed = wellpress_bibliography::parse(&source);
    let why = |finding: &Diagnostic| finding.message.clone();
    match parsed.references.is_empty() {
        false => Ok(parsed.references.remove(0)),
        true => Err(parsed.diagnostics.first().map_or_else(|| "it is empty".to_owned(), why)),
    }
}

/// Takes out of all texts what nobody sees and what turns the direction in which the words beside them are read.
fn drop_controls(value: &mut Value) {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    match value {
        Value::String(text) => text.retain(|c| !turns(c) && (c.is_whitespace() || !c.is_control())),
        Value::Array(values) => values.iter_mut().for_each(drop_controls),
        Value::Object(fields) => fields.values_mut().for_each(drop_controls),
        _ => {}
    }
}

/// What a service does not repeat is what it was asked for. An address that only leads to the DOI is left out, since the
/// DOI says the same.
fn complete(reference: &mut Reference, identifier: &Identifier) -> Result<(), FetchError> {
    let (own, asked) = match identifier {
        Identifier::Doi(doi) => (&mut reference.doi, doi),
        Identifier::Pmid(pmid) => (&mut reference.pmid, pmid),
        Identifier::Pmcid(pmcid) => (&mut reference.pmcid, pmcid),
        Identifier::Page(_) => return Ok(()),
    };
    match own {
        // A DOI may have been replaced by another; an id of PubMed never is.
        Some(other) if other != asked && !matches!(identifier, Identifier::Doi(_)) => {
            return Err(FetchError::Another(other.clone()));
        }
        Some(_) => {}
        None => *own = Some(asked.clone()),
    }
    let leads_to_doi = |url: &String| url.contains("doi.org/") && reference.doi.is_some();
    if reference.url.as_ref().is_some_and(leads_to_doi) {
        reference.url = None;
    }
    Ok(())
}
