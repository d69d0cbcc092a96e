//! Pages that Quarto makes by running code, which are not read.

use super::is_page_of;
use crate::old_site::OldSite;
use crate::source_folder::SourceFolder;

/// Endings of pages that Quarto makes by running code.
pub(super) const UNREAD: [&str; 2] = ["ipynb", "rmd"];

/// Names the pages that are not read.
pub(super) fn name_unread(source: &SourceFolder<'_>, site: &mut OldSite, is_shown: impl Fn(&str) -> bool) {
    for path in source.files().filter(|path| is_page_of(path, &UNREAD) && is_shown(path)) {
        let name = path.rsplit_once('.').map_or(path, |(name, _)| name);
        if ["qmd", "md"].iter().any(|ending| source.has(&format!("{name}.{ending}"))) {
            continue;
        }
        site.page_count += 1;
        site.lost.push((format!("/{name}.html"), path.to_owned()));
        site.log.confirm(path, "the page is left out: notebooks and R Markdown are not read");
    }
}
