//! Front matter: the fields of each kind, strictly typed. What an id means is for `model`.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::config::{ExportFormat, Marks, Order};
use crate::diagnostics::{Diagnostic, Source, Span, rules};
use crate::discover::Kind;
use crate::yaml::{self, Day, Located};

/// The open map of settings and front matter.
pub type Extra = BTreeMap<String, serde_json::Value>;

/// Front matter of one file, by kind.
#[derive(Debug)]
pub enum Front {
    /// An article.
    Article(Box<Article>),
    /// An exercise.
    Exercise(Box<Exercise>),
    /// An ordered routine of exercises.
    Programme(Box<Programme>),
    /// A plain page.
    Page(Box<Page>),
    /// A topic.
    Topic(Box<Topic>),
    /// A person or a team.
    Person(Box<Person>),
    /// A disclaimer.
    Disclaimer(Box<Disclaimer>),
}

/// Reads the front matter of a file, and says where the text begins.
///
/// A file without a value has too much wrong with it to be a page; its findings are in `findings`.
pub fn read(source: &Source, kind: Kind, findings: &mut Vec<Diagnostic>) -> (Option<Front>, usize) {
    let Some((end, text_start)) = extent(source, findings) else { return (None, source.text.len()) };
    let front = match kind {
        Kind::Article => decode(source, end, findings).map(Front::Article),
        Kind::Exercise => decode(source, end, findings).map(Front::Exercise),
        Kind::Programme => decode(source, end, findings).map(Front::Programme),
        Kind::Page => decode(source, end, findings).map(Front::Page),
        Kind::Topic => decode(source, end, findings).map(Front::Topic),
        Kind::Person => decode(source, end, findings).map(Front::Person),
        Kind::Disclaimer => decode(source, end, findings).map(Front::Disclaimer),
    };
    (front, text_start)
}

fn decode<T: serde::de::DeserializeOwned>(
    source: &Source,
    end: usize,
    findings: &mut Vec<Diagnostic>,
) -> Option<Box<T>> {
    let decoded = yaml::decode(source, end, &yaml::FRONT_MATTER);
    findings.extend(decoded.diagnostics);
    decoded.value.map(Box::new)
}

/// Where the YAML ends and the text begins. The opening `---` belongs to the YAML, where it starts a document, so that
/// all its places are those of the file.
fn extent(source: &Source, findings: &mut Vec<Diagnostic>) -> Option<(usize, usize)> {
    let first = source.text.lines().next().unwrap_or_default();
    if first.trim_end() != "---" {
        let place = source.locate(Span::new(0..first.len()));
        let finding = Diagnostic::new(&rules::FRONT_MATTER_MISSING, place, "the file does not begin with front matter");
        findings.push(finding.help("begin with a line `---`, then `title: ..` and a line `---`"));
        return None;
    }
    let mut start = first.len() + 1;
    for line in source.text.get(start..).unwrap_or_default().split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((start, start + line.len()));
        }
        start += line.len();
    }
    let place = source.locate(Span::new(0..first.len()));
    let finding = Diagnostic::new(&rules::FRONT_MATTER_INVALID, place, "the front matter is not closed");
    findings.push(finding.help("write a line `---` below its last key"));
    None
}

