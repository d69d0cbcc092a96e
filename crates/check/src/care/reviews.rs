//! Reviews: those that are due or overdue, pages that changed since somebody approved of them, changes that a reviewer asked for, and
//! open remarks. They come from the site itself, so that a rule which the settings switch off hides none of them.

use wellpress_diagnostics::{Location, quotable};
use wellpress_foundation::text::one_line;
use wellpress_foundation::{Day, Period};
use wellpress_site::model::page::{PageRecord, Unpublished};
use wellpress_site::model::review::EditorialRecord;
use wellpress_site::model::sign_off::{self, PageSignOffs};
use wellpress_site::model::{Page, PageId};
use wellpress_site::parse::sign_offs::SignOff;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::sign_off_changes::{ChangedPart, changes_since};
use wellpress_site::sections::ContentKind;

use super::item::{CareActor, CareChange, CareItem, CareKind, CareRole, CareState};
use super::names::{Names, desk, quoted};
use crate::rules::review_remark::OpenRemark;
use crate::rules::{review_changes_requested, review_content_changed, review_remark};

/// The items of all pages that are not withdrawn.
pub(super) fn find(names: Names<'_>, resolved: &ResolvedSite<'_>, soon: Period) -> Vec<CareItem> {
    let mut items = Vec::new();
    // A draft that a preview includes is reviewed when it is written.
    let is_in_force = |page: &&Page| !page.is_withdrawn() && page.unpublished != Some(Unpublished::Draft);
    for page in resolved.site.pages.iter().map(|page| &**page).filter(is_in_force) {
        let Some(editorial) = page.editorial() else { continue };
        let of_page = [
            due(names, page, editorial, soon),
            changed(names, resolved, page, editorial),
            changes_requested(names, page, editorial),
        ];
        items.extend(of_page.into_iter().flatten().map(|item| names.about(item, page)));
    }
    items.extend(review_remark::open_remarks(names.config, resolved).iter().map(|open| remark(names, open)));
    items
}

/// A review that was due before today, or that is due within this time.
fn due(names: Names<'_>, page: &Page, editorial: &EditorialRecord, soon: Period) -> Option<CareItem> {
    let clock = names.config.options.clock;
    let day = editorial.next_review?;
    let (kind, state, message) = if clock.is_over(day) {
        (CareKind::ReviewOverdue, CareState::Overdue, format!("the review of this {} was due on {day}", page.word))
    } else if clock.has_come(soon.before(day)) {
        (CareKind::ReviewDue, CareState::Soon, format!("the review of this {} is due on {day}", page.word))
    } else {
        return None;
    };
    let who = names.reviewer_of(page);
    let packet = format!("{}.docx", page.route.replace('/', "-"));
    let help = format!(
        "`wellpress review request {} --output {}` makes a packet for the reviewer",
        names.argument(page),
        quoted(&packet)
    );
    Some(CareItem {
        until: Some(day),
        since: (state == CareState::Overdue).then_some(day),
        command: sign_command(names, page, who[0].id.as_deref(), "medical"),
        help: Some(help),
        who,
        ..CareItem::new(kind, state, &editorial.due_location(page), message)
    })
}

fn sign_command(names: Names<'_>, page: &Page, person: Option<&str>, role: &str) -> String {
    let person = person.map_or_else(|| "PERSON".to_owned(), quoted);
    format!("wellpress review sign {} --as {person} --role {role}", names.argument(page))
}

