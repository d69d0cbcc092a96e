//! [`EmbeddedFiles`]: the files of the theme that the program brings along, as the layer that all others override.
//!
//! Input: paths and bytes. The theme that they make is left to [`EmbeddedTheme`](crate::EmbeddedTheme).

use std::borrow::Cow;

use crate::theme::layers::{Layer, LayerOrigin, Manifest, ThemeFile, read_manifest};

/// Begins the paths of embedded files in findings, so that nobody looks for them in the site.
pub(crate) const EMBEDDED_PREFIX: &str = "(built in)";

/// The files of the embedded theme, under its name.
pub(crate) struct EmbeddedFiles {
    pub(crate) name: &'static str,
    pub(crate) layer: Layer,
}

impl EmbeddedFiles {
    /// A `theme.yaml` that cannot be read counts as empty, as no author could repair it.
    pub(crate) fn new(name: &'static str, files: impl IntoIterator<Item = (String, &'static [u8])>) -> Self {
        let files = files.into_iter().map(|(path, bytes)| {
            let shown_path = format!("{EMBEDDED_PREFIX} themes/{name}/{path}");
            (path, ThemeFile { shown_path, bytes: Cow::Borrowed(bytes) })
        });
        let mut layer = Layer { manifest: Manifest::default(), files: files.collect(), origin: LayerOrigin::Program };
        if let Some(Ok(manifest)) = layer.files.get("theme.yaml").map(read_manifest) {
            layer.manifest = manifest;
        }
        Self { name, layer }
    }

    /// The bytes of a file, by its path in the theme.
    pub(crate) fn file(&self, path: &str) -> Option<&[u8]> {
        self.layer.files.get(path).map(|file| &*file.bytes)
    }

    /// The bytes of all templates, in which errors look for the names of variables.
    pub(crate) fn templates(&self) -> impl Iterator<Item = &[u8]> {
        let files = self.layer.files.iter().filter(|(path, _)| path.starts_with("templates/"));
        files.map(|(_, file)| &*file.bytes)
    }
}
