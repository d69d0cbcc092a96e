//! Writes RIS as reference managers import it: one tag in each line, and lines that end with CR and LF, as the format
//! demands.
//!
//! RIS has tags for the commonest variables only. Of those in `Reference::more` these are the call number, the number of
//! volumes, the source, the annotation and the number within a series. Data that RIS has no tag for, or expresses less exactly, stands in the user's own tag `U1` as CSL-JSON. To find that
//! data, the writer reads its own tags back and compares the references. So no table has to list what each tag loses, and
//! reader and writer cannot drift apart.

use serde_json::Value;

use super::csl_json;
use super::export_scope::ExportScope;
use crate::read::ris::read_back;
use crate::{ContributorName, PartialDate, Reference, ReferenceKind as Kind, TextVariable};

pub(super) fn join(entries: &[&str]) -> String {
    entries.concat()
}

pub(super) fn entry(reference: &Reference, scope: ExportScope) -> String {
    let mut tags = RisTags(Vec::new());
    tags.add("TY", Some(reference.kind.row().ris));
    tags.add("ID", Some(reference.key.as_str()));
    tags.names("AU", &reference.authors);
    tags.names("ED", &reference.editors);
    tags.names("A4", &reference.translators);
    tags.titles(reference);
    tags.dates(reference);
    tags.numbers(reference);
    tags.add("PB", reference.publisher.as_deref());
    tags.add("CY", reference.place.as_deref());
    tags.add("M3", reference.genre.as_deref());
    tags.add("SN", reference.issn.as_deref());
    tags.add("SN", reference.isbn.as_deref());
    tags.add("DO", reference.doi.as_deref());
    tags.add("AN", reference.pmid.as_deref());
    tags.add("C2", reference.pmcid.as_deref());
    tags.add("UR", reference.url.as_deref());
    tags.add("AV", reference.archived.as_deref());
    tags.add("CN", reference.more.text(TextVariable::CallNumber));
    tags.add("NV", reference.more.text(TextVariable::NumberOfVolumes));
    tags.add("DP", reference.more.text(TextVariable::Source));
    tags.add("RN", reference.more.text(TextVariable::Annote));
    tags.add("LA", reference.language.as_deref());
    reference.keywords.iter().for_each(|keyword| tags.add("KW", Some(keyword)));
    tags.add("N1", reference.note_with_notice().as_deref());
    tags.add("AB", reference.abstract_text.as_deref().filter(|_| scope.has_abstracts()));
    // What RIS has no tag for, such as most roles of people, and a kind that shares its `TY` with another.
    let lost_variables = csl_json::lost_variables(reference, &read_back(reference.key.clone(), &tags.0));
    if !lost_variables.is_empty() {
        tags.add("U1", Some(&Value::Object(lost_variables).to_string()));
    }
    let lines: String = tags.0.iter().map(|(tag, value)| format!("{tag}  - {value}\r\n")).collect();
    lines + "ER  - \r\n\r\n"
}

/// A date as `2021/07/15/`, with empty parts if they are unknown; a season stands last.
fn date(date: &PartialDate) -> String {
    let [month, day] = [date.month, date.day].map(|part| part.map_or_else(String::new, |part| format!("{part:02}")));
    let season = date.season.map_or("", |season| season.name());
    format!("{:04}/{month}/{day}/{season}", date.year)
}

/// The tags of an entry with their values, in the order of the file.
struct RisTags(Vec<(&'static str, String)>);

impl RisTags {
    /// Adds a tag with its value on one line: a line break in a value could begin a line that is read as another tag.
    fn add(&mut self, tag: &'static str, value: Option<&str>) {
        let Some(value) = value else { return };
        let value = value.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
        self.0.push((tag, value.collect::<Vec<_>>().join(" ")));
    }

    fn names(&mut self, tag: &'static str, names: &[ContributorName]) {
        for name in names {
            match name {
                // The comma at the end tells the reader that those within do not divide a person's name.
                ContributorName::Organisation(name) if name.contains(',') => self.add(tag, Some(&format!("{name},"))),
                ContributorName::Organisation(name) => self.add(tag, Some(name)),
                ContributorName::Others => self.add(tag, Some("et al.")),
                ContributorName::Person { suffix, .. } => {
                    let parts = [Some(name.display_family()), name.display_given(), suffix.clone()];
                    self.add(tag, Some(&parts.into_iter().flatten().collect::<Vec<_>>().join(", ")));
                }
            }
        }
    }

    /// Adds the titles. The secondary title of RIS is the series of a book, the conference of a paper, and the
    /// container of every other kind.
    fn titles(&mut self, reference: &Reference) {
        let (container, collection) = (reference.container.as_deref(), reference.collection.as_deref());
        self.add("TI", reference.title.as_deref());
        self.add("ST", reference.short_title.as_deref());
        match reference.kind {
            kind if kind.is_whole_work() => self.add("T2", collection),
            Kind::PaperConference if reference.event.is_some() && container.is_some() => {
                self.add("T2", reference.event.as_deref());
                self.add("C3", container);
                self.add("T3", collection);
            }
            _ => {
                self.add("T2", container);
                self.add("T3", collection);
            }
        }
        self.add("J2", reference.container_short.as_deref());
    }

    fn dates(&mut self, reference: &Reference) {
        let issued = reference.issued.as_ref();
        // `PY` has the year already, so `DA` is written only if it says more. It has no years before 1 BC.
        let exact_date = issued.filter(|date| (date.month.is_some() || date.season.is_some()) && date.year >= 0);
        let year = issued.map(|date| PartialDate { year: date.year, ..PartialDate::default() });
        self.add("PY", year.as_ref().map(ToString::to_string).as_deref());
        self.add("DA", exact_date.map(date).as_deref());
        self.add("Y2", reference.accessed.as_ref().filter(|date| date.year >= 0).map(date).as_deref());
    }

    fn numbers(&mut self, reference: &Reference) {
        let is_software = reference.kind == Kind::Software;
        self.add("VL", reference.volume.as_deref());
        self.add("IS", reference.issue.as_deref());
        let number_in_series = reference.more.text(TextVariable::CollectionNumber);
        let is_in_series = reference.kind.is_numbered_in_series();
        self.add("M1", if is_in_series { number_in_series } else { reference.number.as_deref() });
        self.pages(reference.pages.as_deref());
        self.add("SE", reference.chapter.as_deref());
        self.add("ET", if is_software { &reference.version } else { &reference.edition }.as_deref());
    }

    fn pages(&mut self, pages: Option<&str>) {
        let Some(pages) = pages else { return };
        // A dash first: numbers such as those of `e1-1–e1-7` have hyphens themselves.
        match pages.split_once('\u{2013}').or_else(|| pages.split_once('-')) {
            Some((first, last)) => {
                self.add("SP", Some(first));
                self.add("EP", Some(last));
            }
            None => self.add("SP", Some(pages)),
        }
    }
}
