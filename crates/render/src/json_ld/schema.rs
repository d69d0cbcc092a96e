//! The vocabulary of schema.org as far as pages use it, one struct for each type. What is not known is left out.
//!
//! A field stands in a struct only where schema.org gives the type that property: `reviewedBy` and `breadcrumb` belong
//! to web pages, `citation` and `correction` to works, `step` to a HowTo, `repetitions` to an ExercisePlan.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::value::RawValue;

/// What can be absent, and is then not written.
pub(super) trait Absent {
    fn is_absent(&self) -> bool;
}

impl<T> Absent for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T> Absent for Vec<T> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl Absent for &str {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl Absent for Cow<'_, str> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl Absent for String {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// `@type`: one name, or two where a thing is both.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(untagged)]
pub(super) enum Type {
    One(&'static str),
    Both([&'static str; 2]),
}

impl Default for Type {
    fn default() -> Self {
        Self::One("Thing")
    }
}

/// A thing that is told of elsewhere in the graph.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Ref {
    #[serde(rename = "@id")]
    pub id: String,
}

macro_rules! nodes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$attribute:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Default, Serialize)]
        #[serde(rename_all = "camelCase")]
        pub(super) struct $name<'a> {
            #[serde(rename = "@type")]
            pub kind: Type,
            #[serde(rename = "@id", skip_serializing_if = "Absent::is_absent")]
            pub id: String,
            $(
                #[serde(skip_serializing_if = "Absent::is_absent")]
                $(#[$attribute])*
                pub $field: $type,
            )*
        }
    )*};
}

nodes! {
    /// WebPage and what is narrower: MedicalWebPage, CollectionPage, ProfilePage, ItemPage.
    Page {
        url: String,
        name: Cow<'a, str>,
        description: &'a str,
        in_language: &'a str,
        is_part_of: Option<Site<'a>>,
        breadcrumb: Option<Ref>,
        creative_work_status: Option<&'static str>,
        date_published: Option<String>,
        date_modified: Option<String>,
        last_reviewed: Option<String>,
        reviewed_by: Vec<Agent<'a>>,
        about: Vec<Subject<'a>>,
        audience: Option<Audience<'a>>,
        specialty: Option<String>,
        publishing_principles: Vec<String>,
        license: Option<&'a str>,
        main_entity: Option<Entity<'a>>,
        has_part: Vec<Question<'a>>,
        video: Vec<Video<'a>>,
        mentions: Vec<Ref>,
        citation: Vec<&'a RawValue>,
    }

    /// WebSite.
    Site {
        url: String,
        name: &'a str,
        description: &'a str,
        in_language: &'a str,
        publisher: Option<Agent<'a>>,
    }

    /// Person or Organization.
    Agent {
        name: Cow<'a, str>,
        honorific_prefix: Option<&'a str>,
        honorific_suffix: String,
        url: String,
        job_title: Option<&'a str>,
        affiliation: Option<Box<Agent<'a>>>,
        parent_organization: Option<Box<Agent<'a>>>,
        has_credential: Vec<Credential<'a>>,
        image: Option<Image<'a>>,
        logo: Option<String>,
        same_as: Vec<&'a str>,
        publishing_principles: Vec<String>,
    }

    /// EducationalOccupationalCredential.
    Credential {
        name: &'a str,
        expires: Option<String>,
    }

    /// What a page is about: MedicalCondition, AnatomicalStructure, or a Thing.
    Subject {
        name: &'a str,
        url: String,
        code: Vec<Code<'a>>,
    }

    /// MedicalCode.
    Code {
        code_value: &'a str,
        coding_system: &'static str,
    }

    /// MedicalAudience.
    Audience {
        audience_type: &'a str,
    }

    /// ImageObject.
    Image {
        url: String,
        width: String,
        height: String,
        caption: Option<&'a str>,
        credit_text: Option<&'a str>,
        description: &'a str,
    }

    /// VideoObject.
    Video {
        name: &'a str,
        content_url: String,
        thumbnail_url: Option<String>,
        upload_date: Option<String>,
        duration: Option<String>,
        caption: Option<File<'a>>,
        in_language: &'a str,
    }

    /// MediaObject or DataDownload.
    File {
        content_url: String,
        encoding_format: &'a str,
    }

    /// CorrectionComment.
    Correction {
        date_published: String,
        text: String,
        in_language: &'a str,
    }

    /// Question.
    Question {
        name: &'a str,
        url: String,
        accepted_answer: Option<Answer<'a>>,
    }

    /// Answer.
    Answer {
        text: String,
        in_language: &'a str,
    }

    /// Article.
    Article {
        headline: &'a str,
        #[serde(flatten)]
        work: Option<Work<'a>>,
    }

    /// ExercisePlan and HowTo at once.
    Exercise {
        name: &'a str,
        #[serde(flatten)]
        work: Option<Work<'a>>,
        category: Option<&'static str>,
        exercise_type: Option<&'static str>,
        associated_anatomy: Vec<Subject<'a>>,
        tool: Vec<Named<'a>>,
        repetitions: Option<Amount>,
        activity_duration: Option<Amount>,
        activity_frequency: Option<&'a str>,
        rest_periods: Option<&'a str>,
        step: Vec<Step<'a>>,
    }

    /// ExercisePlan of several exercises.
    Programme {
        name: &'a str,
        #[serde(flatten)]
        work: Option<Work<'a>>,
        has_part: Vec<Part<'a>>,
    }

    /// A work of this site that is part of another.
    Part {
        name: &'a str,
        url: String,
    }

    /// Something with nothing but a name: HowToTool, Periodical, WebSite.
    Named {
        name: Cow<'a, str>,
        issn: Option<&'a str>,
    }

    /// HowToStep.
    Step {
        position: Option<usize>,
        text: String,
        image: Vec<Image<'a>>,
    }

    /// ScholarlyArticle or WebPage that a page cites.
    Source {
        name: Cow<'a, str>,
        author: Vec<Agent<'a>>,
        date_published: Option<String>,
        is_part_of: Option<Named<'a>>,
        publisher: Option<Agent<'a>>,
        in_language: Option<&'a str>,
        #[serde(rename = "abstract")]
        summary: Option<&'a str>,
        identifier: Vec<Identifier<'a>>,
        same_as: Vec<String>,
        creative_work_status: Option<&'static str>,
        correction: Option<String>,
    }

    /// PropertyValue.
    Identifier {
        #[serde(rename = "propertyID")]
        property: &'static str,
        value: &'a str,
    }

    /// BreadcrumbList or ItemList.
    List {
        name: &'a str,
        number_of_items: Option<usize>,
        item_list_element: Vec<Entry<'a>>,
    }

    /// ListItem.
    Entry {
        position: Option<usize>,
        name: Cow<'a, str>,
        url: String,
        item: Option<Item>,
    }

    /// DefinedTermSet.
    Terms {
        name: &'a str,
        url: String,
        in_language: &'a str,
        has_defined_term: Vec<Term<'a>>,
        citation: Vec<&'a RawValue>,
    }

    /// DefinedTerm.
    Term {
        name: &'a str,
        description: String,
        url: String,
        in_defined_term_set: Option<Ref>,
    }

    /// Dataset.
    Dataset {
        name: &'a str,
        description: &'a str,
        url: String,
        in_language: &'a str,
        creator: Option<Agent<'a>>,
        distribution: Vec<File<'a>>,
    }
}

