//! [`FormFile`]: a recording or a file that gives a page in another form, as front matter writes it.

use schemars::JsonSchema;
use serde::Deserialize;

use wellpress_diagnostics::yaml::Located;
use wellpress_foundation::Day;

use crate::string_or_map::HasShortForm;

use super::ScalarText;

/// A recording or a file that gives the page in another form.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormFile {
    /// A file beside the page, or an address.
    #[schemars(title = "File or address")]
    pub src: Located<String>,
    /// Of a recording: a file with its words.
    #[schemars(title = "File with its words")]
    pub transcript: Option<Located<String>>,
    /// Of a recording: its length, such as `40 s` or `3:40`.
    #[schemars(title = "Length")]
    pub duration: Option<Located<ScalarText>>,
    /// Who read, interpreted or made it: the id of a person, or a name.
    #[schemars(title = "Made by")]
    pub by: Option<Located<String>>,
    /// Of a recording in sign language: the registration of the interpreter.
    #[schemars(title = "Registration of the interpreter")]
    pub registration: Option<ScalarText>,
    /// The day on which it was made.
    #[schemars(title = "Day")]
    pub date: Option<Located<Day>>,
    /// The hash of the words of the page from which it was made.
    #[schemars(title = "Hash of the words")]
    pub made_from: Option<Located<String>>,
    /// The day on which somebody approved of it.
    #[schemars(title = "Day of the approval")]
    pub approved: Option<Located<Day>>,
    /// Who approved of it: the id of a person, or a name.
    pub approved_by: Option<Located<String>>,
}

impl FormFile {
    /// What the short form says: the file alone.
    #[must_use]
    pub fn of_path(src: Located<String>) -> Self {
        Self {
            src,
            transcript: None,
            duration: None,
            by: None,
            registration: None,
            date: None,
            made_from: None,
            approved: None,
            approved_by: None,
        }
    }
}

impl HasShortForm for FormFile {
    const FORMS: &'static str = "a file's path, or `{src, by, date}`";
}
