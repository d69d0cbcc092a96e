//! Records what a site was built from: `build-info.json` among the published files. It contains no time and no path of the machine,
//! so the same input gives the same text.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use wellpress_diagnostics::{Report, rules};
use wellpress_io::artifact::{Artifact, ArtifactContent, Sink, SitePath};
use wellpress_io::fs::Files;
use wellpress_site::config::{Config, IncludeUnpublished, unpublishable};
use wellpress_site::resolve::citations::{LIST_STYLE, MARKS_STYLE};

use super::error::Error;
use super::outcome::RenderedSite;

/// The name of the file.
pub(super) const BUILD_INFO: &str = "build-info.json";

fn includes(include: IncludeUnpublished) -> Vec<&'static str> {
    let flags = [(include.drafts, "drafts"), (include.future, "future"), (include.expired, "expired")];
    flags.into_iter().filter_map(|(is_set, name)| is_set.then_some(name)).collect()
}

/// What the build info of an output says of the build that made it.
pub(super) struct LastBuild {
    pub base_url: String,
    pub input: String,
    includes: Vec<String>,
    /// The files with text of a template that nobody has replaced.
    placeholders: Vec<String>,
}

impl LastBuild {
    /// What the build info will say of a site with this report.
    pub fn of(config: &Config, report: &Report) -> Self {
        Self {
            base_url: base_url(config),
            input: String::new(),
            includes: includes(config.options.include).into_iter().map(str::to_owned).collect(),
            placeholders: placeholders(config, report).into_iter().collect(),
        }
    }

    /// Reads the build info in the folder `output`; `None` if there is none, or none of this form.
    pub fn read(files: &dyn Files, output: &Path) -> Option<Self> {
        let bytes = files.read(&output.join(BUILD_INFO)).ok()?;
        let info: Value = serde_json::from_slice(&bytes).ok()?;
        Some(Self {
            base_url: text_of(&info, "base_url")?,
            input: text_of(&info, "input")?,
            includes: list_of(&info, "includes"),
            placeholders: list_of(&info, "placeholders"),
        })
    }

    /// Whether it included unpublished pages of this kind, such as `drafts`.
    pub fn has(&self, kind: &str) -> bool {
        self.includes.iter().any(|name| name == kind)
    }
}

fn text_of(info: &Value, key: &str) -> Option<String> {
    Some(info[key].as_str()?.to_owned())
}

fn list_of(info: &Value, key: &str) -> Vec<String> {
    let values = info[key].as_array().into_iter().flatten();
    values.filter_map(|value| Some(value.as_str()?.to_owned())).collect()
}

/// A reason not to publish the site in a folder, with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// What is the matter, as a sentence without a full stop.
    pub reason: String,
    /// What to do instead.
    pub help: &'static str,
}

/// Why the site in the folder `output` is not for readers: pages that are not public, an address that no reader can reach, text of
/// templates. The build decides and not the settings, since a workflow may build with another address. A folder without build info
/// has no objection.
#[must_use]
pub fn objections(files: &dyn Files, output: &Path) -> Vec<Objection> {
    LastBuild::read(files, output).map(|build| objections_to(&build)).unwrap_or_default()
}

pub(super) fn objections_to(build: &LastBuild) -> Vec<Objection> {
    let flags: Vec<String> = build.includes.iter().map(|name| format!("--{name}")).collect();
    let unpublished = (!flags.is_empty()).then(|| Objection {
        reason: format!("the site was built with `{}`", flags.join("` and `")),
        help: "build it again without them",
    });
    let address = unpublishable(&build.base_url).map(|why| Objection {
        reason: format!("the site was built for `{}`, which {why}", build.base_url),
        help: "write the address of the site into `base_url` of the settings",
    });
    let placeholder = (!build.placeholders.is_empty()).then(|| Objection {
        reason: format!("text of a template is still in {}", few_names(&build.placeholders)),
        help: "write your own text in its place, or delete the page; `wellpress check` shows the words",
    });
    unpublished.into_iter().chain(address).chain(placeholder).collect()
}

/// The first of some files by name, and how many more there are.
fn few_names(files: &[String]) -> String {
    const SHOWN: usize = 3;
    let first_names = format!("`{}`", files[..files.len().min(SHOWN)].join("`, `"));
    if files.len() > SHOWN { format!("{first_names} and {} more", files.len() - SHOWN) } else { first_names }
}

/// The files in which the rule `placeholder` finds text of a template. The address in the settings is judged by itself.
fn placeholders(config: &Config, report: &Report) -> BTreeSet<String> {
    let findings = report.findings().iter().filter(|finding| *finding.rule == rules::PLACEHOLDER);
    let files = findings.map(|finding| &finding.location.file).filter(|file| **file != config.source.path);
    files.map(ToString::to_string).collect()
}

/// Whether unpublished pages came into the site in the folder `output`.
pub(super) fn has_unpublished_pages(files: &dyn Files, output: &Path) -> bool {
    LastBuild::read(files, output).is_some_and(|build| !build.includes.is_empty())
}

fn base_url(config: &Config) -> String {
    format!("{}{}", config.base.origin, config.base.path)
}

/// Puts `build-info.json` among the published files.
pub(super) fn put_build_info(config: &Config, site: &RenderedSite, sink: &dyn Sink) -> Result<(), Error> {
    let citations = &config.settings.citations;
    let mut info = json!({
        "generator": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "base_url": base_url(config),
        "theme": config.settings.theme.value,
        "citation_style": citations.style.as_ref().map_or(LIST_STYLE, |style| &style.value),
        "marks_style": citations.marks_style.as_ref().map_or(MARKS_STYLE, |style| &style.value),
        // The same on every machine and day.
        "input": site.rendered.input.to_string(),
        "pages": site.counts.pages,
        "sources": site.counts.sources,
        "exercises": site.counts.exercises,
        "assets": site.counts.assets,
    });
    let includes = includes(config.options.include);
    if !includes.is_empty() {
        info["includes"] = json!(includes);
    }
    let placeholders = placeholders(config, &site.report);
    if !placeholders.is_empty() {
        info["placeholders"] = json!(placeholders);
    }
    if !site.notice_lists.is_empty() {
        info["retraction_lists"] = json!(site.notice_lists);
    }
    let text = format!("{info:#}\n").into_bytes();
    let path = SitePath::new(BUILD_INFO).ok_or_else(|| Error::Path(BUILD_INFO.to_owned()))?;
    sink.put(Artifact { path, content: ArtifactContent::Bytes(text.into()) })?;
    Ok(())
}
