//! What articles and exercises share: who stands behind them, reviews, topics, disclaimers, corrections.

use wellpress_diagnostics::yaml::{Day, Located};
use wellpress_diagnostics::{Diagnostic, Span, rules};

use crate::config::Config;
use crate::discover::Kind;
use crate::parse::front_matter::{
    AcknowledgedRetraction, Change, Contributor, ContributorRole, Correction, OmitDisclaimers, PageCitations,
    Programme, Related, ReviewRole, Reviewer, Withdrawn,
};

use super::disclaimer::DisclaimerId;
use super::lookup::{Found, Lookup};
use super::page::{Page, PageId};
use super::reference::ReferenceId;
use super::sign_off;

/// What articles and exercises share.
#[derive(Debug)]
pub struct Reviewed {
    /// Who wrote it.
    pub authors: Vec<PageId>,
    /// Who else took part.
    pub contributors: Vec<(PageId, ContributorRole)>,
    /// Who reviewed it.
    pub reviews: Vec<Review>,
    /// Last medical or clinical review.
    pub last_reviewed: Option<Day>,
    /// When the next review is due.
    pub next_review: Option<Day>,
    /// Where these two are written, if they are.
    pub(super) written: WrittenDays,
    /// Topics.
    pub topics: Vec<PageId>,
    /// Disclaimers beside those that are always shown.
    pub disclaimers: Vec<DisclaimerId>,
    /// Disclaimers that are not shown here.
    pub omitted: Vec<DisclaimerId>,
    /// Sources listed though no mark cites them, with their places.
    pub listed: Vec<(ReferenceId, Span)>,
    /// Taken back.
    pub withdrawn: Option<Withdrawal>,
    /// Corrections, newest first.
    pub corrections: Vec<Correction>,
    /// Other changes, newest first.
    pub changes: Vec<Change>,
    /// Differences from the settings' citations.
    pub citations: PageCitations,
    /// Retracted sources cited on purpose.
    pub acknowledged: Vec<AcknowledgedRetraction>,
    /// Related articles that come first.
    pub related_articles: Vec<PageId>,
    /// Related exercises that come first.
    pub related_exercises: Vec<PageId>,
    /// Pages that its front matter leads readers to, each with the place of its id.
    pub led_to: Vec<(PageId, Span)>,
}

/// That a page was taken back.
#[derive(Debug)]
pub struct Withdrawal {
    /// When.
    pub date: Day,
    /// Why.
    pub reason: String,
    /// The page that stands in its place.
    pub successor: Option<PageId>,
    /// Where its own front matter names that page.
    pub named: Option<Span>,
    /// Whether it is a translation whose original was taken back; the reason is then in the site's own language.
    pub is_of_original: bool,
}

/// One review.
#[derive(Debug, Clone, Copy)]
pub struct Review {
    /// Who.
    pub person: PageId,
    /// In which role.
    pub role: ReviewRole,
    /// When.
    pub date: Option<Day>,
    /// Where it says so.
    pub place: ReviewPlace,
}

/// Where a review is on record.
#[derive(Debug, Clone, Copy)]
pub enum ReviewPlace {
    /// In the front matter: the person's id.
    FrontMatter(Span),
    /// In the page's file of sign-offs: the person's id.
    SignOff(Span),
}

/// Where the days of reviews are written in the front matter.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct WrittenDays {
    pub last: Option<Span>,
    pub next: Option<Span>,
}

impl Reviewed {
    /// Whether a medical or clinical review is on record.
    #[must_use]
    pub fn is_medically_reviewed(&self) -> bool {
        self.reviews.iter().any(|review| review.role.moves_the_date())
    }
}

impl ReviewRole {
    /// Only a medical or clinical review says that a page is sound.
    #[must_use]
    pub fn moves_the_date(self) -> bool {
        matches!(self, Self::Medical | Self::Clinical)
    }
}

/// The fields of front matter that this is made of.
pub(super) struct Written {
    pub authors: Vec<Located<String>>,
    pub contributors: Vec<Contributor>,
    pub reviewers: Vec<Reviewer>,
    pub last_reviewed: Option<Located<Day>>,
    pub next_review: Option<Located<Day>>,
    pub topics: Vec<Located<String>>,
    pub disclaimers: Vec<Located<String>>,
    pub omit: Option<Located<OmitDisclaimers>>,
    pub references: Vec<Located<String>>,
    pub withdrawn: Option<Withdrawn>,
    pub corrections: Vec<Correction>,
    pub changes: Vec<Change>,
    pub citations: PageCitations,
    pub acknowledged: Vec<AcknowledgedRetraction>,
    pub related: Related,
}

