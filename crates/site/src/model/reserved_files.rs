//! The names of the files that the build makes, which no page's folder can have.

use std::sync::LazyLock;

use wellpress_bibliography::ExportFormat;
use wellpress_io::artifact::FEED_FILE;

/// Files that the build makes, at the top of the site, of a language or of a page. No folder can have such a name next to
/// one of them. The names are reserved everywhere, whether a file is made there or not.
pub const RESERVED_FILES: [&str; 9] = [
    "404.html",
    "_headers",
    "_redirects",
    "build-info.json",
    FEED_FILE,
    "index.html",
    "robots.txt",
    "site.webmanifest",
    "sitemap.xml",
];

/// Files with the sources of the site or of a page, one for each format: `references.bib` and others.
static EXPORT_FILES: LazyLock<Vec<String>> =
    LazyLock::new(|| ExportFormat::ALL.iter().map(|format| format!("references.{}", format.extension())).collect());

/// The format of an export of sources with this file name.
#[must_use]
pub fn format_of_export(name: &str) -> Option<ExportFormat> {
    ExportFormat::ALL.iter().zip(&*EXPORT_FILES).find(|(_, export)| *export == name).map(|(format, _)| *format)
}

/// The first part of a path that is, in whatever case, the name of a file which the build makes.
#[must_use]
pub fn reserved_file_name(path: &str) -> Option<&'static str> {
    path.split('/').find_map(|part| reserved_files().find(|name| name.eq_ignore_ascii_case(part)))
}

fn reserved_files() -> impl Iterator<Item = &'static str> {
    RESERVED_FILES.into_iter().chain(EXPORT_FILES.iter().map(String::as_str))
}
