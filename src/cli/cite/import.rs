//! `wellpress cite import`: sources from other programs' files, and from a pasted list.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;

use wellpress_bibliography::{CiteKey, Identifier, LibraryFormat, Reference};
use wellpress_diagnostics::{Report, Source};
use wellpress_io::fs::{Disk, Files, ReadError, slashed};
use wellpress_io::net::WebClient;
use wellpress_site::parse::decode;

use crate::cite::fetch::Fetcher;
use crate::cite::pasted::{self, Entry, Found};
use crate::cite::{Keys, Target};
use crate::cli::Exit;
use crate::cli::arguments::{plain, today};
use crate::cli::build::count;
use crate::cli::console;
use crate::cli::failure::Failure;

use super::{Desk, Into, Written, add, title, web, worse};

/// Bring sources from another program's file, or from a pasted list, into the library
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A file in any form that the library reads; with `--text`, a list of references, `-` for standard input
    file: PathBuf,
    /// The file is a list of references as people write them
    #[arg(long)]
    text: bool,
    /// Ask nobody: take from a pasted list only what the library has
    #[arg(long, requires = "text")]
    offline: bool,
    #[command(flatten)]
    pub(super) into: Into,
}

/// Imports the file.
pub(super) fn run(desk: &Desk<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let Some(source) = read(desk, &arguments.file)? else { return Ok(Exit::Content) };
    let target = desk.target(&arguments.into)?;
    if arguments.text { pasted(desk, arguments, target, &source) } else { records(desk, arguments, target, &source) }
}

fn read(desk: &Desk<'_>, path: &Path) -> Result<Option<Source>, Failure> {
    let limit = desk.config.settings.limits.library_size;
    let (name, bytes) = if path == Path::new("-") {
        let mut bytes = Vec::new();
        let mut input = io::stdin().lock().take(limit.saturating_add(1));
        input.read_to_end(&mut bytes).map_err(|error| Failure::machine(format!("cannot read the input: {error}")))?;
        if bytes.len() as u64 > limit {
            return Err(Failure::content(format!("the input has over {limit} bytes")).help(LARGER));
        }
        ("standard input".to_owned(), bytes)
    } else {
        let bytes = Disk.read_limited(path, limit).map_err(unread)?;
        (slashed(plain(path)), bytes)
    };
    let mut findings = Vec::new();
    let source = decode(&name.into(), bytes, &mut findings);
    if !findings.is_empty() {
        desk.show(Report::new(findings));
    }
    Ok(source)
}

const LARGER: &str = "divide it, or raise `limits.library_size` in the settings";

/// A file that is not there was asked for in vain; that it cannot be read is the machine's.
fn unread(error: ReadError) -> Failure {
    let message = error.to_string();
    match error {
        ReadError::TooLarge { .. } => Failure::content(message).help(LARGER),
        ReadError::Io { source, .. } if source.kind() != io::ErrorKind::NotFound => Failure::machine(message),
        ReadError::Io { .. } | ReadError::NotAFile { .. } => Failure::usage(message),
    }
}

/// Records in a form of their own. What cannot be read is shown, and the others come.
fn records(desk: &Desk<'_>, arguments: &Arguments, target: Target, source: &Source) -> Result<Exit, Failure> {
    let format = LibraryFormat::of_path(&source.path).or_else(|| LibraryFormat::guess(&source.text));
    let parsed = format.map_or_else(
        || wellpress_bibliography::parse(source),
        |format| wellpress_bibliography::parse_as(source, format),
    );
    let report = Report::new(parsed.diagnostics);
    let exit = if report.has_errors() { Exit::Content } else { Exit::Done };
    if !report.findings().is_empty() {
        desk.show(report);
    }
    let records: Vec<&Reference> = parsed.references.iter().collect();
    let shown = target.shown.clone();
    let Written { steps, new } = desk.write(&arguments.into, target, &records, Keys::Own)?;
    if arguments.into.dry_run {
        return Ok(exit);
    }
    records.iter().zip(&steps).for_each(|(record, step)| desk.tell(&shown, record, step));
    console::print(&steps.iter().map(|step| format!("{}\n", step.key())).collect::<String>())?;
    let there = steps.len() - new;
    desk.console.progress(&format!("{} added, {there} in the library already", count(new, "source")));
    Ok(exit)
}

/// What became of an entry of a pasted list.
enum Meant {
    /// A source of the library.
    Known(CiteKey),
    /// A record that was fetched.
    Fetched(Box<Reference>),
    /// Nobody knows.
    Unclear,
}

