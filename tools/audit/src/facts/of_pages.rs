//! Facts of single pages: who stands behind them, when they were reviewed, what they rest on, and what readers find in them.

use wellpress_markdown::directives::DirectiveKind;
use wellpress_site::model::page::PageRecord;
use wellpress_site::model::person::Person;
use wellpress_site::model::review::{EditorialRecord, Review};
use wellpress_site::model::review_clock::Overdue;
use wellpress_site::model::sign_off::PageSignOffs;
use wellpress_site::model::{Page, PageId};
use wellpress_site::parse::front_matter::{PersonKind, ReviewRole};

use super::{AuditedSite, Observation};

use Observation::{DoesNotApply, Found, Missing};

/// The record that all audited pages have.
fn editorial(page: &Page) -> &EditorialRecord {
    page.editorial().expect("only pages with a record are audited")
}

fn person<'a>(site: &AuditedSite<'a>, id: PageId) -> Option<(&'a Page, &'a Person)> {
    let page = site.resolved.site.page(id);
    let PageRecord::Person(person) = &page.record else { return None };
    Some((page, person))
}

fn people<'a>(site: &AuditedSite<'a>, ids: &[PageId]) -> Vec<(&'a Page, &'a Person)> {
    ids.iter().filter_map(|id| person(site, *id)).collect()
}

pub(super) fn authors(site: &AuditedSite<'_>, page: &Page) -> Observation {
    let names: Vec<String> =
        people(site, &editorial(page).authors).iter().map(|(page, person)| person.full_name(page)).collect();
    match names.is_empty() {
        true => Missing("names no author".to_owned()),
        false => Found(names.join("; ")),
    }
}

/// Whether each author has something, with the words of those that have it.
fn of_each_author(
    site: &AuditedSite<'_>,
    page: &Page,
    missing: &str,
    words: fn(&Page, &Person) -> Option<String>,
) -> Observation {
    let authors = people(site, &editorial(page).authors);
    if authors.is_empty() {
        return Missing("names no author".to_owned());
    }
    let found: Vec<String> = authors.iter().filter_map(|(page, person)| words(page, person)).collect();
    let without = authors.iter().filter(|(page, person)| words(page, person).is_none());
    let without: Vec<String> = without.map(|(page, person)| person.full_name(page)).collect();
    match without.is_empty() {
        true => Found(found.join("; ")),
        false => Missing(format!("{missing}: {}", without.join("; "))),
    }
}

pub(super) fn author_credentials(site: &AuditedSite<'_>, page: &Page) -> Observation {
    of_each_author(site, page, "no credentials on record", |page, person| {
        person.can_review_medically().then(|| person.signature(page))
    })
}

pub(super) fn author_affiliation(site: &AuditedSite<'_>, page: &Page) -> Observation {
    of_each_author(site, page, "no affiliation on record", |page, person| {
        let affiliation = person.affiliation.as_deref().filter(|words| !words.trim().is_empty());
        match affiliation {
            Some(affiliation) => Some(format!("{}: {affiliation}", person.full_name(page))),
            None => (person.is == PersonKind::Organisation).then(|| person.full_name(page)),
        }
    })
}

fn describe(site: &AuditedSite<'_>, review: &Review) -> String {
    let name = person(site, review.person).map(|(page, person)| person.signature(page)).unwrap_or_default();
    match review.date {
        Some(day) => format!("{name} ({}, {day})", review.role.as_str()),
        None => format!("{name} ({})", review.role.as_str()),
    }
}

fn describe_all<'r>(site: &AuditedSite<'_>, reviews: impl Iterator<Item = &'r Review>) -> Option<String> {
    let reviews: Vec<String> = reviews.map(|review| describe(site, review)).collect();
    (!reviews.is_empty()).then(|| reviews.join("; "))
}

pub(super) fn medical_review(site: &AuditedSite<'_>, page: &Page) -> Observation {
    if let Some(reviews) = describe_all(site, site.resolved.standing_medical_reviews(page)) {
        return Found(reviews);
    }
    let mut reviews = editorial(page).reviews.iter();
    let is_of_other_words = reviews.any(|review| site.resolved.is_medical(review));
    Missing(match is_of_other_words {
        true => "was reviewed with other words than it has now".to_owned(),
        false => "no medical or clinical review by somebody with credentials is on record".to_owned(),
    })
}

