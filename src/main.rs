//! The program `wellpress`: all of it is in the library.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Pages are made of many small pieces on many threads, for which the system's own takes a tenth more time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    wellpress::cli::main()
}
