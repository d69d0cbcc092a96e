//! What the filters of a citation index with many pages look up: for each word, year, kind, design and publisher the sources that have it.
//!
//! Input: the plan of the index. Output: JSON files. `index.json` has the pages of the index with the number of their sources, and
//! the names of the other files; each of these has the terms from one on, sorted, with the positions of their sources in the index.
//! A reader's browser loads `index.json`, the files with the terms that it needs, and then the pages with the first sources that have
//! all of them. `source-filters.js` of the theme reads these files: the two folds of text and the two forms of numbers have to
//! agree.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Serialize;

use wellpress_foundation::text::without_accents;
use wellpress_io::artifact::Sink;
use wellpress_site::config::MAIN_LANGUAGE;
use wellpress_site::model::reference::ReferenceId;

use crate::RenderError;
use crate::html::references::{evidence_key, kind_key, kind_name, notice_key};
use crate::pages::render_context::RenderContext;
use crate::pages::sources::citation_index::FOLDER;
use crate::pages::sources::index_entry;
use crate::pages::sources::index_plan::file_name;
use crate::pages::sources::key_ranges::{KeyRange, key_ranges};

/// About how many bytes a file of terms has. A search for two words loads two of them.
const MAX_FILE_BYTES: usize = 32 * 1024;

/// The folder below that of the index.
pub(crate) const LISTS: &str = "filter/";

/// Root-relative address of the folder.
pub(in crate::pages) fn url(cx: &RenderContext<'_>) -> String {
    format!("{}{FOLDER}{LISTS}", cx.config.base.path)
}

/// `index.json`.
#[derive(Serialize)]
struct ListIndex {
    /// Address and number of sources of each page of the index, in order.
    pages: Vec<(String, usize)>,
    /// The least term of each file and the name of the file, in order.
    files: Vec<(String, String)>,
}

/// A term with its sources, written as text.
struct Term {
    term: String,
    sources: String,
}

/// Puts all files.
///
/// # Errors
/// If the sink fails.
pub(in crate::pages) fn put(cx: &RenderContext<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    let terms = terms(cx);
    let ranges = key_ranges(&terms, MAX_FILE_BYTES, |term| &term.term, length_in_file);
    let pages = cx.index_plan().parts.iter().map(|part| (part.url(cx.config), part.sources.len()));
    let index = ListIndex {
        pages: pages.collect(),
        files: ranges.iter().map(|range| (range.start.clone(), list_name(&range.start))).collect(),
    };
    put_json(&format!("{FOLDER}{LISTS}index.json"), &index, sink)?;
    ranges.par_iter().try_for_each(|KeyRange { start, entries, .. }| {
        let terms = terms[entries.clone()].iter().map(|Term { term, sources }| (term.as_str(), sources.as_str()));
        let terms: BTreeMap<&str, &str> = terms.collect();
        put_json(&format!("{FOLDER}{LISTS}{}", list_name(start)), &terms, sink)
    })
}

fn length_in_file(term: &Term) -> usize {
    term.term.len() + term.sources.len() + r#""":"","#.len()
}

fn put_json(path: &str, value: &impl Serialize, sink: &dyn Sink) -> Result<(), RenderError> {
    let json = serde_json::to_vec(value).expect("texts and numbers can be written as JSON");
    crate::pages::page_file::put(sink, path, json)
}

fn list_name(start: &str) -> String {
    if start.is_empty() { "terms.json".to_owned() } else { format!("terms-{}.json", file_name(start)) }
}

/// All terms of all sources, sorted.
fn terms(cx: &RenderContext<'_>) -> Vec<Term> {
    let terms_of_sources: Vec<Vec<String>> =
        cx.index_plan().order.par_iter().map(|id| terms_of_source(cx, *id)).collect();
    let mut sources_by_term: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (position, terms) in terms_of_sources.iter().enumerate() {
        for term in terms {
            sources_by_term.entry(term).or_default().push(position);
        }
    }
    let mut terms: Vec<Term> = sources_by_term
        .into_iter()
        .map(|(term, positions)| Term { term: term.to_owned(), sources: encoded(&positions) })
        .collect();
    terms.sort_unstable_by(|a, b| a.term.cmp(&b.term));
    terms
}

/// The words that the index shows of a source, each once, and the values by which it can be filtered. Values begin with `=`, which no
/// word contains.
fn terms_of_source(cx: &RenderContext<'_>, id: ReferenceId) -> Vec<String> {
    let library = &cx.resolved.site.library;
    let reference = library.get(id);
    let year = index_entry::year(cx, reference);
    let kind = cx.say(MAIN_LANGUAGE, &kind_key(reference.kind));
    let publisher = index_entry::publisher(reference).unwrap_or_default();
    let design = reference.evidence.map(|design| cx.say(MAIN_LANGUAGE, &evidence_key(design))).unwrap_or_default();
    let notice = library.notice(id).map(|notice| cx.say(MAIN_LANGUAGE, notice_key(notice.kind))).unwrap_or_default();
    let (title, authors) = (index_entry::title(cx, reference), index_entry::authors(cx, reference));
    let shown_texts = [&title, &authors, &publisher, &kind, &design, &year, &notice];
    let mut terms: Vec<String> = shown_texts.into_iter().flat_map(|text| words(text)).collect();
    terms.push(format!("=kind={}", kind_name(reference.kind)));
    terms.push(format!("=year={year}"));
    terms.extend(reference.evidence.map(|design| format!("=design={}", design.as_str())));
    if !publisher.is_empty() {
        terms.push(format!("=publisher={publisher}"));
    }
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// The words of a text, without accents and case. Scripts that are written without spaces have each character as a word.
fn words(text: &str) -> Vec<String> {
    let folded = without_accents(text).to_lowercase();
    let mut words = Vec::new();
    for run in folded.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty()) {
        let mut word = String::new();
        for c in run.chars() {
            if !is_written_without_spaces(c) {
                word.push(c);
                continue;
            }
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            words.push(c.to_string());
        }
        words.extend((!word.is_empty()).then_some(word));
    }
    words
}

/// Thai, Lao, Burmese, Khmer, Japanese and Chinese.
fn is_written_without_spaces(c: char) -> bool {
    matches!(
        c,
        '\u{e00}'..='\u{eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

/// Ascending numbers as text: the distances between them, each in digits of base 32 with the lowest first, of which all but the last are
/// marked.
fn encoded(numbers: &[usize]) -> String {
    /// Of the digits 0 to 31, then of the same digits with another one behind them.
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::with_capacity(numbers.len() * 2);
    let mut previous = 0;
    for number in numbers {
        let mut distance = number - previous;
        previous = *number;
        while distance >= 32 {
            text.push(char::from(DIGITS[32 + distance % 32]));
            distance /= 32;
        }
        text.push(char::from(DIGITS[distance]));
    }
    text
}

#[cfg(test)]
mod tests {
    use crate::pages::lists::filter_lists::{encoded, words};

    #[test]
    fn words_have_neither_accents_nor_case() {
        assert_eq!(words("Rücken-Schmerz, 2nd ed. (COVID-19)"), ["rucken", "schmerz", "2nd", "ed", "covid", "19"]);
        assert_eq!(words("腰痛の体操 MRI検査"), ["腰", "痛", "の", "体", "操", "mri", "検", "査"]);
    }

    #[test]
    fn numbers_are_written_as_distances() {
        assert_eq!(encoded(&[0, 1, 33, 34, 2000]), "ABgBBu9B");
    }
}
