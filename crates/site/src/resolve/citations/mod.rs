//! Marks and lists of sources: the keys of a page's marks in reading order become formatted marks, a numbered list and
//! the ways back.

pub mod format;

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Location, Rule, Source, rules};
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_io::fs::Files;
use wellpress_markdown::body::Body;
use wellpress_markdown::citations::{AuthorDisplay, CitationForm, CitationGroup};
use wellpress_markdown::ids::IdVec;

use crate::config::{CitationMarks, CitationSettings, Config, ReferenceOrder};
use crate::model::reference::ReferenceId;
use crate::model::{Page, Site};
use crate::parse::front_matter::{PageCitations as Written, ReferenceListMode};

use super::reading_order::{MarkPosition, ReadingOrder, ShownText};
use format::{
    CslSource, FormatSettings, Formatter, Group, GroupForm, Item, ListOrder, Locator, LocatorLabel, MarksForm,
    PageRequest, RichText, StyleError,
};

/// A page's marks and its list of sources.
#[derive(Debug, Default)]
pub struct PageCitations {
    /// Which formatter made them.
    pub style: usize,
    /// Marks in reading order.
    pub marks: IdVec<MarkPosition, Mark>,
    /// Sources in the list's order.
    pub list: Vec<ListedSource>,
    /// Sources in a list that the author wrote by hand, in its order.
    pub listed_by_hand: Vec<ReferenceId>,
}

impl PageCitations {
    /// Every source once: those of the list, then those of the list that the author wrote.
    pub fn sources(&self) -> impl Iterator<Item = ReferenceId> + '_ {
        let is_listed = |source: &ReferenceId| self.list.iter().any(|listed| listed.reference == *source);
        let written = self.listed_by_hand.iter().copied().filter(move |source| !is_listed(source));
        self.list.iter().map(|listed| listed.reference).chain(written)
    }
}

/// A formatted mark.
#[derive(Debug, Default)]
pub struct Mark {
    /// How it is written.
    pub form: MarkForm,
    /// Text and sources in the order shown.
    pub parts: Vec<MarkPart>,
}

/// How a mark shows.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum MarkForm {
    /// In the line.
    #[default]
    Line,
    /// As a superscript number.
    Number,
    /// As a number in the line.
    NumberInLine,
    /// As the author's name in the line with a superscript number.
    NamedNumber,
    /// As the author's own words.
    Words,
}

/// A part of a mark.
#[derive(Debug)]
pub enum MarkPart {
    /// What stands between sources.
    Text(Box<str>),
    /// A source.
    Source {
        /// Which.
        reference: ReferenceId,
        /// How often this page has cited it by then, from 1.
        occurrence: u32,
        /// Its number in the list.
        number: u32,
        /// What shows.
        text: RichText,
    },
}

impl MarkPart {
    /// Its text alone.
    #[must_use]
    pub fn plain(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Source { text, .. } => Cow::Owned(text.plain()),
        }
    }
}

/// A line of the list.
#[derive(Debug, Clone)]
pub struct ListedSource {
    /// Which source.
    pub reference: ReferenceId,
    /// From 1.
    pub number: u32,
    /// The letter that tells it from another of the same authors and year, where the list's style shows none.
    pub year_letter: Option<String>,
    /// "Accessed May 2, 2023.", where the style does not print it.
    pub accessed: Option<Arc<str>>,
    /// The entry on this page, where the list's style shows the letter of the year within.
    pub text: Option<RichText>,
    /// How many marks lead here.
    pub occurrences: u32,
}

/// Formatters by what they are asked for: one for the site, one more for each different wish of a page.
pub struct Formatters<'a> {
    all: Vec<StyledFormatter<'a>>,
    fingerprint: FingerprintBuilder,
    files: Vec<String>,
    by_page: HashMap<usize, usize>,
    lacking: Vec<Diagnostic>,
}

/// A formatter with the form of its marks.
pub struct StyledFormatter<'a> {
    formatter: Formatter<'a>,
    marks: MarksForm,
}

impl<'a> StyledFormatter<'a> {
    /// A source as the list's style writes it.
    #[must_use]
    pub fn entry(&self, reference: ReferenceId) -> &RichText {
        self.formatter.entry(reference)
    }

