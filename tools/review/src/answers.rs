//! Records the answers of reviewers: finds the page and the paragraphs that an [`Answer`] is about, and adds it to
//! `content/reviews/ID.answers.yaml`.
//!
//! An answer is never signed over words that the reviewer has not read. So an approval counts for the words of the packet, or, with
//! suggestions, for these words with every suggestion carried out and nothing else changed; `import` computes the hash of the latter
//! before anybody edits a file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use wellpress_command::Failure;
use wellpress_diagnostics::Source;
use wellpress_foundation::text::is_directional_override;
use wellpress_io::fs::Files;
use wellpress_site::content_folder::ContentFolder;
use wellpress_site::model::Page;
use wellpress_site::parse::answers::{
    self, AnswerFile, FILE_END, RecordedAnswer, RecordedRemark, RecordedSuggestion, RemarkState,
};
use wellpress_site::resolve::remark_places::{LEAST_SIMILARITY, most_similar};
use wellpress_site::resolve::sign_off_changes::changed_words;

use super::answer::{Answer, Remark, Suggestion, UnreadLine};
use crate::packet::{Packet, Paragraph};
use crate::record_file;
use crate::sign::path_below_section;

/// How many characters around a suggestion are kept, to find its place again.
const CONTEXT: usize = 60;

/// More remarks than a person writes about a page.
const MAX_REMARKS: usize = 500;

/// Names the file that a reviewer sent.
#[derive(Debug, Clone, Copy)]
pub struct AnswerOrigin<'a> {
    /// The BLAKE3 hash of the file.
    pub file: &'a str,
    /// Whether it has answers about several pages.
    pub has_several: bool,
}

impl AnswerOrigin<'_> {
    /// What the ids of the remarks about a page begin with, which no other page has.
    fn remark_prefix(self, page: &str, language: &str) -> String {
        let of_page = format!("{} {page} {language}", self.file);
        let hash =
            if self.has_several { blake3::hash(of_page.as_bytes()).to_hex().to_string() } else { self.file.to_owned() };
        hash[..8].to_owned()
    }
}

/// The entry for an answer, with the place of each remark in today's packet. `as_sent` is what a Word file was when it was sent.
///
/// # Errors
/// When the answer has too many remarks.
pub fn entry(
    answer: &Answer,
    packet: &Packet,
    as_sent: Option<&Answer>,
    page_id: &str,
    origin: AnswerOrigin<'_>,
) -> Result<RecordedAnswer, Failure> {
    let places = Places { answer, packet };
    let unread_lines = answer.unread_lines.iter().map(UnreadLine::line);
    let general = answer.general.iter().cloned().chain(unread_lines).map(|words| places.told(words, false));
    let answer_remarks = answer.remarks.iter().map(|remark| places.remark(remark));
    let moved = as_sent.map(|as_sent| places.moved(as_sent)).unwrap_or_default();
    let mut remarks: Vec<RecordedRemark> =
        general.chain(answer_remarks).chain(places.untracked()).chain(moved).collect();
    if let Some(line) =
        answer.approves_with_changes.as_ref().filter(|_| !remarks.iter().any(RecordedRemark::asks_for_change_of_words))
    {
        remarks.push(places.told(line.clone(), false));
    }
    if remarks.len() > MAX_REMARKS {
        let message = format!("the answer has {} remarks, over the limit of {MAX_REMARKS}", remarks.len());
        return Err(Failure::content(message).help("talk to the reviewer, and make a new packet of a new text"));
    }
    let prefix = origin.remark_prefix(page_id, &packet.language);
    for (index, remark) in remarks.iter_mut().enumerate() {
        remark.id = format!("{prefix}-{}", index + 1);
        clean_remark(remark);
    }
    let mut entry = RecordedAnswer {
        file: origin.file.to_owned(),
        page: page_id.to_owned(),
        language: packet.language.clone(),
        read: answer.packet_hash.clone(),
        reviewer: answer.reviewer.as_deref().map(clean),
        date: answer.date.map(|day| day.to_string()),
        asked: answer.asked.as_deref().map(clean),
        decision: answer.decision,
        since: answer.since.as_deref().map(clean),
        read_if_accepted: None,
        remarks,
    };
    // Nobody knows which words were approved.
    if lacks_changes(answer, &entry) {
        (entry.decision, entry.since) = (None, None);
    }
    Ok(entry)
}

