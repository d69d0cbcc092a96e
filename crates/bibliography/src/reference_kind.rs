//! [`ReferenceKind`]: the type of a source, with its name in every format.

/// How the formats call a kind of work. Everything that is the same for reading and writing follows from its row.
pub(crate) struct KindRow {
    /// The name in CSL.
    pub(crate) csl: &'static str,
    /// The type of entry in BibLaTeX.
    pub(crate) bibtex: &'static str,
    /// The `entrysubtype` that tells the kind from others with the same type of entry.
    pub(crate) bibtex_subtype: Option<&'static str>,
    /// The value of `TY` in RIS. Kinds that share one are told apart by the CSL name in `U1`.
    pub(crate) ris: &'static str,
    /// The type in Hayagriva; several kinds may share one.
    pub(crate) hayagriva: &'static str,
    /// The type of the parent in Hayagriva, if a container is one.
    pub(crate) hayagriva_parent: &'static str,
}

/// Declares [`ReferenceKind`] together with its table, so that no kind can lack its row.
macro_rules! reference_kinds {
    ($($(#[$doc:meta])* $kind:ident = $csl:literal, $bibtex:literal $(/ $subtype:literal)?, $ris:literal, $hayagriva:literal in $parent:literal;)+) => {
        /// The kind of work that a source is: the types of CSL 1.0.2, none merged with another.
        ///
        /// Each reader maps the types of its format onto them, and a type without a counterpart becomes
        /// [`ReferenceKind::Document`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "the names are CSL's, but for those with a comment")]
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
                        bibtex: $bibtex,
                        bibtex_subtype: reference_kinds!(@subtype $($subtype)?),
                        ris: $ris,
                        hayagriva: $hayagriva,
                        hayagriva_parent: $parent,
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

// CSL's name, the type of entry in BibLaTeX with its subtype, the type in RIS, the types of entry and parent in
// Hayagriva.
reference_kinds! {
    /// A preprint, for which CSL has no other type than `article`.
    Preprint = "article", "unpublished" / "preprint", "UNPB", "manuscript" in "misc";
    ArticleJournal = "article-journal", "article", "JOUR", "article" in "periodical";
    ArticleMagazine = "article-magazine", "article" / "magazine", "MGZN", "article" in "periodical";
    ArticleNewspaper = "article-newspaper", "article" / "newspaper", "NEWS", "article" in "newspaper";
    Bill = "bill", "legislation" / "bill", "BILL", "legislation" in "misc";
    Book = "book", "book", "BOOK", "book" in "misc";
    /// A programme on radio or television, or an episode of a podcast.
    Broadcast = "broadcast", "video" / "broadcast", "VIDEO", "video" in "misc";
    /// A chapter of a book.
    Chapter = "chapter", "incollection", "CHAP", "chapter" in "book";
    /// A work of antiquity or another classic that is cited by its own divisions.
    Classic = "classic", "book" / "classic", "CLSWK", "book" in "misc";
    /// A collection of an archive.
    Collection = "collection", "misc" / "collection", "GEN", "misc" in "misc";
    Dataset = "dataset", "dataset", "DATA", "repository" in "misc";
    /// Any other kind of work.
    Document = "document", "misc" / "document", "GEN", "misc" in "misc";
    /// An entry of a database, catalogue or other work of reference.
    Entry = "entry", "inreference" / "entry", "ENCYC", "entry" in "reference";
    EntryDictionary = "entry-dictionary", "inreference" / "entry-dictionary", "DICT", "entry" in "reference";
    EntryEncyclopedia = "entry-encyclopedia", "inreference", "ENCYC", "entry" in "reference";
    /// An exhibition, a conference or another event itself.
    Event = "event", "misc" / "event", "GEN", "exhibition" in "misc";
    Figure = "figure", "image" / "figure", "FIGURE", "artwork" in "misc";
    Graphic = "graphic", "artwork", "ART", "artwork" in "misc";
    Hearing = "hearing", "legal" / "hearing", "HEAR", "case" in "misc";
    Interview = "interview", "interview", "PCOMM", "misc" in "misc";
    LegalCase = "legal_case", "jurisdiction", "CASE", "case" in "misc";
    Legislation = "legislation", "legislation", "STAT", "legislation" in "misc";
    /// A manuscript that is not published.
    Manuscript = "manuscript", "unpublished", "MANSCPT", "manuscript" in "misc";
    Map = "map", "map", "MAP", "artwork" in "misc";
    /// A film, a video or a recording.
    Video = "motion_picture", "video", "VIDEO", "video" in "misc";
    MusicalScore = "musical_score", "misc" / "musical_score", "MUSIC", "misc" in "misc";
    Pamphlet = "pamphlet", "booklet" / "pamphlet", "PAMP", "book" in "misc";
    /// A paper in the proceedings of a conference.
    PaperConference = "paper-conference", "inproceedings", "CPAPER", "article" in "proceedings";
    Patent = "patent", "patent", "PAT", "patent" in "misc";
    Performance = "performance", "performance", "GEN", "performance" in "misc";
    /// A journal, newspaper or magazine as a whole.
    Periodical = "periodical", "periodical", "JFULL", "periodical" in "misc";
    /// A letter, an e-mail or a conversation.
    PersonalCommunication = "personal_communication", "letter", "PCOMM", "misc" in "misc";
    /// A message in a forum or on social media.
    Post = "post", "online" / "post", "ELEC", "thread" in "web";
    /// A post in a blog.
    PostWeblog = "post-weblog", "online" / "blog", "BLOG", "post" in "blog";
    Regulation = "regulation", "legislation" / "regulation", "LEGAL", "legislation" in "misc";
    /// A report or a guideline.
    Report = "report", "report", "RPRT", "report" in "misc";
    /// A review of something other than a book.
    Review = "review", "article" / "review", "JOUR", "article" in "periodical";
    ReviewBook = "review-book", "article" / "review-book", "JOUR", "article" in "periodical";
    Software = "software", "software", "COMP", "repository" in "misc";
    /// A recording of sound.
    Song = "song", "audio", "SOUND", "audio" in "misc";
    /// A talk or a presentation that is not part of published proceedings.
    Speech = "speech", "unpublished" / "speech", "SLIDE", "misc" in "misc";
    Standard = "standard", "standard", "STAND", "legislation" in "misc";
    Thesis = "thesis", "thesis", "THES", "thesis" in "misc";
    Treaty = "treaty", "legal", "LEGAL", "legislation" in "misc";
    Webpage = "webpage", "online", "ELEC", "web" in "web";
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

    /// Whether the work is published as a whole, like a book, so that a series and not a container holds it.
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
    pub(crate) fn is_numbered_in_series(self) -> bool {
        matches!(
            self,
            Self::Book
                | Self::Classic
                | Self::Pamphlet
                | Self::Chapter
                | Self::Entry
                | Self::EntryDictionary
                | Self::EntryEncyclopedia
        )
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
