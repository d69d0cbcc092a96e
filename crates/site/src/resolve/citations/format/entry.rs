//! A [`Reference`] as the item that the style processor takes: CSL's variables, with stand-ins for what it would spoil.
//!
//! Items, not hayagriva's own entries: an item says each of CSL's variables and types by its name, so that standards, data
//! sets, a status, and an access date without an address reach the style. What items lack (protected capitals, a short
//! container) the stand-ins and [`super::repair`] give.

use std::collections::BTreeMap;

use hayagriva::citationberg::json::{
    DateValue, FixedDate, FixedDateRange, Item, LiteralName, NameItem, NameValue, Value,
};

use wellpress_bibliography::{ContributorName, PartialDate, Reference, TextVariable, Title};

use super::date_span;
use super::repair::LETTER_VARIABLE;
use super::stand_in::{self, LETTER, OTHERS, PAIRED_BODY, Words};
use super::values::PAGES_AS_WRITTEN;

/// One source as the processor takes it.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Its variables.
    pub(super) item: Item,
    /// What stand-ins in the variables stand for.
    pub(super) words: Words,
}

impl Entry {
    /// The entry of a source.
    pub(super) fn new(reference: &Reference) -> Self {
        let mut fields = Fields { map: BTreeMap::new(), words: Words::of(reference) };
        fields.text("id", Some(reference.key.as_str()));
        fields.text("type", Some(reference.kind.csl()));
        fields.titles(reference);
        fields.names("author", &reference.authors);
        fields.names("editor", &reference.editors);
        fields.names("translator", &reference.translators);
        fields.date("issued", reference.issued.as_ref());
        fields.date("accessed", reference.accessed.as_ref());
        fields.numbers(reference);
        fields.publication(reference);
        Self { item: Item(fields.map), words: fields.words }
    }

    /// The same with a stand-in for the letter of its year.
    pub(super) fn with_letter(&self) -> Item {
        let mut item = self.item.clone();
        item.0.insert(LETTER_VARIABLE.to_string(), Value::String(LETTER.to_string()));
        item
    }

    /// The same without its access date.
    pub(super) fn without_access(&self) -> Item {
        let mut item = self.item.clone();
        item.0.remove("accessed");
        item
    }
}

/// The item for sorting: nothing stands in, since stand-ins have no place in the alphabet; a body sorts without its article.
pub(super) fn for_sorting(reference: &Reference) -> Item {
    let mut plain = reference.clone();
    let bare = |title: &Option<Title>| title.as_ref().map(|title| Title::from(title.plain().to_lowercase().as_str()));
    plain.title = bare(&plain.title);
    plain.short_title = bare(&plain.short_title);
    plain.container = bare(&plain.container);
    for name in plain.authors.iter_mut().chain(&mut plain.editors) {
        if let ContributorName::Organisation(body) = name {
            let articles = ["The ", "A ", "An "];
            if let Some(rest) = articles.iter().find_map(|article| body.strip_prefix(article)) {
                *body = rest.to_owned();
            }
        }
    }
    Entry::new(&plain).item
}

struct Fields {
    map: BTreeMap<String, Value>,
    words: Words,
}

impl Fields {
    fn text(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value.map(stand_in::without_stand_ins).filter(|value| !value.trim().is_empty()) {
            self.map.insert(name.to_owned(), Value::String(value));
        }
    }

