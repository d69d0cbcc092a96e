//! Work on many items at once, up to the first failure.
//!
//! rayon would need a pool of its own here, because requests wait and do not compute, so more of them are under way than
//! there are cores. Threads of this scope also begin the items in the order of the list.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Does `work` for each item on so many threads. After a failure no further item is begun; work that was begun ends first.
///
/// # Errors
/// The first failure.
pub(super) fn for_each<T: Sync, E: Send>(
    items: &[T],
    threads: usize,
    work: impl Fn(&T) -> Result<(), E> + Sync,
) -> Result<(), E> {
    let (next_index, has_failed, failure) = (AtomicUsize::new(0), AtomicBool::new(false), Mutex::new(None));
    let run = || {
        while !has_failed.load(Ordering::Relaxed)
            && let Some(item) = items.get(next_index.fetch_add(1, Ordering::Relaxed))
        {
            if let Err(error) = work(item) {
                has_failed.store(true, Ordering::Relaxed);
                failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            }
        }
    };
    thread::scope(|scope| {
        // This thread works too, so one fewer is started.
        for _ in 1..threads.min(items.len()) {
            scope.spawn(run);
        }
        run();
    });
    match failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

/// The items for which `predicate` holds, in their order.
///
/// # Errors
/// The first failure.
pub(super) fn filter<'a, T: Sync, E: Send>(
    items: &[&'a T],
    threads: usize,
    predicate: impl Fn(&T) -> Result<bool, E> + Sync,
) -> Result<Vec<&'a T>, E> {
    let results: Vec<AtomicBool> = items.iter().map(|_| AtomicBool::new(false)).collect();
    let with_results: Vec<(&'a T, &AtomicBool)> = items.iter().copied().zip(&results).collect();
    for_each(&with_results, threads, |(item, result)| {
        result.store(predicate(item)?, Ordering::Relaxed);
        Ok(())
    })?;
    Ok(with_results.iter().filter(|(_, result)| result.load(Ordering::Relaxed)).map(|(item, _)| *item).collect())
}
