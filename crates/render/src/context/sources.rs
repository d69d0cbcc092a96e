//! The variables of the templates of the citation index and of a source's page.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Date, ExternalLink, Facet, Fact, Link, Pager};

/// The citation index: every source that a published page cites or lists.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CitationIndex {
    /// The first letters of sources, sorted. Each has its sources if they are on this page.
    pub letters: Vec<IndexLetter>,
    /// How many sources the index has, on all of its pages.
    pub total: usize,
    /// Years of publication, newest first, to filter by. This and what follows is on the first page only.
    pub years: Vec<Facet>,
    /// Kinds of sources in the page's language, to filter by.
    pub kinds: Vec<Facet>,
    /// Designs of studies in the page's language, to filter by.
    pub designs: Vec<Facet>,
    /// Journals, sites and publishers, to filter by; of an index with several pages the 200 with the most sources.
    pub publishers: Vec<Facet>,
    /// Links to files with all sources: `BibTeX`, `CSL-JSON`, `RIS`.
    pub exports: Vec<Link>,
    /// Position among the pages of the letter, on a further page of an index with several pages; else null.
    pub pager: Option<Pager>,
    /// On the first page of an index with several pages, the address of the folder with what the filters look up; else null.
    pub filter_lists: Option<String>,
}

/// The sources under one letter.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct IndexLetter {
    /// The letter in upper case; `#` for sources that begin with none.
    pub letter: String,
    /// HTML of each source, as `slip.html` renders it. Empty if the sources are on other pages.
    #[schemars(with = "Vec<String>")]
    pub slips: Vec<tera::Value>,
    /// Address of the first page with the letter's sources; null in an index with one page.
    pub url: Option<String>,
    /// The pages with the letter's sources; only on the first page, and on these pages themselves. Empty in an index with one
    /// page.
    pub parts: Vec<IndexPart>,
}

/// A page with sources of one letter.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct IndexPart {
    /// The beginnings of its sources, such as "Sa–Sh", or the letter.
    pub title: String,
    /// Address of the page.
    pub url: String,
    /// How many sources it has; only on the first page of the index.
    pub count: Option<usize>,
}

/// One source in the index.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct IndexEntry {
    /// Citation key of the source in the form that addresses have.
    pub key: String,
    /// Address of the source's own page.
    pub url: String,
    /// HTML of the source, formatted in the site's citation style.
    pub entry: String,
    /// Author and year, such as "Sawicki 2021".
    pub short: String,
    /// Title, or "untitled" in the page's language.
    pub title: String,
    /// Authors, or editors if it has none; more than two are shortened, as in "Sawicki et al."
    pub authors: String,
    /// Year as text, or "n.d." in the page's language.
    pub year: String,
    /// Whether a part of it has letters against the direction of the page. Show each part with `dir="auto"` then.
    pub isolated: bool,
    /// Kind in data attributes, such as `journal`: the `value` of its facet.
    pub kind: String,
    /// Kind as readers see it, in the page's language.
    pub kind_label: String,
    /// Design of the study in data attributes, such as `randomised-trial`: the `value` of its facet; null where the library has none.
    pub design: Option<&'static str>,
    /// Design of the study, or what else the source is worth as evidence, in the page's language, such as "Randomised trial"; null where
    /// the library has none.
    pub evidence: Option<String>,
    /// Journal, site or publisher; null where the library has none.
    pub publisher: Option<String>,
    /// How many pages cite or list it.
    pub cited_by: usize,
    /// Whether the work was retracted.
    pub retracted: bool,
    /// Retraction, doubt or correction after publication; null where none is known.
    pub notice: Option<SourceNotice>,
    /// Metadata for reference managers (COinS), as the `title` of an empty `<span class="Z3988">`. It is escaped already.
    #[schemars(with = "String")]
    pub coins: tera::Value,
}

/// The variable `reference`: a source on its own page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Reference {
    /// The fields of the source in the index.
    #[serde(flatten)]
    pub summary: IndexEntry,
    /// Links to the work: DOI, PubMed, PubMed Central, web address, archived copy.
    pub links: Vec<ExternalLink>,
    /// ISBN and ISSN, which have no address to lead to.
    pub identifiers: Vec<Fact>,
    /// When the source was read, such as "Accessed May 2, 2023."; null where the formatted entry says it.
    pub accessed: Option<String>,
    /// The abstract; null unless the settings publish abstracts.
    pub abstract_text: Option<String>,
    /// The source that supersedes this one. Its address is empty if no page cites it, as it has no page then.
    pub successor: Option<Link>,
    /// The retracted works that the source cites, if it is a review or a guideline and services were asked; empty for most.
    pub cited_retractions: Vec<CitedRetraction>,
    /// The pages that cite the source, with the sentences that do. At most 100; the others are on further pages of the source.
    pub cited_in: Vec<CitedIn>,
    /// Position among the pages of the source. The template has to link them.
    pub pager: Pager,
    /// The source in each format, to copy.
    pub exports: Vec<Export>,
}

/// A retracted work that a review or a guideline cites.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CitedRetraction {
    /// Title of the work, or its identifier.
    pub title: String,
    /// Absolute address of the work.
    pub url: String,
    /// Day of its retraction; null where it is not known.
    pub date: Option<Date>,
    /// Absolute address of the notice of retraction; null where it is not known.
    pub notice_url: Option<String>,
}

/// A page that cites a source.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CitedIn {
    /// Kind of the page, such as `article`; `glossary` for a glossary.
    pub kind: &'static str,
    /// Title of the page.
    pub title: String,
    /// Address of the page.
    pub url: String,
    /// HTML of what readers have to see before a step, if one of an exercise is quoted: "Not medically reviewed", cautions, stop
    /// signals, care cards and disclaimers, each disclaimer once on the page. Else empty. Show it before the sentence.
    pub warnings: String,
    /// The sentences that cite the source; empty where the page lists it without a mark.
    pub passages: Vec<Passage>,
    /// Links to the articles that embed the exercise whose text has the mark; empty for other pages.
    pub via: Vec<Link>,
}

/// A sentence with a citation mark.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Passage {
    /// Address of the mark itself, with its anchor.
    pub url: String,
    /// Heading of its section; empty above the first heading.
    pub heading: String,
    /// HTML of the sentence, with the mark in `<mark>`.
    pub sentence: String,
}

/// A source in a format of reference managers.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Export {
    /// Name of the format: `BibTeX`, `CSL-JSON` or `RIS`.
    pub format: &'static str,
    /// The source as an entry of a file in this format.
    pub text: String,
}

/// A retraction, a doubt or a correction of a source after it was published.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SourceNotice {
    /// `retracted`, `concern` or `corrected`.
    pub kind: &'static str,
    /// The notice in one or two words, in the page's language.
    pub label: String,
    /// The notice as a sentence, in the page's language.
    pub text: String,
    /// Day of the notice; null where it is not known.
    pub date: Option<Date>,
    /// Absolute address of the notice; null where it is not known.
    pub url: Option<String>,
}
