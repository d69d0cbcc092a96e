//! The table of the fields of front matter. A row says everything about one field.
//!
//! [`FIELDS`] has the rows as data, for the settings, the schema, what reviewers sign, and the manual. `parse::front_matter` makes its
//! struct of the same rows, and the walks over their texts. A row reads:
//!
//! ```text
//! /// What it is, for editors and the manual.
//! member or "alias": Type = KINDS, Required, Plain, Signed("where readers see it"), Inherited;
//! ```
//!
//! Three parts can be left out: `as "key"`, where the key is the name of the member; `or "alias"`, which a row with `as` cannot have; and
//! `Inherited`, for a field that the translations of a page take over. All other columns have to be there, so that a new field does not
//! compile before its author has decided whether reviewers sign it. [`Need`], [`TextForm`] and [`Shown`] have the words of the columns. A
//! key that means different things in different kinds has several rows.

use std::fmt;

use crate::sections::ContentKind::{self, Article, Disclaimer, Exercise, Page, Person, Programme, Snippet, Topic};

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct FrontMatterField {
    /// The key in front matter.
    pub key: &'static str,
    /// A second key that means the same.
    pub alias: Option<&'static str>,
    /// The member of [`FrontMatter`](crate::parse::front_matter::FrontMatter) that holds the value.
    pub member: &'static str,
    /// The kinds that have it.
    pub kinds: &'static [ContentKind],
    /// Whether it may be left out.
    pub need: Need,
    /// How its words are read.
    pub text: TextForm,
    /// Where readers see it, and whether reviewers sign it.
    pub shown: Shown,
    /// Whether the translations of a page take it over.
    pub is_inherited: bool,
    /// What it is, in a sentence.
    pub description: &'static str,
}

/// Whether a field may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Without it there is no page.
    Required,
    /// It may be left out.
    Optional,
}

/// How the words of a field are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextForm {
    /// Plain text with the typography and the variables of the text below. Marks of Markdown in it are reported.
    Plain,
    /// As [`Self::Plain`] if it has a blank. A single word is an id or an address, and stays as it is.
    PlainIfManyWords,
    /// Plain text whose quotes and dashes stay as they are written, because sign-offs have its words. Variables get their values.
    AsTyped,
    /// The name of somebody, which stays as it is written. Marks of Markdown in it are reported.
    Name,
    /// A list of texts in Markdown.
    Markdown,
    /// No text with marks: an id, a day, a word of a choice, or a value that is shown as it is written.
    Verbatim,
}

/// Where readers see a field, and whether reviewers sign it. Whoever says that readers see a field has to decide about the second: a
/// field that is not signed could be changed after the approval without anybody noticing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Readers see it at this place, and its words are a part of what reviewers sign.
    Signed(&'static str),
    /// Readers see it at this place, and it is not signed, for this reason.
    Unsigned(&'static str, &'static str),
    /// No page shows its words.
    Hidden,
}

impl FrontMatterField {
    /// Whether pages of a kind have it.
    #[must_use]
    pub fn is_of(&self, kind: ContentKind) -> bool {
        self.kinds.contains(&kind)
    }

    /// Whether its words are a part of what reviewers sign.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        matches!(self.shown, Shown::Signed(_))
    }

    /// The key and its alias.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.alias.into_iter().chain([self.key])
    }
}

impl fmt::Display for TextForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plain | Self::PlainIfManyWords | Self::AsTyped => "plain",
            Self::Name => "as written",
            Self::Markdown => "Markdown",
            Self::Verbatim => "",
        })
    }
}

/// The fields of a kind, in the order of the table.
pub fn fields_of(kind: ContentKind) -> impl Iterator<Item = &'static FrontMatterField> {
    FIELDS.iter().filter(move |field| field.is_of(kind))
}

/// The field of a kind with this key or alias.
#[must_use]
pub fn find(kind: ContentKind, key: &str) -> Option<&'static FrontMatterField> {
    FIELDS.iter().find(|field| (field.key == key || field.alias == Some(key)) && field.is_of(kind))
}

/// Whether the words of this key are a part of what reviewers sign of a page of this kind.
#[must_use]
pub fn is_signed(kind: ContentKind, key: &str) -> bool {
    find(kind, key).is_some_and(FrontMatterField::is_signed)
}

