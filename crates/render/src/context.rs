//! What a template sees: typed structs, one for each template, serialised as they stand.
//!
//! Every string is plain text and is escaped by the template engine, except those named `html` or documented as HTML,
//! which come from [`super::html`] and are safe to print with `| safe`. Addresses are root-relative with the base
//! path, unless documented as absolute. An `Option` that is `None` is null.

mod described;
mod exercise;
mod generated;
mod sources;

use schemars::JsonSchema;
use serde::Serialize;

pub use described::described;
pub use exercise::{Exercise, Fact, Filter, FilteredBy, Handout, Programme};
pub use generated::{
    CorrectedPage, Corrections, Counts, Glossary, GlossaryLetter, GlossaryTerm, Group, Home, List, Names, Pager,
    Redirect, Region, Search,
};
pub use sources::{CitationIndex, CitedIn, Export, Facet, IndexEntry, IndexLetter, Passage, Reference, SourceNotice};

/// The site: the same for all pages of one language.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Site {
    /// The site's title in this language.
    pub title: String,
    /// The site's description, if any.
    pub description: Option<String>,
    /// BCP 47, such as `en`.
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Address of the home page in this language.
    pub home: String,
    /// `main` and `footer` menus.
    pub menus: Menus,
    /// Links to the policies that the settings name, in the settings' order.
    pub policies: Vec<Link>,
    /// Who publishes.
    pub organization: Option<Organization>,
    /// Address of the Atom feed.
    pub feed: String,
    /// The site's name as a picture, in place of the mark and the name in letters; null where the theme names none.
    pub logo: Option<Logo>,
    /// The same for dark; null where that for light is for both.
    pub logo_dark: Option<Logo>,
    /// Theme assets: name as under `assets/` (such as `well.css`) to its fingerprinted address.
    pub assets: std::collections::BTreeMap<String, String>,
    /// Addresses of the site's icons as PNG, by their size: `32`, `180`, `192`, `512`; none where the theme has no mark.
    pub icons: std::collections::BTreeMap<String, String>,
    /// Address of the web manifest.
    pub manifest: String,
    /// The tokens of the theme, with those of the themes that it extends.
    pub tokens: std::collections::BTreeMap<String, String>,
    /// Address of the page to search on; null where the site has no search.
    pub search: Option<String>,
    /// Addresses of the section lists, by kind in plural: `articles`, `exercises`, `programmes`, `topics`, `people`,
    /// `references`, `glossary`, `corrections`. A section without pages is absent.
    pub sections: std::collections::BTreeMap<String, String>,
    /// The settings' open map.
    pub extra: serde_json::Value,
    /// What the theme says in this language, by key: every string that needs no values.
    pub words: std::collections::BTreeMap<String, String>,
    /// HTML of the theme's parts, the templates in `parts/`, by name; in them it is empty.
    pub parts: std::collections::BTreeMap<String, String>,
}

/// Menus of the header and the footer.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Menus {
    /// The header's.
    pub main: Vec<Link>,
    /// The footer's.
    pub footer: Vec<Link>,
}

/// A title with an address.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Link {
    /// What it says.
    pub title: String,
    /// Where it goes.
    pub url: String,
    /// The language of what it says, where that is the title of a page: one that is not translated says it in another language
    /// than the page that leads to it.
    pub language: Option<String>,
}

impl Link {
    /// A link that says something in the language of the page on which it stands.
    #[must_use]
    pub fn new(title: impl Into<String>, url: impl Into<String>) -> Self {
        Self { title: title.into(), url: url.into(), language: None }
    }
}

/// A link out, with what to show for its address.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LinkOut {
    /// What it says.
    pub title: String,
    /// Absolute address.
    pub url: String,
    /// The address without `https://`.
    pub shown: String,
}

/// Who publishes the site.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Organization {
    /// Name.
    pub name: String,
    /// Absolute address of its own site.
    pub url: Option<String>,
    /// Address of its logo.
    pub logo: Option<String>,
}

/// The site's name as a picture.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Logo {
    /// Address, fingerprinted.
    pub src: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// What `<head>` needs.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Head {
    /// For `<title>`, with the site's title where that helps.
    pub title: String,
    /// Meta description.
    pub description: Option<String>,
    /// Absolute address of this page's canonical form.
    pub canonical: String,
    /// The page in other languages (absolute), itself included; empty where there is one language.
    pub alternates: Vec<Alternate>,
    /// Content of the robots meta tag, such as `noindex, follow`.
    pub robots: Option<String>,
    /// Open Graph type: `article`, `profile` or `website`.
    pub og_type: &'static str,
    /// The picture that is shown where somebody shares the page.
    pub image: Option<SharedPicture>,
    /// `citation_*` tags of an article, where the settings ask for them.
    pub scholar: Vec<Meta>,
    /// One JSON-LD block: JSON that is safe inside `<script>`.
    pub json_ld: String,
}

/// A picture for those who meet a page elsewhere.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SharedPicture {
    /// Absolute address.
    pub url: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// What it shows; empty where nobody said.
    pub alt: String,
}

/// A `<meta>` with a name.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Meta {
    /// Its name.
    pub name: &'static str,
    /// Its content.
    pub content: String,
}

