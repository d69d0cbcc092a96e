//! Takes in what a reviewer sent back, and carries out what an editor decides about each remark.
//!
//! Both look at the site twice: as it is, and with the suggestions carried out in memory. What the second look does not confirm is not
//! written.

use std::sync::Arc;
use std::time::Duration;

use wellpress_build::pipeline::{self, CheckedSite, Outcome, Request};
use wellpress_command::Failure;
use wellpress_foundation::Day;
use wellpress_io::fs::{Edited, Files};
use wellpress_site::model::Page;
use wellpress_site::parse::answers::{RecordedAnswer, RecordedRemark, RemarkState};
use wellpress_site::parse::sign_offs::Decision;
use wellpress_site::resolve::remark_places::RemarkPlaces;

use super::accept::{EditedFile, all_edited, edited_file, error_count, expected, shows};
use super::answer::Answer;
use super::answers::{self, AnswerOrigin, EditedTexts, answer_file};
use crate::packet::{self, Packet, PacketContents};
use crate::sent_packet::{self, render_context};

/// An answer that is on record now.
#[derive(Debug)]
pub struct Imported {
    /// The file with the record, relative to the root.
    pub file: String,
    /// The record, with the states that its remarks had before.
    pub entry: RecordedAnswer,
    /// Whether it was there before.
    pub is_known: bool,
    /// Whether the file is about several pages, and the reviewer has said nothing about this one. Nothing is recorded then.
    pub says_nothing: bool,
    /// Whether the page still has the words that were read.
    pub is_current: bool,
    /// The hash of the words that the page has now, if the reviewer's approval is of exactly these.
    pub approved_hash: Option<String>,
}

/// The page that an answer is about, if the person names it.
#[derive(Debug, Clone, Copy)]
pub struct NamedPage<'a> {
    /// The id, as commands take it.
    pub id: &'a str,
    /// The tag of its language; that of the site without one.
    pub language: Option<&'a str>,
}

/// The contents of a packet that is compared with an answer. What tells the reviewer about the request is no part of that.
fn compared_contents(today: Day) -> PacketContents<'static> {
    PacketContents { today, asked_of: None, asked_by: None, until: None, uncited: Vec::new() }
}

/// The packet of a page as it is now.
fn packet_of(checked: &CheckedSite<'_>, files: &dyn Files, page: &Page, today: Day) -> Result<Packet, Failure> {
    Ok(packet::packet(&render_context(checked)?, files, page, &compared_contents(today)))
}

/// What the first look finds out.
struct FirstLook {
    file: String,
    entry: RecordedAnswer,
    is_known: bool,
    hash: String,
    /// The files with every suggestion carried out, and the paragraphs that the page has then.
    edits: Option<(EditedTexts, Vec<String>)>,
}

/// Records an answer.
///
/// # Errors
/// When the answer names no page of the site, or the record cannot be written.
pub fn import(
    files: &dyn Files,
    request: &Request<'_>,
    answer: &Answer,
    origin: AnswerOrigin<'_>,
    named: Option<NamedPage<'_>>,
    today: Day,
) -> Result<Imported, Failure> {
    let first = inspect(files, request, |checked| first_look(files, request, &checked, answer, origin, named, today))?;
    let FirstLook { file, mut entry, is_known, hash, edits } = first;
    if let Some((edits, expected)) = edits.filter(|(edits, _)| !edits.is_empty() && !is_known) {
        let edited = Edited::new(files, edits);
        entry.read_if_accepted = inspect(&edited, request, |checked| {
            let page = super::find(checked.config, checked.resolved.site, &entry.page, Some(&entry.language))?;
            let packet = packet_of(&checked, &edited, page, today)?;
            Ok(shows(&packet.paragraphs, &expected).then_some(packet.hash))
        })?;
    }
    let says_nothing =
        origin.has_several && entry.remarks.is_empty() && (entry.decision, entry.reviewer.as_deref()) == (None, None);
    if !is_known && !says_nothing {
        answers::add(files, &request.root, &file, entry.clone())?;
    }
    let is_current = entry.read.as_ref() == Some(&hash);
    let has_changes = entry.asks_for_changes_of_words();
    let approves = entry.decision == Some(Decision::Approved);
    let is_approved = match has_changes {
        true => entry.read_if_accepted.as_ref() == Some(&hash),
        false => is_current,
    };
    let approved_hash = (approves && is_approved).then_some(hash);
    Ok(Imported { file, entry, is_known, says_nothing, is_current, approved_hash })
}

