//! Values of front matter that several kinds share, and those that have fields of their own.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use wellpress_bibliography::ExportFormat;
use wellpress_diagnostics::yaml::{Day, Located};
use wellpress_diagnostics::{Source, Span};

use crate::config::{CitationMarks, ReferenceOrder};

use super::Dose;

/// A picture with what is said about it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// File beside the page, or from `/` in `static`.
    pub src: Located<String>,
    /// Alternative text; empty says decorative. Required, but its absence is a finding of its own.
    #[schemars(required)]
    pub alt: Option<String>,
    /// Caption.
    pub caption: Option<String>,
    /// Who made it.
    pub credit: Option<String>,
}

/// A picture of an exercise.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExerciseImage {
    /// File beside the page, or from `/` in `static`.
    pub src: Located<String>,
    /// Alternative text.
    #[schemars(required)]
    pub alt: Option<String>,
    /// The step that it shows, from 1.
    pub step: Option<u32>,
}

/// A page taken back.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    /// When.
    pub date: Located<Day>,
    /// Why.
    pub reason: String,
    /// The page that stands in its place.
    pub replaced_by: Option<Located<String>>,
}

/// Somebody who took part.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contributor {
    /// Person's id.
    pub person: Located<String>,
    /// What they did.
    pub role: ContributorRole,
}

/// What a contributor did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ContributorRole {
    Expert,
    Editor,
    Illustrator,
    FactChecker,
}

/// A review.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reviewer {
    /// Person's id.
    pub person: Located<String>,
    /// In which role.
    pub role: ReviewRole,
    /// When.
    pub date: Option<Located<Day>>,
}

/// In which role somebody reviewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ReviewRole {
    Medical,
    Clinical,
    Editorial,
    Lay,
}

impl ReviewRole {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Medical, Self::Clinical, Self::Editorial, Self::Lay];

    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Medical => "medical",
            Self::Clinical => "clinical",
            Self::Editorial => "editorial",
            Self::Lay => "lay",
        }
    }
}

/// Disclaimers that are not shown.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OmitDisclaimers {
    /// Their ids.
    pub ids: Vec<Located<String>>,
    /// Why; required, but its absence is a finding of its own.
    #[schemars(required)]
    pub reason: Option<String>,
}

/// A correction.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// When.
    pub date: Located<Day>,
    /// What it said.
    pub was: String,
    /// What it says.
    pub now: String,
    /// How grave.
    #[serde(default)]
    pub severity: CorrectionSeverity,
}

/// How grave a correction is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum CorrectionSeverity {
    #[default]
    Minor,
    Important,
}

/// A change.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PageChange {
    /// When.
    pub date: Located<Day>,
    /// Of what sort.
    pub kind: ChangeKind,
    /// What was changed.
    pub note: Option<String>,
}

/// Whether a change alters what the page says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ChangeKind {
    Substantive,
    Cosmetic,
}

/// Differences from the settings' citations.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PageCitations {
    /// The list's style.
    pub style: Option<Located<String>>,
    /// How a citation shows in the text.
    pub marks: Option<CitationMarks>,
    /// The style of author-date marks.
    pub marks_style: Option<Located<String>>,
    /// Order of the list.
    pub order: Option<ReferenceOrder>,
    /// Files beside the page.
    pub exports: Option<Vec<ExportFormat>>,
    /// Who writes the list.
    pub list: Option<Located<ReferenceListMode>>,
}

/// Who writes the list of sources.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReferenceListMode {
    /// The build.
    #[default]
    Made,
    /// The author, under a last heading "References".
    Manual,
}

/// A retracted source that is cited on purpose.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgedRetraction {
    /// Its key.
    pub source: Located<String>,
    /// Why.
    pub reason: String,
}

/// Related pages.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RelatedPages {
    /// Articles' ids.
    #[serde(default)]
    pub articles: Vec<Located<String>>,
    /// Exercises' ids.
    #[serde(default)]
    pub exercises: Vec<Located<String>>,
}

/// Where the contents stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum TocPosition {
    #[default]
    Top,
    End,
    Both,
    None,
}

/// For whom an article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Audience {
    Patient,
    Clinician,
    Caregiver,
}

/// A sponsor.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sponsor {
    /// Name.
    pub name: String,
    /// What they did and did not do.
    pub role: Option<String>,
}

/// Use of AI.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AiUse {
    /// What it was used for, or whether.
    pub used: ScalarText,
    /// Which.
    pub tool: Option<String>,
    /// Who checked: a person's id.
    pub checked_by: Option<Located<String>>,
}

/// Level of an exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ExerciseLevel {
    Beginner,
    Intermediate,
    Advanced,
}

/// What sort of exercise it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ExerciseKind {
    Strength,
    Flexibility,
    Balance,
    Aerobic,
    Posture,
    Breathing,
    MindBody,
}

