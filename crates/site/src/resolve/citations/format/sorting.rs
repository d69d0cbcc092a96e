//! The order that a style asks for, by keys that are made once for each source: the processor renders both sides of every
//! comparison again.
//!
//! A macro as a key is rendered as the processor's own sort renders it: whole names, family name first; dates as digits.

use std::cmp::Ordering;
use std::sync::{Arc, OnceLock};

use hayagriva::BufWriteFormat;
use hayagriva::citationberg::json::{DateValue, Item, Value};
use hayagriva::citationberg::taxonomy::{DateVariable, NumberVariable, StandardVariable, Variable};
use hayagriva::citationberg::{
    Affixes, Date, DatePartName, IndependentStyle, InheritableNameOptions, LayoutRenderingElement as Element,
    LocaleCode, Name, NameAsSortOrder, Names, NamesChild, Sort, SortDirection, SortKey,
};
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use serde_json::json;

use wellpress_bibliography::{ContributorName as SourceName, Reference};

use super::engine::{Engine, Form};
use super::repair::for_each;
use super::stand_in::PAIRED_BODY;

/// An order of sources.
pub(super) struct Sorter {
    style: Arc<IndependentStyle>,
    sort: Option<Sort>,
    /// How names are shown where the sort is asked for.
    names: InheritableNameOptions,
    locale: LocaleCode,
    /// Made when two sources are first compared: a key is a style of its own.
    keys: OnceLock<Vec<Key>>,
    cached: Vec<OnceLock<Vec<KeyValue>>>,
    collator: Option<CollatorBorrowed<'static>>,
}

struct Key {
    kind: KeyKind,
    descending: bool,
}

enum KeyKind {
    /// The text of a macro.
    Macro(Box<Engine>),
    Variable(Variable),
    /// The number that the source has on the page.
    PageNumber,
    /// Author, where a style has no order of its own.
    Author,
}

/// One key of one source.
#[derive(Debug, Clone, PartialEq)]
enum KeyValue {
    Text(Option<String>),
    Date(Option<(i32, u8, u8)>),
    Number(Option<f64>),
    PageNumber,
}

impl Sorter {
    /// The order that a style asks for in its list, or author, year, title where it asks for none.
    pub(super) fn of_list(style: &Arc<IndependentStyle>, locale: &LocaleCode, sources: usize) -> Self {
        let list = style.bibliography.as_ref();
        let names = list.map(|list| list.name_options.clone()).unwrap_or_default();
        Self::new(style, list.and_then(|list| list.sort.clone()), names, locale, sources)
    }

    /// The order that a style asks for within a mark, if it does.
    pub(super) fn of_marks(style: &Arc<IndependentStyle>, locale: &LocaleCode, sources: usize) -> Option<Self> {
        let sort = style.citation.sort.clone()?;
        Some(Self::new(style, Some(sort), style.citation.name_options.clone(), locale, sources))
    }

    fn new(
        style: &Arc<IndependentStyle>,
        sort: Option<Sort>,
        names: InheritableNameOptions,
        locale: &LocaleCode,
        sources: usize,
    ) -> Self {
        let cached = std::iter::repeat_with(OnceLock::new).take(sources).collect();
        let language = locale.0.parse::<icu_locale::Locale>();
        let collator =
            language.ok().and_then(|locale| Collator::try_new(locale.into(), CollatorOptions::default()).ok());
        let (style, locale) = (style.clone(), locale.clone());
        Self { style, sort, names, locale, keys: OnceLock::new(), cached, collator }
    }

    /// Gives up what sources were compared by.
    pub(super) fn settle(&mut self) {
        self.keys = OnceLock::new();
        self.cached.fill_with(OnceLock::new);
    }

    fn keys(&self) -> &[Key] {
        self.keys.get_or_init(|| match &self.sort {
            Some(sort) => sort.keys.iter().map(|key| Key::new(&self.style, key, &self.names, &self.locale)).collect(),
            None => Key::fallback(),
        })
    }

