//! Turns the fields of one Hayagriva entry and of its parents into a [`Reference`].
//!
//! Hayagriva describes the work that contains another as its parent: an article has a periodical, a chapter a book, and
//! the book may have a series. A reference has fields for these instead, so the parents are flattened into it from the
//! inside out.

use wellpress_diagnostics::yaml::{Node, NodeValue};

use super::EntryText;
use crate::date_text::DateField;
use crate::identifier::IdentifierField;
use crate::read::read_context::{set_date, set_if_empty, set_issued};
use crate::{
    Case, CiteKey, ContributorName, DateVariable, NameRole, Reference, ReferenceKind, Successor, TextVariable, Title,
    markup,
};

/// The types that most entries have, for the help of a finding.
const USUAL_KINDS: [&str; 12] = [
    "article",
    "book",
    "chapter",
    "entry",
    "newspaper",
    "periodical",
    "post",
    "proceedings",
    "report",
    "thesis",
    "video",
    "web",
];

/// Fields whose text or number becomes a variable.
const TEXTS: [(&str, TextVariable); 5] = [
    ("call-number", TextVariable::CallNumber),
    ("archive", TextVariable::Archive),
    ("archive-location", TextVariable::ArchivePlace),
    ("volume-total", TextVariable::NumberOfVolumes),
    ("page-total", TextVariable::NumberOfPages),
];

/// The fields of an entry or of a parent.
type YamlFields = [(Node, Node)];

/// Reads one entry into a reference and adds it to the results in [`EntryText`].
pub(super) struct HayagrivaReader<'e, 'c, 'a> {
    entry: &'e mut EntryText<'c, 'a>,
    reference: Reference,
}

impl<'e, 'c, 'a> HayagrivaReader<'e, 'c, 'a> {
    pub(super) fn new(entry: &'e mut EntryText<'c, 'a>, key: &Node, name: &str) -> Self {
        let location = entry.locate(key.start());
        let reference = Reference::new(CiteKey::new(name), location, ReferenceKind::Document);
        Self { entry, reference }
    }

    pub(super) fn read(mut self, fields: &YamlFields) {
        let type_name = self.text(fields, "type").unwrap_or_default().to_lowercase();
        let parents: Vec<&YamlFields> = find(fields, "parent").map(parent_fields).unwrap_or_default();
        let parent_type = parents.first().map(|parent| match self.text(parent, "type") {
            Some(name) => name.to_lowercase(),
            None => default_parent(&type_name).to_owned(),
        });
        self.report_unknown_kind(fields, &type_name);
        let has_url = find(fields, "url").is_some();
        let fallback = if has_url { ReferenceKind::Webpage } else { ReferenceKind::Document };
        self.reference.kind = reference_kind(&type_name, parent_type.as_deref()).unwrap_or(fallback);
        // The entry's own fields come first, because a parent only fills what is still empty.
        self.read_fields(fields);
        for parent in &parents {
            self.read_parent(parent);
        }
        self.entry.context.push(self.reference);
    }

    /// Reads the entry's own fields, including those that it could inherit.
    fn read_fields(&mut self, fields: &YamlFields) {
        let (title, short_title) = self.formattable(fields, "title");
        self.reference.title = title;
        self.reference.short_title = short_title;
        self.reference.authors = self.people(fields, "author");
        self.reference.editors = self.people(fields, "editor");
        self.reference.translators = self.people_with_role(fields, "translator");
        for (name, variable) in TEXTS {
            let text = self.text(fields, name).unwrap_or_default();
            self.reference.more.set_text(variable, text);
        }
        self.reference.genre = self.text(fields, "genre");
        self.reference.pages = self.text(fields, "page-range");
        self.reference.chapter = self.text(fields, "chapter");
        self.reference.abstract_text = self.text(fields, "abstract");
        self.reference.note = self.text(fields, "note");
        self.reference.language = self.text(fields, "language");
        let issued = self.date_field(fields, "date");
        set_issued(&mut self.reference, issued);
        self.evidence_and_successor(fields);
        self.inheritable_fields(fields);
    }

