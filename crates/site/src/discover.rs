//! Config in, [`Inventory`] out: the files of the site, with the kind and the language of each.
//!
//! The name of a file decides, and a name that a site cannot have is a finding. Reading the files is left to `parse` and
//! `assets`.

mod easy_read;
mod left_out;
mod root_folder;

use std::borrow::Cow;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use wellpress_diagnostics::{Diagnostic, Location, nearest, rules};
use wellpress_foundation::text::{composed, without_case};
use wellpress_io::fs::{EntryKind, FileStamp, Files, FsEntry, ReadError, is_device_name, slashed};

use crate::config::{Config, LanguageId, MAIN_LANGUAGE};
use crate::sections::{ContentKind, SectionId, Sections};

use root_folder::not_a_folder;
pub use root_folder::walk_root;

pub use easy_read::{EASY_READ_END, easy_route};

/// A Markdown file of `content` with what its path says about it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ContentFile {
    /// Relative to the root, with `/`.
    pub path: Arc<str>,
    /// The section of its folder.
    pub section: SectionId,
    /// The kind of its section.
    pub kind: ContentKind,
    /// The id that other pages name it by: the stem, or for `index.md` the name of its folder. Translations share it.
    pub id: String,
    /// The path under its section, such as `neck/neck-pain`. The address is made of it. Empty for the home page and for the
    /// text of a section's list.
    pub route: String,
    /// The language of the tag in the name; the main language without one.
    pub language: LanguageId,
    /// Whether it is the whole page, or its Easy Read version. The latter has the section of its page and is read as an article.
    pub form: TextForm,
}

/// In which form a file has the text of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextForm {
    /// The page itself.
    Full,
    /// The Easy Read version of a page, `neck-pain.easy.md` beside `neck-pain.md`.
    EasyRead,
}

impl ContentFile {
    /// Whether it is the text above the list of its section. The home page is no such text.
    #[must_use]
    pub fn is_section_text(&self) -> bool {
        self.route.is_empty() && self.section != ContentKind::Page.section()
    }
}

/// A glossary of the content, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct GlossaryFile {
    /// The file, relative to the root.
    pub path: Arc<str>,
    /// The language of the tag in the name; the main language without one.
    pub language: LanguageId,
}

/// All files of a site by what they are for, each list sorted by path, together with the size and time that the disk states
/// for them. The next run in the same process compares those to find the files that changed, without reading any.
#[derive(Debug, Default)]
pub struct Inventory {
    /// Files with front matter: articles, exercises and the other kinds.
    pub content: Vec<ContentFile>,
    /// Bibliography files in `content/references`.
    pub library: Vec<Arc<str>>,
    /// `glossary.yaml` and `glossary.<tag>.yaml`.
    pub glossaries: Vec<GlossaryFile>,
    /// Files of sign-offs, of requests and of reviewers' answers in `content/reviews`.
    pub reviews: Vec<Arc<str>>,
    /// Other files under `content`, such as pictures, and files of data in `data`: published when something refers to them.
    pub attachments: BTreeSet<Arc<str>>,
    /// Files under `static`, copied as they are.
    pub static_files: BTreeSet<Arc<str>>,
    /// Size and time of every file above, and of files that are findings.
    stamps: HashMap<Arc<str>, FileStamp>,
}

/// The files that changed since an earlier inventory.
#[derive(Debug)]
pub struct FileChanges {
    changed_paths: HashSet<Arc<str>>,
    file_set: FileSet,
}

/// Whether a site has the same files as before, whatever is in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FileSet {
    Same,
    Different,
}

impl FileChanges {
    /// Whether the file at this path may have other bytes, or is new.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.changed_paths.contains(path)
    }

    /// Whether any file came or went. Positions in the lists of the [`Inventory`] then mean other files.
    #[must_use]
    pub fn has_other_files(&self) -> bool {
        self.file_set == FileSet::Different
    }
}

/// The coarsest resolution of modification times among common file systems, that of FAT.
const TIMESTAMP_RESOLUTION: Duration = Duration::from_secs(2);

