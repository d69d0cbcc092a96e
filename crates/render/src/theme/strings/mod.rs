//! [`Strings`]: the words that the theme says itself, such as headings and labels, in each language of the site.
//!
//! Input: parsed [Fluent](https://projectfluent.org) files of the theme, and values for the variables of a message. Output:
//! text. Which files belong to a language is left to `fluent_files`.
//!
//! Fluent resolves a message on every call, which is slow beside copying a text, and pages are full of them. So messages
//! are sorted when they are loaded: those without variables are resolved at once, those that only insert values are
//! kept as parts to join, and only those that choose by a value, such as plurals, go to Fluent while pages are rendered.

pub(crate) mod english_words;
pub(crate) mod fluent_files;
pub(crate) mod missing_words;
pub mod text_direction;
pub mod translation_file;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast;
use rustc_hash::{FxHashMap, FxHashSet};
use unic_langid::LanguageIdentifier;

use wellpress_foundation::Day;
use wellpress_foundation::ids::IdVec;
use wellpress_site::config::{LanguageId, MAIN_LANGUAGE, SiteLanguage};

use crate::escape::escaped;
use text_direction::list_separator;

/// The messages of all languages. A language is given by its index in the site's settings.
///
/// Most lookups never reach Fluent, which resolves a message anew each time: messages without variables, and those that
/// only insert values, are kept in forms that need no more than copying. They do not change after the theme is loaded, so
/// all threads share them.
pub struct Strings {
    languages: IdVec<SiteLanguage, LanguageStrings>,
}

/// The files of one language, each list from the strongest to the weakest: a theme's before those of the theme that it extends,
/// `en-US` before `en`. The first file with a key has the message.
#[derive(Default)]
pub struct LanguageFiles {
    /// BCP 47 tag.
    pub tag: String,
    /// The files in the language.
    pub own: Vec<FluentResource>,
    /// The English files, whose messages stand in for those that the language lacks. Empty for English.
    pub english: Vec<FluentResource>,
}

struct LanguageStrings {
    tag: String,
    /// The keys of messages that are English, because the language lacks them.
    english: FxHashSet<String>,
    /// Messages without variables, which are most, as their final text.
    plain: FxHashMap<String, String>,
    /// Messages that only insert values.
    templates: FxHashMap<String, Vec<MessagePart>>,
    /// All messages, for those that are neither.
    bundle: FluentBundle<FluentResource>,
}

/// A part of a message that only inserts values.
enum MessagePart {
    Text(String),
    /// The value of the variable with this name.
    Variable(String),
}

/// The first syntax error in a file of strings.
#[derive(Debug)]
pub struct StringsSyntaxError {
    /// The parser's description of the error.
    pub message: String,
    /// Its offset in bytes.
    pub offset: usize,
}

/// A value for a variable of a message.
#[derive(Debug, Clone, Copy)]
pub enum MessageValue<'a> {
    /// Text that is inserted as it is.
    Text(&'a str),
    /// A number, by which the message may choose a plural form.
    Count(usize),
}

impl Strings {
    /// The messages of languages, from their files.
    #[must_use]
    pub fn new(languages: Vec<LanguageFiles>) -> Self {
        Self { languages: languages.into_iter().map(LanguageStrings::new).collect() }
    }

    /// Whether a message is English, because the language lacks it.
    #[must_use]
    pub fn is_english(&self, language: LanguageId, key: &str) -> bool {
        let english = &self.languages[language].english;
        !english.is_empty() && english.contains(key)
    }

    /// Whether any language lacks a message.
    #[must_use]
    pub fn has_english_words(&self) -> bool {
        self.languages.iter().any(|language| !language.english.is_empty())
    }

