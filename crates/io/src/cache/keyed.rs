//! [`KeyedCache`]: many small values from one run to the next, each by the fingerprint of what it was made of.
//!
//! The values share files: one file for each would take longer to open than the value takes to make, and a single file would be
//! written as a whole after each edit. A value's file is chosen by its fingerprint, and only files with other values than before
//! are written.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;
use std::{io, iter};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::sealed::{self, SealedContent};
use super::{CacheLocation, CacheMode, Fingerprint, MAX_BYTES, is_hexadecimal};
use crate::fs::Files;

/// How many values a file has on average, at most.
const VALUES_IN_FILE: usize = 64;

/// The number of hexadecimal digits in the name of a file. They have two bytes, so that there are 65,536 files at most.
const NUMBER_DIGITS: usize = 4;

/// The extension of the files, by which they are told from what else is in a folder that a person chose.
const EXTENSION: &str = ".pack";

/// A folder of the cache with values by their fingerprints.
///
/// ```
/// use wellpress_io::cache::{CacheLocation, CacheMode, Fingerprint, KeyedCache};
/// use wellpress_io::fs::Memory;
///
/// let files = Memory::new();
/// let location = CacheLocation { folder: "/site/.wellpress".into(), mode: CacheMode::ReadWrite, build: "1.0" };
/// let cache = KeyedCache::new(&location, "texts", Fingerprint::of(b"the settings"));
/// let key = Fingerprint::of(b"the text");
/// cache.save(&files, &cache.load(&files), &[(key, &vec![1, 2])]).unwrap();
/// assert_eq!(cache.load(&files).get(key), Some(vec![1, 2]));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct KeyedCache<'a> {
    location: &'a CacheLocation,
    name: &'static str,
    inputs: Fingerprint,
}

/// The values that an earlier run left.
#[derive(Debug, Default)]
pub struct KeyedValues {
    files: Vec<LoadedFile>,
    /// The file of each value, and its bytes there.
    places: FxHashMap<Fingerprint, (usize, Range<usize>)>,
}

#[derive(Debug)]
struct LoadedFile {
    name: String,
    bytes: Vec<u8>,
    /// The values with their bytes, sorted.
    values: Vec<(Fingerprint, Range<usize>)>,
}

impl KeyedValues {
    /// The value with this fingerprint, if the earlier run had it.
    #[must_use]
    pub fn get<'a, T: Deserialize<'a>>(&'a self, key: Fingerprint) -> Option<T> {
        postcard::from_bytes(self.bytes(key)?).ok()
    }

    fn bytes(&self, key: Fingerprint) -> Option<&[u8]> {
        let (file, range) = self.places.get(&key)?;
        Some(&self.files[*file].bytes[range.clone()])
    }

    fn of(files: Vec<LoadedFile>) -> Self {
        let values = files.iter().enumerate().flat_map(|(number, file)| iter::repeat(number).zip(&file.values));
        let places = values.map(|(file, (key, range))| (*key, (file, range.clone()))).collect();
        Self { files, places }
    }
}

impl<'a> KeyedCache<'a> {
    /// The folder of this name in the cache's folder, for values that are only sound with these inputs.
    #[must_use]
    pub fn new(location: &'a CacheLocation, name: &'static str, inputs: Fingerprint) -> Self {
        Self { location, name, inputs }
    }

    /// Reads all values. A file that is damaged, or that was written with other inputs or by another build, counts as empty: its
    /// values are made again.
    #[must_use]
    pub fn load(&self, files: &dyn Files) -> KeyedValues {
        if self.location.mode == CacheMode::Off {
            return KeyedValues::default();
        }
        let (names, seal) = (self.file_names(files), self.seal());
        KeyedValues::of(names.into_par_iter().filter_map(|name| self.load_file(files, name, &seal)).collect())
    }

    fn load_file(&self, files: &dyn Files, name: String, seal: &str) -> Option<LoadedFile> {
        let bytes = files.read_limited(&self.folder().join(&name), MAX_BYTES).ok()?;
        let SealedContent::Sound(sealed_values) = sealed::open(&bytes, seal) else { return None };
        let start = bytes.len() - sealed_values.len();
        let values = read_values(&bytes, start)?;
        Some(LoadedFile { name, bytes, values })
    }

