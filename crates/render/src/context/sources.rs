//! What the templates of the citation index and of a source's page see.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Date, Fact, Link, LinkOut};

/// The citation index: every source that a published page cites or lists.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CitationIndex {
    /// By letter.
    pub letters: Vec<IndexLetter>,
    /// How many sources.
    pub total: usize,
    /// Years that occur, newest first, with counts.
    pub years: Vec<Facet>,
    /// Kinds that occur, in the page's language, with counts.
    pub kinds: Vec<Facet>,
    /// Journals and publishers that occur, with counts.
    pub publishers: Vec<Facet>,
    /// Files with all sources.
    pub exports: Vec<Link>,
}

/// A value to filter by.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Facet {
    /// Stable, as in the entry's data attributes.
    pub value: String,
    /// As shown.
    pub label: String,
    /// How many sources have it.
    pub count: usize,
}

/// The sources under one letter.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct IndexLetter {
    /// Upper case, or `#`.
    pub letter: String,
    /// HTML of the sources: of each what `slip.html` makes of it.
    #[schemars(with = "Vec<String>")]
    pub slips: Vec<tera::Value>,
}

/// One source in the index.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct IndexEntry {
    /// Its key.
    pub key: String,
    /// Address of its page.
    pub url: String,
    /// HTML of the formatted entry.
    pub entry: String,
    /// Such as `Sawicki 2021`.
    pub short: String,
    /// Title.
    pub title: String,
    /// Authors, shortened, such as `Sawicki et al.`
    pub authors: String,
    /// Year as text, or "n.d." in the page's language.
    pub year: String,
    /// Facet value of the kind.
    pub kind: String,
    /// Kind in the page's language.
    pub kind_label: String,
    /// Journal, site or publisher.
    pub publisher: Option<String>,
    /// How many pages cite or list it.
    pub cited_by: usize,
    /// Whether it was retracted.
    pub retracted: bool,
    /// What became of it after it was published.
    pub notice: Option<SourceNotice>,
    /// The source as COinS has it, for the `title` of an empty `<span class="Z3988">`; nothing is left to escape.
    #[schemars(with = "String")]
    pub coins: tera::Value,
}

/// One source with its own page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Reference {
    /// As in the index.
    #[serde(flatten)]
    pub summary: IndexEntry,
    /// DOI, PubMed, PMC, web address.
    pub links: Vec<LinkOut>,
    /// ISBN, ISSN: what identifies it and leads nowhere.
    pub identifiers: Vec<Fact>,
    /// "Accessed May 2, 2023." where the style does not print it.
    pub accessed: Option<String>,
    /// The abstract, where the settings publish it.
    pub abstract_text: Option<String>,
    /// What sort of evidence it is, in the page's language.
    pub evidence: Option<String>,
    /// The source that has taken its place; the address is empty where no page cites that one.
    pub successor: Option<Link>,
    /// Pages that cite it.
    pub cited_in: Vec<CitedIn>,
    /// BibTeX, CSL-JSON, RIS.
    pub exports: Vec<Export>,
}

/// A page that cites a source.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CitedIn {
    /// Kind of the page.
    pub kind: &'static str,
    /// Title of the page.
    pub title: String,
    /// Address of the page.
    pub url: String,
    /// HTML of the cautions and signals to stop of an exercise of which a step is quoted; else empty.
    pub warnings: String,
    /// Where it is cited there; empty where it is listed without a mark.
    pub passages: Vec<Passage>,
    /// Articles through which an exercise's mark is read.
    pub via: Vec<Link>,
}

/// The sentence around a mark.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Passage {
    /// Address of the very mark.
    pub url: String,
    /// Heading of the section, or empty above the first.
    pub heading: String,
    /// HTML of the sentence; the mark is `<mark>`.
    pub sentence: String,
}

/// A source in an exchange format.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Export {
    /// `BibTeX`, `CSL-JSON`, `RIS`.
    pub format: &'static str,
    /// File name to save as.
    pub file_name: String,
    /// What the link to it says.
    pub label: String,
    /// The text.
    pub text: String,
    /// A `data:` address of the same text, in which nothing is left to escape.
    #[schemars(with = "String")]
    pub data_url: tera::Value,
}

/// What became of a source after it was published.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SourceNotice {
    /// `retracted`, `concern` or `corrected`.
    pub kind: &'static str,
    /// The same in the page's language.
    pub label: String,
    /// As a sentence.
    pub text: String,
    /// When.
    pub date: Option<Date>,
    /// Where the notice can be read.
    pub url: Option<String>,
}
