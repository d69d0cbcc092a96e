//! Carries out suggestions of reviewers in the authors' files, first in memory: an edit counts only if the page then shows the words
//! that the reviewer suggested, and has no new error.

use std::collections::BTreeMap;
use std::path::Path;

use wellpress_build::pipeline::CheckedSite;
use wellpress_diagnostics::Severity;
use wellpress_diagnostics::Source;
use wellpress_io::fs::Files;
use wellpress_site::config::Config;
use wellpress_site::model::Page;
use wellpress_site::parse::answers::{RecordedRemark, RecordedSuggestion};
use wellpress_site::parse::front_matter;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::remark_places::{RemarkPlaces, most_similar};

use super::answers::EditedTexts;
use super::text_edit::{self, CannotEdit};
use crate::packet::Paragraph;

/// A file with a suggestion carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditedFile {
    /// Relative to the root.
    pub file: String,
    /// Its whole text before.
    pub before: String,
    /// Its whole text.
    pub text: String,
}

impl EditedFile {
    /// The lines of the new text that the suggestion has changed. Empty if it only took lines out.
    #[must_use]
    pub fn changed_lines(&self) -> &str {
        let new = self.text.as_bytes();
        let (common_start, common_end) = self.common_ends();
        let start = new[..common_start].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let tail = new.len() - common_end;
        let end = new[tail..].iter().position(|byte| *byte == b'\n').map_or(new.len(), |at| tail + at);
        self.text.get(start..end).unwrap_or(&self.text)
    }

    /// The words that were replaced and the new ones, each with up to `context` bytes before and behind them.
    #[must_use]
    pub fn changed_words(&self, context: usize) -> (&str, &str) {
        let (common_start, common_end) = self.common_ends();
        let around = |text: &str| {
            let mut start = common_start.saturating_sub(context);
            let mut end = text.len() - common_end.saturating_sub(context);
            while !text.is_char_boundary(start) {
                start -= 1;
            }
            while !text.is_char_boundary(end) {
                end += 1;
            }
            start..end
        };
        (&self.before[around(&self.before)], &self.text[around(&self.text)])
    }

    /// How many bytes at the start and at the end of both texts are the same.
    fn common_ends(&self) -> (usize, usize) {
        let (old, new) = (self.before.as_bytes(), self.text.as_bytes());
        let common_start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        let rest = old.len().min(new.len()) - common_start;
        let common_end = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
        (common_start, common_end)
    }
}

/// The file that has the words of a suggestion, with the suggestion carried out. Files in `earlier` are taken from there, so that several
/// suggestions can be carried out one after the other.
///
/// # Errors
/// When the place is not clear.
pub fn edited_file(
    files: &dyn Files,
    config: &Config,
    places: &RemarkPlaces<'_>,
    remark: &RecordedRemark,
    suggestion: &RecordedSuggestion,
    earlier: &EditedTexts,
) -> Result<EditedFile, CannotEdit> {
    let location = places.find(&remark.words).ok_or(CannotEdit::NotFound)?;
    let path = config.root.join(&*location.file);
    let bytes = earlier.get(&path).cloned().map_or_else(|| files.read(&path).map_err(|_| CannotEdit::NotFound), Ok)?;
    let text = String::from_utf8(bytes).map_err(|_| CannotEdit::NotFound)?;
    let lines = lines(&text, location.line as usize, location.end_line as usize);
    let source = Source::new(&*location.file, text.clone());
    let is_front_matter = location.file.ends_with(".yaml") || lines.start < front_matter::text_start(&source);
    let edited = text_edit::edited(&text, lines, is_front_matter, suggestion)?;
    Ok(EditedFile { file: location.file.to_string(), before: text, text: edited })
}

/// The bytes of some lines, counted from 1.
fn lines(text: &str, first: usize, last: usize) -> std::ops::Range<usize> {
    let mut starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    let start = starts.nth(first.saturating_sub(1)).unwrap_or(text.len());
    let length = text[start..].split_inclusive('\n').take(last + 1 - first.min(last)).map(str::len).sum::<usize>();
    start..start + length
}

/// Carries out all of these remarks' suggestions in memory.
///
/// # Errors
/// With the remark whose place is not clear.
pub fn all_edited<'r>(
    files: &dyn Files,
    config: &Config,
    resolved: &ResolvedSite<'_>,
    page: &Page,
    remarks: impl Iterator<Item = &'r RecordedRemark>,
) -> Result<EditedTexts, (&'r RecordedRemark, CannotEdit)> {
    let places = RemarkPlaces::of_page(resolved, page);
    let mut texts = EditedTexts::new();
    for remark in remarks {
        let Some(suggestion) = &remark.suggestion else { continue };
        let edited = edited_file(files, config, &places, remark, suggestion, &texts);
        let edited = edited.map_err(|reason| (remark, reason))?;
        texts.insert(config.root.join(Path::new(&edited.file)), edited.text.into_bytes());
    }
    Ok(texts)
}

/// The words of those paragraphs of a packet that these suggestions change, once they are carried out.
///
/// # Errors
/// When the place of a suggestion is not clear.
pub fn expected<'r>(
    paragraphs: &[Paragraph],
    remarks: impl Iterator<Item = &'r RecordedRemark>,
) -> Result<Vec<String>, CannotEdit> {
    let mut changed: BTreeMap<u32, String> = BTreeMap::new();
    for (remark, suggestion) in remarks.filter_map(|remark| Some((remark, remark.suggestion.as_ref()?))) {
        let best = most_similar(paragraphs, |paragraph| &paragraph.plain, &remark.words);
        let (_, best) = best.ok_or(CannotEdit::NotFound)?;
        let words = changed.get(&best.number).unwrap_or(&best.words);
        changed.insert(best.number, text_edit::replaced(words, suggestion)?);
    }
    Ok(changed.into_values().collect())
}

/// Whether each of these texts is a paragraph of a packet. White space does not count.
#[must_use]
pub fn shows(paragraphs: &[Paragraph], expected: &[String]) -> bool {
    expected.iter().all(|words| paragraphs.iter().any(|paragraph| letters(&paragraph.words) == letters(words)))
}

/// The characters of a text but white space.
fn letters(text: &str) -> String {
    text.chars().filter(|char| !char.is_whitespace()).collect()
}

/// How many errors a report has.
#[must_use]
pub fn error_count(checked: &CheckedSite<'_>) -> usize {
    checked.report.findings().iter().filter(|finding| finding.severity == Severity::Error).count()
}
