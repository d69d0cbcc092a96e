//! Reads a WXR file, as WordPress exports a site.
//!
//! What people sent or signed in with stays behind: comments, logins, addresses, passwords, orders and records of forms.

mod menu;
mod page;
mod plugins;
mod shortcodes;
mod text;
mod wxr;

use crate::old_site::{OldSite, OldSnippet};
use crate::readers::read_error::ReadError;
use crate::source_folder::SourceFolder;

use page::Pages;
use wxr::{Export, Items, Record};

/// Reads all exports of a source as one site. WordPress divides large exports into several files.
///
/// # Errors
/// When a file is no export, or of another site than the first one, or none has a page.
pub(crate) fn read(source: &SourceFolder<'_>) -> Result<OldSite, ReadError> {
    let mut export = Export::default();
    let mut paths: Vec<&str> =
        source.files().filter(|path| source.single_file().is_some() || is_export(source, path)).collect();
    // The largest first: of the exports of two sites, it is the one that is meant.
    paths.sort_by_key(|path| std::cmp::Reverse(source.size(path)));
    for path in paths {
        let site = export.channel.field("wp:base_blog_url").to_owned();
        if !source.starts_with(path, &site) {
            export.log.left("export of another site", path, "an import of its own");
            continue;
        }
        let file = source.open_file(path).map_err(|source| ReadError::File { path: path.to_owned(), source })?;
        wxr::read(file, &mut export).map_err(|why| ReadError::Format {
            path: path.to_owned(),
            expected: "WXR file",
            why,
        })?;
    }
    if !export.items.iter().any(Record::is_page) {
        return Err(ReadError::NoPages("WordPress"));
    }
    Ok(site(source, export))
}

/// Whether a file of a folder is an export. The folder can hold other XML, such as a sitemap.
fn is_export(source: &SourceFolder<'_>, path: &str) -> bool {
    path.ends_with(".xml") && source.starts_with(path, "wordpress.org/export/")
}

fn site(source: &SourceFolder<'_>, mut export: Export) -> OldSite {
    let log = std::mem::take(&mut export.log);
    // Each text is freed when it is translated, so that no more than one site of texts is in memory.
    let pages = export.items.iter_mut().filter(|item| item.is_page());
    let texts: Vec<String> = pages.map(|item| item.take("content:encoded")).collect();
    let items = Items::new(&export.items);
    let channel = &export.channel;
    let mut site = OldSite {
        title: channel.words("title"),
        description: channel.words("description"),
        language: channel.words("language"),
        base_url: channel.words("wp:base_blog_url").or_else(|| channel.words("link")),
        people_address: Some("/author/".to_owned()),
        log,
        ..OldSite::default()
    };
    site.set_menus(menu::menus(&export, &items).into_iter());
    for block in export.items.iter().filter(|item| item.kind() == "wp_block") {
        let source = format!("block {}", block.id());
        let text = text::markdown(block.field("content:encoded"), block, &source, &items, &mut site.log);
        if let Some(id) = items.snippet(block.id()) {
            site.snippets.insert(id.to_owned(), OldSnippet { text, source });
        }
    }
    Pages { source, export: &export, items }.add_to(&mut site, texts);
    site
}

#[cfg(test)]
mod tests;
