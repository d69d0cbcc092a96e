//! Settings in, [`Config`] out: `wellpress.yaml` and the flags of the command line, checked and made whole.
//!
//! Later stages trust what stands here: the base address is well-formed, languages are known tags, dates are days.
//! Ids in the settings are not looked up here; that needs the site.

mod calls;
mod clock;
mod editor;
mod external;
mod images;
mod services;
mod settings;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use wellpress_diagnostics::{Diagnostic, Location, Rule, Severity, Source, nearest, quotable, rules, yaml};
use wellpress_markdown::is_safe_address;

pub use calls::*;
pub use clock::{Clock, DayRange};
pub use editor::EditorUrl;
pub use external::ExternalLinkPolicy;
pub use images::ImageSettings;
pub use services::CitationServices;
pub use settings::*;

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
    /// How findings lead into the person's editor, in the preview.
    pub editor: Option<EditorUrl>,
    /// Where `cite` asks for sources.
    pub services: CitationServices,
    /// How `check --external` asks for outside addresses.
    pub external: ExternalLinkPolicy,
    /// What the command line asked for.
    pub options: BuildOptions,
}

impl Config {
    /// Where the settings name a language of the site.
    #[must_use]
    pub fn language_location(&self, tag: &str) -> Location {
        language_location(&self.settings, &self.source, tag)
    }

    /// Whether readers can search the site: the settings want it, and this program can.
    #[must_use]
    pub fn has_search(&self) -> bool {
        cfg!(feature = "search") && self.settings.search == SearchEngine::Pagefind
    }
}

/// What the command line decides for one run.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// Which pages that would be left out are brought in.
    pub include: IncludeUnpublished,
    /// Replaces `base_url` of the settings.
    pub base_url: Option<String>,
    /// Where the site goes.
    pub output: PathBuf,
    /// Today.
    pub clock: Clock,
    /// What becomes of the index for search.
    pub index: SearchIndex,
}

/// What becomes of the index for search, where the settings want one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum SearchIndex {
    /// It is made.
    #[default]
    Build,
    /// It is not: readers find their way by lists.
    Skip,
}

/// Pages that would be left out, and are brought in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IncludeUnpublished {
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
        let has_no_port = name.contains(':') && !name.starts_with('[');
        if name.is_empty() || has_no_port || host.contains('@') || !name.chars().all(sound) || name.ends_with(':') {
            return Err("it must name a host, such as `https://example.org/`");
        }
        let path = &rest[host.len()..];
        if path.split('/').any(|segment| matches!(segment, "." | "..")) || path.contains("//") {
            return Err("its path must not have empty, `.` or `..` segments");
        }
        let origin = text[..text.len() - path.len()].to_owned();
        Ok(Self { origin, path: if path.ends_with('/') { path.to_owned() } else { format!("{path}/") } })
    }

    /// An address of the settings: a path from the root of the site gets the base path, any other stays as it is.
    #[must_use]
    pub fn site_address(&self, address: &str) -> String {
        match address.strip_prefix('/').filter(|rest| !rest.starts_with('/')) {
            Some(rest) => format!("{}{rest}", self.path),
            None => address.to_owned(),
        }
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
    let editor = editor_url(&settings, &source, &mut findings);
    let services = CitationServices::of(&settings.cite, &source, &mut findings);
    let external = ExternalLinkPolicy::of(&settings.check.external, &services, &source, &mut findings);
    images::check(&settings.images, &source, &mut findings);
    check_addresses(&settings, &source, &mut findings);
    check_calls(&settings, &source, &mut findings);
    match base {
        Some(base) if findings.is_empty() => {
            let root = root.to_owned();
            Ok(Config { root, source, settings, base, languages, severities, editor, services, external, options })
        }
        _ => Err(findings),
    }
}

fn wrong(location: Location, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&rules::SETTINGS_INVALID, location, message)
}

impl Config {
    /// Where a key stands in the settings, else their start.
    #[must_use]
    pub fn location_of_key(&self, key: &str) -> Location {
        find_key(&self.source, key)
    }
}

