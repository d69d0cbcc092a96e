//! `machine_readable` in the settings: in which formats pages are published for programs besides their HTML. Where these files are is
//! said by [`model::copies`](crate::model::copies).

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source};

use super::mistakes::wrong;

/// A format in which pages are published for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MachineFormat {
    /// The text with front matter.
    Markdown,
    /// The record, with its texts as Markdown.
    Json,
}

impl MachineFormat {
    /// All formats.
    pub const ALL: [Self; 2] = [Self::Markdown, Self::Json];

    /// The name of the format, as the settings have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Json => "json",
        }
    }

    /// The end of the names of its files, with the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => ".md",
            Self::Json => ".json",
        }
    }

    /// Its media type without parameters.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Markdown => "text/markdown",
            Self::Json => "application/json",
        }
    }
}

/// One finding for each format that is named again.
pub(super) fn check(formats: &[Located<MachineFormat>], source: &Source, findings: &mut Vec<Diagnostic>) {
    let mut named = BTreeSet::new();
    for format in formats.iter().filter(|format| !named.insert(format.value)) {
        let message = format!("`machine_readable` names `{}` twice", format.value.name());
        findings.push(wrong(source.locate(format.span), message).help("take one of them out"));
    }
}
