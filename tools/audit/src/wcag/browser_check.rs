//! [`BrowserCheck`]: what axe found in a browser. `wellpress theme check --accessibility` leaves it in the folder of the cache.

use serde::Deserialize;

use wellpress_foundation::Day;
use wellpress_io::cache::CacheLocation;
use wellpress_io::fs::Files;

/// The name of the file in the folder of the cache.
pub const FILE: &str = "accessibility.json";

/// The command that writes it.
pub const COMMAND: &str = "wellpress theme check --accessibility";

/// The form of the file that is read.
const FORMAT: u32 = 1;

/// The most bytes that are read.
const MAX_BYTES: u64 = 50_000_000;

/// What axe found.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct BrowserCheck {
    /// The version of axe.
    pub axe: String,
    /// The day of the check.
    pub day: Day,
    /// The theme that was looked at.
    pub theme: String,
    /// The pages that were looked at.
    pub pages: Vec<CheckedPage>,
    /// The views in which each was looked at.
    pub views: Vec<String>,
    /// What does not meet a criterion.
    pub violations: Vec<Violation>,
    /// What meets all that the rule asks for.
    pub passes: Vec<Pass>,
    /// What a rule could not decide.
    pub incomplete: Vec<Incomplete>,
}

/// A page that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CheckedPage {
    /// Its address from the root of the host.
    pub address: String,
}

/// An element that does not meet criteria.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Violation {
    /// The rule of axe.
    pub rule: String,
    /// The numbers of the criteria.
    pub criteria: Vec<String>,
    /// What the rule asks for.
    pub help: String,
    /// The address of the page.
    pub page: String,
    /// The views in which it was seen.
    pub views: Vec<String>,
    /// The element.
    pub element: String,
    /// The file of the theme that makes it, where that is known.
    pub file: Option<String>,
    /// The line in that file.
    pub line: Option<u32>,
}

/// A rule without an objection.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Pass {
    /// The rule of axe.
    pub rule: String,
    /// The numbers of the criteria.
    pub criteria: Vec<String>,
}

/// A rule that could not decide.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Incomplete {
    /// The rule of axe.
    pub rule: String,
    /// The numbers of the criteria.
    pub criteria: Vec<String>,
    /// The address of the page.
    pub page: String,
}

/// The only part of a file that every form of it has.
#[derive(Deserialize)]
struct FileFormat {
    format: u32,
}

/// Reads what the last check of this theme left.
///
/// # Errors
/// Why there is nothing that a report could use, as a sentence for its readers.
pub fn load(files: &dyn Files, cache: &CacheLocation, theme: &str) -> Result<BrowserCheck, String> {
    let path = cache.folder.join(FILE);
    if !files.exists(&path).unwrap_or(false) {
        return Err(format!("No program has looked at the pages in a browser: `{COMMAND}` does."));
    }
    let again = |why: &dyn std::fmt::Display| {
        format!("What a program found in a browser cannot be read ({why}): `{COMMAND}` writes it again.")
    };
    let bytes = files.read_limited(&path, MAX_BYTES).map_err(|error| again(&error))?;
    let FileFormat { format } = serde_json::from_slice(&bytes).map_err(|error| again(&error))?;
    if format != FORMAT {
        return Err(again(&format!("its form is {format}, and not {FORMAT}")));
    }
    let check: BrowserCheck = serde_json::from_slice(&bytes).map_err(|error| again(&error))?;
    if check.theme != theme {
        let other = &check.theme;
        return Err(format!(
            "No program has looked at the pages with the theme `{theme}` in a browser, only with `{other}`: `{COMMAND}` does."
        ));
    }
    Ok(check)
}

/// A finding of axe is about this criterion.
pub(super) fn is_about(criteria: &[String], number: &str) -> bool {
    criteria.iter().any(|criterion| criterion == number)
}
