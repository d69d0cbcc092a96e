//! [`EmbeddedTheme`]: the theme that the program brings along in its binary. It is used when a site has no theme folder of
//! that name. A theme that extends it takes from it the files that it does not have itself.
//!
//! Input: paths and bytes, from whatever macro the program embeds files with. Output: the theme, which is kept once it is read. The
//! layer that its files make is left to `embedded_files`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use wellpress_diagnostics::Diagnostic;
use wellpress_foundation::ids::IdVec;
use wellpress_site::config::SiteLanguage;

use crate::theme::Theme;
use crate::theme::embedded_files::EmbeddedFiles;

/// A theme whose files are part of the program.
///
/// This crate brings no theme itself: the files of one are assets of the program, and a crate cannot package files from
/// outside its folder. A program builds this value once, usually in a `LazyLock`, and passes it to
/// [`Theme::load`](crate::Theme::load).
pub struct EmbeddedTheme {
    files: EmbeddedFiles,
    /// The theme as it is read without another one over it, by the tags of the site's languages.
    read: Mutex<BTreeMap<Vec<String>, Arc<Theme>>>,
}

/// So many lists of languages are kept: enough for a process with a handful of sites, and no growth without end in one with many.
const MAX_KEPT: usize = 16;

impl EmbeddedTheme {
    /// `name` is how settings and other themes refer to the theme. `files` are paths inside its folder, with `/`, such as
    /// `templates/article.html`, and their bytes.
    ///
    /// A `theme.yaml` that cannot be read counts as empty, as no author could repair it.
    #[must_use]
    pub fn new(name: &'static str, files: impl IntoIterator<Item = (String, &'static [u8])>) -> Self {
        Self { files: EmbeddedFiles::new(name, files), read: Mutex::default() }
    }

    /// The name by which settings choose it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.files.name
    }

    /// The bytes of a file, by its path in the theme.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.file(path)
    }

    /// The paths of all files in the theme, in alphabetical order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.layer.files.keys().map(String::as_str)
    }

    /// The theme without another one over it, for a site in these languages: nothing else of a site changes it, unless its templates
    /// show the site's data files. `load` reads it.
    pub(crate) fn in_languages(
        &self,
        languages: &IdVec<SiteLanguage>,
        load: impl FnOnce() -> Result<Theme, Vec<Diagnostic>>,
    ) -> Result<Arc<Theme>, Vec<Diagnostic>> {
        let tags: Vec<String> = languages.iter().map(|language| language.tag.clone()).collect();
        let mut loaded_themes = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(theme) = loaded_themes.get(&tags) {
            return Ok(Arc::clone(theme));
        }
        let theme = Arc::new(load()?);
        if !theme.names_data && loaded_themes.len() < MAX_KEPT {
            loaded_themes.insert(tags, Arc::clone(&theme));
        }
        Ok(theme)
    }

    pub(crate) fn files(&self) -> &EmbeddedFiles {
        &self.files
    }
}
