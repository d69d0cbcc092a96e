//! Asks all services about the sources of an inquiry, step by step: one for each service, and one for the articles that have no identifier.
//! After each request for several sources the caller stores what came, so that nothing is lost if the run is stopped.

mod by_title;
mod crossref;
mod openalex;
mod pubmed;

use std::collections::BTreeSet;

use wellpress_command::Failure;

use crate::inquiry::{Extent, Inquiry, OnStep, Run};
use crate::row_file::{CROSSREF, OPENALEX, PUBMED, SEARCH};

/// Asks all services. A service that fails does not keep the others from being asked.
///
/// # Errors
/// When what came cannot be stored.
pub fn ask(inquiry: &Inquiry<'_>, run: &mut Run, on_step: &OnStep<'_>) -> Result<(), Failure> {
    keep_askable(inquiry, run);
    // PubMed first: it knows which articles are reviews.
    pubmed::ask(inquiry, run, on_step)?;
    crossref::ask(inquiry, run, on_step)?;
    if inquiry.extent == Extent::Everything {
        openalex::ask(inquiry, run, on_step)?;
        by_title::ask(inquiry, run, on_step)?;
    }
    on_step(run)
}

/// Drops rows about sources that the library does not have any more, or whose identifier is gone.
fn keep_askable(inquiry: &Inquiry<'_>, run: &mut Run) {
    let mut askable: BTreeSet<(&str, &str)> = BTreeSet::new();
    for reference in inquiry.library {
        let key = reference.key.as_str();
        let services = [
            reference.doi.as_ref().map(|_| CROSSREF),
            reference.pmid.as_ref().map(|_| PUBMED),
            reference.doi.as_ref().or(reference.pmid.as_ref()).map(|_| OPENALEX),
            by_title::is_searched(reference).then_some(SEARCH),
        ];
        askable.extend(services.into_iter().flatten().map(|service| (key, service)));
    }
    let is_askable = |key: &str, service: &str| askable.contains(&(key, service));
    run.stored.notices.keep(is_askable);
    run.stored.updates.keep(is_askable);
    run.stored.references.keep(is_askable);
}
