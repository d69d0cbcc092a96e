//! Turns the tags of one RIS entry into a [`Reference`]. Programs differ in what they mean by a tag; the meaning on
//! which EndNote and Zotero agree counts.

use super::{names, pages};
use crate::date_text::{self, DateError, DateField};
use crate::identifier::{self, IdentifierField};
use crate::notice_words::is_word_for_notice;
use crate::read::csl_json;
use crate::read::read_context::{ReadContext, nonempty_line, set_date, set_if_empty, set_issued};
use crate::read::tagged_lines::TaggedValue;
use crate::read::{note_identifiers, note_variables, private_data};
use crate::{
    ContributorName, DateVariable, NameRole, PartialDate, Reference, ReferenceKind as Kind, TextVariable, Title,
    markup, notice,
};

/// Fills a reference with the values of the tags in their order. The kind comes first, because tags such as `SN` depend on
/// it; the container and the pages come last, because each is made of several tags.
pub(super) fn fill(reference: &mut Reference, context: &mut ReadContext<'_>, tags: &[TaggedValue<'_>]) {
    let kind_word = tags.iter().find(|tag| tag.tag == "TY").map_or("", |tag| tag.value).trim().to_ascii_uppercase();
    reference.kind = kind(&kind_word).unwrap_or_else(|| {
        report_unknown_kind(context, tags, &kind_word);
        Kind::Document
    });
    if kind_word == "INPR" {
        reference.status = Some("in press".to_owned());
    }
    let mut reader = RisReader {
        reference,
        context,
        database: Database::of(tags),
        has_initials_behind_names: has_initials_behind_names(tags),
        number: None,
        titles: ContainerTitles::default(),
        first_page: None,
        last_page: None,
    };
    tags.iter().for_each(|tag| reader.read_tag(tag));
    tags.iter().filter(|tag| tag.tag == "N1").for_each(|tag| reader.note(tag.value));
    let RisReader { titles, first_page, last_page, number, .. } = reader;
    let pages = pages::page_range(first_page, last_page);
    if kind_word == "SER" && pages.is_some() && titles.secondary.is_some() {
        // Scopus exports a chapter in a series of books as the series.
        reference.kind = Kind::Chapter;
    }
    titles.assign(reference);
    set_if_empty(&mut reference.pages, pages);
    set_number(reference, number);
    read_dates(reference, context, tags);
    // A notice stands at the end of a note; what remains is for the owner of the library.
    notice::move_from_note(reference);
    if let Some(note) = reference.note.take() {
        let notes = [reference.more.text(TextVariable::Annote).unwrap_or_default(), &note].join(" ");
        reference.more.set_text(TextVariable::Annote, notes.trim());
    }
    // `U1` is the user's own field. Only the writer of this crate begins it with an object.
    for tag in tags.iter().filter(|tag| tag.tag == "U1" && tag.value.starts_with('{')) {
        csl_json::amend(reference, tag.value);
    }
}

/// A database that gives some tags a meaning of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Database {
    Embase,
    Ovid,
    Other,
}

