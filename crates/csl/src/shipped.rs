//! The locales and styles that come with the crate. The files are those of the Citation Style Language project, unchanged,
//! so a fix there is taken over by copying a file. Only `alphanumeric` is this crate's own.
//!
//! They are embedded as `build.rs` compresses them, and each is unpacked when it is first asked for.

use std::io::Read;
use std::sync::OnceLock;

use flate2::read::DeflateDecoder;

/// A compressed file, and its text once somebody has asked for it.
struct EmbeddedFile {
    compressed: &'static [u8],
    text: OnceLock<String>,
}

impl EmbeddedFile {
    const fn new(compressed: &'static [u8]) -> Self {
        Self { compressed, text: OnceLock::new() }
    }

    fn text(&self) -> &str {
        self.text.get_or_init(|| {
            let mut text = String::new();
            DeflateDecoder::new(self.compressed).read_to_string(&mut text).expect("build.rs compressed this text");
            text
        })
    }
}

/// The text of a file that `build.rs` compressed, by its path in the crate.
macro_rules! embedded_text {
    ($path:expr) => {{
        static FILE: EmbeddedFile = EmbeddedFile::new(include_bytes!(concat!(env!("OUT_DIR"), "/", $path)));
        FILE.text()
    }};
}

macro_rules! locales {
    ($($tag:literal),+ $(,)?) => {
        /// The language tags of all locales that come with the crate.
        pub const LOCALES: &[&str] = &[$($tag),+];

        /// The XML of a locale.
        pub(crate) fn locale_file(tag: &str) -> Option<&'static str> {
            match tag {
                $($tag => Some(embedded_text!(concat!("locales/locales-", $tag, ".xml"))),)+
                _ => None,
            }
        }
    };
}

locales! {
    "af-ZA", "ar", "bal-PK", "bg-BG", "brh-PK", "ca-AD", "cs-CZ", "cy-GB", "da-DK", "de-AT", "de-CH", "de-DE",
    "el-GR", "en-GB", "en-US", "es-CL", "es-ES", "es-MX", "et-EE", "eu", "fa-IR", "fi-FI", "fr-CA", "fr-FR", "gl-ES",
    "he-IL", "hi-IN", "hr-HR", "hu-HU", "hy-AM", "id-ID", "is-IS", "it-IT", "ja-JP", "km-KH", "ko-KR", "la", "lij-IT",
    "lt-LT", "lv-LV", "mn-MN", "ms-MY", "nb-NO", "nl-NL", "nn-NO", "pa-PK", "pl-PL", "pt-BR", "pt-PT", "ro-RO",
    "ru-RU", "sk-SK", "sl-SI", "sr-Cyrl-RS", "sr-Latn-RS", "sv-SE", "th-TH", "tr-TR", "uk-UA", "vi-VN", "zh-CN",
    "zh-TW",
}

/// The locale that a language is written in where a region has none of its own, if it is another than `tag`.
pub(crate) fn primary_dialect(tag: &str) -> Option<&'static str> {
    let language = tag.split('-').next()?;
    let dialect = match language {
        "de" => "de-DE",
        "en" => "en-US",
        "es" => "es-ES",
        "fr" => "fr-FR",
        "pt" => "pt-PT",
        "zh" => "zh-CN",
        "sr" => "sr-Cyrl-RS",
        _ => LOCALES.iter().find(|locale| locale.split('-').next() == Some(language))?,
    };
    Some(dialect)
}

/// The tag of the shipped locale that is nearest to a language tag, such as `de-DE` for `de` and for `de-LI`. A language
/// that is not shipped is English.
pub(crate) fn locale_tag(tag: &str) -> &'static str {
    let exact = LOCALES.iter().find(|locale| locale.eq_ignore_ascii_case(tag));
    let region = || {
        let mut parts = tag.split('-');
        let short = format!("{}-{}", parts.next()?, parts.next()?);
        LOCALES.iter().find(|locale| locale.eq_ignore_ascii_case(&short))
    };
    exact.or_else(region).copied().or_else(|| primary_dialect(&tag.to_lowercase())).unwrap_or("en-US")
}

macro_rules! styles {
    ($($name:literal $file:literal),+ $(,)?) => {
        /// The names of all styles that come with the crate, in order. Some styles have several names.
        pub const STYLES: &[&str] = &["alphanumeric", $($name),+];

        /// The XML of a style that comes with the crate.
        ///
        /// ```
        /// assert!(wellpress_csl::shipped_style("vancouver").is_some());
        /// ```
        #[must_use]
        pub fn shipped_style(name: &str) -> Option<&'static str> {
            match name {
                $($name => Some(embedded_text!(concat!("styles/", $file, ".csl"))),)+
                "alphanumeric" => Some(include_str!("alphanumeric.csl")),
                _ => None,
            }
        }
    };
}

