//! The YAML at the start of a content file in, [`FrontMatter`] out: the fields of its kind, strictly typed. What an id means is
//! left to `model`.
//!
//! The comments of the fields are the descriptions of the JSON Schema, which editors show to authors.

mod common;
mod dose;
mod one_or_many;
mod plain_texts;
mod scalar_text;
mod shared_fields;
mod specialty;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Deserialize;

use wellpress_diagnostics::yaml::{self, Located};
use wellpress_diagnostics::{Diagnostic, Source, Span, rules};
use wellpress_foundation::Day;

use crate::discover::ContentKind;
use crate::string_or_map::StringOrMap;

pub use common::CommonFields;
pub use dose::{Dose, MAX_REPETITIONS, MAX_SECONDS, TIME_UNITS};
pub use one_or_many::OneOrMany;
pub use scalar_text::ScalarText;
pub use specialty::Specialty;
pub use values::*;

use shared_fields::{with_cited_fields, with_dated_fields, with_page_fields, with_reviewed_fields, with_titled_fields};

/// Keys under `extra`, which templates read and the program does not, so that any are allowed.
pub type Extra = BTreeMap<String, serde_json::Value>;

/// The front matter of one file, by the kind of its folder.
///
/// Each kind has a struct of its own that denies unknown keys, so that a misspelled key is a finding with a suggestion instead of a
/// field that is silently empty. Code to which the kind does not matter reads the shared fields through
/// [`FrontMatter::common`].
#[derive(Debug, Clone)]
pub enum FrontMatter {
    /// Key points, audience, funding.
    Article(Box<Article>),
    /// Dose, cautions, pictures and a video.
    Exercise(Box<Exercise>),
    /// An ordered routine of exercises.
    Programme(Box<Programme>),
    /// A page without fields of its own.
    Page(Box<Page>),
    /// A subject that pages are about.
    Topic(Box<Topic>),
    /// Somebody whom pages name as author or reviewer.
    Person(Box<Person>),
    /// A text that other pages show.
    Disclaimer(Box<Disclaimer>),
    /// A part of the texts of other pages.
    Snippet(Box<Snippet>),
}

/// Reads the front matter of a file, and says at which offset the text begins. `None` with findings if the front matter has
/// mistakes without which no page can be made of it; an entry with a mistake in an optional list is left out instead.
pub fn read(source: &Source, kind: ContentKind, findings: &mut Vec<Diagnostic>) -> (Option<FrontMatter>, usize) {
    if kind == ContentKind::Snippet && !source.text.starts_with("---") {
        return (Some(FrontMatter::Snippet(Box::default())), 0);
    }
    let Some(extent) = extent(source, findings) else { return (None, source.text.len()) };
    let front_matter = match kind {
        ContentKind::Article => decode(source, &extent, findings).map(|(front, _)| FrontMatter::Article(front)),
        ContentKind::Exercise => decode(source, &extent, findings).map(|(front, _)| FrontMatter::Exercise(front)),
        ContentKind::Programme => decode(source, &extent, findings).map(|(front, set_aside): (Box<Programme>, _)| {
            let is_schedule_unreadable = set_aside.contains("schedule");
            FrontMatter::Programme(Box::new(Programme { is_schedule_unreadable, ..*front }))
        }),
        ContentKind::Page => decode(source, &extent, findings).map(|(front, _)| FrontMatter::Page(front)),
        ContentKind::Topic => decode(source, &extent, findings).map(|(front, _)| FrontMatter::Topic(front)),
        ContentKind::Person => decode(source, &extent, findings).map(|(front, _)| FrontMatter::Person(front)),
        ContentKind::Disclaimer => decode(source, &extent, findings).map(|(front, _)| FrontMatter::Disclaimer(front)),
        ContentKind::Snippet => decode(source, &extent, findings).map(|(front, _)| FrontMatter::Snippet(front)),
    };
    (front_matter, extent.text_start)
}

/// The value, and the keys of entries that were left out because of mistakes in them.
fn decode<T: serde::de::DeserializeOwned>(
    source: &Source,
    extent: &FrontMatterExtent,
    findings: &mut Vec<Diagnostic>,
) -> Option<(Box<T>, BTreeSet<String>)> {
    let decoded = yaml::decode(source, extent.yaml_end, &yaml::FRONT_MATTER);
    findings.extend(decoded.diagnostics.into_iter().map(|finding| about_pandoc_references(source, finding)));
    Some((Box::new(decoded.value?), decoded.set_aside))
}

