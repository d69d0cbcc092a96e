//! How names are printed: the options that a style, a layout and an element can each set, and the parts of a `names`
//! element.

use super::elements::Element;
use super::format::Format;
use crate::term::{Plural, TermForm};

/// Options of names. `None` means that the option is inherited: the element's from the layout, the layout's from the style.
#[derive(Debug, Clone, Default)]
pub(crate) struct NameOptions {
    pub(crate) and: Option<AndForm>,
    pub(crate) delimiter: Option<Box<str>>,
    pub(crate) names_delimiter: Option<Box<str>>,
    pub(crate) delimiter_precedes_et_al: Option<DelimiterPrecedes>,
    pub(crate) delimiter_precedes_last: Option<DelimiterPrecedes>,
    pub(crate) et_al_min: Option<usize>,
    pub(crate) et_al_use_first: Option<usize>,
    pub(crate) et_al_subsequent_min: Option<usize>,
    pub(crate) et_al_subsequent_use_first: Option<usize>,
    pub(crate) et_al_use_last: Option<bool>,
    pub(crate) form: Option<NameForm>,
    pub(crate) initialize: Option<bool>,
    pub(crate) initialize_with: Option<Box<str>>,
    pub(crate) name_as_sort_order: Option<NameAsSortOrder>,
    pub(crate) sort_separator: Option<Box<str>>,
}

/// The word before the last name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AndForm {
    Text,
    Symbol,
}

/// Whether the delimiter of names also stands before "and" or "et al.".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DelimiterPrecedes {
    Contextual,
    AfterInvertedName,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameForm {
    Long,
    Short,
    /// The number of names in place of the names.
    Count,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameAsSortOrder {
    First,
    All,
}

/// Where a particle such as "van" goes in inverted names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum DemoteParticle {
    Never,
    SortOnly,
    #[default]
    DisplayAndSort,
}

/// The settings of a `names` element that a `names` element within its `substitute` takes over.
#[derive(Debug, Clone, Default)]
pub(crate) struct NamesSettings {
    pub(crate) name: Option<NameSettings>,
    pub(crate) et_al: Option<EtAl>,
    pub(crate) label: Option<NamesLabel>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct NameSettings {
    pub(crate) options: NameOptions,
    pub(crate) format: Format,
    pub(crate) family: Option<Format>,
    pub(crate) given: Option<Format>,
}

/// The term in place of names that are left out: `et-al` or `and others`.
#[derive(Debug, Clone)]
pub(crate) struct EtAl {
    pub(crate) term: Box<str>,
    pub(crate) format: Format,
}

/// The label of a role: "editors".
#[derive(Debug, Clone)]
pub(crate) struct NamesLabel {
    pub(crate) form: TermForm,
    pub(crate) plural: Plural,
    pub(crate) format: Format,
    pub(crate) is_before_names: bool,
}

/// What a `names` element prints if none of its variables has names.
pub(crate) type Substitute = Vec<Element>;
