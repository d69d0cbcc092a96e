//! The table of all rules: id and default severity of each. What a rule finds and how to put it right is explained on its
//! page of the manual, `docs/rules/<id>.md`; the checks themselves are left to the crates that report findings.

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
    ALL.iter().copied().find(|rule| rule.id == id)
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
    ($($severity:ident { $($name:ident = $id:literal $(or $other:ident)?,)* })*) => {
        $($(
            #[doc = concat!("`", $id, "`: see its page under `docs/rules/`.")]
            pub static $name: Rule = Rule {
                id: $id,
                severity: Severity::$severity,
                other_severity: other_severity!($($other)?),
            };
        )*)*

        /// Every rule: errors, warnings, notes, each in the order of the stages that report them.
        pub static ALL: &[&Rule] = &[$($(&$name,)*)*];
    };
}

rules! {
    Error {
        SETTINGS_INVALID = "settings-invalid" or Warning,
        FILE_UNREADABLE = "file-unreadable",
        FILE_ENCODING = "file-encoding",
        FILE_TOO_LARGE = "file-too-large",
        FILE_SPECIAL = "file-special",
        FILE_NAME = "file-name",
        FRONT_MATTER_MISSING = "front-matter-missing",
        FRONT_MATTER_INVALID = "front-matter-invalid",
        FRONT_MATTER_UNKNOWN_KEY = "front-matter-unknown-key",
        FRONT_MATTER_TYPE = "front-matter-type",
        FRONT_MATTER_REQUIRED = "front-matter-required",
        DATE_INVALID = "date-invalid" or Warning,
        SLUG_INVALID = "slug-invalid",
        DIRECTIVE_UNKNOWN = "directive-unknown",
        DIRECTIVE_UNCLOSED = "directive-unclosed",
        DIRECTIVE_ATTRIBUTE = "directive-attribute",
        URL_UNSAFE = "url-unsafe",
        TEXT_INVISIBLE = "text-invisible",
        FOOTNOTE_INVALID = "footnote-invalid" or Warning,
        BIBLIOGRAPHY_INVALID = "bibliography-invalid" or Warning,
        GLOSSARY_INVALID = "glossary-invalid",
        SOURCE_DUPLICATE_KEY = "source-duplicate-key" or Warning,
        SOURCE_CROSSREF = "source-crossref" or Warning,
        SOURCE_KEY_SLUG = "source-key-slug" or Warning,
        ID_DUPLICATE = "id-duplicate",
        URL_DUPLICATE = "url-duplicate",
        REFERENCE_UNKNOWN = "reference-unknown",
        DISCLAIMER_OMITTED = "disclaimer-omitted",
        EXERCISE_NO_STEPS = "exercise-no-steps",
        CAUTION_HIDDEN = "caution-hidden",
        EXERCISE_CYCLE = "exercise-cycle",
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
        REVIEW_CHANGES_REQUESTED = "review-changes-requested" or Warning,
        REVIEW_CONTENT_CHANGED = "review-content-changed" or Warning,
        REVIEW_SIGNATURE = "review-signature",
        SOURCE_RETRACTED = "source-retracted",
        SOURCE_OTHER_WORK = "source-other-work",
        SOURCE_NOT_FOUND = "source-not-found",
        THEME_INVALID = "theme-invalid" or Warning,
        DATA_INVALID = "data-invalid",
        STRING_MISSING = "string-missing",
    }
    Warning {
        TRANSLATION_STALE = "translation-stale",
        TRANSLATION_INCOMPLETE = "translation-incomplete",
        THEME_CONTRAST = "theme-contrast",
        THEME_UNCHECKED = "theme-unchecked",
        RAW_HTML = "raw-html",
        MATH_INVALID = "math-invalid",
        MARKUP_FOREIGN = "markup-foreign",
        TABLE_INVALID = "table-invalid",
        CITATION_FORM = "citation-form",
        HEADING_ID_DUPLICATE = "heading-id-duplicate",
        HEADING_SKIPPED = "heading-skipped",
        CLAIM_UNCITED = "claim-uncited" or Note,
        ATTRIBUTION_MISMATCH = "attribution-mismatch",
        PROMISE = "promise",
        BLANKET_SAFETY = "blanket-safety",
        PERSON_FIRST = "person-first",
        READING_GRADE = "reading-grade" or Note,
        ALT_IS_FILENAME = "alt-is-filename",
        LINK_TEXT_VAGUE = "link-text-vague",
        VIDEO_NO_CAPTIONS = "video-no-captions",
        VIDEO_NOT_DESCRIBED = "video-not-described",
        DESCRIPTION_MISSING = "description-missing",
        DISCLAIMER_MISSING = "disclaimer-missing",
        VERSION_DIFFERS = "version-differs",
        SETTING_DEPRECATED = "setting-deprecated",
        POLICY_MISSING = "policy-missing",
        PII = "pii",
        PLACEHOLDER = "placeholder",
        TITLE_DUPLICATE = "title-duplicate",
        EXERCISE_TWICE = "exercise-twice",
        EXERCISE_NO_DOSE = "exercise-no-dose",
        EXERCISE_NO_IMAGE = "exercise-no-image",
        EXERCISE_NO_STOP_SIGNAL = "exercise-no-stop-signal",
        DOSE_DRIFT = "dose-drift",
        RED_FLAG_WITHOUT_CARE = "red-flag-without-care",
        MARKS_STYLE_LACKING = "marks-style-lacking",
        REFERENCE_LIST_MISSING = "reference-list-missing",
        SOURCE_NO_TITLE = "source-no-title",
        SOURCE_DUPLICATE = "source-duplicate",
        SOURCE_CONCERN = "source-concern",
        SOURCE_CORRECTED = "source-corrected",
        SOURCE_ACKNOWLEDGED = "source-acknowledged",
        SOURCE_SUPERSEDED = "source-superseded",
        SOURCE_OLD = "source-old",
        SOURCE_DIFFERS = "source-differs",
        RETRACTIONS_OLD = "retractions-old",
        SOURCE_NO_ACCESS_DATE = "source-no-access-date",
        SOURCE_NO_IDENTIFIER = "source-no-identifier",
        AUTHOR_MISSING = "author-missing",
        PUBLISHED_MISSING = "published-missing",
        REVIEW_MISSING = "review-missing",
        REVIEW_OVERDUE = "review-overdue",
        CREDENTIAL_EXPIRED = "credential-expired",
        CREDENTIAL_MISSING = "credential-missing",
        LINK_WITHDRAWN = "link-withdrawn",
        LINK_DEAD = "link-dead",
        ALLOW_INVALID = "allow-invalid",
    }
    Note {
        ADOPTING = "adopting",
        REVIEW_DUE_SOON = "review-due-soon",
        ORPHAN = "orphan",
        LINK_MOVED = "link-moved",
        LINK_UNCHECKED = "link-unchecked",
        SOURCE_UNUSED = "source-unused",
        SOURCE_UNCHECKED = "source-unchecked",
        TEMPLATE_INCOMPLETE = "template-incomplete",
        TRANSLATION_UNRECORDED = "translation-unrecorded",
    }
}
