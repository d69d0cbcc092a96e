//! Names the program by what it is made of: a cache that another build of wellpress wrote is not taken over, also where
//! both have the same version.

#![expect(clippy::disallowed_methods, reason = "a build script reads the sources and talks to cargo")]

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let mut files = Vec::new();
    for part in ["Cargo.toml", "Cargo.lock", "src", "themes"] {
        println!("cargo::rerun-if-changed={part}");
        collect(Path::new(part), &mut files);
    }
    files.sort();
    let mut hasher = blake3::Hasher::new();
    for file in files {
        hasher.update(file.to_string_lossy().as_bytes());
        hasher.update(&fs::read(&file).unwrap_or_default());
    }
    println!("cargo::rustc-env=WELLPRESS_BUILD={}", hasher.finalize().to_hex());
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| collect(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}
