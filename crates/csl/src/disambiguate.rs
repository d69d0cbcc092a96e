//! [`Disambiguator`]: finds sources of a page whose marks would be the same, and what tells them apart: more names, given
//! names, text of the style's own, or a letter after the year.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::formatted::Role;
use crate::item::Name;
use crate::processor::{Library, Processor};
use crate::render::{CiteContext, Disambiguation, GivenNameLevel, NamesShown};
use crate::style::GivenNameRule;
use crate::variables::Variable;

/// Tells the marks of one page's sources apart.
pub(crate) struct Disambiguator<'p, L> {
    processor: &'p Processor<L>,
    given: FxHashMap<usize, Disambiguation>,
}

impl<'p, L: Library> Disambiguator<'p, L> {
    pub(crate) fn new(processor: &'p Processor<L>) -> Self {
        Self { processor, given: FxHashMap::default() }
    }

    /// What each source needs. Sources that need nothing are left out. `listed` is in the order of the list, which is that
    /// of the letters.
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
            groups = groups.into_iter().flat_map(|group| self.set_conditions(group)).collect();
        }
        if options.adds_year_suffix {
            groups.iter().for_each(|group| self.add_letters(group));
        }
        self.given.retain(|_, disambiguation| *disambiguation != Disambiguation::default());
        self.given
    }

    /// The groups of sources whose marks are the same, in the order of `sources`.
    fn ambiguous(&self, sources: &[usize]) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut by_text: FxHashMap<String, usize> = FxHashMap::default();
        for source in sources {
            let text = self.text(*source, self.given.get(source));
            if text.is_empty() {
                continue;
            }
            let next = groups.len();
            let group = *by_text.entry(text).or_insert(next);
            if group == next {
                groups.push(Vec::new());
            }
            groups[group].push(*source);
        }
        groups.retain(|group| group.len() > 1);
        groups
    }

    /// The text by which the mark of a source is told from others. The day on which somebody read a source tells nothing.
    fn text(&self, source: usize, disambiguation: Option<&Disambiguation>) -> String {
        let access_date = Role::Variable(Variable::Accessed);
        match disambiguation.filter(|disambiguation| **disambiguation != Disambiguation::default()) {
            None => self.processor.plain_cite(source).fragment.text_without(access_date),
            Some(disambiguation) => {
                let context = CiteContext { disambiguation: disambiguation.clone(), ..CiteContext::default() };
                self.processor.cite(source, &context).fragment.text_without(access_date)
            }
        }
    }

    /// Adds names and given names step by step. A step is kept if it tells sources of the group apart. Returns the groups
    /// that are still ambiguous.
    fn add_names(&mut self, group: Vec<usize>) -> Vec<Vec<usize>> {
        let options = &self.processor.style.options;
        let lists = |source: &usize| self.processor.plain_cite(*source).names.clone();
        let longest = group.iter().flat_map(lists).map(|list| list.count).max().unwrap_or(0);
        let shown = group.iter().flat_map(lists).map(|list| list.shown).max().unwrap_or(0);
        let expands = options.adds_given_names && options.given_name_rule == GivenNameRule::ByCite;
        // Nobody tells marks apart by the fiftieth name.
        let longest = longest.min(50);
        let mut steps = Vec::new();
        for index in 0..longest {
            if index >= shown {
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

    /// Lets tests of `disambiguate` hold, one after the other.
    fn set_conditions(&mut self, group: Vec<usize>) -> Vec<Vec<usize>> {
        // Styles have one or two such tests.
        let steps: Vec<Step> = (1..=5).map(Step::Condition).collect();
        self.separate(group, &steps)
    }

    /// Takes steps until the marks of a group differ. Returns the groups that are still ambiguous.
    fn separate(&mut self, group: Vec<usize>, steps: &[Step]) -> Vec<Vec<usize>> {
        let accepted = group.iter().map(|source| self.given.get(source).cloned().unwrap_or_default()).collect();
        let mut unresolved = Vec::new();
        self.take_steps(Attempt { group, accepted }, steps, &mut unresolved);
        unresolved
    }

    fn take_steps(&mut self, attempt: Attempt, steps: &[Step], unresolved: &mut Vec<Vec<usize>>) {
        let Attempt { group, accepted } = attempt;
        let Some((step, later)) = steps.split_first() else {
            // What did not help is taken back.
            self.given.extend(group.iter().copied().zip(accepted));
            return unresolved.push(group);
        };
        let mut before = Vec::with_capacity(group.len());
        let mut classes: Vec<Vec<usize>> = Vec::new();
        let mut by_text: FxHashMap<String, usize> = FxHashMap::default();
        for source in &group {
            let mut changed = self.given.get(source).cloned().unwrap_or_default();
            before.push(changed.clone());
            step.apply(&mut changed);
            let text = self.text(*source, Some(&changed));
            self.given.insert(*source, changed);
            let next = classes.len();
            let class = *by_text.entry(text).or_insert(next);
            if class == next {
                classes.push(Vec::new());
            }
            classes[class].push(*source);
        }
        if classes.len() == 1 {
            // Another name may help together with the given names behind it. Given names help alone or not at all.
            if matches!(step, Step::Given(..)) {
                self.given.extend(group.iter().copied().zip(before));
            }
            return self.take_steps(Attempt { group, accepted }, later, unresolved);
        }
        for group in classes.into_iter().filter(|class| class.len() > 1) {
            let accepted = group.iter().map(|source| self.given.get(source).cloned().unwrap_or_default()).collect();
            self.take_steps(Attempt { group, accepted }, later, unresolved);
        }
    }

    fn add_letters(&mut self, group: &[usize]) {
        for (source, letter) in group.iter().zip(1..) {
            self.given.entry(*source).or_default().year_suffix = Some(letter);
        }
    }

    /// Adds given names wherever two people on the page would have the same name.
    fn expand_names(&mut self, listed: &[usize]) {
        let rule = self.processor.style.options.given_name_rule;
        let is_primary = matches!(rule, GivenNameRule::PrimaryName | GivenNameRule::PrimaryNameWithInitials);
        let has_initials = matches!(rule, GivenNameRule::AllNamesWithInitials | GivenNameRule::PrimaryNameWithInitials);
        let mut people = People::default();
        for source in listed {
            self.for_each_name(*source, is_primary, |_, name| people.add(name));
        }
        for source in listed {
            let mut levels: Vec<GivenNameLevel> = Vec::new();
            self.for_each_name(*source, is_primary, |index, name| {
                let level = people.level(name, has_initials);
                if level != GivenNameLevel::Default {
                    levels.resize(index, GivenNameLevel::Default);
                    levels.push(level);
                }
            });
            if !levels.is_empty() {
                self.given.entry(*source).or_default().given_names = levels;
            }
        }
    }

    /// The names that a mark may show, with their positions among all of its names.
    fn for_each_name(&self, source: usize, is_primary: bool, mut use_name: impl FnMut(usize, &Name<'_>)) {
        let item = self.processor.item(source);
        let mut base = 0;
        for NamesShown { variable, count, .. } in &self.processor.plain_cite(source).names {
            let shown = if is_primary { 1.min(*count) } else { *count };
            for (index, name) in item.names(*variable).iter().take(shown).enumerate() {
                if !name.is_literal() {
                    use_name(base + index, name);
                }
            }
            if is_primary {
                return;
            }
            base += count;
        }
    }
}

/// Sources whose marks are the same, and for each what helped so far.
struct Attempt {
    group: Vec<usize>,
    accepted: Vec<Disambiguation>,
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

/// The people on a page by family name, and their given names by initials.
#[derive(Debug, Default)]
struct People {
    families: FxHashMap<String, FxHashMap<String, FxHashSet<String>>>,
}

impl People {
    fn add(&mut self, name: &Name<'_>) {
        let by_initials = self.families.entry(family_key(name)).or_default();
        by_initials.entry(initials_key(name)).or_default().insert(given_key(name));
    }

    /// How much of the given names tells a person from the others with the same family name.
    fn level(&self, name: &Name<'_>, has_initials: bool) -> GivenNameLevel {
        let Some(by_initials) = self.families.get(&family_key(name)) else { return GivenNameLevel::Default };
        let same_initials = by_initials.get(&initials_key(name)).map_or(0, FxHashSet::len);
        match (by_initials.len(), same_initials) {
            (_, 2..) if !has_initials => GivenNameLevel::Full,
            (2.., _) => GivenNameLevel::Initials,
            _ => GivenNameLevel::Default,
        }
    }
}

fn family_key(name: &Name<'_>) -> String {
    format!("{} {}", name.non_dropping_particle, name.family)
}

fn given_key(name: &Name<'_>) -> String {
    let parts = [&name.given, &name.dropping_particle, &name.suffix];
    // "J.J." and "J. J." are one person.
    parts.iter().flat_map(|part| part.chars()).filter(|character| character.is_alphanumeric()).collect()
}

fn initials_key(name: &Name<'_>) -> String {
    let initials = crate::render::initials(&name.given, "", false);
    initials.chars().filter(|character| character.is_alphabetic()).collect()
}
