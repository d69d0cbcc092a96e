//! `file-left-out`, for a file of the content that no page leads to: it is not published, and nobody may have meant that.
//!
//! Pictures and films are left out: many authors keep more of them beside a text than it shows.

use wellpress_diagnostics::{Diagnostic, Location, Severity, rules};

use wellpress_site::assets::Asset;
use wellpress_site::config::Config;
use wellpress_site::discover::{about_unlinked_yaml, is_reported_by_name};
use wellpress_site::resolve::ResolvedSite;

/// Formats that may hold a page somebody wrote.
const TEXT_FORMATS: [&str; 8] = ["doc", "docx", "htm", "html", "json", "odt", "rtf", "txt"];

/// One note for each such file.
pub(super) fn find<'a>(config: &'a Config, resolved: &'a ResolvedSite<'_>) -> impl Iterator<Item = Diagnostic> + 'a {
    let files = resolved.files.attachments().filter(|file| config.content_folder().below(&file.path).is_some());
    let unlinked = files
        .filter(|file| !resolved.assets.contains(&*file.path) && !is_reported_by_name(&config.sections, &file.path));
    // A page that is not published yet may lead to the files beside it.
    let unlinked =
        unlinked.filter(|file| !resolved.site.hidden.iter().any(|page| is_beside(&file.path, &page.file.path)));
    unlinked.filter_map(|file| {
        if !is_text(file) {
            return about_unlinked_yaml(&file.path, &config.sections);
        }
        let (message, help) = match file.publication.refusal {
            // A page may lead to it all the same, with an error there.
            Some(_) if !config.settings.raw_html => (
                "pages publish no file of this kind",
                "write a page in Markdown and end its name in `.md`; or begin its name with `_`",
            ),
            _ => (
                "no page leads to this file, so that it is not published",
                "write a page in Markdown and end its name in `.md`; link to a file that readers may load; or begin its name with `_`",
            ),
        };
        let finding = Diagnostic::new(&rules::FILE_LEFT_OUT, Location::file(file.path.clone()), message);
        Some(Diagnostic { severity: Severity::Note, ..finding.help(help) })
    })
}

fn is_text(file: &Asset) -> bool {
    let extension = file.path.rsplit_once('.').map_or("", |(_, extension)| extension);
    TEXT_FORMATS.iter().any(|format| format.eq_ignore_ascii_case(extension))
}

/// Whether a file is in the folder of a page that has one of its own.
fn is_beside(file: &str, page: &str) -> bool {
    let (folder, name) = page.rsplit_once('/').unwrap_or_default();
    name.starts_with("index.") && file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}
