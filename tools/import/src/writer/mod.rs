//! Writes an [`OldSite`] as a site of wellpress: decides where its pages go, gives links and pictures their new addresses, and makes the
//! records and the settings.

mod addresses;
mod claims;
mod fields;
mod languages;
mod mend;
mod new_site;
mod pages;
mod pictures;
mod places;
mod prepare;
mod records;
mod references;
pub(crate) mod remarks;
mod repeated;
mod settings;
pub(crate) mod sources;
mod subject;
mod targets;
mod titles;
mod yaml;

use std::collections::BTreeMap;
use std::io;

use crate::old_site::{FileOrigin, OldPage, OldSite};
use crate::source_folder::SourceFolder;

pub(crate) use addresses::{is_document, is_picture_address, link_address};
pub(crate) use fields::{is_record, texts};
pub(crate) use new_site::{Addresses, Pictures, is_draft, start_of_text};
pub use new_site::{ImportCounts, NewFile, NewSite, Pages as PageCounts, WriteOptions};
use pages::Writer;
pub use pictures::MAX_BYTES as MAX_PICTURE;
use pictures::PictureFiles;
pub(crate) use pictures::is_of_theme;
use places::PagePlace;
use records::Records;
use targets::Targets;
pub(crate) use targets::{SOURCE_SCHEME, decoded, named_link, source_link};
pub(crate) use titles::{humanised, label};

/// Writes the site.
///
/// # Errors
/// When a file of the source cannot be read any more.
pub fn write(mut site: OldSite, source: &SourceFolder<'_>, options: &WriteOptions) -> io::Result<NewSite> {
    prepare::prepare(&mut site, options);
    let (places, mut sections) = places::places(&site);
    fields::declare(&mut site, &places, &mut sections, source);
    fields::note(&mut site.log, &sections);
    fields::note_unshown(&mut site);
    subject::settle(&mut site, &places, &mut sections);
    let records = Records::of(&mut site, &sections, &places);
    let lists = sections.iter().map(|(name, section)| section.address(name));
    let mut targets = Targets::of(&site, records.lists().into_iter().chain(lists).chain(["/".to_owned()]).collect());
    targets.add_moved(&records.aliases);
    let mut writer = Writer {
        source,
        places: &places,
        pictures: PictureFiles::default(),
        log: std::mem::take(&mut site.log),
        counts: ImportCounts::default(),
        files: BTreeMap::new(),
        redirects: BTreeMap::new(),
    };
    writer.counts.pages.r#in = site.page_count.max(site.pages.len());
    for (address, file) in &site.lost {
        writer.counts.addresses.lost += 1;
        writer
            .log
            .confirm(file, format!("the old address `{address}` is not answered: make a page there, or a redirect"));
    }
    let language = site.language.clone().unwrap_or_else(|| "en".to_owned());
    for (index, page) in site.pages.iter().enumerate() {
        writer.page(page, index, &records, &targets);
        if let Some((file, answers)) = remarks::answer_file(page, &places[index], source, &language) {
            writer.files.insert(file, NewFile::Text(answers));
        }
    }
    for (name, snippet) in &site.snippets {
        let page = OldPage { source: snippet.source.clone(), text: snippet.text.clone(), ..OldPage::default() };
        let folder = "content/snippets".to_owned();
        let snippet_place = PagePlace { file: format!("{folder}/{name}.md"), folder, ..PagePlace::default() };
        let text = writer.text(&page, &snippet_place, &targets);
        let text = text.trim();
        // A first line of hyphens is a rule here, and front matter to the build.
        let hyphens = text.lines().next().filter(|line| line.starts_with("---")).map_or(0, str::len);
        let is_rule = text[..hyphens].trim_end().bytes().all(|byte| byte == b'-');
        let text = if is_rule { "*".repeat(hyphens) + &text[hyphens..] } else { text.to_owned() };
        writer.files.insert(snippet_place.file, NewFile::Text(text + "\n"));
    }
    if options.exercises {
        writer.exercises(&site);
    }
    site.redirects.append(&mut writer.redirects);
    redirect_file(&mut site, source);
    writer.finish(&site, &records, &sections, &targets)
}

/// Rules of a file `_redirects`, as Netlify and Cloudflare read it.
fn redirect_file(site: &mut OldSite, source: &SourceFolder<'_>) {
    let Some(FileOrigin::Source(path)) = site.published_files.get("/_redirects") else { return };
    for line in source.text(path).unwrap_or_default().lines() {
        let mut parts = line.split_whitespace();
        let (Some(from), Some(to)) = (parts.next(), parts.next()) else { continue };
        let to = to.replace(":splat", "*");
        let is_simple = from.starts_with('/') && (to.starts_with('/') || to.starts_with("http")) && !from.contains(':');
        if is_simple && !site.pages.iter().any(|page| page.address == from) {
            site.redirects.entry(from.to_owned()).or_insert(to);
        }
    }
}
