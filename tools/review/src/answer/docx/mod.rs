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

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;
use wellpress_docx::{Package, WordFileError, parse};
use wellpress_foundation::Day;

use super::{Answer, DATE};
use changes::{NumberedText, one_blank};
use comments::Comments;
use lines::page_of_line;
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
    /// The packet of several pages without the lines by which they are told apart.
    #[error(
        "a line that begins with `PAGE` is missing, so that one page cannot be told from the next: put it back above the page"
    )]
    PageLines,
}

/// Reads the packet of one page, or the first page of several, with its comments and tracked changes.
///
/// # Errors
/// When the file is no Word file, is encrypted or too large, or no paragraph has a number.
pub fn read(bytes: &[u8]) -> Result<Answer, DocxError> {
    // There is at least one, or an error.
    read_all(bytes)?.into_iter().next().ok_or(DocxError::NoNumbers)
}

/// Reads each page of a packet with its comments and tracked changes. A page that the reviewer has taken out as a whole is left out.
///
/// # Errors
/// Those of [`read`], and if the lines between the pages are not all there.
pub fn read_all(bytes: &[u8]) -> Result<Vec<Answer>, DocxError> {
    let mut package = Package::open(bytes.to_vec())?;
    let main = package.main_part()?;
    let comments = package.related_part(&main, "comments")?;
    let extended = package.related_part(&main, "commentsExtended")?;
    let mut text = Text::read(&parse(&main.text)?);
    drop(main);
    let comments = Comments::read(&parse(&comments.text)?, &parse(&extended.text)?);
    let page_lines = text.find_lines(|line| page_of_line(line).is_some());
    if page_lines.is_empty() {
        return answer_of_page(&text, comments).map(|answer| vec![answer]).ok_or(DocxError::NoNumbers);
    }
    if text.find_lines(|line| line.contains("PACKET ") && lines::has_hash(line)).len() > page_lines.len() {
        return Err(DocxError::PageLines);
    }
    let placed: BTreeSet<String> = [&text.comment_starts, &text.comment_ends, &text.comment_signs]
        .into_iter()
        .flat_map(BTreeMap::keys)
        .cloned()
        .collect();
    let ends = page_lines.iter().skip(1).copied().chain([text.paragraphs.len()]).collect::<Vec<_>>();
    let mut answers = Vec::new();
    for (index, (line, end)) in page_lines.into_iter().zip(ends).enumerate() {
        let words = text.paragraphs[line].text_without(ChangeKind::Insertion);
        let page = text.part(line + 1..end);
        let comments = comments.of_page(&page, index == 0, &placed);
        let Some(answer) = answer_of_page(&page, comments) else { continue };
        // Where somebody has taken out the line with the hash, this one names the page.
        let named = page_of_line(words.trim()).map(|(page, language)| (page.to_owned(), language.to_owned()));
        let (page, language) = named.unzip();
        answers.push(Answer { page: answer.page.or(page), language: answer.language.or(language), ..answer });
    }
    give_one_name(&mut answers);
    if answers.is_empty() { Err(DocxError::NoNumbers) } else { Ok(answers) }
}

/// Gives the name and the day that the reviewer wrote at one page to the decisions about the others.
fn give_one_name(answers: &mut [Answer]) {
    let name = answers.iter().find_map(|answer| answer.reviewer.clone());
    let day = answers.iter().find_map(|answer| answer.date);
    for answer in answers.iter_mut().filter(|answer| answer.decision.is_some()) {
        answer.reviewer = answer.reviewer.take().or_else(|| name.clone());
        // A day that cannot be read is asked for, and not replaced.
        let is_unread = answer.unread_lines.iter().any(|unread| unread.name == DATE);
        answer.date = answer.date.or(day.filter(|_| !is_unread));
    }
}

/// The answer about one page; `None` if no paragraph has a number.
fn answer_of_page(text: &Text, comments: Comments) -> Option<Answer> {
    let NumberedText { paragraphs, numbers, mut suggestions, .. } = changes::of(text);
    if paragraphs.is_empty() {
        return None;
    }
    let mut answer = Answer { has_all_paragraphs: true, paragraphs, ..Answer::default() };
    let mut since = None;
    if let Some(line) = lines::packet_line(text) {
        answer.packet_hash = Some(line.hash);
        (answer.page, answer.language, answer.request) = (line.page, line.language, line.request);
        answer.asked = answer.request.as_ref().and_then(|request| request.of.clone());
        since = line.since;
    }
    let lines_start = lines::read(text, &numbers, since.as_deref(), &mut answer);
    let unnumbered = text.paragraphs.iter().zip(&numbers).take(lines_start).filter(|(_, number)| number.is_none());
    let unnumbered = unnumbered.map(|(paragraph, _)| one_blank(paragraph.text_without(ChangeKind::Insertion).chars()));
    answer.unnumbered = unnumbered.filter(|words| !words.is_empty()).collect();
    // What a reviewer writes into the lines of the answer is tracked too, and no suggestion.
    suggestions.retain(|suggestion| suggestion.start.paragraph < lines_start);
    answer.remarks = comments.with(suggestions, text, &numbers);
    Some(answer)
}

/// The day of a time stamp such as `2026-11-03T10:22:00Z`.
fn day(time: &str) -> Option<Day> {
    Day::parse(time.get(..10)?)
}
