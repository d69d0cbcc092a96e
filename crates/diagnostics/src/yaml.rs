//! YAML text in, typed values or findings out: the one way in which settings, front matter and the glossary are read.
//!
//! A mistake costs only the entry that it stands in: that entry is set aside and the rest is read again, so that one
//! run shows every mistake of a file. Aliases, deep nesting and huge documents are refused before they cost anything.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Diagnostic, Location, Rule, Source, Span, nearest, rules};

/// A value with its place in the text that it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Bytes of the source.
    pub span: Span,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Located<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = serde_yaml::Spanned::<T>::deserialize(deserializer)?;
        let place = spanned.referenced.span();
        let start = usize::try_from(place.byte_offset().unwrap_or_default()).unwrap_or_default();
        let length = usize::try_from(place.byte_len().unwrap_or_default()).unwrap_or_default();
        Ok(Self { value: spanned.value, span: Span::new(start..start + length) })
    }
}

impl<T: fmt::Display> fmt::Display for Located<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// What a value may be does not depend on where it stands.
impl<T: JsonSchema> JsonSchema for Located<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// Which rule each sort of mistake belongs to, and what such a document is called in messages.
#[derive(Debug, Clone, Copy)]
pub struct Dialect {
    /// "front matter", "settings", "glossary".
    pub name: &'static str,
    /// For broken YAML, limits and duplicate keys.
    pub syntax: &'static Rule,
    /// For a key that nothing reads.
    pub unknown_key: &'static Rule,
    /// For a value that is not of its type.
    pub wrong_type: &'static Rule,
    /// For a key that must be there.
    pub required: &'static Rule,
    /// For a day that is none.
    pub date: &'static Rule,
}

impl Dialect {
    /// A document all of whose mistakes belong to one rule.
    #[must_use]
    pub const fn of_one_rule(name: &'static str, rule: &'static Rule) -> Self {
        Self { name, syntax: rule, unknown_key: rule, wrong_type: rule, required: rule, date: rule }
    }
}

/// What came of a document: the value where enough was sound, and every mistake.
#[derive(Debug)]
pub struct Decoded<T> {
    /// `None` where the document as a whole is broken or lacks something required.
    pub value: Option<T>,
    /// The mistakes, in the order in which they were met.
    pub diagnostics: Vec<Diagnostic>,
    /// The entries that the value is without, because of these mistakes.
    pub set_aside: BTreeSet<String>,
}

/// How many mistakes of one document are worth reading on for.
const MOST_MISTAKES: usize = 50;

/// Reads the YAML at the start of `source` up to byte `end` as a `T`. Places are those of `source`.
pub fn decode<T: DeserializeOwned>(source: &Source, end: usize, dialect: &Dialect) -> Decoded<T> {
    let text = &source.text[..end];
    let first = match from_str::<T>(text) {
        Ok(value) => {
            return Decoded { value: Some(value), diagnostics: Vec::new(), set_aside: BTreeSet::new() };
        }
        Err(error) => error,
    };
    let mut rest = text.to_owned();
    let mut set_aside = BTreeSet::new();
    let mut diagnostics = Vec::new();
    let mut error = first;
    loop {
        let missing = if let serde_yaml::Error::SerdeMissingField { field, .. } = error.without_snippet() {
            set_aside.contains(*field)
        } else {
            false
        };
        let is_emptied = matches!(error.without_snippet(), serde_yaml::Error::Eof { .. }) && !diagnostics.is_empty();
        let second = second_name(&rest, &error);
        if let Some(second) = &second {
            diagnostics.push(second.finding(source, dialect));
        } else if !missing && !is_emptied {
            diagnostics.push(describe(source, &error, dialect));
        }
        let line = match &second {
            Some(second) => 1 + rest[..second.span.start].matches('\n').count(),
            None => error.location().map_or(0, |location| usize::try_from(location.line()).unwrap_or_default()),
        };
        let entry = entry_around(&rest, line).filter(|_| diagnostics.len() < MOST_MISTAKES && is_local(&error));
        let Some(entry) = entry else { return Decoded { value: None, diagnostics, set_aside } };
        set_aside.insert(rest[entry.clone()].split(':').next().unwrap_or_default().trim().to_owned());
        blank(&mut rest, entry);
        match from_str::<T>(&rest) {
            Ok(value) => return Decoded { value: Some(value), diagnostics, set_aside },
            Err(next) => error = next,
        }
    }
}

/// Keys that have a second name, that one last.
pub const NAMES: &[[&str; 2]] = &[["published", "date"]];

