//! What the ids in front matter, directives and links are ids of: a table of the keys that hold ids, for whatever completes them or offers
//! a choice of them.

use crate::sections::{ContentKind, FieldType, Sections};

/// What an id is an id of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdKind {
    /// A source of the library.
    Source,
    /// A page of this kind, a disclaimer or a snippet.
    Kind(ContentKind),
    /// A page of the kind of the file itself.
    SameKind,
    /// A page of any kind, which only the settings name.
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

/// What the value of a key of front matter is an id of, at any depth. A key that a section declares is looked up with [`of_field`].
#[must_use]
pub fn of_key(key: &str) -> Option<IdKind> {
    ID_KEYS.iter().find(|(name, _)| *name == key).map(|(_, kind)| *kind)
}

/// What the value of a declared field is an id of.
#[must_use]
pub fn of_field(sections: &Sections, kind: &FieldType) -> Option<IdKind> {
    match kind {
        FieldType::Pages(section) => Some(IdKind::Kind(sections[*section].kind)),
        FieldType::Sources => Some(IdKind::Source),
        FieldType::List(entries) | FieldType::Map(entries) => of_field(sections, entries),
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
