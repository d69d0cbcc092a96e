//! `--baseline` and `--write-baseline`: findings that are listed in a file do not count, so that a site which adopts wellpress
//! with many findings fails for new ones alone. The file's format is left to `wellpress_diagnostics::baseline`.

use std::path::{Path, PathBuf};

use clap::Args;

use wellpress_diagnostics::Report;
use wellpress_diagnostics::baseline::{Baseline, BaselineComparison};
use wellpress_io::fs::{Disk, Files};

use crate::console::{Console, Verbosity, count};
use crate::failure::Failure;

/// The arguments of `check` about its baseline.
#[derive(Debug, Args)]
pub struct BaselineArguments {
    /// Count only findings that this file does not list
    #[arg(long, value_name = "FILE", conflicts_with = "write_baseline")]
    baseline: Option<PathBuf>,
    /// List the findings of this run in this file, for `--baseline`; they do not count
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
}

impl BaselineArguments {
    /// Reads the file of `--baseline`. Called before the site is read, so that a mistyped name costs no time.
    ///
    /// # Errors
    /// When the file cannot be read, or is none.
    pub fn read(&self) -> Result<Option<Baseline>, Failure> {
        self.baseline.as_deref().map(read).transpose()
    }

    /// Takes the findings of the baseline out of a report; returns the others and the number of those taken out. With
    /// `--write-baseline` a new baseline is written first and then applied, so that the run that writes it succeeds.
    ///
    /// # Errors
    /// When the file of `--write-baseline` cannot be written.
    pub fn apply(
        &self,
        console: &Console,
        baseline: Option<Baseline>,
        report: Report,
    ) -> Result<(Report, usize), Failure> {
        let baseline = match &self.write_baseline {
            Some(path) => Some(write(console, path, &report)?),
            None => baseline,
        };
        let Some(baseline) = baseline else { return Ok((report, 0)) };
        let comparison = baseline.compare(&report);
        note_fixed(console, &comparison);
        Ok((comparison.new, comparison.known_count))
    }
}

/// Tells of findings in the baseline that the site no longer has: their entries would hide the same mistake made again.
fn note_fixed(console: &Console, comparison: &BaselineComparison) {
    let fixed: usize = comparison.gone.values().sum();
    if fixed > 0 {
        let are = if fixed == 1 { "is" } else { "are" };
        let again = "`--write-baseline` lists what is left";
        console.note(&format!("{} of the baseline {are} no longer there; {again}", count(fixed, "finding")));
    }
    if console.verbosity == Verbosity::Verbose {
        for finding in comparison.gone.keys() {
            console.note(&format!("no longer there: {}: [{}] {}", finding.file, finding.rule, finding.message));
        }
    }
}

fn read(path: &Path) -> Result<Baseline, Failure> {
    let bytes = Disk.read(path).map_err(|error| {
        let failure = Failure::usage(format!("cannot read the baseline `{}`: {error}", path.display()));
        failure.help("`wellpress check --write-baseline FILE` writes one")
    })?;
    let text = String::from_utf8(bytes).map_err(|error| not_a_baseline(path, &error))?;
    Baseline::parse(&text).map_err(|error| not_a_baseline(path, &error))
}

fn not_a_baseline(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::usage(format!("`{}` is no baseline: {error}", path.display()))
        .help("`wellpress check --write-baseline FILE` writes a new one")
}

fn write(console: &Console, path: &Path, report: &Report) -> Result<Baseline, Failure> {
    let baseline = Baseline::of(report);
    let file = path.display();
    Disk.write(path, baseline.render().as_bytes())
        .map_err(|error| Failure::machine(format!("cannot write the baseline to `{file}`: {error}")))?;
    console.progress(&format!("listed {} in `{file}`", count(baseline.len(), "finding")));
    Ok(baseline)
}
