//! Starts the compiled program and reads what it prints, for the tests of its commands.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

pub use wellpress_harness::output::ProgramOutput;

/// The path of the program that Cargo built for this test run.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_wellpress");

/// A running `wellpress serve` on a free port. It is killed when it is dropped.
pub struct ServeProcess {
    pub process: Child,
    pub address: SocketAddr,
    /// The first two lines that it printed: its address, and the result of the first build.
    pub first_lines: [String; 2],
}

impl ServeProcess {
    /// Starts it in this folder and waits for the first build.
    pub fn start(folder: &Path) -> Self {
        Self::start_with(folder, &[])
    }

    /// Starts it with further arguments.
    pub fn start_with(folder: &Path, arguments: &[&str]) -> Self {
        Self::start_with_errors_to(folder, arguments, Stdio::null())
    }

    /// Starts it with a place for what it prints as warnings and findings.
    pub fn start_with_errors_to(folder: &Path, arguments: &[&str], errors: impl Into<Stdio>) -> Self {
        let mut command = Command::new(PROGRAM);
        command
            .args(["serve", "--port", "0"])
            .args(arguments)
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(errors);
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let first_lines = [lines.next().unwrap().unwrap(), lines.next().unwrap().unwrap()];
        let address = first_lines[0].split("http://").nth(1).and_then(|url| url.split('/').next()).unwrap();
        let address = address.parse().unwrap_or_else(|_| panic!("{first_lines:?}"));
        // A pipe that nobody reads fills up, and the program would block on it.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, address, first_lines }
    }
}

impl Drop for ServeProcess {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
