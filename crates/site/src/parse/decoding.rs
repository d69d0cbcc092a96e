//! The bytes of a file in, its text as a [`Source`] out, or a finding about its encoding.

use std::sync::Arc;

use memchr::memchr;

use wellpress_diagnostics::{ControlCharacter, Diagnostic, Location, Source, Span, rules};
use wellpress_foundation::text::composed;

use super::garbled;

/// The text of a file. `None`, with a finding at the line, unless it is UTF-8 without control characters and noncharacters.
pub fn decode(path: &Arc<str>, bytes: Vec<u8>, findings: &mut Vec<Diagnostic>) -> Option<Source> {
    let source = decode_library(path, bytes, findings)?;
    // Valid in UTF-8, but not in HTML and XML.
    let Some(control) = ControlCharacter::first_in(&source.text) else {
        findings.extend(garbled::of_text(&source));
        return Some(source);
    };
    findings.push(control_character(&source, control));
    None
}

/// The text of a file of sources. As [`decode`], but control characters other than NUL stay: abstracts that were copied out of
/// PDFs are full of them, and the readers of the library replace them.
pub fn decode_library(path: &Arc<str>, bytes: Vec<u8>, findings: &mut Vec<Diagnostic>) -> Option<Source> {
    // The byte order marks of UTF-16, which Windows programs write.
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let finding = Diagnostic::new(&rules::FILE_ENCODING, Location::file(path.clone()), "the file is UTF-16");
        findings.push(finding.help("save it as UTF-8"));
        return None;
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            // The line and the column are counted in the part before the first bad byte.
            let valid = error.utf8_error().valid_up_to();
            let valid_text = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
            let source = Source::new(path.clone(), valid_text);
            let location = source.locate(Span::new(valid..valid));
            let finding = Diagnostic::new(&rules::FILE_ENCODING, location, "the file is not UTF-8 from here on");
            findings.push(finding.help("save it as UTF-8"));
            return None;
        }
    };
    let text = normalise(text);
    let source = Source::new(path.clone(), text);
    if let Some(offset) = memchr(0, source.text.as_bytes()) {
        findings.push(control_character(&source, ControlCharacter { offset, character: '\0' }));
        return None;
    }
    Some(source)
}

fn control_character(source: &Source, control: ControlCharacter) -> Diagnostic {
    let location = source.locate(Span::new(control.offset..control.offset + control.character.len_utf8()));
    let (message, help) = match control.character {
        '\0' => ("the file has a NUL character".to_owned(), "take it out; perhaps this is not a text file"),
        '\u{80}'..='\u{9f}' => (
            format!("the file has the {}", control.description()),
            "type the character that belongs there; a program has converted the text from Windows-1252 as if it were Latin-1",
        ),
        _ => (format!("the file has the {}", control.description()), "take it out"),
    };
    Diagnostic::new(&rules::FILE_ENCODING, location, message).help(help)
}

/// The text without a byte order mark, with `\n` at the end of each line, and in one Unicode form, so that keys, ids and anchors are
/// one whichever program wrote them.
fn normalise(text: String) -> String {
    let text = composed(text);
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    // Most files have no carriage return, and are not copied.
    if memchr(b'\r', text.as_bytes()).is_some() { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}
