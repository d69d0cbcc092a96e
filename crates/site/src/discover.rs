//! Config in, [`Inventory`] out: which files the site has, of which kind and in which language.
//!
//! Nothing is read here. A name decides what a file is; what a name may not be is a finding.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use unicode_normalization::UnicodeNormalization;

use wellpress_diagnostics::{Diagnostic, Location, nearest, rules};
use wellpress_io::fs::{EntryKind, FileStamp, Files, FsEntry, ReadError};

use crate::config::Config;

/// What a content file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContentKind {
    /// `content/articles`.
    Article,
    /// `content/exercises`.
    Exercise,
    /// `content/programmes`.
    Programme,
    /// `content/people`.
    Person,
    /// `content/topics`.
    Topic,
    /// `content/pages`.
    Page,
    /// `content/disclaimers`.
    Disclaimer,
}

impl ContentKind {
    /// All kinds, in the order of their sections.
    pub const ALL: [Self; 7] =
        [Self::Article, Self::Exercise, Self::Programme, Self::Person, Self::Topic, Self::Page, Self::Disclaimer];

    /// The folder under `content`, which is also the section's path.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Article => "articles",
            Self::Exercise => "exercises",
            Self::Programme => "programmes",
            Self::Person => "people",
            Self::Topic => "topics",
            Self::Page => "pages",
            Self::Disclaimer => "disclaimers",
        }
    }

    /// The kind in the singular, as links and messages name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Exercise => "exercise",
            Self::Programme => "programme",
            Self::Person => "person",
            Self::Topic => "topic",
            Self::Page => "page",
            Self::Disclaimer => "disclaimer",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for ContentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A file that becomes a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentFile {
    /// Relative to the root, with `/`.
    pub path: Arc<str>,
    /// What it is.
    pub kind: ContentKind,
    /// Its id in its kind: the stem, or the bundle's folder.
    pub id: String,
    /// Its path under the section, such as `neck/neck-pain`; empty for the home page.
    pub route: String,
    /// Index into [`Config::languages`].
    pub language: usize,
}

/// Which files the site has.
#[derive(Debug, Default)]
pub struct Inventory {
    /// Documents, by path.
    pub content: Vec<ContentFile>,
    /// Files of the library of sources, by path.
    pub library: Vec<Arc<str>>,
    /// Glossaries with the index of their language.
    pub glossaries: Vec<(Arc<str>, usize)>,
    /// Files of sign-offs, by path.
    pub reviews: Vec<Arc<str>>,
    /// Other files under `content`, such as pictures: published when something refers to them.
    pub attachments: BTreeSet<Arc<str>>,
    /// Files under `static`, copied as they are.
    pub statics: BTreeSet<Arc<str>>,
    /// What the disk says of all of them.
    stamps: HashMap<Arc<str>, FileStamp>,
}

/// Files that are not as they were when the site was looked at before.
#[derive(Debug)]
pub struct Changes {
    files: HashSet<Arc<str>>,
    membership: Membership,
}

/// Whether there are the same files as before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Membership {
    Same,
    Other,
}

impl Changes {
    /// Whether the file at this path may have other bytes, or was not there.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    /// Whether any file came or went.
    #[must_use]
    pub fn is_other_set(&self) -> bool {
        self.membership == Membership::Other
    }
}

/// A file that was changed so shortly before the newest one may be changed again without its stamp showing it.
const GRAIN: Duration = Duration::from_secs(2);

impl Inventory {
    /// What is not as it was, and the files at the paths that are known to have been written.
    #[must_use]
    pub fn changes_since(&self, before: &Self, written: &[String]) -> Changes {
        let newest = self.stamps.values().filter_map(FileStamp::modified).max();
        let fresh = newest.and_then(|newest| newest.checked_sub(GRAIN));
        let is_changed = |path: &Arc<str>, stamp: &FileStamp| {
            before.stamps.get(path) != Some(stamp) || stamp.modified().is_none_or(|modified| Some(modified) >= fresh)
        };
        let changed = self.stamps.iter().filter(|(path, stamp)| is_changed(path, stamp));
        let written = written.iter().filter_map(|path| self.stamps.get_key_value(path.as_str()));
        let files = changed.chain(written).map(|(path, _)| path.clone()).collect();
        let is_same = self.content == before.content
            && self.library == before.library
            && self.glossaries == before.glossaries
            && self.reviews == before.reviews
            && self.attachments == before.attachments
            && self.statics == before.statics;
        Changes { files, membership: if is_same { Membership::Same } else { Membership::Other } }
    }

