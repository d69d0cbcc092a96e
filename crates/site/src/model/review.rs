//! [`EditorialRecord`]: who stands behind a page, when it was reviewed, and what became of it since. Articles, exercises and
//! programmes have one.
//!
//! Input are the fields of the front matter and the sign-offs of the page; output is the record with all ids resolved.
//! When a review is due is computed in `review_clock`.

use std::cmp::Reverse;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source, Span, rules};
use wellpress_foundation::Day;

use crate::config::Config;
use crate::parse::front_matter::{
    AcknowledgedRetraction, CitationFields, Contributor, ContributorRole, Correction, FrontMatter, OmitDisclaimers,
    PageChange, ReviewRole, Reviewer, Withdrawn,
};
use crate::sections::ContentKind;

use super::disclaimer::DisclaimerId;
use super::fields::NamedInFields;
use super::lookup::{IdResolver, Lookup};
use super::page_head::PageHead;
use super::page_id::PageId;
use super::reference::ReferenceId;
use super::sign_off::{self, PageSignOffs};
use super::source_division::SourceDivision;

/// Authors, reviews, corrections and the other fields that articles, exercises and programmes share.
///
/// Reviews come from two places, the front matter and the sign-offs in `content/reviews`, and are merged here, so that later
/// stages need not know where one is on record. All ids are resolved; an unknown one was reported and is missing.
#[derive(Debug)]
pub struct EditorialRecord {
    /// The people who wrote the page.
    pub authors: Vec<PageId>,
    /// Who took part in another role.
    pub contributors: Vec<PageContributor>,
    /// Reviews of the front matter, merged with those of sign-offs.
    pub reviews: Vec<Review>,
    /// Day of the last medical or clinical review: as the front matter claims it, else the newest on record.
    pub last_reviewed: Option<Day>,
    /// Day on which a medical or clinical reviewer last approved of changes alone, which renews no review.
    pub changes_approved: Option<Day>,
    /// Day on which the next review is due: as the front matter says, else `last_reviewed` and the period of the settings.
    pub next_review: Option<Day>,
    /// Where the front matter writes these two days.
    pub(super) day_spans: ReviewDaySpans,
    /// Topics that the page is about.
    pub topics: Vec<PageId>,
    /// Disclaimers to show beside the standing ones.
    pub disclaimers: Vec<DisclaimerId>,
    /// Standing disclaimers that are not shown here.
    pub omitted: Vec<DisclaimerId>,
    /// Sources to list though the text does not cite them, each with the place of its key.
    pub uncited_references: Vec<Located<ReferenceId>>,
    /// Set if the page was taken back.
    pub withdrawn: Option<Withdrawal>,
    /// Corrected mistakes, the newest first.
    pub corrections: Vec<Correction>,
    /// Changes that correct no mistake, newest first.
    pub changes: Vec<PageChange>,
    /// How this page cites, as far as it differs from the settings.
    pub citations: CitationFields,
    /// How the list of sources is divided and annotated.
    pub sources: SourceDivision,
    /// Retracted sources that are cited on purpose.
    pub acknowledged: Vec<AcknowledgedRetraction>,
    /// Related articles that come before those that the build finds.
    pub related_articles: Vec<PageId>,
    /// Related exercises that come before those that the build finds.
    pub related_exercises: Vec<PageId>,
    /// Pages to which the front matter leads readers, each with the place of its id. An exercise adds its easier, harder and
    /// next ones, an article its exercises.
    pub front_matter_links: Vec<Located<PageId>>,
}

/// The notice that stands in the place of a page which was taken back.
#[derive(Debug)]
pub struct Withdrawal {
    /// The day on which it was taken back.
    pub date: Day,
    /// Why it was taken back.
    pub reason: String,
    /// The person who took it back.
    pub by: Option<PageId>,
    /// The page to read instead.
    pub successor: Option<PageId>,
    /// Where the front matter names that page; `None` if the withdrawal is the original's.
    pub successor_span: Option<Span>,
    /// Whether the reason is that of the page in the site's main language, and in that language.
    pub is_of_original: bool,
}

