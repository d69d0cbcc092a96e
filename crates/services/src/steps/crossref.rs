//! Asks Crossref about the sources with a DOI, many in one request.

use std::collections::HashMap;

use wellpress_bibliography::Reference;
use wellpress_command::Failure;

use crate::answer::WorkAnswer;
use crate::client::{ServiceClient, not_a_record};
use crate::crossref::{self, ListFault};
use crate::inquiry::{Inquiry, OnStep, Run, open_sources};
use crate::row_file::CROSSREF;

/// More DOIs make an address that servers refuse.
const DOIS_PER_REQUEST: usize = 50;
/// Crossref's record of a work lists all that it cites, and of whom.
const MAX_WORK_BYTES: u64 = 16_000_000;
const MAX_LIST_BYTES: u64 = 200_000_000;

type Source<'l> = (&'l Reference, &'l str);

/// `None` if Crossref does not know the DOI.
type CrossrefAnswer = Result<Option<WorkAnswer>, String>;

/// Asks about each source with a DOI.
pub(crate) fn ask(inquiry: &Inquiry<'_>, run: &mut Run, on_step: &OnStep<'_>) -> Result<(), Failure> {
    let sources = open_sources(inquiry.library, run, CROSSREF, |reference| reference.doi.as_deref());
    // A comma would end the DOI in a list.
    let (alone, together): (Vec<Source<'_>>, Vec<Source<'_>>) =
        sources.into_iter().partition(|(_, doi)| doi.contains([',', ' ']));
    let client = inquiry.client();
    for batch in together.chunks(DOIS_PER_REQUEST).chain(alone.chunks(1)) {
        for (source, answer) in batch.iter().zip(about(inquiry, &client, batch)) {
            if let Ok(Some(_)) = &answer {
                run.progress.known.insert(inquiry.services.of_doi(source.1).to_string());
            }
            // A DOI of another agency, such as DataCite. Whether a DOI exists is for `cite verify` to say.
            inquiry.take(run, CROSSREF, *source, answer.map(Option::unwrap_or_default));
        }
        on_step(run)?;
    }
    Ok(())
}

/// The answers about some sources, in their order.
fn about(inquiry: &Inquiry<'_>, client: &ServiceClient<'_>, batch: &[Source<'_>]) -> Vec<CrossrefAnswer> {
    let one_by_one = || batch.iter().map(|(_, doi)| about_one(inquiry, client, doi)).collect();
    if batch.len() == 1 {
        return one_by_one();
    }
    let dois: Vec<&str> = batch.iter().map(|(_, doi)| *doi).collect();
    let list = match client.get(&inquiry.services.of_crossref_works(&dois), MAX_LIST_BYTES) {
        Ok(body) => crossref::works(&body),
        // One DOI that is none refuses the whole list.
        Err(error) if error.is_refusal() => return one_by_one(),
        Err(error) => return vec![Err(error.to_string()); batch.len()],
    };
    let list = match list {
        Ok(list) => list,
        Err(ListFault::NotAList) => return one_by_one(),
        Err(ListFault::Broken(why)) => return vec![Err(not_a_record(&why)); batch.len()],
    };
    let works: HashMap<String, WorkAnswer> = list.works.into_iter().collect();
    let answers = dois.iter().map(|doi| match works.get(&doi.to_lowercase()) {
        Some(work) => Ok(Some(work.clone())),
        None if list.is_whole => Ok(None),
        None => Err("the answer has no record of it".to_owned()),
    });
    answers.collect()
}

fn about_one(inquiry: &Inquiry<'_>, client: &ServiceClient<'_>, doi: &str) -> CrossrefAnswer {
    match client.get(&inquiry.services.of_crossref(doi), MAX_WORK_BYTES) {
        Err(error) if error.is_absent() => Ok(None),
        Err(error) => Err(error.to_string()),
        Ok(body) => crossref::work(&body, doi).map(Some).map_err(|why| not_a_record(&why)),
    }
}
