//! Refuses cycles among topics. Cautions for a topic also apply to narrower topics, so "broader" has to be an order in which
//! no topic contains itself.

use std::collections::BTreeSet;

use wellpress_diagnostics::{Diagnostic, rules};

use crate::model::{PageId, PageRecord, Site};

use super::cycles;

/// One finding per cycle, at the title of its first topic.
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
        let location = page.source.locate(page.title_span);
        let finding = Diagnostic::new(&rules::TOPIC_CYCLE, location, message);
        findings.push(finding.help("each of these names the next as broader: take one id out of `broader`"));
        reported.extend(cycle);
    }
    findings
}

fn broader(site: &Site, topic: PageId) -> Vec<PageId> {
    match &site.page(topic).record {
        PageRecord::Topic(record) => record.broader.clone(),
        _ => Vec::new(),
    }
}
