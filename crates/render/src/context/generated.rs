//! The variables of the templates of generated pages: the home page, lists, the glossary, corrections, search, redirects.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Card, Correction, Filter, Link};

/// The home page: a choice of the site's pages.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Home {
    /// HTML of the text of `pages/index.md`; empty without that file.
    pub html: String,
    /// Cards of the pages that the settings feature, in their order.
    #[schemars(with = "Vec<Card>")]
    pub featured: Vec<tera::Value>,
    /// Cards of the newest articles, at most 6.
    #[schemars(with = "Vec<Card>")]
    pub articles: Vec<tera::Value>,
    /// Cards of exercises by weight and title, at most 12.
    #[schemars(with = "Vec<Card>")]
    pub exercises: Vec<tera::Value>,
    /// Cards of the topics with the most pages, at most 8. The only fact on each is how many pages it has.
    #[schemars(with = "Vec<Card>")]
    pub topics: Vec<tera::Value>,
    /// Cards of the topics of the type `condition` with the most pages, at most 4.
    #[schemars(with = "Vec<Card>")]
    pub conditions: Vec<tera::Value>,
    /// Parts of the body: topics of the type `region`, and regions that exercises name. At most 12, those with the most pages;
    /// first those that have a place on the figure of a body, from head to foot, then the others by name.
    pub regions: Vec<Region>,
    /// How many articles, exercises, sources and topics the site has in this language.
    pub counts: Counts,
}

/// A part of the body, with the pages about it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Region {
    /// Its name, from the topic or as exercises write it.
    pub title: String,
    /// Address of the topic, or of the list of exercises, filtered by the region.
    pub url: String,
    /// Number of pages or exercises in words, such as "3 exercises".
    pub counted: String,
    /// Place on the figure of a body, such as `lower-back`. A region has a place if its name is one of those in the theme's
    /// message `body-<place>`; else null.
    pub place: Option<&'static str>,
    /// Number of the place on the figure, from 1; null without a place.
    pub number: Option<usize>,
}

/// How many pages and sources the site has.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct Counts {
    /// Number of articles in this language, and of pages like articles, that give health information.
    pub articles: usize,
    /// Number of exercises in this language.
    pub exercises: usize,
    /// Number of sources that published pages cite, in all languages together.
    pub references: usize,
    /// Number of topics in this language.
    pub topics: usize,
}

/// The position of a page in a list that is spread over several. A list that is not split has one part.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Pager {
    /// Number of this part, from 1.
    pub number: usize,
    /// Number of all parts.
    pub parts: usize,
    /// Address of the part before this one; null on the first.
    pub previous: Option<String>,
    /// Address of the part after this one; null on the last.
    pub following: Option<String>,
}

/// One part of a list of articles, exercises, programmes, topics or people. Also the second and further parts of what the
/// page of a topic or a person lists; the first part of that is on the page itself.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct List {
    /// Kind of the pages: `article`, `exercise`, `programme`, `topic` or `person`; `page` for the list of a topic or a person.
    pub of: &'static str,
    /// How the settings want the list to look: `cards`, `rows`, `letters` or `tree`.
    pub look: &'static str,
    /// The pages of this part, in order.
    #[schemars(with = "Vec<Card>")]
    pub cards: Vec<tera::Value>,
    /// The same cards below headings; empty where the list has none.
    pub groups: Vec<CardGroup>,
    /// How many pages all parts have together.
    pub total: usize,
    #[serde(flatten)]
    #[expect(missing_docs, reason = "templates see the fields only")]
    pub pager: Pager,
    /// The filters of the whole list; only on the first part of a list of exercises.
    pub filters: Vec<Filter>,
}

/// A section that the settings declare.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OwnSection {
    /// Its folder under `content`, such as `conditions`.
    pub folder: String,
    /// The title of its list.
    pub title: String,
    /// Address of its list; null for a section without one.
    pub url: Option<String>,
}

