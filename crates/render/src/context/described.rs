//! What templates see, for those who write them: a page of Markdown made of the types that templates get, so that the
//! two cannot differ.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value};

use super::{
    Article, Card, CitationIndex, Corrections, Exercise, Glossary, Handout, Head, Home, IndexEntry, List, Page,
    PersonPage, Plain, Programme, Record, Redirect, Reference, Search, Site, Topic,
};

/// What a template has under a name.
struct Variable {
    name: &'static str,
    of: fn(&mut SchemaGenerator) -> Schema,
    meaning: &'static str,
}

/// Templates that see the same.
struct Template {
    name: &'static str,
    /// What is drawn with it.
    draws: &'static str,
    variables: &'static [Variable],
}

const fn variable<T: JsonSchema>(name: &'static str, meaning: &'static str) -> Variable {
    Variable { name, of: SchemaGenerator::subschema_for::<T>, meaning }
}

const fn template(name: &'static str, draws: &'static str, variables: &'static [Variable]) -> Template {
    Template { name, draws, variables }
}

const SITE: Variable = variable::<Site>("site", "the site; the same on all pages of a language");
const RECORD: Variable = variable::<Record>("record", "what articles, exercises and programmes share");

/// What each template of a page sees.
const EVERYWHERE: [Variable; 4] = [
    SITE,
    variable::<Page>("page", "this page"),
    variable::<Head>("head", "what stands in its `<head>`"),
    variable::<BTreeMap<String, String>>("frame", "HTML of the templates in `frames/`, by name"),
];

const TEMPLATES: [Template; 16] = [
    template("article.html", "an article", &[RECORD, variable::<Article>("article", "what it has besides")]),
    template("exercise.html", "an exercise", &[RECORD, variable::<Exercise>("exercise", "what it has besides")]),
    template("programme.html", "a programme", &[RECORD, variable::<Programme>("programme", "what it has besides")]),
    template("print.html", "the handout of an exercise or a programme", &[variable::<Handout>("handout", "the sheet")]),
    template("topic.html", "a topic", &[variable::<Topic>("topic", "the topic")]),
    template("person.html", "a person or a team", &[variable::<PersonPage>("person", "who, and what they did")]),
    template("page.html", "a plain page, such as a policy", &[variable::<Plain>("content", "its text")]),
    template("home.html", "the home page", &[variable::<Home>("home", "what it shows")]),
    template(
        "list.html",
        "all articles, exercises, programmes, topics or people; further parts of what a topic or a person lists",
        &[variable::<List>("list", "the list, or a part of it")],
    ),
    template("glossary.html", "the glossary", &[variable::<Glossary>("glossary", "its terms")]),
    template("corrections.html", "all corrections", &[variable::<Corrections>("list", "the corrections")]),
    template("references.html", "the citation index", &[variable::<CitationIndex>("index", "the index")]),
    template("reference.html", "a source", &[variable::<Reference>("reference", "the source, and who cites it")]),
    template("search.html", "the page to search on", &[variable::<Search>("search", "where the index is")]),
    template("not-found.html", "what stands where no page is", &[]),
    template("redirect.html", "an address that moved", &[variable::<Redirect>("redirect", "where it leads")]),
];

/// Templates that draw a piece of a page.
const PIECES: [Template; 4] = [
    template(
        "slip.html",
        "one source in the citation index",
        &[SITE, variable::<IndexEntry>("entry", "the source, as in the index")],
    ),
    template("parts/*.html", "what is the same on all pages of a language", &[SITE]),
    template(
        "frames/*.html",
        "what stands around pages",
        &[
            SITE,
            variable::<String>(
                "here",
                "address of the link that leads to this very page, of those around it; else empty",
            ),
            variable::<Vec<String>>("above", "addresses in the main menu below which the page is"),
        ],
    ),
    template("cards/*.html", "a page where others show it", &[variable::<Card>("card", "the page")]),
];

const BEGIN: &str = "\
# What a template sees

