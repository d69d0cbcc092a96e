//! Creates files for authors to fill in: a small site that builds at once, single records, themes, and workflows for continuous
//! integration. The texts are in the folder `scaffold`; a file that exists is never overwritten.

mod ci;
mod editor;
mod record;

use std::io;
use std::path::{Path, PathBuf};

use wellpress_check::sentence_rules;
use wellpress_command::Failure;
use wellpress_diagnostics::rules;
use wellpress_foundation::Day;
use wellpress_io::fs::{Files, absolute, is_device_name, openable};
use wellpress_site::config::VERSION_FILE;
use wellpress_site::starter_texts::{self, StarterText};

pub use ci::{CiService, CiSetup, InstallMethod};
pub use record::{AddedRecord, NewRecord, RecordKind, add, only_person};

/// The settings file of a new site, which also tells whether a folder is a site.
const SETTINGS: &str = "wellpress.yaml";

/// The text of a file of a new site.
#[derive(Clone, Copy)]
enum SiteText {
    /// An example, which can stay.
    Whole(&'static str),
    /// A text that the author has to fill in.
    ToFillIn(&'static StarterText),
}

use SiteText::{ToFillIn, Whole};

impl SiteText {
    fn with_date(self, today: Day) -> String {
        match self {
            Whole(text) => with_date(text, today),
            ToFillIn(text) => with_date(&text.text(), today),
        }
    }
}

/// The files of a new site: path relative to its root, and text.
const SITE: [(&str, SiteText); 22] = [
    (SETTINGS, Whole(include_str!("scaffold/wellpress.yaml"))),
    ("README.md", Whole(include_str!("scaffold/README.md"))),
    (".gitignore", Whole(include_str!("scaffold/gitignore"))),
    ("content/articles/back-pain-at-a-desk/index.md", Whole(include_str!("scaffold/article.md"))),
    ("content/exercises/passive-backbend/index.md", Whole(include_str!("scaffold/passive-backbend.md"))),
    ("content/exercises/standing-alignment/index.md", Whole(include_str!("scaffold/standing-alignment.md"))),
    ("content/exercises/passive-backbend/passive-backbend.svg", Whole(include_str!("scaffold/passive-backbend.svg"))),
    (
        "content/exercises/standing-alignment/standing-alignment.svg",
        Whole(include_str!("scaffold/standing-alignment.svg")),
    ),
    ("content/topics/back-pain.md", Whole(include_str!("scaffold/topic.md"))),
    ("content/people/editorial-team.md", ToFillIn(&starter_texts::EDITORIAL_TEAM)),
    ("content/disclaimers/general.md", Whole(include_str!("scaffold/disclaimer.md"))),
    ("content/pages/index.md", Whole(include_str!("scaffold/home.md"))),
    ("content/pages/about.md", ToFillIn(&starter_texts::ABOUT)),
    ("content/pages/policies/editorial-policy.md", ToFillIn(&starter_texts::EDITORIAL_POLICY)),
    ("content/pages/policies/review-policy.md", ToFillIn(&starter_texts::REVIEW_POLICY)),
    ("content/pages/policies/corrections-policy.md", ToFillIn(&starter_texts::CORRECTIONS_POLICY)),
    ("content/pages/policies/advertising-policy.md", ToFillIn(&starter_texts::ADVERTISING_POLICY)),
    ("content/pages/policies/ai-policy.md", ToFillIn(&starter_texts::AI_POLICY)),
    ("content/pages/policies/privacy.md", ToFillIn(&starter_texts::PRIVACY)),
    ("content/pages/policies/accessibility.md", ToFillIn(&starter_texts::ACCESSIBILITY)),
    ("content/pages/policies/contact.md", ToFillIn(&starter_texts::CONTACT)),
    ("content/references/library.bib", Whole(include_str!("scaffold/library.bib"))),
];

/// Creates a site in `folder`, and the folder if it does not exist; with a setup, also the workflows that check and publish
/// the site. In a folder that is a site already, only the workflows are written. The file that names the version of wellpress
/// is written if there is none. Returns the paths of the new files.
///
/// # Errors
/// When a file exists or workflows are asked for inside of a site, before anything is written, or when the disk fails.
pub fn init(files: &dyn Files, folder: &Path, today: Day, setup: Option<CiSetup>) -> Result<Vec<PathBuf>, Failure> {
    let settings = folder.join(SETTINGS);
    let is_site = files.exists(&settings).map_err(io_error(&settings))?;
    let mut new_files = Vec::new();
    if setup.is_some()
        && !is_site
        && let Some(site) = site_around(files, folder)?
    {
        let failure = Failure::usage(format!("this folder is inside the site in `{}`", site.display()));
        return Err(failure.help(format!("call it with `--root {}` to add workflows to that site", site.display())));
    }
    // Without workflows to write, an existing site has files that exist.
    if !(is_site && setup.is_some()) {
        new_files.extend(SITE.iter().map(|(path, text)| (folder.join(path), text.with_date(today))));
        new_files.extend(editor::files().into_iter().map(|(path, text)| (folder.join(path), text)));
    }
    new_files.extend(setup.iter().flat_map(|setup| setup.files()).map(|(path, text)| (folder.join(path), text)));
    let version = folder.join(VERSION_FILE);
    if !files.exists(&version).map_err(io_error(&version))? {
        new_files.push((version, concat!(env!("CARGO_PKG_VERSION"), "\n").to_owned()));
    }
    write_all(files, &new_files)?;
    Ok(new_files.into_iter().map(|(path, _)| path).collect())
}

/// The nearest site that contains this folder.
fn site_around(files: &dyn Files, folder: &Path) -> Result<Option<PathBuf>, Failure> {
    let folder = openable(folder);
    let folder = absolute(files, folder).map_err(io_error(folder))?;
    let site = folder.ancestors().skip(1).find(|folder| files.exists(&folder.join(SETTINGS)).unwrap_or(false));
    Ok(site.map(Path::to_path_buf))
}

/// The files of a new theme: path relative to its folder, and text.
const THEME: [(&str, &str); 2] = [
    ("theme.yaml", include_str!("scaffold/theme/theme.yaml")),
    ("assets/brand.css", include_str!("scaffold/theme/brand.css")),
];

/// Creates a theme in the site at `root` that extends `well`, and returns the paths of its files.
///
/// # Errors
/// When the name is no id, a file exists, or the disk fails.
pub fn theme(files: &dyn Files, root: &Path, name: &str) -> Result<Vec<PathBuf>, Failure> {
    // A theme called `well` would extend itself.
    if !is_id(name) || name == "well" {
        return Err(not_an_id(name));
    }
    let folder = root.join("themes").join(name);
    let new_files: Vec<(PathBuf, String)> =
        THEME.iter().map(|(path, text)| (folder.join(path), text.replace("{name}", name))).collect();
    write_all(files, &new_files)?;
    Ok(new_files.into_iter().map(|(path, _)| path).collect())
}

/// Creates a house rule in the site at `root`, and returns the path of its file.
///
/// # Errors
/// When the name is no id or that of a rule of wellpress, the file exists, or the disk fails.
pub fn rule(files: &dyn Files, root: &Path, name: &str, language: &str) -> Result<PathBuf, Failure> {
    if !is_id(name) {
        return Err(not_an_id(name));
    }
    if rules::is_shipped(name) {
        return Err(Failure::usage(format!("`{name}` is a rule of wellpress; a house rule needs another name")));
    }
    let path = root.join(sentence_rules::FOLDER).join(format!("{name}.yaml"));
    let text = include_str!("scaffold/rule.yaml").replace("{name}", name).replace("{language}", language);
    write_all(files, &[(path.clone(), text)])?;
    Ok(path)
}

/// Copies a file of the default theme into the theme `name`, and returns where it is.
///
/// # Errors
/// When the file exists, or the disk fails.
pub fn eject(files: &dyn Files, root: &Path, name: &str, path: &str, bytes: &[u8]) -> Result<PathBuf, Failure> {
    let copy = root.join("themes").join(name).join(path);
    write_all(files, &[(copy.clone(), bytes)])?;
    Ok(copy)
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

fn not_an_id(id: &str) -> Failure {
    Failure::usage(format!(
        "`{id}` is not an id: use lower-case letters, digits and `-`, beginning with a letter or a digit"
    ))
}

/// Writes all of these files, or none if one of them exists.
fn write_all(files: &dyn Files, new_files: &[(PathBuf, impl AsRef<[u8]>)]) -> Result<(), Failure> {
    let mut existing = Vec::new();
    for (path, _) in new_files {
        if files.exists(path).map_err(io_error(path))? {
            existing.push(path.clone());
        }
    }
    if !existing.is_empty() {
        return Err(existing_files(&existing));
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

fn io_error(path: &Path) -> impl Fn(io::Error) -> Failure + '_ {
    move |error| Failure::machine(format!("cannot write `{}`: {error}", path.display()))
}

fn existing_files(paths: &[PathBuf]) -> Failure {
    let names: Vec<String> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
    let are = if names.len() == 1 { "is" } else { "are" };
    Failure::usage(format!("{} {are} there already; nothing was written", names.join(", ")))
        .help("delete what is to be written anew, or choose another folder or name")
}
