//! `source-no-access-date`: a cited web page without the day on which it was read.
//!
//! Web pages change and vanish; the day says which version was meant. Articles on the web with a DOI or a PMID have a
//! version of record and need none.

use wellpress_bibliography::{Evidence, Reference, ReferenceKind};
use wellpress_diagnostics::{Diagnostic, rules};

use crate::resolve::ResolvedSite;

/// One finding for each such source that a page cites, at its entry. A source with a DOI or a PMID does not change.
pub(super) fn find(resolved: &ResolvedSite<'_>) -> impl Iterator<Item = Diagnostic> {
    let cited = resolved.citation_index.sources.keys().map(|id| resolved.site.library.get(*id));
    cited.filter(|reference| is_page(reference) && reference.accessed.is_none()).map(|reference| {
        let message = format!("the web page `{}` has no access date", reference.key);
        Diagnostic::new(&rules::SOURCE_NO_ACCESS_DATE, reference.location.clone(), message)
            .help("read it again, and add that day: `urldate` in BibTeX, the `date` of the `url` in YAML")
    })
}

fn is_page(reference: &Reference) -> bool {
    let is_page = matches!(reference.kind, ReferenceKind::Webpage | ReferenceKind::Post)
        || reference.evidence == Some(Evidence::Web);
    is_page && reference.doi.is_none() && reference.pmid.is_none()
}
