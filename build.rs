//! Names the program by what it is made of: a cache that another build of wellpress wrote is not taken over, also where
//! both have the same version.

#![expect(clippy::disallowed_methods, reason = "a build script reads the sources and talks to cargo")]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    let mut files = Vec::new();
    for part in ["Cargo.toml", "Cargo.lock", "crates", "src", "themes"] {
        println!("cargo::rerun-if-changed={part}");
        collect(Path::new(part), &mut files);
    }
    files.sort();
    let mut hasher = blake3::Hasher::new();
    for file in files {
        hasher.update(file.to_string_lossy().as_bytes());
        hasher.update(&fs::read(&file).unwrap_or_default());
    }
    // What it is made for and with: other tables of characters may find other words.
    let mut made_for: Vec<(String, String)> =
        env::vars().filter(|(name, _)| name == "TARGET" || name.starts_with("CARGO_FEATURE_")).collect();
    made_for.sort();
    made_for.iter().for_each(|(name, value)| _ = hasher.update(name.as_bytes()).update(value.as_bytes()));
    let compiler = env::var_os("RUSTC").and_then(|rustc| Command::new(rustc).arg("--version").output().ok());
    hasher.update(&compiler.map(|output| output.stdout).unwrap_or_default());
    println!("cargo::rustc-env=WELLPRESS_BUILD={}", hasher.finalize().to_hex());
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| collect(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}