/// A finding about sources under `references`, where keys belong: Pandoc writes them there for a Word file with citations of Zotero.
fn about_pandoc_references(source: &Source, finding: Diagnostic) -> Diagnostic {
    let lines: Vec<&str> = source.text.lines().take(finding.location.line as usize).collect();
    let key = lines.iter().rev().find(|line| line.starts_with(char::is_alphabetic));
    let is_record = lines.last().is_some_and(|line| line.trim_start().starts_with("- ") && line.contains(':'));
    if key.is_none_or(|line| line.trim_end() != "references:") || !is_record {
        return finding;
    }
    let message = "`references` holds whole sources, as Pandoc writes them, and keys of the library belong here";
    let command =
        format!("`wellpress cite import {}` adds them to the library; then take `references` out", source.path);
    Diagnostic { message: message.to_owned(), ..finding }.help(command)
}

/// The fields of a file's front matter by name, without the types of its kind, and the offset at which the text begins.
#[must_use]
pub fn untyped_fields(source: &Source) -> (Extra, usize) {
    let Some(extent) = extent(source, &mut Vec::new()) else { return (Extra::new(), source.text.len()) };
    let fields = yaml::decode(source, extent.yaml_end, &yaml::FRONT_MATTER).value.unwrap_or_default();
    (fields, extent.text_start)
}

/// The offset at which the text of a snippet begins. Its front matter was read before, so that it has no mistake.
#[must_use]
pub fn text_start(source: &Source) -> usize {
    if source.text.starts_with("---") {
        extent(source, &mut Vec::new()).map_or(0, |extent| extent.text_start)
    } else {
        0
    }
}

/// The front matter as byte offsets of the file. The YAML begins at 0: the opening `---` starts a YAML document, so it can be
/// decoded too, and all places that the decoder reports are places of the file.
struct FrontMatterExtent {
    yaml_end: usize,
    text_start: usize,
}

fn extent(source: &Source, findings: &mut Vec<Diagnostic>) -> Option<FrontMatterExtent> {
    let first_line = source.text.lines().next().unwrap_or_default();
    let location = || source.locate(Span::new(0..first_line.len()));
    if first_line.trim_end() != "---" {
        let (message, help) = match first_line.trim_end() {
            "+++" => (
                "this front matter is TOML, and YAML belongs here",
                "write `---` in place of both lines `+++`, and `title: ..` in place of `title = ..`",
            ),
            "{" => (
                "this front matter is JSON without a line `---` around it",
                "put a line `---` above the first brace and one below the last",
            ),
            _ => (
                "the file does not begin with front matter",
                "begin with a line `---`, then `title: ..` and a line `---`",
            ),
        };
        findings.push(Diagnostic::new(&rules::FRONT_MATTER_MISSING, location(), message).help(help));
        return None;
    }
    let mut line_start = first_line.len() + 1;
    for line in source.text.get(line_start..).unwrap_or_default().split_inclusive('\n') {
        // No value can hold such a line: YAML ends its document there, even within a block of text.
        if line.trim_end() == "---" {
            return Some(FrontMatterExtent { yaml_end: line_start, text_start: line_start + line.len() });
        }
        line_start += line.len();
    }
    let finding = Diagnostic::new(&rules::FRONT_MATTER_INVALID, location(), "the front matter is not closed");
    findings.push(finding.help("write a line `---` below its last key"));
    None
}

with_cited_fields! {
    /// Front matter of an article.
    pub struct Article {
        /// Ids of exercises that the article is about but does not embed.
        #[serde(default)]
        pub exercises: Vec<Located<String>>,
        /// The id of a call to action in the settings, shown after the text.
        pub call_to_action: Option<Located<String>>,
        /// Sentences shown above the text, in Markdown.
        #[serde(default)]
        pub key_points: Vec<Located<String>>,
        /// Where the table of contents is shown.
        #[serde(default)]
        pub toc: TocPosition,
        /// The readers for whom it is written.
        pub audience: Option<Audience>,
        /// A MedicalSpecialty of schema.org, such as `Physiotherapy`.
        #[serde(default)]
        #[schemars(schema_with = "specialty::names_schema")]
        pub specialty: Option<Located<String>>,
        /// Who paid for the work.
        pub funding: Option<Located<String>>,
        /// Conflicts of interest of the authors.
        pub conflicts: Option<Located<String>>,
        /// A sponsor of the article.
        pub sponsor: Option<Sponsor>,
        /// What AI was used for, and who checked the result.
        pub ai: Option<AiUse>,
    }
}

with_cited_fields! {
    /// Front matter of an exercise.
    pub struct Exercise {
        /// The position of the body, such as `sitting`.
        pub position: Option<Located<String>>,
        /// How demanding the exercise is.
        pub level: Option<ExerciseLevel>,
        /// What the exercise trains.
        pub kind: Option<ExerciseKind>,
        /// What is needed; an empty list says that nothing is.
        pub equipment: Option<Vec<Located<String>>>,
        /// Regions of the body, by which readers can filter.
        #[serde(default)]
        pub regions: Vec<Located<String>>,
        /// Muscles that the exercise trains.
        #[serde(default)]
        pub muscles: Vec<Located<String>>,
        /// How much and how often.
        #[serde(default)]
        pub dose: Dose,
        /// Advice for people with a condition.
        #[serde(default)]
        pub cautions: Vec<Caution>,
        /// Signals on which to stop the exercise.
        #[serde(default)]
        pub stop_if: Vec<Located<String>>,
        /// Ids of easier exercises.
        #[serde(default)]
        pub easier: OneOrMany,
        /// Ids of harder exercises.
        #[serde(default)]
        pub harder: OneOrMany,
        /// Ids of exercises that can follow.
        #[serde(default)]
        pub next: OneOrMany,
        /// Pictures of the exercise or of its steps.
        #[serde(default)]
        pub images: Vec<ExerciseImage>,
        /// A video of the exercise.
        pub video: Option<Video>,
    }
}

