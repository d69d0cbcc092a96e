//! [`Processor`]: a style and a library of sources. Keeps what is the same on every page, and formats the rest for each page.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::cluster;
use crate::disambiguate::{Disambiguator, Person};
use crate::formatted::{Formatted, Role};
use crate::item::Item;
use crate::render::{
    Area, CiteContext, CitePart, Disambiguation, Locator, RenderedCite, RenderedEntry, Renderer, RepeatedNames,
};
use crate::slots::Slots;
use crate::sort::{KeyValue, Sorter, compare};
use crate::style::elements::{SortKey, SortSource};
use crate::style::names::NameOptions;
use crate::style::{Style, SubsequentAuthor, SubsequentAuthorRule};
use crate::variables::Variable;

/// Sources by their index.
pub trait Library: Sync {
    /// How many sources there are.
    fn count(&self) -> usize;

    /// The data of a source.
    fn item(&self, source: usize) -> &Item<'_>;
}

impl Library for Vec<Item<'_>> {
    fn count(&self) -> usize {
        self.len()
    }

    fn item(&self, source: usize) -> &Item<'_> {
        &self[source]
    }
}

impl<L: Library + Send> Library for Arc<L> {
    fn count(&self) -> usize {
        (**self).count()
    }

    fn item(&self, source: usize) -> &Item<'_> {
        (**self).item(source)
    }
}

/// A mark: one or more sources that are cited at one place.
#[derive(Debug, Clone, Default)]
pub struct Citation<'a> {
    /// Whether the mark is part of the sentence.
    pub mode: CitationMode,
    /// The sources in the order in which they were written.
    pub cites: Vec<Cite<'a>>,
}

/// Which sources of a mark a style may sort, if it sorts them at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CiteOrder {
    /// All, as citeproc-js does.
    #[default]
    OfStyle,
    /// Only neighbours without words before and behind them, as Pandoc does: "see" and "but cf." say in which order the
    /// sources are meant. APA asks for this. A source whose author is left out belongs to the sentence before it, so it
    /// changes places only with others of this sort.
    BetweenWords,
}

/// How a mark stands to its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CitationMode {
    /// Beside the sentence: "(Sawicki & Booth, 2021)".
    #[default]
    Parenthetical,
    /// In the sentence: "Sawicki and Booth (2021)".
    Narrative,
}

/// A source within a mark.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cite<'a> {
    /// The index of the source in the library.
    pub source: usize,
    /// The place within the source.
    pub locator: Option<Locator<'a>>,
    /// Words before the source, with the space that follows them.
    pub prefix: &'a str,
    /// Words behind the source, with the space or the comma before them.
    pub suffix: &'a str,
    /// Whether the names that the mark begins with are left out.
    pub is_author_suppressed: bool,
}

/// What the sources of one page are to each other: the order of the list, numbers, and what tells marks apart.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// The sources in the order of the list.
    pub sources: Vec<usize>,
    pub(crate) numbers: FxHashMap<usize, u32>,
    pub(crate) disambiguations: FxHashMap<usize, Disambiguation>,
}

impl Listing {
    /// Sources in the order of a list, numbered from 1, without disambiguation: enough for marks that are numbers, which differ
    /// anyway.
    #[must_use]
    pub fn numbered(sources: Vec<usize>) -> Self {
        let numbers = sources.iter().copied().zip(1..).collect();
        Self { sources, numbers, disambiguations: FxHashMap::default() }
    }

    /// The same list without numbers: the entries then print none, because the page prints them itself.
    #[must_use]
    pub fn without_numbers(&self) -> Self {
        Self { numbers: FxHashMap::default(), ..self.clone() }
    }

    /// The number of a source in the list, from 1.
    #[must_use]
    pub fn number(&self, source: usize) -> Option<u32> {
        self.numbers.get(&source).copied()
    }

    /// Which letter follows the year of a source ("2020a"), if any: 1 is `a`.
    #[must_use]
    pub fn year_suffix(&self, source: usize) -> Option<u32> {
        self.disambiguations.get(&source)?.year_suffix
    }
}