fn first_look(
    files: &dyn Files,
    request: &Request<'_>,
    checked: &CheckedSite<'_>,
    answer: &Answer,
    origin: AnswerOrigin<'_>,
    named: Option<NamedPage<'_>>,
    today: Day,
) -> Result<FirstLook, Failure> {
    let in_answer = answer.page.as_deref().map(|id| NamedPage { id, language: answer.language.as_deref() });
    let named_page = named.or(in_answer).ok_or_else(|| {
        Failure::usage("the answer does not say of which page it is").help("name the page: `--page ID`")
    })?;
    let page = super::find(checked.config, checked.resolved.site, named_page.id, named_page.language)?;
    let packet = packet_of(checked, files, page, today)?;
    let file = answer_file(checked.config.content_folder(), page);
    let id = checked.resolved.site.full_id(page);
    let recorded = answers::read(files, &checked.config.root.join(&file), &file)?;
    let earlier_answer = recorded.into_iter().find(|earlier| {
        // A file can have answers about several pages, and several pages can have one file of answers.
        (earlier.file.as_str(), &earlier.page, &earlier.language) == (origin.file, &id, &packet.language)
    });
    let is_known = earlier_answer.is_some();
    let is_current = answer.packet_hash.as_ref() == Some(&packet.hash);
    // A Word file is compared with the one that was sent, so that paragraphs which came or moved without tracking are seen.
    let as_sent = match answer.has_all_paragraphs && is_current && !is_known {
        true => Some(sent_packet::as_sent(files, request, checked, page, answer, today)?),
        false => None,
    };
    let entry = earlier_answer.map_or_else(|| answers::entry(answer, &packet, as_sent.as_ref(), &id, origin), Ok)?;
    // Only while the page has the words that were read can the program say what they become.
    let can_be_edited = is_current && entry.remarks.iter().all(|remark| !remark.by_hand);
    let edits = can_be_edited.then(|| {
        let edits = all_edited(files, checked.config, checked.resolved, page, entry.remarks.iter()).ok()?;
        Some((edits, expected(&packet.paragraphs, entry.remarks.iter()).ok()?))
    });
    let edits = edits.flatten();
    Ok(FirstLook { file, entry, is_known, hash: packet.hash, edits })
}

/// What is done with a remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemarkOutcome {
    /// Its suggestion is carried out in the author's file.
    Accept,
    /// An editor has dealt with it.
    Done,
}

/// A suggestion that was carried out.
#[derive(Debug)]
pub struct AcceptedSuggestion {
    /// The file that says so, relative to the root.
    pub record: Arc<str>,
    /// The author's file.
    pub edited: EditedFile,
}

/// How long an edit has to last before it is reported. An editor that saves in the same moment has read the old text, and what it
/// writes takes the edit back.
const SETTLE_TIME: Duration = Duration::from_millis(40);

/// Carries out a suggestion, which is returned, or marks a remark as done. `expected` are BLAKE3 hashes of the
/// author's file as the editor may have seen it: another file is not edited.
///
/// # Errors
/// When there is no such open remark, its suggestion cannot be carried out, or a file cannot be written. The remark is open then.
pub fn resolve(
    files: &dyn Files,
    request: &Request<'_>,
    remark_id: &str,
    resolution: RemarkOutcome,
    expected: Option<&[String]>,
    today: Day,
) -> Result<Option<AcceptedSuggestion>, Failure> {
    let (file, answer, edit) = inspect(files, request, |checked| {
        let (file, answer, remark) = open_remark(&checked, remark_id)?;
        let edit = match resolution {
            RemarkOutcome::Done => None,
            RemarkOutcome::Accept => Some(edit_of(files, &checked, &answer, &remark, today)?),
        };
        Ok((file, answer, edit))
    })?;
    let Some(edit) = edit else {
        set_state(files, request, &file, remark_id, RemarkState::Done)?;
        return Ok(None);
    };
    confirm(files, request, &answer, &edit, today)?;
    let edited = edit.edited;
    write_edit(files, request, &edited, expected)?;
    if let Err(failure) = set_state(files, request, &file, remark_id, RemarkState::Accepted) {
        // Without a record nobody would know of the edit. A text that was saved since then stays.
        let path = request.root.join(&edited.file);
        let _ = files.replace_if(&path, edited.text.as_bytes(), edited.before.as_bytes());
        return Err(failure);
    }
    std::thread::sleep(SETTLE_TIME);
    if !is_kept(files, request, &edited) {
        set_state(files, request, &file, remark_id, RemarkState::Open)?;
        return Err(changed_meanwhile(&edited.file));
    }
    Ok(Some(AcceptedSuggestion { record: file, edited }))
}

/// Whether a file still has the lines of an edit: somebody may have saved an older text over it.
fn is_kept(files: &dyn Files, request: &Request<'_>, edited: &EditedFile) -> bool {
    let bytes = files.read(&request.root.join(&edited.file)).unwrap_or_default();
    bytes != edited.before.as_bytes() && String::from_utf8_lossy(&bytes).contains(edited.changed_lines())
}

fn changed_meanwhile(file: &str) -> Failure {
    Failure::content(format!("`{file}` has changed meanwhile")).help("look at the page again")
}

