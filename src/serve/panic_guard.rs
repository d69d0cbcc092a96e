//! [`PanicGuard`]: a panic of a thread ends the preview.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::watch as watch_channel;

/// Ends the preview when a thread that has it panics. Otherwise the server would go on showing the last build, and the author
/// would go on writing without noticing.
#[derive(Clone)]
pub(super) struct PanicGuard {
    stop: watch_channel::Sender<bool>,
    has_panicked: Arc<AtomicBool>,
}

impl PanicGuard {
    pub(super) fn new(stop: watch_channel::Sender<bool>) -> Self {
        Self { stop, has_panicked: Arc::default() }
    }

    /// Whether a thread has panicked, also after all of them have ended.
    pub(super) fn has_panicked(&self) -> Arc<AtomicBool> {
        self.has_panicked.clone()
    }
}

impl Drop for PanicGuard {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.has_panicked.store(true, Ordering::Release);
            self.stop.send_replace(true);
        }
    }
}
