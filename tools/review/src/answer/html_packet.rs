//! The answer of an HTML packet in, an [`Answer`] out: the file that the packet's script saves, or a message with the same between
//! two lines of dashes.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;

use wellpress_foundation::Day;
use wellpress_site::parse::sign_offs::Decision;

use super::{Answer, AnswerError, AnsweredParagraph, Remark, Suggestion};

const BEGIN: &str = "-----BEGIN ANSWER-----";
const END: &str = "-----END ANSWER-----";

/// What `packet.js` writes. It may be written by other programs too, so nothing is trusted but its form.
#[derive(Deserialize)]
struct WrittenAnswer {
    wellpress_answer: u32,
    page: String,
    language: String,
    packet: String,
    name: String,
    date: String,
    decision: Option<Decision>,
    asked: Option<String>,
    /// Only in the second form.
    since: Option<String>,
    #[serde(default)]
    note: String,
    #[serde(default)]
    remarks: Vec<WrittenRemark>,
}

#[derive(Deserialize)]
struct WrittenRemark {
    paragraph: u32,
    #[serde(default)]
    words: String,
    #[serde(default)]
    quote: String,
    #[serde(default)]
    comment: String,
    suggestion: Option<String>,
}

/// Reads the answers in a file: that which a packet saves, or a message with one or several of them.
///
/// # Errors
/// When the text has no answer of a packet, or one of them is damaged.
pub fn read(text: &str) -> Result<Vec<Answer>, AnswerError> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.starts_with("<!doctype html>") {
        return Err(AnswerError::Packet);
    }
    let mut messages = text.split(BEGIN).skip(1).peekable();
    if messages.peek().is_none() {
        return Ok(vec![answer_of_json(text)?]);
    }
    messages.map(|rest| answer_of_json(&decoded(rest)?)).collect()
}

/// The JSON in the lines of a message.
fn decoded(rest: &str) -> Result<String, AnswerError> {
    let coded = rest.split_once(END).ok_or(AnswerError::Cut)?.0;
    // Mail programs quote and wrap lines, and write an equals sign in their own way.
    let coded = coded.replace("=\r\n", "").replace("=\n", "").replace("=3D", "=");
    let coded: String = coded.chars().filter(|char| !char.is_whitespace() && *char != '>').collect();
    let bytes = BASE64_STANDARD.decode(coded).map_err(|_| AnswerError::Cut)?;
    String::from_utf8(bytes).map_err(|_| AnswerError::Cut)
}

fn answer_of_json(json: &str) -> Result<Answer, AnswerError> {
    if !json.starts_with('{') {
        return Err(AnswerError::NoAnswer);
    }
    let written_answer: WrittenAnswer =
        serde_json::from_str(json).map_err(|error| AnswerError::Json(error.to_string()))?;
    let known = if written_answer.since.is_some() { 2 } else { 1 };
    if written_answer.wellpress_answer != known {
        return Err(AnswerError::Version(written_answer.wellpress_answer));
    }
    Ok(answer(written_answer))
}

fn answer(written: WrittenAnswer) -> Answer {
    let name = written.name.trim();
    let mut answer = Answer::default();
    answer.read_date(written.date.trim());
    let date = answer.date;
    let mut paragraphs: Vec<AnsweredParagraph> = Vec::new();
    for remark in &written.remarks {
        if !paragraphs.iter().any(|paragraph| paragraph.number == remark.paragraph) {
            paragraphs.push(AnsweredParagraph { number: remark.paragraph, words: remark.words.clone() });
        }
    }
    let remarks = written.remarks.into_iter().map(|remark| remark_of(remark, name, date)).collect();
    Answer {
        page: Some(written.page),
        language: Some(written.language),
        packet_hash: Some(written.packet),
        reviewer: (!name.is_empty()).then(|| name.to_owned()),
        decision: written.decision,
        asked: written.asked,
        since: written.since.filter(|_| written.decision == Some(Decision::Approved)),
        general: (!written.note.trim().is_empty()).then(|| written.note.trim().to_owned()),
        paragraphs,
        remarks,
        ..answer
    }
}

fn remark_of(written: WrittenRemark, name: &str, date: Option<Day>) -> Remark {
    let WrittenRemark { paragraph, words, quote, comment, suggestion } = written;
    let suggestion = suggestion.map(|new| {
        // A quote that is not in the words is of a packet that somebody edited; then the whole paragraph is meant.
        let at = words.find(&quote);
        let offset = at.map_or(0, |at| words[..at].chars().count());
        Suggestion { offset, old: if at.is_some() { quote.clone() } else { words.clone() }, new }
    });
    let author = (!name.is_empty()).then(|| name.to_owned());
    Remark { paragraph: Some(paragraph), quote, comment, is_change: false, suggestion, author, date }
}
