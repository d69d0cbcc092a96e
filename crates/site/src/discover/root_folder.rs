//! The folder of the content in the root of a site: whether it is there, and what is in the root if the root itself is the content.

use std::io;

use wellpress_io::fs::{EntryKind, Files, FsEntry, openable, slashed};

use crate::config::Config;
use crate::content_folder::ContentFolder;

use super::is_skipped;

/// Why the folder of the content that the settings name cannot be read; `None` if it is a folder in the site.
pub(super) fn not_a_folder(files: &dyn Files, config: &Config, folder: &ContentFolder) -> io::Result<Option<String>> {
    let mut path = config.root.clone();
    for name in folder.name().split('/').filter(|name| *name != ".") {
        path.push(name);
        if !files.exists(&path)? {
            return Ok(Some(format!("there is no folder `{}`", folder.name())));
        }
        match files.kind(&path)? {
            EntryKind::Folder => {}
            other_kind => return Ok(Some(format!("`{name}` is {other_kind}, not a folder"))),
        }
    }
    Ok(None)
}

/// Everything in the root of a site but what is hidden, or belongs to the site and is no text of it. Folders of programs and
/// outputs can be large: they are not looked into.
///
/// # Errors
/// When the root cannot be listed.
pub fn walk_root(files: &dyn Files, config: &Config) -> io::Result<Vec<FsEntry>> {
    let root = openable(&config.root);
    let mut entries = Vec::new();
    for entry in files.list(root)? {
        let name = entry.path.clone();
        if is_skipped(&name.to_string_lossy()) || config.content_folder().leaves_out(&slashed(&name)) {
            continue;
        }
        let below = if entry.kind == EntryKind::Folder { files.walk(&root.join(&name)) } else { Ok(Vec::new()) };
        let kind = below.as_ref().map_or_else(|error| EntryKind::Unreadable(error.kind()), |_| entry.kind);
        entries.push(FsEntry { kind, ..entry });
        entries.extend(below.unwrap_or_default().into_iter().map(|entry| {
            let path = format!("{}/{}", slashed(&name), slashed(&entry.path)).into();
            FsEntry { path, ..entry }
        }));
    }
    Ok(entries)
}
