//! [`Byline`]: who wrote and reviewed a page, and when, as templates see it.

use schemars::JsonSchema;
use serde::Serialize;

use super::Picture;

/// A day, for machines and for readers.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Date {
    /// ISO 8601, for the `datetime` attribute of `<time>`: `2023-05-02`.
    pub iso: String,
    /// `May 2, 2023`, in the page's language.
    pub text: String,
}

/// A person or an organisation, with the role that they have on this page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Person {
    /// Full name with its prefix, such as "Dr. Ada Berg".
    pub name: String,
    /// Degrees and licences, such as `PT` or `MD`.
    pub credentials: Vec<String>,
    /// What they work as; null where their record does not say.
    pub job_title: Option<String>,
    /// Address of their page on this site.
    pub url: String,
    /// Whether it is an organisation or a team.
    pub organisation: bool,
    /// Their portrait, or the logo of an organisation; null without one.
    pub photo: Option<Picture>,
    /// What they did for this page, in its language, such as "Written by" or "Medically reviewed by"; empty on their own page.
    pub role: String,
    /// The day of their review; null for other roles.
    pub date: Option<Date>,
    /// Whether they signed off other words than those that the page has now. Then `role` says so.
    pub outdated: bool,
    /// Whether their review has a signature that the build verified, over the words that the page has now.
    pub signed: bool,
}

/// The people who wrote and reviewed a page, and the dates of its history.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Byline {
    /// Authors, then contributors, then reviewers. Somebody with several roles is there once for each.
    pub people: Vec<Person>,
    /// Whether a medical or clinical review of the present words is on record.
    pub medically_reviewed: bool,
    /// "Not medically reviewed", or that the page changed since it was signed off, as HTML; empty if neither holds. A page that
    /// has it must show it, before all steps.
    pub not_reviewed: String,
    /// Whether pages of this section need a review; the settings say `health: false` for those that do not.
    pub health: bool,
    /// `medical` if one of these reviews is medical, else `clinical`; null without either.
    pub reviewed_as: Option<&'static str>,
    /// Whether the page has other words than those that were signed off. Then `not_reviewed` says so.
    pub outdated: bool,
    /// Day of first publication; null where the front matter has none.
    pub published: Option<Date>,
    /// Day of the last update that the author recorded.
    pub updated: Option<Date>,
    /// Day of the last medical or clinical review.
    pub last_reviewed: Option<Date>,
    /// Day by which the page has to be reviewed again; null if it changed since its sign-off.
    pub next_review: Option<Date>,
    /// Day of the last change of content, if it is later than the last review: nobody has reviewed that change.
    pub changed_since: Option<Date>,
    /// Whether the page was withdrawn. Then it has no text, and no reviewers that could vouch for one.
    pub withdrawn: bool,
    /// Reading time in minutes, at least 1.
    pub reading_minutes: usize,
}
