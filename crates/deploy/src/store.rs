//! [`TargetStore`]: all that a deploy asks of a target. [`super::FolderStore`] is one, [`super::BucketStore`] another.

use thiserror::Error;

use super::compress::ContentEncoding;
use super::object::{Object, ObjectHeaders};

/// Where objects are kept, under paths with `/`. Called from many threads.
pub trait TargetStore: Send + Sync {
    /// How compressed files come to readers.
    fn forms(&self, wished: &[ContentEncoding]) -> Vec<ContentEncoding>;

    /// Whether compressed files stand beside the plain one, for a server that chooses; else one stands in its place.
    fn has_siblings(&self) -> bool;

    /// How many requests it takes at once.
    fn workers(&self) -> usize;

    /// The bytes of an object with their version, if it is there.
    ///
    /// # Errors
    /// When the target cannot say.
    fn read(&self, path: &str) -> Result<Option<StoredObject>, StoreError>;

    /// Puts an object there, in place of one that is. It is never seen half.
    ///
    /// # Errors
    /// When the target does not take it.
    fn write(&self, path: &str, bytes: Vec<u8>, headers: &ObjectHeaders<'_>) -> Result<(), StoreError>;

    /// The same, but only while the object has this version, or while there is none.
    ///
    /// # Errors
    /// [`StoreError::Changed`] where it has another; else when the target does not take it.
    fn write_if(
        &self,
        path: &str,
        bytes: Vec<u8>,
        expected: Option<&ObjectVersion>,
    ) -> Result<ObjectVersion, StoreError>;

    /// Whether this very object is there, as far as the target can tell.
    ///
    /// # Errors
    /// When the target cannot say.
    fn has(&self, object: &Object) -> Result<bool, StoreError>;

    /// Whether anything is there.
    ///
    /// # Errors
    /// When the target cannot say.
    fn exists(&self, path: &str) -> Result<bool, StoreError>;

    /// Whether there is nothing at all.
    ///
    /// # Errors
    /// When the target cannot say.
    fn is_empty(&self) -> Result<bool, StoreError>;

    /// Gives an object with its headers a second place; false where it is not there.
    ///
    /// # Errors
    /// When the target does not.
    fn copy(&self, from: &str, to: &str) -> Result<bool, StoreError>;

    /// Deletes an object; it is none where it is not there.
    ///
    /// # Errors
    /// When the target does not.
    fn delete(&self, path: &str) -> Result<(), StoreError>;

    /// The paths of all objects below a folder.
    ///
    /// # Errors
    /// When the target cannot say.
    fn list(&self, folder: &str) -> Result<Vec<String>, StoreError>;
}

/// An object's bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredObject {
    /// The bytes; those of an encoded object may come decoded.
    pub bytes: Vec<u8>,
    /// Which version they are.
    pub version: ObjectVersion,
}

/// Which version of an object it is, as the target counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ObjectVersion {
    /// The entity tag.
    pub tag: Option<String>,
    /// The number of the version or generation.
    pub number: Option<String>,
}

/// Why a target did not do what it was asked.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The object has another version by now.
    #[error("`{0}` was changed by somebody else")]
    Changed(String),
    /// Whoever asks may not.
    #[error("the target refuses `{path}`: {why}")]
    Refused {
        /// Which object.
        path: String,
        /// What the target said.
        why: String,
    },
    /// Anything else.
    #[error("the target failed at `{path}`: {why}")]
    Failed {
        /// Which object.
        path: String,
        /// What the target said.
        why: String,
    },
}

impl StoreError {
    /// Anything that cannot be told apart.
    pub fn failed(path: &str, why: impl ToString) -> Self {
        Self::Failed { path: path.to_owned(), why: why.to_string() }
    }
}
