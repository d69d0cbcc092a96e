//! [`CareItem`]: something in a site that needs attention, as the commands, the preview and the JSON show it. Which items there are is
//! decided by the modules beside this one.
//!
//! The JSON has the names of these types; their doc comments are the descriptions of its schema.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::Value;

use wellpress_diagnostics::Location;
use wellpress_foundation::Day;
use wellpress_site::model::PageId;

/// What needs attention in a site on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CareList {
    /// The day for which the list was made.
    pub date: Day,
    /// One object for each item: what is overdue first, then what is due, then what will be soon; each part by its gravity, then by its day.
    pub items: Vec<CareItem>,
    /// Pages that AI was used for and whose present words a person has signed off, by their files. Nothing has to be done about them.
    pub signed_ai: Vec<SignedAiPage>,
}

/// A page that AI was used for, with the record that a person has read its present words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SignedAiPage {
    /// The page.
    pub page: CarePage,
    /// The id of the person who signed, as `review sign --as` takes it.
    pub person: String,
    /// In which role.
    pub role: String,
    /// The day of the sign-off.
    pub date: Day,
    /// Whether it has a valid signature.
    pub has_signature: bool,
}

impl CareList {
    /// Whether anything has to be done now, and not only soon.
    #[must_use]
    pub fn is_due(&self) -> bool {
        self.items.iter().any(|item| item.state != CareState::Soon)
    }

    /// The JSON Schema (draft 2020-12) of the list.
    ///
    /// ```
    /// assert_eq!(wellpress_check::care::CareList::schema()["title"], "What needs attention in a site");
    /// ```
    #[must_use]
    pub fn schema() -> Value {
        let settings = SchemaSettings::draft2020_12().for_serialize();
        let mut schema = settings.into_generator().into_root_schema_for::<Self>().to_value();
        schema["title"] = "What needs attention in a site".into();
        schema
    }
}

/// Something that was right when it was written, and that somebody has to look at now or soon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CareItem {
    /// What it is about, such as a review that is due.
    pub kind: CareKind,
    /// How urgent it is.
    pub state: CareState,
    /// The day until which something has to be done, or on which it happens by itself.
    pub until: Option<Day>,
    /// The day since which it is so, as far as anybody knows.
    pub since: Option<Day>,
    /// The page, if it is about one. Of a source or a link on several pages, the first.
    pub page: Option<CarePage>,
    /// The key of the source that it is about.
    pub source: Option<String>,
    /// The id of the person that it is about.
    pub person: Option<String>,
    /// The address, the DOI or the PubMed id that leads nowhere.
    pub link: Option<String>,
    /// The id of the remark of a reviewer.
    pub remark: Option<String>,
    /// The sentence that it is about.
    pub sentence: Option<String>,
    /// The file to look at, relative to the site's root.
    pub file: String,
    /// Its line, from 1.
    #[schemars(range(min = 1))]
    pub line: u32,
    /// Its column, from 1, in characters.
    #[schemars(range(min = 1))]
    pub column: u32,
    /// Who has to act. Never empty: the desk has to, where the page names nobody.
    pub who: Vec<CareActor>,
    /// What is the matter.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The command that settles it, or that says how to.
    pub command: String,
    /// The fragment of the desk's address (`wellpress serve --edit`) that shows it, if it can be settled there.
    pub desk: Option<String>,
    /// The parts of the page that changed since its approval.
    pub changes: Vec<CareChange>,
    /// Every place of a source or a link, the first included. Empty for other items.
    pub places: Vec<CarePlace>,
    /// The page for callers in the same process.
    #[serde(skip)]
    pub page_id: Option<PageId>,
}

/// The kinds of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CareKind {
    /// The review of a page was due before today.
    ReviewOverdue,
    /// The review of a page is due soon.
    ReviewDue,
    /// A page changed since somebody approved of it.
    PageChanged,
    /// A reviewer asked for changes, and nobody has approved of the page since.
    ChangesRequested,
    /// Somebody was asked to review a page, and has not answered.
    RequestOpen,
    /// A remark of a reviewer is open.
    RemarkOpen,
    /// AI was used for a page, and no person has signed its present words off.
    AiUnreviewed,
    /// A page appears soon.
    PageAppears,
    /// A page expires soon.
    PageExpires,
    /// A source was retracted.
    SourceRetracted,
    /// There is an expression of concern about a source, or it is itself a notice of retraction.
    SourceConcern,
    /// A review or a guideline cites works that were retracted.
    SourceCitesRetracted,
    /// A source was corrected.
    SourceCorrected,
    /// A source was superseded by another of the library.
    SourceSuperseded,
    /// A source is older than its kind stays true.
    SourceOld,
    /// A preprint was published as an article of the library.
    SourcePublished,
    /// No service knows an article that has no identifier.
    SourceUnfound,
    /// The stored data on retractions are missing or old.
    RetractionsOld,
    /// A link leads nowhere.
    LinkDead,
    /// The credentials of a person expired.
    CredentialExpired,
    /// The credentials of a person expire soon.
    CredentialExpires,
    /// The original of a translation changed.
    TranslationStale,
    /// A translation does not say of which state of its original it is.
    TranslationUnrecorded,
    /// Nobody has approved of another form of a page.
    FormUnapproved,
}

