//! Sources into marks and lists by CSL styles. Takes the library's [`Reference`]s and the citation groups of a page, returns
//! formatted text as data. Links, list markup and escaping are left to the theme.
//!
//! The styles run in [`wellpress_csl`]. This module gives it the sources and turns its text into parts with links. Lists
//! and marks may have two different styles; the list decides order, numbers and letters for both.

mod label;
mod linked_text;
mod rich_text;
mod source_item;
mod style;

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use wellpress_csl as csl;
use wellpress_csl::{Formatted, Processor, Role, Slots, Variable, year_letters};

use wellpress_bibliography::{ContributorName, Reference};
use wellpress_markdown::citations::CitationForm;

use super::{ListedSource, MarkForm, MarkPart};
use crate::config::{CitationMarks, ReferenceOrder};
use crate::model::reference::ReferenceId;
use label::title_or_key;
pub use label::{authors_and_year, label_names, short_name};
use linked_text::{linked_text, text_between};
pub use rich_text::{RichText, Run};
use source_item::source_item;
pub use style::{CslSource, StyleError};
pub use wellpress_csl::style_names;

/// What decides how sources are formatted. Pages with equal settings share one [`Formatter`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FormatSettings {
    /// The list's style.
    pub list_style: CslSource,
    /// How marks show.
    pub marks: CitationMarks,
    /// The style of author-date marks.
    pub marks_style: CslSource,
    /// The list's order.
    pub order: ReferenceOrder,
    /// BCP 47 language of terms and dates.
    pub language: String,
}

/// A page's marks and list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormattedPage {
    /// One for each citation, in the same order.
    pub marks: Vec<Vec<MarkPart>>,
    /// Each source of the page once.
    pub list: Vec<ListedSource>,
}

/// A processor of the library. Those of one formatter share the items.
type SourceProcessor<'a> = Processor<Arc<Items<'a>>>;

/// The items of a library. Each is made at its first use: an edit in a preview formats few sources of many. They own their text,
/// because values that are made later than the formatter cannot borrow for as long as it does.
struct Items<'a> {
    references: &'a [Arc<Reference>],
    made: Slots<Box<csl::Item<'static>>>,
}

impl csl::Library for Items<'_> {
    fn count(&self) -> usize {
        self.references.len()
    }

    fn item(&self, source: usize) -> &csl::Item<'_> {
        let reference = &self.references[source];
        self.made.get_or_init(source, || Box::new(source_item(reference).into_owned()))
    }
}

/// The entry of a source that all pages share.
struct SourceEntry {
    text: RichText,
    /// Whether the entry prints the access date.
    has_access_date: bool,
}

/// Formats the sources of a library in one style for lists and one for marks. A site makes one for each combination of
/// settings; all threads share it.
pub struct Formatter<'a> {
    references: &'a [Arc<Reference>],
    list: SourceProcessor<'a>,
    marks: SourceProcessor<'a>,
    marks_form: CitationMarks,
    /// Whether number marks stand above the line.
    raises_numbers: bool,
    has_numbers_after_punctuation: bool,
    order: ReferenceOrder,
    access_sentence: SourceProcessor<'a>,
    entries: Slots<SourceEntry>,
    /// The marks of single sources that show nothing of a page, without their numbers.
    plain_marks: Slots<Vec<MarkPart>>,
    accessed: Slots<Option<Arc<str>>>,
    short_names: Slots<String>,
    terms: Terms,
}

/// Words in the language of the formatter.
struct Terms {
    no_date: String,
    and: String,
    et_al: String,
}

