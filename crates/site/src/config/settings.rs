//! `wellpress.yaml` as it is written: every key with its type and its default.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use wellpress_bibliography::ExportFormat;
use wellpress_diagnostics::yaml::{Located, Period};
use wellpress_diagnostics::{Severity, Span};

use wellpress_markdown::directives::Callout;

use super::calls::CallToAction;
use super::images::ImageSettings;

/// `wellpress.yaml` as written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
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
    /// CitationSettings.
    #[serde(default)]
    pub citations: CitationSettings,
    /// Where `cite` asks for sources.
    #[serde(default)]
    pub cite: CiteSettings,
    /// Disclaimers that are always shown, by kind.
    #[serde(default)]
    pub disclaimers: StandingDisclaimerSettings,
    /// Reviews.
    #[serde(default)]
    pub review: ReviewSettings,
    /// Calls to action by id.
    #[serde(default)]
    pub calls_to_action: BTreeMap<String, CallToAction>,
    /// Own callouts by name.
    #[serde(default)]
    pub callouts: BTreeMap<String, Callout>,
    /// Pages that state the site's policies.
    #[serde(default)]
    pub policies: Policies,
    /// SearchEngine.
    #[serde(default)]
    pub search: SearchEngine,
    /// Whether raw HTML in text is passed on.
    #[serde(default)]
    pub raw_html: bool,
    /// Cards on one part of a list.
    #[serde(default = "fifty")]
    pub pagination: usize,
    /// RelatedSettings pages.
    #[serde(default)]
    pub related: RelatedSettings,
    /// FeedSettings.
    #[serde(default)]
    pub feeds: FeedSettings,
    /// Pictures.
    #[serde(default)]
    pub images: ImageSettings,
    /// Rules.
    #[serde(default)]
    pub check: CheckSettings,
    /// Publishing.
    #[serde(default)]
    pub deploy: DeploySettings,
    /// Limits.
    #[serde(default)]
    pub limits: Limits,
    /// Who may read the site by machine.
    #[serde(default)]
    pub crawlers: CrawlerSettings,
    /// How findings of the preview lead into an editor.
    pub editor_url: Option<Located<String>>,
}

/// A further language.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LanguageSettings {
    /// The site's title in it.
    pub title: String,
    /// The site's description in it.
    pub description: Option<String>,
    /// Menus in it, in the place of the site's.
    pub menus: Option<Menus>,
}

impl Settings {
    /// The entries of all menus, in whichever language.
    pub fn menu_items(&self) -> impl Iterator<Item = &MenuItem> {
        let of_languages = self.languages.values().filter_map(|language| language.menus.as_ref());
        std::iter::once(&self.menus).chain(of_languages).flat_map(|menus| menus.main.iter().chain(&menus.footer))
    }

    /// The menus in a language.
    #[must_use]
    pub fn menus_in(&self, language: &str) -> &Menus {
        self.languages.get(language).and_then(|own| own.menus.as_ref()).unwrap_or(&self.menus)
    }
}

/// Who publishes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    /// Name.
    pub name: String,
    /// Its own site.
    pub url: Option<Located<String>>,
    /// Its logo: a path in `static/` that starts with `/`.
    pub logo: Option<String>,
}

/// Menus of the header and the footer.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MenuItem {
    /// What it says.
    pub title: String,
    /// Where it goes: a path of the site from `/`, or an outside address.
    pub link: Located<String>,
}

/// How sources are cited; also in an article's front matter, where absent keys mean the settings'.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CitationSettings {
    /// The list's CSL style: a shipped name or the path of a `.csl` file.
    pub style: Option<Located<String>>,
    /// How a citation shows in the text.
    pub marks: Option<CitationMarks>,
    /// The CSL style of author-date marks.
    pub marks_style: Option<Located<String>>,
    /// Order of the numbered list.
    pub order: Option<ReferenceOrder>,
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

/// Where `cite` asks for sources, and how.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CiteSettings {
    /// Base address of the resolver of DOIs.
    pub doi: Option<Located<String>>,
    /// Base address of NCBI's citation exporter.
    pub ncbi: Option<Located<String>>,
    /// How many seconds an answer may take.
    pub timeout: Option<Located<u64>>,
    /// Hosts that may be asked though their address is not public.
    #[serde(default)]
    pub private_hosts: Vec<String>,
}

/// How a citation shows in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CitationMarks {
    /// `(Sawicki et al., 2021)`.
    AuthorDate,
    /// A superscript number.
    Number,
}

/// Order of a numbered list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReferenceOrder {
    /// As cited.
    Cited,
    /// The list style's own sort, else author, year, title.
    Alphabetical,
}

/// Disclaimers that are always shown, by kind of page.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StandingDisclaimerSettings {
    /// On articles.
    #[serde(default)]
    pub articles: Vec<Located<String>>,
    /// On exercises.
    #[serde(default)]
    pub exercises: Vec<Located<String>>,
    /// On programmes.
    #[serde(default)]
    pub programmes: Vec<Located<String>>,
    /// By the id of a topic: on pages about it or a narrower one, whatever their kind.
    #[serde(default)]
    pub topics: BTreeMap<String, Vec<Located<String>>>,
}