impl Inventory {
    /// Compares this inventory with an earlier one of the same site. `edited_paths` count as changed whatever their stamps say.
    ///
    /// Two edits within the resolution of the file system leave the same stamp. So a file as young as the youngest one always
    /// counts as changed: it may have been read between two such edits.
    #[must_use]
    pub fn changes_since(&self, earlier: &Self, edited_paths: &[String]) -> FileChanges {
        let newest = self.stamps.values().filter_map(FileStamp::modified).max();
        let fresh_since = newest.and_then(|newest| newest.checked_sub(TIMESTAMP_RESOLUTION));
        let is_changed = |path: &Arc<str>, stamp: &FileStamp| {
            // A file system that states no time leaves nothing by which a file could be told to be the same.
            earlier.stamps.get(path) != Some(stamp)
                || stamp.modified().is_none_or(|modified| Some(modified) >= fresh_since)
        };
        let changed = self.stamps.iter().filter(|(path, stamp)| is_changed(path, stamp));
        let edited = edited_paths.iter().filter_map(|path| self.stamps.get_key_value(path.as_str()));
        let changed_paths = changed.chain(edited).map(|(path, _)| path.clone()).collect();
        FileChanges {
            changed_paths,
            file_set: if self.has_same_files(earlier) { FileSet::Same } else { FileSet::Different },
        }
    }

    fn has_same_files(&self, earlier: &Self) -> bool {
        self.content == earlier.content
            && self.library == earlier.library
            && self.glossaries == earlier.glossaries
            && self.reviews == earlier.reviews
            && self.attachments == earlier.attachments
            && self.static_files == earlier.static_files
    }

    /// Updates the stamps of these files alone, given relative to the root, and returns them as the changes. `None`, without
    /// any update, if one of them is not a file of this inventory: then files may have come or gone, and [`discover`] has to
    /// walk the folders again.
    pub fn recheck(&mut self, files: &dyn Files, config: &Config, paths: &[String]) -> Option<FileChanges> {
        let stamps: Vec<(Arc<str>, FileStamp)> =
            paths.iter().map(|path| self.current_stamp(files, config, path)).collect::<Option<_>>()?;
        let changed_paths = stamps.iter().map(|(path, _)| path.clone()).collect();
        self.stamps.extend(stamps);
        Some(FileChanges { changed_paths, file_set: FileSet::Same })
    }

    fn current_stamp(&self, files: &dyn Files, config: &Config, path: &str) -> Option<(Arc<str>, FileStamp)> {
        let (inventory_path, _) = self.stamps.get_key_value(path)?;
        let entry = files.entry(&config.root.join(path)).ok()?;
        (entry.kind == EntryKind::File).then(|| (inventory_path.clone(), entry.stamp()))
    }
}

/// Walks `content` and `static`, and sorts their files by what they are for.
///
/// # Errors
/// When the content folder cannot be listed at all.
pub fn discover(files: &dyn Files, config: &Config) -> io::Result<(Inventory, Vec<Diagnostic>)> {
    let mut builder = InventoryBuilder { config, inventory: Inventory::default(), findings: Vec::new() };
    if let Some(entries) = builder.list_content(files)? {
        builder.findings.extend(left_out::texts(config.content_folder(), &entries));
        builder.add_files(entries, config.content_folder().name(), InventoryBuilder::add_content_file);
        builder.refuse_easy_without_page();
        builder.refuse_too_many();
    }
    builder.findings.extend(left_out::settings(config, files)?);
    if files.exists(&config.root.join(DATA))?
        && let Some(entries) = builder.list(files, DATA)?
    {
        builder.findings.extend(left_out::data_files(&entries));
        builder.add_data_files(entries);
    }
    if files.exists(&config.root.join(STATIC))?
        && let Some(entries) = builder.list(files, STATIC)?
    {
        builder.add_files(entries, STATIC, |builder, path| {
            builder.inventory.static_files.insert(path.into());
        });
    }
    builder.refuse_names_in_two_cases();
    Ok((builder.inventory, builder.findings))
}

/// The folder of files that are published as they are. Unlike `content`, a site can do without it.
const STATIC: &str = "static";

/// The folder of data for templates, which the renderer reads, and for tables and charts.
pub const DATA: &str = "data";

/// Whether a file may be data for a table or a chart, by the end of its name.
#[must_use]
pub fn is_data(path: &str) -> bool {
    DATA_FORMATS.contains(&&*extension_of(path))
}

/// The formats of data for tables and charts, by the ends of names.
const DATA_FORMATS: [&str; 3] = ["csv", "yaml", "yml"];

/// An inventory in the making, with the findings about names.
struct InventoryBuilder<'a> {
    config: &'a Config,
    inventory: Inventory,
    findings: Vec<Diagnostic>,
}

