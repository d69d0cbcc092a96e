//! `wellpress.yaml` as it is written: every key with its type and its default. Checking the values is left to
//! [`load`](super::load).
//!
//! The comments of the fields are the descriptions of the JSON Schema, which editors show to authors.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Severity, Span};
use wellpress_foundation::Period;

use wellpress_markdown::directives::{Callout, DeclaredDirectives};
use wellpress_markdown::extensions::Extensions;

use super::calls::CallToAction;
use super::citations::CitationSettings;
use super::crawlers::CrawlerSettings;
use super::feedback::FeedbackSettings;
use super::images::ImageSettings;
use super::language::LanguageSettings;
use super::machine_readable::MachineFormat;
use super::menus::Menus;
use super::section_settings::SectionSettings;
use super::source_files::SourceFiles;
use super::web_host::{RedirectSupport, WebHost};

/// The keys of `wellpress.yaml`.
///
/// Unknown keys are denied at every level, except below `extra`. Values that are checked later carry their place (`Located`), so
/// that a finding about them can point at it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The title of the site in its own language.
    pub title: String,
    /// The address of the published site: `https://host/`, with or without a path. A host may have letters of all languages: files for
    /// programs have it encoded. `--base-url` replaces it for one run.
    pub base_url: Located<String>,
    /// The site's own language as a BCP 47 tag, such as `pt-BR`. A language that the theme has no words in needs a file of them.
    #[serde(default = "default_language")]
    #[schemars(extend("default" = "en"))]
    pub language: Located<String>,
    /// Further languages by their tag. The page of a file `NAME.TAG.md` is in that language, and its address is under `/TAG/`.
    #[serde(default)]
    pub languages: BTreeMap<String, LanguageSettings>,
    /// The folder with the texts, from that of the settings: without it, `content`; `.` for the folder of the settings itself.
    pub content: Option<Located<String>>,
    /// Paths in the folder of the texts that are no content: names, `*` for any signs of a name, `**` for any folders.
    #[serde(default)]
    pub exclude: Vec<Located<String>>,
    /// Where the files of the site are published for those who change them.
    #[serde(default)]
    pub source_files: SourceFiles,
    /// The name of the theme's folder under `themes`.
    #[serde(default = "default_theme")]
    #[schemars(extend("default" = "well"))]
    pub theme: Located<String>,
    /// One sentence about the site: the meta description of pages without their own.
    pub description: Option<String>,
    /// The publisher of the site.
    pub organization: Option<Organization>,
    /// The menus of the header and the footer.
    #[serde(default)]
    pub menus: Menus,
    /// Old addresses, each with the one to which it leads: `/old/: /new/`, `/old/*: /new/*`, `/?p=12: /new/`.
    #[serde(default)]
    pub redirects: BTreeMap<String, Located<String>>,
    /// Ids of articles, exercises or topics for the home page, in this order.
    #[serde(default)]
    pub featured: Vec<Located<String>>,
    /// Any keys and values, for your own templates.
    #[serde(default)]
    pub extra: BTreeMap<String, serde_json::Value>,
    /// How sources are cited and listed.
    #[serde(default)]
    pub citations: CitationSettings,
    /// Where `cite` asks for sources.
    #[serde(default)]
    pub cite: CiteSettings,
    /// Disclaimers that every page of a kind or about a topic shows.
    #[serde(default)]
    pub disclaimers: StandingDisclaimerSettings,
    /// When pages have to be reviewed and signed.
    #[serde(default)]
    pub review: ReviewSettings,
    /// Sections by their folder in `content`: what holds for the pages of articles, exercises and the others, and further sections.
    #[serde(default)]
    pub sections: BTreeMap<String, SectionSettings>,
    /// Calls to action by their id, which front matter and `::cta{#id}` name.
    #[serde(default)]
    pub calls_to_action: BTreeMap<String, CallToAction>,
    /// Where readers send what they think of a page.
    pub feedback: Option<FeedbackSettings>,
    /// Callouts of your own, by the name that authors write.
    #[serde(default)]
    pub callouts: BTreeMap<String, Callout>,
    /// The directives that the theme declares. No key of the settings: whoever loads them reads the theme's declarations.
    #[serde(skip)]
    pub directives: Arc<DeclaredDirectives>,
    /// Texts by name, which pages show where they have `{{ name }}`: each a line of plain text, or a number.
    #[serde(default)]
    #[schemars(schema_with = "super::language::variables_schema")]
    pub variables: BTreeMap<String, Located<String>>,
    /// Ids of plain pages that state the site's policies; the footer links to them.
    #[serde(default)]
    pub policies: Policies,
    /// What readers search the site with.
    #[serde(default)]
    #[schemars(extend("default" = "built-in"))]
    pub search: SearchEngine,
    /// Whether HTML in a text is passed on. If not, HTML beyond a short safe list is shown as text, with a warning.
    #[serde(default)]
    pub raw_html: bool,
    /// The extensions of Markdown, all of which are on unless they are switched off here.
    #[serde(default)]
    pub markdown: Extensions,
    /// How many cards one page of a list has, at least 1; the next one is at `/articles/page/2/`. Lists of a topic or a person are divided
    /// by kind.
    #[serde(default = "default_page_size")]
    pub pagination: usize,
    /// How many related pages are shown.
    #[serde(default)]
    pub related: RelatedSettings,
    /// How many entries feeds have, and what of each page.
    #[serde(default)]
    pub feeds: FeedSettings,
    /// In which formats and sizes pictures are published.
    #[serde(default)]
    pub images: ImageSettings,
    /// What is made of pages for paper.
    #[serde(default)]
    pub handouts: HandoutSettings,
    /// The formats in which each page is also published for programs, with an `llms.txt`. Builds then take longer.
    #[serde(default)]
    pub machine_readable: Vec<Located<MachineFormat>>,
    /// The severity of rules, and how external links are checked.
    #[serde(default)]
    pub check: CheckSettings,
    /// Where the site is published, and how.
    #[serde(default)]
    pub deploy: DeploySettings,
    /// Sizes above which a file or a site is refused.
    #[serde(default)]
    pub limits: Limits,
    /// What `robots.txt` allows to programs that read the site.
    #[serde(default)]
    pub crawlers: CrawlerSettings,
    /// What the link of a finding in the preview opens: `vscode`, `zed`, `jetbrains`, or a link such as
    /// `subl://open?url=file://{file}&line={line}`, which may have `{column}`.
    pub editor: Option<Located<String>>,
}

