//! [`Document`]: a content file after parsing, with its front matter and its text, and the snippets that the model puts into it.

use std::collections::BTreeSet;
use std::sync::Arc;

use wellpress_diagnostics::{Diagnostic, Source};
use wellpress_foundation::ids::{Id, IdVec};
use wellpress_io::cache::Fingerprint;
use wellpress_markdown::body::Body;

use crate::discover::ContentFile;

use super::front_matter::{FrontMatter, WrittenField};

/// A text of the front matter that is Markdown. Only the type of its index: the texts themselves are bodies as other texts are.
#[derive(Debug)]
pub enum FrontText {}

/// Indexes the texts of a front matter that are Markdown.
pub type FrontTextId = Id<FrontText>;

/// A content file, parsed on its own: nothing in it depends on another file, so it can be reused while its bytes stay the same.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file with what its path says.
    pub file: ContentFile,
    /// The text of the file, for places of findings.
    pub source: Source,
    /// The front matter.
    pub front: Arc<FrontMatter>,
    /// The fields that the settings declare for its section, as they are written.
    pub fields: Vec<WrittenField>,
    /// The parsed text below the front matter.
    pub body: Arc<Body>,
    /// The texts of the front matter that are Markdown, in the order in which readers see them: those of declared fields, then key
    /// points.
    pub front_texts: IdVec<FrontText, Body>,
    /// The variables of the settings that its texts and fields show, with their values.
    pub variables: BTreeSet<(String, String)>,
    /// The snippets whose texts stand in `body`. None before the model has put them there.
    pub included: Option<Arc<IncludedSnippets>>,
    /// Fingerprints of the file's bytes.
    pub content: ContentFingerprint,
    /// The key by which the next process finds the parsed text; `None` if it has to parse it.
    pub(crate) text_key: Option<Fingerprint>,
}

/// What the texts of snippets have made of a document.
#[derive(Debug)]
pub struct IncludedSnippets {
    /// The document without them, as its author wrote it.
    pub written: Arc<Document>,
    /// Each snippet once, in the order in which they begin, also those within others.
    pub snippets: Vec<Arc<Document>>,
    /// Mistakes in the lines that name them.
    pub findings: Vec<Diagnostic>,
}

/// Fingerprints of a file's bytes. The front matter has its own, because it holds what other pages show of a page: an edit of the
/// text alone leaves them as they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ContentFingerprint {
    /// Fingerprint of the front matter.
    pub front: Fingerprint,
    /// Fingerprint of the text below the front matter.
    pub text: Fingerprint,
}