/// What an article and an exercise have in common.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Work<'a> {
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub description: String,
    pub url: String,
    pub main_entity_of_page: Option<Ref>,
    pub in_language: &'a str,
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub author: Vec<Agent<'a>>,
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub contributor: Vec<Agent<'a>>,
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub sponsor: Option<Agent<'a>>,
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub publisher: Option<Agent<'a>>,
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub date_published: Option<String>,
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub date_modified: Option<String>,
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub is_part_of: Option<Site<'a>>,
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub license: Option<&'a str>,
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub image: Vec<Image<'a>>,
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub video: Vec<Video<'a>>,
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub correction: Vec<Correction<'a>>,
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub mentions: Vec<Ref>,
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub citation: Vec<&'a RawValue>,
}

/// What a page is for.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Entity<'a> {
    Article(Box<Article<'a>>),
    Exercise(Box<Exercise<'a>>),
    Programme(Box<Programme<'a>>),
    Agent(Box<Agent<'a>>),
    Source(Box<Source<'a>>),
    List(Box<List<'a>>),
    Terms(Box<Terms<'a>>),
    Dataset(Box<Dataset<'a>>),
}

/// What stands in the graph itself.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Node<'a> {
    Page(Box<Page<'a>>),
    Site(Box<Site<'a>>),
    List(Box<List<'a>>),
}

/// What a list's entry leads to.
#[derive(Debug, Serialize)]
pub(super) struct Item {
    #[serde(rename = "@type")]
    pub kind: Type,
    #[serde(rename = "@id")]
    pub id: String,
}

/// A number, a duration as ISO 8601, or from a number to a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(super) enum Amount {
    Number(u32),
    Duration(String),
    Range(Range),
}

/// QuantitativeValue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Range {
    #[serde(rename = "@type")]
    pub kind: &'static str,
    pub min_value: u32,
    pub max_value: u32,
    /// UN/CEFACT: `SEC` is a second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_code: Option<&'static str>,
}
