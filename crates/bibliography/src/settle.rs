//! One form for what formats write in several: ranges of pages, languages, kinds of theses, states of publication. A record
//! that went through here says the same after it was written in another format and read back.

use super::record::Reference;
use super::{notes, notices};

/// Puts a record that was just read into the one form.
pub(super) fn settle(reference: &mut Reference) {
    notices::settle(reference);
    notes::settle(reference);
    reference.pages = reference.pages.take().map(|pages| page_range(&pages));
    reference.language = reference.language.take().map(|name| language(&name).map_or(name, str::to_owned));
    reference.genre = reference.genre.take().map(|genre| said(&genre, &GENRES).map_or(genre, str::to_owned));
    reference.status = reference.status.take().map(|status| said(&status, &STATES).map_or(status, str::to_owned));
}

/// `1437-1447`: a plain hyphen between plain numbers, the dash where the numbers have hyphens themselves.
fn page_range(pages: &str) -> String {
    if !pages.contains("--") && pages.is_ascii() {
        return pages.to_owned();
    }
    let pages = pages.replace("--", "\u{2013}");
    let pages = pages.split(['\u{2013}', '\u{2014}']).map(str::trim).collect::<Vec<_>>();
    let hyphenated = pages.iter().any(|page| page.contains('-'));
    pages.join(if hyphenated { "\u{2013}" } else { "-" })
}

const GENRES: [(&str, &str); 6] = [
    ("phdthesis", "PhD thesis"),
    ("mathesis", "Master\u{2019}s thesis"),
    ("mastersthesis", "Master\u{2019}s thesis"),
    ("bathesis", "Bachelor\u{2019}s thesis"),
    ("techreport", "Technical report"),
    ("resreport", "Research report"),
];

const STATES: [(&str, &str); 2] = [("inpress", "in press"), ("inpreparation", "in preparation")];

fn said(word: &str, words: &[(&'static str, &'static str)]) -> Option<&'static str> {
    words.iter().find(|(known, _)| *known == word).map(|(_, said)| *said)
}

const LANGUAGES: [(&str, &str); 58] = [
    ("english", "en"),
    ("american", "en-US"),
    ("usenglish", "en-US"),
    ("british", "en-GB"),
    ("ukenglish", "en-GB"),
    ("german", "de"),
    ("ngerman", "de"),
    ("austrian", "de-AT"),
    ("naustrian", "de-AT"),
    ("french", "fr"),
    ("francais", "fr"),
    ("spanish", "es"),
    ("italian", "it"),
    ("portuguese", "pt"),
    ("brazilian", "pt-BR"),
    ("dutch", "nl"),
    ("polish", "pl"),
    ("swedish", "sv"),
    ("danish", "da"),
    ("norwegian", "no"),
    ("finnish", "fi"),
    ("russian", "ru"),
    ("japanese", "ja"),
    ("chinese", "zh"),
    ("arabic", "ar"),
    ("hebrew", "he"),
    ("eng", "en"),
    ("ger", "de"),
    ("deu", "de"),
    ("fre", "fr"),
    ("fra", "fr"),
    ("spa", "es"),
    ("ita", "it"),
    ("por", "pt"),
    ("dut", "nl"),
    ("nld", "nl"),
    ("pol", "pl"),
    ("rus", "ru"),
    ("chi", "zh"),
    ("zho", "zh"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("ara", "ar"),
    ("heb", "he"),
    ("per", "fa"),
    ("tur", "tr"),
    ("swe", "sv"),
    ("dan", "da"),
    ("nor", "no"),
    ("fin", "fi"),
    ("cze", "cs"),
    ("slo", "sk"),
    ("hun", "hu"),
    ("gre", "el"),
    ("ukr", "uk"),
    ("rum", "ro"),
    ("hrv", "hr"),
    ("srp", "sr"),
];

/// BCP 47 for the names that babel and biblatex use, and for the three letters of libraries.
fn language(name: &str) -> Option<&'static str> {
    said(&name.to_lowercase(), &LANGUAGES)
}
