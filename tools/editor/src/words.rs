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
    "references",
    "text-disclaimer",
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

/// The counts of a dose. Their words are there for one and, without `-one`, for several; `{amount}` stays.
const COUNTS: &[&str] = &["text-dose-words-sets", "text-dose-words-reps", "text-dose-words-rounds"];

/// The words by language and key.
#[must_use]
pub fn of_theme(theme: &Theme, config: &Config) -> Value {
    let languages = config.languages.entries().map(|(id, language)| {
        // Fluent puts marks of direction around what it inserts.
        let say = |key: &str, values: &[(&str, MessageValue<'_>)]| {
            json!(theme.strings.format(id, key, values).replace(['\u{2068}', '\u{2069}'], ""))
        };
        let condition = ("condition", MessageValue::Text("{condition}"));
        let words = KEYS.iter().map(|key| ((*key).to_owned(), say(key, &[condition])));
        let counted = |count, ending: &'static str| {
            let values = [("amount", MessageValue::Text("{amount}")), ("count", MessageValue::Count(count))];
            COUNTS.iter().map(move |key| (format!("{key}{ending}"), say(key, &values)))
        };
        let words = words.chain(counted(1, "-one")).chain(counted(2, ""));
        (language.tag.clone(), Value::Object(words.collect()))
    });
    Value::Object(languages.collect::<Map<String, Value>>())
}
