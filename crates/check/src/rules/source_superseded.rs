//! `source-superseded`: a source that a newer one has replaced, as its entry in the library says.
//!
//! A newer edition of a guideline may say the opposite. A mark that cites the successor as well is let pass: the author
//! knows of it. A circle of successors is reported where the library is read.

use wellpress_diagnostics::{Diagnostic, rules};

use crate::cited::{CitationPlace, CitedSources};
use wellpress_site::model::reference::Library;

/// One finding for each such source, at the first mark that does not cite its successor as well.
pub(super) fn find(library: &Library, cited: &CitedSources<'_>) -> Vec<Diagnostic> {
    let places = cited.first_places(|source, group| {
        library.successor(source).is_some_and(|successor| group.iter().all(|citation| citation.source != successor))
    });
    places.into_iter().filter_map(|citation| finding(library, cited, citation)).collect()
}

fn finding(library: &Library, cited: &CitedSources<'_>, citation: CitationPlace) -> Option<Diagnostic> {
    let key = &library.get(citation.source).key;
    let successor = &library.get(library.successor(citation.source)?).key;
    let message = format!("the source `{key}` is superseded by `{successor}`");
    let help = format!("read `{successor}`, and cite it in its place");
    Some(cited.finding(&rules::SOURCE_SUPERSEDED, citation, message).help(help))
}
