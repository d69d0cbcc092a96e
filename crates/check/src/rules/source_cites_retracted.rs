//! `source-cites-retracted`: a systematic review, a meta-analysis or a guideline that cites works which were retracted.
//!
//! Which works it cites is what services said when they were asked last; whether they were retracted is for the stored list of
//! retractions alone. To cite is not to include: a review may have left a study out, and say why. So this is a note.

use wellpress_diagnostics::{Diagnostic, rules};
use wellpress_foundation::text::excerpt;
use wellpress_site::model::reference::Library;
use wellpress_site::parse::service_records::{CitedRetraction, shown_identifier};

use crate::cited::{CitationPlace, CitedSources};

/// The most works that a message names; the page of the source has all.
const MOST_WORKS: usize = 10;
const LONGEST_TITLE: usize = 120;

/// One finding for each such source, at the first mark of it.
pub(super) fn find(library: &Library, cited: &CitedSources<'_>) -> Vec<Diagnostic> {
    if !library.has_service_records() {
        return Vec::new();
    }
    let retractions = |source| library.service_records(source).map_or(&[][..], |records| &records.cited_retractions);
    let places = cited.first_places(|source, _| !retractions(source).is_empty());
    places.into_iter().map(|citation| finding(library, cited, citation, retractions(citation.source))).collect()
}

fn finding(
    library: &Library,
    cited: &CitedSources<'_>,
    citation: CitationPlace,
    retractions: &[CitedRetraction],
) -> Diagnostic {
    let key = &library.get(citation.source).key;
    let named: Vec<String> = retractions.iter().take(MOST_WORKS).map(described).collect();
    let more = retractions.len().saturating_sub(MOST_WORKS);
    let more = if more > 0 { format!("; and {more} more, which the page of the source lists") } else { String::new() };
    let works = if retractions.len() == 1 { "a work that was" } else { "works that were" };
    let message = format!("the source `{key}` cites {works} retracted: {}{more}", named.join("; "));
    cited.finding(&rules::SOURCE_CITES_RETRACTED, citation, message).help(
        "see whether it rests on them; cite another source, or say in a comment beside the mark why it still holds",
    )
}

/// A retracted work with its retraction, in a line.
fn described(retraction: &CitedRetraction) -> String {
    let CitedRetraction { title, notice, .. } = retraction;
    let identifier = retraction.identifier().as_ref().map(shown_identifier).unwrap_or_default();
    let work = match title.as_str() {
        "" => identifier,
        title => format!("\u{201c}{}\u{201d} ({identifier})", excerpt(title, LONGEST_TITLE)),
    };
    let date = notice.date.map_or_else(String::new, |date| format!(" on {date}"));
    let notice_doi = notice.doi.as_ref().map_or_else(String::new, |doi| format!(" by {doi}"));
    format!("{work}, retracted{date}{notice_doi}")
}
