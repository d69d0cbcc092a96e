//! The hash of the packet, and the lines below the text that the reviewer fills in.

use wellpress_foundation::Day;

use super::super::{Answer, SentRequest};
use super::text::{ChangeKind, Text};
use crate::packet::{ASKED_OF, PAGE_LINE, SINCE};

/// The digits of a hash.
const HASH_LENGTH: usize = 64;

/// The names of the lines. The writer of the packet does not translate them.
const LABELS: [&str; 4] = ["decision", "name", "date", "remark"];

/// Which page and which words the packet is about, and what it says of the request, as the line
/// `PACKET article:neck-pain en 6f2b.. 2026-11-03 - Dr. Example` has it.
pub(super) struct PacketLine {
    pub hash: String,
    /// Missing where somebody has cut the line.
    pub page: Option<String>,
    pub language: Option<String>,
    /// The hash of the approval since which the page changed.
    pub since: Option<String>,
    /// Missing where somebody has cut the line, and in packets of earlier versions.
    pub request: Option<SentRequest>,
}

/// The first line with a hash, as the packet had it.
pub(super) fn packet_line(text: &Text) -> Option<PacketLine> {
    let lines = text.paragraphs.iter().filter(|paragraph| paragraph.length >= HASH_LENGTH);
    let mut lines = lines.map(|paragraph| paragraph.text_without(ChangeKind::Insertion));
    lines.find_map(|line| {
        let hash = hash(&line)?;
        let mut words = line.split_whitespace().skip_while(|word| *word != "PACKET").skip(1);
        let (page, language) = (words.next().map(str::to_owned), words.next().map(str::to_owned));
        let since = words.clone().find_map(|word| word.strip_prefix(SINCE)).filter(|hash| is_hash(hash));
        let since = since.map(str::to_owned);
        Some(PacketLine { hash, page, language, since, request: words.next().and_then(|_| sent_request(words)) })
    })
}

/// The day of the packet, the day until which an answer is asked for, who is asked, and who asks.
fn sent_request<'w>(mut words: impl Iterator<Item = &'w str>) -> Option<SentRequest> {
    let made = Day::parse(words.next()?)?;
    let until = Day::parse(words.next()?);
    let mut words = words.skip_while(|word| word.starts_with(SINCE)).peekable();
    let of = words.next_if(|word| word.starts_with(ASKED_OF)).map(|word| word[ASKED_OF.len()..].to_owned());
    let by = words.skip_while(|word| word.starts_with(SINCE)).collect::<Vec<_>>().join(" ");
    Some(SentRequest { made, until, of, by: (!by.is_empty()).then_some(by) })
}

/// The page and the language that the line before a page of several names, `PAGE 2/3 article:neck-pain en`.
pub(super) fn page_of_line(line: &str) -> Option<(&str, &str)> {
    let mut words = line.split_whitespace();
    let is_page = words.next() == Some(PAGE_LINE);
    let (number, count) = words.next()?.split_once('/')?;
    let has_numbers = [number, count].iter().all(|text| text.parse::<u32>().is_ok());
    let named = Some((words.next()?, words.next()?));
    named.filter(|_| is_page && has_numbers && words.next().is_none())
}

/// Whether a line names words by their hash.
pub(super) fn has_hash(line: &str) -> bool {
    hash(line).is_some()
}

fn hash(line: &str) -> Option<String> {
    line.split(|c: char| !c.is_alphanumeric()).find(|word| is_hash(word)).map(str::to_ascii_lowercase)
}

fn is_hash(word: &str) -> bool {
    word.len() == HASH_LENGTH && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Reads the lines behind the last numbered paragraph, with tracked changes accepted. Returns the index of the first of them.
pub(super) fn read(text: &Text, numbers: &[Option<u32>], since: Option<&str>, answer: &mut Answer) -> usize {
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
                    "decision" => answer.read_decision(value, since),
                    "name" => answer.reviewer = filled.map(str::to_owned),
                    "date" => answer.read_date(value),
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
