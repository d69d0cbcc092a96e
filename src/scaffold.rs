//! Creates files for authors to fill in: a small site that builds at once, single records, themes, and workflows for continuous
//! integration. The texts are in the folder `scaffold`; a file that exists is never overwritten.

mod ci;
mod editor;

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use wellpress_diagnostics::yaml::Day;
use wellpress_io::fs::{Files, absolute, is_device_name};
use wellpress_site::config::VERSION_FILE;
use wellpress_site::discover::ContentKind;

pub use ci::{CiService, CiSetup, Host, InstallMethod};

/// The settings file of a new site, which also tells whether a folder is a site.
const SETTINGS: &str = "wellpress.yaml";

/// Why no file was created.
#[derive(Debug, Error)]
pub enum ScaffoldError {
    /// Some of the files exist. All of them are compared before the first one is written.
    #[error("{} there already; nothing was written", are_there(.0))]
    Exists(Vec<PathBuf>),
    /// Workflows install exactly one version.
    #[error("`{}` says `{version}`, which is no whole version, and workflows install exactly one", path.display())]
    PartialVersion {
        /// The file that names the version.
        path: PathBuf,
        /// What it says.
        version: String,
    },
    /// Workflows were asked for in a folder of a site; they belong in its root.
    #[error("this folder is inside the site in `{}`", .0.display())]
    InsideSite(PathBuf),
    /// The id could not be used in an address.
    #[error("`{0}` is not an id: use lower-case letters, digits and `-`, beginning with a letter or a digit")]
    NotAnId(String),
    /// The operating system refused to write.
    #[error("cannot write `{}`: {source}", path.display())]
    Io {
        /// The file or folder that could not be written.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
}

/// The kinds of records that [`add`] creates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the kind of content with the same name")]
pub enum NewRecord {
    Article,
    Exercise,
    Person,
    Topic,
    Programme,
}

/// The files of a new site: path relative to its root, and text.
const SITE: [(&str, &str); 22] = [
    (SETTINGS, include_str!("scaffold/wellpress.yaml")),
    ("README.md", include_str!("scaffold/README.md")),
    (".gitignore", include_str!("scaffold/gitignore")),
    ("content/articles/back-pain-at-a-desk/index.md", include_str!("scaffold/article.md")),
    ("content/exercises/passive-backbend/index.md", include_str!("scaffold/passive-backbend.md")),
    ("content/exercises/standing-alignment/index.md", include_str!("scaffold/standing-alignment.md")),
    ("content/exercises/passive-backbend/passive-backbend.svg", include_str!("scaffold/passive-backbend.svg")),
    ("content/exercises/standing-alignment/standing-alignment.svg", include_str!("scaffold/standing-alignment.svg")),
    ("content/topics/back-pain.md", include_str!("scaffold/topic.md")),
    ("content/people/editorial-team.md", include_str!("scaffold/person.md")),
    ("content/disclaimers/general.md", include_str!("scaffold/disclaimer.md")),
    ("content/pages/index.md", include_str!("scaffold/home.md")),
    ("content/pages/about.md", include_str!("scaffold/about.md")),
    ("content/pages/policies/editorial-policy.md", include_str!("scaffold/policies/editorial-policy.md")),
    ("content/pages/policies/review-policy.md", include_str!("scaffold/policies/review-policy.md")),
    ("content/pages/policies/corrections-policy.md", include_str!("scaffold/policies/corrections-policy.md")),
    ("content/pages/policies/advertising-policy.md", include_str!("scaffold/policies/advertising-policy.md")),
    ("content/pages/policies/ai-policy.md", include_str!("scaffold/policies/ai-policy.md")),
    ("content/pages/policies/privacy.md", include_str!("scaffold/policies/privacy.md")),
    ("content/pages/policies/accessibility.md", include_str!("scaffold/policies/accessibility.md")),
    ("content/pages/policies/contact.md", include_str!("scaffold/policies/contact.md")),
    ("content/references/library.bib", include_str!("scaffold/library.bib")),
];

/// Creates a site in `folder`, and the folder if it does not exist; with a setup, also the workflows that check and publish
/// the site. In a folder that is a site already, only the workflows are written. The file that names the version of wellpress
/// is written if there is none. Returns the paths of the new files.
///
/// # Errors
/// [`ScaffoldError::Exists`] or [`ScaffoldError::InsideSite`] before anything is written, or [`ScaffoldError::Io`].
pub fn init(
    files: &dyn Files,
    folder: &Path,
    today: Day,
    setup: Option<CiSetup>,
) -> Result<Vec<PathBuf>, ScaffoldError> {
    let settings = folder.join(SETTINGS);
    let is_site = files.exists(&settings).map_err(io_error(&settings))?;
    let mut new_files = Vec::new();
    if setup.is_some()
        && !is_site
        && let Some(site) = site_around(files, folder)?
    {
        return Err(ScaffoldError::InsideSite(site));
    }
    // Without workflows to write, an existing site ends in `Exists` below.
    if !(is_site && setup.is_some()) {
        new_files.extend(SITE.iter().map(|(path, text)| (folder.join(path), with_date(text, today))));
        new_files.extend(editor::files().into_iter().map(|(path, text)| (folder.join(path), text)));
    }
    new_files.extend(setup.iter().flat_map(|setup| setup.files()).map(|(path, text)| (folder.join(path), text)));
    let version = folder.join(VERSION_FILE);
    if !files.exists(&version).map_err(io_error(&version))? {
        new_files.push((version, concat!(env!("CARGO_PKG_VERSION"), "\n").to_owned()));
    } else if setup.is_some() {
        let bytes = files.read(&version).map_err(io_error(&version))?;
        let text = String::from_utf8_lossy(&bytes).trim().to_owned();
        if !is_whole_version(&text) {
            return Err(ScaffoldError::PartialVersion { path: version, version: text });
        }
    }
    write_all(files, &new_files)?;
    Ok(new_files.into_iter().map(|(path, _)| path).collect())
}

/// Whether this is three numbers, such as `1.2.3`.
fn is_whole_version(text: &str) -> bool {
    let numbers: Vec<&str> = text.split('.').collect();
    numbers.len() == 3
        && numbers.iter().all(|number| number.bytes().all(|byte| byte.is_ascii_digit()) && !number.is_empty())
}

/// The nearest site that contains this folder.
fn site_around(files: &dyn Files, folder: &Path) -> Result<Option<PathBuf>, ScaffoldError> {
    // An empty path stands for the working directory, but no file has one.
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let folder = absolute(files, folder).map_err(io_error(folder))?;
    let site = folder.ancestors().skip(1).find(|folder| files.exists(&folder.join(SETTINGS)).unwrap_or(false));
    Ok(site.map(Path::to_path_buf))
}

/// Creates the file of one record in the site at `root`, and returns its path.
///
/// # Errors
/// [`ScaffoldError::NotAnId`], [`ScaffoldError::Exists`] or [`ScaffoldError::Io`].
pub fn add(files: &dyn Files, root: &Path, record: NewRecord, id: &str, today: Day) -> Result<PathBuf, ScaffoldError> {
    if !is_id(id) {
        return Err(ScaffoldError::NotAnId(id.to_owned()));
    }
    let path = root.join("content").join(record.kind().folder()).join(record.file(id));
    let text = with_date(record.text(), today).replace("{title}", &record.title_of(id));
    write_all(files, &[(path.clone(), text)])?;
    Ok(path)
}

/// The files of a new theme: path relative to its folder, and text.
const THEME: [(&str, &str); 2] = [
    ("theme.yaml", include_str!("scaffold/theme/theme.yaml")),
    ("assets/brand.css", include_str!("scaffold/theme/brand.css")),
];

/// Creates a theme in the site at `root` that extends `well`, and returns the paths of its files.
///
/// # Errors
/// [`ScaffoldError::NotAnId`], [`ScaffoldError::Exists`] or [`ScaffoldError::Io`].
pub fn theme(files: &dyn Files, root: &Path, name: &str) -> Result<Vec<PathBuf>, ScaffoldError> {
    // A theme called `well` would extend itself.
    if !is_id(name) || name == "well" {
        return Err(ScaffoldError::NotAnId(name.to_owned()));
    }
    let folder = root.join("themes").join(name);
    let new_files: Vec<(PathBuf, String)> =
        THEME.iter().map(|(path, text)| (folder.join(path), text.replace("{name}", name))).collect();
    write_all(files, &new_files)?;
    Ok(new_files.into_iter().map(|(path, _)| path).collect())
}

/// Copies a file of the default theme into the theme `name`, and returns where it is.
///
/// # Errors
/// [`ScaffoldError::Exists`] before anything is written, or [`ScaffoldError::Io`].
pub fn ejected(files: &dyn Files, root: &Path, name: &str, path: &str, bytes: &[u8]) -> Result<PathBuf, ScaffoldError> {
    let copy = root.join("themes").join(name).join(path);
    write_all(files, &[(copy.clone(), bytes)])?;
    Ok(copy)
}

impl NewRecord {
    fn kind(self) -> ContentKind {
        match self {
            Self::Article => ContentKind::Article,
            Self::Exercise => ContentKind::Exercise,
            Self::Person => ContentKind::Person,
            Self::Topic => ContentKind::Topic,
            Self::Programme => ContentKind::Programme,
        }
    }

