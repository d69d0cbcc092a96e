//! What a page's JSON-LD says of the page: of everything in it, the first thing that is an article or a page.

use serde_json::{Value, json};

use wellpress_bibliography::identifier;

/// What JSON-LD says of the page.
#[derive(Debug, Default)]
pub(super) struct Described {
    /// CSL's word for what it is, where that is more than a page.
    pub(super) kind: Option<&'static str>,
    /// Its headline or name.
    pub(super) title: Option<String>,
    /// Who wrote it, as CSL names.
    pub(super) authors: Vec<Value>,
    /// When it was published, else changed.
    pub(super) date: Option<String>,
    /// The periodical that it is part of.
    pub(super) journal: Option<String>,
    /// Who publishes it.
    pub(super) site: Option<String>,
    /// Its DOI.
    pub(super) doi: Option<String>,
}

/// Types of things that are the page or what it is about, the more telling first, with CSL's word.
const TYPES: [(&str, Option<&str>); 8] = [
    ("MedicalScholarlyArticle", Some("article-journal")),
    ("ScholarlyArticle", Some("article-journal")),
    ("NewsArticle", Some("article-newspaper")),
    ("Report", Some("report")),
    ("BlogPosting", None),
    ("Article", None),
    ("MedicalWebPage", None),
    ("WebPage", None),
];

impl Described {
    /// In these blocks; what is no JSON is passed over.
    pub(super) fn find(blocks: &[String]) -> Self {
        let mut things = Vec::new();
        let values: Vec<Value> = blocks.iter().filter_map(|block| serde_json::from_str(block).ok()).collect();
        values.iter().for_each(|value| collect(value, &mut things));
        let of_type = |(name, kind): &(&str, Option<&'static str>)| {
            let thing = things.iter().find(|thing| is_a(thing, name))?;
            Some((*thing, *kind))
        };
        let mut found = TYPES.iter().filter_map(of_type).map(|(thing, kind)| Self::of(thing, kind, &things));
        let Some(mut first) = found.next() else { return Self::default() };
        for other in found {
            first.fill_in(other);
        }
        first
    }

    fn of(thing: &Value, kind: Option<&'static str>, things: &[&Value]) -> Self {
        let part_of = look_up(&thing["isPartOf"], things);
        let volume_of = if is_a(part_of, "Periodical") { part_of } else { look_up(&part_of["isPartOf"], things) };
        Self {
            kind,
            title: text(&thing["headline"]).or_else(|| text(&thing["name"])),
            authors: names(&thing["author"], things),
            date: text(&thing["datePublished"]).or_else(|| text(&thing["dateModified"])),
            journal: text(&volume_of["name"]).filter(|_| is_a(volume_of, "Periodical")),
            site: text(&look_up(&thing["publisher"], things)["name"]),
            doi: [&thing["identifier"], &thing["@id"], &thing["sameAs"]].into_iter().find_map(doi),
        }
    }

    /// What it does not say itself, another says.
    fn fill_in(&mut self, other: Self) {
        self.title = self.title.take().or(other.title);
        self.date = self.date.take().or(other.date);
        self.site = self.site.take().or(other.site);
        if self.authors.is_empty() {
            self.authors = other.authors;
        }
    }
}

/// Everything at the top, in lists, in graphs, and what pages are about.
fn collect<'v>(value: &'v Value, things: &mut Vec<&'v Value>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, things)),
        Value::Object(thing) => {
            things.push(value);
            ["@graph", "mainEntity"].iter().filter_map(|key| thing.get(*key)).for_each(|inner| collect(inner, things));
        }
        _ => {}
    }
}

fn is_a(thing: &Value, name: &str) -> bool {
    let is_it = |value: &Value| value.as_str().is_some_and(|own| own.rsplit(['/', ':']).next() == Some(name));
    match &thing["@type"] {
        Value::Array(types) => types.iter().any(is_it),
        single => is_it(single),
    }
}

/// The thing itself, where only its id stands.
fn look_up<'v>(value: &'v Value, things: &[&'v Value]) -> &'v Value {
    let value = value.as_array().and_then(|values| values.first()).unwrap_or(value);
    let has_name = value.get("name").is_some();
    let Some(id) = value.get("@id").filter(|_| !has_name) else { return value };
    things.iter().find(|thing| thing.get("@id") == Some(id) && thing.get("name").is_some()).copied().unwrap_or(value)
}

fn names(value: &Value, things: &[&Value]) -> Vec<Value> {
    match value {
        Value::Array(values) => values.iter().filter_map(|value| name(look_up(value, things))).collect(),
        single => name(look_up(single, things)).into_iter().collect(),
    }
}

fn name(value: &Value) -> Option<Value> {
    if let (Some(family), Some(given)) = (text(&value["familyName"]), text(&value["givenName"])) {
        return Some(json!({ "family": family, "given": given }));
    }
    let name = text(&value["name"]).or_else(|| text(value)).filter(|name| !name.contains("://"))?;
    if is_a(value, "Organization") {
        Some(json!({ "literal": name }))
    } else {
        super::person(super::without_credentials(&name))
    }
}

fn doi(value: &Value) -> Option<String> {
    match value {
        Value::Array(values) => values.iter().find_map(doi),
        Value::Object(value) => doi(value.get("value")?),
        single => single.as_str().and_then(identifier::doi),
    }
}

fn text(value: &Value) -> Option<String> {
    let folded = value.as_str()?.split_whitespace().collect::<Vec<_>>().join(" ");
    (!folded.is_empty()).then_some(folded)
}