    /// Compares two sources, each as its place in the library, its record and its number on the page.
    pub(super) fn compare(&self, a: (usize, &Reference, u32), b: (usize, &Reference, u32)) -> Ordering {
        let values = |(at, reference, _): (usize, &Reference, u32)| self.values(at, reference);
        let pairs = self.keys().iter().zip(values(a).iter().zip(values(b)));
        let mut orders = pairs.map(|(key, values)| match values {
            (KeyValue::PageNumber, _) => key.directed(a.2.cmp(&b.2), false),
            (a, b) => self.compare_values(key, a, b),
        });
        orders.find(|order| *order != Ordering::Equal).unwrap_or(Ordering::Equal)
    }

    fn values(&self, at: usize, reference: &Reference) -> &[KeyValue] {
        self.cached[at].get_or_init(|| {
            let item = super::entry::for_sorting(reference);
            self.keys().iter().map(|key| key.value(&item, reference)).collect()
        })
    }

    fn compare_values(&self, key: &Key, a: &KeyValue, b: &KeyValue) -> Ordering {
        let (order, empty) = match (a, b) {
            (KeyValue::Text(a), KeyValue::Text(b)) => (self.compare_text(a.as_deref(), b.as_deref()), key.sinks(a, b)),
            (KeyValue::Date(a), KeyValue::Date(b)) => (a.cmp(b), a.is_none() || b.is_none()),
            (KeyValue::Number(a), KeyValue::Number(b)) => {
                (a.partial_cmp(b).unwrap_or(Ordering::Equal), a.is_none() || b.is_none())
            }
            _ => (Ordering::Equal, false),
        };
        key.directed(order, empty)
    }

    fn compare_text(&self, a: Option<&str>, b: Option<&str>) -> Ordering {
        match (a, b, &self.collator) {
            (Some(a), Some(b), Some(collator)) => collator.compare(a, b),
            (a, b, _) => a.cmp(&b),
        }
    }
}

impl Key {
    fn new(style: &IndependentStyle, key: &SortKey, names: &InheritableNameOptions, locale: &LocaleCode) -> Self {
        let descending = key.sort_direction() == SortDirection::Descending;
        let kind = match key {
            SortKey::Variable { variable: Variable::Number(NumberVariable::CitationNumber), .. } => KeyKind::PageNumber,
            SortKey::Variable { variable, .. } => KeyKind::Variable(*variable),
            SortKey::MacroName { .. } => {
                KeyKind::Macro(Box::new(Engine::new(key_style(style, key, names), locale.clone())))
            }
        };
        Self { kind, descending }
    }

    fn fallback() -> Vec<Self> {
        let variables = [Variable::Date(DateVariable::Issued), Variable::Standard(StandardVariable::Title)];
        let kinds = std::iter::once(KeyKind::Author).chain(variables.map(KeyKind::Variable));
        kinds.map(|kind| Self { kind, descending: false }).collect()
    }

    fn value(&self, item: &Item, reference: &Reference) -> KeyValue {
        match &self.kind {
            KeyKind::PageNumber => KeyValue::PageNumber,
            KeyKind::Author => KeyValue::Text(author(reference)),
            KeyKind::Macro(engine) => {
                let mut text = String::new();
                let written = engine.cite(item, None, Form::Whole).write_buf(&mut text, BufWriteFormat::Plain);
                KeyValue::Text(written.is_ok().then(|| text.replace(PAIRED_BODY, "").to_lowercase()))
            }
            KeyKind::Variable(variable) => variable_value(*variable, item),
        }
    }

    /// A variable that one of two sources lacks puts that source last; a macro without text is just short.
    fn sinks(&self, a: &Option<String>, b: &Option<String>) -> bool {
        !matches!(self.kind, KeyKind::Macro(_)) && (a.is_none() || b.is_none())
    }

    fn directed(&self, order: Ordering, empty: bool) -> Ordering {
        if empty || self.descending { order.reverse() } else { order }
    }
}

fn author(reference: &Reference) -> Option<String> {
    let names = if reference.authors.is_empty() { &reference.editors } else { &reference.authors };
    let name = |name: &SourceName| match name {
        SourceName::Person { given: Some(given), .. } => format!("{}, {given}", name.display_family()),
        _ => name.display_family(),
    };
    let joined = names.iter().map(name).collect::<Vec<_>>().join(", ");
    let title = || reference.title.as_ref().map(ToString::to_string);
    Some(joined).filter(|joined| !joined.is_empty()).or_else(title).map(|text| text.to_lowercase())
}

