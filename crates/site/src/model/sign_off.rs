//! [`PageSignOffs`]: the sign-offs of one page, and which of them decides whether the page is approved.
//!
//! A file of sign-offs is named after an id. Pages of several kinds and languages can share that id, so each entry says
//! by its kind and language to which page it belongs.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Location, Missing, nearest, quotable, rules};
use wellpress_foundation::Day;

use crate::config::{Config, LanguageId, MAIN_LANGUAGE};
use crate::discover::ContentFile;
use crate::parse::front_matter::ReviewRole;
use crate::parse::sign_offs::{Decision, SignOff, SignOffFile};
use crate::sections::{ContentKind, SectionId};

use super::indexed_page::Among;
use super::lookup::{Lookup, SiteIndex};
use super::page_head::PageHead;
use super::page_id::PageId;
use super::review::{Review, ReviewPlace, future_day, work_written_by};

/// The kinds of pages that are reviewed.
pub const REVIEWED: [ContentKind; 3] = [ContentKind::Article, ContentKind::Exercise, ContentKind::Programme];

/// The kinds of pages that can be signed off. A page that is not reviewed may need a record that a person read it: a machine may have
/// helped to write it. Topics and plain pages often share the id of an article, so that only an entry which names their kind is of them.
pub const SIGNABLE: [ContentKind; 6] = [
    ContentKind::Article,
    ContentKind::Exercise,
    ContentKind::Programme,
    ContentKind::Page,
    ContentKind::Topic,
    ContentKind::Person,
];

/// The sign-offs of one page.
///
/// A file can hold the sign-offs of several pages, so this keeps the positions of the entries that are of this one. A
/// decision is revoked by a later one of the same person in the same role; nothing is taken out of the file, which is a
/// record.
#[derive(Debug)]
pub struct PageSignOffs {
    /// The file that they stand in, shared with other pages of the same id.
    pub file: Arc<SignOffFile>,
    /// Which of its entries are of this page, in their order.
    entries: Vec<usize>,
}

impl PageSignOffs {
    /// Picks the entries of a file that are of this page. An entry without a kind is of the only reviewed page that has the id, one
    /// without a language is of the site's main language.
    pub(super) fn of_page(lookup: Lookup<'_>, page: &PageHead<'_>, file: Arc<SignOffFile>) -> Self {
        let tag = &lookup.config.languages[page.file.language].tag;
        let main_tag = &lookup.config.languages[MAIN_LANGUAGE].tag;
        let section = lookup.index.sections()[page.file.section].name_in_sign_offs();
        let own = (page.file.section, page.file.route.as_str());
        // A file named by the id alone may be of a page in another folder.
        let is_own = pages_of(lookup.index, &SIGNABLE, &file.id).contains(&own);
        let is_only_page = pages_of(lookup.index, &REVIEWED, &file.id) == [own];
        let entries = file.entries.iter().enumerate().filter(|(_, entry)| {
            let is_kind = entry.kind.as_ref().map_or(is_only_page, |kind| kind.value == section);
            is_own && is_kind && entry.language.as_ref().map_or(main_tag, |language| &language.value) == tag
        });
        let entries = entries.map(|(index, _)| index).collect();
        Self { file, entries }
    }

