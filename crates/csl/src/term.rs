//! [`Term`]: a word or phrase of a language, such as "editor", with what tells its forms apart. What a language says is left to
//! `locale`, and which form an element asks for to the style.

use std::sync::Arc;

/// The length and part of speech of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TermForm {
    /// "editor"
    #[default]
    Long,
    /// "ed."
    Short,
    /// "edited by"
    Verb,
    /// "ed. by"
    VerbShort,
    /// "§"
    Symbol,
}

impl TermForm {
    pub(crate) fn from_name(name: Option<&str>) -> Self {
        match name {
            Some("short") => Self::Short,
            Some("verb") => Self::Verb,
            Some("verb-short") => Self::VerbShort,
            Some("symbol") => Self::Symbol,
            _ => Self::Long,
        }
    }

    /// The form that stands in for a missing one.
    pub(crate) const fn fallback(self) -> Option<Self> {
        match self {
            Self::VerbShort => Some(Self::Verb),
            Self::Symbol => Some(Self::Short),
            Self::Verb | Self::Short => Some(Self::Long),
            Self::Long => None,
        }
    }
}

/// The grammatical gender of a term, and of the ordinals that agree with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Gender {
    #[default]
    Neuter,
    Masculine,
    Feminine,
}

impl Gender {
    pub(crate) fn from_name(name: Option<&str>) -> Self {
        match name {
            Some("masculine") => Self::Masculine,
            Some("feminine") => Self::Feminine,
            _ => Self::Neuter,
        }
    }
}

/// A term in singular and plural.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Term {
    pub(crate) single: Arc<str>,
    pub(crate) multiple: Arc<str>,
    pub(crate) gender: Gender,
}

impl Term {
    /// The form for one or for several things, unless the element asks for one of the two in any case.
    pub(crate) fn in_number(&self, plural: Plural, has_several: bool) -> &str {
        let is_plural = match plural {
            Plural::Always => true,
            Plural::Never => false,
            Plural::Contextual => has_several,
        };
        if is_plural { &self.multiple } else { &self.single }
    }
}

/// When a label is in the plural.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Plural {
    #[default]
    Contextual,
    Always,
    Never,
}