/// Front matter of an article.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// Title.
    pub title: Located<String>,
    /// The dek, and the meta description.
    pub description: Option<String>,
    /// Last part of the address, in place of the id.
    pub slug: Option<Located<String>>,
    /// Old paths that redirect here.
    #[serde(default)]
    pub aliases: Vec<Located<String>>,
    /// Left out unless drafts are asked for.
    #[serde(default)]
    pub draft: bool,
    /// Order in lists; lighter comes first.
    pub weight: Option<i64>,
    /// Absolute address of the page that search engines should keep instead.
    pub canonical: Option<Located<String>>,
    /// Licence of the text.
    pub license: Option<String>,
    /// Content of the robots tag.
    pub robots: Option<String>,
    /// For `<title>` where it differs from the title.
    pub seo_title: Option<String>,
    /// For breadcrumbs and cards.
    pub short_title: Option<String>,
    /// Picture for sharing.
    pub social_image: Option<Located<String>>,
    /// The open map.
    #[serde(default)]
    pub extra: Extra,
    /// First published; in the future it keeps the page out.
    #[serde(alias = "date")]
    pub published: Option<Day>,
    /// Last updated.
    pub updated: Option<Day>,
    /// In the past it keeps the page out.
    pub expires: Option<Day>,
    /// Picture at the top.
    pub hero: Option<Picture>,
    /// Taken back, with the reason.
    pub withdrawn: Option<Withdrawn>,
    /// People's ids.
    #[serde(default)]
    pub authors: Vec<Located<String>>,
    /// People in other roles.
    #[serde(default)]
    pub contributors: Vec<Contributor>,
    /// Reviews.
    #[serde(default)]
    pub reviewers: Vec<Reviewer>,
    /// Last medical or clinical review, where it is not the newest of `reviewers`.
    pub last_reviewed: Option<Day>,
    /// When the next review is due.
    pub next_review: Option<Day>,
    /// Topics' ids.
    #[serde(default)]
    pub topics: Vec<Located<String>>,
    /// Disclaimers' ids, beside those that are always shown.
    #[serde(default)]
    pub disclaimers: Vec<Located<String>>,
    /// Disclaimers that are not shown here, with the reason.
    pub omit_disclaimers: Option<Located<OmitDisclaimers>>,
    /// Sources listed though no mark cites them.
    #[serde(default)]
    pub references: Vec<Located<String>>,
    /// Corrections.
    #[serde(default)]
    pub corrections: Vec<Correction>,
    /// Other changes.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// Differences from the settings' citations.
    #[serde(default)]
    pub citations: PageCitations,
    /// Retracted sources that are cited on purpose.
    #[serde(default)]
    pub acknowledged_retractions: Vec<AcknowledgedRetraction>,
    /// Related pages that come first.
    #[serde(default)]
    pub related: Related,
    /// Exercises that it is about but does not embed.
    #[serde(default)]
    pub exercises: Vec<Located<String>>,
    /// A call to action of the settings, shown after the text.
    pub call_to_action: Option<Located<String>>,
    /// Shown above the text.
    #[serde(default)]
    pub key_points: Vec<Located<String>>,
    /// Where the contents stand.
    #[serde(default)]
    pub toc: TocPlace,
    /// For whom.
    pub audience: Option<Audience>,
    /// A schema.org MedicalSpecialty.
    pub specialty: Option<String>,
    /// Who paid.
    pub funding: Option<String>,
    /// Conflicts of interest.
    pub conflicts: Option<String>,
    /// Sponsor.
    pub sponsor: Option<Sponsor>,
    /// Use of AI.
    pub ai: Option<AiUse>,
}

