//! [`HouseRules`]: the rules on sentences that a site has of its own, in the folder `rules` beside its settings.
//!
//! A file is a rule of wellpress (see `docs/house-rules.md`) or a style of Vale of the kind `existence` or `substitution`. What is
//! wrong with a file is a finding at its place, and the other files are read all the same.

use std::io;
use std::path::Path;

use wellpress_diagnostics::{Diagnostic, Severity, Source, rules};
use wellpress_io::fs::{EntryKind, Files};
use wellpress_wording::{RuleFile, RuleFileError, RuleSet};

use super::vale::ValeRule;
use super::{SHIPPED, SentenceRules};

/// The folder at the root of a site, for files in `.yaml` and `.yml`.
pub const FOLDER: &str = "rules";

/// The house rules of a site, with what is wrong in their files.
#[derive(Debug, Default)]
pub struct HouseRules {
    /// The files, for comparison with another run.
    pub sources: Vec<Source>,
    /// Those of the rules of wellpress.
    pub sentence_rules: SentenceRules,
    /// Those of Vale.
    pub vale: Vec<ValeRule>,
    /// What is wrong with files, and examples that are not as they say.
    pub findings: Vec<Diagnostic>,
}

/// A file that was read, with its text.
struct ReadFile {
    source: Source,
    rule: RuleFile,
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
        let mut read_files = Vec::new();
        for entry in files.list(&folder)? {
            let path = Path::new(&entry.path);
            let is_rule = path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
            if entry.kind != EntryKind::File || !is_rule {
                continue;
            }
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let text = files.read(&folder.join(&*name))?;
            let source = Source::new(format!("{FOLDER}/{name}"), String::from_utf8_lossy(&text));
            house.sources.push(source.clone());
            house.add(source, &mut read_files);
        }
        house.compile(read_files);
        Ok(house)
    }

    fn add(&mut self, source: Source, read_files: &mut Vec<ReadFile>) {
        if source.text.lines().any(|line| line.starts_with("extends:")) {
            match ValeRule::parse(&source) {
                Ok(rule) => self.vale.push(rule),
                Err(findings) => self.findings.extend(findings),
            }
            return;
        }
        match RuleFile::parse(&source.text) {
            Ok(rule) => {
                let id = &rule.id.value;
                if let Some(problem) = problem_with_id(id) {
                    let at = &rule.id.referenced;
                    self.findings.push(wrong(
                        &source,
                        &RuleFileError { line: at.line(), column: at.column(), message: problem },
                    ));
                } else if self.has_id(id, read_files) {
                    let message = format!("another house rule has the id `{id}`");
                    let at = &rule.id.referenced;
                    self.findings
                        .push(wrong(&source, &RuleFileError { line: at.line(), column: at.column(), message }));
                } else {
                    read_files.push(ReadFile { source, rule });
                }
            }
            Err(error) => self.findings.push(wrong(&source, &error)),
        }
    }

    fn has_id(&self, id: &str, read_files: &[ReadFile]) -> bool {
        read_files.iter().any(|file| file.rule.id.value == id) || self.vale.iter().any(|rule| rule.rule.id == id)
    }

    /// Compiles the files that are sound, one by one so that a mistake in one does not silence the others.
    fn compile(&mut self, read_files: Vec<ReadFile>) {
        let languages = || SHIPPED.set.languages().to_vec();
        let mut sound = Vec::new();
        for file in read_files {
            match RuleSet::compile(std::slice::from_ref(&file.rule), languages()) {
                Ok(_) => sound.push(file),
                Err(errors) => self.findings.extend(errors.iter().map(|error| wrong(&file.source, &error.error))),
            }
        }
        let (sources, rules): (Vec<Source>, Vec<RuleFile>) =
            sound.into_iter().map(|file| (file.source, file.rule)).unzip();
        let set = match RuleSet::compile(&rules, languages()) {
            Ok(set) => set,
            // Together they have too many lists.
            Err(errors) => {
                self.findings.extend(errors.iter().map(|error| wrong(&sources[error.file], &error.error)));
                return;
            }
        };
        for (file, source) in rules.iter().zip(&sources) {
            let examples = set.wrong_examples(file);
            self.findings.extend(examples.iter().map(|example| {
                let message = match example.is_found {
                    true => "the rule does not find this example",
                    false => "the rule finds this example, which it should not",
                };
                let location = source.locate_line(index(example.line), index(example.column));
                let finding = Diagnostic::new(&rules::HOUSE_RULE_INVALID, location, message);
                Diagnostic { severity: Severity::Warning, ..finding.help("change the pattern or the example") }
            }));
        }
        let records = set.rules().iter().zip(&sources);
        let records = records.map(|(rule, source)| rules::register(&rule.id, severity_of(rule.severity), &source.path));
        self.sentence_rules = SentenceRules { rules: records.collect(), set };
    }
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
    Diagnostic::new(&rules::HOUSE_RULE_INVALID, location, error.message.clone())
        .help("the page \"House rules\" of the manual shows what a rule file can have")
}

fn index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX).max(1)
}

/// The severity of findings. A rule that is off reports notes, which the settings drop.
pub(super) fn severity_of(severity: wellpress_wording::Severity) -> Severity {
    match severity {
        wellpress_wording::Severity::Error => Severity::Error,
        wellpress_wording::Severity::Warning => Severity::Warning,
        wellpress_wording::Severity::Note => Severity::Note,
    }
}
