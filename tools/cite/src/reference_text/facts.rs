//! Takes out of a reference what is recognised wherever it stands: identifiers, addresses, days, and marks in brackets that say
//! what kind of work it is.

use std::sync::LazyLock;

use fancy_regex::Regex;
use serde_json::{Map, Value, json};

use wellpress_bibliography::identifier_mentions::identifier_mentions;
use wellpress_bibliography::{Identifier, notice_in_text};

use super::item_fields::{add_note, set, set_date};
use super::other_languages::in_english;
use super::patterns::{DATE, find, pattern, take};

/// What could be taken out, and the text that is left.
pub(super) struct Facts {
    pub(super) item: Map<String, Value>,
    /// The kind of work that a mark names, as a type of CSL.
    pub(super) kind: Option<&'static str>,
    pub(super) text: String,
}

/// Stands where an identifier stood, until the words that introduce it are gone too.
const MENTION: char = '\u{1}';

static BARE_ADDRESS: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?<before>^|[\s(<])www\."));
static INTRODUCED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:[,.;]?\s*[(\[]?(?:\b(?:available|accessible|retrieved|accessed|online)?\s*(?:online\s+)?\b(?:from|at)|\b(?:doi|url|pmc?id))\s*)?[,;]?:?\s*[<(\[]?\x01[>)\]]?[.,;]?",
    )
});
/// Words behind an address that go on with the reference and not with a sentence.
static GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\x01[>)\]]?[.,;]?\s+(?!(?i:accessed|retrieved|cited|viewed|visited|last|published|updated|doi|pmc?id|\x01))\p{Ll}",
    )
});
static CITED: LazyLock<Regex> = LazyLock::new(|| {
    let date = &*DATE;
    pattern(&format!(
        r"(?i)\s*\[(?:(?:updated|published)\s+(?<updated>{date});?\s*)?(?:cited|accessed)\s+(?<accessed>{date})\]"
    ))
});
static ACCESSED: LazyLock<Regex> = LazyLock::new(|| {
    let date = &*DATE;
    pattern(&format!(
        r"(?i)[\[(]?\b(?:last\s+)?(?:accessed|retrieved|cited|viewed|visited)(?:\s+on)?:?\s+(?<accessed>{date})(?:,?\s+from\b:?)?[\])]?[.;,]?"
    ))
});
static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| day(r"(?:preprint\s+)?(?:published|posted)(?:\s+online)?|issued"));
static UPDATED: LazyLock<Regex> = LazyLock::new(|| day(r"(?:last\s+)?(?:updated|revised|modified)"));
static ISBN: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\bISBN(?:-1[03])?:?\s*(?<isbn>[\d-]{9,16}[\dX])[.;,]?"));
static MEDIUM: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\s*[\[(](?:internet|online|pdf|web ?page|website|monograph on the internet)[\])]"));

/// A mark in brackets that says what became of the work.
static NOTICE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\s*[\[(](?<words>(?:retract|expression of concern)[^\])]{0,140})[\])]"));
/// Dashes that programs write in the place of an en dash between numbers.
static DASH: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?<=\d)\s?[‐‑‒—−]\s?(?=[A-Za-z]?\d)"));

/// The marks of kinds, with the types of CSL.
static KINDS: LazyLock<[(Regex, &str); 6]> = LazyLock::new(|| {
    [
        (mark("videos?|film|webinar"), "motion_picture"),
        (mark("data ?set|database|statistics"), "dataset"),
        (mark("preprint"), "article"),
        (mark("leaflet|brochure|booklet|pamphlet|fact ?sheet"), "pamphlet"),
        (mark("thesis|dissertation"), "thesis"),
        (mark("podcast|podcast episode"), "broadcast"),
    ]
});

fn mark(words: &str) -> Regex {
    pattern(&format!(r"(?i)\s*[\[(](?<genre>(?:[\p{{L}}’' ]+\s)?(?:{words}))[\])]"))
}

fn day(words: &str) -> Regex {
    pattern(&format!(r"(?i)[\[(]?\b(?:{words})(?:\s+on)?:?\s+(?<day>{})[\])]?[.;,]?", &*DATE))
}