/// Front matter of an exercise.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    /// Title.
    pub title: Located<String>,
    /// The dek, and the meta description.
    pub description: Option<String>,
    /// Last part of the address, in place of the id.
    pub slug: Option<Located<String>>,
    /// Old paths that redirect here.
    #[serde(default)]
    pub aliases: Vec<Located<String>>,
    /// Left out unless drafts are asked for.
    #[serde(default)]
    pub draft: bool,
    /// Order in lists; lighter comes first.
    pub weight: Option<i64>,
    /// Absolute address of the page that search engines should keep instead.
    pub canonical: Option<Located<String>>,
    /// Licence of the text.
    pub license: Option<String>,
    /// Content of the robots tag.
    pub robots: Option<String>,
    /// For `<title>` where it differs from the title.
    pub seo_title: Option<String>,
    /// For breadcrumbs and cards.
    pub short_title: Option<String>,
    /// Picture for sharing.
    pub social_image: Option<Located<String>>,
    /// The open map.
    #[serde(default)]
    pub extra: Extra,
    /// First published; in the future it keeps the page out.
    #[serde(alias = "date")]
    pub published: Option<Day>,
    /// Last updated.
    pub updated: Option<Day>,
    /// In the past it keeps the page out.
    pub expires: Option<Day>,
    /// Picture at the top.
    pub hero: Option<Picture>,
    /// Taken back, with the reason.
    pub withdrawn: Option<Withdrawn>,
    /// People's ids.
    #[serde(default)]
    pub authors: Vec<Located<String>>,
    /// People in other roles.
    #[serde(default)]
    pub contributors: Vec<Contributor>,
    /// Reviews.
    #[serde(default)]
    pub reviewers: Vec<Reviewer>,
    /// Last medical or clinical review, where it is not the newest of `reviewers`.
    pub last_reviewed: Option<Day>,
    /// When the next review is due.
    pub next_review: Option<Day>,
    /// Topics' ids.
    #[serde(default)]
    pub topics: Vec<Located<String>>,
    /// Disclaimers' ids, beside those that are always shown.
    #[serde(default)]
    pub disclaimers: Vec<Located<String>>,
    /// Disclaimers that are not shown here, with the reason.
    pub omit_disclaimers: Option<Located<OmitDisclaimers>>,
    /// Sources listed though no mark cites them.
    #[serde(default)]
    pub references: Vec<Located<String>>,
    /// Corrections.
    #[serde(default)]
    pub corrections: Vec<Correction>,
    /// Other changes.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// Differences from the settings' citations.
    #[serde(default)]
    pub citations: PageCitations,
    /// Retracted sources that are cited on purpose.
    #[serde(default)]
    pub acknowledged_retractions: Vec<AcknowledgedRetraction>,
    /// Related pages that come first.
    #[serde(default)]
    pub related: Related,
    /// Body position.
    pub position: Option<Located<String>>,
    /// Level.
    pub level: Option<Level>,
    /// What sort of exercise.
    pub kind: Option<ExerciseKind>,
    /// What is needed; an empty list says nothing is.
    pub equipment: Option<Vec<Located<String>>>,
    /// Regions of the body.
    #[serde(default)]
    pub regions: Vec<Located<String>>,
    /// Muscles.
    #[serde(default)]
    pub muscles: Vec<Located<String>>,
    /// How much.
    #[serde(default)]
    pub dose: Dose,
    /// Cautions.
    #[serde(default)]
    pub cautions: Vec<Caution>,
    /// Signals to stop.
    #[serde(default)]
    pub stop_if: Vec<Located<String>>,
    /// Easier forms.
    #[serde(default)]
    pub easier: OneOrMany,
    /// Harder forms.
    #[serde(default)]
    pub harder: OneOrMany,
    /// What may follow.
    #[serde(default)]
    pub next: OneOrMany,
    /// Pictures.
    #[serde(default)]
    pub images: Vec<ExerciseImage>,
    /// A video.
    pub video: Option<Video>,
}

/// Front matter of an ordered routine of exercises.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// Title.
    pub title: Located<String>,
    /// The dek, and the meta description.
    pub description: Option<String>,
    /// Last part of the address, in place of the id.
    pub slug: Option<Located<String>>,
    /// Old paths that redirect here.
    #[serde(default)]
    pub aliases: Vec<Located<String>>,
    /// Left out unless drafts are asked for.
    #[serde(default)]
    pub draft: bool,
    /// Order in lists; lighter comes first.
    pub weight: Option<i64>,
    /// Absolute address of the page that search engines should keep instead.
    pub canonical: Option<Located<String>>,
    /// Licence of the text.
    pub license: Option<String>,
    /// Content of the robots tag.
    pub robots: Option<String>,
    /// For `<title>` where it differs from the title.
    pub seo_title: Option<String>,
    /// For breadcrumbs and cards.
    pub short_title: Option<String>,
    /// Picture for sharing.
    pub social_image: Option<Located<String>>,
    /// The open map.
    #[serde(default)]
    pub extra: Extra,
    /// First published; in the future it keeps the page out.
    #[serde(alias = "date")]
    pub published: Option<Day>,
    /// Last updated.
    pub updated: Option<Day>,
    /// In the past it keeps the page out.
    pub expires: Option<Day>,
    /// Picture at the top.
    pub hero: Option<Picture>,
    /// Taken back, with the reason.
    pub withdrawn: Option<Withdrawn>,
    /// People's ids.
    #[serde(default)]
    pub authors: Vec<Located<String>>,
    /// People in other roles.
    #[serde(default)]
    pub contributors: Vec<Contributor>,
    /// Reviews.
    #[serde(default)]
    pub reviewers: Vec<Reviewer>,
    /// Last medical or clinical review, where it is not the newest of `reviewers`.
    pub last_reviewed: Option<Day>,
    /// When the next review is due.
    pub next_review: Option<Day>,
    /// Topics' ids.
    #[serde(default)]
    pub topics: Vec<Located<String>>,
    /// Disclaimers' ids, beside those that are always shown.
    #[serde(default)]
    pub disclaimers: Vec<Located<String>>,
    /// Disclaimers that are not shown here, with the reason.
    pub omit_disclaimers: Option<Located<OmitDisclaimers>>,
    /// Sources listed though no mark cites them.
    #[serde(default)]
    pub references: Vec<Located<String>>,
    /// What is done when.
    #[serde(default)]
    pub schedule: Vec<Session>,
}

