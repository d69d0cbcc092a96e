//! Reads where a work was published: the part of a reference behind its title.

use std::ops::Range;
use std::sync::LazyLock;

use fancy_regex::Regex;
use serde_json::{Map, Value, json};

use super::item_fields::{add_note, set, set_date, trimmed};
use super::names::{is_name, is_organisation, people};
use super::patterns::{DATE, Groups, MONTH, find, pattern, take};
use super::sentences::sentences;

type Item = Map<String, Value>;

/// Pages, also with letters, several ranges, or the number of an article.
const PAGES_FORM: &str = r"[A-Za-z]{0,4}\d[\w.]*(?:\s?[–-]\s?[A-Za-z]{0,4}\d[\w.]*)*(?:,\s?(?!(?:19|20)\d{2}\b)[A-Za-z]?\d+(?:[–-]\d+)?(?=[.,;]?(?:\s|$)))*";
/// What may stand before them.
const BEFORE_PAGES: &str = r"(?:pp?\.?\s?|pages\s|article\s(?:no\.\s?)?|art\.\s?(?:no\.\s?)?)";
/// The name of a journal; full stops in it end abbreviations.
const JOURNAL: &str =
    r#"(?<journal>(?-i:\p{Lu})(?:[\p{L}-]{0,7}\.|[^\s.;"“]*)(?:\s(?:[^\s.;"“]+|(?-i:\p{Lu})[\p{L}-]{0,7}\.)){0,14}?)"#;

/// `J Ex. 2021 May 3;7(2):11-19`, of AMA and Vancouver.
static JOURNAL_YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?<journal>[^;]{{2,120}}?)[.,]?\s+(?<date>(?:19|20)\d{{2}}(?:\s+{MONTH}(?:[-–/]{MONTH})?(?:\s+\d{{1,2}})?)?)\s?;\s?(?<volume>[\w. –-]+?)?\s?(?:\((?<issue>[^)]+)\))?(?:\s?:\s?(?<pages>[A-Za-z]*\d[\w–.-]*(?:,\s?[A-Za-z]?\d[\w–-]*)*))?[.,;]?(?=\s|$)"
    ))
});
/// `Journal of Examples, 7(2), 11–19`, of APA, Harvard and MLA.
static JOURNAL_VOLUME_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^{JOURNAL},\s+(?:vol(?:\.|ume)?\s?)?(?<volume>(?!(?:19|20)\d{{2}},\s+pp?\.)\d{{1,4}})(?:\s?\((?<year>(?:19|20)\d{{2}})\)(?=,\s+no))?(?:\s?\((?<issue>[^)]+)\)|,\s+(?:no\.|issue|iss\.)\s?(?<number>\d[\w–-]*))?(?:,\s+(?<date>{date}))?[,:]\s*{BEFORE_PAGES}?(?<pages>{PAGES_FORM})(?:,\s+(?<dated>{date}))?[.,;]?(?=\s|$)",
        date = *DATE_OF_ISSUE
    ))
});
/// `Journal of Examples 7.2 (2021): 11–19`, of MLA, Chicago's `7, no. 2 (2021): 11–19` and `7 (2): 11–19`, Nature's
/// `7, 11–19 (2021)`, and Springer's `7:11–19`.
static JOURNAL_WITHOUT_COMMA: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^{JOURNAL}(?<stop>\.)?\s+(?:vol\.\s?)?(?<volume>\d{{1,4}})(?:\.(?<issue>\d[\d–-]*)|,?\s+no\.\s?(?<number>\d[\w–-]*))?(?:\s*\((?<date>{date})\)|\s*\((?<bracketed>[^)]+)\))?(?:,\s+no\.\s?(?<number_behind>\d[\w–-]*))?(?:\s*:\s*|,\s+){BEFORE_PAGES}?(?<pages>{PAGES_FORM})(?:,?\s+\(?(?<dated>{date})\)?)?[.,;]?(?=\s|$)",
        date = *DATE_OF_ISSUE
    ))
});
/// `Journal of Examples 2021, 7, 11–19`, of MDPI and the ACS, and `Journal of Examples, 2021, vol. 7, no. 2, pp. 11–19` of ISO 690.
static JOURNAL_YEAR_COMMA: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^{JOURNAL}[.,]?\s+(?<date>(?:19|20)\d{{2}}),\s+(?:[Vv]ol\.\s?)?(?<volume>\d{{1,4}})(?:\s?\((?<issue>[^)]+)\)|,\s+no\.\s?(?<number>\d[\w–-]*))?,\s+{BEFORE_PAGES}?(?<pages>{PAGES_FORM})[.,;]?(?=\s|$)",
    ))
});
/// A volume or an issue without pages: `Journal of Examples, 7(2)`, `Journal of Examples, vol. 7, 2021`.
static JOURNAL_WITHOUT_PAGES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^{JOURNAL}[.,]?\s+(?:(?<volume>\d{{1,4}})\s?\((?<issue>\d[^)]*)\)|vol\.\s?(?<number_of_volume>\d{{1,4}})(?:,\s+no\.\s?(?<number>\d[\w–-]*))?)(?:,\s+(?<dated>{date}))?\.?(?=\s|$)",
        date = *DATE_OF_ISSUE
    ))
});
/// `Journal of Examples, pp. 11–19`, without volume.
static JOURNAL_WITHOUT_VOLUME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^{JOURNAL},\s+(?:(?<date>{date}),\s+)?(?:pp?\.\s?|(?=\d+[–-]\d))(?<pages>{PAGES_FORM})(?:,\s+(?<dated>{date}))?[.,;]?(?=\s|$)",
        date = *DATE_OF_ISSUE
    ))
});
/// A work that has no volume yet: `J Ex. In press 2021`, `J Ex (in press)`, `J Ex. 2021 May 3. [Epub ahead of print]`.
static IN_PRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^{JOURNAL}[.,]?\s+(?:(?<dated>(?:19|20)\d{{2}}(?:\s+{MONTH}(?:\s+\d{{1,2}})?)?)[.,;]?\s+)?[\[(]?(?<status>{NOT_PRINTED})(?:[,;]?\s+(?<date>(?:19|20)\d{{2}}))?[\])]?\.?(?=\s|$)",
    ))
});
const NOT_PRINTED: &str =
    "in press|forthcoming|epub ahead of print|online ahead of print|advance online publication|advance access";