macro_rules! reviewed {
    ($lookup:expr, $page:expr, $front:expr, $findings:expr) => {
        $crate::model::review::read(
            $lookup,
            $page,
            $crate::model::review::Written {
                authors: std::mem::take(&mut $front.authors),
                contributors: std::mem::take(&mut $front.contributors),
                reviewers: std::mem::take(&mut $front.reviewers),
                last_reviewed: $front.last_reviewed.take(),
                next_review: $front.next_review.take(),
                topics: std::mem::take(&mut $front.topics),
                disclaimers: std::mem::take(&mut $front.disclaimers),
                omit: $front.omit_disclaimers.take(),
                references: std::mem::take(&mut $front.references),
                withdrawn: $front.withdrawn.take(),
                corrections: std::mem::take(&mut $front.corrections),
                changes: std::mem::take(&mut $front.changes),
                citations: std::mem::take(&mut $front.citations),
                acknowledged: std::mem::take(&mut $front.acknowledged_retractions),
                related: std::mem::take(&mut $front.related),
            },
            $findings,
        )
    };
}
pub(super) use reviewed;

/// What a programme shares with articles and exercises: it has no corrections, citations and related pages of its own.
pub(super) fn of_programme(
    lookup: Lookup<'_>,
    page: &Page,
    front: &mut Programme,
    findings: &mut Vec<Diagnostic>,
) -> Reviewed {
    let written = Written {
        authors: std::mem::take(&mut front.authors),
        contributors: std::mem::take(&mut front.contributors),
        reviewers: std::mem::take(&mut front.reviewers),
        last_reviewed: front.last_reviewed.take(),
        next_review: front.next_review.take(),
        topics: std::mem::take(&mut front.topics),
        disclaimers: std::mem::take(&mut front.disclaimers),
        omit: front.omit_disclaimers.take(),
        references: std::mem::take(&mut front.references),
        withdrawn: front.withdrawn.take(),
        corrections: Vec::new(),
        changes: Vec::new(),
        citations: PageCitations::default(),
        acknowledged: Vec::new(),
        related: Related::default(),
    };
    read(lookup, page, written, findings)
}

/// Gives the fields their meaning.
pub(super) fn read(lookup: Lookup<'_>, page: &Page, written: Written, findings: &mut Vec<Diagnostic>) -> Reviewed {
    refuse_days_to_come(lookup.config, page, &written, findings);
    let mut ids = lookup.of(page, findings);
    let authors = ids.pages(Kind::Person, &written.authors);
    let person = |contributor: &Contributor| Some((ids.page(Kind::Person, &contributor.person)?, contributor.role));
    let contributors = written.contributors.iter().filter_map(person).collect();
    let review = |reviewer: &Reviewer| {
        let person = ids.page(Kind::Person, &reviewer.person)?;
        let place = ReviewPlace::FrontMatter(reviewer.person.span);
        Some(Review { person, role: reviewer.role, date: reviewer.date.as_ref().map(|date| date.value), place })
    };
    let mut reviews: Vec<Review> = written.reviewers.iter().filter_map(review).collect();
    let withdrawn = written.withdrawn.map(|withdrawn| Withdrawal {
        date: withdrawn.date.value,
        reason: withdrawn.reason,
        successor: withdrawn.replaced_by.as_ref().and_then(|id| ids.page(page.kind, id)),
        named: withdrawn.replaced_by.map(|id| id.span),
        is_of_original: false,
    });
    let withdrawn = withdrawn.or_else(|| of_original(lookup, page));
    if let Some(signed) = &page.signed {
        sign_off::add_reviews(lookup, page, signed, &mut reviews, findings);
        sign_off::refuse_self_review(page, signed, &written.authors, findings);
    }
    let mut ids = lookup.of(page, findings);
    let mut led_to = Vec::new();
    let place = |day: &Option<Located<Day>>| day.as_ref().map(|day| day.span);
    let days = WrittenDays { last: place(&written.last_reviewed), next: place(&written.next_review) };
    let next_written = written.next_review.map(|day| day.value);
    let last_reviewed = written.last_reviewed.map(|date| date.value).or_else(|| newest_review(&reviews));
    let in_list = |key: &str| page.body.references.iter().any(|item| item.is_named(key));
    let acknowledged = written.acknowledged.iter().map(|acknowledged| &acknowledged.source);
    ids.references(acknowledged.filter(|source| !in_list(&source.value)));
    let mut corrections = written.corrections;
    corrections.sort_by_key(|correction| std::cmp::Reverse(correction.date.value));
    let mut changes = written.changes;
    changes.sort_by_key(|change| std::cmp::Reverse(change.date.value));
    let reviewed = Reviewed {
        topics: ids.pages(Kind::Topic, &written.topics),
        disclaimers: ids.disclaimers(&written.disclaimers),
        omitted: written.omit.as_ref().map_or_else(Vec::new, |omit| ids.disclaimers(&omit.value.ids)),
        listed: ids.references(written.references.iter()),
        related_articles: ids.led_to(Kind::Article, &written.related.articles, &mut led_to),
        related_exercises: ids.led_to(Kind::Exercise, &written.related.exercises, &mut led_to),
        next_review: next_written.or_else(|| next_review(lookup.config, last_reviewed)),
        written: days,
        led_to,
        authors,
        contributors,
        reviews,
        last_reviewed,
        withdrawn,
        corrections,
        changes,
        citations: written.citations,
        acknowledged: written.acknowledged,
    };
    refuse_self_review(page, &written.authors, &written.reviewers, findings);
    refuse_bare_omission(page, written.omit.as_ref(), findings);
    reviewed
}

