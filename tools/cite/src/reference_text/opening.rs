//! Reads the beginning of a reference: who wrote it, in APA when, and its title.

use std::sync::LazyLock;

use fancy_regex::Regex;
use serde_json::{Map, Value, json};
use url::Url;

use super::capitals;
use super::item_fields::{add_note, set, set_date, trimmed};
use super::names::{is_name, is_organisation, people, people_in_full};
use super::patterns::{find, pattern};
use super::sentences::sentences;

/// The names and the title of a reference, and what stands behind them.
#[derive(Debug, Default)]
pub(super) struct Opening {
    names: Vec<Value>,
    are_editors: bool,
    date: Option<String>,
    title: String,
    /// The name of an organisation that stands behind the title of a page: its site or publisher.
    behind: String,
    /// Whether it has the form of a reference and not of a sentence.
    pub(super) is_structured: bool,
}

/// Longer texts are sentences and not titles.
const LONGEST_TITLE: usize = 400;

/// `Lee, A. B., & May, C. (2021, May 3). Title. ..`
static YEAR_IN_BRACKETS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?<head>[^()]{2,400}?),?\s*\((?<date>(?:(?:19|20)\d{2}|n\.d\.|in press)(?:,\s[^()]{3,20})?)[a-z]?\)[.,:]?\s+(?<rest>.+)$",
    )
});
/// `Lee, A. B. and May, C., 2021. Title. ..` of Harvard, `Lee, Ann. 2021. “Title.” ..` of Chicago, `Lee, AB 2021, 'Title', ..`
static YEAR_BEHIND_NAMES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r#"^(?<head>[^()"“]{2,600}?)\s+(?<date>(?:19|20)\d{2}|n\.d\.|in press)[a-z]?[.,:]\s+(?<rest>.+)$"#)
});
/// The year at the end of a book in MLA: `Lee, Ann, and Carl May. Title. Press, 2021.`
static YEAR_OF_BOOK: LazyLock<Regex> = LazyLock::new(|| pattern(r"\p{L},\s+(?:19|20)\d{2}\W*$"));
static QUOTED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"^(?<head>[^"“”]{0,300}?)["“](?<title>[^"“”]{5,400}?)[.,]?["”][.,]?\s*(?<rest>.*)$"#));
static QUOTED_FIRST: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"^["“](?<title>.{3,400}?)[.,]?["”][.,]?\s+(?<rest>.*)$"#));
/// An apostrophe within the title ends it nowhere: a comma or full stop stands beside the mark that does.
static SINGLE_QUOTED_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^['‘](?<title>.{3,400}?)(?:[.,]['’][.,]?|['’][.,]|(?<=[?!])['’]|['’](?=\s+\p{Lu}))\s+(?<rest>.*)$")
});
static SITE_BEHIND_BAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?<title>.{3,}?)\s+[|–—-]\s+(?<site>[^|–—]+)$"));
static NAME_BEFORE_COMMA: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?<name>[^,]{2,80}),\s+(?<title>.+)$"));

impl Opening {
    /// `None` for a text without a title. The address tells an organisation from a title.
    pub(super) fn read(text: &str, address: Option<&str>) -> Option<Self> {
        let url = address.and_then(|address| Url::parse(address).ok());
        let host = url.as_ref().and_then(Url::host_str);
        let opening = Self::with_year_in_brackets(text, host)
            .or_else(|| Self::with_year_behind_names(text))
            .or_else(|| Self::with_quoted_title(text))
            .or_else(|| Self::behind_people(text))
            .or_else(|| Self::in_sentences(text, host))?;
        (!opening.title.is_empty() && opening.title.len() <= LONGEST_TITLE).then_some(opening)
    }

    fn with_year_in_brackets(text: &str, host: Option<&str>) -> Option<Self> {
        let (groups, _) = find(&YEAR_IN_BRACKETS, text)?;
        let head = groups["head"].trim_start_matches(['.', ' ']);
        let date = Some(groups["date"].clone());
        let opening = Self { date, is_structured: true, ..Self::default() };
        let people = if begins_quoted(&groups["rest"]) { people_in_full(head) } else { people(head) };
        if let Some((names, are_editors)) = people {
            return Some(Self { names, are_editors, ..opening }.titled(&groups["rest"]));
        }
        let head = trimmed(head);
        let is_one = sentences(head).len() == 1 && !head.contains(['"', '“']);
        if is_one && (is_name(head) || is_organisation(head, host)) {
            return Some(Self { names: organisation(head), ..opening }.titled(&groups["rest"]));
        }
        // Without an author, the title stands before the year.
        is_one.then(|| Self { title: head.to_owned(), behind: groups["rest"].clone(), ..opening })
    }

    /// A year without brackets counts only behind names: a title may end with one too.
    fn with_year_behind_names(text: &str) -> Option<Self> {
        let (groups, _) = find(&YEAR_BEHIND_NAMES, text)?;
        let head = groups["head"].trim_end_matches(',');
        let (names, are_editors) = match people_in_full(head) {
            Some(people) => people,
            None if is_organisation(trimmed(head), None) && sentences(head).len() == 1 => (organisation(head), false),
            None => return None,
        };
        let date = Some(groups["date"].clone());
        Some(Self { names, are_editors, date, is_structured: true, ..Self::default() }.titled(&groups["rest"]))
    }

