//! Which topic is a part of which: an order, in which none may contain itself. Cautions for a topic hold for the narrower ones.

use std::collections::BTreeSet;

use wellpress_diagnostics::{Diagnostic, rules};

use crate::model::{PageId, Record, Site};

use super::cycles;

/// A finding for each circle of topics of which each would be broader than the one before it, at the first of them.
pub(super) fn refuse_circles(site: &Site) -> Vec<Diagnostic> {
    let broader = |page: PageId| match &site.page(page).record {
        Record::Topic(topic) => topic.broader.clone(),
        _ => Vec::new(),
    };
    let mut told: BTreeSet<PageId> = BTreeSet::new();
    let mut findings = Vec::new();
    for page in site.pages.iter().filter(|page| matches!(page.record, Record::Topic(_))) {
        let is_told = told.contains(&page.id);
        let Some(way) = cycles::way_back(page.id, broader).filter(|_| !is_told) else { continue };
        let message = format!("`{}` would be broader than itself: {}", page.name, cycles::shown(site, &way));
        let place = page.source.locate(page.title_span);
        let finding = Diagnostic::new(&rules::TOPIC_CYCLE, place, message);
        findings.push(finding.help("each of these names the next as broader: take one id out of `broader`"));
        told.extend(way);
    }
    findings
}
