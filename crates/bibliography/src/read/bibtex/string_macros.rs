//! [`StringDefinitions`]: what the `@string`s of BibTeX files stand for. [`StringMacros`] looks them up while a file is read.

use std::collections::BTreeMap;

use crate::date_text::MONTHS;
use crate::read::biblatex_strings;

/// The `@string` definitions of a BibTeX file, by name in lower case.
///
/// Libraries in several files often have their macros in a file of their own, so a caller can read the definitions of all
/// files first and hand them to [`parse_with_macros`](crate::parse_with_macros).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StringDefinitions(BTreeMap<String, String>);

impl StringDefinitions {
    /// Whether nothing is defined.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds the definitions of another file. The first definition of a name counts.
    pub fn add(&mut self, other: &Self) {
        for (name, value) in &other.0 {
            self.0.entry(name.clone()).or_insert_with(|| value.clone());
        }
    }
}

/// The macros that the current block of a file can use: those before it in the file, as in BibTeX, then those of other
/// files, then the months and BibLaTeX's words.
pub(super) struct StringMacros<'s> {
    own: StringDefinitions,
    shared: &'s StringDefinitions,
    /// Whether a name was used that is defined nowhere.
    has_undefined: bool,
}

impl<'s> StringMacros<'s> {
    pub(super) fn new(shared: &'s StringDefinitions) -> Self {
        Self { own: StringDefinitions::default(), shared, has_undefined: false }
    }

    /// A later definition replaces an earlier one, as in BibTeX.
    pub(super) fn define(&mut self, name: &str, value: String) {
        self.own.0.insert(name.to_lowercase(), value);
    }

    /// The text of a macro. The months and BibLaTeX's words for states and types give their own name, because the readers
    /// of these fields know them. `None` for a name that is not defined.
    pub(super) fn resolve<'m>(&'m mut self, name: &'m str) -> Option<&'m str> {
        let lower_name = name.to_lowercase();
        if let Some(text) = self.own.0.get(&lower_name).or_else(|| self.shared.0.get(&lower_name)) {
            return Some(text);
        }
        if is_month(&lower_name) || biblatex_strings::text(&lower_name).is_some() {
            return Some(name);
        }
        self.has_undefined = true;
        None
    }

    /// The definitions of the file, and whether it used a name that is defined nowhere.
    pub(super) fn finish(self) -> (StringDefinitions, bool) {
        (self.own, self.has_undefined)
    }
}

/// Stricter than the reader of dates, so that a macro `marc` is still reported as undefined. Styles define three letters;
/// `sept` is common all the same.
fn is_month(name: &str) -> bool {
    name == "sept" || MONTHS.iter().any(|month| *month == name || (name.len() == 3 && month.starts_with(name)))
}
