//! [`RenderContext`]: everything that the pages of a site are rendered with, and the values that pages of every kind show.
//!
//! Input: a resolved site with its theme. Output: the variables that all templates share, and caches of what many pages show:
//! cards, the HTML around the content, serialised sources. It is built once per run and then only read, by all threads. The
//! variables of one kind of page are left to [`crate::pages`], the HTML of texts to [`crate::html`].

mod bylines;
mod cards;
mod head_tags;
pub mod languages;
mod page_chrome;
mod reading_time;
mod render_input;
pub mod sharing;
mod site_variable;

use std::sync::{Arc, OnceLock};

use tera::{Context, Value as TemplateValue};

use wellpress_bibliography::write::ExportScope;
use wellpress_diagnostics::Diagnostic;
use wellpress_foundation::Day;
use wellpress_foundation::ids::IdVec;
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_site::assets::AssetManifest;
use wellpress_site::config::{Config, LanguageId, SiteLanguage};
use wellpress_site::model::{Page, PageId, PageTable};
use wellpress_site::resolve::bodies::language_url;
use wellpress_site::resolve::citations::{Formatters, PageCitations};
use wellpress_site::resolve::reading_order::ReadingOrder;
use wellpress_site::resolve::{ResolvedPicture, ResolvedSite};
use wellpress_site::sections::{ContentKind, SectionId};

use crate::context;
use crate::drawings::icons::{self, Icon};
use crate::drawings::share_cards::ShareCards;
use crate::html::coins::Coins;
use crate::html::source_text_cache::SourceTextCache;
use crate::html::{DirectiveTemplates, TextContext, media};
use crate::machine::exports::ExportEntries;
use crate::machine::host_headers::content_security_policy;
use crate::machine::json_ld::StructuredData;
use crate::pages::lists::search_address;
use crate::pages::records::copies::WriteCopy;
use crate::pages::records::printed_sheets::PrintedSheets;
use crate::pages::render_context::head_tags::HeadTags;
use crate::pages::render_context::page_chrome::PageChrome;
use crate::pages::sources::index_pages::IndexPlan;
use crate::pages::sources::scholar::ScholarTags;
use crate::pages::template_text;
use crate::theme::directives::take_mistake;
use crate::theme::templates::markdown_filter;
use crate::theme::{Theme, return_buffer};

use crate::pages::render_context::site_variable::{SiteVariables, logo};

pub use render_input::RenderInput;

/// The file name of the web app manifest, in the folder of each language.
pub const WEB_MANIFEST: &str = "site.webmanifest";

/// The site, its theme, and the values that several pages share.
///
/// It is complete after [`new`](Self::new): caches fill themselves, each slot once and with a value that depends on the input
/// alone, so that the order in which threads render pages cannot change a byte.
pub struct RenderContext<'a> {
    /// Settings of the site.
    pub config: &'a Config,
    /// Pages, sources and glossaries, with everything that they refer to resolved.
    pub resolved: &'a ResolvedSite<'a>,
    /// Pictures and other files of the content, with the addresses under which they are published.
    pub assets: &'a AssetManifest,
    /// Formatted citations of the whole library, in each style that the site uses.
    pub formatters: &'a Formatters<'a>,
    /// Templates, strings and assets.
    pub theme: &'a Theme,
    /// The PDF files of sheets; `None` where no page links to one.
    pub sheets: Option<&'a PrintedSheets<'a>>,
    /// Writes the copies of pages for programs, if the settings ask for them.
    pub copies: Option<&'a dyn WriteCopy>,
    /// The sources as entries of export files.
    pub entries: ExportEntries<'a>,
    /// The `citation_*` tags of articles.
    pub scholar: ScholarTags,
    /// The sources as nodes of structured data.
    source_nodes: SourceTextCache,
    /// The sources as COinS, for reference managers.
    pub coins: Coins<'a>,
    /// Draws the share cards; `None` if the settings ask for none. Shared, as a preview draws cards after the run.
    pub share_cards: Option<Arc<ShareCards>>,
    /// The icons of the site, those of the theme and those that are drawn here.
    pub icons: Vec<Icon>,
    /// The Content-Security-Policy of all pages, as a header.
    pub policy: String,
    /// Writes the policy and the rules for search engines into every page.
    head_tags: HeadTags,
    /// The HTML around the content of pages, by language.
    page_chrome: IdVec<SiteLanguage, PageChrome>,
    /// Absolute address of the theme's logo.
    theme_logo: Option<String>,
    /// By [`PageId`]. A card is rendered when the first page shows it; most are on many pages.
    cards: PageTable<OnceLock<TemplateValue>>,
    /// Which page of the citation index a source is on; made when the first job asks for it.
    pub(in crate::pages) index_plan: OnceLock<IndexPlan>,
    /// All pages of each language as cards, made when the first template asks for them.
    all_pages: IdVec<SiteLanguage, OnceLock<TemplateValue>>,
    /// Empty, for texts that belong to no page and so have no citation marks.
    no_reading_order: ReadingOrder,
    no_citations: PageCitations,
}