const CITED: &[ContentKind] = &[Article, Exercise];
const REVIEWED: &[ContentKind] = &[Article, Exercise, Programme];
const DATED: &[ContentKind] = &[Article, Exercise, Programme, Page];
const TITLED: &[ContentKind] = &[Article, Exercise, Programme, Page, Topic];
const PAGES: &[ContentKind] = &[Article, Exercise, Programme, Page, Topic, Person];
const ARTICLES: &[ContentKind] = &[Article];
const EXERCISES: &[ContentKind] = &[Exercise];
const PROGRAMMES: &[ContentKind] = &[Programme];
const TOPICS: &[ContentKind] = &[Topic];
const PEOPLE: &[ContentKind] = &[Person];
const DISCLAIMERS: &[ContentKind] = &[Disclaimer];
const PARTS: &[ContentKind] = &[Disclaimer, Snippet];

/// Calls a macro with all rows. Each caller makes of them what it needs.
macro_rules! front_matter_fields {
    ($callback:ident) => {
        $callback! {
            /// The title of the page, in plain text.
            title: Located<String> = TITLED, Required, Plain, Signed("at the top, on cards and in lists");
            /// One sentence, shown below the title and on cards, and the meta description.
            #[schemars(title = "Summary")]
            description: Option<Located<String>> = TITLED, Optional, Plain, Signed("below the title and on cards");
            /// The name without prefix and credentials.
            name: Located<String> = PEOPLE, Required, Name, Unsigned("at the top and where a page names the person", SIGNED_BY_NAME);
            /// A title before the name, such as `Dr.`
            #[schemars(title = "Title before the name")]
            prefix: Option<String> = PEOPLE, Optional, Verbatim, Unsigned("before the name", SIGNED_BY_NAME);
            /// A short form of the name, such as `Dr. Broach`.
            short_name: Option<String> = PEOPLE, Optional, Verbatim, Hidden;
            /// Credentials behind the name, such as `[PT, DPT]`.
            credentials: OneOrMany = PEOPLE, Optional, Name, Unsigned("behind the name", SIGNED_BY_NAME);
            /// The last day on which the credentials are valid.
            #[schemars(title = "Last day of the credentials")]
            credentials_expire: Option<Located<Day>> = PEOPLE, Optional, Verbatim, Hidden;
            /// The SSH keys with which the person signs reviews.
            #[schemars(title = "Keys for signing reviews", default)]
            signing_keys: Vec<SigningKey> = PEOPLE, Optional, Verbatim, Hidden;
            /// What the person does at the affiliation.
            job_title: Option<String> = PEOPLE, Optional, Plain, Unsigned("below the name", "it is signed with each list of experts that shows it");
            /// The institution for which the person works.
            affiliation: Option<String> = PEOPLE, Optional, Verbatim, Unsigned("below the name", ABOUT_PEOPLE);
            /// A portrait: a picture, or its path alone.
            #[schemars(title = "Portrait")]
            photo: Option<Located<StringOrMap<Picture>>> = PEOPLE, Optional, Verbatim, Unsigned("beside the name", ABOUT_PEOPLE);
            /// Profiles on other sites: each a title and an address, or the address alone.
            #[schemars(title = "Profiles on other sites", default)]
            links: Vec<Located<StringOrMap<ProfileLink>>> = PEOPLE, Optional, Verbatim, Unsigned("below the text", ABOUT_PEOPLE);
            /// The ORCID iD, such as `0000-0002-1825-0097`.
            #[schemars(title = "ORCID iD")]
            orcid: Option<Located<String>> = PEOPLE, Optional, Verbatim, Unsigned("among the links", ABOUT_PEOPLE);
            /// Whether it is a person or an organisation.
            #[schemars(title = "Person or organisation", default)]
            is: PersonKind = PEOPLE, Optional, Verbatim, Hidden;

            /// The last part of the address, if it differs from the id.
            #[schemars(title = "Last part of the address")]
            slug: Option<Located<String>> = PAGES, Optional, Verbatim, Unsigned("in the address", AN_ADDRESS);
            /// The whole address from `/`, such as `/clinic/charts/`, in place of that from the folder and the file's name.
            #[schemars(title = "Whole address")]
            permalink: Option<Located<String>> = PAGES, Optional, Verbatim, Unsigned("in the address", AN_ADDRESS);
            /// Old paths, such as `/old/path/`, that redirect here.
            #[schemars(title = "Old addresses", default)]
            aliases: Vec<Located<String>> = PAGES, Optional, Verbatim, Hidden;
            /// Whether the page is left out of the site unless drafts are asked for.
            #[schemars(title = "Draft, not published", default)]
            draft: bool = PAGES, Optional, Verbatim, Hidden;
            /// The order in lists; smaller numbers come first.
            #[schemars(title = "Place in lists")]
            weight: Option<i64> = PAGES, Optional, Verbatim, Hidden;
            /// An absolute address that search engines should keep instead of this one.
            #[schemars(title = "Address for search engines")]
            canonical: Option<Located<String>> = PAGES, Optional, Verbatim, Unsigned("on paper", AN_ADDRESS);
            /// The licence of the text: an address, an SPDX id such as `CC-BY-4.0`, or words.
            #[schemars(title = "Licence")]
            license: Option<String> = PAGES, Optional, PlainIfManyWords, Unsigned("below the text", "it says nothing about health");
            /// What AI was used for, and who checked the result.
            #[schemars(title = "Use of AI")]
            ai: Option<Located<AiUse>> = PAGES, Optional, Verbatim, Signed("below the text");
            /// The content of the robots tag, such as `noindex`.
            #[schemars(title = "Robots tag")]
            robots: Option<String> = PAGES, Optional, Verbatim, Hidden;
            /// The theme's template that renders the page, such as `landing.html`, instead of the one for its kind.
            template: Option<Located<String>> = PAGES, Optional, Verbatim, Hidden;
            /// In a translation: the hash of the original's words when it was translated. In an Easy Read version: that of its page's words.
            #[schemars(title = "Hash of the original")]
            translated_from: Option<Located<String>> = PAGES, Optional, Verbatim, Hidden;
            /// Whether the pages in the folder of this `index.md` are the parts of a guide, which lead from one to the next.
            #[schemars(title = "Guide in parts")]
            guide: Option<Located<bool>> = PAGES, Optional, Verbatim, Hidden, Inherited;
            /// The title in browsers and search engines, if it differs.
            #[schemars(title = "Title in search engines")]
            seo_title: Option<String> = PAGES, Optional, Plain, Signed("in browsers and search engines");
            /// The title on cards and in breadcrumbs, if it differs.
            short_title: Option<String> = PAGES, Optional, Plain, Signed("on cards and in breadcrumbs");
            /// The picture for sharing.
            #[schemars(title = "Picture for sharing")]
            social_image: Option<Located<String>> = PAGES, Optional, Verbatim, Unsigned("in social networks", "the page does not show it");
            /// Any keys and values, for your own templates.
            #[schemars(title = "Values for your templates", default)]
            extra: Extra = PAGES, Optional, Verbatim, Unsigned("where your templates show it", "only your templates know what it is");

            /// The day of publication. A page with a day in the future is left out.
            #[schemars(title = "Day of publication")]
            published or "date": Option<Day> = DATED, Optional, Verbatim, Unsigned("below the title and in lists", A_DAY);
            /// The day of the last change.
            #[schemars(title = "Day of the last change")]
            updated: Option<Day> = DATED, Optional, Verbatim, Unsigned("below the title", A_DAY);
            /// The last day on which the page is in the site.
            #[schemars(title = "Last day on the site")]
            expires: Option<Located<Day>> = DATED, Optional, Verbatim, Hidden;
            /// The picture at the top of the page.
            #[schemars(title = "Picture at the top")]
            hero: Option<Picture> = DATED, Optional, Plain, Signed("at the top and on cards");
            /// A recording of somebody who reads the page: its path, or a map.
            #[schemars(title = "Recording of the text")]
            audio: Option<Located<StringOrMap<FormFile>>> = DATED, Optional, Verbatim, Unsigned("at the top and before the text", OF_A_FORM);
            /// A film of the page in sign language: its path, or a map.
            #[schemars(title = "Film in sign language")]
            sign_language: Option<Located<StringOrMap<FormFile>>> = DATED, Optional, Verbatim, Unsigned("at the top and before the text", OF_A_FORM);
            /// A file with the page in large print: its path, or a map.
            #[schemars(title = "File in large print")]
            large_print: Option<Located<StringOrMap<FormFile>>> = DATED, Optional, Verbatim, Unsigned("at the top", OF_A_FORM);
            /// In an Easy Read version: with whom it was tested.
            tested_with: Option<Located<String>> = DATED, Optional, Plain, Signed("below the text");

            /// Set if the page was taken back; a notice with the reason replaces the text.
            #[schemars(title = "Taken back")]
            withdrawn: Option<Withdrawn> = REVIEWED, Optional, Plain, Unsigned("in place of the text", "a page has to be taken back at once"), Inherited;
            /// Ids of the people who wrote the page.
            #[schemars(default)]
            authors: Vec<Located<String>> = REVIEWED, Optional, Verbatim, Unsigned("in the byline", A_LINK), Inherited;
            /// People who took part in another role.
            #[schemars(title = "Other people who took part", default)]
            contributors: Vec<Contributor> = REVIEWED, Optional, Verbatim, Unsigned("in the byline", A_LINK);
            /// Reviews of the page. A sign-off counts without being repeated here.
            #[schemars(title = "Reviews", default)]
            reviewers: Vec<Reviewer> = REVIEWED, Optional, Verbatim, Unsigned("in the byline", A_REVIEW);
            /// The day of the last medical or clinical review; by default that of the newest of `reviewers`.
            #[schemars(title = "Day of the last review")]
            last_reviewed: Option<Located<Day>> = REVIEWED, Optional, Verbatim, Unsigned("in the byline", A_REVIEW);
            /// The day on which the next review is due; by default computed from the settings.
            #[schemars(title = "Day of the next review")]
            next_review: Option<Located<Day>> = REVIEWED, Optional, Verbatim, Unsigned("in the byline", A_REVIEW);
            /// Ids of topics; the first is in the breadcrumbs.
            #[schemars(default)]
            topics: Vec<Located<String>> = REVIEWED, Optional, Verbatim, Unsigned("in the breadcrumbs and below the text", "the titles of the topics are signed");
            /// Ids of disclaimers, in addition to those that the settings always show.
            #[schemars(default)]
            disclaimers: Vec<Located<String>> = REVIEWED, Optional, Verbatim, Unsigned("around the text", "the words of the disclaimers are signed");
            /// Disclaimers of the settings that are not shown here, with the reason.
            #[schemars(title = "Disclaimers left out")]
            omit_disclaimers: Option<Located<OmitDisclaimers>> = REVIEWED, Optional, Verbatim, Hidden;
            /// Keys of sources to list although no mark cites them.
            #[schemars(title = "Sources to list without a citation", default)]
            references: Vec<Located<String>> = REVIEWED, Optional, Verbatim, Unsigned("in the list of sources", "the sources are signed");

            /// Corrected mistakes, which the page and the list of corrections show.
            #[schemars(default)]
            corrections: Vec<Correction> = CITED, Optional, Plain, Signed("on the page and in the list of corrections");
            /// Changes that correct no mistake.
            #[schemars(title = "Changes that correct nothing", default)]
            changes: Vec<PageChange> = CITED, Optional, Plain, Unsigned("in the record of changes", "it tells what has become of the text since");
            /// How this page cites, as far as it differs from the settings.
            #[schemars(title = "How this page cites", default)]
            citations: CitationFields = CITED, Optional, Verbatim, Hidden;
            /// The parts of the list of sources. Sources that are in none stand below them.
            #[schemars(title = "Parts of the list of sources", default)]
            source_groups: Vec<SourceGroup> = CITED, Optional, Plain, Signed("in the list of sources");
            /// Sentences about sources, below their entries in the list.
            #[schemars(title = "Notes on sources", default)]
            source_notes: Vec<SourceNote> = CITED, Optional, Plain, Signed("in the list of sources");
            /// Retracted sources that the page cites on purpose.
            #[schemars(title = "Retracted sources, cited on purpose", default)]
            acknowledged_retractions: Vec<AcknowledgedRetraction> = CITED, Optional, Verbatim, Hidden;
            /// Ids to show first among the related pages.
            #[schemars(title = "Related pages", default)]
            related: RelatedPages = CITED, Optional, Verbatim, Unsigned("among the related pages", A_LINK);

            /// Ids of exercises that the article is about but does not embed.
            #[schemars(title = "Exercises that it is about", default)]
            exercises: Vec<Located<String>> = ARTICLES, Optional, Verbatim, Unsigned("on the pages of these exercises", A_LINK);
            /// The id of a call to action in the settings, shown after the text.
            call_to_action: Option<Located<String>> = ARTICLES, Optional, Verbatim, Signed("below the text");
            /// Sentences shown above the text, in Markdown.
            #[schemars(default)]
            key_points: Vec<Located<String>> = ARTICLES, Optional, Markdown, Signed("above the text");
            /// Where the table of contents is shown.
            #[schemars(title = "Table of contents", default)]
            toc: TocPosition = ARTICLES, Optional, Verbatim, Hidden;
            /// The readers for whom it is written.
            #[schemars(title = "Readers")]
            audience: Option<Audience> = ARTICLES, Optional, Verbatim, Signed("in the structured data");
            /// A MedicalSpecialty of schema.org, such as `Physiotherapy`.
            #[schemars(title = "Medical specialty", default, schema_with = "specialty::names_schema")]
            specialty: Option<Located<String>> = ARTICLES, Optional, Verbatim, Hidden;
            /// Who paid for the work.
            funding: Option<Located<String>> = ARTICLES, Optional, Plain, Signed("below the text");
            /// Conflicts of interest of the authors.
            #[schemars(title = "Conflicts of interest")]
            conflicts: Option<Located<String>> = ARTICLES, Optional, Plain, Signed("below the text");
            /// A sponsor of the article.
            sponsor: Option<Sponsor> = ARTICLES, Optional, Plain, Signed("below the text");

            /// The position of the body, such as `sitting`.
            #[schemars(title = "Position of the body")]
            position: Option<Located<String>> = EXERCISES, Optional, Plain, Signed("beside the steps");
            /// How demanding the exercise is.
            #[schemars(title = "How demanding it is")]
            level: Option<ExerciseLevel> = EXERCISES, Optional, Verbatim, Signed("beside the steps");
            /// What the exercise trains.
            #[schemars(title = "What it trains")]
            kind: Option<ExerciseKind> = EXERCISES, Optional, Verbatim, Signed("beside the steps");
            /// What is needed; an empty list says that nothing is.
            #[schemars(title = "What is needed")]
            equipment: Option<Vec<Located<String>>> = EXERCISES, Optional, Plain, Signed("beside the steps");
            /// Regions of the body, by which readers can filter.
            #[schemars(title = "Regions of the body", default)]
            regions: Vec<Located<String>> = EXERCISES, Optional, Plain, Signed("beside the steps");
            /// Muscles that the exercise trains.
            #[schemars(default)]
            muscles: Vec<Located<String>> = EXERCISES, Optional, Plain, Signed("beside the steps");
            /// How much and how often.
            #[schemars(title = "How much and how often", default)]
            dose: Dose = EXERCISES, Optional, Plain, Signed("above the steps");
            /// Advice for people with a condition.
            #[schemars(default)]
            cautions: Vec<Caution> = EXERCISES, Optional, Plain, Signed("above the steps"), Inherited;
            /// Signals on which to stop the exercise.
            #[schemars(title = "When to stop", default)]
            stop_if: Vec<Located<String>> = EXERCISES, Optional, Plain, Signed("above the steps"), Inherited;
            /// Ids of easier exercises.
            #[schemars(title = "Easier exercises", default)]
            easier: OneOrMany = EXERCISES, Optional, Verbatim, Signed("below the steps");
            /// Ids of harder exercises.
            #[schemars(title = "Harder exercises", default)]
            harder: OneOrMany = EXERCISES, Optional, Verbatim, Signed("below the steps");
            /// Ids of exercises that can follow.
            #[schemars(title = "Exercises that can follow", default)]
            next: OneOrMany = EXERCISES, Optional, Verbatim, Signed("below the steps");
            /// Pictures of the exercise or of its steps.
            #[schemars(title = "Pictures", default)]
            images: Vec<ExerciseImage> = EXERCISES, Optional, Plain, Signed("above the text or behind a step");
            /// A video of the exercise.
            video: Option<Video> = EXERCISES, Optional, Plain, Signed("above the steps");

            /// The exercises in the order of the routine.
            #[schemars(title = "Exercises in their order", default)]
            schedule: Vec<ScheduleEntry> = PROGRAMMES, Optional, Plain, Signed("below the text");

            /// What sort of subject it is.
            #[schemars(title = "Sort of subject", default)]
            topic_kind as "type": TopicKind = TOPICS, Optional, Verbatim, Unsigned("in which list the topic is", "it is no text");
            /// Other names of the topic, by which searches find it and its pages.
            #[schemars(title = "Other names", default)]
            aka: OneOrMany = TOPICS, Optional, Verbatim, Hidden;
            /// Ids of the topics that contain this one.
            #[schemars(title = "Topics that contain it", default)]
            broader: OneOrMany = TOPICS, Optional, Verbatim, Unsigned("in the breadcrumbs", A_LINK);
            /// Codes in medical vocabularies, for the structured data.
            #[schemars(title = "Codes in medical vocabularies", default)]
            codes: VocabularyCodes = TOPICS, Optional, Verbatim, Hidden;
            /// Keys of sources to list.
            #[schemars(title = "Sources to list", default)]
            topic_references as "references": Vec<Located<String>> = TOPICS, Optional, Verbatim, Unsigned("in the list of sources", "nobody reviews topics");

            /// The name of the disclaimer, for screen readers.
            #[schemars(title = "Name")]
            disclaimer_title as "title": Located<String> = DISCLAIMERS, Required, AsTyped, Signed("to screen readers");
            /// A sentence for your own use.
            #[schemars(title = "Note for yourselves")]
            note as "description": Option<Located<String>> = PARTS, Optional, Verbatim, Hidden;
            /// Where on a page it is shown.
            #[schemars(title = "Place on the page", default)]
            placement: DisclaimerPlacement = DISCLAIMERS, Optional, Verbatim, Hidden;
            /// The version of the wording, for your records.
            #[schemars(with = "Option<ScalarText>")]
            version: Option<String> = DISCLAIMERS, Optional, Verbatim, Signed("in the packet of reviewers");
            /// The day since which the wording is valid, for your records.
            #[schemars(title = "Valid since")]
            effective: Option<Day> = DISCLAIMERS, Optional, Verbatim, Hidden;
            /// Any keys and values, for your own use.
            #[schemars(title = "Values of your own", default)]
            own_extra as "extra": Extra = DISCLAIMERS, Optional, Verbatim, Hidden;
        }
    };
}
pub(crate) use front_matter_fields;

