//! Citations in the fields and content controls of Zotero, Mendeley and EndNote, and the marks that take their place.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::endnote;
use super::escape::{Characters, Place};
use super::library::{Library, Work};

/// One place in a text that cites works.
#[derive(Debug)]
pub(super) struct Citation {
    /// The authors are words of the sentence: "Alpha (2019)".
    pub is_in_sentence: bool,
    pub cites: Vec<Cite>,
}

/// One cited work.
#[derive(Debug)]
pub(super) struct Cite {
    pub work: Work,
    /// Where the work is in the library of the program.
    pub addresses: Vec<String>,
    pub prefix: String,
    pub suffix: String,
    pub locator: String,
    /// What the locator counts, as CSL names it.
    pub label: String,
    pub is_author_suppressed: bool,
}

/// Labels of CSL with Pandoc's abbreviations for one and for several.
const LABELS: [(&str, &str, &str); 27] = [
    ("act", "act", "act"),
    ("appendix", "app.", "app."),
    ("article", "art.", "art."),
    ("article-locator", "art.", "art."),
    ("book", "bk.", "bks."),
    ("canon", "canon", "canon"),
    ("chapter", "chap.", "chaps."),
    ("column", "col.", "cols."),
    ("equation", "eq.", "eq."),
    ("figure", "fig.", "figs."),
    ("folio", "fol.", "fols."),
    ("issue", "no.", "nos."),
    ("line", "l.", "ll."),
    ("note", "n.", "nn."),
    ("opus", "op.", "opp."),
    ("page", "p.", "pp."),
    ("paragraph", "para.", "paras."),
    ("part", "pt.", "pts."),
    ("rule", "r.", "r."),
    ("scene", "sc.", "sc."),
    ("section", "sec.", "secs."),
    ("sub-verbo", "s.v.", "s.vv."),
    ("supplement", "suppl.", "suppl."),
    ("table", "table", "table"),
    ("timestamp", "timestamp", "timestamp"),
    ("verse", "v.", "vv."),
    ("volume", "vol.", "vols."),
];

/// The program whose citation a field is, by the words behind `ADDIN`.
pub(super) fn program_of(field: &str) -> Option<&'static str> {
    let field = field.trim_start();
    let programs =
        [("ZOTERO_ITEM", "Zotero"), ("CSL_CITATION", "Mendeley"), ("EN.CITE.DATA", ""), ("EN.CITE", "EndNote")];
    programs
        .iter()
        .find(|(start, _)| field.starts_with(start))
        .map(|(_, program)| *program)
        .filter(|name| !name.is_empty())
}

/// The citation of a field of these words. EndNote has long ones in the field's data, in Base64.
pub(super) fn of_field(field: &str, data: &str) -> Option<Citation> {
    if field.trim_start().starts_with("EN.CITE") {
        return endnote::citation(field).or_else(|| endnote::citation(&decoded(data)?));
    }
    citation(field.get(field.find('{')?..)?)
}

/// The citation in the tag of a content control of Mendeley.
pub(super) fn of_tag(data: &str) -> Option<Citation> {
    citation(&decoded(data)?)
}

fn decoded(data: &str) -> Option<String> {
    let data: String = data.chars().filter(|character| !character.is_whitespace()).collect();
    String::from_utf8(STANDARD.decode(data).ok()?).ok()
}

/// The citation in JSON as citeproc takes it. Zotero writes a random word behind it.
fn citation(json: &str) -> Option<Citation> {
    let value = Value::deserialize(&mut serde_json::Deserializer::from_str(json)).ok()?;
    let items: Vec<&Map<String, Value>> =
        value.get("citationItems")?.as_array()?.iter().filter_map(Value::as_object).collect();
    let cites: Vec<Cite> = items.iter().map(|item| cite(item)).collect::<Option<_>>()?;
    let mode = value.get("properties").and_then(|properties| properties.get("mode"));
    let is_in_sentence =
        mode.is_some_and(|mode| mode == "composite") || items.iter().any(|item| is_set(item, "composite"));
    (!cites.is_empty()).then_some(Citation { is_in_sentence, cites })
}

fn cite(item: &Map<String, Value>) -> Option<Cite> {
    let text = |name: &str| match item.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let work = item.get("itemData")?.as_object()?.clone();
    // A work without title and authors is what remains of a broken link to a library.
    if !["title", "author", "DOI", "URL"].iter().any(|name| work.contains_key(*name)) {
        return None;
    }
    let addresses = ["uris", "uri"].iter().filter_map(|name| item.get(*name)?.as_array()).flatten();
    Some(Cite {
        work,
        addresses: addresses.filter_map(Value::as_str).map(str::to_owned).collect(),
        prefix: text("prefix"),
        suffix: text("suffix"),
        locator: text("locator"),
        label: text("label"),
        is_author_suppressed: is_set(item, "suppress-author"),
    })
}

fn is_set(item: &Map<String, Value>, name: &str) -> bool {
    item.get(name).is_some_and(|value| *value == true || *value == 1)
}

/// The mark of a citation, such as `[see @alpha-2019, pp. 3-5; @beta-2020]` or `@alpha-2019 [p. 3; @beta-2020]`.
pub(super) fn mark(citation: &Citation, library: &mut Library) -> String {
    let mut name = String::new();
    let mut inside = Vec::new();
    for (index, cite) in citation.cites.iter().enumerate() {
        let key = library.key_of(&cite.work, &cite.addresses);
        if index == 0 && citation.is_in_sentence {
            name = format!("@{key}");
            inside.extend(Some(behind_key(cite)).filter(|behind| !behind.is_empty()));
            continue;
        }
        let sign = if cite.is_author_suppressed { "-@" } else { "@" };
        let prefix = Some(words(&cite.prefix)).filter(|prefix| !prefix.is_empty()).map(|prefix| prefix + " ");
        let behind = behind_key(cite);
        let comma = if cite.locator.trim().is_empty() { "" } else { "," };
        let blank = if behind.is_empty() || behind.starts_with(',') { "" } else { " " };
        inside.push(format!("{}{sign}{key}{comma}{blank}{behind}", prefix.unwrap_or_default()));
    }
    match (name.is_empty(), inside.is_empty()) {
        (true, _) => format!("[{}]", inside.join("; ")),
        (false, true) => name,
        (false, false) => format!("{name} [{}]", inside.join("; ")),
    }
}

/// Locator and suffix.
fn behind_key(cite: &Cite) -> String {
    let suffix = words(&cite.suffix);
    let locator = cite.locator.trim();
    if locator.is_empty() {
        return suffix;
    }
    let is_several = locator.contains(['-', '–', ',', '&', ';']);
    let label = LABELS.iter().find(|(label, ..)| *label == cite.label).unwrap_or(&("page", "p.", "pp."));
    let label = if is_several { label.2 } else { label.1 };
    let is_plain = locator.chars().all(|character| character.is_ascii_digit() || "-–, ".contains(character));
    // Braces say where a locator ends that is no plain number, or that has words behind it.
    if is_plain && suffix.is_empty() {
        format!("{label} {locator}")
    } else {
        let comma = if suffix.starts_with(|first: char| first.is_alphanumeric()) { " " } else { "" };
        format!("{{{label} {}}}{comma}{suffix}", locator.replace(['{', '}'], ""))
    }
}

/// Words beside a key. A semicolon would begin the next work.
fn words(text: &str) -> String {
    let text: Vec<char> = text.split_whitespace().collect::<Vec<_>>().join(" ").replace(';', ",").chars().collect();
    let length = text.len();
    Characters::new(text, Place::Caption).escaped(0..length, true)
}
