//! Writes an [`OldSite`] as a site of wellpress: decides where its pages go, gives links and pictures their new addresses, and makes the
//! records and the settings.

mod claims;
mod languages;
mod mend;
mod pictures;
mod places;
mod records;
mod references;
mod repeated;
mod settings;
mod sources;
mod targets;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::log::ImportLog;
use crate::old_site::{FileOrigin, OldPage, OldSite};
use crate::readers::archived_bytes;
use crate::source_folder::SourceFolder;
use crate::text::headings;
use crate::text::links::{self, LinkKind, NewTarget};

use pictures::PictureFiles;
use places::{NewSection, Place};
use records::Records;
use references::NamedHeadings;
pub(crate) use targets::SOURCE_SCHEME;
use targets::{LinkTarget, Targets};
use yaml::Entries;

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
    languages::settle(&mut site, &options.languages);
    let named_headings = NamedHeadings::of(&site);
    let texts: Vec<String> = site.pages.iter().map(|page| named_headings.linked(&page.text, &site)).collect();
    site.pages.iter_mut().zip(texts).for_each(|(page, text)| page.text = text);
    let snippets =
        site.snippets.iter().map(|(name, snippet)| (name.clone(), named_headings.linked(&snippet.text, &site)));
    for (name, text) in snippets.collect::<Vec<_>>() {
        site.snippets.entry(name).and_modify(|snippet| snippet.text = text);
    }
    for page in &mut site.pages {
        page.address = targets::decoded(&page.address);
        page.aliases.iter_mut().for_each(|alias| *alias = targets::decoded(alias));
    }
    site.pages.sort_by(|one, other| {
        let key =
            |page: &OldPage| (page.language.is_some(), page.folders.clone(), page.name.clone(), page.source.clone());
        key(one).cmp(&key(other))
    });
    for page in &mut site.pages {
        finish_headings(page);
        claims::keep_manual_list(page, options.cite);
        claims::note_reviews(page, &mut site.log);
    }
    repeated::share(&mut site);
    let (places, sections) = places::places(&site);
    let records = Records::of(&mut site, &sections);
    let targets = Targets::of(&site, records.lists());
    let mut writer = Writer {
        source,
        places: &places,
        pictures: PictureFiles::default(),
        log: std::mem::take(&mut site.log),
        counts: ImportCounts { pages_in: site.page_count.max(site.pages.len()), ..ImportCounts::default() },
        files: BTreeMap::new(),
        redirects: BTreeMap::new(),
    };
    for (index, page) in site.pages.iter().enumerate() {
        writer.page(page, index, &records, &targets);
    }
    for (name, snippet) in &site.snippets {
        let page = OldPage { source: snippet.source.clone(), text: snippet.text.clone(), ..OldPage::default() };
        let folder = "content/snippets".to_owned();
        let place = Place { file: format!("{folder}/{name}.md"), folder, ..Place::default() };
        let text = writer.text(&page, &place, &targets);
        writer.files.insert(place.file, NewFile::Text(format!("{}\n", text.trim())));
    }
    if options.exercises {
        writer.exercises(&site);
    }
    site.redirects.append(&mut writer.redirects);
    redirect_file(&mut site, source);
    writer.finish(&site, &records, &sections)
}

/// Takes a first heading that repeats the title out, and moves the others.
fn finish_headings(page: &mut OldPage) {
    if let Some((title, rest)) = headings::take_title(&page.text) {
        let is_title = page.title.as_ref().is_none_or(|known| same_words(known, &title));
        if is_title {
            page.title.get_or_insert(title);
            page.text = rest;
        }
    }
    page.text = headings::moved(&page.text);
}

fn same_words(one: &str, other: &str) -> bool {
    let words =
        |text: &str| text.to_lowercase().chars().filter(|character| character.is_alphanumeric()).collect::<String>();
    words(one) == words(other)
}

struct Writer<'a> {
    source: &'a SourceFolder<'a>,
    places: &'a [Place],
    pictures: PictureFiles,
    log: ImportLog,
    counts: ImportCounts,
    files: BTreeMap<String, NewFile>,
    /// Old addresses with queries.
    redirects: BTreeMap<String, String>,
}

