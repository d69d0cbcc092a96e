//! HTML as Markdown.

use crate::log::ImportLog;

/// Translates HTML, whole or a fragment, to Markdown of wellpress. `file` names the source for the log.
pub(crate) fn to_markdown(_html: &str, _file: &str, _log: &mut ImportLog) -> String {
    String::new()
}

/// The words of HTML.
pub(crate) fn plain(html: &str) -> String {
    html.to_owned()
}