/// Whether the reviewer approves of changes that the file does not have.
#[must_use]
pub fn lacks_changes(answer: &Answer, entry: &RecordedAnswer) -> bool {
    answer.approves_with_changes.is_some() && !entry.asks_for_changes_of_words()
}

/// Takes out what a text of the site cannot have: control characters, and those that turn the direction of what follows.
fn clean(text: &str) -> String {
    let allowed_chars = text.chars().filter(|char| !is_directional_override(*char) && *char != '\u{feff}');
    allowed_chars.map(|char| if char.is_control() && char != '\n' { ' ' } else { char }).collect()
}

fn clean_remark(remark: &mut RecordedRemark) {
    let RecordedRemark { words, quote, comment, author, suggestion, .. } = remark;
    let of_suggestion =
        suggestion.iter_mut().flat_map(|made| [&mut made.before, &mut made.old, &mut made.new, &mut made.after]);
    let texts = [words, quote, comment].into_iter().chain(author.as_mut()).chain(of_suggestion);
    texts.for_each(|text| *text = clean(text));
}

struct Places<'a> {
    answer: &'a Answer,
    packet: &'a Packet,
}

impl Places<'_> {
    fn remark(&self, remark: &Remark) -> RecordedRemark {
        let answered = remark.paragraph.and_then(|number| self.answered(number));
        let today = remark.paragraph.and_then(|number| self.today(number, answered.unwrap_or(&remark.quote)));
        let words = today.map(|paragraph| paragraph.plain.trim().to_owned());
        let suggestion = remark.suggestion.as_ref().map(|made| in_context(answered.unwrap_or_default(), made));
        RecordedRemark {
            id: String::new(),
            state: RemarkState::Open,
            paragraph: remark.paragraph,
            words: words.or_else(|| answered.map(str::to_owned)).unwrap_or_default(),
            quote: remark.quote.clone(),
            comment: remark.comment.clone(),
            by_hand: remark.is_change,
            suggestion,
            author: remark.author.clone(),
            date: remark.date.map(|day| day.to_string()),
        }
    }

    /// A remark about the page as a whole. `by_hand`: it is a change that somebody has to make.
    fn told(&self, comment: String, by_hand: bool) -> RecordedRemark {
        RecordedRemark {
            id: String::new(),
            state: RemarkState::Open,
            paragraph: None,
            words: String::new(),
            quote: String::new(),
            comment,
            by_hand,
            suggestion: None,
            author: self.answer.reviewer.clone(),
            date: self.answer.date.map(|day| day.to_string()),
        }
    }

    /// What came or moved without tracking, told in words: paragraphs without a number that the packet did not have, and another order
    /// of those with one.
    fn moved(&self, as_sent: &Answer) -> Vec<RecordedRemark> {
        let foreign = foreign_paragraphs(self.answer, as_sent).into_iter();
        let mut remarks: Vec<RecordedRemark> =
            foreign.map(|words| self.told(format!("a paragraph was added or changed: {words}"), true)).collect();
        let numbers: Vec<u32> = self.answer.paragraphs.iter().map(|paragraph| paragraph.number).collect();
        let back = numbers.windows(2).filter(|pair| pair[0] > pair[1]).map(|pair| format!("[{}]", pair[1]));
        let back: Vec<String> = back.collect();
        if !back.is_empty() {
            remarks.push(self.told(format!("paragraphs stand in another order, see {}", back.join(", ")), true));
        }
        remarks
    }

    fn answered(&self, number: u32) -> Option<&str> {
        let paragraph = self.answer.paragraphs.iter().find(|paragraph| paragraph.number == number)?;
        Some(paragraph.words.as_str())
    }

    /// The paragraph of today's packet: that with the number, if it has the words, else the one with most of them.
    fn today(&self, number: u32, words: &str) -> Option<&Paragraph> {
        let paragraphs = &self.packet.paragraphs;
        let numbered = paragraphs.iter().find(|paragraph| paragraph.number == number);
        if self.is_of_today() || numbered.is_some_and(|paragraph| paragraph.words.trim() == words) {
            return numbered;
        }
        let (score, paragraph) = most_similar(paragraphs, |paragraph| &paragraph.words, words)?;
        (score >= LEAST_SIMILARITY).then_some(paragraph)
    }

    /// Whether the packet that was answered has the words of today.
    fn is_of_today(&self) -> bool {
        self.answer.packet_hash.as_ref() == Some(&self.packet.hash)
    }

    /// Changes that nobody tracked: what the paragraphs of the answer have in the place of the packet's words. They are seen only
    /// while the packet can still be made as it was.
    fn untracked(&self) -> Vec<RecordedRemark> {
        if !self.is_of_today() || !self.answer.has_all_paragraphs {
            return Vec::new();
        }
        let paragraphs = self.packet.paragraphs.iter().filter(|paragraph| !paragraph.is_picture);
        paragraphs.flat_map(|paragraph| self.untracked_in(paragraph)).collect()
    }

    fn untracked_in(&self, paragraph: &Paragraph) -> Vec<RecordedRemark> {
        let read_words = paragraph.words.trim();
        let answered = self.answered(paragraph.number).unwrap_or_default();
        if read_words == answered {
            return Vec::new();
        }
        let (mut offset, mut made): (usize, Vec<Suggestion>) = (0, Vec::new());
        let mut joins = false;
        for (sign, words) in changed_words(read_words, answered) {
            let count = words.chars().count();
            if sign == ' ' {
                (offset, joins) = (offset + count, false);
                continue;
            }
            if !joins {
                made.push(Suggestion { offset, old: String::new(), new: String::new() });
            }
            let suggestion = made.last_mut().into_iter();
            match sign {
                '-' => suggestion.for_each(|suggestion| suggestion.old.push_str(&words)),
                _ => suggestion.for_each(|suggestion| suggestion.new.push_str(&words)),
            }
            offset += if sign == '-' { count } else { 0 };
            joins = true;
        }
        let remarks = made.iter().map(|suggestion| RecordedRemark {
            paragraph: Some(paragraph.number),
            words: paragraph.plain.trim().to_owned(),
            quote: suggestion.old.trim().to_owned(),
            suggestion: Some(in_context(read_words, suggestion)),
            ..self.told(String::new(), false)
        });
        remarks.collect()
    }
}

