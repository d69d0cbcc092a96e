//! Reads the JSON Schema of a file of authors: which keys and values can stand at a path of its YAML, with their descriptions.

use serde_json::Value;

use crate::yaml_lines::Segment;

/// A key that a map can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaKey {
    /// The key.
    pub name: String,
    /// What it is.
    pub description: String,
    /// The types of its value in the words of the schema.
    pub types: String,
    /// Whether its value is a map or a list, which begins on the next line.
    pub is_collection: bool,
    /// Whether the map has to have it.
    pub is_required: bool,
}

/// A word that a value can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaWord {
    /// The word.
    pub word: String,
    /// What it means.
    pub description: String,
}

/// The keys of the map at a path; those that it has to have come first.
#[must_use]
pub fn keys(schema: &Value, path: &[Segment]) -> Vec<SchemaKey> {
    let maps = nodes(schema, path);
    let mut keys: Vec<SchemaKey> = Vec::new();
    for map in maps {
        let required: Vec<&str> =
            map.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let properties = map.get("properties").and_then(Value::as_object).into_iter().flatten();
        keys.extend(properties.map(|(name, property)| key(schema, name, property, required.contains(&&**name))));
    }
    keys.sort_by_key(|key| !key.is_required);
    keys
}

/// The key at a path.
#[must_use]
pub fn find_key(schema: &Value, path: &[Segment], name: &str) -> Option<SchemaKey> {
    keys(schema, path).into_iter().find(|key| key.name == name)
}

fn key(schema: &Value, name: &str, property: &Value, is_required: bool) -> SchemaKey {
    let alternatives = alternatives(schema, property);
    let own = property.get("description").and_then(Value::as_str);
    let description = own.or_else(|| alternatives.iter().find_map(|node| node.get("description")?.as_str()));
    let declared_label = property.get("title").and_then(Value::as_str);
    let mut types: Vec<&str> =
        alternatives.iter().flat_map(|node| types(node)).filter(|name| *name != "null").collect();
    types.dedup();
    let is_collection = !types.is_empty() && types.iter().all(|name| matches!(*name, "object"));
    SchemaKey {
        name: name.to_owned(),
        description: description.or(declared_label).unwrap_or_default().to_owned(),
        types: types.join(", "),
        is_collection,
        is_required,
    }
}

fn types(node: &Value) -> Vec<&str> {
    match node.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The words that the value at a path can be.
#[must_use]
pub fn words(schema: &Value, path: &[Segment]) -> Vec<SchemaWord> {
    let word = |value: &Value, description: &str| match value {
        Value::String(word) => Some(SchemaWord { word: word.clone(), description: description.to_owned() }),
        Value::Bool(word) => Some(SchemaWord { word: word.to_string(), description: description.to_owned() }),
        _ => None,
    };
    let mut words = Vec::new();
    for node in nodes(schema, path) {
        let description = node.get("description").and_then(Value::as_str).unwrap_or_default();
        words.extend(node.get("const").and_then(|value| word(value, description)));
        let listed = node.get("enum").and_then(Value::as_array).into_iter().flatten();
        words.extend(listed.filter_map(|value| word(value, "")));
        // A text may also be written as a number or as `true`; only a value that is nothing else is a choice of two.
        if types(node).iter().all(|name| matches!(*name, "boolean" | "null")) && !types(node).is_empty() {
            words
                .extend(["true", "false"].map(|word| SchemaWord { word: word.to_owned(), description: String::new() }));
        }
    }
    words
}

/// Whether the value at a path is a day.
#[must_use]
pub fn is_date(schema: &Value, path: &[Segment]) -> bool {
    nodes(schema, path).iter().any(|node| node.get("format").is_some_and(|format| format == "date"))
}

/// What can stand at a path, each alternative as one node.
fn nodes<'s>(schema: &'s Value, path: &[Segment]) -> Vec<&'s Value> {
    let mut current = alternatives(schema, schema);
    for segment in path {
        let next = current.iter().filter_map(|node| match segment {
            Segment::Key(key) => node
                .get("properties")
                .and_then(|keys| keys.get(key))
                .or_else(|| node.get("additionalProperties"))
                .filter(|node| node.is_object()),
            Segment::Item => node.get("items"),
        });
        let next: Vec<&Value> = next.collect();
        current = next.into_iter().flat_map(|node| alternatives(schema, node)).collect();
    }
    current
}

/// A node with its references followed and its alternatives divided.
fn alternatives<'s>(schema: &'s Value, node: &'s Value) -> Vec<&'s Value> {
    let mut found = Vec::new();
    let mut open = vec![(node, 0)];
    while let Some((node, depth)) = open.pop() {
        // A schema may refer to itself.
        if depth > 8 {
            continue;
        }
        found.push(node);
        if let Some(pointer) = node.get("$ref").and_then(Value::as_str).and_then(|name| name.strip_prefix('#')) {
            open.extend(schema.pointer(pointer).map(|node| (node, depth + 1)));
        }
        for key in ["anyOf", "oneOf", "allOf"] {
            let nodes = node.get(key).and_then(Value::as_array).into_iter().flatten();
            open.extend(nodes.rev().map(|node| (node, depth + 1)));
        }
    }
    found
}
