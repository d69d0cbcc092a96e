//! What a locator adds to a source's mark. The processor takes as long for a mark with `pp. 3–5` as for one without, and
//! what it adds is the same for all sources of one sort: those for which a style takes the same way through its branches.

use hayagriva::citationberg::json::{DateValue, Item, Value};
use hayagriva::citationberg::taxonomy::NumberVariable;
use hayagriva::citationberg::{ChooseBranch, IndependentStyle, LayoutRenderingElement as Element};
use rustc_hash::FxHashMap;

use super::ReferenceId;
use super::locator::{Locator, LocatorLabel};
use super::repair::children;
use super::rich_text::Run;
use super::shape::Shape;

/// What decides what a locator adds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Located {
    /// The sort of the source, by number.
    pub(super) sort: u32,
    /// Whether author and year stand apart.
    pub(super) prose: bool,
    /// Whether the year has a letter.
    pub(super) lettered: bool,
    pub(super) locator: Locator,
}

/// A source as it is marked: in prose or not, with a letter or without, and what its locator counts.
pub(super) type Marked = (ReferenceId, bool, bool, LocatorLabel);

/// The sorts of sources, each with a number.
#[derive(Debug, Default)]
pub(super) struct Sorts {
    numbers: FxHashMap<String, u32>,
    of: FxHashMap<Marked, Option<u32>>,
}

impl Sorts {
    /// The number of a source's sort, by its form and what its locator counts, where that is known already.
    pub(super) fn get(&self, source: Marked) -> Option<Option<u32>> {
        self.of.get(&source).copied()
    }

    /// Keeps a source's sort; `None` for one that is of no sort.
    pub(super) fn keep(&mut self, source: Marked, signature: Option<String>) -> Option<u32> {
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        let sort = signature.map(|signature| *self.numbers.entry(signature).or_insert(next));
        self.of.insert(source, sort);
        sort
    }
}

/// Runs that stand behind the names of one form and not of the other.
#[derive(Debug, Clone)]
pub(super) struct Addition {
    runs: Vec<Run>,
    /// So many runs come behind them.
    behind: usize,
    /// What they follow.
    edge: Option<char>,
}

impl Addition {
    /// What a form has beyond the plain one, if that is all in one place behind the names.
    pub(super) fn between(plain: &Shape, located: &Shape) -> Option<Self> {
        if (&plain.before, &plain.names) != (&located.before, &located.names) {
            return None;
        }
        let more = located.after.len().checked_sub(plain.after.len())?;
        let pairs = plain.after.iter().rev().zip(located.after.iter().rev());
        let behind = pairs.take_while(|(plain, located)| plain == located).count();
        let at = plain.after.len() - behind;
        let runs = located.after[at..at + more].to_vec();
        (plain.after[..at] == located.after[..at]).then(|| Self { runs, behind, edge: edge(&plain.after[..at]) })
    }

    /// The plain form of another source with it, if it is put behind the like: the processor merges marks that meet.
    pub(super) fn to(&self, plain: &Shape) -> Option<Shape> {
        let at = plain.after.len().checked_sub(self.behind)?;
        let is_alike = |edge: Option<char>| edge.filter(|c| !c.is_ascii_alphanumeric());
        if is_alike(edge(&plain.after[..at])) != is_alike(self.edge) {
            return None;
        }
        let mut located = plain.without_people();
        located.after.splice(at..at, self.runs.iter().cloned());
        Some(located)
    }
}

/// The last character of some runs.
fn edge(runs: &[Run]) -> Option<char> {
    runs.last()?.text.chars().next_back()
}

/// Whether a style that was cut down takes one way for all sources that it is for, but for those with an uncertain date:
/// it asks of none whether a value is a number.
pub(super) fn is_straight(style: &IndependentStyle) -> bool {
    let lists = style.macros.iter().map(|definition| definition.children.as_slice());
    lists.chain([style.citation.layout.elements.as_slice()]).all(are_straight)
}

fn are_straight(elements: &[Element]) -> bool {
    let locator = NumberVariable::Locator.into();
    elements.iter().all(|element| {
        let asks = |branch: &ChooseBranch| branch.is_numeric.iter().flatten().any(|variable| *variable != locator);
        let is_straight = !matches!(element, Element::Choose(choose) if choose.branches().any(asks));
        is_straight && children(element).all(are_straight)
    })
}

/// Whether one of a source's dates is uncertain.
pub(super) fn has_uncertain_date(item: &Item) -> bool {
    let is_uncertain = |value: &Value| match value {
        Value::Date(DateValue::Raw { raw, .. }) => raw.start.circa,
        _ => false,
    };
    item.0.values().any(is_uncertain)
}
