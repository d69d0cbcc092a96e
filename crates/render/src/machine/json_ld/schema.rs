//! The part of the [schema.org](https://schema.org/docs/full.html) vocabulary that pages use: one struct for each type,
//! serialised as JSON-LD. An unknown value is left out instead of being written as `null` or `""`.
//!
//! A struct has a field only if schema.org lists the property for that type: `reviewedBy` and `breadcrumb` belong to web
//! pages, `citation` and `correction` to creative works, `step` to a HowTo, `repetitions` to an ExercisePlan. The test
//! suite checks every graph against the domains and ranges that schema.org publishes.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::value::RawValue;

/// A property value that may be missing; a missing one is not serialised.
pub(crate) trait Absent {
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

/// `@type`: one name, or two for a node that is both, such as an ExercisePlan that is also a HowTo.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(untagged)]
pub(crate) enum SchemaType {
    One(&'static str),
    Both([&'static str; 2]),
}

impl Default for SchemaType {
    fn default() -> Self {
        Self::One("Thing")
    }
}

/// A reference by `@id` to a node that another place of the graph describes.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NodeRef {
    #[serde(rename = "@id")]
    pub id: String,
}

/// Declares node types. Each gets `@type` and an optional `@id` before its own properties, which are serialised in the order
/// of the declaration and under their names in camelCase, as schema.org spells them.
macro_rules! nodes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$attribute:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Default, Serialize)]
        #[serde(rename_all = "camelCase")]
        pub(crate) struct $name<'a> {
            #[serde(rename = "@type")]
            pub kind: SchemaType,
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
    /// [WebPage](https://schema.org/WebPage) or a subtype: MedicalWebPage, CollectionPage, ProfilePage, ItemPage.
    WebPage {
        url: String,
        name: Cow<'a, str>,
        description: &'a str,
        in_language: &'a str,
        is_part_of: Option<WebSite<'a>>,
        breadcrumb: Option<NodeRef>,
        creative_work_status: Option<&'static str>,
        date_published: Option<String>,
        date_modified: Option<String>,
        last_reviewed: Option<String>,
        reviewed_by: Vec<Agent<'a>>,
        about: Vec<Subject<'a>>,
        audience: Option<MedicalAudience<'a>>,
        specialty: Option<String>,
        publishing_principles: Vec<String>,
        license: Option<&'a str>,
        main_entity: Option<MainEntity<'a>>,
        has_part: Vec<Question<'a>>,
        video: Vec<VideoObject<'a>>,
        mentions: Vec<NodeRef>,
        citation: Vec<&'a RawValue>,
    }

    /// The site in one language.
    WebSite {
        url: String,
        name: &'a str,
        description: &'a str,
        in_language: &'a str,
        publisher: Option<Agent<'a>>,
    }

    /// Person or Organization. One struct for both, because every property that takes an author, a reviewer or a publisher
    /// accepts either type.
    Agent {
        name: Cow<'a, str>,
        honorific_prefix: Option<&'a str>,
        honorific_suffix: String,
        url: String,
        job_title: Option<&'a str>,
        affiliation: Option<Box<Agent<'a>>>,
        parent_organization: Option<Box<Agent<'a>>>,
        has_credential: Vec<Credential<'a>>,
        image: Option<ImageObject<'a>>,
        logo: Option<String>,
        same_as: Vec<&'a str>,
        publishing_principles: Vec<String>,
    }

    /// EducationalOccupationalCredential.
    Credential {
        name: &'a str,
        expires: Option<String>,
    }

    /// A page's topic or a part of the body: MedicalCondition, AnatomicalStructure, Muscle or Thing.
    Subject {
        name: &'a str,
        url: String,
        code: Vec<MedicalCode<'a>>,
    }

    /// A condition's code in a terminology, such as `M81` in ICD-10.
    MedicalCode {
        code_value: &'a str,
        coding_system: &'static str,
    }

    /// For whom a page is written.
    MedicalAudience {
        audience_type: &'a str,
    }

    /// A picture. `width` and `height` are a [Distance](https://schema.org/Distance), a number with its unit: `640 px`.
    ImageObject {
        url: String,
        width: String,
        height: String,
        caption: Option<&'a str>,
        credit_text: Option<&'a str>,
        description: &'a str,
    }

    /// A video that the site itself publishes.
    VideoObject {
        name: &'a str,
        content_url: String,
        thumbnail_url: Option<String>,
        upload_date: Option<String>,
        duration: Option<String>,
        caption: Option<MediaObject<'a>>,
        in_language: &'a str,
    }

    /// A published file: MediaObject (captions of a video), or DataDownload (all sources in one format).
    MediaObject {
        content_url: String,
        encoding_format: &'a str,
    }

    /// A correction that was made to a work after it was published.
    CorrectionComment {
        date_published: String,
        text: String,
        in_language: &'a str,
    }

    /// A question of an FAQ, at the anchor of its heading.
    Question {
        name: &'a str,
        url: String,
        accepted_answer: Option<Answer<'a>>,
    }

    /// The answer to a [`Question`], as plain text.
    Answer {
        text: String,
        in_language: &'a str,
    }

    /// The main entity of an article's page.
    Article {
        headline: &'a str,
        #[serde(flatten)]
        work: Option<CreativeWork<'a>>,
    }

