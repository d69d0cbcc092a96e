//! Decides whether volumes, issues and pages are the same in the ways in which they are written.

use super::spelling::ascii_words;
use crate::Reference;

/// Whether the volumes agree, as far as both have one. PubMed has the supplement in the volume (`14 Suppl 2`), where others
/// have it as the issue.
pub(super) fn volumes_agree(entry: &Reference, record: &Reference) -> bool {
    number_agrees(entry, record, &entry.volume, &record.volume)
}

/// Whether the issues agree, as far as both have one.
pub(super) fn issues_agree(entry: &Reference, record: &Reference) -> bool {
    number_agrees(entry, record, &entry.issue, &record.issue)
}

fn number_agrees(entry: &Reference, record: &Reference, first: &Option<String>, second: &Option<String>) -> bool {
    let [first, second] = [first, second].map(|number| number.as_deref().map(number_words).unwrap_or_default());
    first.is_empty() || second.is_empty() || first == second || volume_and_issue(entry) == volume_and_issue(record)
}

/// Volume and issue in one, so that it does not matter which of them has the supplement.
fn volume_and_issue(reference: &Reference) -> Vec<String> {
    let numbers = reference.volume.iter().chain(&reference.issue);
    let mut words: Vec<String> = numbers.flat_map(|number| number_words(number)).collect();
    words.sort_unstable();
    words
}

/// The parts of a number in one spelling: `Supplement_2`, `S2` and `2 Suppl` are the same, and so are `08` and `8`. Crossref
/// writes the issue 0 where there is none.
fn number_words(number: &str) -> Vec<String> {
    let mut parts: Vec<String> = ascii_words(number).iter().flat_map(|word| letters_and_digits(word)).collect();
    for part in &mut parts {
        if matches!(part.as_str(), "s" | "sup" | "supp" | "suppl" | "supplement" | "supplements") {
            "suppl".clone_into(part);
        }
    }
    parts.retain(|part| !matches!(part.as_str(), "0" | "no" | "vol" | "volume" | "issue" | "nr" | "number"));
    parts.sort_unstable();
    parts
}

/// `s02` as `s` and `2`.
fn letters_and_digits(word: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for c in word.chars() {
        match parts.last_mut() {
            Some(part) if part.ends_with(|last: char| last.is_ascii_digit() == c.is_ascii_digit()) => part.push(c),
            _ => parts.push(c.to_string()),
        }
    }
    for part in &mut parts {
        let without_zeros = part.trim_start_matches('0');
        *part = if without_zeros.is_empty() { "0".to_owned() } else { without_zeros.to_owned() };
    }
    parts
}

/// Whether the pages agree: the same ranges, the first page alone, or the number of the article that stands before each page.
pub(super) fn pages_agree(first: &str, second: &str) -> bool {
    let (first, second) = (page_range(first), page_range(second));
    if first.first.is_empty() || second.first.is_empty() {
        return true;
    }
    if first.article() == second.article() && (!first.has_end() || !second.has_end()) {
        return true;
    }
    first.first == second.first && (first.last == second.last || !first.has_end() || !second.has_end())
}

/// Whether the first pages agree, or the number of the article, in whatever way the last page is written.
pub(super) fn first_pages_agree(first: &str, second: &str) -> bool {
    let (first, second) = (page_range(first), page_range(second));
    first.first.is_empty() || second.first.is_empty() || first.article() == second.article()
}

/// The first range of the pages, in lower case and with both pages in full.
struct PageRange {
    first: String,
    last: Option<String>,
}

impl PageRange {
    /// The number of the article in `e929853-1`, else the first page.
    fn article(&self) -> &str {
        self.first.split('-').next().unwrap_or_default()
    }

    fn has_end(&self) -> bool {
        self.last.is_some()
    }
}

fn page_range(pages: &str) -> PageRange {
    // What follows is the reply of the authors, or further ranges.
    let pages = pages.split([';', ',']).next().unwrap_or_default().to_lowercase();
    let pages: String = pages.chars().map(|c| if is_dash(c) { '-' } else { c }).collect();
    // Some publishers count the pages that are online alone: `123-128.e4`.
    let pages = pages.split(".e").next().unwrap_or_default();
    let pages = pages.trim().trim_start_matches("pp.").trim_start_matches("pages").trim_start_matches("p.");
    let pages = pages
        .trim_start_matches("article")
        .trim_start_matches("art.")
        .trim_start_matches(". ")
        .trim_start_matches("no.");
    let compact: String = pages.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | ':')).collect();
    let parts: Vec<&str> = compact.split('-').filter(|part| !part.is_empty()).collect();
    let (first, last) = match parts.as_slice() {
        [] => (String::new(), None),
        [first] => ((*first).to_owned(), None),
        [first, last] => ((*first).to_owned(), Some((*last).to_owned())),
        // `e929853-1-e929853-7`: the number of the article and the page in it.
        parts => {
            let middle = parts.len().div_ceil(2);
            (parts[..middle].join("-"), Some(parts[middle..].join("-")))
        }
    };
    let first = without_zeros(&first);
    let last = last.map(|last| in_full(&first, &without_zeros(&last))).filter(|last| *last != first);
    PageRange { first, last }
}

fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn without_zeros(page: &str) -> String {
    let trimmed = page.trim_start_matches('0');
    if trimmed.is_empty() { page.to_owned() } else { trimmed.to_owned() }
}

/// The last page in full: `8` behind `123` is `128`, and `22` behind `s1` is `s22`.
fn in_full(first: &str, last: &str) -> String {
    let digits = first.trim_start_matches(|c: char| !c.is_ascii_digit());
    let prefix = &first[..first.len() - digits.len()];
    let last = last.strip_prefix(prefix).unwrap_or(last);
    if !is_number(digits) || !is_number(last) {
        return last.to_owned();
    }
    let shared_digit_count = digits.len().saturating_sub(last.len());
    format!("{prefix}{}{last}", &digits[..shared_digit_count])
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_differ_in_spelling_alone_agree() {
        for (first, second) in [
            ("123-8", "123\u{2013}128"),
            ("1437-1447", "1437\u{2013}47"),
            ("S1--S22", "S1-22"),
            ("s1-s22", "S1\u{2212}S22"),
            ("pp. 11-19", "11-19"),
            ("11", "11-19"),
            ("e929853-1-e929853-7", "e929853"),
            ("E12", "e12"),
            ("11-9; discussion 20", "11-19"),
            ("0011-0019", "11-19"),
            ("123-128.e4", "123-128"),
            ("Art. 58", "58"),
        ] {
            assert!(pages_agree(first, second), "{first} | {second}");
            assert!(pages_agree(second, first), "{second} | {first}");
        }
    }

    #[test]
    fn other_pages_differ() {
        for (first, second) in
            [("123-8", "123-138"), ("11-19", "12-19"), ("e12", "e13"), ("S1-S22", "1-22"), ("11-19", "111-119")]
        {
            assert!(!pages_agree(first, second), "{first} | {second}");
        }
    }

    #[test]
    fn numbers_of_supplements_have_one_spelling() {
        for spelling in ["Suppl 2", "Supplement_2", "S2", "S02", "2 Suppl"] {
            assert_eq!(number_words(spelling), ["2", "suppl"], "{spelling}");
        }
        assert_eq!(number_words("0"), Vec::<String>::new());
        assert_ne!(number_words("12"), number_words("21"));
    }
}
