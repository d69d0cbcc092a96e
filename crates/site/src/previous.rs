//! [`Previous`]: the value that a stage made in the run before, with the files that changed since, in one value that
//! answers what can be reused.
//!
//! Every stage receives its own value as `Option<Previous<'_, T>>`. `None` means that nothing can be reused: this is the
//! first run, or the session dropped the run before because the settings or the day differ. Whether a file changed is
//! answered here alone. Whether something that many files decide still holds is compared by its stage, with fingerprints.

use std::sync::Arc;

use crate::discover::FileChanges;

/// A stage's value from the run before in the same process, together with the files that changed since that run.
///
/// It borrows both, so that one list of changes serves all stages. Each question returns the value only when it may be
/// reused, so a stage cannot look at the old value and forget to ask. The exception is [`Previous::value`], for stages
/// that compare the content itself.
#[derive(Debug)]
pub struct Previous<'a, T> {
    value: &'a T,
    changes: &'a FileChanges,
}

// Derived, these would ask for `T: Copy`, although only the reference is copied.
impl<T> Clone for Previous<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Previous<'_, T> {}

impl<'a, T> Previous<'a, T> {
    /// Pairs a value with the changes since the run that made it. That run must have had the same settings.
    #[must_use]
    pub fn new(value: &'a T, changes: &'a FileChanges) -> Self {
        Self { value, changes }
    }

    /// A part of the value, with the same changes: what the stage that made this part receives.
    #[must_use]
    pub fn map<U>(self, part: impl FnOnce(&'a T) -> &'a U) -> Previous<'a, U> {
        Previous { value: part(self.value), changes: self.changes }
    }

    /// The value, whatever changed. The caller compares fingerprints or pointers before it reuses any of it.
    #[must_use]
    pub fn value(self) -> &'a T {
        self.value
    }

    /// The value, unless the file at this path is new or may have other bytes.
    #[must_use]
    pub fn if_unchanged(self, path: &str) -> Option<&'a T> {
        (!self.changes.has(path)).then_some(self.value)
    }

    /// The value, unless a file came or went: then positions in the lists of files still mean the same files.
    #[must_use]
    pub fn if_same_files(self) -> Option<&'a T> {
        (!self.changes.has_other_files()).then_some(self.value)
    }

    /// The value, unless a file came or went, or one of these changed.
    #[must_use]
    pub fn if_all_unchanged<'p>(self, paths: impl IntoIterator<Item = &'p Arc<str>>) -> Option<&'a T> {
        self.if_same_files().filter(|_| !paths.into_iter().any(|path| self.changes.has(path)))
    }
}
