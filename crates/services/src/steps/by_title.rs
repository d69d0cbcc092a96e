//! Searches the journal articles that have no identifier by their title: at Crossref, and for those that it does not have at OpenAlex and
//! PubMed. An article that none of them knows may have been made up.

use wellpress_bibliography::{ContributorName, Reference, ReferenceKind, identifier};
use wellpress_command::Failure;
use wellpress_site::parse::service_records::SourceEvent;

use crate::answer::ServiceUpdate;
use crate::candidate::{self, Candidate, search_words};
use crate::client::ServiceClient;
use crate::inquiry::{Inquiry, OnStep, Run, at_once, update_row};
use crate::openalex::{self, SEARCH_FIELDS};
use crate::pubmed;
use crate::row_file::{CROSSREF, OPENALEX, PUBMED, SEARCH};

/// How many articles a run searches. The next run searches others.
const MAX_SEARCHES: usize = 500;
/// After so many articles the caller stores what came.
const ARTICLES_PER_STEP: usize = 20;
/// Fewer words find everything.
const FEWEST_WORDS: usize = 3;
const MAX_BYTES: u64 = 50_000_000;

/// The services in the order in which they are asked.
struct Services<'a> {
    crossref: ServiceClient<'a>,
    openalex: ServiceClient<'a>,
    pubmed: ServiceClient<'a>,
}

