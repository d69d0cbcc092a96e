//! [`Metadata`]: what a file holds beside its picture, sound or film, as each reader of a format answers.

/// What a file holds beside its picture, sound or film.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Metadata {
    None,
    /// [`removed`](super::metadata::removed) takes it out.
    Removable,
    /// [`removed`](super::metadata::removed) takes a part out, and why the rest stays is the end of a message such as "that is not taken out: ..".
    Partly(&'static str),
    /// It cannot be taken out, for such a reason.
    Fixed(&'static str),
}
