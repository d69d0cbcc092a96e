//! A web editor for a site: `wellpress new editor`.
//!
//! **Input:** the settings of a site with its sections, fields, languages and directives; the names of its files; its sources; the words of
//! its theme; the package of Sveltia CMS. **Output:** the files of a folder in `static/` that the site publishes: the editor, its configuration ([`configuration`])
//! and a page that opens it ([`page`]). Left to others: what a field is (`wellpress_site::front_matter_fields` and
//! `wellpress_site::schema`), what a directive takes (`wellpress_markdown::directives`), and whether a configuration is behind its site
//! (`wellpress_check`).

pub mod backend;
pub mod collections;
pub mod command;
pub mod components;
pub mod configuration;
pub mod fields;
pub mod folder;
pub mod package;
pub mod page;
pub mod sign_in;
mod sources;
pub mod words;