impl<'a> RenderContext<'a> {
    /// Prepares a site for rendering. This renders the theme's `parts/`, which are the same on all pages of a language.
    ///
    /// # Errors
    /// When one of these templates fails.
    pub fn new(input: RenderInput<'a>) -> Result<Self, Box<Diagnostic>> {
        let RenderInput { config, resolved, assets, formatters, theme, sheets, copies } = input;
        let scope =
            if config.settings.citations.abstracts { ExportScope::ReadersWithAbstracts } else { ExportScope::Readers };
        let library = &resolved.site.library;
        let icons = icons::of(theme);
        let site_variables = SiteVariables { config, resolved, theme, icons: &icons };
        let theme_logo = logo(config, theme, theme.logos.light.as_ref());
        let page_chrome = config.languages.ids().map(|language| page_chrome(site_variables, language));
        let policy = content_security_policy(config, resolved);
        Ok(Self {
            config,
            resolved,
            assets,
            formatters,
            theme,
            sheets,
            copies,
            entries: ExportEntries::new(library, scope),
            scholar: ScholarTags::new(config, library.references().len()),
            source_nodes: SourceTextCache::new(library.references().len()),
            coins: Coins::new(library),
            share_cards: ShareCards::of(config, theme).map(Arc::new),
            head_tags: HeadTags::new(&policy),
            policy,
            page_chrome: page_chrome.collect::<Result<_, _>>()?,
            theme_logo: theme_logo.map(|logo| config.base.absolute(&logo.src)),
            icons,
            cards: resolved.pages.iter().map(|_| OnceLock::new()).collect(),
            all_pages: config.languages.ids().map(|_| OnceLock::new()).collect(),
            index_plan: OnceLock::new(),
            no_reading_order: ReadingOrder::default(),
            no_citations: PageCitations::default(),
        })
    }

    /// Renders the template of a page with the variables that every page has; `insert` adds those of its kind. The result has
    /// the Content-Security-Policy and the rules for search engines as tags.
    ///
    /// # Errors
    /// When the template fails.
    pub fn render(
        &self,
        template: &str,
        language: LanguageId,
        page: &context::Page,
        head: &context::Head,
        insert: impl FnOnce(&mut Context),
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut context = Context::new();
        let page_chrome = &self.page_chrome[language];
        context.insert_value("site", page_chrome.site().clone());
        context.insert_value("frame", page_chrome.html(self.theme, &page.url)?);
        context.insert("page", page);
        context.insert("head", head);
        if self.theme.lists_all_pages(template) {
            context.insert_value("all_pages", self.all_pages(language));
        }
        insert(&mut context);
        let mut html = self.theme.render(template, &context)?;
        if let Some(mistake) = take_mistake() {
            return Err(mistake);
        }
        markdown_filter::insert(&mut html, |text| {
            template_text::html(self.text_context_without_page(language), self.theme.path_of(template), text)
        })?;
        self.head_tags.insert(&mut html, head.robots.as_deref());
        Ok(html)
    }

    /// Renders the template of a piece of a page, with `site` and what `insert` adds. The result is marked as HTML, so that
    /// the page's template prints it unescaped.
    ///
    /// # Errors
    /// When the template fails.
    pub fn render_piece(
        &self,
        template: &str,
        language: LanguageId,
        insert: impl FnOnce(&mut Context),
    ) -> Result<TemplateValue, Box<Diagnostic>> {
        let mut context = Context::new();
        context.insert_value("site", self.page_chrome[language].site().clone());
        insert(&mut context);
        let piece = self.theme.render_piece(template, &context)?;
        let html = TemplateValue::safe_string(String::from_utf8_lossy(&piece).trim());
        return_buffer(piece);
        Ok(html)
    }

    /// Fingerprint of the variable `site` in all languages, which every template sees.
    #[must_use]
    pub fn site_fingerprint(&self) -> Fingerprint {
        let variables =
            SiteVariables { config: self.config, resolved: self.resolved, theme: self.theme, icons: &self.icons };
        let mut builder = FingerprintBuilder::new("frame");
        for language in self.config.languages.ids() {
            // Without the HTML of `parts/`, whose templates are part of the theme's own fingerprint.
            builder.add(serde_json::to_vec(&variables.site(language)).unwrap_or_default());
        }
        builder.fingerprint()
    }