/// Somebody who took part in a page and is none of its authors.
#[derive(Debug, Clone, Copy)]
pub struct PageContributor {
    /// The page of the contributor.
    pub person: PageId,
    /// What the person did.
    pub role: ContributorRole,
}

/// One review of a page by one person.
#[derive(Debug, Clone, Copy)]
pub struct Review {
    /// The page of the reviewer.
    pub person: PageId,
    /// The role in which the person reviewed.
    pub role: ReviewRole,
    /// On which day; a review of the front matter need not say.
    pub date: Option<Day>,
    /// Which line says so.
    pub place: ReviewPlace,
}

/// The file in which a review is on record, with the place of the person's id in it.
#[derive(Debug, Clone, Copy)]
pub enum ReviewPlace {
    /// The page's own file.
    FrontMatter(Span),
    /// The page's file of sign-offs.
    SignOff(Span),
}

/// Where the front matter writes the days of reviews.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ReviewDaySpans {
    pub last: Option<Span>,
    pub next: Option<Span>,
}

impl EditorialRecord {
    /// Whether a medical or clinical review is on record.
    #[must_use]
    pub fn is_medically_reviewed(&self) -> bool {
        self.reviews.iter().any(|review| review.role.is_medical_or_clinical())
    }
}

impl ReviewRole {
    /// Whether the review vouches for the health content, by somebody with medical or clinical training. Only such a review
    /// renews the date of a page; an editor or a lay reader vouches for the wording.
    #[must_use]
    pub fn is_medical_or_clinical(self) -> bool {
        matches!(self, Self::Medical | Self::Clinical)
    }
}

/// Resolves the fields of front matter and merges them with the sign-offs of the page, and with what declared fields name.
pub(super) fn read(
    lookup: Lookup<'_>,
    page: &PageHead<'_>,
    front: &FrontMatter,
    named: NamedInFields,
    sign_offs: Option<&PageSignOffs>,
    findings: &mut Vec<Diagnostic>,
) -> EditorialRecord {
    refuse_future_days(lookup.config, page, front, findings);
    let mut ids = lookup.ids_of(page, findings);
    let authors = ids.pages(ContentKind::Person, &front.authors);
    let contributors = contributors(&mut ids, &front.contributors);
    let mut reviews = reviews(&mut ids, &front.reviewers);
    let withdrawn = front.withdrawn.clone().map(|withdrawn| withdrawal(&mut ids, page, withdrawn));
    // The page's own notice goes first, because its reason is in the language of the page.
    let withdrawn = withdrawn.or_else(|| withdrawal_of_original(lookup, page));
    if let Some(sign_offs) = sign_offs {
        sign_off::add_reviews(lookup, page, sign_offs, &mut reviews, findings);
        sign_off::refuse_self_review(lookup, page, sign_offs, &front.authors, findings);
    }
    refuse_unknown_acknowledged(lookup, page, &front.acknowledged_retractions, findings);
    // Behind the sign-offs, which count as reviews.
    let days = ReviewDays::new(lookup.config, front.last_reviewed, front.next_review, &reviews);
    let sources = SourceDivision::read(lookup, page.source, &front.source_groups, &front.source_notes, findings);
    let mut ids = lookup.ids_of(page, findings);
    // First, because an exercise looks for its own links behind all others.
    let mut links = named.pages;
    let keys_without_notes = front.references.iter().chain(front.source_groups.iter().flat_map(|group| &group.sources));
    let reference_keys = keys_without_notes.chain(front.source_notes.iter().map(|note| &note.source));
    let record = EditorialRecord {
        topics: ids.pages(ContentKind::Topic, &front.topics),
        disclaimers: ids.disclaimers(&front.disclaimers),
        omitted: front.omit_disclaimers.as_ref().map_or_else(Vec::new, |omit| ids.disclaimers(&omit.value.ids)),
        uncited_references: ids.references(reference_keys).into_iter().chain(named.sources).collect(),
        sources,
        related_articles: ids.linked_pages(ContentKind::Article, &front.related.articles, &mut links),
        related_exercises: ids.linked_pages(ContentKind::Exercise, &front.related.exercises, &mut links),
        last_reviewed: days.last,
        changes_approved: sign_offs.and_then(PageSignOffs::changes_approved),
        next_review: days.next,
        day_spans: days.spans,
        front_matter_links: links,
        authors,
        contributors,
        reviews,
        withdrawn,
        corrections: newest_first(shown_corrections(front), |correction| correction.date.value),
        changes: newest_first(front.changes.clone(), |change| change.date.value),
        citations: front.citations.clone(),
        acknowledged: front.acknowledged_retractions.clone(),
    };
    refuse_self_review(lookup, page, &front.authors, &front.reviewers, findings);
    refuse_omission_without_reason(page, front.omit_disclaimers.as_ref(), findings);
    record
}