/// The publisher of the site, for the footer and the structured data.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    /// The name of the publisher.
    pub name: String,
    /// The publisher's own website.
    pub url: Option<Located<String>>,
    /// The path of a picture in `static`, from `/`; without it, the theme's logo.
    pub logo: Option<String>,
}

/// Where `cite` asks for sources, and how.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CiteSettings {
    /// Base address of the DOI resolver.
    #[schemars(extend("default" = "https://doi.org/"))]
    pub doi: Option<Located<String>>,
    /// Base address of NCBI's citation exporter.
    #[schemars(extend("default" = "https://api.ncbi.nlm.nih.gov/lit/ctxp/v1/"))]
    pub ncbi: Option<Located<String>>,
    /// Base address of Crossref's interface, which knows notices about works.
    #[schemars(extend("default" = "https://api.crossref.org/"))]
    pub crossref: Option<Located<String>>,
    /// Base address of NCBI's E-utilities, which give the records of PubMed.
    #[schemars(extend("default" = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"))]
    pub eutils: Option<Located<String>>,
    /// Base address of OpenAlex's interface, which knows what works cite.
    #[schemars(extend("default" = "https://api.openalex.org/"))]
    pub openalex: Option<Located<String>>,
    /// A mail address that Crossref, PubMed and OpenAlex are told with each request, so that they can write before they refuse; the first
    /// and the last answer faster.
    pub contact: Option<Located<String>>,
    /// How many seconds an answer may take, from 1 to 600.
    #[schemars(extend("default" = 20))]
    pub timeout: Option<Located<u64>>,
    /// Hosts that may receive requests although their address is not public, such as a library in your own network.
    #[serde(default)]
    pub private_hosts: Vec<String>,
}

/// Disclaimers that pages show although neither their text nor their front matter names them. A page can omit one only with
/// a reason.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StandingDisclaimerSettings {
    /// Ids of disclaimers that every article shows. A page can omit one only with a reason.
    #[serde(default)]
    pub articles: Vec<Located<String>>,
    /// Ids of disclaimers that every exercise shows.
    #[serde(default)]
    pub exercises: Vec<Located<String>>,
    /// Ids of disclaimers that every programme shows.
    #[serde(default)]
    pub programmes: Vec<Located<String>>,
    /// By the id of a topic: disclaimers of pages about it or a narrower one, whatever their kind.
    #[serde(default)]
    pub topics: BTreeMap<String, Vec<Located<String>>>,
}

