//! The list of a page's sources: its entries, each formatted once for all pages, their order and numbers.

use std::sync::{Arc, OnceLock};

use hayagriva::citationberg::{IndependentStyle, LocaleCode};

use super::engine::{Engine, Form};
use super::repair;
use super::rich_text::RichText;
use super::shape::{Shape, Wording};
use super::sorting::Sorter;
use super::{ReferenceId, Sources};

/// A style's list.
pub(super) struct List {
    engine: Engine,
    lettered: OnceLock<Engine>,
    accessed: OnceLock<Option<Engine>>,
    wording: Wording,
    entries: Vec<OnceLock<RichText>>,
    lettered_entries: Vec<OnceLock<Option<Box<Shape>>>>,
    accesses: Vec<OnceLock<Option<Arc<str>>>>,
    /// The alphabetical order.
    pub(super) order: Sorter,
}

impl List {
    /// Takes a style that passed [`super::style::for_list`].
    pub(super) fn new(style: &Arc<IndependentStyle>, locale: &LocaleCode, sources: usize) -> Self {
        let order = Sorter::of_list(style, locale, sources);
        let engine = Engine::new(repair::list_as_citation(style.as_ref().clone()), locale.clone());
        Self {
            wording: engine.wording(),
            engine,
            lettered: OnceLock::new(),
            accessed: OnceLock::new(),
            entries: std::iter::repeat_with(OnceLock::new).take(sources).collect(),
            lettered_entries: std::iter::repeat_with(OnceLock::new).take(sources).collect(),
            accesses: std::iter::repeat_with(OnceLock::new).take(sources).collect(),
            order,
        }
    }

    /// Gives up what is not the text of an entry.
    pub(super) fn settle(&mut self) {
        self.lettered_entries.fill_with(OnceLock::new);
        self.order.settle();
        self.engine.settle();
        let others = self.lettered.get_mut().into_iter().chain(self.accessed.get_mut().into_iter().flatten());
        others.for_each(Engine::settle);
    }

    /// A source's entry.
    pub(super) fn entry(&self, sources: &Sources<'_>, id: ReferenceId) -> &RichText {
        self.entries[id.index()].get_or_init(|| {
            let entry = sources.entry(id);
            let text = self.engine.shape(&entry.item, &entry.words, &self.wording, Form::Whole).text(None, None);
            let says_something = text.runs().iter().any(|run| run.text.contains(char::is_alphanumeric));
            if says_something { text } else { RichText::plain_text(sources.reference(id).key.to_string()) }
        })
    }

    /// A source's entry with the letter of its year, where the style shows one.
    pub(super) fn lettered(&self, sources: &Sources<'_>, id: ReferenceId, letter: &str) -> Option<RichText> {
        let shape = self.lettered_entries[id.index()].get_or_init(|| {
            let entry = sources.entry(id);
            let style = || repair::with_letter(self.engine.style().clone());
            let engine = self.lettered.get_or_init(|| self.engine.in_style(style()));
            let shape = engine.shape(&entry.with_letter(), &entry.words, &self.wording, Form::Whole);
            shape.has_letter().then(|| Box::new(shape))
        });
        shape.as_ref().map(|shape| shape.text(None, Some(letter)))
    }

    /// When a source was read, as a sentence, where its entry does not say so.
    pub(super) fn accessed(&self, sources: &Sources<'_>, id: ReferenceId) -> Option<&Arc<str>> {
        let sentence = self.accesses[id.index()].get_or_init(|| {
            let date = sources.reference(id).accessed.as_ref()?;
            let engine = self.accessed.get_or_init(|| access_style().map(|style| self.engine.in_style(style)));
            let entry = sources.entry(id);
            let sentence = engine.as_ref()?.shape(&entry.item, &entry.words, &self.wording, Form::Whole);
            let sentence = sentence.text(None, None).plain();
            let said = self.says_access(sources, id, &sentence, &date.year.to_string());
            Some(sentence).filter(|sentence| !said && !sentence.is_empty()).map(Into::into)
        });
        sentence.as_ref()
    }

    /// Whether an entry says when it was read: in the words of `sentence`, or so that it is another without the date.
    fn says_access(&self, sources: &Sources<'_>, id: ReferenceId, sentence: &str, year: &str) -> bool {
        let entry = self.entry(sources, id);
        let plain = entry.plain();
        let words = sentence.trim_end_matches('.');
        if plain.contains(words) || !plain.contains(year) {
            return plain.contains(words);
        }
        let source = sources.entry(id);
        let without = self.engine.shape(&source.without_access(), &source.words, &self.wording, Form::Whole);
        without.text(None, None) != *entry
    }
}

/// "Accessed May 2, 2023.", in the words of the locale.
fn access_style() -> Option<IndependentStyle> {
    const STYLE: &str = r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
        <info><title>Accessed</title><id>accessed</id><updated>2026-01-01T00:00:00+00:00</updated></info>
        <citation><layout suffix="."><group delimiter=" ">
            <text term="accessed" text-case="capitalize-first"/><date variable="accessed" form="text"/>
        </group></layout></citation></style>"#;
    IndependentStyle::from_xml(STYLE).ok()
}
