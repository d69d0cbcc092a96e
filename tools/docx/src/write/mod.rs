//! [`WordFile`]: writes the blocks of a page as a Word file.
//!
//! **Input:** blocks, in the order of the walk. **Output:** a DOCX. The same blocks give the same bytes. A paragraph can begin with a
//! number as visible text, `[12] `: bookmarks and other marks that nobody sees get lost on the way through LibreOffice and Google Docs.
//!
//! The XML is written by hand. The crate docx-rs has no alternative texts, and brings a second version of most of what it uses.

mod document;
mod lists;
mod parts;
mod pictures;
mod runs;

pub use document::WordFile;

/// What a file says of itself, and where it finds its pictures.
pub struct WordFileSettings<'a> {
    /// The title.
    pub title: String,
    /// The tag of the language.
    pub language: String,
    /// Whether the language is written from right to left.
    pub is_right_to_left: bool,
    /// The media type and the bytes of a picture; `None` if it cannot be read. Its description stands in its place then.
    pub picture: PictureReader<'a>,
    /// Draws an SVG for programs that do not show one.
    pub rasterise: Rasterise<'a>,
}

/// Reads a picture: its media type and its bytes.
pub type PictureReader<'a> = &'a dyn Fn(&wellpress_walk::Picture) -> Option<(String, Vec<u8>)>;

/// Draws an SVG as a PNG of this width in pixels.
pub type Rasterise<'a> = &'a dyn Fn(&[u8], u32) -> Option<Vec<u8>>;

/// A line that somebody fills in. Its name is written before it.
#[derive(Debug, Clone, Copy)]
pub enum FormLine<'a> {
    /// A list to choose from. Word processors without such lists show all choices as text.
    Choice(&'a [&'a str]),
    /// A day.
    Date,
    /// Free text.
    Text,
}
