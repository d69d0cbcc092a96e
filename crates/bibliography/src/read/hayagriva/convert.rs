//! The fields of a Hayagriva entry and of its parents into a [`Reference`].

use wellpress_diagnostics::{Diagnostic, Location, Rule, nearest, rules};

use super::EntryText;
use super::yaml_tree::{YamlNode, YamlValue};
use crate::date_text::{self, DateField};
use crate::identifier::IdentifierField;
use crate::markup;
use crate::read::read_context;
use crate::read::read_context::unknown_evidence;
use crate::{Case, CiteKey, Evidence, Name, PartialDate, Reference, ReferenceKind, Successor, Title};

/// Every field of the format, for suggestions.
const FIELDS: [&str; 30] = [
    "type",
    "title",
    "author",
    "date",
    "parent",
    "abstract",
    "genre",
    "editor",
    "affiliated",
    "call-number",
    "publisher",
    "location",
    "organization",
    "issue",
    "volume",
    "volume-total",
    "chapter",
    "edition",
    "page-range",
    "page-total",
    "time-range",
    "runtime",
    "url",
    "serial-number",
    "language",
    "archive",
    "archive-location",
    "note",
    "evidence",
    "superseded_by",
];

/// Reads one entry.
pub(super) struct HayagrivaReader<'a, 'b> {
    block: &'a mut EntryText<'b>,
    reference: Reference,
}

/// The fields of an entry or of a parent.
type YamlFields = [(YamlNode, YamlNode)];

/// Hayagriva's types of sources.
const KINDS: [&str; 30] = [
    "article",
    "chapter",
    "entry",
    "anthos",
    "report",
    "thesis",
    "web",
    "scene",
    "artwork",
    "patent",
    "case",
    "newspaper",
    "legislation",
    "manuscript",
    "post",
    "misc",
    "performance",
    "periodical",
    "proceedings",
    "book",
    "blog",
    "reference",
    "conference",
    "anthology",
    "repository",
    "thread",
    "video",
    "audio",
    "exhibition",
    "original",
];

impl<'a, 'b> HayagrivaReader<'a, 'b> {
    pub(super) fn new(block: &'a mut EntryText<'b>, key: &YamlNode) -> Self {
        let location = block.lines.locate(block.range(key));
        let reference = Reference::new(CiteKey::new(""), location, ReferenceKind::Document);
        Self { block, reference }
    }

    pub(super) fn read(&mut self, key: &str, fields: &YamlFields) {
        self.reference.key = CiteKey::new(key);
        let kind = self.text(fields, "type").unwrap_or_default().to_lowercase();
        let parents: Vec<&YamlFields> = find(fields, "parent").map(parents).unwrap_or_default();
        let parent_kind = parents.first().and_then(|parent| self.text(parent, "type")).map(|kind| kind.to_lowercase());
        let parent_kind = parent_kind.unwrap_or_else(|| default_parent(&kind).to_owned());
        self.unknown_kind(fields, &kind);
        let has_url = find(fields, "url").is_some();
        self.reference.kind = reference_kind(&kind, parents.first().map(|_| parent_kind.as_str()), has_url);
        self.own(fields);
        for parent in &parents {
            self.inherited(parent);
        }
        self.finish();
    }

    fn finish(&mut self) {
        if self.reference.title.is_none() {
            let message = format!("`{}` has no title", self.reference.key);
            let found = Diagnostic::new(&rules::SOURCE_NO_TITLE, self.reference.location.clone(), message);
            self.block.parsed.diagnostics.push(found.help("add a `title` field"));
        }
        let empty = Reference::new(CiteKey::new(""), self.reference.location.clone(), ReferenceKind::Document);
        self.block.parsed.references.push(std::mem::replace(&mut self.reference, empty));
    }

    fn own(&mut self, fields: &YamlFields) {
        self.unknown_fields(fields);
        let (title, short) = self.title(fields, "title");
        self.reference.title = title;
        self.reference.short_title = short;
        self.reference.authors = self.people(fields, "author");
        self.reference.editors = self.people(fields, "editor");
        self.reference.translators = self.translators(fields);
        self.reference.genre = self.text(fields, "genre");
        self.reference.pages = self.text(fields, "page-range");
        self.reference.chapter = self.text(fields, "chapter");
        self.reference.abstract_text = self.text(fields, "abstract");
        self.reference.note = self.text(fields, "note");
        self.reference.language = self.text(fields, "language");
        self.reference.issued = self.date(fields, "date");
        self.weight(fields);
        self.shared(fields);
    }

