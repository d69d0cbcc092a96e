//! [`Reference`]: one source of the library, whatever format it was written in.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, Range};
use std::sync::Arc;

use wellpress_diagnostics::Location;

use crate::Notice;
use crate::markup;

/// A source's key as its library writes it, such as `sawicki-2021`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CiteKey(Arc<str>);

impl CiteKey {
    /// A key as it stands in the library.
    pub fn new(key: impl Into<Arc<str>>) -> Self {
        Self(key.into())
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key as it stands in ids and paths: letters of other scripts become Latin ones, other characters outside
    /// `A-Z a-z 0-9 . _ -` become `-`, runs of them one.
    #[must_use]
    pub fn slug(&self) -> String {
        let mut slug = String::with_capacity(self.0.len());
        let mut rest = self.as_str();
        while let Some(c) = rest.chars().next() {
            let foreign = rest.find(|c: char| c.is_ascii() || !c.is_alphanumeric()).unwrap_or(rest.len());
            let length = foreign.max(c.len_utf8());
            let latin = slug::slugify(&rest[..foreign]);
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') {
                slug.push(c);
            } else if !latin.is_empty() {
                slug.push_str(&latin);
            } else if !slug.ends_with('-') && !is_combining(c) {
                slug.push('-');
            }
            rest = &rest[length..];
        }
        slug.trim_matches('.').to_owned()
    }
}

/// Whether `c` is an accent that stands behind its letter.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// A key is looked up by its text.
impl Borrow<str> for CiteKey {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CiteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One source: the fields that citation styles, JSON-LD and exports need, already free of markup of the input format.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// Its key in the library.
    pub key: CiteKey,
    /// Where the library defines it.
    pub location: Location,
    /// What sort of work it is.
    pub kind: ReferenceKind,
    /// The work's title. Absent is a warning.
    pub title: Option<Title>,
    /// A short form of the title.
    pub short_title: Option<Title>,
    /// Who wrote it, in order.
    pub authors: Vec<ContributorName>,
    /// Who edited it, in order.
    pub editors: Vec<ContributorName>,
    /// Who translated it, in order.
    pub translators: Vec<ContributorName>,
    /// What it appeared in: a journal, a book, a website's name.
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
    /// Such as `in press`.
    pub status: Option<String>,
    /// Such as `Report` or `PhD thesis`.
    pub genre: Option<String>,
    /// DOI without a resolver, such as `10.7759/cureus.806`.
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
    /// What sort of evidence it is, where the library says so.
    pub evidence: Option<Evidence>,
    /// The source that has taken its place.
    pub superseded_by: Option<Box<Successor>>,
    /// What became of it after it was published, where its own record says so.
    pub notice: Option<Box<Notice>>,
}

/// Hashes what the record says. Where it stands in its file is left out, so that a record that only moved is the same.
impl Hash for Reference {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
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
    /// A record with nothing but its key, place and kind, for the readers of each format to fill before they hand it on.
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

    /// Whether both say the same about the same key, wherever they stand.
    #[must_use]
    pub fn same_content(&self, other: &Self) -> bool {
        let moved = Self { location: self.location.clone(), ..other.clone() };
        *self == moved
    }
}

/// What sort of evidence a source is.
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
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Guideline, Self::Review, Self::Trial, Self::Cohort, Self::Expert, Self::Web];

    /// As a library writes it.
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

    /// Of a word, in any case.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|evidence| evidence.as_str().eq_ignore_ascii_case(word.trim()))
    }
}

/// The source that has taken another's place. Where the library says so is no part of what it says.
#[derive(Debug, Clone)]
pub struct Successor {
    /// Its key, or a DOI or PMID with `doi:` or `pmid:` before it.
    pub key: CiteKey,
    /// Where the library names it.
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

/// A title, with the stretches whose capitals a citation style must leave alone (BibTeX's inner braces).
///
/// Its text may hold the tags that [`markup`] knows. It reads as a `str` wherever the case does not matter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Title {
    text: String,
    kept: Vec<Range<usize>>,
}

impl Title {
    /// A title in pieces, each with whether its case is to be kept. Runs of white space and of control characters become
    /// one space, none at the ends.
    #[must_use]
    pub fn from_pieces<'a>(pieces: impl IntoIterator<Item = (&'a str, Case)>) -> Self {
        let mut title = Self::default();
        let mut space = false;
        for (piece, case) in pieces {
            for c in piece.chars() {
                if c.is_whitespace() || c.is_control() {
                    space = !title.text.is_empty();
                    continue;
                }
                if std::mem::take(&mut space) {
                    title.text.push(' ');
                }
                title.push(c, case);
            }
        }
        title
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// As text without markup, for where none can be shown.
    #[must_use]
    pub fn plain(&self) -> Cow<'_, str> {
        markup::plain(&self.text)
    }

    /// The bytes whose case is kept, in order, none touching the next.
    #[must_use]
    pub fn protected_ranges(&self) -> &[Range<usize>] {
        &self.kept
    }

    /// The title's pieces, in order, each with whether its case is kept.
    pub fn pieces(&self) -> impl Iterator<Item = (&str, Case)> {
        let after = self.kept.last().map_or(0, |last| last.end);
        let mut from = 0;
        let inner = self.kept.iter().flat_map(move |kept| {
            let before = (&self.text[from..kept.start], Case::Free);
            from = kept.end;
            [before, (&self.text[kept.clone()], Case::Protected)]
        });
        inner.chain([(&self.text[after..], Case::Free)]).filter(|(piece, _)| !piece.is_empty())
    }

    fn push(&mut self, c: char, case: Case) {
        let start = self.text.len();
        self.text.push(c);
        if case == Case::Free {
            return;
        }
        let joins = |last: &&mut Range<usize>| self.text[last.end..start].chars().all(char::is_whitespace);
        match self.kept.last_mut().filter(joins) {
            Some(last) => last.end = self.text.len(),
            None => self.kept.push(start..self.text.len()),
        }
    }
}

