//! [`Plan`]: what the target has and what it is to have in, what is to be done out. Nobody is asked.

use rustc_hash::{FxHashMap, FxHashSet};

use super::object::{Object, UploadPhase};
use super::release::Release;

/// What the target has, as far as its state tells.
#[derive(Debug, Clone, Default)]
pub struct TargetContents {
    /// What the last finished deploy left.
    pub base: Release,
    /// What deploys wanted that did not finish: any of it may be there.
    pub loose: Vec<Release>,
}

/// What is to be done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// What is uploaded, by step and path.
    pub uploads: Vec<Upload>,
    /// What is deleted when all else is there: pages before what they refer to.
    pub deletes: Vec<Object>,
    /// How many objects stay as they are.
    pub unchanged: usize,
}

/// An object that is to be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// The object.
    pub object: Object,
    /// Its step.
    pub phase: UploadPhase,
    /// Whether no deploy put anything in its place before.
    pub is_new: bool,
}

impl TargetContents {
    /// Objects that are wanted, and may be there or not: what deploys that did not finish wanted too. With `all`, every
    /// one that should be there.
    #[must_use]
    pub fn unsure<'a>(&self, wanted: &'a [Object], all: bool) -> Vec<&'a Object> {
        let base = self.base.by_path();
        let loose = self.loose_paths();
        let is_unsure = |object: &&Object| {
            let path = object.path.as_str();
            loose.contains(path) || (all && base.get(path).is_some_and(|known| known.stamp == object.stamp))
        };
        wanted.iter().filter(is_unsure).collect()
    }

    /// Paths at which no deploy put anything.
    #[must_use]
    pub fn new_paths<'a>(&self, wanted: &'a [Object]) -> Vec<&'a Object> {
        let (base, loose) = (self.base.by_path(), self.loose_paths());
        let is_new = |object: &&Object| {
            let path = object.path.as_str();
            !base.contains_key(path) && !loose.contains(path)
        };
        wanted.iter().filter(is_new).collect()
    }

    /// Whether a deploy that did not finish may have put something else there.
    #[must_use]
    pub fn is_loose(&self, path: &str) -> bool {
        self.loose
            .iter()
            .any(|release| release.objects.binary_search_by(|object| object.path.as_str().cmp(path)).is_ok())
    }

    fn loose_paths(&self) -> FxHashSet<&str> {
        self.loose.iter().flat_map(|release| &release.objects).map(|object| object.path.as_str()).collect()
    }
}

impl Plan {
    /// `unsure` are the objects that may be there, `present` those of them that are.
    #[must_use]
    pub fn make(known: &TargetContents, wanted: &[Object], unsure: &[&Object], present: &[&Object]) -> Self {
        let base = known.base.by_path();
        let paths = |objects: &[&Object]| objects.iter().map(|o| o.path.as_str().to_owned()).collect::<FxHashSet<_>>();
        let (unsure, present, loose) = (paths(unsure), paths(present), known.loose_paths());
        let mut plan = Self::default();
        for object in wanted {
            let path = object.path.as_str();
            let is_there = match unsure.contains(path) {
                true => present.contains(path),
                false => base.get(path).is_some_and(|there| there.stamp == object.stamp),
            };
            if is_there {
                plan.unchanged += 1;
                continue;
            }
            let is_new = !base.contains_key(path);
            let phase = object.phase(is_new);
            plan.uploads.push(Upload { object: object.clone(), phase, is_new: is_new && !loose.contains(path) });
        }
        plan.uploads.sort_by(|a, b| (a.phase, &a.object.path).cmp(&(b.phase, &b.object.path)));
        plan.deletes = known.leftovers(wanted);
        plan
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.uploads.is_empty() && self.deletes.is_empty()
    }

    /// The objects of one step.
    #[must_use]
    pub fn phase(&self, phase: UploadPhase) -> Vec<&Object> {
        self.uploads.iter().filter(|upload| upload.phase == phase).map(|upload| &upload.object).collect()
    }

    /// The objects of the site that go away for good: an asset whose successor has another hash in its name does not
    /// count, and neither does what a deploy that did not finish brought.
    #[must_use]
    pub fn losses(&self, known: &TargetContents, wanted: &[Object]) -> Vec<&Object> {
        let base = known.base.by_path();
        let successors: FxHashSet<_> = wanted.iter().filter_map(Object::lineage).collect();
        let is_lost = |object: &&Object| {
            let is_replaced = object.lineage().is_some_and(|lineage| successors.contains(&lineage));
            base.contains_key(object.path.as_str()) && !is_replaced
        };
        self.deletes.iter().filter(is_lost).collect()
    }
}

impl TargetContents {
    /// What deploys put there and nobody wants any more; pages first.
    fn leftovers(&self, wanted: &[Object]) -> Vec<Object> {
        let wanted: FxHashSet<&str> = wanted.iter().map(|object| object.path.as_str()).collect();
        let all = self.loose.iter().chain([&self.base]).flat_map(|release| &release.objects);
        let mut left: FxHashMap<&str, &Object> = FxHashMap::default();
        for object in all.filter(|object| !wanted.contains(object.path.as_str())) {
            left.insert(object.path.as_str(), object);
        }
        let mut left: Vec<Object> = left.into_values().cloned().collect();
        left.sort_by(|a, b| (!a.is_page(), &a.path).cmp(&(!b.is_page(), &b.path)));
        left
    }
}
