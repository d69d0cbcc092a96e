//! Requests for reviews that nobody has answered. Each person is asked once about a page: a later request takes the place of an earlier
//! one.
//!
//! An answer is a sign-off of the person since the request, or what came back of the packet that they got.

use std::collections::HashMap;

use wellpress_diagnostics::Location;
use wellpress_foundation::Period;
use wellpress_site::config::Config;
use wellpress_site::model::sign_off::PageSignOffs;
use wellpress_site::model::{Page, PageId, Site};
use wellpress_site::parse::answers::RecordedAnswer;
use wellpress_site::parse::requests::{RecordedRequest, RequestFile};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::reviewed_text::ReviewedText;

use super::item::{CareItem, CareKind, CareRole, CareState};
use super::names::{Names, desk};
use super::reviews;
use crate::review_commands;

/// A request that waits for its answer.
#[derive(Debug, Clone, Copy)]
pub struct OpenRequest<'a> {
    /// The page to review; `None` if the site has no such page.
    pub page: Option<&'a Page>,
    /// The profile of the person; `None` if the site has no such person.
    pub person: Option<PageId>,
    /// What was asked.
    pub request: &'a RecordedRequest,
    file: &'a RequestFile,
}

/// The requests of all pages that wait for an answer, in the order of their files. Those about pages that are withdrawn or not part of
/// this build are left out.
#[must_use]
pub fn open_requests<'a>(config: &'a Config, resolved: &ResolvedSite<'a>) -> Vec<OpenRequest<'a>> {
    let site = resolved.site;
    let files = site.requests.iter();
    let requests = files.flat_map(|file| file.requests.iter().map(move |request| (&**file, request)));
    let requests: Vec<(&RequestFile, &RecordedRequest)> = requests.collect();
    if requests.is_empty() {
        return Vec::new();
    }
    let names = Names { config, site };
    let pages = site.pages_by_id(config);
    let last: HashMap<_, usize> =
        requests.iter().enumerate().map(|(index, (_, request))| (key(request), index)).collect();
    let last = requests.iter().enumerate().filter(|(index, (_, request))| last.get(&key(request)) == Some(index));
    let last: Vec<(&RequestFile, &RecordedRequest)> = last.map(|(_, request)| *request).collect();
    let mut asked_about: HashMap<_, usize> = HashMap::new();
    for (_, request) in &last {
        *asked_about.entry((&request.page, &request.language, &request.read)).or_default() += 1;
    }
    let answers = site.answers_by_page();
    let open = last.into_iter().filter_map(|(file, request)| {
        let page = pages.get(&(request.language.as_str(), request.page.clone())).copied();
        if page.is_some_and(Page::is_withdrawn) || page.is_none() && is_hidden(config, site, request) {
            return None;
        }
        let person = page.and_then(|page| reviews::person(names, page, &request.person.value));
        let is_only_one = asked_about.get(&(&request.page, &request.language, &request.read)) == Some(&1);
        let open = OpenRequest { page, person, request, file };
        let answers = answers.get(&(request.language.as_str(), request.page.as_str()));
        let answers = answers.map(Vec::as_slice).unwrap_or_default();
        (!open.is_answered(site, answers, is_only_one)).then_some(open)
    });
    open.collect()
}

/// Who was asked about which page.
fn key(request: &RecordedRequest) -> (&str, &str, &str) {
    (&request.page, &request.language, &request.person.value)
}

fn is_hidden(config: &Config, site: &Site, request: &RecordedRequest) -> bool {
    site.hidden.iter().any(|hidden| {
        let section = &config.sections[hidden.file.section];
        config.languages[hidden.file.language].tag == request.language
            && request.page == format!("{}:{}", section.name, hidden.file.route)
    })
}

