//! The part of `docs/templates.md` about the variables of templates, made from the types that are serialised and from their
//! comments, by way of the JSON Schema that `schemars` derives from both. So the page cannot differ from what templates get.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value};

use wellpress_foundation::text::one_line;
use wellpress_render::context::{
    Article, Card, CitationIndex, Corrections, EasyRead, Exercise, Glossary, Handout, Head, Home, IndexEntry, List,
    Page, PersonPage, Plain, Programme, Record, Redirect, Reference, Search, SheetPage, Site, Topic,
};

#[test]
fn the_page_of_template_variables_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/templates.md");
    let page = std::fs::read_to_string(path).unwrap();
    let start = page.find("| template |").unwrap();
    let end = page.find("\n## data\n").unwrap();
    let expected = variables();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, format!("{}{expected}{}", &page[..start], &page[end..])).unwrap();
    } else {
        assert!(page[start..end] == expected, "`BLESS=1 cargo test --test suite template_variables` writes it anew");
    }
}

/// A variable of a template.
struct TemplateVariable {
    name: &'static str,
    /// Adds the variable's type to the generator's definitions and returns a reference to it.
    schema: fn(&mut SchemaGenerator) -> Schema,
    meaning: &'static str,
}

/// A template, or a folder of templates that get the same variables.
struct DocumentedTemplate {
    name: &'static str,
    /// The page or the piece of a page that it renders, to complete "Renders ..". Empty for the variables of all pages.
    renders: &'static str,
    variables: &'static [TemplateVariable],
}

const fn variable<T: JsonSchema>(name: &'static str, meaning: &'static str) -> TemplateVariable {
    TemplateVariable { name, schema: SchemaGenerator::subschema_for::<T>, meaning }
}

const fn template(
    name: &'static str,
    renders: &'static str,
    variables: &'static [TemplateVariable],
) -> DocumentedTemplate {
    DocumentedTemplate { name, renders, variables }
}

const SITE: TemplateVariable = variable::<Site>("site", "the site; the same on all pages of a language");
const RECORD: TemplateVariable =
    variable::<Record>("record", "the parts that articles, exercises and programmes share");

/// The variables of every template that renders a whole page.
const ON_EVERY_PAGE: [TemplateVariable; 4] = [
    SITE,
    variable::<Page>("page", "this page"),
    variable::<Head>("head", "the content of its `<head>`"),
    variable::<BTreeMap<String, String>>("frame", "HTML of the templates in `frames/`, by name"),
];

const PAGE_TEMPLATES: [DocumentedTemplate; 18] = [
    template("article.html", "an article", &[RECORD, variable::<Article>("article", "its other parts")]),
    template("exercise.html", "an exercise", &[RECORD, variable::<Exercise>("exercise", "its other parts")]),
    template("programme.html", "a programme", &[RECORD, variable::<Programme>("programme", "its other parts")]),
    template("easy-read.html", "an Easy Read version", &[RECORD, variable::<EasyRead>("easy", "its other parts")]),
    template("print.html", "the handout of an exercise or a programme", &[variable::<Handout>("handout", "the sheet")]),
    template("topic.html", "a topic", &[variable::<Topic>("topic", "the topic")]),
    template(
        "person.html",
        "a person or an organisation",
        &[variable::<PersonPage>("person", "the person, with the pages that they worked on")],
    ),
    template("page.html", "a plain page, such as a policy", &[variable::<Plain>("content", "its text")]),
    template("home.html", "the home page", &[variable::<Home>("home", "its lists of pages")]),
    template(
        "list.html",
        "the list of all articles, exercises, programmes, topics or people; further parts of the lists of a topic or a person",
        &[variable::<List>("list", "the list, or a part of it")],
    ),
    template("glossary.html", "the glossary", &[variable::<Glossary>("glossary", "its terms")]),
    template("corrections.html", "all corrections", &[variable::<Corrections>("list", "the corrections")]),
    template("references.html", "the citation index", &[variable::<CitationIndex>("index", "the index")]),
    template(
        "reference.html",
        "a source",
        &[variable::<Reference>("reference", "the source, with the pages that cite it")],
    ),
    template("search.html", "the search page", &[variable::<Search>("search", "the index, and lists of pages")]),
    template(
        "sheet.html",
        "the page on which readers make a sheet of exercises",
        &[variable::<SheetPage>("sheet", "the exercises for the script, and lists of handouts")],
    ),
    template("not-found.html", "the page for addresses that do not exist", &[]),
    template(
        "redirect.html",
        "an address from which a page moved away",
        &[variable::<Redirect>("redirect", "the new address")],
    ),
];

/// Templates that render a piece of a page. They get only the variables that stand here, not those of every page.
const PIECE_TEMPLATES: [DocumentedTemplate; 4] = [
    template("slip.html", "one source in the citation index", &[SITE, variable::<IndexEntry>("entry", "the source")]),
    template("parts/*.html", "a part that is the same on all pages of a language", &[SITE]),
    template(
        "frames/*.html",
        "a part around the content of a page, such as its menus",
        &[
            SITE,
            variable::<String>("here", "address of the link in the menus that leads to this page; empty without one"),
            variable::<Vec<String>>("above", "addresses in the main menu below which the page is"),
        ],
    ),
    template("cards/*.html", "a page in the lists of other pages", &[variable::<Card>("card", "the page")]),
];

