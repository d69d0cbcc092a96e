//! Lists the review state and the sign-off state of each page that is reviewed.

use serde::Serialize;

use wellpress_site::config::Config;
use wellpress_site::model::Page;
use wellpress_site::model::review::EditorialRecord;
use wellpress_site::model::review_clock::Overdue;
use wellpress_site::parse::answers::RecordedAnswer;
use wellpress_site::resolve::ResolvedSite;

/// The review status of a page. Two states, because sites work in two ways: `review` follows the dates in the front matter,
/// `sign_off` compares the page with the text that a reviewer signed. The JSON of `review status` and the preview's
/// dashboard have these names; dates are `YYYY-MM-DD`.
#[derive(Debug, Serialize)]
pub struct PageStatus {
    /// The path of the page below its section, such as `neck-pain`.
    pub id: String,
    /// The name of its section: `article`, `exercise`, `programme`, or that of a section of the settings.
    pub kind: String,
    /// The folder of its section under `content`, such as `articles`.
    pub section: String,
    /// The tag of the page's language.
    pub language: String,
    /// The title in the front matter.
    pub title: String,
    /// The page's file, relative to the root.
    pub file: String,
    /// The state by the dates of its reviews.
    pub review: ReviewState,
    /// The date of the last medical or clinical review.
    pub last_reviewed: Option<String>,
    /// The date when the next review is due.
    pub next_review: Option<String>,
    /// The state by its sign-offs.
    pub sign_off: ApprovalState,
    /// How many remarks of reviewers nobody has dealt with.
    pub open_remarks: usize,
    /// The id of the person with the newest sign-off.
    pub signed_by: Option<String>,
    /// The date of the newest sign-off.
    pub signed_on: Option<String>,
}

impl PageStatus {
    /// Whether the page has this id, with its kind before it (`article:neck-pain`) or without.
    #[must_use]
    pub fn is_of(&self, id: &str) -> bool {
        self.id == id || id.split_once(':') == Some((&*self.kind, &*self.id))
    }
}

/// The state of a page by the dates of its reviews.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewState {
    /// A medical or clinical review is recorded, and the next one is not due.
    Reviewed,
    /// The next review is due within the time that the settings call soon.
    DueSoon,
    /// The next review was due before today.
    Overdue,
    /// The text was changed after the last review: the front matter records it, or the signed words were others.
    Changed,
    /// The page has no medical or clinical review.
    Missing,
}

/// The state of a page by its sign-offs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ApprovalState {
    /// Nobody has approved of the page.
    None,
    /// The page has the same text as when it was approved.
    Current,
    /// The page has another text than when it was approved.
    Changed,
    /// A reviewer asked for changes, and no sign-off has answered that.
    ChangesRequested,
}

/// The status of each article, exercise and programme that is not withdrawn, in the order of the site's pages.
#[must_use]
pub fn statuses(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<PageStatus> {
    let pages = resolved.site.pages.iter().filter(|page| page.is_health && !page.is_withdrawn());
    let answers = resolved.site.answers_by_page();
    let statuses = pages.filter_map(|page| {
        let key = (&*config.languages[page.language].tag, &*resolved.site.full_id(page));
        let answers = answers.get(&key).map(Vec::as_slice).unwrap_or_default();
        Some(status(config, resolved, page, page.editorial()?, answers))
    });
    statuses.collect()
}

fn status(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    page: &Page,
    editorial: &EditorialRecord,
    answers: &[&RecordedAnswer],
) -> PageStatus {
    let decisions = page.sign_offs.as_ref().map(|sign_offs| sign_offs.decisions()).unwrap_or_default();
    // Decisions are sorted by date, the newest first.
    let newest = decisions.first();
    PageStatus {
        id: page.route.clone(),
        kind: page.word.to_string(),
        section: config.sections[page.section].folder.clone(),
        language: config.languages[page.language].tag.clone(),
        title: page.title.clone(),
        file: page.source.path.to_string(),
        review: review_state(config, resolved, page, editorial),
        last_reviewed: editorial.last_reviewed.map(|day| day.to_string()),
        next_review: editorial.next_review.map(|day| day.to_string()),
        open_remarks: answers.iter().map(|answer| answer.open_remarks().count()).sum(),
        sign_off: sign_off_state(resolved, page),
        signed_by: newest.map(|sign_off| sign_off.person.value.clone()),
        signed_on: newest.map(|sign_off| sign_off.date.to_string()),
    }
}

pub(crate) fn review_state(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    page: &Page,
    editorial: &EditorialRecord,
) -> ReviewState {
    let mut reviews = editorial.reviews.iter().filter(|review| resolved.is_medical(review));
    let mut standing = resolved.standing_medical_reviews(page);
    match editorial.overdue(config) {
        // Whatever the dates say: only a medical or clinical review counts here.
        _ if reviews.next().is_none() => ReviewState::Missing,
        Some(Overdue::Due(_)) => ReviewState::Overdue,
        Some(Overdue::Changed(..)) => ReviewState::Changed,
        // Nobody with that expertise has signed the present words.
        None if standing.next().is_none() => ReviewState::Changed,
        None if editorial.due_soon(config).is_some() => ReviewState::DueSoon,
        None => ReviewState::Reviewed,
    }
}

fn sign_off_state(resolved: &ResolvedSite<'_>, page: &Page) -> ApprovalState {
    let Some(sign_offs) = &page.sign_offs else { return ApprovalState::None };
    if sign_offs.open_request().is_some() {
        return ApprovalState::ChangesRequested;
    }
    match sign_offs.current_approval() {
        Some(_) if resolved.is_changed_since_sign_off(page) => ApprovalState::Changed,
        Some(_) => ApprovalState::Current,
        None => ApprovalState::None,
    }
}
