//! `wellpress cite import`: adds the records of another program's file to the library, or (with `--text`) the sources of a
//! pasted list of references.

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use wellpress_bibliography::{CiteKey, Identifier, NoticeKind, Reference, same_work};
use wellpress_command::console::{self, count};
use wellpress_command::invocation::{today, without_dot};
use wellpress_command::{Exit, Failure, open_library};
use wellpress_diagnostics::{Diagnostic, Location, Report, Severity, Source, rules};
use wellpress_io::fs::{Disk, Files, ReadError, slashed};
use wellpress_site::parse::decode_library;
use wellpress_site::parse::front_matter::untyped_fields;

use crate::drafts::is_draft;
use crate::fetch::{FetchError, Fetcher};
use crate::pasted::{LibraryMatch, PastedEntry, split_entries};
use crate::{ImportStep, KeyChoice, TargetFile, add_notice};

use super::add::fetch_failure;
use super::outcome::{SourceOutcome, keys_of, report_failure};
use super::session::{CiteSession, ImportResult, TargetArguments, title, web};

/// Add the sources of another program's file, or of a pasted list of references, to the library
///
/// A file is UTF-8, UTF-16 or Windows-1252. Keys that a person chose stay; other entries get readable ones. A key that is lost
/// stays valid as an alias. Entries that cannot be read are reported with their place, and the others are added (status 1). A text
/// with `references` in its front matter is what `pandoc -f docx+citations -s` makes of a Word file with citations of Zotero.
///
/// With `--text`, the list may be numbered, bulleted, in HTML, with blank lines between entries or one on each line. AMA,
/// Vancouver, APA, MLA, Harvard, Chicago, IEEE, Nature, ISO 690 and plain entries are read, in English, German, French, Spanish and
/// Italian. Each entry is looked up in the library, then by its DOI, PMID or PMCID, and is taken only if it has the title of the
/// source. What cannot be fetched becomes a draft of what the entry says. Nothing is guessed: what has no place goes into the note,
/// and an entry without a title, or with neither date nor identifier nor address, is shown with its line and not added.
///
/// An entry that says `[Retracted]` becomes a retracted source. If the library has the work without that, the command warns of it,
/// and ends the note of the entry with `[Retracted]` in a BibTeX file or a draft.
#[derive(Debug, Args)]
#[command(after_long_help = "    $ wellpress cite import --text --offline list.txt
    added `nihce-2012` to content/references/to-complete.json: Osteoporosis: assessing the risk ..
    1  nihce-2012
    entries: 1; added: 0; drafts to check: 1; there before: 0; unclear: 0")]
pub struct Arguments {
    /// A file in any format that the library reads, or a Markdown file with `references` of Pandoc in its front matter; with `--text`, a list of references, or `-` for standard input
    file: PathBuf,
    /// The file is a list of references as people write them
    #[arg(long)]
    text: bool,
    /// Send no request: entries that are not in the library become drafts of what the list says
    #[arg(long, requires = "text")]
    offline: bool,
    #[command(flatten)]
    pub(super) target: TargetArguments,
}

pub fn run(session: &CiteSession<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let Some(source) = read(session, &arguments.file)? else { return Ok(Exit::Content) };
    let target = session.choose_target(&arguments.target)?;
    if arguments.text {
        import_pasted(session, arguments, target, &source)
    } else {
        import_records(session, arguments, target, &source)
    }
}

/// Reads the file or standard input; `None` if it is not text; the finding has been printed.
fn read(session: &CiteSession<'_>, path: &Path) -> Result<Option<Source>, Failure> {
    let limit = session.config.settings.limits.library_size;
    let (name, bytes) = if path == Path::new("-") {
        ("standard input".to_owned(), read_stdin(limit)?)
    } else {
        (slashed(without_dot(path)), Disk.read_limited(path, limit).map_err(read_failure)?)
    };
    let (name, mut findings) = (Arc::from(name), Vec::new());
    let bytes = in_utf8(&name, bytes, &mut findings);
    let source = decode_library(&name, bytes, &mut findings);
    if !findings.is_empty() {
        console::print_findings(&Report::new(findings));
    }
    Ok(source)
}