    /// "Accessed May 2, 2023.", where the source has an access date that its entry does not say.
    #[must_use]
    pub fn accessed(&self, reference: ReferenceId) -> Option<String> {
        self.formatter.accessed(reference).map(ToString::to_string)
    }

    /// A source in two words, such as `Sawicki 2021`.
    #[must_use]
    pub fn short_name(&self, reference: ReferenceId) -> &str {
        self.formatter.short_name(reference)
    }
}

impl<'a> Formatters<'a> {
    /// Reads the styles that the settings and the pages name.
    ///
    /// # Errors
    /// A finding for each style that is unknown or broken.
    pub fn new(files: &dyn Files, config: &Config, site: &'a Site) -> Result<Self, Vec<Diagnostic>> {
        let mut findings = Vec::new();
        let mut made: Vec<(FormatterRequest, usize)> = Vec::new();
        let mut formatters = Self {
            all: Vec::new(),
            fingerprint: FingerprintBuilder::new("styles"),
            files: Vec::new(),
            by_page: HashMap::new(),
            lacking: Vec::new(),
        };
        let own = FormatterRequest::of_site(&config.settings.citations, &config.languages[0].tag);
        let with_wishes = site.pages.iter().filter(|page| has_wishes(page));
        let wishes = with_wishes.map(|page| (Some(page), FormatterRequest::of_page(config, page)));
        for (page, wish) in std::iter::once((None, own)).chain(wishes) {
            let known = made.iter().find(|(other, _)| *other == wish).map(|(_, at)| *at);
            let at = match known {
                Some(at) => at,
                None => match wish.formatter(files, config, page.map(|page| &**page), site) {
                    Ok((formatter, settings)) => {
                        formatters.fingerprint.add(&settings);
                        formatters.files.extend(settings.files());
                        if !formatter.formatter.tells_years_apart()
                            && !made.iter().any(|(other, _)| wish.has_marks_of(other))
                        {
                            formatters.lacking.push(wish.lacking(config, page.map(|page| &**page)));
                        }
                        formatters.all.push(formatter);
                        made.push((wish, formatters.all.len() - 1));
                        formatters.all.len() - 1
                    }
                    Err(finding) => {
                        findings.push(*finding);
                        continue;
                    }
                },
            };
            if let Some(page) = page {
                formatters.by_page.insert(page.id.index(), at);
            }
        }
        if findings.is_empty() { Ok(formatters) } else { Err(findings) }
    }

    /// The shipped styles alone, to go on looking for mistakes where those that were asked for cannot be read.
    #[must_use]
    pub fn shipped(site: &'a Site) -> Self {
        let settings = FormatSettings {
            list_style: CslSource::Named(LIST_STYLE.to_owned()),
            marks: MarksForm::AuthorDate,
            marks_style: CslSource::Named(MARKS_STYLE.to_owned()),
            order: ListOrder::Cited,
            language: "en".to_owned(),
        };
        let formatter = Formatter::new(site.library.references(), &settings).expect("the shipped styles can be read");
        let shipped = StyledFormatter { formatter, marks: settings.marks };
        Self {
            all: vec![shipped],
            fingerprint: FingerprintBuilder::new("shipped"),
            files: Vec::new(),
            by_page: HashMap::new(),
            lacking: Vec::new(),
        }
    }

    /// What the styles lack, each once, where it is named first.
    #[must_use]
    pub fn lacking(&self) -> &[Diagnostic] {
        &self.lacking
    }

    /// Gives up what only marks are made from, for the memory that it takes.
    pub fn settle(&mut self) {
        self.all.iter_mut().for_each(|styled| styled.formatter.settle());
    }

    /// Gives the memory of what was formatted back beside what comes next.
    pub fn drop_in_background(self) {
        self.all.into_iter().for_each(|styled| styled.formatter.let_go());
    }

    /// The site's own.
    #[must_use]
    pub fn of_site(&self) -> (usize, &StyledFormatter<'a>) {
        (0, &self.all[0])
    }

    /// A page's.
    #[must_use]
    pub fn of_page(&self, page: &Page) -> (usize, &StyledFormatter<'a>) {
        let at = self.by_page.get(&page.id.index()).copied().unwrap_or(0);
        (at, &self.all[at])
    }

    /// What decides how they format.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint.fingerprint()
    }

    /// Files of the site that were read as styles, relative to its root.
    #[must_use]
    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// All, by the number that [`PageCitations::style`] has.
    #[must_use]
    pub fn all(&self) -> &[StyledFormatter<'a>] {
        &self.all
    }
}

