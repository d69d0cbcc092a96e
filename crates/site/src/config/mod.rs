//! Reads `wellpress.yaml` and the flags of the command line into a [`Config`], or says why there can be none.
//!
//! Later stages trust the values here: the base address is well-formed, languages are BCP 47 tags, limits are in their bounds.
//! Ids in the settings are looked up by `model`, which knows the pages.

mod base_url;
mod calls;
mod citations;
mod clock;
mod content;
mod crawlers;
mod editor;
mod external;
mod feedback;
mod fields;
mod form_fields;
mod images;
mod in_order;
mod language;
mod machine_readable;
mod menus;
mod mistakes;
mod retractions;
mod section_settings;
mod sections;
mod services;
mod settings;
mod source_files;
mod site_language;
mod unpublishable_host;
mod variables;
mod web_host;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use wellpress_diagnostics::{Diagnostic, Location, Rule, Severity, Source, nearest, quotable, rules, yaml};
use wellpress_foundation::ids::IdVec;
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_markdown::is_safe_address;

use crate::content_folder::ContentFolder;
use crate::sections::Sections;
use crate::signature_verifier::SignatureVerifier;
pub use base_url::BaseUrl;
pub use calls::*;
pub use citations::{CitationMarks, CitationSettings, ReferenceOrder};
pub use clock::Clock;
pub use crawlers::{CrawlerPermission, CrawlerSettings};
pub use editor::EditorUrl;
pub use external::ExternalLinkPolicy;
pub use feedback::{FEEDBACK, FeedbackSettings};
pub use fields::{FieldOf, FieldSettings, FieldTypeName};
pub use form_fields::{FormField, FormFieldKind};
pub use images::ImageSettings;
pub use language::LanguageSettings;
pub use machine_readable::MachineFormat;
pub use menus::{MenuChild, MenuItem, Menus};
use mistakes::{find_key, wrong};
pub use retractions::{RetractionSettings, ServiceRecordFiles, address as list_address};
pub use section_settings::{SectionKind, SectionSettings, SectionWords, capitalised};
pub use services::CitationServices;
pub use settings::*;
pub use site_language::{LanguageId, MAIN_LANGUAGE, SiteLanguage};
pub use unpublishable_host::unpublishable;
pub use web_host::{FolderRedirects, RedirectSupport, WebHost};

/// The settings and the command line, checked: everything that a build needs to know before it looks at the content.
///
/// `settings` has every key as the author wrote it. The fields beside it hold the keys that had to be parsed or merged with the
/// command line, and later stages read those.
#[derive(Debug, Clone)]
pub struct Config {
    /// The site's root folder.
    pub root: PathBuf,
    /// The text of the settings, for findings about them.
    pub source: Source,
    /// The settings without comments and places, see [`yaml::content`]. Caches compare it, so a comment invalidates none.
    pub content: String,
    /// The file [`VERSION_FILE`], if the site has one.
    pub version_file: Option<Source>,
    /// The keys of `wellpress.yaml`.
    pub settings: Settings,
    /// The address of the published site.
    pub base: BaseUrl,
    /// All languages of the site, the main one first.
    pub languages: IdVec<SiteLanguage>,
    /// The sections of the site: folders of `content`.
    pub sections: Sections,
    /// Severities that the settings change, by rule id; `None` turns a rule off.
    pub severities: BTreeMap<&'static str, Option<Severity>>,
    /// The files of the folder `rules`, whose rules the settings can name. Set by the caller of [`load`].
    pub rule_files: Vec<Source>,
    /// What verifies signatures of reviews, if the program has it. Set by the caller of [`load`].
    pub signature_verifier: Option<&'static dyn SignatureVerifier>,
    /// What is odd about the settings file, but no mistake.
    pub warnings: Vec<Diagnostic>,
    /// How the preview links findings to the author's editor; `None` if the settings name none.
    pub editor: Option<EditorUrl>,
    /// The services at which `cite` looks up sources.
    pub services: CitationServices,
    /// How `check --external` requests external addresses.
    pub external: ExternalLinkPolicy,
    /// What the command line decides.
    pub options: BuildOptions,
}

impl Config {
    /// The place of the first key of this name in the settings, else the start of the file.
    #[must_use]
    pub fn key_location(&self, key: &str) -> Location {
        find_key(&self.source, key)
    }

    /// The place at which the settings name a language of the site.
    #[must_use]
    pub fn language_location(&self, tag: &str) -> Location {
        language_location(&self.settings, &self.source, tag)
    }