    /// [ExercisePlan](https://schema.org/ExercisePlan) and [HowTo](https://schema.org/HowTo) at once: the first has the
    /// dose, the second has the steps and the equipment, and neither type has both.
    Exercise {
        name: &'a str,
        #[serde(flatten)]
        work: Option<CreativeWork<'a>>,
        category: Option<&'static str>,
        exercise_type: Option<&'static str>,
        associated_anatomy: Vec<Subject<'a>>,
        tool: Vec<NamedThing<'a>>,
        repetitions: Option<Amount>,
        activity_duration: Option<Amount>,
        activity_frequency: Option<&'a str>,
        rest_periods: Option<&'a str>,
        step: Vec<HowToStep<'a>>,
    }

    /// An ExercisePlan whose parts are exercises.
    Programme {
        name: &'a str,
        #[serde(flatten)]
        work: Option<CreativeWork<'a>>,
        has_part: Vec<ProgrammePart<'a>>,
    }

    /// An exercise of a [`Programme`]; its own page describes it in full under the same `@id`.
    ProgrammePart {
        name: &'a str,
        url: String,
    }

    /// A node that has only a name: HowToTool, Book, WebSite; a Periodical may have its ISSN too.
    NamedThing {
        name: Cow<'a, str>,
        issn: Option<&'a str>,
    }

    /// One step of an exercise.
    HowToStep {
        position: Option<usize>,
        text: String,
        image: Vec<ImageObject<'a>>,
    }

    /// A source of the library that pages cite: ScholarlyArticle or WebPage.
    CitedWork {
        name: Cow<'a, str>,
        author: Vec<Agent<'a>>,
        date_published: Option<String>,
        is_part_of: Option<NamedThing<'a>>,
        publisher: Option<Agent<'a>>,
        in_language: Option<&'a str>,
        #[serde(rename = "abstract")]
        summary: Option<&'a str>,
        identifier: Vec<PropertyValue<'a>>,
        same_as: Vec<String>,
        creative_work_status: Option<&'static str>,
        correction: Option<String>,
    }

    /// An identifier with its scheme: DOI, PMID or PMCID.
    PropertyValue {
        #[serde(rename = "propertyID")]
        property: &'static str,
        value: &'a str,
    }

    /// BreadcrumbList or ItemList.
    ItemList {
        name: &'a str,
        number_of_items: Option<usize>,
        item_list_element: Vec<ListItem<'a>>,
    }

    /// An entry of an [`ItemList`]. It leads to its target by `item` if the target is a node of known type, else by `url`.
    ListItem {
        position: Option<usize>,
        name: Cow<'a, str>,
        url: String,
        item: Option<ListTarget>,
    }

    /// The glossary of one language.
    DefinedTermSet {
        name: &'a str,
        url: String,
        in_language: &'a str,
        has_defined_term: Vec<DefinedTerm<'a>>,
        citation: Vec<&'a RawValue>,
    }

    /// A term of the glossary with its definition as plain text.
    DefinedTerm {
        name: &'a str,
        description: String,
        url: String,
        in_defined_term_set: Option<NodeRef>,
    }

    /// The citation index: the sources of the whole site, downloadable in several formats.
    Dataset {
        name: &'a str,
        description: &'a str,
        url: String,
        in_language: &'a str,
        creator: Option<Agent<'a>>,
        distribution: Vec<MediaObject<'a>>,
    }
}

/// The properties of [CreativeWork](https://schema.org/CreativeWork) that articles, exercises and programmes share. It is
/// flattened into each of them, so it has no `@type` of its own. `url`, `mainEntityOfPage` and `inLanguage` are always known
/// and are therefore always written.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreativeWork<'a> {
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub description: String,
    pub url: String,
    pub main_entity_of_page: Option<NodeRef>,
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
    pub is_part_of: Option<WebSite<'a>>,
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub license: Option<&'a str>,
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub image: Vec<ImageObject<'a>>,
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub video: Vec<VideoObject<'a>>,
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub correction: Vec<CorrectionComment<'a>>,
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub mentions: Vec<NodeRef>,
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub citation: Vec<&'a RawValue>,
}

/// The `mainEntity` of a page.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum MainEntity<'a> {
    Article(Box<Article<'a>>),
    Exercise(Box<Exercise<'a>>),
    Programme(Box<Programme<'a>>),
    Agent(Box<Agent<'a>>),
    Source(Box<CitedWork<'a>>),
    List(Box<ItemList<'a>>),
    Glossary(Box<DefinedTermSet<'a>>),
    Dataset(Box<Dataset<'a>>),
}

/// A top-level member of `@graph`.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum GraphNode<'a> {
    Page(Box<WebPage<'a>>),
    Site(Box<WebSite<'a>>),
    List(Box<ItemList<'a>>),
}

/// The `item` of a [`ListItem`].
#[derive(Debug, Serialize)]
pub(crate) struct ListTarget {
    #[serde(rename = "@type")]
    pub kind: SchemaType,
    #[serde(rename = "@id")]
    pub id: String,
}

/// How much of an exercise: a count, a duration in ISO 8601 (`PT30S`), or a range of either.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(crate) enum Amount {
    Number(u32),
    Duration(String),
    Range(QuantitativeValue),
}

/// A range from `min_value` to `max_value`, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QuantitativeValue {
    #[serde(rename = "@type")]
    pub kind: &'static str,
    pub min_value: u32,
    pub max_value: u32,
    /// Code of UN/CEFACT Recommendation 20, which schema.org asks for: `SEC` is a second. `None` for a plain count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_code: Option<&'static str>,
}