/// Whether a page may ask for another formatter than the site.
fn has_wishes(page: &Page) -> bool {
    let own = page.editorial().map(|reviewed| &reviewed.citations);
    let asks =
        |own: &Written| own.style.is_some() || own.marks.is_some() || own.marks_style.is_some() || own.order.is_some();
    page.language != 0 || own.is_some_and(asks)
}

/// What a formatter is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FormatterRequest {
    style: Option<Located<String>>,
    marks: CitationMarks,
    marks_style: Option<Located<String>>,
    order: ReferenceOrder,
    language: String,
}

/// The list's style where the settings name none.
pub const LIST_STYLE: &str = "american-medical-association";
/// The style of author-date marks where the settings name none.
pub const MARKS_STYLE: &str = "apa";

impl FormatterRequest {
    fn of_site(settings: &CitationSettings, language: &str) -> Self {
        Self {
            style: settings.style.clone(),
            marks: settings.marks.unwrap_or(CitationMarks::AuthorDate),
            marks_style: settings.marks_style.clone(),
            order: settings.order.unwrap_or(ReferenceOrder::Cited),
            language: language.to_owned(),
        }
    }

    fn of_page(config: &Config, page: &Page) -> Self {
        let own = Self::of_site(&config.settings.citations, &config.languages[page.language].tag);
        let Some(Written { style, marks, marks_style, order, .. }) =
            page.editorial().map(|reviewed| &reviewed.citations)
        else {
            return own;
        };
        Self {
            style: style.clone().or(own.style),
            marks: marks.unwrap_or(own.marks),
            marks_style: marks_style.clone().or(own.marks_style),
            order: order.unwrap_or(own.order),
            language: own.language,
        }
    }

    fn has_marks_of(&self, other: &Self) -> bool {
        let name = |wish: &Self| wish.marks_style.as_ref().map(|style| style.value.clone());
        self.marks == other.marks && name(self) == name(other)
    }

    /// The finding for a style of marks that gives no letters to years.
    fn lacking(&self, config: &Config, page: Option<&Page>) -> Diagnostic {
        let name = self.marks_style.as_ref().map_or(MARKS_STYLE, |style| style.value.as_str());
        let message = format!("marks of `{name}` do not tell two sources of one author and year apart");
        let place = place_of(config, page, &self.marks_style);
        Diagnostic::new(&rules::MARKS_STYLE_LACKING, place.1, message)
            .help("name a style whose marks have letters for that, such as `apa`, or say `marks: number`")
    }

    fn formatter<'a>(
        &self,
        files: &dyn Files,
        config: &Config,
        page: Option<&Page>,
        site: &'a Site,
    ) -> Result<(StyledFormatter<'a>, FormatSettings), Box<Diagnostic>> {
        let source = |style: &Option<Located<String>>, or: &str| csl_source(files, config, style.as_ref(), or);
        let settings = FormatSettings {
            list_style: source(&self.style, LIST_STYLE).map_err(|why| wrong(config, page, &self.style, &why, None))?,
            marks: if self.marks == CitationMarks::Number { MarksForm::Number } else { MarksForm::AuthorDate },
            marks_style: source(&self.marks_style, MARKS_STYLE)
                .map_err(|why| wrong(config, page, &self.marks_style, &why, None))?,
            order: if self.order == ReferenceOrder::Cited { ListOrder::Cited } else { ListOrder::Alphabetical },
            language: self.language.clone(),
        };
        let made = Formatter::new(site.library.references(), &settings);
        made.map(|formatter| (StyledFormatter { formatter, marks: settings.marks }, settings)).map_err(|error| {
            let is_of_marks = self.marks_style.as_ref().is_some_and(|style| names(&error, &style.value));
            let style = if is_of_marks { &self.marks_style } else { &self.style };
            let near = if let StyleError::Unknown { near, .. } = &error { near.clone() } else { None };
            wrong(config, page, style, &error.to_string(), near)
        })
    }
}