impl InventoryBuilder<'_> {
    /// Everything in the folder of the content that may be content. `None`, with a finding, if the settings name no such folder.
    fn list_content(&mut self, files: &dyn Files) -> io::Result<Option<Vec<FsEntry>>> {
        let (config, folder) = (self.config, self.config.content_folder());
        if let Some(name) = &config.settings.content
            && let Some(message) = not_a_folder(files, config, folder)?
        {
            let finding = Diagnostic::new(&rules::SETTINGS_INVALID, config.source.locate(name.span), message);
            self.findings
                .push(finding.help("name the folder that has the texts, as seen from the folder of the settings"));
            return Ok(None);
        }
        let entries = if folder.is_root() { Some(walk_root(files, config)?) } else { self.list(files, folder.name())? };
        let is_content = |entry: &FsEntry| !folder.leaves_out(&slashed(&entry.path));
        Ok(entries.map(|entries| entries.into_iter().filter(is_content).collect()))
    }

    /// Everything in a folder of the root. `None`, with a finding, if something other than a folder has its name.
    fn list(&mut self, files: &dyn Files, folder: &str) -> io::Result<Option<Vec<FsEntry>>> {
        let path = self.config.root.join(folder);
        match files.kind(&path)? {
            EntryKind::Folder => match files.walk(&path) {
                // A site without `static` or `data` is still a site, so this is a finding and no error.
                Err(error)
                    if folder != self.config.content_folder().name()
                        && error.kind() == io::ErrorKind::PermissionDenied =>
                {
                    self.findings.push(unlistable(folder, error.kind()));
                    Ok(None)
                }
                entries => entries.map(Some),
            },
            other_kind => {
                let message = format!("this is {other_kind}, not a folder");
                let finding = Diagnostic::new(&rules::FILE_SPECIAL, Location::file(folder), message);
                self.findings.push(finding.help("put the folder itself here"));
                Ok(None)
            }
        }
    }

    /// Calls `add` with each file of a folder whose name a site can have, and makes findings of the others.
    fn add_files(&mut self, entries: Vec<FsEntry>, folder: &str, mut add: impl FnMut(&mut Self, &str)) {
        for entry in entries {
            if entry.path.components().any(|part| is_skipped(&part.as_os_str().to_string_lossy())) {
                continue;
            }
            let Some(path) = self.valid_path(&entry.path, folder) else { continue };
            match entry.kind {
                EntryKind::File => {
                    // Also for a file that is a finding, so that an edit of it is noticed.
                    self.inventory.stamps.insert(path.as_str().into(), entry.stamp());
                    add(self, &path);
                }
                EntryKind::Folder => {}
                EntryKind::Symlink | EntryKind::Special => self.refuse(&path, &entry),
                EntryKind::Unreadable(reason) => self.findings.push(unlistable(&path, reason)),
            }
        }
    }

    /// Adds the files of `data` that a table or a chart can be made of. Lists of retractions and notices are large, and none of them.
    fn add_data_files(&mut self, entries: Vec<FsEntry>) {
        let data_files = entries.into_iter().filter(|entry| self.is_data_file(entry)).collect();
        self.add_files(data_files, DATA, |builder, path| {
            builder.inventory.attachments.insert(path.into());
        });
    }

    fn is_data_file(&self, entry: &FsEntry) -> bool {
        let path = format!("{DATA}/{}", slashed(&entry.path));
        entry.kind == EntryKind::File && is_data(&path) && !self.is_list_of_notices(&path)
    }

    fn refuse(&mut self, path: &str, entry: &FsEntry) {
        let message = format!("this is {}, not a file", entry.kind);
        let finding = Diagnostic::new(&rules::FILE_SPECIAL, Location::file(path), message);
        self.findings.push(finding.help("put the file itself here, or take it out of the content"));
    }

    /// The path relative to the root with `/`. `None`, with a finding, if no address can be made of it.
    fn valid_path(&mut self, path: &Path, folder: &str) -> Option<String> {
        let Some(text) = path.to_str() else {
            let lossy_path = below(folder, &path.to_string_lossy());
            self.findings.push(file_name(&lossy_path, "the name is not valid UTF-8").help("rename the file"));
            return None;
        };
        let slash_path = below(folder, &text.replace('\\', "/"));
        if slash_path.chars().any(char::is_control) || text.contains('\\') {
            let finding = file_name(&slash_path, "the name has a control character or a backslash");
            self.findings.push(finding.help("rename the file"));
            return None;
        }
        if let Some(reserved) = slash_path.split('/').find(|segment| is_device_name(segment)) {
            let finding = file_name(&slash_path, &format!("`{reserved}` is a reserved name on Windows"));
            self.findings.push(finding.help("rename it, so that everybody can check the site out"));
            return None;
        }
        Some(slash_path)
    }

    fn add_content_file(&mut self, path: &str) {
        let Some(in_content) = self.config.content_folder().below(path) else { return };
        let Some((folder, below)) = in_content.split_once('/') else {
            return self.add_top_level_file(path, in_content);
        };
        let section = self.config.sections.of_file(in_content);
        let is_markdown = Path::new(below).extension().is_some_and(|extension| extension == "md");
        match (section, folder) {
            (_, "references") if self.is_list_of_notices(path) => {}
            (_, "references") => self.inventory.library.push(path.into()),
            (_, "reviews") => self.add_review(path, below),
            (Some((section, below)), _) if is_markdown => self.add_document(path, section, below),
            (None, _) if is_markdown => self.refuse_outside_sections(path, folder),
            _ => {
                self.inventory.attachments.insert(path.into());
            }
        }
    }

    /// Whether the settings name this file as a list of retractions or notices, it says where such a list comes from, or has what
    /// else services say of sources. All may stand beside the sources.
    fn is_list_of_notices(&self, path: &str) -> bool {
        let citations = &self.config.settings.citations;
        let retractions = citations.retractions.as_ref().map(|list| list.value.file.as_str());
        let notices = citations.notices.as_ref().map(|list| list.value.as_str());
        let beside = citations.service_record_files().into_iter().flat_map(|files| [files.updates, files.references]);
        let lists = retractions.into_iter().chain(notices).map(str::to_owned).chain(beside);
        let mut lists = lists.map(|list| list.trim_start_matches("./").to_owned());
        lists.any(|list| list == path || path.strip_suffix(".yaml") == Some(&*list))
    }

    fn refuse_too_many(&mut self) {
        let (count, limit) = (self.inventory.content.len(), self.config.settings.limits.pages);
        if count > limit {
            let message = format!("there are {count} texts, over the limit of {limit}");
            let finding =
                Diagnostic::new(&rules::FILE_TOO_LARGE, Location::file(self.config.content_folder().name()), message);
            self.findings.push(finding.help("take out what is no content, or raise `limits.pages` in the settings"));
        }
    }

    fn add_review(&mut self, path: &str, below: &str) {
        if below.ends_with(".yaml") {
            return self.inventory.reviews.push(path.into());
        }
        let finding = file_name(path, "this folder holds sign-offs, one file `<id>.yaml` for each id of a page");
        let folder = self.config.content_folder().path("reviews");
        self.findings.push(finding.help(format!("move the file out of `{folder}`, or begin its name with `_`")));
    }

    /// Adds a file directly in `content`: a glossary or an attachment.
    fn add_top_level_file(&mut self, path: &str, name: &str) {
        if let Some(middle) = name.strip_prefix("glossary.").and_then(|end| end.strip_suffix("yaml")) {
            // `glossary.yaml` leaves nothing between the two, which stands for the main language.
            let tag = middle.trim_end_matches('.');
            match self.language(tag) {
                Some(language) => self.inventory.glossaries.push(GlossaryFile { path: path.into(), language }),
                None => self.unknown_language(path, tag),
            }
        } else if Path::new(name).extension().is_some_and(|extension| extension == "md") {
            if let Some((section, below)) = self.config.sections.of_file(name) {
                return self.add_document(path, section, below);
            }
            self.refuse_outside_sections(path, name.trim_end_matches(".md"));
        } else {
            self.inventory.attachments.insert(path.into());
        }
    }

    /// A Markdown file outside the folders of all kinds is a mistake: passed over silently, it would be missing from the site.
    fn refuse_outside_sections(&mut self, path: &str, folder: &str) {
        let sections: Vec<&str> = self.config.sections.entries().map(|(_, section)| section.folder.as_str()).collect();
        let finding = file_name(path, &format!("`{folder}` is no section of the content"));
        let fallback = format!(
            "declare it under `sections` in the settings, move the file to one of `{}`, or begin its name with `_`",
            sections.join("`, `")
        );
        self.findings.push(finding.suggest_or(nearest(folder, sections), fallback));
    }

    /// Adds a Markdown file. `below` is its path below the folder of its section, such as `neck/neck-pain.es.md`.
    fn add_document(&mut self, path: &str, section: SectionId, below: &str) {
        let kind = self.config.sections[section].kind;
        let stem = below.strip_suffix(".md").unwrap_or(below);
        let (stem, language) = match stem.rsplit_once('.').filter(|(_, tag)| looks_like_language(tag)) {
            Some((stem, tag)) => match self.language(tag) {
                Some(language) => (stem, language),
                None => return self.unknown_language(path, tag),
            },
            None => (stem, MAIN_LANGUAGE),
        };
        let Some((stem, form)) = self.text_form(path, stem, kind) else { return };
        // A page with pictures has a folder of its own: `neck-pain/index.md` is the page `neck-pain`.
        let folder = stem.strip_suffix(README).filter(|folder| folder.is_empty() || folder.ends_with('/'));
        let stem = folder.map_or(Cow::Borrowed(stem), |folder| Cow::Owned(format!("{folder}index")));
        let route = stem.strip_suffix("/index").unwrap_or(&stem);
        // `content/pages/index.md` is the home page, and `content/conditions/index.md` the text above the list of its section:
        // neither has a route, and a list is a plain page.
        let is_top = route == "index" && kind.has_pages();
        let has_list = self.config.sections[section].has_list();
        if is_top && kind != ContentKind::Page && !has_list {
            let finding = file_name(path, "the section has no list, so that this text has no place");
            self.findings.push(
                finding.help("give the section a `list` in the settings, or put the file into a folder of its own"),
            );
        }
        let kind = if is_top { ContentKind::Page } else { kind };
        // Texts name pages in the composed form, whatever the disk has.
        let route = composed(route.to_owned());
        let is_home = is_top && section == ContentKind::Page.section();
        let folder = &self.config.sections[section].folder;
        let id = if is_top && !is_home { folder } else { route.rsplit('/').next().unwrap_or(&route) }.to_owned();
        let route = if is_top { String::new() } else { route };
        let page = ContentFile { path: path.into(), section, kind, id, route, language, form };
        match form {
            TextForm::Full => self.inventory.content.push(page),
            TextForm::EasyRead => self.add_easy_read(page),
        }
    }

    /// The language of the site with this tag; an empty tag is that of the main language.
    fn language(&self, tag: &str) -> Option<LanguageId> {
        if tag.is_empty() {
            return Some(MAIN_LANGUAGE);
        }
        self.config.languages.position(|language| language.tag == tag)
    }

    fn unknown_language(&mut self, path: &str, tag: &str) {
        let finding = file_name(path, &format!("`{tag}` is not a language of this site"));
        self.findings
            .push(finding.help(format!("add it to `languages` in `{}`, or rename the file", self.config.source.path)));
    }

    /// Two names that differ only in case or in Unicode form are one file on macOS and Windows, where only one of the two would
    /// survive a checkout.
    fn refuse_names_in_two_cases(&mut self) {
        let mut first_by_folded: BTreeMap<String, Arc<str>> = BTreeMap::new();
        let content = self.inventory.content.iter().map(|file| &file.path);
        let paths = content
            .chain(&self.inventory.library)
            .chain(&self.inventory.reviews)
            .chain(&self.inventory.attachments)
            .chain(&self.inventory.static_files);
        for path in paths {
            match first_by_folded.entry(without_case(path)) {
                Entry::Vacant(slot) => _ = slot.insert(path.clone()),
                Entry::Occupied(first) => {
                    let first = first.get();
                    let message = format!("this name differs from `{first}` only in case or in Unicode form");
                    let finding = file_name(path, &message).help("rename one of the two");
                    self.findings.push(finding.related(Location::file(first.clone()), "the other one"));
                }
            }
        }
    }
}

