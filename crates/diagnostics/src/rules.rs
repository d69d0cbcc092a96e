//! The table of all rules: id, default severity and properties of each. What a rule finds and how to put it right is explained on its
//! page of the manual, `docs/rules/<id>.md`; the checks themselves are left to the crates that report findings.

use std::sync::{Mutex, PoisonError};

use super::Severity;

/// A kind of finding.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable, in kebab case, such as `citation-unknown`.
    pub id: &'static str,
    /// The severity of its findings, unless the settings give the rule another.
    pub severity: Severity,
    /// The severity that some of its findings have instead, such as those about a source that no page cites.
    pub other_severity: Option<Severity>,
    /// What else is true of it.
    pub properties: &'static [Property],
    /// The file of a house rule, relative to the site's root. `None` for the rules of wellpress.
    pub file: Option<&'static str>,
}

/// What is true of some rules, for code that treats them alike. It stands in the table of rules, so that whoever adds a rule sees
/// what there is to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Property {
    /// Its findings say that a file as a whole cannot be used.
    FileUnusable,
    /// A link, a mark, a person, a disclaimer, a signal to stop or a term in any file may put its findings at rest. They wait while a
    /// file is left out because of its own mistakes.
    NeedsEveryFile,
    /// A source in the library, or one of its fields, may put its findings at rest.
    NeedsLibrary,
    /// A term of the glossary, or a link or a mark in its definition, may put its findings at rest.
    NeedsGlossary,
    /// It finds nothing unless other servers are asked.
    NeedsServers,
    /// It finds nothing unless a browser shows the pages.
    NeedsBrowser,
    /// A site without any person, review or date has one note instead of its findings, see `adopting`.
    HeldWhileAdopting,
    /// A new sign-off corrects what it finds, so its errors do not stop one.
    SettledBySignOff,
    /// `cite import` writes a library without what it finds.
    RepairedByImport,
    /// Its findings are for whoever runs the program, and not for the authors of the site.
    ForOperator,
    /// Its findings are about the settings: the program ends with the status of wrong usage, and no baseline takes them.
    OfSettings,
    /// Nearly every small site breaks it. Tests with another subject drop its findings.
    CommonInSmallSites,
}

impl Rule {
    /// Whether the rule has a property.
    ///
    /// ```
    /// use wellpress_diagnostics::rules::{self, Property};
    ///
    /// assert!(rules::LINK_DEAD.has(Property::NeedsServers));
    /// assert!(!rules::LINK_BROKEN.has(Property::NeedsServers));
    /// ```
    #[must_use]
    pub fn has(&self, property: Property) -> bool {
        self.properties.contains(&property)
    }
}

/// The rule with this id, or `None` if there is no such rule.
///
/// ```
/// use wellpress_diagnostics::rules;
///
/// assert_eq!(rules::find("raw-html"), Some(&rules::RAW_HTML));
/// ```
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.id == id).or_else(|| {
        let house_rules = HOUSE_RULES.lock().unwrap_or_else(PoisonError::into_inner);
        house_rules.iter().rev().copied().find(|rule| rule.id == id)
    })
}

/// Whether wellpress itself has a rule of this id.
#[must_use]
pub fn is_shipped(id: &str) -> bool {
    ALL.iter().any(|rule| rule.id == id)
}

/// The house rules of the sites of this process. A finding refers to its rule for as long as the process runs, so that rules are
/// never freed; a preview of a site whose rules are edited adds a few bytes with each edit of an id or a severity.
static HOUSE_RULES: Mutex<Vec<&'static Rule>> = Mutex::new(Vec::new());

/// The record of a house rule: of an earlier call with the same values, or a new one.
pub fn register(id: &str, severity: Severity, file: &str) -> &'static Rule {
    let mut house_rules = HOUSE_RULES.lock().unwrap_or_else(PoisonError::into_inner);
    let earlier =
        house_rules.iter().position(|rule| rule.id == id && rule.severity == severity && rule.file == Some(file));
    let rule = match earlier {
        Some(at) => house_rules.remove(at),
        None => {
            let file = Some(leaked(file));
            Box::leak(Box::new(Rule { id: leaked(id), severity, other_severity: None, properties: &[], file }))
        }
    };
    // The last one of an id is the one that counts.
    house_rules.push(rule);
    rule
}