styles! {
    "american-anthropological-association" "american-anthropological-association",
    "american-chemical-society" "american-chemical-society",
    "american-geophysical-union" "american-geophysical-union",
    "american-heart-association" "american-heart-association",
    "american-institute-of-aeronautics-and-astronautics" "american-institute-of-aeronautics-and-astronautics",
    "american-institute-of-physics" "american-institute-of-physics",
    "american-medical-association" "american-medical-association",
    "american-medical-association-alphabetical" "american-medical-association-alphabetical",
    "american-meteorological-society" "american-meteorological-society",
    "american-physics-society" "american-physics-society",
    "american-physiological-society" "american-physiological-society",
    "american-political-science-association" "american-political-science-association",
    "american-society-for-microbiology" "american-society-for-microbiology",
    "american-society-of-civil-engineers" "american-society-of-civil-engineers",
    "american-society-of-mechanical-engineers" "american-society-of-mechanical-engineers",
    "american-sociological-association" "american-sociological-association",
    "angewandte-chemie" "angewandte-chemie",
    "annual-reviews" "annual-reviews",
    "annual-reviews-author-date" "annual-reviews-author-date",
    "apa" "apa",
    "arthritis-and-rheumatism" "arthritis-and-rheumatism",
    "associacao-brasileira-de-normas-tecnicas" "associacao-brasileira-de-normas-tecnicas",
    "association-for-computing-machinery" "association-for-computing-machinery",
    "biomed-central" "biomed-central",
    "bmj" "bmj",
    "bristol-university-press" "bristol-university-press",
    "cell" "cell",
    "chicago-author-date" "chicago-author-date",
    "chicago-author-date-17th-edition" "chicago-author-date-17th-edition",
    "chicago-notes" "chicago-notes-bibliography",
    "chicago-notes-bibliography" "chicago-notes-bibliography",
    "chicago-notes-bibliography-subsequent-author-title-17th-edition" "chicago-notes-bibliography-subsequent-author-title-17th-edition",
    "chicago-shortened-notes-bibliography" "chicago-shortened-notes-bibliography",
    "china-national-standard-gb-t-7714-2015-author-date" "china-national-standard-gb-t-7714-2015-author-date",
    "china-national-standard-gb-t-7714-2015-note" "china-national-standard-gb-t-7714-2015-note",
    "china-national-standard-gb-t-7714-2015-numeric" "china-national-standard-gb-t-7714-2015-numeric",
    "chinese-gb7714-2005-numeric" "chinese-gb7714-2005-numeric",
    "copernicus-publications" "copernicus-publications",
    "cse-citation-sequence-brackets-8th-edition" "cse-citation-sequence-brackets-8th-edition",
    "cse-name-year" "cse-name-year",
    "current-opinion" "current-opinion",
    "deutsche-gesellschaft-fur-psychologie" "deutsche-gesellschaft-fur-psychologie",
    "deutsche-sprache" "deutsche-sprache",
    "elsevier-harvard" "elsevier-harvard",
    "elsevier-vancouver" "elsevier-vancouver",
    "elsevier-with-titles" "elsevier-with-titles",
    "frontiers" "frontiers",
    "future-medicine" "future-medicine",
    "future-science-group" "future-science-group",
    "gost-r-7-0-5-2008-numeric" "gost-r-7-0-5-2008-numeric",
    "harvard-cite-them-right" "harvard-cite-them-right",
    "ieee" "ieee",
    "institute-of-physics-numeric" "institute-of-physics-numeric",
    "iso690-author-date-en" "iso690-author-date-en",
    "iso690-numeric-en" "iso690-numeric-en",
    "journal-of-bone-and-mineral-research" "journal-of-bone-and-mineral-research",
    "journal-of-clinical-oncology" "journal-of-clinical-oncology",
    "karger-journals" "karger-journals",
    "mary-ann-liebert-vancouver" "mary-ann-liebert-vancouver",
    "medicine-and-science-in-sports-and-exercise" "medicine-and-science-in-sports-and-exercise",
    "mhra-notes" "mhra-notes",
    "mla" "modern-language-association",
    "modern-language-association" "modern-language-association",
    "multidisciplinary-digital-publishing-institute" "multidisciplinary-digital-publishing-institute",
    "nature" "nature",
    "nlm-citation-sequence" "nlm-citation-sequence",
    "nlm-citation-sequence-brackets" "nlm-citation-sequence-brackets",
    "nlm-citation-sequence-superscript" "nlm-citation-sequence-superscript",
    "pain" "pain",
    "pensoft-journals" "pensoft-journals",
    "plos" "plos",
    "royal-society-of-chemistry" "royal-society-of-chemistry",
    "sage-vancouver" "sage-vancouver",
    "sist02" "sist02",
    "spie-journals" "spie-journals",
    "spine" "spine",
    "springer-basic-author-date" "springer-basic-author-date",
    "springer-basic-brackets" "springer-basic-brackets",
    "springer-fachzeitschriften-medizin-psychologie" "springer-fachzeitschriften-medizin-psychologie",
    "springer-humanities-author-date" "springer-humanities-author-date",
    "springer-lecture-notes-in-computer-science" "springer-lecture-notes-in-computer-science",
    "springer-mathphys-brackets" "springer-mathphys-brackets",
    "springer-socpsych-author-date" "springer-socpsych-author-date",
    "springer-vancouver-brackets" "springer-vancouver-brackets",
    "stroke" "stroke",
    "taylor-and-francis-chicago-author-date" "taylor-and-francis-chicago-author-date",
    "taylor-and-francis-national-library-of-medicine" "taylor-and-francis-national-library-of-medicine",
    "the-institution-of-engineering-and-technology" "the-institution-of-engineering-and-technology",
    "the-journal-of-bone-and-joint-surgery" "the-journal-of-bone-and-joint-surgery",
    "the-lancet" "the-lancet",
    "the-new-england-journal-of-medicine" "the-new-england-journal-of-medicine",
    "thieme-german" "thieme-german",
    "trends-journals" "trends-journals",
    "turabian-author-date" "chicago-author-date-17th-edition",
    "turabian-fullnote-8" "chicago-notes-bibliography-subsequent-author-title-17th-edition",
    "vancouver" "nlm-citation-sequence",
    "vancouver-superscript" "nlm-citation-sequence-superscript",
}
