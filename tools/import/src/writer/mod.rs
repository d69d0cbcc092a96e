//! Writes an [`OldSite`] as a site of wellpress: decides where its pages go, gives links and pictures their new addresses, and makes the
//! records and the settings.

mod claims;
mod languages;
mod mend;
mod pages;
mod pictures;
mod places;
mod prepare;
mod records;
mod references;
pub(crate) mod remarks;
mod repeated;
mod settings;
mod sources;
mod targets;
mod yaml;

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use wellpress_foundation::text::one_line;

use crate::log::ImportLog;
use crate::old_site::{FileOrigin, OldPage, OldSite};
use crate::readers::archived_bytes;
use crate::source_folder::SourceFolder;

use pages::Writer;
pub use pictures::MAX_BYTES as MAX_PICTURE;
use pictures::PictureFiles;
use places::PagePlace;
use records::Records;
pub(crate) use targets::SOURCE_SCHEME;
use targets::Targets;

/// A site of wellpress that is not on the disk yet.
#[derive(Debug)]
pub struct NewSite {
    /// Its files by path, with `/`.
    pub files: BTreeMap<String, NewFile>,
    /// What was done and what was not.
    pub log: ImportLog,
    /// The figures of the import.
    pub counts: ImportCounts,
}

/// The bytes of a file of the new site.
#[derive(Debug, Clone)]
pub enum NewFile {
    /// A text.
    Text(String),
    /// A copy of this file of the machine.
    Copy(PathBuf),
    /// These bytes.
    Bytes(Vec<u8>),
}

/// How much came over.
#[derive(Debug, Clone, Copy, Default)]
#[expect(missing_docs, reason = "the report describes them")]
pub struct ImportCounts {
    pub pages_in: usize,
    pub pages_out: usize,
    pub drafts: usize,
    pub addresses_kept: usize,
    pub addresses_redirected: usize,
    pub addresses_lost: usize,
    pub pictures_in: usize,
    pub pictures_out: usize,
    pub pictures_foreign: usize,
    pub links_in: usize,
    pub links_kept: usize,
    pub sources: usize,
    pub people: usize,
    pub topics: usize,
    pub snippets: usize,
}

/// What the writer may add to the plain translation.
#[derive(Debug, Clone, Default)]
pub struct WriteOptions {
    /// Lists of steps below "How to do it" also become drafts of exercises.
    pub exercises: bool,
    /// Numbers of lists of references become marks where each entry has a DOI or a PubMed id.
    pub cite: bool,
    /// The languages in which the theme has strings.
    pub languages: Vec<String>,
}

/// Writes the site.
///
/// # Errors
/// When a file of the source cannot be read any more.
pub fn write(mut site: OldSite, source: &SourceFolder<'_>, options: &WriteOptions) -> io::Result<NewSite> {
    prepare::prepare(&mut site, options);
    let (places, sections) = places::places(&site);
    let records = Records::of(&mut site, &sections);
    let lists = sections.iter().map(|(name, section)| section.path.clone().unwrap_or_else(|| format!("/{name}/")));
    let targets = Targets::of(&site, records.lists().into_iter().chain(lists).chain(["/".to_owned()]).collect());
    let mut writer = Writer {
        source,
        places: &places,
        pictures: PictureFiles::default(),
        log: std::mem::take(&mut site.log),
        counts: ImportCounts { pages_in: site.page_count.max(site.pages.len()), ..ImportCounts::default() },
        files: BTreeMap::new(),
        redirects: BTreeMap::new(),
    };
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
        writer.files.insert(snippet_place.file, NewFile::Text(format!("{}\n", text.trim())));
    }
    if options.exercises {
        writer.exercises(&site);
    }
    site.redirects.append(&mut writer.redirects);
    redirect_file(&mut site, source);
    writer.finish(&site, &records, &sections, &targets)
}

