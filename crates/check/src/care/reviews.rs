//! Reviews: those that are due or overdue, pages that changed since somebody approved of them, changes that a reviewer asked for, and
//! open remarks. They come from the site itself, so that a rule which the settings switch off hides none of them.

use std::collections::HashSet;
use std::sync::Arc;

use wellpress_diagnostics::{Location, Report, quotable, rules};
use wellpress_foundation::text::one_line;
use wellpress_foundation::{Day, Period};
use wellpress_site::model::page::{PageRecord, Unpublished};
use wellpress_site::model::review::EditorialRecord;
use wellpress_site::model::sign_off::{self, PageSignOffs};
use wellpress_site::model::{Page, PageId};
use wellpress_site::parse::front_matter::ReviewRole;
use wellpress_site::parse::sign_offs::SignOff;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::sign_off_changes::{ChangedPart, changes_since};
use wellpress_site::resolve::signatures::SignatureVerdict;
use wellpress_site::sections::ContentKind;

use super::item::{CareActor, CareChange, CareItem, CareKind, CareRole, CareState, SignedAiPage};
use super::names::{Names, desk, last_review};
use crate::review_commands::{self, quoted};
use crate::rules::review_remark::OpenRemark;
use crate::rules::{ai_unreviewed, review_changes_requested, review_content_changed, review_remark};

/// The items of all pages that are not withdrawn.
pub(super) fn find(names: Names<'_>, resolved: &ResolvedSite<'_>, report: &Report, soon: Period) -> Vec<CareItem> {
    let mut items = Vec::new();
    let with_corrections = files_with_corrections(report);
    for page in resolved.site.pages.iter().map(|page| &**page).filter(|page| !page.is_withdrawn()) {
        // Pages that are not reviewed can be signed off, and change afterwards.
        let editorial = page.editorial();
        let of_page = [
            editorial.and_then(|editorial| due(names, page, editorial, soon)),
            changed(names, resolved, page, with_corrections.contains(&page.source.path)),
            editorial.and_then(|editorial| changes_requested(names, page, editorial)),
        ];
        items.extend(of_page.into_iter().flatten().map(|item| names.about(item, page)));
    }
    items.extend(review_remark::open_remarks(names.config, resolved).iter().map(|open| remark(names, open)));
    items
}

/// The files of pages of which a change may be a correction that readers do not know of yet.
fn files_with_corrections(report: &Report) -> HashSet<Arc<str>> {
    let findings = report.findings().iter().filter(|finding| *finding.rule == rules::CORRECTION_UNRECORDED);
    findings.map(|finding| finding.location.file.clone()).collect()
}

/// The pages that AI was used for and whose present words a person has signed off.
pub(super) fn signed_ai(names: Names<'_>, resolved: &ResolvedSite<'_>) -> Vec<SignedAiPage> {
    // Nobody reads a page of the future yet, as nobody reads a draft.
    let is_public = |page: &Page| page.unpublished != Some(Unpublished::Future);
    let pages = resolved.site.pages.iter().filter(|page| ai_unreviewed::needs_sign_off(page) && is_public(page));
    let signed = pages.filter_map(|page| {
        let sign_off = resolved.standing_sign_off(names.config, page)?;
        let state = resolved.review_state(page.id)?.of_entry(sign_off)?;
        Some(SignedAiPage {
            page: names.page(page),
            person: sign_off.person.value.clone(),
            role: sign_off.role.as_str().to_owned(),
            date: sign_off.date.value,
            has_signature: matches!(state.verdict, SignatureVerdict::Valid { .. }),
        })
    });
    let mut signed: Vec<SignedAiPage> = signed.collect();
    signed.sort_by(|a, b| a.page.file.cmp(&b.page.file));
    signed
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
    let role = last_review(page).map(|review| review.role.as_str());
    let reviewer = review_commands::known_reviewer_id(names.site, page);
    Some(CareItem {
        until: Some(day),
        since: (state == CareState::Overdue).then_some(day),
        command: review_commands::request(names.config, names.site, page, reviewer.as_deref()),
        help: Some(sign_help(names, page, reviewer.as_deref(), role)),
        who: names.reviewer_of(page),
        ..CareItem::new(kind, state, &editorial.due_location(page), message)
    })
}

/// How a review is recorded that did not come back as an answer to a packet.
fn sign_help(names: Names<'_>, page: &Page, person: Option<&str>, role: Option<&str>) -> String {
    let sign = review_commands::sign(names.config, names.site, page, person, role);
    format!("`wellpress review import ANSWER` takes the answer in; or `{sign}`, with the hash that the packet names")
}

/// A page that says something else than what was approved: by its record of changes, or by its words. The earlier day if both say so,
/// as nobody can tell when the words changed.
fn changed(names: Names<'_>, resolved: &ResolvedSite<'_>, page: &Page, has_correction: bool) -> Option<CareItem> {
    let approval = page.sign_offs.as_ref().and_then(PageSignOffs::current_approval);
    let approval = approval.filter(|_| resolved.is_changed_since_sign_off(page));
    let by_record =
        page.editorial().and_then(EditorialRecord::changed_since).map(|(day, span)| (day, page.source.locate(span)));
    let by_words = approval.map(|approval| (approval.date.value, Location::file(page.source.path.clone())));
    let (since, location) = by_record.into_iter().chain(by_words).min_by_key(|(day, _)| *day)?;
    let parts =
        approval.map(|approval| changes_since(names.config, resolved, page, approval).parts).unwrap_or_default();
    let (who, role) = match approval {
        Some(approval) => (approver(names, page, approval), Some(approval.role)),
        None => (names.reviewer_of(page), last_review(page).map(|review| review.role)),
    };
    let reviewer = who[0].id.clone().or_else(|| review_commands::known_reviewer_id(names.site, page));
    let sign = sign_help(names, page, reviewer.as_deref(), role.map(ReviewRole::as_str));
    let argument = review_commands::page_argument(names.config, names.site, page);
    let diff = approval.map(|_| format!("`wellpress review diff {argument}` shows what changed: take it back, or: "));
    let correction = has_correction.then(|| {
        let path = quoted(&page.source.path);
        format!("; readers may have to be told: `wellpress check {path}` proposes an entry of `corrections`")
    });
    Some(CareItem {
        since: Some(since),
        command: review_commands::request(names.config, names.site, page, reviewer.as_deref()),
        who,
        help: Some([diff.unwrap_or_default(), sign, correction.unwrap_or_default()].concat()),
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
    let sign = sign_help(names, page, Some(&request.person.value), Some(request.role.as_str()));
    Some(CareItem {
        since: Some(request.date.value),
        who: names.authors_of(page),
        command: review_commands::request(names.config, names.site, page, Some(&request.person.value)),
        help: Some(format!("make the changes first, then send the packet: {sign}")),
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