impl Database {
    /// The database that wrote an entry, by the name of the database or by the addresses that lead back to it.
    fn of(tags: &[TaggedValue<'_>]) -> Self {
        let is_named = tags.iter().any(|tag| {
            matches!(tag.tag, "DB" | "DP") && tag.value.split_whitespace().any(|word| word.eq_ignore_ascii_case("ovid"))
        });
        if is_named || has_name_of_database(tags, "ovid.com") {
            Self::Ovid
        } else if has_name_of_database(tags, "embase") {
            Self::Embase
        } else {
            Self::Other
        }
    }
}

fn has_name_of_database(tags: &[TaggedValue<'_>], name: &str) -> bool {
    tags.iter()
        .any(|tag| matches!(tag.tag, "DB" | "DP" | "UR" | "L2" | "LK") && tag.value.to_ascii_lowercase().contains(name))
}

/// Whether most authors of an entry are written as `Liu R.`, with initials behind the family name.
fn has_initials_behind_names(tags: &[TaggedValue<'_>]) -> bool {
    let names = tags.iter().filter(|tag| matches!(tag.tag, "AU" | "A1"));
    let (with_initials, others): (Vec<_>, Vec<_>) =
        names.partition(|tag| names::name_with_initials(tag.value).is_some());
    with_initials.len() > others.len()
}

/// The most common types, which a message lists if no type has a similar name.
const USUAL_KINDS: [&str; 12] =
    ["JOUR", "BOOK", "CHAP", "CONF", "RPRT", "THES", "ELEC", "BLOG", "DATA", "COMP", "NEWS", "GEN"];

fn report_unknown_kind(context: &mut ReadContext<'_>, tags: &[TaggedValue<'_>], word: &str) {
    let Some(tag) = tags.iter().find(|tag| tag.tag == "TY") else { return };
    context.report_unknown_kind(tag.range.clone(), word, &USUAL_KINDS);
}

fn kind(word: &str) -> Option<Kind> {
    Some(match word {
        "JOUR" | "JFULL" | "EJOUR" | "ABST" | "INPR" => Kind::ArticleJournal,
        "MGZN" => Kind::ArticleMagazine,
        "NEWS" => Kind::ArticleNewspaper,
        "BOOK" | "EBOOK" | "EDBOOK" | "WHOLE" | "SER" => Kind::Book,
        "CLSWK" | "ANCIENT" => Kind::Classic,
        "CHAP" | "ECHAP" => Kind::Chapter,
        "ENCYC" => Kind::EntryEncyclopedia,
        "DICT" => Kind::EntryDictionary,
        "CONF" | "CPAPER" => Kind::PaperConference,
        "RPRT" | "GOVDOC" => Kind::Report,
        "THES" => Kind::Thesis,
        "ELEC" | "WEB" | "ICOMM" => Kind::Webpage,
        "BLOG" => Kind::PostWeblog,
        "UNPB" => Kind::Preprint,
        "MANSCPT" => Kind::Manuscript,
        "DATA" | "AGGR" | "DBASE" => Kind::Dataset,
        "STAND" => Kind::Standard,
        "STAT" => Kind::Legislation,
        "LEGAL" => Kind::Regulation,
        "BILL" | "UNBILL" => Kind::Bill,
        "CASE" => Kind::LegalCase,
        "HEAR" => Kind::Hearing,
        "VIDEO" | "MPCT" | "MULTI" | "ADVS" => Kind::Video,
        "SOUND" => Kind::Song,
        "POD" | "PODCAST" => Kind::Broadcast,
        "MUSIC" => Kind::MusicalScore,
        "COMP" => Kind::Software,
        "ART" => Kind::Graphic,
        "FIGURE" | "CHART" => Kind::Figure,
        "MAP" => Kind::Map,
        "PAMP" => Kind::Pamphlet,
        "PAT" => Kind::Patent,
        "PCOMM" => Kind::PersonalCommunication,
        "INTV" => Kind::Interview,
        "SLIDE" => Kind::Speech,
        "GEN" | "CTLG" | "EQUA" | "GRANT" | "GRNT" | "PRESS" | "STD" | "UNPD" => Kind::Document,
        _ => return None,
    })
}

/// The titles of the works that contain the source. `T2` is a journal, a book's series or a conference, so the titles
/// are collected until all tags are read, and then assigned by the kind of the source.
#[derive(Default)]
struct ContainerTitles {
    /// `T2`, whose meaning depends on the kind.
    secondary: Option<Title>,
    /// `T3`, the series.
    tertiary: Option<Title>,
    /// `JF`, the full title of a journal.
    journal: Option<Title>,
    /// `JO`, which some programs fill with the full title and others with the abbreviation.
    journal_or_short: Option<Title>,
    /// `BT`, the title of a book.
    book: Option<Title>,
    /// `C3`, the proceedings, where `T2` is the conference.
    proceedings: Option<Title>,
}

impl ContainerTitles {
    fn assign(self, reference: &mut Reference) {
        let Self { secondary, tertiary, journal, journal_or_short, book, proceedings } = self;
        match reference.kind {
            kind if kind.is_whole_work() => {
                set_if_empty(&mut reference.title, book);
                reference.collection = tertiary.or(secondary).or(journal);
                return;
            }
            Kind::PaperConference if proceedings.is_some() => {
                reference.event = secondary.map(|event| event.to_string());
                reference.container = proceedings;
            }
            _ => reference.container = secondary.or(journal).or(book),
        }
        reference.collection = tertiary;
        match &reference.container {
            None => reference.container = journal_or_short,
            Some(container) => {
                // The full title once more is no abbreviation.
                let short = journal_or_short.filter(|title| title != container).map(|title| title.to_string());
                set_if_empty(&mut reference.container_short, short);
            }
        }
        if reference.container.is_none() {
            reference.container = reference.container_short.as_deref().map(Title::from);
        }
    }
}

/// Reads the tags of one entry into a reference, one by one.
struct RisReader<'r, 'c, 'a> {
    reference: &'r mut Reference,
    context: &'c mut ReadContext<'a>,
    database: Database,
    has_initials_behind_names: bool,
    /// `M1` of an article, whose meaning depends on the pages.
    number: Option<String>,
    titles: ContainerTitles,
    first_page: Option<String>,
    last_page: Option<String>,
}

impl RisReader<'_, '_, '_> {
    fn read_tag(&mut self, tag: &TaggedValue<'_>) {
        match tag.tag {
            "AU" | "A1" => self.reference.authors.extend(self.name(tag.value)),
            // Ovid lists the authors of the article's own references under `A2`, and these references under `M1`.
            "A2" | "M1" if self.database == Database::Ovid => {}
            "A3" if !tag.value.contains("[Ed]") => self.add_people(NameRole::CollectionEditor, tag.value),
            "ED" | "A2" | "A3" => self.reference.editors.extend(self.name(&tag.value.replace("[Ed]", ""))),
            "A4" | "TA" => self.reference.translators.extend(self.name(tag.value)),
            "KW" => self.keywords(tag.value),
            // Read once the other tags are known, because its lines only fill what is empty.
            "N1" => {}
            "CN" | "NV" | "DP" | "RN" | "RI" => self.text_variable(tag),
            "DO" => self.doi(tag),
            "AN" | "C2" => self.accession_number(tag.value),
            "C5" if self.database == Database::Embase => self.accession_number(tag.value),
            // EndNote writes `30000001 [PMID]`.
            "U1" | "U2" if tag.value.trim_end().ends_with("[PMID]") || tag.value.trim_end().ends_with("[PMCID]") => {
                self.accession_number(tag.value.split('[').next().unwrap_or_default());
            }
            "SN" => self.serial_number(tag.value),
            "M3" => self.genre_or_doi(tag),
            "UR" | "LK" => self.address(tag),
            // The name of an archive is of no use to a reader; its address is.
            "AV" if tag.value.contains("://") => {
                self.reference.archived = self.context.address(tag.range.clone(), tag.value.trim());
            }
            "AV" => {
                let location = nonempty_line(tag.value).unwrap_or_default();
                self.reference.more.set_text(TextVariable::ArchiveLocation, location);
            }
            "M1" if !is_number(tag.value) => {}
            "M1" if self.reference.kind.is_in_periodical() => self.number = nonempty_line(tag.value),
            "M1" if self.reference.kind.is_numbered_in_series() => {
                let number = nonempty_line(tag.value).unwrap_or_default();
                self.reference.more.set_text(TextVariable::CollectionNumber, number);
            }
            "ET" if self.reference.kind == Kind::Software => {
                set_if_empty(&mut self.reference.version, nonempty_line(tag.value));
            }
            _ => {
                self.title(tag);
                self.plain_text(tag);
            }
        }
    }