/// A field of a page that the settings declare for its section.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DeclaredField {
    /// The name in front matter, such as `also_called`.
    pub id: String,
    /// The label in the page's language.
    pub label: String,
    /// The value as HTML.
    pub html: String,
    /// The value by its type: a text, a number, `true` or `false`, a list, a map; Markdown is HTML, an address is a text, a picture is a
    /// [Picture](#picture), and pages are a list of `title` and `url`.
    pub value: serde_json::Value,
    /// Whether the theme shows it; the settings say `show: false` for one that only a template of their own shows.
    pub show: bool,
}

/// Pages whose field names this page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct NamedBy {
    /// The `back` of the field.
    pub label: String,
    /// Links to the pages.
    pub links: Vec<Link>,
}

/// Cards below a heading.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CardGroup {
    /// Value for the `id` of the heading.
    pub id: String,
    /// Kind of the cards: `article`, `exercise`, `programme` or `person`; `page` for several kinds.
    pub of: &'static str,
    /// Text of the heading.
    pub title: String,
    /// The cards of the group, in order.
    #[schemars(with = "Vec<Card>")]
    pub cards: Vec<tera::Value>,
}

/// The page of all corrections of a language.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Corrections {
    /// The corrections with their pages, newest first. At most 200; older ones are on further pages.
    pub entries: Vec<CorrectedPage>,
    /// How many corrections all pages have together.
    pub total: usize,
    /// Position among the pages of corrections. The template has to link them.
    pub pager: Pager,
}

/// A correction with the page that it is of.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CorrectedPage {
    /// Link to the page that was corrected.
    pub page: Link,
    /// Kind of that page: `article` or `exercise`.
    pub of: &'static str,
    /// The former and the new wording.
    pub correction: Correction,
}

/// The glossary of a language.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Glossary {
    /// The terms under their first letters, sorted.
    pub letters: Vec<GlossaryLetter>,
    /// HTML of the list of the glossary's sources; empty where nothing is cited.
    pub references: String,
    /// Position among the pages with the uses of one term; null on the glossary itself.
    pub pager: Option<Pager>,
}

/// The glossary's terms under one letter.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GlossaryLetter {
    /// The letter in upper case and without accents; `#` for terms that begin with a digit.
    pub letter: String,
    /// The terms, sorted.
    pub terms: Vec<GlossaryTerm>,
}

/// A term of the glossary with its definition.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GlossaryTerm {
    /// The `id` of its entry, to which links in texts lead.
    pub anchor: String,
    /// The term as plain text.
    pub term: String,
    /// HTML of the definition, with citation marks; empty on the pages with its uses.
    pub definition: String,
    /// Other names of the term.
    pub also_called: Vec<String>,
    /// Links to other terms that the author refers to.
    pub see: Vec<Link>,
    /// Links to the articles and exercises that use the term. If there are more than 20, to the first 20.
    pub used_in: Vec<Link>,
    /// How many articles and exercises use the term.
    pub uses: usize,
    /// Address of the page with all uses, if not all are linked here; else null.
    pub uses_url: Option<String>,
}

/// A page at an address from which another page moved away.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Redirect {
    /// Address to which that page moved.
    pub url: String,
}

/// The search page, for readers with and without script.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Search {
    /// Address of the folder with the search index, for the script.
    pub index: String,
    /// Links to pages by kind, for readers without script.
    pub lists: Vec<KindLinks>,
}

/// The page on which readers make a sheet of exercises.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SheetPage {
    /// Address of the exercises for the script, as JSON.
    pub data: String,
    /// Links to the handouts of exercises and of programmes, for readers without script.
    pub lists: Vec<KindLinks>,
}

/// Links to the pages of one kind.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct KindLinks {
    /// The kind: `article`, `exercise`, `programme` or `topic`.
    pub of: &'static str,
    /// Title of the section in the page's language.
    pub title: String,
    /// Address of the list of the section, which has all pages.
    pub url: String,
    /// The pages by title, at most 300.
    pub links: Vec<Link>,
    /// How many pages the section has, also if not all are linked here.
    pub total: usize,
}
