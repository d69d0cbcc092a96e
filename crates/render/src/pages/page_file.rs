//! Gives a rendered page, or a file beside one, to the sink. Input: a path and bytes.

use std::borrow::Cow;

use wellpress_io::artifact::{Artifact, ArtifactContent, Sink, SitePath};

use crate::RenderError;
use crate::theme::return_buffer;

/// Gives a file to the sink. Its buffer is then used again for the next page of this thread.
pub(crate) fn put(sink: &dyn Sink, path: &str, bytes: Vec<u8>) -> Result<(), RenderError> {
    let path = SitePath::new(path).ok_or_else(|| RenderError::Path(path.to_owned()))?;
    sink.put(Artifact { path, content: ArtifactContent::Bytes(Cow::Borrowed(&bytes)) })?;
    return_buffer(bytes);
    Ok(())
}
