//! Rules that need the whole site, one a file. Each takes the resolved site, or one page of it, and gives its
//! findings.

mod alt_is_filename;
mod alt_missing;
mod author_missing;
mod credential_expired;
mod description_missing;
mod disclaimer_missing;
mod dose_drift;
mod exercise_contraindicated;
mod exercise_record;
mod exercise_twice;
mod heading_skipped;
mod link_text_vague;
mod link_withdrawn;
mod orphan;
mod pii;
mod policy_missing;
mod published_missing;
mod reading_grade;
mod red_flag_without_care;
mod review_content_changed;
mod review_due_soon;
mod review_missing;
mod review_overdue;
mod source_no_access_date;
mod source_no_identifier;
mod source_noticed;
mod source_old;
mod source_superseded;
mod source_unused;
mod title_duplicate;
mod translation;
mod translation_incomplete;
mod video_access;
mod words;

use wellpress_diagnostics::Diagnostic;

use crate::config::Config;
use crate::model::page::Unpublished;
use crate::model::review::Reviewed;
use crate::model::{Page, Record};
use crate::resolve::ResolvedSite;

use super::cited::Cited;
use super::prose;

/// What the rules about pages know before they look at one.
pub(super) struct Prepared {
    /// The glossaries' terms, by language.
    terms: Vec<reading_grade::Terms>,
}

impl Prepared {
    pub fn new(config: &Config, resolved: &ResolvedSite<'_>) -> Prepared {
        let glossaries = |language| resolved.site.glossaries.iter().filter(move |known| known.language == language);
        let terms = (0..config.languages.len()).map(|language| glossaries(language).flat_map(|known| &known.terms));
        Prepared { terms: terms.map(|terms| reading_grade::Terms::new(terms.map(|term| &*term.folded))).collect() }
    }

    /// What there is to learn from one page for the next, at the start.
    pub fn memory(&self) -> Memory<'_> {
        Memory { counters: self.terms.iter().map(reading_grade::Counter::new).collect() }
    }
}

/// What the rules have learned from the pages that they looked at.
pub(super) struct Memory<'a> {
    /// By language.
    counters: Vec<reading_grade::Counter<'a>>,
}

/// The findings of rules that look at a page's own words. All that they look at is in the fingerprint of these words.
pub(super) fn find_in_text(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    memory: &mut Memory<'_>,
    page: &Page,
) -> Vec<Diagnostic> {
    let tag = &config.languages[page.language].tag;
    let mut findings = heading_skipped::find(page);
    findings.extend(alt_is_filename::find(page));
    findings.extend(alt_missing::find(page));
    findings.extend(link_text_vague::find(page, tag));
    findings.extend(video_access::find(page));
    findings.extend(pii::find(config, resolved, page));
    let passages = prose::in_english(page, tag);
    let fields = prose::of_front_matter(page, tag);
    findings.extend(words::find(&resolved.site.library, page, &passages, &fields));
    findings.extend(reading_grade::find(config, &mut memory.counters[page.language], page, &passages));
    findings.extend(description_missing::find(page));
    findings.extend(exercise_record::find(page));
    findings.extend(dose_drift::find(page));
    findings
}

/// The findings of rules about one page that look at what it leads to as well, or at the day.
pub(super) fn find_around(config: &Config, resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    let mut findings = exercise_twice::find(resolved, page);
    findings.extend(disclaimer_missing::find(resolved, page));
    if let Some(reviewed) = page.reviewed().filter(|_| !page.is_withdrawn()) {
        findings.extend(who_and_when(config, page, reviewed));
        findings.extend(review_content_changed::find(config, resolved, page));
    }
    if let Record::Person(person) = &page.record {
        findings.extend(credential_expired::find_in_profile(config, page, person));
    }
    findings.extend(exercise_contraindicated::find(resolved, page));
    findings.extend(red_flag_without_care::find(resolved, page));
    findings.extend(about_sources(config, resolved, page));
    findings
}

fn about_sources(config: &Config, resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    // Nothing of its text is shown, and so nothing that it cites.
    if page.is_withdrawn() {
        return Vec::new();
    }
    let cited = Cited::new(resolved, page);
    let library = &resolved.site.library;
    let mut findings = source_noticed::find(resolved, page, &cited);
    findings.extend(source_superseded::find(library, &cited));
    findings.extend(source_old::find(library, &config.options.clock, &cited));
    findings
}

/// Who stands behind a page, since when, and who has looked at it last.
fn who_and_when(config: &Config, page: &Page, reviewed: &Reviewed) -> impl Iterator<Item = Diagnostic> {
    // A draft that is brought in is still being written.
    let absences = match page.included {
        Some(Unpublished::Draft) => [None, None, None],
        _ => [
            author_missing::find(page, reviewed),
            published_missing::find(page),
            review_missing::find(config, page, reviewed),
        ],
    };
    let clock = [review_overdue::find(config, page, reviewed), review_due_soon::find(config, page, reviewed)];
    absences.into_iter().chain(clock).flatten()
}

/// The findings of rules that look at the site as a whole.
pub(super) fn find_in_site(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = source_unused::find(resolved).collect();
    findings.extend(credential_expired::find_in_reviews(resolved.site));
    findings.extend(link_withdrawn::find(config, resolved));
    findings.extend(source_noticed::find_beside_pages(resolved));
    findings.extend(dose_drift::find_in_programmes(resolved));
    findings.extend(pii::find_beside_pages(config, resolved));
    findings.extend(source_no_access_date::find(resolved));
    findings.extend(source_no_identifier::find(resolved));
    findings.extend(title_duplicate::find(resolved));
    findings.extend(translation::find(resolved));
    findings.extend(translation_incomplete::find(resolved));
    findings.extend(policy_missing::find(config, resolved));
    findings.extend(orphan::find(config, resolved));
    findings.extend(reading_grade::find_other_languages(config, resolved));
    findings
}

/// The reading grade of each article that stands, where it can be told: English, and long enough.
pub(super) fn reading_grades(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Option<f64>> {
    let articles = resolved.site.pages.iter().filter(|page| page.article().is_some() && !page.is_withdrawn());
    let prepared = Prepared::new(config, resolved);
    let mut memory = prepared.memory();
    let grade = |page: &Page| {
        let passages = prose::in_english(page, &config.languages[page.language].tag);
        reading_grade::of(&mut memory.counters[page.language], &passages)
    };
    articles.map(|page| &**page).map(grade).collect()
}
