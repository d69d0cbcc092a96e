//! A language server: `wellpress lsp`.
//!
//! **Input:** the messages of an editor with its unsaved texts, and the sites that they are in. **Output:** findings, completions, hovers,
//! places, edits. It runs the stages of the pipeline in a session, as the preview does ([`checker`]), keeps the site that they leave
//! ([`site_view`]), and answers from it. Left to others: what is checked (`wellpress_check`), and the stages (`wellpress_build`).
//!
//! What a field of front matter is comes from its JSON Schema, and what a directive takes from the table of directives, so that nothing
//! is described twice.

pub mod checker;
pub mod command;
pub mod documents;
pub mod findings;
pub mod positions;
pub mod server;
pub mod site_state;
pub mod site_view;
pub mod transport;

mod actions;
mod capabilities;
mod completion;
mod cursor;
mod descriptions;
mod entities;
mod format;
mod hover;
mod ids;
mod places;
mod rename;
mod requests;
mod schema_keys;
mod symbols;
mod uris;
mod yaml_lines;