    fn name(&self, text: &str) -> Option<ContributorName> {
        let person = if self.has_initials_behind_names { names::name_with_initials(text) } else { None };
        person.or_else(|| names::name(text))
    }

    /// Reads one keyword from each line, as EndNote writes them. A comma is part of a MeSH heading and does not divide.
    fn keywords(&mut self, text: &str) {
        self.reference.keywords.extend(text.lines().flat_map(|line| line.split(';')).filter_map(nonempty_line));
    }

    fn title(&mut self, tag: &TaggedValue<'_>) {
        let field = match tag.tag {
            "TI" | "T1" => &mut self.reference.title,
            "ST" => &mut self.reference.short_title,
            "T2" => &mut self.titles.secondary,
            "T3" => &mut self.titles.tertiary,
            "JF" => &mut self.titles.journal,
            "JO" => &mut self.titles.journal_or_short,
            "BT" => &mut self.titles.book,
            "C3" => &mut self.titles.proceedings,
            _ => return,
        };
        set_if_empty(field, markup::title(tag.value));
    }

    fn plain_text(&mut self, tag: &TaggedValue<'_>) {
        let field = match tag.tag {
            "J2" | "JA" | "J1" => &mut self.reference.container_short,
            "VL" => &mut self.reference.volume,
            // In databases, `CP` is a country.
            "CP" if !tag.value.contains(|c: char| c.is_ascii_digit()) => return,
            "IS" | "CP" => &mut self.reference.issue,
            "M1" => &mut self.reference.number,
            "SP" => &mut self.first_page,
            "EP" => &mut self.last_page,
            // The number of an article in a journal without pages.
            "C7" => &mut self.reference.pages,
            "SE" => &mut self.reference.chapter,
            "ET" => &mut self.reference.edition,
            "PB" => &mut self.reference.publisher,
            "CY" | "PP" => &mut self.reference.place,
            "LA" => &mut self.reference.language,
            "AB" | "N2" => &mut self.reference.abstract_text,
            _ => return,
        };
        set_if_empty(field, nonempty_line(tag.value).filter(|text| !is_placeholder(text)));
    }