/// The name of the text of a folder on hosts of repositories. It is the same as `index`.
const README: &str = "README";

/// The path from the root of what is in a folder of the root; `.` is the root itself.
fn below(folder: &str, path: &str) -> String {
    if folder == "." { path.to_owned() } else { format!("{folder}/{path}") }
}

/// The finding for a file of the content that cannot be read.
#[must_use]
pub fn unreadable(path: &Arc<str>, error: &ReadError) -> Diagnostic {
    let location = Location::file(path.clone());
    match error {
        ReadError::TooLarge { size, limit, .. } => {
            let message = format!("the file has {size} bytes, over the limit of {limit}");
            Diagnostic::new(&rules::FILE_TOO_LARGE, location, message)
                .help("split it, or raise the limit under `limits` in the settings")
        }
        ReadError::NotAFile { kind, .. } => {
            Diagnostic::new(&rules::FILE_SPECIAL, location, format!("this is {kind}, not a file"))
                .help("put the file itself here, or take it out of the content")
        }
        ReadError::Io { source, .. } => {
            let help = match source.kind() {
                io::ErrorKind::NotFound => "it went away while the site was read; build again",
                _ => "give the user who builds the permission to read it, and look whether the disk is sound",
            };
            Diagnostic::new(&rules::FILE_UNREADABLE, location, format!("the file cannot be read: {source}")).help(help)
        }
    }
}

