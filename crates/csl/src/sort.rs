//! The order of sources: keys are made once for each source and compared as bytes.

use std::cmp::Ordering;

use icu_collator::options::{AlternateHandling, CollatorOptions, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale::Locale as IcuLocale;

use crate::buffer::Buffer;
use crate::item::{Date, Item, Name};
use crate::locale::QuoteMarks;
use crate::markup;
use crate::render::{Area, CiteContext, Renderer, sort_digits};
use crate::style::Style;
use crate::style::elements::{SortKey, SortSource};
use crate::style::names::DemoteParticle;
use crate::variables::{Variable, VariableKind};

/// Compares text as a reader of the language expects: without regard to case, accents and punctuation, and with numbers in
/// the order of their values.
#[derive(Debug)]
pub(crate) struct Sorter {
    collator: Option<CollatorBorrowed<'static>>,
}

/// A key of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum KeyValue {
    Text(Box<[u8]>),
    /// The number in the list, which the page knows.
    Number,
    /// Sources without a value come last, in both directions.
    Missing,
}

impl Sorter {
    pub(crate) fn new(style: &Style) -> Self {
        let mut options = CollatorOptions::default();
        options.strength = Some(Strength::Primary);
        options.alternate_handling = Some(AlternateHandling::Shifted);
        let locale: IcuLocale = style.locale.tag.parse().unwrap_or(IcuLocale::UNKNOWN);
        let mut preferences = CollatorPreferences::from(&locale);
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        Self { collator: Collator::try_new(preferences, options).ok() }
    }

    /// The keys of a source for the order of a layout.
    pub(crate) fn keys(
        &self,
        style: &Style,
        keys: &[SortKey],
        area: Area,
        item: &Item<'_>,
        cite: &CiteContext<'_>,
    ) -> Vec<KeyValue> {
        keys.iter().map(|key| self.key(style, key, area, item, cite)).collect()
    }

    fn key(&self, style: &Style, key: &SortKey, area: Area, item: &Item<'_>, cite: &CiteContext<'_>) -> KeyValue {
        let text = match key.source {
            SortSource::Variable(Variable::CitationNumber) => return KeyValue::Number,
            SortSource::Variable(Variable::CitationLabel) => crate::label::citation_label(item),
            SortSource::Variable(variable) => variable_text(style, variable, item),
            SortSource::Macro(index) => Renderer::new(style, item, area, cite).sort_text(index, &key.names),
            SortSource::Nothing => String::new(),
        };
        if text.trim().is_empty() { KeyValue::Missing } else { KeyValue::Text(self.bytes(&text)) }
    }

    /// A key whose bytes compare as the text does.
    fn bytes(&self, text: &str) -> Box<[u8]> {
        let Some(collator) = &self.collator else { return text.to_lowercase().into_bytes().into() };
        let mut bytes = Vec::with_capacity(text.len() * 2);
        for word in text.split(is_word_end).filter(|word| !word.is_empty()) {
            let start = bytes.len();
            // Writing to memory cannot fail.
            let _ = collator.write_sort_key_to(word, &mut bytes);
            // Lower than all bytes of a key, so that "Dale, Jo" comes before "Dalebout". A dash alone is no word.
            if bytes.len() > start {
                bytes.push(0);
            }
        }
        bytes.into()
    }
}

/// Compares two sources by their keys. `numbers` are their numbers in the list.
pub(crate) fn compare(keys: &[SortKey], left: &[KeyValue], right: &[KeyValue], numbers: (u32, u32)) -> Ordering {
    for (index, key) in keys.iter().enumerate() {
        let ordering = match (&left[index], &right[index]) {
            (KeyValue::Text(left), KeyValue::Text(right)) => left.cmp(right),
            (KeyValue::Number, KeyValue::Number) => numbers.0.cmp(&numbers.1),
            (KeyValue::Missing, KeyValue::Missing) => continue,
            (KeyValue::Missing, _) => return Ordering::Greater,
            (_, KeyValue::Missing) => return Ordering::Less,
            _ => continue,
        };
        let ordering = if key.is_descending { ordering.reverse() } else { ordering };
        if ordering.is_ne() {
            return ordering;
        }
    }
    Ordering::Equal
}

/// Words are compared one by one.
fn is_word_end(character: char) -> bool {
    character.is_whitespace() || matches!(character, ',' | '\u{2be}' | '\u{2bf}')
}

fn variable_text(style: &Style, variable: Variable, item: &Item<'_>) -> String {
    match variable.kind() {
        VariableKind::Names => {
            let names = item.names(variable).iter().map(|name| name_text(name, style.options.demote_particle));
            names.collect::<Vec<_>>().join(", ")
        }
        VariableKind::Date => item.date(variable).map(date_text).unwrap_or_default(),
        VariableKind::Text | VariableKind::Number => without_tags(item.text(variable).unwrap_or_default()),
    }
}

fn name_text(name: &Name<'_>, demote: DemoteParticle) -> String {
    if name.is_literal() {
        return name.literal.to_string();
    }
    let (before, after) = match demote {
        DemoteParticle::Never => (&*name.non_dropping_particle, ""),
        DemoteParticle::SortOnly | DemoteParticle::DisplayAndSort => ("", &*name.non_dropping_particle),
    };
    let parts = [before, &name.family, &name.dropping_particle, after, &name.given, &name.suffix];
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

fn date_text(date: &Date<'_>) -> String {
    let Some(start) = date.start else { return date.literal.to_string() };
    let start_text = sort_digits(start, |_| true);
    date.end.map_or_else(|| start_text.clone(), |end| format!("{start_text}-{}", sort_digits(end, |_| true)))
}

/// Text without inline markup.
fn without_tags(text: &str) -> String {
    let mut buffer = Buffer::new(false);
    markup::push(&mut buffer, text, &QuoteMarks::none());
    buffer.into_fragment().text().to_owned()
}
