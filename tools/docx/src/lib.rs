//! A Word file as an archive: its parts as text, its relationships and its pictures, each read with a limit; and in [`write`](mod@write) the Word
//! file of a page.
//!
//! What the XML of a file that is read means is left to others: `wellpress_import` makes a page of it, and `wellpress_review` reads the
//! answers of reviewers.

pub mod write;

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};

use roxmltree::{Document, Node, ParsingOptions};
use thiserror::Error;
use zip::ZipArchive;
use zip::result::ZipError;

/// The largest Word file that is read, in bytes.
pub const MAX_FILE: u64 = 500_000_000;
/// The largest part. A small archive can hold parts of any size.
const MAX_PART: u64 = 100_000_000;
/// A tree in memory takes many times the bytes of a part such as `<a/><a/>..`, so nodes have a limit of their own.
const MAX_NODES: u32 = 5_000_000;
/// The first bytes of the format of Word before 2007, which also wraps encrypted files.
const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];
/// The name of a stream that only encrypted files have. Names are UTF-16 there.
const ENCRYPTED: &str = "EncryptedPackage";

/// Why a file cannot be read as a Word file.
#[derive(Debug, Error)]
pub enum WordFileError {
    /// It has a password.
    #[error("it is encrypted; save it without a password")]
    Encrypted,
    /// It has the format that ends in `.doc`.
    #[error("it is of Word before 2007; save it as `.docx`")]
    OldFormat,
    /// It is no ZIP archive, or a damaged one.
    #[error("it is no `.docx`, or a damaged one ({0})")]
    NotAnArchive(ZipError),
    /// It is an archive of something else.
    #[error("it has no `{0}`")]
    NoText(String),
    /// The file, or a part of it, is larger than what is read.
    #[error("`{name}`: it is larger than {} MB", limit / 1_000_000)]
    TooLarge {
        /// The name of the part.
        name: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// A part cannot be unpacked.
    #[error("`{0}`: {1}")]
    Part(String, io::Error),
    /// A part is not in the encoding that Word uses.
    #[error("`{0}` is not UTF-8")]
    NotUtf8(String),
    /// A part is no XML, has a document type, or too many elements.
    #[error(transparent)]
    Xml(#[from] roxmltree::Error),
}

impl From<WordFileError> for String {
    fn from(error: WordFileError) -> Self {
        error.to_string()
    }
}

/// An open Word file.
pub struct Package(ZipArchive<Cursor<Vec<u8>>>);

/// A part as XML, with what it refers to.
pub struct Part {
    /// The XML.
    pub text: String,
    /// What it refers to.
    pub relationships: Relationships,
}

/// The relationships of a part by their ids.
pub type Relationships = BTreeMap<String, Relationship>;

/// What a part refers to by an id: another part or an address.
pub struct Relationship {
    /// The last word of its type, such as `styles`.
    kind: String,
    /// The name of a part in the archive, or an address.
    pub target: String,
    /// Whether the target is an address outside of the file.
    pub is_external: bool,
}

impl Package {
    /// Opens the bytes of a file.
    ///
    /// ```
    /// use wellpress_docx::{Package, WordFileError};
    ///
    /// let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    /// assert!(matches!(Package::open(old.to_vec()), Err(WordFileError::OldFormat)));
    /// ```
    ///
    /// # Errors
    /// When the bytes are no archive, or too many.
    pub fn open(bytes: Vec<u8>) -> Result<Self, WordFileError> {
        if bytes.len() as u64 > MAX_FILE {
            return Err(WordFileError::TooLarge { name: "the file".to_owned(), limit: MAX_FILE });
        }
        if bytes.starts_with(OLE) {
            let encrypted: Vec<u8> = ENCRYPTED.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let is_encrypted = bytes.windows(encrypted.len()).any(|window| window == encrypted);
            return Err(if is_encrypted { WordFileError::Encrypted } else { WordFileError::OldFormat });
        }
        ZipArchive::new(Cursor::new(bytes)).map(Self).map_err(WordFileError::NotAnArchive)
    }

    /// The part with the text of the file. Word in a browser names it `document2.xml`.
    ///
    /// # Errors
    /// When there is none, or when it cannot be read.
    pub fn main_part(&mut self) -> Result<Part, WordFileError> {
        let root = self.relationships("")?;
        let name = target_of(&root, "officeDocument").unwrap_or("word/document.xml");
        self.part(name)?.ok_or_else(|| WordFileError::NoText(name.to_owned()))
    }

    /// The part to which another has this kind of relationship; without content if there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn related_part(&mut self, from: &Part, kind: &str) -> Result<Part, WordFileError> {
        let part = target_of(&from.relationships, kind).map(|name| self.part(name)).transpose()?.flatten();
        Ok(part.unwrap_or_else(|| Part { text: "<none/>".to_owned(), relationships: BTreeMap::new() }))
    }

    /// The part with this name; `None` if the file has none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn part(&mut self, name: &str) -> Result<Option<Part>, WordFileError> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        Ok(Some(Part { text, relationships: self.relationships(name)? }))
    }