pub(super) fn lay_review(site: &AuditedSite<'_>, page: &Page) -> Observation {
    let reviews = site.resolved.standing_reviews(page).filter(|review| review.role == ReviewRole::Lay);
    describe_all(site, reviews).map_or_else(|| Missing("no review by a lay reader is on record".to_owned()), Found)
}

pub(super) fn review_current(site: &AuditedSite<'_>, page: &Page) -> Observation {
    let editorial = editorial(page);
    match editorial.overdue(site.config) {
        _ if !editorial.reviews.iter().any(|review| site.resolved.is_medical(review)) => {
            Missing("was never reviewed".to_owned())
        }
        Some(Overdue::Due(day)) => Missing(format!("its review was due on {day}")),
        Some(Overdue::Changed(day, _)) => Missing(format!("changed on {day}, after its last review")),
        None if site.resolved.standing_medical_reviews(page).next().is_none() => {
            Missing("was reviewed with other words than it has now".to_owned())
        }
        None => Found(editorial.next_review.map(|day| format!("next review on {day}")).unwrap_or_default()),
    }
}

pub(super) fn review_dates(_: &AuditedSite<'_>, page: &Page) -> Observation {
    let editorial = editorial(page);
    match (editorial.last_reviewed, editorial.next_review) {
        (Some(last), Some(next)) => Found(format!("reviewed on {last}, next on {next}")),
        (Some(_), None) => Missing("does not say when it will be reviewed again".to_owned()),
        (None, _) => Missing("does not say when it was reviewed".to_owned()),
    }
}

pub(super) fn signed_off(site: &AuditedSite<'_>, page: &Page) -> Observation {
    let sign_offs = page.sign_offs.as_ref();
    if sign_offs.is_some_and(|sign_offs| sign_offs.open_request().is_some()) {
        return Missing("a reviewer asked for changes".to_owned());
    }
    match sign_offs.and_then(PageSignOffs::current_approval) {
        None => Missing("nobody has signed it".to_owned()),
        Some(approval) if site.resolved.is_changed_since_sign_off(page) => {
            Missing(format!("changed since {} signed it on {}", approval.person.value, approval.date))
        }
        Some(approval) => Found(format!("{} on {}", approval.person.value, approval.date)),
    }
}

pub(super) fn published(_: &AuditedSite<'_>, page: &Page) -> Observation {
    page.published.map_or_else(|| Missing("has no day of publication".to_owned()), |day| Found(day.to_string()))
}

pub(super) fn last_change(_: &AuditedSite<'_>, page: &Page) -> Observation {
    match page.updated.max(editorial(page).last_reviewed) {
        Some(day) => Found(day.to_string()),
        None => Missing("does not say when it was updated or reviewed".to_owned()),
    }
}

pub(super) fn sources(site: &AuditedSite<'_>, page: &Page) -> Observation {
    // An article may have a list of references written by hand instead of citations.
    match site.resolved.pages[page.id].citations.list.len().max(page.body.references.len()) {
        0 => Missing("cites no source".to_owned()),
        1 => Found("1 source".to_owned()),
        count => Found(format!("{count} sources")),
    }
}

pub(super) fn licence(_: &AuditedSite<'_>, page: &Page) -> Observation {
    words_or(page.front.license.as_deref(), "has no `license`")
}

fn words_or(words: Option<&str>, missing: &str) -> Observation {
    match words.map(str::trim).filter(|words| !words.is_empty()) {
        Some(words) => Found(words.to_owned()),
        None => Missing(missing.to_owned()),
    }
}

pub(super) fn conflicts(_: &AuditedSite<'_>, page: &Page) -> Observation {
    let Some(article) = page.article() else { return DoesNotApply };
    words_or(article.conflicts.as_ref().map(|words| words.value.as_str()), "has no `conflicts`")
}

pub(super) fn funding(_: &AuditedSite<'_>, page: &Page) -> Observation {
    let Some(article) = page.article() else { return DoesNotApply };
    words_or(article.funding.as_ref().map(|words| words.value.as_str()), "has no `funding`")
}

