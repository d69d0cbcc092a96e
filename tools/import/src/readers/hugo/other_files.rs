//! Files among the content of Hugo that are no pages here: texts that belong to a page, and pages in formats that are not read.

use std::collections::BTreeSet;

use serde_json::Map;

use crate::old_site::{FileOrigin, OldPage, OldSite};
use crate::source_folder::{SourceFolder, base_name, ending_of};
use crate::text::has_word;

use super::HugoSettings;
use crate::readers::markdown_folder::PageFile;
use crate::readers::path_names::language_of_name;

/// Texts below the folder of an `index.md` are files of that page: Hugo makes no pages of them.
pub(super) fn hide_files_of_pages(pages: &mut [PageFile], site: &mut OldSite) {
    let folder_of = |page: &PageFile, index: &str| {
        let (folder, name) = page.relative.rsplit_once('/')?;
        (language_of_name(name, &site.languages).0 == index).then(|| format!("{folder}/"))
    };
    let lists: BTreeSet<String> = pages.iter().filter_map(|page| folder_of(page, "_index")).collect();
    let bundles = pages.iter().filter_map(|page| folder_of(page, "index"));
    let bundles: BTreeSet<String> = bundles.filter(|folder| !lists.contains(folder)).collect();
    for page in pages {
        let own_folder = folder_of(page, "index");
        let mut folders = page.relative.match_indices('/').map(|(at, _)| &page.relative[..=at]);
        if folders.any(|folder| bundles.contains(folder) && own_folder.as_deref() != Some(folder)) {
            page.values.insert("draft".to_owned(), true.into());
            let what = "the old site hides this page, which is a file of the `index.md` in its folder; it is a draft";
            site.log.confirm(&page.path, what);
        }
    }
}

/// Names the pages that are no Markdown, and the files that make pages of data.
pub(super) fn note_other_pages(
    source: &SourceFolder<'_>,
    folder: &str,
    language: Option<&String>,
    site: &mut OldSite,
    settings: &HugoSettings,
    is_own: impl Fn(&str) -> bool,
) {
    const FORMATS: &str = "org adoc asciidoc ad rst pandoc pdc mdown";
    for path in source.below(folder).filter(|path| is_own(&path[folder.len()..])) {
        if base_name(path).starts_with("_content.") && path.ends_with(".gotmpl") {
            site.log.left("page that a template makes", path, "a page in Markdown");
        } else if has_word(FORMATS, &ending_of(path)) {
            site.page_count += 1;
            site.log.left("page that is no Markdown", path, "a page in Markdown at its address");
            let relative = path[folder.len()..].rsplit_once('.').map_or("", |(relative, _)| relative).to_owned();
            let file =
                PageFile { path: path.to_owned(), relative, values: Map::new(), text: String::new(), is_plain: false };
            let (folders, name, of_name, is_list) = file.place_of_bundle(&site.languages);
            let page = OldPage { folders, name, ..OldPage::default() };
            let prefix = of_name.as_ref().or(language).map(|language| format!("/{language}")).unwrap_or_default();
            site.lost.push((prefix + &settings.path(&page, is_list, None, None), path.to_owned()));
        } else {
            continue;
        }
        let address = format!("/{}", &path[folder.len()..]);
        if site.published_files.get(&address) == Some(&FileOrigin::Source(path.to_owned())) {
            site.published_files.remove(&address);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::readers::site_of_files;

    #[test]
    fn files_of_pages_and_pages_in_other_formats() {
        let site = site_of_files(&[
            ("hugo.toml", "title = 'T'\n[languages.es]\n"),
            ("content/index.md", "A\n"),
            ("content/a/index.md", "A\n"),
            ("content/a/index.es.md", "A\n"),
            ("content/a/part.md", "A\n"),
            ("content/a/b/index.md", "A\n"),
            ("content/c/_index.md", "A\n"),
            ("content/c/d.md", "A\n"),
            ("content/c/Other.org", "* A\n"),
            ("content/c/e/index.adoc", "A\n"),
            ("content/c/_content.gotmpl", "A\n"),
            ("content/c/a.pdf", "A\n"),
        ]);
        let drafts: Vec<_> = site.pages.iter().filter(|page| page.is_draft).map(|page| page.source.as_str()).collect();
        assert_eq!(drafts, ["content/a/b/index.md", "content/a/part.md"]);
        let lost: Vec<_> = site.lost.iter().map(|(address, _)| address.as_str()).collect();
        assert_eq!((lost, site.page_count), (vec!["/c/other/", "/c/e/"], 9));
        let left: Vec<_> = site.log.left_constructs().into_iter().map(|left| (left.kind, left.count)).collect();
        let expected = [("page that is no Markdown", 2), ("page that a template makes", 1)];
        assert_eq!(left, expected.map(|(kind, count)| (kind.to_owned(), count)));
        assert!(site.published_files.keys().eq(["/c/a.pdf"]));
    }
}
