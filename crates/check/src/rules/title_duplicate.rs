//! `title-duplicate`: two pages of one kind and language with the same title.
//!
//! In lists and search results nobody can tell them apart, and often one is a forgotten copy. An article and an exercise
//! may share a title, because lists say which is which. Withdrawn pages do not count: their successors may keep the title.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use wellpress_diagnostics::{Diagnostic, rules};

use wellpress_site::config::LanguageId;
use wellpress_site::model::Page;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::sections::ContentKind;

/// One finding for each page after the first, at its title.
pub(super) fn find(resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let mut first: HashMap<(ContentKind, LanguageId, String), &Page> =
        HashMap::with_capacity(resolved.site.pages.len());
    let mut findings = Vec::new();
    for page in resolved.site.pages.iter().filter(|page| !page.is_withdrawn()) {
        match first.entry((page.kind, page.language, page.title.to_lowercase())) {
            Entry::Occupied(earlier) => {
                let earlier = earlier.get();
                let location = page.source.locate(page.title_span);
                let message = format!("`{}` is the title of `{}` as well", page.title, earlier.source.path);
                let finding = Diagnostic::new(&rules::TITLE_DUPLICATE, location, message);
                let earlier_title = earlier.source.locate(earlier.title_span);
                findings.push(finding.help("give each a title of its own").related(earlier_title, "the other one"));
            }
            Entry::Vacant(place) => _ = place.insert(page),
        }
    }
    findings
}
