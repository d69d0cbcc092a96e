//! Refuses pages that stand in the way of a copy for programs: one whose folder has the name of a copy, or whose copy has the name of
//! another file.

use std::collections::HashMap;

use wellpress_diagnostics::{Diagnostic, Location, rules};
use wellpress_foundation::text::without_case;

use crate::config::Config;
use crate::model::copies::{copy_path, formats_of, llms_files};
use crate::model::{Page, Site, reserved_file_name};

/// The paths of all copies in the output, each with its page.
pub(super) fn copies_of_pages<'a>(config: &'a Config, site: &'a Site) -> impl Iterator<Item = (String, &'a Page)> {
    let pages = site.pages.iter().map(|page| &**page);
    pages.flat_map(move |page| formats_of(config, page).map(move |format| (copy_path(config, page, format), page)))
}

/// One finding for each clash. Paths are compared without case and in one Unicode form.
pub(super) fn refuse_conflicts(config: &Config, site: &Site) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    // Every other site is spared the map of its pages.
    if config.machine_formats().next().is_none() {
        return findings;
    }
    let mut files: HashMap<String, Option<&Page>> =
        llms_files(config).map(|path| (without_case(&path), None)).collect();
    for (path, page) in copies_of_pages(config, site) {
        let name = path.rsplit('/').next().unwrap_or_default();
        if reserved_file_name(name).is_some() {
            findings
                .push(taken(page, format!("the copy of this page would be `/{path}`, a file that the build makes")));
        } else if let Some(Some(first)) = files.insert(without_case(&path), Some(page)) {
            let message = format!("the copies of this page and of `{}` would both be `/{path}`", first.source.path);
            findings.push(taken(page, message));
        }
    }
    findings.extend(site.pages.iter().filter_map(|page| in_folder_of_copy(page, &files)));
    findings
}

/// The finding about a page that is below a folder with the name of a copy.
fn in_folder_of_copy(page: &Page, files: &HashMap<String, Option<&Page>>) -> Option<Diagnostic> {
    let path = without_case(&page.path);
    let mut folders = path.match_indices('/').map(|(end, _)| &path[..end]);
    let folder = folders.find(|folder| files.contains_key(*folder))?;
    let message = match files[folder] {
        Some(of) => format!("the copy of `{}` for programs is at `/{folder}`", of.source.path),
        None => format!("the build makes `/{folder}` itself"),
    };
    Some(taken(page, message))
}

fn taken(page: &Page, message: String) -> Diagnostic {
    let written_address = page.front.permalink.as_ref().or(page.front.slug.as_ref());
    let location = match written_address {
        Some(address) => page.source.locate(address.span),
        None => Location::file(page.source.path.clone()),
    };
    let help = match page.front.permalink {
        Some(_) => "give this page another `permalink`, or take the format out of `machine_readable`",
        None => "give this page another `slug`, or take the format out of `machine_readable`",
    };
    Diagnostic::new(&rules::URL_DUPLICATE, location, message).help(help)
}