    /// Path below the folder of the kind. Articles and exercises get a folder of their own, for their pictures.
    fn file(self, id: &str) -> String {
        match self {
            Self::Article | Self::Exercise => format!("{id}/index.md"),
            Self::Person | Self::Topic | Self::Programme => format!("{id}.md"),
        }
    }

    /// `neck-pain` as `Neck pain`; a person's `jane-doe` as `Jane Doe`.
    fn title_of(self, id: &str) -> String {
        match self {
            Self::Person => id.split('-').map(capitalised).collect::<Vec<_>>().join(" "),
            Self::Article | Self::Exercise | Self::Topic | Self::Programme => capitalised(&id.replace('-', " ")),
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Article => include_str!("scaffold/new/article.md"),
            Self::Exercise => include_str!("scaffold/new/exercise.md"),
            Self::Person => include_str!("scaffold/new/person.md"),
            Self::Topic => include_str!("scaffold/new/topic.md"),
            Self::Programme => include_str!("scaffold/new/programme.md"),
        }
    }
}

fn with_date(text: &str, today: Day) -> String {
    text.replace("{today}", &today.to_string())
}

/// Whether an id can be the name of a file and of a folder in an address. `index` and the reserved names already mean something
/// there, and file systems end at names of 255 bytes.
fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 200
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !id.starts_with('-')
        && id != "index"
        && !is_device_name(id)
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Writes all of these files, or none if one of them exists.
fn write_all(files: &dyn Files, new_files: &[(PathBuf, impl AsRef<[u8]>)]) -> Result<(), ScaffoldError> {
    let mut existing = Vec::new();
    for (path, _) in new_files {
        if files.exists(path).map_err(io_error(path))? {
            existing.push(path.clone());
        }
    }
    if !existing.is_empty() {
        return Err(ScaffoldError::Exists(existing));
    }
    for (path, text) in new_files {
        if let Some(folder) = path.parent() {
            files.create_dir_all(folder).map_err(io_error(folder))?;
        }
        // `create_new` refuses a file that has appeared since.
        files.create_new(path, text.as_ref()).map_err(io_error(path))?;
    }
    Ok(())
}

fn io_error(path: &Path) -> impl Fn(io::Error) -> ScaffoldError + '_ {
    move |source| ScaffoldError::Io { path: path.to_owned(), source }
}

fn are_there(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
    format!("{} {}", names.join(", "), if names.len() == 1 { "is" } else { "are" })
}