    /// Whether the archive has an entry with this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.index_for_name(name).is_some()
    }

    /// The bytes of an entry of at most `limit` bytes. The size that the archive states is not trusted.
    ///
    /// # Errors
    /// When there is no such entry, or when it is larger.
    pub fn bytes(&mut self, name: &str, limit: u64) -> io::Result<Vec<u8>> {
        let entry = self.0.by_name(name).map_err(io::Error::from)?;
        let mut bytes = Vec::new();
        entry.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            let why = format!("it is larger than {} MB", limit / 1_000_000);
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, why));
        }
        Ok(bytes)
    }

    fn text(&mut self, name: &str) -> Result<Option<String>, WordFileError> {
        match self.bytes(name, MAX_PART) {
            Ok(bytes) => String::from_utf8(bytes).map(Some).map_err(|_| WordFileError::NotUtf8(name.to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                Err(WordFileError::TooLarge { name: name.to_owned(), limit: MAX_PART })
            }
            Err(error) => Err(WordFileError::Part(name.to_owned(), error)),
        }
    }

    fn relationships(&mut self, part: &str) -> Result<Relationships, WordFileError> {
        let name_start = part.rfind('/').map_or(0, |slash| slash + 1);
        let (folder, file) = part.split_at(name_start);
        let Some(text) = self.text(&format!("{folder}_rels/{file}.rels"))? else { return Ok(BTreeMap::new()) };
        let document = parse(&text)?;
        let relationships = elements(document.root_element()).filter_map(|node| {
            let (id, target) = (attribute(node, "Id")?, attribute(node, "Target")?);
            let kind = attribute(node, "Type")?.rsplit('/').next()?.to_owned();
            let is_external = attribute(node, "TargetMode") == Some("External");
            let target = match target.strip_prefix('/') {
                _ if is_external => target.to_owned(),
                Some(absolute) => absolute.to_owned(),
                None => format!("{folder}{target}"),
            };
            Some((id.to_owned(), Relationship { kind, target, is_external }))
        });
        Ok(relationships.collect())
    }
}

fn target_of<'r>(relationships: &'r Relationships, kind: &str) -> Option<&'r str> {
    relationships.values().find(|one| one.kind == kind && !one.is_external).map(|one| one.target.as_str())
}

/// The tree of a part. A document type is refused, so no entity can grow or read a file.
///
/// # Errors
/// When the text is no XML, or has more elements than are read.
pub fn parse(text: &str) -> Result<Document<'_>, WordFileError> {
    let options = ParsingOptions { nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    Ok(Document::parse_with_options(text.trim_start_matches('\u{feff}'), options)?)
}

/// The name of an element. Names are compared without their namespace: it has two forms, of which one is for
/// "strict" files.
#[must_use]
pub fn name<'a>(node: Node<'a, '_>) -> &'a str {
    node.tag_name().name()
}

/// The elements in a node.
pub fn elements<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

/// The first element with a name in a node.
#[must_use]
pub fn child<'a, 'i>(node: Node<'a, 'i>, wanted: &str) -> Option<Node<'a, 'i>> {
    elements(node).find(|child| name(*child) == wanted)
}

/// An attribute by its name without the namespace.
#[must_use]
pub fn attribute<'a>(node: Node<'a, '_>, wanted: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == wanted).map(|attribute| attribute.value())
}

/// The `val` of a child, which is how Word writes most properties.
#[must_use]
pub fn value<'a>(node: Node<'a, '_>, wanted: &str) -> Option<&'a str> {
    attribute(child(node, wanted)?, "val")
}

/// A property that is on or off: `<w:b/>` or `<w:b w:val="0"/>`.
#[must_use]
pub fn switch(node: Node<'_, '_>, wanted: &str) -> Option<bool> {
    child(node, wanted).map(|property| !matches!(attribute(property, "val"), Some("0" | "false" | "off")))
}

/// All words below a node, at any depth and without recursion.
#[must_use]
pub fn plain_text(node: Node<'_, '_>) -> String {
    node.descendants().filter(|below| name(*below) == "t").filter_map(|text| text.text()).collect()
}