impl From<&str> for Title {
    fn from(text: &str) -> Self {
        Self::from_pieces([(text, Case::Free)])
    }
}

impl Deref for Title {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl PartialEq<str> for Title {
    fn eq(&self, other: &str) -> bool {
        self.text == other
    }
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether a style may change the capitals of a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Case {
    /// It may.
    Free,
    /// They stay as written.
    Protected,
}

/// What sort of work a source is, in the words of CSL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReferenceKind {
    /// An article in a journal.
    ArticleJournal,
    /// An article in a magazine.
    ArticleMagazine,
    /// An article in a newspaper.
    ArticleNewspaper,
    /// A book.
    Book,
    /// A chapter of a book.
    Chapter,
    /// A paper in proceedings.
    PaperConference,
    /// A report or guideline.
    Report,
    /// A thesis.
    Thesis,
    /// An entry of an encyclopedia or a dictionary.
    Entry,
    /// A page on the web.
    Webpage,
    /// A post in a blog.
    Post,
    /// A preprint.
    Preprint,
    /// A manuscript that is not published.
    Manuscript,
    /// A data set.
    Dataset,
    /// Legislation or a standard.
    Standard,
    /// A film, a video, a recording.
    Video,
    /// Software.
    Software,
    /// Anything else.
    Document,
}

impl ReferenceKind {
    /// CSL's word, such as `article-journal`.
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

/// A person's name in parts, or a body that writes under its own name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ContributorName {
    /// A person.
    Person {
        /// Family name, such as `Życińska`.
        family: String,
        /// Given names or initials, such as `W. S.`
        given: Option<String>,
        /// Such as `van der`; written before the family name.
        particle: Option<String>,
        /// Such as `Jr`.
        suffix: Option<String>,
    },
    /// An organisation, never split or abbreviated.
    Organisation(String),
    /// The rest of the authors, where the library says "and others".
    Others,
}

impl ContributorName {
    /// All of it, as `van der Berg, W. S., Jr`.
    #[must_use]
    pub fn in_full(&self) -> String {
        match self {
            Self::Person { given, suffix, .. } => {
                let rest = given.iter().chain(suffix).map(|part| format!(", {part}"));
                self.display_family() + &rest.collect::<String>()
            }
            Self::Organisation(name) => name.clone(),
            Self::Others => "and others".to_owned(),
        }
    }

    /// Family name with its particle, or the body's name; empty for the rest of the authors.
    #[must_use]
    pub fn display_family(&self) -> String {
        match self {
            Self::Person { family, particle: Some(particle), .. } => format!("{particle} {family}"),
            Self::Person { family, .. } => family.clone(),
            Self::Organisation(name) => name.clone(),
            Self::Others => String::new(),
        }
    }
}

/// A date as exact as its source gives it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    /// Year of the common era.
    pub year: i32,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
    /// In place of a month.
    pub season: Option<Season>,
    /// Whether the source says "about".
    pub approximate: bool,
    /// The year in which a range ends, where that is a later one.
    pub end_year: Option<i32>,
    /// The month in which a range ends.
    pub end_month: Option<u8>,
    /// The day on which a range ends.
    pub end_day: Option<u8>,
}

impl PartialDate {
    /// The date on which a range begins: a page is looked up on one day.
    #[must_use]
    pub(crate) fn without_range(self) -> Self {
        Self { end_year: None, end_month: None, end_day: None, ..self }
    }
}

/// A season of the year in which an issue came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Season {
    /// Spring.
    Spring,
    /// Summer.
    Summer,
    /// Autumn, or fall.
    Autumn,
    /// Winter.
    Winter,
}

impl Season {
    /// All, in the order of the year.
    pub const ALL: [Self; 4] = [Self::Spring, Self::Summer, Self::Autumn, Self::Winter];

    /// 1 for spring to 4 for winter, as in CSL-JSON.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::Spring => 1,
            Self::Summer => 2,
            Self::Autumn => 3,
            Self::Winter => 4,
        }
    }

    /// In English.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Spring => "Spring",
            Self::Summer => "Summer",
            Self::Autumn => "Autumn",
            Self::Winter => "Winter",
        }
    }
}
