//! Telling the sources of a page apart, by the ladder of the CSL specification: given names where a style adds them on the
//! surname alone, then more names, then given names within a mark, then letters behind the year.
//!
//! The processor climbs this ladder over a whole page at a time, stops at its second rung for rules such as APA's, and gives
//! letters by the order of citation. Here it is climbed over forms that are rendered already.

use std::borrow::Cow;
use std::collections::BTreeSet;

use hayagriva::citationberg::DisambiguationRule;
use hayagriva::types::Person;

use super::author_date::AuthorDate;
use super::names::{Given, NameStyle};
use super::{ReferenceId, Sources};

/// How a source is shown on a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Level {
    /// How many names, where that is not the style's first choice.
    pub(super) shown: Option<usize>,
    /// How much of each name; names beyond the end are as at first.
    pub(super) given: Vec<Given>,
    /// The letter of its year.
    pub(super) letter: Option<String>,
}

impl Level {
    /// Whether the names are the style's first choice.
    pub(super) fn is_first_form(&self) -> bool {
        self.shown.is_none() && self.given.iter().all(|given| *given == Given::AsIs)
    }
}

/// The level of each of a page's sources, which are all different.
pub(super) fn climb(marks: &AuthorDate, sources: &Sources<'_>, page: &[ReferenceId]) -> Vec<Level> {
    let mut ladder = Ladder { marks, sources, page, levels: vec![Level::default(); page.len()] };
    ladder.given_names_of_namesakes();
    let mut alike = ladder.alike();
    if !alike.is_empty() && marks.rules().disambiguate_add_names {
        alike.iter().for_each(|set| ladder.more_names(set));
        ladder.given_names_of_namesakes();
        alike = ladder.alike();
    }
    if !alike.is_empty() && marks.given_rule() == Some(DisambiguationRule::ByCite) {
        alike.iter().for_each(|set| ladder.given_names_within(set));
        alike = ladder.alike();
    }
    if marks.rules().disambiguate_add_year_suffix {
        alike.iter().for_each(|set| ladder.letters(set));
    }
    ladder.levels
}

struct Ladder<'a> {
    marks: &'a AuthorDate,
    sources: &'a Sources<'a>,
    page: &'a [ReferenceId],
    levels: Vec<Level>,
}

impl<'a> Ladder<'a> {
    /// The sets of sources whose marks are the same, each by place on the page.
    fn alike(&self) -> Vec<Vec<usize>> {
        let told = |(at, id)| (self.marks.told(self.sources, id, &self.levels[at]), at);
        let mut told: Vec<_> = self.page.iter().copied().enumerate().map(told).collect();
        told.sort_unstable();
        let alike = told.chunk_by(|one, other| one.0 == other.0).filter(|set| set.len() > 1);
        let mut sets: Vec<Vec<usize>> = alike.map(|set| set.iter().map(|(_, at)| *at).collect()).collect();
        sets.sort_unstable();
        sets
    }

    /// Adds initials, or whole given names, to people of one surname who are not the same person, whatever they wrote.
    fn given_names_of_namesakes(&mut self) {
        let rule = match self.marks.given_rule() {
            None | Some(DisambiguationRule::ByCite) => return,
            Some(rule) => rule,
        };
        let mut people = Vec::with_capacity(self.page.len());
        for at in 0..self.page.len() {
            let Some((style, all)) = self.people(at) else { continue };
            let shown = if rule.allows_multiple_names() { self.shown(at) } else { self.shown(at).min(1) };
            people.extend(all.iter().take(shown).enumerate().map(|(index, person)| (at, index, person, style)));
        }
        people.sort_by(|(.., one, _), (.., other, _)| one.name.cmp(&other.name));
        for namesakes in people.chunk_by(|(.., one, _), (.., other, _)| one.name == other.name) {
            if namesakes.len() > 1 {
                let level = least_that_differs(namesakes, rule);
                namesakes.iter().for_each(|(at, index, ..)| self.raise(*at, *index, level));
            }
        }
    }

    /// Shows as many more names as tell sources of a set apart; one that is told apart needs no more of them.
    fn more_names(&mut self, set: &[usize]) {
        let longest = set.iter().filter_map(|at| Some(self.people(*at)?.1.len())).max().unwrap_or_default();
        let first = set.iter().map(|at| self.shown(*at)).min().unwrap_or_default();
        let mut waiting: Vec<usize> = set.to_vec();
        let mut useful = None;
        for count in first + 1..=longest {
            let told: Vec<_> = waiting.iter().map(|at| self.told_with(*at, count)).collect();
            let alone = |at: usize| told.iter().filter(|other| **other == told[at]).count() == 1;
            let (resolved, rest): (Vec<_>, Vec<_>) = (0..waiting.len()).partition(|at| alone(*at));
            let distinct = told.iter().collect::<BTreeSet<_>>().len();
            if distinct > 1 {
                useful = Some(count);
            }
            for at in resolved {
                self.show(waiting[at], count);
            }
            waiting = rest.into_iter().map(|at| waiting[at]).collect();
            if waiting.len() < 2 {
                break;
            }
        }
        for at in waiting {
            if let Some(count) = useful {
                self.show(at, count);
            }
        }
    }

