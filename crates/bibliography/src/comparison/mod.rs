//! Compares an entry of a library with the record that a service has of the same work: two records in, the fields that differ
//! out. Whether both are one work at all is decided first, in `other_work`.
//!
//! A value that only one of the two has contradicts nothing and is not compared. Neither are differences of spelling that
//! mean nothing: case, punctuation, accents, `&` and `and`, abbreviated names of journals, `123-8` and `123-128`, initials,
//! a missing subtitle, and the year of an article that was online before it was printed.

mod container;
mod spelling;
mod names;
mod numbers;
mod other_work;

use std::fmt;

use crate::{ContributorName, PartialDate, Reference, Title, markup};

use container::containers_agree;
use numbers::{pages_agree, volumes_agree};
use other_work::is_other_work;
use spelling::is_same_text;

/// A field in which an entry and a record can differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ComparedField {
    /// The title with its subtitle.
    Title,
    /// All authors in their order.
    Authors,
    /// The year of issue.
    Year,
    /// The journal, or the book of a chapter.
    Container,
    /// The volume of the journal.
    Volume,
    /// The issue of the journal.
    Issue,
    /// Pages, or the number of the article.
    Pages,
}

impl ComparedField {
    /// All fields, in the order in which differences are reported.
    pub const ALL: [Self; 7] =
        [Self::Title, Self::Authors, Self::Year, Self::Container, Self::Volume, Self::Issue, Self::Pages];
}

/// Writes the name of the field in messages, such as "journal".
impl fmt::Display for ComparedField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Title => "title",
            Self::Authors => "authors",
            Self::Year => "year",
            Self::Container => "journal",
            Self::Volume => "volume",
            Self::Issue => "issue",
            Self::Pages => "pages",
        })
    }
}

/// The years in which a work was published online and in print, as far as a record says so beside its year of issue.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PublicationYears {
    /// The year in which it was first online.
    pub online: Option<i32>,
    /// The year of the printed issue.
    pub print: Option<i32>,
}

/// A field that differs, with both values as a message shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldDifference {
    /// The field.
    pub field: ComparedField,
    /// The value of the entry in the library.
    pub entry: String,
    /// The value of the service's record.
    pub record: String,
}

/// The result of [`compare`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Comparison {
    /// The record describes another work than the entry.
    OtherWork,
    /// Both describe one work; the fields in which they differ, in the order of [`ComparedField::ALL`].
    SameWork(Vec<FieldDifference>),
}

/// Compares an entry of a library with the record that a service gives for its identifier.
///
/// ```
/// use wellpress_bibliography::comparison::{Comparison, PublicationYears, compare};
/// use wellpress_bibliography::parse;
/// use wellpress_diagnostics::Source;
///
/// let text = "@article{a, title={Bones & joints}, author={Doe, J.}, date={2020}, volume={3}, pages={11-9}}
///     @article{b, title={Bones and Joints}, author={Doe, Jane}, date={2020}, volume={4}, pages={11-19}}";
/// let library = parse(&Source::new("a.bib", text)).references;
/// let Comparison::SameWork(differences) = compare(&library[0], &library[1], PublicationYears::default()) else { panic!() };
/// assert_eq!(differences.len(), 1);
/// assert_eq!((differences[0].entry.as_str(), differences[0].record.as_str()), ("3", "4"));
/// ```
#[must_use]
pub fn compare(entry: &Reference, record: &Reference, years: PublicationYears) -> Comparison {
    if is_other_work(entry, record, years) {
        return Comparison::OtherWork;
    }
    let differing = ComparedField::ALL.into_iter().filter(|field| !agrees(*field, entry, record, years));
    let differences = differing.map(|field| {
        let (entry, record) = match field {
            ComparedField::Authors => names::differing_parts(&entry.authors, &record.authors),
            _ => (value(entry, field).unwrap_or_default(), value(record, field).unwrap_or_default()),
        };
        FieldDifference { field, entry, record }
    });
    Comparison::SameWork(differences.collect())
}