/// The paragraphs without a number that an answer has and the packet that was sent had not.
pub(crate) fn foreign_paragraphs<'a>(answer: &'a Answer, as_sent: &Answer) -> Vec<&'a str> {
    let mut sent_paragraphs: Vec<&String> = as_sent.unnumbered.iter().collect();
    let mut foreign = Vec::new();
    // The line of the packet names the last approval, which may be another one by now.
    for words in answer.unnumbered.iter().filter(|words| !words.starts_with("PACKET ")) {
        match sent_paragraphs.iter().position(|other| *other == words) {
            Some(at) => drop(sent_paragraphs.swap_remove(at)),
            None => foreign.push(words.as_str()),
        }
    }
    foreign
}

/// A suggestion as it is stored: cut to the words that differ, with those around them.
fn in_context(words: &str, suggestion: &Suggestion) -> RecordedSuggestion {
    let chars: Vec<char> = words.chars().collect();
    let (old, new): (Vec<char>, Vec<char>) = (suggestion.old.chars().collect(), suggestion.new.chars().collect());
    let start = common_words(&old, &new);
    let end = common_words(&reversed(&old[start..]), &reversed(&new[start..]));
    let from = (suggestion.offset + start).min(chars.len());
    let to = (suggestion.offset + old.len() - end).clamp(from, chars.len());
    RecordedSuggestion {
        before: chars[from.saturating_sub(CONTEXT)..from].iter().collect(),
        old: old[start..old.len() - end].iter().collect(),
        new: new[start..new.len() - end].iter().collect(),
        after: chars[to..(to + CONTEXT).min(chars.len())].iter().collect(),
    }
}

