//! The program `wellpress`: all of it is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    wellpress::cli::main()
}