/// The same page in a language.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Alternate {
    /// BCP 47, or `x-default`.
    pub language: String,
    /// Absolute address.
    pub url: String,
}

/// The page that is drawn.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Page {
    /// `article`, `exercise`, `programme`, `topic`, `person`, `page`, `print`, `home`, `list`, `glossary`, `references`,
    /// `reference`, `corrections`, `search`, `not-found`, `redirect`.
    pub kind: &'static str,
    /// The id in its kind, such as `neck-pain`; empty for generated lists.
    pub id: String,
    /// Address.
    pub url: String,
    /// HTML for `<h1>`: the title, escaped.
    pub title_html: String,
    /// As plain text.
    pub title: String,
    /// The dek, if any.
    pub description: Option<String>,
    /// From the home page down to the parent of this page; empty on the home page.
    pub breadcrumbs: Vec<Link>,
    /// This page in each language of the site, in the settings' order; empty where the site has one.
    pub languages: Vec<InLanguage>,
    /// The original of a translation, where it says something else now than when it was translated.
    pub outdated: Option<Link>,
    /// What is shown though it would be left out: `draft`, `future` or `expired`.
    pub unpublished: Option<&'static str>,
    /// Whether it may show a form that goes somewhere.
    pub has_form: bool,
    /// The front matter's open map.
    pub extra: serde_json::Value,
}

/// A page in a language.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct InLanguage {
    /// BCP 47.
    pub language: String,
    /// The language's own name of itself.
    pub name: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Its address. Where the page is not translated, the original's, with the anchor of the notice there.
    pub url: String,
    /// Whether it is this page.
    pub here: bool,
    /// That this page is not available in the language, in its words; empty unless it is the original of what is missing.
    pub notice: String,
    /// The `id` of that notice.
    pub anchor: String,
    /// The home page in the language.
    pub home: Link,
}

/// A day: machine form and the reader's form.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Date {
    /// `2023-05-02`.
    pub iso: String,
    /// `May 2, 2023`, in the page's language.
    pub text: String,
}

/// A picture with its size.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Picture {
    /// Address, fingerprinted.
    pub src: String,
    /// The picture in the form of `src` and in several widths, as `srcset` has them; null where there is one width.
    pub srcset: Option<String>,
    /// Better forms of it, the best first.
    pub sources: Vec<PictureSource>,
    /// Alternative text; empty says decorative.
    pub alt: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Caption.
    pub caption: Option<String>,
    /// Who made it.
    pub credit: Option<String>,
}

/// A picture in a form that not every browser reads.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PictureSource {
    /// Media type, such as `image/webp`.
    pub media_type: &'static str,
    /// Addresses with their widths.
    pub srcset: String,
}

/// Somebody with their role on this page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Person {
    /// Name with prefix.
    pub name: String,
    /// Such as `PT`, `MD`.
    pub credentials: Vec<String>,
    /// Job title.
    pub job_title: Option<String>,
    /// Address of the profile.
    pub url: String,
    /// Whether it is an organisation or a team.
    pub organisation: bool,
    /// Portrait.
    pub photo: Option<Picture>,
    /// What they did here, in the page's language: "Written by", "Medically reviewed by", "Illustrated by" ...
    pub role: String,
    /// When they reviewed it.
    pub date: Option<Date>,
}

/// Who stands behind a page, and its dates.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Byline {
    /// Authors, contributors, then reviewers; each with the role.
    pub people: Vec<Person>,
    /// Whether a medical or clinical review is on record; if not, the page must say "Not medically reviewed".
    pub medically_reviewed: bool,
    /// First published.
    pub published: Option<Date>,
    /// Last updated.
    pub updated: Option<Date>,
    /// Last medical or clinical review.
    pub last_reviewed: Option<Date>,
    /// When the next review is due.
    pub next_review: Option<Date>,
    /// The last change of what the page says, if it came after the last review.
    pub changed_since: Option<Date>,
    /// Whether the page was taken back: then there is nothing to read, and nothing that a review could vouch for.
    pub withdrawn: bool,
    /// Minutes to read, at least 1.
    pub reading_minutes: u32,
}

/// An entry of the contents; level-3 headings are children of their level-2 heading.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TocEntry {
    /// Plain text.
    pub title: String,
    /// `#` and the id.
    pub url: String,
    /// Nested entries.
    pub children: Vec<TocEntry>,
}

/// A short fact on a card.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CardFact {
    /// In the language of the card, if `language` is null.
    pub text: String,
    /// Language of its words where it is not the card's: the name of a topic that is not translated.
    pub language: Option<String>,
}

/// Another page, as a card.
// Templates get it in a form that all pages share, as a page has one card wherever it is shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Card {
    /// `article`, `exercise`, `programme`, `topic`, `person`.
    pub kind: &'static str,
    /// Language of the page, which may not be that of the page that shows the card.
    pub language: String,
    /// Title of the page.
    pub title: String,
    /// Address.
    pub url: String,
    /// The link's text or accessible name, such as "View exercise: Cat-cow".
    pub label: String,
    /// The page's dek.
    pub description: Option<String>,
    /// Its first picture.
    pub picture: Option<Picture>,
    /// Short facts, such as position, level and whom a caution is for, or the topic and the date.
    pub facts: Vec<CardFact>,
    /// What lists can be filtered by, of an exercise: region, position, equipment, level.
    pub filters: Vec<FilteredBy>,
    /// HTML of the theme's templates in `cards/`, by name, but for those that draw nothing; in them it is empty.
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    pub drawn: std::collections::BTreeMap<String, tera::Value>,
}

