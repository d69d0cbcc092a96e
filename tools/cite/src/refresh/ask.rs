//! Asks Crossref and PubMed for notices about sources. Input: the library and the rows that were stored. Output: [`AskedNotices`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use url::Url;

use wellpress_bibliography::Reference;
use wellpress_io::net::{RedirectPolicy, RequestMethod, WebClient, WebError, WebRequest};
use wellpress_site::config::CitationServices;

use super::notice_file::NoticeRow;
use super::{crossref, pubmed};

/// Crossref's record of a work lists all that it cites, and of whom.
const MAX_WORK_BYTES: u64 = 16_000_000;
/// A record of PubMed has some ten kilobytes, seldom more than a megabyte.
const MAX_PUBMED_BYTES: u64 = 100_000_000;
/// NCBI asks for no more ids in a request of this kind.
const IDS_PER_REQUEST: usize = 200;
/// A service that did not answer so often is not asked again in this run.
const MAX_FAILURES: usize = 3;

/// What the services say about a library.
#[derive(Debug)]
pub struct AskedNotices {
    /// The notices of each service, among them the stored ones about sources for which a service gave no answer.
    pub rows: Vec<NoticeRow>,
    /// How many sources have a DOI or a PubMed id.
    pub sources: usize,
    /// Why services gave no answer about sources, in words.
    pub failures: Vec<String>,
}

/// The answer of a service about one source.
struct SourceAnswer {
    key: String,
    known_by: &'static str,
    result: Result<Vec<NoticeRow>, String>,
}

/// Asks about each source with a DOI or a PubMed id.
#[must_use]
pub fn ask(
    web: &dyn WebClient,
    services: &CitationServices,
    library: &[Reference],
    stored: Vec<NoticeRow>,
) -> AskedNotices {
    let with_doi: Vec<&Reference> = library.iter().filter(|reference| reference.doi.is_some()).collect();
    let with_pmid: Vec<&Reference> = library.iter().filter(|reference| reference.pmid.is_some()).collect();
    let failures = AtomicUsize::new(0);
    let of_crossref =
        with_doi.par_iter().with_max_len(1).map(|reference| ask_crossref(web, services, reference, &failures));
    let mut answers: Vec<SourceAnswer> = of_crossref.collect();
    failures.store(0, Ordering::SeqCst);
    for sources in with_pmid.chunks(IDS_PER_REQUEST) {
        answers.extend(ask_pubmed(web, services, sources, &failures));
    }
    let keys: BTreeSet<&str> = with_doi.iter().chain(&with_pmid).map(|reference| reference.key.as_str()).collect();
    collect(answers, stored, keys.len())
}

/// Joins the answers, with the stored rows of a service that gave none about a source.
fn collect(answers: Vec<SourceAnswer>, stored: Vec<NoticeRow>, sources: usize) -> AskedNotices {
    let (mut rows, mut keys_by_reason): (Vec<NoticeRow>, BTreeMap<String, Vec<String>>) = Default::default();
    for SourceAnswer { key, known_by, result } in answers {
        match result {
            Ok(of_source) => rows.extend(of_source),
            Err(reason) => {
                // Former versions wrote one row for two services: "Crossref, PubMed".
                let of_service = stored.iter().filter(|row| row.key == key && row.known_by.contains(known_by));
                rows.extend(of_service.map(|row| NoticeRow { known_by: known_by.to_owned(), ..row.clone() }));
                keys_by_reason.entry(format!("{known_by}: {reason}")).or_default().push(key);
            }
        }
    }
    let failures = keys_by_reason.into_iter().map(|(reason, keys)| match keys.as_slice() {
        [key] => format!("{reason} (about `{key}`)"),
        [first, others @ ..] => format!("{reason} (about `{first}` and {} more)", others.len()),
        [] => reason,
    });
    let failures = failures.collect();
    rows.sort();
    rows.dedup();
    AskedNotices { rows, sources, failures }
}

fn ask_crossref(
    web: &dyn WebClient,
    services: &CitationServices,
    reference: &Reference,
    failures: &AtomicUsize,
) -> SourceAnswer {
    let doi = reference.doi.as_deref().unwrap_or_default();
    let result = match get(web, &services.of_crossref(doi), MAX_WORK_BYTES, failures) {
        // A DOI of another agency, such as DataCite. Whether a DOI exists is for `cite verify` to say.
        Err(Some(error)) if error.is_absent() => Ok(Vec::new()),
        Err(error) => Err(reason(error)),
        Ok(body) => {
            crossref::notices(&body, doi).map_err(not_a_record).map(|notices| rows(reference, &notices, "Crossref"))
        }
    };
    SourceAnswer { key: reference.key.to_string(), known_by: "Crossref", result }
}

fn ask_pubmed(
    web: &dyn WebClient,
    services: &CitationServices,
    references: &[&Reference],
    failures: &AtomicUsize,
) -> Vec<SourceAnswer> {
    let pmids: Vec<&str> = references.iter().filter_map(|reference| reference.pmid.as_deref()).collect();
    let by_pmid = get(web, &services.of_pubmed_records(&pmids), MAX_PUBMED_BYTES, failures)
        .map_err(reason)
        .and_then(|body| pubmed::notices(&body).map_err(not_a_record));
    let answer = |reference: &&Reference| {
        let result = by_pmid.as_ref().map_err(Clone::clone).and_then(|by_pmid| {
            let notices = by_pmid.get(reference.pmid.as_deref().unwrap_or_default());
            notices.map(|notices| rows(reference, notices, "PubMed")).ok_or("the answer has no record of it".to_owned())
        });
        SourceAnswer { key: reference.key.to_string(), known_by: "PubMed", result }
    };
    references.iter().map(answer).collect()
}

fn rows(reference: &Reference, notices: &[super::notice_file::ServiceNotice], known_by: &str) -> Vec<NoticeRow> {
    notices.iter().map(|notice| NoticeRow::new(reference, notice, known_by)).collect()
}

fn not_a_record(why: String) -> String {
    format!("the answer is no record: {why}")
}

/// The reason in words; without an error the service was not asked.
fn reason(error: Option<WebError>) -> String {
    error.map_or_else(|| "not asked, since it did not answer before".to_owned(), |error| error.to_string())
}

/// The body of the answer. The error is `None` if the service is not asked any more.
fn get(web: &dyn WebClient, url: &Url, max_bytes: u64, failures: &AtomicUsize) -> Result<Vec<u8>, Option<WebError>> {
    if failures.load(Ordering::SeqCst) >= MAX_FAILURES {
        return Err(None);
    }
    let accept = "application/json, application/xml;q=0.9, text/xml;q=0.9";
    let request = WebRequest { url, method: RequestMethod::Get, accept, max_bytes, redirects: RedirectPolicy::Follow };
    let result = web.send(&request);
    match &result {
        Err(error) if !error.is_absent() => _ = failures.fetch_add(1, Ordering::SeqCst),
        _ => failures.store(0, Ordering::SeqCst),
    }
    result.map(|response| response.body).map_err(Some)
}
