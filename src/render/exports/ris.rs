//! RIS, as reference managers import it: a tag a line, lines ended as the format asks.

use super::Abstracts;
use crate::parse::bibliography::{Name, PartialDate, Reference, ReferenceKind as Kind};

/// The references as a RIS file.
#[must_use]
pub fn ris(references: &[&Reference], abstracts: Abstracts) -> String {
    references.iter().map(|reference| entry(reference, abstracts)).collect()
}

/// Entries as a file.
pub(super) fn join(entries: &[&str]) -> String {
    entries.concat()
}

/// A reference as an entry.
pub(super) fn entry(reference: &Reference, abstracts: Abstracts) -> String {
    let mut lines = Lines(String::new());
    lines.add("TY", Some(kind(reference.kind)));
    lines.add("ID", Some(reference.key.as_str()));
    lines.names("AU", &reference.authors);
    lines.names("ED", &reference.editors);
    lines.names("A4", &reference.translators);
    lines.add("TI", reference.title.as_deref());
    lines.add("ST", reference.short_title.as_deref());
    lines.add("T2", reference.container.as_deref().or(reference.event.as_deref()));
    lines.add("J2", reference.container_short.as_deref());
    lines.add("T3", reference.collection.as_deref());
    lines.add("PY", reference.issued.as_ref().map(|date| format!("{:04}", date.year)).as_deref());
    lines.add("DA", reference.issued.as_ref().filter(|date| date.month.is_some()).map(date).as_deref());
    lines.add("Y2", reference.accessed.as_ref().map(date).as_deref());
    lines.add("VL", reference.volume.as_deref());
    lines.add("IS", reference.issue.as_deref().or(reference.number.as_deref()));
    lines.pages(reference.pages.as_deref());
    lines.add("ET", reference.edition.as_deref().or(reference.version.as_deref()));
    lines.add("PB", reference.publisher.as_deref());
    lines.add("CY", reference.place.as_deref());
    lines.add("M3", reference.genre.as_deref());
    lines.add("SN", reference.issn.as_deref().or(reference.isbn.as_deref()));
    lines.add("DO", reference.doi.as_deref());
    lines.add("AN", reference.pmid.as_deref());
    lines.add("C2", reference.pmcid.as_deref());
    lines.add("UR", reference.url.as_deref());
    lines.add("LA", reference.language.as_deref());
    reference.keywords.iter().for_each(|keyword| lines.add("KW", Some(keyword)));
    lines.add("N1", reference.note.as_deref());
    lines.add("AB", reference.abstract_text.as_deref().filter(|_| abstracts == Abstracts::Keep));
    lines.0 + "ER  - \r\n\r\n"
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::ArticleJournal => "JOUR",
        Kind::ArticleMagazine => "MGZN",
        Kind::ArticleNewspaper => "NEWS",
        Kind::Book => "BOOK",
        Kind::Chapter => "CHAP",
        Kind::PaperConference => "CPAPER",
        Kind::Report => "RPRT",
        Kind::Thesis => "THES",
        Kind::Webpage => "ELEC",
        Kind::Preprint => "UNPB",
        Kind::Dataset => "DATA",
        Kind::Standard => "STAND",
        Kind::Video => "VIDEO",
        Kind::Software => "COMP",
        Kind::Document => "GEN",
    }
}

/// `2021/07/15/`, with empty parts for what is not known.
fn date(date: &PartialDate) -> String {
    let part = |part: Option<u8>| part.map_or_else(String::new, |part| format!("{part:02}"));
    format!("{:04}/{}/{}/", date.year, part(date.month), part(date.day))
}

struct Lines(String);

impl Lines {
    /// A tag with its value on one line, whatever the value holds.
    fn add(&mut self, tag: &str, value: Option<&str>) {
        let Some(value) = value else { return };
        let value = value.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
        self.0 += &format!("{tag}  - {}\r\n", value.collect::<Vec<_>>().join(" "));
    }

    fn names(&mut self, tag: &str, names: &[Name]) {
        for name in names {
            match name {
                Name::Body(body) => self.add(tag, Some(body)),
                Name::Others => self.add(tag, Some("et al.")),
                Name::Person { given, suffix, .. } => {
                    let parts = [Some(name.display_family()), given.clone(), suffix.clone()];
                    self.add(tag, Some(&parts.into_iter().flatten().collect::<Vec<_>>().join(", ")));
                }
            }
        }
    }

    fn pages(&mut self, pages: Option<&str>) {
        let Some(pages) = pages else { return };
        let divided = pages.split_once('\u{2013}').or_else(|| pages.split_once('-'));
        let (first, last) = divided.map_or((pages, None), |(first, last)| (first, Some(last)));
        self.add("SP", Some(first));
        self.add("EP", last);
    }
}