    /// A fingerprint of the settings without their comments, the house rules, the directives of the theme and the choice of pages
    /// on the command line.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        let BuildOptions { include, left_out_drafts, .. } = &self.options;
        let pages = (include.drafts, include.future, include.expired, left_out_drafts);
        FingerprintBuilder::new("settings").with((self.fingerprint_for_parsing(), pages)).fingerprint()
    }

    /// The same without the choice of pages, which changes nothing of what a file says by itself: a preview with drafts and a build
    /// parse a text alike.
    pub(crate) fn fingerprint_for_parsing(&self) -> Fingerprint {
        let rule_files: Vec<&str> = self.rule_files.iter().flat_map(|file| [&*file.path, &*file.text]).collect();
        let declared = (rule_files, &self.settings.directives);
        FingerprintBuilder::new("settings of files").with((&self.content, declared)).fingerprint()
    }

    /// The folder with the texts of the site.
    #[must_use]
    pub fn content_folder(&self) -> &ContentFolder {
        self.sections.content()
    }

    /// Where the folder with the texts is, from where the root is.
    #[must_use]
    pub fn content_path(&self) -> PathBuf {
        self.content_folder().in_root(&self.root)
    }

    /// The origins to which the policy of the site lets browsers send forms, besides its own.
    #[must_use]
    pub fn form_origins(&self) -> BTreeSet<String> {
        let forms = self.settings.calls_to_action.values().filter(|call| call.is_form());
        let actions = forms.filter_map(|form| form.action.as_ref()).chain(self.feedback_action());
        actions.filter_map(|action| web_origin(&action.value)).collect()
    }

    /// The address to which the forms for feedback are sent, if the settings name one.
    #[must_use]
    pub fn feedback_action(&self) -> Option<&yaml::Located<String>> {
        self.settings.feedback.as_ref()?.action.as_ref()
    }

    /// The formats in which pages are published for programs, in the order of the settings.
    pub fn machine_formats(&self) -> impl Iterator<Item = MachineFormat> + '_ {
        self.settings.machine_readable.iter().map(|format| format.value)
    }

    /// Whether readers can search the site.
    #[must_use]
    pub fn has_search(&self) -> bool {
        self.settings.search == SearchEngine::BuiltIn
    }
}

/// What the command line decides for one run.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// The pages that this run includes although they are not public.
    pub include: IncludeUnpublished,
    /// Files of drafts that stay out although `include` has drafts: a preview shows the rest of the site despite their mistakes.
    pub left_out_drafts: BTreeSet<Arc<str>>,
    /// Replaces `base_url` of the settings.
    pub base_url: Option<String>,
    /// The folder to which the site is written.
    pub output: PathBuf,
    /// The day for which the site is built.
    pub clock: Clock,
    /// Whether the search index is built.
    pub index: SearchIndex,
}

/// Whether a run builds the search index, if the settings ask for one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum SearchIndex {
    /// Readers of the result can search it.
    #[default]
    Build,
    /// The result has no index, which saves a preview the time for it.
    Skip,
}

/// The pages that a run includes although they are not public: `--drafts`, `--future`, `--expired`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IncludeUnpublished {
    /// Pages that say `draft: true`.
    pub drafts: bool,
    /// Pages whose `published` is after today.
    pub future: bool,
    /// Pages whose `expires` is before today.
    pub expired: bool,
}

impl IncludeUnpublished {
    /// Whether a run includes any pages that are not public, so that its result is for editors and not for readers.
    #[must_use]
    pub fn is_any(self) -> bool {
        self.drafts || self.future || self.expired
    }
}

/// The file at the site's root that names the version of wellpress that the site is built with, such as `0.1.0`. Workflows
/// install that version.
pub const VERSION_FILE: &str = ".wellpress-version";