/// The place that names a style, and the rule that a wrong one there breaks.
fn place_of(config: &Config, page: Option<&Page>, style: &Option<Located<String>>) -> (&'static Rule, Location) {
    let of_page = page.filter(|page| {
        let written = page.editorial().map(|reviewed| &reviewed.citations);
        written.is_some_and(|written| written.style == *style || written.marks_style == *style)
    });
    match (of_page, style) {
        (Some(page), Some(style)) => (&rules::FRONT_MATTER_TYPE, page.source.locate(style.span)),
        (None, Some(style)) => (&rules::SETTINGS_INVALID, config.source.locate(style.span)),
        (_, None) => (&rules::SETTINGS_INVALID, Location::file(config.source.path.clone())),
    }
}

/// The finding for a style, at the place that names it.
fn wrong(
    config: &Config,
    page: Option<&Page>,
    style: &Option<Located<String>>,
    message: &str,
    near: Option<String>,
) -> Box<Diagnostic> {
    let (rule, place) = place_of(config, page, style);
    let finding = Diagnostic::new(rule, place, message);
    let otherwise = "write the name of a style, such as `apa`, or the path of a `.csl` file from the site's root";
    Box::new(finding.suggest_or(near.as_deref(), otherwise))
}

/// Whether a style's error is about the one of this name or path.
fn names(error: &StyleError, wanted: &str) -> bool {
    match error {
        StyleError::Unknown { name, .. } => name == wanted,
        StyleError::Invalid { path, .. } => path == wanted,
        StyleError::Lacks { style, .. } => style == wanted,
    }
}

impl FormatSettings {
    /// The paths of styles that are files.
    fn files(&self) -> impl Iterator<Item = String> {
        let path = |style: &CslSource| if let CslSource::File { path, .. } = style { Some(path.clone()) } else { None };
        [path(&self.list_style), path(&self.marks_style)].into_iter().flatten()
    }
}

/// A shipped style by its name, or a file by its path.
///
/// # Errors
/// Says why the file cannot be read.
pub fn csl_source(
    files: &dyn Files,
    config: &Config,
    style: Option<&Located<String>>,
    or: &str,
) -> Result<CslSource, String> {
    let name = style.map_or(or, |style| style.value.as_str());
    let is_file = Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csl"));
    if !is_file {
        return Ok(CslSource::Named(name.to_owned()));
    }
    match files.read_limited(&config.root.join(name), config.settings.limits.file_size) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(CslSource::File { path: name.to_owned(), text }),
            Err(_) => Err(format!("the style `{name}` is not UTF-8")),
        },
        Err(error) => Err(format!("the style cannot be read: {error}")),
    }
}

/// Findings for keys that no source has.
pub(super) fn check(site: &Site, source: &Source, body: &Body, findings: &mut Vec<Diagnostic>) {
    for item in body.citations.iter().flat_map(|group| &group.items) {
        if site.library.find(&item.key).is_none() {
            findings.push(site.library.unknown(&item.key, source.locate(item.key_span)));
        }
    }
}