// Why fields are not signed, in words that several share.
const OF_A_FORM: &str = "a form has an approval of its own";
const AN_ADDRESS: &str = "an address is no text";
const A_DAY: &str = "a day is no text";
const A_LINK: &str = "it leads to another page";
const A_REVIEW: &str = "a new review is no new text";
const ABOUT_PEOPLE: &str = "it says who somebody is, and nothing about health";
const SIGNED_BY_NAME: &str = "it is signed with each page that names the person";

macro_rules! rows {
    ($(
        $(#[doc = $doc:literal])+
        $(#[schemars($($schemars:tt)+)])?
        $member:ident $(as $key:literal)? $(or $alias:literal)?: $type:ty
            = $kinds:ident, $need:ident, $text:ident, $shown:ident $(($($words:expr),+))? $(, $inherited:ident)?;
    )*) => {
        /// All rows of the table.
        pub const FIELDS: &[FrontMatterField] = &[$(FrontMatterField {
            key: first([$($key,)? stringify!($member)].as_slice()),
            alias: optional([$($alias)?].as_slice()),
            member: stringify!($member),
            kinds: $kinds,
            need: Need::$need,
            text: TextForm::$text,
            shown: Shown::$shown $(($($words),+))?,
            is_inherited: optional([$(stringify!($inherited))?].as_slice()).is_some(),
            description: concat!($($doc),+).trim_ascii(),
        }),*];

        /// Keys with an alias: `[key, alias]`.
        pub const ALIASES: &[[&str; 2]] = &[$($([stringify!($member), $alias],)?)*];
    };
}

const fn first(names: &[&'static str]) -> &'static str {
    names[0]
}

const fn optional(names: &[&'static str]) -> Option<&'static str> {
    names.first().copied()
}

front_matter_fields!(rows);

#[cfg(test)]
mod tests {
    use super::{ContentKind, FIELDS, FrontMatterField, fields_of};

    #[test]
    fn no_kind_has_a_key_twice() {
        for kind in ContentKind::ALL {
            let keys: Vec<&str> = fields_of(kind).flat_map(FrontMatterField::keys).collect();
            let twice: Vec<&&str> =
                keys.iter().filter(|key| keys.iter().filter(|other| other == key).count() > 1).collect();
            assert!(twice.is_empty(), "{kind}: {twice:?}");
        }
    }

    #[test]
    fn each_row_has_a_kind_and_a_description() {
        for field in FIELDS {
            assert!(!field.kinds.is_empty() && field.description.ends_with(['.', '`']), "{field:?}");
        }
    }
}
