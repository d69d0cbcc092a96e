//! `docs/kinds`: a page for each kind of content, with a table of its fields, which is made of the schemas. A field that several kinds
//! have is described on one page; the others link to it.

use wellpress_site::front_matter_fields::{FrontMatterField, fields_of};
use wellpress_site::schema::SchemaSubject;
use wellpress_site::sections::ContentKind;

use crate::written_pages::{TableOfKeys, compare_or_write, path_of, required, resolved, with_table};

#[test]
fn each_kind_has_a_page_with_its_fields() {
    for kind in ContentKind::ALL {
        let file = format!("kinds/{kind}.md");
        let page = std::fs::read_to_string(path_of(&file)).unwrap();
        compare_or_write(&file, &with_table(&page, "## Fields", &table_of(kind)), "kind_pages");
    }
}

#[test]
fn each_key_of_a_glossary_is_on_its_page() {
    let page = std::fs::read_to_string(path_of("kinds/glossary.md")).unwrap();
    let schema = SchemaSubject::Glossary.schema();
    let term = resolved(&schema, &schema["additionalProperties"]);
    let keys: Vec<&String> = term["properties"].as_object().unwrap().keys().collect();
    assert!(keys.len() > 2, "{keys:?}");
    let missing: Vec<_> = keys.iter().filter(|key| !page.contains(&format!("`{key}`"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The kind on whose page a field is described: the simplest that has it.
fn described_with(field: &FrontMatterField) -> ContentKind {
    let mut kinds = [ContentKind::Page].into_iter().chain(ContentKind::ALL);
    kinds.find(|kind| field.kinds.contains(kind)).unwrap()
}

fn table_of(kind: ContentKind) -> String {
    let schema = SchemaSubject::FrontMatter(kind).schema();
    let required = required(&schema);
    let mut table = TableOfKeys::new(&schema);
    for field in fields_of(kind).filter(|field| described_with(field) == kind) {
        table.rows_of(field.key, &schema["properties"][field.key], required.contains(&field.key));
    }
    let others = ContentKind::ALL.into_iter().filter(|other| *other != kind).filter_map(|other| {
        let fields = fields_of(kind).filter(|field| described_with(field) == other);
        let names: Vec<String> = fields.map(|field| format!("`{}`", field.key)).collect();
        (!names.is_empty()).then(|| format!("| those of [{other}]({other}.md#fields) | | | {} |\n", names.join(", ")))
    });
    let others: String = others.collect();
    format!("{}{others}", table.take())
}
