//! A folder in, a site that builds at once out; and single records for a site that is there.
//!
//! A file that is there already is never written over.

mod ci;
mod editor;

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use wellpress_diagnostics::yaml::Day;
use wellpress_io::fs::Files;
use wellpress_site::discover::{ContentKind, is_reserved};

pub use ci::Service;

/// Why nothing was made.
#[derive(Debug, Error)]
pub enum ScaffoldError {
    /// Files are there already.
    #[error("{} there already; nothing was written", are_there(.0))]
    Exists(Vec<PathBuf>),
    /// What was asked for as an id is none.
    #[error("`{0}` is not an id: use lower-case letters, digits and `-`, beginning with a letter or a digit")]
    NotAnId(String),
    /// The machine could not.
    #[error("cannot write `{}`: {source}", path.display())]
    Io {
        /// What could not be written.
        path: PathBuf,
        /// What the machine said.
        source: io::Error,
    },
}

/// A record that can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Record {
    /// An article in a folder of its own.
    Article,
    /// An exercise in a folder of its own.
    Exercise,
    /// A person.
    Person,
    /// A topic.
    Topic,
    /// An ordered routine of exercises.
    Programme,
}

/// Files of a new site: where each goes, and its text.
const SITE: [(&str, &str); 22] = [
    ("wellpress.yaml", include_str!("scaffold/wellpress.yaml")),
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

/// Makes a site in `folder`, which need not be there yet, with what a service needs to build and publish it. Where a site
/// is there already, a service gets its files alone. Gives the files that were written.
///
/// # Errors
/// [`ScaffoldError::Exists`] before anything is written, or what the machine could not do.
pub fn init(
    files: &dyn Files,
    folder: &Path,
    today: Day,
    service: Option<Service>,
) -> Result<Vec<PathBuf>, ScaffoldError> {
    let settings = folder.join(SITE[0].0);
    let is_site = files.exists(&settings).map_err(failed(&settings))?;
    let mut planned = Vec::new();
    if !(is_site && service.is_some()) {
        planned.extend(SITE.iter().map(|(path, text)| (folder.join(path), with_date(text, today))));
        planned.extend(editor::files().into_iter().map(|(path, text)| (folder.join(path), text)));
    }
    planned.extend(service.iter().flat_map(|service| service.files()).map(|(path, text)| (folder.join(path), text)));
    write_all(files, &planned)
}

/// Makes one record in the site at `root`. Gives the file that was written.
///
/// # Errors
/// [`ScaffoldError::NotAnId`], [`ScaffoldError::Exists`], or what the machine could not do.
pub fn add(files: &dyn Files, root: &Path, record: Record, id: &str, today: Day) -> Result<PathBuf, ScaffoldError> {
    if !is_id(id) {
        return Err(ScaffoldError::NotAnId(id.to_owned()));
    }
    let path = root.join("content").join(record.kind().folder()).join(record.file(id));
    let text = with_date(record.text(), today).replace("{title}", &record.title_of(id));
    let mut written = write_all(files, &[(path, text)])?;
    Ok(written.remove(0))
}

/// Files of a new theme.
const THEME: [(&str, &str); 2] = [
    ("theme.yaml", include_str!("scaffold/theme/theme.yaml")),
    ("assets/brand.css", include_str!("scaffold/theme/brand.css")),
];

/// Makes a theme in the site at `root` that extends `well`. Gives the files that were written.
///
/// # Errors
/// [`ScaffoldError::NotAnId`], [`ScaffoldError::Exists`], or what the machine could not do.
pub fn theme(files: &dyn Files, root: &Path, name: &str) -> Result<Vec<PathBuf>, ScaffoldError> {
    if !is_id(name) || name == "well" {
        return Err(ScaffoldError::NotAnId(name.to_owned()));
    }
    let folder = root.join("themes").join(name);
    let planned: Vec<(PathBuf, String)> =
        THEME.iter().map(|(path, text)| (folder.join(path), text.replace("{name}", name))).collect();
    write_all(files, &planned)
}

impl Record {
    /// Its kind in the content.
    #[must_use]
    pub fn kind(self) -> ContentKind {
        match self {
            Self::Article => ContentKind::Article,
            Self::Exercise => ContentKind::Exercise,
            Self::Person => ContentKind::Person,
            Self::Topic => ContentKind::Topic,
            Self::Programme => ContentKind::Programme,
        }
    }

    /// Articles and exercises get a folder, for the pictures that will stand beside them.
    fn file(self, id: &str) -> String {
        match self {
            Self::Article | Self::Exercise => format!("{id}/index.md"),
            Self::Person | Self::Topic | Self::Programme => format!("{id}.md"),
        }
    }

    /// `neck-pain` as `Neck pain`; a person's `jane-doe` as `Jane Doe`.
    fn title_of(self, id: &str) -> String {
        match self {
            Self::Person => id.split('-').map(capital).collect::<Vec<_>>().join(" "),
            Self::Article | Self::Exercise | Self::Topic | Self::Programme => capital(&id.replace('-', " ")),
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

fn is_id(id: &str) -> bool {
    let sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !id.is_empty()
        && id.len() <= 200
        && id.chars().all(sound)
        && !id.starts_with('-')
        && id != "index"
        && !is_reserved(id)
}

/// `neck` as `Neck`.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn write_all(files: &dyn Files, planned: &[(PathBuf, String)]) -> Result<Vec<PathBuf>, ScaffoldError> {
    let mut there = Vec::new();
    for (path, _) in planned {
        if files.exists(path).map_err(failed(path))? {
            there.push(path.clone());
        }
    }
    if !there.is_empty() {
        return Err(ScaffoldError::Exists(there));
    }
    for (path, text) in planned {
        if let Some(folder) = path.parent() {
            files.create_dir_all(folder).map_err(failed(folder))?;
        }
        files.create_new(path, text.as_bytes()).map_err(failed(path))?;
    }
    Ok(planned.iter().map(|(path, _)| path.clone()).collect())
}

fn failed(path: &Path) -> impl Fn(io::Error) -> ScaffoldError + '_ {
    move |source| ScaffoldError::Io { path: path.to_owned(), source }
}

fn are_there(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
    format!("{} {}", names.join(", "), if names.len() == 1 { "is" } else { "are" })
}
