//! `credential-expired`: credentials whose time is over, on the profile that shows them and at each review that was made
//! after that day. `credential-missing`: a review by a person who has none.
//!
//! A review by somebody whose licence had ended is not the review that the page claims. Only medical and clinical reviews
//! are judged: others do not rest on credentials. A review without a day is reported by `review-missing`.

use wellpress_diagnostics::{Diagnostic, rules};

use wellpress_site::config::Config;
use wellpress_site::model::page::PageRecord;
use wellpress_site::model::person::Person;
use wellpress_site::model::review::{EditorialRecord, Review};
use wellpress_site::model::{Page, Site};

/// The finding of a profile, at its `credentials_expire`.
pub(super) fn find_in_profile(config: &Config, page: &Page, person: &Person) -> Option<Diagnostic> {
    let day = person.credentials_expire.as_ref().filter(|day| config.options.clock.is_over(day.value))?;
    let message = format!("the credentials of `{}` expired on {day}", page.name);
    let finding = Diagnostic::new(&rules::CREDENTIAL_EXPIRED, page.source.locate(day.span), message);
    Some(finding.help("ask whether they were renewed: put in the new day, or take the credentials out"))
}

/// The findings of reviews by people whose credentials had expired by then, or who have none.
pub(super) fn find_in_reviews(site: &Site) -> Vec<Diagnostic> {
    // On few sites credentials expire or are missing; the others need not look at every review.
    if !site.pages.iter().any(|page| has_expiry_or_none(page)) {
        return Vec::new();
    }
    let pages = site.pages.iter().filter(|page| !page.is_withdrawn());
    let reviewed = pages.filter_map(|page| Some((&**page, page.editorial()?)));
    reviewed.flat_map(|(page, reviewed)| in_reviews_of(site, page, reviewed)).collect()
}

fn has_expiry_or_none(page: &Page) -> bool {
    matches!(&page.record, PageRecord::Person(person) if person.credentials_expire.is_some() || !person.can_review_medically())
}

fn in_reviews_of<'a>(
    site: &'a Site,
    page: &'a Page,
    reviewed: &'a EditorialRecord,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let expert_reviews = reviewed.reviews.iter().filter(|review| review.role.is_medical_or_clinical());
    expert_reviews.filter_map(|review| finding(site, page, review))
}

fn finding(site: &Site, page: &Page, review: &Review) -> Option<Diagnostic> {
    let profile = site.page(review.person);
    let PageRecord::Person(person) = &profile.record else { return None };
    if !person.can_review_medically() {
        let message = format!(
            "`{}` has no credentials on record, and is named as {} reviewer",
            profile.name,
            review.role.as_str()
        );
        let finding = Diagnostic::new(&rules::CREDENTIAL_MISSING, page.review_location(review.place), message);
        let help = format!(
            "add them to `{}`, such as `credentials: [MD]`, or name the role `editorial` or `lay`",
            profile.source.path
        );
        return Some(finding.help(help));
    }
    let day = person.credentials_expire.as_ref().filter(|day| review.date.is_some_and(|date| date > day.value))?;
    let message = format!("the credentials of `{}` had expired on {day}, before this review", profile.name);
    let finding = Diagnostic::new(&rules::CREDENTIAL_EXPIRED, page.review_location(review.place), message);
    let finding =
        finding.help("have it reviewed by somebody whose credentials hold, or put in the day of their renewal");
    Some(finding.related(profile.source.locate(day.span), "when they expired"))
}