fn contributors(ids: &mut IdResolver<'_, '_>, contributors: &[Contributor]) -> Vec<PageContributor> {
    contributors
        .iter()
        .filter_map(|contributor| {
            Some(PageContributor {
                person: ids.page(ContentKind::Person, &contributor.person)?,
                role: contributor.role,
            })
        })
        .collect()
}

fn reviews(ids: &mut IdResolver<'_, '_>, reviewers: &[Reviewer]) -> Vec<Review> {
    reviewers
        .iter()
        .filter_map(|reviewer| {
            Some(Review {
                person: ids.page(ContentKind::Person, &reviewer.person)?,
                role: reviewer.role,
                date: reviewer.date.as_ref().map(|date| date.value),
                place: ReviewPlace::FrontMatter(reviewer.person.span),
            })
        })
        .collect()
}

fn withdrawal(ids: &mut IdResolver<'_, '_>, page: &PageHead<'_>, withdrawn: Withdrawn) -> Withdrawal {
    Withdrawal {
        date: withdrawn.date.value,
        reason: withdrawn.reason,
        by: withdrawn.by.as_ref().and_then(|id| ids.page(ContentKind::Person, id)),
        successor: withdrawn.replaced_by.as_ref().and_then(|id| ids.page(page.file.kind, id)),
        successor_span: withdrawn.replaced_by.map(|id| id.span),
        is_of_original: false,
    }
}

/// A text that is harmful in one language is so in all, so a translation is taken back with its original.
fn withdrawal_of_original(lookup: Lookup<'_>, page: &PageHead<'_>) -> Option<Withdrawal> {
    let original = page.original?;
    let withdrawn = original.fields.withdrawn.as_ref()?;
    let successor = withdrawn.replaced_by.as_ref().and_then(|id| {
        lookup.index.find(lookup.config.sections[page.file.section].kind, &id.value, page.file.language).page()
    });
    Some(Withdrawal {
        date: withdrawn.date.value,
        reason: withdrawn.reason.clone(),
        by: None,
        successor,
        successor_span: None,
        is_of_original: original.language != page.file.language,
    })
}

/// The days of the last and the next review, each as written, else computed.
struct ReviewDays {
    last: Option<Day>,
    next: Option<Day>,
    spans: ReviewDaySpans,
}

impl ReviewDays {
    fn new(
        config: &Config,
        last_reviewed: Option<Located<Day>>,
        next_review: Option<Located<Day>>,
        reviews: &[Review],
    ) -> Self {
        let spans = ReviewDaySpans {
            last: last_reviewed.as_ref().map(|day| day.span),
            next: next_review.as_ref().map(|day| day.span),
        };
        let medical_reviews = reviews.iter().filter(|review| review.role.is_medical_or_clinical());
        let newest_review = medical_reviews.filter_map(|review| review.date).max();
        let last = last_reviewed.map(|day| day.value).or(newest_review);
        let next = next_review.map(|day| day.value).or_else(|| Some(config.settings.review.every?.after(last?)));
        Self { last, next, spans }
    }
}

fn newest_first<T>(mut entries: Vec<T>, day: fn(&T) -> Day) -> Vec<T> {
    entries.sort_by_key(|entry| Reverse(day(entry)));
    entries
}

