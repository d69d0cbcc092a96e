//! Paths of files in, addresses of the protocol out, and back.

use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use lsp_types::Uri;
use url::Url;

/// The path of a file that an editor names; `None` for what is no file, such as a text that was never saved.
#[must_use]
pub fn path_of(uri: &Uri) -> Option<PathBuf> {
    Url::parse(uri.as_str()).ok()?.to_file_path().ok()
}

/// The address of a file by its absolute path.
#[must_use]
pub fn uri_of(path: &Path) -> Option<Uri> {
    let url = Url::from_file_path(path).ok()?;
    // Browsers leave them as they are; the standard of addresses does not.
    let strict = url.as_str().replace('[', "%5B").replace(']', "%5D").replace('|', "%7C").replace('^', "%5E");
    Uri::from_str(&strict).ok()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{path_of, uri_of};

    #[test]
    fn any_name_of_a_file_has_an_address() {
        for name in ["/a b/ü.md", "/[draft] a|b^c`{d}.md", "/50%.md", "/a#b?c.md"] {
            let uri = uri_of(Path::new(name)).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(path_of(&uri).as_deref(), Some(Path::new(name)), "{}", uri.as_str());
        }
    }
}
