//! `build --sbom FILE`: every file that the site is made of, as a bill of materials in CycloneDX's form.

use std::path::Path;

use serde_json::json;

use wellpress_io::fs::{Disk, Files};

use crate::pipeline::{self, Request, SourceFile};

use super::failure::Failure;

/// Writes the bill of a site that was built.
pub(super) fn write(request: &Request<'_>, named: &[String], to: &Path) -> Result<(), Failure> {
    let sources = pipeline::source_files(&Disk, request, named)?;
    let written = Disk.write(to, text(&sources).as_bytes());
    written.map_err(|error| Failure::machine(format!("cannot write the bill to `{}`: {error}", to.display())))
}

/// Without a time and a serial number, so that one input gives one text.
fn text(sources: &[SourceFile]) -> String {
    let component = |source: &SourceFile| {
        json!({
            "type": "file",
            "bom-ref": source.path,
            "name": source.path,
            "hashes": [{"alg": "BLAKE3", "content": source.hash.to_hex().as_str()}],
        })
    };
    let tool = json!({"type": "application", "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")});
    let bill = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"tools": {"components": [tool]}},
        "components": sources.iter().map(component).collect::<Vec<_>>(),
    });
    format!("{bill:#}\n")
}
