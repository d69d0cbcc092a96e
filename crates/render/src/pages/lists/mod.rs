//! The pages that list others: sections, the members of a topic, the glossary, corrections and the search.

pub mod corrections;
pub mod exercise_filters;
pub(crate) mod filter_lists;
pub mod glossary;
pub mod members;
pub mod pagination;
pub(crate) mod regions;
pub mod search;
pub(crate) mod search_address;
pub mod sections;
