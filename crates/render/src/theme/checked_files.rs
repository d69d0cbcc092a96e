//! [`CheckedFiles`]: the files of a theme that `wellpress theme check` has looked at, in the theme's `checked.yaml`, and the kinds of
//! notices that it has seen with them.
//!
//! Input: the layers of a theme. Output: the record of these files as they are, and a finding if the written one has others. What
//! decides how notices look counts: templates, style sheets, scripts and fonts of the site's own themes. Files that are the same as in
//! the theme of the program do not: its own tests look at those. Tokens and strings do not, either: the build checks contrasts and
//! words.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use wellpress_diagnostics::yaml::quoted;
use wellpress_diagnostics::{Diagnostic, Location, rules};
use wellpress_io::cache::Fingerprint;

use crate::safety::SafetyNotice;
use crate::theme::assets::has_extension;
use crate::theme::embedded_files::EmbeddedFiles;
use crate::theme::layers::{Layer, LayerOrigin};

/// The name of the record in a theme's folder.
pub(crate) const RECORD: &str = "checked.yaml";

/// The files to check in a browser, and which of them changed since the last check.
#[derive(Debug, Clone)]
pub struct CheckedFiles {
    /// Where the record stands, such as `themes/clinic/checked.yaml`.
    pub path: String,
    /// The hash of each file by its path in the site.
    files: BTreeMap<String, String>,
    /// What the last check has looked at.
    record: LastCheck,
}

/// The record of a check.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct LastCheck {
    /// The hash of each file by its path in the site.
    files: BTreeMap<String, String>,
    /// The classes of the notices that were seen.
    #[serde(default)]
    notices: BTreeSet<String>,
}

impl CheckedFiles {
    /// For the theme of this name. `None` if it has no file that a browser would have to show.
    pub(crate) fn of(theme: &str, layers: &[Layer], embedded: &EmbeddedFiles) -> Option<Self> {
        let own_layers = || layers.iter().filter(|layer| layer.origin == LayerOrigin::Site);
        let files = own_layers().flat_map(|layer| &layer.files).filter(|(path, file)| {
            let is_embedded = embedded.file(path).is_some_and(|bytes| *bytes == *file.bytes);
            decides_the_look(path) && !is_embedded
        });
        let files: BTreeMap<String, String> =
            files.map(|(_, file)| (file.shown_path.clone(), Fingerprint::of(&file.bytes).to_string())).collect();
        if files.is_empty() {
            return None;
        }
        // The record of the theme itself, else of the theme that it extends. One that cannot be read, such as one with marks of a
        // merge, is as good as none.
        let record_file = own_layers().find_map(|layer| layer.files.get(RECORD));
        let record_text = record_file.map(|file| String::from_utf8_lossy(&file.bytes));
        let record = record_text.and_then(|text| serde_yaml::from_str(&text).ok()).unwrap_or_default();
        Some(Self { path: format!("themes/{theme}/{RECORD}"), files, record })
    }

    /// Whether the last check has looked at the files as they are, and has seen these kinds of notices.
    #[must_use]
    pub fn are_current(&self, notices: &BTreeSet<SafetyNotice>) -> bool {
        self.files == self.record.files && notices.iter().all(|kind| self.record.notices.contains(kind.class()))
    }

    /// The text of the record with which these kinds of notices were seen, written by hand for the comment above it.
    #[must_use]
    pub fn text(&self, notices: &BTreeSet<SafetyNotice>) -> String {
        let lines = self.files.iter().map(|(path, hash)| format!("  {}: {}\n", quoted(path), quoted(hash)));
        let lines: String = lines.collect();
        let classes: Vec<&str> = notices.iter().map(|kind| kind.class()).collect();
        format!(
            "# The files with which `wellpress theme check` found these kinds of safety notices shown. It writes this record; commit it.\n\
             notices: [{}]\nfiles:\n{lines}",
            classes.join(", ")
        )
    }

    /// The finding about files that no browser has shown as they are.
    pub(crate) fn finding(&self) -> Option<Diagnostic> {
        let changed = self.files.iter().filter(|(path, hash)| self.record.files.get(*path) != Some(hash));
        let gone = self.record.files.iter().filter(|(path, _)| !self.files.contains_key(*path));
        let mut paths = changed.chain(gone).map(|(path, _)| path);
        let path = paths.next()?;
        let others = match paths.count() {
            0 => String::new(),
            1 => ", nor one other file".to_owned(),
            others => format!(", nor {others} other files"),
        };
        let (place, what) = match self.files.contains_key(path) {
            true => (path.as_str(), "this file as it is now".to_owned()),
            false => (self.path.as_str(), format!("the theme without `{path}`")),
        };
        let message = format!("`wellpress theme check` has not looked at {what}{others}");
        let finding = Diagnostic::new(&rules::THEME_UNCHECKED, Location::file(place), message);
        Some(finding.help(format!("run it, and commit `{}`", self.path)))
    }
}

/// Whether a file of a theme decides how a page looks.
fn decides_the_look(path: &str) -> bool {
    ["css", "html", "js", "otf", "ttf", "woff", "woff2"].iter().any(|extension| has_extension(path, extension))
}
