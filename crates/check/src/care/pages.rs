//! Dates that the pages themselves have: the day on which a page appears or expires, and the day on which the credentials of a person
//! expire.

use std::collections::BTreeMap;

use wellpress_diagnostics::Location;
use wellpress_foundation::{Day, Period};
use wellpress_site::model::page::{PageRecord, Unpublished};
use wellpress_site::model::{HiddenPage, Page, PageId};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::forms::{self, FormPlace};
use wellpress_site::sections::ContentKind;

use super::item::{CareActor, CareItem, CareKind, CarePage, CareRole, CareState};
use super::names::Names;
use crate::review_commands::{self, quoted};

/// The items of dates that come within this time, and credentials whose day is over.
pub(super) fn find(names: Names<'_>, resolved: &ResolvedSite<'_>, soon: Period) -> Vec<CareItem> {
    let dates = Dates { names, soon };
    let mut items: Vec<CareItem> = resolved.site.hidden.iter().filter_map(|page| dates.hidden(page)).collect();
    items.extend(resolved.site.pages.iter().flat_map(|page| dates.of_page(page)));
    items.extend(dates.credentials(resolved));
    items.extend(resolved.site.pages.iter().flat_map(|page| unapproved_forms(names, resolved, page)));
    items
}

/// The forms of a published page of which nobody has approved.
fn unapproved_forms(names: Names<'_>, resolved: &ResolvedSite<'_>, page: &Page) -> Vec<CareItem> {
    if page.unpublished.is_some() || !forms::has_forms(resolved, page) {
        return Vec::new();
    }
    let unapproved = forms::of_page(resolved, page).into_iter().filter(|form| !form.is_approved);
    let items = unapproved.map(|form| {
        let word = form.kind.name();
        let message = match form.place {
            FormPlace::Page(easy) if resolved.is_changed_since_sign_off(easy) => {
                format!("the {word} of this {} has changed since somebody approved of it", page.word)
            }
            _ => format!("nobody has approved the {word} of this {}", page.word),
        };
        let (about, location, command, help) = match form.place {
            FormPlace::Page(easy) => (
                easy,
                Location::file(easy.source.path.clone()),
                request_review(names, easy),
                "have people it is written for read it, and sign it off in the role `lay`".to_owned(),
            ),
            FormPlace::File(file) => (
                page,
                page.source.locate(file.span),
                format!("wellpress check {}", quoted(&page.source.path)),
                format!("have it checked, then write `approved` and `approved_by` below `{}`", form.kind.as_str()),
            ),
        };
        let item = CareItem {
            command,
            help: Some(help),
            ..CareItem::new(CareKind::FormUnapproved, CareState::Due, &location, message)
        };
        let who = names.authors_of(about);
        CareItem { who, ..names.about(item, about) }
    });
    items.collect()
}

struct Dates<'a> {
    names: Names<'a>,
    soon: Period,
}