    fn weight(&mut self, fields: &YamlFields) {
        if let Some((node, word)) = self.written(fields, "evidence") {
            self.reference.evidence = Evidence::parse(&word);
            if self.reference.evidence.is_none() {
                let place = self.block.lines.locate(self.block.range(node));
                self.block.parsed.diagnostics.push(unknown_evidence(&word, place));
            }
        }
        let successor = self.written(fields, "superseded_by").map(|(node, key)| Successor {
            key: CiteKey::new(key.trim()),
            location: self.block.lines.locate(self.block.range(node)),
        });
        self.reference.superseded_by = successor.map(Box::new);
    }

    /// A field with its text as it is written.
    fn written<'f>(&self, fields: &'f YamlFields, name: &str) -> Option<(&'f YamlNode, String)> {
        let node = find(fields, name)?;
        Some((node, self.block.scalar(node)?))
    }

    /// What an entry has itself or takes from what it appeared in.
    fn shared(&mut self, fields: &YamlFields) {
        let volume = self.text(fields, "volume");
        let issue = self.text(fields, "issue");
        let edition = self.text(fields, "edition");
        let place = self.text(fields, "location");
        let (publisher, publisher_place) = self.publisher(fields);
        let publisher = publisher.or_else(|| self.text(fields, "organization"));
        set(&mut self.reference.volume, volume);
        set(&mut self.reference.issue, issue);
        set(&mut self.reference.edition, edition);
        set(&mut self.reference.publisher, publisher);
        set(&mut self.reference.place, publisher_place.or(place));
        self.url(fields);
        self.serial_numbers(fields);
    }

    fn inherited(&mut self, fields: &YamlFields) {
        self.unknown_fields(fields);
        let kind = self.text(fields, "type").unwrap_or_default().to_lowercase();
        self.unknown_kind(fields, &kind);
        let (title, short) = self.title(fields, "title");
        if matches!(kind.as_str(), "conference" | "exhibition") {
            set(&mut self.reference.event, title.map(|title| title.to_string()));
            return;
        }
        if self.reference.container.is_none() {
            self.reference.container = title;
            self.reference.container_short = short.map(|short| short.to_string());
        } else if self.reference.collection.is_none() {
            self.reference.collection = title;
        }
        if self.reference.editors.is_empty() {
            self.reference.editors = self.people(fields, "editor");
        }
        let issued = self.date(fields, "date");
        set(&mut self.reference.issued, issued);
        self.shared(fields);
        let grandparents: Vec<&YamlFields> = find(fields, "parent").map(parents).unwrap_or_default();
        let collection = grandparents.first().and_then(|fields| self.title(fields, "title").0);
        set(&mut self.reference.collection, collection);
    }

    /// A type that Hayagriva does not have is read as the nearest that fits anything.
    fn unknown_kind(&mut self, fields: &YamlFields, kind: &str) {
        let Some(node) = find(fields, "type").filter(|_| !KINDS.contains(&kind)) else { return };
        let place = self.block.lines.locate(self.block.range(node));
        self.block.parsed.diagnostics.push(read_context::unknown_kind(kind, place, &KINDS, &KINDS));
    }

    fn unknown_fields(&mut self, fields: &YamlFields) {
        for (key, _) in fields {
            let name = self.block.scalar(key).unwrap_or_default();
            if !FIELDS.contains(&name.as_str()) {
                let found = self.finding(&rules::BIBLIOGRAPHY_INVALID, key, format!("unknown field `{name}`"));
                self.block.parsed.diagnostics.push(found.suggest(nearest(&name, FIELDS)));
            }
        }
    }

    fn text(&self, fields: &YamlFields, name: &str) -> Option<String> {
        self.title(fields, name).0.map(|title| title.to_string())
    }

    /// A formattable string and its short form.
    fn title(&self, fields: &YamlFields, name: &str) -> (Option<Title>, Option<Title>) {
        let Some(node) = find(fields, name) else { return (None, None) };
        match &node.value {
            YamlValue::Map(inner) => (self.title(inner, "value").0, self.title(inner, "short").0),
            _ => (self.block.scalar(node).map(|text| braced(&text)).filter(|title| !title.is_empty()), None),
        }
    }

    fn publisher(&self, fields: &YamlFields) -> (Option<String>, Option<String>) {
        match find(fields, "publisher").map(|node| &node.value) {
            Some(YamlValue::Map(inner)) if find(inner, "name").is_some() => {
                (self.text(inner, "name"), self.text(inner, "location"))
            }
            _ => (self.text(fields, "publisher"), None),
        }
    }

    fn people(&self, fields: &YamlFields, name: &str) -> Vec<Name> {
        find(fields, name).map_or_else(Vec::new, |node| self.names(node))
    }

    fn names(&self, node: &YamlNode) -> Vec<Name> {
        match &node.value {
            YamlValue::List(items) => items.iter().filter_map(|item| self.name(item)).collect(),
            _ => self.name(node).into_iter().collect(),
        }
    }

    fn name(&self, node: &YamlNode) -> Option<Name> {
        if let YamlValue::Map(parts) = &node.value {
            let family = self.text(parts, "name")?;
            let given = self.text(parts, "given-name");
            let (particle, suffix) = (self.text(parts, "prefix"), self.text(parts, "suffix"));
            let person = given.is_some() || particle.is_some();
            return Some(if person { Name::Person { family, given, particle, suffix } } else { Name::Body(family) });
        }
        let text = self.block.scalar(node)?;
        let mut parts = text.split(',').map(str::trim);
        let family = parts.next().filter(|family| !family.is_empty())?.to_owned();
        let rest: Vec<_> = parts.filter(|part| !part.is_empty()).map(str::to_owned).collect();
        Some(match <[String; 2]>::try_from(rest) {
            Ok([suffix, given]) => Name::Person { family, given: Some(given), particle: None, suffix: Some(suffix) },
            Err(rest) if rest.is_empty() => Name::Body(family),
            Err(rest) => Name::Person { family, given: rest.into_iter().next(), particle: None, suffix: None },
        })
    }

    fn translators(&self, fields: &YamlFields) -> Vec<Name> {
        let Some(YamlValue::List(groups)) = find(fields, "affiliated").map(|node| &node.value) else {
            return Vec::new();
        };
        let of_role = groups.iter().filter_map(|group| match &group.value {
            YamlValue::Map(group) if self.text(group, "role")?.eq_ignore_ascii_case("translator") => {
                find(group, "names")
            }
            _ => None,
        });
        of_role.flat_map(|names| self.names(names)).collect()
    }

    fn date(&mut self, fields: &YamlFields, name: &str) -> Option<PartialDate> {
        let node = find(fields, name)?;
        let text = self.block.scalar(node)?;
        match date_text::parse(&text) {
            Ok(DateField::Date(date)) => Some(date),
            Ok(_) => None,
            Err(why) => self.fault(&rules::DATE_INVALID, node, format!("`{text}` is not a date: {why}")),
        }
    }

    fn url(&mut self, fields: &YamlFields) {
        let Some(node) = find(fields, "url").filter(|_| self.reference.url.is_none()) else { return };
        let value = match &node.value {
            YamlValue::Map(inner) => {
                let accessed = self.date(inner, "date");
                set(&mut self.reference.accessed, accessed);
                find(inner, "value")
            }
            _ => Some(node),
        };
        let Some((node, text)) = value.and_then(|node| Some((node, self.block.scalar(node)?))) else { return };
        let read = read_context::address(self.block.lines, self.block.range(node), &text);
        self.reference.url = read.map_err(|found| self.block.parsed.diagnostics.push(*found)).ok();
    }

    fn serial_numbers(&mut self, fields: &YamlFields) {
        let Some(node) = find(fields, "serial-number") else { return };
        let YamlValue::Map(numbers) = &node.value else {
            let number = self.block.scalar(node);
            return set(&mut self.reference.number, number);
        };
        for (name, node) in numbers {
            let (name, text) =
                (self.block.scalar(name).unwrap_or_default(), self.block.scalar(node).unwrap_or_default());
            match name.to_lowercase().as_str() {
                "doi" => self.identifier(node, &text, IdentifierField::Doi, |r| &mut r.doi),
                "pmid" => self.identifier(node, &text, IdentifierField::Pmid, |r| &mut r.pmid),
                "pmcid" => self.identifier(node, &text, IdentifierField::Pmcid, |r| &mut r.pmcid),
                "isbn" => set(&mut self.reference.isbn, Some(text)),
                "issn" => set(&mut self.reference.issn, Some(text)),
                "version" => set(&mut self.reference.version, Some(text)),
                "arxiv" => set(&mut self.reference.number, Some(format!("arXiv:{text}"))),
                _ => set(&mut self.reference.number, Some(text)),
            }
        }
    }

    fn identifier(
        &mut self,
        node: &YamlNode,
        text: &str,
        kind: IdentifierField,
        field: impl Fn(&mut Reference) -> &mut Option<String>,
    ) {
        let read = read_context::identifier(self.block.lines, self.block.range(node), text, kind);
        let read = read.map_err(|found| self.block.parsed.diagnostics.push(*found)).ok();
        set(field(&mut self.reference), read);
    }

    fn fault<T>(&mut self, rule: &'static Rule, node: &YamlNode, message: String) -> Option<T> {
        let found = self.finding(rule, node, message);
        self.block.parsed.diagnostics.push(found);
        None
    }

    fn finding(&self, rule: &'static Rule, node: &YamlNode, message: String) -> Diagnostic {
        let place: Location = self.block.lines.locate(self.block.range(node));
        Diagnostic::new(rule, place, message)
    }
}

