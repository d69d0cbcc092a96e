//! [`LeftOut`]: files with mistakes of their own, which are not part of the site until they are put right.
//!
//! Links to one of them would be reported as broken, and rules that need the whole site would miss what the file holds.
//! Such findings only repeat the first mistake at another place, and send the author to the wrong file. They wait until
//! the file can be read: one finding too few is better here than a hundred that vanish with a typo.

use std::collections::BTreeSet;

use wellpress_diagnostics::rules::{self, Property};
use wellpress_diagnostics::{Diagnostic, Missing, Rule, Severity};

use wellpress_site::content_folder::ContentFolder;
use wellpress_site::discover::Inventory;
use wellpress_site::parse::Parsed;

/// What is known of the files that were left out. Their content is not, so names have to do: a finding that names one
/// of them is taken to follow from it.
#[derive(Debug, Default)]
pub struct LeftOut {
    /// Ids of documents, and names of other files.
    names: BTreeSet<String>,
    /// Words of library files with errors. The keys of the entries that could not be read are among them, and cannot be told
    /// from other words.
    library_words: BTreeSet<String>,
    library_lost: Loss,
    glossary_lost: Loss,
    /// Whether a whole folder of the content is missing.
    section_lost: Loss,
}

/// Whether a file or folder is missing as a whole, so that not even the names in it are known.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Loss {
    #[default]
    None,
    UnknownNames,
}

impl LeftOut {
    /// Compares the files that there are with those that could be parsed, and reads the findings so far.
    #[must_use]
    pub fn new(content: &ContentFolder, inventory: &Inventory, parsed: &Parsed, findings: &[Diagnostic]) -> Self {
        let mut left_out = Self::default();
        // With as many documents as files none is missing, and no paths need to be compared.
        if parsed.documents.len() < inventory.content.len() {
            let parsed_paths: BTreeSet<&str> = parsed.documents.iter().map(|document| &*document.file.path).collect();
            let unparsed = inventory.content.iter().filter(|file| !parsed_paths.contains(&*file.path));
            unparsed.for_each(|file| left_out.add(&file.path));
        }
        let sources_with_errors = parsed.libraries.iter().filter_map(|library| library.source_with_errors.as_ref());
        left_out.library_words = sources_with_errors.flat_map(|source| words(&source.text)).collect();
        for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
            left_out.learn_from(content, inventory, parsed, finding);
        }
        left_out
    }

    /// Whether a rule may miss something in the files that were left out, so that its findings have to wait.
    #[must_use]
    pub fn may_hold(&self, rule: &Rule) -> bool {
        (!self.names.is_empty() && rule.has(Property::NeedsEveryFile))
            || (!self.has_library() && rule.has(Property::NeedsLibrary))
            || (self.glossary_lost == Loss::UnknownNames && rule.has(Property::NeedsGlossary))
    }

    /// Whether a finding may only say that something refers to a file that was left out.
    #[must_use]
    pub fn explains(&self, finding: &Diagnostic) -> bool {
        match &finding.missing {
            None => false,
            Some(Missing::Source(key)) => self.library_lost == Loss::UnknownNames || self.library_words.contains(key),
            Some(_) if self.section_lost == Loss::UnknownNames => true,
            Some(Missing::Term) => self.glossary_lost == Loss::UnknownNames,
            // Pages of sources, and their index, exist only for sources that are cited: a file that was left out may cite them.
            Some(Missing::File(name)) => self.has(name) || (self.may_cite() && name.contains("/references/")),
        }
    }

    fn may_cite(&self) -> bool {
        !self.names.is_empty() || !self.has_library()
    }

    fn has_library(&self) -> bool {
        self.library_words.is_empty() && self.library_lost == Loss::None
    }

    fn learn_from(&mut self, content: &ContentFolder, inventory: &Inventory, parsed: &Parsed, finding: &Diagnostic) {
        let file = &finding.location.file;
        if finding.rule.has(Property::FileUnusable) && !is_misnamed_page(parsed, finding) {
            self.add(file);
            if is_section(content, file) {
                self.section_lost = Loss::UnknownNames;
            }
            // A folder that cannot be listed may have held library files.
            if inventory.library.contains(file) || **file == *content.name() || **file == *content.path("references") {
                self.library_lost = Loss::UnknownNames;
            }
        }
        // Any error in a glossary may have left an entry out, and which one is not known.
        if inventory.glossaries.iter().any(|glossary| &glossary.path == file) {
            self.glossary_lost = Loss::UnknownNames;
        }
    }

    fn add(&mut self, path: &str) {
        self.names.insert(id_of(path).to_owned());
    }

    fn has(&self, name: &str) -> bool {
        self.names.contains(id_of(name))
    }
}

/// Whether a finding is about the name of a page that was read all the same, so that nothing of it is missing.
fn is_misnamed_page(parsed: &Parsed, finding: &Diagnostic) -> bool {
    finding.rule == &rules::FILE_NAME
        && parsed.documents.iter().any(|document| document.file.path == finding.location.file)
}

/// Whether a path is the folder of the content or a folder right below it, which may hold pages with any name.
fn is_section(content: &ContentFolder, path: &str) -> bool {
    path == content.name() || content.below(path).is_some_and(|name| !name.contains(['.', '/']))
}

/// The words of a library file, split so that keys stand alone in every format: `@article{key,`, `key:`, `"id": "key"`.
fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}' | '"' | '\''));
    words.map(|word| word.trim_end_matches(':').to_owned())
}

/// The id that a path or an address gives: `../neck/index.md`, `../neck/index.es.md`, `neck.md`, `/articles/neck/` and `neck`
/// are all `neck`. Of other files it is the name.
fn id_of(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.strip_suffix(".md").unwrap_or(name);
    let is_index = stem == "index" || (stem.len() < name.len() && stem.starts_with("index."));
    if is_index && !folder.is_empty() { folder.rsplit('/').next().unwrap_or(folder) } else { stem }
}