    fn title(&mut self, name: &str, value: Option<&Title>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let value = self.words.protect(value);
            self.map.insert(name.to_owned(), Value::String(value));
        }
    }

    fn number(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            let value = self.words.protect_start(&stand_in::number(value));
            self.map.insert(name.to_owned(), Value::String(value));
        }
    }

    fn titles(&mut self, reference: &Reference) {
        self.title("title", reference.title.as_ref());
        self.title("title-short", reference.short_title.as_ref());
        self.title("container-title", reference.container.as_ref());
        match &reference.container_short {
            Some(short) => self.title("container-title-short", Some(&stand_in::all_kept(short))),
            None => self.title("container-title-short", reference.container.as_ref()),
        }
        self.title("collection-title", reference.collection.as_ref());
        self.text("event-title", reference.event.as_deref());
    }

    fn numbers(&mut self, reference: &Reference) {
        self.number("volume", reference.volume.as_deref());
        self.number("issue", reference.issue.as_deref());
        self.number("page", reference.pages.as_deref());
        self.pages_as_written();
        self.number("chapter-number", reference.chapter.as_deref());
        self.number("number", reference.number.as_deref());
        self.number("collection-number", reference.more.text(TextVariable::CollectionNumber));
        self.number("edition", reference.edition.as_deref());
        self.number("version", reference.version.as_deref());
    }

    fn pages_as_written(&mut self) {
        if let Some(Value::String(pages)) = self.map.get("page")
            && pages.contains('-')
        {
            let pages = pages.replace('-', "\u{2013}");
            self.map.insert(PAGES_AS_WRITTEN.to_string(), Value::String(pages));
        }
    }

    fn publication(&mut self, reference: &Reference) {
        self.text("publisher", reference.publisher.as_deref());
        self.text("publisher-place", reference.place.as_deref());
        self.text("status", reference.status.as_deref());
        self.text("genre", reference.genre.as_deref());
        self.text("DOI", reference.doi.as_deref());
        self.text("PMID", reference.pmid.as_deref());
        self.text("PMCID", reference.pmcid.as_deref());
        self.text("ISBN", reference.isbn.as_deref());
        self.text("ISSN", reference.issn.as_deref());
        self.text("URL", reference.url.as_deref());
        self.text("language", reference.language.as_deref());
        self.text("note", reference.note.as_deref());
    }

    fn names(&mut self, role: &str, names: &[ContributorName]) {
        if !names.is_empty() {
            let mut values: Vec<_> = names.iter().map(name).collect();
            if let ([_, ContributorName::Organisation(_)], [_, NameValue::Literal(body)]) =
                (names, values.as_mut_slice())
            {
                body.literal.push(PAIRED_BODY);
            }
            self.map.insert(role.to_owned(), Value::Names(values));
        }
    }

    fn date(&mut self, name: &str, date: Option<&PartialDate>) {
        if let Some(date) = date.and_then(fixed) {
            let raw = FixedDateRange { start: date, end: None };
            self.map.insert(name.to_owned(), Value::Date(DateValue::Raw { raw, literal: None, season: None }));
        }
    }
}

fn name(name: &ContributorName) -> NameValue {
    let literal = |text: &str| NameValue::Literal(LiteralName { literal: in_name(text) });
    match name {
        ContributorName::Organisation(body) => literal(body),
        ContributorName::Others => NameValue::Literal(LiteralName { literal: OTHERS.to_string() }),
        ContributorName::Person { suffix, .. } => {
            let whole = name.display_family();
            let given = name.display_given().as_deref().map(in_name);
            NameValue::Item(parts(&in_name(&whole), given, suffix.clone()))
        }
    }
}

/// A name's text, with apostrophes for straight ones.
fn in_name(text: &str) -> String {
    stand_in::without_stand_ins(text).replace('\'', "\u{2019}")
}

/// The processor takes the words in lower case out of a family name that comes without particle; a name that is split
/// into particle and rest it joins again as it was.
fn parts(family: &str, given: Option<String>, suffix: Option<String>) -> NameItem {
    let (non_dropping_particle, family) = match family.split_once(' ') {
        Some((first, rest)) => (Some(first.to_owned()), rest.to_owned()),
        None => (None, family.to_owned()),
    };
    NameItem { family, given, non_dropping_particle, dropping_particle: None, suffix, comma_suffix: None }
}

/// Years that the processor has room for; a range by its start and a season by a month of it, which [`super::date_span`] puts
/// right.
fn fixed(date: &PartialDate) -> Option<FixedDate> {
    Some(FixedDate {
        year: i16::try_from(date.year).ok()?,
        month: date_span::month_of(date).map(|month| month.saturating_sub(1)),
        day: date.day.map(|day| day.saturating_sub(1)),
        season: None,
        circa: date.approximate,
    })
}
