//! What a reviewer sent back: their decision, their comments and the changes that they suggest, whatever the form of the file.
//!
//! **Input:** a packet that a reviewer has worked on. **Output:** an [`Answer`]. Which words of the site a remark is about, and what to do
//! with it, is left to others: an answer knows only the numbers and the words of the packet.

pub mod docx;
pub mod html_packet;
mod written_words;

use thiserror::Error;

use wellpress_foundation::Day;
use wellpress_site::parse::sign_offs::Decision;

use written_words::{Written, WrittenDecision};

/// Why a file is no answer.
#[derive(Debug, Error)]
pub enum AnswerError {
    /// Neither JSON nor the text that a packet copies.
    #[error("this is not the answer of a packet")]
    NoAnswer,
    /// The packet, saved by the browser or sent back as it came.
    #[error("this is the packet and not the answer, which the button \"Download answer\" at its end saves")]
    Packet,
    /// The lines for the program are not all there.
    #[error("the lines of the answer are cut or changed")]
    Cut,
    /// The JSON is broken or lacks a field.
    #[error("the answer cannot be read: {0}")]
    Json(String),
    /// A Word file that is no packet.
    #[error(transparent)]
    Word(#[from] docx::DocxError),
    /// A later version of the form.
    #[error("the answer has the form {0}, which this version does not know")]
    Version(u32),
}

/// Reads what a reviewer sent back, whatever its form: an answer for each page of the packet that the file has, at least one.
///
/// # Errors
/// When the file is no answer.
pub fn read(bytes: &[u8]) -> Result<Vec<Answer>, AnswerError> {
    /// How archives begin, and files of Word before 2007 or with a password.
    const WORD_FILES: [&[u8]; 2] = [b"PK", b"\xd0\xcf\x11\xe0"];
    if WORD_FILES.iter().any(|start| bytes.starts_with(start)) {
        return Ok(docx::read_all(bytes)?);
    }
    // The lines for the program are ASCII, whatever the encoding of the message around them.
    html_packet::read(&String::from_utf8_lossy(bytes))
}

/// What a reviewer sent back, as it was read from a file. What the file does not say, or not in a form that can be read, is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The id of the page, as commands take it.
    pub page: Option<String>,
    /// The tag of its language.
    pub language: Option<String>,
    /// The hash of the words that the packet shows, in 64 hexadecimal digits.
    pub packet_hash: Option<String>,
    /// The id of the person who was asked, if the packet names somebody.
    pub asked: Option<String>,
    /// The hash of the approval since which the reviewer has read the changes, if they approve of these alone.
    pub since: Option<String>,
    /// The name that the reviewer wrote, not an id.
    pub reviewer: Option<String>,
    /// The day on which the reviewer decided.
    pub date: Option<Day>,
    /// `None` also if the reviewer marked both decisions.
    pub decision: Option<Decision>,
    /// Whether the reviewer approves of other words than those of the packet, in their own words: `approved with my changes`.
    pub approves_with_changes: Option<String>,
    /// The lines of the answer that cannot be read for certain. They are kept as remarks.
    pub unread_lines: Vec<UnreadLine>,
    /// What the packet says of the request. `None` where the file does not have it.
    pub request: Option<SentRequest>,
    /// The closing remark on the page as a whole.
    pub general: Option<String>,
    /// Whether the file has the whole packet, so that a paragraph that is missing was taken out.
    pub has_all_paragraphs: bool,
    /// The numbered paragraphs that the file has, in its order.
    pub paragraphs: Vec<AnsweredParagraph>,
    /// The words of paragraphs without a number, with tracked changes rejected, up to the lines of the answer.
    pub unnumbered: Vec<String>,
    /// Comments and suggested changes, in the order of the file.
    pub remarks: Vec<Remark>,
}

/// A line of the answer that cannot be read for certain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadLine {
    /// Its name in the packet, which is not translated.
    pub name: &'static str,
    /// What the reviewer wrote behind it.
    pub words: String,
    /// Why it cannot be read, as a phrase that follows the line.
    pub reason: String,
}

/// What a packet says of the request, which is no part of the words that are reviewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentRequest {
    /// The day on which the packet was made.
    pub made: Day,
    /// The day until which an answer is asked for.
    pub until: Option<Day>,
    /// The id of the person who was asked, if it is on record.
    pub of: Option<String>,
    /// Who asks, if somebody is named.
    pub by: Option<String>,
}

/// The names of the lines that can be unclear.
pub const DECISION: &str = "Decision";
/// See [`DECISION`].
pub const DATE: &str = "Date";

impl UnreadLine {
    /// The line as the reviewer wrote it.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{}: {}", self.name, self.words)
    }
}

impl Answer {
    fn is_unclear(&mut self, name: &'static str, words: &str, reason: String) {
        self.unread_lines.push(UnreadLine { name, words: words.to_owned(), reason });
    }

    /// Takes the decision as a reviewer wrote it. `since` is the hash of the approval that the packet shows the changes of.
    fn read_decision(&mut self, words: &str, since: Option<&str>) {
        match written_words::decision(words) {
            Written::Nothing => {}
            Written::Value(WrittenDecision { decision, of_changes, .. })
                if self.decision.is_some_and(|earlier| (earlier, self.since.is_some()) != (decision, of_changes)) =>
            {
                (self.decision, self.since) = (None, None);
                self.is_unclear(DECISION, words, "another line has another decision".to_owned());
            }
            Written::Value(WrittenDecision { of_changes: true, .. }) if since.is_none() => {
                self.is_unclear(DECISION, words, "the packet shows no changes of an earlier approval".to_owned());
            }
            Written::Value(WrittenDecision { decision, with_changes, of_changes }) => {
                self.since = since.filter(|_| of_changes).map(str::to_owned);
                self.decision = Some(decision);
                self.approves_with_changes = with_changes.then(|| format!("{DECISION}: {words}"));
            }
            Written::Unclear(reason) => self.is_unclear(DECISION, words, reason),
        }
    }

    /// Takes the date as a reviewer wrote it.
    fn read_date(&mut self, words: &str) {
        match written_words::day(words) {
            Written::Nothing => {}
            Written::Value(day) => self.date = Some(day),
            Written::Unclear(reason) => self.is_unclear(DATE, words, reason),
        }
    }
}

/// A paragraph of the packet as the file has it, with its tracked changes rejected. Its words differ from those of the packet where
/// the reviewer changed them without tracking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredParagraph {
    /// The number that the packet shows at the start of the paragraph.
    pub number: u32,
    /// The words behind the number. Runs of white space count as one blank, and there is none at either end.
    pub words: String,
}

/// One comment or suggested change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remark {
    /// The paragraph in which the marked words begin. `None`: the remark is about the page, or about words without a number.
    pub paragraph: Option<u32>,
    /// The words that the comment marks; empty if it stands at a point.
    pub quote: String,
    /// What the reviewer wrote about them; empty for a change without a comment.
    pub comment: String,
    /// Whether it is a change that no suggestion describes: a paragraph that came, went or moved. It is told in `comment`.
    pub is_change: bool,
    /// The change that the reviewer made in the text.
    pub suggestion: Option<Suggestion>,
    /// The name that the reviewer's program knows, not an id.
    pub author: Option<String>,
    /// The day on which the remark was made.
    pub date: Option<Day>,
}

/// Words to write in place of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Counts characters in [`AnsweredParagraph::words`], before any change.
    pub offset: usize,
    /// Empty: an insertion.
    pub old: String,
    /// Empty: a deletion.
    pub new: String,
}
