//! Files that look as if they should be published, and are not: texts in other formats, `_index.md` of other generators, texts in
//! a folder whose name excludes them, records and glossaries that are not written as such, and data in formats that are not read.
//! Passed over silently, they would be missing from the site, and nobody would know.
//!
//! Only names decide. Files that are left out on purpose (`_draft.md`, hidden files, left-overs of editors) are no findings.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use wellpress_diagnostics::{Diagnostic, Location, Severity, rules};
use wellpress_io::fs::{EntryKind, Files, FsEntry, slashed};

use super::{extension_of, is_skipped};
use crate::config::Config;
use crate::content_folder::ContentFolder;
use crate::sections::Sections;

/// Texts in formats that other generators publish, by the ends of their names.
const TEXT_FORMATS: [&str; 12] =
    ["adoc", "asciidoc", "markdown", "mdown", "mdx", "mkd", "mkdn", "org", "qmd", "rmd", "rst", "textile"];

/// Data in formats that other generators read.
const DATA_FORMATS: [&str; 9] = ["json5", "jsonl", "ndjson", "ods", "toml", "tsv", "xls", "xlsx", "xml"];

/// The findings about files below `content`.
pub(super) fn texts(content: &ContentFolder, entries: &[FsEntry]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut texts_by_folder: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.kind == EntryKind::File) {
        let path = content.path(&slashed(&entry.path));
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        match excluding_folder(folder) {
            Some(excluding) if is_text(name) && !is_hidden(&excluding) => {
                texts_by_folder.entry(excluding).or_default().push(path);
            }
            Some(_) => {}
            None => findings.extend(about_text(content, &path, name)),
        }
    }
    findings.extend(texts_by_folder.iter().map(|(folder, texts)| about_folder(folder, texts)));
    findings
}

/// The findings about files below `data`.
pub(super) fn data_files(entries: &[FsEntry]) -> Vec<Diagnostic> {
    let files = entries.iter().filter(|entry| entry.kind == EntryKind::File);
    let paths = files.map(|entry| format!("data/{}", slashed(&entry.path)));
    let unread = paths.filter(|path| !path.split('/').any(is_skipped) && DATA_FORMATS.contains(&&*extension_of(path)));
    let findings = unread.map(|path| {
        let message = format!("templates cannot read data in the format `{}`", extension_of(&path));
        warning(&path, message).help("write it as YAML, JSON or CSV")
    });
    findings.collect()
}

fn about_text(content: &ContentFolder, path: &str, name: &str) -> Option<Diagnostic> {
    if name == "_index.md" {
        let finding = warning(path, "a name that begins with `_` leaves the file out".to_owned());
        let help = "if it is a page, name it `index.md` and put it into a folder of its own; the lists of sections have no file";
        return Some(finding.help(help));
    }
    let extension = extension_of(name);
    if let Some(finding) = about_glossary(content, path, name, &extension) {
        return Some(finding);
    }
    let is_other_format = TEXT_FORMATS.contains(&&*extension) || (extension == "md" && !name.ends_with(".md"));
    (is_other_format && !is_skipped(name)).then(|| {
        let end = Path::new(name).extension().unwrap_or_default().to_string_lossy();
        let finding = warning(path, format!("a file that ends in `.{end}` is no page, and is not published as one"));
        finding.help("write it in Markdown and end its name in `.md`, or begin the name with `_`")
    })
}

/// The formats in which authors may take the glossary to be written.
const GLOSSARY_FORMATS: [&str; 4] = ["json", "toml", "yaml", "yml"];

/// The finding about a glossary with another name than `glossary.yaml`.
fn about_glossary(content: &ContentFolder, path: &str, name: &str, extension: &str) -> Option<Diagnostic> {
    let is_at_top = content.below(path)? == name;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let is_glossary = stem.split('.').next().is_some_and(|first| first.eq_ignore_ascii_case("glossary"));
    let is_read = name.starts_with("glossary.") && name.ends_with(".yaml");
    let is_misnamed = is_at_top && is_glossary && !is_read;
    (is_misnamed && GLOSSARY_FORMATS.contains(&extension) && !is_skipped(name)).then(|| {
        let message = format!("the glossary is read from `glossary.yaml`, and not from `{name}`");
        let name = stem.to_ascii_lowercase();
        let is_yaml = matches!(extension, "yaml" | "yml");
        let change = if is_yaml { "rename it to" } else { "write it as YAML, and name it" };
        warning(path, message).help(format!("{change} `{}`", content.path(&format!("{name}.yaml"))))
    })
}

/// The finding about a file beside pages that nothing leads to, if it is written as YAML: somebody may take it for a page.
pub(super) fn about_yaml(path: &str, sections: &Sections) -> Option<Diagnostic> {
    let below = sections.content().below(path)?;
    let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
    let section = folder.split('/').next().unwrap_or_default();
    let is_page_folder = section.is_empty() || sections.of_folder(section).is_some();
    (is_page_folder && !is_skipped(name) && matches!(&*extension_of(name), "yaml" | "yml")).then(|| {
        let message = "a file of YAML is no page, and is not published as one".to_owned();
        let help = "write it as front matter between two lines `---` in a file that ends in `.md`; data for templates belong in the folder `data`, and `::table` and `::chart` show those that they name";
        warning(path, message).help(help)
    })
}

/// Whether the name of a file of the content is reported already.
pub(super) fn is_reported(content: &ContentFolder, path: &str) -> bool {
    about_text(content, path, path.rsplit('/').next().unwrap_or(path)).is_some()
}

/// The finding about settings that are not read, because their file ends in `.yml`.
pub(super) fn settings(config: &Config, files: &dyn Files) -> io::Result<Option<Diagnostic>> {
    const MISNAMED: &str = "wellpress.yml";
    if config.source.path.ends_with(MISNAMED) || !files.exists(&config.root.join(MISNAMED))? {
        return Ok(None);
    }
    let message = format!("the settings are read from `{}`, and not from this file", config.source.path);
    Ok(Some(warning(MISNAMED, message).help("move what is missing there, and delete this file")))
}

/// One note for a folder, at the first of its texts: whoever gave it the name may well mean it.
fn about_folder(folder: &str, texts: &[String]) -> Diagnostic {
    let further = match texts.len() - 1 {
        0 => String::new(),
        1 => " and 1 other text".to_owned(),
        count => format!(" and {count} other texts"),
    };
    let finding = warning(&texts[0], format!("the name of the folder `{folder}` leaves out this text{further}"));
    Diagnostic { severity: Severity::Note, ..finding.help("rename the folder if they should be published") }
}

fn warning(path: &str, message: String) -> Diagnostic {
    Diagnostic::new(&rules::FILE_LEFT_OUT, Location::file(path), message)
}

/// The first folder of a path whose name excludes what is in it.
fn excluding_folder(folder: &str) -> Option<String> {
    let mut path = String::new();
    for name in folder.split('/') {
        path = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
        if is_skipped(name) {
            return Some(path);
        }
    }
    None
}

/// Hidden folders belong to other programs.
fn is_hidden(folder: &str) -> bool {
    folder.rsplit('/').next().is_some_and(|name| name.starts_with('.'))
}

fn is_text(name: &str) -> bool {
    let extension = extension_of(name);
    extension == "md" || TEXT_FORMATS.contains(&&*extension)
}