/// Whether a record has a value for a field.
#[must_use]
pub fn has_value(record: &Reference, field: ComparedField) -> bool {
    value(record, field).is_some_and(|value| !value.is_empty())
}

/// Whether an entry and a record agree in one field, or one of them has no value for it.
#[must_use]
pub fn agrees(field: ComparedField, entry: &Reference, record: &Reference, years: PublicationYears) -> bool {
    match field {
        ComparedField::Title => both(&entry.title, &record.title).is_none_or(|(a, b)| titles_agree(a, b)),
        ComparedField::Authors => names::authors_agree(&entry.authors, &record.authors),
        ComparedField::Year => years_agree(entry, record, years),
        ComparedField::Container => containers_agree(entry, record),
        ComparedField::Volume => volumes_agree(entry, record),
        ComparedField::Issue => numbers::issues_agree(entry, record),
        ComparedField::Pages => both(&entry.pages, &record.pages).is_none_or(|(a, b)| pages_agree(a, b)),
    }
}

fn both<'r, T>(first: &'r Option<T>, second: &'r Option<T>) -> Option<(&'r T, &'r T)> {
    first.as_ref().zip(second.as_ref())
}

/// Whether two titles are the same text, or one is the other without its subtitle.
fn titles_agree(first: &Title, second: &Title) -> bool {
    let (first, second) = (markup::plain(first), markup::plain(second));
    is_same_text(&first, &second) || is_main_title(&first, &second) || is_main_title(&second, &first)
}

/// Whether `short` is what stands before a subtitle or a remark in brackets in `long`.
fn is_main_title(short: &str, long: &str) -> bool {
    let mut boundaries = long.char_indices().filter(|(position, c)| is_boundary(long, *position, *c));
    boundaries.any(|(position, _)| position > 0 && is_same_text(short, &long[..position]))
}

/// Whether a subtitle can begin at this character of a title.
fn is_boundary(title: &str, position: usize, c: char) -> bool {
    let behind = &title[position + c.len_utf8()..];
    match c {
        ':' | '(' | '[' | '=' | ';' | '\u{2014}' => true,
        '.' | '?' | '!' => behind.starts_with(char::is_whitespace),
        '-' | '\u{2013}' => behind.starts_with(' ') && title[..position].ends_with(' '),
        _ => false,
    }
}

/// Whether the year of the entry is one of the record's. Many records know only one of the two years of an article that was
/// online in one year and printed in the next, so the other one is accepted as well where the record does not say it.
fn years_agree(entry: &Reference, record: &Reference, years: PublicationYears) -> bool {
    let (Some(entry), Some(issued)) = (&entry.issued, &record.issued) else { return true };
    let record_years = known_years(issued, years);
    let printed_later = years.print.is_none() && record_years.iter().all(|year| entry.year > *year);
    let online_earlier = years.online.is_none() && record_years.iter().all(|year| entry.year < *year);
    let is_adjacent = record_years.iter().any(|year| year.abs_diff(entry.year) == 1);
    record_years.contains(&entry.year) || is_adjacent && (printed_later || online_earlier)
}

/// The years in which a work was published, as far as its record says so.
fn known_years(issued: &PartialDate, years: PublicationYears) -> Vec<i32> {
    [Some(issued.year), years.online, years.print].into_iter().flatten().collect()
}

/// The value of a field as a message shows it.
fn value(reference: &Reference, field: ComparedField) -> Option<String> {
    match field {
        ComparedField::Title => reference.title.as_ref().map(|title| markup::plain(title).into_owned()),
        ComparedField::Authors => {
            let names: Vec<String> = reference.authors.iter().map(ContributorName::in_full).collect();
            Some(names.join("; "))
        }
        ComparedField::Year => reference.issued.as_ref().map(|issued| issued.year.to_string()),
        ComparedField::Container => {
            let container = reference.container.as_ref().map(|container| markup::plain(container).into_owned());
            container.or_else(|| reference.container_short.clone())
        }
        ComparedField::Volume => reference.volume.clone(),
        ComparedField::Issue => reference.issue.clone(),
        ComparedField::Pages => reference.pages.clone(),
    }
}

