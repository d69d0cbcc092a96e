//! Which exercise shows which: none may show itself, directly or around a corner.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostic, rules};
use crate::discover::Kind;
use crate::model::{Found, Page, PageId, Site};
use crate::parse::directives::DirectiveKind;

/// The exercises that a page's text embeds, in the order written.
pub fn embedded(site: &Site, page: PageId) -> impl Iterator<Item = PageId> {
    embeds_of(site, site.page(page)).map(|(embedded, _)| embedded)
}

fn embeds_of<'a>(site: &'a Site, page: &'a Page) -> impl Iterator<Item = (PageId, usize)> + 'a {
    page.body
        .directives
        .iter()
        .enumerate()
        .filter(|(_, directive)| directive.kind == DirectiveKind::Exercise)
        .filter_map(|(number, directive)| {
            let (id, _) = directive.id.as_ref()?;
            match site.index.find(Kind::Exercise, id, page.language) {
                Found::Page(embedded) => Some((embedded, number)),
                Found::Hidden(_) | Found::Nothing => None,
            }
        })
}

/// Exercises that would show themselves.
pub fn cyclic(site: &Site) -> BTreeSet<PageId> {
    let exercises = site.pages.iter().filter(|page| page.kind == Kind::Exercise);
    exercises.filter(|page| path_back(site, page.id).is_some()).map(|page| page.id).collect()
}

/// A finding for each exercise that would show itself, with the way around.
pub fn refuse_cycles(site: &Site) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for page in site.pages.iter().filter(|page| page.kind == Kind::Exercise) {
        let Some((first, path)) = path_back(site, page.id) else { continue };
        let names: Vec<&str> = path.iter().map(|id| site.page(*id).name.as_str()).collect();
        let place = page.source.locate(page.body.directives[first].span);
        let message = format!("`{}` would show itself: {}", page.name, names.join(" > "));
        findings.push(
            Diagnostic::new(&rules::EXERCISE_CYCLE, place, message).help("link to the exercise instead: `[[id]]`"),
        );
    }
    findings
}

/// The way from an exercise through what it embeds back to itself, and the directive with which it begins.
fn path_back(site: &Site, start: PageId) -> Option<(usize, Vec<PageId>)> {
    for (next, directive) in embeds_of(site, site.page(start)) {
        let mut path = vec![start];
        let mut seen = BTreeSet::from([start]);
        if reaches(site, next, start, &mut path, &mut seen) {
            return Some((directive, path));
        }
    }
    None
}

fn reaches(site: &Site, from: PageId, goal: PageId, path: &mut Vec<PageId>, seen: &mut BTreeSet<PageId>) -> bool {
    path.push(from);
    if from == goal {
        return true;
    }
    if seen.insert(from) && embedded(site, from).any(|next| reaches(site, next, goal, path, seen)) {
        return true;
    }
    path.pop();
    false
}
