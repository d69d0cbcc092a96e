//! An exercise that a page embeds more than once.

use std::collections::BTreeSet;

use wellpress_diagnostics::{Diagnostic, rules};
use wellpress_markdown::body::DirectiveId;

use crate::model::Page;
use crate::resolve::ResolvedSite;
use crate::resolve::outline::Embed;

/// One finding for each embed after the first, at its line.
pub(super) fn find(resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    let embeds = &resolved.outlines[page.id.index()].embeds;
    let again = embeds.iter().filter(|(_, embed)| !seen.insert(embed.page));
    let finding = |(directive, embed): (DirectiveId, &Embed)| {
        let place = page.source.locate(page.body.directives[directive].span);
        let name = &resolved.site.page(embed.page).name;
        let message = format!("the exercise `{name}` is embedded on this page already");
        Diagnostic::new(&rules::EXERCISE_TWICE, place, message).help(format!("link to it here: `[[exercise:{name}]]`"))
    };
    again.map(finding).collect()
}
