//! Settings in, [`Config`] out: `wellpress.yaml` and the flags of the command line, checked and made whole.
//!
//! Later stages trust what stands here: the base address is well-formed, languages are known tags, dates are days.
//! Ids in the settings are not looked up here; that needs the site.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::diagnostics::{Diagnostic, Location, Rule, Severity, Source, nearest, rules};
use crate::yaml::{self, Day, Located, Period};

/// Everything that a build needs to know before it looks at the content.
#[derive(Debug, Clone)]
pub struct Config {
    /// The site's root folder.
    pub root: PathBuf,
    /// The settings' text, for findings about them.
    pub source: Source,
    /// The settings as written.
    pub settings: Settings,
    /// Where the site will live.
    pub base: BaseUrl,
    /// All languages, the site's own first.
    pub languages: Vec<SiteLanguage>,
    /// Severities that the settings change, by rule id; `None` turns a rule off.
    pub severities: BTreeMap<&'static str, Option<Severity>>,
    /// What the command line asked for.
    pub options: BuildOptions,
}

/// What the command line decides for one run.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// Which pages that would be left out are brought in.
    pub include: Include,
    /// Replaces `base_url` of the settings.
    pub base_url: Option<String>,
    /// Where the site goes.
    pub output: PathBuf,
    /// Today.
    pub clock: Day,
}

/// Pages that would be left out, and are brought in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Include {
    /// Pages that say `draft: true`.
    pub drafts: bool,
    /// Pages whose `published` is after today.
    pub future: bool,
    /// Pages whose `expires` is before today.
    pub expired: bool,
}

/// Where the site will live: `origin` is `https://host`, `path` starts and ends with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    /// Scheme, host and port.
    pub origin: String,
    /// From the first `/`.
    pub path: String,
}

impl BaseUrl {
    /// From an address such as `https://example.org/guide/`; a missing last `/` is added.
    ///
    /// # Errors
    /// Says what is wrong with it: another scheme, no host, a query or fragment, characters that no address has.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let rest = rest.ok_or("it must start with `https://` or `http://`")?;
        if rest.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '`')) {
            return Err("it has a character that no address has");
        }
        if rest.contains(['?', '#']) {
            return Err("it must not have a query or a fragment");
        }
        let host = rest.split('/').next().unwrap_or_default();
        let name = host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(host, |(name, _)| name);
        let sound = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '[' | ']' | ':' | '_');
        if name.is_empty() || host.contains('@') || !name.chars().all(sound) || name.ends_with(':') {
            return Err("it must name a host, such as `https://example.org/`");
        }
        let path = &rest[host.len()..];
        if path.split('/').any(|segment| matches!(segment, "." | "..")) || path.contains("//") {
            return Err("its path must not have empty, `.` or `..` segments");
        }
        let origin = text[..text.len() - path.len()].to_owned();
        Ok(Self { origin, path: if path.ends_with('/') { path.to_owned() } else { format!("{path}/") } })
    }

    /// The absolute address of a root-relative one that already has the base path.
    #[must_use]
    pub fn absolute(&self, url: &str) -> String {
        format!("{}{url}", self.origin)
    }
}

/// A language that the site is published in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteLanguage {
    /// BCP 47.
    pub tag: String,
    /// The site's title in it.
    pub title: String,
    /// The site's description in it.
    pub description: Option<String>,
}

/// `wellpress.yaml` as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The site's title.
    pub title: String,
    /// Where the site will live.
    pub base_url: Located<String>,
    /// The site's own language.
    #[serde(default = "english")]
    pub language: Located<String>,
    /// Further languages.
    #[serde(default)]
    pub languages: BTreeMap<String, LanguageSettings>,
    /// The theme's folder under `themes`.
    #[serde(default = "well")]
    pub theme: Located<String>,
    /// One sentence about the site.
    pub description: Option<String>,
    /// Who publishes.
    pub organization: Option<Organization>,
    /// Menus.
    #[serde(default)]
    pub menus: Menus,
    /// Ids for the home page.
    #[serde(default)]
    pub featured: Vec<Located<String>>,
    /// The open map.
    #[serde(default)]
    pub extra: BTreeMap<String, serde_json::Value>,
    /// Citations.
    #[serde(default)]
    pub citations: Citations,
    /// Disclaimers that are always shown, by kind.
    #[serde(default)]
    pub disclaimers: StandingDisclaimers,
    /// Reviews.
    #[serde(default)]
    pub review: Review,
    /// Calls to action by id.
    #[serde(default)]
    pub calls_to_action: BTreeMap<String, CallToAction>,
    /// Own callouts by name.
    #[serde(default)]
    pub callouts: BTreeMap<String, Callout>,
    /// Pages that state the site's policies.
    #[serde(default)]
    pub policies: Policies,
    /// Search.
    #[serde(default)]
    pub search: Search,
    /// Whether raw HTML in text is passed on.
    #[serde(default)]
    pub raw_html: bool,
    /// Cards on one part of a list.
    #[serde(default = "fifty")]
    pub pagination: usize,
    /// Related pages.
    #[serde(default)]
    pub related: Related,
    /// Feeds.
    #[serde(default)]
    pub feeds: Feeds,
    /// Pictures.
    pub images: Option<serde_json::Value>,
    /// Rules.
    #[serde(default)]
    pub check: Check,
    /// Publishing.
    pub deploy: Option<serde_json::Value>,
    /// Limits.
    #[serde(default)]
    pub limits: Limits,
    /// Who may read the site by machine.
    #[serde(default)]
    pub crawlers: Crawlers,
}

