//! [`ResolvedSite`] and the findings of all stages in, [`Report`] out: the rules that need the whole site, and what the
//! settings and the authors' own comments make of every finding.
//!
//! It judges and changes nothing. A rule has a file of its own under `rules`.

mod allowances;
mod cited;
mod in_texts;
mod left_out;
pub mod outside;
mod prose;
mod rules;
mod words;

use std::sync::Arc;

use rayon::prelude::*;

use wellpress_diagnostics::{Diagnostic, Report};
use wellpress_io::cache::Fingerprint;

use crate::config::Config;
use crate::model::page::Unpublished;
use crate::model::{Found, Page, Wanted};
use crate::previous::Previous;
use crate::resolve::{ResolvedPage, ResolvedSite};

pub use allowances::Allowances;
pub use in_texts::InTexts;
use in_texts::Words;
pub use left_out::LeftOut;
use outside::Outside;

/// What a run knows of the files beside the site that was made of them.
#[derive(Default)]
pub struct Evidence<'a> {
    /// Comments in the text that silence a rule.
    pub allowances: Allowances,
    /// Files with mistakes of their own, which are no part of the site.
    pub left_out: LeftOut,
    /// Other sites, where they are to be asked.
    pub outside: Option<&'a Outside<'a>>,
}

/// What the rules found on each page: the next run in the same process receives it as a [`Previous`] and does not judge
/// pages again that were resolved to the same.
#[derive(Debug, Default)]
pub struct JudgedPages {
    by_page: Vec<JudgedPage>,
}

/// What the rules found on a page.
#[derive(Debug, Clone)]
struct JudgedPage {
    resolved: Arc<ResolvedPage>,
    words: Fingerprint,
    in_text: Arc<[Diagnostic]>,
    /// Where other pages or the day decide.
    around: Arc<[Diagnostic]>,
}

impl JudgedPages {
    /// What was found in pages' own words, for another process.
    #[must_use]
    pub fn in_texts(&self) -> InTexts<'_> {
        InTexts::new(self.by_page.iter().map(|judged| (judged.words, &*judged.in_text)))
    }
}

/// Findings of an earlier run, which may be reused.
#[derive(Debug, Clone, Copy)]
pub enum EarlierFindings<'a> {
    /// All findings, from a run in the same process with the same settings on the same day.
    Process(Previous<'a, JudgedPages>),
    /// Findings in pages' own words, from the cache on the disk.
    Cache(&'a InTexts<'static>),
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
    findings.extend(evidence.outside.iter().flat_map(|outside| outside.find(config, resolved)));
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
    let prepared = rules::Prepared::new(config, resolved);
    let all_words = Words::new(config, resolved);
    let (pages, texts) = match earlier {
        Some(EarlierFindings::Process(previous)) => (Some(&previous.value().by_page), None),
        Some(EarlierFindings::Cache(texts)) => (None, Some(texts)),
        None => (None, None),
    };
    let judged = |memory: &mut rules::Memory<'_>, page: &Arc<Page>| {
        let own = &resolved.pages[page.id.index()];
        let known = pages.and_then(|pages| pages.get(page.id.index()));
        if let Some(known) = known.filter(|known| Arc::ptr_eq(&known.resolved, own)) {
            return known.clone();
        }
        let words = all_words.of(page);
        let known = texts.and_then(|texts| texts.get(words));
        let in_text = known.unwrap_or_else(|| rules::find_in_text(config, resolved, memory, page)).into();
        let around = rules::find_around(config, resolved, page).into();
        JudgedPage { resolved: own.clone(), words, in_text, around }
    };
    resolved.site.pages.par_iter().map_init(|| prepared.memory(), judged).collect()
}

/// A draft that is kept out is half-written, which is no reason to stop the rest. Pages to come are judged like those
/// that are there: their mistakes would otherwise show on the day of publication.
fn is_of_draft(resolved: &ResolvedSite<'_>, finding: &Diagnostic) -> bool {
    let file = Wanted::File(&finding.location.file);
    resolved.site.index.path(file) == Found::Hidden(Unpublished::Draft)
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