    /// All sign-offs of the page, in the order of the file.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &SignOff> {
        self.entries.iter().map(|entry| &self.file.entries[*entry])
    }

    /// The last decision of each reviewer in each role, the newest first. Of one day, the lower in the file is the newer.
    #[must_use]
    pub fn decisions(&self) -> Vec<&SignOff> {
        let mut newest_first: Vec<(usize, &SignOff)> = self.all().enumerate().collect();
        newest_first.sort_by_key(|(position, entry)| Reverse((entry.date.value, *position)));
        let mut decisions: Vec<&SignOff> = Vec::new();
        for (_, entry) in newest_first {
            if !decisions.iter().any(|newer| newer.person.value == entry.person.value && newer.role == entry.role) {
                decisions.push(entry);
            }
        }
        decisions
    }

    /// The sign-off that vouches for the page: the newest medical or clinical approval, else the newest of any role.
    #[must_use]
    pub fn current_approval(&self) -> Option<&SignOff> {
        let decisions = self.decisions();
        let mut approvals = decisions.iter().copied().filter(|entry| self.is_approval(entry));
        approvals.clone().find(|entry| entry.role.is_medical_or_clinical()).or_else(|| approvals.next())
    }

    /// The current approval; where all were revoked by requests for changes, the newest of those. Readers had its words.
    #[must_use]
    pub fn last_approval(&self) -> Option<&SignOff> {
        let approvals = || self.all().enumerate().filter(|(_, entry)| entry.decision == Decision::Approved);
        let newest =
            || approvals().max_by_key(|(position, entry)| (entry.date.value, *position)).map(|(_, entry)| entry);
        self.current_approval().or_else(newest)
    }

    /// The newest request for changes that no approval has answered: neither one by its own author, nor a later one by a
    /// medical or clinical reviewer.
    #[must_use]
    pub fn open_request(&self) -> Option<&SignOff> {
        self.decisions()
            .into_iter()
            // The newest decision comes first, so a request behind a medical approval is answered by it.
            .take_while(|entry| !self.is_approval(entry) || !entry.role.is_medical_or_clinical())
            .find(|entry| entry.decision == Decision::ChangesRequested)
    }

    /// Whether an entry approves of the page: by itself, or, if it is of changes alone, together with the approval on which it rests.
    #[must_use]
    pub fn is_approval(&self, entry: &SignOff) -> bool {
        entry.decision == Decision::Approved && self.approvals_behind(entry).is_some()
    }

    /// The approvals on which an approval of changes rests, the newest first. The last of them is of the whole page. Empty for an
    /// approval of the whole page, `None` if one of them is missing or was revoked before the changes were approved.
    fn approvals_behind<'a>(&'a self, entry: &'a SignOff) -> Option<Vec<&'a SignOff>> {
        let mut approvals = Vec::new();
        let mut position = self.all().position(|other| std::ptr::eq(other, entry))?;
        let mut newest = entry;
        while let Some(hash) = &newest.since {
            (position, newest) = self.approval_above(position, newest.role, newest.date.value, hash)?;
            approvals.push(newest);
        }
        Some(approvals)
    }

    /// The last approval of the words with this hash, if an approval of what changed since then, in this role and of this day, can rest
    /// on it.
    #[must_use]
    pub fn approval_of(&self, hash: &str, role: ReviewRole, date: Day) -> Option<&SignOff> {
        let (_, approval) = self.approval_above(self.all().count(), role, date, hash)?;
        self.is_approval(approval).then_some(approval)
    }

    /// The last approval of the words with this hash above an entry of this role and day. An approval by an editor or a lay reader is none
    /// on which a medical one can rest.
    fn approval_above(&self, position: usize, role: ReviewRole, date: Day, hash: &str) -> Option<(usize, &SignOff)> {
        let above: Vec<(usize, &SignOff)> = self.all().take(position).enumerate().collect();
        let found = above.iter().rfind(|(_, earlier)| {
            earlier.decision == Decision::Approved
                && earlier.hash == hash
                && earlier.date.value <= date
                && (earlier.role.is_medical_or_clinical() || !role.is_medical_or_clinical())
        });
        let (index, approval) = *found?;
        let is_revoked = above[index..].iter().any(|(_, later)| {
            later.decision == Decision::ChangesRequested
                && (&later.person.value, later.role) == (&approval.person.value, approval.role)
        });
        (!is_revoked).then_some((index, approval))
    }

    /// The entry itself, or, if it approves of changes alone, the last approval of the whole page by the same person in the same role,
    /// unless they have asked for changes since.
    fn of_whole_page<'a>(&'a self, entry: &'a SignOff) -> Option<&'a SignOff> {
        let is_by_same = |other: &&SignOff| (&other.person.value, other.role) == (&entry.person.value, entry.role);
        let position = self.all().position(|other| std::ptr::eq(other, entry))?;
        let up_to_entry: Vec<&SignOff> = self.all().take(position + 1).filter(is_by_same).collect();
        let mut since_request = up_to_entry.into_iter().rev().take_while(|other| other.decision == Decision::Approved);
        since_request.find(|other| other.since.is_none())
    }

    /// The day of the newest medical or clinical approval of changes alone.
    #[must_use]
    pub fn changes_approved(&self) -> Option<Day> {
        let decisions = self.decisions().into_iter().filter(|entry| entry.since.is_some() && self.is_approval(entry));
        decisions.filter(|entry| entry.role.is_medical_or_clinical()).map(|entry| entry.date.value).max()
    }

    /// The approvals of changes that rest on this approval and that nobody has revoked.
    pub fn resting_on<'a>(&'a self, approval: &'a SignOff) -> impl Iterator<Item = &'a SignOff> {
        let decisions = self.decisions().into_iter().filter(|entry| entry.decision == Decision::Approved);
        decisions.filter(move |entry| {
            let behind = self.approvals_behind(entry).unwrap_or_default();
            behind.iter().any(|earlier| std::ptr::eq(*earlier, approval))
        })
    }

    /// Where an entry stands: at the person's id.
    #[must_use]
    pub fn location(&self, entry: &SignOff) -> Location {
        self.file.source.locate(entry.person.span)
    }
}

