//! Author-date marks: each source's forms, rendered once when first wanted and shared by all pages.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use hayagriva::citationberg::taxonomy::OtherTerm;
use hayagriva::citationberg::{Citation, Collapse, DisambiguationRule, IndependentStyle, LocaleCode, TermForm};
use rustc_hash::FxHashMap;

use super::addition::{Addition, Located, Marked, Sorts};
use super::engine::{self, Engine};
use super::ladder::Level;
use super::locator::Locator;
use super::names::NameStyle;
use super::repair;
use super::rich_text::{RichText, Run};
use super::shape::{Shape, Wording};
use super::sorting::Sorter;
use super::stand_in::{INNER, LETTER};
use super::{ReferenceId, Sources};

/// A style's author-date marks.
pub(super) struct AuthorDate {
    style: Arc<IndependentStyle>,
    locale: LocaleCode,
    mark: Engine,
    lettered: OnceLock<Engine>,
    prose: OnceLock<Engine>,
    lettered_prose: OnceLock<Engine>,
    name_styles: Vec<NameStyle>,
    prose_name_styles: Vec<NameStyle>,
    wording: Wording,
    marks: Vec<OnceLock<Box<Mark>>>,
    shapes: [Vec<OnceLock<Box<Shape>>>; 3],
    /// What locators add, by what decides it.
    additions: RwLock<FxHashMap<Located, Option<Addition>>>,
    sorts: RwLock<Sorts>,
    /// First forms in running text.
    narratives: Vec<OnceLock<RichText>>,
    /// How a group is sorted.
    pub(super) group_order: Option<Sorter>,
    /// How letters are given.
    pub(super) letter_order: Sorter,
}

/// A source's first form.
pub(super) struct Mark {
    /// As rendered.
    pub(super) shape: Shape,
    /// Its text.
    text: RichText,
    /// Its text without formatting, by which sources are told apart.
    plain: String,
    /// The options that its names follow, where they are known.
    name_style: Option<usize>,
}

/// Which part of a source's mark is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `Sawicki et al., 2021`
    Full,
    /// `2021`
    Year,
    /// `Sawicki et al. (2021)`
    Narrative,
}

impl AuthorDate {
    /// Takes a style that passed [`super::style::for_marks`].
    pub(super) fn new(style: IndependentStyle, locale: &LocaleCode, sources: usize) -> Self {
        let style = Arc::new(style);
        let mark = Engine::new(bare(&style, None), locale.clone());
        let name_styles = NameStyle::all(&mark);
        let and = mark.term(OtherTerm::And, TermForm::Long).unwrap_or("and").to_owned();
        Self {
            locale: locale.clone(),
            lettered: OnceLock::new(),
            prose: OnceLock::new(),
            lettered_prose: OnceLock::new(),
            prose_name_styles: name_styles.iter().map(|names| names.in_prose(&and)).collect(),
            name_styles,
            wording: mark.wording(),
            marks: empty(sources),
            shapes: [empty(sources), empty(sources), empty(sources)],
            additions: RwLock::default(),
            sorts: RwLock::default(),
            narratives: empty(sources),
            group_order: Sorter::of_marks(&style, locale, sources),
            letter_order: Sorter::of_list(&style, locale, sources),
            mark,
            style,
        }
    }

    /// Gives up every form that was rendered.
    pub(super) fn settle(&mut self) {
        self.marks.fill_with(OnceLock::new);
        self.shapes.iter_mut().for_each(|shapes| shapes.fill_with(OnceLock::new));
        self.additions = RwLock::default();
        self.sorts = RwLock::default();
        self.narratives.fill_with(OnceLock::new);
        self.mark.settle();
        let others = [&mut self.lettered, &mut self.prose, &mut self.lettered_prose];
        others.into_iter().filter_map(OnceLock::get_mut).for_each(Engine::settle);
        self.letter_order.settle();
        self.group_order.iter_mut().for_each(Sorter::settle);
    }

    /// The style's rules for citations.
    pub(super) fn rules(&self) -> &Citation {
        &self.style.citation
    }

    /// Whether later sources of one author in a group show their year alone.
    pub(super) fn collapses(&self) -> bool {
        matches!(self.rules().collapse, Some(Collapse::Year | Collapse::YearSuffix | Collapse::YearSuffixRanged))
    }

    /// The rule by which given names are added, where the style adds them.
    pub(super) fn given_rule(&self) -> Option<DisambiguationRule> {
        self.rules().disambiguate_add_givenname.then_some(self.rules().givenname_disambiguation_rule)
    }

    /// A source's first form.
    pub(super) fn mark(&self, sources: &Sources<'_>, id: ReferenceId) -> &Mark {
        self.marks[id.index()].get_or_init(|| {
            let entry = sources.entry(id);
            let shape = self.mark.shape(&entry.item, &entry.words, &self.wording, engine::Form::Whole);
            let text = shape.text(None, None);
            let name_style = self.name_styles.iter().position(|style| follows(style, &shape));
            Box::new(Mark { plain: text.plain(), text, shape, name_style })
        })
    }

