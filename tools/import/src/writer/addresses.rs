//! Addresses and paths of the new site.

use crate::source_folder::ending_of;

/// The path of a file from a folder, both from the root of the site.
pub(super) fn relative(folder: &str, file: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (folder.split('/').collect(), file.split('/').collect());
    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = vec![".."; from.len() - shared];
    up.into_iter().chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

/// A path as an address.
pub(super) fn percent_encoded(path: &str) -> String {
    path.replace('%', "%25").replace(' ', "%20").replace('#', "%23").replace('?', "%3F")
}

/// A path as an address between the parentheses of a link.
pub(crate) fn link_address(path: &str) -> String {
    percent_encoded(path).replace('(', "%28").replace(')', "%29")
}

/// Whether an address is that of a document, to which a menu can lead.
pub(crate) fn is_document(address: &str) -> bool {
    const ENDINGS: [&str; 10] = ["pdf", "docx", "doc", "xlsx", "pptx", "odt", "epub", "mp3", "mp4", "zip"];
    ENDINGS.contains(&&*ending_of(address))
}

pub(crate) fn is_picture_address(address: &str) -> bool {
    const ENDINGS: [&str; 9] = ["png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "tiff"];
    ENDINGS.contains(&&*ending_of(address.split(['?', '#']).next().unwrap_or_default()))
}