/// What is harmful in one language is so in all: a translation is taken back with its original.
fn of_original(lookup: Lookup<'_>, page: &Page) -> Option<Withdrawal> {
    let withdrawn = page.original.as_ref()?.withdrawn.as_ref()?;
    let successor = withdrawn.replaced_by.as_ref().map(|id| lookup.index.find(page.kind, &id.value, page.language));
    Some(Withdrawal {
        date: withdrawn.date.value,
        reason: withdrawn.reason.clone(),
        successor: successor.and_then(|found| if let Found::Page(page) = found { Some(page) } else { None }),
        named: None,
        is_of_original: true,
    })
}

fn newest_review(reviews: &[Review]) -> Option<Day> {
    reviews.iter().filter(|review| review.role.moves_the_date()).filter_map(|review| review.date).max()
}

fn next_review(config: &Config, last: Option<Day>) -> Option<Day> {
    Some(config.settings.review.every?.after(last?))
}

/// What is said to have been done cannot lie ahead: a review of tomorrow would vouch for a text that may yet change.
fn refuse_days_to_come(config: &Config, page: &Page, written: &Written, findings: &mut Vec<Diagnostic>) {
    let reviews = written.reviewers.iter().filter_map(|reviewer| reviewer.date.as_ref());
    let corrections = written.corrections.iter().map(|correction| &correction.date);
    let changes = written.changes.iter().map(|change| &change.date);
    let withdrawn = written.withdrawn.iter().map(|withdrawn| &withdrawn.date);
    let days = reviews.chain(&written.last_reviewed).chain(corrections).chain(changes).chain(withdrawn);
    for day in days.filter(|day| !config.options.clock.has_come(day.value)) {
        let place = page.source.locate(day.span);
        let finding = Diagnostic::new(&rules::DATE_INVALID, place, format!("`{day}` is still to come"));
        findings.push(finding.help("write the day on which it was done"));
    }
}

fn refuse_self_review(
    page: &Page,
    authors: &[Located<String>],
    reviewers: &[Reviewer],
    findings: &mut Vec<Diagnostic>,
) {
    for reviewer in reviewers {
        let Some(written) = written_by(page, authors, &reviewer.person.value) else { continue };
        let place = page.source.locate(reviewer.person.span);
        let message = format!("`{}` wrote {written}this page and cannot review it", reviewer.person.value);
        findings
            .push(Diagnostic::new(&rules::REVIEW_SELF, place, message).help("name a reviewer who is not an author"));
    }
}

/// What the person wrote, to be said before the page that it is of: the page itself, or what it is a translation of.
pub(super) fn written_by(page: &Page, authors: &[Located<String>], person: &str) -> Option<&'static str> {
    let is_of_original = || page.original.as_ref().is_some_and(|original| original.is_by(person));
    match authors.iter().any(|author| author.value == person) {
        true => Some(""),
        false => is_of_original().then_some("the original of "),
    }
}

fn refuse_bare_omission(page: &Page, omit: Option<&Located<OmitDisclaimers>>, findings: &mut Vec<Diagnostic>) {
    let Some(omit) = omit else { return };
    if omit.value.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
        let place = page.source.locate(omit.span);
        let finding = Diagnostic::new(&rules::DISCLAIMER_OMITTED, place, "a disclaimer is left out without a reason");
        findings.push(finding.help("add `reason: \"..\"`, or show the disclaimer"));
    }
}
