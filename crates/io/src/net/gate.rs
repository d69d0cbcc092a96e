//! [`Gate`]: how many requests a host has to answer at a time.

use std::collections::HashMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Lets so many in at once, for each host by itself.
#[derive(Debug)]
pub(super) struct Gate {
    most: usize,
    within: Mutex<HashMap<String, usize>>,
    left: Condvar,
}

/// Whoever holds it is in.
#[derive(Debug)]
pub(super) struct Pass<'a> {
    gate: &'a Gate,
    host: String,
}

impl Gate {
    /// For so many at once, and at least one.
    pub fn new(most: usize) -> Self {
        Self { most: most.max(1), within: Mutex::default(), left: Condvar::new() }
    }

    /// Waits until there is room.
    pub fn enter(&self, host: &str) -> Pass<'_> {
        let is_full = |within: &mut HashMap<String, usize>| within.get(host).is_some_and(|now| *now >= self.most);
        let mut within = self.left.wait_while(self.within(), is_full).unwrap_or_else(PoisonError::into_inner);
        *within.entry(host.to_owned()).or_default() += 1;
        Pass { gate: self, host: host.to_owned() }
    }

    fn within(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.within.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        if let Some(now) = self.gate.within().get_mut(&self.host) {
            *now -= 1;
        }
        self.gate.left.notify_all();
    }
}