/// The bytes of a file in UTF-8. Files of older programs are in UTF-16 or in Windows-1252, of which Latin-1 is a part.
fn in_utf8(name: &Arc<str>, bytes: Vec<u8>, findings: &mut Vec<Diagnostic>) -> Vec<u8> {
    let encoding = match Encoding::for_bom(&bytes) {
        Some((encoding, _)) if encoding != UTF_8 => encoding,
        None if std::str::from_utf8(&bytes).is_err() => WINDOWS_1252,
        _ => return bytes,
    };
    let message = format!("the file is not UTF-8, so it is read as {}", encoding.name());
    let finding = Diagnostic::new(&rules::FILE_ENCODING, Location::file(name.clone()), message);
    let finding = finding.help("check letters with accents in the new entries");
    findings.push(Diagnostic { severity: Severity::Warning, ..finding });
    encoding.decode(&bytes).0.into_owned().into_bytes()
}

const HELP_TOO_LARGE: &str = "divide it, or raise `limits.library_size` in the settings";

fn read_stdin(limit: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    // One byte more than is allowed shows that the input is over the limit, without reading all of it.
    let mut input = io::stdin().lock().take(limit.saturating_add(1));
    input.read_to_end(&mut bytes).map_err(|error| Failure::machine(format!("cannot read the input: {error}")))?;
    if bytes.len() as u64 > limit {
        return Err(Failure::content(format!("the input has over {limit} bytes")).help(HELP_TOO_LARGE));
    }
    Ok(bytes)
}

/// A missing file or a folder is wrong usage; a file that exists and cannot be read is a fault of the machine.
fn read_failure(error: ReadError) -> Failure {
    let message = error.to_string();
    match error {
        ReadError::TooLarge { .. } => Failure::content(message).help(HELP_TOO_LARGE),
        ReadError::Io { source, .. } if source.kind() != io::ErrorKind::NotFound => Failure::machine(message),
        ReadError::Io { .. } | ReadError::NotAFile { .. } => Failure::usage(message),
    }
}

/// Imports a file in a bibliographic format. Entries that cannot be read are reported, and the others are added.
fn import_records(
    session: &CiteSession<'_>,
    arguments: &Arguments,
    target: TargetFile,
    source: &Source,
) -> Result<Exit, Failure> {
    let of_front_matter = references_of_front_matter(source);
    let parsed = wellpress_bibliography::parse(of_front_matter.as_ref().unwrap_or(source));
    let report = Report::new(parsed.diagnostics);
    let exit = if report.has_errors() || parsed.unreadable_entries > 0 { Exit::Content } else { Exit::Done };
    if !report.findings().is_empty() {
        console::print_findings(&report);
    }
    let records: Vec<&Reference> = parsed.references.iter().collect();
    let display_path = target.display_path.clone();
    let ImportResult { steps, new } = session.append(&arguments.target, target, &records, KeyChoice::Original)?;
    let exit = exit.worse(keep_notices(session, &arguments.target, &told_of_known(&records, &steps))?);
    if arguments.target.dry_run {
        return Ok(exit);
    }
    records.iter().zip(&steps).for_each(|(record, step)| session.print_step(&display_path, record, step));
    console::print_stdout(&steps.iter().map(|step| format!("{}\n", step.key())).collect::<String>())?;
    let known_count = steps.len() - new;
    session.console.progress(&format!("{} added, {known_count} in the library already", count(new, "source")));
    Ok(exit)
}

/// The sources under `references` in the front matter of a text, as CSL-JSON. Pandoc writes them there for a Word file with
/// citations of Zotero. `None` for a file that is not Markdown.
fn references_of_front_matter(source: &Source) -> Option<Source> {
    let is_markdown = Path::new(&*source.path).extension().is_some_and(|extension| extension == "md");
    let (fields, _) = is_markdown.then(|| untyped_fields(source))?;
    Some(Source::new(format!("{}.json", source.path), fields.get("references")?.to_string()))
}

