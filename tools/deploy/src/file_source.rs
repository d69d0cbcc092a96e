//! [`FileSource`]: an object in, the bytes of the file that it is made of out. They come from the output folder, or from
//! what the target retained of an earlier release. Encoding and storing them is left to the deploy.

use std::path::PathBuf;

use wellpress_io::fs::Files;

use super::DeployError;
use super::content_encoding::ContentEncoding;
use super::ledger::retained_path;
use super::object::Object;
use super::store::TargetStore;

/// Gives the bytes of files as they were built. Called from many threads.
pub trait FileSource: Sync {
    /// The bytes of the file that an object is made of; they have the object's hash.
    ///
    /// # Errors
    /// When the file is missing or has another hash.
    fn bytes(&self, object: &Object) -> Result<Vec<u8>, DeployError>;
}

/// The folder that a build wrote.
pub struct OutputFolder<'a> {
    /// The file system of the folder.
    pub files: &'a dyn Files,
    /// The path of the folder.
    pub folder: PathBuf,
}

impl FileSource for OutputFolder<'_> {
    fn bytes(&self, object: &Object) -> Result<Vec<u8>, DeployError> {
        let path = object.file();
        let bytes = self
            .files
            .read(&self.folder.join(path))
            .map_err(|error| DeployError::Output { path: path.to_owned(), why: error.to_string() })?;
        // A build that runs beside the deploy replaces files. Uploading them would mix two sites.
        if blake3::hash(&bytes) != object.hash {
            return Err(DeployError::Output { path: path.to_owned(), why: "it changed since the build".to_owned() });
        }
        Ok(bytes)
    }
}

/// The objects that earlier deploys retained at the target before they replaced them, so that a rollback needs no build.
pub(super) struct RetainedObjects<'a> {
    pub store: &'a dyn TargetStore,
}

impl FileSource for RetainedObjects<'_> {
    fn bytes(&self, object: &Object) -> Result<Vec<u8>, DeployError> {
        // The object may have been retained by a deploy with another setting for compression.
        for encoding in ContentEncoding::ALL {
            let path = retained_path(&Object { encoding, ..object.clone() });
            let Some(stored) = self.store.read(&path)? else { continue };
            // Some services and clients decode an object on its way.
            let candidates = [Ok(stored.bytes.clone()), encoding.decode(&stored.bytes)];
            if let Some(bytes) = candidates.into_iter().flatten().find(|bytes| blake3::hash(bytes) == object.hash) {
                return Ok(bytes);
            }
        }
        Err(DeployError::NoRelease(format!("the target kept no `{}` of that release", object.file())))
    }
}
