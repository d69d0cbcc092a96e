//! Finds control characters that escapes such as `"\e"` put into values. They are looked for in the decoded values and not in the
//! text, because only the parser knows where a backslash is an escape.

use serde_yaml::granit_parser::{Event, Parser};

use super::Dialect;
use crate::{ControlCharacter, Diagnostic, Source};

/// The finding about the first key or value with a control character. A text without a backslash is not parsed: a control character
/// gets past the reading of the file by an escape alone.
pub(super) fn find(source: &Source, text: &str, dialect: &Dialect) -> Option<Diagnostic> {
    if !text.contains('\\') {
        return None;
    }
    // An error of the parser is met again when the document is read as the type that it is meant for.
    let mut events = Parser::new_from_str(text).map_while(Result::ok);
    let (control, start) = events.find_map(|(event, span)| match event {
        Event::Scalar(value, ..) => Some((ControlCharacter::first_in(&value)?, span.start)),
        _ => None,
    })?;
    let location = source.locate_line(start.line(), start.col() + 1);
    let message = format!("this has the {} in it", control.description());
    let help = "take the escape out, such as `\\e`, or put the text in single quotes if the backslash is meant";
    Some(Diagnostic::new(dialect.syntax, location, message).help(help))
}
