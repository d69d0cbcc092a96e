//! Which exercise is the easier form of which: an order, in which none may come before itself. What may follow an exercise
//! is no such order: a routine may go round.

use std::collections::{BTreeMap, BTreeSet};

use wellpress_diagnostics::{Diagnostic, Location, rules};

use crate::model::{PageId, Site};

use super::cycles;

/// Of each exercise those that are easier, each where one of the two says so.
type Easier = BTreeMap<PageId, BTreeMap<PageId, Location>>;

/// A finding for each circle of exercises of which each would be easier than the one before it.
pub fn refuse_circles(site: &Site) -> Vec<Diagnostic> {
    let easier = easier(site);
    let mut told: BTreeSet<PageId> = BTreeSet::new();
    let mut findings = Vec::new();
    for start in easier.keys() {
        let next = |page: PageId| easier.get(&page).into_iter().flat_map(|easier| easier.keys().copied());
        let is_told = told.contains(start);
        let Some(way) = cycles::way_back(*start, next).filter(|_| !is_told) else { continue };
        findings.extend(finding(site, &easier, &way));
        told.extend(way);
    }
    findings
}

/// What the records say; of an exercise that names itself the record's own finding tells.
fn easier(site: &Site) -> Easier {
    let mut all = Easier::new();
    for page in &site.pages {
        let Some(exercise) = page.exercise() else { continue };
        for (from, to, span) in exercise.easier_ones(page.id).filter(|(from, to, _)| from != to) {
            all.entry(from).or_default().entry(to).or_insert_with(|| page.source.locate(span));
        }
    }
    all
}

/// At the first step of the way, with the places of the others.
fn finding(site: &Site, easier: &Easier, way: &[PageId]) -> Option<Diagnostic> {
    let mut steps = way.windows(2).map(|step| (step, &easier[&step[0]][&step[1]]));
    let (_, first) = steps.next()?;
    let name = &site.page(way[0]).name;
    let message = format!("`{name}` would be easier than itself: {}", cycles::shown(site, way));
    let finding = Diagnostic::new(&rules::EXERCISE_CYCLE, first.clone(), message)
        .help("each of these is said to be easier than the one before: take one id out of `easier` or `harder`");
    Some(steps.fold(finding, |finding, (step, place)| {
        let [harder, easier] = [step[0], step[1]].map(|page| &site.page(page).name);
        finding.related(place.clone(), format!("`{easier}` as easier than `{harder}`"))
    }))
}