    /// Reads two fields that this crate defines in addition to Hayagriva's, with the names that they have in BibLaTeX files.
    fn evidence_and_successor(&mut self, fields: &YamlFields) {
        if let Some((node, word)) = self.scalar_field(fields, "evidence") {
            let range = self.entry.range(node.start());
            self.reference.evidence = self.entry.context.evidence(range, &word);
        }
        let successor = self
            .scalar_field(fields, "superseded_by")
            .map(|(node, key)| Successor { key: CiteKey::new(key.trim()), location: self.entry.locate(node.start()) });
        self.reference.superseded_by = successor.map(Box::new);
    }

    /// A field with its text as written, with braces.
    fn scalar_field<'f>(&self, fields: &'f YamlFields, name: &str) -> Option<(&'f Node, String)> {
        let node = find(fields, name)?;
        Some((node, self.entry.scalar(node)?))
    }

    /// Reads the fields that an entry has itself or inherits from a parent. Values that it has already stay.
    fn inheritable_fields(&mut self, fields: &YamlFields) {
        let volume = self.text(fields, "volume");
        let issue = self.text(fields, "issue");
        let edition = self.text(fields, "edition");
        let location = self.text(fields, "location");
        let (publisher, publisher_place) = self.publisher(fields);
        let publisher = publisher.or_else(|| self.text(fields, "organization"));
        set_if_empty(&mut self.reference.volume, volume);
        set_if_empty(&mut self.reference.issue, issue);
        set_if_empty(&mut self.reference.edition, edition);
        set_if_empty(&mut self.reference.publisher, publisher);
        set_if_empty(&mut self.reference.place, publisher_place.or(location));
        self.url(fields);
        self.serial_numbers(fields);
    }

    fn read_parent(&mut self, fields: &YamlFields) {
        let kind = self.text(fields, "type").unwrap_or_default().to_lowercase();
        self.report_unknown_kind(fields, &kind);
        // The work that this one translates or reprints: readers look for the translation.
        if kind == "original" {
            return;
        }
        let (title, short_title) = self.formattable(fields, "title");
        // A paper has two parents: the conference, of which only the name is read, and its proceedings.
        if matches!(kind.as_str(), "conference" | "exhibition") {
            return set_if_empty(&mut self.reference.event, title.map(|title| title.to_string()));
        }
        if self.reference.container.is_none() {
            self.reference.container = title;
            self.reference.container_short = short_title.map(|title| title.to_string());
        } else if self.reference.collection.is_none() {
            self.reference.collection = title;
        }
        if self.reference.editors.is_empty() {
            self.reference.editors = self.people(fields, "editor");
        }
        if self.reference.more.names(NameRole::ContainerAuthor).is_empty() {
            let authors = self.people(fields, "author");
            self.reference.more.set_names(NameRole::ContainerAuthor, authors);
        }
        let issued = self.date_field(fields, "date");
        set_issued(&mut self.reference, issued);
        self.inheritable_fields(fields);
        // The series of the container.
        let series = find(fields, "parent").map(parent_fields).unwrap_or_default();
        if let Some(series) = series.first().filter(|_| self.reference.collection.is_none()) {
            self.reference.collection = self.formattable(series, "title").0;
            let number = self.text(series, "volume").unwrap_or_default();
            self.reference.more.set_text(TextVariable::CollectionNumber, number);
        }
    }

    fn report_unknown_kind(&mut self, fields: &YamlFields, kind: &str) {
        let is_known = matches!(kind, "misc" | "original") || reference_kind(kind, None).is_some();
        let Some(node) = find(fields, "type").filter(|_| !is_known) else { return };
        let range = self.entry.range(node.start());
        self.entry.context.report_unknown_kind(range, kind, &USUAL_KINDS);
    }

    /// The long form of a formattable string as plain text.
    fn text(&self, fields: &YamlFields, name: &str) -> Option<String> {
        self.formattable(fields, name).0.map(|title| title.to_string())
    }

    /// A value that Hayagriva calls a formattable string: its long and its short form.
    fn formattable(&self, fields: &YamlFields, name: &str) -> (Option<Title>, Option<Title>) {
        let Some(node) = find(fields, name) else { return (None, None) };
        match &node.value {
            NodeValue::Map(forms) => (self.formattable(forms, "value").0, self.formattable(forms, "short").0),
            _ => (self.entry.scalar(node).map(|text| braced_title(&text)).filter(|title| !title.is_empty()), None),
        }
    }

    /// The name of the publisher and its city.
    fn publisher(&self, fields: &YamlFields) -> (Option<String>, Option<String>) {
        match find(fields, "publisher").map(|node| &node.value) {
            Some(NodeValue::Map(parts)) if find(parts, "name").is_some() => {
                (self.text(parts, "name"), self.text(parts, "location"))
            }
            _ => (self.text(fields, "publisher"), None),
        }
    }

    fn people(&self, fields: &YamlFields, role: &str) -> Vec<ContributorName> {
        find(fields, role).map_or_else(Vec::new, |node| self.names(node))
    }

    fn names(&self, node: &Node) -> Vec<ContributorName> {
        match &node.value {
            NodeValue::List(items) => items.iter().filter_map(|item| self.name(item)).collect(),
            _ => self.name(node).into_iter().collect(),
        }
    }

    fn name(&self, node: &Node) -> Option<ContributorName> {
        match &node.value {
            NodeValue::Map(parts) => self.name_of_parts(parts),
            _ => name_of_text(&self.entry.scalar(node)?),
        }
    }

    fn name_of_parts(&self, parts: &YamlFields) -> Option<ContributorName> {
        let family = self.text(parts, "name")?;
        let given = self.text(parts, "given-name");
        let (particle, suffix) = (self.text(parts, "prefix"), self.text(parts, "suffix"));
        let is_person = given.is_some() || particle.is_some();
        Some(if is_person {
            ContributorName::of_parts(family, given, particle, suffix)
        } else {
            ContributorName::Organisation(family)
        })
    }

    /// The people who are `affiliated` with this role.
    fn people_with_role(&self, fields: &YamlFields, role: &str) -> Vec<ContributorName> {
        let Some(NodeValue::List(groups)) = find(fields, "affiliated").map(|node| &node.value) else {
            return Vec::new();
        };
        let people = groups.iter().filter_map(|group| match &group.value {
            NodeValue::Map(group) if self.text(group, "role")?.eq_ignore_ascii_case(role) => find(group, "names"),
            _ => None,
        });
        people.flat_map(|names| self.names(names)).collect()
    }

    fn date_field(&mut self, fields: &YamlFields, name: &str) -> Option<DateField> {
        let node = find(fields, name)?;
        let text = self.entry.scalar(node)?;
        let range = self.entry.range(node.start());
        self.entry.context.date(range, &text)
    }

    /// An address, or an address with the day on which it was read.
    fn url(&mut self, fields: &YamlFields) {
        let Some(node) = find(fields, "url").filter(|_| self.reference.url.is_none()) else { return };
        let address = match &node.value {
            NodeValue::Map(parts) => {
                let accessed = self.date_field(parts, "date");
                set_date(&mut self.reference, DateVariable::Accessed, accessed);
                find(parts, "value")
            }
            _ => Some(node),
        };
        let Some((node, text)) = address.and_then(|node| Some((node, self.entry.scalar(node)?))) else { return };
        let range = self.entry.range(node.start());
        self.reference.url = self.entry.context.address(range, &text);
    }

    fn serial_numbers(&mut self, fields: &YamlFields) {
        let Some(node) = find(fields, "serial-number") else { return };
        let NodeValue::Map(numbers) = &node.value else {
            let number = self.entry.scalar(node);
            return set_if_empty(&mut self.reference.number, number);
        };
        for (name, node) in numbers {
            let name = self.entry.scalar(name).unwrap_or_default();
            let text = self.entry.scalar(node).unwrap_or_default();
            match name.to_lowercase().as_str() {
                "doi" => self.identifier(node, &text, IdentifierField::Doi),
                "pmid" => self.identifier(node, &text, IdentifierField::Pmid),
                "pmcid" => self.identifier(node, &text, IdentifierField::Pmcid),
                "isbn" => set_if_empty(&mut self.reference.isbn, Some(text)),
                "issn" => set_if_empty(&mut self.reference.issn, Some(text)),
                "version" => set_if_empty(&mut self.reference.version, Some(text)),
                "arxiv" => set_if_empty(&mut self.reference.number, Some(format!("arXiv:{text}"))),
                _ => set_if_empty(&mut self.reference.number, Some(text)),
            }
        }
    }

    fn identifier(&mut self, node: &Node, text: &str, field: IdentifierField) {
        let range = self.entry.range(node.start());
        let identifier = self.entry.context.identifier(range, text, field);
        set_if_empty(field.of(&mut self.reference), identifier);
    }
}

