//! [`Variable`] and [`ItemType`]: the names that CSL gives to the data of a source, as enums.
//!
//! A style names a variable many times, so the names are resolved while a style is read. [`VariableSet`] and [`TypeSet`]
//! are bit sets: a condition such as `variable="DOI URL"` is one comparison.

/// What a variable holds, and with it which element of a style renders it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VariableKind {
    /// Text with inline markup.
    Text,
    /// A number, or text that may contain numbers, such as `12-15` or `2nd`.
    Number,
    /// A list of names.
    Names,
    /// A date or a range of dates.
    Date,
}

macro_rules! variables {
    ($($variant:ident $kind:ident $name:literal),+ $(,)?) => {
        /// A variable of CSL 1.0.2, and the short forms of `collection-title` and
        /// `volume-title`, which CSL has not and reference managers write.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        #[expect(missing_docs, reason = "the names are those of the specification")]
        pub enum Variable {
            $($variant),+
        }

        impl Variable {
            /// Every variable, in the order of declaration, which is that of `VariableSet::rank`.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in CSL.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }

            /// What the variable holds.
            #[must_use]
            pub const fn kind(self) -> VariableKind {
                match self {
                    $(Self::$variant => VariableKind::$kind),+
                }
            }

            /// The variable with a name, if CSL has one. Names are compared exactly.
            ///
            /// ```
            /// use wellpress_csl::Variable;
            /// assert_eq!(Variable::from_name("container-title"), Some(Variable::ContainerTitle));
            /// assert_eq!(Variable::from_name("colour"), None);
            /// ```
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)+
                    // The name of CSL 1.0.2; the term of the role, which its label prints, has kept the older name.
                    "editor-translator" => Some(Self::EditorTranslator),
                    // Names of earlier versions, and of reference managers.
                    "journalAbbreviation" => Some(Self::ContainerTitleShort),
                    "shortTitle" => Some(Self::TitleShort),
                    "citekey" => Some(Self::CitationKey),
                    _ => None,
                }
            }
        }
    };
}

variables! {
    Annote Text "annote",
    Abstract Text "abstract",
    Archive Text "archive",
    ArchiveCollection Text "archive_collection",
    ArchiveLocation Text "archive_location",
    ArchivePlace Text "archive-place",
    Authority Text "authority",
    CallNumber Text "call-number",
    CitationKey Text "citation-key",
    CitationLabel Text "citation-label",
    CollectionTitle Text "collection-title",
    CollectionTitleShort Text "collection-title-short",
    ContainerTitle Text "container-title",
    ContainerTitleShort Text "container-title-short",
    Dimensions Text "dimensions",
    Division Text "division",
    Doi Text "DOI",
    Event Text "event",
    EventTitle Text "event-title",
    EventPlace Text "event-place",
    Genre Text "genre",
    Isbn Text "ISBN",
    Issn Text "ISSN",
    Jurisdiction Text "jurisdiction",
    Keyword Text "keyword",
    Language Text "language",
    License Text "license",
    Medium Text "medium",
    Note Text "note",
    OriginalPublisher Text "original-publisher",
    OriginalPublisherPlace Text "original-publisher-place",
    OriginalTitle Text "original-title",
    PartTitle Text "part-title",
    Pmcid Text "PMCID",
    Pmid Text "PMID",
    Publisher Text "publisher",
    PublisherPlace Text "publisher-place",
    References Text "references",
    ReviewedGenre Text "reviewed-genre",
    ReviewedTitle Text "reviewed-title",
    Scale Text "scale",
    Source Text "source",
    Status Text "status",
    Title Text "title",
    TitleShort Text "title-short",
    Url Text "URL",
    VolumeTitle Text "volume-title",
    VolumeTitleShort Text "volume-title-short",
    YearSuffix Text "year-suffix",
    ChapterNumber Number "chapter-number",
    CitationNumber Number "citation-number",
    CollectionNumber Number "collection-number",
    Edition Number "edition",
    FirstReferenceNoteNumber Number "first-reference-note-number",
    Issue Number "issue",
    Locator Number "locator",
    Number Number "number",
    NumberOfPages Number "number-of-pages",
    NumberOfVolumes Number "number-of-volumes",
    Page Number "page",
    PageFirst Number "page-first",
    PartNumber Number "part-number",
    PrintingNumber Number "printing-number",
    Section Number "section",
    SupplementNumber Number "supplement-number",
    Version Number "version",
    Volume Number "volume",
    Author Names "author",
    Chair Names "chair",
    CollectionEditor Names "collection-editor",
    Compiler Names "compiler",
    Composer Names "composer",
    ContainerAuthor Names "container-author",
    Contributor Names "contributor",
    Curator Names "curator",
    Director Names "director",
    Editor Names "editor",
    EditorialDirector Names "editorial-director",
    EditorTranslator Names "editortranslator",
    ExecutiveProducer Names "executive-producer",
    Guest Names "guest",
    Host Names "host",
    Illustrator Names "illustrator",
    Interviewer Names "interviewer",
    Narrator Names "narrator",
    Organizer Names "organizer",
    OriginalAuthor Names "original-author",
    Performer Names "performer",
    Producer Names "producer",
    Recipient Names "recipient",
    ReviewedAuthor Names "reviewed-author",
    ScriptWriter Names "script-writer",
    SeriesCreator Names "series-creator",
    Translator Names "translator",
    Accessed Date "accessed",
    AvailableDate Date "available-date",
    EventDate Date "event-date",
    Issued Date "issued",
    OriginalDate Date "original-date",
    Submitted Date "submitted",
}