/// A table of all templates, then for each template its variables and their types. A type is described at its first use, and later
/// uses link to it.
fn variables() -> String {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let on_every_page = template("On every page", "", &ON_EVERY_PAGE);
    let sections: Vec<&DocumentedTemplate> =
        std::iter::once(&on_every_page).chain(&PAGE_TEMPLATES).chain(&PIECE_TEMPLATES).collect();
    // All schemas come first: each may add definitions, and a section needs the definitions of its types complete.
    let schemas: Vec<Vec<Value>> = sections
        .iter()
        .map(|template| {
            template.variables.iter().map(|variable| (variable.schema)(&mut generator).to_value()).collect()
        })
        .collect();
    let mut page = PageWriter {
        definitions: generator.take_definitions(true),
        described_types: BTreeSet::new(),
        markdown: String::new(),
    };
    page.table_of_templates();
    for (template, schemas) in sections.iter().zip(&schemas) {
        page.section(template, schemas);
    }
    page.markdown
}

struct PageWriter {
    /// JSON Schema of every type, by name.
    definitions: Map<String, Value>,
    described_types: BTreeSet<String>,
    markdown: String,
}

impl PageWriter {
    fn table_of_templates(&mut self) {
        self.markdown += "| template | renders | variables besides those [on every page](#on-every-page) |\n\
                          | --- | --- | --- |\n";
        for template in PAGE_TEMPLATES.iter().chain(&PIECE_TEMPLATES) {
            let names: Vec<String> = template.variables.iter().map(|variable| format!("`{}`", variable.name)).collect();
            let (name, anchor) = (template.name, anchor(template.name));
            let _ = writeln!(self.markdown, "| [`{name}`](#{anchor}) | {} | {} |", template.renders, names.join(", "));
        }
        self.markdown += "\nThe last four get `data` and the variables in their row, and no other.\n";
    }

    /// A section with the variables of a template, and with the types that no earlier section describes.
    fn section(&mut self, template: &DocumentedTemplate, schemas: &[Value]) {
        let _ = write!(self.markdown, "\n## {}\n\n", template.name);
        if !template.renders.is_empty() {
            let _ = writeln!(self.markdown, "Renders {}.\n", template.renders);
        }
        if template.variables.is_empty() {
            self.markdown += "It gets the variables of every page, and no others.\n";
            return;
        }
        self.markdown += "| variable | type | description |\n| --- | --- | --- |\n";
        for (variable, schema) in template.variables.iter().zip(schemas) {
            self.table_row(variable.name, schema, variable.meaning);
        }
        schemas.iter().for_each(|schema| self.types_in(schema));
    }

    fn table_row(&mut self, name: &str, schema: &Value, meaning: &str) {
        let _ = writeln!(
            self.markdown,
            "| `{name}` | {} | {} |",
            type_in_words(schema, meaning),
            meaning.replace('|', "\\|")
        );
    }

    /// Describes the type that a schema refers to, then the types of its fields. Types refer to each other in circles (an
    /// entry of the contents has entries), so each is marked as described before its fields are visited.
    fn types_in(&mut self, schema: &Value) {
        let inner = ["items", "additionalProperties"].iter().filter_map(|key| schema.get(key));
        inner.chain(schema["anyOf"].as_array().into_iter().flatten()).for_each(|inner| self.types_in(inner));
        let Some(name) = type_name(schema) else { return };
        if self.described_types.insert(name.to_owned()) {
            let definition = self.definitions[name].clone();
            self.type_section(name, &definition);
        }
    }

    fn type_section(&mut self, name: &str, definition: &Value) {
        let _ = write!(self.markdown, "\n### {name}\n\n{}\n\n", description(definition));
        self.markdown += "| field | type | description |\n| --- | --- | --- |\n";
        // `properties` is sorted by name. `required` has the order of the type, and serialised fields are all required.
        let fields: Vec<&str> =
            definition["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for field in &fields {
            let schema = &definition["properties"][field];
            self.table_row(field, schema, &description(schema));
        }
        fields.iter().for_each(|field| self.types_in(&definition["properties"][field]));
    }
}

/// The comment on a type or a field, in one line.
fn description(schema: &Value) -> String {
    one_line(schema["description"].as_str().unwrap_or_default())
}

/// The name of the type that a schema refers to.
fn type_name(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

/// A type in words. JSON Schema knows strings only, so a comment that begins with "HTML" marks HTML.
fn type_in_words(schema: &Value, meaning: &str) -> String {
    let string = if meaning.starts_with("HTML") { "HTML" } else { "text" };
    if let Some(name) = type_name(schema) {
        return format!("[{name}](#{})", anchor(name));
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        let choices: Vec<String> = choices.iter().map(|choice| type_in_words(choice, meaning)).collect();
        return choices.join(" or ");
    }
    match &schema["type"] {
        Value::Array(choices) => {
            let choices = choices.iter().map(|choice| scalar(choice.as_str().unwrap_or_default(), string));
            choices.collect::<Vec<_>>().join(" or ")
        }
        Value::String(json_type) if json_type == "array" => {
            format!("list of {}", type_in_words(&schema["items"], meaning))
        }
        Value::String(json_type) if json_type == "object" => {
            format!("{} by name", type_in_words(&schema["additionalProperties"], meaning))
        }
        json_type => scalar(json_type.as_str().unwrap_or_default(), string).to_owned(),
    }
}

/// The word for a type of JSON Schema. A field without one, such as `extra`, may hold anything.
fn scalar<'t>(json_type: &str, string: &'t str) -> &'t str {
    match json_type {
        "string" => string,
        "integer" => "whole number",
        "boolean" => "true or false",
        "null" => "null",
        _ => "anything",
    }
}

/// The anchor that GitHub and others give a heading of Markdown: letters, digits and hyphens, in lower case.
fn anchor(heading: &str) -> String {
    let characters = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | ' '));
    characters.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
}
