//! Where in a source a mark points: `p. 3`, `chap. 2`.

/// A place in a source.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Locator {
    /// What is counted.
    pub label: LocatorLabel,
    /// Which of them, such as `3-5`.
    pub value: String,
}

macro_rules! labels {
    ($($name:ident $csl:literal $($word:literal)*;)*) => {
        /// What a locator counts: CSL's terms.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "CSL's own words")]
        pub enum LocatorLabel { $($name,)* }

        impl LocatorLabel {
            /// The label that a word in an article stands for (`p.`, `pp.`, `chapter`, `§`), in any case, if it is one.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word.to_lowercase().trim_end_matches('.') {
                    $($($word)|* => Some(Self::$name),)*
                    _ => None,
                }
            }

            /// The name in CSL.
            #[must_use]
            pub const fn csl(self) -> &'static str {
                match self {
                    $(Self::$name => $csl,)*
                }
            }
        }
    };
}

labels! {
    Page "page" "page" "pages" "p" "pp";
    Chapter "chapter" "chapter" "chapters" "chap" "chaps" "ch";
    Section "section" "section" "sections" "sec" "secs" "§" "§§";
    Paragraph "paragraph" "paragraph" "paragraphs" "para" "paras" "¶" "¶¶";
    Figure "figure" "figure" "figures" "fig" "figs";
    Table "table" "table" "tables" "tbl";
    Volume "volume" "volume" "volumes" "vol" "vols";
    Book "book" "book" "books" "bk" "bks";
    Column "column" "column" "columns" "col" "cols";
    Folio "folio" "folio" "folios" "fol" "fols";
    Issue "issue" "number" "numbers" "no" "nos" "issue";
    Line "line" "line" "lines" "l" "ll";
    Note "note" "note" "notes" "n" "nn";
    Opus "opus" "opus" "op";
    Part "part" "part" "parts" "pt" "pts";
    SubVerbo "sub-verbo" "sub verbo" "s.v" "sv";
    Supplement "supplement" "supplement" "supplements" "suppl" "supp";
    Timestamp "timestamp" "timestamp" "time" "minute" "min";
    Verse "verse" "verse" "verses" "v" "vv";
    Appendix "appendix" "appendix" "appendices" "app" "apps";
}
