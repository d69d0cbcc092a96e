//! The program `wellpress`. Everything but the allocator is in the library, which tests and benches use too.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Pages are rendered from many small strings on many threads, for which the system's allocator takes a tenth more time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    wellpress::cli::main()
}
