//! [`MissingWords`]: the words of the theme that a language of the site lacks, so that pages have English words.
//!
//! Input: the keys of the theme's files, and a site. Output: the one warning for the language, and an error if the site has
//! notices whose words are missing. Readers who are told in English when to stop are not told.

use std::collections::BTreeSet;

use wellpress_diagnostics::{Diagnostic, Location, rules};
use wellpress_markdown::directives::DirectiveKind;
use wellpress_site::config::Config;
use wellpress_site::model::Site;
use wellpress_site::model::page::Page;

/// So many keys are named in a message.
const NAMED: usize = 5;

/// The strings of safety notices.
pub(crate) const SAFETY_WORDS: [SafetyWord; 18] = [
    SafetyWord::new("not-medically-reviewed", Need::Review),
    SafetyWord::new("changed-since-sign-off", Need::Review),
    SafetyWord::new("page-cautions", Need::Caution),
    SafetyWord::new("text-cautions", Need::Caution),
    SafetyWord::new("text-card-caution", Need::Caution).with("conditions"),
    SafetyWord::new("text-caution-applies", Need::Caution),
    SafetyWord::new("text-caution-avoid", Need::Severity("avoid")).with("condition"),
    SafetyWord::new("text-caution-modify", Need::Severity("modify")).with("condition"),
    SafetyWord::new("text-caution-ask", Need::Severity("ask")).with("condition"),
    SafetyWord::new("text-severity-avoid", Need::Severity("avoid")),
    SafetyWord::new("text-severity-modify", Need::Severity("modify")),
    SafetyWord::new("text-severity-ask", Need::Severity("ask")),
    SafetyWord::new("text-stop-if", Need::StopSignal),
    SafetyWord::new("text-care-non-urgent", Need::Care("non-urgent")),
    SafetyWord::new("text-care-urgent", Need::Care("urgent")),
    SafetyWord::new("text-care-emergency", Need::Care("emergency")),
    SafetyWord::new("text-withdrawn-exercise", Need::Withdrawal),
    SafetyWord::new("text-withdrawn", Need::Withdrawal),
];

/// A string of a safety notice.
#[derive(Clone, Copy)]
pub(crate) struct SafetyWord {
    pub key: &'static str,
    /// The value that it has to contain.
    pub value: Option<&'static str>,
    need: Need,
}

/// What on a site shows a string.
#[derive(Clone, Copy)]
enum Need {
    /// A page about health, which says whether it was reviewed.
    Review,
    Caution,
    /// A caution of this severity.
    Severity(&'static str),
    StopSignal,
    /// A care card of this level.
    Care(&'static str),
    Withdrawal,
}

impl SafetyWord {
    const fn new(key: &'static str, need: Need) -> Self {
        Self { key, value: None, need }
    }

    const fn with(self, value: &'static str) -> Self {
        Self { value: Some(value), ..self }
    }
}

impl Need {
    fn is_on(self, page: &Page) -> bool {
        let cautions = || page.exercise().into_iter().flat_map(|exercise| &exercise.cautions);
        match self {
            Self::Review => page.is_health,
            Self::Caution => cautions().next().is_some(),
            Self::Severity(severity) => cautions().any(|caution| <&str>::from(caution.severity) == severity),
            Self::StopSignal => page.exercise().is_some_and(|exercise| !exercise.stop_if.is_empty()),
            Self::Care(level) => page.texts().flat_map(|body| body.directives.iter()).any(|directive| {
                directive.kind == DirectiveKind::Care && directive.get("level").unwrap_or("non-urgent") == level
            }),
            Self::Withdrawal => page.is_withdrawn(),
        }
    }
}

/// The words that one language lacks.
#[derive(Debug)]
pub(crate) struct MissingWords {
    tag: String,
    /// The file to add them to.
    path: String,
    /// Whether nothing is translated: there is no file of the language, or one that is all comments still.
    has_none: bool,
    keys: BTreeSet<String>,
}

impl MissingWords {
    /// `found` is the strongest file of the language, if the theme has any with a message.
    pub(crate) fn new(config: &Config, tag: &str, found: Option<&str>, keys: BTreeSet<String>) -> Self {
        let has_none = found.is_none();
        let of_site = format!("themes/{}/i18n/{tag}.ftl", config.settings.theme.value);
        let path = found.map_or(of_site, str::to_owned);
        Self { tag: tag.to_owned(), path, has_none, keys }
    }

    /// The warning that pages have English words.
    pub(crate) fn warning(&self, config: &Config) -> Diagnostic {
        let (location, message) = if self.has_none {
            let message = format!("the theme has no words in `{}`: pages have its English ones", self.tag);
            (config.language_location(&self.tag), message)
        } else {
            let message = format!("the theme lacks {} in `{}`: pages have English words", self.list(), self.tag);
            (Location::file(self.path.as_str()), message)
        };
        self.with_help(Diagnostic::new(&rules::STRING_MISSING, location, message))
    }

    /// The error that a safety notice of the site has no words in the language.
    ///
    /// A notice in one language can stand on a page in another, as exercises do that are not translated. So what any page of the
    /// site has is needed in every language.
    pub(crate) fn error(&self, config: &Config, site: &Site) -> Option<Diagnostic> {
        let needed = SAFETY_WORDS.iter().filter(|word| self.is_needed(word, site));
        let needed: Vec<&str> = needed.map(|word| word.key).collect();
        if needed.is_empty() {
            return None;
        }
        let keys: Vec<String> = needed.iter().map(|key| format!("`{key}`")).collect();
        let message = format!("safety notices of this site have no words in `{}`: {}", self.tag, keys.join(", "));
        let location = if self.has_none { config.language_location(&self.tag) } else { Location::file(&*self.path) };
        Some(self.with_help(Diagnostic::new(&rules::CAUTION_HIDDEN, location, message)))
    }

    /// Whether this is one of the words that the language lacks, and a page of the site needs it.
    fn is_needed(&self, word: &SafetyWord, site: &Site) -> bool {
        // Whoever has translated nothing yet builds a first site, whose pages say in English that nobody has reviewed them.
        let is_tolerated = self.has_none && matches!(word.need, Need::Review);
        !is_tolerated && self.keys.contains(word.key) && site.pages.iter().any(|page| word.need.is_on(page))
    }

    /// The first keys, and how many others there are.
    fn list(&self) -> String {
        let quoted_keys: Vec<String> = self.keys.iter().take(NAMED).map(|key| format!("`{key}`")).collect();
        match self.keys.len() - quoted_keys.len() {
            0 => quoted_keys.join(", "),
            others => format!("{} and {others} other words", quoted_keys.join(", ")),
        }
    }

    fn with_help(&self, finding: Diagnostic) -> Diagnostic {
        let Self { tag, path, .. } = self;
        finding.help(format!(
            "`wellpress theme words {tag}` writes what is missing into a file, to be translated (`{path}`)"
        ))
    }
}
