//! [`Element`]: the program of a style. Variables and macros are resolved; a renderer walks the tree once for each source.

use std::sync::Arc;

use super::date::DatePart;
use super::format::Format;
use super::names::{NameOptions, NamesSettings, Substitute};
use crate::term::{Plural, Term, TermForm};
use crate::variables::{TypeSet, Variable, VariableSet};

/// A rendering element.
#[derive(Debug, Clone)]
pub(crate) enum Element {
    Text(Box<TextElement>),
    Number(Box<NumberElement>),
    Label(Box<LabelElement>),
    Date(Box<DateElement>),
    Names(Box<NamesElement>),
    Group(Box<GroupElement>),
    Choose(Vec<Branch>),
}

#[derive(Debug, Clone)]
pub(crate) struct TextElement {
    pub(crate) content: TextContent,
    pub(crate) format: Format,
}

#[derive(Debug, Clone)]
pub(crate) enum TextContent {
    Variable {
        variable: Variable,
        is_short: bool,
    },
    /// An index into the macros of the style.
    Macro(usize),
    Term(Arc<str>),
    Value(Box<str>),
    /// A variable that CSL does not know: it is always empty.
    Nothing,
}

#[derive(Debug, Clone)]
pub(crate) struct NumberElement {
    pub(crate) variable: Option<Variable>,
    pub(crate) form: NumberForm,
    pub(crate) format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberForm {
    Numeric,
    Ordinal,
    LongOrdinal,
    Roman,
}

#[derive(Debug, Clone)]
pub(crate) struct LabelElement {
    pub(crate) variable: Variable,
    pub(crate) form: TermForm,
    pub(crate) plural: Plural,
    pub(crate) format: Format,
    /// The label of the variable. That of a locator depends on the citation.
    pub(crate) term: Option<Term>,
}

#[derive(Debug, Clone)]
pub(crate) struct DateElement {
    pub(crate) variable: Option<Variable>,
    pub(crate) parts: Vec<DatePart>,
    pub(crate) delimiter: Box<str>,
    pub(crate) format: Format,
}

#[derive(Debug, Clone)]
pub(crate) struct NamesElement {
    pub(crate) variables: Vec<Variable>,
    pub(crate) delimiter: Option<Box<str>>,
    pub(crate) settings: NamesSettings,
    pub(crate) substitute: Substitute,
    pub(crate) format: Format,
}

#[derive(Debug, Clone)]
pub(crate) struct GroupElement {
    pub(crate) delimiter: Box<str>,
    pub(crate) children: Vec<Element>,
    pub(crate) format: Format,
}

/// One branch of a `choose`. An `else` has no conditions.
#[derive(Debug, Clone)]
pub(crate) struct Branch {
    pub(crate) conditions: Vec<Condition>,
    pub(crate) matches: Match,
    pub(crate) children: Vec<Element>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Match {
    All,
    Any,
    None,
}

#[derive(Debug, Clone)]
pub(crate) enum Condition {
    /// One test for each variable of the set.
    Variables(VariableSet),
    /// A test that never holds, such as that of an unknown variable.
    Never,
    /// One test for all types, because a source has one.
    Type(TypeSet),
    Numeric(Variable),
    UncertainDate(Variable),
    Locator(Box<str>),
    /// Whether the source was cited before. `ibid` and the distances of notes never hold: marks stand in the text, where
    /// each is read by itself.
    LaterCite(bool),
    /// Whether the mark is still the same as that of another source.
    Disambiguate(bool),
}

/// A layout with what it sets for the marks or for the list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Layout {
    pub(crate) elements: Vec<Element>,
    pub(crate) format: Format,
    pub(crate) delimiter: Box<str>,
    pub(crate) sort: Vec<SortKey>,
    pub(crate) names: NameOptions,
}

#[derive(Debug, Clone)]
pub(crate) struct SortKey {
    pub(crate) source: SortSource,
    pub(crate) is_descending: bool,
    /// `names-min` and its like: how many names of a macro count for the order.
    pub(crate) names: NameOptions,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum SortSource {
    Variable(Variable),
    /// An index into the macros of the style.
    Macro(usize),
    Nothing,
}
