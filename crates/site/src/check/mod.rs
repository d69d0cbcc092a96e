//! [`ResolvedSite`] and the findings of all stages in, [`Report`] out: the rules that need the whole site, and what the
//! settings and the authors' own comments make of every finding.
//!
//! It judges and changes nothing. The rules are under `rules`, and the words that they look for are data in `word-lists`,
//! read by `word_lists`.

mod allowances;
mod cited;
pub mod external;
mod prose_cache;
mod left_out;
mod prose;
mod rules;
mod word_lists;
mod located_words;

use std::sync::Arc;

use rayon::prelude::*;

use wellpress_diagnostics::{Diagnostic, Report};
use wellpress_io::cache::Fingerprint;

use crate::config::Config;
use crate::model::page::Unpublished;
use crate::model::{LookupResult, Page, SitePath};
use crate::previous::Previous;
use crate::resolve::{ResolvedPage, ResolvedSite};

pub use allowances::Allowances;
use external::LinkChecker;
pub use left_out::LeftOut;
pub use prose_cache::ProseFindings;
use prose_cache::ProseFingerprints;

/// What a run knows beside the resolved site: comments, files that are not part of it, other sites.
#[derive(Default)]
pub struct Evidence<'a> {
    /// Comments in the text that silence a rule.
    pub allowances: Allowances,
    /// Files with mistakes of their own, which are not part of the site.
    pub left_out: LeftOut,
    /// For links to other sites, in a run that checks them.
    pub link_checker: Option<&'a LinkChecker<'a>>,
}

/// What the rules found on each page: the next run in the same process receives it as a [`Previous`] and does not judge
/// pages again that were resolved to the same.
#[derive(Debug, Default)]
pub struct JudgedPages {
    by_page: Vec<JudgedPage>,
}

/// What the rules found on a page, and what decides whether that still holds.
#[derive(Debug, Clone)]
struct JudgedPage {
    resolved: Arc<ResolvedPage>,
    /// Of everything that the findings in the text rest on.
    words: Fingerprint,
    in_text: Arc<[Diagnostic]>,
    /// Findings that other pages or the day decide.
    around: Arc<[Diagnostic]>,
}

impl JudgedPages {
    /// What was found in pages' own words, for another process.
    #[must_use]
    pub fn prose_findings(&self) -> ProseFindings<'_> {
        ProseFindings::new(self.by_page.iter().map(|judged| (judged.words, &*judged.in_text)))
    }
}

/// Findings of an earlier run, which may be reused.
#[derive(Debug, Clone, Copy)]
pub enum EarlierFindings<'a> {
    /// All findings, from a run in the same process with the same settings on the same day.
    Process(Previous<'a, JudgedPages>),
    /// Findings in pages' own words, from the cache on the disk.
    Cache(&'a ProseFindings<'static>),
}

/// Adds the findings of the rules to those of the stages, and says which of them stand, and how much each weighs. A page
/// that is resolved as in the earlier run is not judged again.
#[must_use]
pub fn judge(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    evidence: &Evidence<'_>,
    mut findings: Vec<Diagnostic>,
    earlier: Option<EarlierFindings<'_>>,
) -> (Report, JudgedPages) {
    findings.retain(|finding| !evidence.left_out.explains(finding) && !is_of_draft(resolved, finding));
    let judged_pages = JudgedPages { by_page: judge_pages(config, resolved, earlier) };
    let about_pages = judged_pages.by_page.iter().flat_map(|judged| judged.in_text.iter().chain(&*judged.around));
    let judged = about_pages.cloned().chain(rules::find_in_site(config, resolved));
    findings.extend(judged.filter(|finding| !evidence.left_out.may_hold(finding.rule.id)));
    findings.extend(evidence.link_checker.iter().flat_map(|checker| checker.find(config, resolved)));
    let findings = weigh(config, findings);
    let (mut standing, about_comments) = evidence.allowances.apply(config, resolved, evidence, findings);
    standing.extend(weigh(config, about_comments));
    (Report::new(standing), judged_pages)
}

/// The reading grade of each article, where it can be told.
#[must_use]
pub fn reading_grades(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Option<f64>> {
    rules::reading_grades(config, resolved)
}

fn judge_pages(config: &Config, resolved: &ResolvedSite<'_>, earlier: Option<EarlierFindings<'_>>) -> Vec<JudgedPage> {
    let terms = rules::SiteTerms::new(config, resolved);
    let all_words = ProseFingerprints::new(config, resolved);
    let (pages, texts) = match earlier {
        Some(EarlierFindings::Process(previous)) => (Some(&previous.value().by_page), None),
        Some(EarlierFindings::Cache(texts)) => (None, Some(texts)),
        None => (None, None),
    };
    let judge_page = |counters: &mut rules::WordCounters<'_>, page: &Arc<Page>| {
        let resolved_page = &resolved.pages[page.id.index()];
        let earlier = pages.and_then(|pages| pages.get(page.id.index()));
        // The resolver hands on the same allocation for a page that nothing has changed for.
        if let Some(earlier) = earlier.filter(|earlier| Arc::ptr_eq(&earlier.resolved, resolved_page)) {
            return earlier.clone();
        }
        let words = all_words.of(page);
        let cached = texts.and_then(|texts| texts.get(words));
        let in_text = cached.unwrap_or_else(|| rules::find_in_text(config, resolved, counters, page)).into();
        let around = rules::find_around(config, resolved, page).into();
        JudgedPage { resolved: resolved_page.clone(), words, in_text, around }
    };
    resolved.site.pages.par_iter().map_init(|| terms.counters(), judge_page).collect()
}

/// Whether a finding is in a draft that is not published. It is half-written, which is no reason to stop the rest. Pages
/// with a future date are judged like published ones: their mistakes would otherwise stop the build of that day.
fn is_of_draft(resolved: &ResolvedSite<'_>, finding: &Diagnostic) -> bool {
    let file = SitePath::File(&finding.location.file);
    resolved.site.index.path(file) == LookupResult::Hidden(Unpublished::Draft)
}

/// Gives each finding the severity that the settings give its rule, and drops those of rules that are off.
fn weigh(config: &Config, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let weighed = findings.into_iter().filter_map(|mut finding| {
        match config.severities.get(finding.rule.id) {
            None => {}
            Some(None) => return None,
            Some(Some(severity)) => finding.severity = *severity,
        }
        Some(finding)
    });
    weighed.collect()
}
