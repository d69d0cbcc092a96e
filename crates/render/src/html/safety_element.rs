//! The element around each safety notice. It belongs to the build: themes style what is inside it and where it stands.
//!
//! A `div`, and no element with a name of its own: browsers close an open `p` before a `div`, so that the notice stays inside
//! its element wherever a template writes it.

use crate::safety::SafetyNotice;

/// Appends a notice with the element around it. `write` appends the notice itself.
pub(super) fn wrapped(html: &mut String, kind: SafetyNotice, write: impl FnOnce(&mut String)) {
    start(html, kind);
    write(html);
    html.push_str(END);
}

/// Appends the start tag, for a notice that is written piece by piece. Its end is [`END`].
pub(super) fn start(html: &mut String, kind: SafetyNotice) {
    html.push_str(crate::safety::START);
    html.push_str(kind.class());
    html.push_str("\">");
}

/// The end tag.
pub(super) const END: &str = "</div>\n";
