//! Takes the [`ResolvedSite`] and the findings of all earlier stages, returns the [`Report`]: runs the rules, applies the
//! severities of the settings, and drops what authors silence with a comment.
//!
//! This stage judges and changes nothing. The rules are under `rules`; those on sentences are data in the folder `rules` of the
//! crate, and in the folder `rules` of a site ([`sentence_rules`]). Beside the rules, [`care`] lists what needs attention later, and
//! [`external`] checks links to other sites.

mod allowances;
pub mod care;
mod cited;
pub mod external;
mod kept_findings;
mod left_out;
mod located_words;
mod prose;
mod review_commands;
mod rules;
pub mod sentence_rules;

use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

use wellpress_diagnostics::{Diagnostic, Report};
use wellpress_io::cache::Fingerprint;

use wellpress_site::config::Config;
use wellpress_site::model::page::Unpublished;
use wellpress_site::model::{LookupResult, Page, PagePath};
use wellpress_site::parse::front_matter::Audience;
use wellpress_site::previous::Previous;
use wellpress_site::resolve::{ResolvedPage, ResolvedSite};
use wellpress_site::sections::{ContentKind, Sections};

pub use allowances::Allowances;
use external::LinkChecker;
pub use kept_findings::KeptFindings;
use kept_findings::WordsFingerprints;
pub use left_out::LeftOut;
use rules::pii::ContactsInSources;
use sentence_rules::HouseRules;

/// What a run knows beside the resolved site.
#[derive(Default)]
pub struct CheckContext<'a> {
    /// The site's own rules on sentences.
    pub house_rules: Arc<HouseRules>,
    /// Comments in texts that silence a rule.
    pub allowances: Allowances,
    /// Files that are not part of the site, because mistakes in them could not be read around.
    pub left_out: LeftOut,
    /// Checks links to other sites. `None` in a run without `--external`.
    pub link_checker: Option<&'a LinkChecker<'a>>,
    /// What an earlier process found in the words of pages.
    pub kept: KeptFindings<'a>,
}

/// The findings on each page, for reuse. The next run in the same process receives them as a [`Previous`] and does not judge
/// a page again whose resolution is unchanged.
///
/// Findings that depend on the day are safe to reuse: a session drops its previous run on another day.
#[derive(Debug, Default)]
pub struct JudgedPages {
    by_page: Vec<JudgedPage>,
    /// `None` before the first run.
    contacts: Option<Arc<ContactsInSources>>,
}

/// The findings on a page, with the inputs that decide whether they still hold.
#[derive(Debug, Clone)]
struct JudgedPage {
    resolved: Arc<ResolvedPage>,
    /// The fingerprint of all that decides the findings in its words.
    words: Fingerprint,
    in_words: Arc<[Arc<Diagnostic>]>,
    in_context: Arc<[Arc<Diagnostic>]>,
}

impl JudgedPage {
    fn findings(&self) -> impl Iterator<Item = &Arc<Diagnostic>> {
        self.in_words.iter().chain(&*self.in_context)
    }
}

impl JudgedPages {
    /// The findings in the words of pages, for another process.
    #[must_use]
    pub fn kept_findings(&self) -> KeptFindings<'_> {
        KeptFindings::new(self.by_page.iter().map(|judged| (judged.words, &*judged.in_words)))
    }
}

/// Runs all rules, and makes one [`Report`] of their findings and those of the earlier stages.
///
/// The order matters: findings that only follow from a file that was left out are dropped first, then the settings decide
/// the severity of each rule, and last the comments of authors silence findings, because they cannot silence errors.
#[must_use]
pub fn judge(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    context: &CheckContext<'_>,
    mut findings: Vec<Diagnostic>,
    earlier: Option<Previous<'_, JudgedPages>>,
) -> (Report, JudgedPages) {
    findings.retain(|finding| !context.left_out.explains(finding) && !is_of_draft(resolved, finding));
    let earlier_contacts = earlier.and_then(|previous| previous.value().contacts.as_ref());
    let contacts = ContactsInSources::new(config, &resolved.site.library, earlier_contacts);
    let judged_pages =
        JudgedPages { by_page: judge_pages(config, resolved, context, earlier), contacts: Some(contacts.clone()) };
    let mut findings = shared(findings);
    let about_pages = judged_pages.by_page.iter().flat_map(JudgedPage::findings).cloned();
    let of_rules = about_pages.chain(shared(rules::find_in_site(config, resolved, &contacts)));
    findings.extend(of_rules.filter(|finding| !context.left_out.may_hold(finding.rule)));
    // Not filtered: whether a server answers does not depend on the files that were left out.
    let about_servers = context.link_checker.iter().flat_map(|checker| checker.find(config, resolved));
    findings.extend(about_servers.map(Arc::new));
    said_once(&config.sections, &mut findings);
    let mut findings = apply_severities(config, findings);
    let summary = rules::adopting::summarise(config, resolved.site, &mut findings);
    findings.extend(apply_severities(config, summary));
    let (mut remaining, about_comments) = context.allowances.apply(config, resolved, context, findings);
    // After the comments: what a page has decided to lack is not lacking on every page.
    let summaries = rules::on_every_page::summarise(config, resolved.site, &mut remaining);
    remaining.extend(apply_severities(config, summaries));
    // Only now, so that no comment can silence the finding about itself or another comment.
    remaining.extend(apply_severities(config, about_comments));
    (Report::new(remaining), judged_pages)
}