/// A page that says something else than what was approved: by its record of changes, or by its words. The earlier day if both say so,
/// as nobody can tell when the words changed.
fn changed(
    names: Names<'_>,
    resolved: &ResolvedSite<'_>,
    page: &Page,
    editorial: &EditorialRecord,
) -> Option<CareItem> {
    let approval = page.sign_offs.as_ref().and_then(PageSignOffs::current_approval);
    let approval = approval.filter(|_| resolved.is_changed_since_sign_off(page));
    let by_record = editorial.changed_since().map(|(day, span)| (day, page.source.locate(span)));
    let by_words = approval.map(|approval| (approval.date.value, Location::file(page.source.path.clone())));
    let (since, location) = by_record.into_iter().chain(by_words).min_by_key(|(day, _)| *day)?;
    let parts =
        approval.map(|approval| changes_since(names.config, resolved, page, approval).parts).unwrap_or_default();
    let (who, role) = match approval {
        Some(approval) => (approver(names, page, approval), approval.role.as_str()),
        None => (names.reviewer_of(page), "medical"),
    };
    let help = match approval {
        Some(_) => format!(
            "`wellpress review diff {}` shows what changed; take it back, or have it signed",
            names.argument(page)
        ),
        None => "have it reviewed by a medical or clinical reviewer, and put their review on record".to_owned(),
    };
    Some(CareItem {
        since: Some(since),
        command: sign_command(names, page, who[0].id.as_deref(), role),
        who,
        help: Some(help),
        changes: parts.iter().map(change).collect(),
        ..CareItem::new(
            CareKind::PageChanged,
            CareState::Due,
            &location,
            changed_message(page, approval, &parts, since),
        )
    })
}

fn changed_message(page: &Page, approval: Option<&SignOff>, parts: &[ChangedPart], since: Day) -> String {
    let Some(SignOff { person, date, .. }) = approval else {
        return format!("what this {} says was changed on {since}, after its last review", page.word);
    };
    let said = parts.iter().map(|part| review_content_changed::describe(page, &part.name, part.difference));
    let said: Vec<String> = said.collect();
    let said = if said.is_empty() { "its words changed".to_owned() } else { said.join("; ") };
    format!("this {} is not what `{person}` approved of on {date}: {said}", page.word)
}

fn change(part: &ChangedPart) -> CareChange {
    let lines = part.places.iter().flatten().map(|(sign, line)| format!("{sign}{line}"));
    CareChange { part: part.name.clone(), difference: part.difference.as_str().to_owned(), lines: lines.collect() }
}

/// The person who approved of the page, as long as the site has them.
fn approver(names: Names<'_>, page: &Page, approval: &SignOff) -> Vec<CareActor> {
    match person(names, page, &approval.person.value) {
        Some(person) => names.people([person], CareRole::Reviewer),
        None => vec![desk()],
    }
}

pub(super) fn person(names: Names<'_>, page: &Page, id: &str) -> Option<PageId> {
    let person = sign_off::page_in(&names.site.index, ContentKind::Person, id, page.language)
        .or_else(|| names.site.index.find(ContentKind::Person, id, page.language).page())?;
    matches!(names.site.page(person).record, PageRecord::Person(_)).then_some(person)
}

/// A request for changes that nobody has answered: its rule knows which are.
fn changes_requested(names: Names<'_>, page: &Page, editorial: &EditorialRecord) -> Option<CareItem> {
    let finding = review_changes_requested::find(names.config, page, editorial)?;
    let request = page.sign_offs.as_ref()?.open_request()?;
    let message = match &request.note {
        Some(note) => format!("{}; the note is \"{}\"", finding.message, quotable(&one_line(note))),
        None => finding.message,
    };
    Some(CareItem {
        since: Some(request.date.value),
        who: names.authors_of(page),
        command: sign_command(names, page, Some(&request.person.value), request.role.as_str()),
        help: Some("make the changes, and let the reviewer sign".to_owned()),
        ..CareItem::new(CareKind::ChangesRequested, CareState::Due, &finding.location, message)
    })
}

fn remark(names: Names<'_>, open: &OpenRemark<'_>) -> CareItem {
    let id = &open.remark.id;
    let item = CareItem {
        since: open.remark.date.as_deref().or(open.answer.date.as_deref()).and_then(Day::parse),
        sentence: sentence(open),
        remark: Some(id.clone()),
        who: open.page.map_or_else(|| vec![desk()], |page| names.authors_of(page)),
        command: format!("wellpress review resolve {}", quoted(id)),
        help: Some(open.help()),
        desk: open.page.map(|_| format!("#{id}")),
        ..CareItem::new(CareKind::RemarkOpen, CareState::Due, &open.location(), open.message())
    };
    match open.page {
        Some(page) => names.about(item, page),
        None => item,
    }
}

fn sentence(open: &OpenRemark<'_>) -> Option<String> {
    let words = [&open.remark.quote, &open.remark.words].into_iter().find(|words| !words.is_empty());
    words.map(|words| one_line(words))
}
