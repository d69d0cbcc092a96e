//! [`Variables`]: the values that a site's settings give to names, and where a text has them, written `{{ name }}`.
//!
//! A value is text and never Markdown, and braces in a value are characters. What a name without a value means is left to
//! the caller.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use memchr::memmem;

use wellpress_diagnostics::{Diagnostic, Location, nearest, rules};

/// The variables of a site, with their values in the language of a text. Without any, `{{ name }}` is text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Variables<'a>(Option<&'a BTreeMap<String, String>>);

/// A variable in a text, as byte ranges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VariableUse {
    /// With the braces.
    pub range: Range<usize>,
    pub name: Range<usize>,
}

impl<'a> Variables<'a> {
    /// No variables.
    pub const NONE: Self = Self(None);

    /// The variables of this map from names to values.
    #[must_use]
    pub fn new(values: &'a BTreeMap<String, String>) -> Self {
        Self(Some(values).filter(|values| !values.is_empty()))
    }

    /// Whether the site has any variable.
    #[must_use]
    pub fn are_defined(self) -> bool {
        self.0.is_some()
    }

    /// The value of a name.
    #[must_use]
    pub fn get(self, name: &str) -> Option<&'a str> {
        self.0?.get(name).map(String::as_str)
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
        let uses = if self.are_defined() { uses(text, 0) } else { Vec::new() };
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
        let names = self.0.into_iter().flat_map(|values| values.keys());
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

/// The variables in a text behind the byte `from`, in order, also those in code. A backslash before the braces makes text of
/// them.
pub(crate) fn uses(text: &str, from: usize) -> Vec<VariableUse> {
    let mut uses: Vec<VariableUse> = Vec::new();
    for start in memmem::find_iter(&text.as_bytes()[from..], b"{{").map(|offset| from + offset) {
        if !text[from..start].ends_with(['\\', '{'])
            && let Some(name) = name_at(text, start)
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

/// The range of the name behind the two braces at `start`.
fn name_at(text: &str, start: usize) -> Option<Range<usize>> {
    let inner = text[start + 2..].trim_start_matches(BLANKS);
    let name_start = text.len() - inner.len();
    let length = inner.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(inner.len());
    is_variable_name(&inner[..length]).then_some(name_start..name_start + length)
}
