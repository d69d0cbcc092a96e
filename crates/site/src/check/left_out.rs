//! [`LeftOut`]: files with mistakes of their own, which no other page can lead to until they are put right.
//!
//! Whatever names one of them would be reported as leading nowhere. That is the same mistake told once more at another
//! place, and sends the author to the wrong file.

use std::collections::BTreeSet;

use wellpress_diagnostics::{Diagnostic, Rule, Severity, rules};

use crate::discover::Inventory;
use crate::parse::Parsed;

/// Names of what was left out.
#[derive(Debug, Default)]
pub struct LeftOut {
    /// File names, and stems of documents.
    names: BTreeSet<String>,
    /// Words of library files with errors; the keys of the entries that could not be read are among them.
    library_words: BTreeSet<String>,
    library_lost: Lost,
    glossary_lost: Lost,
    /// Of a whole folder of the content.
    section_lost: Lost,
}

/// Whether names may be missing of which nothing is known.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Lost {
    #[default]
    Nothing,
    Names,
}

impl LeftOut {
    /// From the files that there are, what was parsed of them, and the findings so far.
    #[must_use]
    pub fn new(inventory: &Inventory, parsed: &Parsed, findings: &[Diagnostic]) -> Self {
        let mut left_out = Self::default();
        if parsed.documents.len() < inventory.content.len() {
            let read: BTreeSet<&str> = parsed.documents.iter().map(|document| &*document.file.path).collect();
            let unread = inventory.content.iter().filter(|file| !read.contains(&*file.path));
            unread.for_each(|file| left_out.add(&file.path));
        }
        let faulty = parsed.libraries.iter().filter_map(|library| library.faulty.as_ref());
        left_out.library_words = faulty.flat_map(|source| words(&source.text)).collect();
        for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
            left_out.learn_from(inventory, finding);
        }
        left_out
    }

    /// Whether what a rule looks for may be in what was left out, so that it has to wait until that is put right.
    #[must_use]
    pub fn may_hold(&self, rule: &str) -> bool {
        let lacks = |rules: &[&Rule]| rules.iter().any(|known| known.id == rule);
        (!self.names.is_empty() && lacks(&NEEDS_EVERY_FILE))
            || (!self.has_library() && lacks(&NEEDS_THE_LIBRARY))
            || (self.glossary_lost == Lost::Names && lacks(&NEEDS_THE_GLOSSARY))
    }

    /// Whether a finding only says that something leads to a file that was left out.
    #[must_use]
    pub fn explains(&self, finding: &Diagnostic) -> bool {
        let named = || quoted(&finding.message).into_iter();
        if finding.rule == &rules::CITATION_UNKNOWN {
            return self.library_lost == Lost::Names || named().any(|key| self.library_words.contains(key));
        }
        if !LEADS_NOWHERE.contains(&finding.rule) {
            return false;
        }
        if self.section_lost == Lost::Names
            && (finding.rule != &rules::SETTINGS_INVALID || finding.message.starts_with("there is no "))
        {
            return true;
        }
        let is_term = finding.message.starts_with("the glossary has no term");
        // A source that is cited in what was left out has a page, and the index is there for it.
        let is_cited = !self.names.is_empty() || !self.has_library();
        (is_term && self.glossary_lost == Lost::Names)
            || (is_cited && named().any(|name| name.contains("/references/")))
            || named().any(|name| self.has(name))
    }

    fn has_library(&self) -> bool {
        self.library_words.is_empty() && self.library_lost == Lost::Nothing
    }

    fn learn_from(&mut self, inventory: &Inventory, finding: &Diagnostic) {
        let file = &finding.location.file;
        if FILE_RULES.contains(&finding.rule) {
            self.add(file);
            if is_section(file) {
                self.section_lost = Lost::Names;
            }
            if inventory.library.contains(file) || ["content", "content/references"].contains(&&**file) {
                self.library_lost = Lost::Names;
            }
        }
        if inventory.glossaries.iter().any(|(path, _)| path == file) {
            self.glossary_lost = Lost::Names;
        }
    }

    fn add(&mut self, path: &str) {
        self.names.insert(file_name(path).to_owned());
        self.names.insert(id_of(path).to_owned());
    }

    fn has(&self, name: &str) -> bool {
        self.names.contains(file_name(name)) || self.names.contains(id_of(name))
    }
}

/// Rules whose findings say that a name leads nowhere.
static LEADS_NOWHERE: [&Rule; 4] =
    [&rules::REFERENCE_UNKNOWN, &rules::LINK_BROKEN, &rules::PICTURE_MISSING, &rules::SETTINGS_INVALID];

/// Rules that miss something which any file may hold: a link, a mark, a person, a disclaimer, a signal to stop, a term.
static NEEDS_EVERY_FILE: [&Rule; 8] = [
    &rules::AUTHOR_MISSING,
    &rules::DISCLAIMER_MISSING,
    &rules::ORPHAN,
    &rules::READING_GRADE,
    &rules::RED_FLAG_WITHOUT_CARE,
    &rules::REVIEW_CONTENT_CHANGED,
    &rules::REVIEW_MISSING,
    &rules::SOURCE_UNUSED,
];

/// Rules that a source may put at rest, or one of its fields: a newer one, the one of whom the text speaks, a DOI.
static NEEDS_THE_LIBRARY: [&Rule; 9] = [
    &rules::ATTRIBUTION_MISMATCH,
    &rules::CLAIM_UNCITED,
    &rules::REVIEW_CONTENT_CHANGED,
    &rules::SOURCE_ACKNOWLEDGED,
    &rules::SOURCE_NO_ACCESS_DATE,
    &rules::SOURCE_NO_IDENTIFIER,
    &rules::SOURCE_OLD,
    &rules::SOURCE_SUPERSEDED,
    &rules::SOURCE_UNUSED,
];

/// Rules that a term may put at rest, or a mark in its definition.
static NEEDS_THE_GLOSSARY: [&Rule; 4] =
    [&rules::ORPHAN, &rules::READING_GRADE, &rules::REVIEW_CONTENT_CHANGED, &rules::SOURCE_UNUSED];

/// Rules about files as a whole.
static FILE_RULES: [&Rule; 5] =
    [&rules::FILE_UNREADABLE, &rules::FILE_ENCODING, &rules::FILE_TOO_LARGE, &rules::FILE_SPECIAL, &rules::FILE_NAME];

/// Whether a path is that of the content or of a section of it, below which anything may be.
fn is_section(path: &str) -> bool {
    let mut parts = path.split('/');
    parts.next() == Some("content") && parts.next().is_none_or(|name| !name.contains('.')) && parts.next().is_none()
}

/// What stands between backticks.
fn quoted(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}

/// What stands between blanks, braces, quotes and commas, such as a key in any format of a library.
fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}' | '"' | '\''));
    words.map(|word| word.trim_end_matches(':').to_owned())
}

fn file_name(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    path.rsplit('/').next().unwrap_or(path)
}

/// The id that a path or an address gives: `../neck/index.md`, `neck.md`, `/articles/neck/` and `neck` are all `neck`.
fn id_of(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    file_name(path.strip_suffix(".md").unwrap_or(path).trim_end_matches("/index"))
}
