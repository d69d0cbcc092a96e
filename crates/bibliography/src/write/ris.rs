//! RIS, as reference managers import it: a tag a line, lines ended as the format asks. What RIS has no tag for stands in a
//! line of the tag that is the user's own, `U1`, as CSL-JSON, which [`crate`] reads back.

use serde_json::{Map, Value};

use super::Abstracts;
use super::csl_json;
use crate::read::ris::read_back;
use crate::{Name, PartialDate, Reference, ReferenceKind as Kind};

/// Entries as a file.
pub(super) fn join(entries: &[&str]) -> String {
    entries.concat()
}

/// A reference as an entry.
pub(super) fn entry(reference: &Reference, abstracts: Abstracts) -> String {
    let mut tags = RisTags(Vec::new());
    tags.add("TY", Some(kind(reference.kind)));
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
    tags.add("LA", reference.language.as_deref());
    reference.keywords.iter().for_each(|keyword| tags.add("KW", Some(keyword)));
    tags.add("N1", reference.note_with_notice().as_deref());
    tags.add("AB", reference.abstract_text.as_deref().filter(|_| abstracts == Abstracts::Keep));
    let rest = left_over(reference, &read_back(reference.key.clone(), &tags.0));
    if !rest.is_empty() {
        tags.add("U1", Some(&Value::Object(rest).to_string()));
    }
    let lines: String = tags.0.iter().map(|(tag, value)| format!("{tag}  - {value}\r\n")).collect();
    lines + "ER  - \r\n\r\n"
}

/// What the tags do not say as the record does: CSL's variables with their values, `null` where there is none.
fn left_over(reference: &Reference, told: &Reference) -> Map<String, Value> {
    let in_series = matches!(reference.kind, Kind::Book | Kind::Chapter | Kind::Entry);
    let is_listed = reference.keywords.iter().any(|word| word.contains([',', ';']));
    let has_other_words = told.keywords != reference.keywords;
    let is_judged = reference.evidence.is_some() || reference.superseded_by.is_some();
    let is_other = [
        ("title", told.title != reference.title),
        ("title-short", told.short_title != reference.short_title),
        ("container-title", told.container != reference.container),
        ("container-title-short", told.container_short != reference.container_short),
        ("collection-title", told.collection != reference.collection),
        ("event-title", told.event != reference.event),
        ("author", told.authors != reference.authors),
        ("editor", told.editors != reference.editors),
        ("translator", told.translators != reference.translators),
        ("issued", told.issued != reference.issued),
        ("accessed", told.accessed != reference.accessed),
        ("volume", told.volume != reference.volume),
        ("issue", told.issue != reference.issue),
        ("page", told.pages != reference.pages),
        ("chapter-number", told.chapter != reference.chapter),
        (if in_series { "collection-number" } else { "number" }, told.number != reference.number),
        ("version", told.version != reference.version),
        ("edition", told.edition != reference.edition),
        ("status", told.status != reference.status),
        ("genre", told.genre != reference.genre),
        ("publisher", told.publisher != reference.publisher),
        ("publisher-place", told.place != reference.place),
        ("DOI", told.doi != reference.doi),
        ("PMID", told.pmid != reference.pmid),
        ("PMCID", told.pmcid != reference.pmcid),
        ("ISBN", told.isbn != reference.isbn),
        ("ISSN", told.issn != reference.issn),
        ("URL", told.url != reference.url),
        ("archive_location", told.archived != reference.archived),
        ("language", told.language != reference.language),
        ("note", told.note != reference.note),
        ("keyword", has_other_words && !is_listed),
        ("custom", (has_other_words && is_listed) || is_judged),
    ];
    let mut names = is_other.into_iter().filter_map(|(name, is_other)| is_other.then_some(name)).peekable();
    if names.peek().is_none() {
        return Map::new();
    }
    let mut item = csl_json::item(reference, Abstracts::Omit);
    names.map(|name| (name.to_owned(), item.remove(name).unwrap_or(Value::Null))).collect()
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::ArticleJournal => "JOUR",
        Kind::ArticleMagazine => "MGZN",
        Kind::ArticleNewspaper => "NEWS",
        Kind::Book => "BOOK",
        Kind::Chapter => "CHAP",
        Kind::Entry => "ENCYC",
        Kind::PaperConference => "CPAPER",
        Kind::Report => "RPRT",
        Kind::Thesis => "THES",
        Kind::Webpage => "ELEC",
        Kind::Post => "BLOG",
        Kind::Preprint => "UNPB",
        Kind::Manuscript => "MANSCPT",
        Kind::Dataset => "DATA",
        Kind::Standard => "STAND",
        Kind::Video => "VIDEO",
        Kind::Software => "COMP",
        Kind::Document => "GEN",
    }
}

/// `2021/07/15/`, with empty parts for what is not known; a season stands last.
fn date(date: &PartialDate) -> String {
    let part = |part: Option<u8>| part.map_or_else(String::new, |part| format!("{part:02}"));
    let season = date.season.map_or("", |season| season.name());
    format!("{:04}/{}/{}/{season}", date.year, part(date.month), part(date.day))
}

struct RisTags(Vec<(&'static str, String)>);

impl RisTags {
    /// A tag with its value on one line, whatever the value holds.
    fn add(&mut self, tag: &'static str, value: Option<&str>) {
        let Some(value) = value else { return };
        let value = value.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
        self.0.push((tag, value.collect::<Vec<_>>().join(" ")));
    }

    fn names(&mut self, tag: &'static str, names: &[Name]) {
        for name in names {
            match name {
                Name::Body(body) if body.contains(',') => self.add(tag, Some(&format!("{body},"))),
                Name::Body(body) => self.add(tag, Some(body)),
                Name::Others => self.add(tag, Some("et al.")),
                Name::Person { given, suffix, .. } => {
                    let parts = [Some(name.display_family()), given.clone(), suffix.clone()];
                    self.add(tag, Some(&parts.into_iter().flatten().collect::<Vec<_>>().join(", ")));
                }
            }
        }
    }

    /// What RIS calls the secondary title is a book's series, a paper's conference, and anything else's container.
    fn titles(&mut self, reference: &Reference) {
        let (container, collection) = (reference.container.as_deref(), reference.collection.as_deref());
        self.add("TI", reference.title.as_deref());
        self.add("ST", reference.short_title.as_deref());
        match reference.kind {
            Kind::Book | Kind::Report | Kind::Thesis | Kind::Standard => self.add("T2", collection),
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
        let is_exact = |date: &&PartialDate| date.month.is_some() || date.season.is_some();
        self.add("PY", issued.map(|date| format!("{:04}", date.year)).as_deref());
        self.add("DA", issued.filter(is_exact).map(date).as_deref());
        self.add("Y2", reference.accessed.as_ref().map(date).as_deref());
    }

    fn numbers(&mut self, reference: &Reference) {
        let is_software = reference.kind == Kind::Software;
        self.add("VL", reference.volume.as_deref());
        self.add("IS", reference.issue.as_deref());
        self.add("M1", reference.number.as_deref());
        self.pages(reference.pages.as_deref());
        self.add("SE", reference.chapter.as_deref());
        self.add("ET", if is_software { &reference.version } else { &reference.edition }.as_deref());
    }

    fn pages(&mut self, pages: Option<&str>) {
        let Some(pages) = pages else { return };
        let divided = pages.split_once('\u{2013}').or_else(|| pages.split_once('-'));
        let (first, last) = divided.map_or((pages, None), |(first, last)| (first, Some(last)));
        self.add("SP", Some(first));
        self.add("EP", last);
    }
}
