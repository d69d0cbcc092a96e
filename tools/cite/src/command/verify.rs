//! `wellpress cite verify`: compares sources with the records at their DOIs and PubMed ids, and prints the differences as a report
//! or as a patch. It never writes to the library.

use clap::Args;

use wellpress_bibliography::Reference;
use wellpress_check::apply_severities;
use wellpress_command::console::{self, count};
use wellpress_command::invocation::{failing_severity, today};
use wellpress_command::report::{FindingFilter, ReportArguments, exit_of};
use wellpress_command::{Exit, Failure};
use wellpress_diagnostics::Report;
use wellpress_diagnostics::render::Summary;
use wellpress_io::cache::CacheFile;
use wellpress_io::fs::Disk;

use crate::FieldPatch;
use crate::fetch::Fetcher;
use crate::verify::findings::{FieldPlaces, findings};
use crate::verify::{Verifier, identifiers};

use super::session::{CiteSession, web};

/// The cache file with the records of earlier runs.
const HISTORY_FILE: &str = "records.pack";

/// Compare sources with the records at their DOIs and PubMed ids
///
/// It compares title, authors, year, journal, volume, issue and pages. What only one side says is not compared, and of two records
/// of a source it is enough if one agrees. Case, accents, punctuation, initials, abbreviations of journals, the year online or in
/// print, and ways to write supplements and pages make no difference.
///
/// A field that differs is `wellpress explain source-differs`, an identifier of another work `wellpress explain source-other-work`,
/// one that does not exist `wellpress explain source-not-found`, and a service without an answer `wellpress explain
/// source-unchecked`.
///
/// `--patch` prints a patch of the `.bib` files and writes nothing. Each change is read back first; fields that cannot be changed
/// alone, and those of files in other formats, are named. Records are kept for a week, and a service that does not answer three
/// times is not asked again.
#[derive(Debug, Args)]
#[command(after_long_help = "\
    Exit status: as of `check`.

    $ wellpress cite verify --patch > sources.patch
    $ git apply sources.patch")]
pub struct Arguments {
    /// Keys of the library, or `doi:..` and `pmid:..` [default: all sources]
    #[arg(value_name = "KEY")]
    keys: Vec<String>,
    /// Print a patch for `git apply` that corrects the fields that differ
    #[arg(long, conflicts_with = "format")]
    patch: bool,
    /// Fail on differences as well as on errors
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    report: ReportArguments,
}

/// Compares the sources that have a DOI or a PubMed id. The exit status is that of `check`.
pub fn run(session: &CiteSession<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let chosen: Vec<&Reference> = match arguments.keys.as_slice() {
        [] => session.library.references.iter().collect(),
        keys => keys.iter().map(|key| session.find(key)).collect::<Result<_, Failure>>()?,
    };
    let (entries, others): (Vec<&Reference>, Vec<&Reference>) =
        chosen.into_iter().partition(|entry| !identifiers(entry).is_empty());
    if !arguments.keys.is_empty() {
        let without = others.iter().map(|entry| format!("`{}` has neither a DOI nor a PubMed id", entry.key));
        without.for_each(|note| session.console.note(&note));
    }
    let client = web(&session.config)?;
    let fetcher = Fetcher { web: &*client, services: &session.config.services, today: today(session.invocation)? };
    let mut notes: Vec<String> = Vec::new();
    let cache_file = CacheFile::new(&session.cache, HISTORY_FILE);
    let verifier = Verifier::new(fetcher, cache_file.load(&Disk, &mut notes).unwrap_or_default());
    let bar = session.console.bar();
    bar.set_message("comparing sources");
    bar.set_length(entries.len() as u64);
    let verified = verifier.verify(&entries, &|| bar.inc(1));
    bar.finish_and_clear();
    cache_file.save(&Disk, &verifier.into_history(), &mut notes);
    notes.iter().for_each(|note| session.console.note(note));

    let (sources, bytes) = session.library.sources(&Disk, &session.config);
    let places = FieldPlaces::of(&sources);
    let source_findings = verified.iter().flat_map(|source| findings(&places, source));
    let report = Report::new(apply_severities(&session.config, source_findings));
    arguments.report.show(session.invocation, &report, FindingFilter::All)?;
    let compared = count(entries.len(), "source");
    let without =
        if others.is_empty() { String::new() } else { format!(", {} without DOI or PubMed id", others.len()) };
    let summary = format!("Compared {compared}{without}: {}", Summary::of(&report));
    if arguments.patch {
        let patch = FieldPatch::of(&sources, &bytes, &places, &verified);
        for field in &patch.by_hand {
            session.console.note(&format!("not in the patch, to be changed by hand: {field}"));
        }
        console::print_stdout(&patch.text)?;
        session.console.progress(&summary);
    } else if !arguments.report.owns_stdout() {
        session.console.summary(&summary)?;
    }
    Ok(exit_of(&report, failing_severity(arguments.strict)))
}
