//! The JSON Schema of a section's front matter in, the fields of its form out, in the words of Sveltia CMS. What a field is, is not said
//! here: labels come from titles and keys, hints from descriptions, the rest from types.

use serde_json::{Map, Value, json};

use wellpress_site::config::Config;
use wellpress_site::front_matter_fields::{FrontMatterField, Shown, fields_of, find};
use wellpress_site::id_kinds::{self, IdKind};
use wellpress_site::schema::schema_of_section;
use wellpress_site::sections::{ContentKind, FieldType, Section};

/// The mark of a field whose choices are the sources of the site. The script of the editor fills them in.
pub const CHOICES: &str = "choices";

/// Makes the fields of forms for one section, or for the glossary.
pub struct FieldMaker<'a> {
    /// The settings, for sections and calls to action.
    pub config: &'a Config,
    /// The JSON Schema, in which references lead.
    pub schema: &'a Value,
    /// The section of the pages; the glossary has none.
    pub section: Option<&'a Section>,
}

/// The keys above the text.
const ABOVE_TEXT: &[&str] = &["title", "name", "description"];

/// The keys that most pages have, in the order in which people write them. Those that the settings declare come behind them, and the rare
/// ones last, in the order of the table.
const BELOW_TEXT: &[&str] = &[
    "cautions",
    "stop_if",
    "dose",
    "schedule",
    "key_points",
    "hero",
    "photo",
    "images",
    "video",
    "authors",
    "published",
    "updated",
    "draft",
    "topics",
    "exercises",
    "position",
    "level",
    "kind",
    "equipment",
    "regions",
    "muscles",
    "easier",
    "harder",
    "next",
    "prefix",
    "credentials",
    "job_title",
    "affiliation",
    "links",
    "type",
    "broader",
    "placement",
    "references",
    "disclaimers",
    "related",
    "call_to_action",
];

/// The fields of the front matter of a section.
pub struct FormFields {
    /// Those above the text.
    pub above: Vec<Value>,
    /// Those below it: first what most pages have, then what the settings declare, then the rare ones, of which those come last that no
    /// page shows.
    pub below: Vec<Value>,
}

/// The fields of the front matter of a section, without the text.
#[must_use]
pub fn of_section(config: &Config, section: &Section) -> FormFields {
    let schema = schema_of_section(section);
    let maker = FieldMaker { config, schema: &schema, section: Some(section) };
    let declared: Vec<&str> = section.fields.iter().map(|field| field.name.as_str()).collect();
    let is_placed = |key: &str| ABOVE_TEXT.contains(&key) || BELOW_TEXT.contains(&key);
    let rare = fields_of(section.kind).filter(|field| !is_placed(field.key) && !declared.contains(&field.key));
    let (hidden, shown): (Vec<&FrontMatterField>, Vec<_>) = rare.partition(|field| field.shown == Shown::Hidden);
    let rare = shown.into_iter().chain(hidden).map(|field| field.key);
    let below =
        BELOW_TEXT.iter().filter(|key| !declared.contains(key)).copied().chain(declared.iter().copied()).chain(rare);
    FormFields {
        above: ABOVE_TEXT.iter().filter(|key| !declared.contains(key)).filter_map(|key| maker.top_field(key)).collect(),
        below: below.filter_map(|key| maker.top_field(key)).collect(),
    }
}

/// Other names of keys, which files may have in their place.
#[must_use]
pub fn aliases(kind: ContentKind) -> Map<String, Value> {
    let aliases = fields_of(kind).filter_map(|field| Some((field.alias?.to_owned(), json!(field.key))));
    aliases.collect()
}

/// What a value can be, with references followed and without `null`.
struct Alternatives<'s>(Vec<&'s Value>);