/// Reads the settings and merges them with the options of the command line. `version_file` is the text of [`VERSION_FILE`].
///
/// # Errors
/// Every mistake in the settings, each at its place; all belong to the rule `settings-invalid`, and none is a warning.
pub fn load(
    root: &Path,
    source: Source,
    version_file: Option<Source>,
    options: BuildOptions,
) -> Result<Config, Vec<Diagnostic>> {
    // The second argument is where the YAML ends, which in front matter is not the end of the file.
    let decoded = yaml::decode::<Settings>(&source, source.text.len(), &yaml::SETTINGS);
    let mut findings = decoded.diagnostics;
    let Some(mut settings) = decoded.value else { return Err(findings) };
    let base = base_url(&settings, &source, &options, &mut findings);
    let languages = site_languages(&settings, &source, &mut findings);
    let output = options.output.strip_prefix(root).ok();
    let content_folder = content::folder(&settings, &source, output, &mut findings);
    let sections = sections::sections(&settings, content_folder, &languages, &source, &mut findings);
    let severities = rule_severities(&settings, &source, &mut findings);
    if settings.pagination == 0 {
        findings.push(wrong(find_key(&source, "pagination"), "`pagination` must be at least 1"));
    }
    let editor = editor(&settings, &source, &mut findings);
    retractions::check(&settings.citations, &source, &mut findings);
    let services = CitationServices::of(&settings, &source, &mut findings);
    let external = ExternalLinkPolicy::of(&settings.check.external, &services, &source, &mut findings);
    images::check(&settings.images, &source, &mut findings);
    machine_readable::check(&settings.machine_readable, &source, &mut findings);
    check_addresses(&settings, &source, &mut findings);
    variables::check(&settings, &source, &mut findings);
    calls::check(&settings, &source, &mut findings);
    feedback::check(&settings, &source, &mut findings);
    calls::set_typography(&mut settings, &languages[MAIN_LANGUAGE]);
    // The base address is asked for last, so that one run shows the mistakes of all keys.
    match base {
        Some(base) if findings.iter().all(|finding| finding.severity != Severity::Error) => {
            let root = root.to_owned();
            let content = yaml::content(&source.text).unwrap_or_else(|| source.text.to_string());
            Ok(Config {
                root,
                source,
                content,
                version_file,
                settings,
                base,
                languages,
                sections,
                severities,
                warnings: findings,
                editor,
                services,
                external,
                options,
                rule_files: Vec::new(),
                signature_verifier: None,
            })
        }
        _ => Err(findings),
    }
}

fn base_url(
    settings: &Settings,
    source: &Source,
    options: &BuildOptions,
    findings: &mut Vec<Diagnostic>,
) -> Option<BaseUrl> {
    // A mistake on the command line is reported there, not in the settings.
    let (text, location) = match &options.base_url {
        Some(text) => (text, Location::file("--base-url")),
        None => (&settings.base_url.value, source.locate(settings.base_url.span)),
    };
    match BaseUrl::parse(text) {
        Ok(base) => Some(base),
        Err(reason) => {
            findings.push(wrong(location, format!("`{text}` is not a base address: {reason}")));
            None
        }
    }
}

fn editor(settings: &Settings, source: &Source, findings: &mut Vec<Diagnostic>) -> Option<EditorUrl> {
    let setting = settings.editor.as_ref()?;
    let reason = match EditorUrl::parse(&setting.value) {
        Ok(editor) => return Some(editor),
        Err(reason) => reason,
    };
    let message = format!("`{}` does not lead to an editor: {reason}", quotable(&setting.value));
    let near = nearest(&setting.value, EditorUrl::names());
    let help = "write `vscode`, `zed`, `jetbrains`, or a link with `{file}`, `{line}` and `{column}`";
    findings.push(wrong(source.locate(setting.span), message).suggest_or(near, help));
    None
}

fn site_languages(settings: &Settings, source: &Source, findings: &mut Vec<Diagnostic>) -> IdVec<SiteLanguage> {
    let main = &settings.language.value;
    let mut languages = vec![SiteLanguage::new(main, &settings.title, settings.description.as_deref(), settings)];
    // The main language is the first already, with the title of the site.
    let further = settings.languages.iter().filter(|(tag, _)| *tag != main);
    languages.extend(
        further
            .map(|(tag, language)| SiteLanguage::new(tag, &language.title, language.description.as_deref(), settings)),
    );
    for language in &languages {
        // The parser takes `en_US` as well, which browsers do not.
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
    languages.into()
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
        if is_allowed(rule, *setting) {
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

/// Whether a rule may have this severity. An error stays one: a site that breaks such a rule, for example by a link to nowhere,
/// is not fit to be published.
fn is_allowed(rule: &Rule, setting: RuleSetting) -> bool {
    // What the site declares itself, it may also take back.
    rule.severity != Severity::Error || setting == RuleSetting::Error || rule.file.is_some()
}

/// Checks every address to which the settings make pages link, by the same rule as addresses in texts: one with `javascript:`
/// would run a script.
fn check_addresses(settings: &Settings, source: &Source, findings: &mut Vec<Diagnostic>) {
    let calls = settings.calls_to_action.values();
    let calls = calls.flat_map(|call| call.href.iter().chain(call.login.as_ref().map(|login| &login.href)));
    let menus = settings.menu_links();
    let publisher = settings.organization.iter().filter_map(|organization| organization.url.as_ref());
    let files = [&settings.source_files.view, &settings.source_files.edit].into_iter().flatten();
    let addresses = menus.chain(publisher).chain(calls).chain(files);
    for address in addresses.filter(|address| !is_safe_address(&address.value)) {
        let message = format!("`{}` is not an address that a page may lead to", quotable(&address.value));
        let finding = wrong(source.locate(address.span), message);
        findings.push(finding.help("use `https`, `http`, `mailto`, `sms` or `tel`, or a path of this site"));
    }
}