with_reviewed_fields! {
    /// Front matter of an ordered routine of exercises.
    pub struct Programme {
        /// The exercises in the order of the routine.
        #[serde(default)]
        pub schedule: Vec<ScheduleEntry>,
        /// Whether a mistake in it emptied the schedule. That mistake is the finding then, and the missing schedule is not.
        #[serde(skip)]
        pub is_schedule_unreadable: bool,
    }
}

with_dated_fields! {
    /// Front matter of a plain page.
    pub struct Page {}
}

with_titled_fields! {
    /// Front matter of a topic.
    pub struct Topic {
        /// What sort of subject it is.
        #[serde(default, rename = "type")]
        pub kind: TopicKind,
        /// Other names of the topic, by which searches find it and its pages.
        #[serde(default)]
        pub aka: OneOrMany,
        /// Ids of the topics that contain this one.
        #[serde(default)]
        pub broader: OneOrMany,
        /// Codes in medical vocabularies, for the structured data.
        #[serde(default)]
        pub codes: VocabularyCodes,
        /// Keys of sources to list.
        #[serde(default)]
        pub references: Vec<Located<String>>,
    }
}

with_page_fields! {
    /// Front matter of a person or a team.
    pub struct Person {
        {
            /// The name without prefix and credentials.
            pub name: Located<String>,
            /// A title before the name, such as `Dr.`
            pub prefix: Option<String>,
            /// A short form of the name, such as `Dr. Broach`.
            pub short_name: Option<String>,
            /// Credentials behind the name, such as `[PT, DPT]`.
            #[serde(default)]
            pub credentials: OneOrMany,
            /// The last day on which the credentials are valid.
            pub credentials_expire: Option<Located<Day>>,
            /// The SSH keys with which the person signs reviews.
            #[serde(default)]
            pub signing_keys: Vec<SigningKey>,
            /// What the person does at the affiliation.
            pub job_title: Option<String>,
            /// The institution for which the person works.
            pub affiliation: Option<String>,
            /// A portrait: a picture, or its path alone.
            pub photo: Option<Located<StringOrMap<Picture>>>,
            /// Profiles on other sites: each a title and an address, or the address alone.
            #[serde(default)]
            pub links: Vec<Located<StringOrMap<ProfileLink>>>,
            /// The ORCID iD, such as `0000-0002-1825-0097`.
            pub orcid: Option<Located<String>>,
            /// Whether it is a person or an organisation.
            #[serde(default)]
            pub is: PersonKind,
        }
        {}
    }
}

/// Front matter of a disclaimer.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Disclaimer {
    /// The name of the disclaimer, for screen readers.
    pub title: Located<String>,
    /// A sentence for your own use.
    pub description: Option<Located<String>>,
    /// Where on a page it is shown.
    #[serde(default)]
    pub placement: DisclaimerPlacement,
    /// The version of the wording, for your records.
    #[schemars(with = "Option<ScalarText>")]
    pub version: Option<String>,
    /// The day since which the wording is valid, for your records.
    pub effective: Option<Day>,
    /// Any keys and values, for your own use.
    #[serde(default)]
    pub extra: Extra,
}

/// Front matter of a snippet, which can do without.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Snippet {
    /// A sentence for your own use.
    pub description: Option<Located<String>>,
}

#[cfg(test)]
mod tests {
    use super::{ContentKind, FrontMatter, read, yaml};
    use wellpress_diagnostics::Source;

    #[test]
    fn each_form_that_a_message_suggests_is_read() {
        for (key, form) in yaml::FRONT_MATTER.value_forms {
            let value = form.replace("VALUE", "\"10\"").replace("YYYY-MM-DD", "2026-01-02");
            let source = Source::new("a.md", format!("---\ntitle: A\n{key}: {value}\n---\n"));
            let is_read = |kind: &ContentKind| {
                let mut findings = Vec::new();
                let (front, _): (Option<FrontMatter>, _) = read(&source, *kind, &mut findings);
                front.is_some() && findings.is_empty()
            };
            let kinds = [ContentKind::Article, ContentKind::Exercise, ContentKind::Programme];
            assert!(kinds.iter().any(is_read), "{key}: {value}");
        }
    }
}
