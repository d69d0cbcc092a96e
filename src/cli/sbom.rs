//! `build --sbom FILE`: writes all source files of the site with their hashes, as a bill of materials in the format CycloneDX.

use std::path::Path;

use serde_json::{Value, json};

use wellpress_io::fs::{Disk, Files};

use crate::pipeline::{self, Request, SourceFile};

use super::failure::Failure;

/// Writes the bill of a site that has been built. `referenced_files` are files outside of `content`, such as styles, that the
/// settings name.
pub(super) fn write(request: &Request<'_>, referenced_files: &[String], path: &Path) -> Result<(), Failure> {
    let sources = pipeline::source_files(&Disk, request, referenced_files)?;
    Disk.write(path, bill_of_materials(&sources).as_bytes())
        .map_err(|error| Failure::machine(format!("cannot write the bill to `{}`: {error}", path.display())))
}

/// The bill as JSON. It leaves out the optional time stamp and serial number, so that the same sources give the same text.
fn bill_of_materials(sources: &[SourceFile]) -> String {
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

fn component(source: &SourceFile) -> Value {
    json!({
        "type": "file",
        "bom-ref": source.path,
        "name": source.path,
        "hashes": [{"alg": "BLAKE3", "content": source.hash.to_hex().as_str()}],
    })
}
