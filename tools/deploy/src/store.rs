//! [`TargetStore`]: everything that a deploy asks of a target, by path. [`super::FolderStore`] is one, `BucketStore` another.
//! What is stored under which path, and in which order, is left to the deploy.

use thiserror::Error;

use super::content_encoding::ContentEncoding;
use super::object::{EncodedPlacement, Object, ObjectHeaders};

/// Where objects are stored, under paths with `/`. Called from many threads.
///
/// A store offers what folders and the three kinds of buckets have in common: whole reads and writes, one conditional write,
/// copies, deletes and lists. The conditional write is what decides between two deploys at the same time, so a store must
/// be exact about it.
pub trait TargetStore: Send + Sync {
    /// The encodings among the requested ones that this target can serve to readers.
    fn usable_encodings(&self, requested: &[ContentEncoding]) -> Vec<ContentEncoding>;

    /// Where an encoded file goes: beside the original or in its place.
    fn encoded_placement(&self) -> EncodedPlacement;

    /// How many requests may be under way at once.
    fn max_requests(&self) -> usize;

    /// The bytes of an object with their version; `None` if there is no such object.
    ///
    /// # Errors
    /// When the target does not answer or refuses.
    fn read(&self, path: &str) -> Result<Option<StoredObject>, StoreError>;

    /// Whether an object may be written at this path, as far as can be told before anything is written.
    ///
    /// # Errors
    /// When the write would be refused.
    fn refuse_write(&self, _path: &str) -> Result<(), StoreError> {
        Ok(())
    }

    /// Writes an object, replacing one that is there. A reader never sees half of it.
    ///
    /// # Errors
    /// When the target does not take the object.
    fn write(&self, path: &str, bytes: Vec<u8>, headers: &ObjectHeaders<'_>) -> Result<(), StoreError>;

    /// Writes an object only while the stored one has this version, or, for `None`, only while there is none.
    ///
    /// # Errors
    /// [`StoreError::Changed`] if the stored version is another; else when the target does not take the object.
    fn write_if(
        &self,
        path: &str,
        bytes: Vec<u8>,
        expected: Option<&ObjectVersion>,
    ) -> Result<ObjectVersion, StoreError>;

    /// Whether the target has this very object, as far as it can tell without sending the bytes.
    ///
    /// # Errors
    /// When the target does not answer or refuses.
    fn has_object(&self, object: &Object) -> Result<bool, StoreError>;

    /// Whether anything is stored at the path.
    ///
    /// # Errors
    /// When the target does not answer or refuses.
    fn exists(&self, path: &str) -> Result<bool, StoreError>;

    /// Whether nothing at all is stored at the target.
    ///
    /// # Errors
    /// When the target does not answer or refuses.
    fn is_empty(&self) -> Result<bool, StoreError>;

    /// Copies an object with its headers; false if there is none at `from`.
    ///
    /// # Errors
    /// When the target does not copy.
    fn copy(&self, from: &str, to: &str) -> Result<bool, StoreError>;

    /// Deletes an object. One that is missing is no error: a deploy that was interrupted may have deleted it.
    ///
    /// # Errors
    /// When the target does not delete.
    fn delete(&self, path: &str) -> Result<(), StoreError>;

    /// The paths of all objects below a folder, which ends in `/`.
    ///
    /// # Errors
    /// When the target does not answer or refuses.
    fn list(&self, folder: &str) -> Result<Vec<String>, StoreError>;
}

/// What a read returns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredObject {
    /// The bytes; those of an encoded object may come decoded.
    pub bytes: Vec<u8>,
    /// The version that was read.
    pub version: ObjectVersion,
}

/// The version of a stored object, as the target counts versions. Services differ in which of the two they need for a
/// conditional write, so both are handed back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ObjectVersion {
    /// The entity tag (`ETag`) of the answer.
    pub tag: Option<String>,
    /// The number of the version or generation.
    pub number: Option<String>,
}

/// Why a target did not do what it was asked.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The object has another version than was expected.
    #[error("`{0}` was changed by somebody else")]
    Changed(String),
    /// The credentials do not allow it.
    #[error("the target refuses {}: {why}", quoted_or(path, "access"))]
    Refused {
        /// The path of the object; empty for the target as a whole.
        path: String,
        /// The answer of the target.
        why: String,
    },
    /// Any other failure, after the retries of the target.
    #[error("the target failed at {}: {why}", quoted_or(path, "the first request"))]
    Failed {
        /// The path of the object; empty for the target as a whole.
        path: String,
        /// The answer of the target, or the error of the network.
        why: String,
    },
}

/// The path in backticks; other words for the target as a whole, whose path is empty.
fn quoted_or(path: &str, words: &str) -> String {
    if path.is_empty() { words.to_owned() } else { format!("`{path}`") }
}

impl StoreError {
    /// A failure that no other variant describes.
    pub fn failed(path: &str, why: impl ToString) -> Self {
        Self::Failed { path: path.to_owned(), why: why.to_string() }
    }
}
