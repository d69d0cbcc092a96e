//! Finds standards by their names: those that ship, and those in the folder `audits` of a site, which have other names.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use wellpress_diagnostics::{Diagnostic, Location, Source, rules};
use wellpress_io::fs::{EntryKind, Files};
use wellpress_site::sections::Sections;

use crate::standard::Standard;
use crate::{forms, wcag};

/// The folder at the root of a site, for files in `.yaml` and `.yml`.
pub const FOLDER: &str = "audits";

/// The standards that ship with the program: their names and their files.
pub const SHIPPED: [(&str, &str); 3] = [
    ("jama", include_str!("../standards/jama.yaml")),
    ("nhs", include_str!("../standards/nhs.yaml")),
    ("pif-tick", include_str!("../standards/pif-tick.yaml")),
];

/// The files of all standards, not yet read as YAML.
#[derive(Debug, Default)]
pub struct Catalogue {
    by_name: BTreeMap<String, StandardSource>,
    /// The files of the site that have a name of the program, by that name.
    taken: BTreeMap<String, String>,
}

#[derive(Debug)]
struct StandardSource {
    source: Source,
    is_of_site: bool,
    is_utf8: bool,
}

impl Catalogue {
    /// The standards that ship, and those of the site in this folder.
    ///
    /// # Errors
    /// When the folder `audits` or a file in it cannot be read.
    pub fn read(files: &dyn Files, root: &Path) -> io::Result<Self> {
        let mut catalogue = Self::default();
        for (name, text) in SHIPPED {
            let source = Source::new(format!("{name}.yaml"), text);
            catalogue.by_name.insert(name.to_owned(), StandardSource { source, is_of_site: false, is_utf8: true });
        }
        let folder = root.join(FOLDER);
        if !files.exists(&folder)? {
            return Ok(catalogue);
        }
        for entry in files.list(&folder)? {
            let path = Path::new(&entry.path);
            let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
            if !matches!(entry.kind, EntryKind::File | EntryKind::Symlink) || !matches!(&*ending, "yaml" | "yml") {
                continue;
            }
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            let bytes = files.read(&folder.join(&*file));
            let bytes = bytes.map_err(|error| io::Error::new(error.kind(), format!("`{FOLDER}/{file}`: {error}")))?;
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if is_of_program(&name) {
                catalogue.taken.insert(name, format!("{FOLDER}/{file}"));
                continue;
            }
            let is_utf8 = std::str::from_utf8(&bytes).is_ok();
            let source = Source::new(format!("{FOLDER}/{file}"), String::from_utf8_lossy(&bytes));
            catalogue.by_name.insert(name, StandardSource { source, is_of_site: true, is_utf8 });
        }
        Ok(catalogue)
    }

    /// The names of all standards.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    /// The mistakes of files of the site whose name is one of the program, such as this one; of all of them without a name.
    #[must_use]
    pub fn taken_names(&self, wanted: Option<&str>) -> Vec<Diagnostic> {
        let taken = self.taken.iter().filter(|(name, _)| wanted.is_none_or(|wanted| wanted == *name));
        let mistakes = taken.map(|(name, file)| {
            let message = format!("`{name}` is a report of wellpress, and no standard of a site can have its name");
            let help = format!("give the file a name of its own, such as `our-{name}.yaml`");
            Diagnostic::new(&rules::SETTINGS_INVALID, Location::file(file.as_str()), message).help(help)
        });
        mistakes.collect()
    }

    /// Reads a standard; `None` if there is none with this name.
    #[must_use]
    pub fn standard(&self, name: &str, sections: &Sections) -> Option<Result<Standard, Vec<Diagnostic>>> {
        let StandardSource { source, is_of_site, is_utf8 } = self.by_name.get(name)?;
        if !is_utf8 {
            let location = Location::file(source.path.clone());
            let finding = Diagnostic::new(&rules::SETTINGS_INVALID, location, "the file is not UTF-8");
            return Some(Err(vec![finding.help("save it as UTF-8")]));
        }
        Some(Standard::read(name, source, *is_of_site, sections))
    }
}

/// Whether a report that ships has this name.
fn is_of_program(name: &str) -> bool {
    [forms::NAME, wcag::NAME].contains(&name) || SHIPPED.iter().any(|(shipped, _)| *shipped == name)
}
