//! The configuration of the editor as one file of JSON, whose name has the fingerprint of what it was made of.

use serde_json::{Value, json};

use wellpress_bibliography::Reference;
use wellpress_site::config::{Config, MAIN_LANGUAGE};
use wellpress_site::discover::Inventory;
use wellpress_site::schema::form_fingerprint;
use wellpress_site::sections::{ContentKind, Section};

use crate::{collections, components, fields, sources};

/// The configuration.
#[derive(Debug)]
pub struct Configuration {
    /// The name of its file.
    pub file_name: String,
    /// The text of its file.
    pub text: String,
}

impl Configuration {
    /// The configuration for a site. `words` are those of its theme ([`crate::words`]).
    #[must_use]
    pub fn of(config: &Config, inventory: &Inventory, references: &[Reference], words: &Value) -> Self {
        let formats = config.sections.entries().map(|(_, section)| {
            json!({
                "name": format!("wellpress-{}", section.folder), "collection": section.folder, "kind": section.kind.name(),
                "aliases": fields::aliases(section.kind),
            })
        });
        let formats: Vec<Value> = formats.collect();
        let mut choices: Vec<Value> = references.iter().map(sources::choice).collect();
        choices.sort_by_key(|choice| choice["label"].as_str().unwrap_or_default().to_lowercase());
        let content = json!({
            "cms": cms(config, inventory),
            "formats": formats,
            "components": components::of_site(config),
            "disclaimers": disclaimers(config),
            "sources": choices,
            "words": words,
        });
        Self { file_name: format!("config.{}.json", form_fingerprint(config)), text: format!("{content:#}\n") }
    }
}

/// The disclaimers that the settings ask for, by the folder of a section; other sections have none of their own.
fn disclaimers(config: &Config) -> Value {
    let standing = &config.settings.disclaimers;
    let of_section = |section: &Section| {
        let always = match section.kind {
            ContentKind::Article => &standing.articles,
            ContentKind::Exercise => &standing.exercises,
            ContentKind::Programme => &standing.programmes,
            _ => return None,
        };
        let asked_for = if section.is_health {
            json!({"always": always, "by_topic": standing.topics})
        } else {
            json!({"always": [], "by_topic": {}})
        };
        Some((section.folder.clone(), asked_for))
    };
    Value::Object(config.sections.entries().filter_map(|(_, section)| of_section(section)).collect())
}

/// What Sveltia CMS itself reads, without the repository and the way to sign in, which a person chooses.
fn cms(config: &Config, inventory: &Inventory) -> Value {
    let mut cms = json!({
        "app_title": config.languages[MAIN_LANGUAGE].title,
        "site_url": format!("{}{}", config.base.origin, config.base.path),
        "media_folder": "static", "public_folder": "/",
        // Other hosts than that of the repository are none of the editor's.
        "media_libraries": {"stock_assets": {"providers": []}},
        "slug": {"encoding": "ascii", "clean_accents": true},
        "output": {"omit_empty_optional_fields": true},
        "collections": collections::of_site(config, inventory),
    });
    if let Some(translations) = collections::translations(config) {
        cms["i18n"] = translations;
    }
    cms
}
