//! Findings about the settings, and the places of their keys.

use wellpress_diagnostics::{Diagnostic, Location, Source, Span, rules};

/// The finding about a value of the settings.
pub(super) fn wrong(location: Location, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&rules::SETTINGS_INVALID, location, message)
}

/// The place of the first key of this name, else the start of the file. It searches the text, because the YAML reader keeps the
/// places of values alone.
pub(super) fn find_key(source: &Source, key: &str) -> Location {
    match source.text.match_indices(key).find(|(at, _)| is_key_at(&source.text, key, *at)) {
        Some((at, _)) => source.locate(Span::new(at..at + key.len())),
        None => Location::file(source.path.clone()),
    }
}

/// Whether this name, which stands at a byte of the text, is a key there.
fn is_key_at(text: &str, name: &str, at: usize) -> bool {
    let behind = text[at + name.len()..].trim_start_matches(['"', '\'']);
    behind.starts_with(':') && is_key_start(&text[..at])
}

/// Whether a key can begin behind this text, perhaps in quotes: at the start of a line, after a blank, or after the `{` or `,` of an
/// inline map, but not in a comment.
fn is_key_start(preceding_text: &str) -> bool {
    let line_start = preceding_text.rsplit('\n').next().unwrap_or_default();
    let without_quote = line_start.trim_end_matches(['"', '\'']);
    !line_start.trim_start().starts_with('#') && (without_quote.is_empty() || without_quote.ends_with([' ', '{', ',']))
}