fn find<'f>(fields: &'f YamlFields, name: &str) -> Option<&'f Node> {
    let mut fields = fields.iter();
    fields.find(|(key, _)| matches!(&key.value, NodeValue::Text(text) if text == name)).map(|(_, node)| node)
}

/// The fields of each parent. Hayagriva accepts one parent without a list.
fn parent_fields(node: &Node) -> Vec<&YamlFields> {
    match &node.value {
        NodeValue::List(items) => items.iter().filter_map(map_fields).collect(),
        _ => map_fields(node).into_iter().collect(),
    }
}

fn map_fields(node: &Node) -> Option<&YamlFields> {
    match &node.value {
        NodeValue::Map(fields) => Some(fields),
        _ => None,
    }
}

/// A name in one text: `Family, Given` or `Family, Suffix, Given`; without a comma an organisation.
fn name_of_text(text: &str) -> Option<ContributorName> {
    let mut parts = text.split(',').map(str::trim);
    let family = parts.next().filter(|family| !family.is_empty())?.to_owned();
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).map(str::to_owned).collect();
    Some(match &parts[..] {
        [] => ContributorName::Organisation(family),
        [given] => ContributorName::of_parts(family, Some(given.clone()), None, None),
        [suffix, given, ..] => ContributorName::of_parts(family, Some(given.clone()), None, Some(suffix.clone())),
    })
}

