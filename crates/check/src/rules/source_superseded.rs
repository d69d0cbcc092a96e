//! `source-superseded`: a source that a newer one has replaced, as its entry in the library says, or a service that was asked about it.
//!
//! A newer edition of a guideline may say the opposite, and an article may say something else than its preprint. A mark that cites the
//! successor as well is let pass: the author knows of it. A circle of successors is reported where the library is read.

use wellpress_diagnostics::{Diagnostic, rules};
use wellpress_site::model::reference::{Library, ReferenceId};
use wellpress_site::parse::service_records::{SourceEvent, UpdateRow};

use crate::cited::{CitationPlace, CitedSources};

/// One finding for each such source, at the first mark that does not cite its successor as well.
pub(super) fn find(library: &Library, cited: &CitedSources<'_>) -> Vec<Diagnostic> {
    let places = cited.first_places(|source, group| {
        let successor = library.successor(source);
        let is_replaced = successor.is_some() || newer(library, source).is_some();
        let successor = successor.or_else(|| newer_in_library(library, newer(library, source)?));
        is_replaced && successor.is_none_or(|successor| group.iter().all(|citation| citation.source != successor))
    });
    places.into_iter().filter_map(|citation| finding(library, cited, citation)).collect()
}

/// What a service says has replaced a source. What the entry says comes before it.
pub(crate) fn newer(library: &Library, source: ReferenceId) -> Option<&UpdateRow> {
    let records = library.service_records(source).filter(|_| library.get(source).superseded_by.is_none())?;
    records.newer.as_ref()
}

/// The newer work, if the library has it.
fn newer_in_library(library: &Library, row: &UpdateRow) -> Option<ReferenceId> {
    let by_doi = (!row.other_doi.is_empty()).then(|| library.find(&format!("doi:{}", row.other_doi))).flatten();
    by_doi.or_else(|| (!row.other_pmid.is_empty()).then(|| library.find(&format!("pmid:{}", row.other_pmid)))?)
}

fn finding(library: &Library, cited: &CitedSources<'_>, citation: CitationPlace) -> Option<Diagnostic> {
    let key = &library.get(citation.source).key;
    let (message, help) = match library.successor(citation.source) {
        Some(successor) => {
            let successor = &library.get(successor).key;
            let message = format!("the source `{key}` is superseded by `{successor}`");
            (message, format!("read `{successor}`, and cite it in its place"))
        }
        None => of_service(library, key.as_str(), newer(library, citation.source)?),
    };
    Some(cited.finding(&rules::SOURCE_SUPERSEDED, citation, message).help(help))
}

/// The message and the help about a newer work that a service knows.
fn of_service(library: &Library, key: &str, row: &UpdateRow) -> (String, String) {
    let identifier = row.other().map(|identifier| identifier.to_string()).unwrap_or_default();
    let (name, add) = match newer_in_library(library, row) {
        Some(newer) => (format!("`{}`", library.get(newer).key), String::new()),
        None => (identifier.clone(), format!("add it with `wellpress cite add {identifier}`, ")),
    };
    let service = &row.known_by;
    let message = match row.event {
        SourceEvent::Published => {
            format!("the source `{key}` is a preprint that was published as {name}, as {service} says")
        }
        _ => format!("the source `{key}` has a newer version, {name}, as {service} says"),
    };
    (message, format!("read it, {add}cite it in its place, and name it under `superseded_by` in the entry of `{key}`"))
}
