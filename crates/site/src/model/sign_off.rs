//! [`Signed`]: the sign-offs of one page, and which of them stands.
//!
//! A file of sign-offs is named for an id; which page of this id an entry is of, its kind and its language say.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Location, nearest, quotable, rules};

use crate::config::Config;
use crate::discover::Kind;
use crate::parse::sign_offs::{Decision, SignOff, SignOffs};

use super::lookup::{Found, Index, Lookup};
use super::page::{Page, PageId};
use super::review::{Review, ReviewPlace, written_by};

/// Kinds that are reviewed.
pub const REVIEWED: [Kind; 3] = [Kind::Article, Kind::Exercise, Kind::Programme];

/// The sign-offs of one page.
#[derive(Debug)]
pub struct Signed {
    /// The file that they stand in.
    pub file: Arc<SignOffs>,
    /// Which of its entries are of this page, in their order.
    entries: Vec<usize>,
}

impl Signed {
    /// All of the page's, in the order of the file.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &SignOff> {
        self.entries.iter().map(|entry| &self.file.entries[*entry])
    }

    /// What each reviewer decided last in each role, the newest first.
    #[must_use]
    pub fn decisions(&self) -> Vec<&SignOff> {
        let mut newest: Vec<(usize, &SignOff)> = self.all().enumerate().collect();
        newest.sort_by_key(|(number, entry)| Reverse((entry.date.value, *number)));
        let mut decisions: Vec<&SignOff> = Vec::new();
        for (_, entry) in newest {
            let is_same = |known: &&SignOff| known.person.value == entry.person.value && known.role == entry.role;
            if !decisions.iter().any(is_same) {
                decisions.push(entry);
            }
        }
        decisions
    }

    /// The sign-off that vouches for the page: the newest medical or clinical approval, else the newest of any role.
    #[must_use]
    pub fn standing(&self) -> Option<&SignOff> {
        let decisions = self.decisions();
        let mut approvals = decisions.iter().copied().filter(|entry| entry.decision == Decision::Approved);
        approvals.clone().find(|entry| entry.role.moves_the_date()).or_else(|| approvals.next())
    }

    /// The newest request for changes that nobody has answered with an approval: its own author, or a medical or clinical
    /// reviewer after it.
    #[must_use]
    pub fn open_request(&self) -> Option<&SignOff> {
        let decisions = self.decisions();
        let approves = |entry: &&SignOff| entry.decision == Decision::Approved && entry.role.moves_the_date();
        // What was decided last comes first, so that nothing behind an approval is open.
        let mut newer = decisions.into_iter().take_while(|entry| !approves(entry));
        newer.find(|entry| entry.decision == Decision::ChangesRequested)
    }

    /// Where an entry stands.
    #[must_use]
    pub fn place(&self, entry: &SignOff) -> Location {
        self.file.source.locate(entry.person.span)
    }
}

/// The files of sign-offs, by the id of the pages that they are of.
pub(super) fn by_id(files: &[Arc<SignOffs>]) -> HashMap<&str, &Arc<SignOffs>> {
    files.iter().map(|file| (file.id.as_str(), file)).collect()
}

/// The entries of a file that are of a page.
pub(super) fn of_page(lookup: Lookup<'_>, page: &Page, file: Arc<SignOffs>) -> Signed {
    let own = &lookup.config.languages[page.language].tag;
    let site = &lookup.config.languages[0].tag;
    let is_own = |entry: &SignOff| {
        let is_kind = match &entry.kind {
            Some(kind) => kind.value == page.kind,
            None => kinds_of(lookup.index, &file.id).count() == 1,
        };
        is_kind && entry.language.as_ref().map_or(site, |language| &language.value) == own
    };
    let entries = (0..file.entries.len()).filter(|number| is_own(&file.entries[*number])).collect();
    Signed { file, entries }
}

/// Adds the reviews that sign-offs stand for, in the place of older ones by the same people in the same roles.
pub(super) fn add_reviews(
    lookup: Lookup<'_>,
    page: &Page,
    signed: &Signed,
    reviews: &mut Vec<Review>,
    findings: &mut Vec<Diagnostic>,
) {
    for entry in signed.all() {
        refuse_day_to_come(lookup.config, signed, entry, findings);
    }
    let mut ids = lookup.of_source(&signed.file.source, page.language, findings);
    let decisions = signed.decisions();
    for entry in decisions.iter().filter(|entry| entry.decision == Decision::ChangesRequested) {
        // Whoever asks for changes no longer stands by what they approved before, wherever that is on record.
        let Some(person) = ids.page(Kind::Person, &entry.person) else { continue };
        let is_before = |review: &Review| review.date.is_none_or(|date| date <= entry.date.value);
        reviews.retain(|known| !(known.person == person && known.role == entry.role && is_before(known)));
    }
    let approved = decisions.into_iter().rev().filter(|entry| entry.decision == Decision::Approved);
    for entry in approved {
        let Some(person) = ids.page(Kind::Person, &entry.person) else { continue };
        let place = ReviewPlace::SignOff(entry.person.span);
        let review = Review { person, role: entry.role, date: Some(entry.date.value), place };
        let known = reviews.iter_mut().find(|known| known.person == person && known.role == entry.role);
        match known {
            Some(known) if known.date < review.date => *known = review,
            Some(_) => {}
            None => reviews.push(review),
        }
    }
}

