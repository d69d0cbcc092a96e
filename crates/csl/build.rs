//! Compresses the styles and locales that the crate embeds, each file by itself, because a program uses few of them.
//! Plain, they would be 3.8 MB of every program; compressed they are a sixth of that.

#![expect(clippy::disallowed_methods, reason = "a build script reads and writes files")]

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
        for file in fs::read_dir(folder)? {
            let file = file?;
            compress(&file.path(), &compressed.join(file.file_name()))?;
        }
    }
    Ok(())
}

fn compress(source: &Path, target: &Path) -> io::Result<()> {
    let mut encoder = DeflateEncoder::new(File::create(target)?, Compression::best());
    encoder.write_all(&fs::read(source)?)?;
    encoder.finish()?;
    Ok(())
}
