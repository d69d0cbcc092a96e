//! The words of the theme that the preview pane shows, in each language of the site: headings, labels and notices of safety.

use serde_json::{Map, Value, json};

use wellpress_render::Theme;
use wellpress_render::theme::strings::MessageValue;
use wellpress_site::config::Config;

/// The messages that the pane shows, by their keys in the files of the theme. `{condition}` in one stays for the pane to fill in.
const KEYS: &[&str] = &[
    "unpublished-draft",
    "not-medically-reviewed",
    "key-points",
    "text-cautions",
    "text-caution-avoid",
    "text-caution-modify",
    "text-caution-ask",
    "text-stop-if",
    "text-dose-sets",
    "text-dose-reps",
    "text-dose-rounds",
    "text-dose-hold",
    "text-dose-rest",
    "text-dose-frequency",
    "text-dose-sides",
    "text-callout-tip",
    "text-callout-note",
    "text-callout-important",
    "text-callout-warning",
    "text-callout-caution",
    "text-care-non-urgent",
    "text-care-urgent",
    "text-care-emergency",
    "text-do",
    "text-dont",
    "text-details",
];

/// The words by language and key.
#[must_use]
pub fn of_theme(theme: &Theme, config: &Config) -> Value {
    let languages = config.languages.entries().map(|(id, language)| {
        let word = |key: &&str| {
            let text = theme.strings.format(id, key, &[("condition", MessageValue::Text("{condition}"))]);
            // Fluent puts marks of direction around what it inserts.
            ((*key).to_owned(), json!(text.replace(['\u{2068}', '\u{2069}'], "")))
        };
        (language.tag.clone(), Value::Object(KEYS.iter().map(word).collect()))
    });
    Value::Object(languages.collect::<Map<String, Value>>())
}
