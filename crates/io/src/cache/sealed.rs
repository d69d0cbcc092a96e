//! The format of a cache file: a value in, bytes that tell whether they are whole out, and back. The bytes are a fixed text,
//! the build of the program, the BLAKE3 hash of the value's bytes, and the value's bytes.

use serde::Serialize;

/// The first bytes of every cache file.
const MAGIC: &[u8; 16] = b"wellpress cache\n";

/// What the bytes of a cache file turn out to be.
pub(super) enum SealedContent<'a> {
    /// A value that this build wrote, whole.
    Sound(&'a [u8]),
    /// A value that another build wrote.
    OtherBuild,
    /// Not a cache file, or one that was cut off or changed.
    Damaged,
}

/// Checks the bytes of a cache file against the build that reads it.
pub(super) fn open<'a>(bytes: &'a [u8], expected_build: &str) -> SealedContent<'a> {
    let Some(sealed) = bytes.strip_prefix(MAGIC) else { return SealedContent::Damaged };
    // The file does not say how long the name of its build is, so as many bytes as the expected name has are
    // compared.
    let Some((build, sealed)) = sealed.split_at_checked(expected_build.len()) else { return SealedContent::Damaged };
    if build != expected_build.as_bytes() {
        return SealedContent::OtherBuild;
    }
    match sealed.split_at_checked(blake3::OUT_LEN) {
        Some((hash, value)) if blake3::hash(value).as_bytes() == hash => SealedContent::Sound(value),
        _ => SealedContent::Damaged,
    }
}

/// Why postcard cannot fail: it refuses only sequences of unknown length.
pub(super) const HAS_LENGTH: &str = "every sequence in a cached value knows its length";

/// Serialises a value and seals it.
pub(super) fn seal_value<T: Serialize>(value: &T, build: &str) -> Vec<u8> {
    // Measured first, then written once behind the head: the values of a large site would otherwise be held twice, or in
    // a vector that doubles as it grows.
    let length = postcard::serialize_with_flavor(value, postcard::ser_flavors::Size::default()).expect(HAS_LENGTH);
    seal(length, build, |head| postcard::to_extend(value, head).expect(HAS_LENGTH))
}

/// Seals bytes that are complete already.
pub(super) fn seal_bytes(bytes: &[u8], build: &str) -> Vec<u8> {
    seal(bytes.len(), build, |mut head| {
        head.extend_from_slice(bytes);
        head
    })
}

/// Lets `append_value` write the value, of this length, behind the head and puts the value's hash into the head.
fn seal(length: usize, build: &str, append_value: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let head_parts: [&[u8]; 3] = [MAGIC, build.as_bytes(), &[0; blake3::OUT_LEN]];
    let head_length = head_parts.iter().map(|part| part.len()).sum::<usize>();
    let mut head = Vec::with_capacity(head_length + length);
    head_parts.iter().for_each(|part| head.extend_from_slice(part));
    let mut sealed = append_value(head);
    let hash = blake3::hash(&sealed[head_length..]);
    sealed[head_length - blake3::OUT_LEN..head_length].copy_from_slice(hash.as_bytes());
    sealed
}