/// The files of sources, each under its name, and drafts of the entries that texts name by their identifiers alone.
fn library(
    source: &SourceFolder<'_>,
    site: &OldSite,
    files: &mut BTreeMap<String, NewFile>,
    counts: &mut ImportCounts,
    log: &mut ImportLog,
) {
    let mut library_text = String::new();
    for path in &site.libraries {
        let name = path.rsplit('/').next().unwrap_or(path);
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "bib"));
        let file = format!("content/references/{}.{}", places::slug(stem), ending.to_lowercase());
        let file = if files.contains_key(&file) {
            format!("content/references/{}.{ending}", places::slug(path))
        } else {
            file
        };
        if let Ok(text) = source.text(path) {
            counts.sources +=
                text.lines().filter(|line| line.trim_start().starts_with('@') && line.contains('{')).count();
            library_text.push_str(&text.to_lowercase());
            files.insert(file, NewFile::Text(text));
        }
    }
    let drafts = sources::drafts(site, &library_text);
    if !drafts.is_empty() {
        log.confirm(
            "content/references/to-complete.json",
            format!("{} sources have only an identifier: `wellpress cite add --drafts` fetches them", drafts.len()),
        );
        counts.sources += drafts.len();
        let text = serde_json::to_string_pretty(&drafts).unwrap_or_default();
        files.insert("content/references/to-complete.json".to_owned(), NewFile::Text(text + "\n"));
    }
    counts.sources += site.sources.len();
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

fn page_title(page: &OldPage) -> String {
    let title = page.title.as_deref().map(plain).filter(|title| !title.is_empty());
    title.unwrap_or_else(|| {
        let name = if page.name == "index" { page.folders.last().map_or("Home", String::as_str) } else { &page.name };
        humanised(name)
    })
}

/// A name of a file as words.
pub(crate) fn humanised(name: &str) -> String {
    wellpress_foundation::text::upper_first(&name.replace(['-', '_'], " "))
}

/// A text as plain words: emphasis and links of Markdown and entities of HTML are taken out.
fn plain(text: &str) -> String {
    let text = one_line(text);
    if !text.contains(['*', '[', '<', '&', '`', '_']) {
        return text;
    }
    let html = pulldown_cmark::Parser::new(&text).filter_map(|event| match event {
        pulldown_cmark::Event::Text(words) | pulldown_cmark::Event::Code(words) => {
            Some(words.replace('&', "&amp;").replace('<', "&lt;"))
        }
        pulldown_cmark::Event::InlineHtml(tag) | pulldown_cmark::Event::Html(tag) => Some(tag.to_string()),
        pulldown_cmark::Event::SoftBreak | pulldown_cmark::Event::HardBreak => Some(" ".to_owned()),
        _ => None,
    });
    let words = crate::text::html::plain(&html.collect::<String>());
    if words.trim().is_empty() { text } else { words }
}

/// The path of a file from a folder, both from the root of the site.
fn relative(folder: &str, file: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (folder.split('/').collect(), file.split('/').collect());
    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = vec![".."; from.len() - shared];
    up.into_iter().chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

fn percent_encoded(address: &str) -> String {
    address.replace('%', "%25").replace(' ', "%20").replace('#', "%23").replace('?', "%3F")
}

pub(crate) fn is_picture_address(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_lowercase();
    ["png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "tiff"]
        .iter()
        .any(|ending| path.ends_with(&format!(".{ending}")))
}

/// Whether a file can be published at this address.
fn is_publishable(address: &str) -> bool {
    !pictures::is_of_theme(address) && address.split('/').all(|part| !part.starts_with(['.', '_']))
}

fn bytes_of(source: &SourceFolder<'_>, site: &OldSite, origin: &FileOrigin) -> io::Result<NewFile> {
    match origin {
        FileOrigin::Source(path) => Ok(NewFile::Copy(source.path(path))),
        FileOrigin::Archive(archive, name) => archived_bytes(source, archive, name, MAX_PICTURE).map(NewFile::Bytes),
        FileOrigin::Fetched(address) => Ok(NewFile::Bytes(site.fetched.get(address).cloned().unwrap_or_default())),
    }
}
