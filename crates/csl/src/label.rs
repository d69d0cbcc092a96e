//! The short label of a source that some styles use as its mark: `Doe99`, `DoRo05`.

use crate::item::{Item, Name};
use crate::variables::{Variable, VariableKind};

/// The label that the source has, or one made of its first names and its year.
pub(crate) fn citation_label(item: &Item<'_>) -> String {
    if let Some(label) = item.text(Variable::CitationLabel) {
        return label.to_owned();
    }
    let roles = Variable::ALL.iter().copied().filter(|variable| variable.kind() == VariableKind::Names);
    // The author is the first role.
    let mut lists = roles.map(|role| item.names(role));
    let names = lists.find(|names| !names.is_empty()).unwrap_or_default();
    let length = match names.len() {
        1 => 4,
        2 | 3 => 2,
        _ => 1,
    };
    let mut label: String = names
        .iter()
        .filter(|name| !name.is_others())
        .take(4)
        .flat_map(|name| family(name).chars().take(length))
        .collect();
    if label.is_empty() {
        label.push_str("Xyz");
    }
    if let Some(date) = item.date(Variable::Issued).and_then(|date| date.start) {
        label.push_str(&format!("{:02}", date.year.rem_euclid(100)));
    }
    label
}

fn family<'a>(name: &'a Name<'_>) -> &'a str {
    if name.is_literal() { &name.literal } else { &name.family }
}
