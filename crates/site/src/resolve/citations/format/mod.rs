//! Sources into marks and lists, by CSL styles. Takes the library's [`Reference`]s and a page's groups, gives formatted text
//! as data; what is a link, what is a list and what is escaped is the theme's.
//!
//! A source is formatted once for a style, when a page first wants it, and shared by all pages and threads; a page only
//! chooses among forms. Sources of one kind (`likeness`) differ by their values alone: the processor renders the first two,
//! and what they have in common (`pattern`) is filled in for the others. What the style processor (hayagriva) is given and what it gives back is put right in two places:
//! `repair` and `stand_in` in front of it, `shape` behind it.

mod addition;
mod author_date;
mod date_span;
mod engine;
mod entry;
mod ladder;
mod likeness;
mod list;
mod locator;
mod marks;
mod names;
mod numbers;
mod pattern;
mod repair;
mod rich_text;
mod shape;
mod sorting;
mod specialise;
mod stand_in;
mod style;
mod substitutes;
mod title_case;
mod typography;
mod uses;
mod values;

use std::sync::{Arc, OnceLock};

use hayagriva::citationberg::TermForm;
use hayagriva::citationberg::taxonomy::OtherTerm;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use wellpress_bibliography::{ContributorName, Reference};

use crate::model::reference::ReferenceId;
use author_date::AuthorDate;
use engine::Engine;
use entry::Entry;
use list::List;
pub use locator::{Locator, LocatorLabel};
use marks::PageMarks;
use numbers::Numbers;
pub use rich_text::{RichText, Run};
use sorting::Sorter;
pub use style::{CslSource, StyleError, style_names};

/// How a citation shows in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum MarksForm {
    /// `(Sawicki et al., 2021)`
    #[default]
    AuthorDate,
    /// The number in the list.
    Number,
}

/// The order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ListOrder {
    /// As first cited.
    #[default]
    Cited,
    /// The list style's own, else by author, year and title.
    Alphabetical,
}

/// What decides how sources are formatted. Pages with equal settings share one [`Formatter`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FormatSettings {
    /// The list's style.
    pub list_style: CslSource,
    /// How marks show.
    pub marks: MarksForm,
    /// The style of author-date marks.
    pub marks_style: CslSource,
    /// The list's order.
    pub order: ListOrder,
    /// BCP 47 language of terms and dates.
    pub language: String,
}

/// What one page cites.
#[derive(Debug, Clone, Copy)]
pub struct PageRequest<'a> {
    /// Its marks in the order in which a reader meets them.
    pub groups: &'a [Group],
    /// Sources that are listed though no mark cites them.
    pub unmarked: &'a [ReferenceId],
}

/// The sources of one mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// How they show.
    pub form: GroupForm,
    /// In the order written; never empty.
    pub items: Vec<Item>,
}

/// Whether a mark stands beside the sentence or in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum GroupForm {
    /// `(Sawicki et al., 2021)`
    #[default]
    Parenthetical,
    /// `Sawicki et al. (2021)`
    Narrative,
}

/// One source within a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Which.
    pub reference: ReferenceId,
    /// Words before it, such as `see`.
    pub prefix: String,
    /// Where in it.
    pub locator: Option<Locator>,
    /// Words behind it.
    pub suffix: String,
    /// Whether the year stands alone.
    pub suppress_author: bool,
}

impl Item {
    /// A source with nothing added.
    #[must_use]
    pub fn plain(reference: ReferenceId) -> Self {
        Self { reference, prefix: String::new(), locator: None, suffix: String::new(), suppress_author: false }
    }
}

/// A page's marks and list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormattedPage {
    /// One for each group, in the same order.
    pub marks: Vec<Vec<MarkPart>>,
    /// Each source of the page once.
    pub list: Vec<ListEntry>,
}

/// A part of a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkPart {
    /// Text between sources.
    Text(String),
    /// A source, to be linked to its entry.
    Source {
        /// Its place in the group as it was given.
        item: usize,
        /// Which.
        reference: ReferenceId,
        /// How it shows.
        text: RichText,
    },
}

