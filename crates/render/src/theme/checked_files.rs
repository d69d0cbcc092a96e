//! [`CheckedFiles`]: the files of a theme that `wellpress theme check` has looked at, in the theme's `checked.yaml`.
//!
//! Input: the layers of a theme. Output: the record of these files as they are, and a finding if the written one lacks some. What
//! decides how notices look counts: templates, style sheets, scripts and fonts of the site's own themes. Files that are the same as in
//! the theme of the program do not: its own tests look at those. Tokens and strings do not, either: the build checks contrasts and
//! words.

use std::collections::BTreeMap;

use serde::Deserialize;

use wellpress_diagnostics::{Diagnostic, Location, rules};
use wellpress_io::cache::Fingerprint;

use crate::theme::assets::has_extension;
use crate::theme::embedded::EmbeddedTheme;
use crate::theme::layers::{Layer, LayerOrigin};

/// The name of the record in a theme's folder.
pub(crate) const RECORD: &str = "checked.yaml";

/// The files to check in a browser, and which of them changed since the last check.
#[derive(Debug)]
pub struct CheckedFiles {
    /// Where the record stands, such as `themes/clinic/checked.yaml`.
    pub path: String,
    /// The record for the present files.
    record: Record,
    /// The first file that differs from the record, and how many do.
    changed: Option<(String, usize)>,
}

/// The hash of each file by its path in the site.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    files: BTreeMap<String, String>,
}

impl CheckedFiles {
    /// For the theme of this name. `None` if it has no file that a browser would have to show.
    pub(crate) fn of(theme: &str, layers: &[Layer], embedded: &EmbeddedTheme) -> Option<Self> {
        let own_layers = || layers.iter().filter(|layer| layer.origin == LayerOrigin::Site);
        let files = own_layers().flat_map(|layer| &layer.files).filter(|(path, file)| {
            let is_embedded = embedded.file(path).is_some_and(|bytes| *bytes == *file.bytes);
            decides_the_look(path) && !is_embedded
        });
        let hash = |bytes: &[u8]| Fingerprint::of(bytes).to_string();
        let files: BTreeMap<String, String> =
            files.map(|(_, file)| (file.shown_path.clone(), hash(&file.bytes))).collect();
        if files.is_empty() {
            return None;
        }
        // The record of the theme itself, else of the theme that it extends. One that cannot be read, such as one with marks of a
        // merge, is as good as none.
        let written = own_layers().find_map(|layer| layer.files.get(RECORD));
        let written = written.map(|file| String::from_utf8_lossy(&file.bytes));
        let written: Record = written.and_then(|text| serde_yaml::from_str(&text).ok()).unwrap_or_default();
        let mut changed =
            files.iter().filter(|(path, hash)| written.files.get(*path) != Some(hash)).map(|(path, _)| path);
        let changed = changed.next().cloned().map(|first| (first, 1 + changed.count()));
        Some(Self { path: format!("themes/{theme}/{RECORD}"), record: Record { files }, changed })
    }

    /// Whether the record has every present file as it is. It may have more: files that are gone are of no interest.
    #[must_use]
    pub fn are_current(&self) -> bool {
        self.changed.is_none()
    }

    /// The text of the record, written by hand for the comment above it.
    #[must_use]
    pub fn text(&self) -> String {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let lines = self.record.files.iter().map(|(path, hash)| format!("  {}: {}\n", quoted(path), quoted(hash)));
        let lines: String = lines.collect();
        format!(
            "# The files with which `wellpress theme check` found every safety notice shown. It writes this record; commit it.\n\
             files:\n{lines}"
        )
    }

    /// The finding about files that no browser has shown as they are.
    pub(crate) fn finding(&self) -> Option<Diagnostic> {
        let (path, count) = self.changed.as_ref()?;
        let others = match count - 1 {
            0 => String::new(),
            1 => ", nor one other file".to_owned(),
            others => format!(", nor {others} other files"),
        };
        let message = format!("`wellpress theme check` has not looked at this file as it is now{others}");
        let finding = Diagnostic::new(&rules::THEME_UNCHECKED, Location::file(path.as_str()), message);
        Some(finding.help(format!("run it, and commit `{}`", self.path)))
    }
}

/// Whether a file of a theme decides how a page looks.
fn decides_the_look(path: &str) -> bool {
    ["css", "html", "js", "otf", "ttf", "woff", "woff2"].iter().any(|extension| has_extension(path, extension))
}
