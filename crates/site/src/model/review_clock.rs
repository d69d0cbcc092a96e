//! The review clock: whether a page's review is due soon or overdue, why, and which line says so.

use wellpress_diagnostics::yaml::Day;
use wellpress_diagnostics::{Location, Span};

use crate::config::Config;
use crate::parse::front_matter::ChangeKind;

use super::page::Page;
use super::review::{Review, ReviewPlace, Reviewed};

/// Why a review is overdue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overdue {
    /// It was due on this day.
    Due(Day),
    /// What the page says was changed on this day, after the last review; the place is that of the change.
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

impl Reviewed {
    /// Why the review is overdue, if it is. It is not yet on the very day on which it is due.
    #[must_use]
    pub fn overdue(&self, config: &Config) -> Option<Overdue> {
        let due = self.next_review.filter(|day| config.options.clock.is_over(*day));
        let changed = || self.changed_since().map(|(day, span)| Overdue::Changed(day, span));
        let each = due.map(Overdue::Due).into_iter().chain(changed());
        each.min_by_key(|overdue| overdue.since())
    }

    /// The day on which the review is due, if it is so soon that it should be planned.
    #[must_use]
    pub fn due_soon(&self, config: &Config) -> Option<Day> {
        let day = self.next_review?;
        let clock = &config.options.clock;
        let is_soon = !clock.is_over(day) && clock.has_come(config.settings.review.soon.before(day));
        is_soon.then_some(day)
    }

    /// The newest change of what the page says that came after the last review, and its place.
    #[must_use]
    pub fn changed_since(&self) -> Option<(Day, Span)> {
        let last = self.last_reviewed?;
        let changes = self.changes.iter().filter(|change| change.kind == ChangeKind::Substantive);
        let newest = changes.map(|change| &change.date).max_by_key(|date| date.value)?;
        (newest.value > last).then_some((newest.value, newest.span))
    }

    /// The day of the last review for machines, which are not told what sort it was: nothing, where nobody with medical or clinical training is on record for it.
    #[must_use]
    pub fn vouched_on(&self) -> Option<Day> {
        let last = self.last_reviewed.filter(|_| self.is_medically_reviewed());
        self.claimed_beyond_record().map_or(last, |(_, recorded, _)| Some(recorded))
    }

    /// The newest medical or clinical review with a day.
    #[must_use]
    pub fn newest_review(&self) -> Option<&Review> {
        let reviews = self.reviews.iter().filter(|review| review.role.moves_the_date() && review.date.is_some());
        reviews.max_by_key(|review| review.date)
    }

    /// A `last_reviewed` after the newest medical or clinical review, that review's day, and the place of the former.
    #[must_use]
    pub fn claimed_beyond_record(&self) -> Option<(Day, Day, Span)> {
        let mut moving = self.reviews.iter().filter(|review| review.role.moves_the_date());
        let (span, day, newest) = (self.written.last?, self.last_reviewed?, self.newest_review()?.date?);
        (day > newest && moving.all(|review| review.date.is_some())).then_some((day, newest, span))
    }

    /// The line that decides when the review is due: the day itself, else that of the last review.
    #[must_use]
    pub fn due_place(&self, page: &Page) -> Location {
        let written = self.written.next.or(self.written.last);
        match (written, self.newest_review()) {
            (Some(span), _) => page.source.locate(span),
            (None, Some(review)) => page.review_place(review.place),
            (None, None) => Location::file(page.source.path.clone()),
        }
    }
}

impl Page {
    /// Where a review of this page is on record.
    #[must_use]
    pub fn review_place(&self, place: ReviewPlace) -> Location {
        match (place, &self.signed) {
            (ReviewPlace::SignOff(span), Some(signed)) => signed.file.source.locate(span),
            (ReviewPlace::SignOff(span) | ReviewPlace::FrontMatter(span), _) => self.source.locate(span),
        }
    }
}
