//! [`Disambiguator`]: finds sources of a page whose marks would be the same, and what tells them apart: more names, given
//! names, text of the style's own, or a year suffix.

use std::borrow::Cow;
use std::cmp::Ordering;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::formatted::Role;
use crate::item::Name;
use crate::processor::{Library, Processor};
use crate::render::{CiteContext, CitePart, Disambiguation, GivenNameLevel, NamesShown, initials};
use crate::style::GivenNameRule;
use crate::variables::Variable;

/// Tells the marks of one page's sources apart.
pub(crate) struct Disambiguator<'p, L> {
    processor: &'p Processor<L>,
    chosen: FxHashMap<usize, Disambiguation>,
    /// Whether the marks that are compared are those of later cites.
    is_later: bool,
}

impl<'p, L: Library> Disambiguator<'p, L> {
    pub(crate) fn new(processor: &'p Processor<L>) -> Self {
        Self { processor, chosen: FxHashMap::default(), is_later: false }
    }

    /// What each source needs. Sources that need nothing are left out. `listed` is in the order of the list, which is that
    /// of the year suffixes.
    pub(crate) fn run(mut self, listed: &[usize]) -> FxHashMap<usize, Disambiguation> {
        let options = &self.processor.style.options;
        if options.adds_given_names && options.given_name_rule != GivenNameRule::ByCite {
            self.expand_names(listed);
        }
        let mut groups = self.ambiguous(listed);
        if options.adds_names || (options.adds_given_names && options.given_name_rule == GivenNameRule::ByCite) {
            groups = groups.into_iter().flat_map(|group| self.add_names(group)).collect();
        }
        if options.uses_disambiguate {
            // Styles have one or two tests of `disambiguate`.
            let steps: Vec<Step> = (1..=5).map(Step::Condition).collect();
            groups = groups.into_iter().flat_map(|group| self.separate(group, &steps)).collect();
        }
        if options.adds_year_suffix {
            // Later cites may show fewer names. citeproc-js and Pandoc compare those, unless the style adds names.
            if options.shortens_later_names && !options.adds_names {
                self.is_later = true;
                groups = self.ambiguous(listed);
            }
            for (source, suffix) in groups.iter().flat_map(|group| group.iter().zip(1..)) {
                self.chosen.entry(*source).or_default().year_suffix = Some(suffix);
            }
        }
        self.chosen.retain(|_, disambiguation| *disambiguation != Disambiguation::default());
        self.chosen
    }

    /// The groups of sources whose marks are the same.
    fn ambiguous(&self, sources: &[usize]) -> Vec<Vec<usize>> {
        // Nearly always all marks differ.
        let mut seen = FxHashSet::default();
        if sources.iter().all(|source| seen.insert(self.text(*source))) {
            return Vec::new();
        }
        let sources_with_text: Vec<usize> =
            sources.iter().copied().filter(|source| !self.text(*source).is_empty()).collect();
        self.classes(&sources_with_text).into_iter().filter(|class| class.len() > 1).collect()
    }

    /// Sources by the text of their marks, in the order of `sources`.
    fn classes(&self, sources: &[usize]) -> Vec<Vec<usize>> {
        let mut classes: Vec<Vec<usize>> = Vec::new();
        let mut by_text: FxHashMap<Cow<'_, str>, usize> = FxHashMap::default();
        for source in sources {
            let class = *by_text.entry(self.text(*source)).or_insert(classes.len());
            if class == classes.len() {
                classes.push(Vec::new());
            }
            classes[class].push(*source);
        }
        classes
    }