/// Imports a list as people write it: prints a line with number and key for each entry, `?` where the entry is unclear. The
/// numbers let an author replace the numbered marks of an old text by keys.
fn import_pasted(
    session: &CiteSession<'_>,
    arguments: &Arguments,
    target: TargetFile,
    source: &Source,
) -> Result<Exit, Failure> {
    let web = if arguments.offline { None } else { Some(web(&session.config)?) };
    let services = &session.config.services;
    let today = today(session.invocation)?;
    let fetcher = web.as_deref().map(|web| Fetcher { web, services, today });
    let mut exit = Exit::Done;
    let mut outcomes = Vec::new();
    let entries = split_entries(&source.text);
    for entry in &entries {
        let entry_outcome = find_or_fetch(session, fetcher.as_ref(), entry)
            .and_then(|outcome| refuse_conflicting_draft(&outcomes, outcome, entry));
        outcomes.push(entry_outcome.map_err(|failure| with_entry(failure, source, entry)).unwrap_or_else(|failure| {
            exit = exit.worse(report_failure(&failure));
            SourceOutcome::Failed
        }));
    }
    let records: Vec<&Reference> = outcomes.iter().filter_map(SourceOutcome::record).collect();
    let display_path = target.display_path.clone();
    let ImportResult { steps, new } = session.append(&arguments.target, target, &records, KeyChoice::Readable)?;
    records.iter().zip(&steps).for_each(|(record, step)| session.print_step(&display_path, record, step));
    let keys = keys_of(&outcomes, &steps);
    let told = keys.iter().zip(&entries).filter_map(|(key, entry)| Some(((*key)?, entry.notice()?)));
    exit = exit.worse(keep_notices(session, &arguments.target, &told.collect())?);
    // A dry run has printed the entries to standard output, where keys would be taken for a part of them.
    if !arguments.target.dry_run {
        console::print_stdout(&numbered_keys(&keys))?;
    }
    let clear = keys.iter().flatten().count();
    let drafts = records.iter().zip(&steps).filter(|(record, step)| is_new_draft(record, step)).count();
    session.console.progress(&format!(
        "entries: {}; added: {}; drafts to check: {drafts}; there before: {}; unclear: {}",
        keys.len(),
        new - drafts,
        clear - new,
        keys.len() - clear
    ));
    Ok(exit)
}

fn is_new_draft(record: &Reference, step: &ImportStep) -> bool {
    is_draft(record) && !matches!(step, ImportStep::Known(..))
}

fn numbered_keys(keys: &[Option<&CiteKey>]) -> String {
    let lines = (1..).zip(keys).map(|(number, key)| format!("{number}\t{}\n", key.map_or("?", CiteKey::as_str)));
    lines.collect()
}

/// The source of one entry.
fn find_or_fetch(
    session: &CiteSession<'_>,
    fetcher: Option<&Fetcher<'_>>,
    entry: &PastedEntry,
) -> Result<SourceOutcome, Failure> {
    match entry.find(&session.library) {
        LibraryMatch::Source(source) => Ok(SourceOutcome::InLibrary(source.key.clone())),
        LibraryMatch::Conflict(identifier, source) => Err(other_work(&identifier, source, Some(&source.key))),
        LibraryMatch::Nothing => fetch(session, fetcher, entry).map(|record| SourceOutcome::New(Box::new(record))),
    }
}

/// Works that the library has, with what the list or file says became of them.
type ToldNotices<'a> = Vec<(&'a CiteKey, NoticeKind)>;

/// Writes what the list says became of works that were in the library into their entries, so that each citation warns of it. A file
/// that cannot be written is reported, and the command goes on to its other results.
fn keep_notices(
    session: &CiteSession<'_>,
    arguments: &TargetArguments,
    told: &ToldNotices<'_>,
) -> Result<Exit, Failure> {
    let mut exit = Exit::Done;
    if told.is_empty() {
        return Ok(exit);
    }
    // Entries may have been added since, to the end of a file.
    let library = open_library(&Disk, &session.config, arguments.to.as_deref())?;
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for (key, kind) in told.iter().filter(|(key, _)| seen.insert(*key)) {
        let Some(entry) = library.by_key(key.as_str()).filter(|entry| entry.notice.is_none()) else { continue };
        let is_written = !arguments.dry_run
            && add_notice(&Disk, &session.config, entry, *kind).unwrap_or_else(|failure| {
                exit = exit.worse(report_failure(&failure));
                false
            });
        findings.push(kept_notice(entry, *kind, is_written));
    }
    if !findings.is_empty() {
        console::print_findings(&Report::new(findings));
    }
    Ok(exit)
}

