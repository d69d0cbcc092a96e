//! [`Variables`]: the values that a site's settings give to names, and where a text has them, written `{{ name }}`. A text of a record
//! can show values of the record too, written with a dot: `{{ dose.hold }}`.
//!
//! A value is text and never Markdown, and braces in a value are characters. What a name without a value means is left to
//! the caller.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use memchr::memmem;

use wellpress_diagnostics::{Diagnostic, Location, nearest, rules};

/// The variables of a site, with their values in the language of a text, and those of the record that the text belongs to. Without
/// any, `{{ name }}` is text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Variables<'a> {
    site: Option<&'a BTreeMap<String, String>>,
    record: Option<&'a RecordValues>,
}

/// Values of a record that its own text can show, such as those of `{{ dose.hold }}` and `{{ dose.reps }}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordValues {
    /// The key of the front matter that holds the fields, which stands before the dot: `dose`.
    pub key: &'static str,
    /// The names of all fields that there can be. None where no value can be shown.
    pub fields: Vec<&'static str>,
    /// The fields that the record has, with their values in words.
    pub values: BTreeMap<&'static str, String>,
}

impl RecordValues {
    /// The name of the field in `key.field`; `None` if another name stands before the dot.
    fn field_of<'n>(&self, name: &'n str) -> Option<&'n str> {
        name.strip_prefix(self.key)?.strip_prefix('.')
    }
}

/// A variable in a text, as byte ranges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VariableUse {
    /// With the braces.
    pub range: Range<usize>,
    pub name: Range<usize>,
}

impl<'a> Variables<'a> {
    /// No variables.
    pub const NONE: Self = Self { site: None, record: None };

    /// The variables of this map from names to values.
    #[must_use]
    pub fn new(values: &'a BTreeMap<String, String>) -> Self {
        Self { site: Some(values).filter(|values| !values.is_empty()), record: None }
    }

    /// The same with the values of a record.
    #[must_use]
    pub fn with_record(self, record: &'a RecordValues) -> Self {
        Self { record: Some(record), ..self }
    }

    /// Whether the site or the record has any variable.
    #[must_use]
    pub fn are_defined(self) -> bool {
        self.site.is_some() || self.record.is_some()
    }

    /// The value of a name.
    #[must_use]
    pub fn get(self, name: &str) -> Option<&'a str> {
        match self.record.and_then(|record| Some((record, record.field_of(name)?))) {
            Some((record, field)) => record.values.get(field).map(String::as_str),
            None => self.site?.get(name).map(String::as_str),
        }
    }

    /// Whether a name in braces is one of these variables, or a mistake for one. Others are text.
    fn has_name_like(self, name: &str) -> bool {
        match name.contains('.') {
            true => self.record.is_some_and(|record| record.field_of(name).is_some()),
            false => self.site.is_some(),
        }
    }

    /// The text with values in place of the variables, each of which is told to `on_use` with its name and its value. A name
    /// without a value stays as it is written.
    ///
    /// ```
    /// use wellpress_markdown::variables::Variables;
    ///
    /// let values = [("helpline".to_owned(), "0800 11 22".to_owned())].into();
    /// let text = Variables::new(&values).substitute("Call {{ helpline }}.", &mut |_, _| {});
    /// assert_eq!(text, "Call 0800 11 22.");
    /// ```
    pub fn substitute<'t>(self, text: &'t str, on_use: &mut dyn FnMut(&str, Option<&'a str>)) -> Cow<'t, str> {
        let uses = if self.are_defined() { uses(text, 0, self) } else { Vec::new() };
        if uses.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut substituted = String::with_capacity(text.len());
        let mut start = 0;
        for VariableUse { range, name } in uses {
            let value = self.get(&text[name.clone()]);
            on_use(&text[name], value);
            substituted.push_str(&text[start..range.start]);
            substituted.push_str(value.unwrap_or(&text[range.clone()]));
            start = range.end;
        }
        substituted.push_str(&text[start..]);
        Cow::Owned(substituted)
    }

    /// The finding about a name without a value.
    #[must_use]
    pub fn unknown(self, name: &str, location: Location) -> Diagnostic {
        if let Some((record, field)) = self.record.and_then(|record| Some((record, record.field_of(name)?))) {
            let key = record.key;
            if record.fields.is_empty() {
                let message = format!("a field of the front matter cannot show the `{key}` of its page");
                return Diagnostic::new(&rules::VARIABLE_UNKNOWN, location, message)
                    .help("write the words themselves: only the text below the front matter shows it");
            }
            let finding = Diagnostic::new(
                &rules::VARIABLE_UNKNOWN,
                location,
                format!("the `{key}` of this page has no `{field}`"),
            );
            let help = match record.fields.contains(&field) {
                true => format!("write `{field}` under `{key}` in the front matter, or the words themselves here"),
                false => format!("it can have {}", quoted_list(&record.fields)),
            };
            return finding.suggest_or(nearest(field, record.fields.iter().copied()), help);
        }
        let names = self.site.into_iter().flat_map(|values| values.keys());
        let finding =
            Diagnostic::new(&rules::VARIABLE_UNKNOWN, location, format!("the settings have no variable `{name}`"));
        let help = format!("define `{name}` under `variables` in the settings, or write `\\{{{{` to show the braces");
        finding.suggest_or(nearest(name, names.map(String::as_str)), help)
    }
}

