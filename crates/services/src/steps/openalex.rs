//! Asks OpenAlex what reviews and guidelines cite. It names the works by ids of its own, so that those which nobody has stored yet are
//! looked up.

use std::collections::{BTreeMap, BTreeSet};

use wellpress_bibliography::Reference;
use wellpress_command::Failure;

use crate::answer::CitedWork;
use crate::client::ServiceClient;
use crate::inquiry::{Inquiry, OnStep, Run, at_once, open_sources, reference_row};
use crate::openalex::{self, CITED_FIELDS, CITING_FIELDS, CitingWork};
use crate::row_file::OPENALEX;

/// OpenAlex takes no more values in a filter.
const IDS_PER_REQUEST: usize = 50;
const MAX_BYTES: u64 = 50_000_000;

type Source<'l> = (&'l Reference, &'l str);
type WorksById = BTreeMap<String, CitedWork>;

/// Asks about each review that has an identifier.
pub(crate) fn ask(inquiry: &Inquiry<'_>, run: &mut Run, on_step: &OnStep<'_>) -> Result<(), Failure> {
    let by_doi = open_sources(inquiry.library, run, OPENALEX, filter_doi);
    let by_pmid = open_sources(inquiry.library, run, OPENALEX, |reference| {
        reference.pmid.as_deref().filter(|_| filter_doi(reference).is_none())
    });
    let is_review = |(reference, _): &Source<'_>| Inquiry::is_review(run, reference);
    let by_doi: Vec<Source<'_>> = by_doi.into_iter().filter(is_review).collect();
    let by_pmid: Vec<Source<'_>> = by_pmid.into_iter().filter(is_review).collect();
    let client = inquiry.openalex_client();
    let mut known = known_works(run);
    let batches = by_doi.chunks(IDS_PER_REQUEST).map(|batch| ("doi", batch));
    for (kind, batch) in batches.chain(by_pmid.chunks(IDS_PER_REQUEST).map(|batch| ("pmid", batch))) {
        match citing(inquiry, &client, kind, batch) {
            Err(reason) => batch.iter().for_each(|(source, _)| run.fail(OPENALEX, source.key.as_str(), &reason)),
            Ok(works) => {
                let failure = look_up(inquiry, &client, &works, &mut known);
                batch.iter().for_each(|source| take(run, *source, kind, &works, (&known, failure.as_deref())));
            }
        }
        on_step(run)?;
    }
    Ok(())
}

/// The DOI, if it can stand in a filter.
fn filter_doi(reference: &Reference) -> Option<&str> {
    reference.doi.as_deref().filter(|doi| !doi.contains([',', '|', ' ']))
}

/// The works that the last runs stored.
fn known_works(run: &Run) -> WorksById {
    let rows = run.stored.references.rows().into_iter().filter(|row| !row.cited_openalex.is_empty());
    let works = rows.map(|row| CitedWork {
        doi: row.cited_doi.clone(),
        pmid: row.cited_pmid.clone(),
        openalex: row.cited_openalex.clone(),
        title: row.cited_title.clone(),
    });
    works.map(|work| (work.openalex.clone(), work)).collect()
}

/// The works of OpenAlex that are these sources.
fn citing(
    inquiry: &Inquiry<'_>,
    client: &ServiceClient<'_>,
    kind: &str,
    batch: &[Source<'_>],
) -> Result<Vec<CitingWork>, String> {
    let ids: Vec<String> = batch.iter().map(|(_, id)| id.to_lowercase()).collect();
    let filter = format!("{kind}:{}", ids.join("|"));
    client.read(&inquiry.services.of_openalex_works(&filter, CITING_FIELDS), MAX_BYTES, openalex::citing_works)
}

/// Adds the works that are not known yet. Returns why some are missing.
fn look_up(
    inquiry: &Inquiry<'_>,
    client: &ServiceClient<'_>,
    works: &[CitingWork],
    known: &mut WorksById,
) -> Option<String> {
    let unknown: BTreeSet<&String> =
        works.iter().flat_map(|work| &work.cited).filter(|id| !known.contains_key(*id)).collect();
    let unknown: Vec<&String> = unknown.into_iter().collect();
    let batches: Vec<&[&String]> = unknown.chunks(IDS_PER_REQUEST).collect();
    let answers = at_once(&batches, |ids| {
        let ids: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
        let filter = format!("openalex:{}", ids.join("|"));
        client.read(&inquiry.services.of_openalex_works(&filter, CITED_FIELDS), MAX_BYTES, openalex::cited_works)
    });
    let mut failure = None;
    for (ids, answer) in batches.into_iter().zip(answers) {
        match answer {
            Ok(works) => {
                // A work that is gone is remembered by its id alone, so that nobody asks for it each time.
                let gone = ids.iter().map(|id| CitedWork { openalex: (*id).clone(), ..CitedWork::default() });
                known.extend(gone.map(|work| (work.openalex.clone(), work)));
                known.extend(works.into_iter().map(|work| (work.openalex.clone(), work)));
            }
            Err(reason) => failure = Some(reason),
        }
    }
    failure
}

/// Takes what a source cites. With a failure, what is known is added to what was stored, and the next run goes on.
fn take(run: &mut Run, source: Source<'_>, kind: &str, works: &[CitingWork], known: (&WorksById, Option<&str>)) {
    let (reference, id) = source;
    let key = reference.key.as_str();
    let (known, failure) = known;
    let id_of = |work: &CitingWork| if kind == "doi" { work.doi.clone() } else { work.pmid.clone() };
    let works: Vec<&CitingWork> = works.iter().filter(|work| id_of(work) == id.to_lowercase()).collect();
    let cited = works.iter().flat_map(|work| &work.cited);
    let is_whole = cited.clone().all(|id| known.contains_key(id));
    let mut rows: Vec<_> =
        cited.filter_map(|id| known.get(id)).map(|cited| reference_row(reference, cited, OPENALEX)).collect();
    if !is_whole {
        rows.extend_from_slice(run.stored.references.get(key, OPENALEX));
        run.fail(OPENALEX, key, failure.unwrap_or("the answer is not whole"));
    } else {
        run.progress.add(OPENALEX, key, id);
    }
    // OpenAlex forgets references now and then; the list is kept.
    if !rows.is_empty() {
        run.stored.references.set(key, OPENALEX, rows);
    }
}
