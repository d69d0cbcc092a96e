//! The program that these tests start: `cite` and `check --external`, and no other tool. The test binary is this program, too.

use clap::{Args, Subcommand};

use wellpress_cite::command;
use wellpress_cite::external::ExternalArguments;
use wellpress_command::Program;
use wellpress_command::invocation::today;
use wellpress_harness::tool_program::{self, BuildArguments, CheckArguments};

static PROGRAM: Program = tool_program::program(None);

#[derive(Debug, Subcommand)]
enum Command {
    Build(BuildArguments),
    Check(CheckWithExternal),
    Cite(command::Arguments),
}

/// Check the site
#[derive(Debug, Args)]
struct CheckWithExternal {
    #[command(flatten)]
    check: CheckArguments,
    #[command(flatten)]
    external: ExternalArguments,
}

#[test]
fn run() {
    tool_program::run_as_program(&PROGRAM, |invocation, command| match command {
        Command::Build(arguments) => tool_program::build(invocation, arguments),
        Command::Check(arguments) => tool_program::check_with(invocation, &arguments.check, |request, report_of| {
            arguments.external.inspect(&invocation.console, request, today(invocation)?, report_of)
        }),
        Command::Cite(arguments) => command::run(invocation, arguments),
    });
}
