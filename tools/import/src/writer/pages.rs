//! [`Writer`]: the files of pages, with the links, pictures and front matter of the new site.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde_json::{Map, Value};

use wellpress_foundation::Day;
use wellpress_foundation::text::one_line;

use crate::log::ImportLog;
use crate::old_site::{FileOrigin, OldPage, OldSite};
use crate::source_folder::SourceFolder;
use crate::text::drawn_tables;
use crate::text::links::{self, LinkKind, NewTarget};
use crate::text::scan::replaced;

use super::addresses::{is_picture_address, percent_encoded, relative};
use super::new_site::{ImportCounts, NewFile, NewSite};
use super::pictures::{self, PictureFiles, bytes_of, is_publishable};
use super::places::{self, NewSection, PagePlace};
use super::records::{self, Records};
use super::settings;
use super::sources::library;
use super::targets::{LinkTarget, SOURCE_SCHEME, Targets};
use super::titles::{page_title, plain};
use super::yaml::{self, Entries};

/// Writes the pages of a site, and remembers where their files go.
pub(super) struct Writer<'a> {
    pub source: &'a SourceFolder<'a>,
    pub places: &'a [PagePlace],
    pub pictures: PictureFiles,
    pub log: ImportLog,
    pub counts: ImportCounts,
    pub files: BTreeMap<String, NewFile>,
    /// Old addresses with queries.
    pub redirects: BTreeMap<String, String>,
}

