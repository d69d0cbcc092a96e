//! [`gone_pages`]: the addresses of pages that an earlier output has and a new one lacks. A reader who follows an old link to one of
//! them meets an error, so builds and deploys name them.

use std::path::Path;

use rustc_hash::FxHashSet;

use wellpress_io::artifact::SitePath;
use wellpress_io::fs::Files;
use wellpress_site::config::Config;
use wellpress_site::model::address::escape_path;

use crate::emit::Emitter;

use super::provenance::has_unpublished_pages;
use super::run_context::RunContext;

/// The name of the list of redirects in the output.
pub const REDIRECTS: &str = "_redirects";

/// The addresses, sorted, of the pages among `paths`: files that an earlier output has and the new one lacks. `redirects` is the
/// earlier output's list of redirects. Left out is what no page can replace: redirects, handouts, further parts of lists and
/// of the citation index, and pages of sources.
#[must_use]
pub fn gone_pages<'p>(config: &Config, paths: impl Iterator<Item = &'p str>, redirects: &str) -> Vec<String> {
    let redirected: FxHashSet<&str> = redirects.lines().filter_map(|line| line.split(' ').next()).collect();
    let folders = paths.filter_map(page_folder);
    // What is below an old folder is led on by the host.
    let old_folders: Vec<&str> =
        config.settings.redirects.keys().filter_map(|old| old.strip_prefix('/')?.strip_suffix('*')).collect();
    let folders = folders.filter(|folder| !old_folders.iter().any(|old| folder.starts_with(old)));
    let folders =
        folders.filter(|folder| !redirected.contains(&*format!("{}{}", config.base.path, escape_path(folder))));
    let mut pages: Vec<String> = folders.map(|folder| format!("/{folder}")).collect();
    pages.sort_unstable();
    pages
}

/// The pages of the last build that this one did not put into the emitter. None if the last build included drafts or other
/// unpublished pages, since such a site was not meant to be published.
pub(super) fn gone_since_last_build(run: RunContext<'_>, emitter: &Emitter<'_>) -> Vec<String> {
    let output = &run.config.options.output;
    let paths = emitter.dropped_paths();
    if paths.is_empty() || has_unpublished_pages(run.files, output) {
        return Vec::new();
    }
    gone_pages(run.config, paths.iter().map(SitePath::as_str), &redirects_in(run.files, output))
}

fn redirects_in(files: &dyn Files, output: &Path) -> String {
    let bytes = files.read(&output.join(REDIRECTS)).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The folder of a page that has an address of its own, with `/` at its end: `articles/neck-pain/`.
fn page_folder(path: &str) -> Option<&str> {
    let folder = path.strip_suffix("index.html").filter(|folder| folder.ends_with('/'))?;
    let segments: Vec<&str> = folder.trim_end_matches('/').split('/').collect();
    let is_list_part = segments.windows(2).any(|pair| pair[0] == "page" && pair[1].parse::<usize>().is_ok());
    // With the language in front: `de/references/key/`.
    let is_source = matches!(segments[..], ["references", _] | [_, "references", _] | ["references", "letter", ..]);
    let is_uses_of_term = segments.windows(2).any(|pair| pair == ["glossary", "used-in"]);
    let is_handout = segments.last() == Some(&"print");
    (!is_list_part && !is_source && !is_uses_of_term && !is_handout).then_some(folder)
}

#[cfg(test)]
mod tests {
    use super::page_folder;

    #[test]
    fn only_pages_with_an_address_of_their_own_count() {
        assert_eq!(page_folder("articles/neck/index.html"), Some("articles/neck/"));
        assert_eq!(page_folder("topics/references/index.html"), Some("topics/references/"));
        for path in [
            "index.html",
            "404.html",
            "articles/neck/neck.svg",
            "articles/neck/index.html.br",
            "articles/page/2/index.html",
            "topics/neck/page/3/index.html",
            "exercises/bridge/print/index.html",
            "references/smith-2020/index.html",
            "references/letter/s/from-sm/index.html",
            "es/glossary/used-in/bone/index.html",
            "de/references/smith-2020/index.html",
        ] {
            assert_eq!(page_folder(path), None, "{path}");
        }
    }
}
