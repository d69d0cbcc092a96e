//! `source-unfound`: a journal article without an identifier that no service knew when `care --fetch` searched its title.
//!
//! Programs that write texts make up references that sound right. An article can also be too old or too local for Crossref, OpenAlex and
//! PubMed, so that this is a note, with the nearest work.

use wellpress_diagnostics::{Diagnostic, rules};
use wellpress_site::model::reference::Library;
use wellpress_site::parse::service_records::{UpdateRow, shown_identifier};

use crate::cited::{CitationPlace, CitedSources};

const HELP: &str = "look for the article at its journal, and add its DOI, its PubMed id or the right title; without a trace of it take it out";

/// One finding for each such source, at the first mark of it.
pub(super) fn find(library: &Library, cited: &CitedSources<'_>) -> Vec<Diagnostic> {
    if !library.has_service_records() {
        return Vec::new();
    }
    let unfound = |source| library.service_records(source).and_then(|records| records.unfound.as_ref());
    let places = cited.first_places(|source, _| unfound(source).is_some());
    places
        .into_iter()
        .filter_map(|citation| Some(finding(library, cited, citation, unfound(citation.source)?)))
        .collect()
}

fn finding(library: &Library, cited: &CitedSources<'_>, citation: CitationPlace, row: &UpdateRow) -> Diagnostic {
    let key = &library.get(citation.source).key;
    let identifier = row.other().map(|identifier| format!(", {}", shown_identifier(&identifier))).unwrap_or_default();
    let nearest = match row.other_title.as_str() {
        "" => String::new(),
        title => format!("; the nearest is \u{201c}{title}\u{201d}{identifier}"),
    };
    let message = format!("no service knows an article with the title of `{key}`{nearest}");
    cited.finding(&rules::SOURCE_UNFOUND, citation, message).help(HELP)
}
