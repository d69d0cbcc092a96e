//! `source-no-identifier` and `source-no-access-date`: what the entry of a cited source lacks.
//!
//! Without a DOI, PMID, PMCID, ISBN or address readers cannot follow a source, and retractions are found by identifiers alone.
//! Web pages change and vanish; the day of access says which version was meant. Articles on the web with a DOI or a PMID have
//! a version of record and need none. Sources that no page cites are left to `source-unused`.

use wellpress_bibliography::{Evidence, Reference, ReferenceKind};
use wellpress_diagnostics::{Diagnostic, rules};

use crate::resolve::ResolvedSite;

/// The findings about the sources that pages cite, at their entries.
pub(super) fn find(resolved: &ResolvedSite<'_>) -> impl Iterator<Item = Diagnostic> {
    let cited = resolved.citation_index.sources.keys().map(|id| resolved.site.library.get(*id));
    cited.flat_map(|reference| {
        let identifier = (!is_found(reference)).then(|| {
            let message = format!("the source `{}` has no DOI, PMID, ISBN or address", reference.key);
            Diagnostic::new(&rules::SOURCE_NO_IDENTIFIER, reference.location.clone(), message)
                .help("add one of them, so that readers can find it")
        });
        let access_date = (is_page(reference) && reference.accessed.is_none()).then(|| {
            let message = format!("the web page `{}` has no access date", reference.key);
            Diagnostic::new(&rules::SOURCE_NO_ACCESS_DATE, reference.location.clone(), message)
                .help("read it again, and add that day: `urldate` in BibTeX, the `date` of the `url` in YAML")
        });
        identifier.into_iter().chain(access_date)
    })
}

fn is_found(reference: &Reference) -> bool {
    let Reference { doi, pmid, pmcid, isbn, url, .. } = reference;
    [doi, pmid, pmcid, isbn, url].into_iter().any(Option::is_some)
}

fn is_page(reference: &Reference) -> bool {
    let is_page = matches!(reference.kind, ReferenceKind::Webpage | ReferenceKind::Post)
        || reference.evidence == Some(Evidence::Web);
    is_page && reference.doi.is_none() && reference.pmid.is_none()
}
