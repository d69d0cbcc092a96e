//! `citations.retractions` and `citations.notices` in the settings: the lists of what became of sources, where the first is fetched
//! from, and how old both may be. Reading the lists is left to [`parse::retractions`](crate::parse::retractions).

use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source, quotable};
use wellpress_foundation::Period;

use super::citations::CitationSettings;
use super::mistakes::wrong;
use crate::string_or_map::{HasShortForm, StringOrMap};

/// How old a list may be where the settings do not say it.
pub const DEFAULT_MAX_AGE: Period = Period::of_days(90);
const DEFAULT_TIMEOUT_SECONDS: u64 = 300;
const MAX_TIMEOUT_SECONDS: u64 = 3600;

/// The list of retractions: the path of a file, or a map with its path and its address.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(from = "StringOrMap<RetractionKeys>")]
#[schemars(with = "StringOrMap<RetractionKeys>")]
pub struct RetractionSettings {
    /// The path of a CSV file with the columns of Retraction Watch, relative to the root.
    pub file: String,
    /// Where `cite refresh` fetches the file.
    pub url: Option<String>,
    /// The SHA-256 of the file at the address, in hexadecimal digits.
    pub sha256: Option<String>,
    /// How old the list may be before the build reports it.
    pub max_age: Option<Period>,
    /// How many seconds the download may take, from 1 to 3600.
    pub timeout: Option<u64>,
}

impl RetractionSettings {
    /// How many seconds the download may take.
    #[must_use]
    pub fn timeout_seconds(&self) -> u64 {
        self.timeout.unwrap_or(DEFAULT_TIMEOUT_SECONDS)
    }
}

/// The form with keys. The names of its fields are those of [`RetractionSettings`].
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RetractionKeys {
    /// The path of the list, relative to the root.
    file: String,
    /// The address from which `cite refresh` fetches the list.
    url: Option<String>,
    /// The SHA-256 that the list must have, in hexadecimal digits; another list is refused.
    sha256: Option<String>,
    /// How old the list and the notices may be before `check` reports them.
    #[schemars(extend("default" = "90 days"))]
    max_age: Option<Period>,
    /// How many seconds the download may take, from 1 to 3600.
    #[schemars(extend("default" = 300))]
    timeout: Option<u64>,
}

impl HasShortForm for RetractionKeys {
    const FORMS: &'static str = "the path of a CSV file, or a map with `file` and `url`";
}

impl From<StringOrMap<RetractionKeys>> for RetractionSettings {
    fn from(list: StringOrMap<RetractionKeys>) -> Self {
        match list {
            StringOrMap::String(file) => Self { file, ..Self::default() },
            StringOrMap::Map(RetractionKeys { file, url, sha256, max_age, timeout }) => {
                Self { file, url, sha256, max_age, timeout }
            }
        }
    }
}

/// The paths of the files with what services say of sources besides notices, relative to the root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceRecordFiles {
    /// Newer versions, articles that preprints became, comments, and articles that were searched by their title.
    pub updates: String,
    /// The works that systematic reviews, meta-analyses and guidelines cite.
    pub references: String,
}

impl CitationSettings {
    /// The files with notices about sources: their paths relative to the root, each with its place in the settings.
    pub fn notice_files(&self) -> impl Iterator<Item = Located<&str>> {
        let of_retractions =
            self.retractions.iter().map(|list| Located { value: list.value.file.as_str(), span: list.span });
        let notices = self.notices.iter().map(|list| Located { value: list.value.as_str(), span: list.span });
        of_retractions.chain(notices)
    }

    /// The files beside the list of notices in which `care --fetch` stores what else services say of sources; `None` without a list.
    #[must_use]
    pub fn service_record_files(&self) -> Option<ServiceRecordFiles> {
        let notices = &self.notices.as_ref()?.value;
        let stem = notices.strip_suffix(".csv").unwrap_or(notices);
        Some(ServiceRecordFiles {
            updates: format!("{stem}.updates.csv"),
            references: format!("{stem}.references.csv"),
        })
    }

    /// Whether `cite refresh` makes this file: the list of retractions, if it has an address, or the list of notices.
    #[must_use]
    pub fn is_refreshed(&self, file: &str) -> bool {
        let is_list = self.retractions.as_ref().is_some_and(|list| list.value.url.is_some() && list.value.file == file);
        is_list || self.notices.as_ref().is_some_and(|notices| notices.value == file)
    }

    /// How old a list of notices may be.
    #[must_use]
    pub fn notices_max_age(&self) -> Period {
        self.retractions.as_ref().and_then(|list| list.value.max_age).unwrap_or(DEFAULT_MAX_AGE)
    }
}

/// Findings about an address that is none, a checksum that no file has, and a time out of its bounds.
pub(super) fn check(citations: &CitationSettings, source: &Source, findings: &mut Vec<Diagnostic>) {
    let Some(list) = &citations.retractions else { return };
    let mut report = |message: String, help: &'static str| {
        findings.push(wrong(source.locate(list.span), message).help(help));
    };
    let RetractionSettings { url, sha256, timeout, .. } = &list.value;
    if let Some(url) = url.as_ref().filter(|url| address(url).is_none()) {
        report(
            format!("`{}` is not the address of a list", quotable(url)),
            "write it as `https://example.org/list.csv`",
        );
    }
    if let Some(digest) = sha256.as_ref().filter(|digest| !is_digest(digest)) {
        report(format!("`{}` is not a SHA-256", quotable(digest)), "write its 64 hexadecimal digits");
    }
    if let Some(seconds) = timeout.filter(|seconds| !(1..=MAX_TIMEOUT_SECONDS).contains(seconds)) {
        report(format!("`timeout` is {seconds}"), "write seconds, from 1 to 3600");
    }
}

fn is_digest(digits: &str) -> bool {
    digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The address of a list.
#[must_use]
pub fn address(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}
