//! What is known of an earlier run: a [`Fingerprint`] names a value by its content, a [`CacheFile`] keeps what was made of
//! such values in one file, a [`BlobCache`] keeps what took long to make, one file each. This room knows no stage.
//!
//! A pack is written beside its place and renamed, so that whoever reads it meets a whole one: the old or the new. It
//! carries the build of wellpress that wrote it and a hash of its bytes. One of another build is as good as none; a
//! damaged one is thrown away with a [`CacheNote`], and so is one that cannot be written: a cache is never a reason to fail.

use std::collections::BTreeSet;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::fs::{EntryKind, Files, FsEntry};

/// A value's name by its content: the first half of a BLAKE3 hash.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// Of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut half = [0; 16];
        half.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
        Self(half)
    }
}

/// 32 digits of base 16, for files that people keep.
impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

/// Puts a fingerprint together from parts: fingerprints, and whatever has a [`std::hash::Hash`], which tells one list of
/// parts from another of the same bytes.
#[derive(Debug, Clone, Default)]
pub struct FingerprintBuilder {
    parts: Vec<u8>,
}

impl Hasher for FingerprintBuilder {
    fn write(&mut self, bytes: &[u8]) {
        self.parts.extend_from_slice(bytes);
    }

    /// Half of the fingerprint; [`FingerprintBuilder::fingerprint`] gives all of it.
    fn finish(&self) -> u64 {
        let Fingerprint(bytes) = self.fingerprint();
        bytes.iter().rev().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}

impl FingerprintBuilder {
    /// Of something of this name; what has another name has another fingerprint.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let mut mixer = Self { parts: Vec::with_capacity(512) };
        name.hash(&mut mixer);
        mixer
    }

    /// With this part as well.
    #[must_use]
    pub fn with(mut self, part: impl Hash) -> Self {
        part.hash(&mut self);
        self
    }

    /// Adds a part.
    pub fn add(&mut self, part: impl Hash) {
        part.hash(self);
    }

    /// Adds several parts, as many as they are.
    pub fn all(&mut self, parts: impl IntoIterator<Item = Fingerprint>) {
        let before = self.parts.len();
        parts.into_iter().for_each(|part| self.parts.extend_from_slice(&part.0));
        (self.parts.len() - before).hash(self);
    }

    /// The fingerprint of all parts.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.parts)
    }
}

/// Whether a run leaves something for the next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CacheMode {
    /// It reads what is there and leaves its own.
    #[default]
    ReadWrite,
    /// It reads what is there and leaves it as it is.
    ReadOnly,
    /// It does without.
    Off,
}

/// Something about the cache that the person may want to know, and that changes nothing in the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheNote(String);

impl fmt::Display for CacheNote {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Where a run finds what the one before left, and leaves its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheLocation {
    /// The folder.
    pub folder: PathBuf,
    /// Whether it may be read and written.
    pub mode: CacheMode,
    /// The build of the program: a cache of another build is not read, because that build may make other bytes from the
    /// same input.
    pub build: &'static str,
}

/// A file that keeps one value from one run to the next.
#[derive(Debug, Clone, Copy)]
pub struct CacheFile<'a> {
    place: &'a CacheLocation,
    name: &'static str,
}

/// The folder of a site's root that a cache is kept in, unless another is asked for.
pub const FOLDER: &str = ".wellpress";

/// Begins every pack.
const MAGIC: &[u8; 16] = b"wellpress cache\n";

/// A pack over this size is not one of ours.
const MOST_BYTES: u64 = 2 << 30;

impl<'a> CacheFile<'a> {
    /// The pack of this name.
    #[must_use]
    pub fn new(place: &'a CacheLocation, name: &'static str) -> Self {
        Self { place, name }
    }

    /// What the last run of the same build left; nothing where there is none.
    pub fn load<T: DeserializeOwned>(&self, files: &dyn Files, notes: &mut Vec<CacheNote>) -> Option<T> {
        if self.place.mode == CacheMode::Off {
            return None;
        }
        let path = self.place.folder.join(self.name);
        if !files.exists(&path).unwrap_or(false) {
            return None;
        }
        match files.read_limited(&path, MOST_BYTES) {
            Ok(bytes) => match open(&bytes, self.place.build) {
                Content::Sound(value) => postcard::from_bytes(value).ok().or_else(|| self.damaged(files, &path, notes)),
                Content::Foreign => None,
                Content::Damaged => self.damaged(files, &path, notes),
            },
            Err(error) => {
                notes.push(CacheNote(format!("the cache is not used: {error}")));
                None
            }
        }
    }

