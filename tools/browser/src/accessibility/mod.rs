//! Looks for barriers in the pages of a site with axe, and for the lines of the theme that cause them.
//!
//! Input: the files of a site that was built in memory. Output: findings [`rules::THEME_ACCESSIBILITY`], and a record for other programs.
//! Axe finds only some barriers; what people have to judge is left to them.

mod axe;
mod axe_views;
mod pages;
mod places;
mod record;
mod tags;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use wellpress_command::console::count;
use wellpress_diagnostics::{Diagnostic, Location, Severity, rules};
use wellpress_foundation::Day;
use wellpress_foundation::text::one_line;
use wellpress_io::cache::CacheLocation;

use crate::browser::{Browser, BrowserError, SiteInMemory};
use crate::views::listed;

use axe::{Outcome, Violation};
use axe_views::AXE_VIEWS;
use pages::{Page, chosen};
use places::OwnFiles;
use record::{IncompleteRecord, PageRecord, PassRecord, Record, ViolationRecord};
use tags::start_tags;

/// A site to look at.
pub(crate) struct SiteToAudit<'s> {
    /// What the browser gets of it.
    pub files: &'s SiteInMemory<'s>,
    /// The HTML of each page, by its path.
    pub pages: Vec<(&'s str, &'s [u8])>,
    /// The template of a page, if it is known.
    pub template_of: &'s dyn Fn(&str) -> Option<&'s str>,
    /// Where an author of a template begins to look, by the template's name.
    pub location_of: &'s dyn Fn(&str) -> Location,
    /// The folder of the site.
    pub root: &'s Path,
    /// The name of the theme.
    pub theme: &'s str,
}

/// What axe found.
pub(crate) struct Audit {
    /// What breaks WCAG, and advice: once for each template and kind of element.
    pub findings: Vec<Diagnostic>,
    record: Record,
}

impl Audit {
    /// Keeps it in the cache for other programs.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, cache: &CacheLocation) -> io::Result<()> {
        self.record.write(cache)
    }

    /// How much was looked at and found, in words.
    pub fn summary(&self) -> String {
        let errors = self.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        let found = match errors {
            0 => "nothing breaks WCAG 2.2 AA, as far as a program can tell".to_owned(),
            errors => count(errors, "error"),
        };
        let views = self.record.views.len();
        format!("Axe looked at {} in {views} views: {found}", count(self.record.pages.len(), "page"))
    }
}

/// Looks at pages of a site. `progress` is called with the number of pages that are done and that of all.
///
/// # Errors
/// When the browser does not answer.
pub(crate) fn audit(
    site: &SiteToAudit<'_>,
    browser: &mut Browser<'_>,
    day: Day,
    progress: &dyn Fn(usize, usize),
) -> Result<Audit, BrowserError> {
    let script = axe::script().map_err(|error| BrowserError::Page(format!("axe: {error}")))?;
    let pages = site
        .pages
        .iter()
        .filter_map(|(path, html)| Page::read(path, &String::from_utf8_lossy(html), (site.template_of)(path)));
    let pages = chosen(pages.collect());
    let mut barriers = Barriers::default();
    for (number, page) in pages.iter().enumerate() {
        progress(number, pages.len());
        let address = site.files.address_of(page.path);
        for (number, view) in AXE_VIEWS.iter().enumerate() {
            let is_loaded = number > 0 && AXE_VIEWS[number - 1].has_scripts == view.has_scripts;
            view.show(browser, &address, is_loaded)?;
            if view.exists(browser)? {
                barriers.add(page, number, axe::run(browser, &script, view.rules)?);
            }
        }
    }
    progress(pages.len(), pages.len());
    let own = OwnFiles::read(site.root, site.theme);
    let record = barriers.record(Record::new(day, site.theme), &own, &pages);
    Ok(Audit { findings: barriers.findings(&own, site), record })
}

/// What axe says, put together.
#[derive(Default)]
struct Barriers {
    /// The numbers of the views that pages were shown in.
    views: BTreeSet<usize>,
    /// By page, rule and selector of the element, in the order of pages.
    violations: BTreeMap<(String, String, String), Barrier>,
    /// The criteria of rules, by the name of the rule.
    passes: BTreeMap<String, Vec<String>>,
    /// The criteria of rules, by page and rule.
    incomplete: BTreeMap<(String, String), Vec<String>>,
}

/// An element that breaks a rule.
struct Barrier {
    violation: axe::RuleName,
    help: String,
    element: axe::Element,
    template: String,
    /// The numbers of views.
    views: BTreeSet<usize>,
}

impl Barriers {
    fn add(&mut self, page: &Page<'_>, view: usize, outcome: Outcome) {
        self.views.insert(view);
        let address = page.address();
        for Violation { name, help, elements } in outcome.violations {
            for element in elements {
                let key = (address.clone(), name.rule.clone(), element.selector.clone());
                let barrier = self.violations.entry(key).or_insert_with(|| Barrier {
                    violation: name.clone(),
                    help: help.clone(),
                    element,
                    template: page.template.clone(),
                    views: BTreeSet::new(),
                });
                barrier.views.insert(view);
            }
        }
        self.passes.extend(outcome.passes.into_iter().map(|rule| (rule.rule.clone(), rule.criteria())));
        let unsure = outcome.incomplete.into_iter();
        self.incomplete.extend(unsure.map(|rule| ((address.clone(), rule.rule.clone()), rule.criteria())));
    }