    /// Looks again at these files alone, given as paths relative to the root. Nothing where that does not do, because one
    /// of them is not a file that was there before; then all is as if nobody had looked.
    pub fn look_again(&mut self, files: &dyn Files, config: &Config, paths: &[String]) -> Option<Changes> {
        let look = |path: &String| {
            let (known, _) = self.stamps.get_key_value(path.as_str())?;
            let entry = files.entry(&config.root.join(path)).ok()?;
            (entry.kind == EntryKind::File).then(|| (known.clone(), entry.stamp()))
        };
        let seen: Vec<(Arc<str>, FileStamp)> = paths.iter().map(look).collect::<Option<_>>()?;
        let changed = seen.iter().map(|(path, _)| path.clone()).collect();
        self.stamps.extend(seen);
        Some(Changes { files: changed, membership: Membership::Same })
    }
}

/// Walks `content` and `static`.
///
/// # Errors
/// When the content folder cannot be listed at all.
pub fn discover(files: &dyn Files, config: &Config) -> io::Result<(Inventory, Vec<Diagnostic>)> {
    let mut found = Found { config, inventory: Inventory::default(), findings: Vec::new() };
    if let Some(entries) = found.entries(files, "content")? {
        found.take(entries, "content", Found::content_file);
        found.refuse_too_many();
    }
    if files.exists(&config.root.join(STATIC))?
        && let Some(entries) = found.entries(files, STATIC)?
    {
        found.take(entries, STATIC, |found, path| {
            found.inventory.statics.insert(path.into());
        });
    }
    found.refuse_twins();
    Ok((found.inventory, found.findings))
}

/// Files that are published as they are. A site does without; its content it does not.
const STATIC: &str = "static";

struct Found<'a> {
    config: &'a Config,
    inventory: Inventory,
    findings: Vec<Diagnostic>,
}

