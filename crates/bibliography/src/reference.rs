//! [`Reference`]: one source of the library, whatever format it was written in.

use std::hash::{Hash, Hasher};

use wellpress_diagnostics::Location;

use crate::{CiteKey, ContributorName, Notice, PartialDate, Title};

/// One source: the fields that citation styles, JSON-LD and exports need, already free of markup of the input format.
///
/// Every reader makes this record and every writer takes it, so a field exists only if CSL has a variable for it or a
/// page shows it. Text is on one line, identifiers are bare and well-formed, addresses are `http` or `https`: the
/// readers see to that, and whoever fills a record elsewhere has to as well. Nothing is required but key, location and
/// kind; whether a missing title or date matters is for the checks to say.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// The key by which pages cite it.
    pub key: CiteKey,
    /// Where the library defines it; not part of what [`Hash`] and [`Reference::same_content`] compare.
    pub location: Location,
    /// The kind of work, which decides how styles print it.
    pub kind: ReferenceKind,
    /// The work's title; reading an entry without one gives a warning.
    pub title: Option<Title>,
    /// A short form of the title.
    pub short_title: Option<Title>,
    /// Who wrote it, in order.
    pub authors: Vec<ContributorName>,
    /// Who edited it, in order.
    pub editors: Vec<ContributorName>,
    /// Who translated it, in order.
    pub translators: Vec<ContributorName>,
    /// The work that it appeared in: a journal, a book, a website.
    pub container: Option<Title>,
    /// The container's abbreviation, such as `Osteoporos Int`.
    pub container_short: Option<String>,
    /// The series that the work or its container belongs to.
    pub collection: Option<Title>,
    /// The conference or other event where it was presented.
    pub event: Option<String>,
    /// Publisher, or the institution of a report or thesis.
    pub publisher: Option<String>,
    /// The city of the publisher.
    pub place: Option<String>,
    /// When it was issued.
    pub issued: Option<PartialDate>,
    /// When an online source was last read.
    pub accessed: Option<PartialDate>,
    /// Volume, of a journal or of a work in several.
    pub volume: Option<String>,
    /// Issue, such as `Suppl 2`.
    pub issue: Option<String>,
    /// Pages, as `1437-1447`, or an article number.
    pub pages: Option<String>,
    /// The number of the chapter within its book.
    pub chapter: Option<String>,
    /// A report's or standard's number, or the number within the series.
    pub number: Option<String>,
    /// Version of software or data.
    pub version: Option<String>,
    /// Edition, as a number or in words.
    pub edition: Option<String>,
    /// How far an unpublished work is, such as `in press`.
    pub status: Option<String>,
    /// The kind of work in the library's words, such as `Report` or `PhD thesis`.
    pub genre: Option<String>,
    /// DOI without a resolver's address, such as `10.7759/cureus.806`.
    pub doi: Option<String>,
    /// Digits of the PubMed id.
    pub pmid: Option<String>,
    /// PubMed Central id, with `PMC`.
    pub pmcid: Option<String>,
    /// ISBN as the library writes it, or several.
    pub isbn: Option<String>,
    /// ISSN as the library writes it, or several.
    pub issn: Option<String>,
    /// Web address, `http` or `https`.
    pub url: Option<String>,
    /// Web address of a copy in an archive, `http` or `https`.
    pub archived: Option<String>,
    /// Abstract; shown only where the settings say so.
    pub abstract_text: Option<String>,
    /// BCP 47 language of the work.
    pub language: Option<String>,
    /// Free note, without the identifiers that reference managers keep in it.
    pub note: Option<String>,
    /// Keywords in the order of the library.
    pub keywords: Vec<String>,
    /// The strength of evidence that the library assigns.
    pub evidence: Option<Evidence>,
    /// The newer source that replaces it, as with an updated guideline.
    pub superseded_by: Option<Box<Successor>>,
    /// Its retraction, correction or expression of concern, if its own record mentions one.
    pub notice: Option<Box<Notice>>,
}

/// Hashes everything but the location, so that pages are not rendered again because a record moved within its file.
impl Hash for Reference {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        // Taken apart by name, so that the compiler asks about each new field.
        let Self { key, location: _, kind, title, short_title, authors, editors, translators, .. } = self;
        let Self { container, container_short, collection, event, publisher, place, issued, accessed, .. } = self;
        let Self { volume, issue, pages, chapter, number, version, edition, status, genre, .. } = self;
        let Self { doi, pmid, pmcid, isbn, issn, url, archived, abstract_text, language, note, keywords, .. } = self;
        let Self { evidence, superseded_by, notice, .. } = self;
        (key, kind, title, short_title, authors, editors, translators).hash(hasher);
        (container, container_short, collection, event, publisher, place, issued, accessed).hash(hasher);
        (volume, issue, pages, chapter, number, version, edition, status, genre).hash(hasher);
        (doi, pmid, pmcid, isbn, issn, url, archived, abstract_text, language, note, keywords).hash(hasher);
        (evidence, superseded_by, notice).hash(hasher);
    }
}