/// The files of sign-offs, by the id of the pages that they are of.
pub(super) fn by_id(files: &[Arc<SignOffFile>]) -> HashMap<&str, &Arc<SignOffFile>> {
    files.iter().map(|file| (file.id.as_str(), file)).collect()
}

/// The file with the sign-offs of a page, which is named after its route or after the last part of it.
pub(super) fn file_of<'a>(
    files: &HashMap<&str, &'a Arc<SignOffFile>>,
    file: &ContentFile,
) -> Option<&'a Arc<SignOffFile>> {
    files.get(file.route.as_str()).or_else(|| files.get(file.id.as_str())).copied()
}

/// Merges the decisions of sign-offs into the reviews of the front matter: an approval replaces a review by the same
/// person in the same role that is not newer, and a request for changes removes it.
pub(super) fn add_reviews(
    lookup: Lookup<'_>,
    page: &PageHead<'_>,
    sign_offs: &PageSignOffs,
    reviews: &mut Vec<Review>,
    findings: &mut Vec<Diagnostic>,
) {
    let days = sign_offs.all().map(|entry| &entry.date);
    findings.extend(days.filter_map(|day| future_day(lookup.config, &sign_offs.file.source, day)));
    let mut ids = lookup.ids_of_file(&sign_offs.file.source, page.file.language, findings);
    let decisions = sign_offs.decisions();
    for entry in decisions.iter().filter(|entry| entry.decision == Decision::ChangesRequested) {
        // Whoever asks for changes no longer stands by what they approved before, wherever that is on record.
        let Some(person) = ids.page(ContentKind::Person, &entry.person) else { continue };
        reviews.retain(|review| {
            let is_by_same = review.person == person && review.role == entry.role;
            !(is_by_same && review.date.is_none_or(|date| date <= entry.date.value))
        });
    }
    // The oldest first, so that reviews are listed in the order in which they were made.
    let approvals = decisions.into_iter().rev().filter(|entry| entry.decision == Decision::Approved);
    // Whoever has read changes alone renews no review of the page.
    for entry in approvals.filter_map(|entry| sign_offs.of_whole_page(entry)) {
        let Some(person) = ids.page(ContentKind::Person, &entry.person) else { continue };
        let review_place = ReviewPlace::SignOff(entry.person.span);
        let review = Review { person, role: entry.role, date: Some(entry.date.value), place: review_place };
        match reviews.iter_mut().find(|earlier| earlier.person == person && earlier.role == entry.role) {
            // A review without a day gives way as well, because `None` is less than any day. So does one of the same day: the
            // sign-off is of certain words, the front matter of none.
            Some(earlier) if earlier.date <= review.date => *earlier = review,
            Some(_) => {}
            None => reviews.push(review),
        }
    }
}

