//! [`RenderError`]: why a site cannot be rendered.

use thiserror::Error;

use wellpress_diagnostics::Diagnostic;
use wellpress_io::artifact::SinkError;

/// Why a site cannot be rendered.
#[derive(Debug, Error)]
pub enum RenderError {
    /// A template cannot go on.
    #[error("{}", .0.message)]
    Theme(Box<Diagnostic>),
    /// A copy of a page would lack a safety notice.
    #[error("{}", .0.message)]
    Copy(Box<Diagnostic>),
    /// Pictures cannot be read.
    #[error("{} cannot be read", .0.iter().map(|finding| &*finding.location.file).collect::<Vec<_>>().join(", "))]
    Pictures(Vec<Diagnostic>),
    /// An artifact could not be kept.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// A page would have a path that no file can have.
    #[error("`{0}` is not a path that a file of the site can have")]
    Path(String),
}
