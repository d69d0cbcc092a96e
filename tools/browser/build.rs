//! Compresses axe, which only `theme check --accessibility` uses: it is a fifth of its size then.

#![expect(clippy::disallowed_methods, reason = "a build script reads and writes files")]

use std::env;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::DeflateEncoder;

const SOURCE: &str = "axe/axe.min.js";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={SOURCE}");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("Cargo sets OUT_DIR"))?;
    let mut encoder = DeflateEncoder::new(File::create(Path::new(&out).join("axe.deflate"))?, Compression::best());
    encoder.write_all(&fs::read(SOURCE)?)?;
    encoder.finish()?;
    Ok(())
}
