//! `wellpress review import` and `wellpress review resolve`: take in what reviewers send back, and what editors do about it.

use std::path::PathBuf;

use clap::Args;

use wellpress_build::pipeline::Request;
use wellpress_command::console::{self, count};
use wellpress_command::invocation::{Invocation, today};
use wellpress_command::{Exit, Failure};
use wellpress_diagnostics::render::visible;
use wellpress_foundation::Day;
use wellpress_io::fs::{Disk, Files};
use wellpress_site::parse::answers::RecordedAnswer;
use wellpress_site::parse::front_matter::ReviewRole;
use wellpress_site::parse::sign_offs::Decision;

use crate::answer::{self, Answer, DATE};
use crate::answers::{self, AnswerOrigin};
use crate::import::{self, Imported, NamedPage, RemarkOutcome};
use crate::{OnlyChanges, Signature};

use super::shared::{one_of, site_request};

/// The most bytes of an answer: a Word file with its pictures.
const MAX_BYTES: u64 = 100_000_000;

#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// What the reviewer sent back: the answer of a packet, a message with its text, or the packet as a Word file
    file: PathBuf,
    /// The page, if the file does not say of which page it is
    #[arg(long, value_name = "ID")]
    page: Option<String>,
    /// The page's language, with `--page`
    #[arg(long, value_name = "TAG", requires = "page")]
    language: Option<String>,
    /// Record the approval as a sign-off of this person
    #[arg(long = "as", value_name = "PERSON", requires = "role")]
    person: Option<String>,
    /// The role in which the person reviewed the page
    #[arg(long, value_parser = one_of(ReviewRole::ALL, ReviewRole::as_str), requires = "person")]
    role: Option<ReviewRole>,
}

#[derive(Debug, Args)]
pub(super) struct ResolveArguments {
    /// The ids of the remarks, as `wellpress check` prints them
    #[arg(required = true, value_name = "REMARK")]
    ids: Vec<String>,
    /// Carry out the suggestions in the authors' files, if these still have the words
    #[arg(long)]
    accept: bool,
}

pub(super) fn import(invocation: &Invocation<'_>, arguments: &ImportArguments) -> Result<Exit, Failure> {
    let name = arguments.file.display();
    let bytes = Disk.read_limited(&arguments.file, MAX_BYTES).map_err(|error| Failure::usage(error.to_string()))?;
    let answers = answer::read(&bytes).map_err(|error| {
        Failure::content(format!("`{name}`: {error}"))
            .help("ask the reviewer to send the file again that the packet saved, or the Word file")
    })?;
    let file_hash = blake3::hash(&bytes).to_hex().to_string();
    let has_several = answers.len() > 1;
    if has_several && arguments.page.is_some() {
        return Err(Failure::usage(format!(
            "`{name}` has answers about {}, and says which",
            count(answers.len(), "page")
        ))
        .help("leave out `--page`"));
    }
    let request = site_request(invocation)?;
    let origin = AnswerOrigin { file: &file_hash, has_several };
    // What is wrong with the answer about one page does not stop those about the others.
    let mut last_failure: Option<Failure> = None;
    for answer in &answers {
        if let Err(failure) = import_answer(invocation, &request, arguments, answer, origin)
            && let Some(earlier) = last_failure.replace(failure)
        {
            console::print_failure(&earlier);
        }
    }
    last_failure.map_or(Ok(Exit::Done), Err)
}

fn import_answer(
    invocation: &Invocation<'_>,
    request: &Request<'_>,
    arguments: &ImportArguments,
    answer: &Answer,
    origin: AnswerOrigin<'_>,
) -> Result<Exit, Failure> {
    let named_page = arguments.page.as_deref().map(|id| NamedPage { id, language: arguments.language.as_deref() });
    let imported = import::import(&Disk, request, answer, origin, named_page, today(invocation)?)?;
    if imported.says_nothing {
        let RecordedAnswer { page, language, .. } = &imported.entry;
        return console::print_stdout(&format!("{page} ({language}): no answer\n")).map(|()| Exit::Done);
    }
    let next = if arguments.person.is_some() { String::new() } else { next_step(&imported) };
    console::print_stdout(&(summary(&imported) + &unread_lines(&imported, answer) + &next))?;
    match (&arguments.person, arguments.role) {
        (Some(person), Some(role)) if imported.entry.decision.is_some() || !origin.has_several => {
            sign(request, &imported, answer, person, role, today(invocation)?)
        }
        _ => Ok(Exit::Done),
    }
}

