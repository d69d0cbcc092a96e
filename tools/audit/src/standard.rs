//! [`Standard`]: the criteria of a file, which names facts, rules and sections that exist. The types of the file are its JSON Schema.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Deserialize;
use serde_json::{Value, json};

use wellpress_diagnostics::rules::Property;
use wellpress_diagnostics::yaml::{self, Dialect, Located};
use wellpress_diagnostics::{Diagnostic, Location, Source, nearest, quotable, rules};
use wellpress_foundation::Day;
use wellpress_site::sections::Sections;

use crate::facts::{self, FACTS};

static DIALECT: Dialect = Dialect::of_one_rule("file of criteria", &rules::SETTINGS_INVALID);

/// A standard: a list of criteria, and where they come from.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StandardFile {
    /// What people call the standard.
    pub title: String,
    /// What the standard is, and whose, in a sentence or two.
    pub about: Option<String>,
    /// Where the standard itself can be read.
    #[serde(default)]
    pub sources: Vec<StandardSource>,
    /// The criteria in their order.
    pub criteria: Vec<Criterion>,
}

/// Where a standard can be read.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StandardSource {
    /// What it is, such as the title and the publisher of a document.
    pub title: String,
    /// Its address, with `https` or `http`.
    pub url: Option<Located<String>>,
    /// The day on which somebody read it, to write these criteria.
    pub read: Option<Day>,
}

/// One criterion. It has facts, rules or questions.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Its id in small letters, digits and hyphens, which no other criterion of the file has.
    pub id: Located<String>,
    /// Its title.
    pub title: String,
    /// What it asks for, in your own words.
    pub asks: String,
    /// The facts that have to be found for it, by their names.
    #[serde(default)]
    pub facts: Vec<Located<String>>,
    /// Rules of `wellpress check`, and of the site, that have to be without a finding.
    #[serde(default)]
    pub rules: Vec<Located<String>>,
    /// The folders of the sections whose pages are looked at; without them, all.
    #[serde(default)]
    pub sections: Vec<Located<String>>,
    /// Questions that only a person can answer. A criterion with one is never satisfied by the program.
    #[serde(default)]
    pub judge: Vec<String>,
}

/// A standard whose names are all known.
#[derive(Debug, Clone)]
pub struct Standard {
    /// The name on the command line: that of its file, without the ending.
    pub name: String,
    /// The path of the file in the site; `None` for one that ships with the program.
    pub file: Option<String>,
    /// Its criteria.
    pub content: StandardFile,
}

impl Standard {
    /// Reads a file.
    ///
    /// # Errors
    /// Every mistake in it, each at its place.
    pub fn read(name: &str, source: &Source, is_of_site: bool, sections: &Sections) -> Result<Self, Vec<Diagnostic>> {
        let decoded = yaml::decode::<StandardFile>(source, source.text.len(), &DIALECT);
        let mut mistakes = decoded.diagnostics;
        let Some(content) = decoded.value else { return Err(mistakes) };
        mistakes.extend(mistakes_in(&content, source, sections));
        if mistakes.is_empty() {
            let file = is_of_site.then(|| source.path.to_string());
            return Ok(Self { name: name.to_owned(), file, content });
        }
        Err(mistakes)
    }
}

/// The JSON Schema (draft 2020-12) of a file of criteria.
///
/// ```
/// assert_eq!(wellpress_audit::standard::schema()["title"], "Criteria of an audit");
/// ```
#[must_use]
pub fn schema() -> Value {
    let settings = SchemaSettings::draft2020_12();
    let mut schema = settings.into_generator().into_root_schema_for::<StandardFile>().to_value();
    schema["title"] = "Criteria of an audit".into();
    let names: Vec<&str> = FACTS.iter().map(|fact| fact.name).collect();
    schema["$defs"]["Criterion"]["properties"]["facts"]["items"] = json!({"enum": names});
    schema
}

fn mistakes_in(content: &StandardFile, source: &Source, sections: &Sections) -> Vec<Diagnostic> {
    let mut mistakes = Vec::new();
    if content.criteria.is_empty() {
        let location = Location::file(source.path.clone());
        mistakes.push(mistake(location, "there are no criteria").help("add `criteria`, with at least one"));
    }
    let addresses = content.sources.iter().filter_map(|of| of.url.as_ref());
    for url in addresses.filter(|url| !["https://", "http://"].iter().any(|scheme| url.value.starts_with(scheme))) {
        let message = format!("`{}` is no address of a page", quotable(&url.value));
        mistakes.push(mistake(source.locate(url.span), message).help("begin it with `https://`"));
    }
    let mut ids = BTreeSet::new();
    for criterion in &content.criteria {
        mistakes.extend(mistake_of_id(criterion, source, &mut ids));
        mistakes.extend(mistakes_of_names(criterion, source, sections));
        let is_empty = criterion.facts.is_empty() && criterion.rules.is_empty() && criterion.judge.is_empty();
        if is_empty {
            let message = format!("the criterion `{}` looks at nothing", quotable(&criterion.id.value));
            let finding = mistake(source.locate(criterion.id.span), message);
            mistakes.push(finding.help("add `facts` or `rules`, or a question for a person under `judge`"));
        }
    }
    mistakes
}

fn mistake_of_id<'c>(criterion: &'c Criterion, source: &Source, ids: &mut BTreeSet<&'c str>) -> Option<Diagnostic> {
    let id = criterion.id.value.as_str();
    let is_id = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let location = source.locate(criterion.id.span);
    if id.is_empty() || !id.bytes().all(is_id) {
        let message = format!("`{}` is no id of a criterion", quotable(id));
        return Some(mistake(location, message).help("write small letters, digits and hyphens"));
    }
    let is_second = !ids.insert(id);
    is_second
        .then(|| mistake(location, format!("another criterion has the id `{id}`")).help("give it an id of its own"))
}

fn mistakes_of_names(criterion: &Criterion, source: &Source, sections: &Sections) -> Vec<Diagnostic> {
    let mut mistakes = Vec::new();
    for name in criterion.facts.iter().filter(|name| facts::find(&name.value).is_none()) {
        let message = format!("there is no fact `{}`", quotable(&name.value));
        let near = nearest(&name.value, FACTS.iter().map(|fact| fact.name));
        let help =
            "the page \"Audit\" of the manual lists all there are; what is none of them is a question under `judge`";
        mistakes.push(mistake(source.locate(name.span), message).suggest_or(near, help));
    }
    for name in &criterion.rules {
        let location = source.locate(name.span);
        match rules::find(&name.value) {
            None => {
                let near = nearest(&name.value, rules::ALL.iter().map(|rule| rule.id));
                let message = format!("there is no rule `{}`", quotable(&name.value));
                mistakes.push(mistake(location, message).suggest_or(near, "`wellpress explain` lists all there are"));
            }
            Some(rule) if rule.has(Property::NeedsServers) => {
                let message =
                    format!("`{}` finds nothing unless other servers are asked, which an audit does not", rule.id);
                mistakes.push(mistake(location, message).help("for links to other sites there is the fact `links`"));
            }
            Some(_) => {}
        }
    }
    for name in criterion.sections.iter().filter(|name| sections.of_folder(&name.value).is_none()) {
        let message = format!("the site has no section `{}`", quotable(&name.value));
        let folders = sections.with_pages().map(|(_, section)| section.folder.as_str());
        let near = nearest(&name.value, folders);
        mistakes.push(mistake(source.locate(name.span), message).suggest_or(near, "name a folder of `content`"));
    }
    mistakes
}

fn mistake(location: Location, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&rules::SETTINGS_INVALID, location, message)
}
