//! Puts the small words of references in German, French, Spanish and Italian, and signs of ISO 690, into the English form that the
//! other modules read: `S. 9–15` becomes `pp. 9–15`, `H. 3` `no. 3`, `Hrsg.` `eds.`, `3 de mayo de 2025` `3 May 2025`. Words of a title
//! stay, since each form needs a digit or a bracket beside it, and a sign before it.

use std::borrow::Cow;
use std::sync::LazyLock;

use fancy_regex::{Captures, Regex};

use super::patterns::pattern;

/// What may stand before a detail: the end of a sentence, a comma or a bracket.
const BEHIND_SIGN: &str = r"(?:(?<=[.,;:)\]\d]\s)|(?<=[.,;(]))";
/// A year is no detail: `Lee, S. 2019`.
const NO_YEAR: &str = r"(?=\d)(?!(?:19|20)\d{2}\b(?![–-]))";

/// Forms with what they mean in English, in the order in which they are replaced.
static FORMS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let form = |text: &str, instead| (pattern(text), instead);
    let detail = |text: &str, instead| (pattern(&format!("{BEHIND_SIGN}{text}{NO_YEAR}")), instead);
    vec![
        form(r"[«„»]\s?([^«»“”„]{3,400}?)\s?[»“”«]", "“$1”"),
        // Pages, issues and volumes.
        detail(r"S\.?\s?", "pp. "),
        detail(r"(?i:seiten?|p[aá]g(?:s|ine?|inas?)?|pagg)\.?\s?", "pp. "),
        detail(r"H\.\s?", "no. "),
        detail(r"(?i:heft|nr\.?|n[uú]m(?:ero|\.)?|numéro|n\.?\s?[º°]\.?|no\.?|n\.|fasc\.|fascicolo)\s?", "no. "),
        detail(r"(?i:jg\.|jahrgang|bd\.|band|vol[uú]men|volume|tome)\s?", "vol. "),
        form(r"\b(\d{1,4})\.\s?(?:Jg\.|Jahrgang)", "vol. $1"),
        // Editions and editors.
        form(
            r"\b(\d{1,2})(?:\.[ªa]?|ª|e|è|ème|ᵉ)\s?(?i:aufl(?:age|\.)|éd(?:ition|\.)|ed(?:ici[oó]n|izione|\.))\.?",
            "${1}th ed.",
        ),
        form(r"\((?:Hrsg|Hg|Hgg|Herausgeber|éds?|dirs?|coords?|comps?|a cura di|cur)\.?\)", "(eds.)"),
        form(r",\s(?:Hrsg|Hg|éds|dir|coord|comp)\.?(?=[.:,])", ", eds."),
        form(r"(?<=[.?!”]\s)(?:In|En|Dans)\s?:\s", "In: "),
        // Addresses, and the day on which somebody read them.
        form(
            r"(?i)\b(?:consult[ée]e?(?:\sle)?|consultado(?:\sel)?|consultato(?:\sil)?|(?:ab|auf)gerufen(?:\sam)?|zugriff(?:\sam)?):?\s(?=\d)",
            "accessed ",
        ),
        form(
            r"(?i)\b(?:disponible\s(?:en|sur|à)|disponibile\s(?:su|a|in)|(?:verfügbar|abrufbar|online)\sunter)\b",
            "available from",
        ),
        form(r"(?i)\s*\[(?:en ligne|en línea|in linea|elektronische ressource)\]", ""),
        form(r"(?i)\bISSN:?\s*\d{4}-\d{3}[\dX][.;,]?", ""),
    ]
});

/// The months with their first letters in other languages, in small letters.
const MONTHS: [(&str, &[&str]); 12] = [
    ("January", &["januar", "jänner", "janvier", "enero", "gennaio"]),
    ("February", &["februar", "février", "febrero", "febbraio"]),
    ("March", &["märz", "mars", "marzo"]),
    ("April", &["avril", "abril", "aprile"]),
    ("May", &["mai", "mayo", "maggio"]),
    ("June", &["juni", "juin", "junio", "giugno"]),
    ("July", &["juli", "juillet", "julio", "luglio"]),
    ("August", &["août", "agosto"]),
    ("September", &["septembre", "septiembre", "setiembre", "settembre"]),
    ("October", &["oktober", "octobre", "octubre", "ottobre"]),
    ("November", &["novembre", "noviembre"]),
    ("December", &["dezember", "décembre", "diciembre", "dicembre"]),
];

/// A month before a year, behind a day or a sign.
static MONTH_OF_DATE: LazyLock<Regex> = LazyLock::new(|| {
    let names: Vec<&str> = MONTHS.iter().flat_map(|(_, names)| *names).copied().collect();
    pattern(&format!(
        r"(?i)(?:\b(?<day>\d{{1,2}})(?:\.|er|º)?\s(?:de\s)?|{BEHIND_SIGN})(?<month>{})(?:\sdel?)?\s(?=\d{{4}}\b)",
        names.join("|")
    ))
});

/// The text of a reference with these words in English.
pub(super) fn in_english(text: &str) -> String {
    let mut text = text.to_owned();
    for (form, instead) in FORMS.iter() {
        if let Cow::Owned(replaced) = form.replace_all(&text, *instead) {
            text = replaced;
        }
    }
    let date = |captures: &Captures<'_, str>| {
        let written = captures["month"].to_lowercase();
        let month = MONTHS.iter().find(|(_, names)| names.contains(&&*written)).map_or(&*written, |(month, _)| month);
        captures.name("day").map_or_else(|| format!("{month} "), |day| format!("{} {month} ", day.as_str()))
    };
    MONTH_OF_DATE.replace_all(&text, date).into_owned()
}