impl<'s> Alternatives<'s> {
    fn of(schema: &'s Value, node: &'s Value) -> Self {
        let mut nodes = Vec::new();
        let mut open = vec![(node, 0)];
        while let Some((node, depth)) = open.pop() {
            // A schema may refer to itself.
            if depth > 8 {
                continue;
            }
            nodes.push(node);
            let pointer = node.get("$ref").and_then(Value::as_str).and_then(|name| name.strip_prefix('#'));
            open.extend(pointer.and_then(|pointer| schema.pointer(pointer)).map(|node| (node, depth + 1)));
            let inner = ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|key| node.get(key)?.as_array());
            let inner: Vec<_> = inner.flatten().map(|node| (node, depth + 1)).collect();
            open.extend(inner.into_iter().rev());
        }
        Self(nodes)
    }

    fn description(&self) -> Option<&'s str> {
        self.0.iter().find_map(|node| node.get("description")?.as_str())
    }

    fn has_type(&self, name: &str) -> bool {
        self.0.iter().any(|node| match node.get("type") {
            Some(Value::String(only)) => only == name,
            Some(Value::Array(names)) => names.iter().any(|other| other == name),
            _ => false,
        })
    }

    fn get(&self, key: &str) -> Option<&'s Value> {
        self.0.iter().find_map(|node| node.get(key))
    }

    /// The words of which the value is one, each with what it means.
    fn words(&self) -> Vec<(&'s str, Option<&'s str>)> {
        let mut words = Vec::new();
        for node in &self.0 {
            let description = node.get("description").and_then(Value::as_str);
            words.extend(node.get("const").and_then(Value::as_str).map(|word| (word, description)));
            let listed = node.get("enum").and_then(Value::as_array).into_iter().flatten();
            words.extend(listed.filter_map(Value::as_str).map(|word| (word, None)));
        }
        words
    }
}