Each template has its variables, and each variable fields. This page is made from the program's own types: what it says is
what templates get. How a template is changed is in [Themes](themes.md#change-a-template).

- **text** is escaped where it is printed. **HTML** is ready: print it with `| safe`.
- An address is root-relative, with the path of `base_url`, unless it says absolute.
- **or null** is what may not be known: test it with `{% if %}`, or give another value with `or`.
- A **list** may be empty. **By name** is a map, read as `site.assets[\"well.css\"]`.

";

/// The page of the manual.
#[must_use]
pub fn described() -> String {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let everywhere = template("On every page", "", &EVERYWHERE);
    let all: Vec<&Template> = std::iter::once(&everywhere).chain(&TEMPLATES).chain(&PIECES).collect();
    let schemas: Vec<Vec<Value>> = all
        .iter()
        .map(|template| template.variables.iter().map(|known| (known.of)(&mut generator).to_value()).collect())
        .collect();
    let mut manual = Manual { types: generator.take_definitions(true), told: BTreeSet::new(), text: BEGIN.to_owned() };
    manual.list_templates();
    for (template, schemas) in all.iter().zip(&schemas) {
        manual.tell_template(template, schemas);
    }
    manual.text
}

struct Manual {
    types: Map<String, Value>,
    told: BTreeSet<String>,
    text: String,
}

impl Manual {
    fn list_templates(&mut self) {
        self.text +=
            "| template | draws | sees, besides what is [on every page](#on-every-page) |\n| --- | --- | --- |\n";
        for template in TEMPLATES.iter().chain(&PIECES) {
            let names: Vec<String> = template.variables.iter().map(|known| format!("`{}`", known.name)).collect();
            let (name, anchor) = (template.name, anchor(template.name));
            let _ = writeln!(self.text, "| [`{name}`](#{anchor}) | {} | {} |", template.draws, names.join(", "));
        }
        self.text += "\nThe last four see nothing but what stands beside them.\n";
    }

    /// A section with the variables of a template, and the types that no section above has.
    fn tell_template(&mut self, template: &Template, schemas: &[Value]) {
        let _ = write!(self.text, "\n## {}\n\n", template.name);
        if !template.draws.is_empty() {
            let _ = writeln!(self.text, "Draws {}.\n", template.draws);
        }
        if template.variables.is_empty() {
            self.text += "It sees what is on every page, and no more.\n";
            return;
        }
        self.text += "| variable | type | what it is |\n| --- | --- | --- |\n";
        for (known, schema) in template.variables.iter().zip(schemas) {
            self.tell_row(known.name, schema, known.meaning);
        }
        schemas.iter().for_each(|schema| self.tell_types_in(schema));
    }

    fn tell_row(&mut self, name: &str, schema: &Value, meaning: &str) {
        let _ = writeln!(self.text, "| `{name}` | {} | {} |", type_of(schema, meaning), meaning.replace('|', "\\|"));
    }

    /// The type that a schema leads to, then those that its fields lead to.
    fn tell_types_in(&mut self, schema: &Value) {
        let inner = ["items", "additionalProperties"].iter().filter_map(|key| schema.get(key));
        inner.chain(schema["anyOf"].as_array().into_iter().flatten()).for_each(|inner| self.tell_types_in(inner));
        let Some(name) = name_of(schema) else { return };
        if self.told.insert(name.to_owned()) {
            let described = self.types[name].clone();
            self.tell_type(name, &described);
        }
    }

    fn tell_type(&mut self, name: &str, described: &Value) {
        let _ = write!(self.text, "\n### {name}\n\n{}\n\n", words(described));
        self.text += "| field | type | what it is |\n| --- | --- | --- |\n";
        // Properties are kept by name; what is required, and all is, in the order of the type.
        let names = || described["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        for field in names() {
            let schema = &described["properties"][field];
            self.tell_row(field, schema, &words(schema));
        }
        names().for_each(|field| self.tell_types_in(&described["properties"][field]));
    }
}

/// What the comment on a type or a field says, in one line.
fn words(schema: &Value) -> String {
    schema["description"].as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn name_of(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

/// A type in words. Text whose meaning begins with HTML is HTML.
fn type_of(schema: &Value, meaning: &str) -> String {
    let text = if meaning.starts_with("HTML") { "HTML" } else { "text" };
    if let Some(name) = name_of(schema) {
        return format!("[{name}](#{})", anchor(name));
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        let choices: Vec<String> = choices.iter().map(|choice| type_of(choice, meaning)).collect();
        return choices.join(" or ");
    }
    match &schema["type"] {
        Value::Array(choices) => {
            let choice = |choice: &Value| plain(choice.as_str().unwrap_or_default(), text).to_owned();
            choices.iter().map(choice).collect::<Vec<_>>().join(" or ")
        }
        Value::String(kind) if kind == "array" => format!("list of {}", type_of(&schema["items"], meaning)),
        Value::String(kind) if kind == "object" => {
            format!("{} by name", type_of(&schema["additionalProperties"], meaning))
        }
        kind => plain(kind.as_str().unwrap_or_default(), text).to_owned(),
    }
}

fn plain<'t>(kind: &'t str, text: &'t str) -> &'t str {
    match kind {
        "string" => text,
        "integer" => "whole number",
        "boolean" => "true or false",
        "null" => "null",
        _ => "anything",
    }
}

/// The anchor of a heading, as the sites that show Markdown make them.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | ' '));
    kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
}