/// The corrections that a person has looked at.
fn shown_corrections(front: &FrontMatter) -> Vec<Correction> {
    front.corrections.iter().filter(|correction| !correction.is_pending()).cloned().collect()
}

/// An event on record cannot lie in the future: a review dated tomorrow would vouch for a text that may still change.
fn refuse_future_days(config: &Config, page: &PageHead<'_>, front: &FrontMatter, findings: &mut Vec<Diagnostic>) {
    let reviews = front.reviewers.iter().filter_map(|reviewer| reviewer.date.as_ref());
    let corrections = front.corrections.iter().map(|correction| &correction.date);
    let changes = front.changes.iter().map(|change| &change.date);
    let withdrawn = front.withdrawn.iter().map(|withdrawn| &withdrawn.date);
    let days = reviews.chain(&front.last_reviewed).chain(corrections).chain(changes).chain(withdrawn);
    findings.extend(days.filter_map(|day| future_day(config, page.source, day)));
}

/// The finding about a day on which something is said to have been done, if it is still to come.
pub(super) fn future_day(config: &Config, source: &Source, day: &Located<Day>) -> Option<Diagnostic> {
    let message = format!("`{day}` is still to come");
    let finding = Diagnostic::new(&rules::DATE_INVALID, source.locate(day.span), message);
    let is_future = !config.options.clock.has_come(day.value);
    is_future.then(|| finding.help("write the day on which it was done"))
}

/// An acknowledged source must exist: in the library, or in the list of references that the author wrote by hand.
fn refuse_unknown_acknowledged(
    lookup: Lookup<'_>,
    page: &PageHead<'_>,
    acknowledged: &[AcknowledgedRetraction],
    findings: &mut Vec<Diagnostic>,
) {
    let sources = acknowledged.iter().map(|acknowledged| &acknowledged.source);
    let unlisted = sources.filter(|source| !page.body.references.iter().any(|item| item.is_named(&source.value)));
    lookup.ids_of(page, findings).references(unlisted);
}

fn refuse_self_review(
    lookup: Lookup<'_>,
    page: &PageHead<'_>,
    authors: &[Located<String>],
    reviewers: &[Reviewer],
    findings: &mut Vec<Diagnostic>,
) {
    for reviewer in reviewers {
        let Some(work) = work_written_by(lookup, page, authors, &reviewer.person.value) else { continue };
        let location = page.source.locate(reviewer.person.span);
        let message = format!("`{}` wrote {work}this page and cannot review it", reviewer.person.value);
        let finding = Diagnostic::new(&rules::REVIEW_SELF, location, message);
        findings.push(finding.help("name a reviewer who is not an author"));
    }
}

/// Whether this person wrote the page, or the original that it translates. The words go before the page in a
/// message: nothing for the page itself, `the original of ` for the original.
pub(super) fn work_written_by(
    lookup: Lookup<'_>,
    page: &PageHead<'_>,
    authors: &[Located<String>],
    person: &str,
) -> Option<&'static str> {
    // One may be named by more of the path than the other.
    let record_of = |id: &str| lookup.index.find(ContentKind::Person, id, page.file.language).page();
    let record = record_of(person);
    let is_same = |author: &str| author == person || record.is_some() && record_of(author) == record;
    if authors.iter().any(|author| is_same(&author.value)) {
        return Some("");
    }
    page.original.filter(|original| original.authors().any(is_same)).map(|_| "the original of ")
}

fn refuse_omission_without_reason(
    page: &PageHead<'_>,
    omit: Option<&Located<OmitDisclaimers>>,
    findings: &mut Vec<Diagnostic>,
) {
    let Some(omit) = omit else { return };
    if omit.value.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
        let location = page.source.locate(omit.span);
        let finding =
            Diagnostic::new(&rules::DISCLAIMER_OMITTED, location, "a disclaimer is left out without a reason");
        findings.push(finding.help("add `reason: \"..\"`, or show the disclaimer"));
    }
}
