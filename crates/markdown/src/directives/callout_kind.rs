//! [`CalloutKind`]: the callouts that every site has, with their names.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The callouts that every site has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CalloutKind {
    /// Advice that makes something easier.
    Tip,
    /// An aside that may be passed over.
    Note,
    /// Not to be missed.
    Important,
    /// A risk of harm.
    Warning,
    /// Something to be careful with.
    Caution,
}

impl CalloutKind {
    /// All, with the names that authors write.
    pub const ALL: [(&'static str, Self); 5] = [
        ("tip", Self::Tip),
        ("note", Self::Note),
        ("important", Self::Important),
        ("warning", Self::Warning),
        ("caution", Self::Caution),
    ];

    /// The callout of this name, which is case-sensitive.
    ///
    /// ```
    /// use wellpress_markdown::directives::CalloutKind;
    ///
    /// assert_eq!(CalloutKind::find("tip"), Some(CalloutKind::Tip));
    /// assert_eq!(CalloutKind::Tip.name(), "tip");
    /// ```
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(callout_name, _)| *callout_name == name).map(|(_, kind)| *kind)
    }

    /// The name that authors write, in small letters.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("note", |(name, _)| name)
    }
}