/// Says that the list has a work as retracted, or in doubt, of which the entry said nothing, and whether it says so now.
fn kept_notice(entry: &Reference, kind: NoticeKind, is_written: bool) -> Diagnostic {
    let (event, statement) = match kind {
        NoticeKind::Retracted => ("was retracted", "[Retracted]"),
        NoticeKind::Concern => ("has an expression of concern", "[Expression of concern]"),
        NoticeKind::Corrected => ("was corrected", "[Corrected]"),
    };
    let (now, help) = if is_written {
        (
            format!("its note says `{statement}` now"),
            "see whether that is right, and take the words out if it is not".to_owned(),
        )
    } else {
        let help = format!("see whether that is right; if it is, end the entry's note with `{statement}`");
        ("its entry does not".to_owned(), help)
    };
    let message = format!("the list says that `{}` {event}, and {now}", entry.key);
    let finding = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, entry.location.clone(), message).help(help);
    Diagnostic { severity: Severity::Warning, ..finding }
}

/// The notices of records whose works the library had before.
fn told_of_known<'a>(records: &[&Reference], steps: &'a [ImportStep]) -> ToldNotices<'a> {
    let told = records.iter().zip(steps).filter_map(|(record, step)| match step {
        ImportStep::Known(key, _) => Some((key, record.notice.as_ref()?.kind)),
        _ => None,
    });
    told.collect()
}

/// Refuses the draft of an entry that has the identifier of an earlier one, but other words.
fn refuse_conflicting_draft(
    earlier: &[SourceOutcome],
    outcome: SourceOutcome,
    entry: &PastedEntry,
) -> Result<SourceOutcome, Failure> {
    if !outcome.record().is_some_and(is_draft) {
        return Ok(outcome);
    }
    let records: Vec<Reference> = earlier.iter().filter_map(SourceOutcome::record).cloned().collect();
    for identifier in entry.identifiers().iter().filter(|identifier| !matches!(identifier, Identifier::Page(_))) {
        match same_work::find_by_identifier(identifier, &records) {
            Some((record, _)) if !entry.agrees_with(record) => return Err(other_work(identifier, record, None)),
            _ => {}
        }
    }
    Ok(outcome)
}

/// Fetches the record of the entry's first DOI or PubMed id, and compares its title with the entry. Without one, without a network
/// or after a failure that may pass, what the entry itself says becomes a draft. A web address is not fetched: in a
/// pasted list it often leads to a start page or to a file.
fn fetch(session: &CiteSession<'_>, fetcher: Option<&Fetcher<'_>>, entry: &PastedEntry) -> Result<Reference, Failure> {
    let identifiers = entry.identifiers();
    let identifier = identifiers.iter().find(|identifier| !matches!(identifier, Identifier::Page(_)));
    let (Some(fetcher), Some(identifier)) = (fetcher, identifier) else {
        return entry.draft().ok_or_else(|| unreadable(entry));
    };
    match fetcher.fetch(identifier) {
        Ok(mut record) if entry.agrees_with(&record) => {
            entry.add_notice(&mut record);
            Ok(record)
        }
        Ok(record) => Err(other_work(identifier, &record, None)),
        // No later attempt can find it: the identifier is mistaken.
        Err(error @ FetchError::OtherSource(_)) => Err(fetch_failure(identifier, error)),
        Err(error) if error.is_temporary() => {
            session.console.note(&format!("{identifier}: {error}; `wellpress cite add --drafts` fetches it later"));
            entry.draft().ok_or_else(|| fetch_failure(identifier, error))
        }
        Err(error) => Err(fetch_failure(identifier, error)),
    }
}

fn unreadable(entry: &PastedEntry) -> Failure {
    match entry.address() {
        Some(url) => Failure::content("no title can be read beside the web address")
            .help(format!("`wellpress cite add {url}` takes what the page says of itself")),
        None => Failure::content("no title with a date, a DOI, a PMID or an address can be read")
            .help("write it as `Author. Title. Publisher; 2024.`, or find its DOI or PMID"),
    }
}

/// The identifier of an entry leads to a work with another title; with the key of that work if the library has it.
pub(super) fn other_work(identifier: &Identifier, record: &Reference, key: Option<&CiteKey>) -> Failure {
    let title = title(record);
    let library_key = key.map_or_else(String::new, |key| format!(", `{key}` of the library"));
    Failure::content(format!("{identifier} leads to another work, \u{201c}{title}\u{201d}{library_key}"))
        .help("check which is right: the identifier or the words of the entry")
}

/// Adds line and text of the entry to a failure.
fn with_entry(failure: Failure, source: &Source, entry: &PastedEntry) -> Failure {
    let message = format!("{}:{}: {}\n  | {}", source.path, entry.line, failure.message, entry.text);
    Failure { message, ..failure }
}
