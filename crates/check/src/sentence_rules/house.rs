//! [`HouseRules`]: the rules on sentences that a site has of its own, in the folder `rules` beside its settings.
//!
//! A file is a rule of wellpress (see `docs/house-rules.md`) or a style of Vale of the kind `existence` or `substitution`. What is
//! wrong with a file is a finding at its place, and the other files are read all the same.

use std::io;
use std::path::Path;

use wellpress_diagnostics::{Diagnostic, Location, Severity, Source, rules};
use wellpress_io::fs::{EntryKind, Files};
use wellpress_wording::{Example, RuleFile, RuleFileError, RuleSet};

use super::vale::ValeRule;
use super::{SHIPPED, SentenceRules};

/// The folder at the root of a site, for files in `.yaml` and `.yml`.
pub const FOLDER: &str = "rules";

/// The house rules of a site, with what is wrong in their files.
#[derive(Debug, Default)]
pub struct HouseRules {
    /// The files, for comparison with another run.
    pub sources: Vec<Source>,
    /// Those of the rules of wellpress, one set for each file: a file has names of its own for its lists.
    pub sentence_rules: Vec<SentenceRules>,
    /// Those of Vale.
    pub vale: Vec<ValeRule>,
    /// What is wrong with files, and examples that are not as they say.
    pub findings: Vec<Diagnostic>,
}

impl HouseRules {
    /// Reads the folder `rules` of a site. Without it there are no house rules.
    ///
    /// # Errors
    ///
    /// The folder or a file in it cannot be read.
    pub fn read(files: &dyn Files, root: &Path) -> io::Result<Self> {
        let folder = root.join(FOLDER);
        if !files.exists(&folder)? {
            return Ok(Self::default());
        }
        let mut house = Self::default();
        for entry in files.list(&folder)? {
            let path = Path::new(&entry.path);
            let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
            if !matches!(entry.kind, EntryKind::File | EntryKind::Symlink) || !matches!(&*extension, "yaml" | "yml") {
                continue;
            }
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let text = files.read(&folder.join(&*name))?;
            let source = Source::new(format!("{FOLDER}/{name}"), String::from_utf8_lossy(&text));
            if std::str::from_utf8(&text).is_err() {
                house.findings.push(wrong(&source, &at_start("the file is not UTF-8".to_owned())));
            } else if let Err(findings) = house.add(&source) {
                house.findings.extend(findings);
            }
            house.sources.push(source);
        }
        Ok(house)
    }

    /// Adds the rule of a file, or says what is wrong with it.
    fn add(&mut self, source: &Source) -> Result<(), Vec<Diagnostic>> {
        if source.text.lines().any(|line| line.starts_with("extends:")) {
            let rule = ValeRule::parse(source)?;
            if self.has_id(rule.rule.id) {
                return Err(vec![wrong(source, &at_start(second_of_id(rule.rule.id)))]);
            }
            self.vale.push(rule);
            return Ok(());
        }
        let file = RuleFile::parse(&source.text).map_err(|error| vec![wrong(source, &error)])?;
        let id = &file.id.value;
        let problem = problem_with_id(id).or_else(|| self.has_id(id).then(|| second_of_id(id)));
        if let Some(message) = problem {
            let at = &file.id.referenced;
            return Err(vec![wrong(source, &RuleFileError { line: at.line(), column: at.column(), message })]);
        }
        let set = RuleSet::compile(std::slice::from_ref(&file), SHIPPED.set.languages().to_vec())
            .map_err(|errors| errors.iter().map(|error| wrong(source, &error.error)).collect::<Vec<_>>())?;
        self.findings.extend(set.wrong_examples(&file).iter().map(|example| wrong_example(source, example)));
        let rule = rules::register(id, severity_of(file.severity), &source.path);
        self.sentence_rules.push(SentenceRules { set, rules: vec![rule] });
        Ok(())
    }

    fn has_id(&self, id: &str) -> bool {
        let of_vale = self.vale.iter().map(|rule| rule.rule);
        let mut rules = self.sentence_rules.iter().flat_map(|of_file| of_file.rules.iter().copied()).chain(of_vale);
        rules.any(|rule| rule.id == id)
    }
}

fn second_of_id(id: &str) -> String {
    format!("another house rule has the id `{id}`")
}

fn wrong_example(source: &Source, example: &Example<'_>) -> Diagnostic {
    let message = match example.is_found {
        true => "the rule does not find this example",
        false => "the rule finds this example, which it should not",
    };
    let location = source.locate_line(index(example.line), index(example.column));
    let finding = Diagnostic::new(&rules::HOUSE_RULE_INVALID, location, message);
    Diagnostic { severity: Severity::Warning, ..finding.help("change the pattern or the example") }
}

/// A mistake of a file as a whole.
pub(super) fn at_start(message: String) -> RuleFileError {
    RuleFileError { line: 1, column: 1, message }
}

/// Why an id cannot be that of a house rule.
pub(super) fn problem_with_id(id: &str) -> Option<String> {
    let is_id =
        !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !is_id {
        return Some(format!("`{id}` is no id of a rule: write small letters, digits and hyphens"));
    }
    rules::is_shipped(id).then(|| format!("`{id}` is a rule of wellpress; a house rule needs another id"))
}

/// A mistake in a rule file.
pub(super) fn wrong(source: &Source, error: &RuleFileError) -> Diagnostic {
    let location = source.locate_line(index(error.line), index(error.column));
    wrong_at(location, error.message.clone())
}

/// A mistake at a place of a rule file.
pub(super) fn wrong_at(location: Location, message: String) -> Diagnostic {
    Diagnostic::new(&rules::HOUSE_RULE_INVALID, location, message)
        .help("the page \"House rules\" of the manual shows what a rule file can have")
}

fn index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX).max(1)
}

/// The severity that a rule file names, as findings have it.
pub(super) fn severity_of(severity: wellpress_wording::Severity) -> Severity {
    match severity {
        wellpress_wording::Severity::Error => Severity::Error,
        wellpress_wording::Severity::Warning => Severity::Warning,
        wellpress_wording::Severity::Note => Severity::Note,
    }
}