    fn text_variable(&mut self, tag: &TaggedValue<'_>) {
        let variable = match tag.tag {
            "CN" => TextVariable::CallNumber,
            "NV" => TextVariable::NumberOfVolumes,
            "DP" => TextVariable::Source,
            "RI" => TextVariable::ReviewedTitle,
            _ => TextVariable::Annote,
        };
        if self.reference.more.text(variable).is_none() {
            self.reference.more.set_text(variable, nonempty_line(tag.value).unwrap_or_default());
        }
    }

    fn add_people(&mut self, role: NameRole, text: &str) {
        let person = self.name(text);
        self.reference.more.add_names(role, person);
    }

    fn note(&mut self, text: &str) {
        let lines: Vec<&str> = text.lines().filter(|line| !private_data::is_bookkeeping(line)).collect();
        let text = &lines.join("\n");
        let note = note_variables::move_out(self.reference, text)
            .and_then(|prose| note_identifiers::move_identifiers_out(self.reference, &prose));
        self.reference.note = match (self.reference.note.take(), note) {
            (Some(first), Some(second)) => Some(format!("{first} {second}")),
            (first, second) => first.or(second),
        };
    }

    fn doi(&mut self, tag: &TaggedValue<'_>) {
        let Some(text) = nonempty_line(tag.value) else { return };
        let doi = self.context.identifier(tag.range.clone(), &text, IdentifierField::Doi);
        set_if_empty(&mut self.reference.doi, doi);
    }

    /// Reads the id of PubMed, which EndNote keeps as the accession number. The accession number of another database is
    /// of no use to a reader, so a value of another form is dropped without a finding.
    fn accession_number(&mut self, text: &str) {
        let text = text.trim();
        let is_pmid = (1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        let (prefix, digits) = text.split_at_checked("PMC".len()).unwrap_or_default();
        let pmc_digits = if prefix.eq_ignore_ascii_case("PMC") { digits } else { "" };
        if is_pmid {
            set_if_empty(&mut self.reference.pmid, Some(text.to_owned()));
        } else if !pmc_digits.is_empty() && pmc_digits.bytes().all(|byte| byte.is_ascii_digit()) {
            set_if_empty(&mut self.reference.pmcid, identifier::pmcid(pmc_digits));
        }
    }

    /// Reads `SN`, an ISBN of 10 or 13 digits, an ISSN of 8, or the number of a report.
    fn serial_number(&mut self, text: &str) {
        let Some(text) = nonempty_line(text) else { return };
        let digits = text.chars().filter(|c| c.is_ascii_digit() || matches!(c, 'X' | 'x')).count();
        let has_words = text.chars().any(|c| !(c.is_ascii_digit() || " -Xx,;()".contains(c)));
        let is_book_or_part = self.reference.kind.is_numbered_in_series();
        let reference = &mut *self.reference;
        let field = match digits {
            8 => &mut reference.issn,
            10 | 13 => &mut reference.isbn,
            _ if reference.kind == Kind::Report && has_words => &mut reference.number,
            _ if is_book_or_part => &mut reference.isbn,
            _ => &mut reference.issn,
        };
        set_if_empty(field, Some(text));
    }

    /// Reads `M3`, the kind of work; older versions of EndNote keep the DOI there.
    fn genre_or_doi(&mut self, tag: &TaggedValue<'_>) {
        let Some(text) = nonempty_line(tag.value) else { return };
        match identifier::doi(&text) {
            Some(doi) => set_if_empty(&mut self.reference.doi, Some(doi)),
            // For an article, this is how a database classifies it.
            None if self.reference.kind.is_in_periodical() && !is_word_for_notice(&text) => {}
            None => set_if_empty(&mut self.reference.genre, Some(text)),
        }
    }

    fn address(&mut self, tag: &TaggedValue<'_>) {
        // What opens only for the subscribers of a database: `<Go to ISI>://..`, or a search in Ovid or Embase.
        const DATABASES: [&str; 3] = ["<Go to", "ovid.com/", "embase.com/"];
        let is_of_database = DATABASES.iter().any(|database| tag.value.contains(database));
        if self.reference.url.is_none() && !tag.value.trim().is_empty() && !is_of_database {
            self.reference.url = self.context.address(tag.range.clone(), tag.value.trim());
        }
    }
}

fn read_dates(reference: &mut Reference, context: &mut ReadContext<'_>, tags: &[TaggedValue<'_>]) {
    if let Some(tag) = first_filled(tags, &["PY", "Y1"]) {
        set_issued(reference, context.date_by(tag.range.clone(), tag.value, date));
    }
    // `DA` is more exact than `PY`, and may leave the year to it.
    if let Some(tag) = first_filled(tags, &["DA"]) {
        let issued = reference.issued.clone();
        match context.date_by(tag.range.clone(), tag.value, |text| day(text, issued.as_ref())) {
            Some(DateField::Date(date)) if date.month.is_some() || date.season.is_some() || issued.is_none() => {
                reference.set_date(DateVariable::Issued, Some(date));
            }
            field => set_issued(reference, field),
        }
    }
    if let Some(tag) = first_filled(tags, &["Y2"]) {
        set_date(reference, DateVariable::Accessed, context.date_by(tag.range.clone(), tag.value, date));
    }
}

