//! Credentials whose time is over: on the profile that shows them, and at each review that was made after it.

use wellpress_diagnostics::{Diagnostic, rules};

use crate::config::Config;
use crate::model::page::Record;
use crate::model::person::Person;
use crate::model::review::{Review, Reviewed};
use crate::model::{Page, Site};

/// The finding of a profile, at its `credentials_expire`.
pub(super) fn find_in_profile(config: &Config, page: &Page, person: &Person) -> Option<Diagnostic> {
    let day = person.credentials_expire.as_ref().filter(|day| config.options.clock.is_over(day.value))?;
    let message = format!("the credentials of `{}` expired on {day}", page.name);
    let finding = Diagnostic::new(&rules::CREDENTIAL_EXPIRED, page.source.locate(day.span), message);
    Some(finding.help("ask whether they were renewed: put in the new day, or take the credentials out"))
}

/// The findings of reviews by people whose credentials were over on that day.
pub(super) fn find_in_reviews(site: &Site) -> Vec<Diagnostic> {
    let expires = |page: &Page| matches!(&page.record, Record::Person(person) if person.credentials_expire.is_some());
    if !site.pages.iter().any(|page| expires(page)) {
        return Vec::new();
    }
    let pages = site.pages.iter().filter(|page| !page.is_withdrawn());
    let reviewed = pages.filter_map(|page| Some((&**page, page.reviewed()?)));
    reviewed.flat_map(|(page, reviewed)| of_page(site, page, reviewed)).collect()
}

fn of_page<'a>(site: &'a Site, page: &'a Page, reviewed: &'a Reviewed) -> impl Iterator<Item = Diagnostic> + 'a {
    let moving = reviewed.reviews.iter().filter(|review| review.role.moves_the_date());
    moving.filter_map(|review| late(site, page, review))
}

fn late(site: &Site, page: &Page, review: &Review) -> Option<Diagnostic> {
    let profile = site.page(review.person);
    let Record::Person(person) = &profile.record else { return None };
    let day = person.credentials_expire.as_ref().filter(|day| review.date.is_some_and(|date| date > day.value))?;
    let message = format!("the credentials of `{}` had expired on {day}, before this review", profile.name);
    let finding = Diagnostic::new(&rules::CREDENTIAL_EXPIRED, page.review_place(review.place), message);
    let finding =
        finding.help("have it reviewed by somebody whose credentials hold, or put in the day of their renewal");
    Some(finding.related(profile.source.locate(day.span), "when they expired"))
}