impl Found<'_> {
    /// What is in a folder of the root, or a finding where something else stands in its place.
    fn entries(&mut self, files: &dyn Files, folder: &str) -> io::Result<Option<Vec<FsEntry>>> {
        let path = self.config.root.join(folder);
        match files.kind(&path)? {
            EntryKind::Folder => match files.walk(&path) {
                Err(error) if folder == STATIC && error.kind() == io::ErrorKind::PermissionDenied => {
                    self.findings.push(unlisted(folder, error.kind()));
                    Ok(None)
                }
                entries => entries.map(Some),
            },
            other => {
                let message = format!("this is {other}, not a folder");
                let finding = Diagnostic::new(&rules::FILE_SPECIAL, Location::file(folder), message);
                self.findings.push(finding.help("put the folder itself here"));
                Ok(None)
            }
        }
    }

    fn take(&mut self, entries: Vec<FsEntry>, folder: &str, mut each: impl FnMut(&mut Self, &str)) {
        for entry in entries {
            if entry.path.components().any(|part| is_skipped(&part.as_os_str().to_string_lossy())) {
                continue;
            }
            let Some(path) = self.sound_path(&entry.path, folder) else { continue };
            match entry.kind {
                EntryKind::File => {
                    self.inventory.stamps.insert(path.as_str().into(), entry.stamp());
                    each(self, &path);
                }
                EntryKind::Folder => {}
                EntryKind::Symlink | EntryKind::Special => self.refuse(&path, &entry),
                EntryKind::Unreadable(why) => self.findings.push(unlisted(&path, why)),
            }
        }
    }

    fn refuse(&mut self, path: &str, entry: &FsEntry) {
        let message = format!("this is {}, not a file", entry.kind);
        let finding = Diagnostic::new(&rules::FILE_SPECIAL, Location::file(path), message);
        self.findings.push(finding.help("put the file itself here, or take it out of the content"));
    }

    /// The path relative to the root with `/`, or a finding where no address can be made of it.
    fn sound_path(&mut self, path: &Path, folder: &str) -> Option<String> {
        let Some(text) = path.to_str() else {
            let shown = format!("{folder}/{}", path.to_string_lossy());
            self.findings.push(file_name(&shown, "the name is not valid UTF-8").help("rename the file"));
            return None;
        };
        let text = format!("{folder}/{}", text.replace('\\', "/"));
        if text.chars().any(char::is_control) || path.to_string_lossy().contains('\\') {
            self.findings
                .push(file_name(&text, "the name has a control character or a backslash").help("rename the file"));
            return None;
        }
        for segment in text.split('/') {
            if is_reserved(segment) {
                let message = format!("`{segment}` is a reserved name on Windows");
                self.findings
                    .push(file_name(&text, &message).help("rename it, so that everybody can check the site out"));
                return None;
            }
        }
        Some(text)
    }

    fn content_file(&mut self, path: &str) {
        let Some((folder, below)) = path.trim_start_matches("content/").split_once('/') else {
            return self.top_level(path);
        };
        let kind = ContentKind::ALL.into_iter().find(|kind| kind.folder() == folder);
        let is_markdown = Path::new(below).extension().is_some_and(|extension| extension == "md");
        match (kind, folder) {
            (Some(kind), _) if is_markdown => self.document(path, kind, below),
            (None, "references") => self.inventory.library.push(path.into()),
            (None, "reviews") => self.review(path, below),
            (None, _) if is_markdown => self.no_section(path, folder),
            _ => {
                self.inventory.attachments.insert(path.into());
            }
        }
    }

    fn refuse_too_many(&mut self) {
        let (count, limit) = (self.inventory.content.len(), self.config.settings.limits.pages);
        if count > limit {
            let message = format!("there are {count} texts, over the limit of {limit}");
            let finding = Diagnostic::new(&rules::FILE_TOO_LARGE, Location::file("content"), message);
            self.findings.push(finding.help("take out what is no content, or raise `limits.pages` in the settings"));
        }
    }

    fn review(&mut self, path: &str, below: &str) {
        if below.ends_with(".yaml") && !below.contains('/') {
            return self.inventory.reviews.push(path.into());
        }
        let finding = file_name(path, "this folder holds sign-offs, one file `<id>.yaml` for each id of a page");
        self.findings.push(finding.help("move the file out of `content/reviews`, or begin its name with `_`"));
    }

    fn top_level(&mut self, path: &str) {
        let name = path.trim_start_matches("content/");
        if let Some(rest) = name.strip_prefix("glossary.").and_then(|rest| rest.strip_suffix("yaml")) {
            let tag = rest.trim_end_matches('.');
            match self.language(tag) {
                Some(language) => self.inventory.glossaries.push((path.into(), language)),
                None => self.unknown_language(path, tag),
            }
        } else if Path::new(name).extension().is_some_and(|extension| extension == "md") {
            self.no_section(path, name.trim_end_matches(".md"));
        } else {
            self.inventory.attachments.insert(path.into());
        }
    }

    /// A page in a place that no kind has would be left out without a word.
    fn no_section(&mut self, path: &str, folder: &str) {
        let sections = ContentKind::ALL.map(ContentKind::folder);
        let finding = file_name(path, &format!("`{folder}` is no section of the content"));
        let otherwise = format!("move the file to one of `{}`, or begin its name with `_`", sections.join("`, `"));
        self.findings.push(finding.suggest_or(nearest(folder, sections), otherwise));
    }

    fn document(&mut self, path: &str, kind: ContentKind, below: &str) {
        let stem = below.strip_suffix(".md").unwrap_or(below);
        let (stem, language) = match stem.rsplit_once('.').filter(|(_, tag)| looks_like_language(tag)) {
            Some((stem, tag)) => match self.language(tag) {
                Some(language) => (stem, language),
                None => return self.unknown_language(path, tag),
            },
            None => (stem, 0),
        };
        let route = stem.strip_suffix("/index").unwrap_or(stem);
        let is_home = kind == ContentKind::Page && route == "index";
        if route == "index" && !is_home {
            let finding =
                file_name(path, "an `index.md` takes its id from its folder, and this folder is the section itself");
            self.findings.push(finding.help("put it into a folder of its own, or name it for its id"));
            return;
        }
        let id = route.rsplit('/').next().unwrap_or(route).to_owned();
        let route = if is_home { String::new() } else { route.to_owned() };
        self.inventory.content.push(ContentFile { path: path.into(), kind, id, route, language });
    }

    fn language(&self, tag: &str) -> Option<usize> {
        if tag.is_empty() {
            return Some(0);
        }
        self.config.languages.iter().position(|language| language.tag == tag)
    }

    fn unknown_language(&mut self, path: &str, tag: &str) {
        let finding = file_name(path, &format!("`{tag}` is not a language of this site"));
        self.findings
            .push(finding.help(format!("add it to `languages` in `{}`, or rename the file", self.config.source.path)));
    }

    /// Two names that differ only in case or in Unicode form are one file on many machines.
    fn refuse_twins(&mut self) {
        let mut seen: BTreeMap<String, Arc<str>> = BTreeMap::new();
        let content = self.inventory.content.iter().map(|file| &file.path);
        let all = content
            .chain(&self.inventory.library)
            .chain(&self.inventory.reviews)
            .chain(&self.inventory.attachments)
            .chain(&self.inventory.statics);
        for path in all {
            let folded = fold(path);
            if let Some(first) = seen.get(&folded) {
                self.findings.push(
                    file_name(path, &format!("this name differs from `{first}` only in case or in Unicode form"))
                        .help("rename one of the two")
                        .related(Location::file(first.clone()), "the other one"),
                );
            } else {
                seen.insert(folded, path.clone());
            }
        }
    }
}