    /// The context for the HTML of a page's texts.
    #[must_use]
    pub fn text_context(&self, page: &Page) -> TextContext<'_> {
        let resolved = &self.resolved.pages[page.id];
        TextContext {
            page: Some(page.id),
            reading_order: &resolved.reading_order,
            citations: &resolved.citations,
            ..self.text_context_without_page(page.language)
        }
    }

    /// The context for the HTML of a text that belongs to no page; citation marks are left out of it.
    #[must_use]
    pub fn text_context_without_page(&self, language: LanguageId) -> TextContext<'_> {
        TextContext {
            config: self.config,
            resolved: self.resolved,
            strings: &self.theme.strings,
            language,
            page: None,
            reading_order: &self.no_reading_order,
            citations: &self.no_citations,
            formatters: self.formatters,
            coins: &self.coins,
            directives: Some(DirectiveTemplates { theme: self.theme, site: self.page_chrome[language].site() }),
            folds_steps: false,
            is_unfolded: false,
        }
    }

    /// Makes the structured data of pages in a language.
    #[must_use]
    pub fn structured_data(&self, language: LanguageId) -> StructuredData<'_> {
        StructuredData {
            config: self.config,
            resolved: self.resolved,
            strings: &self.theme.strings,
            theme_logo: self.theme_logo.as_deref(),
            sources: &self.source_nodes,
            language,
        }
    }

    /// A string of the theme, or its key if no theme has it.
    #[must_use]
    pub fn say(&self, language: LanguageId, key: &str) -> String {
        self.theme.strings.get(language, key).into_owned()
    }

    /// Whether the site has a search page: the settings ask for one, and the theme has a template for it.
    #[must_use]
    pub fn has_search(&self) -> bool {
        search_address::is_offered(self.config, self.theme)
    }

    /// The root-relative address of a language's home page, below which its other pages are.
    #[must_use]
    pub fn home(&self, language: LanguageId) -> String {
        language_url(self.config, language)
    }

    /// The folder of the output with a language's pages: empty, or ending with a slash.
    #[must_use]
    pub fn folder(&self, language: LanguageId) -> String {
        self.home(language)[self.config.base.path.len()..].to_owned()
    }

    /// The pages of a kind that lists show; withdrawn ones are left out.
    pub fn listed(&self, kind: ContentKind, language: LanguageId) -> impl Iterator<Item = &'a Page> {
        listed(self.resolved, kind, language)
    }

    /// The pages of a section that its list shows; withdrawn ones are left out.
    pub fn listed_in(&self, section: SectionId, language: LanguageId) -> impl Iterator<Item = &'a Page> {
        listed_in(self.resolved, section, language)
    }

    /// A link to a page, with its title and the title's language.
    #[must_use]
    pub fn link(&self, page: PageId) -> context::Link {
        link(self.config, self.resolved.site.page(page))
    }

    /// Links to pages; withdrawn ones are left out.
    #[must_use]
    pub fn links(&self, pages: &[PageId]) -> Vec<context::Link> {
        let pages = pages.iter().map(|page| self.resolved.site.page(*page)).filter(|page| !page.is_withdrawn());
        pages.map(|page| link(self.config, page)).collect()
    }

    /// A picture with its words in a language.
    #[must_use]
    pub(crate) fn picture(&self, language: LanguageId, picture: &ResolvedPicture) -> context::Picture {
        context::Picture::of(picture, media::credit(picture, &self.theme.strings, language))
    }

    /// A day as a language writes it.
    #[must_use]
    pub fn date(&self, language: LanguageId, day: Day) -> context::Date {
        context::Date { iso: day.to_string(), text: self.theme.strings.day(language, day) }
    }
}

/// The HTML around the pages of a language. The variable `site` of all pages has the HTML of the theme's parts; the parts
/// themselves get it without, as they could only wait for each other.
fn page_chrome(variables: SiteVariables<'_>, language: LanguageId) -> Result<PageChrome, Box<Diagnostic>> {
    let site = variables.site(language);
    let parts = variables.theme.parts(TemplateValue::from_serializable(&site))?;
    let site = context::Site { parts, ..site };
    Ok(PageChrome::new(&site, TemplateValue::from_serializable(&site)))
}

fn listed<'a>(
    resolved: &ResolvedSite<'a>,
    kind: ContentKind,
    language: LanguageId,
) -> impl Iterator<Item = &'a Page> + use<'a> {
    resolved.site.pages_of(kind, language).filter(|page| !page.is_withdrawn())
}

fn listed_in<'a>(
    resolved: &ResolvedSite<'a>,
    section: SectionId,
    language: LanguageId,
) -> impl Iterator<Item = &'a Page> + use<'a> {
    resolved.site.pages_in(section, language).filter(|page| !page.is_withdrawn())
}

fn link(config: &Config, page: &Page) -> context::Link {
    let language = Some(config.languages[page.language].tag.clone());
    context::Link { language, ..context::Link::new(page.title.as_str(), page.url.as_str()) }
}
