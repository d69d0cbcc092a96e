//! What every page of a site lacks, as one finding with a number: that no page has a disclaimer is said once, and not on each of
//! two hundred pages.

use std::collections::HashMap;
use std::sync::Arc;

use wellpress_diagnostics::{Diagnostic, Location, Rule, rules};

use wellpress_site::config::Config;
use wellpress_site::model::{Page, Site};
use wellpress_site::sections::ContentKind;

/// Fewer pages are named one by one.
const FEWEST_PAGES: usize = 3;

struct SharedLack {
    rule: &'static Rule,
    is_about: fn(&Page) -> bool,
    /// The message goes on with this behind "none of the 12 pages".
    message: &'static str,
    help: &'static str,
}

const SHARED_LACKS: [SharedLack; 5] = [
    SharedLack {
        rule: &rules::DISCLAIMER_MISSING,
        is_about: |page| page.is_health && matches!(page.kind, ContentKind::Article | ContentKind::Exercise),
        message: "shows a disclaimer",
        help: "name one for all pages under `disclaimers` in the settings",
    },
    SharedLack {
        rule: &rules::REVIEW_MISSING,
        is_about: |page| page.is_health,
        message: "was reviewed by somebody with medical or clinical expertise",
        help: "name the reviewer of each page under `reviewers`, with the role `medical` or `clinical`",
    },
    SharedLack {
        rule: &rules::DESCRIPTION_MISSING,
        is_about: |_| true,
        message: "has a description",
        help: "add `description: \"..\"` to each: one sentence for its card and for search engines",
    },
    SharedLack {
        rule: &rules::AUTHOR_MISSING,
        is_about: |_| true,
        message: "names an author",
        help: "add `authors: [..]` to each; a team can stand for its members",
    },
    SharedLack {
        rule: &rules::PUBLISHED_MISSING,
        is_about: |_| true,
        message: "says when it was published",
        help: "add `published: YYYY-MM-DD` to each",
    },
];

/// Puts one finding in the place of those that are on every page.
pub(crate) fn summarise(config: &Config, site: &Site, findings: &mut Vec<Arc<Diagnostic>>) -> Vec<Diagnostic> {
    let judged = || site.pages.iter().filter(|page| page.editorial().is_some() && !page.is_withdrawn());
    let mut counts: HashMap<&str, usize> = HashMap::new();
    findings.iter().for_each(|finding| *counts.entry(finding.rule.id).or_default() += 1);
    let mut summaries = Vec::new();
    for lack in &SHARED_LACKS {
        let count = counts.get(lack.rule.id).copied().unwrap_or_default();
        if count < FEWEST_PAGES || count != judged().filter(|page| (lack.is_about)(page)).count() {
            continue;
        }
        let pages = count;
        findings.retain(|finding| finding.rule != lack.rule);
        let message = format!("none of the {pages} pages with advice {}", lack.message);
        let finding = Diagnostic::new(lack.rule, Location::file(config.source.path.clone()), message);
        summaries.push(finding.help(lack.help));
    }
    summaries
}
