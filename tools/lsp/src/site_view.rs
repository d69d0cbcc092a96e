//! [`SiteView`]: what a server keeps of a checked site to answer its editor: the site with its ids resolved, and where links lead.

use std::sync::Arc;

use wellpress_build::pipeline::CheckedSite;
use wellpress_diagnostics::Source;
use wellpress_diagnostics::yaml::Located;
use wellpress_markdown::body::Body;
use wellpress_site::config::{Config, LanguageId, MAIN_LANGUAGE};
use wellpress_site::model::{LookupResult, Page, PageId, PagePath, PageTable, Site};
use wellpress_site::parse::document::Document;
use wellpress_site::parse::front_matter::FrontMatter;
use wellpress_site::resolve::outline::Outline;
use wellpress_site::sections::SectionId;

/// A site as its last check has left it. All of it is shared with the session of the pipeline.
pub struct SiteView {
    /// The settings.
    pub config: Config,
    /// The pages, sources and glossaries.
    pub site: Arc<Site>,
    /// The ids on each page to which links can lead.
    pub outlines: PageTable<Arc<Outline>>,
    /// The pages that the settings name, each with its place there.
    pub settings_pages: Vec<Located<PageId>>,
}

/// A file with Markdown text and front matter.
#[derive(Clone, Copy)]
pub struct TextFile<'v> {
    /// The text, for places.
    pub source: &'v Source,
    /// The front matter as it is written.
    pub front: &'v FrontMatter,
    /// The text below it, without the words of snippets.
    pub body: &'v Body,
    /// The language of the text.
    pub language: LanguageId,
    /// The section that the file is in.
    pub section: SectionId,
    /// The page that is made of it, if it is one.
    pub page: Option<&'v Page>,
}

impl<'v> TextFile<'v> {
    fn of_page(page: &'v Page) -> Self {
        let (source, body) = page.written();
        Self { source, front: &page.front, body, language: page.language, section: page.section, page: Some(page) }
    }

    fn of_document(document: &'v Document) -> Self {
        let written = document.included.as_ref().map_or(document, |included| &included.written);
        Self {
            source: &written.source,
            front: &written.front,
            body: &written.body,
            language: written.file.language,
            section: written.file.section,
            page: None,
        }
    }
}

impl SiteView {
    /// Keeps what outlives the loan of a checked site.
    #[must_use]
    pub fn of(checked: &CheckedSite<'_>) -> Self {
        let of_settings = checked.site.settings_links.iter().chain(&checked.resolved.pages_linked_from_settings);
        Self {
            config: checked.config.clone(),
            site: checked.site.clone(),
            outlines: checked.resolved.outlines.clone(),
            settings_pages: of_settings.copied().collect(),
        }
    }

    /// All files with Markdown text: pages, snippets, and pages that are not part of the build. Disclaimers are not among them.
    pub fn texts(&self) -> impl Iterator<Item = TextFile<'_>> {
        let pages = self.site.pages.iter().map(|page| TextFile::of_page(page));
        let snippets = self.site.snippets.all().map(|document| TextFile::of_document(document));
        let hidden = self.site.hidden_documents.iter().map(|document| TextFile::of_document(document));
        pages.chain(snippets).chain(hidden)
    }

    /// The file at a path relative to the root.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<TextFile<'_>> {
        match self.site.index.path(PagePath::File(path)) {
            LookupResult::Page(page) => Some(TextFile::of_page(self.site.page(page))),
            _ => self.texts().find(|text| &*text.source.path == path),
        }
    }

    /// The page whose file is at a path relative to the root.
    #[must_use]
    pub fn page(&self, path: &str) -> Option<&Page> {
        self.site.index.path(PagePath::File(path)).page().map(|page| self.site.page(page))
    }

    /// The section that a file is in by its path relative to the root.
    #[must_use]
    pub fn section_of(&self, path: &str) -> Option<SectionId> {
        self.config.sections.of_file(self.config.content_folder().below(path)?).map(|(section, _)| section)
    }

    /// The language of a file by its name, such as `neck-pain.es.md`.
    #[must_use]
    pub fn language_of(&self, path: &str) -> LanguageId {
        let stem = path.strip_suffix(".md").or_else(|| path.strip_suffix(".yaml")).unwrap_or(path);
        let tag = stem.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, tag)| tag);
        let languages = &self.config.languages;
        tag.and_then(|tag| languages.position(|language| language.tag == tag)).unwrap_or(MAIN_LANGUAGE)
    }
}