/// Where a key stands in the settings, else their start.
fn find_key(source: &Source, key: &str) -> Location {
    let pattern = format!("{key}:");
    let at = source.text.match_indices(&pattern).find(|(at, _)| {
        let before = source.text[..*at].rsplit('\n').next().unwrap_or_default();
        before.trim_start_matches([' ', '{', ',', '"', '\'']).is_empty() || before.ends_with([' ', '{', ','])
    });
    match at {
        Some((at, _)) => source.locate(wellpress_diagnostics::Span::new(at..at + key.len())),
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

fn editor_url(settings: &Settings, source: &Source, findings: &mut Vec<Diagnostic>) -> Option<EditorUrl> {
    let wished = settings.editor_url.as_ref()?;
    let why = match EditorUrl::parse(&wished.value) {
        Ok(editor) => return Some(editor),
        Err(why) => why,
    };
    let message = format!("`{}` does not lead to an editor: {why}", quotable(&wished.value));
    let near = nearest(&wished.value, EditorUrl::names());
    let otherwise = "write `vscode`, `zed`, `jetbrains`, or a link with `{file}`, `{line}` and `{column}`";
    findings.push(wrong(source.locate(wished.span), message).suggest_or(near, otherwise));
    None
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
            findings.push(
                wrong(
                    language_location(settings, source, &language.tag),
                    format!("`{}` is not a language tag", language.tag),
                )
                .help("write it as in BCP 47, such as `en` or `pt-BR`"),
            );
        }
    }
    languages
}

fn language_location(settings: &Settings, source: &Source, tag: &str) -> Location {
    if tag == settings.language.value { source.locate(settings.language.span) } else { find_key(source, tag) }
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
            findings.push(
                wrong(find_key(source, id), format!("there is no rule `{id}`"))
                    .suggest_or(near, "`wellpress explain` lists all rules"),
            );
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

/// Addresses that pages lead to, each checked: what a page's text may not lead to, the settings may not either.
fn check_addresses(settings: &Settings, source: &Source, findings: &mut Vec<Diagnostic>) {
    let calls = settings.calls_to_action.values();
    let of_calls = calls.flat_map(|call| call.href.iter().chain(call.login.as_ref().map(|login| &login.href)));
    let menus = settings.menu_items().map(|item| &item.link);
    let own = settings.organization.iter().filter_map(|organization| organization.url.as_ref());
    for address in menus.chain(own).chain(of_calls).filter(|address| !is_safe_address(&address.value)) {
        let message = format!("`{}` is not an address that a page may lead to", quotable(&address.value));
        let place = source.locate(address.span);
        findings.push(wrong(place, message).help("use `https`, `http`, `mailto` or `tel`, or a path of this site"));
    }
}

fn check_calls(settings: &Settings, source: &Source, findings: &mut Vec<Diagnostic>) {
    for (id, call) in &settings.calls_to_action {
        if let Some(action) = call.action.as_ref().filter(|action| !takes_a_form(&action.value)) {
            let message = format!("`{}` cannot take a form", quotable(&action.value));
            let help =
                "use `https`, or a path of this site from `/`; for `mailto` and `tel` make it a `link` with an `href`";
            findings.push(wrong(source.locate(action.span), message).help(help));
        }
        if matches!(call.kind, CallKind::Link | CallKind::App) && call.href.is_none() {
            let message = format!("the call to action `{id}` has no `href`");
            findings.push(wrong(find_key(source, id), message).help("add `href: ..`, where its button leads"));
        }
    }
}

/// Whether what a reader types may be sent there: under encryption, to this machine, or to a path of this site.
fn takes_a_form(address: &str) -> bool {
    if let Some(path) = address.strip_prefix('/') {
        return !path.starts_with(|c: char| matches!(c, '/' | '\\') || c.is_whitespace() || c.is_control());
    }
    let is_here = |url: &url::Url| match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    let url = url::Url::parse(address).ok().filter(|_| is_safe_address(address));
    url.is_some_and(|url| url.scheme() == "https" || (url.scheme() == "http" && is_here(&url)))
}
