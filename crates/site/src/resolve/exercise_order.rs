//! Refuses cycles in the order "easier than", which exercises state in `easier` and `harder`.

use std::collections::{BTreeMap, BTreeSet};

use wellpress_diagnostics::{Diagnostic, Location, rules};

use crate::model::{PageId, Site};

use super::cycles;

/// For each exercise the easier ones, each with the place where one of the two records says so.
type EasierExercises = BTreeMap<PageId, BTreeMap<PageId, Location>>;

/// One finding per cycle: exercises that would each be easier than the one before.
pub fn refuse_cycles(site: &Site) -> Vec<Diagnostic> {
    let easier = easier_exercises(site);
    let mut reported: BTreeSet<PageId> = BTreeSet::new();
    let mut findings = Vec::new();
    for start in easier.keys() {
        // Every exercise of a reported cycle would report the same cycle again.
        if reported.contains(start) {
            continue;
        }
        let successors = |page: PageId| easier.get(&page).into_iter().flat_map(|easier| easier.keys().copied());
        let Some(cycle) = cycles::shortest_cycle(*start, successors) else { continue };
        findings.extend(finding(site, &easier, &cycle));
        reported.extend(cycle);
    }
    findings
}

/// Collects what the records say. An exercise that names itself is left out: its own record has a finding for that.
fn easier_exercises(site: &Site) -> EasierExercises {
    let mut easier = EasierExercises::new();
    for page in &site.pages {
        let Some(exercise) = page.exercise() else { continue };
        for form in exercise.easier_forms(page.id).filter(|form| form.harder != form.easier) {
            let easier_exercises = easier.entry(form.harder).or_default();
            easier_exercises.entry(form.easier).or_insert_with(|| page.source.locate(form.span));
        }
    }
    easier
}

/// The finding stands at the first step of the cycle and lists the places of the other steps.
fn finding(site: &Site, easier: &EasierExercises, cycle: &[PageId]) -> Option<Diagnostic> {
    let mut steps = cycle.windows(2).map(|step| (step, &easier[&step[0]][&step[1]]));
    let (_, first) = steps.next()?;
    let name = &site.page(cycle[0]).name;
    let message = format!("`{name}` would be easier than itself: {}", cycles::arrows(site, cycle));
    let finding = Diagnostic::new(&rules::EXERCISE_CYCLE, first.clone(), message)
        .help("each of these is said to be easier than the one before: take one id out of `easier` or `harder`");
    Some(steps.fold(finding, |finding, (step, location)| {
        let [harder, easier] = [step[0], step[1]].map(|page| &site.page(page).name);
        finding.related(location.clone(), format!("`{easier}` as easier than `{harder}`"))
    }))
}