    fn record(&self, mut record: Record, own: &OwnFiles, pages: &[Page<'_>]) -> Record {
        let page = |page: &Page<'_>| PageRecord { address: page.address(), template: page.template.clone() };
        record.pages = pages.iter().map(page).collect();
        record.views = names(&self.views);
        let violation = |((page, rule, selector), barrier): (&(String, String, String), &Barrier)| {
            let place = own.place_of(&barrier.element, &barrier.template);
            ViolationRecord {
                rule: rule.clone(),
                criteria: barrier.violation.criteria(),
                level: barrier.violation.level(),
                help: barrier.help.clone(),
                page: page.clone(),
                views: names(&barrier.views),
                element: format!("{selector} {}", barrier.start_tag()),
                file: place.as_ref().map(|place| place.file.to_string()),
                line: place.map(|place| place.line),
            }
        };
        record.violations = self.violations.iter().map(violation).collect();
        let is_broken = |rule: &String| self.violations.keys().any(|(_, broken, _)| broken == rule);
        let passes = self.passes.iter().filter(|(rule, _)| !is_broken(rule));
        record.passes =
            passes.map(|(rule, criteria)| PassRecord { rule: rule.clone(), criteria: criteria.clone() }).collect();
        let unsure = self.incomplete.iter().map(|((page, rule), criteria)| IncompleteRecord {
            rule: rule.clone(),
            criteria: criteria.clone(),
            page: page.clone(),
        });
        record.incomplete = unsure.collect();
        record
    }

    /// One finding for each rule, template and kind of element.
    fn findings(&self, own: &OwnFiles, site: &SiteToAudit<'_>) -> Vec<Diagnostic> {
        let mut same: BTreeMap<(&str, &str, String), Same<'_>> = BTreeMap::new();
        for ((page, rule, _), barrier) in &self.violations {
            let key = (rule.as_str(), barrier.template.as_str(), barrier.start_tag());
            let kind = same.entry(key).or_insert_with(|| Same { barrier, pages: Vec::new(), views: BTreeSet::new() });
            kind.views.extend(&barrier.views);
            if !kind.pages.contains(&page.as_str()) {
                kind.pages.push(page);
            }
        }
        same.into_values().map(|same| same.finding(own, &self.views, site)).collect()
    }
}

fn names(views: &BTreeSet<usize>) -> Vec<&'static str> {
    views.iter().map(|number| AXE_VIEWS[*number].view.name).collect()
}

/// Elements of one kind that break one rule on pages of one template.
struct Same<'b> {
    /// The first one.
    barrier: &'b Barrier,
    pages: Vec<&'b str>,
    views: BTreeSet<usize>,
}

impl Same<'_> {
    fn finding(self, own: &OwnFiles, all_views: &BTreeSet<usize>, site: &SiteToAudit<'_>) -> Diagnostic {
        let Self { barrier, pages, views } = self;
        let rule = &barrier.violation.rule;
        let looked_at = |number: &&usize| AXE_VIEWS[**number].rules.have(rule);
        let seen = if views.iter().eq(all_views.iter().filter(looked_at)) {
            "in every view".to_owned()
        } else {
            listed(&names(&views))
        };
        let criteria = barrier.violation.criteria();
        let broken = match barrier.violation.level() {
            Some(level) => format!("breaks WCAG {} (level {level})", criteria.join(", ")),
            None => "could be easier to use".to_owned(),
        };
        let others = match pages.len() {
            1 => String::new(),
            2 => " and on 1 more page".to_owned(),
            count => format!(" and on {} more pages", count - 1),
        };
        let (tag, page, help) = (barrier.start_tag(), pages[0], &barrier.help);
        let message = format!("`{tag}` {broken} {seen} at `{page}`{others}: {help} ({rule})");
        let place = own.place_of(&barrier.element, &barrier.template);
        let location = place.unwrap_or_else(|| (site.location_of)(&barrier.template));
        let words = one_line(&barrier.element.words.join("; "));
        let mut finding = Diagnostic::new(&rules::THEME_ACCESSIBILITY, location, message)
            .help(format!("`{}`: {}", barrier.element.selector, words));
        if barrier.violation.level().is_none() {
            finding.severity = Severity::Note;
        }
        finding
    }
}

impl Barrier {
    /// The start tag of the element, with its name and class alone.
    fn start_tag(&self) -> String {
        let Some(tag) = start_tags(&self.element.html).next() else { return self.element.selector.clone() };
        match tag.value("class") {
            Some(class) if !class.is_empty() => format!("<{} class=\"{class}\">", tag.name),
            _ => format!("<{}>", tag.name),
        }
    }
}
