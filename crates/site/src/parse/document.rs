//! [`Document`]: one content file as parsed, front matter and body.

use std::sync::Arc;

use wellpress_diagnostics::Source;
use wellpress_io::cache::Fingerprint;
use wellpress_markdown::body::Body;

use crate::discover::ContentFile;

use super::front_matter::FrontMatter;

/// One content file.
#[derive(Debug, Clone)]
pub struct Document {
    /// Which file.
    pub file: ContentFile,
    /// Its text as read.
    pub source: Source,
    /// What its front matter says.
    pub front: FrontMatter,
    /// What stands below it.
    pub body: Arc<Body>,
    /// Strings of the front matter that are Markdown themselves: key points.
    pub key_points: Vec<Body>,
    /// What its bytes are.
    pub content: ContentFingerprint,
}

/// A file's bytes by their fingerprint; the front matter apart, because most that other pages show of a page is there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ContentFingerprint {
    /// Of the front matter.
    pub front: Fingerprint,
    /// Of what stands below it.
    pub text: Fingerprint,
}
