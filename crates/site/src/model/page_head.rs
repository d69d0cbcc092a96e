//! [`PageHead`]: what is known of a page before its front matter is read.

use wellpress_diagnostics::Source;
use wellpress_diagnostics::yaml::Located;
use wellpress_markdown::body::Body;

use crate::discover::ContentFile;

use super::original::Original;
use super::page_id::PageId;
use super::unpublished::Unpublished;

/// Where a page is, and its texts. The readers of front matter take it, because the page is made of what they return.
pub(super) struct PageHead<'a> {
    pub id: PageId,
    /// The file, with the section, the language and the route that its path says.
    pub file: &'a ContentFile,
    pub title: &'a Located<String>,
    /// The text of the file.
    pub source: &'a Source,
    /// The parsed text below the front matter.
    pub body: &'a Body,
    pub unpublished: Option<Unpublished>,
    /// For a translation: the data that it takes over from its original.
    pub original: Option<&'a Original>,
}
