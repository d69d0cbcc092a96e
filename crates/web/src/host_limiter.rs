//! [`HostLimiter`]: a host name in, a permit to send it one request out. The standard library has no semaphore, and the
//! client has no async runtime whose semaphore would do.

use std::collections::HashMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Limits how many requests are under way to each host at a time. A host at its limit does not hold up the others.
#[derive(Debug)]
pub(crate) struct HostLimiter {
    max_per_host: usize,
    active: Mutex<HashMap<String, usize>>,
    released: Condvar,
}

/// Permits one request to a host until it is dropped.
#[derive(Debug)]
pub(crate) struct HostPermit<'a> {
    limiter: &'a HostLimiter,
    host: String,
}

impl HostLimiter {
    /// A limit of zero would never permit a request, so it counts as one.
    pub fn new(max_per_host: usize) -> Self {
        Self { max_per_host: max_per_host.max(1), active: Mutex::default(), released: Condvar::new() }
    }

    /// Waits until the host is below its limit.
    pub fn acquire(&self, host: &str) -> HostPermit<'_> {
        let mut active = self
            .released
            .wait_while(self.active(), |active| active.get(host).is_some_and(|count| *count >= self.max_per_host))
            .unwrap_or_else(PoisonError::into_inner);
        *active.entry(host.to_owned()).or_default() += 1;
        HostPermit { limiter: self, host: host.to_owned() }
    }

    fn active(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.active.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for HostPermit<'_> {
    fn drop(&mut self) {
        if let Some(count) = self.limiter.active().get_mut(&self.host) {
            *count -= 1;
        }
        // All are woken, not one: the one that wakes may wait for another host.
        self.limiter.released.notify_all();
    }
}