/// The reading grade of each article that is not withdrawn. `None` for one that is too short or not in English.
#[must_use]
pub fn reading_grades(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Option<f64>> {
    rules::reading_grades(config, resolved)
}

/// The highest reading grade for the readers of an article.
#[must_use]
pub fn reading_limit(audience: Option<Audience>) -> f64 {
    rules::reading_limit(audience)
}

fn judge_pages(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    context: &CheckContext<'_>,
    earlier: Option<Previous<'_, JudgedPages>>,
) -> Vec<JudgedPage> {
    let terms = rules::SiteTerms::new(config, resolved);
    let fingerprints = WordsFingerprints::new(config, resolved);
    let judge = PageJudge { config, resolved, fingerprints, context, earlier };
    // Syllable counters remember words, so each thread has its own.
    let pages = resolved.site.pages.as_slice().par_iter();
    pages.map_init(|| terms.counters(), |counters, page| judge.judge(counters, page)).collect()
}

/// Judges single pages, or reuses what an earlier run found.
struct PageJudge<'a> {
    config: &'a Config,
    resolved: &'a ResolvedSite<'a>,
    fingerprints: WordsFingerprints<'a>,
    context: &'a CheckContext<'a>,
    earlier: Option<Previous<'a, JudgedPages>>,
}

impl PageJudge<'_> {
    fn judge(&self, counters: &mut rules::WordCounters<'_>, page: &Page) -> JudgedPage {
        let resolved_page = &self.resolved.pages[page.id];
        if let Some(previous) = self.earlier
            && let Some(earlier) = previous.value().by_page.get(page.id.index())
            // The resolver hands on the allocation of a page for which nothing changed.
            && Arc::ptr_eq(&earlier.resolved, resolved_page)
        {
            return earlier.clone();
        }
        let words = self.fingerprints.of(page);
        let find_in_words =
            || shared(rules::find_in_words(self.config, &self.context.house_rules, self.resolved, counters, page));
        JudgedPage {
            resolved: resolved_page.clone(),
            words,
            in_words: self.context.kept.get(words).unwrap_or_else(find_in_words).into(),
            in_context: shared(rules::find_in_context(self.config, self.resolved, page)).into(),
        }
    }
}

fn shared(findings: Vec<Diagnostic>) -> Vec<Arc<Diagnostic>> {
    findings.into_iter().map(Arc::new).collect()
}

/// Takes out what is said again of a snippet, by each page that shows it.
fn said_once(sections: &Sections, findings: &mut Vec<Arc<Diagnostic>>) {
    let mut said: HashSet<(&'static str, Arc<str>, [u32; 4], String)> = HashSet::new();
    let folder = sections.folder_of(ContentKind::Snippet.section());
    findings.retain(|finding| {
        let Diagnostic { rule, location, message, .. } = &**finding;
        let text_range = [location.line, location.column, location.end_line, location.end_column];
        !location.file.starts_with(&folder)
            || said.insert((rule.id, location.file.clone(), text_range, message.clone()))
    });
}

/// Whether a finding is in a draft that is not published. It is half-written, which is no reason to stop the rest. Pages
/// with a future date are judged like published ones: their mistakes would otherwise stop the build of that day.
fn is_of_draft(resolved: &ResolvedSite<'_>, finding: &Diagnostic) -> bool {
    let file = PagePath::File(&finding.location.file);
    resolved.site.index.path(file) == LookupResult::Hidden(Unpublished::Draft)
}

/// Gives each finding the severity that the settings give its rule, and drops those of rules that are off.
#[must_use]
pub fn apply_severities(
    config: &Config,
    findings: impl IntoIterator<Item = impl Into<Arc<Diagnostic>>>,
) -> Vec<Arc<Diagnostic>> {
    let findings = findings.into_iter().map(Into::into).filter_map(|mut finding: Arc<Diagnostic>| {
        match config.severities.get(finding.rule.id) {
            None => {}
            // The settings switch the rule off.
            Some(None) => return None,
            Some(Some(severity)) if finding.severity == *severity => {}
            Some(Some(severity)) => Arc::make_mut(&mut finding).severity = *severity,
        }
        Some(finding)
    });
    findings.collect()
}
