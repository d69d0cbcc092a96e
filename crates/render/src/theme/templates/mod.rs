//! What templates may name, what they use of each other, and what their errors mean to the author of a theme.

pub(crate) mod errors;
pub mod functions;
pub(crate) mod markdown_filter;
mod page_selection;
pub(crate) mod uses;
