//! Bylines: the people who wrote and reviewed a page, and the dates of its history.

use wellpress_foundation::Day;
use wellpress_site::model::page::PageRecord;
use wellpress_site::model::review::{EditorialRecord, Review};
use wellpress_site::model::{Page, PageId};
use wellpress_site::parse::front_matter::{PersonKind, ReviewRole};
use wellpress_site::resolve::review_states::ReviewStanding;

use crate::context;
use crate::html::exercise::not_reviewed;
use crate::notices::{CHANGED_SINCE_SIGN_OFF, review_lines, standing};
use crate::pages::render_context::RenderContext;
use crate::pages::render_context::reading_time::reading_minutes;

impl RenderContext<'_> {
    /// A person or an organisation with their role on a page, and the date of their review if that is the role.
    #[must_use]
    pub fn person(&self, id: PageId, role: String, date: Option<context::Date>) -> context::Person {
        let page = self.resolved.site.page(id);
        let record = if let PageRecord::Person(record) = &page.record { Some(record) } else { None };
        context::Person {
            name: page.full_title(),
            credentials: record.map(|record| record.credentials.clone()).unwrap_or_default(),
            job_title: record.and_then(|record| record.job_title.clone()),
            url: page.url.clone(),
            organisation: record.is_some_and(|record| record.is == PersonKind::Organisation),
            photo: self.resolved.pages[id].hero.as_deref().map(|photo| self.picture(page.language, photo)),
            role,
            date,
            outdated: false,
            signed: false,
        }
    }

    /// The byline of a page. Kinds without an editorial record, such as topics, have dates but no people.
    #[must_use]
    pub fn byline(&self, page: &Page) -> context::Byline {
        let date = |day: Option<Day>| day.map(|day| self.date(page.language, day));
        let editorial = page.editorial();
        let outdated = !page.is_withdrawn() && self.resolved.is_changed_since_sign_off(page);
        // The day was chosen for the words that were reviewed.
        let next_review = editorial.and_then(|editorial| editorial.next_review).filter(|_| !outdated);
        context::Byline {
            people: editorial.map(|editorial| self.people(page, editorial)).unwrap_or_default(),
            medically_reviewed: self.resolved.is_medically_reviewed(page),
            not_reviewed: self.review_notice(page, review_lines(self.resolved, page)),
            health: page.is_health,
            reviewed_as: self.reviewed_as(page),
            outdated,
            published: date(page.published),
            updated: date(page.updated),
            last_reviewed: date(
                self.resolved
                    .newest_of_some_medical_reviews(page)
                    .or_else(|| editorial.and_then(|it| it.last_reviewed)),
            ),
            next_review: date(next_review),
            changed_since: date(editorial.and_then(EditorialRecord::changed_since).map(|(day, _)| day)),
            withdrawn: page.is_withdrawn(),
            reading_minutes: reading_minutes(page),
        }
    }

    /// The byline of a form of a page without the banners of the web page.
    pub(crate) fn byline_without_banners(&self, page: &Page) -> context::Byline {
        context::Byline { not_reviewed: self.review_notice(page, standing(self.resolved, page)), ..self.byline(page) }
    }

    /// What a page says of its review, by the keys of its lines: HTML, or empty.
    fn review_notice(&self, page: &Page, keys: Vec<&str>) -> String {
        let lines: Vec<(String, &str)> = keys
            .into_iter()
            .map(|key| {
                let attributes = if key == CHANGED_SINCE_SIGN_OFF { " data-review=\"changed\"" } else { "" };
                (self.theme.strings.html(page.language, key), attributes)
            })
            .collect();
        let lines: Vec<(&str, &str)> = lines.iter().map(|(words, attributes)| (words.as_str(), *attributes)).collect();
        if lines.is_empty() { String::new() } else { not_reviewed(&lines) }
    }

    /// The role of the reviews that count, medical before clinical.
    fn reviewed_as(&self, page: &Page) -> Option<&'static str> {
        let roles: Vec<ReviewRole> = self.resolved.standing_reviews(page).map(|review| review.role).collect();
        let medical = roles.contains(&ReviewRole::Medical).then_some("medical");
        medical.or_else(|| roles.contains(&ReviewRole::Clinical).then_some("clinical"))
    }

    /// The role in which a reviewer is named. Nobody is named as a medical reviewer whose record shows no credentials.
    #[must_use]
    pub fn shown_role(&self, review: &Review) -> ReviewRole {
        let lacks_credentials = review.role.is_medical_or_clinical() && !self.resolved.is_medical(review);
        if lacks_credentials { ReviewRole::Lay } else { review.role }
    }

    /// Authors, contributors and reviewers. A withdrawn page has no reviewers: nobody vouches for it any more.
    fn people(&self, page: &Page, editorial: &EditorialRecord) -> Vec<context::Person> {
        let say = |key: &str| self.say(page.language, key);
        let authors = editorial.authors.iter().map(|author| self.person(*author, say("text-written-by"), None));
        let contributors = editorial.contributors.iter();
        let contributors = contributors.map(|contributor| {
            self.person(contributor.person, say(&format!("text-contributed-{}", contributor.role)), None)
        });
        let reviews = if page.is_withdrawn() { &[][..] } else { &editorial.reviews };
        let reviewers = reviews.iter().map(|review| {
            let date = review.date.map(|day| self.date(page.language, day));
            let ReviewStanding { is_outdated, is_signed } = self.resolved.review_standing(page, review);
            // Nobody is named as standing behind words that they did not see.
            let role = if is_outdated { "before" } else { self.shown_role(review).as_str() };
            let person = self.person(review.person, say(&format!("text-reviewed-{role}")), date);
            context::Person { outdated: is_outdated, signed: is_signed, ..person }
        });
        authors.chain(contributors).chain(reviewers).collect()
    }
}
