//! The hash of the packet, and the lines below the text that the reviewer fills in.

use wellpress_foundation::Day;
use wellpress_site::parse::sign_offs::Decision;

use super::super::Answer;
use super::text::{ChangeKind, Text};

/// The digits of a hash.
const HASH_LENGTH: usize = 64;

/// The names of the lines. The writer of the packet does not translate them.
const LABELS: [&str; 4] = ["decision", "name", "date", "remark"];

/// Which page and which words the packet is about, as the line `PACKET article:neck-pain en 6f2b..` says it.
pub(super) struct PacketLine {
    pub hash: String,
    /// Missing where somebody has cut the line.
    pub page: Option<String>,
    pub language: Option<String>,
}

/// The first line with a hash, as the packet had it.
pub(super) fn packet_line(text: &Text) -> Option<PacketLine> {
    let lines = text.paragraphs.iter().filter(|paragraph| paragraph.length >= HASH_LENGTH);
    let mut lines = lines.map(|paragraph| paragraph.text_without(ChangeKind::Insertion));
    lines.find_map(|line| {
        let hash = hash(&line)?;
        let mut words = line.split_whitespace().skip_while(|word| *word != "PACKET").skip(1).map(str::to_owned);
        Some(PacketLine { hash, page: words.next(), language: words.next() })
    })
}

fn hash(line: &str) -> Option<String> {
    line.split(|c: char| !c.is_alphanumeric()).find(|word| is_hash(word)).map(str::to_ascii_lowercase)
}

fn is_hash(word: &str) -> bool {
    word.len() == HASH_LENGTH && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Reads the lines behind the last numbered paragraph, with tracked changes accepted. Returns the index of the first of them.
pub(super) fn read(text: &Text, numbers: &[Option<u32>], answer: &mut Answer) -> usize {
    let behind_text = numbers.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
    let mut first = text.paragraphs.len();
    let mut is_remark = false;
    let mut remark = Vec::new();
    for (index, paragraph) in text.paragraphs.iter().enumerate().skip(behind_text) {
        let line = paragraph.text_without(ChangeKind::Deletion);
        let line = line.trim();
        match labelled(line) {
            Some((label, value)) => {
                first = first.min(index);
                is_remark = label == "remark";
                let filled = Some(value).filter(|value| !value.is_empty());
                match label {
                    "decision" => answer.decision = decision(value),
                    "name" => answer.reviewer = filled.map(str::to_owned),
                    "date" => answer.date = Day::parse(value),
                    _ => remark.extend(filled.map(str::to_owned)),
                }
            }
            // The hash stands at the end of the packet, too.
            None if is_remark && !line.is_empty() && hash(line).is_none() => remark.push(line.to_owned()),
            None => {}
        }
    }
    answer.general = Some(remark.join("\n")).filter(|remark| !remark.is_empty());
    first
}

/// A line that begins with one of the names and a colon: the name and what stands behind it.
fn labelled(line: &str) -> Option<(&'static str, &str)> {
    let (start, value) = line.split_once(':')?;
    let label = LABELS.into_iter().find(|label| label.eq_ignore_ascii_case(start.trim()))?;
    Some((label, value.trim()))
}

/// A decision in exactly these words, so that "not approved" and a line with both are none.
fn decision(value: &str) -> Option<Decision> {
    let words = value.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    match words.as_str() {
        "approved" => Some(Decision::Approved),
        "changes requested" | "changes-requested" => Some(Decision::ChangesRequested),
        _ => None,
    }
}
