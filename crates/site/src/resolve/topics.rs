//! Refuses cycles among topics. Cautions for a topic also apply to narrower topics, so "broader" has to be an order in which
//! no topic contains itself.

use std::collections::BTreeSet;

use wellpress_diagnostics::{Diagnostic, Location, rules};

use crate::model::{PageId, PageRecord, Site};

use super::cycles;

/// One finding per cycle, at the id with which its first topic names the next as broader. The other steps are listed.
pub(super) fn refuse_cycles(site: &Site) -> Vec<Diagnostic> {
    let mut reported: BTreeSet<PageId> = BTreeSet::new();
    let mut findings = Vec::new();
    for page in site.pages.iter().filter(|page| matches!(page.record, PageRecord::Topic(_))) {
        // Every topic of a reported cycle would report the same cycle again.
        let is_reported = reported.contains(&page.id);
        let Some(cycle) = cycles::shortest_cycle(page.id, |topic| broader(site, topic)).filter(|_| !is_reported) else {
            continue;
        };
        let message = format!("`{}` would be broader than itself: {}", page.name, cycles::arrows(site, &cycle));
        let mut steps = cycle.windows(2).filter_map(|step| place_of_step(site, step));
        let Some(first) = steps.next() else { continue };
        let finding = Diagnostic::new(&rules::TOPIC_CYCLE, first, message)
            .help("each of these names the next as broader: take one id out of `broader`");
        findings.push(steps.fold(finding, |finding, place| finding.related(place, "the next topic of the circle")));
        reported.extend(cycle);
    }
    findings
}

/// Where the first topic of a step names the second.
fn place_of_step(site: &Site, step: &[PageId]) -> Option<Location> {
    let [narrower, broader] = step else { return None };
    let page = site.page(*narrower);
    let PageRecord::Topic(record) = &page.record else { return None };
    let link = record.broader_links.iter().find(|link| link.value == *broader)?;
    Some(page.source.locate(link.span))
}

fn broader(site: &Site, topic: PageId) -> Vec<PageId> {
    match &site.page(topic).record {
        PageRecord::Topic(record) => record.broader.clone(),
        _ => Vec::new(),
    }
}
