//! The program that these tests start: `care` and `withdraw`, and no other tool. The test binary is this program, too.

use clap::Subcommand;

use wellpress_care::{command, withdraw};
use wellpress_command::Program;
use wellpress_harness::tool_program::{self, BuildArguments, CheckArguments};

static PROGRAM: Program = tool_program::program(None);

#[derive(Debug, Subcommand)]
enum Command {
    Build(BuildArguments),
    Check(CheckArguments),
    Care(command::Arguments),
    Withdraw(withdraw::Arguments),
}

#[test]
fn run() {
    tool_program::run_as_program(&PROGRAM, |invocation, command| match command {
        Command::Build(arguments) => tool_program::build(invocation, arguments),
        Command::Check(arguments) => tool_program::check(invocation, arguments),
        Command::Care(arguments) => command::run(invocation, arguments),
        Command::Withdraw(arguments) => withdraw::run(invocation, arguments, None),
    });
}
