//! How the process answers signals of the operating system, so that it ends with the status that the manual promises.

#[cfg(unix)]
mod system {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use signal_hook::consts::{SIGABRT, SIGINT, SIGTERM, SIGXFSZ};

    /// Lets a write beyond the limit of the size of files (`ulimit -f`) fail with an error, which is reported, where the signal
    /// would end the process. Any handler does that: nothing reads the flag.
    pub fn report_file_size_limit() {
        // The flag cannot be registered only where the signal is unknown, and there is nothing to prevent then.
        let _ = signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
    }

    /// Lets the process end with this status where it would be aborted: after an allocation that fails, of which the standard
    /// library has printed the size by then.
    pub fn exit_instead_of_abort(status: i32) {
        exit_on(SIGABRT, status);
    }

    /// Lets Ctrl-C, and `SIGTERM` of a service manager, end the process with success. A process that is the first of a container
    /// would not end on them without a handler.
    pub fn end_on_interrupt() {
        exit_on(SIGINT, 0);
        exit_on(SIGTERM, 0);
    }

    /// A flag that Ctrl-C and `SIGTERM` set, for a command that has to end other programs before itself. A second signal ends the
    /// process at once.
    pub fn interruption() -> Arc<AtomicBool> {
        let is_interrupted = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            // In this order, so that the first signal sets what the second one finds. Without the registration the system's own
            // handler stays.
            let status = 128 + signal;
            let _ = signal_hook::flag::register_conditional_shutdown(signal, status, Arc::clone(&is_interrupted));
            let _ = signal_hook::flag::register(signal, Arc::clone(&is_interrupted));
        }
        is_interrupted
    }

    fn exit_on(signal: i32, status: i32) {
        // Without the registration, which fails only where the signal is unknown, the system's own handler stays.
        let _ = signal_hook::flag::register_conditional_shutdown(signal, status, Arc::new(AtomicBool::new(true)));
    }
}

#[cfg(not(unix))]
mod system {
    pub fn exit_instead_of_abort(_: i32) {}

    pub fn report_file_size_limit() {}

    pub fn end_on_interrupt() {}

    pub fn interruption() -> std::sync::Arc<std::sync::atomic::AtomicBool> {
        std::sync::Arc::default()
    }
}

pub use system::{end_on_interrupt, exit_instead_of_abort, interruption, report_file_size_limit};
