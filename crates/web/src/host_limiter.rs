//! [`HostLimiter`]: a host name in, a permit to send it one request out. The standard library has no semaphore, and the
//! client has no async runtime whose semaphore would do.

#![expect(clippy::disallowed_methods, reason = "a pause between requests needs the time since the last one")]

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Limits how many requests are under way to each host at a time. A host at its limit does not hold up the others.
#[derive(Debug)]
pub(crate) struct HostLimiter {
    max_per_host: usize,
    pause: Duration,
    active: Mutex<HashMap<String, usize>>,
    released: Condvar,
    /// When the next request may begin.
    next_start: Mutex<HashMap<String, Instant>>,
}

/// Permits one request to a host until it is dropped.
#[derive(Debug)]
pub(crate) struct HostPermit<'a> {
    limiter: &'a HostLimiter,
    host: String,
}

impl HostLimiter {
    /// A limit of zero would never permit a request, so it counts as one.
    pub fn new(max_per_host: usize, pause: Duration) -> Self {
        let (active, released, next_start) = Default::default();
        Self { max_per_host: max_per_host.max(1), pause, active, released, next_start }
    }

    /// Waits until the host is below its limit, and its pause is over.
    pub fn acquire(&self, host: &str) -> HostPermit<'_> {
        let permit = self.below_limit(host);
        self.wait_for_pause(host);
        permit
    }

    /// Each request takes a time of its own, so that several that wait do not begin at once.
    fn wait_for_pause(&self, host: &str) {
        if self.pause.is_zero() || is_this_machine(host) {
            return;
        }
        let now = Instant::now();
        let start = {
            let mut next_start = self.next_start.lock().unwrap_or_else(PoisonError::into_inner);
            let start = next_start.get(host).copied().unwrap_or(now).max(now);
            next_start.insert(host.to_owned(), start + self.pause);
            start
        };
        std::thread::sleep(start - now);
    }

    fn below_limit(&self, host: &str) -> HostPermit<'_> {
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

fn is_this_machine(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']);
    host == "localhost" || address.parse().is_ok_and(|address: IpAddr| address.is_loopback())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_to_one_host_begin_one_after_the_other() {
        let limiter = HostLimiter::new(4, Duration::from_millis(20));
        let start = Instant::now();
        for host in ["a.example", "b.example", "a.example", "localhost", "localhost", "a.example"] {
            drop(limiter.acquire(host));
        }
        assert!(start.elapsed() >= Duration::from_millis(40));
    }
}