/// What was read, and what to do next.
fn summary(imported: &Imported) -> String {
    let Imported { file, entry, is_known, is_current, approved_hash, .. } = imported;
    let name = entry.reviewer.as_deref().unwrap_or("a reviewer");
    let decision = match entry.decision {
        Some(Decision::Approved) if entry.since.is_some() => "approves of the changes alone",
        Some(Decision::Approved) => "approves",
        Some(Decision::ChangesRequested) => "asks for changes",
        None => "says nothing of a decision",
    };
    let open = entry.open_remarks().count();
    let known_note = if *is_known { ", which was there already" } else { "" };
    let mut text =
        format!("{name} {decision}; {} of {} open: {file}{known_note}\n", open, count(entry.remarks.len(), "remark"));
    if approved_hash.is_some() && !is_current {
        text.push_str("the page has every suggestion word for word, and no other change\n");
    } else if !is_current && entry.read.is_some() {
        text.push_str("the page has changed since the packet was made\n");
    }
    text
}

/// The lines of the answer that cannot be read for certain, with what to do about each.
fn unread_lines(imported: &Imported, answer: &Answer) -> String {
    let mut text = String::new();
    for unread in &answer.unread_lines {
        let (line, reason) = (visible(&unread.line()), &unread.reason);
        text.push_str(&format!("the line `{line}` was not understood: {reason}; ask the reviewer\n"));
    }
    if let Some(line) =
        answer.approves_with_changes.as_ref().filter(|_| answers::lacks_changes(answer, &imported.entry))
    {
        let line = visible(line);
        text.push_str(&format!(
            "the line `{line}` approves of changes, and the file has none: ask the reviewer for them\n"
        ));
    }
    text
}

fn next_step(imported: &Imported) -> String {
    let Imported { entry, approved_hash, .. } = imported;
    let RecordedAnswer { page, language, read_if_accepted, decision, .. } = entry;
    let has_suggestions = entry.asks_for_changes_of_words();
    match (decision, approved_hash) {
        (Some(Decision::Approved), Some(_)) => {
            "to record the approval as a sign-off, run this again with `--as PERSON --role ROLE`\n".to_owned()
        }
        (Some(Decision::Approved), None) if has_suggestions && read_if_accepted.is_some() => {
            "once every suggestion is taken over word for word, and nothing else is changed, run this again to record the \
             approval\n"
                .to_owned()
        }
        (Some(Decision::Approved), None) => format!(
            "the approval is not of the words that the page will have: make a new packet, `wellpress review request {page} \
             --language {language}`\n"
        ),
        _ => String::new(),
    }
}

/// Records the approval or the request for changes, unsigned, with the hash of the answer as evidence.
fn sign(
    request: &Request<'_>,
    imported: &Imported,
    answer: &Answer,
    person: &str,
    role: ReviewRole,
    today: Day,
) -> Result<Exit, Failure> {
    let entry = &imported.entry;
    let decision =
        entry.decision.ok_or_else(|| Failure::usage("the answer has no decision, so that there is nothing to sign"))?;
    let hash = match decision {
        Decision::Approved => imported.approved_hash.as_deref().ok_or_else(|| {
            Failure::content("the page does not have the words that were approved")
                .help(next_step(imported).trim().to_owned())
        })?,
        Decision::ChangesRequested => entry.read.as_deref().unwrap_or_default(),
    };
    if let Some(unread) = answer.unread_lines.iter().find(|unread| unread.name == DATE) {
        let (day, reason) = (visible(&unread.words), &unread.reason);
        return Err(Failure::content(format!("the day of the decision is not certain, `{day}`: {reason}")).help(
            "write it as `YYYY-MM-DD` in the file and import it again, or record it as of today with `wellpress review sign`",
        ));
    }
    let date = answer.date.unwrap_or(today);
    if date > today {
        return Err(Failure::usage(format!("the answer is of {date}, which is still to come"))
            .help("ask the reviewer for the day"));
    }
    let evidence = format!("Answer of {}: {}", entry.reviewer.as_deref().unwrap_or(person), entry.file);
    let note = answer.general.as_ref().map_or(evidence.clone(), |general| format!("{general} ({evidence})"));
    let only_changes = entry.since.as_deref().map(|since| OnlyChanges { since: Some(since) });
    let signature =
        Signature { person, role, decision, only_changes, note: Some(&note), date, read: Some(hash), key: None };
    import::inspect(&Disk, request, |checked| {
        let page = crate::find(checked.config, checked.resolved.site, &entry.page, Some(&entry.language))?;
        let signed = crate::sign(&Disk, &checked, page, &signature)?;
        console::print_stdout(&format!("{signed}\n")).map(|()| Exit::Done)
    })
}

pub(super) fn resolve(invocation: &Invocation<'_>, arguments: &ResolveArguments) -> Result<Exit, Failure> {
    let resolution = if arguments.accept { RemarkOutcome::Accept } else { RemarkOutcome::Done };
    let request = site_request(invocation)?;
    for id in &arguments.ids {
        let accepted = import::resolve(&Disk, &request, id, resolution, None, today(invocation)?)?;
        let line = match accepted {
            Some(accepted) => format!("{id}: accepted in {}\n", accepted.edited.file),
            None => format!("{id}: done\n"),
        };
        console::print_stdout(&line)?;
    }
    Ok(Exit::Done)
}