impl Facts {
    /// `None` for a sentence that goes on behind an address.
    pub(super) fn take(text: &str) -> Option<Self> {
        let text = BARE_ADDRESS.replace_all(text, "${before}https://www.");
        let mut item = Map::new();
        let mut text = take_identifiers(&text, &mut item);
        if GOES_ON.is_match(&text).unwrap_or(false) {
            return None;
        }
        text = in_english(&DASH.replace_all(&text, "–"));
        take_notice(&mut text, &mut item);
        take_days(&mut text, &mut item);
        text = without_mentions(&text);
        if let Some(isbn) = take(&ISBN, &mut text, ". ") {
            set(&mut item, "ISBN", &isbn["isbn"]);
        }
        text = MEDIUM.replace_all(&text, "").into_owned();
        let kind = take_kind(&mut text, &mut item);
        Some(Self { item, kind, text })
    }
}

fn take_identifiers(text: &str, item: &mut Map<String, Value>) -> String {
    let (mut rest, mut end) = (String::new(), 0);
    for mention in identifier_mentions(text) {
        rest.push_str(&text[end..mention.range.start]);
        rest.push(MENTION);
        end = mention.range.end;
        let (name, value) = match mention.identifier {
            Identifier::Doi(doi) => ("DOI", doi),
            Identifier::Pmid(pmid) => ("PMID", pmid),
            Identifier::Pmcid(pmcid) => ("PMCID", pmcid),
            Identifier::Page(_) => ("URL", text[mention.range].to_owned()),
        };
        item.entry(name).or_insert_with(|| json!(value));
    }
    rest + &text[end..]
}

/// Puts a full stop in the place of each mention and of the words that introduce it. Such words can take the full stop before them along,
/// which may be that of the mention before.
fn without_mentions(text: &str) -> String {
    const INSTEAD: &str = ". ";
    let (mut rest, mut end) = (String::with_capacity(text.len()), 0);
    for mention in INTRODUCED.find_iter(text).map_while(Result::ok) {
        rest.push_str(&text[end..mention.start()]);
        if mention.start() == end && end > 0 {
            let with_stop = format!("{INSTEAD}{}", mention.as_str());
            let start = INTRODUCED.find(&with_stop).ok().flatten().map_or(INSTEAD.len(), |whole| whole.start());
            rest.truncate(rest.len() - INSTEAD.len().saturating_sub(start));
        }
        rest.push_str(INSTEAD);
        end = mention.end();
    }
    rest + &text[end..]
}

/// Moves the mark of a retraction out of title or pages into the note, where the library's reader finds it.
fn take_notice(text: &mut String, item: &mut Map<String, Value>) {
    let Some((groups, range)) = find(&NOTICE, text) else { return };
    if notice_in_text(&format!("[{}]", groups["words"])).is_some() {
        text.replace_range(range, "");
        add_note(item, &groups["words"]);
    }
}

fn take_days(text: &mut String, item: &mut Map<String, Value>) {
    let mut updated = None;
    if let Some(mut days) = take(&CITED, text, "") {
        updated = days.remove("updated");
        set_date(item, "accessed", &days["accessed"]);
    } else if let Some(days) = take(&ACCESSED, text, ". ") {
        set_date(item, "accessed", &days["accessed"]);
    }
    let published = take(&PUBLISHED, text, ". ").map(|days| days["day"].clone());
    let updated = updated.or(take(&UPDATED, text, ". ").map(|days| days["day"].clone()));
    if let Some(day) = published.or(updated) {
        set_date(item, "issued", &day);
    }
}

fn take_kind(text: &mut String, item: &mut Map<String, Value>) -> Option<&'static str> {
    KINDS.iter().find_map(|(mark, kind)| {
        let genre = take(mark, text, "")?.remove("genre")?;
        if matches!(*kind, "thesis" | "article") {
            set(item, "genre", &genre);
        }
        Some(*kind)
    })
}

#[cfg(test)]
mod tests {
    use super::{INTRODUCED, take, without_mentions};

    /// Bug: each mention was looked for from the start of the text, so that a hundred thousand of them took a quarter of an hour.
    #[test]
    fn mentions_are_taken_out_as_if_one_after_the_other() {
        for text in [
            "Lee A. Bones. 2020. \u{1}. \u{1}; \u{1}.",
            "Bones. Available from: \u{1}, doi: \u{1} \u{1} (\u{1}) at \u{1}.",
            "\u{1}. Retrieved online from \u{1}. [\u{1}] words, available at <\u{1}>. \u{1} words",
            "\u{1}from \u{1}. at \u{1} \u{1}",
            "no mention",
            "",
        ] {
            let mut one_by_one = text.to_owned();
            while take(&INTRODUCED, &mut one_by_one, ". ").is_some() {}
            assert_eq!(without_mentions(text), one_by_one, "{text:?}");
        }
        assert_eq!(without_mentions(&"\u{1} ".repeat(50_000)).matches('.').count(), 50_000);
    }
}
