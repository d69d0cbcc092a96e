//! [`Document`]: a content file after parsing, with its front matter and its text, and the snippets that the model puts into it.

use std::collections::BTreeSet;
use std::sync::Arc;

use wellpress_diagnostics::{Diagnostic, Source};
use wellpress_io::cache::Fingerprint;
use wellpress_markdown::body::Body;

use crate::discover::ContentFile;

use super::front_matter::FrontMatter;

/// A content file, parsed on its own: nothing in it depends on another file, so it can be reused while its bytes stay the same.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file with what its path says.
    pub file: ContentFile,
    /// The text of the file, for places of findings.
    pub source: Source,
    /// The front matter by its kind.
    pub front: FrontMatter,
    /// The parsed text below the front matter.
    pub body: Arc<Body>,
    /// The key points of the front matter, each parsed as Markdown.
    pub key_points: Vec<Body>,
    /// The variables of the settings that its texts and fields show, with their values.
    pub variables: BTreeSet<(String, String)>,
    /// The snippets whose texts stand in `body`. None before the model has put them there.
    pub included: Option<Arc<IncludedSnippets>>,
    /// Fingerprints of the file's bytes.
    pub content: ContentFingerprint,
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
