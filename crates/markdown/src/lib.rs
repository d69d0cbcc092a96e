//! Markdown of health articles in, a [`body::Body`] out: CommonMark with tables and footnotes, directives
//! (`:::caution`, `:dose[..]`) and citation marks (`[@key, p. 3]`), as a flat list of nodes with their places in the source.
//!
//! One text is parsed on its own. Whether a key, an id or a path exists is for the caller.

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