impl<'a> Formatter<'a> {
    /// Reads the styles. Nothing is formatted yet.
    ///
    /// # Errors
    ///
    /// A style does not ship, is no CSL, or has no part for what it was chosen for.
    pub fn new(references: &'a [Arc<Reference>], settings: &FormatSettings) -> Result<Self, StyleError> {
        let list_style = style::for_list(&settings.list_style, &settings.language)?;
        let marks_style = match settings.marks {
            CitationMarks::AuthorDate => style::for_marks(&settings.marks_style, &settings.language)?,
            CitationMarks::Number if list_style.has_number_marks() => Arc::clone(&list_style),
            CitationMarks::Number => style::built_in(include_str!("numbers.csl"), &settings.language),
        };
        let term = |name, form, default: &str| list_style.term(name, form).unwrap_or_else(|| default.to_owned());
        let terms = Terms {
            no_date: term("no date", csl::TermForm::Short, "n.d."),
            and: term("and", csl::TermForm::Long, "and"),
            et_al: term("et-al", csl::TermForm::Long, "et al."),
        };
        let items = Arc::new(Items { references, made: Slots::new(references.len()) });
        Ok(Self {
            raises_numbers: settings.marks == CitationMarks::Number && marks_style.raises_numbers(),
            has_numbers_after_punctuation: style::has_numbers_after_punctuation(&settings.list_style),
            list: Processor::new(list_style, Arc::clone(&items)),
            // "See" and "but cf." say in which order an author means the sources, as APA 7 (section 8.12) asks for.
            marks: Processor::new(marks_style, Arc::clone(&items)).with_cite_order(csl::CiteOrder::BetweenWords),
            access_sentence: Processor::new(style::built_in(include_str!("accessed.csl"), &settings.language), items),
            marks_form: settings.marks,
            order: settings.order,
            entries: Slots::new(references.len()),
            plain_marks: Slots::new(references.len()),
            accessed: Slots::new(references.len()),
            short_names: Slots::new(references.len()),
            terms,
            references,
        })
    }

    /// The marks of a page's citations, which are in the order in which a reader meets them, and the list of their sources.
    /// `unmarked` are sources that the list contains although no mark cites them.
    #[must_use]
    pub fn page(&self, citations: &[csl::Citation<'_>], unmarked: &[ReferenceId]) -> FormattedPage {
        let listed_sources = self.listed(citations, unmarked);
        let listing = match self.marks_form {
            CitationMarks::AuthorDate => self.marks.list_in_order(listed_sources),
            CitationMarks::Number => csl::Listing::numbered(listed_sources),
        };
        let mut marks: Vec<_> = citations.iter().map(|citation| self.mark(citation, &listing)).collect();
        // The page numbers its entries.
        let listing = listing.without_numbers();
        let previous_sources = std::iter::once(None).chain(listing.sources.iter().copied().map(Some));
        let list = listing.sources.iter().zip(previous_sources).zip(1..);
        let list = list.map(|((source, before), number)| self.listed_source(*source, before, number, &listing));
        let mut list: Vec<_> = list.collect();
        number_marks(&mut marks, &mut list);
        FormattedPage { marks, list }
    }

    /// The warnings about the styles of the settings, each with its style. Shipped styles have none.
    pub fn style_warnings<'s>(
        &'s self,
        settings: &'s FormatSettings,
    ) -> impl Iterator<Item = (&'s CslSource, &'s csl::StyleWarning)> {
        let marks =
            (settings.marks == CitationMarks::AuthorDate).then_some((&settings.marks_style, self.marks.style()));
        let styles = std::iter::once((&settings.list_style, self.list.style())).chain(marks);
        styles.flat_map(|(source, style)| style.warnings().iter().map(move |warning| (source, warning)))
    }

    /// Whether marks tell two sources of one author and year apart. Numbers do, and so do author-date styles with letters.
    /// A site with another style gets a warning.
    #[must_use]
    pub fn tells_years_apart(&self) -> bool {
        self.marks_form == CitationMarks::Number || self.marks.style().adds_year_suffix()
    }

    /// Whether raised numbers stand behind full stops and commas where the list's style is at home. The settings may say
    /// otherwise.
    #[must_use]
    pub fn has_numbers_after_punctuation(&self) -> bool {
        self.has_numbers_after_punctuation
    }

