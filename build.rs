//! Names the program by a hash of its sources, so that it does not take over a cache that another build of wellpress
//! wrote, even one of the same version. Tests, READMEs and examples do not count: they change nothing that is cached.
//!
//! Also gives `wellpress --version` the commit and the target.

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
    println!("cargo::rustc-env=WELLPRESS_TARGET={}", env::var("TARGET").unwrap_or_default());
    println!("cargo::rustc-env=WELLPRESS_COMMIT={}", commit().unwrap_or_default());
}

/// The commit that the program is built from, such as `1a2b3c4d5 2026-11-23`, with `+` behind a commit that files differ
/// from. In a package of crates.io, which has no repository, the commit alone. Who builds from a copy of the files without their
/// repository, as in a container, names the commit in `WELLPRESS_COMMIT`. `None` if there is nothing of this.
fn commit() -> Option<String> {
    const VARIABLE: &str = "WELLPRESS_COMMIT";
    println!("cargo::rerun-if-env-changed={VARIABLE}");
    if let Some(commit) = env::var(VARIABLE).ok().filter(|commit| !commit.is_empty()) {
        return Some(commit);
    }
    const PACKAGED: &str = ".cargo_vcs_info.json";
    if Path::new(PACKAGED).exists() {
        println!("cargo::rerun-if-changed={PACKAGED}");
        let text = fs::read_to_string(PACKAGED).ok()?;
        let (_, hash) = text.split_once("\"sha1\": \"")?;
        return hash.get(..9).map(str::to_owned);
    }
    // A folder without a repository of its own may lie in that of another project.
    if !Path::new(".git").exists() {
        return None;
    }
    // `HEAD` changes with the branch, and its log with each commit.
    for file in ["HEAD", "logs/HEAD"] {
        let path = git(&["rev-parse", "--git-path", file])?;
        if Path::new(&path).exists() {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    let commit = git(&["log", "-1", "--format=%h %cs", "--abbrev=9"])?;
    let is_changed = git(&["status", "--porcelain", "--untracked-files=no"]).is_none_or(|changes| !changes.is_empty());
    Some(if is_changed { commit.replacen(' ', "+ ", 1) } else { commit })
}

/// What git prints. `None` if there is no git or it fails.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}

/// What in the folder of a crate changes nothing that the program does.
const NO_PARTS: [&str; 4] = ["tests", "examples", "benches", "target"];

/// The files and folders that the program is compiled from, with the data that its crates and tools embed. All of a crate's folder
/// counts but [`NO_PARTS`], READMEs, licences and hidden files, so that nobody has to list a new folder here.
fn program_parts() -> Vec<PathBuf> {
    let mut parts: Vec<PathBuf> = ["Cargo.toml", "Cargo.lock", "src", "themes"].map(PathBuf::from).into();
    for package in entries("crates").chain(entries("tools")) {
        parts.extend(entries(&package).filter(|part| is_part(part)));
    }
    parts
}

/// The entries of a folder; none where there is no such folder, as in a package of crates.io.
fn entries(folder: impl AsRef<Path>) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}

fn is_part(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    !NO_PARTS.contains(&&*name) && !["README", "LICENSE", "."].iter().any(|start| name.starts_with(start))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| collect(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}