    /// Leaves a value for the next run. While another run leaves its own, that one is as good.
    pub fn save<T: Serialize>(&self, files: &dyn Files, value: &T, notes: &mut Vec<CacheNote>) {
        if self.place.mode != CacheMode::ReadWrite {
            return;
        }
        let folder = &self.place.folder;
        let saved = make_folder(files, folder).and_then(|()| match files.lock(&folder.join("lock")) {
            Ok(_lock) => self.replace(files, &seal_value(value, self.place.build)),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(()),
            Err(error) => Err(error),
        });
        if let Err(error) = saved {
            let folder = folder.display();
            let note = CacheNote(format!("nothing is kept for the next run: cannot write to `{folder}`: {error}"));
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    }

    /// Writes beside and renames, so that a reader meets the old bytes or the new. Whatever else has one of the two names
    /// in the cache's own folder gives way. Unlike [`Files::replace`] it does not wait for the disk: what a crash takes is
    /// made anew.
    fn replace(&self, files: &dyn Files, bytes: &[u8]) -> io::Result<()> {
        if bytes.len() as u64 > MOST_BYTES {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it would be too large to be read again"));
        }
        let place = self.place.folder.join(self.name);
        let fresh = self.place.folder.join(format!("{}.new", self.name));
        for path in [&place, &fresh] {
            if files.kind(path).is_ok_and(|kind| kind == EntryKind::Folder) {
                files.remove_dir_all(path)?;
            }
        }
        let replaced = files.write(&fresh, bytes).and_then(|()| files.rename(&fresh, &place));
        if replaced.is_err() {
            let _ = files.remove_file(&fresh);
        }
        replaced
    }

    /// Not every run leaves a pack of each name, and the next one would meet this one again.
    fn damaged<T>(&self, files: &dyn Files, path: &Path, notes: &mut Vec<CacheNote>) -> Option<T> {
        let what_becomes = match self.place.mode {
            CacheMode::ReadWrite => {
                let _ = files.remove_file(path);
                "is made anew"
            }
            CacheMode::ReadOnly | CacheMode::Off => "is not used",
        };
        notes.push(CacheNote(format!("the cache in `{}` is damaged and {what_becomes}", path.display())));
        None
    }
}

/// A folder of files that each keep the bytes of one name.
pub struct BlobCache<'a> {
    files: &'a dyn Files,
    place: &'a CacheLocation,
    name: &'static str,
    /// How many damaged files were met.
    damaged: AtomicUsize,
}

impl<'a> BlobCache<'a> {
    /// The store of this name.
    #[must_use]
    pub fn new(files: &'a dyn Files, place: &'a CacheLocation, name: &'static str) -> Self {
        Self { files, place, name, damaged: AtomicUsize::new(0) }
    }

    /// What was left under a name by this or another run of the same build of wellpress.
    #[must_use]
    pub fn get(&self, name: Fingerprint) -> Option<Vec<u8>> {
        if self.place.mode == CacheMode::Off {
            return None;
        }
        let mut bytes = self.files.read_limited(&self.path(name), MOST_BYTES).ok()?;
        match open(&bytes, self.place.build) {
            Content::Sound(value) => Some(bytes.split_off(bytes.len() - value.len())),
            Content::Foreign => None,
            Content::Damaged => {
                self.damaged.fetch_add(1, Ordering::Relaxed);
                None
            }
        }
    }

    /// That files were damaged, if one was met.
    #[must_use]
    pub fn damage(&self) -> Option<CacheNote> {
        let (count, folder) = (self.damaged.load(Ordering::Relaxed), self.place.folder.join(self.name));
        let files = if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
        (count > 0).then(|| {
            CacheNote(format!("{files} of the cache in `{}` cannot be read and had to be made anew", folder.display()))
        })
    }

