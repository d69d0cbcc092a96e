//! The rules, one or a few related ones in each file. Each takes the resolved site, or one page of it, and returns its
//! findings. The manual's page of a rule tells authors what it finds; its file tells why, and what it lets pass.
//!
//! Where a rule is called from decides how often it runs. [`find_in_words`]: for pages whose words no earlier process has judged.
//! [`find_in_context`]: for all pages in the first run of a process, then for those that are resolved anew. [`find_in_site`]: always.

pub(super) mod adopting;
pub(super) mod ai_unreviewed;
mod alt_is_filename;
mod alt_missing;
mod citation_form;
mod correction_unrecorded;
mod credentials;
mod disclaimer_missing;
mod dose_drift;
mod dose_limits;
mod dose_unit;
mod easy_read_row;
mod editor_outdated;
mod exercise_contraindicated;
mod exercise_twice;
mod file_unlinked;
mod form_blocked;
mod guide_invalid;
mod heading_skipped;
mod health_unreviewed;
mod link_text_vague;
mod link_withdrawn;
mod missing_fields;
pub(super) mod on_every_page;
mod orphan;
pub(super) mod pii;
mod placeholder;
mod policy_missing;
mod reading_grade;
mod retractions_old;
pub(super) mod review_changes_requested;
pub(super) mod review_content_changed;
mod review_due_soon;
mod review_missing;
mod review_overdue;
pub(super) mod review_remark;
mod review_signature;
mod source_cites_retracted;
mod source_lacks;
mod source_noticed;
mod source_old;
pub(super) mod source_superseded;
mod source_unfound;
mod source_unused;
mod title_duplicate;
mod translation;
mod translation_incomplete;
mod version_differs;
mod video_access;
mod wording;

use wellpress_diagnostics::Diagnostic;
use wellpress_foundation::ids::IdVec;

use wellpress_site::config::{Config, SiteLanguage};
use wellpress_site::model::page::Unpublished;
use wellpress_site::model::review::EditorialRecord;
use wellpress_site::model::{Page, PageRecord};
use wellpress_site::parse::front_matter::Audience;
use wellpress_site::resolve::ResolvedSite;

pub(super) use orphan::shown_snippets;

use super::cited::CitedSources;
use super::prose;
use super::sentence_rules::HouseRules;

/// The terms of the glossaries, by language: prepared once, and read by all threads.
pub(super) struct SiteTerms {
    by_language: IdVec<SiteLanguage, reading_grade::GlossaryTerms>,
}

impl SiteTerms {
    pub fn new(config: &Config, resolved: &ResolvedSite<'_>) -> SiteTerms {
        let by_language = config.languages.ids().map(|language| {
            let glossaries = resolved.site.glossaries.iter().filter(|glossary| glossary.language == language);
            let terms = glossaries.flat_map(|glossary| &glossary.terms);
            reading_grade::GlossaryTerms::new(terms.map(|term| &*term.folded))
        });
        SiteTerms { by_language: by_language.collect() }
    }

    /// Counters that have not met a word yet. Each thread has its own.
    pub fn counters(&self) -> WordCounters<'_> {
        WordCounters { by_language: self.by_language.iter().map(reading_grade::SyllableCounter::new).collect() }
    }
}

/// Counters that remember the words of the pages that one thread has judged.
pub(super) struct WordCounters<'a> {
    by_language: IdVec<SiteLanguage, reading_grade::SyllableCounter<'a>>,
}

/// What a page's own words say. `WordsFingerprints` in [`kept_findings`](super::kept_findings) has to cover everything that it reads.
/// It is never inlined, so that a profile names it.
#[inline(never)]
pub(super) fn find_in_words(
    config: &Config,
    house_rules: &HouseRules,
    resolved: &ResolvedSite<'_>,
    counters: &mut WordCounters<'_>,
    page: &Page,
) -> Vec<Diagnostic> {
    let tag = &config.languages[page.language].tag;
    let mut findings = heading_skipped::find(page);
    findings.extend(alt_is_filename::find(page));
    findings.extend(alt_missing::find(page));
    findings.extend(link_text_vague::find(page, tag));
    findings.extend(video_access::find(page));
    findings.extend(pii::find(config, resolved, page));
    let passages = prose::in_body(page);
    findings.extend(placeholder::find(page, &passages));
    if prose::gives_advice(page) {
        let fields = prose::in_front_matter(page);
        findings.extend(wording::find(house_rules, resolved, page, tag, [&passages, &fields]));
        if prose::is_english(tag) && page.is_health {
            findings.extend(reading_grade::find(config, &mut counters.by_language[page.language], page, &passages));
        }
    }
    findings.extend(dose_drift::find(page));
    findings.extend(dose_limits::find(page));
    findings.extend(dose_unit::find(page));
    findings.extend(easy_read_row::find(page));
    findings
}