fn find<'f>(fields: &'f YamlFields, name: &str) -> Option<&'f YamlNode> {
    let is = |key: &YamlNode| matches!(&key.value, YamlValue::Text(text) if text == name);
    fields.iter().find(|(key, _)| is(key)).map(|(_, node)| node)
}

fn parents(node: &YamlNode) -> Vec<&YamlFields> {
    match &node.value {
        YamlValue::List(items) => items.iter().filter_map(map_fields).collect(),
        _ => map_fields(node).into_iter().collect(),
    }
}

fn map_fields(node: &YamlNode) -> Option<&YamlFields> {
    match &node.value {
        YamlValue::Map(fields) => Some(fields),
        _ => None,
    }
}

fn set<T>(field: &mut Option<T>, value: Option<T>) {
    if field.is_none() {
        *field = value;
    }
}

/// Hayagriva's strings: what stands in braces keeps its case, a backslash takes the next character as it is.
fn braced(text: &str) -> Title {
    let mut pieces: Vec<(String, Case)> = vec![(String::new(), Case::Free)];
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '{' => pieces.push((String::new(), Case::Kept)),
            '}' => pieces.push((String::new(), Case::Free)),
            '$' => {}
            _ => {
                let c = if c == '\\' { chars.next().unwrap_or(c) } else { c };
                if let Some((piece, _)) = pieces.last_mut() {
                    piece.push(c);
                }
            }
        }
    }
    markup::from_pieces(pieces.iter().map(|(piece, case)| (piece.as_str(), *case)))
}