/// Formats the sources of a library in one style. Threads share it.
///
/// ```
/// use std::sync::Arc;
/// use wellpress_csl::{Citation, Cite, Item, ItemType, Name, Processor, Style, Variable};
/// let xml = r#"<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><info/>
///   <citation><layout prefix="(" suffix=")" delimiter="; ">
///     <names variable="author"><name form="short"/></names></layout></citation></style>"#;
/// let style = Style::parse(xml, None).unwrap();
/// let mut item = Item::new("a", ItemType::Book);
/// item.set_names(Variable::Author, vec![Name::person("Sawicki", "Caleigh")]);
/// let processor = Processor::new(Arc::new(style), vec![item]);
/// let citation = Citation { cites: vec![Cite { source: 0, ..Cite::default() }], ..Citation::default() };
/// let listing = processor.list(&[citation.clone()], &[]);
/// assert_eq!(processor.marks(&[citation], &listing)[0].text, "(Sawicki)");
/// ```
pub struct Processor<L> {
    pub(crate) style: Arc<Style>,
    library: L,
    sorter: Sorter,
    /// The order of the list.
    list_sort: Vec<SortKey>,
    pub(crate) cite_order: CiteOrder,
    // Made at first use and the same on every page.
    /// The plain cite of each source, by [`CitePart`].
    cites: [Slots<Box<RenderedCite>>; CitePart::COUNT],
    people: Slots<Box<[Person]>>,
    entries: Slots<Box<RenderedEntry>>,
    list_keys: Slots<Box<[KeyValue]>>,
    mark_keys: Slots<Box<[KeyValue]>>,
}

impl<L: Library> Processor<L> {
    /// Takes a style and the sources. Nothing is formatted yet.
    pub fn new(style: Arc<Style>, library: L) -> Self {
        let count = library.count();
        Self {
            sorter: Sorter::new(&style),
            cites: std::array::from_fn(|_| Slots::new(count)),
            people: Slots::new(count),
            entries: Slots::new(count),
            list_keys: Slots::new(count),
            mark_keys: Slots::new(count),
            list_sort: list_sort(&style),
            cite_order: CiteOrder::default(),
            style,
            library,
        }
    }

    /// The same processor with another choice of the sources that it may sort within a mark.
    #[must_use]
    pub fn with_cite_order(self, cite_order: CiteOrder) -> Self {
        Self { cite_order, ..self }
    }

    /// The sources of a page in the order of its list, each once, with numbers and with what tells them apart: in the order of
    /// the style, or, if it has none, in that of the citations. `uncited` sources are listed although no mark cites them.
    pub fn list(&self, citations: &[Citation<'_>], uncited: &[usize]) -> Listing {
        let mut sources = each_source_once(citations, uncited);
        if self.style.bibliography.as_ref().is_some_and(|layout| !layout.sort.is_empty()) {
            self.sort(&mut sources);
        }
        self.list_in_order(sources)
    }

    /// The entry of a source in the list, without its number and without a letter after the year.
    pub fn entry(&self, source: usize) -> &Formatted {
        &self.plain_entry(source).formatted
    }

    /// The entries of a list, in its order. Names that repeat those of the entry before are replaced as the style asks for.
    pub fn entries(&self, listing: &Listing) -> Vec<Formatted> {
        let previous_sources = std::iter::once(None).chain(listing.sources.iter().copied().map(Some));
        let entries = listing.sources.iter().zip(previous_sources);
        entries.map(|(source, before)| self.entry_after(*source, before, listing).into_owned()).collect()
    }

    /// The entry of a source behind another entry of the same list. Borrowed if it is that of [`Processor::entry`].
    pub fn entry_after(&self, source: usize, before: Option<usize>, listing: &Listing) -> Cow<'_, Formatted> {
        let repeated_names = before.and_then(|before| self.repeated_names(source, before));
        let number = listing.number(source).filter(|_| self.style.options.uses_number);
        // Disambiguation adds names to marks alone; an entry takes over the rest.
        let of_mark = listing.disambiguations.get(&source);
        let disambiguation = of_mark.map_or_else(Disambiguation::default, |of_mark| Disambiguation {
            conditions: of_mark.conditions,
            year_suffix: of_mark.year_suffix,
            ..Disambiguation::default()
        });
        if repeated_names.is_none() && number.is_none() && disambiguation == Disambiguation::default() {
            return Cow::Borrowed(self.entry(source));
        }
        let item = self.library.item(source);
        let cite = CiteContext { number, disambiguation, repeated_names, ..CiteContext::default() };
        Cow::Owned(Renderer::new(&self.style, item, Area::Bibliography, &cite).entry().formatted)
    }

