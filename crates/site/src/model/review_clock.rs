//! When the review of a page is due: whether it is due soon or overdue, why, and which line of the sources says so.

use wellpress_diagnostics::{Location, Span};
use wellpress_foundation::Day;

use crate::config::Config;
use crate::parse::front_matter::ChangeKind;

use super::page::Page;
use super::review::{EditorialRecord, Review, ReviewPlace};

/// Why a review is overdue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overdue {
    /// It was due on this day.
    Due(Day),
    /// A substantive change was made on this day, after the last review; the span is that of the change's date.
    Changed(Day, Span),
}

impl Overdue {
    /// The day since which it is overdue.
    #[must_use]
    pub fn since(self) -> Day {
        match self {
            Self::Due(day) | Self::Changed(day, _) => day,
        }
    }
}

/// A `last_reviewed` that is later than every medical or clinical review on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnrecordedReview {
    /// The day that `last_reviewed` says.
    pub claimed: Day,
    /// The day of the newest review on record.
    pub recorded: Day,
    /// The place of `last_reviewed` in the front matter.
    pub span: Span,
}

impl EditorialRecord {
    /// Why the review is overdue, the earlier reason if there are two. On the very day on which it is due, it is not yet.
    #[must_use]
    pub fn overdue(&self, config: &Config) -> Option<Overdue> {
        let due = self.next_review.filter(|day| config.options.clock.is_over(*day)).map(Overdue::Due);
        let changed = self.changed_since().map(|(day, span)| Overdue::Changed(day, span));
        due.into_iter().chain(changed).min_by_key(|overdue| overdue.since())
    }

    /// The day on which the review is due, if that is within the period of the settings in which a site plans for it.
    #[must_use]
    pub fn due_soon(&self, config: &Config) -> Option<Day> {
        let day = self.next_review?;
        let clock = &config.options.clock;
        let is_soon = !clock.is_over(day) && clock.has_come(config.settings.review.soon.before(day));
        is_soon.then_some(day)
    }

    /// The newest substantive change after the last review and the last approval of changes, and its place. On the same day the order is unknown, and the review is
    /// taken to be the later one. `None` for a page that was never reviewed, which
    /// has findings of its own.
    #[must_use]
    pub fn changed_since(&self) -> Option<(Day, Span)> {
        let last_reviewed = self.last_reviewed?;
        let substantive = self.changes.iter().filter(|change| change.kind == ChangeKind::Substantive);
        let newest = substantive.map(|change| &change.date).max_by_key(|date| date.value)?;
        let last_approved = self.changes_approved.map_or(last_reviewed, |day| day.max(last_reviewed));
        (newest.value > last_approved).then_some((newest.value, newest.span))
    }

    /// The day of the last review as structured data for search engines states it, which has no field for the reviewer's
    /// role. So only a medical or clinical review on record counts, and a later `last_reviewed` without one does not.
    #[must_use]
    pub fn medically_reviewed_on(&self) -> Option<Day> {
        let last = self.last_reviewed.filter(|_| self.is_medically_reviewed());
        self.unrecorded_review().map_or(last, |unrecorded| Some(unrecorded.recorded))
    }

    /// The newest medical or clinical review with a day.
    #[must_use]
    pub fn newest_review(&self) -> Option<&Review> {
        let dated = self.reviews.iter().filter(|review| review.role.is_medical_or_clinical() && review.date.is_some());
        dated.max_by_key(|review| review.date)
    }

    /// A `last_reviewed` that no medical or clinical review supports. If one of those reviews has no date, it may be of that
    /// day, and nothing is reported.
    #[must_use]
    pub fn unrecorded_review(&self) -> Option<UnrecordedReview> {
        let mut medical = self.reviews.iter().filter(|review| review.role.is_medical_or_clinical());
        let (span, claimed, recorded) = (self.day_spans.last?, self.last_reviewed?, self.newest_review()?.date?);
        let is_unrecorded = claimed > recorded && medical.all(|review| review.date.is_some());
        is_unrecorded.then_some(UnrecordedReview { claimed, recorded, span })
    }

    /// The line that decides when the review is due: `next_review`, else `last_reviewed`, else the newest review.
    #[must_use]
    pub fn due_location(&self, page: &Page) -> Location {
        match (self.day_spans.next.or(self.day_spans.last), self.newest_review()) {
            (Some(span), _) => page.source.locate(span),
            (None, Some(review)) => page.review_location(review.place),
            (None, None) => Location::file(page.source.path.clone()),
        }
    }
}

impl Page {
    /// Where a review of this page is on record.
    #[must_use]
    pub fn review_location(&self, place: ReviewPlace) -> Location {
        match (place, &self.sign_offs) {
            (ReviewPlace::SignOff(span), Some(sign_offs)) => sign_offs.file.source.locate(span),
            (ReviewPlace::SignOff(span) | ReviewPlace::FrontMatter(span), _) => self.source.locate(span),
        }
    }
}