fn refuse_day_to_come(config: &Config, signed: &Signed, entry: &SignOff, findings: &mut Vec<Diagnostic>) {
    if config.options.clock.has_come(entry.date.value) {
        return;
    }
    let place = signed.file.source.locate(entry.date.span);
    let finding = Diagnostic::new(&rules::DATE_INVALID, place, format!("`{}` is still to come", entry.date));
    findings.push(finding.help("write the day on which it was done"));
}

/// Refuses sign-offs by those who wrote the page.
pub(super) fn refuse_self_review(
    page: &Page,
    signed: &Signed,
    authors: &[Located<String>],
    into: &mut Vec<Diagnostic>,
) {
    for entry in signed.all() {
        let Some(written) = written_by(page, authors, &entry.person.value) else { continue };
        let message = format!("`{}` wrote {written}`{}` and cannot sign it off", entry.person, page.source.path);
        let finding = Diagnostic::new(&rules::REVIEW_SELF, signed.place(entry), message);
        into.push(finding.help("have it signed by a reviewer who is not an author"));
    }
}

/// Findings about entries that are of no page.
pub(super) fn refuse_strays(config: &Config, index: &Index, files: &[Arc<SignOffs>]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for file in files {
        let mut strays = Strays { config, index, file, findings: &mut findings };
        match kinds_of(index, &file.id).count() {
            0 => strays.no_page(),
            count => file.entries.iter().for_each(|entry| strays.entry(entry, count)),
        }
    }
    findings
}

/// Kinds in which a page has this id.
fn kinds_of<'a>(index: &'a Index, id: &'a str) -> impl Iterator<Item = Kind> + 'a {
    REVIEWED.into_iter().filter(move |kind| index.find(*kind, id, 0) != Found::Nothing || index.has(*kind, id))
}

/// Looks for entries that are of no page.
struct Strays<'a> {
    config: &'a Config,
    index: &'a Index,
    file: &'a SignOffs,
    findings: &'a mut Vec<Diagnostic>,
}

impl Strays<'_> {
    fn no_page(&mut self) {
        let near = nearest(&self.file.id, REVIEWED.into_iter().flat_map(|kind| self.index.ids(kind)));
        let message = format!("no article, exercise or programme has the id `{}`", self.file.id);
        let place = Location::file(self.file.source.path.clone());
        let finding = Diagnostic::new(&rules::REFERENCE_UNKNOWN, place, message);
        self.findings.push(finding.suggest_or(near, "name the file for the page that it is of, or delete it"));
    }

    fn entry(&mut self, entry: &SignOff, kinds: usize) {
        let wrong = |place, message: String| Diagnostic::new(&rules::REVIEW_INVALID, place, message);
        let locate = |span| self.file.source.locate(span);
        let id = &self.file.id;
        match &entry.kind {
            Some(kind) if !kinds_of(self.index, id).any(|known| known == kind.value) => {
                let finding = wrong(locate(kind.span), format!("there is no {} with the id `{id}`", kind.value));
                self.findings.push(finding.help("name the kind of the page that was signed"));
            }
            None if kinds > 1 => {
                let finding = wrong(locate(entry.person.span), format!("pages of several kinds have the id `{id}`"));
                self.findings.push(finding.help("add `kind: article`, or whichever was signed"));
            }
            _ => {}
        }
        let is_known = |tag: &str| self.config.languages.iter().any(|language| language.tag == tag);
        if let Some(language) = entry.language.as_ref().filter(|language| !is_known(&language.value)) {
            let message = format!("`{}` is not a language of this site", quotable(&language.value));
            let near = nearest(&language.value, self.config.languages.iter().map(|language| language.tag.as_str()));
            let finding = wrong(locate(language.span), message);
            self.findings.push(finding.suggest_or(near, "name a language of the settings"));
        }
    }
}

/// The page of a kind and an id in exactly this language, if it is a part of the site.
#[must_use]
pub fn page_in(index: &Index, kind: Kind, id: &str, language: usize) -> Option<PageId> {
    match index.find_exactly(kind, id, language) {
        Found::Page(page) => Some(page),
        Found::Hidden(_) | Found::Nothing => None,
    }
}
