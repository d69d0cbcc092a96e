//! What the site says of itself, in each of its languages: Fluent messages of the theme, one file a language.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast;
use rustc_hash::FxHashMap;
use unic_langid::LanguageIdentifier;

use wellpress_diagnostics::yaml::Day;

/// Strings of all languages, by the index of the language in the settings.
pub struct Strings {
    languages: Vec<Language>,
}

struct Language {
    tag: String,
    /// Messages without variables, which are most.
    plain: FxHashMap<String, String>,
    /// Messages that only put values into their text; those that choose by a value are left to the bundle.
    simple: FxHashMap<String, Vec<Piece>>,
    bundle: FluentBundle<FluentResource>,
}

/// A piece of a message.
enum Piece {
    Text(String),
    /// The value of this name.
    Value(String),
}

/// A file of strings that cannot be read: what is wrong, and at which byte.
#[derive(Debug)]
pub struct BrokenStrings {
    /// What the parser said.
    pub message: String,
    /// Where.
    pub at: usize,
}

impl Strings {
    /// Strings of languages; each has its texts from the strongest layer to the weakest: a theme's before the one that
    /// it extends, `en-US` before `en`.
    #[must_use]
    pub fn new(languages: Vec<(String, Vec<FluentResource>)>) -> Self {
        Self { languages: languages.into_iter().map(|(tag, resources)| Language::new(tag, resources)).collect() }
    }

