//! The 652 examples of the CommonMark Spec 0.31.2 through the parser of texts: what comes out is what the specification
//! says, but for the exceptions in `commonmark/exceptions.txt`, each with its reason.
//!
//! What a text was parsed to is written as HTML here, plainly, and both sides are compared as a browser reads them,
//! with straight punctuation and addresses decoded: extensions that only change how something looks are not at issue.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "commonmark/examples.rs"]
mod examples;
#[path = "commonmark/writer.rs"]
mod writer;

use std::collections::BTreeMap;

use wellpress_markdown::extensions::Extensions;

use crate::examples::{Punctuation, examples, read};
use crate::writer::html_of;

const SPEC: &str = include_str!("commonmark/spec.txt");
const EXCEPTIONS: &str = include_str!("commonmark/exceptions.txt");

/// Numbers and reasons of the exceptions.
fn exceptions() -> BTreeMap<usize, &'static str> {
    let lines = EXCEPTIONS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .flat_map(|line| {
            let (numbers, reason) = line.split_once(": ").unwrap();
            numbers.split(' ').map(move |number| (number.parse().unwrap(), reason))
        })
        .collect()
}

#[test]
fn the_examples_of_the_specification_hold() {
    let (examples, exceptions) = (examples(SPEC), exceptions());
    assert_eq!(examples.len(), 652);
    let mut wrong = String::new();
    for (number, example) in examples.iter().enumerate().map(|(at, example)| (at + 1, example)) {
        let (written, expected) = (&example.written, &example.expected);
        assert!(example.extension.is_empty(), "CommonMark has no extensions");
        let html = html_of(written, Extensions::NONE);
        let holds = read(&html, Punctuation::Evened) == read(expected, Punctuation::Evened);
        match (holds, exceptions.get(&number)) {
            (true, Some(reason)) => wrong.push_str(&format!("{number} holds by now, and is an exception: {reason}\n")),
            (false, None) => {
                wrong.push_str(&format!("{number} differs\n{written}\nexpected\n{expected}\nfound\n{html}\n\n"));
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