    /// Leaves these values for the next run: the bytes of those in `loaded` are copied. While another run writes the cache,
    /// nothing is written.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn save<T: Serialize + Sync>(
        &self,
        files: &dyn Files,
        loaded: &KeyedValues,
        wanted: &[(Fingerprint, &T)],
    ) -> io::Result<()> {
        if self.location.mode != CacheMode::ReadWrite {
            return Ok(());
        }
        let wanted_files = divided(wanted);
        let saved_files: FxHashMap<&str, &LoadedFile> = loaded.files.iter().map(|file| (&*file.name, file)).collect();
        let is_saved = |name: &str, values: &[(Fingerprint, &T)]| {
            let saved_keys = saved_files.get(name).map(|file| file.values.iter().map(|(key, _)| key));
            saved_keys.is_some_and(|saved_keys| saved_keys.eq(values.iter().map(|(key, _)| key)))
        };
        let changed_files: Vec<_> = wanted_files.iter().filter(|(name, values)| !is_saved(name, values)).collect();
        if changed_files.is_empty() && wanted_files.len() == loaded.files.len() {
            return Ok(());
        }
        let Some(_lock) = self.location.lock(files)? else { return Ok(()) };
        let (folder, seal) = (self.folder(), self.seal());
        files.create_dir_all(&folder)?;
        changed_files.par_iter().try_for_each(|(name, values)| {
            super::replace(files, &folder.join(name), &sealed::seal_bytes(&encoded(values, loaded), &seal))
        })?;
        for name in self.file_names(files).into_iter().filter(|name| !wanted_files.contains_key(name)) {
            files.remove_file(&folder.join(name))?;
        }
        Ok(())
    }

    fn folder(&self) -> PathBuf {
        self.location.folder.join(self.name)
    }

    fn seal(&self) -> String {
        self.location.seal(Some(self.inputs))
    }

    /// The names of the files that have values.
    fn file_names(&self, files: &dyn Files) -> Vec<String> {
        let entries = files.list(&self.folder()).unwrap_or_default().into_iter();
        let names = entries.filter_map(|entry| entry.path.into_os_string().into_string().ok());
        names
            .filter(|name| name.strip_suffix(EXTENSION).is_some_and(|number| is_hexadecimal(number, NUMBER_DIGITS)))
            .collect()
    }
}

/// How many bytes the length of a value takes.
const LENGTH_BYTES: usize = size_of::<u32>();

/// The values by file, each sorted by fingerprint.
fn divided<'a, T>(values: &[(Fingerprint, &'a T)]) -> BTreeMap<String, Vec<(Fingerprint, &'a T)>> {
    // A power of two, so that one value more seldom moves the others to other files.
    let mask = values.len().div_ceil(VALUES_IN_FILE).next_power_of_two() - 1;
    let mut files = BTreeMap::<String, Vec<(Fingerprint, &T)>>::new();
    let mut keys = BTreeSet::new();
    for (key, value) in values.iter().filter(|(key, _)| keys.insert(*key)) {
        let name = format!("{:0NUMBER_DIGITS$x}{EXTENSION}", first_bytes(*key) & mask);
        files.entry(name).or_default().push((*key, *value));
    }
    files.values_mut().for_each(|values| values.sort_by_key(|(key, _)| *key));
    files
}

/// The first two bytes of a fingerprint as a number.
fn first_bytes(key: Fingerprint) -> usize {
    let [first, second, ..] = *key.as_bytes();
    usize::from(u16::from_le_bytes([first, second]))
}

/// The values behind each other, each as its fingerprint, its length and its bytes.
fn encoded<T: Serialize>(values: &[(Fingerprint, &T)], loaded: &KeyedValues) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (key, value) in values {
        bytes.extend_from_slice(key.as_bytes());
        let length_at = bytes.len();
        bytes.extend_from_slice(&[0; LENGTH_BYTES]);
        let start = bytes.len();
        match loaded.bytes(*key) {
            Some(loaded) => bytes.extend_from_slice(loaded),
            None => bytes = postcard::to_extend(value, bytes).expect(sealed::HAS_LENGTH),
        }
        let length = u32::try_from(bytes.len() - start).expect("a file of 4 GiB is refused before it is parsed");
        bytes[length_at..start].copy_from_slice(&length.to_le_bytes());
    }
    bytes
}