fn reversed(chars: &[char]) -> Vec<char> {
    chars.iter().rev().copied().collect()
}

/// How many characters two texts have in common at their start, up to the end of a word.
fn common_words(a: &[char], b: &[char]) -> usize {
    let mut common = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    while common > 0 && has_letter(a, common - 1) && (has_letter(a, common) || has_letter(b, common)) {
        common -= 1;
    }
    common
}

/// Whether a letter or a digit is at this place.
fn has_letter(text: &[char], at: usize) -> bool {
    text.get(at).is_some_and(|char| char.is_alphanumeric())
}

/// The file with the answers about a page, relative to the root.
#[must_use]
pub fn answer_file(content: &ContentFolder, page: &Page) -> String {
    content.path(&format!("reviews/{}{FILE_END}", path_below_section(page)))
}

/// Adds an answer to the file of answers.
///
/// # Errors
/// When the file cannot be read as answers, or cannot be written.
pub fn add(files: &dyn Files, root: &Path, name: &str, entry: RecordedAnswer) -> Result<(), Failure> {
    update(files, root, name, |answers| answers.push(entry.clone()))
}

/// The answers in a file; none if there is no file.
///
/// # Errors
/// When the file cannot be read as answers.
pub fn read(files: &dyn Files, path: &Path, name: &str) -> Result<Vec<RecordedAnswer>, Failure> {
    record_file::read_bytes(files, path)?.map_or(Ok(Vec::new()), |bytes| parse(bytes, path, name))
}

fn parse(bytes: Vec<u8>, path: &Path, name: &str) -> Result<Vec<RecordedAnswer>, Failure> {
    let text = String::from_utf8(bytes).map_err(|_| unreadable(path))?;
    let mut findings = Vec::new();
    let AnswerFile { answers, .. } = answers::parse(Source::new(name, text.replace("\r\n", "\n")), &mut findings);
    if findings.is_empty() { Ok(answers) } else { Err(unreadable(path)) }
}

/// Changes the answers in a file, which need not exist. What another program writes into it meanwhile stays: the change is then made
/// to that.
///
/// # Errors
/// When the file cannot be read as answers, or cannot be written.
pub fn update(
    files: &dyn Files,
    root: &Path,
    name: &str,
    change: impl Fn(&mut Vec<RecordedAnswer>),
) -> Result<(), Failure> {
    let path = &root.join(name);
    record_file::update(files, path, |before| {
        let mut recorded = before.map_or(Ok(Vec::new()), |bytes| parse(bytes, path, name))?;
        change(&mut recorded);
        file_text(path, &recorded)
    })
}

/// The text of a file with these answers.
fn file_text(path: &Path, answers: &[RecordedAnswer]) -> Result<String, Failure> {
    let yaml = serde_yaml::to_string(&answers)
        .map_err(|error| Failure::machine(format!("cannot write the answers: {error}")))?;
    let file_text = format!(
        "# What reviewers sent back. Written by `wellpress review import` and `wellpress review resolve`.\n{yaml}"
    );
    // What cannot be read back would be lost, and would break the next build.
    let mut findings = Vec::new();
    answers::parse(Source::new(&*path.to_string_lossy(), file_text.clone()), &mut findings);
    match findings.first() {
        Some(finding) => Err(Failure::content(format!("the answers cannot be recorded: {}", finding.message))),
        None => Ok(file_text),
    }
}

fn unreadable(path: &Path) -> Failure {
    Failure::content(format!("`{}` cannot be read as answers of reviewers", path.display()))
        .help("`wellpress check` says what is wrong in it")
}

/// Texts to read in the place of files, by the paths at which these are read.
pub type EditedTexts = BTreeMap<PathBuf, Vec<u8>>;
