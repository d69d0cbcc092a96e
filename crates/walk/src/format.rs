//! [`Format`] and [`write()`]: how blocks become a file, and the one place that sees to it that no notice gets lost on the way.

use std::collections::BTreeMap;

use thiserror::Error;

use wellpress_bibliography::NoticeKind;
use wellpress_diagnostics::quotable;

use crate::blocks::{Block, Blocks, Element, Event, Inline, Origin, Run};
use wellpress_render::safety::SafetyNotice;

/// A format in which pages are written, such as Word or plain text.
///
/// [`write()`] calls it for each block and each piece of a line, in reading order. A format can leave out words of a notice, and then
/// [`write()`] returns an error.
pub trait Format {
    /// The name of the format, for messages.
    fn name(&self) -> &str;

    /// Writes the start of a block.
    fn start(&mut self, element: &Element);

    /// Writes the end of a block.
    fn end(&mut self, element: &Element);

    /// Writes something in a line.
    fn inline(&mut self, inline: &Inline);

    /// Everything written so far. [`write()`] remembers its length when a block starts, and looks for the words of notices behind that
    /// position when the block ends. Escapes and notation may stand between words, but each word of the page is there, in order.
    fn written(&self) -> &str;
}

/// A notice that a format has to write, by its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExpectedNotice {
    /// What readers have to see before the steps of an exercise.
    Safety(SafetyNotice),
    /// What happened to a source after its publication.
    Source(NoticeKind),
}

impl ExpectedNotice {
    /// The notice in words, for messages.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Safety(notice) => notice.words(),
            Self::Source(NoticeKind::Retracted) => "notice that a source was retracted",
            Self::Source(NoticeKind::Concern) => "notice that a source is in doubt",
            Self::Source(NoticeKind::Corrected) => "notice that a source was corrected",
        }
    }
}

/// A format left out a notice, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the format `{format}` leaves out a {} of `{page}`: \"{text}\"", notice.words())]
pub struct LostNotice {
    /// The name of the format.
    pub format: String,
    /// The page, as the caller calls it.
    pub page: String,
    /// What is missing.
    pub notice: ExpectedNotice,
    /// The words of the notice.
    pub text: String,
}

/// How many notices of each kind were written.
pub type NoticeCounts = BTreeMap<ExpectedNotice, usize>;

/// Writes the blocks of a page in a format, and finds each of their notices again in what the format wrote.
///
/// # Errors
/// The first notice whose words are missing, or not where the notice belongs.
pub fn write(page: &str, blocks: &Blocks, format: &mut dyn Format) -> Result<NoticeCounts, LostNotice> {
    let mut open: Vec<OpenBlock<'_>> = Vec::new();
    let mut counts = NoticeCounts::new();
    for event in &blocks.events {
        match event {
            Event::Start(element) => {
                open.push(OpenBlock { element, start: format.written().len(), due: Vec::new() });
                format.start(element);
            }
            Event::Inline(inline) => {
                format.inline(inline);
                if let Inline::Text(run) = inline {
                    add_expected_words(&mut open, run);
                }
            }
            Event::End => {
                let Some(closed) = open.pop() else { continue };
                format.end(closed.element);
                for due in closed.due {
                    let written = format.written();
                    if !has_words(written.get(closed.start..).unwrap_or(written), &due.words) {
                        return Err(lost(page, format.name(), &due));
                    }
                    *counts.entry(due.notice).or_default() += 1;
                }
            }
        }
    }
    Ok(counts)
}

/// A block whose end has not come.
struct OpenBlock<'b> {
    element: &'b Element,
    /// How much was written before it.
    start: usize,
    /// What has to be found in it at its end.
    due: Vec<ExpectedWords<'b>>,
}

struct ExpectedWords<'b> {
    notice: ExpectedNotice,
    words: Vec<&'b str>,
}

/// Adds the words of a run to each notice whose block is open.
fn add_expected_words<'b>(open: &mut [OpenBlock<'b>], run: &'b Run) {
    if matches!(run.origin, Origin::DisclaimerTitle | Origin::Navigation) {
        return;
    }
    for block in open.iter_mut() {
        if let Block::Notice(kind) = block.element.block {
            if block.due.is_empty() {
                block.due.push(ExpectedWords { notice: ExpectedNotice::Safety(kind), words: Vec::new() });
            }
            block.due[0].words.push(&run.text);
        }
    }
    if let (Origin::SourceNotice(kind), Some(block)) = (run.origin, open.last_mut()) {
        block.due.push(ExpectedWords { notice: ExpectedNotice::Source(kind), words: vec![&run.text] });
    }
}

/// Whether a text has these words in this order.
fn has_words(written: &str, words: &[&str]) -> bool {
    let mut unread = written;
    words.iter().flat_map(|words| words.split(|c: char| !c.is_alphanumeric())).all(|word| match unread.find(word) {
        Some(at) => {
            unread = &unread[at + word.len()..];
            true
        }
        None => false,
    })
}

fn lost(page: &str, format: &str, due: &ExpectedWords<'_>) -> LostNotice {
    let text = quotable(due.words.concat().trim());
    LostNotice { format: format.to_owned(), page: page.to_owned(), notice: due.notice, text }
}
