//! Reads the metadata of a page from its JSON-LD blocks: the article or page object that describes it best, completed by the
//! others. The choice between JSON-LD and other metadata is left to the parent module.

use serde_json::{Value, json};

use wellpress_bibliography::identifier;
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
    pub(super) doi: Option<String>,
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
    /// `Article` and as `WebPage`. The most specific object gives the record; title, date, publisher and authors that it lacks
    /// come from the others. Type, journal and DOI do not: they may belong to an article that the page only mentions.
    pub(super) fn from_blocks(blocks: &[String]) -> Self {
        let mut objects = Vec::new();
        let values: Vec<Value> = blocks.iter().filter_map(|block| serde_json::from_str(block).ok()).collect();
        values.iter().for_each(|value| collect_objects(value, &mut objects));
        let descriptions = TYPES.iter().filter_map(|(name, csl_type)| {
            let object = objects.iter().find(|object| has_type(object, name))?;
            Some(Self::of(object, *csl_type, &objects))
        });
        descriptions.reduce(Self::completed_by).unwrap_or_default()
    }

    fn of(object: &Value, csl_type: Option<&'static str>, objects: &[&Value]) -> Self {
        // An article is part of a periodical, or of a volume or issue that is part of one.
        let part_of = resolve_id(&object["isPartOf"], objects);
        let volume_of =
            if has_type(part_of, "Periodical") { part_of } else { resolve_id(&part_of["isPartOf"], objects) };
        Self {
            csl_type,
            title: nonempty_line(&object["headline"]).or_else(|| nonempty_line(&object["name"])),
            authors: names(&object["author"], objects),
            date: nonempty_line(&object["datePublished"]).or_else(|| nonempty_line(&object["dateModified"])),
            journal: nonempty_line(&volume_of["name"]).filter(|_| has_type(volume_of, "Periodical")),
            site: nonempty_line(&resolve_id(&object["publisher"], objects)["name"]),
            // Publishers put the DOI into any of these.
            doi: [&object["identifier"], &object["@id"], &object["sameAs"]].into_iter().find_map(doi),
        }
    }

    fn completed_by(self, less_specific: Self) -> Self {
        let authors = if self.authors.is_empty() { less_specific.authors } else { self.authors };
        Self {
            title: self.title.or(less_specific.title),
            date: self.date.or(less_specific.date),
            site: self.site.or(less_specific.site),
            authors,
            ..self
        }
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
    let is_name = |value: &Value| value.as_str().is_some_and(|text| text.rsplit(['/', ':']).next() == Some(name));
    match &object["@type"] {
        Value::Array(types) => types.iter().any(is_name),
        single => is_name(single),
    }
}

/// Follows a reference by `@id` to the object that has the name; other values are returned as they are.
fn resolve_id<'v>(value: &'v Value, objects: &[&'v Value]) -> &'v Value {
    let value = value.as_array().and_then(|values| values.first()).unwrap_or(value);
    let has_name = value.get("name").is_some();
    let Some(id) = value.get("@id").filter(|_| !has_name) else { return value };
    let with_id = |object: &&&Value| object.get("@id") == Some(id) && object.get("name").is_some();
    objects.iter().find(with_id).copied().unwrap_or(value)
}

fn names(value: &Value, objects: &[&Value]) -> Vec<Value> {
    match value {
        Value::Array(values) => values.iter().filter_map(|value| name(resolve_id(value, objects))).collect(),
        single => name(resolve_id(single, objects)).into_iter().collect(),
    }
}

fn name(value: &Value) -> Option<Value> {
    if let (Some(family), Some(given)) = (nonempty_line(&value["familyName"]), nonempty_line(&value["givenName"])) {
        return Some(json!({ "family": family, "given": given }));
    }
    let name = nonempty_line(&value["name"]).or_else(|| nonempty_line(value)).filter(|name| !name.contains("://"))?;
    if has_type(value, "Organization") {
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

fn nonempty_line(value: &Value) -> Option<String> {
    Some(one_line(value.as_str()?)).filter(|line| !line.is_empty())
}
