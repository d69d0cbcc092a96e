//! One reader per tool: each makes an [`OldSite`] from the files of a source.

mod docusaurus;
mod docx;
mod hugo;
mod jekyll;
mod manubot;
mod markdown_folder;
mod mkdocs;
mod nesting;
mod obsidian;
mod page_keys;
mod path_names;
mod quarto;
mod read_error;
mod settings;
mod shortcodes;
mod wordpress;
mod zola;

use crate::old_site::{FileOrigin, OldSite};
use crate::source_folder::SourceFolder;
use crate::tool::Tool;

pub(crate) use docx::archived_bytes;
pub use docx::{Manuscript, read_manuscript};
pub(crate) use page_keys::{phrases, text_of};
pub use read_error::ReadError;

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

/// The site of files, whose tool they say.
#[cfg(test)]
fn site_of_files(files: &[(&str, &str)]) -> OldSite {
    let memory = wellpress_io::fs::Memory::new();
    let memory = files.iter().fold(memory, |memory, (path, text)| memory.with(format!("/s/{path}"), *text));
    let source = SourceFolder::open(&memory, "/s".as_ref()).unwrap();
    read(Tool::recognise(&source).unwrap(), &source).unwrap()
}