/// The finding for something that a walk could not list.
fn unlistable(path: &str, reason: io::ErrorKind) -> Diagnostic {
    let (message, help) = match reason {
        io::ErrorKind::NotFound => ("this went away while the site was read".to_owned(), "build again"),
        _ => (format!("this folder cannot be listed: {reason}"), "give the user who builds the permission to read it"),
    };
    Diagnostic::new(&rules::FILE_UNREADABLE, Location::file(path), message).help(help)
}

fn file_name(path: &str, message: &str) -> Diagnostic {
    Diagnostic::new(&rules::FILE_NAME, Location::file(path), message)
}

/// Whether a path of `content` or `static` is passed over, because of its name or that of a folder above it: drafts and hidden
/// files, left-overs of editors, and private keys.
#[must_use]
pub fn is_left_out(path: &str) -> bool {
    path.split('/').any(is_skipped)
}

/// The folder of `security.txt` and its like (RFC 8615), which are meant for everybody though the name begins with a dot.
pub const WELL_KNOWN: &str = ".well-known";

/// Files with rules for the web host. The build writes both, so they are not passed over: `resolve` reports one in `static` as a
/// conflict.
const HOST_RULE_FILES: [&str; 2] = ["_headers", "_redirects"];

/// Whether a file or folder of this name is passed over, wherever it stands.
fn is_skipped(name: &str) -> bool {
    let is_hidden = name.starts_with(['.', '_']) && name != WELL_KNOWN && !HOST_RULE_FILES.contains(&name);
    is_hidden || is_left_behind(name) || is_secret(name)
}