/// Front matter of a plain page.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Title.
    pub title: Located<String>,
    /// The dek, and the meta description.
    pub description: Option<String>,
    /// Last part of the address, in place of the id.
    pub slug: Option<Located<String>>,
    /// Old paths that redirect here.
    #[serde(default)]
    pub aliases: Vec<Located<String>>,
    /// Left out unless drafts are asked for.
    #[serde(default)]
    pub draft: bool,
    /// Order in lists; lighter comes first.
    pub weight: Option<i64>,
    /// Absolute address of the page that search engines should keep instead.
    pub canonical: Option<Located<String>>,
    /// Licence of the text.
    pub license: Option<String>,
    /// Content of the robots tag.
    pub robots: Option<String>,
    /// For `<title>` where it differs from the title.
    pub seo_title: Option<String>,
    /// For breadcrumbs and cards.
    pub short_title: Option<String>,
    /// Picture for sharing.
    pub social_image: Option<Located<String>>,
    /// The open map.
    #[serde(default)]
    pub extra: Extra,
    /// First published; in the future it keeps the page out.
    #[serde(alias = "date")]
    pub published: Option<Day>,
    /// Last updated.
    pub updated: Option<Day>,
    /// In the past it keeps the page out.
    pub expires: Option<Day>,
    /// Picture at the top.
    pub hero: Option<Picture>,
}

/// Front matter of a topic.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Title.
    pub title: Located<String>,
    /// The dek, and the meta description.
    pub description: Option<String>,
    /// Last part of the address, in place of the id.
    pub slug: Option<Located<String>>,
    /// Old paths that redirect here.
    #[serde(default)]
    pub aliases: Vec<Located<String>>,
    /// Left out unless drafts are asked for.
    #[serde(default)]
    pub draft: bool,
    /// Order in lists; lighter comes first.
    pub weight: Option<i64>,
    /// Absolute address of the page that search engines should keep instead.
    pub canonical: Option<Located<String>>,
    /// Licence of the text.
    pub license: Option<String>,
    /// Content of the robots tag.
    pub robots: Option<String>,
    /// For `<title>` where it differs from the title.
    pub seo_title: Option<String>,
    /// For breadcrumbs and cards.
    pub short_title: Option<String>,
    /// Picture for sharing.
    pub social_image: Option<Located<String>>,
    /// The open map.
    #[serde(default)]
    pub extra: Extra,
    /// What sort of topic.
    #[serde(default, rename = "type")]
    pub kind: TopicKind,
    /// Wider topics' ids.
    #[serde(default)]
    pub broader: OneOrMany,
    /// Codes of vocabularies.
    #[serde(default)]
    pub codes: Codes,
    /// Sources.
    #[serde(default)]
    pub references: Vec<Located<String>>,
}

