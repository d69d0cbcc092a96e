//! Reads where a work was published: the part of a reference behind its title.

use std::ops::Range;
use std::sync::LazyLock;

use fancy_regex::Regex;
use serde_json::{Map, Value, json};

use super::names::{is_name, is_organisation, people};
use super::{DATE, Groups, MONTH, add_note, find, pattern, sentences, set, set_date, take, trimmed};

type Item = Map<String, Value>;

/// `J Ex. 2021 May 3;7(2):11-19`, of AMA and Vancouver.
static JOURNAL_YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?<journal>[^;]{{2,120}}?)[.,]?\s+(?<date>(?:19|20)\d{{2}}(?:\s+{MONTH}(?:[-–/]{MONTH})?(?:\s+\d{{1,2}})?)?)\s?;\s?(?<volume>[\w. ]+?)?\s?(?:\((?<issue>[^)]+)\))?(?:\s?:\s?(?<pages>[A-Za-z]*\d[\w–.-]*(?:,\s?[A-Za-z]?\d[\w–-]*)*))?[.,;]?(?=\s|$)"
    ))
});
/// `Journal of Examples, 7(2), 11–19`, of APA, Harvard and MLA.
static JOURNAL_VOLUME_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?<journal>[^.;]{2,120}?),\s+(?:vol\.\s?)?(?<volume>\d{1,4})(?:\s?\((?<issue>[^)]+)\)|,\s+no\.\s?(?<number>\d[\w–-]*))?(?:,\s+(?<date>(?:19|20)\d{2}))?[,:]\s*(?:pp?\.\s?|article\s)?(?<pages>[A-Za-z]*\d[\w–-]*)[.,;]?(?=\s|$)",
    )
});
/// `In: May C, Ray D, eds. Book. ..` and `In C. May & D. Ray (Eds.), Book (pp. 11–19). ..`
static IN_BOOK_OF: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^In:?\s+(?<editors>[^()]{3,300}?)[,\s]\s*\(?(?:[Ee]ds?|[Ee]ditors?)\.?\)?[.,]\s+"));
static IN_BOOK: LazyLock<Regex> = LazyLock::new(|| pattern(r"^In:\s+"));
static IN_BRACKETS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s*\((?<inner>[^()]+)\)$"));

static EDITION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^(?<edition>\d{1,2})(?:st|nd|rd|th)\s+ed(?:ition|n)?\.?$"));
static VOLUME: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^vol(?:ume)?\.?\s+(?<volume>\d+)$"));
static PAGES: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^pp?(?:\.\s*|\s+)(?<page>[\divxlc]+(?:[–-][\divxlc]+)?)$"));
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?<genre>(?:[\p{L}-]+\s){0,5}(?:guideline|guidance|quality standard|report|working paper|report series|statistical bulletin))(?:,?\s+no\.?|,?\s+number)?\s*[\[(]?(?<number>[A-Z]{0,4}\s?\d[\w./-]*)?[\])]?$",
    )
});
/// `London: Press; 2020:11-19`
static PUBLISHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?<place>[^:;()]{2,50}):\s+)?(?<publisher>[^:;()]{2,100})[;,]\s+(?<date>(?:19|20)\d{2})(?:[:,]\s*(?:pp?\.?\s?)?(?<page>\d+(?:[–-]\d+)?))?$",
    )
});
static PLACE_AND_PUBLISHER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?<place>\p{Lu}[\p{L} ,]{1,40}):\s+(?<publisher>\p{Lu}[^:;()]{1,80})$"));
static ONLY_DATE: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"^\(?(?<date>{})\)?$", &*DATE)));
static DATE_BEHIND_COMMA: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"^(?<name>[^,]+),\s+(?<date>{})$", &*DATE)));

/// Where preprints are published.
const PREPRINT_SERVERS: [&str; 7] =
    ["medrxiv", "biorxiv", "arxiv", "psyarxiv", "osf preprints", "preprints.org", "research square"];

/// Reads the part behind the title into the item. `marked_kind` is the kind that a mark in brackets names.
pub(super) fn read(text: &str, marked_kind: Option<&str>, item: &mut Item) {
    take_details_of(item, "title");
    let mut text = text.to_owned();
    let is_chapter = take_book(&mut text, item);
    let is_article = !is_chapter && take_journal(&mut text, item);
    let mut unread = Vec::new();
    for sentence in sentences(&text) {
        if !(is_detail(sentence, item) || is_publisher(sentence, item)) {
            unread.push(sentence);
        }
    }
    let names_report = item.contains_key("number") && item.contains_key("genre");
    let kind = match marked_kind {
        Some(kind) => kind,
        None if is_chapter => "chapter",
        None if unread.iter().any(|words| is_preprint_server(words)) => "article",
        None if is_article => "article-journal",
        None if names_report || is_report(item) => "report",
        None if item.contains_key("edition") || item.contains_key("ISBN") => "book",
        None if item.contains_key("publisher") => "book",
        None if item.contains_key("URL") => "webpage",
        None if ["DOI", "PMID", "PMCID"].iter().any(|id| item.contains_key(*id)) => "article-journal",
        None => "document",
    };
    item.insert("type".to_owned(), json!(kind));
    unread.retain(|words| !is_name_of_publication(words, kind, item));
    unread.into_iter().for_each(|words| add_note(item, words));
}

