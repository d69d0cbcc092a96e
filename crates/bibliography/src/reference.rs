//! [`Reference`]: one source of the library, whatever format it was written in.

use std::hash::{Hash, Hasher};

use wellpress_diagnostics::Location;

use crate::more_variables::{DateVariable, MoreVariables, NameRole};
use crate::{CiteKey, ContributorName, Evidence, Notice, PartialDate, ReferenceKind, Title};

/// One source: the fields that citation styles, JSON-LD and exports need, already free of markup of the input format.
///
/// Every reader makes this reference and every writer takes it. The variables of CSL that most sources have are fields; the
/// others are in `more`, so that nothing of a reference gets lost and few references pay for it. Text is on one line, identifiers are bare and well-formed, addresses are `http` or `https`: the
/// readers see to that, and whoever fills a reference elsewhere has to as well. Nothing is required but key, location and
/// kind; whether a missing title or date matters is for the checks to say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reference {
    /// The key by which pages cite it.
    pub key: CiteKey,
    /// Further keys by which pages may cite it, such as those of duplicates that were merged into it.
    pub aliases: Vec<CiteKey>,
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
    /// The number of a report, standard, patent or episode. The number within a series is
    /// [`TextVariable::CollectionNumber`](crate::TextVariable::CollectionNumber).
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
    /// Its retraction, correction or expression of concern, if its own reference mentions one.
    pub notice: Option<Box<Notice>>,
    /// The values of all other variables of CSL.
    pub more: MoreVariables,
}

/// The fields with plain text and their variables, which readers, writers and styles take from here alone.
macro_rules! plain_text_fields {
    ($($csl:literal => $field:ident),+ $(,)?) => {
        impl Reference {
            fn plain_texts(&self) -> impl Iterator<Item = (&'static str, &str)> {
                let fields = [$(($csl, &self.$field)),+];
                fields.into_iter().filter_map(|(name, text)| Some((name, text.as_deref()?)))
            }

            pub(crate) fn plain_texts_mut(&mut self) -> impl Iterator<Item = &mut Option<String>> {
                [$(&mut self.$field),+].into_iter()
            }

            /// The field of a variable with plain text; `None` for variables in [`Reference::more`] and for those that
            /// are more than text.
            pub(crate) fn plain_text_mut(&mut self, csl_name: &str) -> Option<&mut Option<String>> {
                Some(match csl_name {
                    // Names of earlier versions of CSL.
                    "journalAbbreviation" => &mut self.container_short,
                    "event" => &mut self.event,
                    $($csl => &mut self.$field,)+
                    _ => return None,
                })
            }
        }
    };
}

plain_text_fields! {
    "container-title-short" => container_short,
    "event-title" => event,
    "publisher" => publisher,
    "publisher-place" => place,
    "volume" => volume,
    "issue" => issue,
    "page" => pages,
    "chapter-number" => chapter,
    "number" => number,
    "version" => version,
    "edition" => edition,
    "status" => status,
    "genre" => genre,
    "DOI" => doi,
    "PMID" => pmid,
    "PMCID" => pmcid,
    "ISBN" => isbn,
    "ISSN" => issn,
    "URL" => url,
    "language" => language,
    "abstract" => abstract_text,
}

/// Hashes everything but the location, so that pages are not rendered again because a record moved within its file.
impl Hash for Reference {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        // Taken apart by name, so that the compiler asks about each new field.
        let Self { key, aliases, location: _, kind, title, short_title, authors, editors, translators, .. } = self;
        let Self { container, container_short, collection, event, publisher, place, issued, accessed, .. } = self;
        let Self { volume, issue, pages, chapter, number, version, edition, status, genre, .. } = self;
        let Self { doi, pmid, pmcid, isbn, issn, url, archived, abstract_text, language, note, keywords, .. } = self;
        let Self { evidence, superseded_by, notice, more, .. } = self;
        (key, aliases, kind, title, short_title, authors, editors, translators).hash(hasher);
        (container, container_short, collection, event, publisher, place, issued, accessed).hash(hasher);
        (volume, issue, pages, chapter, number, version, edition, status, genre).hash(hasher);
        (doi, pmid, pmcid, isbn, issn, url, archived, abstract_text, language, note, keywords).hash(hasher);
        (evidence, superseded_by, notice, more).hash(hasher);
    }
}

