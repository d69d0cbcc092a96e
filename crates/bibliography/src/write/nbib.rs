//! Writes NBIB, the MEDLINE format of PubMed, as reference managers import it: one tag in each line, with the names of
//! persons both in full (`FAU`) and with initials (`AU`), and a blank line behind each entry.
//!
//! MEDLINE describes articles, and books with their chapters. Other kinds are written as the nearer of the two: reports,
//! theses and standards as books, entries and papers of a conference as chapters, the rest as articles.
//!
//! There is no tag for the key: the reader derives it from the PubMed id, the DOI, or author, year and title. Nor is
//! there one for the short title, translators, event, place, day of access, chapter, number, version, genre, addresses,
//! evidence and successor, for the words of a title whose case is protected, or for a status other than `ahead of
//! print`. Of the variables in `Reference::more` only the title of the volume (`VTI`), the original title (`TT`) and the
//! date of availability (`DEP`, a whole day) have a tag; all other people, dates and texts are left out, and so are words
//! in place of a date. A particle becomes a part of the name beside it, `others` is left out, and a person with nothing
//! but a family name is read back as an organisation. The full stop that ends a title and an asterisk in a keyword are
//! MEDLINE's own and not read back.

use super::ExportScope;
use crate::read::{iso_639_2, nonempty_line};
use crate::{ContributorName, DateVariable, PartialDate, Reference, ReferenceKind as Kind, TextVariable};

pub(super) fn join(entries: &[&str]) -> String {
    entries.join("\n")
}

pub(super) fn entry(reference: &Reference, scope: ExportScope) -> String {
    let mut lines = MedlineLines(String::new());
    // `PMID` starts an entry for every program that reads the format.
    lines.add("PMID", reference.pmid.as_deref());
    lines.add("IS", reference.issn.as_deref());
    lines.add("ISBN", reference.isbn.as_deref());
    lines.add("VI", reference.volume.as_deref());
    lines.add("IP", reference.issue.as_deref());
    lines.add("DP", reference.issued.as_ref().map(date).as_deref());
    lines.titles(reference);
    lines.add("VTI", reference.more.text(TextVariable::VolumeTitle));
    lines.add("TT", reference.more.text(TextVariable::OriginalTitle));
    lines.add("DEP", reference.date(DateVariable::AvailableDate).and_then(day_in_digits).as_deref());
    lines.add("PG", reference.pages.as_deref());
    lines.add("AID", reference.doi.as_ref().map(|doi| format!("{doi} [doi]")).as_deref());
    lines.add("AB", reference.abstract_text.as_deref().filter(|_| scope.has_abstracts()));
    lines.authors(&reference.authors);
    lines.editors(&reference.editors);
    lines.add("LA", reference.language.as_deref().map(|tag| iso_639_2(tag).unwrap_or(tag)));
    lines.add("PT", publication_type(reference.kind));
    lines.add("PST", publication_status(reference));
    lines.add("PB", reference.publisher.as_deref());
    lines.add("EN", reference.edition.as_deref());
    lines.add("TA", reference.container_short.as_deref());
    lines.add("PMC", reference.pmcid.as_deref());
    reference.keywords.iter().for_each(|keyword| lines.add("OT", Some(keyword)));
    lines.add("GN", reference.note_with_notice().as_deref());
    lines.0
}

fn publication_type(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::ArticleJournal => Some("Journal Article"),
        Kind::Preprint => Some("Preprint"),
        Kind::Dataset => Some("Dataset"),
        _ => None,
    }
}

/// MEDLINE's word for an article that is online and has no volume yet.
fn publication_status(reference: &Reference) -> Option<&'static str> {
    let is_ahead = reference.status.as_deref() == Some("ahead of print") && reference.volume.is_none();
    is_ahead.then_some("aheadofprint")
}

/// A date as `2021 Jul 15`, `2020 Nov-Dec`, `2019 Dec-2020 Jan` or `2020 Spring`. MEDLINE has no form for the others;
/// they are written as in ISO 8601-2.
fn date(date: &PartialDate) -> String {
    if !has_medline_form(date) {
        return date.to_string();
    }
    let season = date.season.map_or_else(String::new, |season| format!(" {}", season.name()));
    let start = format!("{}{season}{}", date.year, month_and_day(date.month, date.day));
    if let Some(year) = date.end_year {
        return format!("{start}-{year}{}", month_and_day(date.end_month, date.end_day));
    }
    // Of a range within a month, only the last day follows the hyphen.
    let end_month = date.end_month.filter(|_| date.end_day.is_none() || date.end_month != date.month);
    match date.end_month {
        Some(_) => format!("{start}-{}", month_and_day(end_month, date.end_day).trim_start()),
        None => start,
    }
}