/// A list as people write it: entries that the library has, entries that can be fetched, and the rest, which is shown.
fn pasted(desk: &Desk<'_>, arguments: &Arguments, target: Target, source: &Source) -> Result<Exit, Failure> {
    let entries = pasted::split(&source.text);
    let web = if arguments.offline { None } else { Some(web(&desk.config)?) };
    let mut exit = Exit::Done;
    let mut meant = Vec::new();
    for entry in &entries {
        meant.push(match meaning(desk, web.as_deref(), entry)? {
            Ok(meant) => meant,
            Err(failure) => {
                exit = worse(exit, desk.complain(at(source, entry, failure)));
                Meant::Unclear
            }
        });
    }
    let records: Vec<&Reference> = meant.iter().filter_map(Meant::record).collect();
    let shown = target.shown.clone();
    let Written { steps, new } = desk.write(&arguments.into, target, &records, Keys::Readable)?;
    records.iter().zip(&steps).for_each(|(record, step)| desk.tell(&shown, record, step));
    let mut steps = steps.iter();
    let key = |meant: &Meant| match meant {
        Meant::Known(key) => Some(key.clone()),
        Meant::Fetched(_) => steps.next().map(|step| step.key().clone()),
        Meant::Unclear => None,
    };
    let keys: Vec<Option<CiteKey>> = meant.iter().map(key).collect();
    if !arguments.into.dry_run {
        let line = |(at, key): (usize, &Option<CiteKey>)| {
            format!("{}\t{}\n", at + 1, key.as_ref().map_or("?", CiteKey::as_str))
        };
        console::print(&keys.iter().enumerate().map(line).collect::<String>())?;
    }
    let clear = keys.iter().flatten().count();
    let unclear = keys.len() - clear;
    desk.console.progress(&format!(
        "entries: {}; added: {new}; there before: {}; unclear: {unclear}",
        keys.len(),
        clear - new
    ));
    Ok(exit)
}

impl Meant {
    fn record(&self) -> Option<&Reference> {
        if let Self::Fetched(record) = self { Some(record) } else { None }
    }
}

/// What an entry means, or why that is not plain.
fn meaning(desk: &Desk<'_>, web: Option<&dyn WebClient>, entry: &Entry) -> Result<Result<Meant, Failure>, Failure> {
    Ok(match entry.find(&desk.shelf) {
        Found::Source(known) => Ok(Meant::Known(known.key.clone())),
        Found::Another(identifier, known) => Err(another(&identifier, known, Some(&known.key))),
        Found::Nothing => fetched(desk, web, entry)?.map(Meant::Fetched),
    })
}

/// The record that an entry's identifier leads to, if it can be what the entry means.
fn fetched(
    desk: &Desk<'_>,
    web: Option<&dyn WebClient>,
    entry: &Entry,
) -> Result<Result<Box<Reference>, Failure>, Failure> {
    let named = entry.identifiers().into_iter().find(|identifier| !matches!(identifier, Identifier::Page(_)));
    let Some(identifier) = named else { return Ok(Err(unnamed(entry))) };
    let Some(web) = web else {
        let failure = Failure::content(format!("not in the library: {identifier}"));
        return Ok(Err(failure.help(format!("`wellpress cite add {identifier}` fetches it"))));
    };
    let fetcher = Fetcher { web, services: &desk.config.services, today: today(desk.common)? };
    Ok(match fetcher.fetch(&identifier) {
        Ok(record) if entry.agrees_with(&record) => Ok(Box::new(record)),
        Ok(record) => Err(another(&identifier, &record, None)),
        Err(error) => Err(add::failure(&identifier, error)),
    })
}

fn unnamed(entry: &Entry) -> Failure {
    match entry.address() {
        Some(url) => Failure::content("not in the library, and has nothing but a web address")
            .help(format!("`wellpress cite add {url}` takes what the page says of itself")),
        None => Failure::content("no DOI, no PMID, and no title that the library has")
            .help("find its DOI or PMID, or write the entry by hand"),
    }
}

/// An identifier whose work has another title than the entry; with the key of that work, where the library has it.
fn another(identifier: &Identifier, record: &Reference, key: Option<&CiteKey>) -> Failure {
    let title = title(record);
    let of = key.map_or_else(String::new, |key| format!(", `{key}` of the library"));
    Failure::content(format!("{identifier} leads to another work, \u{201c}{title}\u{201d}{of}"))
        .help("look which of the two is right, the identifier or the words")
}

/// The failure with the entry that it is about.
fn at(source: &Source, entry: &Entry, failure: Failure) -> Failure {
    let message = format!("{}:{}: {}\n  | {}", source.path, entry.line, failure.message, entry.text);
    Failure { message, ..failure }
}
