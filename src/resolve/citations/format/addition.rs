//! What a locator adds to a source's mark. The processor takes as long for a mark with `pp. 3–5` as for one without, and
//! what it adds is the same for all sources of one sort: those for which a style takes the same way through its branches.

use super::locator::Locator;
use super::rich_text::Run;
use super::shape::Shape;

/// What decides what a locator adds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Located {
    /// The sort of the source.
    pub(super) signature: String,
    /// Whether author and year stand apart.
    pub(super) prose: bool,
    /// Whether the year has a letter.
    pub(super) lettered: bool,
    pub(super) locator: Locator,
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
        let mut located = plain.clone();
        located.after.splice(at..at, self.runs.iter().cloned());
        Some(located)
    }
}

/// The last character of some runs.
fn edge(runs: &[Run]) -> Option<char> {
    runs.last()?.text.chars().next_back()
}