/// The finding for a file of the content that cannot be read.
#[must_use]
pub fn unreadable(path: &Arc<str>, error: &ReadError) -> Diagnostic {
    let place = Location::file(path.clone());
    match error {
        ReadError::TooLarge { size, limit, .. } => {
            let message = format!("the file has {size} bytes, over the limit of {limit}");
            Diagnostic::new(&rules::FILE_TOO_LARGE, place, message)
                .help("split it, or raise the limit under `limits` in the settings")
        }
        ReadError::NotAFile { kind, .. } => {
            Diagnostic::new(&rules::FILE_SPECIAL, place, format!("this is {kind}, not a file"))
                .help("put the file itself here, or take it out of the content")
        }
        ReadError::Io { source, .. } => {
            let help = match source.kind() {
                io::ErrorKind::NotFound => "it went away while the site was read; build again",
                _ => "give the user who builds the permission to read it, and look whether the disk is sound",
            };
            Diagnostic::new(&rules::FILE_UNREADABLE, place, format!("the file cannot be read: {source}")).help(help)
        }
    }
}

/// A name without case and in one Unicode form, so that names which some machine takes for one are equal.
#[must_use]
pub fn fold(name: &str) -> String {
    if name.is_ascii() { name.to_ascii_lowercase() } else { name.nfkc().flat_map(char::to_lowercase).nfkc().collect() }
}

fn unlisted(path: &str, why: io::ErrorKind) -> Diagnostic {
    let (message, help) = match why {
        io::ErrorKind::NotFound => ("this went away while the site was read".to_owned(), "build again"),
        _ => (format!("this folder cannot be listed: {why}"), "give the user who builds the permission to read it"),
    };
    Diagnostic::new(&rules::FILE_UNREADABLE, Location::file(path), message).help(help)
}

fn file_name(path: &str, message: &str) -> Diagnostic {
    Diagnostic::new(&rules::FILE_NAME, Location::file(path), message)
}

/// Whether a path of the content or of `static` is passed over, because it or a folder above it has a name that says so.
#[must_use]
pub fn is_left_out(path: &str) -> bool {
    path.split('/').any(is_skipped)
}

/// The folder of `security.txt` and its like (RFC 8615), which are meant for everybody though the name begins with a dot.
pub const WELL_KNOWN: &str = ".well-known";

/// Files for hosts, which the build writes itself: whoever has one of their own is told so.
const FOR_HOSTS: [&str; 2] = ["_headers", "_redirects"];

/// Whether a file or folder of this name is passed over, wherever it stands.
fn is_skipped(name: &str) -> bool {
    let is_hidden = name.starts_with(['.', '_']) && name != WELL_KNOWN && !FOR_HOSTS.contains(&name);
    is_hidden || is_left_behind(name) || is_secret(name)
}

/// Whether an editor or a file manager left it.
#[must_use]
pub fn is_left_behind(name: &str) -> bool {
    let extension = extension_of(name);
    let is_swap = extension.len() == 3 && extension.starts_with("sw") && extension != "swf";
    is_swap
        || name.ends_with('~')
        || name.starts_with('#')
        || matches!(extension.as_str(), "bak" | "orig" | "rej" | "tmp")
        || matches!(name, "Thumbs.db" | "desktop.ini")
}

/// Whether a name is one of those that keys have.
fn is_secret(name: &str) -> bool {
    let is_ssh = matches!(name, "id_rsa" | "id_dsa" | "id_ecdsa" | "id_ed25519");
    is_ssh || matches!(extension_of(name).as_str(), "pem" | "key" | "p12" | "pfx" | "ppk" | "jks" | "keystore" | "kdbx")
}

fn extension_of(name: &str) -> String {
    name.rsplit_once('.').map_or_else(String::new, |(_, extension)| extension.to_ascii_lowercase())
}

/// Whether Windows keeps this name, with any extension, for a device.
#[must_use]
pub fn is_reserved(segment: &str) -> bool {
    let stem = segment.split('.').next().unwrap_or(segment).to_ascii_lowercase();
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix)
            .is_some_and(|number| number.len() == 1 && number.bytes().all(|b| b.is_ascii_digit() && b != b'0'))
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// Two or three letters, perhaps with a region or script: enough to take `neck-pain.es.md` for a translation.
fn looks_like_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}
