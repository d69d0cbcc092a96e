//! [`RowFile`]: the rows of one file by source and service, so that an answer replaces what the same service said before and nothing else.
//! The text of the file is sorted, so that a difference of two versions shows what changed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde::de::DeserializeOwned;

use wellpress_site::parse::service_records::{ReferenceRow, RowFault, SourceEvent, UpdateRow, parse};

use crate::notice_file::NoticeRow;

/// What rows call Crossref.
pub const CROSSREF: &str = "Crossref";

/// What rows call PubMed.
pub const PUBMED: &str = "PubMed";

/// What rows call OpenAlex.
pub const OPENALEX: &str = "OpenAlex";

/// The service of rows that a search by title made: of all services together.
pub const SEARCH: &str = "search";

/// A row of a file.
pub trait StoredRow: Ord + Clone + Serialize + DeserializeOwned {
    /// The names of the columns, in the order of the fields.
    const COLUMNS: &'static [&'static str];

    /// The key of the source.
    fn key(&self) -> &str;

    /// The services whose answers the row is a part of. Former versions wrote one row for two: `Crossref, PubMed`.
    fn services(&self) -> Vec<String>;

    /// The row as the words of one service.
    #[must_use]
    fn of_service(self, service: &str) -> Self;
}

impl StoredRow for NoticeRow {
    const COLUMNS: &'static [&'static str] = &[
        "Key",
        "Title",
        "OriginalPaperDOI",
        "OriginalPaperPubMedID",
        "RetractionNature",
        "RetractionDate",
        "RetractionDOI",
        "RetractionPubMedID",
        "Reason",
        "KnownBy",
    ];

    fn key(&self) -> &str {
        &self.key
    }

    fn services(&self) -> Vec<String> {
        self.known_by.split(", ").map(str::to_owned).collect()
    }

    fn of_service(self, service: &str) -> Self {
        Self { known_by: service.to_owned(), ..self }
    }
}

impl StoredRow for UpdateRow {
    const COLUMNS: &'static [&'static str] =
        &["Key", "Title", "DOI", "PubMedID", "Event", "OtherDOI", "OtherPubMedID", "OtherTitle", "Date", "KnownBy"];

    fn key(&self) -> &str {
        &self.key
    }

    fn services(&self) -> Vec<String> {
        match self.event {
            SourceEvent::Found | SourceEvent::Unfound => vec![SEARCH.to_owned()],
            SourceEvent::NewVersion | SourceEvent::Published | SourceEvent::Comment => vec![self.known_by.clone()],
        }
    }

    fn of_service(self, _: &str) -> Self {
        self
    }
}

impl StoredRow for ReferenceRow {
    const COLUMNS: &'static [&'static str] =
        &["Key", "Title", "DOI", "PubMedID", "CitedDOI", "CitedPubMedID", "CitedOpenAlexID", "CitedTitle", "KnownBy"];

    fn key(&self) -> &str {
        &self.key
    }

    fn services(&self) -> Vec<String> {
        vec![self.known_by.clone()]
    }

    fn of_service(self, _: &str) -> Self {
        self
    }
}

/// The rows of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFile<R> {
    by_source: BTreeMap<(String, String), Vec<R>>,
}

impl<R> Default for RowFile<R> {
    fn default() -> Self {
        Self { by_source: BTreeMap::new() }
    }
}

impl<R: StoredRow> RowFile<R> {
    /// Reads the text of a file; an empty one has no rows.
    ///
    /// # Errors
    /// The first row that is wrong.
    pub fn parse(bytes: &[u8]) -> Result<Self, RowFault> {
        let mut file = Self::default();
        for row in parse::<R>(bytes)? {
            for service in row.services() {
                let name = (row.key().to_owned(), service.clone());
                file.by_source.entry(name).or_default().push(row.clone().of_service(&service));
            }
        }
        Ok(file)
    }

    /// Replaces what a service said of a source.
    pub fn set(&mut self, key: &str, service: &str, rows: Vec<R>) {
        let name = (key.to_owned(), service.to_owned());
        if rows.is_empty() {
            self.by_source.remove(&name);
        } else {
            self.by_source.insert(name, rows);
        }
    }

    /// What a service said of a source.
    #[must_use]
    pub fn get(&self, key: &str, service: &str) -> &[R] {
        self.by_source.get(&(key.to_owned(), service.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// Drops what is about a source that a service cannot be asked about any more.
    pub fn keep(&mut self, is_meant: impl Fn(&str, &str) -> bool) {
        self.by_source.retain(|(key, service), _| is_meant(key, service));
    }

    /// All rows, sorted, each once.
    #[must_use]
    pub fn rows(&self) -> BTreeSet<&R> {
        self.by_source.values().flatten().collect()
    }

    /// The file with these rows. It has a header without any row, too.
    #[must_use]
    pub fn text(&self) -> Vec<u8> {
        let mut writer = writer();
        writer.write_record(R::COLUMNS).expect("memory takes all bytes");
        written(writer, self.rows())
    }

    /// The rows of a service about a source as the file has them.
    pub(crate) fn text_of(&self, key: &str, service: &str) -> Vec<u8> {
        written(writer(), self.get(key, service).iter().collect())
    }
}

fn writer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new())
}

fn written<R: StoredRow>(mut writer: csv::Writer<Vec<u8>>, rows: BTreeSet<&R>) -> Vec<u8> {
    for row in rows {
        writer.serialize(row).expect("each field of a row is a text");
    }
    writer.into_inner().expect("memory takes all bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_replaces_what_the_same_service_said() {
        let text = "Key,Title,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,RetractionDate,RetractionDOI,RetractionPubMedID,Reason,KnownBy\n\
                    a,A,10.1/a,,Correction,,,,,\"Crossref, PubMed\"\n";
        let mut file = RowFile::<NoticeRow>::parse(text.as_bytes()).unwrap();
        assert_eq!((file.get("a", "Crossref").len(), file.get("a", "PubMed").len()), (1, 1));
        file.set("a", "Crossref", Vec::new());
        let rows: Vec<String> = String::from_utf8(file.text()).unwrap().lines().map(str::to_owned).collect();
        assert_eq!(rows[1..], ["a,A,10.1/a,,Correction,,,,,PubMed"]);
        assert_eq!(RowFile::<NoticeRow>::parse(&file.text()).unwrap(), file);
    }
}