/// The entry with the value of one field from the record. Of a date only the year is taken: the month that the library has
/// was not compared.
///
/// ```
/// use wellpress_bibliography::comparison::{ComparedField, with_field_of};
/// use wellpress_bibliography::parse;
/// use wellpress_diagnostics::Source;
///
/// let text = "@book{a, title={A}, volume={1}} @book{b, title={B}, volume={2}}";
/// let library = parse(&Source::new("a.bib", text)).references;
/// let corrected = with_field_of(&library[0], ComparedField::Volume, &library[1]);
/// assert_eq!((corrected.title.as_deref(), corrected.volume.as_deref()), (Some("A"), Some("2")));
/// ```
#[must_use]
pub fn with_field_of(entry: &Reference, field: ComparedField, record: &Reference) -> Reference {
    let mut corrected = entry.clone();
    match field {
        ComparedField::Title => corrected.title.clone_from(&record.title),
        ComparedField::Authors => corrected.authors = names::with_groups(&record.authors, &entry.authors),
        ComparedField::Year => {
            if let Some((issued, of_record)) = corrected.issued.as_mut().zip(record.issued.as_ref()) {
                issued.year = of_record.year;
            }
        }
        ComparedField::Container if corrected.container.is_none() => {
            corrected.container_short.clone_from(&record.container_short);
        }
        ComparedField::Container => corrected.container.clone_from(&record.container),
        ComparedField::Volume => corrected.volume.clone_from(&record.volume),
        ComparedField::Issue => corrected.issue.clone_from(&record.issue),
        ComparedField::Pages => corrected.pages.clone_from(&record.pages),
    }
    corrected
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_differ_in_spelling_alone_agree() {
        for (first, second) in [
            ("Exercise & bone: a Review.", "Exercise and Bone \u{2014} a review"),
            ("Follow-up of TNF-\u{3b1} in vitro", "Followup of TNF-alpha <i>in vitro</i>"),
            ("Exercise for bones", "Exercise for bones: A randomised trial"),
            ("Exercise for bones", "Exercise for bones (Review)"),
            ("Über Rückenschmerzen", "Ueber Rueckenschmerzen"),
        ] {
            assert!(titles_agree(&first.into(), &second.into()), "{first} | {second}");
            assert!(titles_agree(&second.into(), &first.into()), "{second} | {first}");
        }
        for (first, second) in [
            ("Exercise for bones", "Exercise for bone loss"),
            ("Exercise in women", "Exercise in women and men"),
            ("Exercise in 12 weeks", "Exercise in 24 weeks"),
        ] {
            assert!(!titles_agree(&first.into(), &second.into()), "{first} | {second}");
        }
    }

    #[test]
    fn a_year_is_right_if_the_record_knows_it_or_lacks_its_neighbour() {
        let reference = |year: i32| {
            let text = format!("@book{{a, title={{A}}, date={{{year}}}}}");
            crate::parse(&wellpress_diagnostics::Source::new("a.bib", text)).references.remove(0)
        };
        let agree = |entry, issued, online, print| {
            years_agree(&reference(entry), &reference(issued), PublicationYears { online, print })
        };
        assert!(agree(2020, 2020, None, None));
        assert!(agree(2021, 2020, None, None) && agree(2019, 2020, None, None));
        assert!(!agree(2022, 2020, None, None) && !agree(2018, 2020, None, None));
        assert!(agree(2021, 2020, Some(2020), None) && !agree(2019, 2020, Some(2020), None));
        assert!(agree(2019, 2020, None, Some(2020)) && !agree(2021, 2020, None, Some(2020)));
        assert!(agree(2021, 2020, Some(2020), Some(2021)) && !agree(2019, 2020, Some(2020), Some(2021)));
        assert!(!agree(2022, 2020, Some(2020), Some(2021)));
    }
}
