//! [`Theme`]: templates, assets, logos, tokens and strings, read once per build and then shared by all pages.
//!
//! Input: the site's theme, the themes that it extends and the embedded theme. A file of a theme replaces the file of the
//! same path in the themes that it extends. Output: rendered templates, as bytes or as HTML that other templates insert.
//! What templates are given is left to `context`, what their errors mean to `templates::errors`.

mod article_parts;
mod checked_files;
mod data_files;
pub(crate) mod directives;
mod embedded;
mod embedded_files;
pub(crate) mod layers;

pub mod assets;
pub mod strings;
pub(crate) mod templates;
pub mod tokens;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use tera::{Context, Tera, Value};

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Location, Source, Span, nearest, quotable, rules};
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_io::fs::Files;
use wellpress_site::config::Config;
use wellpress_site::model::Site;

use crate::escape;
use crate::safety::{self, PageTemplates, RequiredNotices};
use crate::theme::article_parts::{ARTICLE, MissingParts, templates_of_articles};
use crate::theme::assets::fonts::PreloadedFont;
use crate::theme::assets::logo::Logos;
use crate::theme::assets::{ThemeAsset, assets, fonts, style_addresses, style_nesting};
use crate::theme::checked_files::RECORD;
use crate::theme::data_files::Data;
use crate::theme::layers::{Layer, LayerOrigin, layers, strongest, wrong};
use crate::theme::strings::fluent_files::ThemeWords;
use crate::theme::strings::missing_words::MissingWords;
use crate::theme::strings::{Strings, english_words, fluent_files};
use crate::theme::templates::errors::TemplateErrors;
use crate::theme::templates::uses::TemplateUses;
use crate::theme::templates::{functions, markdown_filter};
use crate::theme::tokens::{contrast, dark_action};

pub use checked_files::CheckedFiles;
pub use directives::declared_directives;
pub use embedded::EmbeddedTheme;

/// A theme with all that it extends. Immutable after [`load`](Self::load), so that all threads render with it.
///
/// Loading reads every file, compiles every template and checks the colours. So the mistakes of a theme are reported before the
/// first page is rendered, and nothing of it is read or parsed while pages are rendered.
pub struct Theme {
    tera: Tera,
    /// By name, with their texts for findings.
    templates: BTreeMap<String, Source>,
    /// Assets by their path in the theme's `assets/`.
    pub assets: BTreeMap<String, ThemeAsset>,
    /// The logos that the theme names in its `theme.yaml`.
    pub logos: Logos,
    /// The files of the theme's fonts that every page preloads.
    pub preloaded_fonts: Vec<PreloadedFont>,
    /// Tokens of all layers; the strongest layer's value of each.
    pub tokens: BTreeMap<String, String>,
    /// Strings in every language of the site.
    pub strings: Arc<Strings>,
    /// Fingerprint of all files. Of assets their names go in, which have a fingerprint of the content.
    pub fingerprint: Fingerprint,
    /// Fingerprint of what every page depends on: everything but the templates of single kinds of pages.
    pub everywhere: Fingerprint,
    /// Fingerprint of each template with all that it uses.
    template_fingerprints: BTreeMap<String, Fingerprint>,
    /// The templates that use the variable `all_pages` or the filter `markdown`, themselves or through others.
    listing_templates: BTreeSet<String>,
    /// Whether all templates are those of the embedded theme.
    has_embedded_templates: bool,
    /// Whether a template shows the site's data files.
    names_data: bool,
    missing_article_parts: Vec<MissingParts>,
    /// The words that languages of the site lack.
    missing_words: Vec<MissingWords>,
    /// The files that a browser has to show; `None` if the theme has none of its own.
    pub checked_files: Option<CheckedFiles>,
    /// What is wrong with the theme but does not keep pages from being rendered.
    pub findings: Vec<Diagnostic>,
    embedded: &'static EmbeddedTheme,
}

/// Every theme has these templates, of its own or from one that it extends.
const REQUIRED: [&str; 16] = [
    ARTICLE,
    "exercise.html",
    "programme.html",
    "print.html",
    "topic.html",
    "person.html",
    "page.html",
    "home.html",
    "list.html",
    "glossary.html",
    "corrections.html",
    "references.html",
    "reference.html",
    "slip.html",
    "not-found.html",
    "redirect.html",
];

/// The folder of templates that are rendered once per language.
const PARTS: &str = "parts/";

/// The folder of templates around a page, rendered once for all pages that relate to the site's links in the same way.
const FRAMES: &str = "frames/";

