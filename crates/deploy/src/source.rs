//! [`FileSource`]: where the bytes of a release come from, the output or what the target kept of an earlier one.

use std::path::PathBuf;

use wellpress_io::fs::Files;

use super::DeployError;
use super::compress::ContentEncoding;
use super::ledger::kept_path;
use super::object::Object;
use super::store::TargetStore;

/// Gives the bytes of files as they were built. Called from many threads.
pub trait FileSource: Sync {
    /// The bytes of the file that an object is made of, which have its hash.
    ///
    /// # Errors
    /// When they are not to be had, or are others.
    fn bytes(&self, object: &Object) -> Result<Vec<u8>, DeployError>;
}

/// The folder that a build wrote.
pub struct OutputFolder<'a> {
    /// The disk.
    pub files: &'a dyn Files,
    /// The folder.
    pub folder: PathBuf,
}

impl FileSource for OutputFolder<'_> {
    fn bytes(&self, object: &Object) -> Result<Vec<u8>, DeployError> {
        let path = self.folder.join(object.file());
        let failed = |why: String| DeployError::Output { path: object.file().to_owned(), why };
        let bytes = self.files.read(&path).map_err(|error| failed(error.to_string()))?;
        if blake3::hash(&bytes) == object.hash {
            Ok(bytes)
        } else {
            Err(failed("it changed since the build".to_owned()))
        }
    }
}

/// What the target kept when later releases took its place.
pub(super) struct RetainedObjects<'a> {
    pub store: &'a dyn TargetStore,
}

impl FileSource for RetainedObjects<'_> {
    fn bytes(&self, object: &Object) -> Result<Vec<u8>, DeployError> {
        for form in [ContentEncoding::Identity, ContentEncoding::Gzip, ContentEncoding::Brotli] {
            let path = kept_path(&Object { form, ..object.clone() });
            let Some(stored) = self.store.read(&path)? else { continue };
            // Some targets and clients decode on the way.
            let forms = [Ok(stored.bytes.clone()), form.decode(&stored.bytes)];
            if let Some(bytes) = forms.into_iter().flatten().find(|bytes| blake3::hash(bytes) == object.hash) {
                return Ok(bytes);
            }
        }
        Err(DeployError::NoRelease(format!("the target kept no `{}` of that release", object.file())))
    }
}
