//! The program that these tests start: `deploy`, and no other tool. The test binary is this program, too.

use clap::Subcommand;

use wellpress_command::Program;
use wellpress_deploy::command;
use wellpress_harness::tool_program::{self, BuildArguments};

static PROGRAM: Program = tool_program::program(None);

#[derive(Debug, Subcommand)]
enum Command {
    Build(BuildArguments),
    Deploy(command::Arguments),
}

#[test]
fn run() {
    tool_program::run_as_program(&PROGRAM, |invocation, command| match command {
        Command::Build(arguments) => tool_program::build(invocation, arguments),
        Command::Deploy(arguments) => command::run(invocation, arguments),
    });
}