/// The folder of templates that are rendered once for each page that others show as a card.
const CARDS: &str = "cards/";

/// The capacity of a fresh buffer for a page: most pages fit in without growing it.
const PAGE_CAPACITY: usize = 64 * 1024;

thread_local! {
    /// The buffer of the last page that this thread rendered. Allocating 64 KiB anew for every page, with memory that the
    /// system has to clear first, takes longer than writing the page into it.
    static SPARE_BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Returns the buffer of a page that has been written, for the next page of this thread. A very long page's buffer is freed
/// instead, so that one of them does not hold its memory until the end of the build.
pub fn return_buffer(mut page: Vec<u8>) {
    if (PAGE_CAPACITY..=4 * PAGE_CAPACITY).contains(&page.capacity()) {
        page.clear();
        SPARE_BUFFER.set(page);
    }
}

/// Allocates the buffer for the next page of this thread, where that page is long and its length about known. A buffer that
/// grows by doubling takes up to three times the page's length: the old one, and the new one of twice its size.
pub fn reserve_page(length: usize) {
    SPARE_BUFFER.set(Vec::with_capacity(length + PAGE_CAPACITY));
}

impl Theme {
    /// Reads the theme that the settings name, over `embedded`. If that is `embedded` itself, it is read once in a process: a preview
    /// loads it again after an edit of the settings, and tests build a thousand small sites with it.
    ///
    /// # Errors
    /// Findings about whatever keeps the theme from being used, each at its file and line.
    pub fn load(
        files: &dyn Files,
        config: &Config,
        embedded: &'static EmbeddedTheme,
    ) -> Result<Arc<Self>, Vec<Diagnostic>> {
        let layers = layers(files, config, embedded.files(), |_| true).map_err(|finding| vec![*finding])?;
        let is_embedded = matches!(&layers[..], [layer] if layer.origin == LayerOrigin::Program);
        let load = || Self::of(layers, files, config, embedded);
        if is_embedded { embedded.in_languages(&config.languages, load) } else { load().map(Arc::new) }
    }

    /// The theme with these layers.
    fn of(
        mut layers: Vec<Layer>,
        files: &dyn Files,
        config: &Config,
        embedded: &'static EmbeddedTheme,
    ) -> Result<Self, Vec<Diagnostic>> {
        let deep_tokens = style_nesting::find_in_tokens(&layers);
        if !deep_tokens.is_empty() {
            return Err(deep_tokens);
        }
        dark_action::derive(&mut layers);
        let layers = layers;
        let ThemeWords { strings, missing: missing_words } = fluent_files::read(&layers, config)?;
        let strings = Arc::new(strings);
        let mut findings: Vec<Diagnostic> = missing_words.iter().map(|missing| missing.warning(config)).collect();
        findings.extend(style_findings(&layers, config));
        findings.extend(directives::find_invalid(&layers, config));
        let checked_files = CheckedFiles::of(&config.settings.theme.value, &layers, embedded.files());
        findings.extend(checked_files.as_ref().and_then(CheckedFiles::finding));
        let templates = templates(&layers)?;
        let missing = missing_templates(&config.settings.theme.value, &templates, embedded);
        if !missing.is_empty() {
            return Err(missing);
        }
        let names_data = templates.values().any(|template| data_files::is_named_in(&template.text));
        let data = if names_data { data_files::read(files, config, &mut findings) } else { Data::default() };
        // All templates are compiled here, so that a mistake in one is found even if no page of the site needs it.
        let tera = compile(&templates, &strings, &data.values).map_err(|error| {
            vec![*TemplateErrors { templates: &templates, embedded: embedded.files() }.describe(&error)]
        })?;
        let has_embedded_templates = templates.iter().all(|(name, template)| is_embedded(embedded, name, template));
        let mut assets = assets(&layers);
        // The logo is looked up among the assets, and then may replace one of them.
        let logos = Logos::read(config, &layers, &assets)?;
        logos.replace_mark(&layers, &mut assets);
        let uses = TemplateUses::of(&templates);
        let template_fingerprints = uses.fingerprints(data.fingerprint);
        let (fingerprint, everywhere) = fingerprints(&layers, &template_fingerprints);
        Ok(Self {
            assets,
            logos,
            preloaded_fonts: fonts::preloaded(&layers),
            tokens: tokens_of(&layers),
            strings,
            fingerprint,
            everywhere,
            template_fingerprints,
            missing_article_parts: missing_article_parts(&uses),
            listing_templates: listing_templates(&uses),
            has_embedded_templates,
            names_data,
            missing_words,
            checked_files,
            findings,
            embedded,
            tera,
            templates,
        })
    }

    /// The theme that the program brings along.
    pub(super) fn embedded(&self) -> &'static EmbeddedTheme {
        self.embedded
    }

    /// Whether there is a template of this name.
    #[must_use]
    pub fn has_template(&self, name: &str) -> bool {
        self.templates.contains_key(name)
    }

    /// The names of the templates that are not those of the embedded theme, and where each begins.
    pub fn own_templates(&self) -> impl Iterator<Item = (&str, Location)> {
        let templates = self.templates.iter().filter(|(name, template)| !is_embedded(self.embedded, name, template));
        templates.map(|(name, template)| (name.as_str(), template.locate(Span::default())))
    }

    /// Whether all pages can be rendered, and no template can hide their notices: that is known of the templates of the embedded theme.
    #[must_use]
    pub fn is_as_shipped(&self) -> bool {
        self.has_embedded_templates
    }

    /// Fingerprint of a template with all that it includes, extends or calls; `None` for a name that the theme lacks.
    #[must_use]
    pub fn template_fingerprint(&self, template: &str) -> Option<Fingerprint> {
        self.template_fingerprints.get(template).copied()
    }

    /// Whether a template, or one that it uses, can show any page of the site: it names the variable `all_pages`, or the filter
    /// `markdown`, whose texts may have links.
    #[must_use]
    pub fn lists_all_pages(&self, template: &str) -> bool {
        self.listing_templates.contains(template)
    }

    /// Findings about what the pages of a site need: templates that pages and sections name and the theme does not have, parts of
    /// articles that templates do not print, and words of safety notices.
    #[must_use]
    pub fn findings_about_pages(&self, config: &Config, site: &Site) -> Vec<Diagnostic> {
        let of_sections = config.sections.entries().map(|(_, section)| (&config.source, &section.template));
        let of_pages = site.pages.iter().map(|page| (&page.source, &page.front.template));
        let named_templates = of_sections.chain(of_pages);
        let unknown =
            named_templates.filter_map(|(source, template)| self.unknown_template(source, template.as_ref()?));
        let templates = templates_of_articles(site);
        let missing_parts = self.missing_article_parts.iter().filter(|missing| missing.is_of_one(&templates));
        let parts = missing_parts.flat_map(|missing| missing.find_in(site));
        let words = self.missing_words.iter().filter_map(|missing| missing.error(config, site));
        unknown.chain(parts).chain(words).collect()
    }

    /// The finding about a name of a template that `source` has; `None` if the theme has the template.
    fn unknown_template(&self, source: &Source, template: &Located<String>) -> Option<Diagnostic> {
        let names = || self.templates.keys().map(String::as_str).filter(|name| renders_pages(name));
        if names().any(|name| name == template.value) {
            return None;
        }
        let location = source.locate(template.span);
        let message = format!("the theme has no template `{}`", quotable(&template.value));
        let finding = Diagnostic::new(&rules::REFERENCE_UNKNOWN, location, message);
        Some(match nearest(&template.value, names()) {
            Some(near) => finding.suggest(Some(near)),
            None => finding.help("write the name of a file in the theme's `templates/`, such as `landing.html`"),
        })
    }

    /// The HTML of the templates in `parts/`, by name: whatever is the same on all pages of a language. They see `site` and
    /// nothing else.
    ///
    /// # Errors
    /// When one of them fails.
    pub fn parts(&self, site: Value) -> Result<BTreeMap<String, String>, Box<Diagnostic>> {
        let mut context = Context::new();
        context.insert_value("site", site);
        self.render_folder(PARTS, &context)
    }

    /// The HTML of the templates in `frames/`, by name: whatever stands around a page. They see what `context` has.
    ///
    /// # Errors
    /// When one of them fails.
    pub fn frames(&self, context: &Context) -> Result<BTreeMap<String, String>, Box<Diagnostic>> {
        self.render_folder(FRAMES, context)
    }

    fn render_folder(&self, folder: &str, context: &Context) -> Result<BTreeMap<String, String>, Box<Diagnostic>> {
        let templates = self.in_folder(folder);
        templates
            .map(|(path, name)| {
                let html = self.render_piece(path, context)?;
                Ok((name.to_owned(), String::from_utf8_lossy(&html).trim().to_owned()))
            })
            .collect()
    }

    /// The HTML of the templates in `cards/`, by name: a page as others list it. They see `card` and nothing else. A template
    /// that fails has no entry, and the page that shows the card reports the error.
    #[must_use]
    pub fn card_html(&self, card: &Value) -> BTreeMap<String, Value> {
        let mut context = Context::new();
        context.insert_value("card", card.clone());
        let templates = self.in_folder(CARDS);
        templates
            .filter_map(|(path, name)| {
                let page = self.render_piece(path, &context).map_err(directives::remember).ok()?;
                let html = String::from_utf8_lossy(&page).trim().to_owned();
                return_buffer(page);
                (!html.is_empty()).then(|| (name.to_owned(), Value::safe_string(&html)))
            })
            .collect()
    }

    /// The templates of a folder: their names in the theme, and in the folder without `.html`.
    fn in_folder<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.templates.keys().filter_map(move |path| Some((&**path, path.strip_prefix(folder)?.strip_suffix(".html")?)))
    }

    /// Checks that readers of a page that `template` rendered see its safety notices before the steps.
    ///
    /// # Errors
    /// The first notice that they do not see.
    pub(super) fn check_safety(
        &self,
        template: &str,
        html: &[u8],
        required: &RequiredNotices<'_>,
    ) -> Result<(), Box<Diagnostic>> {
        let Some(page) = self.templates.get(template) else { return Ok(()) };
        let templates = PageTemplates { page, are_as_shipped: self.has_embedded_templates };
        safety::check(&templates, html, required)
    }

    /// Renders a template. Give the result back with [`return_buffer`] once it has been written.
    ///
    /// # Errors
    /// A finding with the template's file, line and column.
    pub fn render(&self, template: &str, context: &Context) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut page = SPARE_BUFFER.take();
        page.reserve(PAGE_CAPACITY);
        match self.tera.render_to(template, context, &mut page) {
            Ok(()) if self.strings.has_english_words() => Ok(english_words::with_elements(page)),
            Ok(()) => Ok(page),
            Err(error) => {
                Err(TemplateErrors { templates: &self.templates, embedded: self.embedded.files() }.describe(&error))
            }
        }
    }

    /// The same for a template that renders a piece of pages. Which pages these are is not known here, so a text with links
    /// could not be rendered anew when they change.
    ///
    /// # Errors
    /// As [`render`](Self::render), and when the template prints a text with the filter `markdown`.
    pub fn render_piece(&self, template: &str, context: &Context) -> Result<Vec<u8>, Box<Diagnostic>> {
        let texts = markdown_filter::count();
        let piece = self.render(template, context)?;
        if markdown_filter::count() == texts {
            return Ok(piece);
        }
        markdown_filter::forget_from(texts);
        let message = "the filter `markdown` cannot be used in this template, which has no page of its own";
        let help = "use it in the template of a page";
        Err(Box::new(wrong(Location::file(self.path_of(template)), message).help(help)))
    }

    /// The file of a template, as findings name it.
    pub(crate) fn path_of<'t>(&'t self, template: &'t str) -> &'t str {
        self.templates.get(template).map_or(template, |source| &source.path)
    }
}

