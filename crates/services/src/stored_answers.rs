//! [`StoredAnswers`]: what services said of the sources, in the files of the site.

use std::collections::BTreeSet;
use std::path::Path;

use wellpress_command::Failure;
use wellpress_foundation::Day;
use wellpress_io::fs::Files;
use wellpress_site::config::ServiceRecordFiles;
use wellpress_site::parse::retractions::ListOrigin;
use wellpress_site::parse::service_records::{self, ReferenceRow, SourceEvent, UpdateRow};

use crate::notice_file::NoticeRow;
use crate::row_file::{RowFile, StoredRow};
use crate::stored_file::StoredFile;

/// The rows of all files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredAnswers {
    /// Retractions, concerns and corrections.
    pub notices: RowFile<NoticeRow>,
    /// Newer versions, articles of preprints, comments, searches by title.
    pub updates: RowFile<UpdateRow>,
    /// The works that reviews cite.
    pub references: RowFile<ReferenceRow>,
}

/// Where the answers are kept.
#[derive(Clone, Copy)]
pub struct AnswerStore<'a> {
    notices: StoredFile<'a>,
    /// `None` for a run that asks for notices alone.
    others: Option<(StoredFile<'a>, StoredFile<'a>)>,
}

impl<'a> AnswerStore<'a> {
    /// The files at these paths of the site.
    ///
    /// # Errors
    /// When one of them must not be written.
    pub fn open(
        files: &'a dyn Files,
        root: &'a Path,
        notices: &'a str,
        others: Option<&'a ServiceRecordFiles>,
    ) -> Result<Self, Failure> {
        let file = |path: &'a str| StoredFile::checked(files, root, path);
        let notices = file(notices)?;
        let others = match others {
            Some(others) => Some((file(&others.updates)?, file(&others.references)?)),
            None => None,
        };
        Ok(Self { notices, others })
    }

    /// What the last runs stored.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn load(&self) -> Result<StoredAnswers, Failure> {
        let (updates, references) = match self.others {
            Some((updates, references)) => (rows(updates)?, rows(references)?),
            None => Default::default(),
        };
        Ok(StoredAnswers { notices: rows(self.notices)?, updates, references })
    }

    /// Writes what changed since `before`. `fetched` is the day to be written beside the notices: since then nothing can be missing.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn save(&self, before: &StoredAnswers, after: &StoredAnswers, fetched: Option<Day>) -> Result<(), Failure> {
        if let Some((updates, references)) = self.others {
            store(updates, &before.updates, &after.updates)?;
            store(references, &before.references, &after.references)?;
        }
        let origin = fetched.map(|fetched| ListOrigin { fetched, url: None, sha256: None });
        if origin.is_some() || before.notices != after.notices {
            self.notices.store(&after.notices.text(), origin.as_ref())?;
        }
        Ok(())
    }
}

fn rows<R: StoredRow>(file: StoredFile<'_>) -> Result<RowFile<R>, Failure> {
    RowFile::parse(&file.read()?).map_err(|fault| file.unreadable(&fault.message))
}

/// A file without rows is not made, so that a site without reviews has none.
fn store<R: StoredRow + PartialEq>(
    file: StoredFile<'_>,
    before: &RowFile<R>,
    after: &RowFile<R>,
) -> Result<(), Failure> {
    if before == after { Ok(()) } else { file.store(&after.text(), None) }
}

impl StoredAnswers {
    /// What a service said of a source, as the files have it.
    pub(crate) fn text_of(&self, key: &str, service: &str) -> Vec<u8> {
        let texts = [
            self.notices.text_of(key, service),
            self.updates.text_of(key, service),
            self.references.text_of(key, service),
        ];
        texts.join(&b"\n\n"[..])
    }

    /// What a run changed, one line for each notice and update, and one for all references of a source.
    #[must_use]
    pub fn changes(before: &Self, after: &Self) -> Vec<String> {
        let (old, new) = (before.lines(), after.lines());
        let added = new.difference(&old).map(|line| format!("new: {line}"));
        let removed = old.difference(&new).map(|line| format!("gone: {line}"));
        added.chain(removed).collect()
    }

    fn lines(&self) -> BTreeSet<String> {
        let notices = self.notices.rows().into_iter().map(notice_line);
        notices.chain(self.updates.rows().into_iter().filter_map(update_line)).collect()
    }
}

fn notice_line(row: &NoticeRow) -> String {
    let NoticeRow { key, nature, date, notice_doi, notice_pmid, known_by, .. } = row;
    format!("`{key}`: {nature}{}{} ({known_by})", of_day(date), identifier(notice_doi, notice_pmid))
}

fn update_line(row: &UpdateRow) -> Option<String> {
    let UpdateRow { key, event, other_doi, other_pmid, other_title, date, known_by, .. } = row;
    let event = match event {
        SourceEvent::NewVersion => "newer version",
        SourceEvent::Published => "published article",
        SourceEvent::Comment => "comment",
        SourceEvent::Found => return None,
        SourceEvent::Unfound if other_title.is_empty() => return Some(format!("`{key}`: no service knows it")),
        SourceEvent::Unfound => {
            return Some(format!("`{key}`: no service knows it; the nearest is \u{201c}{other_title}\u{201d}"));
        }
    };
    Some(format!("`{key}`: {event}{}{} ({known_by})", of_day(date), identifier(other_doi, other_pmid)))
}

fn of_day(date: &str) -> String {
    if date.is_empty() { String::new() } else { format!(" of {date}") }
}

fn identifier(doi: &str, pmid: &str) -> String {
    service_records::identifier(doi, pmid).map(|identifier| format!(", {identifier}")).unwrap_or_default()
}
