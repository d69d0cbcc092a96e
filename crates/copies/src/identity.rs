//! [`Identity`]: what a copy says about its page besides its text: title, address, dates, people, and the state of its review.
//!
//! Both formats have the same: Markdown as front matter, JSON as keys. Of a withdrawn page there are only title and address.

use schemars::JsonSchema;
use serde::Serialize;

use wellpress_render::notices::{CHANGED_SINCE_SIGN_OFF, NOT_REVIEWED, review_lines};
use wellpress_render::pages::render_context::RenderContext;
use wellpress_render::pages::render_context::languages::outdated;
use wellpress_site::model::page::PageRecord;
use wellpress_site::model::review::EditorialRecord;
use wellpress_site::model::{Page, PageId};
use wellpress_site::resolve::forms::{FormState, has_forms, of_page};

/// What a copy says about its page.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub(crate) struct Identity {
    /// The kind of the page: `article`, `exercise`, `programme`, `person` or `page`.
    pub kind: &'static str,
    /// The title; of a person, the name.
    pub title: String,
    /// The address of the page for readers.
    pub url: String,
    /// The language of the page as a BCP 47 tag.
    pub language: String,
    /// What is known of the review of the page.
    pub review: ReviewStatus,
    /// One sentence that sums up the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The day of the first publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// The day of the last update.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// The day of the last review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_reviewed: Option<String>,
    /// The day on which the next review is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_review: Option<String>,
    /// The authors, with their credentials.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// Who else took part.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contributors: Vec<Contributor>,
    /// Who reviewed the page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reviewers: Vec<Reviewer>,
    /// The titles of the topics of the page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// The address of the original, if it was changed after this translation was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outdated_translation_of: Option<String>,
    /// The other forms of the page for people.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<FormCopy>,
    /// What AI was used for, and the name of the tool.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ai: Option<String>,
    /// What the page said wrongly before, the newest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<CorrectionCopy>,
}

/// Another form of a page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct FormCopy {
    /// `easy_read`, `audio`, `sign_language` or `large_print`.
    pub form: &'static str,
    /// Its absolute address.
    pub url: String,
    /// The day on which it was made or last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Whether somebody approved of it.
    pub approved: bool,
    /// Whether the page has changed since it was made.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub behind: bool,
}

/// A correction of a page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct CorrectionCopy {
    /// The day of the correction.
    pub date: String,
    /// What the page said before.
    pub was: String,
    /// What it says since then.
    pub now: String,
}

/// What is known of the review of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ReviewStatus {
    /// Nobody with a medical credential has reviewed the present words.
    #[default]
    NotReviewed,
    /// The words have changed since somebody signed them.
    ChangedSinceSignOff,
    /// Somebody with a medical credential has reviewed the present words.
    Reviewed,
    /// Pages of its kind need no review.
    NotNeeded,
    /// The page was withdrawn.
    Withdrawn,
}

impl ReviewStatus {
    fn of(cx: &RenderContext<'_>, page: &Page) -> Self {
        let lines = review_lines(cx.resolved, page);
        if page.is_withdrawn() {
            Self::Withdrawn
        } else if lines.contains(&NOT_REVIEWED) {
            Self::NotReviewed
        } else if lines.contains(&CHANGED_SINCE_SIGN_OFF) {
            Self::ChangedSinceSignOff
        } else if cx.resolved.is_medically_reviewed(page) {
            Self::Reviewed
        } else {
            Self::NotNeeded
        }
    }

    /// The word for it, as both formats have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotReviewed => "not-reviewed",
            Self::ChangedSinceSignOff => "changed-since-sign-off",
            Self::Reviewed => "reviewed",
            Self::NotNeeded => "not-needed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// Somebody who took part in a page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Contributor {
    /// The name, with credentials.
    pub name: String,
    /// What the person did.
    pub role: String,
}