/// A key that stands in a document under both of its names, where the later of them stands.
struct SecondName {
    span: Range<usize>,
    names: [&'static str; 2],
}

impl SecondName {
    fn finding(&self, source: &Source, dialect: &Dialect) -> Diagnostic {
        let [name, other] = self.names;
        let place = source.locate(Span::new(self.span.clone()));
        let message = format!("`{name}` and `{other}` are both there");
        Diagnostic::new(dialect.syntax, place, message)
            .help(format!("`{other}` is another name for `{name}`; keep one"))
    }
}

/// The reader has no place for a key that is there under two names, so it is looked up among the top-level entries.
fn second_name(text: &str, error: &serde_yaml::Error) -> Option<SecondName> {
    let message = error.without_snippet().to_string();
    let names = *NAMES.iter().find(|[name, _]| message.contains(&format!("duplicate field `{name}`")))?;
    let mut offset = 0;
    let mut keys = Vec::new();
    for row in text.split_inclusive('\n') {
        let key = row.split(':').next().unwrap_or_default();
        if names.contains(&key.trim_end()) {
            keys.push(offset..offset + key.trim_end().len());
        }
        offset += row.len();
    }
    Some(SecondName { span: keys.get(1)?.clone(), names })
}

/// A custom deserialisation error that belongs to the dialect's `date` rule.
pub fn date_error<E: serde::de::Error>(message: impl fmt::Display) -> E {
    E::custom(format_args!("{DATE_MARK}{message}"))
}

const DATE_MARK: &str = "date: ";

fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, serde_yaml::Error> {
    let options = serde_yaml::options! {
        budget: serde_yaml::budget! { max_depth: 32, max_nodes: 20_000, max_anchors: 0 },
        strict_booleans: true,
        with_snippet: false,
    };
    serde_yaml::from_str_with_options(text, options)
}

/// Whether the mistake is confined to the entry that it stands in, so that the rest can be read.
fn is_local(error: &serde_yaml::Error) -> bool {
    use serde_yaml::Error as E;
    matches!(
        error.without_snippet(),
        E::Message { .. }
            | E::Unexpected { .. }
            | E::InvalidBooleanStrict { .. }
            | E::NullIntoString { .. }
            | E::InvalidScalar { .. }
            | E::SerdeInvalidType { .. }
            | E::SerdeInvalidValue { .. }
            | E::SerdeInvalidLength { .. }
            | E::SerdeUnknownVariant { .. }
            | E::SerdeUnknownField { .. }
            | E::SerdeMissingField { .. }
            | E::DuplicateMappingKey { .. }
            | E::UnexpectedSequenceEnd { .. }
            | E::UnexpectedMappingEnd { .. }
            | E::ExternallyTaggedEnumExpectedScalarOrMapping { .. }
            | E::ExpectedStringKeyForExternallyTaggedEnum { .. }
    )
}

fn describe(source: &Source, error: &serde_yaml::Error, dialect: &Dialect) -> Diagnostic {
    use serde_yaml::Error as E;
    let place = error.location().filter(|location| location.line() > 0);
    let at = place.map_or_else(
        || source.locate(Span::new(0..0)),
        |place| {
            let number = |value: u64| usize::try_from(value).unwrap_or_default();
            source.locate_line(number(place.line()), number(place.column()))
        },
    );
    match error.without_snippet() {
        E::SerdeUnknownField { field, expected, .. } => {
            let near = nearest(field, expected.iter().copied());
            let finding =
                Diagnostic::new(dialect.unknown_key, at, format!("unknown key `{field}` in the {}", dialect.name));
            match near {
                Some(near) => finding.suggest(Some(near)),
                None => finding.help(format!("the keys here are {}", quoted_list(expected))),
            }
        }
        E::SerdeUnknownVariant { variant, expected, .. } => {
            let near = nearest(variant, expected.iter().copied());
            let finding = Diagnostic::new(dialect.wrong_type, at, format!("`{variant}` is not a value of this key"));
            match near {
                Some(near) => finding.suggest(Some(near)),
                None => finding.help(format!("write one of {}", quoted_list(expected))),
            }
        }
        E::SerdeMissingField { field, .. } => Diagnostic::new(
            dialect.required,
            at_start(source, place.is_some(), at),
            format!("`{field}` is missing from the {}", dialect.name),
        )
        .help(format!("add `{field}: ..`")),
        E::DuplicateMappingKey { key, .. } => twice(source, dialect, key.as_deref(), at),
        E::Message { msg, .. } if msg.starts_with(DATE_MARK) => {
            Diagnostic::new(dialect.date, at, &msg[DATE_MARK.len()..]).help("write a day as YYYY-MM-DD")
        }
        E::Message { msg, .. } => Diagnostic::new(dialect.wrong_type, at, msg.as_str()),
        E::SerdeInvalidType { unexpected, expected, .. } | E::SerdeInvalidValue { unexpected, expected, .. } => {
            Diagnostic::new(dialect.wrong_type, at, format!("expected {expected}, found {unexpected}"))
        }
        other => {
            let (message, help) = in_plain_words(other);
            match is_local(other) {
                true => Diagnostic::new(dialect.wrong_type, at, message).help(help),
                false => {
                    let message = format!("the {} cannot be read: {message}", dialect.name);
                    Diagnostic::new(dialect.syntax, at, message).help(help)
                }
            }
        }
    }
}

/// What is wrong and what to do, for those who have never heard of scalars.
pub fn in_plain_words(error: &serde_yaml::Error) -> (String, &'static str) {
    use serde_yaml::Error as E;
    use serde_yaml::budget::BudgetBreach as B;
    let (message, help) = match error {
        E::Unexpected { expected: "sequence start", .. } => (
            "a list belongs here",
            "write it in brackets, such as `[one, two]`, or each on a line of its own behind `- `",
        ),
        E::Unexpected { expected: "mapping start", .. } => {
            ("keys with values belong here", "write each as `key: value`, below this key and indented")
        }
        E::Unexpected { expected: "string scalar", .. } | E::NullIntoString { .. } => {
            ("a text belongs here", "write it behind the colon, in quotes where it begins with a sign")
        }
        E::ExternallyTaggedEnumExpectedScalarOrMapping { .. } | E::ExpectedStringKeyForExternallyTaggedEnum { .. } => {
            ("one word belongs here, out of a few", "write it alone, without brackets")
        }
        E::InvalidBooleanStrict { .. } => ("`true` or `false` belongs here", "write it without quotes"),
        E::InvalidScalar { ty, .. } if ty.starts_with(['i', 'u']) => {
            ("a whole number belongs here", "write it in digits, without quotes")
        }
        E::Budget { breach: B::Anchors { .. } | B::Aliases { .. }, .. } | E::UnknownAnchor { .. } => (
            "`&` and `*` at the start of a value stand for other values, which are not read here",
            "write the value out, or put it in quotes",
        ),
        E::Budget { breach: B::Depth { .. }, .. } => ("it nests too deeply", "write it in fewer than 32 levels"),
        E::Budget { .. } => ("it is too long", "write fewer than 20,000 values"),
        E::Eof { .. } => ("it is empty", "write its keys, each as `key: value`"),
        other => return syntax_in_plain_words(first_line(other)),
    };
    (message.to_owned(), help)
}

/// The parser's own words for a mistake of syntax; others for those that authors make often.
fn syntax_in_plain_words(words: String) -> (String, &'static str) {
    let (message, help) = match words.as_str() {
        words if words.starts_with("mapping values are not allowed") => (
            "a second colon with a blank behind it stands in the line, or this line is indented too far",
            "put a text with a colon in quotes, and begin each key below the one above it",
        ),
        words if words.starts_with("tabs disallowed") => ("a tab stands where blanks belong", "indent with blanks"),
        words if words.starts_with("invalid indentation in multiline quoted") => {
            ("a quote above is not closed", "close it, or take it out")
        }
        words if words.starts_with("multiple YAML documents") => {
            ("a second document begins here, and nothing of it would be read", "take out the line `---` or `...`")
        }
        words if words.starts_with("unexpected character") => {
            ("a text begins with a sign that means something else here", "put the text in quotes")
        }
        _ => return (words, "look for a quote or a bracket that is not closed, and for a wrong indent"),
    };
    (message.to_owned(), help)
}

/// A key that is there twice, with both places.
fn twice(source: &Source, dialect: &Dialect, key: Option<&str>, at: Location) -> Diagnostic {
    let first = key.and_then(|key| above(source, key, &at));
    let message = format!("`{}` is there twice", key.unwrap_or("this key"));
    let finding = Diagnostic::new(dialect.syntax, at, message);
    match first {
        Some(first) => finding
            .help(format!("keep one of the two; the other is in line {}", first.line))
            .related(first, "the other one"),
        None => finding.help("keep one of the two"),
    }
}

/// Where the same key stands in a line above, in the same column: nearer than one of any other map in that column.
fn above(source: &Source, key: &str, at: &Location) -> Option<Location> {
    let (line, column) = (at.line as usize, at.column as usize);
    let is_key = |text: &str| {
        let rest = text.char_indices().nth(column - 1).map(|(start, _)| text.split_at(start));
        rest.is_some_and(|(before, rest)| {
            let is_first = before.chars().all(|c| c == ' ' || c == '-');
            is_first && rest.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':'))
        })
    };
    let lines: Vec<&str> = source.text.lines().take(line.checked_sub(1)?).collect();
    let found = lines.iter().rposition(|text| is_key(text))?;
    Some(source.locate_line(found + 1, column))
}