/// A line of the page's history.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Correction {
    /// When.
    pub date: Date,
    /// What it said.
    pub was: String,
    /// What it says.
    pub now: String,
    /// `minor` or `important`.
    pub severity: &'static str,
}

/// Another line of the page's history.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Change {
    /// When.
    pub date: Date,
    /// `substantive` or `cosmetic`.
    pub kind: &'static str,
    /// What was changed, if it says.
    pub note: Option<String>,
}

/// A heading with text below, for funding, conflicts of interest, sponsor, use of AI, licence.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Statement {
    /// Such as "Funding".
    pub title: String,
    /// The words.
    pub text: String,
    /// Absolute address of what the words name, if it has one.
    pub url: Option<String>,
}

/// The parts that the pages of articles, exercises and programmes share.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Record {
    /// Hero picture.
    pub hero: Option<Picture>,
    /// Byline.
    pub byline: Byline,
    /// Topics.
    pub topics: Vec<Link>,
    /// HTML: disclaimers placed top, each an `<aside role="note" data-disclaimer>`.
    pub disclaimers_top: String,
    /// HTML: disclaimers placed bottom.
    pub disclaimers_bottom: String,
    /// HTML of the text. On an exercise page: dose, cautions, introduction, steps, note and stop signals in one piece; on a
    /// programme's: cautions, text and schedule.
    pub content: String,
    /// HTML of the notice that stands for a withdrawn page; then `content` is empty.
    pub withdrawn: Option<String>,
    /// HTML of the numbered list (`<ol>`), or empty where nothing is cited.
    pub references: String,
    /// How many sources it lists.
    pub reference_count: usize,
    /// Files with these sources: `BibTeX`, `CSL-JSON`, `RIS`.
    pub exports: Vec<Link>,
    /// Corrections, newest first.
    pub corrections: Vec<Correction>,
    /// Other changes, newest first.
    pub changes: Vec<Change>,
    /// Funding, conflicts, sponsor, AI, licence.
    pub statements: Vec<Statement>,
    /// Related exercises.
    #[schemars(with = "Vec<Card>")]
    pub related_exercises: Vec<tera::Value>,
    /// Related articles.
    #[schemars(with = "Vec<Card>")]
    pub related_articles: Vec<tera::Value>,
}

/// What an article has besides its record.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Article {
    /// Contents: headings, exercises, "References".
    pub toc: Vec<TocEntry>,
    /// `top`, `end`, `both` or `none`.
    pub toc_place: &'static str,
    /// HTML of each key point.
    pub key_points: Vec<String>,
    /// HTML of the call to action, or empty.
    pub call_to_action: String,
}

/// A topic, with what belongs to it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Topic {
    /// `condition`, `region`, `method`, `population`, `other`.
    pub kind: &'static str,
    /// HTML of the text.
    pub content: String,
    /// Wider topics.
    pub broader: Vec<Link>,
    /// Narrower topics.
    pub narrower: Vec<Link>,
    /// Its articles; where there are many, the first of them.
    #[schemars(with = "Vec<Card>")]
    pub articles: Vec<tera::Value>,
    /// Its exercises; where there are many, the first of them.
    #[schemars(with = "Vec<Card>")]
    pub exercises: Vec<tera::Value>,
    /// Its programmes; where there are many, the first of them.
    #[schemars(with = "Vec<Card>")]
    pub programmes: Vec<tera::Value>,
    /// The parts of these lists, of which this page is the first.
    pub pager: Pager,
    /// HTML of the numbered list of its sources, or empty.
    pub references: String,
}

/// Somebody, with what they did for the site.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PersonPage {
    /// Who; the role is empty.
    pub person: Person,
    /// Affiliation.
    pub affiliation: Option<String>,
    /// ORCID address and links.
    pub links: Vec<Link>,
    /// HTML of the bio.
    pub content: String,
    /// What they wrote; where it is much, the first of it.
    #[schemars(with = "Vec<Card>")]
    pub wrote: Vec<tera::Value>,
    /// What they contributed to; where it is much, the first of it.
    #[schemars(with = "Vec<Card>")]
    pub contributed: Vec<tera::Value>,
    /// What they reviewed; where it is much, the first of it.
    #[schemars(with = "Vec<Card>")]
    pub reviewed: Vec<tera::Value>,
    /// The parts of these lists, of which this page is the first.
    pub pager: Pager,
}

/// What a plain page says.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Plain {
    /// HTML of the text.
    pub html: String,
    /// Hero picture.
    pub hero: Option<Picture>,
    /// Contents.
    pub toc: Vec<TocEntry>,
    /// Updated, else published.
    pub updated: Option<Date>,
}