/// Front matter of a person or a team.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Name.
    pub name: Located<String>,
    /// Such as `Dr.`
    pub prefix: Option<String>,
    /// Such as `Dr. Broach`.
    pub short_name: Option<String>,
    /// Such as `[PT, DPT]`.
    #[serde(default)]
    pub credentials: Vec<String>,
    /// When a credential ends.
    pub credentials_expire: Option<Day>,
    /// Job title.
    pub job_title: Option<String>,
    /// Affiliation.
    pub affiliation: Option<String>,
    /// Portrait.
    pub photo: Option<Picture>,
    /// Profiles elsewhere.
    #[serde(default)]
    pub links: Vec<ProfileLink>,
    /// ORCID iD.
    pub orcid: Option<Located<String>>,
    /// A person or an organisation.
    #[serde(default)]
    pub is: PersonKind,
    /// Last part of the address, in place of the id.
    pub slug: Option<Located<String>>,
    /// Old paths that redirect here.
    #[serde(default)]
    pub aliases: Vec<Located<String>>,
    /// Left out unless drafts are asked for.
    #[serde(default)]
    pub draft: bool,
    /// Order in lists; lighter comes first.
    pub weight: Option<i64>,
    /// Absolute address of the page that search engines should keep instead.
    pub canonical: Option<Located<String>>,
    /// Licence of the text.
    pub license: Option<String>,
    /// Content of the robots tag.
    pub robots: Option<String>,
    /// For `<title>` where it differs from the title.
    pub seo_title: Option<String>,
    /// For breadcrumbs and cards.
    pub short_title: Option<String>,
    /// Picture for sharing.
    pub social_image: Option<Located<String>>,
    /// The open map.
    #[serde(default)]
    pub extra: Extra,
}

/// Front matter of a disclaimer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclaimer {
    /// Title.
    pub title: Located<String>,
    /// The dek, and the meta description.
    pub description: Option<String>,
    /// Where it stands.
    #[serde(default)]
    pub placement: Placement,
    /// Version of the wording.
    pub version: Option<String>,
    /// Since when the wording holds.
    pub effective: Option<Day>,
    /// The open map.
    #[serde(default)]
    pub extra: Extra,
}

/// A picture with what is said about it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// File beside the page, or from `/` in `static`.
    pub src: Located<String>,
    /// Alternative text; empty says decorative. Required, but its absence is a finding of its own.
    pub alt: Option<String>,
    /// Caption.
    pub caption: Option<String>,
    /// Who made it.
    pub credit: Option<String>,
}

/// A picture of an exercise.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExerciseImage {
    /// File beside the page, or from `/` in `static`.
    pub src: Located<String>,
    /// Alternative text.
    pub alt: Option<String>,
    /// The step that it shows, from 1.
    pub step: Option<u32>,
}

/// A page taken back.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    /// When.
    pub date: Day,
    /// Why.
    pub reason: String,
    /// The page that stands in its place.
    pub replaced_by: Option<Located<String>>,
}

/// Somebody who took part.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contributor {
    /// Person's id.
    pub person: Located<String>,
    /// What they did.
    pub role: ContributorRole,
}

/// What a contributor did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ContributorRole {
    Expert,
    Editor,
    Illustrator,
    FactChecker,
}

/// A review.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reviewer {
    /// Person's id.
    pub person: Located<String>,
    /// In which role.
    pub role: ReviewRole,
    /// When.
    pub date: Option<Day>,
}

/// In which role somebody reviewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ReviewRole {
    Medical,
    Clinical,
    Editorial,
    Lay,
}

/// Disclaimers that are not shown.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OmitDisclaimers {
    /// Their ids.
    pub ids: Vec<Located<String>>,
    /// Why; required, but its absence is a finding of its own.
    pub reason: Option<String>,
}

/// A correction.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// When.
    pub date: Day,
    /// What it said.
    pub was: String,
    /// What it says.
    pub now: String,
    /// How grave.
    #[serde(default)]
    pub severity: CorrectionSeverity,
}

/// How grave a correction is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum CorrectionSeverity {
    #[default]
    Minor,
    Important,
}

/// A change.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// When.
    pub date: Day,
    /// Of what sort.
    pub kind: ChangeKind,
    /// What was changed.
    pub note: Option<String>,
}

/// Whether a change alters what the page says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ChangeKind {
    Substantive,
    Cosmetic,
}