/// Formats the marks of a page.
pub fn of_page(
    site: &Site,
    page: &Page,
    formatter: (usize, &StyledFormatter<'_>),
    reading_order: &ReadingOrder,
    listed: &[ReferenceId],
) -> PageCitations {
    let parts = page.article().map_or(&[][..], |article| &article.key_points);
    let body_of = |text: ShownText| match text {
        ShownText::Numbered(number) => parts.get(number),
        ShownText::PageBody => Some(&*page.body),
        ShownText::Exercise(exercise) => Some(&*site.page(exercise).body),
        ShownText::Disclaimer(disclaimer) => Some(&*site.disclaimers[disclaimer.index()].body),
    };
    let mut citations = format_marks(site, formatter, reading_order, listed, body_of);
    let list = page.editorial().and_then(|reviewed| reviewed.citations.list.as_ref());
    let is_manual = list.is_some_and(|list| list.value == ReferenceListMode::Manual);
    citations.listed_by_hand = written(site, page);
    if is_manual && citations.marks.is_empty() {
        citations.list.clear();
    }
    citations
}

/// The library's sources in the list that an author wrote by hand, each once.
fn written(site: &Site, page: &Page) -> Vec<ReferenceId> {
    let mut written = Vec::new();
    for source in page.body.references.iter().filter_map(|item| site.library.find_written(item)) {
        if !written.contains(&source) {
            written.push(source);
        }
    }
    written
}

/// Formats the marks of texts that stand one after another.
pub(super) fn of_bodies(
    site: &Site,
    formatter: (usize, &StyledFormatter<'_>),
    reading_order: &ReadingOrder,
    bodies: &[(&Source, &Body)],
    listed: &[ReferenceId],
) -> PageCitations {
    let body_of = |text: ShownText| match text {
        ShownText::Numbered(number) => bodies.get(number).map(|(_, body)| *body),
        ShownText::PageBody | ShownText::Exercise(_) | ShownText::Disclaimer(_) => None,
    };
    format_marks(site, formatter, reading_order, listed, body_of)
}

fn format_marks<'b>(
    site: &Site,
    (style, styled): (usize, &StyledFormatter<'_>),
    reading_order: &ReadingOrder,
    listed: &[ReferenceId],
    body_of: impl Fn(ShownText) -> Option<&'b Body>,
) -> PageCitations {
    let mut groups = Vec::with_capacity(reading_order.marks.len());
    let mut forms = Vec::with_capacity(reading_order.marks.len());
    for mark in &reading_order.marks {
        let text = reading_order.instances[mark.instance].text;
        let written = body_of(text).map(|body| &body.citations[mark.citation]);
        let group = written.and_then(|written| group(site, written));
        forms.push(group.is_some().then_some(written.map_or(CitationForm::Brackets, |written| written.form)));
        groups.extend(group);
    }
    if groups.is_empty() && listed.is_empty() {
        return PageCitations { style, ..PageCitations::default() };
    }
    let formatted = styled.formatter.page(&PageRequest { groups: &groups, unmarked: listed });
    let numbers: FxHashMap<ReferenceId, u32> =
        formatted.list.iter().map(|entry| (entry.reference, entry.number)).collect();
    let mut occurrences: FxHashMap<ReferenceId, u32> = FxHashMap::default();
    let mut made = formatted.marks.into_iter();
    let is_raised = styled.formatter.raises_numbers();
    let marks = forms.into_iter().map(|form| {
        let Some(form) = form else { return Mark::default() };
        let parts = made.next().unwrap_or_default().into_iter().map(|part| match part {
            format::MarkPart::Text(text) => MarkPart::Text(text.into()),
            format::MarkPart::Source { reference, text, .. } => {
                let count = occurrences.entry(reference).or_insert(0);
                *count += 1;
                let number = numbers.get(&reference).copied().unwrap_or(0);
                MarkPart::Source { reference, occurrence: *count, number, text }
            }
        });
        let form = match form {
            CitationForm::Words => MarkForm::Words,
            _ if styled.marks == MarksForm::Number && !is_raised => MarkForm::NumberInLine,
            CitationForm::Brackets if styled.marks == MarksForm::Number => MarkForm::Number,
            CitationForm::Narrative if styled.marks == MarksForm::Number => MarkForm::NamedNumber,
            CitationForm::Brackets | CitationForm::Narrative => MarkForm::Line,
        };
        let mut parts: Vec<MarkPart> = parts.collect();
        parts.shrink_to_fit();
        Mark { form, parts }
    });
    let marks = marks.collect();
    let list = formatted.list.into_iter().map(|entry| ListedSource {
        reference: entry.reference,
        number: entry.number,
        year_letter: entry.year_letter,
        text: entry.text,
        accessed: entry.accessed,
        occurrences: occurrences.get(&entry.reference).copied().unwrap_or(0),
    });
    PageCitations { style, list: list.collect(), marks, listed_by_hand: Vec::new() }
}

/// A mark's sources, or `None` where none of its keys is known.
fn group(site: &Site, written: &CitationGroup) -> Option<Group> {
    let items = written.items.iter().filter_map(|item| {
        let locator = item.locator.as_ref().map(|locator| Locator {
            label: LocatorLabel::from_word(locator.label).unwrap_or(LocatorLabel::Page),
            value: locator.value.clone(),
        });
        Some(Item {
            reference: site.library.find(&item.key)?,
            prefix: item.prefix.trim_end().to_owned(),
            locator,
            suffix: item.suffix.clone(),
            suppress_author: item.author == AuthorDisplay::Suppressed,
        })
    });
    let items: Vec<Item> = items.collect();
    let form = match written.form {
        CitationForm::Narrative => GroupForm::Narrative,
        CitationForm::Brackets | CitationForm::Words => GroupForm::Parenthetical,
    };
    (!items.is_empty()).then_some(Group { form, items })
}