impl FieldMaker<'_> {
    fn top_field(&self, key: &str) -> Option<Value> {
        let node = self.schema["properties"].get(key)?;
        let required = self.schema["required"].as_array().is_some_and(|keys| keys.iter().any(|other| other == key));
        let declared = self.section.and_then(|section| section.fields.iter().find(|field| field.name == key));
        let ids = match declared {
            Some(field) => id_kinds::of_field(&self.config.sections, &field.kind),
            None => id_kinds::of_key(key),
        };
        let mut field = self.field(key, node, ids)?;
        field["required"] = json!(required);
        // What the translations of a page take over is written once.
        let is_inherited =
            self.section.and_then(|section| find(section.kind, key)).is_some_and(|field| field.is_inherited);
        set_translated(&mut field, !is_inherited);
        if declared.is_some_and(|declared| declared.kind == FieldType::Markdown) {
            field["widget"] = json!("text");
        }
        Some(field)
    }

    /// The field of a key; `None` for a value that a form cannot show, such as a map with any keys.
    fn field(&self, key: &str, node: &Value, ids: Option<IdKind>) -> Option<Value> {
        let alternatives = Alternatives::of(self.schema, node);
        let mut field = self.widget(key, &alternatives, ids)?;
        field.insert("name".to_owned(), json!(key));
        field.insert("label".to_owned(), json!(title_of(node).unwrap_or_else(|| label_of(key))));
        field.insert("required".to_owned(), json!(false));
        if let Some(description) = node.get("description").and_then(Value::as_str).or(alternatives.description()) {
            // A form leaves out what is empty, and cannot tell a picture for decoration from one without a text.
            let hint = if key == "alt" {
                "What the picture shows, for those who do not see it. No page is built without it."
            } else {
                description
            };
            field.insert("hint".to_owned(), json!(plain(hint)));
        }
        Some(Value::Object(field))
    }

    fn widget(&self, key: &str, alternatives: &Alternatives<'_>, ids: Option<IdKind>) -> Option<Map<String, Value>> {
        let is_list = alternatives.has_type("array");
        if let Some(mut chosen) = ids.and_then(|kind| self.choice_of_ids(kind)) {
            if is_list {
                chosen["multiple"] = json!(true);
            }
            return object(chosen);
        }
        if is_list {
            return self.list(alternatives.get("items")?);
        }
        if let Some(properties) = alternatives.get("properties") {
            return object(
                json!({"widget": "object", "collapsed": "auto", "fields": self.members(alternatives, properties)}),
            );
        }
        if alternatives.has_type("object") {
            return self.map(alternatives);
        }
        object(scalar(key, alternatives)?)
    }

    /// The fields of a map with known keys.
    pub fn members(&self, alternatives: &impl Members, properties: &Value) -> Vec<Value> {
        let required = alternatives.required();
        // What has to be there comes first, in the order of the type.
        let mut keys: Vec<(&String, &Value)> = properties.as_object().into_iter().flatten().collect();
        keys.sort_by_key(|(key, _)| required.iter().position(|other| other == key).unwrap_or(required.len()));
        let members = keys.into_iter().filter_map(|(key, node)| {
            let mut field = self.field(key, node, id_kinds::of_key(key))?;
            let is_text = field["widget"] == "string";
            if key == "src" && is_text && properties.get("alt").is_some() {
                field["widget"] = json!("image");
            }
            // An empty alternative text is a statement: the picture is decoration.
            field["required"] = json!(required.contains(&key.as_str()) && key != "alt");
            Some(field)
        });
        members.collect()
    }

    fn list(&self, items: &Value) -> Option<Map<String, Value>> {
        let alternatives = Alternatives::of(self.schema, items);
        if let Some(properties) = alternatives.get("properties") {
            let fields = self.members(&alternatives, properties);
            return object(json!({"widget": "list", "collapsed": "auto", "fields": fields}));
        }
        let words = alternatives.words();
        if !words.is_empty() {
            return object(json!({"widget": "select", "multiple": true, "options": options(&words)}));
        }
        let entry = scalar("entry", &alternatives).unwrap_or_else(|| json!({"widget": "string"}));
        let mut entry = object(entry)?;
        entry.extend([("name".to_owned(), json!("entry")), ("label".to_owned(), json!("Entry"))]);
        object(json!({"widget": "list", "field": entry}))
    }

    /// A map with any keys: a form has room for those whose values are texts.
    fn map(&self, alternatives: &Alternatives<'_>) -> Option<Map<String, Value>> {
        let values = alternatives.get("additionalProperties").filter(|values| values.is_object())?;
        let values = Alternatives::of(self.schema, values);
        let is_text = values.has_type("string") && !values.has_type("object") && !values.has_type("array");
        is_text.then(|| object(json!({"widget": "keyvalue"}))).flatten()
    }

    fn choice_of_ids(&self, kind: IdKind) -> Option<Value> {
        let collection = |folder: &str, kind: ContentKind| {
            let shown = if kind == ContentKind::Person { "name" } else { title_key(kind) };
            json!({
                "widget": "relation", "collection": folder, "value_field": "{{slug}}", "display_fields": [shown],
                "search_fields": [shown, "{{slug}}"],
            })
        };
        Some(match kind {
            IdKind::Source => json!({"widget": "select", "options": [], CHOICES: "sources"}),
            IdKind::Kind(kind) => collection(kind.folder(), kind),
            IdKind::SameKind => self.section.map(|section| collection(&section.folder, section.kind))?,
            IdKind::Call => {
                let calls: Vec<&String> = self.config.settings.calls_to_action.keys().collect();
                if calls.is_empty() {
                    return None;
                }
                json!({"widget": "select", "options": calls})
            }
            IdKind::AnyPage | IdKind::Term => return None,
        })
    }
}

/// What a map with known keys requires.
pub trait Members {
    /// The keys that must be there.
    fn required(&self) -> Vec<&str>;
}

impl Members for Alternatives<'_> {
    fn required(&self) -> Vec<&str> {
        self.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
    }
}

impl Members for &[&str] {
    fn required(&self) -> Vec<&str> {
        self.to_vec()
    }
}

/// The key by which people know the pages of a kind.
#[must_use]
pub fn title_key(kind: ContentKind) -> &'static str {
    let key = ["title", "name"].into_iter().find(|key| find(kind, key).is_some());
    key.unwrap_or("description")
}

/// Says of a field and of the fields in it whether each translation has a value of its own.
fn set_translated(field: &mut Value, is_translated: bool) {
    field["i18n"] = json!(is_translated);
    if let Some(Value::Array(fields)) = field.get_mut("fields") {
        fields.iter_mut().for_each(|field| set_translated(field, is_translated));
    }
    if let Some(entry) = field.get_mut("field") {
        set_translated(entry, is_translated);
    }
}