/// Differences from the settings' citations.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageCitations {
    /// The list's style.
    pub style: Option<Located<String>>,
    /// How a citation shows in the text.
    pub marks: Option<Marks>,
    /// The style of author-date marks.
    pub marks_style: Option<Located<String>>,
    /// Order of the list.
    pub order: Option<Order>,
    /// Files beside the page.
    pub exports: Option<Vec<ExportFormat>>,
    /// Who writes the list.
    #[serde(default)]
    pub list: ListKind,
}

/// Who writes the list of sources.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListKind {
    /// The build.
    #[default]
    Made,
    /// The author, under a last heading "References".
    Manual,
}

/// A retracted source that is cited on purpose.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgedRetraction {
    /// Its key.
    pub source: Located<String>,
    /// Why.
    pub reason: String,
}

/// Related pages.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Related {
    /// Articles' ids.
    #[serde(default)]
    pub articles: Vec<Located<String>>,
    /// Exercises' ids.
    #[serde(default)]
    pub exercises: Vec<Located<String>>,
}

/// Where the contents stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum TocPlace {
    #[default]
    Top,
    End,
    Both,
    None,
}

/// For whom an article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Audience {
    Patient,
    Clinician,
    Caregiver,
}

/// A sponsor.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sponsor {
    /// Name.
    pub name: String,
    /// What they did and did not do.
    pub role: Option<String>,
}

/// Use of AI.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AiUse {
    /// What it was used for, or whether.
    pub used: Word,
    /// Which.
    pub tool: Option<String>,
    /// Who checked: a person's id.
    pub checked_by: Option<Located<String>>,
}

/// Level of an exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Level {
    Beginner,
    Intermediate,
    Advanced,
}

/// What sort of exercise it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
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

/// How much of an exercise: numbers, ranges (`10-20`) and durations (`30-60 s`), as written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Dose {
    pub sets: Option<Located<Word>>,
    pub reps: Option<Located<Word>>,
    pub hold: Option<Located<Word>>,
    pub rounds: Option<Located<Word>>,
    pub rest: Option<Located<Word>>,
    pub frequency: Option<Located<Word>>,
    pub sides: Option<Located<Word>>,
}

/// A caution.
#[derive(Debug, Clone, Deserialize)]
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
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
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Video {
    /// File beside the page, or an address.
    pub src: Located<String>,
    /// Title.
    pub title: Option<String>,
    /// Such as `12 s` or `3:40`.
    pub duration: Option<Word>,
    /// Picture shown before it plays.
    pub poster: Option<Located<String>>,
    /// Captions as WebVTT.
    pub captions: Option<Located<String>>,
    /// A page or file with the words.
    pub transcript: Option<Located<String>>,
    /// How what is seen is told.
    pub described: Option<Described>,
}

/// How what a video shows is told to those who do not see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Described {
    /// The soundtrack says it.
    Soundtrack,
    /// A track of descriptions.
    Track,
    /// Another version.
    Version,
}

/// One line of a programme.
#[derive(Debug, Clone, Deserialize)]
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
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
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

/// What sort of topic.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
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
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Codes {
    pub mesh: Option<String>,
    pub icd10: Option<String>,
    pub snomed: Option<Word>,
}

/// A profile elsewhere.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileLink {
    /// What it says.
    pub title: String,
    /// Where it goes.
    pub url: Located<String>,
}

/// A person or an organisation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum PersonKind {
    #[default]
    Person,
    Organisation,
}

/// Where a disclaimer stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Placement {
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
pub struct Word(pub String);

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WordVisitor)
    }
}

struct WordVisitor;

impl Visitor<'_> for WordVisitor {
    type Value = Word;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a number")
    }

    fn visit_str<E>(self, text: &str) -> Result<Word, E> {
        Ok(Word(text.to_owned()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Word, E> {
        Ok(Word(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Word, E> {
        Ok(Word(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Word, E> {
        Ok(Word(number.to_string()))
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Word, E> {
        Ok(Word(if yes { "yes" } else { "no" }.to_owned()))
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
