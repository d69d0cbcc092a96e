//! [`Formatters`]: takes the styles that the settings and the pages name, returns a formatter for each different request.
//! Reads style files from disk; a style that is unknown or broken is a finding where it is named.

use std::collections::HashMap;
use std::path::Path;

use wellpress_csl::StyleWarning;
use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Location, Rule, Severity, rules};
use wellpress_foundation::ids::{Id, IdVec};
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_io::fs::Files;

use crate::config::{CitationMarks, CitationSettings, Config, LanguageId, MAIN_LANGUAGE, ReferenceOrder};
use crate::model::{Page, PageId, Site};
use crate::parse::front_matter::CitationFields;

use super::format::{CslSource, FormatSettings, Formatter, StyleError};

/// The style of lists if the settings name none.
pub const LIST_STYLE: &str = "american-medical-association";
/// The style of author-date marks if the settings name none.
pub const MARKS_STYLE: &str = "apa";

/// All formatters of a site: the site's own first, then one for each other combination of style, marks, order and language
/// that a page asks for.
///
/// A formatter keeps what it formatted, so pages with the same request share one. Sites with a thousand pages have two or
/// three.
pub struct Formatters<'a> {
    all: IdVec<FormatterRequest, Formatter<'a>>,
    fingerprint: FingerprintBuilder,
    files: Vec<String>,
    /// The formatters of pages with a request of their own.
    by_page: HashMap<PageId, StyleId>,
    /// The formatters of glossaries.
    by_language: HashMap<LanguageId, StyleId>,
    style_warnings: Vec<Diagnostic>,
}

/// Indexes [`Formatters::all`].
pub type StyleId = Id<FormatterRequest>;

/// The formatter of the settings, which texts without a page have too. It is made before all others.
pub const SITE_STYLE: StyleId = StyleId::FIRST;

/// The formatter of a page, with its index in [`Formatters::all`].
#[derive(Clone, Copy)]
pub struct ChosenFormatter<'f, 'a> {
    pub(super) style: StyleId,
    pub(super) formatter: &'f Formatter<'a>,
}

impl<'a> Formatters<'a> {
    /// Reads the styles that the settings and the pages name.
    ///
    /// # Errors
    /// A finding for each style that is unknown or broken.
    pub fn new(files: &dyn Files, config: &Config, site: &'a Site) -> Result<Self, Vec<Diagnostic>> {
        let mut builder = FormattersBuilder {
            files,
            config,
            site,
            requests: IdVec::default(),
            formatters: Self::empty("styles"),
            findings: Vec::new(),
        };
        // First, because its id is `SITE_STYLE`.
        builder.add(None, FormatterRequest::of_site(&config.settings.citations, &config.languages[MAIN_LANGUAGE].tag));
        for page in site.pages.iter().filter(|page| may_have_request(page)) {
            if let Some(style) = builder.add(Some(page), FormatterRequest::of_page(config, page)) {
                builder.formatters.by_page.insert(page.id, style);
            }
        }
        for glossary in &site.glossaries {
            let tag = &config.languages[glossary.language].tag;
            if let Some(style) = builder.add(None, FormatterRequest::of_site(&config.settings.citations, tag)) {
                builder.formatters.by_language.insert(glossary.language, style);
            }
        }
        if builder.findings.is_empty() { Ok(builder.formatters) } else { Err(builder.findings) }
    }

    /// The default styles alone. With these a run can look for further mistakes if the styles of the site cannot be read.
    #[must_use]
    pub fn shipped(site: &'a Site) -> Self {
        let settings = FormatSettings {
            list_style: CslSource::Named(LIST_STYLE.to_owned()),
            marks: CitationMarks::AuthorDate,
            marks_style: CslSource::Named(MARKS_STYLE.to_owned()),
            order: ReferenceOrder::Cited,
            language: "en".to_owned(),
        };
        let formatter = Formatter::new(site.library.references(), &settings).expect("the shipped styles can be read");
        Self { all: vec![formatter].into(), ..Self::empty("shipped") }
    }

