//! The words that BibLaTeX prints for its localisation strings, such as `newseries`, which files use in fields such as
//! `type`, `series` and `pubstate`.

/// Names with their words in English.
const STRINGS: [(&str, &str); 14] = [
    ("bathesis", "Bachelor\u{2019}s thesis"),
    ("forthcoming", "forthcoming"),
    ("inpreparation", "in preparation"),
    ("inpress", "in press"),
    ("mathesis", "Master\u{2019}s thesis"),
    ("mastersthesis", "Master\u{2019}s thesis"),
    ("newseries", "new series"),
    ("nodate", "n.d."),
    ("oldseries", "old series"),
    ("patent", "patent"),
    ("phdthesis", "PhD thesis"),
    ("resreport", "Research report"),
    ("submitted", "submitted"),
    ("techreport", "Technical report"),
];

/// The words for a name in lower case; `None` for any other text.
pub(in crate::read) fn text(name: &str) -> Option<&'static str> {
    STRINGS.iter().find(|(string, _)| *string == name).map(|(_, words)| *words)
}