/// Findings about the tokens and the style sheets of a theme.
fn style_findings(layers: &[Layer], config: &Config) -> Vec<Diagnostic> {
    let mut findings = contrast::find(layers);
    findings.extend(style_addresses::find_missing(layers, config));
    findings.extend(style_nesting::find_in_sheets(layers));
    findings.extend(tokens::find_invalid(layers));
    findings
}

/// The tokens of all layers, each with the value of the strongest.
fn tokens_of(layers: &[Layer]) -> BTreeMap<String, String> {
    let tokens = layers.iter().rev().flat_map(|layer| &layer.manifest.tokens);
    tokens.map(|(name, value)| (name.clone(), value.value.clone())).collect()
}

fn missing_templates(theme: &str, templates: &BTreeMap<String, Source>, embedded: &EmbeddedTheme) -> Vec<Diagnostic> {
    let missing = REQUIRED.iter().filter(|required| !templates.contains_key(**required));
    missing
        .map(|required| {
            let location = Location::file(format!("themes/{theme}/theme.yaml"));
            let finding =
                Diagnostic::new(&rules::THEME_INVALID, location, format!("the theme has no template `{required}`"));
            let name = embedded.name();
            finding.help(format!("add `themes/{theme}/templates/{required}`, or say `extends: {name}`"))
        })
        .collect()
}

