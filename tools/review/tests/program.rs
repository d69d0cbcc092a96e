//! The program that these tests start: `review` with the signatures of SSH, and no other tool. The test binary is this program, too.

use clap::Subcommand;

use wellpress_command::Program;
use wellpress_harness::tool_program::{self, BuildArguments, CheckArguments};
use wellpress_review::{SSH_SIGNATURES, command};

static PROGRAM: Program = tool_program::program(Some(&SSH_SIGNATURES));

#[derive(Debug, Subcommand)]
enum Command {
    Build(BuildArguments),
    Check(CheckArguments),
    Review(command::Arguments),
}

#[test]
fn run() {
    tool_program::run_as_program(&PROGRAM, |invocation, command| match command {
        Command::Build(arguments) => tool_program::build(invocation, arguments),
        Command::Check(arguments) => tool_program::check(invocation, arguments),
        Command::Review(arguments) => command::run(invocation, arguments),
    });
}