    fn with_quoted_title(text: &str) -> Option<Self> {
        let (groups, _) = find(&QUOTED, text)?;
        let head = groups["head"].trim();
        let (names, are_editors) = match people_in_full(head) {
            Some(people) => people,
            None if head.is_empty() => (Vec::new(), false),
            None => (Some(trimmed(head)).filter(|head| is_name(head)).map(organisation)?, false),
        };
        let (title, behind) = (trimmed(&groups["title"]).to_owned(), groups["rest"].clone());
        let is_structured = !names.is_empty();
        Some(Self { names, are_editors, title, behind, is_structured, ..Self::default() })
    }

    /// `Lee AB, May C. Title. ..`: the longest beginning that is nothing but names.
    fn behind_people(text: &str) -> Option<Self> {
        let ends = text.match_indices(['.', ':']).map(|(at, _)| at).take_while(|at| *at < 600);
        let ends = ends.filter(|at| text[at + 1..].starts_with(' '));
        // A title may have a colon too: before that stands an initial or a name in capitals.
        let may_end = |at: usize| {
            let head = &text[..at];
            text[at..].starts_with('.')
                || head.ends_with('.')
                || capitals::family_names_in_small_letters(head).is_some()
        };
        let heads = ends.filter(|at| may_end(*at)).filter_map(|at| {
            let head = if text[at..].starts_with('.') { &text[..=at] } else { &text[..at] };
            Some((at, people(head)?))
        });
        let (at, (names, are_editors)) = heads.last()?;
        Some(Self { names, are_editors, is_structured: true, ..Self::default() }.titled(&text[at + 1..]))
    }

    /// A text without people: an organisation and a title, a title and an organisation, or a title alone.
    fn in_sentences(text: &str, host: Option<&str>) -> Option<Self> {
        let parts = sentences(text);
        let (first, others) = parts.split_first()?;
        if find(&YEAR_OF_BOOK, text).is_some()
            && !is_organisation(first, host)
            && let Some((names, are_editors)) = people_in_full(first)
        {
            let opening = Self { names, are_editors, is_structured: true, ..Self::default() };
            return Some(opening.titled(&behind(text, first)));
        }
        let organisation_at = parts.iter().position(|part| is_organisation(part, host));
        let has_author = match organisation_at {
            Some(0) => true,
            Some(1) => false,
            _ => is_name(first),
        };
        if has_author && !others.is_empty() {
            let opening = Self { names: organisation(first), is_structured: true, ..Self::default() };
            return Some(opening.titled(&behind(text, first)));
        }
        let is_structured = organisation_at == Some(1);
        let mut opening = Self { is_structured, ..Self::default() }.titled(text);
        opening.divide_title(host);
        Some(opening)
    }

    /// Divides `Title | Site` and `Organisation, title`, if the name is clearly that of an organisation.
    fn divide_title(&mut self, host: Option<&str>) {
        let divided = |form: &Regex, name: &str| {
            let (groups, _) = find(form, &self.title)?;
            is_organisation(&groups[name], host).then_some(groups)
        };
        if let Some(groups) = divided(&SITE_BEHIND_BAR, "site") {
            self.behind = format!("{}. {}", groups["site"], self.behind);
            self.title.clone_from(&groups["title"]);
        } else if let Some(groups) = divided(&NAME_BEFORE_COMMA, "name") {
            self.names = organisation(&groups["name"]);
            self.title.clone_from(&groups["title"]);
        }
    }

    /// Takes the quoted beginning of a text, or its first sentence, for the title.
    fn titled(self, text: &str) -> Self {
        if let Some((groups, _)) = find(&QUOTED_FIRST, text).or_else(|| find(&SINGLE_QUOTED_FIRST, text)) {
            return Self { title: groups["title"].clone(), behind: groups["rest"].clone(), ..self };
        }
        let title = sentences(text).first().copied().unwrap_or_default();
        Self { title: title.to_owned(), behind: behind(text, title), ..self }
    }

    /// Writes names, date and title into the item, and returns the rest of the reference.
    pub(super) fn enter(self, item: &mut Map<String, Value>) -> String {
        if !self.names.is_empty() {
            let role = if self.are_editors { "editor" } else { "author" };
            item.insert(role.to_owned(), Value::Array(self.names));
        }
        match self.date.as_deref() {
            Some(words @ ("n.d." | "in press")) => {
                item.insert("issued".to_owned(), json!({ "literal": words }));
            }
            Some(date) => {
                item.remove("issued");
                set_date(item, "issued", date);
            }
            None => {}
        }
        let title = trimmed(&self.title);
        set(item, "title", title);
        if title.is_empty() {
            add_note(item, &self.behind);
        }
        self.behind
    }
}

fn begins_quoted(text: &str) -> bool {
    text.starts_with(['"', '“', '\'', '‘'])
}

fn organisation(name: &str) -> Vec<Value> {
    vec![json!({ "literal": trimmed(name) })]
}

/// The text behind its part `first`, which stands near its beginning.
fn behind(text: &str, first: &str) -> String {
    let at = text.find(first).map_or(text.len(), |at| at + first.len());
    text[at..].trim_start_matches(['.', ',', ';', ' ', '?', '!']).to_owned()
}
