//! Finds the words of a paragraph of a packet in the author's files: in the texts that the page shows and in their front matter.
//!
//! A packet shows the rendered page, so its words are compared with those of the parsed texts, letters and digits alone. Words that
//! were changed since still lead to the paragraph that has most of them.

use wellpress_diagnostics::{Location, Source, Span};
use wellpress_markdown::body::Body;
use wellpress_markdown::walk::{Skip, TextEvent};

use crate::model::Page;
use crate::parse::front_matter::untyped_fields;

use super::resolved_site::ResolvedSite;
use super::shown_pages::ShownPages;

/// A paragraph of a file: its words and where they stand.
struct WrittenParagraph<'a> {
    source: &'a Source,
    span: Span,
    words: String,
}

/// The paragraphs of all texts that a page shows.
pub struct RemarkPlaces<'a> {
    paragraphs: Vec<WrittenParagraph<'a>>,
}

/// The share of common words from which two paragraphs count as versions of one.
pub const LEAST_SIMILARITY: f64 = 0.5;

impl<'a> RemarkPlaces<'a> {
    /// Reads the texts of a page, of the exercises and programmes that it shows, and of its disclaimers.
    #[must_use]
    pub fn of_page(resolved: &ResolvedSite<'a>, page: &'a Page) -> Self {
        let site = resolved.site;
        let mut places = Self { paragraphs: Vec::new() };
        let ShownPages { programmes, exercises, .. } = ShownPages::of(site, &resolved.pages, page);
        let others = programmes.iter().chain(&exercises).map(|page| site.page(*page));
        for page in std::iter::once(page).chain(others) {
            places.add_fields(page.written().0);
            places.add_body(&page.source, &page.body);
        }
        let placed = &resolved.pages[page.id].disclaimers;
        let disclaimers =
            placed.top.iter().chain(&placed.bottom).chain(&placed.with_exercise).chain(&placed.with_video);
        for disclaimer in disclaimers.map(|id| &site.disclaimers[*id]) {
            places.add_fields(&disclaimer.source);
            places.add_body(&disclaimer.source, &disclaimer.body);
        }
        for glossary in &site.glossaries {
            places.add_glossary(&glossary.source);
        }
        places
    }

    /// The place of the paragraph with these words, or with most of them.
    #[must_use]
    pub fn find(&self, words: &str) -> Option<Location> {
        let letters = letters(words);
        let same = self.paragraphs.iter().find(|paragraph| self::letters(&paragraph.words) == letters);
        let similar = || {
            let (score, paragraph) = most_similar(&self.paragraphs, |paragraph| &paragraph.words, words)?;
            (score >= LEAST_SIMILARITY).then_some(paragraph)
        };
        let paragraph = same.filter(|_| !letters.is_empty()).or_else(similar)?;
        Some(paragraph.source.locate(paragraph.span))
    }

    /// The texts in the front matter that stand there as they are read; one in several lines is found by `similarity` alone.
    fn add_fields(&mut self, source: &'a Source) {
        let (fields, end) = untyped_fields(source);
        let mut from = 0;
        for value in fields.values() {
            self.add_value(source, value, &mut from, end);
        }
    }

    fn add_value(&mut self, source: &'a Source, value: &serde_json::Value, from: &mut usize, end: usize) {
        match value {
            serde_json::Value::Object(fields) => {
                fields.values().for_each(|value| self.add_value(source, value, from, end));
            }
            serde_json::Value::Array(items) => items.iter().for_each(|item| self.add_value(source, item, from, end)),
            serde_json::Value::String(text) if !text.trim().is_empty() => {
                let at = source.text[*from..end].find(text.trim()).map(|at| *from + at);
                let at = at.or_else(|| source.text[..end].find(text.trim()));
                if let Some(at) = at {
                    let span = Span::new(at..at + text.trim().len());
                    self.paragraphs.push(WrittenParagraph { source, span, words: text.trim().to_owned() });
                    *from = at;
                }
            }
            _ => {}
        }
    }

    /// The lines of a glossary, each with a term or its definition.
    fn add_glossary(&mut self, source: &'a Source) {
        let mut start = 0;
        for line in source.text.split_inclusive('\n') {
            let words = line.split_once(": ").map_or(line, |(_, value)| value).trim().trim_matches(['"', '\'']);
            if words.split_whitespace().count() > 1 {
                let at = start + line.find(words).unwrap_or_default();
                let span = Span::new(at..at + words.len());
                self.paragraphs.push(WrittenParagraph { source, span, words: words.to_owned() });
            }
            start += line.len();
        }
    }

    fn add_body(&mut self, source: &'a Source, body: &'a Body) {
        let mut open: Option<(Span, String)> = None;
        const SKIPPED: &[Skip] = &[];
        for (_, event) in body.walk(source, 0..body.nodes.len(), SKIPPED) {
            match event {
                TextEvent::Text { text, span, .. } => {
                    let (place, words) = open.get_or_insert_with(|| (span, String::new()));
                    words.push_str(text);
                    *place = Span::new(place.start.min(span.start) as usize..place.end.max(span.end) as usize);
                }
                TextEvent::Code(text) => open.iter_mut().for_each(|(_, words)| words.push_str(text)),
                TextEvent::Break => open.iter_mut().for_each(|(_, words)| words.push(' ')),
                TextEvent::Start(element) | TextEvent::End(element) | TextEvent::Skipped(element)
                    if !body.is_inline(element) =>
                {
                    self.close(source, &mut open);
                }
                _ => {}
            }
        }
        self.close(source, &mut open);
    }

    fn close(&mut self, source: &'a Source, open: &mut Option<(Span, String)>) {
        if let Some((span, words)) = open.take().filter(|(_, words)| !words.trim().is_empty()) {
            self.paragraphs.push(WrittenParagraph { source, span, words });
        }
    }
}

/// The letters and digits of a text in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The paragraph whose text has most words in common with these, and the share of them, from 0 to 1. Of equals, the last.
pub fn most_similar<'p, T>(paragraphs: &'p [T], text: impl Fn(&T) -> &str, words: &str) -> Option<(f64, &'p T)> {
    let scored = paragraphs.iter().map(|paragraph| (similarity(text(paragraph), words), paragraph));
    scored.max_by(|(a, _), (b, _)| a.total_cmp(b))
}

/// How many of their words two texts have in common, from 0 to 1.
fn similarity(a: &str, b: &str) -> f64 {
    let (a, b) = (sorted_words(a), sorted_words(b));
    let (mut common, mut from) = (0_usize, 0);
    for word in &a {
        if let Some(at) = b[from..].iter().position(|other| other == word) {
            common += 1;
            from += at + 1;
        }
    }
    let word_count = a.len() + b.len();
    // Texts of a site are short enough for exact numbers.
    #[expect(clippy::cast_precision_loss, reason = "counts of words of a paragraph")]
    if word_count == 0 { 0.0 } else { 2.0 * common as f64 / word_count as f64 }
}

fn sorted_words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = text.split_whitespace().map(letters).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words
}
