//! Fetches the record of a source by its [`Identifier`]: a DOI as CSL-JSON from doi.org, a PubMed id as CSL-JSON from NCBI's
//! citation exporter, and a web address from the metadata of the page itself. The key of the record, and whether the
//! library has the work already, are left to [`super::ImportPlan`].

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use thiserror::Error;
use url::Url;

use wellpress_bibliography::comparison::PublicationYears;
use wellpress_bibliography::{Evidence, Identifier, PartialDate, Reference, in_sentence_case};
use wellpress_diagnostics::Source;
use wellpress_foundation::Day;
use wellpress_foundation::text::is_directional_override;
use wellpress_io::net::{RedirectPolicy, RequestMethod, WebClient, WebError, WebRequest, WebResponse, host};
use wellpress_services::pubmed;
use wellpress_site::config::CitationServices;

use super::csl_item;
use super::page;
use super::title_capitals;

const ACCEPT_CSL_JSON: &str = "application/vnd.citationstyles.csl+json, application/json;q=0.5";
const ACCEPT_XML: &str = "application/xml, text/xml";
const ACCEPT_HTML: &str = "text/html, application/xhtml+xml;q=0.9";
/// A record of a thousand authors has some hundred kilobytes.
const MAX_RECORD_BYTES: u64 = 8_000_000;
const MAX_PAGE_BYTES: u64 = 8_000_000;

/// Why a source could not be fetched. The variants are divided by what the author can do: correct the identifier, wait and try
/// again, log in to the network, or write the entry by hand. The advice itself is in `command`, since it names commands and settings.
#[derive(Debug, Error)]
pub enum FetchError {
    /// The service answered that it has no record of this identifier (404 or 410).
    #[error("there is no such source: {0}")]
    Absent(WebError),
    /// The request failed: no connection, a time limit, a status of the server.
    #[error(transparent)]
    Web(WebError),
    /// HTML came although CSL-JSON was requested, which usually is the login page of a network.
    #[error("`{0}` answered with a web page in place of a record; does this network want a login first?")]
    Portal(String),
    /// The address leads to a PDF, an image or the like.
    #[error("`{host}` answered with `{media_type}`, which is no web page")]
    NotAPage {
        /// Host that answered, after redirects.
        host: String,
        /// Media type of the response, without parameters.
        media_type: String,
    },
    /// The response cannot be read as one CSL item with a title.
    #[error("the answer of `{host}` is no record of a source: {why}")]
    NotARecord {
        /// Host that answered, after redirects.
        host: String,
        /// The first mistake in the response.
        why: String,
    },
    /// The record carries another PubMed id than the one requested.
    #[error("the answer is about another source, `{0}`")]
    OtherSource(String),
    /// No tag of the page gives a title. An entry without one would tell readers nothing.
    #[error("the page gives no title of itself")]
    NoTitle,
}

impl FetchError {
    /// Whether a later attempt could succeed: the network or a service is at fault, not the identifier.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        !matches!(self, Self::Absent(_) | Self::NoTitle | Self::NotAPage { .. })
    }

    /// Whether the host did not answer at all. Whoever asks for many records stops after a few of these.
    #[must_use]
    pub fn is_silence(&self) -> bool {
        matches!(
            self,
            Self::Web(
                WebError::NoHost(_)
                    | WebError::Unreachable { .. }
                    | WebError::Timeout { .. }
                    | WebError::Private(_)
                    | WebError::Busy { .. }
            )
        )
    }
}

/// The record of a citation service: an item of CSL-JSON, and what a library entry has no field for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ServiceRecord {
    /// The item with the variables of an entry, as JSON.
    item: String,
    /// The host that answered.
    host: String,
    online: Option<i32>,
    print: Option<i32>,
}

impl ServiceRecord {
    /// The years of publication online and in print, as far as the service says them.
    #[must_use]
    pub fn years(&self) -> PublicationYears {
        PublicationYears { online: self.online, print: self.print }
    }

    /// The record as an entry, with titles as the service writes them and a placeholder as its key.
    ///
    /// # Errors
    /// When the item cannot be read, or is about another source than `requested`.
    pub fn reference(&self, requested: &Identifier) -> Result<Reference, FetchError> {
        let no_record = |why: String| FetchError::NotARecord { host: self.host.clone(), why };
        let item = serde_json::from_str(&self.item).map_err(|error| no_record(error.to_string()))?;
        let reference = parse_csl_item(item, "answer.json").map_err(&no_record)?;
        if reference.title.is_none() {
            return Err(no_record("it has no title".to_owned()));
        }
        completed(reference, requested)
    }
}

