//! Keeps the results of slow work in a cache folder, so that a second run has nothing to do:
//!
//! ```console
//! $ cargo run -p wellpress-io --example cached_work
//! made 3 anew
//! $ cargo run -p wellpress-io --example cached_work
//! made 0 anew
//! ```

#![expect(clippy::print_stdout, reason = "an example shows its result")]
#![expect(clippy::disallowed_methods, reason = "an example of its own asks for a folder for temporary files")]

use std::collections::BTreeSet;

use wellpress_io::cache::{BlobCache, CacheLocation, CacheMode, Fingerprint};
use wellpress_io::fs::Disk;

fn main() {
    let folder = std::env::temp_dir().join("wellpress-io-example");
    let location = CacheLocation { folder, mode: CacheMode::ReadWrite, build: env!("CARGO_PKG_VERSION") };
    let cache = BlobCache::new(&Disk, &location, "shouts");
    let (mut used, mut made) = (BTreeSet::new(), 0);
    for word in ["neck", "back", "hip"] {
        let key = Fingerprint::of(word.as_bytes());
        if cache.get(key).is_none() {
            cache.put(key, word.to_uppercase().as_bytes());
            made += 1;
        }
        used.insert(key);
    }
    cache.sweep(&used, 0);
    println!("made {made} anew");
}