    /// The names at the beginning of an entry that repeat those of another, if the style replaces them.
    fn repeated_names(&self, source: usize, before: usize) -> Option<RepeatedNames<'_>> {
        let SubsequentAuthor { text, rule } = self.style.options.subsequent_author.as_ref()?;
        let (entry, entry_before) = (self.plain_entry(source), self.plain_entry(before));
        if entry.lead_lists.len() != entry_before.lead_lists.len() {
            return None;
        }
        if entry.lead_lists.is_empty() {
            // No names were printed: what `substitute` put in their place, such as a title, has their role.
            let is_same = lead_text(entry).is_some() && lead_text(entry) == lead_text(entry_before);
            return is_same.then(|| RepeatedNames { text, rule: *rule, counts: Vec::new() });
        }
        let (item, item_before) = (self.library.item(source), self.library.item(before));
        let mut is_same = true;
        let lists = entry.lead_lists.iter().zip(&entry_before.lead_lists).map(|(list, list_before)| {
            // Names that are left out behind "et al." do not count.
            let names = item.names(list.variable).iter().take(list.shown);
            let names_before = item_before.names(list_before.variable).iter().take(list_before.shown);
            let count = names.zip(names_before).take_while(|(left, right)| left.whole() == right.whole()).count();
            is_same &= count == list.shown && count == list_before.shown && list.is_whole() == list_before.is_whole();
            count
        });
        let counts: Vec<usize> = lists.collect();
        let is_partial = matches!(rule, SubsequentAuthorRule::PartialEach | SubsequentAuthorRule::PartialFirst);
        (is_same || (is_partial && counts[0] > 0)).then_some(RepeatedNames { text, rule: *rule, counts })
    }

    fn plain_entry(&self, source: usize) -> &RenderedEntry {
        self.entries.get_or_init(source, || {
            let item = self.library.item(source);
            Box::new(Renderer::new(&self.style, item, Area::Bibliography, &CiteContext::default()).entry())
        })
    }

    /// The style.
    pub fn style(&self) -> &Style {
        &self.style
    }

    /// The mark of a source as on a page that cites nothing else, so a number in it is 1.
    pub fn mark(&self, source: usize) -> Formatted {
        let citation = Citation { cites: vec![Cite { source, ..Cite::default() }], ..Citation::default() };
        let listing = Listing::numbered(vec![source]);
        self.single_mark(&citation, &listing)
    }

    /// Whether the [`Processor::single_mark`] of a citation is the [`Processor::mark`] of its only source, because nothing of
    /// the page shows in it.
    pub fn has_plain_mark(&self, citation: &Citation<'_>, listing: &Listing) -> bool {
        let [Cite { source, locator: None, prefix: "", suffix: "", is_author_suppressed: false }] = citation.cites[..]
        else {
            return false;
        };
        citation.mode == CitationMode::Parenthetical
            && !self.style.options.uses_number
            && !listing.disambiguations.contains_key(&source)
    }

    /// The mark of one citation, always in the form of a first cite: never "ibid.", and never with the fewer names of a later
    /// one.
    pub fn single_mark(&self, citation: &Citation<'_>, listing: &Listing) -> Formatted {
        cluster::format(self, listing, citation)
    }

    /// The marks of a page.
    pub fn marks(&self, citations: &[Citation<'_>], listing: &Listing) -> Vec<Formatted> {
        citations.iter().map(|citation| self.single_mark(citation, listing)).collect()
    }

    /// A part of a source's first cite without anything of a page, shared by all pages.
    pub(crate) fn plain_cite(&self, source: usize, part: CitePart) -> &RenderedCite {
        self.cites[part as usize].get_or_init(source, || {
            let mut cite = self.cite(source, &CiteContext { part, ..CiteContext::default() });
            cite.fragment.shrink_to_fit();
            Box::new(cite)
        })
    }

    pub(crate) fn cite(&self, source: usize, context: &CiteContext<'_>) -> RenderedCite {
        let item = self.library.item(source);
        Renderer::new(&self.style, item, Area::Citation, context).cite()
    }

    /// The people whom the mark of a source may name.
    pub(crate) fn people(&self, source: usize) -> &[Person] {
        self.people.get_or_init(source, || Person::all_of(self, source))
    }

    pub(crate) fn item(&self, source: usize) -> &Item<'_> {
        self.library.item(source)
    }

    /// The sources of a page in an order of the caller's, with their numbers and with what tells them apart.
    pub fn list_in_order(&self, sources: Vec<usize>) -> Listing {
        let mut listing = Listing::numbered(sources);
        listing.disambiguations = Disambiguator::new(self).run(&listing.sources);
        listing
    }

    /// Sorts sources as the list of the style has them; by author, date and title if the style has no order, for a caller that
    /// wants the alphabet in any case.
    pub fn sort(&self, sources: &mut Vec<usize>) {
        let cited = Listing::numbered(sources.clone());
        *sources = self.sorted(Area::Bibliography, std::mem::take(sources), |source| *source, &cited);
    }

    /// The sources of a citation in the order in which its mark shows them.
    pub fn cite_order(&self, citation: &Citation<'_>) -> Vec<usize> {
        let cited_sources: Vec<usize> = citation.cites.iter().map(|cite| cite.source).collect();
        if cited_sources.len() < 2 {
            return cited_sources;
        }
        cluster::sources_in_order(self, &Listing::numbered(cited_sources), citation)
    }

    /// Gives back the memory of what only marks need. It is made again if a mark is asked for.
    pub fn forget_marks(&mut self) {
        self.cites.iter_mut().for_each(Slots::clear);
        self.people.clear();
        self.mark_keys.clear();
    }

    /// Sorts things that belong to sources by the keys of a layout.
    pub(crate) fn sorted<T>(
        &self,
        area: Area,
        things: Vec<T>,
        source_of: impl Fn(&T) -> usize,
        listing: &Listing,
    ) -> Vec<T> {
        let keys = self.sort_keys(area);
        let keyed = things.into_iter().map(|thing| {
            let source = source_of(&thing);
            (self.key_values(area, source, listing), listing.number(source).unwrap_or(0), thing)
        });
        let mut keyed: Vec<_> = keyed.collect();
        keyed.sort_by(|left, right| compare(keys, &left.0, &right.0, (left.1, right.1)));
        keyed.into_iter().map(|(_, _, thing)| thing).collect()
    }

    fn sort_keys(&self, area: Area) -> &[SortKey] {
        if area == Area::Citation { &self.style.citation.sort } else { &self.list_sort }
    }

    /// The values of the sort keys for a source. If disambiguation adds names to a cite, its keys are made again with these names.
    fn key_values(&self, area: Area, source: usize, listing: &Listing) -> Cow<'_, [KeyValue]> {
        let keys = self.sort_keys(area);
        let make = |cite: &CiteContext<'_>| self.sorter.keys(&self.style, keys, area, self.library.item(source), cite);
        let disambiguation = listing.disambiguations.get(&source);
        if let Some(disambiguation) =
            disambiguation.filter(|disambiguation| area == Area::Citation && disambiguation.names.is_some())
        {
            let cite = CiteContext { disambiguation: disambiguation.clone(), ..CiteContext::default() };
            return Cow::Owned(make(&cite));
        }
        let slots = if area == Area::Citation { &self.mark_keys } else { &self.list_keys };
        Cow::Borrowed(slots.get_or_init(source, || make(&CiteContext::default()).into_boxed_slice()))
    }
}

/// What has the role of the names in an entry.
fn lead_text(entry: &RenderedEntry) -> Option<&str> {
    entry.formatted.find(Role::Names).map(|span| entry.formatted.span_text(span))
}

/// The order of the list: the style's, or author, date and title.
fn list_sort(style: &Style) -> Vec<SortKey> {
    let sort = style.bibliography.as_ref().map_or(&[][..], |layout| &layout.sort);
    if !sort.is_empty() {
        return sort.to_vec();
    }
    [Variable::Author, Variable::Issued, Variable::Title].map(sort_key).into()
}

fn sort_key(variable: Variable) -> SortKey {
    SortKey { source: SortSource::Variable(variable), is_descending: false, names: NameOptions::default() }
}

/// Each source once, in the order of the first citation.
fn each_source_once(citations: &[Citation<'_>], uncited: &[usize]) -> Vec<usize> {
    let cited = citations.iter().flat_map(|citation| citation.cites.iter().map(|cite| cite.source));
    let mut seen = rustc_hash::FxHashSet::default();
    cited.chain(uncited.iter().copied()).filter(|source| seen.insert(*source)).collect()
}