/// A year, perhaps with a month or two and a day before it.
static DATE_OF_ISSUE: LazyLock<String> =
    LazyLock::new(|| format!(r"(?:\d{{1,2}}\s+)?(?:{MONTH}(?:[-–/]\p{{L}}{{3,9}}\.?)?\s+)?(?:19|20)\d{{2}}"));
/// `In: May C, Ray D, eds. Book. ..` and `In C. May & D. Ray (Eds.), Book (pp. 11–19). ..`
static IN_BOOK_OF: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^In:?\s+(?<editors>[^()]{3,300}?)[,\s]\s*\(?(?:[Ee]ds?|[Ee]ditors?)[.,:)]+\s+"));
static IN_BOOK: LazyLock<Regex> = LazyLock::new(|| pattern(r"^In:\s+"));
/// `in Proc. Conf. on Examples, Rome, Italy, 2021, pp. 11–19`, of the IEEE.
static IN_PROCEEDINGS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^in\s+(?<book>\p{{Lu}}[^,;]{{4,160}}),\s+(?:[^\d;]{{0,80}},\s+)?(?<date>{date})(?:,\s+pp?\.\s?(?<pages>{PAGES_FORM}))?[.,;]?(?=\s|$)",
        date = *DATE_OF_ISSUE
    ))
});
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
        r"^(?:(?<place>[^:;()]{2,50}):\s+)?(?<publisher>[^:;()]{2,100})[;,]\s+(?<date>(?:19|20)\d{2})(?:[:,.]\s*(?:pp?\.?\s?)?(?<page>\d+(?:[–-]\d+)?))?$",
    )
});
/// `Springer, Berlin, pp. 11–19`
static PUBLISHER_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?<publisher>\p{Lu}[^:;(),]{1,60}),\s+(?<place>\p{Lu}[\p{L} ]{1,30}),\s+pp?\.\s?(?<page>\d+(?:[–-]\d+)?)$",
    )
});
static PLACE_AND_PUBLISHER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?<place>\p{Lu}[\p{L} ,]{1,40}):\s+(?<publisher>\p{Lu}[^:;()]{1,80})$"));
static ONLY_STATUS: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"(?i)^[\[(]?(?:{NOT_PRINTED})[\])]?$")));
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
    let is_of_conference = take_proceedings(&mut text, item);
    let is_chapter = !is_of_conference && take_book(&mut text, item);
    let is_article = !is_of_conference && !is_chapter && take_journal(&mut text, item);
    let mut unread = Vec::new();
    let parts = sentences(&text);
    for (index, sentence) in parts.iter().enumerate() {
        let is_last = index + 1 == parts.len();
        if !(is_detail(sentence, item) || is_publisher(sentence, is_last, item)) {
            unread.push(*sentence);
        }
    }
    let is_in_press =
        item.get("issued").is_some_and(|issued| issued.get("literal").is_some_and(|words| words == "in press"));
    let names_report = item.contains_key("number") && item.contains_key("genre");
    let kind = match marked_kind {
        Some(kind) => kind,
        None if is_of_conference => "paper-conference",
        None if is_chapter => "chapter",
        None if unread.iter().any(|words| is_preprint_server(words)) => "article",
        None if is_article || is_in_press && !item.contains_key("publisher") => "article-journal",
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

fn take_proceedings(text: &mut String, item: &mut Item) -> bool {
    let Some(groups) = take(&IN_PROCEEDINGS, text, "") else { return false };
    set(item, "container-title", &groups["book"]);
    set_date(item, "issued", &groups["date"]);
    if let Some(pages) = groups.get("pages") {
        set(item, "page", pages);
    }
    true
}

fn take_journal(text: &mut String, item: &mut Item) -> bool {
    let forms = [
        &*JOURNAL_YEAR_FIRST,
        &*JOURNAL_YEAR_COMMA,
        &*JOURNAL_VOLUME_FIRST,
        &*JOURNAL_WITHOUT_COMMA,
        &*JOURNAL_WITHOUT_PAGES,
        &*JOURNAL_WITHOUT_VOLUME,
        &*IN_PRESS,
    ];
    let Some(groups) = forms.into_iter().find_map(|form| take(form, text, "")) else { return false };
    for (group, name) in [
        ("journal", "container-title"),
        ("volume", "volume"),
        ("number_of_volume", "volume"),
        ("issue", "issue"),
        ("number", "issue"),
        ("number_behind", "issue"),
        ("bracketed", "issue"),
        ("pages", "page"),
    ] {
        if let Some(value) = groups.get(group) {
            set(item, name, value);
        }
    }
    // The full stop of `J. Bone Miner. Res.` is its own.
    if groups["journal"].contains(". ") && (groups["journal"].ends_with('.') || groups.contains_key("stop")) {
        item.insert("container-title".to_owned(), json!(format!("{}.", trimmed(&groups["journal"]))));
    }
    for date in ["date", "dated", "year"].iter().filter_map(|group| groups.get(*group)) {
        set_date(item, "issued", date);
    }
    if let Some(words) = groups.get("status") {
        set_status(words, item);
    }
    true
}

/// A work in press has no other date before it is printed.
fn set_status(words: &str, item: &mut Item) {
    let words = words.to_lowercase();
    let is_in_press = matches!(&*words, "in press" | "forthcoming");
    set(item, "status", if is_in_press { &words } else { "ahead of print" });
    if is_in_press {
        item.entry("issued").or_insert_with(|| json!({ "literal": words }));
    }
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
    if find(&ONLY_STATUS, text).is_some() {
        set_status(text.trim_matches(['[', ']', '(', ')']), item);
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

fn is_publisher(text: &str, is_last: bool, item: &mut Item) -> bool {
    let is_sure = is_last && item.contains_key("issued");
    let forms = [&*PUBLISHER, &*PUBLISHER_FIRST];
    let found = forms.into_iter().find_map(|form| find(form, text)).or_else(|| place_and_publisher(text, is_sure));
    let Some((groups, _)) = found else { return false };
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

/// `Geneva: World Health Organization`. A subtitle has the same form, so the name has to be clear, or two names end a reference whose
/// year is known, as in Harvard.
fn place_and_publisher(text: &str, is_sure: bool) -> Option<(Groups, Range<usize>)> {
    let are_names = |groups: &Groups| is_name(&groups["place"]) && groups["publisher"].split(' ').count() <= 4;
    find(&PLACE_AND_PUBLISHER, text)
        .filter(|(groups, _)| is_organisation(&groups["publisher"], None) || is_sure && are_names(groups))
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
