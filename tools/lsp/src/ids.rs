//! What the ids in front matter, directives and links are ids of, at the places where an editor's cursor stands.

use wellpress_site::config::Config;
pub use wellpress_site::id_kinds::{IdKind, of_attribute, of_directive};
use wellpress_site::id_kinds::{of_field, of_key};
use wellpress_site::sections::{ContentKind, Section};

use crate::yaml_lines::{Segment, last_key};

/// What the value at a path of front matter is an id of. Declared fields come first.
#[must_use]
pub fn of_yaml(config: &Config, section: Option<&Section>, path: &[Segment]) -> Option<IdKind> {
    let Some(Segment::Key(first)) = path.first() else { return None };
    let declared = section.and_then(|section| section.fields.iter().find(|field| field.name == *first));
    match declared {
        Some(field) => of_field(&config.sections, &field.kind),
        None => of_key(last_key(path)?),
    }
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