    /// What stands between the items of a list in a line of a language.
    #[must_use]
    pub fn separator(&self, language: LanguageId) -> &'static str {
        list_separator(&self.languages[language].tag)
    }

    /// A message without values as HTML, with `lang="en"` if the language lacks it.
    #[must_use]
    pub fn html(&self, language: LanguageId, key: &str) -> String {
        self.as_html(language, key, &self.get(language, key))
    }

    /// A message with values as HTML, with `lang="en"` if the language lacks it.
    #[must_use]
    pub fn html_with(&self, language: LanguageId, key: &str, values: &[(&str, MessageValue<'_>)]) -> String {
        self.as_html(language, key, &self.format(language, key, values))
    }

    fn as_html(&self, language: LanguageId, key: &str, text: &str) -> String {
        let html = escaped(text);
        if self.is_english(language, key) { english_words::element(&html) } else { html }
    }

    /// A message without values, or its key if no theme has it.
    #[must_use]
    pub fn get(&self, language: LanguageId, key: &str) -> Cow<'_, str> {
        self.resolve(language, key, None).unwrap_or_else(|| Cow::Owned(key.to_owned()))
    }

    /// A message with values inserted, or its key if no theme has it.
    #[must_use]
    pub fn format(&self, language: LanguageId, key: &str, values: &[(&str, MessageValue<'_>)]) -> String {
        if let Some(text) = self.format_simple(language, key, values) {
            return text;
        }
        let mut arguments = FluentArgs::new();
        for (name, value) in values {
            match value {
                MessageValue::Text(text) => arguments.set(*name, FluentValue::from((*text).to_owned())),
                #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
                MessageValue::Count(count) => arguments.set(*name, FluentValue::from(*count as f64)),
            }
        }
        self.resolve(language, key, Some(&arguments)).map_or_else(|| key.to_owned(), Cow::into_owned)
    }

    /// A message that only inserts values. `None` for all others, and if one of the values is missing: then Fluent has to
    /// decide what to write.
    #[must_use]
    pub fn format_simple(
        &self,
        language: LanguageId,
        key: &str,
        values: &[(&str, MessageValue<'_>)],
    ) -> Option<String> {
        let parts = self.languages[language].templates.get(key)?;
        let mut text = String::with_capacity(64);
        for part in parts {
            match part {
                MessagePart::Text(fixed) => text.push_str(fixed),
                MessagePart::Variable(variable) => match values.iter().find(|(name, _)| name == variable)?.1 {
                    MessageValue::Text(value) => text.push_str(value),
                    MessageValue::Count(count) => {
                        let _ = write!(text, "{count}");
                    }
                },
            }
        }
        Some(text)
    }

    /// A message without variables; `None` for all others.
    #[must_use]
    pub fn plain(&self, language: LanguageId, key: &str) -> Option<&str> {
        self.languages[language].plain.get(key).map(String::as_str)
    }

    /// All messages without variables, by key, for templates: English ones are marked.
    #[must_use]
    pub fn words(&self, language: LanguageId) -> BTreeMap<String, String> {
        let words = self.languages[language].plain.iter();
        words.map(|(key, text)| (key.clone(), self.for_template(language, key, text).into_owned())).collect()
    }

    /// The text of a message for a template, with marks around it if it is English.
    #[must_use]
    pub fn for_template<'t>(&self, language: LanguageId, key: &str, text: &'t str) -> Cow<'t, str> {
        if self.is_english(language, key) { Cow::Owned(english_words::marked(text)) } else { Cow::Borrowed(text) }
    }

    /// A message of any sort, resolved by Fluent with these arguments; `None` if no theme has the key.
    #[must_use]
    pub fn resolve(&self, language: LanguageId, key: &str, arguments: Option<&FluentArgs<'_>>) -> Option<Cow<'_, str>> {
        let language = &self.languages[language];
        if let Some(text) = language.plain.get(key) {
            return Some(Cow::Borrowed(text));
        }
        let pattern = language.bundle.get_message(key)?.value()?;
        Some(language.bundle.format_pattern(pattern, arguments, &mut Vec::new()))
    }

    /// The language with this tag, or the main language if none has it.
    #[must_use]
    pub fn language_of(&self, tag: &str) -> LanguageId {
        self.languages.position(|language| language.tag == tag).unwrap_or(MAIN_LANGUAGE)
    }

    /// A day as the language writes it, such as "May 2, 2023".
    #[must_use]
    pub fn day(&self, language: LanguageId, day: Day) -> String {
        let month = self.get(language, &format!("text-month-{}", day.0.month()));
        let year = day.0.year().to_string();
        // The day is a number, because French has a word of its own for the first.
        let number = usize::try_from(day.0.day()).unwrap_or_default();
        let values = [
            ("month", MessageValue::Text(&month)),
            ("day", MessageValue::Count(number)),
            ("year", MessageValue::Text(&year)),
        ];
        self.format(language, "text-date", &values)
    }

    /// The keys of all messages without variables, sorted.
    #[must_use]
    pub fn keys(&self, language: LanguageId) -> Vec<&str> {
        let mut keys: Vec<&str> = self.languages[language].plain.keys().map(String::as_str).collect();
        keys.sort_unstable();
        keys
    }
}

impl LanguageStrings {
    fn new(files: LanguageFiles) -> Self {
        let LanguageFiles { tag, own, english } = files;
        let own_keys: FxHashSet<String> = keys(&own).map(str::to_owned).collect();
        let english_keys = keys(&english).filter(|key| !own_keys.contains(*key)).map(str::to_owned).collect();
        let identifier: LanguageIdentifier = tag.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // Fluent would put invisible characters of direction around each value, which show up in searches and copies.
        bundle.set_use_isolating(false);
        let mut parts_by_key = BTreeMap::new();
        for resource in own.into_iter().chain(english) {
            for (key, parts) in resource.entries().filter_map(message_parts) {
                parts_by_key.entry(key).or_insert(parts);
            }
            // The errors are keys that a stronger file has: those are meant to be overridden.
            drop(bundle.add_resource(resource));
        }
        let (mut plain, mut templates) = (FxHashMap::default(), FxHashMap::default());
        for (key, parts) in parts_by_key {
            if let Some(text) = plain_text(&bundle, &key, parts.as_deref()) {
                plain.insert(key, text);
            } else if let Some(parts) = parts {
                templates.insert(key, parts);
            }
        }
        Self { tag, english: english_keys, plain, templates, bundle }
    }
}

/// The keys of the messages in files.
pub(crate) fn keys<'f>(files: impl IntoIterator<Item = &'f FluentResource>) -> impl Iterator<Item = &'f str> {
    let entries = files.into_iter().flat_map(FluentResource::entries);
    entries.filter_map(|entry| if let ast::Entry::Message(message) = entry { Some(message.id.name) } else { None })
}

/// The text of a message that needs no values: its parts are all text, or it refers to other messages that need none.
fn plain_text(bundle: &FluentBundle<FluentResource>, key: &str, parts: Option<&[MessagePart]>) -> Option<String> {
    if let Some(parts) = parts {
        return parts.iter().map(MessagePart::text).collect();
    }
    let pattern = bundle.get_message(key)?.value()?;
    // Fluent reports a variable without a value as an error: then the message needs values.
    let mut missing_values = Vec::new();
    let text = bundle.format_pattern(pattern, None, &mut missing_values).into_owned();
    missing_values.is_empty().then_some(text)
}

impl MessagePart {
    fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

/// The key of a message, with its parts if it does no more than insert values. `None` for comments and the like.
fn message_parts(entry: &ast::Entry<&str>) -> Option<(String, Option<Vec<MessagePart>>)> {
    use ast::{Expression, InlineExpression, PatternElement};
    let ast::Entry::Message(message) = entry else { return None };
    let pattern = message.value.as_ref()?;
    let parts = pattern.elements.iter().map(|element| match element {
        PatternElement::TextElement { value } => Some(MessagePart::Text((*value).to_owned())),
        PatternElement::Placeable { expression: Expression::Inline(InlineExpression::VariableReference { id }) } => {
            Some(MessagePart::Variable(id.name.to_owned()))
        }
        PatternElement::Placeable { .. } => None,
    });
    Some((message.id.name.to_owned(), parts.collect()))
}

/// Parses a file of strings.
///
/// # Errors
/// The first syntax error.
pub fn parse(text: String) -> Result<FluentResource, StringsSyntaxError> {
    FluentResource::try_new(text).map_err(|(_, errors)| {
        let first = errors.first();
        StringsSyntaxError {
            message: first.map_or_else(|| "not Fluent".to_owned(), |error| error.kind.to_string()),
            offset: first.map_or(0, |error| error.pos.start),
        }
    })
}