    /// The text by which the mark of a source is told from others. The day on which somebody read a source tells nothing.
    fn text(&self, source: usize) -> Cow<'p, str> {
        let access_date = Role::Variable(Variable::Accessed);
        let chosen = self.chosen.get(&source).filter(|disambiguation| **disambiguation != Disambiguation::default());
        match chosen {
            None if !self.is_later => {
                self.processor.plain_cite(source, CitePart::Whole).fragment.text_without(access_date)
            }
            disambiguation => {
                let context = CiteContext {
                    disambiguation: disambiguation.cloned().unwrap_or_default(),
                    is_later: self.is_later,
                    ..CiteContext::default()
                };
                Cow::Owned(self.processor.cite(source, &context).fragment.text_without(access_date).into_owned())
            }
        }
    }

    /// Adds names and given names step by step. A step is kept if it tells sources of the group apart. Returns the groups
    /// that are still ambiguous.
    fn add_names(&mut self, group: Vec<usize>) -> Vec<Vec<usize>> {
        let processor = self.processor;
        let options = &processor.style.options;
        let lists = || group.iter().flat_map(|source| &processor.plain_cite(*source, CitePart::Whole).names);
        let longest = lists().map(|list| list.count).max().unwrap_or(0);
        let shown_name_count = lists().map(|list| list.shown).max().unwrap_or(0);
        let expands = options.adds_given_names && options.given_name_rule == GivenNameRule::ByCite;
        let mut steps = Vec::new();
        // Nobody tells marks apart by the fiftieth name.
        for index in 0..longest.min(50) {
            if index >= shown_name_count {
                if !options.adds_names {
                    break;
                }
                steps.push(Step::Names(index + 1));
            }
            if expands {
                steps.push(Step::Given(index, GivenNameLevel::Initials));
                steps.push(Step::Given(index, GivenNameLevel::Full));
            }
        }
        self.separate(group, &steps)
    }

    /// Takes steps until the marks of a group differ. A step that adds a name stays for the next steps, because it may help
    /// together with the given names behind it; another step that separates nothing is undone. Returns the groups that are
    /// still ambiguous.
    fn separate(&mut self, group: Vec<usize>, steps: &[Step]) -> Vec<Vec<usize>> {
        let at_first = self.states(&group);
        for (index, step) in steps.iter().enumerate() {
            let states_before_step = self.states(&group);
            for source in &group {
                step.apply(self.chosen.entry(*source).or_default());
            }
            let classes = self.classes(&group);
            if classes.len() > 1 {
                let classes = classes.into_iter().filter(|class| class.len() > 1);
                return classes.flat_map(|class| self.separate(class, &steps[index + 1..])).collect();
            }
            if matches!(step, Step::Given(..)) {
                self.chosen.extend(states_before_step);
            }
        }
        self.chosen.extend(at_first);
        vec![group]
    }

    fn states(&self, group: &[usize]) -> Vec<(usize, Disambiguation)> {
        group.iter().map(|source| (*source, self.chosen.get(source).cloned().unwrap_or_default())).collect()
    }

    /// Adds given names wherever two people on the page would have the same name.
    fn expand_names(&mut self, listed: &[usize]) {
        let rule = self.processor.style.options.given_name_rule;
        let has_initials = matches!(rule, GivenNameRule::AllNamesWithInitials | GivenNameRule::PrimaryNameWithInitials);
        let mut people: Vec<&Person> = listed.iter().flat_map(|source| self.processor.people(*source)).collect();
        people.sort_unstable_by(|left, right| left.key().cmp(&right.key()));
        people.dedup_by(|left, right| left.key() == right.key());
        for source in listed {
            for person in self.processor.people(*source) {
                let level = person.level(&people, has_initials);
                if level != GivenNameLevel::Default {
                    let levels = &mut self.chosen.entry(*source).or_default().given_names;
                    levels.resize(person.index, GivenNameLevel::Default);
                    levels.push(level);
                }
            }
        }
    }
}

/// Something that is added to the marks of a group.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// Show this many names.
    Names(usize),
    /// Show more of the given names of one name.
    Given(usize, GivenNameLevel),
    /// Let this many tests of `disambiguate` hold.
    Condition(usize),
}

impl Step {
    fn apply(self, disambiguation: &mut Disambiguation) {
        match self {
            Self::Names(count) => disambiguation.names = Some(count),
            Self::Condition(count) => disambiguation.conditions = count,
            Self::Given(index, level) => {
                let levels = &mut disambiguation.given_names;
                if levels.len() <= index {
                    levels.resize(index + 1, GivenNameLevel::Default);
                }
                levels[index] = level;
            }
        }
    }
}

/// A person whom the mark of a source may name. People are compared by text without punctuation.
#[derive(Debug)]
pub(crate) struct Person {
    /// The position among all names of the source.
    index: usize,
    family: String,
    initials: String,
    given: String,
}

impl Person {
    /// The people of a source that count for the rule of the style.
    pub(crate) fn all_of<L: Library>(processor: &Processor<L>, source: usize) -> Box<[Self]> {
        let rule = processor.style.options.given_name_rule;
        let is_primary = matches!(rule, GivenNameRule::PrimaryName | GivenNameRule::PrimaryNameWithInitials);
        let item = processor.item(source);
        let mut people = Vec::new();
        let mut first_index = 0;
        for NamesShown { variable, count, .. } in &processor.plain_cite(source, CitePart::Whole).names {
            let names = item.names(*variable).iter().enumerate().filter(|(_, name)| !name.is_literal());
            people.extend(names.map(|(index, name)| Self::new(first_index + index, name)));
            first_index += count;
        }
        if is_primary {
            people.retain(|person| person.index == 0);
        }
        people.into()
    }

    fn new(index: usize, name: &Name<'_>) -> Self {
        let parts = [&name.given, &name.dropping_particle, &name.suffix];
        let initials = initials(&name.given, "", false);
        Self {
            index,
            family: format!("{} {}", name.non_dropping_particle, name.family),
            initials: initials.chars().filter(|character| character.is_alphabetic()).collect(),
            // "J.J." and "J. J." are one person.
            given: parts.iter().flat_map(|part| part.chars()).filter(|character| character.is_alphanumeric()).collect(),
        }
    }

    fn key(&self) -> (&str, &str, &str) {
        (&self.family, &self.initials, &self.given)
    }

    /// How much of the given names tells the person from the others with the family name. `people` are sorted.
    fn level(&self, people: &[&Self], has_initials: bool) -> GivenNameLevel {
        let (family, initials) = (&self.family, &self.initials);
        let relatives = equal_range(people, |other| other.family.cmp(family));
        let same_initials = equal_range(relatives, |other| other.initials.cmp(initials));
        if same_initials.len() > 1 && !has_initials {
            GivenNameLevel::Full
        } else if same_initials.len() < relatives.len() {
            GivenNameLevel::Initials
        } else {
            GivenNameLevel::Default
        }
    }
}

/// The part of a sorted slice that is equal to what `compare` looks for.
fn equal_range<T>(sorted: &[T], compare: impl Fn(&T) -> Ordering) -> &[T] {
    let start = sorted.partition_point(|item| compare(item).is_lt());
    let end = sorted.partition_point(|item| compare(item).is_le());
    &sorted[start..end]
}
