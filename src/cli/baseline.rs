//! `--baseline` and `--write-baseline`: what is known of a site does not count.

use std::path::{Path, PathBuf};

use clap::Args;

use wellpress_diagnostics::Report;
use wellpress_diagnostics::baseline::{Baseline, BaselineComparison};
use wellpress_io::fs::{Disk, Files};

use super::build::count;
use super::console::{Console, Volume};
use super::failure::Failure;

/// Whether there is a baseline, and what becomes of it.
#[derive(Debug, Args)]
pub(super) struct BaselineArguments {
    /// Count only findings that this file does not list
    #[arg(long, value_name = "FILE", conflicts_with = "write_baseline")]
    baseline: Option<PathBuf>,
    /// List the findings of this run in this file, for `--baseline`; they do not count
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
}

impl BaselineArguments {
    /// The baseline that is compared with; read before the site, so that a wrong name costs no time.
    pub fn read(&self) -> Result<Option<Baseline>, Failure> {
        self.baseline.as_deref().map(read).transpose()
    }

    /// What counts of a report, and how many findings do not. A new baseline is written where one is wanted.
    pub fn apply(
        &self,
        console: &Console,
        known: Option<Baseline>,
        report: Report,
    ) -> Result<(Report, usize), Failure> {
        let known = match &self.write_baseline {
            Some(path) => Some(write(console, path, &report)?),
            None => known,
        };
        let Some(known) = known else { return Ok((report, 0)) };
        let BaselineComparison { new, known_count, gone } = known.compare(&report);
        let times: usize = gone.values().sum();
        if times > 0 {
            let are = if times == 1 { "is" } else { "are" };
            let again = "`--write-baseline` lists what is left";
            console.note(&format!("{} of the baseline {are} no longer there; {again}", count(times, "finding")));
        }
        if console.volume == Volume::Verbose {
            for gone in gone.keys() {
                console.note(&format!("no longer there: {}: [{}] {}", gone.file, gone.rule, gone.message));
            }
        }
        Ok((new, known_count))
    }
}

fn read(path: &Path) -> Result<Baseline, Failure> {
    let shown = path.display();
    let text = Disk.read(path).map_err(|error| {
        let failure = Failure::usage(format!("cannot read the baseline `{shown}`: {error}"));
        failure.help("`wellpress check --write-baseline FILE` writes one")
    })?;
    let wrong = |error: &dyn std::fmt::Display| {
        let failure = Failure::usage(format!("`{shown}` is no baseline: {error}"));
        failure.help("`wellpress check --write-baseline FILE` writes a new one")
    };
    let text = String::from_utf8(text).map_err(|error| wrong(&error))?;
    Baseline::parse(&text).map_err(|error| wrong(&error))
}

fn write(console: &Console, path: &Path, report: &Report) -> Result<Baseline, Failure> {
    let known = Baseline::of(report);
    let shown = path.display();
    Disk.write(path, known.render().as_bytes())
        .map_err(|error| Failure::machine(format!("cannot write the baseline to `{shown}`: {error}")))?;
    console.progress(&format!("listed {} in `{shown}`", count(known.len(), "finding")));
    Ok(known)
}