/// Fetches records from citation services and web pages. One value serves a whole command; limits on hosts, time and size are
/// the business of the [`WebClient`].
pub struct Fetcher<'a> {
    /// Sends the requests. Tests pass a client with canned responses.
    pub web: &'a dyn WebClient,
    /// Addresses of the citation services, from the settings.
    pub services: &'a CitationServices,
    /// Becomes the date of access of each record.
    pub today: Day,
}

impl Fetcher<'_> {
    /// Fetches the record of a source. The record has today as its date of access, protected capitals in its titles, the
    /// requested identifier where the service did not repeat it, and a placeholder as its key: [`super::ImportPlan::add`]
    /// assigns the real one.
    ///
    /// # Errors
    /// When the source does not exist, no service answers, or the response cannot be read.
    pub fn fetch(&self, identifier: &Identifier) -> Result<Reference, FetchError> {
        let reference = match identifier {
            Identifier::Page(url) => completed(self.fetch_page(url)?, identifier)?,
            _ => self.fetch_record(identifier)?.reference(identifier)?,
        };
        let mut reference = Reference { accessed: Some(partial_date(self.today)), ..reference };
        if let Identifier::Pmid(pmid) = identifier {
            reference.evidence = self.design_in_pubmed(pmid);
        }
        let language = reference.language.clone();
        for title in [&mut reference.title, &mut reference.short_title].into_iter().flatten() {
            *title = in_sentence_case(std::mem::take(title), language.as_deref());
        }
        title_capitals::protect(&mut reference);
        Ok(reference)
    }

    /// Fetches the record that a citation service has for an identifier, which is no web address.
    ///
    /// # Errors
    /// When the source does not exist, the service does not answer, or its answer is no JSON object.
    pub fn fetch_record(&self, identifier: &Identifier) -> Result<ServiceRecord, FetchError> {
        let url = match identifier {
            Identifier::Doi(doi) => self.services.of_doi(doi),
            Identifier::Pmid(pmid) => self.services.of_pmid(pmid),
            Identifier::Pmcid(pmcid) => self.services.of_pmcid(pmcid),
            Identifier::Page(url) => url.clone(),
        };
        let response = self.get(&url, ACCEPT_CSL_JSON, MAX_RECORD_BYTES)?;
        let host = host(&response.url);
        if is_html(&response) {
            return Err(FetchError::Portal(host));
        }
        let item = parse_item(&response.body).map_err(|why| FetchError::NotARecord { host: host.clone(), why })?;
        Ok(ServiceRecord {
            online: first_year(&item, &["published-online", "epub-date"]),
            print: first_year(&item, &["published-print"]),
            item: Value::Object(csl_item::csl_item(item)).to_string(),
            host,
        })
    }

    /// The design of a study that PubMed's record names. The citation exporter leaves the types of publication out. The entry is of
    /// use without them, so a request that fails is no error.
    fn design_in_pubmed(&self, pmid: &str) -> Option<Evidence> {
        let url = self.services.of_pubmed_records(&[pmid]);
        let response = self.get(&url, ACCEPT_XML, MAX_RECORD_BYTES).ok()?;
        Evidence::of_publication_types(&pubmed::publication_types(&response.body, pmid).ok()?)
    }

    fn get(&self, url: &Url, accept: &str, max_bytes: u64) -> Result<WebResponse, FetchError> {
        let request =
            WebRequest { url, method: RequestMethod::Get, accept, max_bytes, redirects: RedirectPolicy::Follow };
        let response = self.web.send(&request);
        response.map_err(|error| if error.is_absent() { FetchError::Absent(error) } else { FetchError::Web(error) })
    }

    fn fetch_page(&self, url: &Url) -> Result<Reference, FetchError> {
        let response = self.get(url, ACCEPT_HTML, MAX_PAGE_BYTES)?;
        let host = host(&response.url);
        if !is_html(&response) && !response.media_type.is_empty() {
            let media_type = response.media_type.split(';').next().unwrap_or_default().trim().to_owned();
            return Err(FetchError::NotAPage { host, media_type });
        }
        let item = page::csl_item_of_page(&response).ok_or(FetchError::NoTitle)?;
        parse_csl_item(item, "answer.json").map_err(|why| FetchError::NotARecord { host, why })
    }
}