fn default_parent(kind: &str) -> &'static str {
    match kind {
        "article" => "periodical",
        "chapter" => "book",
        "entry" => "reference",
        "anthos" => "anthology",
        _ => "misc",
    }
}

fn reference_kind(kind: &str, parent: Option<&str>, has_url: bool) -> ReferenceKind {
    match (kind, parent) {
        ("article", Some("newspaper")) => ReferenceKind::ArticleNewspaper,
        ("article", Some("proceedings" | "conference")) => ReferenceKind::PaperConference,
        ("article" | "web" | "misc" | "post", Some("blog")) => ReferenceKind::Post,
        ("article" | "web" | "misc" | "post", Some("web")) => ReferenceKind::Webpage,
        ("article", _) => ReferenceKind::ArticleJournal,
        ("chapter" | "anthos", _) => ReferenceKind::Chapter,
        ("entry", _) => ReferenceKind::Entry,
        ("book" | "anthology" | "reference" | "proceedings" | "periodical", _) => ReferenceKind::Book,
        ("report", _) => ReferenceKind::Report,
        ("thesis", _) => ReferenceKind::Thesis,
        ("web" | "blog" | "thread" | "post", _) => ReferenceKind::Webpage,
        ("manuscript", _) => ReferenceKind::Manuscript,
        ("legislation" | "case", _) => ReferenceKind::Standard,
        ("video" | "audio" | "scene", _) => ReferenceKind::Video,
        ("repository", _) => ReferenceKind::Software,
        _ if has_url => ReferenceKind::Webpage,
        _ => ReferenceKind::Document,
    }
}
