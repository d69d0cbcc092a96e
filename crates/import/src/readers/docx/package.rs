//! A Word file as an archive: its parts as text, its relationships and its pictures, each read with a limit.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};

use roxmltree::{Document, Node, ParsingOptions};
use zip::ZipArchive;

/// The largest Word file that is read.
pub(super) const MAX_FILE: u64 = 500_000_000;
/// The largest part. A small archive can hold parts of any size.
const MAX_PART: u64 = 100_000_000;
/// A tree in memory takes many times the bytes of a part such as `<a/><a/>..`, so nodes have a limit of their own.
const MAX_NODES: u32 = 5_000_000;
/// The first bytes of the format of Word before 2007, which also wraps encrypted files.
const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

/// An open Word file.
pub(super) struct Package(ZipArchive<Cursor<Vec<u8>>>);

/// A part as XML, with what it refers to.
pub(super) struct Part {
    pub text: String,
    pub relationships: Relationships,
}

pub(super) type Relationships = BTreeMap<String, Relationship>;

/// What a part refers to by an id: another part or an address.
pub(super) struct Relationship {
    /// The last word of its type, such as `styles`.
    kind: String,
    /// The name of a part in the archive, or an address.
    pub target: String,
    pub is_external: bool,
}

impl Package {
    /// # Errors
    /// When the bytes are no archive; with the reason.
    pub fn open(bytes: Vec<u8>) -> Result<Self, String> {
        if bytes.starts_with(OLE) {
            return Err("it is encrypted, or of Word before 2007".to_owned());
        }
        ZipArchive::new(Cursor::new(bytes)).map(Self).map_err(|error| error.to_string())
    }

    /// The part with the text of the file. Word in a browser names it `document2.xml`.
    pub fn main_part(&mut self) -> Result<Part, String> {
        let root = self.relationships("")?;
        let name = target_of(&root, "officeDocument").unwrap_or("word/document.xml");
        self.part(name)?.ok_or_else(|| format!("it has no `{name}`"))
    }

    /// The part to which another has this kind of relationship; without content if there is none.
    pub fn related_part(&mut self, from: &Part, kind: &str) -> Result<Part, String> {
        let part = target_of(&from.relationships, kind).map(|name| self.part(name)).transpose()?.flatten();
        Ok(part.unwrap_or_else(|| Part { text: "<none/>".to_owned(), relationships: BTreeMap::new() }))
    }

    pub fn part(&mut self, name: &str) -> Result<Option<Part>, String> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        Ok(Some(Part { text, relationships: self.relationships(name)? }))
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.index_for_name(name).is_some()
    }

    /// The bytes of an entry of at most `limit` bytes. The size that the archive states is not trusted.
    pub fn bytes(&mut self, name: &str, limit: u64) -> io::Result<Vec<u8>> {
        let entry = self.0.by_name(name).map_err(io::Error::from)?;
        let mut bytes = Vec::new();
        entry.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            return Err(io::Error::other(format!("it is larger than {} MB", limit / 1_000_000)));
        }
        Ok(bytes)
    }

    fn text(&mut self, name: &str) -> Result<Option<String>, String> {
        match self.bytes(name, MAX_PART) {
            Ok(bytes) => String::from_utf8(bytes).map(Some).map_err(|_| format!("`{name}` is not UTF-8")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(format!("`{name}`: {error}")),
        }
    }

    fn relationships(&mut self, part: &str) -> Result<Relationships, String> {
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
pub(super) fn parse(text: &str) -> Result<Document<'_>, String> {
    let options = ParsingOptions { nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text.trim_start_matches('\u{feff}'), options).map_err(|error| error.to_string())
}

/// Names are compared without their namespace: it has two forms, of which one is for "strict" files.
pub(super) fn name<'a>(node: Node<'a, '_>) -> &'a str {
    node.tag_name().name()
}

pub(super) fn elements<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, wanted: &str) -> Option<Node<'a, 'i>> {
    elements(node).find(|child| name(*child) == wanted)
}

pub(super) fn attribute<'a>(node: Node<'a, '_>, wanted: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == wanted).map(|attribute| attribute.value())
}

/// The `val` of a child, which is how Word writes most properties.
pub(super) fn value<'a>(node: Node<'a, '_>, wanted: &str) -> Option<&'a str> {
    attribute(child(node, wanted)?, "val")
}

/// A property that is on or off: `<w:b/>` or `<w:b w:val="0"/>`.
pub(super) fn switch(node: Node<'_, '_>, wanted: &str) -> Option<bool> {
    child(node, wanted).map(|property| !matches!(attribute(property, "val"), Some("0" | "false" | "off")))
}

/// All words below a node, at any depth and without recursion.
pub(super) fn plain_text(node: Node<'_, '_>) -> String {
    node.descendants().filter(|below| name(*below) == "t").filter_map(|text| text.text()).collect()
}