fn leaked(text: &str) -> &'static str {
    Box::leak(text.into())
}

/// Serialises a rule as its id, for findings in a cache. A cache may name a rule that this build no longer has, which is an
/// error of deserialisation.
pub(super) mod by_id {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::{Rule, find};

    pub fn serialize<S: Serializer>(rule: &&'static Rule, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(rule.id)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static Rule, D::Error> {
        let id = String::deserialize(deserializer)?;
        find(&id).ok_or_else(|| serde::de::Error::custom(format_args!("there is no rule `{id}`")))
    }
}

macro_rules! other_severity {
    () => {
        None
    };
    ($severity:ident) => {
        Some(Severity::$severity)
    };
}

macro_rules! rules {
    ($($severity:ident { $($name:ident = $id:literal $(or $other:ident)? $(is [$($property:ident),*])?,)* })*) => {
        $($(
            #[doc = concat!("`", $id, "`: see its page under `docs/rules/`.")]
            pub static $name: Rule = Rule {
                id: $id,
                severity: Severity::$severity,
                other_severity: other_severity!($($other)?),
                properties: &[$($(Property::$property),*)?],
                file: None,
            };
        )*)*

        /// Every rule: errors, warnings, notes, each in the order of the stages that report them.
        pub static ALL: &[&Rule] = &[$($(&$name,)*)*];
    };
}