impl Writer<'_> {
    fn page(&mut self, page: &OldPage, index: usize, records: &Records, targets: &Targets) {
        let place = &self.places[index];
        let mut entries: Entries = vec![("title", page_title(page).into())];
        let mut text = self.text(page, place, targets);
        let mut extra = page.extra.clone();
        if let Some(description) = page.description.as_deref().map(plain).filter(|words| !words.is_empty()) {
            entries.push(("description", description.into()));
        }
        self.addresses(page, place, &mut entries);
        // The text above a list is a plain page too.
        let is_plain = place.section == "pages" || place.is_list_text;
        let day = |day: Option<wellpress_foundation::Day>| day.map_or(Value::Null, |day| day.to_string().into());
        entries.extend([
            ("published", day(page.published)),
            ("updated", day(page.updated)),
            ("expires", day(page.expires)),
        ]);
        entries.extend([("draft", if page.is_draft { true.into() } else { Value::Null })]);
        entries.push(("weight", page.weight.filter(|weight| *weight != 0).map_or(Value::Null, Value::from)));
        let (authors, topics) = (records.people_of(page), records.topics_of(page));
        if is_plain {
            // Plain pages have no authors and topics.
            extra.extend((!authors.is_empty()).then(|| ("authors".to_owned(), authors.into())));
            extra.extend((!topics.is_empty()).then(|| ("topics".to_owned(), topics.into())));
        } else {
            entries.extend([("authors", authors.into()), ("topics", topics.into())]);
        }
        if let Some(hero) = self.hero(page, place, targets, &mut text) {
            entries.push(("hero", hero));
        }
        const FIELDS: [&str; 8] =
            ["citations", "references", "seo_title", "short_title", "canonical", "robots", "key_points", "disclaimers"];
        for key in FIELDS
            .into_iter()
            .filter(|key| !is_plain || !["citations", "references", "key_points", "disclaimers"].contains(key))
        {
            entries.extend(page.fields.get(key).map(|value| (key, value.clone())));
        }
        entries.push(("extra", Value::Object(extra)));
        self.counts.pages_out += 1;
        self.counts.drafts += usize::from(page.is_draft);
        let text = format!("---\n{}---\n\n{}\n", yaml::document(&entries), text.trim());
        self.files.insert(place.file.clone(), NewFile::Text(text));
    }

    fn addresses(&mut self, page: &OldPage, place: &Place, entries: &mut Entries) {
        entries.extend(
            place.permalink.clone().filter(|_| !place.is_list_text).map(|permalink| ("permalink", permalink.into())),
        );
        let mut aliases = BTreeSet::new();
        for alias in &place.aliases {
            if alias.contains('?') {
                self.redirects.insert(alias.clone(), place.address.clone());
                self.counts.addresses_redirected += 1;
                continue;
            }
            let is_path = places::is_possible(alias) && *alias != place.address && alias.len() > 1;
            if is_path && page.language.is_none() {
                aliases.insert(alias.clone());
            } else if *alias != place.address {
                self.counts.addresses_lost += 1;
                self.log.confirm(&page.source, format!("the old address `{alias}` has no redirect"));
            }
        }
        if !page.address.is_empty() {
            match places::folder_address(&page.address).0 == place.address {
                true => self.counts.addresses_kept += 1,
                false if aliases.is_empty() => {}
                false => self.counts.addresses_redirected += 1,
            }
        }
        entries.push(("aliases", aliases.into_iter().collect()));
    }

    /// The text with the links of the new site.
    fn text(&mut self, page: &OldPage, place: &Place, targets: &Targets) -> String {
        let grid_tables = page.text.lines().filter(|line| line.starts_with("+-") && line.ends_with("-+")).count();
        if grid_tables > 1 {
            self.log.left("grid table", &page.source, "a table of pipes");
        }
        let links = links::links(&page.text);
        let new_targets: Vec<NewTarget> =
            links.iter().map(|link| self.new_target(page, place, targets, link)).collect();
        links::rewrite(&page.text, &links, &new_targets)
    }

    fn new_target(&mut self, page: &OldPage, place: &Place, targets: &Targets, link: &links::Link) -> NewTarget {
        let is_picture = link.kind.is_picture();
        if is_picture {
            self.counts.pictures_in += 1
        } else {
            self.counts.links_in += 1
        }
        if link.kind == LinkKind::Picture && link.has_no_words() {
            self.log.left("picture without alternative text", &page.source, "the words for it between `![` and `]`");
        }
        let target = match targets.of_link(page, &link.address, is_picture) {
            LinkTarget::Page(index, fragment) if !is_picture => {
                let fragment = if fragment.len() > 1 { fragment } else { String::new() };
                NewTarget::Address(relative(&place.folder, &self.places[index].file) + &fragment)
            }
            LinkTarget::File(origin, address) => self.file_target(place, link.kind, &origin, address),
            LinkTarget::Same => NewTarget::Same,
            LinkTarget::List(address) => NewTarget::Address(address),
            // A video of another site becomes a link when the site is built.
            LinkTarget::Foreign if link.kind == LinkKind::Attribute && !is_picture_address(&link.address) => {
                NewTarget::Same
            }
            LinkTarget::Foreign => {
                self.counts.pictures_foreign += 1;
                self.log.left(
                    "picture of another site",
                    &page.source,
                    "a copy beside the page, with its licence; `--fetch` gets it",
                );
                NewTarget::AsLink
            }
            LinkTarget::Nowhere
                if is_picture
                    && !link.address.contains('/')
                    && self.named_picture(targets, &link.address).is_some() =>
            {
                let origin = self.named_picture(targets, &link.address).expect("it was found a line before");
                self.file_target(place, link.kind, &origin, None)
            }
            LinkTarget::Page(..) | LinkTarget::Nowhere => {
                let kind = if is_picture { "picture that is missing" } else { "link that leads nowhere" };
                self.log.left(
                    kind,
                    &page.source,
                    if is_picture { "the picture" } else { "a link to a page of the site" },
                );
                NewTarget::Words
            }
        };
        if !matches!(target, NewTarget::Words | NewTarget::AsLink) && !is_picture {
            self.counts.links_kept += 1;
        }
        target
    }

    /// A picture goes beside the page that shows it first. A file that is only linked keeps its address, if it has one.
    fn file_target(
        &mut self,
        place: &Place,
        kind: LinkKind,
        origin: &FileOrigin,
        address: Option<String>,
    ) -> NewTarget {
        match address {
            Some(address) if !kind.is_picture() => {
                self.pictures.publish(origin.clone());
                NewTarget::Address(percent_encoded(&address))
            }
            _ => match self.pictures.beside(self.source, &place.folder, origin) {
                Some(path) => NewTarget::Address(relative(&place.folder, &path)),
                None => NewTarget::Words,
            },
        }
    }

    /// The largest picture with a name, for themes that find pictures in folders of their own.
    fn named_picture(&self, targets: &Targets, address: &str) -> Option<FileOrigin> {
        targets.picture_of_name(address, |origin| match origin {
            FileOrigin::Source(path) => self.source.size(path).unwrap_or_default(),
            FileOrigin::Archive(..) | FileOrigin::Fetched(_) => 0,
        })
    }

    fn hero(&mut self, page: &OldPage, place: &Place, targets: &Targets, text: &mut String) -> Option<Value> {
        let hero = page.hero.as_ref()?;
        self.counts.pictures_in += 1;
        let origin = match targets.of_link(page, &hero.src, true) {
            LinkTarget::File(origin, _) => Some(origin),
            _ => self.named_picture(targets, &hero.src),
        };
        if origin.is_none() && hero.src.starts_with("http") {
            self.counts.pictures_foreign += 1;
            self.log.left(
                "picture of another site",
                &page.source,
                "a copy beside the page, with its licence; `--fetch` gets it",
            );
            let words = hero.alt.as_deref().filter(|alt| !alt.is_empty()).unwrap_or(&hero.src);
            *text = format!("[{words}]({})\n\n{text}", hero.src);
            return None;
        }
        let Some(origin) = origin else {
            self.log.left("picture at the top that is missing", &page.source, "`hero: {src, alt}` in the front matter");
            return None;
        };
        let path = relative(&place.folder, &self.pictures.beside(self.source, &place.folder, &origin)?);
        let Some(alt) = hero.alt.as_deref().map(one_line).filter(|alt| !alt.is_empty()) else {
            self.log.confirm(
                &page.source,
                format!("the picture `{path}` at the top has no alternative text; it stands in the text"),
            );
            let words = [&hero.caption, &hero.credit]
                .into_iter()
                .flatten()
                .map(|words| plain(words))
                .collect::<Vec<_>>()
                .join(" ");
            let words = if words.is_empty() { String::new() } else { format!("*{words}*\n\n") };
            *text = format!("![]({path})\n\n{words}{text}");
            return None;
        };
        let mut values = Map::new();
        values.insert("src".to_owned(), path.into());
        values.insert("alt".to_owned(), alt.into());
        values.extend(hero.caption.as_ref().map(|caption| ("caption".to_owned(), plain(caption).into())));
        values.extend(hero.credit.as_ref().map(|credit| ("credit".to_owned(), plain(credit).into())));
        Some(Value::Object(values))
    }

    fn finish(
        mut self,
        site: &OldSite,
        records: &Records,
        sections: &BTreeMap<String, NewSection>,
    ) -> io::Result<NewSite> {
        records.write(site, &mut self.files);
        self.counts.people = records.people.len();
        self.counts.topics = records.topics.len();
        self.counts.snippets = site.snippets.len();
        self.counts.pictures_out = self.pictures.count();
        for (path, origin) in self.pictures.placed() {
            self.files.insert(path, bytes_of(self.source, site, &origin)?);
        }
        for (address, origin) in &site.published_files {
            if self.pictures.is_published(origin) && places_is_file(address) {
                let path = format!("static{address}");
                self.files.insert(path, bytes_of(self.source, site, origin)?);
            } else if pictures::is_of_theme(address) {
                self.log.left("file of the old theme", address.trim_start_matches('/'), "a theme of wellpress");
            }
        }
        for (name, path) in &site.data_files {
            self.files.insert(format!("data/{name}"), NewFile::Copy(self.source.path(path)));
        }
        library(self.source, site, &mut self.files, &mut self.counts, &mut self.log);
        settings::write(site, self.places, records, sections, &mut self.files, &mut self.log);
        let refused = self.source.refused.clone();
        refused.iter().for_each(|path| self.log.left("symbolic link or device", path, "the file itself"));
        Ok(NewSite { files: self.files, log: self.log, counts: self.counts })
    }

    /// Drafts of exercises from lists of steps.
    fn exercises(&mut self, site: &OldSite) {
        for page in &site.pages {
            for (title, steps) in records::steps(&page.text, &page_title(page)) {
                let id = places::slug(&title);
                let file = format!("content/exercises/{id}/index.md");
                if self.files.contains_key(&file) {
                    continue;
                }
                self.log.translated("list of steps as a draft of an exercise");
                self.log.confirm(&page.source, format!("`{file}` is a draft: write its cautions and its dose"));
                let entries: Entries = vec![("title", title.into()), ("draft", true.into())];
                let text = format!("---\n{}---\n\n## How to do it\n\n{steps}\n", yaml::document(&entries));
                self.files.insert(file, NewFile::Text(text));
            }
        }
    }
}

