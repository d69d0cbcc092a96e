//! [`ExportScope`]: how much of a reference an export contains.

use std::borrow::Cow;

use crate::{Reference, TextVariable};

/// How much of a reference an export contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ExportScope {
    /// What a site offers to its readers: everything but the abstract, which few sites may publish, and the note and the
    /// annotation, which the owner of the library made for their own use.
    #[default]
    Readers,
    /// The same with the abstract.
    ReadersWithAbstracts,
    /// Everything, for the owner's own library.
    Owner,
}

impl ExportScope {
    pub(super) fn has_abstracts(self) -> bool {
        self != Self::Readers
    }

    /// The reference without note and annotation, if they are not for this scope. Writers leave out the abstract, so that only
    /// references with remarks are copied.
    pub(super) fn limit(self, reference: &Reference) -> Cow<'_, Reference> {
        let has_remarks = reference.note.is_some() || reference.more.text(TextVariable::Annote).is_some();
        if self == Self::Owner || !has_remarks {
            return Cow::Borrowed(reference);
        }
        let mut public = Reference { note: None, ..reference.clone() };
        public.more.set_text(TextVariable::Annote, "");
        Cow::Owned(public)
    }
}
