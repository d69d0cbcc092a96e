//! [`grouped`]: the addresses of files that changed, in a list that a person can work through.

use std::collections::BTreeMap;

/// A longer list is given by folders.
const MOST_LINES: usize = 30;

/// The folder of the search index, whose files are many and mean nothing to a person.
const SEARCH_INDEX: &str = "search/index/";

/// The addresses of files, one a line; those of the search index as one, and those of folders with several files if there are many.
pub(super) fn grouped(paths: &[String], address_of: impl Fn(&str) -> String) -> Vec<String> {
    let (index, files): (Vec<&String>, Vec<&String>) = paths.iter().partition(|path| path.starts_with(SEARCH_INDEX));
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in files {
        let folder = path.find('/').map_or("", |at| &path[..=at]);
        folders.entry(folder).or_default().push(path);
    }
    let is_long = folders.values().map(Vec::len).sum::<usize>() > MOST_LINES;
    let mut lines = Vec::new();
    for (folder, paths) in folders {
        match is_long && paths.len() > 1 && !folder.is_empty() {
            true => lines.push(below(&address_of(folder), paths.len())),
            false => lines.extend(paths.into_iter().map(&address_of)),
        }
    }
    if !index.is_empty() {
        lines.push(below(&address_of(SEARCH_INDEX), index.len()));
    }
    lines
}

fn below(address: &str, count: usize) -> String {
    format!("{address} and below: {}", wellpress_command::console::count(count, "file"))
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn a_long_list_is_given_by_folders() {
        let of = |paths: &[String]| grouped(paths, |path| format!("/{path}"));
        let few = ["a/x".to_owned(), "feed.xml".to_owned(), "search/index/en/index.json".to_owned()];
        assert_eq!(of(&few), ["/feed.xml", "/a/x", "/search/index/ and below: 1 file"]);
        let many: Vec<String> = (0..40).map(|at| format!("a/{at}")).chain(few[1..].to_vec()).collect();
        assert_eq!(of(&many), ["/feed.xml", "/a/ and below: 40 files", "/search/index/ and below: 1 file"]);
    }
}
