//! [`FieldVariables`]: puts the values of variables into the fields of a front matter that are plain text.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use wellpress_diagnostics::{Diagnostic, Source, Span};
use wellpress_markdown::variables::Variables;

/// The variables in the fields of one file.
pub(super) struct FieldVariables<'a> {
    source: &'a Source,
    /// Where the front matter ends.
    end: usize,
    variables: Variables<'a>,
    shown: BTreeMap<String, String>,
    unknown: BTreeSet<String>,
}

impl<'a> FieldVariables<'a> {
    pub fn new(source: &'a Source, end: usize, variables: Variables<'a>) -> Self {
        Self { source, end, variables, shown: BTreeMap::new(), unknown: BTreeSet::new() }
    }

    /// Puts the values into a field.
    pub fn set(&mut self, text: &mut String) {
        let (shown, unknown) = (&mut self.shown, &mut self.unknown);
        let with_values = self.variables.substitute(text, &mut |name, value| match value {
            Some(value) => {
                shown.insert(name.to_owned(), value.to_owned());
            }
            None => {
                unknown.insert(name.to_owned());
            }
        });
        if let Cow::Owned(with_values) = with_values {
            *text = with_values;
        }
    }

    /// The variables of all fields, with their values, after findings about those without one.
    pub fn shown(self, findings: &mut Vec<Diagnostic>) -> BTreeMap<String, String> {
        let front = &self.source.text[..self.end];
        for name in &self.unknown {
            // A field keeps no place of its text; the name behind braces is nearly always where the field is.
            let places = front.match_indices("{{").filter(|(at, _)| front[at + 2..].trim_start().starts_with(&**name));
            let start = places.map(|(at, _)| at).next();
            let span = start.map_or(Span::new(0..0), |start| {
                let end = front[start..].find("}}").map_or(self.end, |length| start + length + 2);
                Span::new(start..end)
            });
            findings.push(self.variables.unknown(name, self.source.locate(span)));
        }
        self.shown
    }
}
