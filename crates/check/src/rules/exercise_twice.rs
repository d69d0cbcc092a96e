//! `exercise-twice`: an exercise that a page embeds more than once.
//!
//! Readers wonder what is different, or do the routine twice. A repetition that is meant, as in a routine that ends as it
//! began, needs a comment.

use std::collections::BTreeSet;

use wellpress_diagnostics::{Diagnostic, rules};

use wellpress_site::model::Page;
use wellpress_site::resolve::ResolvedSite;

/// One finding for each embed after the first, at its line.
pub(super) fn find(resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    let mut embedded = BTreeSet::new();
    let embeds = resolved.outlines[page.id].embeds.iter();
    let repeated = embeds.filter(|(_, embed)| !embedded.insert(embed.page));
    let findings = repeated.map(|(directive, embed)| {
        let location = page.source.locate(page.body.directives[directive].span);
        let name = &resolved.site.page(embed.page).name;
        let message = format!("the exercise `{name}` is embedded on this page already");
        Diagnostic::new(&rules::EXERCISE_TWICE, location, message)
            .help(format!("link to it here: `[[exercise:{name}]]`"))
    });
    findings.collect()
}
