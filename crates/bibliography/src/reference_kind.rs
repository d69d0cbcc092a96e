//! [`ReferenceKind`]: the type of a source, with its name in every format.

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
}

/// Declares [`ReferenceKind`] together with its table, so that no kind can lack its row.
macro_rules! reference_kinds {
    ($($(#[$doc:meta])* $kind:ident = $csl:literal, $biblatex:literal $(/ $subtype:literal)?, $ris:literal;)+) => {
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

// CSL's name, the type of entry in BibLaTeX with its subtype, the type in RIS.
reference_kinds! {
    /// A preprint, for which CSL has no other type than `article`.
    Preprint = "article", "unpublished" / "preprint", "UNPB";
    ArticleJournal = "article-journal", "article", "JOUR";
    ArticleMagazine = "article-magazine", "article" / "magazine", "MGZN";
    ArticleNewspaper = "article-newspaper", "article" / "newspaper", "NEWS";
    Bill = "bill", "legislation" / "bill", "BILL";
    Book = "book", "book", "BOOK";
    /// A programme on radio or television, or an episode of a podcast.
    Broadcast = "broadcast", "video" / "broadcast", "VIDEO";
    /// A chapter of a book.
    Chapter = "chapter", "incollection", "CHAP";
    /// A work of antiquity or another classic that is cited by its own divisions.
    Classic = "classic", "book" / "classic", "CLSWK";
    /// A collection of an archive.
    Collection = "collection", "misc" / "collection", "GEN";
    Dataset = "dataset", "dataset", "DATA";
    /// Any other kind of work.
    #[default]
    Document = "document", "misc" / "document", "GEN";
    /// An entry of a database, catalogue or other work of reference.
    Entry = "entry", "inreference" / "entry", "ENCYC";
    EntryDictionary = "entry-dictionary", "inreference" / "entry-dictionary", "DICT";
    EntryEncyclopedia = "entry-encyclopedia", "inreference", "ENCYC";
    /// An exhibition, a conference or another event itself.
    Event = "event", "misc" / "event", "GEN";
    Figure = "figure", "image" / "figure", "FIGURE";
    Graphic = "graphic", "artwork", "ART";
    Hearing = "hearing", "legal" / "hearing", "HEAR";
    Interview = "interview", "interview", "PCOMM";
    LegalCase = "legal_case", "jurisdiction", "CASE";
    Legislation = "legislation", "legislation", "STAT";
    /// A manuscript that is not published.
    Manuscript = "manuscript", "unpublished", "MANSCPT";
    Map = "map", "map", "MAP";
    /// A film, a video or a recording.
    Video = "motion_picture", "video", "VIDEO";
    MusicalScore = "musical_score", "misc" / "musical_score", "MUSIC";
    Pamphlet = "pamphlet", "booklet" / "pamphlet", "PAMP";
    /// A paper in the proceedings of a conference.
    PaperConference = "paper-conference", "inproceedings", "CPAPER";
    Patent = "patent", "patent", "PAT";
    Performance = "performance", "performance", "GEN";
    /// A journal, newspaper or magazine as a whole.
    Periodical = "periodical", "periodical", "JFULL";
    /// A letter, an e-mail or a conversation.
    PersonalCommunication = "personal_communication", "letter", "PCOMM";
    /// A message in a forum or on social media.
    Post = "post", "online" / "post", "ELEC";
    /// A post in a blog.
    PostWeblog = "post-weblog", "online" / "blog", "BLOG";
    Regulation = "regulation", "legislation" / "regulation", "LEGAL";
    /// A report or a guideline.
    Report = "report", "report", "RPRT";
    /// A review of something other than a book.
    Review = "review", "article" / "review", "JOUR";
    ReviewBook = "review-book", "article" / "review-book", "JOUR";
    Software = "software", "software", "COMP";
    /// A recording of sound.
    Song = "song", "audio", "SOUND";
    /// A talk or a presentation that is not part of published proceedings.
    Speech = "speech", "unpublished" / "speech", "SLIDE";
    Standard = "standard", "standard", "STAND";
    Thesis = "thesis", "thesis", "THES";
    Treaty = "treaty", "legal", "LEGAL";
    Webpage = "webpage", "online", "ELEC";
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