/// A whole day as `20210227`; `None` for a date that is less exact.
fn day_in_digits(date: &PartialDate) -> Option<String> {
    let is_day = !date.has_end() && date.open.is_none() && !date.approximate && (1000..=9999).contains(&date.year);
    let (month, day) = (date.month?, date.day?);
    is_day.then(|| format!("{:04}{month:02}{day:02}", date.year))
}

fn has_medline_form(date: &PartialDate) -> bool {
    let is_range = date.has_end() || date.open.is_some();
    // In `2020 May-Jul 5` the day would be read as that of May.
    let has_day_only_at_end = date.end_year.is_none() && date.end_day.is_some() && date.day.is_none();
    let is_exact = !date.approximate && (1000..=9999).contains(&date.year);
    is_exact && (!is_range || (date.open.is_none() && date.month.is_some() && !has_day_only_at_end))
}

fn month_and_day(month: Option<u8>, day: Option<u8>) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = month.and_then(|month| MONTHS.get(usize::from(month).checked_sub(1)?));
    let month = month.map_or_else(String::new, |month| format!(" {month}"));
    month + &day.map_or_else(String::new, |day| format!(" {day}"))
}

/// The lines of an entry, to which tags are appended. Absent values write nothing.
struct MedlineLines(String);

impl MedlineLines {
    /// Adds a tag with its value on one line: a line break in a value could begin a line that is read as another tag.
    fn add(&mut self, tag: &str, value: Option<&str>) {
        if let Some(value) = value.and_then(nonempty_line) {
            self.0 += &format!("{tag:<4}- {value}\n");
        }
    }

    /// Adds the titles. `BTI` is the title of a book, or of the book that has the chapter in `TI`.
    fn titles(&mut self, reference: &Reference) {
        let (title, container) = (reference.title.as_deref(), reference.container.as_deref());
        match reference.kind {
            kind if kind.is_whole_work() => {
                self.add("BTI", title);
                self.add("JT", container);
            }
            // A `BTI` without a `TI` would be read as a book.
            kind if kind.is_part_of_book() && title.is_some() => {
                self.add("TI", title.map(with_full_stop).as_deref());
                self.add("BTI", container);
            }
            _ => {
                self.add("TI", title.map(with_full_stop).as_deref());
                self.add("JT", container);
            }
        }
        self.add("CTI", reference.collection.as_deref());
    }

    fn authors(&mut self, names: &[ContributorName]) {
        for name in names {
            match name {
                ContributorName::Organisation(name) => self.add("CN", Some(name)),
                ContributorName::Person { suffix, .. } => {
                    let (given, suffix) = (name.display_given(), suffix.as_deref());
                    let given = given.as_deref();
                    self.person("FAU", "AU", &name.display_family(), given, suffix);
                }
                ContributorName::Others => {}
            }
        }
    }

    fn editors(&mut self, names: &[ContributorName]) {
        for name in names {
            match name {
                // Editors have no tag for organisations, and a comma would divide the name of a person.
                ContributorName::Organisation(name) => self.add("FED", Some(&name.replace(',', ""))),
                ContributorName::Person { suffix, .. } => {
                    let (given, suffix) = (name.display_given(), suffix.as_deref());
                    let given = given.as_deref();
                    self.person("FED", "ED", &name.display_family(), given, suffix);
                }
                ContributorName::Others => {}
            }
        }
    }

    /// Adds `King, Martin L Jr` and `King ML Jr`.
    fn person(&mut self, full_tag: &str, short_tag: &str, family: &str, given: Option<&str>, suffix: Option<&str>) {
        let suffix = suffix.map_or_else(String::new, |suffix| format!(" {suffix}"));
        let full_given = given.map_or_else(String::new, |given| format!(", {given}"));
        let initials: String =
            given.unwrap_or_default().split([' ', '-']).filter_map(|word| word.chars().next()).collect();
        self.add(full_tag, Some(&format!("{family}{full_given}{suffix}")));
        self.add(short_tag, Some(&format!("{family} {initials}{suffix}")));
    }
}

/// A title of an article with the full stop that MEDLINE puts behind each, unless another mark ends it.
fn with_full_stop(title: &str) -> String {
    if title.ends_with(['.', '?', '!']) { title.to_owned() } else { format!("{title}.") }
}