impl Variable {
    /// The short form of a variable, if there is one: `container-title-short` for `container-title`.
    #[must_use]
    pub const fn short(self) -> Option<Self> {
        match self {
            Self::Title => Some(Self::TitleShort),
            Self::ContainerTitle => Some(Self::ContainerTitleShort),
            Self::CollectionTitle => Some(Self::CollectionTitleShort),
            Self::VolumeTitle => Some(Self::VolumeTitleShort),
            _ => None,
        }
    }
}

/// A set of variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VariableSet(u128);

impl VariableSet {
    /// Adds a variable.
    pub const fn insert(&mut self, variable: Variable) {
        self.0 |= Self::bit(variable);
    }

    /// Whether the set has a variable.
    #[must_use]
    pub const fn contains(self, variable: Variable) -> bool {
        self.0 & Self::bit(variable) != 0
    }

    /// Whether all variables of this set are in another.
    pub(crate) const fn is_subset(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether a variable is in both sets.
    pub(crate) const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// How many variables of the set come before `variable`: the index into a table that has one row for each.
    pub(crate) const fn rank(self, variable: Variable) -> usize {
        (self.0 & (Self::bit(variable) - 1)).count_ones() as usize
    }

    const fn bit(variable: Variable) -> u128 {
        1 << variable as u8
    }
}

macro_rules! types {
    ($($variant:ident $name:literal),+ $(,)?) => {
        /// The type of a source in CSL 1.0.2.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        #[repr(u8)]
        #[expect(missing_docs, reason = "the names are those of the specification")]
        pub enum ItemType {
            $($variant),+,
            /// A source without a type, or with one that CSL does not know.
            #[default]
            Unknown,
        }

        impl ItemType {
            /// Every type of the specification.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in CSL, empty for an unknown type.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                    Self::Unknown => "",
                }
            }

            /// The type with a name, if CSL has one.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

types! {
    Article "article",
    ArticleJournal "article-journal",
    ArticleMagazine "article-magazine",
    ArticleNewspaper "article-newspaper",
    Bill "bill",
    Book "book",
    Broadcast "broadcast",
    Chapter "chapter",
    Classic "classic",
    Collection "collection",
    Dataset "dataset",
    Document "document",
    Entry "entry",
    EntryDictionary "entry-dictionary",
    EntryEncyclopedia "entry-encyclopedia",
    Event "event",
    Figure "figure",
    Graphic "graphic",
    Hearing "hearing",
    Interview "interview",
    LegalCase "legal_case",
    Legislation "legislation",
    Manuscript "manuscript",
    Map "map",
    MotionPicture "motion_picture",
    MusicalScore "musical_score",
    Pamphlet "pamphlet",
    PaperConference "paper-conference",
    Patent "patent",
    Performance "performance",
    Periodical "periodical",
    PersonalCommunication "personal_communication",
    Post "post",
    PostWeblog "post-weblog",
    Regulation "regulation",
    Report "report",
    Review "review",
    ReviewBook "review-book",
    Software "software",
    Song "song",
    Speech "speech",
    Standard "standard",
    Thesis "thesis",
    Treaty "treaty",
    Webpage "webpage",
}

// Each has a bit in a set; `ItemType::Unknown` needs one beyond `ALL`.
const _: () = assert!(Variable::ALL.len() <= 128 && ItemType::ALL.len() < 64);

/// A set of types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct TypeSet(u64);

impl TypeSet {
    pub(crate) const fn insert(&mut self, item_type: ItemType) {
        self.0 |= 1 << item_type as u8;
    }

    pub(crate) const fn contains(self, item_type: ItemType) -> bool {
        self.0 & (1 << item_type as u8) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_variants_agree() {
        for variable in Variable::ALL {
            assert_eq!(Variable::from_name(variable.name()), Some(*variable));
        }
        for item_type in ItemType::ALL {
            assert_eq!(ItemType::from_name(item_type.name()), Some(*item_type));
        }
    }

    #[test]
    fn rank_counts_the_variables_before() {
        let mut set = VariableSet::default();
        set.insert(Variable::Title);
        set.insert(Variable::Submitted);
        set.insert(Variable::Annote);
        assert_eq!((set.rank(Variable::Annote), set.rank(Variable::Title), set.rank(Variable::Submitted)), (0, 1, 2));
    }
}
