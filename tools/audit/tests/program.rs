//! The program that these tests start: `audit`, and no other tool. The test binary is this program, too.

use clap::Subcommand;

use wellpress_audit::command;
use wellpress_command::Program;
use wellpress_harness::tool_program;

static PROGRAM: Program = tool_program::program(None);

#[derive(Debug, Subcommand)]
enum Command {
    Audit(command::Arguments),
}

#[test]
fn run() {
    tool_program::run_as_program(&PROGRAM, |invocation, command| match command {
        Command::Audit(arguments) => command::run(invocation, arguments),
    });
}