impl Dates<'_> {
    /// Whether a day is today or later, and not far.
    fn is_soon(&self, day: Day) -> bool {
        let clock = self.names.config.options.clock;
        !clock.is_over(day) && clock.has_come(self.soon.before(day))
    }

    /// A page of the future, which this build leaves out.
    fn hidden(&self, page: &HiddenPage) -> Option<CareItem> {
        let day = page.published.filter(|day| page.reason == Unpublished::Future && self.is_soon(*day))?;
        let Names { config, site } = self.names;
        let section = &config.sections[page.file.section];
        let authors = page.authors.iter();
        let authors = authors.filter_map(|id| site.index.find(ContentKind::Person, id, page.file.language).page());
        let item = appears(&section.name, day, &Location::file(page.file.path.clone()));
        Some(CareItem {
            page: Some(CarePage {
                id: format!("{}:{}", section.name, page.file.route),
                language: config.languages[page.file.language].tag.clone(),
                title: page.title.clone(),
                url: None,
                file: page.file.path.to_string(),
            }),
            who: self.names.people(authors, CareRole::Author),
            ..item
        })
    }

    fn of_page(&self, page: &Page) -> Vec<CareItem> {
        let location = Location::file(page.source.path.clone());
        let is_future = page.unpublished == Some(Unpublished::Future);
        let first_day = page.published.filter(|day| is_future && self.is_soon(*day));
        let appears = first_day.map(|day| appears(&page.word, day, &location));
        let is_shown = matches!(page.unpublished, None | Some(Unpublished::Future)) && !page.is_withdrawn();
        let expires = page.front.expires.as_ref().filter(|day| is_shown && self.is_soon(day.value)).map(|day| {
            let location = page.source.locate(day.span);
            CareItem {
                until: Some(day.value),
                command: format!("wellpress check {}", quoted(&page.source.path)),
                help: Some(format!("let it go, or write a later day in `expires`: {}", edited(&location))),
                ..CareItem::new(CareKind::PageExpires, CareState::Soon, &location, expires_message(page, day.value))
            }
        });
        let items = appears.into_iter().chain(expires);
        let items = items.map(|item| {
            let who = self.names.authors_of(page);
            CareItem { who, ..self.names.about(item, page) }
        });
        items.collect()
    }

    /// One item for each person, however many languages their profile is in: at the profile in the main language, if there is one.
    fn credentials(&self, resolved: &ResolvedSite<'_>) -> Vec<CareItem> {
        let mut profiles: BTreeMap<PageId, (&Page, CareItem)> = BTreeMap::new();
        for page in resolved.site.pages.iter() {
            let original = resolved.site.original(page).map_or(page.id, |original| original.id);
            let Some(item) = self.credential(page) else { continue };
            if page.id == original || !profiles.contains_key(&original) {
                profiles.insert(original, (&**page, item));
            }
        }
        profiles.into_values().map(|(page, item)| self.names.about(item, page)).collect()
    }

    fn credential(&self, page: &Page) -> Option<CareItem> {
        let PageRecord::Person(person) = &page.record else { return None };
        let day = person.credentials_expire.as_ref()?;
        let is_over = self.names.config.options.clock.is_over(day.value);
        let (kind, state, said) = match is_over {
            true => (CareKind::CredentialExpired, CareState::Overdue, "expired"),
            false if self.is_soon(day.value) => (CareKind::CredentialExpires, CareState::Soon, "expire"),
            false => return None,
        };
        let who: Vec<CareActor> = self.names.people([page.id], CareRole::Person);
        let message = format!("the credentials of `{}` {said} on {day}", page.name);
        let location = page.source.locate(day.span);
        Some(CareItem {
            until: Some(day.value),
            since: is_over.then_some(day.value),
            person: who[0].id.clone(),
            who,
            command: format!("wellpress check {}", quoted(&page.source.path)),
            help: Some(format!(
                "ask whether they were renewed, and put in the new day, or take the credentials out: {}",
                edited(&location)
            )),
            ..CareItem::new(kind, state, &location, message)
        })
    }
}

/// The command that asks whoever is known for a review of a page.
fn request_review(Names { config, site }: Names<'_>, page: &Page) -> String {
    let person = review_commands::known_reviewer_id(site, page);
    review_commands::request(config, site, page, person.as_deref())
}

/// The line to edit.
fn edited(location: &Location) -> String {
    format!("edit `{}`, line {}", location.file, location.line)
}

/// The item of a page that this build leaves out until `day`; `word` is what the site calls such a page.
fn appears(word: &str, day: Day, location: &Location) -> CareItem {
    let message = format!("this {word} appears on {day}, with the build of that day");
    CareItem {
        until: Some(day),
        command: "wellpress build --future".to_owned(),
        help: Some("look at it before; to move the day, write another `published`".to_owned()),
        ..CareItem::new(CareKind::PageAppears, CareState::Soon, location, message)
    }
}

fn expires_message(page: &Page, day: Day) -> String {
    format!("this {} expires: {day} is the last day on which it is shown", page.word)
}
