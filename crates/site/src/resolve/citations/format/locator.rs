//! Where in a source a mark points: `p. 3`, `chap. 2`.

use std::borrow::Cow;

use hayagriva::citationberg::taxonomy;

/// A place in a source.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Locator {
    /// What is counted.
    pub label: LocatorLabel,
    /// Which of them, such as `3-5`.
    pub value: String,
}

/// How many places a locator names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Places {
    /// As many as the processor sees: it counts plain numbers, and takes all else for one.
    AsSeen,
    /// Several, such as `iv-x` and `3, iv`.
    Several,
    /// Several that count as numbers, such as `S3-S5` and `2a-2c`, which the processor takes for words.
    SeveralNumbers,
}

impl Locator {
    /// How many there are, where the processor does not see it.
    pub(super) fn places(&self) -> Places {
        let is_sign = |c: char| matches!(c, '-' | '–' | ',' | '&');
        let is_plain = |c: char| c.is_ascii_digit() || c.is_whitespace() || is_sign(c);
        let is_word = |part: &str| !part.is_empty() && part.chars().all(char::is_alphanumeric);
        let has_digit = |part: &str| part.contains(|c: char| c.is_ascii_digit());
        let parts = || self.value.split(is_sign).map(str::trim);
        if !self.value.contains(is_sign) || self.value.chars().all(is_plain) || !parts().all(is_word) {
            return Places::AsSeen;
        }
        if parts().all(has_digit) { Places::SeveralNumbers } else { Places::Several }
    }

    /// As it is printed: with the sign for ranges between them, where the processor does not set it.
    pub(super) fn printed(&self) -> Cow<'_, str> {
        match self.places() {
            Places::AsSeen => Cow::Borrowed(&self.value),
            Places::Several | Places::SeveralNumbers => Cow::Owned(self.value.replace('-', "–")),
        }
    }
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
