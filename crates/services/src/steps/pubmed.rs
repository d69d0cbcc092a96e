//! Asks PubMed about the sources with a PubMed id, many in one request.

use std::collections::BTreeMap;

use wellpress_bibliography::Reference;
use wellpress_command::Failure;

use crate::answer::WorkAnswer;
use crate::client::ServiceClient;
use crate::inquiry::{Inquiry, OnStep, Run, open_sources};
use crate::pubmed;
use crate::row_file::PUBMED;

/// NCBI asks for no more ids in a request of this kind.
const IDS_PER_REQUEST: usize = 200;
/// A record of PubMed has some ten kilobytes, seldom more than a megabyte.
const MAX_BYTES: u64 = 100_000_000;

/// Asks about each source with a PubMed id.
pub(crate) fn ask(inquiry: &Inquiry<'_>, run: &mut Run, on_step: &OnStep<'_>) -> Result<(), Failure> {
    let sources = open_sources(inquiry.library, run, PUBMED, |reference| reference.pmid.as_deref());
    let client = inquiry.client();
    for batch in sources.chunks(IDS_PER_REQUEST) {
        let pmids: Vec<&str> = batch.iter().map(|(_, pmid)| *pmid).collect();
        let works = works(inquiry, &client, &pmids);
        batch.iter().for_each(|source| take(inquiry, run, *source, &works));
        on_step(run)?;
    }
    Ok(())
}

fn take(
    inquiry: &Inquiry<'_>,
    run: &mut Run,
    source: (&Reference, &str),
    works: &Result<BTreeMap<String, WorkAnswer>, String>,
) {
    let (reference, pmid) = source;
    match works.as_ref().map(|works| works.get(pmid)) {
        Ok(Some(answer)) => {
            run.progress.known.insert(inquiry.services.of_pmid(pmid).to_string());
            inquiry.take(run, PUBMED, source, Ok(answer.clone()));
        }
        // Asked twice. Whether the id exists is for `cite verify` to say; what was stored stays.
        Ok(None) => {
            run.notes.push(format!("PubMed has no record of `{}` under the id {pmid}", reference.key));
            run.progress.add(PUBMED, reference.key.as_str(), pmid);
        }
        Err(reason) => inquiry.take(run, PUBMED, source, Err(reason.clone())),
    }
}

/// The answers by PubMed id. An answer without some of the records may be half of one, so that those are asked for again.
fn works(
    inquiry: &Inquiry<'_>,
    client: &ServiceClient<'_>,
    pmids: &[&str],
) -> Result<BTreeMap<String, WorkAnswer>, String> {
    let mut works = get(inquiry, client, pmids)?;
    let missing: Vec<&str> = pmids.iter().filter(|pmid| !works.contains_key(**pmid)).copied().collect();
    if !missing.is_empty() {
        works.extend(get(inquiry, client, &missing)?);
    }
    Ok(works)
}

fn get(
    inquiry: &Inquiry<'_>,
    client: &ServiceClient<'_>,
    pmids: &[&str],
) -> Result<BTreeMap<String, WorkAnswer>, String> {
    client.read(&inquiry.services.of_pubmed_records(pmids), MAX_BYTES, pubmed::works)
}
