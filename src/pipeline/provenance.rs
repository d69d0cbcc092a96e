//! Records what a site was built from: `build-info.json` among the published files. It contains no time and no path of the machine,
//! so the same input gives the same text.

use std::path::Path;

use serde_json::json;

use wellpress_io::artifact::{Artifact, ArtifactContent, Sink, SitePath};
use wellpress_io::fs::Files;
use wellpress_site::config::{Config, IncludeUnpublished};
use wellpress_site::resolve::citations::{LIST_STYLE, MARKS_STYLE};

use super::{Error, RenderedSite};

const BUILD_INFO: &str = "build-info.json";

fn includes(include: IncludeUnpublished) -> Vec<&'static str> {
    let flags = [(include.drafts, "drafts"), (include.future, "future"), (include.expired, "expired")];
    flags.into_iter().filter_map(|(is_set, name)| is_set.then_some(name)).collect()
}

/// What the build info of an output says of the build that made it.
pub(super) struct LastBuild {
    pub base_url: String,
    pub input: String,
    includes: Vec<String>,
}

impl LastBuild {
    /// Reads the build info in the folder `output`; `None` if there is none, or none of this form.
    pub fn read(files: &dyn Files, output: &Path) -> Option<Self> {
        let bytes = files.read(&output.join(BUILD_INFO)).ok()?;
        let info: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
        let text = |key: &str| Some(info[key].as_str()?.to_owned());
        let includes = info["includes"].as_array().into_iter().flatten();
        let includes = includes.filter_map(|name| Some(name.as_str()?.to_owned())).collect();
        Some(Self { base_url: text("base_url")?, input: text("input")?, includes })
    }

    /// Whether it included unpublished pages of this kind, such as `drafts`.
    pub fn has(&self, kind: &str) -> bool {
        self.includes.iter().any(|name| name == kind)
    }
}

/// The flags, such as `--drafts`, with which unpublished pages came into the site in the folder `output`. A deploy asks for
/// consent if there are any. A folder without build info has none.
#[must_use]
pub fn inclusion_flags(files: &dyn Files, output: &Path) -> Vec<String> {
    let includes = LastBuild::read(files, output).map(|build| build.includes).unwrap_or_default();
    includes.iter().map(|name| format!("--{name}")).collect()
}

/// Puts `build-info.json` among the published files.
pub(super) fn put_build_info(config: &Config, site: &RenderedSite, sink: &dyn Sink) -> Result<(), Error> {
    let citations = &config.settings.citations;
    let mut info = json!({
        "generator": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "base_url": format!("{}{}", config.base.origin, config.base.path),
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
    if !site.notice_lists.is_empty() {
        info["retraction_lists"] = json!(site.notice_lists);
    }
    let text = format!("{info:#}\n").into_bytes();
    let path = SitePath::new(BUILD_INFO).ok_or_else(|| Error::Path(BUILD_INFO.to_owned()))?;
    sink.put(Artifact { path, content: ArtifactContent::Bytes(text.into()) })?;
    Ok(())
}