/// Whether a variable can have this name: a letter, then letters, digits, `-` and `_`, all of ASCII.
///
/// ```
/// use wellpress_markdown::variables::is_variable_name;
///
/// assert!(is_variable_name("crisis-line_2") && !is_variable_name("2nd") && !is_variable_name("site.title"));
/// ```
#[must_use]
pub fn is_variable_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn quoted_list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The field of a record that a piece of source text shows: `hold` for `{{ dose.hold }}` with the key `dose`. `None` for any other text.
///
/// ```
/// use wellpress_markdown::variables::record_field;
///
/// assert_eq!(record_field("{{ dose.hold }}", "dose"), Some("hold"));
/// assert_eq!(record_field("dose.hold", "dose"), None);
/// ```
#[must_use]
pub fn record_field<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let name = text.strip_prefix("{{")?.strip_suffix("}}")?.trim_matches(BLANKS);
    name.strip_prefix(key)?.strip_prefix('.')
}

/// The variables in a text behind the byte `from`, in order, also those in code. A backslash before the braces makes text of
/// them.
pub(crate) fn uses(text: &str, from: usize, variables: Variables<'_>) -> Vec<VariableUse> {
    let mut uses: Vec<VariableUse> = Vec::new();
    for start in memmem::find_iter(&text.as_bytes()[from..], b"{{").map(|offset| from + offset) {
        if !text[from..start].ends_with(['\\', '{'])
            && let Some(name) = name_at(text, start)
            && variables.has_name_like(&text[name.clone()])
            && let Some(behind) = text[name.end..].trim_start_matches(BLANKS).strip_prefix("}}")
            && !behind.starts_with('}')
        {
            uses.push(VariableUse { range: start..text.len() - behind.len(), name });
        }
    }
    uses
}

/// The first opening braces in a part of a text behind which the name of a variable of the site stands, but no closing ones: their
/// range up to the name, and the name.
pub(crate) fn unclosed<'t>(
    text: &'t str,
    part: Range<usize>,
    variables: Variables<'_>,
) -> Option<(Range<usize>, &'t str)> {
    let starts = memmem::find_iter(text[part.clone()].as_bytes(), b"{{").map(|offset| part.start + offset);
    let starts = starts.filter(|start| !text[..*start].ends_with(['\\', '{']));
    let mut names = starts.filter_map(|start| Some((start, name_at(text, start)?)));
    let (start, name) = names.find(|(_, name)| variables.get(&text[name.clone()]).is_some())?;
    Some((start..name.end, &text[name]))
}

const BLANKS: [char; 2] = [' ', '\t'];

/// The range of the name behind the two braces at `start`, or of two names with a dot between them.
fn name_at(text: &str, start: usize) -> Option<Range<usize>> {
    let inner = text[start + 2..].trim_start_matches(BLANKS);
    let name_start = text.len() - inner.len();
    let is_in_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let length = inner.find(|c: char| !is_in_name(c)).unwrap_or(inner.len());
    let name = &inner[..length];
    let (key, field) = name.split_once('.').unwrap_or((name, name));
    (is_variable_name(key) && is_variable_name(field)).then_some(name_start..name_start + length)
}