/// A caution.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Caution {
    /// Topics' ids.
    pub condition: OneOrMany,
    /// What to do.
    pub advice: Located<String>,
    /// How grave.
    #[serde(default)]
    pub severity: CautionSeverity,
}

/// What a caution asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CautionSeverity {
    /// Do not do it.
    Avoid,
    /// Do it otherwise.
    Modify,
    /// Ask first.
    #[default]
    Ask,
}

/// A video.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Video {
    /// File beside the page, or an address.
    pub src: Located<String>,
    /// Title.
    pub title: Option<String>,
    /// Such as `12 s` or `3:40`.
    pub duration: Option<ScalarText>,
    /// Picture shown before it plays.
    pub poster: Option<Located<String>>,
    /// Captions as WebVTT.
    pub captions: Option<Located<String>>,
    /// A page or file with the words.
    pub transcript: Option<Located<String>>,
    /// How what is seen is told.
    pub described: Option<VideoDescription>,
}

/// How what a video shows is told to those who do not see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum VideoDescription {
    /// The soundtrack says it.
    Soundtrack,
    /// A track of descriptions.
    Track,
    /// Another version.
    Version,
}

/// One line of a programme.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// Exercise's id.
    pub exercise: Located<String>,
    /// Differs from the record's.
    #[serde(default)]
    pub dose: Dose,
    /// On which days.
    #[serde(default)]
    pub days: Vec<Weekday>,
    /// Why it is here though one of its cautions says not to do it.
    pub acknowledged: Option<String>,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Weekday {
    /// As it is written: `mon` to `sun`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mon => "mon",
            Self::Tue => "tue",
            Self::Wed => "wed",
            Self::Thu => "thu",
            Self::Fri => "fri",
            Self::Sat => "sat",
            Self::Sun => "sun",
        }
    }
}

/// What sort of topic.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum TopicKind {
    Condition,
    Region,
    Method,
    Population,
    #[default]
    Other,
}

/// Codes of vocabularies.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it")]
pub struct VocabularyCodes {
    pub mesh: Option<String>,
    pub icd10: Option<String>,
    pub snomed: Option<ScalarText>,
}

/// A person or an organisation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum PersonKind {
    #[default]
    Person,
    Organisation,
}

/// Where a disclaimer stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DisclaimerPlacement {
    /// Above the text.
    #[default]
    Top,
    /// Below it.
    Bottom,
    /// With each exercise.
    WithExercise,
    /// With each video.
    WithVideo,
}

/// A text, a number or a yes or no, kept as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScalarText(pub String);

impl<'de> Deserialize<'de> for ScalarText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WordVisitor)
    }
}

impl JsonSchema for ScalarText {
    fn schema_name() -> Cow<'static, str> {
        "Word".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "number", "boolean"]})
    }
}

struct WordVisitor;

impl Visitor<'_> for WordVisitor {
    type Value = ScalarText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a number")
    }

    fn visit_str<E>(self, text: &str) -> Result<ScalarText, E> {
        Ok(ScalarText(text.to_owned()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<ScalarText, E> {
        Ok(ScalarText(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<ScalarText, E> {
        Ok(ScalarText(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<ScalarText, E> {
        Ok(ScalarText(number.to_string()))
    }

    fn visit_bool<E>(self, yes: bool) -> Result<ScalarText, E> {
        Ok(ScalarText(if yes { "yes" } else { "no" }.to_owned()))
    }
}

/// An id or a list of ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OneOrMany {
    /// The ids.
    pub ids: Vec<String>,
    /// All of them, in the source.
    pub span: Span,
}

impl OneOrMany {
    /// The ids, each with its own place in `source`.
    #[must_use]
    pub fn located(&self, source: &Source) -> Vec<Located<String>> {
        let mut from = self.span.start as usize;
        let mut located = Vec::with_capacity(self.ids.len());
        for id in &self.ids {
            let found = source.text[from..].find(id.as_str()).map(|at| from + at..from + at + id.len());
            let range = found.unwrap_or(self.span.range());
            from = range.end.min(source.text.len());
            located.push(Located { value: id.clone(), span: Span::new(range) });
        }
        located
    }
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Located { value: Ids(ids), span } = Located::<Ids>::deserialize(deserializer)?;
        Ok(Self { ids, span })
    }
}

impl JsonSchema for OneOrMany {
    fn schema_name() -> Cow<'static, str> {
        "OneOrMany".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "array"], "items": {"type": "string"}})
    }
}

struct Ids(Vec<String>);

impl<'de> Deserialize<'de> for Ids {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdsVisitor)
    }
}

struct IdsVisitor;

impl<'de> Visitor<'de> for IdsVisitor {
    type Value = Ids;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id or a list of ids")
    }

    fn visit_str<E>(self, id: &str) -> Result<Ids, E> {
        Ok(Ids(vec![id.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Ids, A::Error> {
        let mut ids = Vec::new();
        while let Some(id) = list.next_element()? {
            ids.push(id);
        }
        Ok(Ids(ids))
    }
}