/// The files of sources, each under its name, and drafts of the entries that texts name by their identifiers alone.
fn library(
    source: &SourceFolder<'_>,
    site: &OldSite,
    files: &mut BTreeMap<String, NewFile>,
    counts: &mut ImportCounts,
    log: &mut ImportLog,
) {
    let mut known = String::new();
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
            known.push_str(&text.to_lowercase());
            files.insert(file, NewFile::Text(text));
        }
    }
    let drafts = sources::drafts(site, &known);
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
    let words = pulldown_cmark::Parser::new(&text).filter_map(|event| match event {
        pulldown_cmark::Event::Text(words) | pulldown_cmark::Event::Code(words) => Some(words.to_string()),
        pulldown_cmark::Event::SoftBreak | pulldown_cmark::Event::HardBreak => Some(" ".to_owned()),
        _ => None,
    });
    let words: String = words.collect();
    if words.trim().is_empty() { text } else { words }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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
fn places_is_file(address: &str) -> bool {
    !pictures::is_of_theme(address) && address.split('/').all(|part| !part.starts_with(['.', '_']))
}

fn bytes_of(source: &SourceFolder<'_>, site: &OldSite, origin: &FileOrigin) -> io::Result<NewFile> {
    match origin {
        FileOrigin::Source(path) => Ok(NewFile::Copy(source.path(path))),
        FileOrigin::Archive(archive, name) => {
            archived_bytes(source, archive, name, pictures::MAX_BYTES).map(NewFile::Bytes)
        }
        FileOrigin::Fetched(address) => Ok(NewFile::Bytes(site.fetched.get(address).cloned().unwrap_or_default())),
    }
}
