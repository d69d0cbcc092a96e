//! [`Documents`]: the texts that an editor has open, with the changes that it sends.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lsp_types::{TextDocumentContentChangeEvent, Uri};

use crate::positions::{Encoding, Text};
use crate::uris;

/// A text as its editor has it.
#[derive(Debug, Clone)]
pub struct Document {
    /// The address by which the editor names it.
    pub uri: Uri,
    /// The version that the editor gave it.
    pub version: i32,
    /// The text.
    pub text: Text,
}

/// The open texts by the paths of their files.
#[derive(Debug, Clone, Default)]
pub struct Documents(BTreeMap<PathBuf, Document>);

impl Documents {
    /// Opens a text. Returns its path, or `None` for a text without a file.
    pub fn open(&mut self, uri: Uri, version: i32, text: String) -> Option<PathBuf> {
        let path = uris::path_of(&uri)?;
        self.0.insert(path.clone(), Document { uri, version, text: Text::new(text) });
        Some(path)
    }

    /// Applies changes in their order. Returns the path of the text; `None` if it is not open.
    pub fn change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) -> Option<PathBuf> {
        let path = uris::path_of(uri)?;
        let document = self.0.get_mut(&path)?;
        document.version = version;
        for change in changes {
            document.text = match change.range {
                Some(range) => {
                    let mut text = document.text.as_str().to_owned();
                    text.replace_range(document.text.bytes(range, encoding), &change.text);
                    Text::new(text)
                }
                None => Text::new(change.text),
            };
        }
        Some(path)
    }

    /// Closes a text. Returns its path if it was open.
    pub fn close(&mut self, uri: &Uri) -> Option<PathBuf> {
        let path = uris::path_of(uri)?;
        self.0.remove(&path).map(|_| path)
    }

    /// The open text of a file.
    #[must_use]
    pub fn get(&self, path: &Path) -> Option<&Document> {
        self.0.get(path)
    }

    /// The open texts in a folder, with the paths of their files.
    pub fn below<'d>(&'d self, folder: &'d Path) -> impl Iterator<Item = (&'d PathBuf, &'d Document)> {
        self.0.iter().filter(move |(path, _)| path.starts_with(folder))
    }
}