impl Reference {
    /// A record with only its key, location and kind, for the reader of a format to fill.
    ///
    /// ```
    /// use wellpress_bibliography::{CiteKey, Reference, ReferenceKind};
    /// use wellpress_diagnostics::Location;
    ///
    /// let location = Location::file("library.bib");
    /// let reference = Reference::new(CiteKey::new("doe-2020"), location, ReferenceKind::Book);
    /// assert!(reference.title.is_none() && reference.authors.is_empty());
    /// ```
    #[must_use]
    pub fn new(key: CiteKey, location: Location, kind: ReferenceKind) -> Self {
        Self {
            key,
            location,
            kind,
            title: None,
            short_title: None,
            authors: Vec::new(),
            editors: Vec::new(),
            translators: Vec::new(),
            container: None,
            container_short: None,
            collection: None,
            event: None,
            publisher: None,
            place: None,
            issued: None,
            accessed: None,
            volume: None,
            issue: None,
            pages: None,
            chapter: None,
            number: None,
            version: None,
            edition: None,
            status: None,
            genre: None,
            doi: None,
            pmid: None,
            pmcid: None,
            isbn: None,
            issn: None,
            url: None,
            archived: None,
            abstract_text: None,
            language: None,
            note: None,
            keywords: Vec::new(),
            evidence: None,
            superseded_by: None,
            notice: None,
        }
    }

    /// Whether both records are equal in everything but their location.
    ///
    /// ```
    /// use wellpress_bibliography::parse;
    /// use wellpress_diagnostics::Source;
    ///
    /// let [first, second] = ["@book{a, title={T}}", "% moved\n@book{a, title={T}}"]
    ///     .map(|text| parse(&Source::new("a.bib", text)).references.remove(0));
    /// assert!(first != second && first.same_content(&second));
    /// ```
    #[must_use]
    pub fn same_content(&self, other: &Self) -> bool {
        let moved = Self { location: self.location.clone(), ..other.clone() };
        *self == moved
    }
}

/// The strength of evidence that a source is, as the library's field `evidence` says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Evidence {
    Guideline,
    Review,
    Trial,
    Cohort,
    Expert,
    Web,
}

impl Evidence {
    /// All, from the strongest evidence to the weakest.
    pub const ALL: [Self; 6] = [Self::Guideline, Self::Review, Self::Trial, Self::Cohort, Self::Expert, Self::Web];

    /// The word that libraries write.
    ///
    /// ```
    /// use wellpress_bibliography::Evidence;
    ///
    /// assert_eq!(Evidence::ALL.map(Evidence::as_str)[..2], ["guideline", "review"]);
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Guideline => "guideline",
            Self::Review => "review",
            Self::Trial => "trial",
            Self::Cohort => "cohort",
            Self::Expert => "expert",
            Self::Web => "web",
        }
    }

    /// Reads the word that libraries write, in upper or lower case.
    ///
    /// ```
    /// use wellpress_bibliography::Evidence;
    ///
    /// assert_eq!(Evidence::parse("Guideline"), Some(Evidence::Guideline));
    /// assert_eq!(Evidence::parse("opinion"), None);
    /// ```
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|evidence| evidence.as_str().eq_ignore_ascii_case(word.trim()))
    }
}

/// The source that replaces another one. Two are equal if their keys are; the location only serves findings.
#[derive(Debug, Clone)]
pub struct Successor {
    /// Its key, or a DOI or PMID with `doi:` or `pmid:` before it.
    pub key: CiteKey,
    /// Where the library names it, for a finding about a key that does not exist.
    pub location: Location,
}

impl PartialEq for Successor {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Hash for Successor {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

/// The kind of work that a source is. These are the types of CSL that health content cites; each reader maps the types
/// of its format onto them, and a type without a counterpart becomes [`ReferenceKind::Document`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are CSL's, but for those with a comment")]
pub enum ReferenceKind {
    ArticleJournal,
    ArticleMagazine,
    ArticleNewspaper,
    Book,
    /// A chapter of a book.
    Chapter,
    /// A paper in the proceedings of a conference.
    PaperConference,
    /// A report or a guideline.
    Report,
    Thesis,
    /// An entry of an encyclopedia or a dictionary.
    Entry,
    Webpage,
    /// A post in a blog.
    Post,
    Preprint,
    /// A manuscript that is not published.
    Manuscript,
    Dataset,
    /// A standard, an act or a regulation.
    Standard,
    /// A film, a video or a recording.
    Video,
    Software,
    /// Any other kind of work.
    Document,
}

impl ReferenceKind {
    /// The name of the type in CSL, such as `article-journal`. CSL has no preprints: it calls them `article`.
    ///
    /// ```
    /// use wellpress_bibliography::ReferenceKind;
    ///
    /// assert_eq!(ReferenceKind::Video.csl(), "motion_picture");
    /// ```
    #[must_use]
    pub fn csl(self) -> &'static str {
        match self {
            Self::ArticleJournal => "article-journal",
            Self::ArticleMagazine => "article-magazine",
            Self::ArticleNewspaper => "article-newspaper",
            Self::Book => "book",
            Self::Chapter => "chapter",
            Self::PaperConference => "paper-conference",
            Self::Report => "report",
            Self::Thesis => "thesis",
            Self::Entry => "entry-encyclopedia",
            Self::Webpage => "webpage",
            Self::Post => "post-weblog",
            Self::Preprint => "article",
            Self::Manuscript => "manuscript",
            Self::Dataset => "dataset",
            Self::Standard => "standard",
            Self::Video => "motion_picture",
            Self::Software => "software",
            Self::Document => "document",
        }
    }
}
