//! Limits that the operating system sets on this process (`ulimit`): without these lines some of them would end it without a word.

#[cfg(unix)]
mod system {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use rustix::process::{Resource, getrlimit};
    use signal_hook::consts::SIGXFSZ;

    /// Less address space than this is too little for many sites.
    const SCARCE_BYTES: u64 = 1 << 30;

    /// Lets a write beyond the limit of the size of files fail with an error, which is reported, where the signal would end the
    /// process. Any handler does that: nothing reads the flag.
    pub fn report_file_size_limit() {
        // The flag cannot be registered only where the signal is unknown, and there is nothing to prevent then.
        let _ = signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
    }

    /// The address space that this process may have, in bytes, if that is little. An allocation that fails ends the process with
    /// few words, and no stable Rust can change them, so that the limit is named before.
    pub fn scarce_address_space() -> Option<u64> {
        getrlimit(Resource::As).current.filter(|bytes| *bytes < SCARCE_BYTES)
    }
}

#[cfg(not(unix))]
mod system {
    pub fn report_file_size_limit() {}

    pub fn scarce_address_space() -> Option<u64> {
        None
    }
}

pub(super) use system::{report_file_size_limit, scarce_address_space};
