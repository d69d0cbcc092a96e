//! [`ResolveContext`] and [`TextOrigin`]: what a text may refer to, and where the text stands. All that is resolved takes these two.

use std::sync::Arc;

use wellpress_diagnostics::{Diagnostic, Rule, Source, Span};

use crate::assets::AssetManifest;
use crate::config::{Config, LanguageId, MAIN_LANGUAGE};
use crate::model::{IdResolver, Lookup, Page, PageId, PageTable, Site};

use super::outline::Outline;
use super::sheet_page::SheetPage;

/// Everything that a text may refer to. The same for all texts of a site.
#[derive(Clone, Copy)]
pub struct ResolveContext<'a> {
    /// Calls to action, languages and the base path of addresses.
    pub config: &'a Config,
    /// Pages, disclaimers and glossaries.
    pub site: &'a Site,
    /// Files beside the pages and in `static`.
    pub assets: &'a AssetManifest,
    /// The anchors of each page; indexed by [`PageId`].
    pub outlines: &'a PageTable<Arc<Outline>>,
    /// The page on which readers make a sheet, if the site has one.
    pub sheet_page: Option<&'a SheetPage>,
}

impl<'a> ResolveContext<'a> {
    /// Resolves the ids that a text names.
    pub(super) fn ids<'f>(&self, origin: TextOrigin<'f>, findings: &'f mut Vec<Diagnostic>) -> IdResolver<'a, 'f> {
        let Self { config, site, .. } = *self;
        let lookup = Lookup { config, index: &site.index, library: &site.library };
        lookup.ids_of_file(origin.source, origin.language, findings)
    }
}

/// The file and the page that a text comes from. Relative paths, the choice of a translation and the locations of findings
/// depend on it.
#[derive(Debug, Clone, Copy)]
pub struct TextOrigin<'a> {
    /// The file that findings point into.
    pub source: &'a Source,
    /// The folder of the file, relative to the site's root, with a final `/`.
    pub folder: &'a str,
    /// One of the site's languages.
    pub language: LanguageId,
    /// The page whose text it is. `None` for texts that many pages show, such as a disclaimer.
    pub page: Option<PageId>,
}

impl<'a> TextOrigin<'a> {
    /// The origin of the text and the front matter of a page.
    #[must_use]
    pub fn of_page(page: &'a Page) -> Self {
        Self { source: &page.source, folder: &page.folder, language: page.language, page: Some(page.id) }
    }

    /// The same for a part of the text, which may be that of a snippet: paths in it begin at its own folder.
    pub(super) fn at(self, span: Span) -> Self {
        let path = self.source.path_at(span.start);
        if Arc::ptr_eq(path, &self.source.path) {
            return self;
        }
        Self { folder: &path[..path.rfind('/').map_or(0, |slash| slash + 1)], ..self }
    }

    pub(super) fn finding(&self, rule: &'static Rule, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(rule, self.source.locate(span), message)
    }
}

/// The address under which the pages of a language are, with a final `/`.
#[must_use]
pub fn language_url(config: &Config, language: LanguageId) -> String {
    if language == MAIN_LANGUAGE {
        config.base.path.clone()
    } else {
        format!("{}{}/", config.base.path, config.languages[language].tag)
    }
}
