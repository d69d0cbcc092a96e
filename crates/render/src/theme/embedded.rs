//! [`EmbeddedTheme`]: the theme that the program brings along in its binary. It is used when a site has no theme folder of
//! that name. A theme that extends it takes from it the files that it does not have itself.
//!
//! Input: paths and bytes, from whatever macro the program embeds files with. Output: the layer that all others override.

use std::borrow::Cow;

use crate::theme::layers::{Layer, LayerOrigin, Manifest, ThemeFile, read_manifest};

/// Begins the paths of embedded files in findings, so that nobody looks for them in the site.
pub(crate) const EMBEDDED_PREFIX: &str = "(built in)";

/// A theme whose files are part of the program.
///
/// This crate brings no theme itself: the files of one are assets of the program, and a crate cannot package files from
/// outside its folder. A program builds this value once, usually in a `LazyLock`, and passes it to
/// [`Theme::load`](crate::Theme::load).
pub struct EmbeddedTheme {
    name: &'static str,
    layer: Layer,
}

impl EmbeddedTheme {
    /// `name` is how settings and other themes refer to the theme. `files` are paths inside its folder, with `/`, such as
    /// `templates/article.html`, and their bytes.
    ///
    /// A `theme.yaml` that cannot be read counts as empty, as no author could repair it.
    #[must_use]
    pub fn new(name: &'static str, files: impl IntoIterator<Item = (String, &'static [u8])>) -> Self {
        let embedded = |(path, bytes): (String, &'static [u8])| {
            let shown_path = format!("{EMBEDDED_PREFIX} themes/{name}/{path}");
            (path, ThemeFile { shown_path, bytes: Cow::Borrowed(bytes) })
        };
        let mut layer = Layer {
            manifest: Manifest::default(),
            files: files.into_iter().map(embedded).collect(),
            origin: LayerOrigin::Program,
        };
        if let Some(Ok(manifest)) = layer.files.get("theme.yaml").map(read_manifest) {
            layer.manifest = manifest;
        }
        Self { name, layer }
    }

    /// The name by which settings choose it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The bytes of a file, by its path in the theme.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.layer.files.get(path).map(|file| &*file.bytes)
    }

    /// The paths of all files in the theme, in alphabetical order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.layer.files.keys().map(String::as_str)
    }

    /// The bytes of all templates, in which errors look for the names of variables.
    pub(crate) fn templates(&self) -> impl Iterator<Item = &[u8]> {
        let files = self.layer.files.iter().filter(|(path, _)| path.starts_with("templates/"));
        files.map(|(_, file)| &*file.bytes)
    }

    pub(crate) fn layer(&self) -> &Layer {
        &self.layer
    }
}
