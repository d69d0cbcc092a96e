//! The package of Sveltia CMS: the bytes of its archive in, the files of it that the editor needs out. The archive has to be the one whose
//! checksum is in the program.

use std::io::Read;

use flate2::read::GzDecoder;
use sha2::{Digest, Sha512};
use tar::Archive;
use url::Url;

use wellpress_command::Failure;
use wellpress_io::net::{RedirectPolicy, RequestMethod, WebClient, WebRequest};

/// The version that this program was tried with.
pub const VERSION: &str = "0.221.1";

/// The version with what this program mends in it. To be raised with each change of `MENDS`, so that the next run puts the script again.
pub const MENDED_VERSION: &str = "0.221.1+3";

/// The address of the archive.
const ADDRESS: &str = "https://registry.npmjs.org/@sveltia/cms/-/cms-0.221.1.tgz";

/// The SHA-512 of the archive.
const SHA512: &str = "27e4288a4f6418c9362fbbcda4e42b9c3985462f8d07abf02747fae7b62db31587d0ff16612611452442da943f8c619b56533ffcf83f588826929b30aa8a3781";

/// The archive has 11 MB.
pub const MAX_BYTES: u64 = 40_000_000;

/// The script of the editor.
const SCRIPT: &str = "sveltia/sveltia-cms.js";

/// What the editor loads, and the licences: the path in the archive, and the path in the folder of the editor.
const FILES: [(&str, &str); 9] = [
    ("package/dist/sveltia-cms.js", SCRIPT),
    ("package/dist/chunks/react-dom.js", "sveltia/chunks/react-dom.js"),
    ("package/LICENSE.txt", "sveltia/LICENSE.txt"),
    (
        "package/npm/assets/material-symbols-outlined-latin-wght-normal-_Z1IJPLg.woff2",
        "sveltia/material-symbols-outlined.woff2",
    ),
    ("package/npm/assets/material-symbols-outlined.LICENSE.txt", "sveltia/material-symbols-outlined.LICENSE.txt"),
    ("package/npm/assets/noto-mono-latin-400-normal-DiC8lJru.woff2", "sveltia/noto-mono.woff2"),
    ("package/npm/assets/noto-mono.LICENSE.txt", "sveltia/noto-mono.LICENSE.txt"),
    ("package/npm/assets/source-sans-3-latin-wght-normal-BqRLTx4X.woff2", "sveltia/source-sans-3.woff2"),
    ("package/npm/assets/source-sans-3.LICENSE.txt", "sveltia/source-sans-3.LICENSE.txt"),
];

/// What is replaced in the script.
///
/// - A fault: behind each form for a block that has an id, a "word" of one character at the start of a paragraph is deleted when a blank
///   follows it, as in "I am here". The shortcut that tells a form by its first character replaces the character by nothing; it has to
///   leave it alone.
/// - A fault: the form of a block takes the focus when the block is inserted, and throws away what is typed. Without it, the words stand
///   in the paragraph behind the block, where the cursor is.
/// - The preview of a whole page needs a library, which the script fetches from another host. The editor has what is needed of it.
const MENDS: [(&str, &str); 3] = [
    ("replace:()=>void 0,export:l}", "replace:()=>!1,export:l}"),
    ("e.closest(`[role=\"textbox\"][aria-readonly=\"false\"]`)&&e.focus(),", ""),
    ("e=await YW(`immutable`,`dist/immutable.es.js`)", "e=await import(`../immutable.js`)"),
];

/// A file of the editor: its path in the editor's folder, and its bytes.
pub type PackedFile = (&'static str, Vec<u8>);

/// Fetches the archive from the npm registry.
///
/// # Errors
/// When it cannot be fetched.
pub fn fetch(web: &dyn WebClient) -> Result<Vec<u8>, Failure> {
    let url = Url::parse(ADDRESS).expect("the constant is an address");
    let request = WebRequest {
        url: &url,
        method: RequestMethod::Get,
        accept: "application/octet-stream, */*;q=0.5",
        max_bytes: MAX_BYTES,
        redirects: RedirectPolicy::Follow,
    };
    let response = web.send(&request).map_err(|error| {
        Failure::target(format!("cannot fetch Sveltia CMS from {ADDRESS}: {error}")).help(format!(
            "run `npm pack @sveltia/cms@{VERSION}` on a machine with a network, and name the file behind `--from`"
        ))
    })?;
    Ok(response.body)
}

/// The script with each of [`MENDS`].
///
/// # Errors
/// When a place is missing, which the archive with this checksum has.
fn mended(script: Vec<u8>) -> Result<Vec<u8>, Failure> {
    let mut text =
        String::from_utf8(script).map_err(|error| Failure::content(format!("`{SCRIPT}` is no text: {error}")))?;
    for (before, now) in MENDS {
        if text.matches(before).count() != 1 {
            return Err(Failure::content(format!("`{SCRIPT}` has no place `{before}` to mend")));
        }
        text = text.replacen(before, now, 1);
    }
    Ok(text.into_bytes())
}

/// The files of the archive that the editor needs.
///
/// # Errors
/// When the archive is another one, or damaged.
pub fn unpack(archive: &[u8]) -> Result<Vec<PackedFile>, Failure> {
    let sum: String = Sha512::digest(archive).iter().map(|byte| format!("{byte:02x}")).collect();
    if sum != SHA512 {
        return Err(Failure::content(format!(
            "this is not the archive of Sveltia CMS {VERSION}: its SHA-512 is `{sum}`"
        ))
        .help(format!("it has to be the file that `npm pack @sveltia/cms@{VERSION}` fetches, unchanged")));
    }
    let damaged = |error| Failure::content(format!("the archive of Sveltia CMS is damaged: {error}"));
    let mut files = Vec::new();
    for entry in Archive::new(GzDecoder::new(archive)).entries().map_err(damaged)? {
        let mut entry = entry.map_err(damaged)?;
        let path = entry.path().map_err(damaged)?.to_string_lossy().into_owned();
        if let Some((_, target)) = FILES.iter().find(|(packed, _)| *packed == path) {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).map_err(damaged)?;
            files.push((*target, if *target == SCRIPT { mended(bytes)? } else { bytes }));
        }
    }
    match FILES.iter().find(|(_, target)| !files.iter().any(|(written, _)| written == target)) {
        Some((packed, _)) => Err(Failure::content(format!("the archive of Sveltia CMS lacks `{packed}`"))),
        None => Ok(files),
    }
}