    fn empty(fingerprint_name: &'static str) -> Self {
        Self {
            all: IdVec::default(),
            fingerprint: FingerprintBuilder::new(fingerprint_name),
            files: Vec::new(),
            by_page: HashMap::new(),
            by_language: HashMap::new(),
            style_warnings: Vec::new(),
        }
    }

    /// One finding for each style whose marks do not tell two sources of one author and year apart, at its first use, and
    /// one for each thing in a style of the site that CSL does not have.
    #[must_use]
    pub fn style_warnings(&self) -> &[Diagnostic] {
        &self.style_warnings
    }

    /// The formatters without what only marks are formatted from. Marks are complete after resolution, and lists need little of
    /// it.
    #[must_use]
    pub fn without_mark_data(mut self) -> Self {
        self.all.iter_mut().for_each(Formatter::forget_marks);
        self
    }

    /// Frees the formatted texts on another thread.
    pub fn drop_in_background(self) {
        self.all.into_values().for_each(Formatter::drop_in_background);
    }

    /// The formatter of the glossary in a language.
    #[must_use]
    pub fn of_glossary(&self, language: LanguageId) -> ChosenFormatter<'_, 'a> {
        let style = self.by_language.get(&language).copied().unwrap_or(SITE_STYLE);
        ChosenFormatter { style, formatter: &self.all[style] }
    }

    /// The formatter of a page.
    #[must_use]
    pub fn of_page(&self, page: &Page) -> ChosenFormatter<'_, 'a> {
        let style = self.by_page.get(&page.id).copied().unwrap_or(SITE_STYLE);
        ChosenFormatter { style, formatter: &self.all[style] }
    }

    /// Covers everything that decides how these formatters write, except the sources.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint.fingerprint()
    }

    /// Files that were read as styles, relative to the site's root.
    #[must_use]
    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// All formatters, indexed by [`PageCitations::style`](super::PageCitations::style).
    #[must_use]
    pub fn all(&self) -> &IdVec<FormatterRequest, Formatter<'a>> {
        &self.all
    }
}

struct FormattersBuilder<'f, 'a> {
    files: &'f dyn Files,
    config: &'f Config,
    site: &'a Site,
    /// The request of each formatter that was made, in the order of [`Formatters::all`].
    requests: IdVec<FormatterRequest>,
    formatters: Formatters<'a>,
    findings: Vec<Diagnostic>,
}

impl FormattersBuilder<'_, '_> {
    /// The formatter for a request, which is made if there is none yet. `None` if its style cannot be read.
    fn add(&mut self, page: Option<&Page>, request: FormatterRequest) -> Option<StyleId> {
        if let Some(style) = self.requests.position(|earlier| *earlier == request) {
            return Some(style);
        }
        let settings = match request.settings(self.files, self.config, page) {
            Ok(settings) => settings,
            Err(finding) => {
                self.findings.push(*finding);
                return None;
            }
        };
        let formatter = match Formatter::new(self.site.library.references(), &settings) {
            Ok(formatter) => formatter,
            Err(error) => {
                let finding = request.style_finding(self.config, page, &error);
                // Several pages may name one file, about which one finding says enough.
                if !self.findings.contains(&finding) {
                    self.findings.push(finding);
                }
                return None;
            }
        };
        for (source, warning) in formatter.style_warnings(&settings) {
            let finding = unknown_to_csl(source, warning);
            if !self.formatters.style_warnings.contains(&finding) {
                self.formatters.style_warnings.push(finding);
            }
        }
        self.formatters.fingerprint.add(&settings);
        self.formatters.files.extend(style_files(&settings));
        // Formatters that differ only in their lists share their marks, and one finding.
        if !formatter.tells_years_apart() && !self.requests.iter().any(|earlier| request.has_marks_of(earlier)) {
            self.formatters.style_warnings.push(request.lacking_finding(self.config, page));
        }
        self.formatters.all.push(formatter);
        Some(self.requests.push(request))
    }
}