/// What other pages, the records and the day say of a page.
pub(super) fn find_in_context(config: &Config, resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    let mut findings = exercise_twice::find(resolved, page);
    findings.extend(disclaimer_missing::find(resolved, page));
    findings.extend(missing_fields::find(page));
    findings.extend(form_blocked::find(config, page));
    findings.extend(health_unreviewed::find(config, resolved, page));
    if let Some(reviewed) = page.editorial().filter(|_| !page.is_withdrawn()) {
        findings.extend(about_record(config, page, reviewed));
        findings.extend(correction_unrecorded::find(config, resolved, page));
    }
    // Every kind of page can be signed off.
    if !page.is_withdrawn() {
        findings.extend(review_content_changed::find(config, resolved, page));
        findings.extend(ai_unreviewed::find(config, resolved, page));
    }
    if let PageRecord::Person(person) = &page.record {
        findings.extend(credentials::find_in_profile(config, page, person));
    }
    findings.extend(exercise_contraindicated::find(resolved, page));
    if !page.is_withdrawn() {
        findings.extend(about_sources(config, resolved, page));
    }
    findings
}

/// What a page cites. A withdrawn page shows a notice in place of its text, and so nothing of this.
fn about_sources(config: &Config, resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    let cited = CitedSources::of_page(resolved, page);
    let library = &resolved.site.library;
    let mut findings = source_noticed::find(resolved, page, &cited);
    findings.extend(source_superseded::find(library, &cited));
    findings.extend(source_cites_retracted::find(library, &cited));
    findings.extend(source_unfound::find(library, &cited));
    findings.extend(citation_form::find(library, page));
    findings.extend(source_old::find(library, config.options.clock, &cited));
    findings
}

/// The reviews of a page.
fn about_record(config: &Config, page: &Page, reviewed: &EditorialRecord) -> impl Iterator<Item = Diagnostic> {
    // A draft that `--drafts` includes is reviewed when it is written.
    let is_draft = page.unpublished == Some(Unpublished::Draft);
    let lacking_reviews = [
        review_missing::find(config, page, reviewed).filter(|_| page.is_health),
        review_changes_requested::find(config, page, reviewed),
    ]
    .map(|finding| finding.filter(|_| !is_draft));
    let due = [review_overdue::find(config, page, reviewed), review_due_soon::find(config, page, reviewed)];
    lacking_reviews.into_iter().chain(due).flatten()
}

/// The findings of rules that look at the site as a whole.
pub(super) fn find_in_site(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    contacts: &pii::ContactsInSources,
) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = source_unused::find(resolved).collect();
    findings.extend(credentials::find_in_reviews(resolved.site));
    findings.extend(review_signature::find(config, resolved));
    findings.extend(review_remark::find(config, resolved));
    findings.extend(review_signature::find_shared_keys(resolved));
    findings.extend(link_withdrawn::find(config, resolved));
    findings.extend(source_noticed::find_outside_pages(resolved));
    findings.extend(dose_drift::find_between_pages(resolved));
    findings.extend(dose_limits::find_in_programmes(resolved));
    findings.extend(form_blocked::find_in_disclaimers(config, resolved.site));
    findings.extend(pii::find_outside_pages(config, resolved));
    findings.extend(placeholder::find_outside_pages(resolved.site));
    findings.extend(citation_form::find_outside_pages(resolved.site));
    findings.extend(placeholder::find_in_settings(config));
    findings.extend(config.warnings.iter().cloned());
    findings.extend(contacts.in_cited(resolved));
    findings.extend(source_lacks::find(config, resolved));
    findings.extend(title_duplicate::find(resolved));
    findings.extend(guide_invalid::find(resolved.site));
    findings.extend(translation::find(resolved));
    findings.extend(translation_incomplete::find(resolved));
    findings.extend(translation_incomplete::find_untranslated(config, resolved));
    findings.extend(version_differs::find(config));
    findings.extend(editor_outdated::find(config, resolved));
    findings.extend(retractions_old::find(config, resolved));
    findings.extend(policy_missing::find(config, resolved));
    findings.extend(orphan::find(config, resolved));
    findings.extend(health_unreviewed::name_sections(config, resolved));
    findings.extend(file_unlinked::find(config, resolved));
    findings.extend(reading_grade::find_other_languages(config, resolved));
    findings
}

/// The highest reading grade for an audience.
pub(super) fn reading_limit(audience: Option<Audience>) -> f64 {
    reading_grade::limit(audience).0
}

/// The reading grade of each article that is not withdrawn; `None` if it is not in English or too short.
pub(super) fn reading_grades(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Option<f64>> {
    let articles = resolved.site.pages.iter().filter(|page| page.article().is_some() && !page.is_withdrawn());
    let terms = SiteTerms::new(config, resolved);
    let mut counters = terms.counters();
    let grades = articles.map(|page| {
        let is_graded = prose::gives_advice(page) && prose::is_english(&config.languages[page.language].tag);
        let passages = if is_graded { prose::in_body(page) } else { Vec::new() };
        reading_grade::of(&mut counters.by_language[page.language], &passages)
    });
    grades.collect()
}
