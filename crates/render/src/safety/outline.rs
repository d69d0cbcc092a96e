//! What `wellpress theme check` has to know of a page before a browser shows it: its notices, its steps, and whether style
//! sheets can tell it from other pages.

use std::collections::BTreeSet;
use std::hash::{Hash as _, Hasher as _};

use memchr::memmem;
use rustc_hash::FxHasher;

use wellpress_foundation::text::one_line;

use super::html_reader::{Event, OpenElement, read};
use super::{STEP_CLASSES, SafetyNotice};

/// What a style sheet sees of the notices of a finished page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafetyOutline {
    /// The kinds of its notices.
    pub notices: BTreeSet<SafetyNotice>,
    /// A hash of the elements around all notices and steps, without their text and their ids.
    pub shape: u64,
    /// Whether it may have cards of exercises that a script opens in place.
    pub has_cards: bool,
}

impl SafetyOutline {
    /// Reads the HTML of a page.
    #[must_use]
    pub fn of(html: &[u8]) -> Self {
        let mut notices = BTreeSet::new();
        let mut hasher = FxHasher::default();
        read(html, |event, open| {
            if !matches!(event, Event::Start) {
                return;
            }
            let Some(element) = open.last() else { return };
            let kind = kind_of(element);
            notices.extend(kind);
            if kind.is_some() || is_steps(element) {
                for element in open {
                    element.name.hash(&mut hasher);
                    element.attribute("class").hash(&mut hasher);
                }
            }
        });
        Self { notices, shape: hasher.finish(), has_cards: has_cards(html) }
    }
}

/// Whether a page has what the script of cards needs: its words, and a card of an exercise.
fn has_cards(html: &[u8]) -> bool {
    ["data-open=", "plate-card", "data-kind=\"exercise\""]
        .iter()
        .all(|part| memmem::find(html, part.as_bytes()).is_some())
}

/// The notices in the HTML of a page, each with its text in single blanks.
#[must_use]
pub fn notices_of(html: &[u8]) -> Vec<(SafetyNotice, String)> {
    let texts = texts_of(html, |element| kind_of(element).is_some());
    let notices = texts.into_iter().filter_map(|(classes, text)| {
        let kind = classes.split_ascii_whitespace().find_map(SafetyNotice::of_class)?;
        Some((kind, text))
    });
    notices.collect()
}

/// The text of each list of steps in the HTML of a page that has any text.
#[must_use]
pub fn steps_of(html: &[u8]) -> Vec<String> {
    texts_of(html, is_steps).into_iter().map(|(_, text)| text).filter(|text| !text.is_empty()).collect()
}

fn kind_of(element: &OpenElement) -> Option<SafetyNotice> {
    element.classes().find_map(SafetyNotice::of_class)
}

fn is_steps(element: &OpenElement) -> bool {
    element.classes().any(|class| STEP_CLASSES.contains(&class))
}

/// The classes and the text of each of these elements, in reading order.
fn texts_of(html: &[u8], is_one: impl Fn(&OpenElement) -> bool) -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = Vec::new();
    // The elements that are open: the index in `texts` and the byte at which the element starts.
    let mut reading: Vec<(usize, usize)> = Vec::new();
    read(html, |event, open| {
        let Some(element) = open.last() else { return };
        match event {
            Event::Start if is_one(element) => {
                reading.push((texts.len(), element.start));
                texts.push((element.attribute("class").unwrap_or_default().to_owned(), String::new()));
            }
            Event::Text(text) => reading.iter().for_each(|(number, _)| texts[*number].1.push_str(text)),
            Event::End if reading.last().is_some_and(|(_, start)| *start == element.start) => drop(reading.pop()),
            Event::Start | Event::End => {}
        }
    });
    texts.into_iter().map(|(classes, text)| (classes, one_line(&text))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_notices_and_steps() {
        let html = b"<div class=\"cautions\"><p class=\"caution big\">A\n <b>b</b></p></div><ol class=\"steps\"><li>C</li></ol>";
        assert_eq!(notices_of(html), [(SafetyNotice::Caution, "A b".to_owned())]);
        assert_eq!(steps_of(html), ["C"]);
        let shape = |html: &str| SafetyOutline::of(html.as_bytes()).shape;
        assert_eq!(shape("<p class=caution>a</p>"), shape("<b>c</b><p class=caution id=d>e</p>"));
        assert_ne!(shape("<p class=caution>a</p>"), shape("<div><p class=caution>a</p></div>"));
    }
}