/// Whether a page can ask for another formatter than the site's. Most pages cannot, and need not be compared.
fn may_have_request(page: &Page) -> bool {
    let Some(editorial) = page.editorial() else { return page.language != MAIN_LANGUAGE };
    let CitationFields { style, marks, marks_style, order, .. } = &editorial.citations;
    page.language != MAIN_LANGUAGE || style.is_some() || marks.is_some() || marks_style.is_some() || order.is_some()
}

/// What decides a formatter: the fields of a page, or else of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatterRequest {
    style: Option<Located<String>>,
    marks: CitationMarks,
    marks_style: Option<Located<String>>,
    order: ReferenceOrder,
    language: String,
}

impl FormatterRequest {
    fn of_site(settings: &CitationSettings, language: &str) -> Self {
        Self {
            style: settings.style.clone(),
            marks: settings.marks.unwrap_or(CitationMarks::AuthorDate),
            marks_style: settings.marks_style.clone(),
            order: settings.order.unwrap_or(ReferenceOrder::Cited),
            language: language.to_owned(),
        }
    }

    fn of_page(config: &Config, page: &Page) -> Self {
        let of_site = Self::of_site(&config.settings.citations, &config.languages[page.language].tag);
        let Some(editorial) = page.editorial() else { return of_site };
        let CitationFields { style, marks, marks_style, order, .. } = &editorial.citations;
        Self {
            style: style.clone().or(of_site.style),
            marks: marks.unwrap_or(of_site.marks),
            marks_style: marks_style.clone().or(of_site.marks_style),
            order: order.unwrap_or(of_site.order),
            language: of_site.language,
        }
    }

    fn has_marks_of(&self, other: &Self) -> bool {
        let [name, other_name] = [self, other].map(|request| request.marks_style.as_ref().map(|style| &style.value));
        self.marks == other.marks && name == other_name
    }

    /// Reads the style files. The error is a finding about a file that cannot be read.
    fn settings(
        &self,
        files: &dyn Files,
        config: &Config,
        page: Option<&Page>,
    ) -> Result<FormatSettings, Box<Diagnostic>> {
        let list_style = csl_source(files, config, self.style.as_ref(), LIST_STYLE)
            .map_err(|problem| Box::new(finding_at_style(config, page, self.style.as_ref(), &problem, None)))?;
        let marks_style = csl_source(files, config, self.marks_style.as_ref(), MARKS_STYLE)
            .map_err(|problem| Box::new(finding_at_style(config, page, self.marks_style.as_ref(), &problem, None)))?;
        Ok(FormatSettings {
            list_style,
            marks: self.marks,
            marks_style,
            order: self.order,
            language: self.language.clone(),
        })
    }

    /// The finding for a style that the formatter refuses: in the style file if its text is wrong, else at the field that names
    /// the style.
    fn style_finding(&self, config: &Config, page: Option<&Page>, error: &StyleError) -> Diagnostic {
        if let StyleError::Invalid { path, line, .. } = error {
            let location = Location { line: *line, end_line: *line, ..Location::file(path.as_str()) };
            return Diagnostic::new(&rules::SETTINGS_INVALID, location, error.to_string())
                .help("correct the file, or name a style that ships, such as `apa`");
        }
        let marks_style = self.marks_style.as_ref().filter(|style| style_of(error) == style.value);
        let suggestion = match error {
            StyleError::Unknown { near, .. } => near.as_deref(),
            StyleError::Invalid { .. } | StyleError::Lacks { .. } => None,
        };
        finding_at_style(config, page, marks_style.or(self.style.as_ref()), &error.to_string(), suggestion)
    }