    /// Leaves bytes for whoever comes next. Where that cannot be done they are made again.
    pub fn put(&self, name: Fingerprint, bytes: &[u8]) {
        if self.place.mode != CacheMode::ReadWrite {
            return;
        }
        let folder = self.place.folder.join(self.name);
        let made = make_folder(self.files, &self.place.folder).and_then(|()| self.files.create_dir_all(&folder));
        let _ = made.and_then(|()| {
            self.files.replace(
                &self.path(name),
                &seal(bytes.len(), self.place.build, |mut room| {
                    room.extend_from_slice(bytes);
                    room
                }),
            )
        });
    }

    /// Drops what was not used, the oldest first, where there is more of it than of what was used; but for `spare` bytes,
    /// which may always lie there for those who go back to what was. Where that cannot be done it stays, and so does what
    /// has another name than files of a store have: a person may keep a cache where they keep something of that name.
    pub fn sweep(&self, used: &BTreeSet<Fingerprint>, spare: u64) {
        if self.place.mode != CacheMode::ReadWrite {
            return;
        }
        let folder = self.place.folder.join(self.name);
        let used: BTreeSet<String> = used.iter().map(ToString::to_string).collect();
        let mut entries = self.files.list(&folder).unwrap_or_default();
        entries.retain(|entry| entry.path.to_str().is_some_and(is_fingerprint));
        let (used, mut unused): (Vec<FsEntry>, Vec<FsEntry>) =
            entries.into_iter().partition(|entry| entry.path.to_str().is_some_and(|name| used.contains(name)));
        let mut room = used.iter().map(|entry| entry.size).sum::<u64>().max(spare);
        unused.sort_by(|a, b| b.modified.cmp(&a.modified).then_with(|| a.path.cmp(&b.path)));
        for entry in unused {
            match room.checked_sub(entry.size) {
                Some(left) => room = left,
                None => {
                    room = 0;
                    let _ = self.files.remove_file(&folder.join(&entry.path));
                }
            }
        }
    }

    fn path(&self, name: Fingerprint) -> PathBuf {
        self.place.folder.join(self.name).join(name.to_string())
    }
}

fn is_fingerprint(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Makes a folder for what one run leaves for the next, which says to version control that it is nobody's source. One that
/// was there is not ours to say that of.
///
/// # Errors
/// What the disk says.
pub fn make_folder(files: &dyn Files, folder: &Path) -> io::Result<()> {
    if files.exists(folder)? {
        return Ok(());
    }
    files.create_dir_all(folder)?;
    files.write(&folder.join(".gitignore"), b"*\n")
}

/// What a pack's bytes are.
enum Content<'a> {
    /// This value.
    Sound(&'a [u8]),
    /// The value of another build.
    Foreign,
    /// None that was written whole.
    Damaged,
}

fn open<'a>(bytes: &'a [u8], expected_build: &str) -> Content<'a> {
    let Some(rest) = bytes.strip_prefix(MAGIC) else { return Content::Damaged };
    let Some((build, rest)) = rest.split_at_checked(expected_build.len()) else { return Content::Damaged };
    if build != expected_build.as_bytes() {
        return Content::Foreign;
    }
    match rest.split_at_checked(blake3::OUT_LEN) {
        Some((hash, value)) if blake3::hash(value).as_bytes() == hash => Content::Sound(value),
        _ => Content::Damaged,
    }
}

/// Why a value can always be written.
const HAS_LENGTH: &str = "what a pack keeps has a length that is known";

/// A value with what tells whether it is sound. It is measured first and then written behind the room for that, so that the
/// packs of a large site are not held twice, nor in pieces that grow.
fn seal_value<T: Serialize>(value: &T, build: &str) -> Vec<u8> {
    let length = postcard::serialize_with_flavor(value, postcard::ser_flavors::Size::default()).expect(HAS_LENGTH);
    seal(length, build, |room| postcard::to_extend(value, room).expect(HAS_LENGTH))
}

/// Bytes with what tells whether they are sound.
fn seal(length: usize, build: &str, write_behind: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let parts: [&[u8]; 3] = [MAGIC, build.as_bytes(), &[0; blake3::OUT_LEN]];
    let start = parts.iter().map(|part| part.len()).sum::<usize>();
    let mut room = Vec::with_capacity(start + length);
    parts.iter().for_each(|part| room.extend_from_slice(part));
    let mut sealed = write_behind(room);
    let hash = blake3::hash(&sealed[start..]);
    sealed[start - blake3::OUT_LEN..start].copy_from_slice(hash.as_bytes());
    sealed
}