    /// A string, or its key where no theme has it.
    #[must_use]
    pub fn get(&self, language: usize, key: &str) -> Cow<'_, str> {
        self.find(language, key, None).unwrap_or_else(|| Cow::Owned(key.to_owned()))
    }

    /// A string with its variables filled in, or its key where no theme has it.
    #[must_use]
    pub fn format(&self, language: usize, key: &str, values: &[(&str, Value<'_>)]) -> String {
        if let Some(text) = self.fill(language, key, values) {
            return text;
        }
        let mut arguments = FluentArgs::new();
        for (name, value) in values {
            match value {
                Value::Text(text) => arguments.set(*name, FluentValue::from((*text).to_owned())),
                #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
                Value::Count(count) => arguments.set(*name, FluentValue::from(*count as f64)),
            }
        }
        self.find(language, key, Some(&arguments)).map_or_else(|| key.to_owned(), Cow::into_owned)
    }

    /// A string that only puts values into its text, filled in; `None` for all others, and where a value is missing.
    #[must_use]
    pub fn fill(&self, language: usize, key: &str, values: &[(&str, Value<'_>)]) -> Option<String> {
        let pieces = self.of(language).simple.get(key)?;
        let mut filled = String::with_capacity(64);
        for piece in pieces {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Value(wanted) => match values.iter().find(|(name, _)| name == wanted)?.1 {
                    Value::Text(text) => filled.push_str(text),
                    Value::Count(count) => {
                        let _ = write!(filled, "{count}");
                    }
                },
            }
        }
        Some(filled)
    }

    fn of(&self, language: usize) -> &Language {
        &self.languages[language.min(self.languages.len() - 1)]
    }

    /// A string without variables.
    #[must_use]
    pub fn plain(&self, language: usize, key: &str) -> Option<&str> {
        self.of(language).plain.get(key).map(String::as_str)
    }

    /// All strings without variables, by key.
    #[must_use]
    pub fn words(&self, language: usize) -> BTreeMap<String, String> {
        self.of(language).plain.iter().map(|(key, text)| (key.clone(), text.clone())).collect()
    }

    /// A string with arguments as the template engine has them, or `None` where no theme has it.
    #[must_use]
    pub fn find(&self, language: usize, key: &str, arguments: Option<&FluentArgs<'_>>) -> Option<Cow<'_, str>> {
        let language = self.of(language);
        if let Some(text) = language.plain.get(key) {
            return Some(Cow::Borrowed(text));
        }
        let pattern = language.bundle.get_message(key)?.value()?;
        Some(language.bundle.format_pattern(pattern, arguments, &mut Vec::new()))
    }

    /// Index of the language with this tag, else the site's own.
    #[must_use]
    pub fn language(&self, tag: &str) -> usize {
        self.languages.iter().position(|language| language.tag == tag).unwrap_or(0)
    }

    /// A day as its language writes it.
    #[must_use]
    pub fn day(&self, language: usize, day: Day) -> String {
        let month = self.get(language, &format!("text-month-{}", day.0.month()));
        let (number, year) = (day.0.day().to_string(), day.0.year().to_string());
        let values = [("month", Value::Text(&month)), ("day", Value::Text(&number)), ("year", Value::Text(&year))];
        self.format(language, "text-date", &values)
    }

    /// All keys of a language, sorted.
    #[must_use]
    pub fn keys(&self, language: usize) -> Vec<&str> {
        let mut keys: Vec<&str> = self.languages[language].plain.keys().map(String::as_str).collect();
        keys.sort_unstable();
        keys
    }
}

/// A value for a variable of a string.
#[derive(Debug, Clone, Copy)]
pub enum Value<'a> {
    /// A text.
    Text(&'a str),
    /// A number that plurals go by.
    Count(usize),
}

impl Language {
    fn new(tag: String, resources: Vec<FluentResource>) -> Self {
        let identifier: LanguageIdentifier = tag.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        bundle.set_use_isolating(false);
        let mut messages = BTreeMap::new();
        for resource in resources {
            for entry in resource.entries() {
                if let Some((key, pieces)) = pieces(entry) {
                    messages.entry(key).or_insert(pieces);
                }
            }
            drop(bundle.add_resource(resource));
        }
        let mut language = Self { tag, plain: FxHashMap::default(), simple: FxHashMap::default(), bundle };
        for (key, pieces) in messages {
            let Some(pieces) = pieces else {
                language.add_composed(key);
                continue;
            };
            match pieces.iter().map(Piece::text).collect::<Option<String>>() {
                Some(text) => drop(language.plain.insert(key, text)),
                None => drop(language.simple.insert(key, pieces)),
            }
        }
        language
    }
}

impl Language {
    /// Keeps a message that is made of others and needs no value with those that are plain.
    fn add_composed(&mut self, key: String) {
        let pattern = self.bundle.get_message(&key).and_then(|message| message.value());
        let mut missing = Vec::new();
        let text = pattern.map(|pattern| self.bundle.format_pattern(pattern, None, &mut missing).into_owned());
        if let Some(text) = text.filter(|_| missing.is_empty()) {
            self.plain.insert(key, text);
        }
    }
}

impl Piece {
    fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

/// A message's key, with its pieces where it does no more than put values into its text.
fn pieces(entry: &ast::Entry<&str>) -> Option<(String, Option<Vec<Piece>>)> {
    use ast::{Expression, InlineExpression, PatternElement};
    let ast::Entry::Message(message) = entry else { return None };
    let pattern = message.value.as_ref()?;
    let pieces = pattern.elements.iter().map(|element| match element {
        PatternElement::TextElement { value } => Some(Piece::Text((*value).to_owned())),
        PatternElement::Placeable { expression: Expression::Inline(InlineExpression::VariableReference { id }) } => {
            Some(Piece::Value(id.name.to_owned()))
        }
        PatternElement::Placeable { .. } => None,
    });
    Some((message.id.name.to_owned(), pieces.collect()))
}

/// Reads a file of strings.
///
/// # Errors
/// The first thing that is not Fluent.
pub fn parse(text: String) -> Result<FluentResource, BrokenStrings> {
    FluentResource::try_new(text).map_err(|(_, errors)| {
        let first = errors.first();
        BrokenStrings {
            message: first.map_or_else(|| "not Fluent".to_owned(), |error| error.kind.to_string()),
            at: first.map_or(0, |error| error.pos.start),
        }
    })
}
