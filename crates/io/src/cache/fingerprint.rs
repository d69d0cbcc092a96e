//! [`Fingerprint`]: bytes or hashable parts in, a name for them out. Two values with one fingerprint are taken for the same.

use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

/// The name of a value by its content: the first half of a BLAKE3 hash. 128 bits make an accidental collision impossible in
/// practice, and take half of the space in an index of every page and picture.
///
/// ```
/// use wellpress_io::cache::Fingerprint;
///
/// assert_eq!(Fingerprint::of(b"same"), Fingerprint::of(b"same"));
/// assert_eq!(Fingerprint::of(b"same").to_string().len(), 32);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The fingerprint of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut half = [0; 16];
        half.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
        Self(half)
    }

    /// The fingerprint with these bytes, as a file of the cache has them.
    pub(super) const fn of_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    pub(super) const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// 32 hexadecimal digits, for names of files and for files that people keep.
impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

/// Builds the fingerprint of several parts: other fingerprints, and everything with a [`std::hash::Hash`].
///
/// It is a [`Hasher`] that keeps the bytes it is given instead of mixing them at once. `Hash` writes the length of a list or
/// a string along with it, so `["ab", "c"]` and `["a", "bc"]` have different fingerprints. The bytes that `Hash` writes may
/// differ between versions of Rust and platforms; [`Fingerprint::of`] is the same everywhere.
///
/// ```
/// use wellpress_io::cache::FingerprintBuilder;
///
/// let of = |title: &str| FingerprintBuilder::new("page").with((title, 7)).fingerprint();
/// assert_eq!(of("Neck"), of("Neck"));
/// assert_ne!(of("Neck"), of("Back"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct FingerprintBuilder {
    bytes: Vec<u8>,
}

impl Hasher for FingerprintBuilder {
    fn write(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Half of the fingerprint; [`FingerprintBuilder::fingerprint`] gives all of it.
    fn finish(&self) -> u64 {
        let Fingerprint(bytes) = self.fingerprint();
        bytes.iter().rev().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}

impl FingerprintBuilder {
    /// Starts the fingerprint of a value of this kind. Values of different kinds differ even if their parts are the same.
    #[must_use]
    pub fn new(kind: &str) -> Self {
        let mut builder = Self { bytes: Vec::with_capacity(512) };
        kind.hash(&mut builder);
        builder
    }

    /// Adds a part. The order of parts counts: the same parts in another order give another fingerprint.
    #[must_use]
    pub fn with(mut self, part: impl Hash) -> Self {
        part.hash(&mut self);
        self
    }

    /// Adds a part to a builder that is borrowed.
    pub fn add(&mut self, part: impl Hash) {
        part.hash(self);
    }

    /// Adds a list of fingerprints with its length.
    pub fn add_all(&mut self, fingerprints: impl IntoIterator<Item = Fingerprint>) {
        let length_before = self.bytes.len();
        fingerprints.into_iter().for_each(|fingerprint| self.bytes.extend_from_slice(&fingerprint.0));
        // The length comes last, because an iterator knows it only at its end.
        (self.bytes.len() - length_before).hash(self);
    }

    /// The fingerprint of all parts so far.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.bytes)
    }
}