/// Whether a file of the content is reported because of its name, so that nothing else needs to be said about it.
#[must_use]
pub fn is_reported_by_name(sections: &Sections, path: &str) -> bool {
    left_out::is_reported(sections.content(), path)
}

/// The finding about a file of YAML among pages, for one that no page leads to.
#[must_use]
pub fn about_unlinked_yaml(path: &str, sections: &Sections) -> Option<Diagnostic> {
    left_out::about_yaml(path, sections)
}

/// Whether an editor or a file manager left this file behind: a swap file, a backup, a thumbnail index.
#[must_use]
pub fn is_left_behind(name: &str) -> bool {
    let extension = extension_of(name);
    // Vim counts from `.swp` backwards: `.swo`, `.swn`. A file `.swf` is Flash.
    let is_swap = extension.len() == 3 && extension.starts_with("sw") && extension != "swf";
    is_swap
        || name.ends_with('~')
        || name.starts_with('#')
        || matches!(extension.as_str(), "bak" | "orig" | "rej" | "tmp")
        || matches!(name, "Thumbs.db" | "desktop.ini")
}

/// Whether this is the usual name of a private key, which must never be published by mistake.
fn is_secret(name: &str) -> bool {
    let is_ssh = matches!(name, "id_rsa" | "id_dsa" | "id_ecdsa" | "id_ed25519");
    is_ssh || matches!(extension_of(name).as_str(), "pem" | "key" | "p12" | "pfx" | "ppk" | "jks" | "keystore" | "kdbx")
}

fn extension_of(name: &str) -> String {
    name.rsplit_once('.').map_or_else(String::new, |(_, extension)| extension.to_ascii_lowercase())
}

/// Whether the second-last part of `neck-pain.es.md` is meant as a language: two or three lower-case letters, perhaps with a
/// region or script. Whether the site has the language is another question, so that a missing one is a finding.
fn looks_like_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}
