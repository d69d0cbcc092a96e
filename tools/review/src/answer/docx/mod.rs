//! Reads the packet that a reviewer worked on in Word, LibreOffice or Google Docs.
//!
//! **Input:** the bytes of a DOCX. **Output:** an [`Answer`]. How text and tracked changes are found in the XML is in `text`, what they
//! change in which paragraph in `changes`, and the comments are in `comments`.

mod changes;
mod comments;
mod lines;
#[cfg(test)]
mod tests;
mod text;

use thiserror::Error;
use wellpress_docx::{Package, WordFileError, parse};
use wellpress_foundation::Day;

use super::Answer;
use changes::{NumberedText, one_blank};
use comments::Comments;
use lines::PacketLine;
use text::{ChangeKind, Text};

/// Why a file is no answer.
#[derive(Debug, Error)]
pub enum DocxError {
    /// It cannot be read as a Word file.
    #[error(transparent)]
    File(#[from] WordFileError),
    /// It is a Word file, and no packet.
    #[error("no paragraph of it begins with a number such as `[12]`, so it is no packet of `wellpress review request`")]
    NoNumbers,
}

/// Reads a packet with its comments and tracked changes.
///
/// # Errors
/// When the file is no Word file, is encrypted or too large, or no paragraph has a number.
pub fn read(bytes: &[u8]) -> Result<Answer, DocxError> {
    let mut package = Package::open(bytes.to_vec())?;
    let main = package.main_part()?;
    let comments = package.related_part(&main, "comments")?;
    let extended = package.related_part(&main, "commentsExtended")?;
    let text = Text::read(&parse(&main.text)?);
    drop(main);
    let comments = Comments::read(&parse(&comments.text)?, &parse(&extended.text)?);
    let NumberedText { paragraphs, numbers, mut suggestions, .. } = changes::of(&text);
    if paragraphs.is_empty() {
        return Err(DocxError::NoNumbers);
    }
    let mut answer = Answer { has_all_paragraphs: true, paragraphs, ..Answer::default() };
    if let Some(PacketLine { hash, page, language, request }) = lines::packet_line(&text) {
        (answer.packet_hash, answer.page, answer.language, answer.request) = (Some(hash), page, language, request);
    }
    let lines_start = lines::read(&text, &numbers, &mut answer);
    let unnumbered = text.paragraphs.iter().zip(&numbers).take(lines_start).filter(|(_, number)| number.is_none());
    let unnumbered = unnumbered.map(|(paragraph, _)| one_blank(paragraph.text_without(ChangeKind::Insertion).chars()));
    answer.unnumbered = unnumbered.filter(|words| !words.is_empty()).collect();
    // What a reviewer writes into the lines of the answer is tracked too, and no suggestion.
    suggestions.retain(|suggestion| suggestion.start.paragraph < lines_start);
    answer.remarks = comments.with(suggestions, &text, &numbers);
    Ok(answer)
}

/// The day of a time stamp such as `2026-11-03T10:22:00Z`.
fn day(time: &str) -> Option<Day> {
    Day::parse(time.get(..10)?)
}