/// When pages have to be reviewed and signed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewSettings {
    /// The time from the last medical or clinical review to the next one, such as `24 months`, unless a page names a day.
    pub every: Option<Period>,
    /// How long before a review is due `check` announces it, and how long before any other date `care` does.
    #[serde(default = "default_announcement")]
    #[schemars(extend("default" = "60 days"))]
    pub soon: Period,
    /// Whether a page must have the words that a reviewer signed.
    #[serde(default)]
    #[schemars(extend("default" = "off"))]
    pub sign_off: SignOffPolicy,
}

impl Default for ReviewSettings {
    fn default() -> Self {
        Self { every: None, soon: default_announcement(), sign_off: SignOffPolicy::Off }
    }
}

fn default_announcement() -> Period {
    Period::of_days(60)
}

/// How `check` treats a page whose words nobody has signed since they changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SignOffPolicy {
    /// Pages need no sign-off.
    #[default]
    Off,
    /// A page whose words differ from the signed ones is an error.
    Required,
    /// The same, and each approval needs a valid signature.
    Signed,
}

impl SignOffPolicy {
    /// Whether a page whose words differ from the signed ones is an error.
    #[must_use]
    pub fn is_required(self) -> bool {
        self != Self::Off
    }
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
    /// The policies that the site has, in the order in which the footer lists them.
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

/// What readers search the site with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SearchEngine {
    /// An index that is part of the site and that the browser reads.
    #[default]
    BuiltIn,
    /// Readers cannot search the site.
    None,
}

/// How many related pages are shown.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RelatedSettings {
    /// The maximum number of related articles, and of related exercises.
    #[serde(default = "default_related_limit")]
    pub limit: usize,
}

impl Default for RelatedSettings {
    fn default() -> Self {
        Self { limit: default_related_limit() }
    }
}

/// What is made of pages for paper.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HandoutSettings {
    /// Whether builds publish the PDF files that `wellpress handouts` prints.
    pub pdf: bool,
    /// Whether builds publish the EPUB books of guides and programmes that `wellpress handouts` makes.
    pub epub: bool,
    /// Whether a site with exercises has a page on which readers choose some of them and print a sheet.
    pub sheet: bool,
}

impl Default for HandoutSettings {
    fn default() -> Self {
        Self { pdf: false, epub: false, sheet: true }
    }
}

impl HandoutSettings {
    /// Whether builds publish files that `wellpress handouts` makes.
    #[must_use]
    pub fn has_files(&self) -> bool {
        self.pdf || self.epub
    }
}

/// How many entries feeds have, and what of each page.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FeedSettings {
    /// The maximum number of entries in a feed.
    #[serde(default = "default_feed_limit")]
    pub limit: usize,
    /// What an entry has of its page.
    #[serde(default)]
    #[schemars(extend("default" = "description"))]
    pub content: FeedContent,
}

impl Default for FeedSettings {
    fn default() -> Self {
        Self { limit: default_feed_limit(), content: FeedContent::default() }
    }
}

/// What an entry of a feed has of its page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FeedContent {
    /// The description.
    #[default]
    Description,
    /// The description and the whole text, with disclaimers, cautions and sources.
    Full,
}

/// The severity of rules, and how external links are checked.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckSettings {
    /// The severity of a rule by its id. A rule that is an error by default stays one. `wellpress explain` lists all.
    #[serde(default)]
    pub rules: BTreeMap<String, RuleSetting>,
    /// How `check --external` requests the addresses that the site links to.
    #[serde(default)]
    pub external: ExternalLinkSettings,
}

/// How `check --external` requests the addresses that the site links to.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExternalLinkSettings {
    /// How long an address that worked is not requested again. One that did not work is requested in each run.
    #[schemars(extend("default" = "7 days"))]
    pub max_age: Option<Period>,
    /// The maximum number of simultaneous requests to one host, from 1 to 16.
    #[schemars(extend("default" = 2))]
    pub per_host: Option<Located<usize>>,
    /// How many seconds an answer may take, from 1 to 600.
    #[schemars(extend("default" = 20))]
    pub timeout: Option<Located<u64>>,
    /// Prefixes of addresses that are not requested, such as `https://www.example.org/`.
    #[serde(default)]
    pub skip: Vec<Located<String>>,
    /// Hosts that may receive requests although their address is not public; those of `cite` may too.
    #[serde(default)]
    pub private_hosts: Vec<String>,
}

/// The severity that the settings give a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RuleSetting {
    /// The rule is not applied.
    Off,
    /// A finding of the rule is a note.
    Note,
    /// A finding of the rule is a warning.
    Warning,
    /// A finding of the rule is an error, so that the site is not built.
    Error,
}