    /// How the mark of a citation is typeset.
    pub(super) fn mark_form(&self, form: CitationForm) -> MarkForm {
        match (form, self.marks_form) {
            (CitationForm::Words, _) => MarkForm::Words,
            (_, CitationMarks::Number) if !self.raises_numbers => MarkForm::NumberInLine,
            (CitationForm::Brackets, CitationMarks::Number) => MarkForm::Number,
            (CitationForm::Narrative, CitationMarks::Number) => MarkForm::NamedNumber,
            (CitationForm::Brackets | CitationForm::Narrative, CitationMarks::AuthorDate) => MarkForm::Line,
        }
    }

    /// The entry of a source in the list, without a number, a letter after the year, or an access date that the style does
    /// not print. An entry in which the style prints nothing is the key of the source.
    #[must_use]
    pub fn entry(&self, reference: ReferenceId) -> &RichText {
        &self.source_entry(reference.index()).text
    }

    fn source_entry(&self, source: usize) -> &SourceEntry {
        self.entries.get_or_init(source, || {
            let entry = self.list.entry(source);
            let text = if has_text(entry) {
                linked_text(entry, &self.references[source])
            } else {
                RichText::plain_text(self.references[source].key.to_string())
            };
            SourceEntry { text, has_access_date: entry.find(Role::Variable(Variable::Accessed)).is_some() }
        })
    }

    /// "Accessed May 2, 2023.", if the source has an access date that its entry does not print. A source with a DOI has a
    /// version that does not change, so whether its access date is printed is left to the style.
    #[must_use]
    pub fn accessed(&self, reference: ReferenceId) -> Option<&Arc<str>> {
        let source = reference.index();
        let sentence = self.accessed.get_or_init(source, || {
            let reference = &self.references[source];
            if reference.accessed.is_none() || reference.doi.is_some() || self.source_entry(source).has_access_date {
                return None;
            }
            let sentence = self.access_sentence.mark(source).text;
            (!sentence.is_empty()).then(|| sentence.into())
        });
        sentence.as_ref()
    }

    /// A source in few words: `Sawicki 2021`, `Mayo Clinic 2021`, `Bone Health and Osteoporosis Foundation n.d.`
    #[must_use]
    pub fn short_name(&self, reference: ReferenceId) -> &str {
        let source = reference.index();
        self.short_names.get_or_init(source, || short_name(&self.references[source], &self.terms.no_date))
    }

    /// Gives back the memory of what only marks need, once all marks are made.
    pub(super) fn forget_marks(&mut self) {
        self.marks.forget_marks();
        self.plain_marks.clear();
    }

    /// Frees the memory on another thread, so that the build goes on.
    pub(super) fn drop_in_background(self) {
        let Self { list, marks, entries, .. } = self;
        // The processors borrow the library, which lives longer than the thread pool's scope allows to say: their caches
        // are freed here, the entries elsewhere.
        drop((list, marks));
        rayon::spawn(move || drop(entries));
    }