fn object(value: Value) -> Option<Map<String, Value>> {
    if let Value::Object(map) = value { Some(map) } else { None }
}

/// A field for one value.
fn scalar(key: &str, alternatives: &Alternatives<'_>) -> Option<Value> {
    let words = alternatives.words();
    if !words.is_empty() {
        return Some(json!({"widget": "select", "options": options(&words)}));
    }
    if alternatives.get("format").is_some_and(|format| format == "date") {
        return Some(json!({"widget": "datetime", "type": "date", "format": "YYYY-MM-DD"}));
    }
    if alternatives.has_type("string") {
        let widget = if is_long(key) { "text" } else { "string" };
        let pattern = alternatives.get("pattern").and_then(Value::as_str).filter(|pattern| is_for_browsers(pattern));
        return Some(match pattern {
            Some(pattern) => json!({"widget": widget, "pattern": [pattern, "see the hint for what belongs here"]}),
            None => json!({"widget": widget}),
        });
    }
    for (name, value_type) in [("integer", "int"), ("number", "float")] {
        if alternatives.has_type(name) {
            return Some(json!({"widget": "number", "value_type": value_type}));
        }
    }
    alternatives.has_type("boolean").then(|| json!({"widget": "boolean"}))
}

/// Whether browsers read a pattern as the settings do. Flags in it, and what has no `u` flag there, are left to `check`.
fn is_for_browsers(pattern: &str) -> bool {
    let mut groups = pattern.match_indices("(?").map(|(at, _)| &pattern[at + 2..]);
    groups.all(|group| group.starts_with([':', '=', '!']))
        && !["\\A", "\\z", "\\Z", "\\p", "\\P", "\\h", "[["].iter().any(|part| pattern.contains(part))
}

/// Texts of a sentence or more get a higher box.
fn is_long(key: &str) -> bool {
    ["description", "definition", "advice", "entry", "alt", "caption", "reason", "was", "now", "note"].contains(&key)
}

fn options(words: &[(&str, Option<&str>)]) -> Vec<Value> {
    let option = |(word, description): &(&str, Option<&str>)| match description {
        Some(description) => json!({"value": word, "label": format!("{word}: {}", plain(description))}),
        None => json!({"value": word, "label": word}),
    };
    words.iter().map(option).collect()
}

/// What people call a value, if its key does not say it.
fn title_of(node: &Value) -> Option<String> {
    node.get("title").and_then(Value::as_str).map(str::to_owned)
}

/// The title of a key in a type of the front matter of a kind, such as `alt` of `Picture`.
#[must_use]
pub fn title_in(schema: &Value, name: &str, key: &str) -> Option<String> {
    title_of(&schema["$defs"][name]["properties"][key])
}

/// A key as words: `call_to_action` is "Call to action".
#[must_use]
pub fn label_of(key: &str) -> String {
    let words = key.replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A description without the marks of its notation, which hints show as they are.
fn plain(description: &str) -> String {
    let one_line = description.split_whitespace().collect::<Vec<_>>().join(" ");
    // A link of the code to a type, such as [`Config`](crate::config::Config).
    let mut text = String::new();
    let mut rest = one_line.as_str();
    while let Some(start) = rest.find("](crate::") {
        text.push_str(&rest[..start]);
        rest = rest[start..].split_once(')').map_or("", |(_, behind)| behind);
    }
    (text + rest).replace(['`', '['], "").replace(']', "")
}

#[cfg(test)]
mod tests {
    use super::{is_for_browsers, label_of, plain};

    #[test]
    fn patterns_that_browsers_read_otherwise_are_left_out() {
        assert!(
            is_for_browsers("^(?:[0-9 ]+)$")
                && !is_for_browsers("(?i)a")
                && !is_for_browsers(r"^\p{Lu}")
                && !is_for_browsers("(?P<a>b)")
        );
    }

    #[test]
    fn labels_and_hints_are_words() {
        assert_eq!(label_of("call_to_action"), "Call to action");
        assert_eq!(
            plain("As far as it differs from [`A`](crate::a::A), such as `x`."),
            "As far as it differs from A, such as x."
        );
    }
}
