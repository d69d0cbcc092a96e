//! [`Diagnostic`]: one finding, from the rule, place and message that a checker gives. Sorting and counting findings is
//! left to [`Report`](crate::Report), showing them to [`render`](crate::render).

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use wellpress_foundation::text::excerpt;

use crate::{Location, Rule};

/// The longest quotation of foreign text in a message, in characters.
const LONGEST_QUOTATION: usize = 60;

/// What stands before and behind the name in a help that suggests one.
const SUGGESTION_START: &str = "did you mean `";
const SUGGESTION_END: &str = "`?";

/// How much a finding weighs. Ordered: a note is the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Worth knowing; never fails a run.
    Note,
    /// Needs judgement; fails a run only under `--strict`.
    Warning,
    /// Forbids publishing the site.
    Error,
}

impl Severity {
    /// The word that reports print.
    ///
    /// ```
    /// # use wellpress_diagnostics::Severity;
    /// assert_eq!(Severity::Warning.as_str(), "warning");
    /// assert!(Severity::Error > Severity::Warning);
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One mistake of an author, or one thing that needs an author's judgement.
///
/// The finding is complete in itself: it holds the text of the line that it points at, and its rule says which page of
/// the manual explains it. A checker builds it with [`Diagnostic::new`] and adds help and related places to it. Two
/// findings of the same rule, place and message count as one in a [`Report`](crate::Report).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// The rule's severity, or the one that the settings give the rule.
    pub severity: Severity,
    /// File, line and column, with the text of the line.
    pub location: Location,
    /// What is wrong, in one lower-case phrase.
    pub message: String,
    /// What the author can do about it.
    pub help: Option<Cow<'static, str>>,
    /// What to write in place of the text that the location marks, where there is one answer.
    pub fix: Option<String>,
    /// Further places that explain the finding, such as the first of two definitions.
    pub related: Vec<RelatedPlace>,
    /// What the finding says does not exist. Reports do not show it.
    pub missing: Option<Missing>,
}

/// Something that a finding says does not exist. It is for code that asks whether the finding only follows from another, as that
/// about a link to a file with mistakes of its own does, so that nobody reads the words of a message for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Missing {
    /// A page, a disclaimer or another file, by its id, path or address.
    File(String),
    /// A source, by its key.
    Source(String),
    /// A term of a glossary.
    Term,
}

/// A second place of a finding, and what the reader sees there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedPlace {
    /// The second place; it may be in another file.
    pub location: Location,
    /// What stands there, such as "first defined here".
    pub message: String,
}

