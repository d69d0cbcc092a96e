//! What the ids in front matter, directives and links are ids of.

use wellpress_site::config::Config;
use wellpress_site::sections::{ContentKind, FieldType, Section};

use crate::yaml_lines::{Segment, last_key};

/// What an id is an id of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdKind {
    /// A source of the library.
    Source,
    /// A page of this kind, a disclaimer or a snippet.
    Kind(ContentKind),
    /// A page of the kind of the file itself.
    SameKind,
    /// A page of any kind.
    AnyPage,
    /// A term of the glossary.
    Term,
    /// A call to action of the settings.
    Call,
}

/// The keys of front matter whose values are ids, wherever they stand. What the keys mean is in the table of front matter; their type,
/// a text, does not say of what they are ids. A test compares the keys with the table.
pub const ID_KEYS: [(&str, IdKind); 21] = [
    ("authors", IdKind::Kind(ContentKind::Person)),
    ("person", IdKind::Kind(ContentKind::Person)),
    ("checked_by", IdKind::Kind(ContentKind::Person)),
    ("by", IdKind::Kind(ContentKind::Person)),
    ("topics", IdKind::Kind(ContentKind::Topic)),
    ("broader", IdKind::Kind(ContentKind::Topic)),
    ("condition", IdKind::Kind(ContentKind::Topic)),
    ("disclaimers", IdKind::Kind(ContentKind::Disclaimer)),
    ("ids", IdKind::Kind(ContentKind::Disclaimer)),
    ("exercises", IdKind::Kind(ContentKind::Exercise)),
    ("exercise", IdKind::Kind(ContentKind::Exercise)),
    ("easier", IdKind::Kind(ContentKind::Exercise)),
    ("harder", IdKind::Kind(ContentKind::Exercise)),
    ("next", IdKind::Kind(ContentKind::Exercise)),
    ("articles", IdKind::Kind(ContentKind::Article)),
    ("references", IdKind::Source),
    ("sources", IdKind::Source),
    ("source", IdKind::Source),
    ("replaced_by", IdKind::SameKind),
    ("see", IdKind::Term),
    ("call_to_action", IdKind::Call),
];

/// What the value at a path of front matter is an id of. Declared fields come first.
#[must_use]
pub fn of_yaml(config: &Config, section: Option<&Section>, path: &[Segment]) -> Option<IdKind> {
    let Some(Segment::Key(first)) = path.first() else { return None };
    let declared = section.and_then(|section| section.fields.iter().find(|field| field.name == *first));
    if let Some(field) = declared {
        return of_field(config, &field.kind);
    }
    let key = last_key(path)?;
    ID_KEYS.iter().find(|(name, _)| *name == key).map(|(_, kind)| *kind)
}

/// What the value at a path of the settings is an id of.
#[must_use]
pub fn of_settings(path: &[Segment]) -> Option<IdKind> {
    let keys: Vec<&str> =
        path.iter().filter_map(|segment| if let Segment::Key(key) = segment { Some(&**key) } else { None }).collect();
    match keys.as_slice() {
        ["featured"] => Some(IdKind::AnyPage),
        ["policies", _] => Some(IdKind::Kind(ContentKind::Page)),
        ["disclaimers", _] | ["disclaimers", "topics", _] => Some(IdKind::Kind(ContentKind::Disclaimer)),
        _ => None,
    }
}

fn of_field(config: &Config, kind: &FieldType) -> Option<IdKind> {
    match kind {
        FieldType::Pages(section) => Some(IdKind::Kind(config.sections[*section].kind)),
        FieldType::Sources => Some(IdKind::Source),
        FieldType::List(entries) | FieldType::Map(entries) => of_field(config, entries),
        _ => None,
    }
}

/// What `#id` of a directive is an id of; `None` if it is the directive's own.
#[must_use]
pub fn of_directive(name: &str) -> Option<IdKind> {
    Some(match name {
        "exercise" => IdKind::Kind(ContentKind::Exercise),
        "programme" => IdKind::Kind(ContentKind::Programme),
        "disclaimer" => IdKind::Kind(ContentKind::Disclaimer),
        "snippet" => IdKind::Kind(ContentKind::Snippet),
        "cta" => IdKind::Call,
        "term" => IdKind::Term,
        _ => return None,
    })
}

/// What the value of an attribute of a directive is an id of.
#[must_use]
pub fn of_attribute(directive: &str, key: &str) -> Option<IdKind> {
    match (directive, key) {
        ("by", "person") | ("quote" | "evidence", "by") => Some(IdKind::Kind(ContentKind::Person)),
        ("video", "exercise") => Some(IdKind::Kind(ContentKind::Exercise)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use wellpress_site::schema::SchemaSubject;

    use super::ID_KEYS;

    #[test]
    fn each_key_is_one_of_the_schemas() {
        let schemas: String = SchemaSubject::all().map(|subject| subject.schema().to_string()).collect();
        for (key, _) in ID_KEYS {
            assert!(schemas.contains(&format!("\"{key}\":{{")), "{key}");
        }
    }
}