    /// The sources of a page in the order of the list, each once.
    fn listed(&self, citations: &[csl::Citation<'_>], unmarked: &[ReferenceId]) -> Vec<usize> {
        let count = citations.iter().map(|citation| citation.cites.len()).sum::<usize>() + unmarked.len();
        let mut sources: Vec<usize> = Vec::with_capacity(count);
        for citation in citations {
            match self.marks_form {
                // A list in the order of citation follows what a reader meets, so a mark that sorts its sources decides it.
                CitationMarks::AuthorDate => sources.extend(self.marks.cite_order(citation)),
                // Marks of numbers themselves sort by number.
                CitationMarks::Number => sources.extend(citation.cites.iter().map(|cite| cite.source)),
            }
        }
        sources.extend(unmarked.iter().map(|reference| reference.index()));
        let mut seen = FxHashSet::with_capacity_and_hasher(count, FxBuildHasher);
        sources.retain(|source| seen.insert(*source));
        if self.order == ReferenceOrder::Alphabetical {
            self.list.sort(&mut sources);
        }
        sources
    }

    fn mark(&self, citation: &csl::Citation<'_>, listing: &csl::Listing) -> Vec<MarkPart> {
        if self.marks.has_plain_mark(citation, listing) {
            let source = citation.cites[0].source;
            return self.plain_marks.get_or_init(source, || self.parts(citation, &self.marks.mark(source))).clone();
        }
        self.parts(citation, &self.marks.single_mark(citation, listing))
    }

    /// A mark as sources and the text between them. [`number_marks`] gives the sources their numbers.
    fn parts(&self, citation: &csl::Citation<'_>, mark: &Formatted) -> Vec<MarkPart> {
        let names_author = self.marks_form == CitationMarks::Number && citation.mode == csl::CitationMode::Narrative;
        let mut parts = Vec::new();
        let mut end = 0;
        for span in &mark.spans {
            let Role::Cite(index) = span.role else { continue };
            let cite = &citation.cites[index];
            let text_before_cite = self.mark_text(mark, end, span.start);
            if names_author && index == 0 && !cite.is_author_suppressed {
                let author = Run::plain(format!("{} ", self.author(cite.source)));
                push_text(&mut parts, text_before_cite.runs().iter().cloned().chain([author]).collect());
            } else {
                push_text(&mut parts, text_before_cite);
            }
            let text = self.mark_text(mark, span.start, span.end);
            parts.push(MarkPart::Source { reference: ReferenceId::new(cite.source), occurrence: 0, number: 0, text });
            end = span.end;
        }
        push_text(&mut parts, self.mark_text(mark, end, mark.text.len()));
        // A site keeps the marks of all its pages.
        parts.shrink_to_fit();
        parts
    }

    /// Text within a mark. Where the theme raises the whole mark, its parts are not raised again.
    fn mark_text(&self, mark: &Formatted, start: usize, end: usize) -> RichText {
        let text = text_between(mark, start, end);
        if !self.raises_numbers {
            return text;
        }
        text.runs().iter().map(|run| Run { superscript: false, ..run.clone() }).collect()
    }

    fn listed_source(&self, source: usize, before: Option<usize>, number: u32, listing: &csl::Listing) -> ListedSource {
        let reference = ReferenceId::new(source);
        let letter = listing.year_suffix(source);
        let entry = self.list.entry_after(source, before, listing);
        let prints_letter = entry.find(Role::YearSuffix).is_some();
        let text = match &entry {
            // A dash for repeated names may be all that a style prints.
            Cow::Owned(entry) if !entry.text.is_empty() => Some(linked_text(entry, &self.references[source])),
            _ => None,
        };
        ListedSource {
            reference,
            number,
            year_letter: letter.filter(|_| !prints_letter).map(year_letters),
            text: text.filter(|text| text != self.entry(reference)),
            accessed: self.accessed(reference).cloned(),
            occurrences: 0,
        }
    }

    /// Who wrote a source, in a few words, for a number mark in running text.
    fn author(&self, source: usize) -> String {
        let source = &self.references[source];
        let names = label_names(source);
        match names {
            [] => title_or_key(source),
            [name] => name.display_family(),
            [first, second] if *second != ContributorName::Others => {
                format!("{} {} {}", first.display_family(), self.terms.and, second.display_family())
            }
            [first, ..] => format!("{} {}", first.display_family(), self.terms.et_al),
        }
    }
}

/// Numbers the marks of each source, and counts them in the list.
fn number_marks(marks: &mut [Vec<MarkPart>], list: &mut [ListedSource]) {
    let index_by_source: FxHashMap<ReferenceId, usize> =
        list.iter().enumerate().map(|(index, listed)| (listed.reference, index)).collect();
    for part in marks.iter_mut().flatten() {
        let MarkPart::Source { reference, occurrence, number, .. } = part else { continue };
        let listed_source = &mut list[index_by_source[reference]];
        listed_source.occurrences += 1;
        (*occurrence, *number) = (listed_source.occurrences, listed_source.number);
    }
}

/// Whether a style prints anything but signs for a source.
fn has_text(entry: &Formatted) -> bool {
    entry.text.contains(char::is_alphanumeric)
}

fn push_text(parts: &mut Vec<MarkPart>, text: RichText) {
    if !text.is_empty() {
        parts.push(MarkPart::Text(text));
    }
}
