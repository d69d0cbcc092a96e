//! Markdown of health articles as a flat list of nodes with places in the source.
//!
//! Input: a text, and the callouts of a site's settings. Output: a [`body::Body`] with CommonMark and its extensions,
//! citation marks (`[@key, p. 3]`) and directives (`:::caution`, `:term[..]`), and findings with their places.
//!
//! Each text is parsed on its own. Whether a key, an id or a path exists, and what is
//! shown of it, is left to the caller.

mod address;
pub mod body;
pub mod citations;
pub mod directives;
mod heading_ids;
pub mod ids;
pub mod nodes;
pub mod parser;
pub mod reference_list;
pub mod walk;

pub use address::is_safe_address;

/// The example of the README is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExample;