    /// The options that the names of a source's mark follow.
    pub(super) fn name_style(&self, sources: &Sources<'_>, id: ReferenceId) -> Option<&NameStyle> {
        self.mark(sources, id).name_style.map(|at| &self.name_styles[at])
    }

    /// The text by which a source is told apart at a level, without its letter.
    pub(super) fn told(&self, sources: &Sources<'_>, id: ReferenceId, level: &Level) -> Cow<'_, str> {
        let mark = self.mark(sources, id);
        match self.names(mark, level, &self.name_styles) {
            None => Cow::Borrowed(&mark.plain),
            Some(names) => Cow::Owned(mark.shape.text(Some(&names), None).plain()),
        }
    }

    /// A part of a source's mark at a level.
    pub(super) fn text(
        &self,
        sources: &Sources<'_>,
        id: ReferenceId,
        level: &Level,
        form: Form,
        locator: Option<&Locator>,
    ) -> RichText {
        let make = || self.made(sources, id, level, form, locator);
        let is_first = level.is_first_form() && level.letter.is_none() && locator.is_none();
        if is_first && form == Form::Narrative { self.narratives[id.index()].get_or_init(make).clone() } else { make() }
    }

    fn made(
        &self,
        sources: &Sources<'_>,
        id: ReferenceId,
        level: &Level,
        form: Form,
        locator: Option<&Locator>,
    ) -> RichText {
        let mark = self.mark(sources, id);
        let letter = level.letter.as_deref();
        let prose = form != Form::Full && mark.shape.people.is_some();
        let rendered;
        let shape = match locator {
            None => self.shape(sources, id, prose, letter.is_some()),
            Some(locator) => {
                rendered = self.located(sources, id, prose, letter.is_some(), locator);
                &rendered
            }
        };
        match (form, prose) {
            (Form::Full, _) => match self.names(mark, level, &self.name_styles) {
                None if letter.is_none() && locator.is_none() => mark.text.clone(),
                names => shape.text(names.as_deref(), letter),
            },
            (Form::Year, true) => Shape { after: shape.split_inner().1, ..Shape::default() }.text(None, letter),
            (Form::Narrative, true) => {
                let (mut outer, inner) = shape.split_inner();
                let space = if ends_with_space(&outer) { "" } else { " " };
                outer.after.push(Run::plain(format!("{space}(")));
                outer.after.extend(inner);
                outer.after.push(Run::plain(")"));
                outer.text(self.names(mark, level, &self.prose_name_styles).as_deref(), letter)
            }
            (_, false) => {
                let plain = self.shape(sources, id, false, letter.is_some());
                let behind = shape.text(None, letter).plain();
                let located = behind.strip_prefix(&plain.text(None, letter).plain()).unwrap_or_default();
                let (title, mut year) = without_author(plain);
                year.after.push(Run::plain(located));
                if form == Form::Year { year.text(None, letter) } else { titled(&title, &year, letter) }
            }
        }
    }

    /// Whether a source's marks can show the letter of its year.
    pub(super) fn can_have_letter(&self, sources: &Sources<'_>, id: ReferenceId) -> bool {
        self.shape(sources, id, false, true).has_letter()
    }

    /// The names at a level, where they differ from the processor's.
    fn names(&self, mark: &Mark, level: &Level, styles: &[NameStyle]) -> Option<Vec<Run>> {
        let people = mark.shape.people.as_ref()?;
        let style = styles.get(mark.name_style?)?;
        let same = level.is_first_form() && *style == self.name_styles[mark.name_style?];
        (!same).then(|| style.runs(people, level.shown.unwrap_or(people.shown), &level.given))
    }

    /// A source's form without a locator, rendered once. The first form is the mark's own.
    fn shape(&self, sources: &Sources<'_>, id: ReferenceId, prose: bool, lettered: bool) -> &Shape {
        let slot = match (prose, lettered) {
            (false, false) => return &self.mark(sources, id).shape,
            (false, true) => 0,
            (true, false) => 1,
            (true, true) => 2,
        };
        let render = || Box::new(self.render(sources, id, prose, lettered, None));
        self.shapes[slot][id.index()].get_or_init(render)
    }

    /// A source's form with a locator: the one without, with what the locator added to the first source of its sort.
    fn located(&self, sources: &Sources<'_>, id: ReferenceId, prose: bool, lettered: bool, locator: &Locator) -> Shape {
        let plain = self.shape(sources, id, prose, lettered);
        let Some(sort) = self.sort(sources, (id, prose, lettered, locator.label), locator) else {
            return self.render(sources, id, prose, lettered, Some(locator));
        };
        let sort = Located { sort, prose, lettered, locator: locator.clone() };
        let known = self.additions.read().unwrap_or_else(PoisonError::into_inner).get(&sort).cloned();
        if let Some(shape) = known.as_ref().and_then(Option::as_ref).and_then(|addition| addition.to(plain)) {
            return shape;
        }
        let shape = self.render(sources, id, prose, lettered, Some(locator));
        if known.is_none() {
            let addition = Addition::between(plain, &shape);
            self.additions.write().unwrap_or_else(PoisonError::into_inner).insert(sort, addition);
        }
        shape
    }

    /// The number of the sort of source that a source with a locator is.
    fn sort(&self, sources: &Sources<'_>, marked: Marked, locator: &Locator) -> Option<u32> {
        if let Some(sort) = self.sorts.read().unwrap_or_else(PoisonError::into_inner).get(marked) {
            return sort;
        }
        let (id, prose, lettered, _) = marked;
        let signature = self.engine(prose, lettered).sort_of(&sources.entry(id).item, locator, form_of(prose));
        self.sorts.write().unwrap_or_else(PoisonError::into_inner).keep(marked, signature)
    }

    fn render(
        &self,
        sources: &Sources<'_>,
        id: ReferenceId,
        prose: bool,
        lettered: bool,
        locator: Option<&Locator>,
    ) -> Shape {
        let entry = sources.entry(id);
        let engine = self.engine(prose, lettered);
        let with_letter = if lettered { Some(entry.with_letter()) } else { None };
        let item = with_letter.as_ref().unwrap_or(&entry.item);
        let mut shape = match locator {
            None => engine.shape(item, &entry.words, &self.wording, form_of(prose)),
            Some(_) => Shape::new(&engine.cite(item, locator, form_of(prose)), &entry.words, &self.wording),
        };
        let year = sources.reference(id).issued.as_ref().map(|date| date.year.to_string());
        if let Some(year) = year.filter(|_| lettered && !shape.has_letter()) {
            letter_after_year(&mut shape, &year);
        }
        shape
    }

    fn engine(&self, prose: bool, lettered: bool) -> &Engine {
        let make = || {
            let style = bare(&self.style, prose.then_some(INNER));
            Engine::new(if lettered { repair::with_letter(style) } else { style }, self.locale.clone())
        };
        match (prose, lettered) {
            (false, false) => &self.mark,
            (false, true) => self.lettered.get_or_init(make),
            (true, false) => self.prose.get_or_init(make),
            (true, true) => self.lettered_prose.get_or_init(make),
        }
    }
}

/// A style for marks alone: without list, and with `affix` for its parentheses.
fn bare(style: &IndependentStyle, affix: Option<char>) -> IndependentStyle {
    let mut style = style.clone();
    style.bibliography = None;
    style.citation.sort = None;
    let affix = affix.map(|affix| affix.to_string());
    (style.citation.layout.prefix, style.citation.layout.suffix) = (affix.clone(), affix);
    style
}

/// Whether names built by these options come out as the processor's.
fn follows(style: &NameStyle, shape: &Shape) -> bool {
    let Some(people) = &shape.people else { return false };
    let plain = |runs: &[Run]| runs.iter().map(|run| run.text.as_str()).collect::<String>();
    plain(&style.runs(people, people.shown, &[])) == plain(&shape.names)
}

fn ends_with_space(shape: &Shape) -> bool {
    let last = shape.after.last().or(shape.names.last());
    last.is_some_and(|run| run.text.ends_with([' ', '\u{a0}']))
}

/// A mark that shows a title for an author, cut before its year.
fn without_author(shape: &Shape) -> (Shape, Shape) {
    let mut place = [0; 4];
    let runs = shape.text(None, Some(LETTER.encode_utf8(&mut place))).runs().to_vec();
    let cut = |(at, run): (usize, &Run)| {
        let comma = run.text.rfind(", ").map(|byte| (at, byte, 2, ""));
        comma.or_else(|| run.text.rfind(",\u{201d} ").map(|byte| (at, byte, 5, "\u{201d}")))
    };
    let Some((at, byte, length, kept)) = runs.iter().enumerate().rev().find_map(cut) else {
        return (Shape { before: runs, ..Shape::default() }, Shape::default());
    };
    let mut title = runs[..=at].to_vec();
    title[at].text = format!("{}{kept}", &runs[at].text[..byte]);
    let mut year = runs[at..].to_vec();
    year[0].text = runs[at].text[byte + length..].to_owned();
    (Shape { before: title, ..Shape::default() }, Shape { before: year, ..Shape::default() })
}

/// A title with its year in parentheses, if it has one.
fn titled(title: &Shape, year: &Shape, letter: Option<&str>) -> RichText {
    let (title, year) = (title.text(None, letter), year.text(None, letter));
    if year.is_empty() {
        return title;
    }
    let runs = title.runs().iter().cloned().chain([Run::plain(" (")]);
    runs.chain(year.runs().iter().cloned()).chain([Run::plain(")")]).collect()
}

/// Puts the place of the letter behind the year, where a style prints it without saying where the letter goes.
fn letter_after_year(shape: &mut Shape, year: &str) {
    for run in shape.after.iter_mut().rev().chain(&mut shape.names).chain(shape.before.iter_mut().rev()) {
        if let Some(at) = run.text.rfind(year) {
            run.text.insert(at + year.len(), LETTER);
            return;
        }
    }
}

fn empty<T>(count: usize) -> Vec<OnceLock<T>> {
    std::iter::repeat_with(OnceLock::new).take(count).collect()
}

/// The processor's form for running text or for parentheses.
fn form_of(prose: bool) -> engine::Form {
    if prose { engine::Form::Prose } else { engine::Form::Whole }
}