/// A further language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageSettings {
    /// The site's title in it.
    pub title: String,
    /// The site's description in it.
    pub description: Option<String>,
}

/// Who publishes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    /// Name.
    pub name: String,
    /// Its own site.
    pub url: Option<String>,
    /// Its logo: a path in `static/` that starts with `/`.
    pub logo: Option<String>,
}

/// Menus of the header and the footer.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Menus {
    /// The header's.
    #[serde(default)]
    pub main: Vec<MenuItem>,
    /// The footer's.
    #[serde(default)]
    pub footer: Vec<MenuItem>,
}

/// One entry of a menu.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MenuItem {
    /// What it says.
    pub title: String,
    /// Where it goes: a path of the site from `/`, or an outside address.
    pub link: Located<String>,
}

/// How sources are cited; also in an article's front matter, where absent keys mean the settings'.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citations {
    /// The list's CSL style: a shipped name or the path of a `.csl` file.
    pub style: Option<Located<String>>,
    /// How a citation shows in the text.
    pub marks: Option<Marks>,
    /// The CSL style of author-date marks.
    pub marks_style: Option<Located<String>>,
    /// Order of the numbered list.
    pub order: Option<Order>,
    /// Files beside each article.
    pub exports: Option<Vec<ExportFormat>>,
    /// A CSV of retractions.
    pub retractions: Option<Located<String>>,
    /// `citation_*` tags.
    #[serde(default)]
    pub scholar_tags: bool,
    /// Whether abstracts are published.
    #[serde(default)]
    pub abstracts: bool,
}

/// How a citation shows in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Marks {
    /// `(Sawicki et al., 2021)`.
    AuthorDate,
    /// A superscript number.
    Number,
}

/// Order of a numbered list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// As cited.
    Cited,
    /// The list style's own sort, else author, year, title.
    Alphabetical,
}

/// A format in which sources are published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExportFormat {
    /// BibLaTeX.
    Bib,
    /// CSL-JSON.
    Json,
    /// RIS.
    Ris,
}

/// Disclaimers that are always shown, by kind of page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandingDisclaimers {
    /// On articles.
    #[serde(default)]
    pub articles: Vec<Located<String>>,
    /// On exercises.
    #[serde(default)]
    pub exercises: Vec<Located<String>>,
    /// On programmes.
    #[serde(default)]
    pub programmes: Vec<Located<String>>,
}

/// Reviews.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// When the next review is due where a page names no day.
    pub every: Option<Period>,
    /// Whether a page needs a sign-off.
    #[serde(default)]
    pub sign_off: SignOff,
}

/// Whether a page needs a sign-off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignOff {
    /// It does not.
    #[default]
    Off,
    /// It does.
    Required,
}

/// A call to action.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallToAction {
    /// Form, link or app.
    pub kind: CallKind,
    /// A line above the title.
    pub eyebrow: Option<String>,
    /// Title.
    pub title: String,
    /// Text.
    pub body: Option<String>,
    /// The button's words.
    pub button: Option<String>,
    /// Where a link or an app's button goes.
    pub href: Option<Located<String>>,
    /// Where a form is sent; without one it does not render.
    pub action: Option<Located<String>>,
    /// A link for those who have joined.
    pub login: Option<LoginLink>,
    /// Small print.
    pub fine_print: Option<String>,
    /// Consent.
    pub consent: Option<Consent>,
    /// What is said once it was sent.
    pub success: Option<Success>,
    /// What is said when it could not be sent.
    pub error: Option<String>,
    /// Why somebody should trust it.
    pub proof: Option<String>,
}

/// What sort of call to action it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallKind {
    /// A form with a field for an e-mail address.
    Form,
    /// A link.
    Link,
    /// A link to an app.
    App,
}

/// A link for those who have joined.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoginLink {
    /// Its words.
    pub text: String,
    /// Where it goes.
    pub href: Located<String>,
}

