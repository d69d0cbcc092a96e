//! Names the program by a hash of its sources, so that it does not take over a cache that another build of wellpress
//! wrote, even one of the same version. Tests, READMEs and examples do not count: they change nothing that is cached.

#![expect(clippy::disallowed_methods, reason = "a build script reads the sources and talks to cargo")]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    let mut files = Vec::new();
    for part in program_parts() {
        println!("cargo::rerun-if-changed={}", part.display());
        collect(&part, &mut files);
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

/// The files and folders that the program is compiled from, with the data that its crates embed.
fn program_parts() -> Vec<PathBuf> {
    let crates = fs::read_dir("crates").into_iter().flatten().flatten();
    let parts_of_crates =
        crates.flat_map(|folder| ["Cargo.toml", "src", "word-lists"].map(|part| folder.path().join(part)));
    let mut parts: Vec<PathBuf> = ["Cargo.toml", "Cargo.lock", "src", "themes"].map(PathBuf::from).into();
    // Cargo would run this script on each build if it named a folder that does not exist.
    parts.extend(parts_of_crates.filter(|part| part.exists()));
    parts
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| collect(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}
