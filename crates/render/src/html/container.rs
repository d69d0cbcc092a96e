//! [`Container`]: an open directive of a text.

use std::borrow::Cow;

use wellpress_markdown::directives::DirectiveKind;

/// A container directive whose end is not written yet. They are a stack, as directives nest.
pub(super) struct Container {
    pub(super) kind: DirectiveKind,
    /// The HTML to write at its end.
    pub(super) close: Cow<'static, str>,
    /// Whether the list of a playlist is open; [`PlaylistState::None`] for other directives.
    pub(super) list: PlaylistState,
    /// The number by which the tabs of `:::tabs` belong together; 0 for other directives.
    pub(super) number: usize,
}

/// Whether the `<ol>` of a playlist is open. Authors may write text between the items, and a list holds items only.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum PlaylistState {
    /// The directive is no playlist.
    None,
    Closed,
    Open,
}
