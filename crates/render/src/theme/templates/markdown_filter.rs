//! The filter `markdown`: texts of templates that are Markdown.
//!
//! A filter is called while a template is rendered, and knows no site. So it prints a mark in the place of the text, and keeps the text
//! until the template has been rendered: then [`insert`] replaces each mark by the HTML, for which the caller knows the page.

use std::cell::RefCell;

use tera::{Kwargs, State, Value};

thread_local! {
    /// The texts of the template that this thread renders, in the order of the calls.
    static TEXTS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Begins the mark of a text. Unicode keeps this character free, and no file of the site can have it.
const MARK: char = '\u{fdd2}';

/// The filter: a mark in the place of the text.
pub(super) fn filter(text: &str, _: Kwargs, _: &State<'_>) -> Value {
    let number = TEXTS.with_borrow_mut(|texts| {
        texts.push(text.to_owned());
        texts.len() - 1
    });
    Value::safe_string(&format!("{MARK}{number}{MARK}"))
}

/// How many texts wait for their HTML.
pub(crate) fn count() -> usize {
    TEXTS.with_borrow(Vec::len)
}

/// Forgets the texts from a number on, whose template is not shown.
pub(crate) fn forget_from(count: usize) {
    TEXTS.with_borrow_mut(|texts| texts.truncate(count));
}

/// Replaces the marks in the HTML of a template by the HTML of their texts.
///
/// # Errors
/// The first that `html_of` gives.
pub(crate) fn insert<E>(html: &mut Vec<u8>, html_of: impl Fn(&str) -> Result<String, E>) -> Result<(), E> {
    let texts = TEXTS.take();
    if texts.is_empty() {
        return Ok(());
    }
    let marked_text = String::from_utf8_lossy(html);
    let mut pieces = marked_text.split(MARK);
    let mut inserted = pieces.next().unwrap_or_default().to_owned();
    while let (Some(number), Some(behind)) = (pieces.next(), pieces.next()) {
        let text = number.parse::<usize>().ok().and_then(|number| texts.get(number));
        inserted += &text.map(|text| html_of(text)).transpose()?.unwrap_or_default();
        inserted += behind;
    }
    *html = inserted.into_bytes();
    Ok(())
}
