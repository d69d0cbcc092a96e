//! Limits that the operating system sets on this process (`ulimit`): without these lines some of them would end it without a word.

#[cfg(unix)]
mod system {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use rustix::process::{Resource, getrlimit};
    use signal_hook::consts::{SIGABRT, SIGXFSZ};

    /// Less address space than this is too little for many sites.
    const SCARCE_BYTES: u64 = 1 << 30;

    /// Lets a write beyond the limit of the size of files fail with an error, which is reported, where the signal would end the
    /// process. Any handler does that: nothing reads the flag.
    pub fn report_file_size_limit() {
        // The flag cannot be registered only where the signal is unknown, and there is nothing to prevent then.
        let _ = signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
    }

    /// Lets the process end with this status where it would be aborted: after an allocation that fails, of which the standard
    /// library has printed the size by then.
    pub fn exit_instead_of_abort(status: i32) {
        // Without the registration, which fails only where the signal is unknown, the process is aborted.
        let _ = signal_hook::flag::register_conditional_shutdown(SIGABRT, status, Arc::new(AtomicBool::new(true)));
    }

    /// The address space that this process may have, in bytes, if that is little. An allocation that fails ends the process with
    /// few words, and no stable Rust can change them, so that the limit is named before.
    pub fn scarce_address_space() -> Option<u64> {
        getrlimit(Resource::As).current.filter(|bytes| *bytes < SCARCE_BYTES)
    }
}

#[cfg(not(unix))]
mod system {
    pub fn exit_instead_of_abort(_: i32) {}

    pub fn report_file_size_limit() {}

    pub fn scarce_address_space() -> Option<u64> {
        None
    }
}

pub(super) use system::{exit_instead_of_abort, report_file_size_limit, scarce_address_space};
