//! [`Slots`]: one value for each source of a library, made at first use.

use std::sync::OnceLock;

/// How many slots are allocated together.
const BLOCK: usize = 256;

/// One value for each index below a count. Each is made when it is first asked for, and then stays; threads share them.
///
/// The memory of the slots is also allocated at first use, in blocks. A library may have 100,000 sources, of which an edited page
/// cites ten.
///
/// ```
/// let squares = wellpress_csl::Slots::new(1000);
/// assert_eq!(*squares.get_or_init(12, || 12 * 12), 144);
/// assert_eq!(*squares.get_or_init(12, || unreachable!()), 144);
/// ```
#[derive(Debug)]
pub struct Slots<T> {
    blocks: Vec<OnceLock<Box<[OnceLock<T>]>>>,
}

impl<T> Slots<T> {
    /// Empty slots for the indices below `count`.
    #[must_use]
    pub fn new(count: usize) -> Self {
        Self { blocks: empty(count.div_ceil(BLOCK)) }
    }

    /// The value at an index, which `make` returns if there is none yet.
    ///
    /// # Panics
    /// If the index is not below the count, rounded up to a multiple of 256.
    pub fn get_or_init(&self, index: usize, make: impl FnOnce() -> T) -> &T {
        let block = self.blocks[index / BLOCK].get_or_init(|| empty(BLOCK).into());
        block[index % BLOCK].get_or_init(make)
    }

    /// Drops all values and their memory.
    pub fn clear(&mut self) {
        self.blocks.fill_with(OnceLock::new);
    }
}

fn empty<T>(count: usize) -> Vec<OnceLock<T>> {
    std::iter::repeat_with(OnceLock::new).take(count).collect()
}