impl Writer<'_> {
    pub fn page(&mut self, page: &OldPage, index: usize, records: &Records, targets: &Targets) {
        let page_place = &self.places[index];
        let mut entries: Entries = vec![("title", page_title(page).into())];
        if page.title.is_none() && page.name != "index" {
            self.log.confirm(&page_place.file, format!("its title is the name of its file: \"{}\"", page_title(page)));
        }
        let mut text = self.text(page, page_place, targets);
        let mut extra = page.extra.clone();
        if let Some(description) = page.description.as_deref().map(plain).filter(|words| !words.is_empty()) {
            entries.push(("description", description.into()));
        }
        self.addresses(page, page_place, &mut entries);
        // The text above a list is a plain page too.
        let is_plain = page_place.section == "pages" || page_place.is_list_text;
        entries.extend([
            ("published", day_value(page.published)),
            ("updated", day_value(page.updated)),
            ("expires", day_value(page.expires)),
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
        if let Some(hero) = self.hero(page, page_place, targets, &mut text) {
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
        self.counts.pages.out += 1;
        self.counts.pages.drafts += usize::from(page.is_draft);
        let record = yaml::map(&page.record);
        let text = format!("---\n{}{record}---\n\n{}\n", yaml::document(&entries), text.trim());
        self.files.insert(page_place.file.clone(), NewFile::Text(text));
    }

    fn addresses(&mut self, page: &OldPage, place: &PagePlace, entries: &mut Entries) {
        entries.extend(
            place.permalink.clone().filter(|_| !place.is_list_text).map(|permalink| ("permalink", permalink.into())),
        );
        let mut aliases = BTreeSet::new();
        for alias in &place.taken_aliases {
            self.log
                .confirm(&page.source, format!("its old address `{alias}` is that of another page, which stays there"));
        }
        for alias in &place.aliases {
            if alias.contains('?') {
                self.redirects.insert(alias.clone(), place.address.clone());
                self.counts.addresses.redirected += usize::from(page.address.is_empty());
                continue;
            }
            if alias.trim_end_matches('/') == place.address.trim_end_matches('/') {
                continue;
            }
            if places::is_possible_alias(alias) {
                // A translation has no aliases of its own.
                if let Some(language) = &page.language {
                    self.redirects.insert(alias.clone(), format!("/{language}{}", place.address));
                    self.counts.addresses.redirected += 1;
                } else {
                    aliases.insert(alias.clone());
                }
            } else {
                self.counts.addresses.lost += 1;
                let what = match places::is_generated(alias) {
                    true => {
                        format!(
                            "the old address `{alias}` is one of wellpress itself; this page is at `{}`",
                            place.address
                        )
                    }
                    false => format!("the old address `{alias}` has no redirect"),
                };
                self.log.confirm(&page.source, what);
            }
        }
        if !page.address.is_empty() {
            match places::folder_address(&page.address).0 == place.address {
                true => self.counts.addresses.kept += 1,
                false if aliases.is_empty() => {}
                false => self.counts.addresses.redirected += 1,
            }
        }
        entries.push(("aliases", aliases.into_iter().collect()));
    }

    /// The text with the links of the new site.
    pub fn text(&mut self, page: &OldPage, place: &PagePlace, targets: &Targets) -> String {
        let grid_tables = drawn_tables::left_grids(&page.text);
        grid_tables.iter().for_each(|_| self.log.left("grid table", &page.source, "a table of pipes"));
        if let Some(border) = grid_tables.first() {
            self.note_line("grid table", page, border);
        }
        let links = links::links(&page.text);
        let new_targets: Vec<NewTarget> =
            links.iter().map(|link| self.new_target(page, place, targets, link)).collect();
        let text = links::rewrite(&page.text, &links, &new_targets);
        self.without_named_sources(page, &text, targets)
    }

    /// Names of sources that stand outside of links: in HTML, in code, or in a link with a mistake. They become addresses.
    fn without_named_sources(&self, page: &OldPage, text: &str, targets: &Targets) -> String {
        replaced(text, SOURCE_SCHEME, |_, behind| {
            let end = behind.find(|sign: char| sign.is_whitespace() || "()<>\"'[]`".contains(sign));
            let (source, rest) = behind.split_at(end.unwrap_or(behind.len()));
            match targets.of_link(page, &format!("{SOURCE_SCHEME}{source}"), false) {
                LinkTarget::Page(index, fragment) => Some((self.places[index].address.clone() + &fragment, rest)),
                LinkTarget::File(_, Some(address)) => Some((address, rest)),
                _ => None,
            }
        })
    }

    fn new_target(&mut self, page: &OldPage, place: &PagePlace, targets: &Targets, link: &links::Link) -> NewTarget {
        let is_picture = link.kind.is_picture();
        if link.kind.is_reference() {
            // Its definition is counted, and gets the new address.
            return match targets.of_link(page, &link.address, is_picture) {
                LinkTarget::Nowhere => NewTarget::Words,
                LinkTarget::Foreign => {
                    self.note_foreign_picture(page);
                    NewTarget::AsLink
                }
                _ => NewTarget::Same,
            };
        }
        if is_picture {
            self.counts.pictures.r#in += 1
        } else {
            self.counts.links.r#in += 1
        }
        if link.kind == LinkKind::Picture && link.has_no_words() {
            self.log.left("picture without alternative text", &page.source, "the words for it between `![` and `]`");
        }
        let mut old_target = targets.of_link(page, &link.address, is_picture);
        if old_target == LinkTarget::Nowhere && is_picture && link.address.find('/').is_none_or(|at| at == 0) {
            let picture_origin = self.named_picture(targets, &link.address);
            old_target = picture_origin.map_or(old_target, |origin| LinkTarget::File(origin, None));
        }
        let target = match old_target {
            LinkTarget::Page(index, fragment) if !is_picture => {
                let fragment = if fragment.len() > 1 { fragment } else { String::new() };
                NewTarget::Address(relative(&place.folder, &self.places[index].file) + &fragment)
            }
            LinkTarget::File(origin, address) => self.file_target(place, link.kind, &origin, address),
            LinkTarget::Same => NewTarget::Same,
            LinkTarget::Nowhere if !is_picture && link.address.starts_with("www.") => {
                self.log.translated("address without `https://`");
                NewTarget::Address(format!("https://{}", link.address))
            }
            LinkTarget::List(address) => NewTarget::Address(address),
            // A video of another site becomes a link when the site is built.
            LinkTarget::Foreign if link.kind == LinkKind::Attribute && !is_picture_address(&link.address) => {
                NewTarget::Same
            }
            LinkTarget::Foreign => {
                self.note_foreign_picture(page);
                NewTarget::AsLink
            }
            LinkTarget::Page(..) | LinkTarget::Nowhere => {
                self.note_missing(page, link);
                NewTarget::Words
            }
        };
        if !matches!(target, NewTarget::Words | NewTarget::AsLink) && !is_picture {
            self.counts.links.resolve += 1;
        }
        target
    }

    fn note_missing(&mut self, page: &OldPage, link: &links::Link) {
        let kind = if link.kind.is_picture() { "picture that is missing" } else { "link that leads nowhere" };
        let instead = if link.kind.is_picture() { "the picture" } else { "a link to a page of the site" };
        self.log.left(kind, &page.source, instead);
        self.note_line(kind, page, &link.address);
    }

    /// Notes the first line of the old page with these words for a construct that was left.
    fn note_line(&mut self, kind: &str, page: &OldPage, words: &str) {
        if !self.log.needs_line(kind, &page.source) {
            return;
        }
        let text = self.source.text(&page.source).unwrap_or_default();
        if let Some(line) = text.lines().position(|line| line.contains(words)) {
            self.log.at_line(kind, &page.source, line + 1);
        }
    }

    fn note_foreign_picture(&mut self, page: &OldPage) {
        self.counts.pictures.foreign += 1;
        let instead = "a copy beside the page, with its licence; `--fetch` gets it";
        self.log.left("picture of another site", &page.source, instead);
    }

    /// A picture goes beside the page that shows it first. A file that is only linked keeps its address, if it has one.
    fn file_target(
        &mut self,
        place: &PagePlace,
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

    fn hero(&mut self, page: &OldPage, place: &PagePlace, targets: &Targets, text: &mut String) -> Option<Value> {
        let hero = page.hero.as_ref()?;
        self.counts.pictures.r#in += 1;
        let origin = match targets.of_link(page, &hero.src, true) {
            LinkTarget::File(origin, _) => Some(origin),
            _ => self.named_picture(targets, &hero.src),
        };
        if origin.is_none() && hero.src.starts_with("http") {
            self.note_foreign_picture(page);
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

    pub fn finish(
        mut self,
        site: &OldSite,
        records: &Records,
        sections: &BTreeMap<String, NewSection>,
        targets: &Targets,
    ) -> io::Result<NewSite> {
        records.write(&mut self.files);
        self.counts.people = records.people.len();
        self.counts.topics = records.topics.len();
        self.counts.snippets = site.snippets.len();
        self.counts.pictures.out = self.pictures.count();
        for (path, origin) in self.pictures.placed() {
            self.files.insert(path, bytes_of(self.source, site, &origin)?);
        }
        for (address, origin) in &site.published_files {
            if self.pictures.is_published(origin) && is_publishable(address) {
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
        let mut menus = settings::menus(site, self.places, targets, &mut self.log);
        // A menu of other sites alone leads to no page.
        let main = menus.get("main").and_then(Value::as_array).cloned().unwrap_or_default();
        let is_of_site = |item: &Value| item["link"].as_str().is_some_and(|link| link.starts_with('/'));
        let least = if main.is_empty() { 2 } else { 1 };
        if !main.iter().any(is_of_site)
            && let Some(mut items) = settings::menu_of_sections(site, self.places, sections, least, &mut self.log)
        {
            items.extend(main);
            menus["main"] = items.into();
        }
        settings::write(site, menus, records, sections, &mut self.files, &mut self.log);
        for path in &self.source.refused {
            self.log.left("symbolic link or device", path, "the file itself");
        }
        Ok(NewSite { files: self.files, log: self.log, counts: self.counts })
    }

    /// Drafts of exercises from lists of steps.
    pub fn exercises(&mut self, site: &OldSite) {
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

fn day_value(day: Option<Day>) -> Value {
    day.map_or(Value::Null, |day| day.to_string().into())
}