/// A key that is absent from the document itself is reported at its start, one absent from a nested map at that map.
fn at_start(source: &Source, nested: bool, at: Location) -> Location {
    if nested && at.column > 1 { at } else { source.locate(Span::new(0..0)) }
}

fn first_line(error: &serde_yaml::Error) -> String {
    let text = error.without_snippet().to_string();
    let line = text.lines().next().unwrap_or_default();
    let line = line.split(" at line ").next().unwrap_or(line);
    let mut chars = line.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

fn quoted_list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The bytes of the top-level entry that holds `line` (from 1), or `None` where there is none that has any text.
fn entry_around(text: &str, line: usize) -> Option<Range<usize>> {
    let mut current: Option<usize> = None;
    let mut offset = 0;
    for (number, row) in text.split_inclusive('\n').enumerate() {
        if starts_entry(row) {
            if number + 1 > line {
                return current.map(|start| start..offset);
            }
            current = Some(offset);
        }
        offset += row.len();
    }
    current.map(|start| start..offset)
}

fn starts_entry(row: &str) -> bool {
    !row.starts_with([' ', '\t', '#', '-', '\n', '}', ']', '{', '['])
}

/// Overwrites an entry with blanks, keeping every line and byte where it was.
fn blank(text: &mut String, range: Range<usize>) {
    let blanks: String = text[range.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(range, &blanks);
}

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub jiff::civil::Date);

impl Day {
    /// From `YYYY-MM-DD`, which must be a day that exists.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
        shaped.then(|| text.parse().ok().map(Self)).flatten()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| date_error(format_args!("`{text}` is not a day of the calendar")))
    }
}

