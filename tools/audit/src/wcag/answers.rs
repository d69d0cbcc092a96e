//! [`AnswerFile`]: what people found out and what a report says of the site, in `data/accessibility.yaml`. The types of the file are its
//! JSON Schema.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Deserialize;
use serde_json::{Value, json};

use wellpress_diagnostics::yaml::{self, Dialect, Located};
use wellpress_diagnostics::{Diagnostic, Location, Source, nearest, quotable, rules};
use wellpress_foundation::Day;
use wellpress_io::fs::Files;

use super::criteria::{self, CRITERIA};

/// The path of the file, from the root of the site.
pub const FILE: &str = "data/accessibility.yaml";

static DIALECT: Dialect = Dialect::of_one_rule("file of answers", &rules::SETTINGS_INVALID);

/// The file.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AnswerFile {
    /// What the report calls the site; without it, its title.
    pub product: Option<String>,
    /// The version of the site, if it has one.
    pub version: Option<String>,
    /// Whom readers of the report can ask.
    pub contact: Contact,
    /// What else readers of the report should know.
    pub notes: Option<String>,
    /// How people looked at the site, such as with which screen reader: one sentence for each way.
    pub methods: Vec<String>,
    /// What people found out, one entry for each criterion.
    pub answers: Vec<Answer>,
}

/// Whom readers of the report can ask.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Contact {
    /// The name of a person or a team.
    pub name: Option<String>,
    /// A mail address; without it, that of `feedback` in the settings.
    pub email: Option<String>,
    /// A telephone number.
    pub phone: Option<String>,
    /// A postal address.
    pub address: Option<String>,
    /// A page with ways to write; without it, that of `organization` in the settings.
    pub website: Option<String>,
}

/// What a person found out about one criterion.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The number of the criterion, such as `1.4.5`.
    pub criterion: Located<String>,
    /// How far the site meets it.
    pub level: AnsweredLevel,
    /// What was seen, and where. Only `supports` can do without.
    pub remarks: Option<String>,
    /// Who judged it.
    pub by: String,
    /// The day on which they did.
    pub day: Day,
}

/// How far a site meets a criterion, as a person answers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AnsweredLevel {
    /// It meets it, without an exception that anybody knows of.
    Supports,
    /// Some of it does not meet it.
    PartiallySupports,
    /// Most of it does not meet it.
    DoesNotSupport,
    /// The criterion is about nothing that the site has.
    NotApplicable,
}

impl AnswerFile {
    /// The file of a site; an empty one, if it has none.
    ///
    /// # Errors
    /// When it cannot be read; inside, every mistake in it, each at its place.
    pub fn of_site(files: &dyn Files, root: &Path) -> io::Result<Result<Self, Vec<Diagnostic>>> {
        let path = root.join(FILE);
        if !files.exists(&path)? {
            return Ok(Ok(Self::default()));
        }
        let Ok(text) = String::from_utf8(files.read(&path)?) else {
            let finding = mistake(Location::file(FILE), "the file is not UTF-8");
            return Ok(Err(vec![finding.help("save it as UTF-8")]));
        };
        Ok(Self::read(&Source::new(FILE, text)))
    }

    /// Reads a file.
    ///
    /// # Errors
    /// Every mistake in it, each at its place.
    pub fn read(source: &Source) -> Result<Self, Vec<Diagnostic>> {
        let decoded = yaml::decode::<Self>(source, source.text.len(), &DIALECT);
        let mut mistakes = decoded.diagnostics;
        let Some(file) = decoded.value else { return Err(mistakes) };
        let mut numbers = BTreeSet::new();
        for answer in &file.answers {
            let is_first = numbers.insert(answer.criterion.value.as_str());
            mistakes.extend(mistake_in(answer, source, is_first));
        }
        if mistakes.is_empty() { Ok(file) } else { Err(mistakes) }
    }

    /// The answer about a criterion.
    #[must_use]
    pub fn about(&self, number: &str) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.criterion.value == number)
    }
}

/// The JSON Schema (draft 2020-12) of the file.
///
/// ```
/// assert_eq!(wellpress_audit::wcag::answers::schema()["title"], "Answers for a conformance report");
/// ```
#[must_use]
pub fn schema() -> Value {
    let settings = SchemaSettings::draft2020_12();
    let mut schema = settings.into_generator().into_root_schema_for::<AnswerFile>().to_value();
    schema["title"] = "Answers for a conformance report".into();
    let numbers: Vec<&str> = CRITERIA.iter().map(|criterion| criterion.number).collect();
    schema["$defs"]["Answer"]["properties"]["criterion"] =
        json!({"description": "The number of the criterion.", "enum": numbers});
    schema
}

fn mistake_in(answer: &Answer, source: &Source, is_first: bool) -> Option<Diagnostic> {
    let number = &answer.criterion.value;
    let location = source.locate(answer.criterion.span);
    if criteria::find(number).is_none() {
        let message = format!("`{}` is no success criterion of WCAG 2.2 at level A or AA", quotable(number));
        let near = nearest(number, CRITERIA.iter().map(|criterion| criterion.number));
        let help = "`wellpress audit wcag` lists all there are";
        return Some(mistake(location, message).suggest_or(near, help));
    }
    if !is_first {
        let message = format!("another entry is about the criterion `{number}`");
        return Some(mistake(location, message).help("make one entry of both"));
    }
    let says_why = answer.remarks.as_deref().is_some_and(|words| !words.trim().is_empty());
    if answer.level != AnsweredLevel::Supports && !says_why {
        let message = format!("the answer about the criterion `{number}` has no `remarks`");
        return Some(mistake(location, message).help("say what does not meet it and where, or why it does not apply"));
    }
    if answer.by.trim().is_empty() {
        let message = format!("the answer about the criterion `{number}` does not say who judged it");
        return Some(mistake(location, message).help("write a name under `by`"));
    }
    None
}

fn mistake(location: Location, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&rules::SETTINGS_INVALID, location, message)
}