fn first_filled<'t, 'v>(tags: &'t [TaggedValue<'v>], names: &[&str]) -> Option<&'t TaggedValue<'v>> {
    tags.iter().find(|tag| names.contains(&tag.tag) && !tag.value.trim().is_empty())
}

/// Keeps the number in `M1` of an article: as the number of the article where there are no pages, else as the issue.
fn set_number(reference: &mut Reference, number: Option<String>) {
    let Some(number) = number else { return };
    let is_issue = reference.pages.is_some() || number.contains(' ');
    set_if_empty(if is_issue { &mut reference.issue } else { &mut reference.number }, Some(number));
}

/// Whether a database says in words that a field is empty: `No-Specified`, `no pagination`, `No Issue Specified`.
fn is_placeholder(text: &str) -> bool {
    let text = text.to_lowercase().replace('-', " ");
    text == "no pagination" || (text.starts_with("no ") && text.ends_with(" specified"))
}

/// Whether the text of `M1` is a number. Databases use the tag for notes, addresses of authors and whole references.
fn is_number(text: &str) -> bool {
    const LONGEST_NUMBER: usize = 40;
    let text = text.trim();
    text.len() <= LONGEST_NUMBER && !text.contains(['@', '\n']) && text.contains(|c: char| c.is_ascii_digit())
}

/// A date whose year may be missing, because another tag has it.
fn day(text: &str, issued: Option<&PartialDate>) -> Result<DateField, DateError> {
    let Some(issued) = issued else { return date(text) };
    match date(text) {
        Ok(field) => Ok(field),
        Err(error) if error != date_text::UNKNOWN_FORM => Err(error),
        Err(_) => {
            let year = PartialDate { month: None, day: None, season: None, ..issued.clone() };
            date_text::completed(year, text, None).map(DateField::Date).map_err(|_| date_text::UNKNOWN_FORM)
        }
    }
}

/// Reads `2021/07/15/`, where each part but the year may be missing and the last one may be a season. Other forms are
/// left to [`date_text`].
fn date(text: &str) -> Result<DateField, DateError> {
    let text = text.trim();
    let mut parts = text.splitn(4, '/').map(str::trim);
    let year = parts.next().unwrap_or_default();
    let has_slashes = text.contains('/') && !year.is_empty() && year.bytes().all(|byte| byte.is_ascii_digit());
    let (month, day) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    if !has_slashes || month.len() > 2 || day.len() > 2 {
        return date_text::parse(text.trim_end_matches('/'));
    }
    let date = PartialDate {
        year: year.parse().map_err(|_| date_text::UNKNOWN_FORM)?,
        month: number(month)?,
        day: number(day)?,
        ..PartialDate::default()
    };
    let words = parts.next().unwrap_or_default();
    if date.month.is_none() && words.contains(char::is_alphabetic) {
        // Words that name neither a month nor a season are left out, and the year stays.
        return date_text::completed(date.clone(), words, None).or(Ok(date)).map(DateField::Date);
    }
    date_text::checked(PartialDate { day: date.day.filter(|_| date.month.is_some()), ..date }).map(DateField::Date)
}

fn number(part: &str) -> Result<Option<u8>, DateError> {
    if part.is_empty() { Ok(None) } else { part.parse().map(Some).map_err(|_| date_text::UNKNOWN_FORM) }
}
