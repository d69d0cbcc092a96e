//! Many requests at once, up to the first that fails.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Does `work` for each item on so many threads. After a failure no further item is begun.
///
/// # Errors
/// The first failure.
pub(super) fn each<T: Sync, E: Send>(
    items: &[T],
    workers: usize,
    work: impl Fn(&T) -> Result<(), E> + Sync,
) -> Result<(), E> {
    let (next, is_over, failure) = (AtomicUsize::new(0), AtomicBool::new(false), Mutex::new(None));
    let run = || {
        while !is_over.load(Ordering::Relaxed)
            && let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed))
        {
            if let Err(error) = work(item) {
                is_over.store(true, Ordering::Relaxed);
                failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 1..workers.min(items.len()) {
            scope.spawn(run);
        }
        run();
    });
    match failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

/// Those items for which `is` says yes, in their order.
///
/// # Errors
/// The first failure.
pub(super) fn filter<'a, T: Sync, E: Send>(
    items: &[&'a T],
    workers: usize,
    is: impl Fn(&T) -> Result<bool, E> + Sync,
) -> Result<Vec<&'a T>, E> {
    let found = Mutex::new(Vec::new());
    let numbered: Vec<(usize, &T)> = items.iter().copied().enumerate().collect();
    each(&numbered, workers, |(index, item)| {
        if is(item)? {
            found.lock().unwrap_or_else(PoisonError::into_inner).push(*index);
        }
        Ok(())
    })?;
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.sort_unstable();
    Ok(found.into_iter().map(|index| items[index]).collect())
}
