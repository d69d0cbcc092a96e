//! The short label of a source that some styles use as its mark: `Doe99`, `DoRo05`.

use crate::item::{Item, Name};
use crate::variables::{Variable, VariableKind};

/// The label that the source has, or one made of its first names and its year.
pub(crate) fn citation_label(item: &Item<'_>) -> String {
    if let Some(label) = item.text(Variable::CitationLabel) {
        return label.to_owned();
    }
    let roles = || Variable::ALL.iter().filter(|variable| variable.kind() == VariableKind::Names);
    let author = Some(item.names(Variable::Author)).filter(|names| !names.is_empty());
    let names =
        author.or_else(|| roles().map(|role| item.names(*role)).find(|names| !names.is_empty())).unwrap_or_default();
    let length = match names.len() {
        1 => 4,
        2 | 3 => 2,
        _ => 1,
    };
    let mut label: String = names.iter().take(4).flat_map(|name| start_of(name, length).collect::<Vec<_>>()).collect();
    if label.is_empty() {
        label.push_str("Xyz");
    }
    if let Some(date) = item.date(Variable::Issued).and_then(|date| date.start) {
        label.push_str(&format!("{:02}", date.year.rem_euclid(100)));
    }
    label
}

fn start_of(name: &Name<'_>, length: usize) -> impl Iterator<Item = char> {
    let family = if name.is_literal() { &name.literal } else { &name.family };
    family.chars().take(length).collect::<Vec<_>>().into_iter()
}