/// The book of a chapter, with its editors.
fn take_book(text: &mut String, item: &mut Item) -> bool {
    let editors = find(&IN_BOOK_OF, text).and_then(|(groups, range)| Some((people(&groups["editors"])?.0, range.end)));
    let start = match editors {
        Some((names, end)) => {
            item.insert("editor".to_owned(), Value::Array(names));
            end
        }
        None => match find(&IN_BOOK, text) {
            Some((_, range)) => range.end,
            None => return false,
        },
    };
    let book = sentences(&text[start..]).first().copied().unwrap_or_default().to_owned();
    let end = text[start..].find(&book).map_or(text.len(), |at| start + at + book.len());
    *text = text[end..].trim_start_matches(['.', ' ']).to_owned();
    set(item, "container-title", &book);
    take_details_of(item, "container-title");
    true
}

fn take_journal(text: &mut String, item: &mut Item) -> bool {
    let groups = take(&JOURNAL_YEAR_FIRST, text, "").or_else(|| take(&JOURNAL_VOLUME_FIRST, text, ""));
    let Some(groups) = groups else { return false };
    for (group, name) in [
        ("journal", "container-title"),
        ("volume", "volume"),
        ("issue", "issue"),
        ("number", "issue"),
        ("pages", "page"),
    ] {
        if let Some(value) = groups.get(group) {
            set(item, name, value);
        }
    }
    if let Some(date) = groups.get("date") {
        set_date(item, "issued", date);
    }
    true
}

/// Takes brackets at the end of a title that hold nothing but details, as `(3rd ed., pp. 11–19)` in APA.
fn take_details_of(item: &mut Item, name: &str) {
    let Some(title) = item.get(name).and_then(Value::as_str).map(str::to_owned) else { return };
    let Some((groups, range)) = find(&IN_BRACKETS, &title) else { return };
    let mut with_details = item.clone();
    if groups["inner"].split(", ").all(|part| is_detail(part, &mut with_details)) {
        with_details.insert(name.to_owned(), json!(trimmed(&title[..range.start])));
        *item = with_details;
    }
}

/// Reads a part that is a detail and nothing else.
fn is_detail(text: &str, item: &mut Item) -> bool {
    let forms = [&*EDITION, &*VOLUME, &*PAGES, &*NUMBERED];
    if let Some((groups, _)) = forms.into_iter().find_map(|form| find(form, text)) {
        groups.iter().for_each(|(name, value)| set(item, name, value));
        return true;
    }
    match find(&ONLY_DATE, text) {
        Some((groups, _)) => {
            set_date(item, "issued", &groups["date"]);
            true
        }
        None => false,
    }
}

fn is_publisher(text: &str, item: &mut Item) -> bool {
    let Some((groups, _)) = find(&PUBLISHER, text).or_else(|| place_and_publisher(text)) else { return false };
    if !is_name(&groups["publisher"]) {
        return false;
    }
    set(item, "publisher", &groups["publisher"]);
    for (group, name) in [("place", "publisher-place"), ("page", "page")] {
        if let Some(value) = groups.get(group) {
            set(item, name, value);
        }
    }
    if let Some(date) = groups.get("date") {
        set_date(item, "issued", date);
    }
    true
}

/// `Geneva: World Health Organization`. A subtitle has the same form, so the name has to be clear.
fn place_and_publisher(text: &str) -> Option<(Groups, Range<usize>)> {
    find(&PLACE_AND_PUBLISHER, text).filter(|(groups, _)| is_organisation(&groups["publisher"], None))
}

/// A file, or a work with a publisher that no person wrote.
fn is_report(item: &Item) -> bool {
    let is_file = item.get("URL").and_then(Value::as_str).is_some_and(|url| url.to_lowercase().ends_with(".pdf"));
    let is_of_organisation = item.get("author").is_some_and(|names| names[0].get("literal").is_some());
    is_file || is_of_organisation && item.contains_key("publisher")
}

fn is_preprint_server(name: &str) -> bool {
    PREPRINT_SERVERS.contains(&&*name.to_lowercase())
}

/// A name behind the title: the site of a page or video, else the publisher. False for words that are no name, and for a second
/// name, of which nobody can say what it is.
fn is_name_of_publication(words: &str, kind: &str, item: &mut Item) -> bool {
    let (name, date) = match find(&DATE_BEHIND_COMMA, words) {
        Some((groups, _)) => (groups["name"].clone(), Some(groups["date"].clone())),
        None => (words.to_owned(), None),
    };
    let name_field = match kind {
        "webpage" | "motion_picture" | "broadcast" => "container-title",
        "article-journal" if !item.contains_key("publisher") => "container-title",
        "document" => return false,
        _ => "publisher",
    };
    let is_author =
        item.get("author").is_some_and(|names| names[0].get("literal").is_some_and(|author| *author == *name));
    if !(is_name(&name) || is_preprint_server(&name)) || item.contains_key(name_field) && !is_author {
        return false;
    }
    if !is_author {
        set(item, name_field, &name);
    }
    if let Some(date) = date {
        set_date(item, "issued", &date);
    }
    true
}
