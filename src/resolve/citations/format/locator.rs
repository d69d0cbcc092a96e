//! Where in a source a mark points: `p. 3`, `chap. 2`.

use hayagriva::citationberg::taxonomy;

/// A place in a source.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Locator {
    /// What is counted.
    pub label: LocatorLabel,
    /// Which of them, such as `3-5`.
    pub value: String,
}

macro_rules! labels {
    ($($name:ident $csl:ident $($word:literal)*;)*) => {
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

            pub(super) fn csl(self) -> taxonomy::Locator {
                match self {
                    $(Self::$name => taxonomy::Locator::$csl,)*
                }
            }
        }
    };
}

labels! {
    Page Page "page" "pages" "p" "pp";
    Chapter Chapter "chapter" "chapters" "chap" "chaps" "ch";
    Section Section "section" "sections" "sec" "secs" "§" "§§";
    Paragraph Paragraph "paragraph" "paragraphs" "para" "paras" "¶" "¶¶";
    Figure Figure "figure" "figures" "fig" "figs";
    Table Table "table" "tables" "tbl";
    Volume Volume "volume" "volumes" "vol" "vols";
    Book Book "book" "books" "bk" "bks";
    Column Column "column" "columns" "col" "cols";
    Folio Folio "folio" "folios" "fol" "fols";
    Issue Issue "number" "numbers" "no" "nos" "issue";
    Line Line "line" "lines" "l" "ll";
    Note Note "note" "notes" "n" "nn";
    Opus Opus "opus" "op";
    Part Part "part" "parts" "pt" "pts";
    SubVerbo SubVerbo "sub verbo" "s.v" "sv";
    Supplement Supplement "supplement" "supplements" "suppl" "supp";
    Timestamp Timestamp "timestamp" "time" "minute" "min";
    Verse Verse "verse" "verses" "v" "vv";
    Appendix Appendix "appendix" "appendices" "app" "apps";
}
