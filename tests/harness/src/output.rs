//! [`ProgramOutput`]: what a program printed, for the tests of commands. [`tool_program`] starts the program of a tool.

use std::process::{Command, Output};

use serde_json::Value;

/// Exit status and printed text of a run that has ended.
#[derive(Debug)]
pub struct ProgramOutput {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl ProgramOutput {
    pub fn of(output: Output) -> Self {
        let output = without_head(output);
        Self {
            status: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Fails with all that was printed unless the exit status is this one.
    #[track_caller]
    pub fn assert_status(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{}{}", self.out, self.err);
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }
}

/// A run of the command of a tool. Its program is this test binary once more: of all tests only `program::run` runs, which
/// [`run_as_program`](crate::tool_program::run_as_program) makes that program. It takes what follows `--` as its arguments, and
/// the test runner takes that for names of further tests, of which there are none.
pub fn tool_program() -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", ENTRY, "--quiet", "--nocapture", "--test-threads=1", "--"]);
    command.env(IS_PROGRAM, "1").env_remove("SOURCE_DATE_EPOCH");
    command
}

/// The test that is the program of a tool: the function `run` in the file `program.rs` of its tests.
const ENTRY: &str = "program::run";

/// The variable that tells a program from a run of the tests.
pub(crate) const IS_PROGRAM: &str = "WELLPRESS_TOOL_PROGRAM";

/// What the test runner prints before the first test.
const HEAD: &[u8] = b"\nrunning 1 test\n";

/// Waits for a program to end. What the test runner printed is no part of the output.
pub fn output_of(command: &mut Command) -> Output {
    without_head(command.output().unwrap())
}

fn without_head(output: Output) -> Output {
    let stdout = output.stdout.strip_prefix(HEAD).map_or(output.stdout.clone(), <[u8]>::to_vec);
    Output { stdout, ..output }
}