/// What a search came to.
enum SearchResult {
    /// The article, and the service that knows it.
    Found(Candidate, &'static str),
    /// No service knows it; the nearest work, if there is any.
    Unfound(Option<Candidate>),
}

/// Whether a source is searched by its title: a journal article without an identifier that is out.
pub(crate) fn is_searched(reference: &Reference) -> bool {
    let has_identifier = reference.doi.is_some() || reference.pmid.is_some() || reference.pmcid.is_some();
    let places = [reference.url.as_deref(), reference.number.as_deref()];
    let is_in_archive = places.into_iter().flatten().any(|place| identifier::arxiv(place).is_some());
    // "In press": no service can know it yet.
    let is_out = reference.status.is_none();
    let words = reference.title.as_ref().map(|title| search_words(&title.plain())).unwrap_or_default();
    reference.kind == ReferenceKind::ArticleJournal
        && !has_identifier
        && !is_in_archive
        && is_out
        && words.split(' ').count() >= FEWEST_WORDS
}

/// Searches the articles that were not found before.
pub(crate) fn ask(inquiry: &Inquiry<'_>, run: &mut Run, on_step: &OnStep<'_>) -> Result<(), Failure> {
    let open = inquiry.library.iter().filter(|reference| is_searched(reference) && is_open(run, reference));
    let mut open: Vec<&Reference> = open.collect();
    // Articles that were never searched come first.
    open.sort_by_key(|reference| !run.stored.updates.get(reference.key.as_str(), SEARCH).is_empty());
    if open.len() > MAX_SEARCHES {
        run.notes.push(format!("{} articles are searched by their titles in the next run", open.len() - MAX_SEARCHES));
        open.truncate(MAX_SEARCHES);
    }
    let services =
        Services { crossref: inquiry.client(), openalex: inquiry.openalex_client(), pubmed: inquiry.client() };
    for articles in open.chunks(ARTICLES_PER_STEP) {
        let results = at_once(articles, |article| search(inquiry, &services, article));
        articles.iter().zip(results).for_each(|(article, result)| take(run, article, result));
        on_step(run)?;
    }
    Ok(())
}

/// Whether an article has to be searched: nobody has found it under this title, and this run has not searched it.
fn is_open(run: &Run, reference: &Reference) -> bool {
    let title = title(reference);
    let key = reference.key.as_str();
    let stored = run.stored.updates.get(key, SEARCH);
    let is_found = stored.iter().any(|row| row.event == SourceEvent::Found && row.title == title);
    !is_found && !run.progress.has(SEARCH, key, &title)
}

fn title(reference: &Reference) -> String {
    reference.title.as_ref().map(|title| title.plain().into_owned()).unwrap_or_default()
}

fn take(run: &mut Run, reference: &Reference, result: Result<SearchResult, (&'static str, String)>) {
    let key = reference.key.as_str();
    let (event, other, known_by) = match result {
        Err((service, reason)) => return run.fail(service, key, &reason),
        Ok(SearchResult::Found(other, service)) => (SourceEvent::Found, other, service),
        Ok(SearchResult::Unfound(nearest)) => {
            (SourceEvent::Unfound, nearest.unwrap_or_default(), "Crossref, OpenAlex, PubMed")
        }
    };
    let title_of_other = other.described();
    let update = ServiceUpdate { event, doi: other.doi, pmid: other.pmid, title: title_of_other, date: None };
    run.stored.updates.set(key, SEARCH, vec![update_row(reference, &update, known_by)]);
    run.progress.add(SEARCH, key, &title(reference));
}

/// Searches an article until a service knows it. The error names the service that did not answer.
fn search(
    inquiry: &Inquiry<'_>,
    services: &Services<'_>,
    article: &Reference,
) -> Result<SearchResult, (&'static str, String)> {
    type Search = fn(&Inquiry<'_>, &ServiceClient<'_>, &Reference) -> Result<Vec<Candidate>, String>;
    let steps: [(&'static str, &ServiceClient<'_>, Search); 3] = [
        (CROSSREF, &services.crossref, at_crossref),
        (OPENALEX, &services.openalex, at_openalex),
        (PUBMED, &services.pubmed, at_pubmed),
    ];
    let (mut nearest, mut failure): (Option<Candidate>, Option<(&'static str, String)>) = (None, None);
    for (name, client, search) in steps {
        match search(inquiry, client, article) {
            Err(reason) => failure = failure.or(Some((name, reason))),
            Ok(candidates) => {
                if let Some(found) = candidates.iter().find(|candidate| candidate.is(article)) {
                    return Ok(SearchResult::Found(found.clone(), name));
                }
                let similarity = |candidate: &Candidate| candidate.similarity(article);
                let all = nearest.into_iter().chain(candidates);
                nearest = all.max_by(|a, b| similarity(a).total_cmp(&similarity(b)));
            }
        }
    }
    failure.map_or(Ok(SearchResult::Unfound(nearest)), Err)
}

fn at_crossref(
    inquiry: &Inquiry<'_>,
    client: &ServiceClient<'_>,
    article: &Reference,
) -> Result<Vec<Candidate>, String> {
    let year = article.issued.as_ref().map(|date| date.year.to_string());
    let container = article.container.as_ref().map(|container| container.plain().into_owned());
    let author = article.authors.first().map(ContributorName::display_family);
    let words = [Some(title(article)), author, container, year].into_iter().flatten();
    let words: Vec<String> = words.map(|words| search_words(&words)).collect();
    client.read(&inquiry.services.of_crossref_search(&words.join(" ")), MAX_BYTES, candidate::of_crossref)
}

fn at_openalex(
    inquiry: &Inquiry<'_>,
    client: &ServiceClient<'_>,
    article: &Reference,
) -> Result<Vec<Candidate>, String> {
    let url = inquiry.services.of_openalex_search(&search_words(&title(article)), SEARCH_FIELDS);
    client.read(&url, MAX_BYTES, openalex::candidates)
}

fn at_pubmed(inquiry: &Inquiry<'_>, client: &ServiceClient<'_>, article: &Reference) -> Result<Vec<Candidate>, String> {
    let ids = client.read(&inquiry.services.of_pubmed_search(&pubmed_term(article)), MAX_BYTES, pubmed::found_ids)?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    client.read(&inquiry.services.of_pubmed_records(&ids), MAX_BYTES, pubmed::candidates)
}

/// The title, or author, year, volume and page: PubMed has translated titles.
fn pubmed_term(article: &Reference) -> String {
    let title = format!("({}[ti])", search_words(&title(article)));
    let author = article.authors.first().map(ContributorName::display_family).map(|name| search_words(&name));
    let first_page = article.pages.as_deref().and_then(|pages| pages.split(['-', '\u{2013}']).next()).map(search_words);
    let volume = article.volume.as_deref().map(search_words);
    match (author, &article.issued, volume, first_page) {
        (Some(author), Some(date), Some(volume), Some(page)) => {
            format!("{title} OR ({author}[au] AND {}[dp] AND {volume}[vi] AND {page}[pg])", date.year)
        }
        _ => title,
    }
}
