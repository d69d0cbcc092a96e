//! Reads the metadata of a page from its JSON-LD blocks: the article or page object that describes it best. The choice between
//! JSON-LD and other metadata is left to the parent module.

use serde_json::{Value, json};

use wellpress_foundation::text::one_line;

/// The metadata of a page in the terms of CSL.
#[derive(Debug, Default)]
pub(super) struct JsonLdMetadata {
    /// The CSL type, if schema.org's type says more than that this is a page.
    pub(super) csl_type: Option<&'static str>,
    pub(super) title: Option<String>,
    /// Authors as CSL names.
    pub(super) authors: Vec<Value>,
    /// The date of publication, else of the last change, as the page writes it.
    pub(super) date: Option<String>,
    /// Name of the periodical that the article is part of.
    pub(super) journal: Option<String>,
    /// Name of the publisher.
    pub(super) site: Option<String>,
}

/// The types of schema.org that describe a page or its main article, the most specific first, with the CSL type of each.
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

impl JsonLdMetadata {
    /// Reads the blocks of a page; blocks that are no JSON are skipped. A page usually describes itself several times, as
    /// `Article` and as `WebPage`: the most specific object counts that has a title and an author, a date or a publisher.
    pub(super) fn from_blocks(blocks: &[String]) -> Self {
        let mut objects = Vec::new();
        let values: Vec<Value> = blocks.iter().filter_map(|block| serde_json::from_str(block).ok()).collect();
        values.iter().for_each(|value| collect_objects(value, &mut objects));
        let mut descriptions = TYPES.iter().flat_map(|(name, csl_type)| {
            let objects = objects.iter().filter(|object| has_type(object, name));
            objects.map(|object| Self::of(object, *csl_type))
        });
        descriptions.find(Self::is_record).unwrap_or_default()
    }

    fn of(object: &Value, csl_type: Option<&'static str>) -> Self {
        let periodical = Some(&object["isPartOf"]).filter(|work| has_type(work, "Periodical"));
        Self {
            csl_type,
            title: nonempty_line(&object["headline"]).or_else(|| nonempty_line(&object["name"])),
            authors: names(&object["author"]),
            date: nonempty_line(&object["datePublished"]).or_else(|| nonempty_line(&object["dateModified"])),
            journal: periodical.and_then(|work| nonempty_line(&work["name"])),
            site: nonempty_line(&object["publisher"]["name"]),
        }
    }

    fn is_record(&self) -> bool {
        self.title.is_some() && (!self.authors.is_empty() || self.date.is_some() || self.site.is_some())
    }
}

/// Collects the objects at the top, in lists, in graphs, and those that a page declares as its main entity. Objects deeper
/// inside, such as related articles, do not describe the page.
fn collect_objects<'v>(value: &'v Value, objects: &mut Vec<&'v Value>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect_objects(value, objects)),
        Value::Object(object) => {
            objects.push(value);
            (["@graph", "mainEntity"].iter().filter_map(|key| object.get(*key)))
                .for_each(|inner| collect_objects(inner, objects));
        }
        _ => {}
    }
}

/// Whether `@type` is or contains this type, as a bare name, `schema:Article` or `https://schema.org/Article`.
fn has_type(object: &Value, name: &str) -> bool {
    match &object["@type"] {
        Value::Array(types) => types.iter().any(|value| is_type(value, name)),
        single => is_type(single, name),
    }
}

/// Whether a value is the name of this type, with or without its vocabulary.
fn is_type(value: &Value, name: &str) -> bool {
    value.as_str().is_some_and(|text| text.rsplit(['/', ':']).next() == Some(name))
}

fn names(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(values) => values.iter().filter_map(name).collect(),
        single => name(single).into_iter().collect(),
    }
}

fn name(value: &Value) -> Option<Value> {
    if let (Some(family), Some(given)) = (nonempty_line(&value["familyName"]), nonempty_line(&value["givenName"])) {
        return Some(json!({ "family": family, "given": given }));
    }
    let name = nonempty_line(&value["name"]).or_else(|| nonempty_line(value)).filter(|name| !name.contains("://"))?;
    if has_type(value, "Organization") { Some(json!({ "literal": name })) } else { super::person(&name) }
}

fn nonempty_line(value: &Value) -> Option<String> {
    Some(one_line(value.as_str()?)).filter(|line| !line.is_empty())
}
