//! Compresses the styles and locales that the crate embeds, each file by itself, because a program uses few of them.
//! Plain, they would be 3.8 MB of every program; compressed they are a sixth of that.
//!
//! `styles.rs` and `locales.rs` in the output are the tables of the files, in order of their names.

#![expect(clippy::disallowed_methods, reason = "a build script reads and writes files")]

use std::collections::BTreeSet;
use std::env;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::DeflateEncoder;

fn main() -> io::Result<()> {
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("Cargo sets OUT_DIR"))?;
    for folder in ["styles", "locales"] {
        println!("cargo::rerun-if-changed={folder}");
        let compressed = Path::new(&out).join(folder);
        fs::create_dir_all(&compressed)?;
        let mut rows = BTreeSet::new();
        for file in fs::read_dir(folder)? {
            let file = file?;
            let target = compressed.join(file.file_name());
            compress(&file.path(), &target)?;
            rows.insert(row(&target));
        }
        let (count, rows) = (rows.len(), rows.into_iter().collect::<String>());
        let table = format!("static {}: [File; {count}] = [{rows}];", folder.to_uppercase());
        fs::write(Path::new(&out).join(format!("{folder}.rs")), table)?;
    }
    Ok(())
}

/// The row of a compressed file: its name without what all files of the folder have in common, and its bytes.
fn row(compressed: &Path) -> String {
    let stem = compressed.file_stem().unwrap_or_default().to_string_lossy();
    let name = stem.strip_prefix("locales-").unwrap_or(&stem);
    format!("({name:?}, EmbeddedFile::new(include_bytes!({compressed:?}))),\n")
}

fn compress(source: &Path, target: &Path) -> io::Result<()> {
    let mut encoder = DeflateEncoder::new(File::create(target)?, Compression::best());
    encoder.write_all(&fs::read(source)?)?;
    encoder.finish()?;
    Ok(())
}
