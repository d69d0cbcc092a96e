//! Parses the Markdown of health articles into a flat list of nodes with places in the source.
//!
//! Input is a text and the callouts of a site's settings. Output is a [`body::Body`] with CommonMark and its
//! extensions, citations (`[@key, p. 3]`) and directives (`:::caution`, `:term[..]`), and findings with their places.
//!
//! Each text is parsed on its own. Whether a key, an id or a path exists, and how it is shown, is left to the caller.
//!
//! Start with [`parser::parse`] and [`body::Body`]. [`walk`] reads the words of a body; [`directives::DirectiveKind`] is
//! declared with the table of directives.

mod address;
pub mod body;
pub mod citations;
pub mod directives;
pub mod extensions;
pub mod foreign_notations;
mod heading_ids;
pub mod inclusion;
pub mod language;
mod manual_reference;
pub mod nodes;
pub mod parser;
pub mod reference_list;
pub mod safe_html;
pub mod variables;
pub mod walk;

pub use address::{behind_link_scheme, is_safe_address};

/// Compiles and runs the example of the README as a doc test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExample;
