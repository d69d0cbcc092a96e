//! The theme `well`, read from `themes/well`. The program embeds the same files; here they are read when a test needs them, so that
//! no test is compiled again after a change of a template.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use wellpress_io::fs::slashed;
use wellpress_render::EmbeddedTheme;

use crate::test_site::files_below;

/// The theme of a site that names none.
pub static DEFAULT_THEME: LazyLock<EmbeddedTheme> = LazyLock::new(|| {
    let files = files_below(&folder()).into_iter().map(|(path, bytes)| {
        let path = slashed(path.strip_prefix(folder()).unwrap());
        // A theme is embedded for as long as the process runs.
        (path, &*bytes.leak())
    });
    EmbeddedTheme::new("well", files.collect::<Vec<_>>())
});

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../themes/well")
}

/// The languages that the theme has strings in.
pub fn languages() -> Vec<String> {
    let files = files_below(&folder().join("i18n")).into_keys();
    files.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect()
}
