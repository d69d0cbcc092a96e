//! Reads a WXR file, as WordPress exports a site.
//!
//! What people sent or signed in with stays behind: comments, logins, addresses, passwords, orders and records of forms.

mod menu;
mod page;
mod shortcodes;
mod text;
mod wxr;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use url::Url;

use crate::old_site::{OldPerson, OldSite, OldSnippet};
use crate::readers::ReadError;
use crate::source_folder::SourceFolder;
use crate::text::html;

use page::Pages;
use text::{Attachment, Library, Text};
use wxr::{Export, Item};

/// Reads all exports of a source as one site.
///
/// # Errors
/// When a file is no export, or none has a page.
pub(crate) fn read(source: &SourceFolder<'_>) -> Result<OldSite, ReadError> {
    let (mut export, mut others) = (Export::default(), Vec::new());
    for path in files(source) {
        let file = source.open_file(&path).map_err(|source| ReadError::File { path: path.clone(), source })?;
        match wxr::read(file) {
            Ok(more) if is_of_site(&export, &more) => merge(&mut export, more),
            Ok(_) => others.push(path),
            // A folder can hold other XML, such as a sitemap.
            Err(_) if source.single_file().is_none() && !is_export(source, &path) => {}
            Err(why) => return Err(ReadError::Format { path, expected: "WXR file", why }),
        }
    }
    if !export.items.iter().any(wxr::is_page) {
        return Err(ReadError::NoPages("WordPress"));
    }
    let mut site = site(source, export);
    for path in others {
        site.log.left("export of another site", &path, "an import of its own");
    }
    Ok(site)
}

fn files(source: &SourceFolder<'_>) -> Vec<String> {
    match source.single_file() {
        Some(_) => source.files().map(str::to_owned).collect(),
        // The largest first: of the exports of two sites, it is the one that is meant.
        None => {
            let mut files: Vec<String> =
                source.files().filter(|path| path.to_lowercase().ends_with(".xml")).map(str::to_owned).collect();
            files.sort_by_key(|path| std::cmp::Reverse(source.size(path)));
            files
        }
    }
}

/// Whether the first bytes of a file say that it is an export.
fn is_export(source: &SourceFolder<'_>, path: &str) -> bool {
    let mut start = Vec::new();
    let file = source.open_file(path).map(|file| file.take(10_000));
    file.is_ok_and(|mut file| file.read_to_end(&mut start).is_ok())
        && String::from_utf8_lossy(&start).contains("wordpress.org/export/")
}

/// Whether an export is the first one, or a further part of it.
fn is_of_site(export: &Export, more: &Export) -> bool {
    let address = |export: &Export| export.channel.get("wp:base_blog_url").to_owned();
    export.channel.get("wp:wxr_version").is_empty() || address(export) == address(more)
}

/// WordPress divides large exports into several files, of which each has the channel again.
fn merge(export: &mut Export, more: Export) {
    let Export { channel, authors, terms, items, passed_over } = more;
    if export.channel.get("wp:wxr_version").is_empty() {
        export.channel = channel;
    }
    export.authors.extend(authors);
    export.terms.extend(terms);
    export.items.extend(items);
    for (kind, count) in passed_over {
        *export.passed_over.entry(kind).or_default() += count;
    }
}

fn site(source: &SourceFolder<'_>, mut export: Export) -> OldSite {
    let mut site = OldSite { people_address: Some("/author/".to_owned()), ..OldSite::default() };
    let field = |name: &str| Some(html::plain(export.channel.get(name))).filter(|value| !value.is_empty());
    site.title = field("title");
    site.description = field("description");
    site.language = field("language");
    site.base_url = field("wp:base_blog_url").or_else(|| field("link"));
    for (kind, count) in &export.passed_over {
        for _ in 0..*count {
            site.log.left(&format!("record of the type `{kind}`"), "the export", "nothing, or what its plugin showed");
        }
    }
    let library = library(&export.items);
    for block in export.items.iter().filter(|item| item.kind() == "wp_block") {
        add_snippet(&mut site, block, &library);
    }
    site.menu = menu::menu(&export, false);
    site.footer_menu = menu::menu(&export, true);
    // Each text is freed when it is translated, so that no more than one site of texts is in memory.
    let pages = export.items.iter_mut().filter(|item| wxr::is_page(item));
    let texts: Vec<String> = pages.map(|item| item.fields.take("content:encoded")).collect();
    Pages { source, library: &library, export: &export }.add_to(&mut site, texts);
    let names: BTreeSet<_> = site.pages.iter().flat_map(|page| page.authors.clone()).collect();
    site.people = names.into_iter().map(|name| OldPerson { key: name.clone(), name, ..OldPerson::default() }).collect();
    site
}

fn library(items: &[Item]) -> Library {
    let mut library = Library::default();
    for item in items {
        let id = item.id().to_owned();
        if item.kind() == "wp_block" {
            library.snippets.insert(id, page::name(item));
        } else if item.kind() == "attachment" {
            let attachment = Attachment {
                url: item.field("wp:attachment_url").to_owned(),
                alt: item.meta("_wp_attachment_image_alt").to_owned(),
                caption: item.field("excerpt:encoded").to_owned(),
                parent: item.field("wp:post_parent").to_owned(),
            };
            library.attachments.insert(id, attachment);
        }
    }
    library
}

fn add_snippet(site: &mut OldSite, block: &Item, library: &Library) {
    let source = format!("block {}", block.id());
    let text = Text::new(&source, block, library, &mut site.log).markdown(block.field("content:encoded"));
    site.snippets.insert(page::name(block), OldSnippet { text, source });
}

/// The path of an address from `/`; nothing for one that only has a query, such as `/?p=12`.
fn path_of(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok()?;
    // Two slashes at the start would make a host of what follows.
    (url.query().is_none() || url.path() != "/").then(|| format!("/{}", url.path().trim_start_matches('/')))
}

/// The addresses of pages by their number.
fn addresses(items: &[Item]) -> BTreeMap<&str, String> {
    let pages = items.iter().filter(|item| wxr::is_page(item));
    pages.filter_map(|item| Some((item.id(), path_of(item.field("link"))?))).collect()
}

#[cfg(test)]
mod tests;
