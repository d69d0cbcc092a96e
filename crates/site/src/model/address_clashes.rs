//! Addressed documents in, findings out: pages whose address another page has, or that the build needs itself.

use std::collections::{HashMap, HashSet};

use wellpress_diagnostics::{Diagnostic, rules};
use wellpress_foundation::text::without_case;

use crate::config::Config;
use crate::sections::RESERVED_FOLDERS;

use super::address::{AddressedDocument, page_address};
use super::reserved_files::reserved_file_name;
use super::tree::FolderTree;

/// One finding for each clash. Addresses are compared without case and in one Unicode form, because on many machines two folders
/// that differ only in that are one.
///
/// A page at the address of a built page is compared with no other page, so it has one finding.
/// Without a glossary, a page can have its address.
pub(super) fn refuse_clashes(
    config: &Config,
    tree: &FolderTree,
    pages: &[AddressedDocument],
    has_glossary: bool,
) -> Vec<Diagnostic> {
    let lists = list_paths(config, tree);
    let handouts = handout_paths(pages);
    // By folded path. Pages come in the order of their ids, so the first of two keeps the address.
    let mut first_page: HashMap<String, &AddressedDocument> = HashMap::new();
    let mut findings = Vec::new();
    for page in pages {
        let folded = without_case(&page.path);
        // The text of a section stands on the first page of its list.
        let is_list = lists.contains(&folded) && !page.document.file.is_section_text();
        let first = folded.trim_end_matches('/');
        let is_reserved = RESERVED_FOLDERS.contains(&first) && (has_glossary || first != "glossary");
        if is_list || is_reserved || handouts.contains(&folded) {
            findings.push(taken_by_build(page, format!("the build makes a page of its own at `/{}`", page.path)));
            continue;
        }
        findings.extend(reserved_file_name(&folded).map(|name| {
            taken_by_build(page, format!("`{name}` is the name of a file that the build makes, and no page's folder"))
        }));
        match first_page.get(&folded) {
            // Two files of one route have the same id, which is reported.
            Some(first) if first.sort_key() == page.sort_key() => {}
            // `discover` has reported two files whose names are one on many machines.
            Some(first) if without_case(&first.document.file.path) == without_case(&page.document.file.path) => {}
            Some(first) => findings.push(taken_by_page(first, page)),
            None => _ = first_page.insert(folded, page),
        }
    }
    findings
}

/// The paths of the lists of sections and folders in each language, folded.
fn list_paths(config: &Config, tree: &FolderTree) -> HashSet<String> {
    let of_sections = config.languages.ids().flat_map(|language| {
        let sections = config.sections.with_lists();
        sections.map(move |(section, _)| page_address(config, section, language, "", None).path)
    });
    let of_folders = tree.listed(config).map(|(_, folder)| folder.path.clone());
    of_sections.chain(of_folders).map(|path| without_case(&path)).collect()
}

/// The paths at which exercises, programmes and guides have their handouts, folded. Empty unless a page could clash with one, so
/// that most sites do not pay for the strings.
fn handout_paths(pages: &[AddressedDocument]) -> HashSet<String> {
    if !pages.iter().any(|page| without_case(&page.path).ends_with("/print/")) {
        return HashSet::new();
    }
    pages
        .iter()
        .filter(|page| page.is_meant_as_guide() || page.document.file.kind.has_handouts())
        .map(|page| without_case(&format!("{}print/", page.path)))
        .collect()
}

fn taken_by_build(page: &AddressedDocument, message: String) -> Diagnostic {
    Diagnostic::new(&rules::URL_DUPLICATE, page.location(), message)
        .help(format!("give this page {}", another_address(page)))
}

/// What to write for another address of a page.
fn another_address(page: &AddressedDocument) -> &'static str {
    match &page.document.front.permalink {
        Some(_) => "another `permalink`",
        None => "another `slug`, or another name",
    }
}

/// The finding stands at the `permalink` or the `slug` that causes the clash, if there is one.
fn taken_by_page(first: &AddressedDocument, second: &AddressedDocument) -> Diagnostic {
    let is_caused_by_first = first.written_address().is_some() && second.written_address().is_none();
    let (cause, other) = if is_caused_by_first { (first, second) } else { (second, first) };
    let message = format!("`{}` has the address `/{}` as well", other.document.file.path, cause.path);
    Diagnostic::new(&rules::URL_DUPLICATE, cause.location(), message)
        .help(format!("give one of the two {}", another_address(cause)))
        .related(other.location(), "the other source of this address")
}