fn is_embedded(embedded: &EmbeddedTheme, name: &str, template: &Source) -> bool {
    let path = if name.starts_with(directives::FOLDER) { name.to_owned() } else { format!("templates/{name}") };
    embedded.file(&path).is_some_and(|bytes| *bytes == *template.text.as_bytes())
}

/// Whether a template can render a page: those in folders of components, directives, parts, frames and cards render a piece of one.
fn renders_pages(name: &str) -> bool {
    !["components/", directives::FOLDER, PARTS, FRAMES, CARDS].iter().any(|folder| name.starts_with(folder))
}

fn missing_article_parts(uses: &TemplateUses<'_>) -> Vec<MissingParts> {
    let missing = uses.templates().filter(|(name, _)| renders_pages(name));
    let missing = missing.map(|(name, template)| MissingParts::of(name, template, &uses.texts_of(name)));
    missing.filter(|missing| !missing.is_empty()).collect()
}

fn listing_templates(uses: &TemplateUses<'_>) -> BTreeSet<String> {
    let listing = uses.templates().filter(|(name, _)| uses.texts_of(name).iter().any(|text| can_list_pages(text)));
    listing.map(|(name, _)| name.to_owned()).collect()
}

fn can_list_pages(template: &str) -> bool {
    template.contains("all_pages") || template.contains("markdown")
}