/// A line of a page's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListEntry {
    /// Which source. Its entry is [`Formatter::entry`], unless `text` says otherwise.
    pub reference: ReferenceId,
    /// Its number in the list, from 1.
    pub number: u32,
    /// Its entry on this page, where the list's style shows the letter of the year within.
    pub text: Option<RichText>,
    /// The letter of its year, where marks have one that its entry does not show.
    pub year_letter: Option<String>,
    /// "Accessed May 2, 2023.", where the source has an access date that its entry does not say.
    pub accessed: Option<Arc<str>>,
}

/// Formats the sources of a library in one style for lists and one for marks. Made once for a site's distinct settings,
/// and shared by all threads.
pub struct Formatter<'a> {
    sources: Sources<'a>,
    list: List,
    marks: Marks,
    order: ListOrder,
    short_names: Vec<OnceLock<String>>,
    no_date: String,
}

/// The number of each source of a page.
type Numbering = FxHashMap<ReferenceId, u32>;

enum Marks {
    AuthorDate(Box<AuthorDate>),
    Number(Box<Numbers>),
}

impl<'a> Formatter<'a> {
    /// Loads the styles. Nothing is formatted yet.
    ///
    /// # Errors
    ///
    /// A style that does not ship, is no CSL, or cannot do what it is wanted for.
    pub fn new(references: &'a [Arc<Reference>], settings: &FormatSettings) -> Result<Self, StyleError> {
        let (count, locale) = (references.len(), engine::locale_code(&settings.language));
        let list_style = Arc::new(style::for_list(&settings.list_style)?);
        let terms = Engine::new(list_style.as_ref().clone(), locale.clone());
        let no_date = terms.term(OtherTerm::NoDate, TermForm::Short).unwrap_or("n.d.").to_owned();
        let marks = match settings.marks {
            MarksForm::AuthorDate => {
                let style = style::for_marks(&settings.marks_style)?;
                Marks::AuthorDate(Box::new(AuthorDate::new(style, &locale, count)))
            }
            MarksForm::Number => {
                let order = Sorter::of_marks(&list_style, &locale, count);
                Marks::Number(Box::new(Numbers::new(terms, order)))
            }
        };
        Ok(Self {
            sources: Sources { references },
            list: List::new(&list_style, &locale, count),
            marks,
            order: settings.order,
            short_names: std::iter::repeat_with(OnceLock::new).take(count).collect(),
            no_date,
        })
    }

    /// A page's marks and list.
    #[must_use]
    pub fn page(&self, request: &PageRequest<'_>) -> FormattedPage {
        let listed = self.listed(request);
        let numbers: Numbering = listed.iter().copied().zip(1..).collect();
        let page = PageMarks { sources: &self.sources, numbers: &numbers };
        let mut levels = Vec::new();
        let marks = match &self.marks {
            Marks::AuthorDate(marks) => {
                levels = ladder::climb(marks, &self.sources, &listed);
                request.groups.iter().map(|group| page.author_date(marks, &levels, group)).collect()
            }
            Marks::Number(marks) => request.groups.iter().map(|group| page.numbered(marks, group)).collect(),
        };
        let mut letters = levels.into_iter().map(|level| level.letter);
        let line = |(id, number)| self.line(id, number, letters.next().flatten());
        FormattedPage { marks, list: listed.iter().copied().zip(1..).map(line).collect() }
    }

    /// Whether marks tell two sources of one author and year apart: numbers do, and author-date styles with letters. A site
    /// whose style does not is worth a warning.
    #[must_use]
    pub fn tells_years_apart(&self) -> bool {
        match &self.marks {
            Marks::AuthorDate(marks) => marks.rules().disambiguate_add_year_suffix,
            Marks::Number(_) => true,
        }
    }

    /// Whether marks are numbers above the line, rather than in it.
    #[must_use]
    pub fn raises_numbers(&self) -> bool {
        matches!(&self.marks, Marks::Number(marks) if marks.are_raised())
    }

    /// A source's entry in the list, without number, letter or access date that the style does not give it.
    #[must_use]
    pub fn entry(&self, reference: ReferenceId) -> &RichText {
        self.list.entry(&self.sources, reference)
    }

    /// "Accessed May 2, 2023.", where the source has an access date that its entry does not say.
    #[must_use]
    pub fn accessed(&self, reference: ReferenceId) -> Option<&Arc<str>> {
        self.list.accessed(&self.sources, reference)
    }