/// Refuses sign-offs by those who wrote the page.
pub(super) fn refuse_self_review(
    lookup: Lookup<'_>,
    page: &PageHead<'_>,
    sign_offs: &PageSignOffs,
    authors: &[Located<String>],
    findings: &mut Vec<Diagnostic>,
) {
    for entry in sign_offs.all() {
        let Some(work) = work_written_by(lookup, page, authors, &entry.person.value) else { continue };
        let message = format!("`{}` wrote {work}`{}` and cannot sign it off", entry.person, page.source.path);
        let finding = Diagnostic::new(&rules::REVIEW_SELF, sign_offs.location(entry), message);
        findings.push(finding.help("have it signed by a reviewer who is not an author"));
    }
}

/// Findings about entries that belong to no page.
pub(super) fn refuse_strays(config: &Config, index: &SiteIndex, files: &[Arc<SignOffFile>]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for file in files {
        let mut strays = StrayCheck { config, index, file, findings: &mut findings };
        let pages = pages_of(index, &SIGNABLE, &file.id);
        match &pages[..] {
            [] => strays.refuse_file(),
            pages => file.entries.iter().for_each(|entry| strays.check_entry(entry, pages)),
        }
    }
    findings
}

/// The pages of some kinds that have this id in whichever language, published or not: each by its section and its route.
fn pages_of<'a>(index: &'a SiteIndex, kinds: &[ContentKind], id: &str) -> Vec<(SectionId, &'a str)> {
    let mut pages: Vec<_> = kinds.iter().flat_map(|kind| index.routes(*kind, id)).collect();
    pages.sort_unstable();
    pages.dedup();
    pages
}

/// Looks in one file for entries that belong to no page.
struct StrayCheck<'a> {
    config: &'a Config,
    index: &'a SiteIndex,
    file: &'a SignOffFile,
    findings: &'a mut Vec<Diagnostic>,
}

