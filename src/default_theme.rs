//! The theme `well` from `themes/well`, embedded in the program. A site without a theme uses it, and other themes extend it.

use std::sync::LazyLock;

use include_dir::{Dir, include_dir};

use wellpress_io::fs::slashed;
use wellpress_render::EmbeddedTheme;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/well");

/// The files of `themes/well`, collected once per process.
pub static DEFAULT_THEME: LazyLock<EmbeddedTheme> = LazyLock::new(|| {
    let mut files = Vec::new();
    collect(&FILES, &mut files);
    EmbeddedTheme::new("well", files)
});

fn collect(folder: &'static Dir<'static>, files: &mut Vec<(String, &'static [u8])>) {
    files.extend(folder.files().map(|file| (slashed(file.path()), file.contents())));
    folder.dirs().for_each(|folder| collect(folder, files));
}

/// The languages that the theme has strings in.
pub fn languages() -> Vec<String> {
    let files = FILES.get_dir("i18n").into_iter().flat_map(Dir::files);
    files.filter_map(|file| Some(file.path().file_stem()?.to_string_lossy().into_owned())).collect()
}