    /// A source in two words: `Sawicki 2021`, `Mayo Clinic 2021`, `Bone Health and Osteoporosis Foundation n.d.`
    #[must_use]
    pub fn short_name(&self, reference: ReferenceId) -> &str {
        self.short_names[reference.index()].get_or_init(|| short_name(self.sources.reference(reference), &self.no_date))
    }

    /// Gives up all that only marks are made from: where they are made, hardly anybody asks for it. It is made again for
    /// whoever does.
    pub(super) fn settle(&mut self) {
        let Self { list, marks, .. } = self;
        let of_marks = || match marks {
            Marks::AuthorDate(marks) => marks.settle(),
            Marks::Number(_) => {}
        };
        rayon::join(of_marks, || list.settle());
    }

    /// Gives the memory of what was formatted back beside what comes next. The sources themselves are another's.
    pub(super) fn let_go(self) {
        let Self { list, marks, .. } = self;
        rayon::spawn(move || drop((list, marks)));
    }

    /// The page's sources, each once, in the order of the list.
    fn listed(&self, request: &PageRequest<'_>) -> Vec<ReferenceId> {
        let count = request.groups.iter().map(|group| group.items.len()).sum::<usize>() + request.unmarked.len();
        let mut listed: Vec<ReferenceId> = Vec::with_capacity(count);
        let mut seen = FxHashSet::with_capacity_and_hasher(count, FxBuildHasher);
        let mut list = |id: ReferenceId| {
            if seen.insert(id) {
                listed.push(id);
            }
        };
        for group in request.groups {
            match group.items.as_slice() {
                [only] => list(only.reference),
                _ => self.as_shown(group).into_iter().for_each(&mut list),
            }
        }
        request.unmarked.iter().copied().for_each(list);
        if self.order == ListOrder::Alphabetical {
            let source = |id: ReferenceId| (id.index(), self.sources.reference(id), 0);
            listed.sort_by(|a, b| self.list.order.compare(source(*a), source(*b)));
        }
        listed
    }

    /// The sources of a mark in the order in which it shows them.
    fn as_shown(&self, group: &Group) -> Vec<ReferenceId> {
        let order = match &self.marks {
            Marks::AuthorDate(marks) => marks.group_order.as_ref(),
            Marks::Number(_) => None,
        };
        let page = PageMarks { sources: &self.sources, numbers: &Numbering::default() };
        page.order(group, order, |_| None).into_iter().map(|at| group.items[at].reference).collect()
    }

    fn line(&self, reference: ReferenceId, number: u32, letter: Option<String>) -> ListEntry {
        let text = letter.as_ref().and_then(|letter| self.list.lettered(&self.sources, reference, letter));
        let year_letter = letter.filter(|_| text.is_none());
        let accessed = self.accessed(reference).cloned();
        ListEntry { reference, number, text, year_letter, accessed }
    }
}

/// A source in two words, with what stands for its year where it has none.
#[must_use]
pub fn short_name(source: &Reference, no_date: &str) -> String {
    let names = if source.authors.is_empty() { &source.editors } else { &source.authors };
    let title = || source.short_title.as_ref().or(source.title.as_ref()).map(|title| title.plain().into_owned());
    let name = names.first().map(ContributorName::display_family).filter(|name| !name.is_empty()).or_else(title);
    let year = source.issued.as_ref().map_or_else(|| no_date.to_owned(), |date| date.year.to_string());
    format!("{} {year}", name.unwrap_or_else(|| source.key.to_string()))
}

/// The library. A source is made ready for the processor whenever a form of it is wanted, which is once or twice.
struct Sources<'a> {
    references: &'a [Arc<Reference>],
}

impl<'a> Sources<'a> {
    fn reference(&self, id: ReferenceId) -> &'a Reference {
        &self.references[id.index()]
    }

    fn entry(&self, id: ReferenceId) -> Entry {
        Entry::new(self.reference(id))
    }

    /// Who wrote a source, in a few words, for a number mark in running text.
    fn author(&self, id: ReferenceId) -> String {
        let source = self.reference(id);
        let names = if source.authors.is_empty() { &source.editors } else { &source.authors };
        match &names[..] {
            [] => source.title.as_ref().map_or_else(|| source.key.to_string(), |title| title.plain().into_owned()),
            [one] => one.display_family(),
            [one, other] if *other != ContributorName::Others => {
                format!("{} and {}", one.display_family(), other.display_family())
            }
            [first, ..] => format!("{} et al.", first.display_family()),
        }
    }
}
