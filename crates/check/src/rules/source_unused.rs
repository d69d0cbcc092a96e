//! `source-unused`: a source of the library that no page cites or lists.
//!
//! Unused sources are not published, so this is only a note: a citation may have been lost when an article was rewritten.
//! Libraries that several sites share have many of them, and switch the rule off.
//!
//! A source that only a draft cites, or a page with a day in the future, is not reported: its author added it for that page, and
//! would be told to delete it.

use wellpress_diagnostics::{Diagnostic, rules};

use wellpress_site::resolve::ResolvedSite;

/// One finding for each such source, at its entry.
pub(super) fn find(resolved: &ResolvedSite<'_>) -> impl Iterator<Item = Diagnostic> {
    let cited_by_hidden = resolved.site.cited_by_hidden();
    let sources = resolved.site.library.entries();
    let uncited = sources.filter(move |(id, _)| !resolved.citation_index.sources.contains_key(id));
    let unused = uncited.filter(move |(id, _)| !cited_by_hidden.contains(id));
    unused.map(|(_, reference)| {
        let message = format!("no page cites the source `{}`", reference.key);
        Diagnostic::new(&rules::SOURCE_UNUSED, reference.location.clone(), message)
            .help("cite it, list it under `references` in the front matter, or delete it")
    })
}
