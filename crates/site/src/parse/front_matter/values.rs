//! The values of front matter that have fields or names of their own: pictures, reviews, corrections, cautions and others.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use strum::{Display, EnumString, IntoStaticStr, VariantNames};

use wellpress_bibliography::ExportFormat;
use wellpress_diagnostics::yaml::Located;
use wellpress_foundation::Day;

use crate::config::{CitationMarks, ReferenceOrder};
use crate::string_or_map::HasShortForm;

use super::{Dose, OneOrMany, ScalarText};

/// Keys under `extra`, which templates read and the program does not, so that any are allowed.
pub type Extra = BTreeMap<String, serde_json::Value>;

/// A picture with its texts.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// A file beside the page, or a path from `/` in `static`.
    #[schemars(title = "File")]
    pub src: Located<String>,
    /// What the picture shows, for those who do not see it; empty if it is only decoration.
    // Optional for the reader, because a missing text is the finding of a rule, which says more than "required".
    #[schemars(title = "What it shows", required)]
    pub alt: Option<String>,
    /// The text below the picture.
    pub caption: Option<String>,
    /// Who made the picture.
    pub credit: Option<String>,
    /// Whether a machine made or changed the picture.
    #[schemars(title = "Use of AI")]
    pub ai: Option<PictureAi>,
}

impl HasShortForm for Picture {
    const FORMS: &'static str = "a picture's path, or `{src, alt}`";
}

/// A profile of a person on another site.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileLink {
    /// The text of the link.
    #[schemars(title = "Name")]
    pub title: String,
    /// The address of the profile.
    #[schemars(title = "Address")]
    pub url: Located<String>,
}

impl HasShortForm for ProfileLink {
    const FORMS: &'static str = "an address, or `{title, url}`";
}

/// A picture of an exercise.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExerciseImage {
    /// A file beside the page, or a path from `/` in `static`.
    #[schemars(title = "File")]
    pub src: Located<String>,
    /// What the picture shows, for those who do not see it; empty if it is only decoration.
    // Optional for the reader, because a missing text is the finding of a rule, which says more than "required".
    #[schemars(title = "What it shows", required)]
    pub alt: Option<String>,
    /// The step after which it is shown, from 1; without it, above the text.
    #[schemars(title = "Behind step")]
    pub step: Option<u32>,
    /// Whether a machine made or changed the picture.
    #[schemars(title = "Use of AI")]
    pub ai: Option<PictureAi>,
}

/// What a machine has to do with a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema, Display, EnumString, VariantNames)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum PictureAi {
    /// A machine made it.
    Generated,
    /// A person made it, and a machine changed what it shows.
    Edited,
}

/// The notice that replaces the text of a page which was taken back.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    /// The day on which it was taken back.
    pub date: Located<Day>,
    /// Why it was taken back, for readers.
    pub reason: String,
    /// The id of the person who took it back.
    #[schemars(title = "By")]
    pub by: Option<Located<String>>,
    /// The id of a page of the same kind to read instead.
    #[schemars(title = "Page to read instead")]
    pub replaced_by: Option<Located<String>>,
}

/// A person who took part in a page without being an author.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contributor {
    /// The id of the person.
    pub person: Located<String>,
    /// What the person did.
    pub role: ContributorRole,
}

/// What a contributor did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, Display)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ContributorRole {
    Expert,
    Editor,
    Illustrator,
    FactChecker,
}

/// A review by one person.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reviewer {
    /// The id of the person.
    pub person: Located<String>,
    /// The role in which the person reviewed.
    pub role: ReviewRole,
    /// The day of the review.
    #[schemars(title = "Day")]
    pub date: Option<Located<Day>>,
}

/// A public SSH key with which a person signs reviews.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SigningKey {
    /// The line of the file `.pub`, such as `ssh-ed25519 AAAA.. jane@example.org`.
    pub key: Located<String>,
    /// The first day on which the key is the person's.
    #[schemars(title = "First day")]
    pub from: Day,
    /// The last day on which the key is the person's, if it is no longer used.
    #[schemars(title = "Last day")]
    pub until: Option<Day>,
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
    /// Every role, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Medical, Self::Clinical, Self::Editorial, Self::Lay];

    /// The word that authors write.
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