    /// Adds given names from the first on until the sources of a set are told apart.
    fn given_names_within(&mut self, set: &[usize]) {
        let longest = set.iter().map(|at| self.shown(*at)).max().unwrap_or_default();
        for index in 0..longest {
            let mut namesakes = Vec::new();
            for at in set {
                let Some((style, people)) = self.people(*at) else { continue };
                namesakes.extend(people.get(index).map(|person| (*at, index, person, style)));
            }
            let level = least_that_differs(&namesakes, DisambiguationRule::ByCite);
            let places: Vec<_> = namesakes.iter().map(|(at, ..)| *at).collect();
            places.into_iter().for_each(|at| self.raise(at, index, level));
            let told: BTreeSet<_> = set.iter().map(|at| self.told(*at)).collect();
            if told.len() == set.len() {
                return;
            }
        }
    }

    /// Gives letters by the order of the style's own list.
    fn letters(&mut self, set: &[usize]) {
        let mut sorted = set.to_vec();
        let source = |at: usize| (self.page[at].index(), self.sources.reference(self.page[at]), 0);
        sorted.sort_by(|a, b| self.marks.letter_order.compare(source(*a), source(*b)));
        for (number, at) in sorted.into_iter().enumerate() {
            let can = self.marks.can_have_letter(self.sources, self.page[at]);
            self.levels[at].letter = can.then(|| letter(number));
        }
    }

    fn people(&self, at: usize) -> Option<(&'a NameStyle, &'a [Person])> {
        let style = self.marks.name_style(self.sources, self.page[at])?;
        let people = self.marks.mark(self.sources, self.page[at]).shape.people.as_ref()?;
        Some((style, &people.all))
    }

    fn shown(&self, at: usize) -> usize {
        let people = self.marks.mark(self.sources, self.page[at]).shape.people.as_ref();
        self.levels[at].shown.unwrap_or_else(|| people.map_or(0, |people| people.shown))
    }

    fn show(&mut self, at: usize, count: usize) {
        let known = self.people(at).map_or(0, |(_, people)| people.len());
        if known > self.shown(at) {
            self.levels[at].shown = Some(count.min(known));
        }
    }

    fn raise(&mut self, at: usize, index: usize, level: Given) {
        let given = &mut self.levels[at].given;
        if level > Given::AsIs {
            given.resize(given.len().max(index + 1), Given::AsIs);
            given[index] = given[index].max(level);
        }
    }

    fn told(&self, at: usize) -> Cow<'a, str> {
        self.marks.told(self.sources, self.page[at], &self.levels[at])
    }

    fn told_with(&self, at: usize, count: usize) -> Cow<'a, str> {
        let known = self.people(at).map_or(0, |(_, people)| people.len());
        let shown = Some(count.min(known).max(self.shown(at)));
        self.marks.told(self.sources, self.page[at], &Level { shown, ..self.levels[at].clone() })
    }
}

/// A person of a source: the source's place on the page, the person's in its list, and how its names are shown.
type Namesake<'a> = (usize, usize, &'a Person, &'a NameStyle);

/// The least form in which people of one surname differ; as at first where they are one person or none would help.
fn least_that_differs(namesakes: &[Namesake<'_>], rule: DisambiguationRule) -> Given {
    let are_one = |(_, _, one, style): &Namesake<'_>, (_, _, other, its): &Namesake<'_>| {
        one.given_name == other.given_name && std::ptr::eq(*style, *its)
    };
    if namesakes.windows(2).all(|pair| are_one(&pair[0], &pair[1])) {
        return Given::AsIs;
    }
    let differ = |level: Given| {
        let forms = namesakes.iter().map(|(_, _, person, style)| (&person.name, style.given(person, level)));
        forms.collect::<BTreeSet<_>>()
    };
    let (first, initials, full) = (differ(Given::AsIs).len(), differ(Given::Initials).len(), differ(Given::Full).len());
    match rule.allows_full_first_names() {
        true if full > initials => Given::Full,
        _ if initials > first => Given::Initials,
        _ => Given::AsIs,
    }
}

/// `a`, `b`, .. `z`, `aa`, `ab`, ..
fn letter(number: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = number + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(b'a' + u8::try_from(rest % 26).unwrap_or_default());
        rest /= 26;
    }
    letters.into_iter().rev().map(char::from).collect()
}