impl JsonSchema for Day {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"})
    }
}

/// A length of time in whole days, months or years, such as `24 months`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    months: i32,
    days: i32,
}

impl Period {
    /// So many days.
    #[must_use]
    pub const fn of_days(days: i32) -> Self {
        Self { months: 0, days }
    }

    /// The day this long after `day`; the last day that can be named where it would be later.
    #[must_use]
    pub fn after(self, day: Day) -> Day {
        let span = jiff::Span::new().months(self.months).days(self.days);
        Day(day.0.saturating_add(span))
    }

    /// The day this long before `day`; the first day that can be named where it would be earlier.
    #[must_use]
    pub fn before(self, day: Day) -> Day {
        let span = jiff::Span::new().months(self.months).days(self.days);
        Day(day.0.saturating_sub(span))
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let wrong = || D::Error::custom(format_args!("`{text}` is not a length of time; write it as `24 months`"));
        let (number, unit) = text.split_once(' ').ok_or_else(wrong)?;
        let number: i32 = number.parse().ok().filter(|number| (1..=1200).contains(number)).ok_or_else(wrong)?;
        match unit.trim().trim_end_matches('s') {
            "day" => Ok(Self { months: 0, days: number }),
            "week" => Ok(Self { months: 0, days: number * 7 }),
            "month" => Ok(Self { months: number, days: 0 }),
            "year" => Ok(Self { months: number * 12, days: 0 }),
            _ => Err(wrong()),
        }
    }
}

impl JsonSchema for Period {
    fn schema_name() -> Cow<'static, str> {
        "Period".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^\\d+ (day|week|month|year)s?$"})
    }
}

/// The dialect of front matter.
pub static FRONT_MATTER: Dialect = Dialect {
    name: "front matter",
    syntax: &rules::FRONT_MATTER_INVALID,
    unknown_key: &rules::FRONT_MATTER_UNKNOWN_KEY,
    wrong_type: &rules::FRONT_MATTER_TYPE,
    required: &rules::FRONT_MATTER_REQUIRED,
    date: &rules::DATE_INVALID,
};

/// The dialect of `wellpress.yaml`.
pub static SETTINGS: Dialect = Dialect::of_one_rule("settings", &rules::SETTINGS_INVALID);

/// The dialect of `glossary.yaml`.
pub static GLOSSARY: Dialect = Dialect::of_one_rule("glossary", &rules::GLOSSARY_INVALID);