/// Somebody who reviewed a page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Reviewer {
    /// The name, with credentials.
    pub name: String,
    /// `medical`, `clinical`, `editorial` or `lay`.
    pub role: &'static str,
    /// The day of the review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Whether the build verified a signature over the present words.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub signed: bool,
    /// Whether the review was of other words than the present ones.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub outdated: bool,
}

impl Identity {
    pub fn of(cx: &RenderContext<'_>, page: &Page) -> Self {
        let identity = Self {
            kind: page.kind.name(),
            title: page.full_title(),
            url: cx.config.base.absolute(&page.url),
            language: cx.config.languages[page.language].tag.clone(),
            review: ReviewStatus::of(cx, page),
            ..Self::default()
        };
        if page.is_withdrawn() {
            return identity;
        }
        let byline = cx.byline(page);
        let day = |date: Option<wellpress_render::context::Date>| date.map(|date| date.iso);
        let editorial = page.editorial();
        Self {
            description: page.description.clone(),
            published: day(byline.published),
            updated: day(byline.updated),
            last_reviewed: day(byline.last_reviewed),
            next_review: day(byline.next_review),
            authors: names(cx, editorial.map(|editorial| &*editorial.authors).unwrap_or_default()),
            contributors: editorial.map(|editorial| contributors(cx, editorial)).unwrap_or_default(),
            reviewers: editorial.map(|editorial| reviewers(cx, page, editorial)).unwrap_or_default(),
            topics: editorial.map(|editorial| titles(cx, &editorial.topics)).unwrap_or_default(),
            outdated_translation_of: outdated(cx, page).map(|original| cx.config.base.absolute(&original.url)),
            forms: forms(cx, page),
            ai: page.front.ai.as_ref().map(|ai| ai.value.words()),
            corrections: editorial.map(corrections).unwrap_or_default(),
            ..identity
        }
    }
}

fn forms(cx: &RenderContext<'_>, page: &Page) -> Vec<FormCopy> {
    if !has_forms(cx.resolved, page) {
        return Vec::new();
    }
    let forms = of_page(cx.resolved, page).into_iter().map(|form| FormCopy {
        form: form.kind.as_str(),
        url: form.place.address(&cx.config.base),
        date: form.date.map(|day| day.to_string()),
        approved: form.is_approved,
        behind: form.state == FormState::Behind,
    });
    forms.collect()
}

fn corrections(editorial: &EditorialRecord) -> Vec<CorrectionCopy> {
    let corrections = editorial.corrections.iter().map(|correction| CorrectionCopy {
        date: correction.date.value.to_string(),
        was: correction.was.clone(),
        now: correction.now.clone(),
    });
    corrections.collect()
}

fn titles(cx: &RenderContext<'_>, pages: &[PageId]) -> Vec<String> {
    pages.iter().map(|page| cx.resolved.site.page(*page).title.clone()).collect()
}

fn names(cx: &RenderContext<'_>, people: &[PageId]) -> Vec<String> {
    people.iter().map(|person| name(cx, *person)).collect()
}

fn name(cx: &RenderContext<'_>, person: PageId) -> String {
    let page = cx.resolved.site.page(person);
    match &page.record {
        PageRecord::Person(person) => person.signature(page),
        _ => page.title.clone(),
    }
}

fn contributors(cx: &RenderContext<'_>, editorial: &EditorialRecord) -> Vec<Contributor> {
    let contributors = editorial.contributors.iter();
    contributors.map(|of| Contributor { name: name(cx, of.person), role: of.role.to_string() }).collect()
}

fn reviewers(cx: &RenderContext<'_>, page: &Page, editorial: &EditorialRecord) -> Vec<Reviewer> {
    let reviewer = |review: &wellpress_site::model::review::Review| {
        let standing = cx.resolved.review_standing(page, review);
        Reviewer {
            name: name(cx, review.person),
            role: cx.shown_role(review).as_str(),
            date: review.date.map(|day| day.to_string()),
            signed: standing.is_signed,
            outdated: standing.is_outdated,
        }
    };
    editorial.reviews.iter().map(reviewer).collect()
}
