//! The cache on disk: what is swept, and which parts make which fingerprints. What a damaged or foreign cache does to a build
//! is tested with whole sites, in the suite of the program.

use std::path::Path;

use wellpress_io::cache::{BlobCache, CacheFile, CacheLocation, CacheMode, Fingerprint, FingerprintBuilder};
use wellpress_io::fs::{Files, Memory};

const BUILD: &str = "a build";

#[test]
fn foreign_files_beside_cached_pictures_are_kept() {
    let memory = Memory::new().with("/home/pictures/holiday.jpg", "of my own");
    let location = CacheLocation { folder: "/home".into(), mode: CacheMode::ReadWrite, build: BUILD };
    let store = BlobCache::new(&memory, &location, "pictures");
    let (used, unused) = (Fingerprint::of(b"kept"), Fingerprint::of(b"gone"));
    store.put(used, b"");
    store.put(unused, &[0; 4096]);
    store.sweep(&[used].into(), 0);
    assert!(store.get(used).is_some() && store.get(unused).is_none());
    assert_eq!(memory.read(Path::new("/home/pictures/holiday.jpg")).unwrap(), b"of my own");
}

#[test]
fn parts_that_run_together_make_other_fingerprints() {
    let of =
        |parts: &[&str]| parts.iter().fold(FingerprintBuilder::new("test"), FingerprintBuilder::with).fingerprint();
    assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
    assert_ne!(of(&["a"]), of(&["a", ""]));
    assert_ne!(FingerprintBuilder::new("a").fingerprint(), FingerprintBuilder::new("b").fingerprint());
    assert_eq!(Fingerprint::of(b"same"), Fingerprint::of(b"same"));
}

#[test]
fn a_damaged_file_is_removed_with_a_note_and_one_of_another_build_ignored_without() {
    let files = Memory::new();
    let path = Path::new("/cache/numbers.pack");
    let location = CacheLocation { folder: "/cache".into(), mode: CacheMode::ReadWrite, build: BUILD };
    let mut notes = Vec::new();
    CacheFile::new(&location, "numbers.pack").save(&files, &[1, 2, 3], &mut notes);
    let sound = files.read(path).unwrap();

    let other_build = CacheLocation { build: "b build", ..location.clone() };
    assert_eq!(CacheFile::new(&other_build, "numbers.pack").load::<[i32; 3]>(&files, &mut notes), None);
    assert_eq!((notes.len(), files.exists(path).unwrap()), (0, true));

    for damaged in [&sound[..sound.len() - 1], b"not a cache file", b""] {
        files.write(path, damaged).unwrap();
        assert_eq!(CacheFile::new(&location, "numbers.pack").load::<[i32; 3]>(&files, &mut notes), None);
        assert_eq!(notes.pop().unwrap(), "the cache in `/cache/numbers.pack` is damaged and is made anew");
        assert!(!files.exists(path).unwrap());
    }
    files.write(path, &sound).unwrap();
    assert_eq!(CacheFile::new(&location, "numbers.pack").load(&files, &mut notes), Some([1, 2, 3]));
}
