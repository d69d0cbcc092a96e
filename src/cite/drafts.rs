//! The drafts of sources that an import leaves: entries that have only an identifier, until their records are fetched.

use std::path::Path;

use serde_json::Value;

use wellpress_bibliography::Identifier;
use wellpress_io::fs::Files;

use crate::failure::Failure;

/// The file of the library that holds them, relative to the root.
pub const FILE: &str = "content/references/to-complete.json";

/// The drafts of a library.
#[derive(Debug)]
pub struct DraftSources(Vec<Value>);

impl DraftSources {
    /// Reads them.
    ///
    /// # Errors
    /// When there is no such file, or it is no list in JSON.
    pub fn read(files: &dyn Files, root: &Path) -> Result<Self, Failure> {
        let bytes = files.read(&root.join(FILE)).map_err(|error| {
            Failure::usage(format!("cannot read `{FILE}`: {error}"))
                .help("`wellpress import` writes it where texts name sources by an identifier")
        })?;
        let drafts = serde_json::from_slice(&bytes).map_err(|error| Failure::content(format!("`{FILE}`: {error}")))?;
        Ok(Self(drafts))
    }

    /// The identifiers by which records can be fetched.
    #[must_use]
    pub fn identifiers(&self) -> Vec<Identifier> {
        self.0.iter().filter_map(identifier).collect()
    }

    /// Takes drafts out whose records are in the library now. A file without drafts is removed.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn take_out(self, files: &dyn Files, root: &Path, fetched: &[&Identifier]) -> Result<(), Failure> {
        let is_left = |draft: &Value| identifier(draft).is_none_or(|known| !fetched.contains(&&known));
        let left: Vec<Value> = self.0.into_iter().filter(is_left).collect();
        let path = root.join(FILE);
        let written = match left.is_empty() {
            true => files.remove_file(&path),
            false => {
                let text = serde_json::to_string_pretty(&left).expect("JSON that was read can be written") + "\n";
                files.replace(&path, text.as_bytes())
            }
        };
        written.map_err(|error| Failure::machine(format!("cannot write `{FILE}`: {error}")))
    }
}

fn identifier(draft: &Value) -> Option<Identifier> {
    let field = |name: &str, prefix: &str| draft[name].as_str().map(|value| format!("{prefix}{value}"));
    let text = field("DOI", "doi:")
        .or_else(|| field("PMID", "pmid:"))
        .or_else(|| field("PMCID", ""))
        .or_else(|| field("URL", ""))?;
    Identifier::parse(&text)
}