/// Decides by the body as well as by the media type: captive portals send their login page under the type that was requested.
fn is_html(response: &WebResponse) -> bool {
    let first_byte = response.body.trim_ascii_start().first();
    response.media_type.contains("html") || first_byte == Some(&b'<') && !response.media_type.contains("xml;")
}

fn parse_item(body: &[u8]) -> Result<Map<String, Value>, String> {
    let item = match serde_json::from_slice(body).map_err(|error| error.to_string())? {
        // A list of one record is clear; a longer one would leave the choice to us.
        Value::Array(mut items) if items.len() == 1 => items.remove(0),
        value => value,
    };
    if let Value::Object(item) = item { Ok(item) } else { Err("it is no object".to_owned()) }
}

/// The year in the first of these fields that has one.
fn first_year(item: &Map<String, Value>, fields: &[&str]) -> Option<i32> {
    fields.iter().find_map(|field| year(item.get(*field)?))
}

/// The year of a date of CSL-JSON: `{"date-parts": [[2021, 3]]}`.
fn year(date: &Value) -> Option<i32> {
    let year = date.get("date-parts")?.get(0)?.get(0)?;
    year.as_i64().or_else(|| year.as_str()?.parse().ok()).and_then(|year| year.try_into().ok())
}

/// Gives a record what an entry needs: the requested identifier, and no second address.
fn completed(mut reference: Reference, identifier: &Identifier) -> Result<Reference, FetchError> {
    confirm_identifier(&mut reference, identifier)?;
    if !matches!(identifier, Identifier::Page(_)) {
        drop_url_of_doi(&mut reference);
    }
    Ok(reference)
}

/// The key of a record that has none yet, since the reader requires one. The real key is assigned when the record enters the
/// library.
pub(super) const NO_KEY: &str = "fetched";

/// Reads a CSL item with the library's own CSL-JSON reader, so that a fetched record gets the same checks as a file. A field
/// with a mistake is lost; the record is rejected only if nothing is left of it.
pub(super) fn parse_csl_item(mut item: Value, file: &str) -> Result<Reference, String> {
    item["id"] = json!(NO_KEY);
    remove_invisible_characters(&mut item);
    let source = Source::new(file, json!([item]).to_string());
    let mut parsed = wellpress_bibliography::parse(&source);
    match parsed.references.is_empty() {
        false => Ok(parsed.references.remove(0)),
        true => Err(parsed.diagnostics.into_iter().next().map_or("it is empty".to_owned(), |finding| finding.message)),
    }
}

/// Removes control characters and directional overrides from every text. The record comes from outside and is printed on a
/// terminal and written into the library, where such characters could make text appear other than it is.
fn remove_invisible_characters(value: &mut Value) {
    match value {
        Value::String(text) => {
            text.retain(|c| !is_directional_override(c) && (c.is_whitespace() || !c.is_control()));
        }
        Value::Array(values) => values.iter_mut().for_each(remove_invisible_characters),
        Value::Object(fields) => fields.values_mut().for_each(remove_invisible_characters),
        _ => {}
    }
}

/// Compares the identifier of the record with the requested one, and adds it where the service does not repeat it.
fn confirm_identifier(reference: &mut Reference, requested: &Identifier) -> Result<(), FetchError> {
    let (recorded, id) = match requested {
        Identifier::Doi(doi) => (&mut reference.doi, doi),
        Identifier::Pmid(pmid) => (&mut reference.pmid, pmid),
        Identifier::Pmcid(pmcid) => (&mut reference.pmcid, pmcid),
        Identifier::Page(_) => return Ok(()),
    };
    match recorded {
        // A DOI may have been replaced by another; an id of PubMed never is.
        Some(other_id) if other_id != id && !matches!(requested, Identifier::Doi(_)) => {
            Err(FetchError::OtherSource(other_id.clone()))
        }
        Some(_) => Ok(()),
        None => {
            *recorded = Some(id.clone());
            Ok(())
        }
    }
}

/// Removes an address at doi.org: entries are printed with their DOI as a link, so the address would stand there twice.
fn drop_url_of_doi(reference: &mut Reference) {
    if reference.doi.is_some() && reference.url.as_ref().is_some_and(|url| url.contains("doi.org/")) {
        reference.url = None;
    }
}

fn partial_date(Day(date): Day) -> PartialDate {
    let (month, day) = (u8::try_from(date.month()).ok(), u8::try_from(date.day()).ok());
    PartialDate { year: i32::from(date.year()), month, day, ..PartialDate::default() }
}