/// Reviews.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewSettings {
    /// When the next review is due where a page names no day.
    pub every: Option<Period>,
    /// How long before a review is due it is announced.
    #[serde(default = "sixty_days")]
    pub soon: Period,
    /// Whether a page needs a sign-off.
    #[serde(default)]
    pub sign_off: SignOffPolicy,
}

impl Default for ReviewSettings {
    fn default() -> Self {
        Self { every: None, soon: sixty_days(), sign_off: SignOffPolicy::Off }
    }
}

fn sixty_days() -> Period {
    Period::of_days(60)
}

/// Whether a page needs a sign-off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SignOffPolicy {
    /// It does not.
    #[default]
    Off,
    /// It does.
    Required,
}

/// Pages that state the site's policies, by their ids.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
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

/// SearchEngine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SearchEngine {
    /// An index that the browser reads.
    #[default]
    Pagefind,
    /// None.
    None,
}

/// RelatedSettings pages.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RelatedSettings {
    /// At most this many of each kind.
    #[serde(default = "four")]
    pub limit: usize,
}

impl Default for RelatedSettings {
    fn default() -> Self {
        Self { limit: four() }
    }
}

/// FeedSettings.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FeedSettings {
    /// At most this many entries.
    #[serde(default = "fifty")]
    pub limit: usize,
}

impl Default for FeedSettings {
    fn default() -> Self {
        Self { limit: fifty() }
    }
}

/// Rules.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckSettings {
    /// Severity by rule id.
    #[serde(default)]
    pub rules: BTreeMap<String, RuleSetting>,
    /// Outside addresses.
    #[serde(default)]
    pub external: ExternalLinkSettings,
}

/// How outside addresses are asked for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExternalLinkSettings {
    /// How long an address that was there is taken to be there.
    pub max_age: Option<Period>,
    /// How many requests one host has to answer at a time.
    pub per_host: Option<Located<usize>>,
    /// How many seconds an answer may take.
    pub timeout: Option<Located<u64>>,
    /// Beginnings of addresses that are not asked for.
    #[serde(default)]
    pub skip: Vec<Located<String>>,
    /// Hosts that may be asked though their address is not public.
    #[serde(default)]
    pub private_hosts: Vec<String>,
}

/// What the settings make of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
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

/// Publishing.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeploySettings {
    /// Where the site is published, such as `s3://bucket/path` or `file:///srv/www`.
    pub target: Option<Located<String>>,
    /// Further targets by name.
    #[serde(default)]
    pub targets: BTreeMap<String, Located<String>>,
    /// Forms in which text is stored beside, or in a bucket in place of, the plain one.
    #[serde(default)]
    pub compress: Vec<Compression>,
    /// How many releases before the current one can be gone back to.
    #[serde(default = "five")]
    pub keep: usize,
}

impl Default for DeploySettings {
    fn default() -> Self {
        Self { target: None, targets: BTreeMap::new(), compress: Vec::new(), keep: five() }
    }
}

/// A form in which text is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Compression {
    /// Brotli.
    Br,
    /// gzip.
    Gzip,
}

/// Limits.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The largest text file that is read, in bytes.
    #[serde(default = "ten_megabytes")]
    pub file_size: u64,
    /// The largest bibliography that is read, in bytes.
    #[serde(default = "hundred_megabytes")]
    pub library_size: u64,
    /// The largest picture that is read, in bytes.
    #[serde(default = "fifty_megabytes")]
    pub picture_size: u64,
    /// The largest picture that is read, in pixels.
    #[serde(default = "hundred_megapixels")]
    pub picture_pixels: u64,
    /// The most texts that a site may have.
    #[serde(default = "a_million")]
    pub pages: usize,
    /// The most containers that may stand inside one another.
    #[serde(default = "thirty_two")]
    pub nesting: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_size: ten_megabytes(),
            library_size: hundred_megabytes(),
            picture_size: fifty_megabytes(),
            picture_pixels: hundred_megapixels(),
            pages: a_million(),
            nesting: thirty_two(),
        }
    }
}

/// Who may read the site by machine.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CrawlerSettings {
    /// Whether it may be read to train models.
    #[serde(default)]
    pub training: CrawlerPermission,
    /// Whether it may be read for search.
    #[serde(default)]
    pub search: CrawlerPermission,
}

/// Allowed or not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CrawlerPermission {
    /// Allowed.
    #[default]
    Allow,
    /// Not allowed.
    Disallow,
}

impl RuleSetting {
    pub(super) fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Note => Some(Severity::Note),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

fn english() -> Located<String> {
    Located { value: "en".to_owned(), span: Span::default() }
}

fn well() -> Located<String> {
    Located { value: "well".to_owned(), span: Span::default() }
}

fn fifty() -> usize {
    50
}

fn five() -> usize {
    5
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

fn fifty_megabytes() -> u64 {
    50_000_000
}

/// More than any camera in use has, and about as much memory as two builds may take at once.
fn hundred_megapixels() -> u64 {
    100_000_000
}

fn a_million() -> usize {
    1_000_000
}

fn thirty_two() -> usize {
    32
}