impl Reference {
    /// A reference with only its key, location and kind, for the reader of a format to fill.
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
        Self { key, location, kind, ..Self::default() }
    }

    /// Whether both references are equal in everything but their location.
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

    /// The texts, numbers and identifiers with the names of their variables in CSL. Left out are the note, the address of
    /// an archived copy and the titles, which are more than text.
    ///
    /// ```
    /// use wellpress_bibliography::parse;
    /// use wellpress_diagnostics::Source;
    ///
    /// let library = r#"[{"id": "a", "type": "song", "title": "T", "publisher": "P", "medium": "CD"}]"#;
    /// let reference = parse(&Source::new("a.json", library)).references.remove(0);
    /// assert_eq!(reference.texts().collect::<Vec<_>>(), [("publisher", "P"), ("medium", "CD")]);
    /// ```
    pub fn texts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.plain_texts().chain(self.more.all_texts().map(|(variable, text)| (variable.csl(), text)))
    }

    /// The titles of the work and of what contains it, with the names of their variables in CSL.
    pub fn titles(&self) -> impl Iterator<Item = (&'static str, &Title)> {
        let titles = [
            ("title", &self.title),
            ("title-short", &self.short_title),
            ("container-title", &self.container),
            ("collection-title", &self.collection),
        ];
        titles.into_iter().filter_map(|(name, title)| Some((name, title.as_ref()?)))
    }

    /// The people of each role that has any, with the names of the roles in CSL.
    pub fn names(&self) -> impl Iterator<Item = (&'static str, &[ContributorName])> {
        let fields = [("author", &self.authors), ("editor", &self.editors), ("translator", &self.translators)];
        let names = fields.into_iter().map(|(role, names)| (role, names.as_slice()));
        names
            .chain(self.more.all_names().map(|(role, names)| (role.csl(), names)))
            .filter(|(_, names)| !names.is_empty())
    }

    /// The dates with the names of their variables in CSL.
    pub fn dates(&self) -> impl Iterator<Item = (&'static str, &PartialDate)> {
        DateVariable::ALL.iter().filter_map(|variable| Some((variable.csl(), self.date(*variable)?)))
    }

    /// Words in place of dates, such as `("issued", "n.d.")`, with the names of their variables in CSL. A variable that
    /// has words has no date.
    ///
    /// ```
    /// use wellpress_bibliography::parse;
    /// use wellpress_diagnostics::Source;
    ///
    /// let reference = parse(&Source::new("a.bib", "@book{a, title={T}, year={n.d.}}")).references.remove(0);
    /// assert_eq!(reference.date_words().collect::<Vec<_>>(), [("issued", "n.d.")]);
    /// assert_eq!(reference.issued, None);
    /// ```
    pub fn date_words(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.more.all_date_words().map(|(variable, words)| (variable.csl(), words))
    }

    /// The field of a variable with a title that is not in [`Reference::more`].
    pub(crate) fn title_mut(&mut self, csl_name: &str) -> Option<&mut Option<Title>> {
        Some(match csl_name {
            "title" => &mut self.title,
            "title-short" | "shortTitle" => &mut self.short_title,
            "container-title" => &mut self.container,
            "collection-title" => &mut self.collection,
            _ => return None,
        })
    }

    /// The people of a role, wherever the reference keeps them; `None` for a name that is no role of CSL.
    pub(crate) fn people(&self, csl_name: &str) -> Option<&[ContributorName]> {
        Some(match csl_name {
            "author" => &self.authors,
            "editor" => &self.editors,
            "translator" => &self.translators,
            _ => self.more.names(NameRole::from_csl(csl_name)?),
        })
    }

    /// Replaces the people of a role. A name that is no role of CSL changes nothing.
    pub(crate) fn set_people(&mut self, csl_name: &str, names: Vec<ContributorName>) {
        match (csl_name, NameRole::from_csl(csl_name)) {
            ("author", _) => self.authors = names,
            ("editor", _) => self.editors = names,
            ("translator", _) => self.translators = names,
            (_, Some(role)) => self.more.set_names(role, names),
            (_, None) => {}
        }
    }

    /// The date of a variable, wherever the reference keeps it.
    #[must_use]
    pub fn date(&self, variable: DateVariable) -> Option<&PartialDate> {
        match variable {
            DateVariable::Issued => self.issued.as_ref(),
            DateVariable::Accessed => self.accessed.as_ref(),
            _ => self.more.dates.get(&variable),
        }
    }

    /// Replaces the date of a variable. A date takes the place of words for it.
    ///
    /// ```
    /// use wellpress_bibliography::{CiteKey, DateVariable, PartialDate, Reference, ReferenceKind};
    /// use wellpress_diagnostics::Location;
    ///
    /// let mut reference = Reference::new(CiteKey::new("a"), Location::file("a.bib"), ReferenceKind::Book);
    /// let date = PartialDate { year: 1904, ..PartialDate::default() };
    /// reference.set_date(DateVariable::OriginalDate, Some(date));
    /// assert_eq!(reference.date(DateVariable::OriginalDate).unwrap().year, 1904);
    /// ```
    pub fn set_date(&mut self, variable: DateVariable, date: Option<PartialDate>) {
        if date.is_some() {
            self.more.set_date_words(variable, "");
        }
        match (variable, date) {
            (DateVariable::Issued, date) => self.issued = date,
            (DateVariable::Accessed, date) => self.accessed = date,
            (_, Some(date)) => {
                self.more.dates.insert(variable, date);
            }
            (_, None) => {
                self.more.dates.remove(&variable);
            }
        }
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
