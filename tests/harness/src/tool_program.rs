//! A program with the command of one tool, and with `build` and `check` as far as the tests of tools need them. The test binary of a tool
//! is this program, too: [`tool_program`](crate::output::tool_program) starts it.
//!
//! The real commands `build` and `check` are those of the program; they have more arguments and a summary.

use std::ffi::OsString;

use clap::{Args, Parser, Subcommand};

use wellpress_build::emit::Strays;
use wellpress_build::pipeline::{self, CheckedSite, Outcome, Request, Unobserved};
use wellpress_command::baseline::BaselineArguments;
use wellpress_command::invocation::{CommonArguments, SiteArguments};
use wellpress_command::report::{FindingFilter, ReportArguments, exit_of};
use wellpress_command::{Exit, Failure, Invocation, Program, console};
use wellpress_diagnostics::Report;
use wellpress_io::fs::Disk;
use wellpress_site::signature_verifier::SignatureVerifier;

use crate::default_theme::{self, DEFAULT_THEME};
use crate::output::IS_PROGRAM;

/// What the program of a tool gives to its commands.
pub const fn program(signature_verifier: Option<&'static dyn SignatureVerifier>) -> Program {
    Program {
        build: "a program of tests",
        default_theme: &DEFAULT_THEME,
        signature_verifier,
        theme_languages: default_theme::languages,
        rule_page: |_| "",
    }
}

#[derive(Debug, Parser)]
#[command(name = "wellpress")]
struct Arguments<C: Subcommand> {
    #[command(flatten)]
    common: CommonArguments,
    #[command(subcommand)]
    command: C,
}

/// In a process that [`tool_program`](crate::output::tool_program) has started, parses the arguments, runs the command and ends the
/// process with the exit status of the program. Among other tests it does nothing.
#[expect(clippy::exit, reason = "the test runner would print more, and has a status of its own")]
pub fn run_as_program<C: Subcommand>(
    program: &'static Program,
    run: impl FnOnce(&Invocation<'_>, &C) -> Result<Exit, Failure>,
) {
    if std::env::var_os(IS_PROGRAM).is_none() {
        return;
    }
    let own = std::env::args_os().skip_while(|argument| argument != "--").skip(1);
    let arguments = Arguments::<C>::parse_from([OsString::from("wellpress")].into_iter().chain(own));
    let exit = run(&Invocation::new(program, &arguments.common), &arguments.command).unwrap_or_else(|failure| {
        console::print_failure(&failure);
        failure.exit
    });
    std::process::exit(exit as i32)
}

/// Build the site
#[derive(Debug, Args)]
pub struct BuildArguments {
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    report: ReportArguments,
}

/// Builds the site and prints the findings.
///
/// # Errors
/// When the run cannot go on.
pub fn build(invocation: &Invocation<'_>, arguments: &BuildArguments) -> Result<Exit, Failure> {
    let request = arguments.site.request(invocation, &Unobserved)?;
    let outcome = pipeline::build(&Disk, &request, Strays::Refuse)?;
    let report = match &outcome {
        Outcome::Stopped(report) => report,
        Outcome::Done(built) => &built.site.report,
    };
    let filter = FindingFilter::of_run(&invocation.console, request.failing_severity);
    arguments.report.show(invocation, report, filter)?;
    Ok(exit_of(report, request.failing_severity))
}

/// Check the site
#[derive(Debug, Args)]
pub struct CheckArguments {
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    report: ReportArguments,
    #[command(flatten)]
    baseline: BaselineArguments,
}

/// Checks the site and prints the findings.
///
/// # Errors
/// When the run cannot go on.
pub fn check(invocation: &Invocation<'_>, arguments: &CheckArguments) -> Result<Exit, Failure> {
    check_with(invocation, arguments, |request, report_of| Ok(pipeline::inspect(&Disk, request, report_of)?))
}

/// Checks the site with what a tool adds: `inspect` runs the checks, and has the report made of the site that it gets.
///
/// # Errors
/// When the run cannot go on.
pub fn check_with(
    invocation: &Invocation<'_>,
    arguments: &CheckArguments,
    inspect: impl FnOnce(&Request<'_>, &dyn Fn(CheckedSite<'_>) -> Report) -> Result<Outcome<Report>, Failure>,
) -> Result<Exit, Failure> {
    let request = arguments.site.request(invocation, &Unobserved)?;
    let baseline = arguments.baseline.read()?;
    let report_of = |site: CheckedSite<'_>| pipeline::with_render_findings(&Disk, &request, site).report;
    let report = match inspect(&request, &report_of)? {
        Outcome::Stopped(report) => report,
        Outcome::Done(report) => arguments.baseline.apply(&invocation.console, baseline, report)?.0,
    };
    arguments.report.show(invocation, &report, FindingFilter::All)?;
    Ok(exit_of(&report, request.failing_severity))
}
