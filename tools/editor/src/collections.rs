//! The sections of a site and the names of its files in, the collections of the editor out: one for each section, the glossary, and the
//! drafts of sources.

use serde_json::{Value, json};

use wellpress_site::config::{Config, MAIN_LANGUAGE};
use wellpress_site::discover::Inventory;
use wellpress_site::model::reference::DRAFTS;
use wellpress_site::schema::SchemaSubject;
use wellpress_site::sections::{ContentKind, Section};

use crate::fields::{self, FieldMaker, FormFields, label_of, title_key};

/// How the pages of a section lie in its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PageFiles {
    /// `NAME/index.md`, with pictures beside it.
    Bundles,
    /// `NAME.md`.
    Single,
    /// Files in folders below the section.
    Nested,
}

/// The collections, in the order of the sections, then the glossaries and the drafts of sources.
#[must_use]
pub fn of_site(config: &Config, inventory: &Inventory) -> Vec<Value> {
    let sections = config.sections.entries().map(|(_, section)| of_section(config, inventory, section));
    sections.chain([glossary(config, inventory), drafts(config)]).collect()
}

/// The settings of translations, for collections that have some; `None` for a site in one language.
#[must_use]
pub fn translations(config: &Config) -> Option<Value> {
    let tags: Vec<&str> = config.languages.iter().map(|language| language.tag.as_str()).collect();
    (tags.len() > 1).then(|| {
        json!({
            "structure": "multiple_files", "locales": tags, "default_locale": tags[0], "initial_locales": "default",
            "omit_default_locale_from_file_path": true,
        })
    })
}

fn of_section(config: &Config, inventory: &Inventory, section: &Section) -> Value {
    let title =
        section.title_in(&config.languages[MAIN_LANGUAGE].tag).map_or_else(|| label_of(&section.folder), str::to_owned);
    let identifier = title_key(section.kind);
    let FormFields { above, below } = fields::of_section(config, section);
    let page_fields: Vec<Value> = above.into_iter().chain([text_field()]).chain(below).collect();
    let mut collection = json!({
        "name": section.folder, "label": title, "label_singular": label_of(&section.name), "icon": icon(section.kind),
        "folder": config.content_folder().path(&section.folder), "create": true, "identifier_field": identifier,
        "slug": {"template": format!("{{{{{identifier}}}}}"), "editable": ["create"], "hint": "The id of the page, and the last part of its address"},
        "format": format!("wellpress-{}", section.folder), "media_folder": "", "public_folder": "",
        "sortable_fields": [identifier], "fields": page_fields,
    });
    match files_of(config, inventory, section) {
        PageFiles::Bundles => collection["path"] = json!("{{slug}}/index"),
        PageFiles::Single => {}
        PageFiles::Nested => {
            collection["nested"] = json!({"subfolders": false});
            collection["meta"] = json!({"path": {}});
        }
    }
    if config.languages.len() > 1 {
        collection["i18n"] = json!(true);
    }
    collection
}

fn text_field() -> Value {
    json!({"name": "body", "label": "Text", "widget": "richtext", "required": false, "i18n": true})
}

/// The form that most files of a section have. A section without files has bundles if its pages have pictures.
fn files_of(config: &Config, inventory: &Inventory, section: &Section) -> PageFiles {
    let folder = config.content_folder().path(&format!("{}/", section.folder));
    let paths = inventory.content.iter().filter_map(|file| file.path.strip_prefix(folder.as_str()));
    let [mut bundles, mut single, mut nested] = [0, 0, 0];
    for path in paths {
        let is_index = path.rsplit('/').next().is_some_and(|name| name.starts_with("index."));
        match (path.matches('/').count(), is_index) {
            (0, true) => {}
            (0, false) => single += 1,
            (1, true) => bundles += 1,
            _ => nested += 1,
        }
    }
    let has_pictures = matches!(section.kind, ContentKind::Article | ContentKind::Exercise);
    match (bundles, single, nested) {
        (0, 0, 0) if has_pictures => PageFiles::Bundles,
        (0, 0, 0) => PageFiles::Single,
        (bundles, single, nested) if nested > bundles.max(single) => PageFiles::Nested,
        (bundles, single, _) if bundles > single => PageFiles::Bundles,
        _ => PageFiles::Single,
    }
}

