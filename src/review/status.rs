//! How each page of a site stands with its reviewers.

use serde::Serialize;

use wellpress_site::config::Config;
use wellpress_site::model::Page;
use wellpress_site::model::review::EditorialRecord;
use wellpress_site::model::review_clock::Overdue;
use wellpress_site::parse::sign_offs::Decision;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::reviewed_text::ReviewedText;

/// How one page stands.
#[derive(Debug, Serialize)]
pub struct Status {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: &'static str,
    /// Its language.
    pub language: String,
    /// Its title.
    pub title: String,
    /// Its file, relative to the root.
    pub file: String,
    /// What the review clock says.
    pub review: State,
    /// The last medical or clinical review.
    pub last_reviewed: Option<String>,
    /// When the next is due.
    pub next_review: Option<String>,
    /// Whether what was signed is what the page says.
    pub sign_off: SignedState,
    /// Who signed last, if anybody did.
    pub signed_by: Option<String>,
    /// When.
    pub signed_on: Option<String>,
}

/// What the review clock says of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// A reviewer stands by it.
    Reviewed,
    /// Its review is due soon.
    DueSoon,
    /// Its review is overdue.
    Overdue,
    /// It says something else since it was reviewed.
    Changed,
    /// No medical or clinical reviewer has read it.
    Missing,
}

impl State {
    /// As it is printed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reviewed => "reviewed",
            Self::DueSoon => "due-soon",
            Self::Overdue => "overdue",
            Self::Changed => "changed",
            Self::Missing => "missing",
        }
    }
}

/// Whether a page is what was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignedState {
    /// Nobody has signed it.
    None,
    /// It is what was signed.
    Current,
    /// It is not.
    Changed,
    /// The newest decision asks for changes.
    ChangesRequested,
}

impl SignedState {
    /// As it is printed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Current => "current",
            Self::Changed => "changed",
            Self::ChangesRequested => "changes-requested",
        }
    }
}

/// How the pages stand that are reviewed, withdrawn ones left out, in the order of the site.
#[must_use]
pub fn statuses(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Status> {
    let pages = resolved.site.pages.iter().filter(|page| !page.is_withdrawn());
    pages.filter_map(|page| Some(status(config, resolved, page, page.editorial()?))).collect()
}

fn status(config: &Config, resolved: &ResolvedSite<'_>, page: &Page, reviewed: &EditorialRecord) -> Status {
    let decisions = page.sign_offs.as_ref().map(|signed| signed.decisions()).unwrap_or_default();
    let newest = decisions.first();
    Status {
        id: page.name.clone(),
        kind: page.kind.name(),
        language: config.languages[page.language].tag.clone(),
        title: page.title.clone(),
        file: page.source.path.to_string(),
        review: state(config, reviewed),
        last_reviewed: reviewed.last_reviewed.map(|day| day.to_string()),
        next_review: reviewed.next_review.map(|day| day.to_string()),
        sign_off: signed_state(resolved, page),
        signed_by: newest.map(|entry| entry.person.value.clone()),
        signed_on: newest.map(|entry| entry.date.to_string()),
    }
}

/// What the review clock says of a page.
pub(super) fn state(config: &Config, reviewed: &EditorialRecord) -> State {
    match reviewed.overdue(config) {
        _ if !reviewed.is_medically_reviewed() => State::Missing,
        Some(Overdue::Due(_)) => State::Overdue,
        Some(Overdue::Changed(..)) => State::Changed,
        None if reviewed.due_soon(config).is_some() => State::DueSoon,
        None => State::Reviewed,
    }
}

fn signed_state(resolved: &ResolvedSite<'_>, page: &Page) -> SignedState {
    let Some(signed) = &page.sign_offs else { return SignedState::None };
    let decisions = signed.decisions();
    match (decisions.first(), signed.current_approval()) {
        (Some(newest), _) if newest.decision == Decision::ChangesRequested => SignedState::ChangesRequested,
        (_, Some(standing)) if standing.hash == ReviewedText::of(resolved, page).hash() => SignedState::Current,
        (_, Some(_)) => SignedState::Changed,
        (_, None) => SignedState::None,
    }
}
