//! `source-no-identifier`: a cited source without a DOI, PMID, PMCID, ISBN or address.
//!
//! Readers cannot follow it, and retractions are found by identifiers alone. Sources that no page cites are left to
//! `source-unused`.

use wellpress_bibliography::Reference;
use wellpress_diagnostics::{Diagnostic, rules};

use crate::resolve::ResolvedSite;

/// One finding for each such source that a page cites, at its entry.
pub(super) fn find(resolved: &ResolvedSite<'_>) -> impl Iterator<Item = Diagnostic> {
    let cited = resolved.citation_index.sources.keys().map(|id| resolved.site.library.get(*id));
    cited.filter(|reference| !is_found(reference)).map(|reference| {
        let message = format!("the source `{}` has no DOI, PMID, ISBN or address", reference.key);
        Diagnostic::new(&rules::SOURCE_NO_IDENTIFIER, reference.location.clone(), message)
            .help("add one of them, so that readers can find it")
    })
}

fn is_found(reference: &Reference) -> bool {
    let Reference { doi, pmid, pmcid, isbn, url, .. } = reference;
    [doi, pmid, pmcid, isbn, url].into_iter().any(Option::is_some)
}
