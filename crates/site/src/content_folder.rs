//! [`ContentFolder`]: the folder with the texts of a site, which the setting `content` names. Paths of the site are made and read here.
//!
//! What is in the folder is for `discover`; what the setting may be is checked by `config`.

use std::path::{Path, PathBuf};

/// The folders and files of a site that are no content, if its content is the root itself: what the program reads and writes there.
const OF_THE_SITE: [&str; 7] = ["output", "themes", "static", "data", "audits", "wellpress.yaml", "wellpress.yml"];

/// The folder of house rules. Only its YAML is no content: a manual may have a folder of this name.
const RULES: &str = "rules";

/// The folder with the texts of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentFolder {
    /// What all its paths begin with, such as `content/`. Empty if it is the root of the site.
    prefix: String,
    /// Patterns of paths below it that are no content, see [`ContentFolder::excluding`].
    excluded: Vec<String>,
}

impl Default for ContentFolder {
    fn default() -> Self {
        Self { prefix: "content/".to_owned(), excluded: Vec::new() }
    }
}

impl ContentFolder {
    /// The folder of this name below the root, such as `docs/texts`; `.` for the root itself.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let names = name.split('/').filter(|name| !matches!(*name, "" | "."));
        Self { prefix: names.map(|name| format!("{name}/")).collect(), excluded: Vec::new() }
    }

    /// The same folder without the paths that one of these patterns matches, and without what is below them. `*` stands for any
    /// signs of a name, `**` for any folders.
    #[must_use]
    pub fn excluding(mut self, patterns: impl IntoIterator<Item = String>) -> Self {
        self.excluded.extend(patterns.into_iter().map(|pattern| pattern.trim_matches('/').to_owned()));
        self
    }

    /// Its path from the root: `content`, or `.` for the root.
    #[must_use]
    pub fn name(&self) -> &str {
        if self.is_root() { "." } else { self.prefix.trim_end_matches('/') }
    }

    /// Whether it is the root of the site.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.prefix.is_empty()
    }

    /// The path from the root of what is below it, such as `content/glossary.yaml`.
    #[must_use]
    pub fn path(&self, below: &str) -> String {
        format!("{}{below}", self.prefix)
    }

    /// Where it is, given the root of the site.
    #[must_use]
    pub fn in_root(&self, root: &Path) -> PathBuf {
        if self.is_root() { root.to_owned() } else { root.join(self.name()) }
    }

    /// The path below it of a path from the root. `None` if that leads elsewhere, or to something that is no content.
    #[must_use]
    pub fn below<'p>(&self, path: &'p str) -> Option<&'p str> {
        path.strip_prefix(&*self.prefix).filter(|below| !self.leaves_out(below))
    }

    /// Whether a path from the root is this folder or one above it.
    #[must_use]
    pub fn is_in(&self, path: &str) -> bool {
        !path.is_empty() && self.prefix.starts_with(&format!("{path}/"))
    }

    /// Whether a path below it is no content.
    #[must_use]
    pub fn leaves_out(&self, below: &str) -> bool {
        (self.is_root() && is_of_the_site(below))
            || self.excluded.iter().any(|pattern| is_match(&segments(pattern), &segments(below)))
    }
}

/// Whether a path from the root belongs to the site and is no text of it.
fn is_of_the_site(path: &str) -> bool {
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    let is_yaml = rest.ends_with(".yaml") || rest.ends_with(".yml");
    OF_THE_SITE.contains(&first) || (first == RULES && is_yaml)
}

fn segments(path: &str) -> Vec<&str> {
    path.split('/').collect()
}

/// Whether a pattern matches the path or a folder above it.
fn is_match(pattern: &[&str], path: &[&str]) -> bool {
    match (pattern, path) {
        ([], _) => true,
        (["**", rest @ ..], _) => (0..path.len()).any(|at| is_match(rest, &path[at..])),
        (_, []) => false,
        ([first, pattern @ ..], [name, path @ ..]) => {
            is_name_match(first.as_bytes(), name.as_bytes()) && is_match(pattern, path)
        }
    }
}

fn is_name_match(pattern: &[u8], name: &[u8]) -> bool {
    match (pattern, name) {
        ([], []) => true,
        ([b'*', rest @ ..], _) => (0..=name.len()).any(|at| is_name_match(rest, &name[at..])),
        ([b'?', pattern @ ..], [_, name @ ..]) => is_name_match(pattern, name),
        ([a, pattern @ ..], [b, name @ ..]) => a == b && is_name_match(pattern, name),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::ContentFolder;

    #[test]
    fn paths_are_made_and_read() {
        let folder = ContentFolder::new("./docs/texts/");
        assert_eq!((folder.name(), &*folder.path("a.md")), ("docs/texts", "docs/texts/a.md"));
        assert_eq!(folder.below("docs/texts/a/b.md"), Some("a/b.md"));
        assert_eq!(folder.below("docs/texts2/b.md"), None);
    }

    #[test]
    fn the_root_of_a_site_has_more_than_its_content() {
        let folder = ContentFolder::new(".");
        assert_eq!((folder.name(), &*folder.path("a.md")), (".", "a.md"));
        for path in
            ["static/a.png", "themes/well/a.html", "wellpress.yaml", "rules/words.yaml", "audits/a.yaml", "data/a.csv"]
        {
            assert_eq!(folder.below(path), None, "{path}");
        }
        for path in ["README.md", "rules/adopting.md", "how-to/static/a.md"] {
            assert_eq!(folder.below(path), Some(path));
        }
    }

    #[test]
    fn patterns_leave_out_paths_and_what_is_below() {
        let folder =
            ContentFolder::new(".").excluding(["compare/*/".to_owned(), "**/*.tmp.md".to_owned(), "?.md".to_owned()]);
        for path in ["compare/hugo/x/a.md", "compare/hugo", "a/b/c.tmp.md", "c.tmp.md", "a.md"] {
            assert!(folder.leaves_out(path), "{path}");
        }
        for path in ["compare", "b/compare/a.md", "ab.md", "a/a.md"] {
            assert!(!folder.leaves_out(path), "{path}");
        }
    }
}