/// The fingerprints of a theme as a whole, and of what every page depends on.
fn fingerprints(layers: &[Layer], template_fingerprints: &BTreeMap<String, Fingerprint>) -> (Fingerprint, Fingerprint) {
    let mut builder = FingerprintBuilder::new("theme");
    for (path, file) in layers.iter().flat_map(|layer| &layer.files) {
        match path.split_once('/') {
            // Templates are added below, each together with all that it uses.
            Some(("templates", _)) => {}
            Some(("directives", name)) if name.ends_with(".html") => {}
            // A changed asset changes its published name, which every page mixes in through `site.assets`.
            Some(("assets", _)) => builder.add(path),
            None if path == RECORD => {}
            _ => builder.add((path, &file.bytes)),
        }
    }
    let shared = template_fingerprints.iter().filter(|(name, _)| is_on_all_pages(name));
    builder.add_all(shared.map(|(_, fingerprint)| *fingerprint));
    let everywhere = builder.fingerprint();
    builder.add_all(template_fingerprints.values().copied());
    (builder.fingerprint(), everywhere)
}

fn is_on_all_pages(template: &str) -> bool {
    [directives::FOLDER, PARTS, FRAMES, CARDS].iter().any(|folder| template.starts_with(folder))
}

fn templates(layers: &[Layer]) -> Result<BTreeMap<String, Source>, Vec<Diagnostic>> {
    let mut templates = BTreeMap::new();
    let mut findings = Vec::new();
    let of_pages = strongest(layers, "templates/").into_iter().map(|(name, file)| (name.to_owned(), file));
    let of_directives = strongest(layers, directives::FOLDER).into_iter();
    let of_directives = of_directives.map(|(name, file)| (format!("{}{name}", directives::FOLDER), file));
    for (name, file) in of_pages.chain(of_directives).filter(|(name, _)| is_template(name)) {
        match std::str::from_utf8(&file.bytes) {
            Ok(text) => {
                templates.insert(name, Source::new(file.shown_path.as_str(), text));
            }
            Err(_) => {
                let finding = wrong(Location::file(file.shown_path.as_str()), "the template is not UTF-8");
                findings.push(finding.help("save it as UTF-8"));
            }
        }
    }
    if findings.is_empty() { Ok(templates) } else { Err(findings) }
}

fn is_template(name: &str) -> bool {
    let extension = Path::new(name).extension();
    extension.is_some_and(|extension| matches!(extension.to_str(), Some("html" | "xml" | "txt")))
}

fn compile(
    templates: &BTreeMap<String, Source>,
    strings: &Arc<Strings>,
    data: &serde_json::Map<String, serde_json::Value>,
) -> Result<Tera, tera::Error> {
    let mut tera = Tera::default();
    // Every template sees it, also parts, frames and cards; components if they name `@data`.
    tera.global_context().insert("data", data);
    tera.set_escape_fn(escape::anywhere);
    functions::register(&mut tera, strings);
    tera.add_raw_templates(templates.iter().map(|(name, source)| (name.as_str(), &*source.text)))?;
    Ok(tera)
}
