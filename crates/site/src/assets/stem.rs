//! The readable part of the names of published files.

/// A longer stem is cut, so that the name with hash and extension stays below the 255 bytes that disks allow.
const MAX_STEM_LEN: usize = 100;

/// The file's name without its extension, in ASCII letters, digits and `-`, which need no escape in an address.
pub(super) fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let mut stem = slug::slugify(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    stem.truncate(MAX_STEM_LEN);
    if stem.is_empty() { "file".to_owned() } else { stem }
}
