//! Refuses cycles in what front matter says of the order of pages: which exercise is easier than which, which topic is broader.
//! Cautions for a topic also apply to narrower topics, so no topic may contain itself.
//!
//! [`shortest_cycle`] also finds the way around for exercises that embed themselves.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use wellpress_diagnostics::{Diagnostic, Location, Rule, rules};

use crate::model::{PageId, PageRecord, Site};

/// One finding for each cycle among exercises and among topics.
pub(super) fn refuse_cycles(site: &Site) -> Vec<Diagnostic> {
    let exercises = StatedOrder {
        rule: &rules::EXERCISE_CYCLE,
        comparative: "easier",
        help: "each of these is said to be easier than the one before: take one id out of `easier` or `harder`",
        steps: easier_exercises(site),
    };
    let topics = StatedOrder {
        rule: &rules::TOPIC_CYCLE,
        comparative: "broader",
        help: "each of these names the next as broader: take one id out of `broader`",
        steps: broader_topics(site),
    };
    exercises.findings(site).into_iter().chain(topics.findings(site)).collect()
}

/// For each page those that come behind it in an order, each with the place that says so.
type Steps = BTreeMap<PageId, BTreeMap<PageId, Location>>;

/// An order of pages as their front matter states it.
struct StatedOrder {
    rule: &'static Rule,
    /// What a page is in comparison with the one before it.
    comparative: &'static str,
    help: &'static str,
    steps: Steps,
}

/// What the records say. An exercise that names itself is left out: its own record has a finding for that.
fn easier_exercises(site: &Site) -> Steps {
    let mut steps = Steps::new();
    for page in &site.pages {
        let Some(exercise) = page.exercise() else { continue };
        for form in exercise.easier_forms(page.id).filter(|form| form.harder != form.easier) {
            let easier = steps.entry(form.harder).or_default();
            easier.entry(form.easier).or_insert_with(|| page.source.locate(form.span));
        }
    }
    steps
}

fn broader_topics(site: &Site) -> Steps {
    let topics = site.pages.iter().filter_map(|page| match &page.record {
        PageRecord::Topic(topic) => Some((page, topic)),
        _ => None,
    });
    let steps = topics.map(|(page, topic)| {
        // The first place counts if an id is named twice.
        let links = topic.broader_links.iter().rev();
        (page.id, links.map(|link| (link.value, page.source.locate(link.span))).collect())
    });
    steps.collect()
}

impl StatedOrder {
    fn findings(&self, site: &Site) -> Vec<Diagnostic> {
        let mut reported: BTreeSet<PageId> = BTreeSet::new();
        let mut findings = Vec::new();
        for start in self.steps.keys() {
            // Every page of a reported cycle would report the same cycle again.
            if reported.contains(start) {
                continue;
            }
            let successors = |page: PageId| self.steps.get(&page).into_iter().flat_map(|steps| steps.keys().copied());
            let Some(cycle) = shortest_cycle(*start, successors) else { continue };
            findings.extend(self.finding(site, &cycle));
            reported.extend(cycle);
        }
        findings
    }

    /// The finding stands at the first step of the cycle and lists the places of the other steps.
    fn finding(&self, site: &Site, cycle: &[PageId]) -> Option<Diagnostic> {
        let comparative = self.comparative;
        let mut steps = cycle.windows(2).map(|step| (step, &self.steps[&step[0]][&step[1]]));
        let (_, first) = steps.next()?;
        let name = &site.page(cycle[0]).name;
        let message = format!("`{name}` would be {comparative} than itself: {}", arrows(site, cycle));
        let finding = Diagnostic::new(self.rule, first.clone(), message).help(self.help);
        Some(steps.fold(finding, |finding, (step, location)| {
            let [before, behind] = [step[0], step[1]].map(|page| &site.page(page).name);
            finding.related(location.clone(), format!("`{behind}` as {comparative} than `{before}`"))
        }))
    }
}

/// The shortest cycle through `start`, or `None`. The result begins and ends with `start`. `successors` gives the pages one
/// step further. A breadth-first search, so that the finding shows the shortest cycle; it visits each page once and ends on
/// cycles that do not go through `start`.
pub(super) fn shortest_cycle<I: IntoIterator<Item = PageId>>(
    start: PageId,
    successors: impl Fn(PageId) -> I,
) -> Option<Vec<PageId>> {
    let mut reached_from: BTreeMap<PageId, PageId> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(page) = queue.pop_front() {
        for next in successors(page) {
            if next == start {
                return path_back(start, page, &reached_from);
            }
            if let Entry::Vacant(entry) = reached_from.entry(next) {
                entry.insert(page);
                queue.push_back(next);
            }
        }
    }
    None
}

fn path_back(start: PageId, last: PageId, reached_from: &BTreeMap<PageId, PageId>) -> Option<Vec<PageId>> {
    let mut path = vec![start];
    let mut page = last;
    while page != start {
        path.push(page);
        page = *reached_from.get(&page)?;
    }
    path.push(start);
    path.reverse();
    Some(path)
}

/// A cycle as messages show it: `a > b > a`.
pub(super) fn arrows(site: &Site, cycle: &[PageId]) -> String {
    let names: Vec<&str> = cycle.iter().map(|id| site.page(*id).name.as_str()).collect();
    names.join(" > ")
}