/// The reverse of [`encoded`], for the bytes from `start` on.
fn read_values(bytes: &[u8], start: usize) -> Option<Vec<(Fingerprint, Range<usize>)>> {
    let (mut values, mut rest) = (Vec::new(), &bytes[start..]);
    while !rest.is_empty() {
        let (key, behind_key) = rest.split_first_chunk()?;
        let (length, behind_length) = behind_key.split_first_chunk()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let from = bytes.len() - behind_length.len();
        rest = behind_length.get(length..)?;
        values.push((Fingerprint::of_bytes(*key), from..from + length));
    }
    Some(values)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::fs::Memory;

    const FOLDER: &str = "/site/.wellpress/texts";

    fn location() -> CacheLocation {
        CacheLocation { folder: "/site/.wellpress".into(), mode: CacheMode::ReadWrite, build: "1.0" }
    }

    fn key(number: usize) -> Fingerprint {
        Fingerprint::of(&number.to_le_bytes())
    }

    /// Saves the values with these numbers, and returns what the next run loads.
    fn saved(cache: KeyedCache<'_>, files: &Memory, numbers: Range<usize>) -> KeyedValues {
        let values: Vec<(usize, String)> = numbers.map(|number| (number, format!("value {number}"))).collect();
        let wanted: Vec<_> = values.iter().map(|(number, value)| (key(*number), value)).collect();
        cache.save(files, &cache.load(files), &wanted).unwrap();
        cache.load(files)
    }

    fn all_files(files: &Memory) -> BTreeMap<PathBuf, Vec<u8>> {
        let paths = files.list(Path::new(FOLDER)).unwrap().into_iter().map(|entry| Path::new(FOLDER).join(entry.path));
        paths.map(|path| (path.clone(), files.read(&path).unwrap())).collect()
    }

    #[test]
    fn an_edit_writes_the_files_of_the_old_and_the_new_value_only() {
        let (files, location) = (Memory::new(), location());
        let cache = KeyedCache::new(&location, "texts", Fingerprint::of(b"settings"));
        let loaded = saved(cache, &files, 0..1000);
        assert!((0..1000).all(|number| loaded.get(key(number)) == Some(format!("value {number}"))));
        let before = all_files(&files);
        assert_eq!(before.len(), 16);
        let loaded = saved(cache, &files, 1..1001);
        assert_eq!((loaded.get::<String>(key(0)), loaded.get(key(1000))), (None, Some("value 1000")));
        let after = all_files(&files);
        let written = after.iter().filter(|(path, bytes)| before[*path] != **bytes).count();
        assert!((1..=2).contains(&written), "{written} files were written");
        // Fewer values take fewer files.
        assert_eq!(saved(cache, &files, 1..20).get(key(19)), Some("value 19"));
        assert_eq!(all_files(&files).len(), 1);
    }

    #[test]
    fn a_folder_in_the_place_of_a_file_goes() {
        let (files, location) = (Memory::new(), location());
        let cache = KeyedCache::new(&location, "texts", Fingerprint::of(b"settings"));
        files.create_dir_all(&Path::new(FOLDER).join("0000.pack/inner")).unwrap();
        assert_eq!(saved(cache, &files, 0..10).get(key(9)), Some("value 9"));
    }

    #[test]
    fn damaged_files_and_other_inputs_count_as_empty() {
        let (files, location) = (Memory::new(), location());
        let cache = KeyedCache::new(&location, "texts", Fingerprint::of(b"settings"));
        saved(cache, &files, 0..1000);
        assert!(KeyedCache::new(&location, "texts", Fingerprint::of(b"others")).load(&files).places.is_empty());
        for (number, (path, mut bytes)) in all_files(&files).into_iter().enumerate() {
            let middle = bytes.len() / 2;
            match number % 3 {
                0 => bytes[middle] ^= 1,
                1 => bytes.truncate(middle),
                _ => bytes.clear(),
            }
            files.write(&path, &bytes).unwrap();
        }
        assert!(cache.load(&files).places.is_empty());
        assert_eq!(saved(cache, &files, 0..1000).places.len(), 1000);
    }
}
