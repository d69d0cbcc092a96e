//! Arithmetic of paths in links: from a link to a file of the site, and back for suggestions.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::content_folder::ContentFolder;

/// The file that a path means, relative to the site's root: beside `folder`, in `static` if it begins with `/`, or in
/// the folder of the content if it begins with `@/`, as in Zola. `None` if it leads out of both folders, where nothing is published.
pub(in crate::resolve) fn file_path(content: &ContentFolder, folder: &str, path: &str) -> Option<String> {
    if let Some(below_root) = path.strip_prefix('/') {
        return join("static/", below_root);
    }
    if let Some(below_content) = path.strip_prefix("@/") {
        return join(&content.path(""), below_content);
    }
    join(folder, path).filter(|file| content.below(file).is_some() || file.starts_with("static/"))
}

/// The file in the folder `data` that a path from the site's root means; `None` if it leads elsewhere.
pub(in crate::resolve) fn data_path(path: &str) -> Option<String> {
    join("", path).filter(|file| path.starts_with("data/") && file.starts_with("data/"))
}

/// Joins two paths and resolves `.` and `..`. `None` if `..` leads above the root.
pub(super) fn join(folder: &str, path: &str) -> Option<String> {
    let mut segments: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            _ => segments.push(segment),
        }
    }
    Some(segments.join("/"))
}

/// The path of a file as a text in `folder` would write it. Both are relative to the root.
pub(super) fn relative(folder: &str, file: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    let to: Vec<&str> = file.split('/').collect();
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(from.len() - common);
    format!("{up}{}", to[common..].join("/"))
}

/// The page with the same file name in another folder, or with that name as a folder (`neck/index.md` for `neck.md`): authors
/// move files more often than they rename them.
pub(super) fn with_same_name<'a>(file: &str, mut paths: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name = file.rsplit('/').next()?;
    let stem = name.strip_suffix(".md")?;
    paths.find(|path| path.ends_with(&format!("/{name}")) || path.ends_with(&format!("/{stem}/index.md")))
}

/// Decodes `%20` and the like. A path that is not UTF-8 afterwards stays as it is, because no file can have it as its name.
pub(in crate::resolve) fn decode(path: &str) -> Cow<'_, str> {
    percent_decode_str(path).decode_utf8().unwrap_or(Cow::Borrowed(path))
}