/// What a person agrees to, in a wording that has a version.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// The words.
    pub text: String,
    /// Their version.
    pub version: String,
}

/// What is said once a form was sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Success {
    /// Title.
    pub title: String,
    /// Text.
    pub body: Option<String>,
}

/// A callout of the site's own.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Callout {
    /// What it is labelled.
    pub label: String,
    /// The callout that it looks like.
    pub like: CalloutKind,
}

/// The callouts that every site has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CalloutKind {
    /// Advice.
    Tip,
    /// An aside.
    Note,
    /// Not to be missed.
    Important,
    /// A risk.
    Warning,
    /// A caution.
    Caution,
}

impl CalloutKind {
    /// All, with their names.
    pub const ALL: [(&'static str, Self); 5] = [
        ("tip", Self::Tip),
        ("note", Self::Note),
        ("important", Self::Important),
        ("warning", Self::Warning),
        ("caution", Self::Caution),
    ];

    /// The callout of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("note", |(name, _)| name)
    }
}

/// Pages that state the site's policies, by their ids.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Policies {
    pub editorial: Option<Located<String>>,
    pub review: Option<Located<String>>,
    pub corrections: Option<Located<String>>,
    pub advertising: Option<Located<String>>,
    pub ai: Option<Located<String>>,
    pub privacy: Option<Located<String>>,
    pub accessibility: Option<Located<String>>,
    pub contact: Option<Located<String>>,
}

impl Policies {
    /// Those that are set, in the order in which they are listed.
    pub fn iter(&self) -> impl Iterator<Item = &Located<String>> {
        [
            &self.editorial,
            &self.review,
            &self.corrections,
            &self.advertising,
            &self.ai,
            &self.privacy,
            &self.accessibility,
            &self.contact,
        ]
        .into_iter()
        .flatten()
    }
}

/// Search.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Search {
    /// An index that the browser reads.
    #[default]
    Pagefind,
    /// None.
    None,
}

/// Related pages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Related {
    /// At most this many of each kind.
    #[serde(default = "four")]
    pub limit: usize,
}

impl Default for Related {
    fn default() -> Self {
        Self { limit: four() }
    }
}

/// Feeds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feeds {
    /// At most this many entries.
    #[serde(default = "fifty")]
    pub limit: usize,
}

impl Default for Feeds {
    fn default() -> Self {
        Self { limit: fifty() }
    }
}

/// Rules.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Severity by rule id.
    #[serde(default)]
    pub rules: BTreeMap<String, RuleSetting>,
}

/// What the settings make of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleSetting {
    /// Not reported.
    Off,
    /// A note.
    Note,
    /// A warning.
    Warning,
    /// An error.
    Error,
}

/// Limits.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The largest text file that is read, in bytes.
    #[serde(default = "ten_megabytes")]
    pub file_size: u64,
    /// The largest bibliography that is read, in bytes.
    #[serde(default = "hundred_megabytes")]
    pub library_size: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_size: ten_megabytes(), library_size: hundred_megabytes() }
    }
}

/// Who may read the site by machine.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crawlers {
    /// Whether it may be read to train models.
    #[serde(default)]
    pub training: Permission,
    /// Whether it may be read for search.
    #[serde(default)]
    pub search: Permission,
}

/// Allowed or not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Permission {
    /// Allowed.
    #[default]
    Allow,
    /// Not allowed.
    Disallow,
}

/// Reads settings and lays the command line's options over them.
///
/// # Errors
/// Every mistake in the settings, each at its place; all belong to the rule `settings-invalid`.
pub fn load(root: &Path, source: Source, options: BuildOptions) -> Result<Config, Vec<Diagnostic>> {
    let decoded = yaml::decode::<Settings>(&source, source.text.len(), &yaml::SETTINGS);
    let mut findings = decoded.diagnostics;
    let Some(settings) = decoded.value else { return Err(findings) };
    let base = base_url(&settings, &source, &options, &mut findings);
    let languages = site_languages(&settings, &source, &mut findings);
    let severities = rule_severities(&settings, &source, &mut findings);
    if settings.pagination == 0 {
        findings.push(wrong(find_key(&source, "pagination"), "`pagination` must be at least 1"));
    }
    check_calls(&settings, &source, &mut findings);
    match base {
        Some(base) if findings.is_empty() => {
            Ok(Config { root: root.to_owned(), source, settings, base, languages, severities, options })
        }
        _ => Err(findings),
    }
}

fn wrong(location: Location, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&rules::SETTINGS_INVALID, location, message)
}

