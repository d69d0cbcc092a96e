//! Addresses and paths of the new site.

/// The path of a file from a folder, both from the root of the site.
pub(super) fn relative(folder: &str, file: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (folder.split('/').collect(), file.split('/').collect());
    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = vec![".."; from.len() - shared];
    up.into_iter().chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

pub(super) fn percent_encoded(address: &str) -> String {
    address.replace('%', "%25").replace(' ', "%20").replace('#', "%23").replace('?', "%3F")
}

/// Whether an address is that of a document, to which a menu can lead.
pub(crate) fn is_document(address: &str) -> bool {
    const ENDINGS: [&str; 10] = ["pdf", "docx", "doc", "xlsx", "pptx", "odt", "epub", "mp3", "mp4", "zip"];
    address.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending.to_lowercase().as_str()))
}

pub(crate) fn is_picture_address(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_lowercase();
    ["png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "tiff"]
        .iter()
        .any(|ending| path.ends_with(&format!(".{ending}")))
}
