//! One reader per tool: each makes an [`OldSite`] from the files of a source.

mod docusaurus;
mod docx;
mod hugo;
mod jekyll;
mod manubot;
mod markdown_folder;
mod mkdocs;
mod page_keys;
mod quarto;
mod shortcodes;
mod wordpress;
mod zola;

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

use serde_json::{Map, Value};
use thiserror::Error;

use wellpress_foundation::Day;

use crate::old_site::{FileOrigin, OldPerson, OldSite};
use crate::source_folder::SourceFolder;
use crate::tool::Tool;

pub(crate) use docx::archived_bytes;
pub use docx::{Manuscript, read_manuscript};
use page_keys::first_text;

/// Why a source cannot be read at all. A single page that cannot be read is no such error, but listed in the log.
#[derive(Debug, Error)]
pub enum ReadError {
    /// A file that the reader needs is missing or cannot be read.
    #[error("cannot read `{path}`: {source}")]
    File {
        /// The file, relative to the source.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// A file is not what its name says.
    #[error("`{path}` is no {expected}: {why}")]
    Format {
        /// The file, relative to the source.
        path: String,
        /// What it should be, such as "WXR file".
        expected: &'static str,
        /// Why it is not.
        why: String,
    },
    /// There is no page in the source.
    #[error("there is no page of {0} in the source")]
    NoPages(&'static str),
}

/// Reads a source as a site of this tool.
///
/// # Errors
/// See [`ReadError`].
pub fn read(tool: Tool, source: &SourceFolder<'_>) -> Result<OldSite, ReadError> {
    let mut site = match tool {
        Tool::Hugo => hugo::read(source),
        Tool::Jekyll => jekyll::read(source),
        Tool::Zola => zola::read(source),
        Tool::MkDocs => mkdocs::read(source),
        Tool::Quarto => quarto::read(source),
        Tool::Docusaurus => docusaurus::read(source),
        Tool::Manubot => manubot::read(source),
        Tool::WordPress => wordpress::read(source),
        Tool::Docx => docx::read(source),
        Tool::Markdown => markdown_folder::read(source),
    }?;
    find_libraries(&mut site);
    Ok(site)
}

/// Files of sources that lie among the pages.
fn find_libraries(site: &mut OldSite) {
    site.published_files.retain(|address, origin| match origin {
        FileOrigin::Source(path) if is_library(address) => {
            site.libraries.push(path.clone());
            false
        }
        _ => true,
    });
    site.libraries.sort();
    site.libraries.dedup();
}

fn is_library(address: &str) -> bool {
    [".bib", ".ris", ".nbib"].iter().any(|ending| address.ends_with(ending))
}

/// Authors in a file of data, by the words that pages name them with. Their addresses stay behind.
fn people(source: &SourceFolder<'_>, path: &str, site: &mut OldSite) {
    let Some(Ok(authors)) = source.text(path).ok().map(|text| crate::front_matter::yaml(&text)) else { return };
    for (key, author) in authors {
        let Value::Object(author) = author else { continue };
        let Some(name) = first_text(&author, &["name", "display_name"]) else { continue };
        let links = first_text(&author, &["uri", "home", "url", "web"]).into_iter().collect();
        let biography = first_text(&author, &["bio", "about", "description"]).unwrap_or_default();
        let job_title = first_text(&author, &["title", "role"]);
        site.people.push(OldPerson { key, name, links, text: biography, job_title, ..OldPerson::default() });
    }
}

/// A text of the settings of a tool.
fn setting(config: &Map<String, Value>, key: &str) -> Option<String> {
    config.get(key).and_then(page_keys::text_of)
}

/// The first of these files, as a map in YAML, TOML or JSON.
fn settings_file(source: &SourceFolder<'_>, names: &[&str]) -> Result<Map<String, Value>, ReadError> {
    let path = names.iter().find(|name| source.has(name)).copied().unwrap_or(names[0]);
    let text = source.text(path).map_err(|source| ReadError::File { path: path.to_owned(), source })?;
    let parsed = match path.rsplit('.').next() {
        Some("toml") => crate::front_matter::toml(&text),
        Some("json") => serde_json::from_str(&text).map_err(|error| error.to_string()),
        _ => crate::front_matter::yaml(&text),
    };
    parsed.map_err(|why| ReadError::Format { path: path.to_owned(), expected: "configuration", why })
}

/// Whether a path fits a pattern with stars, or lies in the folder that it names.
fn fits(pattern: &str, path: &str) -> bool {
    let pattern = pattern.trim_start_matches("./").trim_start_matches('/');
    let folder = pattern.trim_end_matches('/');
    if path == folder || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')) {
        return true;
    }
    let mut parts = pattern.split('*').filter(|part| !part.is_empty());
    if !pattern.contains('*') {
        return false;
    }
    let (mut rest, mut is_first) = (path, !pattern.starts_with('*'));
    let fits_parts = parts.all(|part| {
        let part = if rest == path { part.trim_start_matches('/') } else { part };
        let Some(at) = rest.find(part).filter(|at| !is_first || *at == 0) else { return false };
        (rest, is_first) = (&rest[at + part.len()..], false);
        true
    });
    fits_parts && (rest.is_empty() || pattern.ends_with('*'))
}

/// A name such as `neck.es`, if `es` is a language of the site.
fn language_of_name(name: &str, languages: &BTreeMap<String, String>) -> (String, Option<String>) {
    match name.rsplit_once('.') {
        Some((name, tag)) if languages.contains_key(tag) => (name.to_owned(), Some(tag.to_owned())),
        _ => (name.to_owned(), None),
    }
}

/// The date at the start of a name such as `2024-03-05-neck`, and the rest.
fn date_in_name(name: &str) -> (Option<Day>, String) {
    let date = name.get(..10).and_then(Day::parse);
    match (date, name.get(10..).and_then(|rest| rest.strip_prefix(['-', '_']))) {
        (Some(day), Some(rest)) if !rest.is_empty() => (Some(day), rest.to_owned()),
        _ => (None, name.to_owned()),
    }
}

/// A part of a written day, such as `0..4` for the year. It is empty if there is no day.
fn part_of_day(day: &str, range: Range<usize>) -> String {
    day.get(range).unwrap_or_default().to_owned()
}