/// The file of answers that has a remark, the answer and the remark.
fn open_remark(checked: &CheckedSite<'_>, id: &str) -> Result<(Arc<str>, RecordedAnswer, RecordedRemark), Failure> {
    let files = checked.resolved.site.answers.iter();
    let answers = files.flat_map(|file| file.answers.iter().map(|answer| (&file.source.path, answer)));
    let mut remarks =
        answers.flat_map(|(file, answer)| answer.remarks.iter().map(move |remark| (file, answer, remark)));
    let (file, answer, remark) = remarks.find(|(_, _, remark)| remark.id == id).ok_or_else(|| {
        Failure::usage(format!("no remark has the id `{id}`")).help("`wellpress check` lists the open ones")
    })?;
    match remark.state {
        RemarkState::Open => Ok((file.clone(), answer.clone(), remark.clone())),
        RemarkState::Accepted | RemarkState::Done => Err(Failure::usage(format!("the remark `{id}` is done already"))),
    }
}

/// A suggestion carried out in memory.
struct Edit {
    edited: EditedFile,
    expected: Vec<String>,
    errors_before: usize,
}

fn edit_of(
    files: &dyn Files,
    checked: &CheckedSite<'_>,
    answer: &RecordedAnswer,
    remark: &RecordedRemark,
    today: Day,
) -> Result<Edit, Failure> {
    let id = &remark.id;
    let suggestion = remark.suggestion.as_ref().ok_or_else(|| {
        Failure::usage(format!("the remark `{id}` suggests no other words"))
            .help("edit the text, and mark the remark as done")
    })?;
    let page = super::find(checked.config, checked.resolved.site, &answer.page, Some(&answer.language))?;
    let places = RemarkPlaces::of_page(checked.resolved, page);
    let cannot = |reason| {
        Failure::content(format!("the suggestion `{id}` cannot be carried out: {reason}"))
            .help("edit the text, and mark the remark as done")
    };
    let edited = edited_file(files, checked.config, &places, remark, suggestion, &EditedTexts::new());
    let edited = edited.map_err(cannot)?;
    let packet = packet_of(checked, files, page, today)?;
    let expected = expected(&packet.paragraphs, std::iter::once(remark)).map_err(cannot)?;
    Ok(Edit { edited, expected, errors_before: error_count(checked) })
}

/// Looks whether the page shows the new words once the file is edited.
fn confirm(
    files: &dyn Files,
    request: &Request<'_>,
    answer: &RecordedAnswer,
    edit: &Edit,
    today: Day,
) -> Result<(), Failure> {
    let Edit { edited, expected, errors_before } = edit;
    let path = request.root.join(&edited.file);
    let with_edit = Edited::new(files, EditedTexts::from([(path, edited.text.clone().into_bytes())]));
    inspect(&with_edit, request, |checked| {
        let page = super::find(checked.config, checked.resolved.site, &answer.page, Some(&answer.language))?;
        let packet = packet_of(&checked, &with_edit, page, today)?;
        if error_count(&checked) <= *errors_before && shows(&packet.paragraphs, expected) {
            return Ok(());
        }
        let message = format!("with the suggestion in `{}` the page would not show these words", edited.file);
        Err(Failure::content(message).help("edit the text, and mark the remark as done"))
    })
}

/// Writes an edited file as a whole, unless it is another one than the editor saw, or a link.
fn write_edit(
    files: &dyn Files,
    request: &Request<'_>,
    edited: &EditedFile,
    expected: Option<&[String]>,
) -> Result<(), Failure> {
    let path = request.root.join(&edited.file);
    let kind = files.kind(&path).map_err(super::unwritten(&path))?;
    if kind != wellpress_io::fs::EntryKind::File {
        return Err(Failure::content(format!("`{}` is no regular file, and is not edited", edited.file)));
    }
    let before = edited.before.as_bytes();
    let hash = blake3::hash(before).to_hex();
    let is_as_seen = expected.is_none_or(|expected| expected.iter().any(|seen| *seen == hash.as_str()));
    let is_written =
        is_as_seen && files.replace_if(&path, before, edited.text.as_bytes()).map_err(super::unwritten(&path))?;
    if is_written { Ok(()) } else { Err(changed_meanwhile(&edited.file)) }
}

fn set_state(
    files: &dyn Files,
    request: &Request<'_>,
    file: &str,
    remark_id: &str,
    state: RemarkState,
) -> Result<(), Failure> {
    answers::update(files, &request.root, file, |answers| {
        let remarks = answers.iter_mut().flat_map(|answer| &mut answer.remarks);
        remarks.filter(|remark| remark.id == remark_id).for_each(|remark| remark.state = state);
    })
}

/// Runs the stages without rendering, and stops on findings about the settings.
///
/// # Errors
/// Those of the stages and of `look`.
pub fn inspect<T>(
    files: &dyn Files,
    request: &Request<'_>,
    look: impl FnOnce(CheckedSite<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    match pipeline::inspect(files, request, look)? {
        Outcome::Done(result) => result,
        Outcome::Stopped(_) => Err(Failure::usage("the settings have mistakes").help("`wellpress check` shows them")),
    }
}