rules! {
    Error {
        SETTINGS_INVALID = "settings-invalid" or Warning is [OfSettings],
        FILE_UNREADABLE = "file-unreadable" is [FileUnusable],
        FILE_ENCODING = "file-encoding" is [FileUnusable, RepairedByImport],
        FILE_TOO_LARGE = "file-too-large" is [FileUnusable],
        FILE_SPECIAL = "file-special" is [FileUnusable],
        FILE_NAME = "file-name" is [FileUnusable],
        FRONT_MATTER_MISSING = "front-matter-missing",
        FRONT_MATTER_INVALID = "front-matter-invalid",
        FRONT_MATTER_UNKNOWN_KEY = "front-matter-unknown-key",
        FRONT_MATTER_TYPE = "front-matter-type",
        FRONT_MATTER_REQUIRED = "front-matter-required",
        DATE_INVALID = "date-invalid" or Warning is [RepairedByImport],
        SLUG_INVALID = "slug-invalid",
        DIRECTIVE_UNKNOWN = "directive-unknown",
        DIRECTIVE_UNCLOSED = "directive-unclosed" or Warning,
        DIRECTIVE_ATTRIBUTE = "directive-attribute",
        VARIABLE_UNKNOWN = "variable-unknown",
        URL_UNSAFE = "url-unsafe",
        TEXT_INVISIBLE = "text-invisible",
        FOOTNOTE_INVALID = "footnote-invalid" or Warning,
        BIBLIOGRAPHY_INVALID = "bibliography-invalid" or Warning is [RepairedByImport],
        GLOSSARY_INVALID = "glossary-invalid",
        HOUSE_RULE_INVALID = "house-rule-invalid" or Warning is [OfSettings],
        SOURCE_DUPLICATE_KEY = "source-duplicate-key" or Warning,
        SOURCE_CROSSREF = "source-crossref" or Warning,
        SOURCE_KEY_SLUG = "source-key-slug" or Warning,
        ID_DUPLICATE = "id-duplicate",
        URL_DUPLICATE = "url-duplicate" or Note,
        REFERENCE_UNKNOWN = "reference-unknown",
        DISCLAIMER_OMITTED = "disclaimer-omitted",
        HEALTH_UNREVIEWED = "health-unreviewed" or Note,
        EXERCISE_NO_STEPS = "exercise-no-steps" or Warning,
        CAUTION_HIDDEN = "caution-hidden",
        EXERCISE_CYCLE = "exercise-cycle",
        SNIPPET_CYCLE = "snippet-cycle",
        TOPIC_CYCLE = "topic-cycle",
        EXERCISE_CONTRAINDICATED = "exercise-contraindicated",
        CITATION_UNKNOWN = "citation-unknown" or Warning,
        CITATION_IN_LINK = "citation-in-link",
        LINK_BROKEN = "link-broken" or Warning,
        LINK_ANCHOR = "link-anchor" or Warning,
        LINK_AMBIGUOUS = "link-ambiguous",
        LINK_CASE = "link-case",
        LINK_UNPUBLISHED = "link-unpublished" or Warning,
        PICTURE_MISSING = "picture-missing",
        PICTURE_INVALID = "picture-invalid",
        ALT_MISSING = "alt-missing" or Warning,
        REVIEW_SELF = "review-self",
        REVIEW_INVALID = "review-invalid",
        REVIEW_CHANGES_REQUESTED = "review-changes-requested" or Warning is [NeedsEveryFile, SettledBySignOff],
        REVIEW_CONTENT_CHANGED = "review-content-changed" or Warning
            is [NeedsEveryFile, NeedsLibrary, NeedsGlossary, SettledBySignOff],
        REVIEW_SIGNATURE = "review-signature" is [SettledBySignOff],
        SOURCE_RETRACTED = "source-retracted",
        SOURCE_OTHER_WORK = "source-other-work" is [NeedsServers],
        SOURCE_NOT_FOUND = "source-not-found" is [NeedsServers],
        THEME_INVALID = "theme-invalid" or Warning,
        THEME_ACCESSIBILITY = "theme-accessibility" or Note is [NeedsBrowser],
        DATA_INVALID = "data-invalid",
    }
    Warning {
        FILE_LEFT_OUT = "file-left-out" or Note,
        FILE_METADATA = "file-metadata",
        YAML_MISREAD = "yaml-misread",
        GUIDE_INVALID = "guide-invalid" is [NeedsEveryFile],
        TRANSLATION_STALE = "translation-stale",
        TRANSLATION_INCOMPLETE = "translation-incomplete",
        STRING_MISSING = "string-missing",
        THEME_CONTRAST = "theme-contrast",
        THEME_UNCHECKED = "theme-unchecked" is [CommonInSmallSites],
        RAW_HTML = "raw-html",
        MATH_INVALID = "math-invalid",
        MARKUP_FOREIGN = "markup-foreign",
        MARKDOWN_UNREAD = "markdown-unread",
        MARKDOWN_MISREAD = "markdown-misread",
        TEXT_GARBLED = "text-garbled",
        TABLE_INVALID = "table-invalid" or Error,
        CITATION_FORM = "citation-form",
        HEADING_ID_DUPLICATE = "heading-id-duplicate",
        HEADING_SKIPPED = "heading-skipped",
        CLAIM_UNCITED = "claim-uncited" or Note is [NeedsLibrary],
        ATTRIBUTION_MISMATCH = "attribution-mismatch" is [NeedsLibrary],
        PROMISE = "promise",
        PERSON_FIRST = "person-first",
        READING_GRADE = "reading-grade" or Note is [NeedsEveryFile, NeedsGlossary, CommonInSmallSites],
        ALT_IS_FILENAME = "alt-is-filename",
        LINK_TEXT_VAGUE = "link-text-vague" is [CommonInSmallSites],
        VIDEO_NO_CAPTIONS = "video-no-captions" is [CommonInSmallSites],
        VIDEO_NOT_DESCRIBED = "video-not-described" is [CommonInSmallSites],
        DESCRIPTION_MISSING = "description-missing" is [HeldWhileAdopting, CommonInSmallSites],
        DISCLAIMER_MISSING = "disclaimer-missing" is [NeedsEveryFile, CommonInSmallSites],
        VERSION_DIFFERS = "version-differs" is [ForOperator],
        POLICY_MISSING = "policy-missing" is [CommonInSmallSites],
        PLACEHOLDER = "placeholder",
        TITLE_DUPLICATE = "title-duplicate",
        EXERCISE_TWICE = "exercise-twice",
        EXERCISE_NO_DOSE = "exercise-no-dose" is [CommonInSmallSites],
        EXERCISE_NO_IMAGE = "exercise-no-image" is [CommonInSmallSites],
        EXERCISE_NO_STOP_SIGNAL = "exercise-no-stop-signal" is [CommonInSmallSites],
        DOSE_DRIFT = "dose-drift",
        DOSE_LIMITS = "dose-limits",
        EASY_READ_ROW = "easy-read-row",
        MARKS_STYLE_LACKING = "marks-style-lacking",
        REFERENCE_LIST_MISSING = "reference-list-missing",
        SOURCE_NO_TITLE = "source-no-title",
        SOURCE_DUPLICATE = "source-duplicate",
        SOURCE_CONCERN = "source-concern",
        SOURCE_CORRECTED = "source-corrected",
        SOURCE_ACKNOWLEDGED = "source-acknowledged" is [NeedsLibrary],
        SOURCE_SUPERSEDED = "source-superseded" is [NeedsLibrary],
        SOURCE_OLD = "source-old" is [NeedsLibrary],
        SOURCE_DIFFERS = "source-differs" is [NeedsServers],
        RETRACTIONS_OLD = "retractions-old" or Note is [CommonInSmallSites],
        SOURCE_DRAFT = "source-draft" is [NeedsLibrary],
        SOURCE_NO_ACCESS_DATE = "source-no-access-date" is [NeedsLibrary],
        SOURCE_NO_IDENTIFIER = "source-no-identifier" is [NeedsLibrary],
        AUTHOR_MISSING = "author-missing" is [NeedsEveryFile, HeldWhileAdopting, CommonInSmallSites],
        PUBLISHED_MISSING = "published-missing" is [HeldWhileAdopting, CommonInSmallSites],
        REVIEW_MISSING = "review-missing" is [NeedsEveryFile, HeldWhileAdopting, SettledBySignOff, CommonInSmallSites],
        REVIEW_OVERDUE = "review-overdue",
        AI_UNREVIEWED = "ai-unreviewed" is [NeedsEveryFile, HeldWhileAdopting, SettledBySignOff],
        CREDENTIAL_EXPIRED = "credential-expired",
        CREDENTIAL_MISSING = "credential-missing",
        LINK_WITHDRAWN = "link-withdrawn",
        EDITOR_OUTDATED = "editor-outdated",
        LINK_DEAD = "link-dead" is [NeedsServers],
        ALLOW_INVALID = "allow-invalid",
    }
    Note {
        RED_FLAG_WITHOUT_CARE = "red-flag-without-care" is [NeedsEveryFile],
        RELATIVE_RISK = "relative-risk",
        BLANKET_SAFETY = "blanket-safety",
        CORRECTION_UNRECORDED = "correction-unrecorded",
        PII = "pii" is [CommonInSmallSites],
        ADOPTING = "adopting" is [CommonInSmallSites],
        REVIEW_DUE_SOON = "review-due-soon",
        REVIEW_REMARK = "review-remark",
        ORPHAN = "orphan" is [NeedsEveryFile, NeedsGlossary, CommonInSmallSites],
        LINK_MOVED = "link-moved" is [NeedsServers],
        LINK_UNCHECKED = "link-unchecked" is [NeedsServers],
        SOURCE_UNUSED = "source-unused" is [NeedsEveryFile, NeedsLibrary, NeedsGlossary],
        SOURCE_LONG_LABEL = "source-long-label" is [NeedsLibrary],
        SOURCE_CITES_RETRACTED = "source-cites-retracted" is [NeedsLibrary],
        SOURCE_UNFOUND = "source-unfound" is [NeedsLibrary],
        SOURCE_UNCHECKED = "source-unchecked" is [NeedsServers],
        TEMPLATE_INCOMPLETE = "template-incomplete",
        TRANSLATION_UNRECORDED = "translation-unrecorded" is [CommonInSmallSites],
    }
}