pub(super) fn ai_statement(site: &AuditedSite<'_>, page: &Page) -> Observation {
    let Some(ai) = page.front.ai.as_ref().map(|ai| &ai.value) else {
        // Only of kinds with reviews a word is asked for where nothing was used.
        return if page.editorial().is_some() { Missing("has no `ai`".to_owned()) } else { DoesNotApply };
    };
    if !ai.is_used() {
        return Found("none was used".to_owned());
    }
    let sign_off = site.resolved.standing_sign_off(site.config, page);
    match sign_off {
        Some(entry) => {
            Found(format!("used: {}; signed off by `{}` on {}", ai.used.0, entry.person.value, entry.date.value))
        }
        None => Missing(format!("used: {}; nobody has signed off the words that it has now", ai.used.0)),
    }
}

pub(super) fn audience(_: &AuditedSite<'_>, page: &Page) -> Observation {
    let Some(article) = page.article() else { return DoesNotApply };
    match article.audience {
        Some(_) => Found(String::new()),
        None => Missing("has no `audience`".to_owned()),
    }
}

pub(super) fn description(_: &AuditedSite<'_>, page: &Page) -> Observation {
    match words_or(page.description.as_deref(), "has no `description`") {
        // It says what is on the page already.
        Found(_) => Found(String::new()),
        observation => observation,
    }
}

pub(super) fn key_points(_: &AuditedSite<'_>, page: &Page) -> Observation {
    match page.article().map(|article| article.key_point_count) {
        None => DoesNotApply,
        Some(0) => Missing("has no `key_points`".to_owned()),
        Some(_) => Found(String::new()),
    }
}

pub(super) fn reading_grade(site: &AuditedSite<'_>, page: &Page) -> Observation {
    let Some(grade) = site.grade(page) else { return DoesNotApply };
    let limit = wellpress_check::reading_limit(page.article().and_then(|article| article.audience));
    match grade <= limit {
        true => Found(format!("grade {grade:.1}")),
        false => Missing(format!("reads at grade {grade:.1}; {limit:.0} is the most for its readers")),
    }
}

pub(super) fn care_advice(site: &AuditedSite<'_>, page: &Page) -> Observation {
    let has_card = |page: &Page| page.body.directives.iter().any(|directive| directive.kind == DirectiveKind::Care);
    let has_signals = |page: &Page| page.exercise().is_some_and(|exercise| !exercise.stop_if.is_empty());
    let exercises = site.resolved.exercise_texts_of(page).map(|id| site.resolved.site.page(id));
    let mut shown = std::iter::once(page).chain(exercises);
    match shown.any(|page| has_card(page) || has_signals(page)) {
        true => Found(String::new()),
        false => Missing("has no care card (`:::care`) and no signals to stop (`stop_if`)".to_owned()),
    }
}

pub(super) fn disclaimer(site: &AuditedSite<'_>, page: &Page) -> Observation {
    let placed = &site.resolved.pages[page.id].disclaimers;
    let lists = [&placed.top, &placed.bottom, &placed.with_exercise, &placed.with_video];
    let titles = lists.into_iter().flatten().map(|id| site.resolved.site.disclaimers[*id].title.as_ref());
    let mut titles: Vec<&str> = titles.collect();
    titles.dedup();
    match titles.is_empty() {
        true => Missing("shows no disclaimer".to_owned()),
        false => Found(titles.join("; ")),
    }
}

pub(super) fn topics(site: &AuditedSite<'_>, page: &Page) -> Observation {
    let titles = editorial(page).topics.iter().map(|id| site.resolved.site.page(*id).title.as_str());
    let titles: Vec<&str> = titles.collect();
    match titles.is_empty() {
        true => Missing("has no topic".to_owned()),
        false => Found(titles.join("; ")),
    }
}

pub(super) fn handout(site: &AuditedSite<'_>, page: &Page) -> Observation {
    if site.resolved.site.has_handout(page) { Found(String::new()) } else { DoesNotApply }
}

pub(super) fn translation_current(site: &AuditedSite<'_>, page: &Page) -> Observation {
    match site.resolved.site.original(page) {
        None => DoesNotApply,
        Some(_) if page.front.translated_from.is_none() => {
            Missing("does not record from what it was translated (`translated_from`)".to_owned())
        }
        Some(_) if site.resolved.is_outdated(page.id) => Missing("its original changed since".to_owned()),
        Some(original) => Found(format!("translates \"{}\"", original.title)),
    }
}
