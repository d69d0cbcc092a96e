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

pub(crate) fn is_picture_address(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_lowercase();
    ["png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "tiff"]
        .iter()
        .any(|ending| path.ends_with(&format!(".{ending}")))
}
