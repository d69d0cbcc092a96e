//! What the templates of pages that nobody wrote see: the home page, lists, the glossary, corrections, search, redirects.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Card, Correction, Filter, Link};

/// What the home page shows.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Home {
    /// HTML of `pages/index.md`, or empty.
    pub html: String,
    /// The settings' featured pages.
    #[schemars(with = "Vec<Card>")]
    pub featured: Vec<tera::Value>,
    /// The newest articles, at most 6.
    #[schemars(with = "Vec<Card>")]
    pub articles: Vec<tera::Value>,
    /// Exercises in order of weight and title, at most 12.
    #[schemars(with = "Vec<Card>")]
    pub exercises: Vec<tera::Value>,
    /// The topics with the most pages, at most 8, with how many each has as their facts.
    #[schemars(with = "Vec<Card>")]
    pub topics: Vec<tera::Value>,
    /// Parts of the body: topics of this type, and what exercises name as their regions; the 12 with the most pages. Those
    /// that have a place on a figure come first, from head to foot.
    pub regions: Vec<Region>,
    /// How many articles, exercises, sources and topics there are.
    pub counts: Counts,
}

/// A part of the body that pages are about.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Region {
    /// As the topic is titled or exercises name it.
    pub title: String,
    /// The topic, or the library of exercises with those for it.
    pub url: String,
    /// How many pages or exercises there are, in words.
    pub counted: String,
    /// Where it is on a figure: the place of which the theme's message `body-<place>` has the title among its names, such as
    /// `lower-back`.
    pub place: Option<&'static str>,
    /// The place's number on the figure, from 1.
    pub number: Option<usize>,
}

/// How much there is.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct Counts {
    /// Articles.
    pub articles: usize,
    /// Exercises.
    pub exercises: usize,
    /// Published sources.
    pub references: usize,
    /// Topics.
    pub topics: usize,
}

/// Where a part of a list stands among the others; a list that is not split has one part.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Pager {
    /// This part's number, from 1.
    pub number: usize,
    /// How many parts.
    pub parts: usize,
    /// Address of the part before.
    pub previous: Option<String>,
    /// Address of the part after.
    pub following: Option<String>,
}

/// A list of articles, exercises, programmes, topics or people; one part of it where it is long. Also what the page
/// of a topic or a person lists, but for the first part, which is on that page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct List {
    /// `article`, `exercise`, `programme`, `topic` or `person`; `page` for what belongs to a topic or a person.
    pub of: &'static str,
    /// This part of the list.
    #[schemars(with = "Vec<Card>")]
    pub cards: Vec<tera::Value>,
    /// The same below headings; empty where the kind has none.
    pub groups: Vec<Group>,
    /// How many there are over all parts.
    pub total: usize,
    #[serde(flatten)]
    #[expect(missing_docs, reason = "templates see the fields only")]
    pub pager: Pager,
    /// What the whole list can be filtered by: of exercises, on the first part.
    pub filters: Vec<Filter>,
}

/// Cards below a heading.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Group {
    /// The heading's id.
    pub id: &'static str,
    /// `article`, `exercise`, `programme` or `person`; `page` where they are of several kinds.
    pub of: &'static str,
    /// The heading.
    pub title: String,
    /// What stands below it.
    #[schemars(with = "Vec<Card>")]
    pub cards: Vec<tera::Value>,
}

/// All corrections of a language.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Corrections {
    /// Newest first.
    pub entries: Vec<CorrectedPage>,
    /// Address of their feed.
    pub feed: String,
}

/// A correction with the page that it is of.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CorrectedPage {
    /// The page.
    pub page: Link,
    /// `article` or `exercise`.
    pub of: &'static str,
    /// What was put right.
    pub correction: Correction,
}

/// The glossary of a language.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Glossary {
    /// By letter.
    pub letters: Vec<GlossaryLetter>,
    /// HTML of the numbered list of its sources, or empty.
    pub references: String,
}

/// The glossary's terms under one letter.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GlossaryLetter {
    /// Upper case.
    pub letter: String,
    /// The terms.
    pub terms: Vec<GlossaryTerm>,
}

/// One term.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GlossaryTerm {
    /// Its `id` on the page, unique.
    pub anchor: String,
    /// The term.
    pub term: String,
    /// HTML of the definition, with marks.
    pub definition: String,
    /// Other terms to see.
    pub see: Vec<Link>,
    /// Articles and exercises that use the term.
    pub used_in: Vec<Link>,
}

/// An address that moved.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Redirect {
    /// Address to which the page went.
    pub url: String,
}

/// What the page to search on works with.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Search {
    /// Address of the folder of the index.
    pub index: String,
    /// Names of pages, by kind.
    pub lists: Vec<Names>,
}

/// The pages of a kind by their names.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Names {
    /// `article`, `exercise`, `programme` or `topic`.
    pub of: &'static str,
    /// What the section is called.
    pub title: String,
    /// Address of the section's list.
    pub url: String,
    /// By title, at most 300.
    pub links: Vec<Link>,
    /// How many pages there are; more than links where not all are named.
    pub total: usize,
}
