//! What was found, as the file `accessibility.json` in the cache, for `wellpress audit` and other programs.

use std::io;

use serde::Serialize;

use wellpress_foundation::Day;
use wellpress_io::cache::{CacheLocation, CacheMode, make_folder};
use wellpress_io::fs::{Disk, Files as _};

use super::axe;

/// The name of the file.
const NAME: &str = "accessibility.json";

/// Changes when a reader of an earlier file would misunderstand the new one.
const FORMAT: u32 = 1;

#[derive(Debug, Serialize)]
pub(super) struct Record {
    pub format: u32,
    /// The version of wellpress.
    pub program: &'static str,
    /// The version of axe.
    pub axe: &'static str,
    pub day: String,
    pub theme: String,
    pub pages: Vec<PageRecord>,
    pub views: Vec<&'static str>,
    pub violations: Vec<ViolationRecord>,
    pub passes: Vec<PassRecord>,
    pub incomplete: Vec<IncompleteRecord>,
}

#[derive(Debug, Serialize)]
pub(super) struct PageRecord {
    pub address: String,
    pub template: String,
}

/// An element of a page that breaks a rule.
#[derive(Debug, Serialize)]
pub(super) struct ViolationRecord {
    pub rule: String,
    /// Empty for advice that is no matter of WCAG.
    pub criteria: Vec<String>,
    pub level: Option<&'static str>,
    pub help: String,
    pub page: String,
    pub views: Vec<&'static str>,
    pub element: String,
    pub file: Option<String>,
    pub line: Option<u32>,
}

/// A rule that some element of some page keeps, and none breaks.
#[derive(Debug, Serialize)]
pub(super) struct PassRecord {
    pub rule: String,
    pub criteria: Vec<String>,
}

/// A rule about which axe cannot decide on a page.
#[derive(Debug, Serialize)]
pub(super) struct IncompleteRecord {
    pub rule: String,
    pub criteria: Vec<String>,
    pub page: String,
}

impl Record {
    /// A record of this day, without results.
    pub fn new(day: Day, theme: &str) -> Self {
        Self {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION"),
            axe: axe::VERSION,
            day: day.to_string(),
            theme: theme.to_owned(),
            pages: Vec::new(),
            views: Vec::new(),
            violations: Vec::new(),
            passes: Vec::new(),
            incomplete: Vec::new(),
        }
    }

    /// Writes it into the cache, unless the run leaves that as it is.
    pub fn write(&self, cache: &CacheLocation) -> io::Result<()> {
        if cache.mode != CacheMode::ReadWrite {
            return Ok(());
        }
        make_folder(&Disk, &cache.folder)?;
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        Disk.replace(&cache.folder.join(NAME), text.as_bytes())
    }
}