/// Disclaimers of the settings that a page does not show.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OmitDisclaimers {
    /// The ids of the disclaimers.
    #[schemars(title = "Disclaimers")]
    pub ids: Vec<Located<String>>,
    /// Why they are not shown.
    // As with `alt`: its absence is a finding of its own.
    #[schemars(required)]
    pub reason: Option<String>,
}

/// A mistake that was corrected, as the page and the list of corrections tell readers.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The day of the correction.
    #[schemars(title = "Day")]
    pub date: Located<Day>,
    /// What the page said before.
    #[schemars(title = "What the page said")]
    pub was: String,
    /// What the page says now.
    #[schemars(title = "What it says now")]
    pub now: String,
    /// How grave the mistake was.
    #[serde(default)]
    #[schemars(title = "How grave")]
    pub severity: CorrectionSeverity,
    /// Why it was wrong, or how it was found.
    pub reason: Option<String>,
    /// Whether a person still has to look at it. Readers do not see such an entry.
    #[serde(default)]
    #[schemars(title = "To be looked at")]
    pub pending: Option<Located<bool>>,
}

impl Correction {
    /// Whether readers do not see it yet.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.pending.as_ref().is_some_and(|pending| pending.value)
    }
}

/// How grave a correction is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum CorrectionSeverity {
    #[default]
    Minor,
    Important,
}

/// A change of a page that corrects no mistake.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PageChange {
    /// The day of the change.
    #[schemars(title = "Day")]
    pub date: Located<Day>,
    /// Whether it alters what the page says.
    #[schemars(title = "Sort")]
    pub kind: ChangeKind,
    /// What was changed, for readers.
    #[schemars(title = "What was changed")]
    pub note: Option<String>,
}

/// Whether a change alters what the page says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ChangeKind {
    Substantive,
    Cosmetic,
}

/// How a page cites, as far as it differs from [`CitationSettings`](crate::config::CitationSettings).
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CitationFields {
    /// The CSL style of the list.
    #[schemars(title = "Style of the list")]
    pub style: Option<Located<String>>,
    /// The form of a citation in the text.
    #[schemars(title = "Form of citations")]
    pub marks: Option<CitationMarks>,
    /// The CSL style of author-date marks.
    #[schemars(title = "Style of citations")]
    pub marks_style: Option<Located<String>>,
    /// The order of a numbered list.
    #[schemars(title = "Order of the list")]
    pub order: Option<ReferenceOrder>,
    /// The formats in which the page offers its sources as a file.
    #[schemars(title = "Offered as files")]
    pub exports: Option<Vec<ExportFormat>>,
    /// Whether the build or the author writes the list of sources.
    #[schemars(title = "Who writes the list")]
    pub list: Option<Located<ReferenceListMode>>,
}

/// Whether the build or the author writes the list of sources.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReferenceListMode {
    /// The build makes the list of the cited sources.
    #[default]
    #[serde(rename = "made")]
    Generated,
    /// The author writes the list, under a last heading "References".
    Manual,
}

/// A retracted source that a page cites on purpose, for example to warn of it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgedRetraction {
    /// The key of the source.
    pub source: Located<String>,
    /// Why the page cites it all the same.
    pub reason: String,
}

/// A part of the list of sources, such as guidelines or further reading.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceGroup {
    /// The heading above its sources.
    pub title: Located<String>,
    /// The keys of its sources.
    pub sources: Vec<Located<String>>,
}

/// A sentence about a source, which the list shows below its entry.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceNote {
    /// The key of the source.
    pub source: Located<String>,
    /// What readers should know about it.
    pub note: Located<String>,
}

/// Pages that come before the related pages that the build finds.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RelatedPages {
    /// Ids of articles to show first.
    #[serde(default)]
    pub articles: Vec<Located<String>>,
    /// Ids of exercises to show first.
    #[serde(default)]
    pub exercises: Vec<Located<String>>,
}

/// Where the table of contents is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum TocPosition {
    #[default]
    Top,
    End,
    Both,
    None,
}

/// The readers for whom an article is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Audience {
    Patient,
    Clinician,
    Caregiver,
}

/// Somebody who paid for an article or supported it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sponsor {
    /// The name of the sponsor.
    pub name: String,
    /// What the sponsor did and did not do.
    pub role: Option<String>,
}