/// The glossaries: a file is a map of terms, which the form shows as a list.
fn glossary(config: &Config, inventory: &Inventory) -> Value {
    let schema = SchemaSubject::Glossary.schema();
    let maker = FieldMaker { config, schema: &schema, section: None };
    let required: &[&str] = &["definition"];
    let properties = schema.pointer("/$defs/GlossaryEntry/properties").cloned().unwrap_or_default();
    let mut term_fields = vec![json!({"name": "term", "label": "Term", "widget": "string", "required": true})];
    term_fields.extend(maker.members(&required, &properties));
    let mut paths: Vec<String> = inventory.glossaries.iter().map(|glossary| glossary.path.to_string()).collect();
    if paths.is_empty() {
        paths.push(config.content_folder().path("glossary.yaml"));
    }
    let files = paths.iter().map(|path| {
        let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".yaml").replace('.', "-");
        json!({
            "name": name, "label": label_of(&name), "file": path, "format": "wellpress-glossary",
            "fields": [{
                "name": "terms", "label": "Terms", "label_singular": "Term", "widget": "list", "required": false,
                "collapsed": true, "summary": "{{term}}", "fields": term_fields,
            }],
        })
    });
    json!({"name": "glossary", "label": "Glossary", "icon": "dictionary", "files": files.collect::<Vec<_>>()})
}

/// The drafts of sources, which `cite add --drafts` replaces by the records of services.
fn drafts(config: &Config) -> Value {
    let text = |name: &str, label: &str, required: bool| json!({"name": name, "label": label, "widget": "string", "required": required});
    let types = ["article-journal", "book", "chapter", "report", "webpage", "thesis", "paper-conference"];
    let author = [text("family", "Family name or organisation", true), text("given", "Given names", false)];
    let entry = json!([
        {"name": "id", "label": "Key", "widget": "string", "required": true, "pattern": ["^[A-Za-z0-9][A-Za-z0-9_:.#$%&+?<>~/-]*$", "letters, digits and hyphens"],
         "hint": "The word by which texts cite it, such as kim-2024"},
        {"name": "type", "label": "Type", "widget": "select", "options": types, "default": types[0], "required": true},
        text("title", "Title", true),
        {"name": "author", "label": "Authors", "label_singular": "Author", "widget": "list", "required": false, "fields": author},
        text("year", "Year", false),
        text("container-title", "Journal or book", false),
        text("publisher", "Publisher", false),
        text("DOI", "DOI", false),
        text("PMID", "PubMed id", false),
        text("URL", "Address", false),
    ]);
    json!({
        "name": "sources", "label": "Sources to complete", "icon": "library_books",
        "description": "Sources that are not in the library yet. Texts can cite them by their keys.",
        "files": [{
            "name": "to-complete", "label": "Sources to complete", "file": config.content_folder().path(DRAFTS),
            "format": "wellpress-drafts",
            "fields": [{
                "name": "items", "label": "Sources", "label_singular": "Source", "widget": "list", "required": false,
                "collapsed": true, "summary": "{{id}}: {{title}}", "fields": entry,
            }],
        }],
    })
}

fn icon(kind: ContentKind) -> &'static str {
    match kind {
        ContentKind::Article => "article",
        ContentKind::Exercise => "fitness_center",
        ContentKind::Programme => "event_repeat",
        ContentKind::Person => "person",
        ContentKind::Topic => "label",
        ContentKind::Page => "web",
        ContentKind::Disclaimer => "gavel",
        ContentKind::Snippet => "content_paste",
    }
}
