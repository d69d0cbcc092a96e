//! What Markdown authors expect beyond CommonMark: each feature in a file of its own.

mod abbreviations;
mod attributes;
mod emoji;
mod figures;
mod foreign_markup;
mod highlights;
mod links;
mod math;
mod pictures;
mod primes;
mod safe_html;
mod scripts;
mod signs;
mod tabs;

use crate::harness::{TestBuild, TestSite};

pub(super) const PAGE: &str = "articles/a/index.html";

/// Builds a site with one article of this text.
#[track_caller]
pub(super) fn build(text: &str) -> TestBuild {
    TestSite::new().article("a", text).build()
}

/// The HTML of the article's paragraphs. Fails if there is a finding.
#[track_caller]
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let built = build(text);
    built.assert_no_findings();
    built.select(PAGE, ".text p")
}

/// The HTML of the article's paragraphs with the extension of this name switched off. Findings do not matter.
#[track_caller]
pub(super) fn paragraphs_without(extension: &str, text: &str) -> Vec<String> {
    let built = TestSite::new().settings(&format!("markdown: {{{extension}: false}}\n")).article("a", text).build();
    built.select(PAGE, ".text p")
}