/// Where a key stands in the settings, else their start.
fn find_key(source: &Source, key: &str) -> Location {
    let pattern = format!("{key}:");
    let at = source.text.match_indices(&pattern).find(|(at, _)| {
        let before = source.text[..*at].rsplit('\n').next().unwrap_or_default();
        before.trim_start_matches([' ', '{', ',', '"', '\'']).is_empty() || before.ends_with([' ', '{', ','])
    });
    match at {
        Some((at, _)) => source.locate(crate::diagnostics::Span::new(at..at + key.len())),
        None => Location::file(source.path.clone()),
    }
}

fn base_url(
    settings: &Settings,
    source: &Source,
    options: &BuildOptions,
    findings: &mut Vec<Diagnostic>,
) -> Option<BaseUrl> {
    let (text, location) = match &options.base_url {
        Some(text) => (text, Location::file("--base-url")),
        None => (&settings.base_url.value, source.locate(settings.base_url.span)),
    };
    match BaseUrl::parse(text) {
        Ok(base) => Some(base),
        Err(why) => {
            findings.push(wrong(location, format!("`{text}` is not a base address: {why}")));
            None
        }
    }
}

fn site_languages(settings: &Settings, source: &Source, findings: &mut Vec<Diagnostic>) -> Vec<SiteLanguage> {
    let mut languages = vec![SiteLanguage {
        tag: settings.language.value.clone(),
        title: settings.title.clone(),
        description: settings.description.clone(),
    }];
    let further = settings.languages.iter().filter(|(tag, _)| **tag != settings.language.value);
    languages.extend(further.map(|(tag, language)| SiteLanguage {
        tag: tag.clone(),
        title: language.title.clone(),
        description: language.description.clone(),
    }));
    for language in &languages {
        if language.tag.parse::<unic_langid::LanguageIdentifier>().is_err() || language.tag.contains('_') {
            let location = if language.tag == settings.language.value {
                source.locate(settings.language.span)
            } else {
                find_key(source, &language.tag)
            };
            findings.push(
                wrong(location, format!("`{}` is not a language tag", language.tag))
                    .help("write it as in BCP 47, such as `en` or `pt-BR`"),
            );
        }
    }
    languages
}

fn rule_severities(
    settings: &Settings,
    source: &Source,
    findings: &mut Vec<Diagnostic>,
) -> BTreeMap<&'static str, Option<Severity>> {
    let mut severities = BTreeMap::new();
    for (id, setting) in &settings.check.rules {
        let Some(rule) = rules::find(id) else {
            let near = nearest(id, rules::ALL.iter().map(|rule| rule.id));
            findings.push(wrong(find_key(source, id), format!("there is no rule `{id}`")).suggest(near));
            continue;
        };
        if may_change(rule, *setting) {
            severities.insert(rule.id, setting.severity());
        } else {
            findings.push(
                wrong(find_key(source, id), format!("`{id}` is always an error"))
                    .help("a site cannot be built while one of these stands; take the line out"),
            );
        }
    }
    severities
}

/// Without what these rules ask for there is nothing sound to publish, so they stay errors.
fn may_change(rule: &Rule, setting: RuleSetting) -> bool {
    rule.severity != Severity::Error || setting == RuleSetting::Error
}

impl RuleSetting {
    fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Note => Some(Severity::Note),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

fn check_calls(settings: &Settings, source: &Source, findings: &mut Vec<Diagnostic>) {
    for call in settings.calls_to_action.values() {
        let addresses =
            [&call.href, &call.action].into_iter().flatten().chain(call.login.as_ref().map(|login| &login.href));
        for address in addresses {
            if !is_safe_address(&address.value) {
                findings.push(wrong(
                    source.locate(address.span),
                    format!("`{}` is not an address that a page may lead to", address.value),
                ));
            }
        }
        if matches!(call.kind, CallKind::Link | CallKind::App) && call.href.is_none() {
            findings.push(wrong(
                find_key(source, "calls_to_action"),
                format!("the call to action `{}` has no `href`", call.title),
            ));
        }
    }
}

/// Whether an address is `http`, `https`, `mailto`, `tel`, or has no scheme at all, however it is disguised.
#[must_use]
pub fn is_safe_address(address: &str) -> bool {
    let bare: String = address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let end = bare.find(['/', '?', '#']).unwrap_or(bare.len());
    match bare[..end].split_once(':') {
        None => true,
        Some((scheme, _)) => matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https" | "mailto" | "tel"),
    }
}

fn english() -> Located<String> {
    Located { value: "en".to_owned(), span: crate::diagnostics::Span::default() }
}

fn well() -> Located<String> {
    Located { value: "well".to_owned(), span: crate::diagnostics::Span::default() }
}

fn fifty() -> usize {
    50
}

fn four() -> usize {
    4
}

fn ten_megabytes() -> u64 {
    10_000_000
}

fn hundred_megabytes() -> u64 {
    100_000_000
}
