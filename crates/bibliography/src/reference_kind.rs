//! [`ReferenceKind`]: the type of a source, with its name in every format, and [`KindGroup`].

/// How the formats call a kind of work. Readers and writers both take the names from here.
pub(crate) struct KindRow {
    /// The name in CSL.
    pub(crate) csl: &'static str,
    /// The type of entry in BibLaTeX.
    pub(crate) biblatex: &'static str,
    /// The `entrysubtype` that tells the kind from others with the same type of entry.
    pub(crate) biblatex_subtype: Option<&'static str>,
    /// The value of `TY` in RIS. Kinds that share one are told apart by the CSL name in `U1`.
    pub(crate) ris: &'static str,
    /// What readers know the kind as.
    pub(crate) group: KindGroup,
}

/// Kinds of sources as readers know them: each has some kinds of CSL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum KindGroup {
    Journal,
    News,
    Book,
    /// A part of a book or of a work of reference.
    Chapter,
    Conference,
    Report,
    Thesis,
    Web,
    /// A preprint or another manuscript.
    Preprint,
    Data,
    /// A standard or a law.
    Standard,
    /// A recording or a performance.
    Video,
    Software,
    Other,
}

/// Declares [`ReferenceKind`] together with its table, so that no kind can lack its row.
macro_rules! reference_kinds {
    ($($(#[$doc:meta])* $kind:ident = $csl:literal, $biblatex:literal $(/ $subtype:literal)?, $ris:literal, $group:ident;)+) => {
        /// The kind of work that a source is: the types of CSL 1.0.2, none merged with another.
        ///
        /// Each reader maps the types of its format onto them, and a type without a counterpart becomes
        /// [`ReferenceKind::Document`].
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "a kind without a comment is what CSL's name of it says")]
        pub enum ReferenceKind {
            $($(#[$doc])* $kind,)+
        }

        impl ReferenceKind {
            /// All kinds, in the order of CSL's names.
            pub const ALL: &[Self] = &[$(Self::$kind),+];

            pub(crate) fn row(self) -> &'static KindRow {
                match self {
                    $(Self::$kind => const { &KindRow {
                        csl: $csl,
                        biblatex: $biblatex,
                        biblatex_subtype: reference_kinds!(@subtype $($subtype)?),
                        ris: $ris,
                        group: KindGroup::$group,
                    } },)+
                }
            }

            /// The kind with this name in CSL.
            ///
            /// ```
            /// use wellpress_bibliography::ReferenceKind;
            ///
            /// assert_eq!(ReferenceKind::from_csl("motion_picture"), Some(ReferenceKind::Video));
            /// assert_eq!(ReferenceKind::from_csl("movie"), None);
            /// ```
            #[must_use]
            pub fn from_csl(name: &str) -> Option<Self> {
                match name {
                    $($csl => Some(Self::$kind),)+
                    _ => None,
                }
            }
        }
    };
    (@subtype $subtype:literal) => { Some($subtype) };
    (@subtype) => { None };
}

// CSL's name, the type of entry in BibLaTeX with its subtype, the type in RIS, the group.
reference_kinds! {
    /// A preprint, for which CSL has no other type than `article`.
    Preprint = "article", "unpublished" / "preprint", "UNPB", Preprint;
    ArticleJournal = "article-journal", "article", "JOUR", Journal;
    ArticleMagazine = "article-magazine", "article" / "magazine", "MGZN", News;
    ArticleNewspaper = "article-newspaper", "article" / "newspaper", "NEWS", News;
    Bill = "bill", "legislation" / "bill", "BILL", Standard;
    Book = "book", "book", "BOOK", Book;
    /// A programme on radio or television, or an episode of a podcast.
    Broadcast = "broadcast", "video" / "broadcast", "VIDEO", Video;
    /// A chapter of a book.
    Chapter = "chapter", "incollection", "CHAP", Chapter;
    /// A work of antiquity or another classic that is cited by its own divisions.
    Classic = "classic", "book" / "classic", "CLSWK", Book;
    /// A collection of an archive.
    Collection = "collection", "misc" / "collection", "GEN", Book;
    Dataset = "dataset", "dataset", "DATA", Data;
    /// Any other kind of work.
    #[default]
    Document = "document", "misc" / "document", "GEN", Other;
    /// An entry of a database, catalogue or other work of reference.
    Entry = "entry", "inreference" / "entry", "ENCYC", Chapter;
    EntryDictionary = "entry-dictionary", "inreference" / "entry-dictionary", "DICT", Chapter;
    EntryEncyclopedia = "entry-encyclopedia", "inreference", "ENCYC", Chapter;
    /// An exhibition, a conference or another event itself.
    Event = "event", "misc" / "event", "GEN", Other;
    Figure = "figure", "image" / "figure", "FIGURE", Other;
    Graphic = "graphic", "artwork", "ART", Other;
    Hearing = "hearing", "legal" / "hearing", "HEAR", Standard;
    Interview = "interview", "interview", "PCOMM", Other;
    LegalCase = "legal_case", "jurisdiction", "CASE", Standard;
    Legislation = "legislation", "legislation", "STAT", Standard;
    /// A manuscript that is not published.
    Manuscript = "manuscript", "unpublished", "MANSCPT", Preprint;
    Map = "map", "map", "MAP", Other;
    /// A film, a video or a recording.
    Video = "motion_picture", "video", "VIDEO", Video;
    MusicalScore = "musical_score", "misc" / "musical_score", "MUSIC", Other;
    Pamphlet = "pamphlet", "booklet" / "pamphlet", "PAMP", Other;
    /// A paper in the proceedings of a conference.
    PaperConference = "paper-conference", "inproceedings", "CPAPER", Conference;
    Patent = "patent", "patent", "PAT", Other;
    Performance = "performance", "performance", "GEN", Video;
    /// A journal, newspaper or magazine as a whole.
    Periodical = "periodical", "periodical", "JFULL", Book;
    /// A letter, an e-mail or a conversation.
    PersonalCommunication = "personal_communication", "letter", "PCOMM", Other;
    /// A message in a forum or on social media.
    Post = "post", "online" / "post", "ELEC", Web;
    /// A post in a blog.
    PostWeblog = "post-weblog", "online" / "blog", "BLOG", Web;
    Regulation = "regulation", "legislation" / "regulation", "LEGAL", Standard;
    /// A report or a guideline.
    Report = "report", "report", "RPRT", Report;
    /// A review of something other than a book.
    Review = "review", "article" / "review", "JOUR", Journal;
    ReviewBook = "review-book", "article" / "review-book", "JOUR", Journal;
    Software = "software", "software", "COMP", Software;
    /// A recording of sound.
    Song = "song", "audio", "SOUND", Video;
    /// A talk or a presentation that is not part of published proceedings.
    Speech = "speech", "unpublished" / "speech", "SLIDE", Video;
    Standard = "standard", "standard", "STAND", Standard;
    Thesis = "thesis", "thesis", "THES", Thesis;
    Treaty = "treaty", "legal", "LEGAL", Standard;
    Webpage = "webpage", "online", "ELEC", Web;
}

impl ReferenceKind {
    /// The name of the type in CSL, such as `article-journal`. CSL has no preprints: it calls them `article`.
    ///
    /// ```
    /// use wellpress_bibliography::ReferenceKind;
    ///
    /// assert_eq!(ReferenceKind::Video.csl(), "motion_picture");
    /// ```
    #[must_use]
    pub fn csl(self) -> &'static str {
        self.row().csl
    }

    /// What readers know the kind as.
    #[must_use]
    pub fn group(self) -> KindGroup {
        self.row().group
    }

    /// Whether the work is published as a whole, like a book. What holds it is a series, or the work of several volumes that it
    /// belongs to.
    pub(crate) fn is_whole_work(self) -> bool {
        matches!(
            self,
            Self::Book
                | Self::Classic
                | Self::Pamphlet
                | Self::Report
                | Self::Thesis
                | Self::Standard
                | Self::Bill
                | Self::Legislation
                | Self::Regulation
                | Self::Treaty
                | Self::LegalCase
                | Self::Hearing
        )
    }

    /// Whether the work is a part of a book, a work of reference or proceedings.
    pub(crate) fn is_part_of_book(self) -> bool {
        matches!(
            self,
            Self::Chapter | Self::Entry | Self::EntryDictionary | Self::EntryEncyclopedia | Self::PaperConference
        )
    }

    /// Whether the container of the work is rather a website or a channel than a publication with volumes.
    pub(crate) fn is_on_site(self) -> bool {
        matches!(
            self,
            Self::Webpage
                | Self::Post
                | Self::PostWeblog
                | Self::Document
                | Self::Dataset
                | Self::Software
                | Self::Video
                | Self::Broadcast
                | Self::Song
        )
    }

    /// Whether BibTeX's `number` and RIS's `M1` are the number within the series, as they are for books and their parts.
    /// A paper of a conference is none of them, as its number may be an issue.
    pub(crate) fn is_numbered_in_series(self) -> bool {
        matches!(self, Self::Book | Self::Classic | Self::Pamphlet)
            || (self.is_part_of_book() && self != Self::PaperConference)
    }

    /// Whether BibTeX's `number` is the issue, as it is for journals and their articles.
    pub(crate) fn is_in_periodical(self) -> bool {
        matches!(
            self,
            Self::ArticleJournal
                | Self::ArticleMagazine
                | Self::ArticleNewspaper
                | Self::Periodical
                | Self::Review
                | Self::ReviewBook
        )
    }
}