    /// The finding for a style whose marks have no letters for years.
    fn lacking_finding(&self, config: &Config, page: Option<&Page>) -> Diagnostic {
        let name = self.marks_style.as_ref().map_or(MARKS_STYLE, |style| style.value.as_str());
        let message = format!("marks of `{name}` do not tell two sources of one author and year apart");
        let StyleField { location, .. } = StyleField::of(config, page, self.marks_style.as_ref());
        Diagnostic::new(&rules::MARKS_STYLE_LACKING, location, message)
            .help("name a style whose marks have letters for that, such as `apa`, or say `marks: number`")
    }
}

/// The field that names a style.
struct StyleField {
    location: Location,
    /// The rule that a wrong value there breaks.
    rule: &'static Rule,
}

impl StyleField {
    /// A field of the page if the page has this style, else of the settings. A default style has no field.
    fn of(config: &Config, page: Option<&Page>, style: Option<&Located<String>>) -> Self {
        let page = page.filter(|page| {
            let fields = page.editorial().map(|editorial| &editorial.citations);
            fields
                .is_some_and(|fields| [&fields.style, &fields.marks_style].iter().any(|field| field.as_ref() == style))
        });
        match (page, style) {
            (Some(page), Some(style)) => {
                Self { location: page.source.locate(style.span), rule: &rules::FRONT_MATTER_TYPE }
            }
            (None, Some(style)) => Self { location: config.source.locate(style.span), rule: &rules::SETTINGS_INVALID },
            (_, None) => Self { location: Location::file(config.source.path.clone()), rule: &rules::SETTINGS_INVALID },
        }
    }
}

fn finding_at_style(
    config: &Config,
    page: Option<&Page>,
    style: Option<&Located<String>>,
    message: &str,
    suggestion: Option<&str>,
) -> Diagnostic {
    let StyleField { location, rule } = StyleField::of(config, page, style);
    let help = "write the name of a style, such as `apa`, or the path of a `.csl` file from the site's root";
    Diagnostic::new(rule, location, message).suggest_or(suggestion, help)
}

/// The finding for something in a style file that CSL does not have.
fn unknown_to_csl(source: &CslSource, warning: &StyleWarning) -> Diagnostic {
    let attribute = warning.attribute.as_ref().map(|name| format!(" attribute `{name}`")).unwrap_or_default();
    let message = format!("<{}>{attribute}: {}", warning.element, warning.problem);
    let location = Location { line: warning.line, end_line: warning.line, ..Location::file(source.label()) };
    let finding = Diagnostic::new(&rules::SETTINGS_INVALID, location, message);
    let finding = finding.help("the style is used without it; correct the name or take it out");
    Diagnostic { severity: Severity::Warning, ..finding }
}

/// The name or path of the style that an error is about.
fn style_of(error: &StyleError) -> &str {
    match error {
        StyleError::Unknown { name, .. } => name,
        StyleError::Invalid { path, .. } => path,
        StyleError::Lacks { style, .. } => style,
    }
}

fn style_files(settings: &FormatSettings) -> impl Iterator<Item = String> {
    let styles = [&settings.list_style, &settings.marks_style].into_iter();
    styles.filter_map(|style| match style {
        CslSource::File { path, .. } => Some(path.clone()),
        CslSource::Named(_) => None,
    })
}

/// The source of a style: a shipped one by its name, or the content of a `.csl` file by its path from the site's root.
/// `default` is the name of the style if none is named.
///
/// # Errors
/// Says why the file cannot be read.
pub fn csl_source(
    files: &dyn Files,
    config: &Config,
    style: Option<&Located<String>>,
    default: &str,
) -> Result<CslSource, String> {
    let name = style.map_or(default, |style| style.value.as_str());
    let is_file = Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csl"));
    if !is_file {
        return Ok(CslSource::Named(name.to_owned()));
    }
    match files.read_limited(&config.root.join(name), config.settings.limits.file_size) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(CslSource::File { path: name.to_owned(), text }),
            Err(_) => Err(format!("the style `{name}` is not UTF-8")),
        },
        Err(error) => Err(format!("the style cannot be read: {error}")),
    }
}