impl Diagnostic {
    /// A finding of `rule` at `location`, with the rule's own severity.
    ///
    /// ```
    /// # use wellpress_diagnostics::{Diagnostic, Location, Severity, rules};
    /// let finding = Diagnostic::new(&rules::FILE_ENCODING, Location::file("a.md"), "the file is not UTF-8");
    /// assert_eq!(finding.severity, Severity::Error);
    /// ```
    pub fn new(rule: &'static Rule, location: Location, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            location,
            message: message.into(),
            help: None,
            fix: None,
            related: Vec::new(),
            missing: None,
        }
    }

    /// Adds what to do about the finding; a help that was there before is replaced.
    ///
    /// ```
    /// # use wellpress_diagnostics::{Diagnostic, Location, rules};
    /// # let finding = Diagnostic::new(&rules::FILE_ENCODING, Location::file("a.md"), "the file is not UTF-8");
    /// assert_eq!(finding.help("save it as UTF-8").help.as_deref(), Some("save it as UTF-8"));
    /// ```
    #[must_use]
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds what to write in place of the text that the location marks. Editors and code scanning services offer it as a quick fix.
    ///
    /// ```
    /// # use wellpress_diagnostics::{Diagnostic, Source, rules};
    /// let source = Source::new("a.md", "Hold for 5 seconds.");
    /// let finding = Diagnostic::new(&rules::DOSE_DRIFT, source.locate_line(1, 10), "another dose").fix("{{ dose.hold }}");
    /// assert_eq!(finding.fix.as_deref(), Some("{{ dose.hold }}"));
    /// ```
    #[must_use]
    pub fn fix(mut self, text: impl Into<String>) -> Self {
        self.fix = Some(text.into());
        self
    }

    /// Adds "did you mean" with the result of [`nearest`](crate::nearest); without one the finding stays as it is.
    ///
    /// ```
    /// # use wellpress_diagnostics::{Diagnostic, Location, rules};
    /// # let finding = Diagnostic::new(&rules::CITATION_UNKNOWN, Location::file("a.md"), "no source has the key `x`");
    /// assert_eq!(finding.suggest(Some("y")).help.as_deref(), Some("did you mean `y`?"));
    /// ```
    #[must_use]
    pub fn suggest(self, nearest: Option<&str>) -> Self {
        match nearest {
            Some(name) => self.help(format!("{SUGGESTION_START}{name}{SUGGESTION_END}")),
            None => self,
        }
    }

    /// The name that [`Diagnostic::suggest`] put into the help. It stands in the place of a name that the location marks, alone or with
    /// what is around it.
    ///
    /// ```
    /// # use wellpress_diagnostics::{Diagnostic, Location, rules};
    /// # let finding = Diagnostic::new(&rules::CITATION_UNKNOWN, Location::file("a.md"), "no source has the key `x`");
    /// assert_eq!(finding.suggest(Some("y")).suggestion(), Some("y"));
    /// ```
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.help.as_deref()?.strip_prefix(SUGGESTION_START)?.strip_suffix(SUGGESTION_END)
    }

    /// Adds "did you mean" as [`Diagnostic::suggest`] does, or `otherwise` as help if nothing is near enough.
    ///
    /// ```
    /// # use wellpress_diagnostics::{Diagnostic, Location, rules};
    /// # let finding = Diagnostic::new(&rules::CITATION_UNKNOWN, Location::file("a.md"), "no source has the key `x`");
    /// let finding = finding.suggest_or(None, "add the source to the library");
    /// assert_eq!(finding.help.as_deref(), Some("add the source to the library"));
    /// ```
    #[must_use]
    pub fn suggest_or(self, nearest: Option<&str>, otherwise: impl Into<Cow<'static, str>>) -> Self {
        match nearest {
            Some(_) => self.suggest(nearest),
            None => self.help(otherwise),
        }
    }

    /// Adds a second place, which reports show below the first.
    ///
    /// ```
    /// # use wellpress_diagnostics::{Diagnostic, Source, rules};
    /// let source = Source::new("a.md", "id: x\nid: y\n");
    /// let finding = Diagnostic::new(&rules::ID_DUPLICATE, source.locate_line(2, 1), "the key `id` is there twice")
    ///     .related(source.locate_line(1, 1), "first here");
    /// assert_eq!(finding.related[0].location.line, 1);
    /// ```
    #[must_use]
    pub fn related(mut self, location: Location, message: impl Into<String>) -> Self {
        self.related.push(RelatedPlace { location, message: message.into() });
        self
    }

    /// Says what does not exist according to the finding.
    ///
    /// ```
    /// # use wellpress_diagnostics::{Diagnostic, Location, Missing, rules};
    /// let finding = Diagnostic::new(&rules::CITATION_UNKNOWN, Location::file("a.md"), "no source has the key `x`");
    /// let missing = Missing::Source("x".to_owned());
    /// assert_eq!(finding.about_missing(missing.clone()).missing, Some(missing));
    /// ```
    #[must_use]
    pub fn about_missing(mut self, missing: Missing) -> Self {
        self.missing = Some(missing);
        self
    }

    /// The order of a report: by file, line, column, rule and message.
    pub(crate) fn report_order(&self, other: &Self) -> Ordering {
        // The findings of one page share one path. Comparing the pointers first spares reading the path for each pair.
        let by_file = match Arc::ptr_eq(&self.location.file, &other.location.file) {
            true => Ordering::Equal,
            false => self.location.file.cmp(&other.location.file),
        };
        by_file.then_with(|| self.key_in_file().cmp(&other.key_in_file()))
    }

    fn key_in_file(&self) -> (u32, u32, &'static str, &str) {
        (self.location.line, self.location.column, self.rule.id, &self.message)
    }
}

/// The start of foreign text for a quotation in a message, which stays on one line, see [`excerpt`].
///
/// ```
/// assert_eq!(wellpress_diagnostics::quotable("two\nlines"), "two\u{fffd}lines");
/// ```
#[must_use]
pub fn quotable(text: &str) -> String {
    excerpt(text, LONGEST_QUOTATION)
}