impl StrayCheck<'_> {
    fn refuse_file(&mut self) {
        let near = nearest(&self.file.id, SIGNABLE.into_iter().flat_map(|kind| self.index.ids(kind)));
        let message = format!("no page has the id `{}`", self.file.id);
        let location = Location::file(self.file.source.path.clone());
        let finding = Diagnostic::new(&rules::REFERENCE_UNKNOWN, location, message)
            .about_missing(Missing::File(self.file.id.clone()));
        if let Some(command) = self.command_for_moved_page() {
            let help = format!(
                "if the page was moved, `{command}` moves its sign-offs; let whoever signed with a key sign again, since the id is part of \
                 what was signed"
            );
            return self.findings.push(finding.help(help));
        }
        let start = near.map_or_else(|| "if".to_owned(), |near| format!("did you mean `{near}`? If"));
        self.findings.push(finding.help(format!(
            "{start} the page was renamed, give this file its new name, and let whoever signed with a key sign again, since the id is \
             part of what was signed. To change an address alone, keep the id and write `slug` or `permalink`, and `aliases`"
        )));
    }

    /// The command that renames the file after the only page that has the last part of its id in another folder.
    fn command_for_moved_page(&self) -> Option<String> {
        let name = self.file.id.rsplit('/').next().filter(|name| *name != self.file.id)?;
        let [(_, route)] = pages_of(self.index, &REVIEWED, name)[..] else { return None };
        Some(format!("git mv {} content/reviews/{route}.yaml", self.file.source.path))
    }

    fn check_entry(&mut self, entry: &SignOff, pages: &[(SectionId, &str)]) {
        let id = &self.file.id;
        let sections = self.index.sections();
        let names = || pages.iter().map(|(section, _)| sections[*section].name_in_sign_offs());
        let of_kind = |kind: &str| names().filter(|name| *name == kind).count();
        match &entry.kind {
            Some(kind) if of_kind(&kind.value) == 0 => {
                let near = nearest(&kind.value, names());
                let finding = self.invalid(kind, format!("there is no {} with the id `{id}`", quotable(&kind.value)));
                let first = names().next().unwrap_or_default();
                let help = format!(
                    "if the page was moved to another section, write `kind: {first}`, and let whoever signed with a key sign again, since \
                     it is part of what was signed"
                );
                self.findings.push(finding.suggest_or(near, help));
            }
            Some(kind) if of_kind(&kind.value) > 1 => {
                let paths: Vec<String> =
                    pages.iter().map(|(_, route)| format!("`content/reviews/{route}.yaml`")).collect();
                let finding = self.invalid(kind, format!("`{id}` is the id of more than one page"));
                self.findings
                    .push(finding.help(format!("name the file after the page's path: {}", paths.join(" or "))));
            }
            None if pages_of(self.index, &REVIEWED, id).len() != 1 => {
                let name = names().next().unwrap_or_default();
                let (message, help) = match pages {
                    [_] => (format!("the sign-off of a {name} has to name its kind"), format!("add `kind: {name}`")),
                    _ => (
                        format!("several pages have the id `{id}`"),
                        format!("add `kind: {name}`, or whichever was signed"),
                    ),
                };
                let finding = self.invalid(&entry.person, message);
                self.findings.push(finding.help(help));
            }
            _ => {}
        }
        self.check_person(entry);
        self.check_base(entry);
        let tags = || self.config.languages.iter().map(|language| language.tag.as_str());
        if let Some(language) = entry.language.as_ref().filter(|language| !tags().any(|tag| tag == language.value)) {
            let message = format!("`{}` is not a language of this site", quotable(&language.value));
            let finding = self
                .invalid(language, message)
                .suggest_or(nearest(&language.value, tags()), "name a language of the settings");
            self.findings.push(finding);
        }
    }

    /// An approval of changes rests on an approval above it.
    fn check_base(&mut self, entry: &SignOff) {
        let Some(since) = &entry.since else { return };
        let above = self.file.entries.iter().take_while(|other| !std::ptr::eq(*other, entry));
        let is_known = above.filter(|other| other.decision == Decision::Approved).any(|other| other.hash == *since);
        if !is_known {
            let message = format!(
                "`{}` approved of changes since an approval that is not above this one",
                quotable(&entry.person.value)
            );
            let finding = self.invalid(&entry.person, message);
            self.findings.push(finding.help("put the earlier sign-off back, or have the whole page reviewed"));
        }
    }

    /// A person has one name in all sign-offs, by which their keys and their earlier decisions are found.
    fn check_person(&mut self, entry: &SignOff) {
        let tag = entry.language.as_ref();
        let language = tag.and_then(|tag| self.config.languages.position(|language| language.tag == tag.value));
        let language = language.unwrap_or(MAIN_LANGUAGE);
        let Some(id) = self.index.signing_id_of(&entry.person.value, language) else { return };
        if id != entry.person.value {
            let message = format!("sign-offs call this person `{id}`, not `{}`", quotable(&entry.person.value));
            self.findings.push(self.invalid(&entry.person, message).help(format!("write `person: {id}`")));
        }
    }

    fn invalid<T>(&self, field: &Located<T>, message: String) -> Diagnostic {
        Diagnostic::new(&rules::REVIEW_INVALID, self.file.source.locate(field.span), message)
    }
}

/// The page of an id in exactly this language, if it is a part of this build.
#[must_use]
pub fn page_in(index: &SiteIndex, among: impl Into<Among>, id: &str, language: LanguageId) -> Option<PageId> {
    index.find_exactly(among, id, language).page()
}