/// What AI was used for in the making of a page.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AiUse {
    /// What it was used for, or `yes` or `no`.
    #[schemars(title = "What it was used for")]
    pub used: ScalarText,
    /// The name of the tool.
    pub tool: Option<String>,
    /// The id of the person who checked the result.
    pub checked_by: Option<Located<String>>,
}

impl AiUse {
    /// What it was used for, with the tool, such as "Translated (DeepL)".
    #[must_use]
    pub fn words(&self) -> String {
        let tool = self.tool.as_ref().map(|tool| format!(" ({tool})")).unwrap_or_default();
        format!("{}{tool}", self.used.0)
    }

    /// Whether AI was used: a page may say on record that none was.
    #[must_use]
    pub fn is_used(&self) -> bool {
        !["false", "no", "none"].iter().any(|word| self.used.0.eq_ignore_ascii_case(word))
    }
}

/// How demanding an exercise is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, Display)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ExerciseLevel {
    Beginner,
    Intermediate,
    Advanced,
}

/// What an exercise trains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, Display)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
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

/// Advice on an exercise for people with a condition.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Caution {
    /// Ids of the topics that are the condition.
    pub condition: OneOrMany,
    /// What people with it should do.
    pub advice: Located<String>,
    /// Whether to avoid the exercise, to modify it or to ask first.
    #[serde(default)]
    #[schemars(title = "What to do")]
    pub severity: CautionSeverity,
}

/// What a caution asks for, the gravest first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum CautionSeverity {
    /// Do not do the exercise.
    Avoid,
    /// Do the exercise in another way.
    Modify,
    /// Ask a professional before.
    #[default]
    Ask,
}

/// A video, from the site or from elsewhere.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Video {
    /// A file beside the page, or an address.
    #[schemars(title = "File or address")]
    pub src: Located<String>,
    /// The title of the video.
    pub title: Option<String>,
    /// The length, such as `12 s` or `3:40`.
    #[schemars(title = "Length")]
    pub duration: Option<Located<ScalarText>>,
    /// The picture that is shown before it plays.
    #[schemars(title = "Picture before it plays")]
    pub poster: Option<Located<String>>,
    /// A file with captions, as WebVTT.
    #[schemars(title = "File with captions")]
    pub captions: Option<Located<String>>,
    /// A page or a file with the words of the video.
    #[schemars(title = "File with its words")]
    pub transcript: Option<Located<String>>,
    /// How the video tells what it shows to those who do not see it.
    #[schemars(title = "Described for those who do not see it")]
    pub described: Option<VideoDescription>,
}

/// How a video tells what it shows to those who do not see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum VideoDescription {
    /// The soundtrack says everything that is shown.
    Soundtrack,
    /// There is a separate track of descriptions.
    Track,
    /// There is another version with descriptions.
    Version,
}

/// One line of a programme's schedule.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleEntry {
    /// The id of the exercise.
    pub exercise: Located<String>,
    /// The fields of the dose that differ from the exercise's own.
    #[serde(default)]
    #[schemars(title = "How much, if it differs")]
    pub dose: Dose,
    /// On which days; without any, on all.
    #[serde(default)]
    pub days: Vec<Weekday>,
    /// Why the exercise is here although one of its cautions says to avoid it.
    #[schemars(title = "Why in spite of a caution")]
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
    /// The word that authors write, `mon` to `sun`.
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

/// What sort of subject a topic is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum TopicKind {
    Condition,
    Region,
    Method,
    Population,
    #[default]
    Other,
}

/// Codes of a topic in medical vocabularies.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it")]
pub struct VocabularyCodes {
    #[schemars(title = "MeSH")]
    pub mesh: Option<String>,
    #[schemars(title = "ICD-10")]
    pub icd10: Option<String>,
    #[schemars(title = "SNOMED CT")]
    pub snomed: Option<ScalarText>,
}

/// Whether an author or reviewer is a person or an organisation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum PersonKind {
    #[default]
    Person,
    Organisation,
}

/// Where on a page a disclaimer is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DisclaimerPlacement {
    /// Above the text of the page.
    #[default]
    Top,
    /// Below the text of the page.
    Bottom,
    /// With each exercise on the page.
    WithExercise,
    /// With each video on the page.
    WithVideo,
}