/// A formattable string: braces protect case, and a backslash escapes the next character. The dollars around formulas
/// are dropped, because lists of sources typeset no formulas.
fn braced_title(text: &str) -> Title {
    let mut pieces: Vec<(String, Case)> = vec![(String::new(), Case::Free)];
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match c {
            '{' => pieces.push((String::new(), Case::Protected)),
            '}' => pieces.push((String::new(), Case::Free)),
            '$' => {}
            _ => {
                let c = if c == '\\' { characters.next().unwrap_or(c) } else { c };
                if let Some((piece, _)) = pieces.last_mut() {
                    piece.push(c);
                }
            }
        }
    }
    markup::from_pieces(pieces.iter().map(|(piece, case)| (piece.as_str(), *case)))
}

/// The type that Hayagriva assumes for a parent without a type.
fn default_parent(kind: &str) -> &'static str {
    match kind {
        "article" => "periodical",
        "chapter" => "book",
        "entry" => "reference",
        "anthos" => "anthology",
        _ => "misc",
    }
}

/// The kind of work by the types of an entry and of its first parent; `None` for a type without a counterpart.
fn reference_kind(kind: &str, parent: Option<&str>) -> Option<ReferenceKind> {
    Some(match (kind, parent) {
        ("article", Some("newspaper")) => ReferenceKind::ArticleNewspaper,
        ("article", Some("proceedings" | "conference")) => ReferenceKind::PaperConference,
        ("article" | "web" | "misc" | "post", Some("blog")) => ReferenceKind::PostWeblog,
        ("article" | "web" | "misc", Some("web")) => ReferenceKind::Webpage,
        ("article", _) => ReferenceKind::ArticleJournal,
        ("chapter" | "anthos", _) => ReferenceKind::Chapter,
        ("entry", _) => ReferenceKind::EntryEncyclopedia,
        ("book" | "anthology" | "reference" | "proceedings", _) => ReferenceKind::Book,
        ("periodical" | "newspaper", _) => ReferenceKind::Periodical,
        ("report", _) => ReferenceKind::Report,
        ("thesis", _) => ReferenceKind::Thesis,
        ("web" | "blog", _) => ReferenceKind::Webpage,
        ("thread" | "post", _) => ReferenceKind::Post,
        ("manuscript", _) => ReferenceKind::Manuscript,
        ("legislation", _) => ReferenceKind::Legislation,
        ("case", _) => ReferenceKind::LegalCase,
        ("patent", _) => ReferenceKind::Patent,
        ("video" | "scene", _) => ReferenceKind::Video,
        ("audio", _) => ReferenceKind::Song,
        ("performance", _) => ReferenceKind::Performance,
        ("artwork", _) => ReferenceKind::Graphic,
        ("exhibition" | "conference", _) => ReferenceKind::Event,
        ("repository", _) => ReferenceKind::Software,
        _ => return None,
    })
}