impl CareKind {
    /// All kinds with their names in the JSON and their headings for people, in the order in which lists show them.
    pub const ALL: [(Self, &'static str, &'static str); 24] = [
        (Self::ReviewOverdue, "review-overdue", "Reviews that are overdue"),
        (Self::ReviewDue, "review-due", "Reviews that are due soon"),
        (Self::PageChanged, "page-changed", "Pages that changed since their approval"),
        (Self::ChangesRequested, "changes-requested", "Changes that reviewers asked for"),
        (Self::RequestOpen, "request-open", "Requests without an answer"),
        (Self::RemarkOpen, "remark-open", "Open remarks of reviewers"),
        (Self::AiUnreviewed, "ai-unreviewed", "Pages made with AI that nobody signed off"),
        (Self::PageAppears, "page-appears", "Pages that appear soon"),
        (Self::PageExpires, "page-expires", "Pages that expire soon"),
        (Self::SourceRetracted, "source-retracted", "Sources that were retracted"),
        (Self::SourceConcern, "source-concern", "Sources that are doubted"),
        (Self::SourceCitesRetracted, "source-cites-retracted", "Reviews that cite retracted works"),
        (Self::SourceCorrected, "source-corrected", "Sources that were corrected"),
        (Self::SourceSuperseded, "source-superseded", "Sources that were superseded"),
        (Self::SourceOld, "source-old", "Sources that are old"),
        (Self::SourcePublished, "source-published", "Preprints that were published"),
        (Self::SourceUnfound, "source-unfound", "Articles that no service knows"),
        (Self::RetractionsOld, "retractions-old", "Data on retractions that are old or missing"),
        (Self::LinkDead, "link-dead", "Links that lead nowhere"),
        (Self::CredentialExpired, "credential-expired", "Credentials that expired"),
        (Self::CredentialExpires, "credential-expires", "Credentials that expire soon"),
        (Self::TranslationStale, "translation-stale", "Translations and other forms that are behind"),
        (
            Self::TranslationUnrecorded,
            "translation-unrecorded",
            "Translations and other forms of an unknown state of the original",
        ),
        (Self::FormUnapproved, "form-unapproved", "Other forms of pages that nobody approved"),
    ];

    fn row(self) -> (&'static str, &'static str) {
        let row = Self::ALL.iter().find(|(kind, ..)| *kind == self).expect("the table has every kind");
        (row.1, row.2)
    }

    /// Its name in the JSON, such as `review-overdue`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.row().0
    }

    /// How grave it is among the items of one state: a text that rests on a retracted study comes first, what can wait last. Items of one
    /// rank stand by their days.
    pub(super) fn rank(self) -> u8 {
        match self {
            Self::SourceRetracted => 0,
            Self::SourceConcern => 1,
            Self::SourceCitesRetracted => 2,
            Self::SourceCorrected => 3,
            Self::SourceSuperseded => 5,
            Self::SourceOld => 6,
            Self::SourcePublished => 7,
            Self::SourceUnfound => 8,
            _ => 4,
        }
    }

    /// The heading of its section in a list for people.
    #[must_use]
    pub fn heading(self) -> &'static str {
        self.row().1
    }
}

/// How urgent an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CareState {
    /// Its day is over.
    Overdue,
    /// It has to be done now.
    Due,
    /// Its day is to come, within the time that `review.soon` in the settings says.
    Soon,
}

/// A page, as an item names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CarePage {
    /// The id that commands take, such as `article:neck-pain`.
    pub id: String,
    /// The tag of its language.
    pub language: String,
    /// Its title.
    pub title: String,
    /// Its absolute address; `null` for a page that is not published yet.
    pub url: Option<String>,
    /// Its file, relative to the site's root.
    pub file: String,
}

/// Who has to act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CareActor {
    /// The id of the person, as `review sign --as` takes it; `null` for the desk.
    pub id: Option<String>,
    /// The name of the person; `the desk` where the page names nobody.
    pub name: String,
    /// In which role.
    pub role: CareRole,
}

/// Why somebody has to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CareRole {
    /// Reviewed the page last.
    Reviewer,
    /// Wrote the page.
    Author,
    /// The item is about this person.
    Person,
    /// Whoever keeps the site.
    Desk,
}

/// A part of a page that changed since its approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CareChange {
    /// `text`, `exercise:cobra`, `source:sawicki-2021`, `snippet:call-a-doctor`, `disclaimer:general`.
    pub part: String,
    /// `changed`, `added` or `removed`.
    pub difference: String,
    /// The lines that differ, as a unified diff has them: `-`, `+` or a space, then the line.
    pub lines: Vec<String>,
}

/// A place of a source or a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CarePlace {
    /// The id of the page, as commands take it; `null` in a file that is no page.
    pub page: Option<String>,
    /// The tag of its language.
    pub language: Option<String>,
    /// The sentence.
    pub sentence: Option<String>,
    /// The file, relative to the site's root.
    pub file: String,
    /// Its line, from 1.
    #[schemars(range(min = 1))]
    pub line: u32,
    /// Its column, from 1, in characters.
    #[schemars(range(min = 1))]
    pub column: u32,
}

impl CareItem {
    /// An item of the desk at a place, about nothing yet.
    pub(super) fn new(kind: CareKind, state: CareState, location: &Location, message: impl Into<String>) -> Self {
        Self {
            kind,
            state,
            until: None,
            since: None,
            page: None,
            source: None,
            person: None,
            link: None,
            remark: None,
            sentence: None,
            file: location.file.to_string(),
            line: location.line,
            column: location.column,
            who: Vec::new(),
            message: message.into(),
            help: None,
            command: String::new(),
            desk: None,
            changes: Vec::new(),
            places: Vec::new(),
            page_id: None,
        }
    }
}