fn variable_value(variable: Variable, item: &Item) -> KeyValue {
    let value = item.0.get(&variable.to_string());
    let text = value.and_then(hayagriva::citationberg::json::Value::to_str).map(|text| text.to_lowercase());
    match (variable, value) {
        (Variable::Date(_), Some(Value::Date(DateValue::Raw { raw, .. }))) => {
            let part = |part: Option<u8>| part.map_or(0, |part| part + 1);
            KeyValue::Date(Some((i32::from(raw.start.year), part(raw.start.month), part(raw.start.day))))
        }
        (Variable::Date(_), _) => KeyValue::Date(None),
        (Variable::Number(_) | Variable::Page(_), _) => KeyValue::Number(text.as_deref().and_then(leading_number)),
        (Variable::Name(_), Some(Value::Names(names))) => {
            let names = names.iter().map(|name| format!("{name:?}").to_lowercase());
            KeyValue::Text(Some(names.collect::<Vec<_>>().join(", ")))
        }
        _ => KeyValue::Text(text),
    }
}

fn leading_number(text: &str) -> Option<f64> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let digits = &text[start..];
    digits[..digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len())].parse().ok()
}

/// A style whose citation is one sort key.
fn key_style(style: &IndependentStyle, key: &SortKey, names: &InheritableNameOptions) -> IndependentStyle {
    let mut style = style.clone();
    style.bibliography = None;
    style.citation.sort = None;
    let layout = &mut style.citation.layout;
    (layout.prefix, layout.suffix, layout.delimiter) = (None, None, None);
    let SortKey::MacroName { name, names_min, names_use_first, names_use_last, .. } = key else { return style };
    layout.elements = style.macros.iter().find(|m| m.name == *name).map(|m| m.children.clone()).unwrap_or_default();
    let mut options = InheritableNameOptions::default();
    let (min, first) = (names_min.or(names.et_al_min), names_use_first.or(names.et_al_use_first));
    (options.et_al_min, options.et_al_subsequent_min) = (min, min);
    (options.et_al_use_first, options.et_al_subsequent_use_first) = (first, first);
    options.et_al_use_last = names_use_last.or(names.et_al_use_last);
    style.citation.name_options = options;
    for_each(&mut style, &mut |element| match element {
        Element::Names(names) => names_as_keys(names),
        Element::Date(date) => date_as_key(date),
        Element::Text(text) => text.text_case = None,
        _ => {}
    });
    style
}

/// Whole names, family name first, without labels. `<name>`'s own options are moved to `<names>`, where they can be set.
fn names_as_keys(names: &mut Names) {
    let name = names.name().cloned().unwrap_or_default();
    let inherited = InheritableNameOptions::default();
    let options = name.options(&inherited);
    names.name_form = name.form.or(names.name_form);
    names.initialize_with = options.initialize_with.map(str::to_owned).or(names.initialize_with.take());
    names.et_al_min = options.et_al_min.or(names.et_al_min);
    names.et_al_use_first = options.et_al_use_first.or(names.et_al_use_first);
    names.name_as_sort_order = Some(NameAsSortOrder::All);
    names.children.retain(|child| !matches!(child, NamesChild::Label(_) | NamesChild::Name(_)));
    names.children.insert(0, NamesChild::Name(Name::default()));
}

/// Year, month and day in digits, as many of them as the date shows.
fn date_as_key(date: &mut Date) {
    let shows = |name| date.date_part.iter().any(|part| part.name == name);
    let parts = date.parts.unwrap_or_default();
    let (month, day) = match date.form {
        Some(_) => (parts.has_month(), parts.has_day()),
        None => (shows(DatePartName::Month), shows(DatePartName::Day)),
    };
    let wanted = [("year", true), ("month", month), ("day", day)];
    let part = |name: &str| serde_json::from_value(json!({ "@name": name, "@form": "numeric-leading-zeros" })).ok();
    date.date_part = wanted.iter().filter(|(_, wanted)| *wanted).filter_map(|(name, _)| part(name)).collect();
    (date.form, date.delimiter, date.affixes) = (None, None, Affixes::default());
}
