//! The program itself, as a person or a workflow runs it.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

/// Where it is.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_wellpress");

/// What a run ended with and printed.
#[derive(Debug)]
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    pub fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { status: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Fails unless it ended with this status; gives what it printed.
    #[track_caller]
    pub fn ended(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{}{}", self.out, self.err);
        self
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }
}

/// `wellpress serve` that runs, on a free port.
pub struct Running {
    pub process: Child,
    pub address: SocketAddr,
    /// What it said first, its address and how the first build went.
    pub told: [String; 2],
}

impl Running {
    /// Starts it in this folder, and waits until it is built.
    pub fn of(folder: &Path) -> Self {
        let mut command = Command::new(PROGRAM);
        command.args(["serve", "--port", "0"]).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let told = [lines.next().unwrap().unwrap(), lines.next().unwrap().unwrap()];
        let address = told[0].split("http://").nth(1).and_then(|rest| rest.split('/').next()).unwrap();
        let address = address.parse().unwrap_or_else(|_| panic!("{told:?}"));
        // What it says further is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, address, told }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
