//! The table of directives in, the components of the text editor out, as data: its script makes a form of each. What a directive takes is
//! not said here.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use wellpress_markdown::directives::{
    AttributeNeed, AttributeType, AttributeValue, CalloutKind, DeclaredDirective, DeclaredLabel, DirectiveForm,
    DirectiveKind, DirectiveSpec, IdUse, LabelUse,
};
use wellpress_site::config::Config;
use wellpress_site::id_kinds::{IdKind, of_attribute, of_directive};
use wellpress_site::schema::SchemaSubject;
use wellpress_site::sections::ContentKind;

use crate::fields::{label_of, title_in};

/// The components for a site: its callouts, the directives of every site and those of its theme. Directives within a line are left out,
/// as they belong to the words around them; they stay in the text as they are written.
#[must_use]
pub fn of_site(config: &Config) -> Vec<Value> {
    let named = DirectiveKind::NAMED.iter().map(|kind| kind.spec()).filter(|spec| is_block(spec.form));
    let named = named.map(|spec| component(config, spec.name, &label_of(spec.name), spec));
    let callouts = CalloutKind::ALL.into_iter().map(|(name, kind)| (name.to_owned(), label_of(name), kind));
    let of_settings =
        config.settings.callouts.iter().map(|(name, callout)| (name.clone(), callout.label.clone(), callout.like));
    let of_settings: Vec<_> = of_settings.collect();
    let replaced: BTreeSet<&str> = of_settings.iter().map(|(name, ..)| name.as_str()).collect();
    let callouts: Vec<_> = callouts.filter(|(name, ..)| !replaced.contains(name.as_str())).collect();
    let callouts = callouts.into_iter().chain(of_settings.clone());
    let callouts = callouts.map(|(name, label, kind)| {
        let mut callout = component(config, &name, &label, DirectiveKind::Callout(kind).spec());
        callout["callout"] = json!(kind.name());
        callout
    });
    let declared = config.settings.directives.iter().filter(|(_, declared)| is_block(declared.form));
    let declared = declared.map(|(name, declared)| of_theme(name, declared));
    named.chain(callouts).chain(declared).collect()
}

fn is_block(form: DirectiveForm) -> bool {
    form != DirectiveForm::Inline
}

/// The component of a row of the table.
fn component(config: &Config, name: &str, label: &str, spec: &DirectiveSpec) -> Value {
    // These take what the front matter of an exercise has, too.
    let titles = match name {
        "figure" => Some("Picture"),
        "video" => Some("Video"),
        _ => None,
    };
    let titles = titles.map(|of_type| (SchemaSubject::FrontMatter(ContentKind::Exercise).schema(), of_type));
    let attributes = spec.attributes.iter().map(|attribute| {
        let mut field = attribute_field(attribute.name, attribute.value);
        if let Some(title) = titles.as_ref().and_then(|(schema, of_type)| title_in(schema, of_type, attribute.name)) {
            field["label"] = json!(title);
        }
        field["required"] = json!(attribute.need == AttributeNeed::Required);
        if let Some(kind) = of_attribute(name, attribute.name) {
            field["ids"] = folder_of(kind);
        }
        field
    });
    let attributes: Vec<Value> = attributes.collect();
    let record = match spec.id {
        IdUse::Anchor => Value::Null,
        IdUse::Record | IdUse::RecordUnlessLabel => of_directive(name).map_or(Value::Null, |kind| match kind {
            IdKind::Call => json!({"words": config.settings.calls_to_action.keys().collect::<Vec<_>>()}),
            kind => json!({"folder": folder_of(kind)}),
        }),
    };
    // `::table` shows a file, and `:::table` has the table in it.
    let id = if spec.form == DirectiveForm::Leaf && name == "table" { "table-of-file" } else { name };
    json!({
        "id": id, "name": name, "label": label, "form": form_of(spec.form), "record": record,
        "title": title_of(spec.label), "attributes": attributes,
    })
}

fn of_theme(name: &str, declared: &DeclaredDirective) -> Value {
    let attributes = declared.attributes.iter().map(|(key, attribute)| {
        let value = match attribute.kind {
            AttributeType::Choice => json!({"key": key, "words": attribute.of}),
            AttributeType::Boolean => json!({"key": key, "type": "boolean"}),
            AttributeType::Number => json!({"key": key, "type": "number"}),
            AttributeType::Date => json!({"key": key, "type": "date"}),
            AttributeType::Text | AttributeType::Url => json!({"key": key, "type": "text"}),
        };
        let mut value = value;
        value["label"] = json!(label_of(key));
        value["required"] = json!(attribute.required);
        value
    });
    let attributes: Vec<Value> = attributes.collect();
    let title = if declared.label == DeclaredLabel::None { Value::Null } else { json!("Title") };
    json!({
        "id": name, "name": name, "label": label_of(name), "form": form_of(declared.form), "record": null,
        "title": title, "attributes": attributes,
    })
}

fn attribute_field(key: &str, value: AttributeValue<'_>) -> Value {
    let mut field = match value {
        AttributeValue::OneOf(words) => json!({"words": words}),
        AttributeValue::Choice(words) => json!({"words": words}),
        AttributeValue::HeadingLevel => json!({"words": ["2", "3", "4", "5", "6"]}),
        AttributeValue::Number | AttributeValue::Count(..) => json!({"type": "number"}),
        // A key without a value, such as `number`, is written as one.
        AttributeValue::OptionalNumber => json!({"type": "flag"}),
        AttributeValue::Day => json!({"type": "date"}),
        AttributeValue::Boolean => json!({"type": "boolean"}),
        AttributeValue::Any | AttributeValue::Words | AttributeValue::Address => json!({"type": "text"}),
    };
    field["key"] = json!(key);
    field["label"] = json!(label_of(key));
    field
}

fn folder_of(kind: IdKind) -> Value {
    if let IdKind::Kind(kind) = kind { json!(kind.folder()) } else { Value::Null }
}

fn form_of(form: DirectiveForm) -> &'static str {
    if form == DirectiveForm::Leaf { "line" } else { "block" }
}

fn title_of(label: LabelUse) -> Value {
    match label {
        LabelUse::Unused => Value::Null,
        LabelUse::Caption => json!("Caption"),
        LabelUse::Words | LabelUse::Title | LabelUse::Heading => json!("Title"),
    }
}
