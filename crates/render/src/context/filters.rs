//! [`Filter`]: the filters above a list, their values, and the values of a card.

use schemars::JsonSchema;
use serde::Serialize;

/// The values of a card for one of the filters of its list, for data attributes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FilterValues {
    /// The filter: `region`, `position`, `equipment` or `level`.
    pub id: &'static str,
    /// The values, each on a line of its own.
    pub values: String,
}

/// A filter above a list of exercises.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Filter {
    /// Name in data attributes, scripts and addresses: `region`, `position`, `equipment` or `level`.
    pub id: &'static str,
    /// Name in the page's language.
    pub label: String,
    /// The values to choose from, sorted, each with its number of exercises.
    pub facets: Vec<Facet>,
}

/// A value by which a list can be filtered.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Facet {
    /// The value in data attributes and addresses.
    pub value: String,
    /// The value as readers see it.
    pub label: String,
    /// How many entries of the list have it.
    pub count: usize,
}