impl RuleSetting {
    /// The severity of findings; `None` turns the rule off.
    pub(super) fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Note => Some(Severity::Note),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

/// Where the site is published, and how.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeploySettings {
    /// The address where the site is published, such as `s3://bucket/path` or `file:///srv/www`.
    pub target: Option<Located<String>>,
    /// The host that serves the site, by which the redirects are checked.
    pub host: Option<WebHost>,
    /// Further addresses by name.
    #[serde(default)]
    pub targets: BTreeMap<String, Located<String>>,
    /// Encodings in which text files are stored: beside the plain file in a folder, in its place in a bucket.
    #[serde(default)]
    pub compress: Vec<Compression>,
    /// To how many releases before the current one you can roll back.
    #[serde(default = "default_release_count")]
    pub keep: usize,
}

impl Default for DeploySettings {
    fn default() -> Self {
        Self { target: None, host: None, targets: BTreeMap::new(), compress: Vec::new(), keep: default_release_count() }
    }
}

/// An encoding in which text files are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Compression {
    /// Brotli, which is smaller.
    Br,
    /// gzip, which every program reads.
    Gzip,
}

/// Sizes above which a file or a site is refused, so that a mistake cannot take all memory.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The largest text file that is read, in bytes.
    #[serde(default = "default_file_size")]
    pub file_size: u64,
    /// The largest bibliography that is read, in bytes.
    #[serde(default = "default_library_size")]
    pub library_size: u64,
    /// The largest picture that is read, in bytes.
    #[serde(default = "default_picture_size")]
    pub picture_size: u64,
    /// The largest picture that is read, in pixels.
    #[serde(default = "default_picture_pixels")]
    pub picture_pixels: u64,
    /// The maximum number of content files.
    #[serde(default = "default_page_limit")]
    pub pages: usize,
    /// The maximum depth of containers inside containers.
    #[serde(default = "default_nesting")]
    pub nesting: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_size: default_file_size(),
            library_size: default_library_size(),
            picture_size: default_picture_size(),
            picture_pixels: default_picture_pixels(),
            pages: default_page_limit(),
            nesting: default_nesting(),
        }
    }
}

fn default_language() -> Located<String> {
    Located { value: "en".to_owned(), span: Span::default() }
}

fn default_theme() -> Located<String> {
    Located { value: "well".to_owned(), span: Span::default() }
}

fn default_feed_limit() -> usize {
    50
}

fn default_page_size() -> usize {
    50
}

fn default_release_count() -> usize {
    5
}

fn default_related_limit() -> usize {
    4
}

fn default_file_size() -> u64 {
    10_000_000
}

fn default_library_size() -> u64 {
    100_000_000
}

fn default_picture_size() -> u64 {
    50_000_000
}

/// More than cameras have. Decoded, such a picture takes 400 MB.
fn default_picture_pixels() -> u64 {
    100_000_000
}

fn default_page_limit() -> usize {
    1_000_000
}

fn default_nesting() -> usize {
    32
}

impl Settings {
    /// The addresses in the menus of all languages, at both levels.
    pub fn menu_links(&self) -> impl Iterator<Item = &Located<String>> {
        let of_languages = self.languages.values().filter_map(|language| language.menus.as_ref());
        let menus = std::iter::once(&self.menus).chain(of_languages);
        let items = menus.flat_map(|menus| menus.main.iter().chain(&menus.footer));
        items.flat_map(|item| std::iter::once(&item.link).chain(item.children.iter().map(|child| &child.link)))
    }

    /// The menus of a language, by its tag: its own, else those of the site.
    #[must_use]
    pub fn menus_in(&self, language: &str) -> &Menus {
        self.languages.get(language).and_then(|language| language.menus.as_ref()).unwrap_or(&self.menus)
    }
}

impl DeploySettings {
    /// What the host can have that the settings name, by `host` or by the kind of `target`. `None` if they name neither, or a folder,
    /// which any server may serve.
    #[must_use]
    pub fn redirect_support(&self) -> Option<RedirectSupport> {
        if let Some(host) = self.host {
            return Some(host.redirect_support());
        }
        let target = &self.target.as_ref()?.value;
        let (scheme, _) = target.split_once("://")?;
        match scheme {
            "s3" => Some(WebHost::S3.redirect_support()),
            "gs" => Some(WebHost::Gcs.redirect_support()),
            "azblob" => Some(RedirectSupport { host: "a container of Azure", ..WebHost::S3.redirect_support() }),
            _ => None,
        }
    }
}
