//! The program that these tests start: `lsp`, and no other tool. The test binary is this program, too.

use clap::Subcommand;

use wellpress_command::Program;
use wellpress_harness::tool_program::{self, CheckArguments};
use wellpress_lsp::command;

static PROGRAM: Program = tool_program::program(None);

#[derive(Debug, Subcommand)]
enum Command {
    Check(CheckArguments),
    Lsp(command::Arguments),
}

#[test]
fn run() {
    tool_program::run_as_program(&PROGRAM, |invocation, command| match command {
        Command::Check(arguments) => tool_program::check(invocation, arguments),
        Command::Lsp(arguments) => command::run(invocation, arguments),
    });
}
