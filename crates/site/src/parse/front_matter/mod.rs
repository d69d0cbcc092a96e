//! Front matter: the fields of each kind, strictly typed. What an id means is for `model`.

mod common;
mod dose;
mod profile;
mod specialty;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Deserialize;

use wellpress_diagnostics::yaml::{self, Day, Located};
use wellpress_diagnostics::{Diagnostic, Source, Span, rules};

use crate::discover::ContentKind;

pub use common::CommonFields;
pub use dose::{Dose, MAX_REPETITIONS, MAX_SECONDS, TIME_UNITS};
pub use profile::{Portrait, ProfileLink};
pub use specialty::Specialty;
pub use values::*;

/// The open map of settings and front matter.
pub type Extra = BTreeMap<String, serde_json::Value>;

/// Front matter of one file, by kind.
#[derive(Debug, Clone)]
pub enum FrontMatter {
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
pub fn read(source: &Source, kind: ContentKind, findings: &mut Vec<Diagnostic>) -> (Option<FrontMatter>, usize) {
    let Some((end, text_start)) = extent(source, findings) else { return (None, source.text.len()) };
    let front = match kind {
        ContentKind::Article => decode(source, end, findings).map(|(front, _)| FrontMatter::Article(front)),
        ContentKind::Exercise => decode(source, end, findings).map(|(front, _)| FrontMatter::Exercise(front)),
        ContentKind::Programme => decode(source, end, findings).map(|(front, set_aside): (Box<Programme>, _)| {
            let is_schedule_unreadable = set_aside.contains("schedule");
            FrontMatter::Programme(Box::new(Programme { is_schedule_unreadable, ..*front }))
        }),
        ContentKind::Page => decode(source, end, findings).map(|(front, _)| FrontMatter::Page(front)),
        ContentKind::Topic => decode(source, end, findings).map(|(front, _)| FrontMatter::Topic(front)),
        ContentKind::Person => decode(source, end, findings).map(|(front, _)| FrontMatter::Person(front)),
        ContentKind::Disclaimer => decode(source, end, findings).map(|(front, _)| FrontMatter::Disclaimer(front)),
    };
    (front, text_start)
}

/// The value, and the entries that it is without because of mistakes in them.
fn decode<T: serde::de::DeserializeOwned>(
    source: &Source,
    end: usize,
    findings: &mut Vec<Diagnostic>,
) -> Option<(Box<T>, BTreeSet<String>)> {
    let decoded = yaml::decode(source, end, &yaml::FRONT_MATTER);
    findings.extend(decoded.diagnostics);
    Some((Box::new(decoded.value?), decoded.set_aside))
}

/// The fields of a file's front matter as they are written, by name, and where the text begins.
#[must_use]
pub fn untyped_fields(source: &Source) -> (Extra, usize) {
    let Some((end, text_start)) = extent(source, &mut Vec::new()) else { return (Extra::new(), source.text.len()) };
    (yaml::decode(source, end, &yaml::FRONT_MATTER).value.unwrap_or_default(), text_start)
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
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// Title.
    pub title: Located<String>,
    /// The dek, and the meta description.
    pub description: Option<Located<String>>,
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
    /// Of a translation: the hash of the original's words that it was made from.
    pub translated_from: Option<Located<String>>,
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
    pub last_reviewed: Option<Located<Day>>,
    /// When the next review is due.
    pub next_review: Option<Located<Day>>,
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
    pub changes: Vec<PageChange>,
    /// Differences from the settings' citations.
    #[serde(default)]
    pub citations: PageCitations,
    /// Retracted sources that are cited on purpose.
    #[serde(default)]
    pub acknowledged_retractions: Vec<AcknowledgedRetraction>,
    /// Related pages that come first.
    #[serde(default)]
    pub related: RelatedPages,
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
    pub toc: TocPosition,
    /// For whom.
    pub audience: Option<Audience>,
    /// A schema.org MedicalSpecialty.
    #[serde(default)]
    #[schemars(schema_with = "specialty::names_schema")]
    pub specialty: Option<Located<String>>,
    /// Who paid.
    pub funding: Option<Located<String>>,
    /// Conflicts of interest.
    pub conflicts: Option<Located<String>>,
    /// Sponsor.
    pub sponsor: Option<Sponsor>,
    /// Use of AI.
    pub ai: Option<AiUse>,
}

/// Front matter of an exercise.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    /// Title.
    pub title: Located<String>,
    /// The dek, and the meta description.
    pub description: Option<Located<String>>,
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
    /// Of a translation: the hash of the original's words that it was made from.
    pub translated_from: Option<Located<String>>,
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
    pub last_reviewed: Option<Located<Day>>,
    /// When the next review is due.
    pub next_review: Option<Located<Day>>,
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
    pub changes: Vec<PageChange>,
    /// Differences from the settings' citations.
    #[serde(default)]
    pub citations: PageCitations,
    /// Retracted sources that are cited on purpose.
    #[serde(default)]
    pub acknowledged_retractions: Vec<AcknowledgedRetraction>,
    /// Related pages that come first.
    #[serde(default)]
    pub related: RelatedPages,
    /// Body position.
    pub position: Option<Located<String>>,
    /// Level.
    pub level: Option<ExerciseLevel>,
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
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// Title.
    pub title: Located<String>,
    /// The dek, and the meta description.
    pub description: Option<Located<String>>,
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
    /// Of a translation: the hash of the original's words that it was made from.
    pub translated_from: Option<Located<String>>,
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
    pub last_reviewed: Option<Located<Day>>,
    /// When the next review is due.
    pub next_review: Option<Located<Day>>,
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
    /// Whether there is a schedule that could not be read.
    #[serde(skip)]
    pub is_schedule_unreadable: bool,
}

/// Front matter of a plain page.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Title.
    pub title: Located<String>,
    /// The dek, and the meta description.
    pub description: Option<Located<String>>,
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
    /// Of a translation: the hash of the original's words that it was made from.
    pub translated_from: Option<Located<String>>,
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
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Title.
    pub title: Located<String>,
    /// The dek, and the meta description.
    pub description: Option<Located<String>>,
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
    /// Of a translation: the hash of the original's words that it was made from.
    pub translated_from: Option<Located<String>>,
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
    pub codes: VocabularyCodes,
    /// Sources.
    #[serde(default)]
    pub references: Vec<Located<String>>,
}

/// Front matter of a person or a team.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
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
    pub credentials: OneOrMany,
    /// When a credential ends.
    pub credentials_expire: Option<Located<Day>>,
    /// Job title.
    pub job_title: Option<String>,
    /// Affiliation.
    pub affiliation: Option<String>,
    /// Portrait.
    pub photo: Option<Portrait>,
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
    /// Of a translation: the hash of the original's words that it was made from.
    pub translated_from: Option<Located<String>>,
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
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Disclaimer {
    /// Title.
    pub title: Located<String>,
    /// The dek, and the meta description.
    pub description: Option<Located<String>>,
    /// Where it stands.
    #[serde(default)]
    pub placement: DisclaimerPlacement,
    /// Version of the wording.
    #[schemars(with = "Option<ScalarText>")]
    pub version: Option<String>,
    /// Since when the wording holds.
    pub effective: Option<Day>,
    /// The open map.
    #[serde(default)]
    pub extra: Extra,
}