impl OpenRequest<'_> {
    /// `is_only_one`: nobody else was asked about these words, so that an answer which names nobody is theirs.
    fn is_answered(&self, site: &Site, answers: &[&RecordedAnswer], is_only_one: bool) -> bool {
        let Some(page) = self.page else { return false };
        let request = self.request;
        let sign_offs = page.sign_offs.iter().flat_map(PageSignOffs::all);
        let mut of_person = sign_offs.filter(|entry| entry.person.value == request.person.value);
        // Of the same day, one of other words was made before the request.
        of_person.any(|entry| {
            let day = entry.date.value;
            day > request.asked || day == request.asked && entry.hash == request.read
        }) || answers.iter().any(|answer| self.is_answer(site, answer, is_only_one))
    }

    fn is_answer(&self, site: &Site, answer: &RecordedAnswer, is_only_one: bool) -> bool {
        let is_of_packet = answer.read.as_ref() == Some(&self.request.read);
        let is_of_person = match &answer.asked {
            Some(asked) => *asked == self.request.person.value,
            None => is_only_one || self.has_name_of(site, answer),
        };
        is_of_packet && is_of_person
    }

    /// Whether the name that the reviewer gave has the name of the person, with whatever titles.
    fn has_name_of(&self, site: &Site, answer: &RecordedAnswer) -> bool {
        let name = self.person.map(|person| site.page(person).title.to_lowercase());
        name.zip(answer.reviewer.as_ref()).is_some_and(|(name, given)| given.to_lowercase().contains(&name))
    }

    /// The name of the person with its prefix, else the id.
    #[must_use]
    pub fn name(&self, site: &Site) -> String {
        self.person.map_or_else(|| self.request.person.value.clone(), |person| site.page(person).full_title())
    }
}

/// The items of requests: overdue once their day is over. One without a day is due when as much time has passed as `soon` is.
pub(super) fn items(
    names: Names<'_>,
    resolved: &ResolvedSite<'_>,
    open: &[OpenRequest<'_>],
    soon: Period,
) -> Vec<CareItem> {
    open.iter().map(|open| item(names, resolved, open, soon)).collect()
}

fn item(names: Names<'_>, resolved: &ResolvedSite<'_>, open: &OpenRequest<'_>, soon: Period) -> CareItem {
    let request = open.request;
    let clock = names.config.options.clock;
    let state = match request.until {
        Some(day) if clock.is_over(day) => CareState::Overdue,
        None if clock.has_come(soon.after(request.asked)) => CareState::Due,
        _ => CareState::Soon,
    };
    let location: Location = open.file.source.locate(request.person.span);
    let name = open.name(names.site);
    let (message, help) = match (open.page, open.person) {
        (Some(page), None) => (
            format!(
                "`{name}` was asked on {} to review this {}, and the site does not have this person any more",
                request.asked, page.word
            ),
            "ask somebody else, and take the request out of the file".to_owned(),
        ),
        (Some(page), Some(_)) => (
            format!("`{name}` was asked on {} to review this {}, and has not answered", request.asked, page.word),
            answer_help(names, resolved, open, page),
        ),
        (None, _) => (
            format!(
                "`{name}` was asked on {} to review `{}`, which the site does not have",
                request.asked, request.page
            ),
            "if the page was renamed, write its new id; otherwise take the request out of the file".to_owned(),
        ),
    };
    let (who, command) = match (open.page, open.person) {
        (Some(_), Some(person)) => (names.people([person], CareRole::Reviewer), review_commands::REMIND),
        _ => (vec![desk()], "wellpress care"),
    };
    let item = CareItem {
        until: request.until,
        since: Some(request.asked),
        person: Some(request.person.value.clone()),
        who,
        command: command.to_owned(),
        help: Some(help),
        ..CareItem::new(CareKind::RequestOpen, state, &location, message)
    };
    match open.page {
        Some(page) => names.about(item, page),
        None => item,
    }
}

/// How the answer is taken in. One of words that changed since would not count.
fn answer_help(names: Names<'_>, resolved: &ResolvedSite<'_>, open: &OpenRequest<'_>, page: &Page) -> String {
    let import = "`wellpress review import ANSWER` takes the answer in";
    if ReviewedText::of(names.config, resolved.texts(), page).hash() == open.request.read {
        return import.to_owned();
    }
    let again = review_commands::request(names.config, names.site, page, Some(&open.request.person.value));
    format!(
        "{import}; the page has changed since the packet was made: `{again}` asks about the present words in its place"
    )
}
