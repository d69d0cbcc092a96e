//! The drafts of sources, in a file of their own in the library: entries that an import found by their identifiers alone, and those
//! that were read from a pasted list. A source that is complete and checked moves to another file.

use std::io;
use std::path::Path;

use serde_json::Value;

use wellpress_bibliography::write::ExportScope;
use wellpress_bibliography::{CiteKey, ExportFormat, Identifier, Reference};
use wellpress_command::Failure;
use wellpress_io::fs::Files;

pub use wellpress_site::model::reference::DRAFTS as FILE;
pub use wellpress_site::model::reference::is_draft;

/// The lock of the file, which wellpress takes while it writes to it.
const LOCK: &str = "references/.to-complete.json.wellpress-lock";

/// The drafts of a library.
#[derive(Debug)]
pub struct DraftSources(Vec<Value>);

/// A draft whose record can be fetched.
#[derive(Debug, Clone)]
pub struct DraftToFetch {
    /// The key by which texts cite it; `None` for a draft that has nothing but an identifier, which texts cite by that.
    pub key: Option<CiteKey>,
    /// What the record is fetched by.
    pub identifier: Identifier,
    /// The title that a pasted list gives it.
    pub title: Option<String>,
}

impl DraftSources {
    /// Reads them in the folder of the content.
    ///
    /// # Errors
    /// When there is no such file, or it is no list in JSON.
    pub fn read(files: &dyn Files, content: &Path) -> Result<Self, Failure> {
        let bytes = files.read(&content.join(FILE)).map_err(|error| {
            Failure::usage(format!("cannot read `{FILE}`: {error}"))
                .help("`wellpress import` and `wellpress cite import --text` write it")
        })?;
        Self::parse(&bytes)
    }

    fn parse(bytes: &[u8]) -> Result<Self, Failure> {
        let drafts = serde_json::from_slice(bytes).map_err(|error| Failure::content(format!("`{FILE}`: {error}")))?;
        Ok(Self(drafts))
    }

    /// Adds drafts to those of the library.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn append(files: &dyn Files, content: &Path, drafts: &[Reference]) -> Result<(), Failure> {
        if drafts.is_empty() {
            return Ok(());
        }
        let path = content.join(FILE);
        path.parent().map_or(Ok(()), |folder| files.create_dir_all(folder)).map_err(write_failure)?;
        let _lock = files.lock(&content.join(LOCK)).map_err(write_failure)?;
        let mut stored_drafts = match files.read(&path) {
            Ok(bytes) => Self::parse(&bytes)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self(Vec::new()),
            Err(error) => return Err(Failure::machine(format!("cannot read `{FILE}`: {error}"))),
        };
        let new = ExportFormat::Json.export(&drafts.iter().collect::<Vec<_>>(), ExportScope::Owner);
        stored_drafts.0.extend(Self::parse(new.as_bytes())?.0);
        stored_drafts.write(files, content)
    }

    /// Ends the note of a draft with a statement. False if no draft has the key.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn end_note(files: &dyn Files, content: &Path, key: &CiteKey, statement: &str) -> Result<bool, Failure> {
        let _lock = files.lock(&content.join(LOCK)).map_err(write_failure)?;
        let mut drafts = Self::read(files, content)?;
        let Some(draft) = drafts.0.iter_mut().find(|draft| draft["id"] == key.as_str()) else { return Ok(false) };
        let note = draft["note"].as_str().map_or_else(|| statement.to_owned(), |note| format!("{note} {statement}"));
        draft["note"] = Value::String(note);
        drafts.write(files, content).map(|()| true)
    }

    /// The drafts whose records can be fetched. The address of a page that a pasted list describes is none: the list says more
    /// than the page.
    #[must_use]
    pub fn to_fetch(&self) -> Vec<DraftToFetch> {
        let drafts = self.0.iter().filter_map(|draft| {
            let title = draft["title"].as_str().filter(|_| !is_placeholder(draft)).map(str::to_owned);
            let identifier =
                identifier(draft).filter(|known| title.is_none() || !matches!(known, Identifier::Page(_)))?;
            let key = title.as_ref().and(draft["id"].as_str()).map(CiteKey::new);
            Some(DraftToFetch { key, identifier, title })
        });
        drafts.collect()
    }

    /// Takes drafts out whose records are in the library now. A file without drafts is removed.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn take_out(
        mut self,
        files: &dyn Files,
        content: &Path,
        is_done: impl Fn(&CiteKey, Option<&Identifier>) -> bool,
    ) -> Result<(), Failure> {
        self.0.retain(|draft| {
            !is_done(&CiteKey::new(draft["id"].as_str().unwrap_or_default()), identifier(draft).as_ref())
        });
        self.write(files, content)
    }

    fn write(&self, files: &dyn Files, content: &Path) -> Result<(), Failure> {
        let path = content.join(FILE);
        let write_result = if self.0.is_empty() {
            files.remove_file(&path)
        } else {
            let text = serde_json::to_string_pretty(&self.0).expect("JSON that was read can be written") + "\n";
            files.replace(&path, text.as_bytes())
        };
        write_result.map_err(write_failure)
    }
}

fn write_failure(error: io::Error) -> Failure {
    Failure::machine(format!("cannot write `{FILE}`: {error}"))
}

/// Whether the title of a draft is only its identifier, as in `DOI 10.1000/x`.
fn is_placeholder(draft: &Value) -> bool {
    let title = draft["title"].as_str().unwrap_or_default();
    ["DOI", "PMID", "PMCID", "URL"].iter().any(|name| {
        let id = draft[*name].as_str().unwrap_or_default();
        !id.is_empty() && (title == id || title.strip_prefix(name).is_some_and(|rest| rest.trim() == id))
    })
}

fn identifier(draft: &Value) -> Option<Identifier> {
    let text = with_prefix(draft, "DOI", "doi:")
        .or_else(|| with_prefix(draft, "PMID", "pmid:"))
        .or_else(|| with_prefix(draft, "PMCID", ""))
        .or_else(|| with_prefix(draft, "URL", ""))?;
    Identifier::parse(&text)
}

/// The text of a field behind a prefix.
fn with_prefix(draft: &Value, field: &str, prefix: &str) -> Option<String> {
    draft[field].as_str().map(|value| format!("{prefix}{value}"))
}
