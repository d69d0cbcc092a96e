//! [`Plan`]: the uploads and deletions that turn the contents of the target into the wanted contents. No request is sent;
//! `publish` carries the plan out.

use rustc_hash::{FxHashMap, FxHashSet};

use super::object::{Object, ObjectChange, UploadPhase};
use super::release::Release;

/// What the target has, as far as its record tells.
#[derive(Debug, Clone, Default)]
pub struct TargetContents {
    /// The release that the last finished deploy left.
    pub current: Release,
    /// The releases of deploys that did not finish: any of their objects may be there, or may have been replaced.
    pub unfinished: Vec<Release>,
}

/// Which objects the target is asked for before they count as present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verification {
    /// Those that an unfinished deploy may have touched.
    Unfinished,
    /// All, also those that the record lists: somebody else may have changed the target.
    Everything,
}

/// The uploads and deletes that turn what the target has into what it is to have.
///
/// The plan is made from lists alone, without a request, so it can be shown before anything happens. It decides by stamps,
/// which cover content and headers: a file whose type or caching changed is uploaded again although its bytes are the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The uploads, by phase and path.
    pub uploads: Vec<Upload>,
    /// The objects that are deleted after all uploads, pages before the files that they refer to.
    pub deletes: Vec<Object>,
    /// How many objects stay as they are.
    pub unchanged: usize,
}

/// An object that has to be uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// The object to store.
    pub object: Object,
    /// The step in which it is stored.
    pub phase: UploadPhase,
    /// Whether no deploy has stored anything under its path before.
    pub is_new: bool,
}

impl TargetContents {
    /// The wanted objects for which the record is no proof, so that a request has to tell whether they are there: those of an
    /// unfinished deploy, and with [`Verification::Everything`] all that are recorded.
    #[must_use]
    pub fn uncertain<'a>(&self, wanted: &'a [Object], verification: Verification) -> Vec<&'a Object> {
        let current = self.current.by_path();
        let unfinished = self.unfinished_paths();
        wanted
            .iter()
            .filter(|object| {
                let path = object.path.as_str();
                let is_listed = || current.get(path).is_some_and(|listed| listed.stamp == object.stamp);
                unfinished.contains(path) || (verification == Verification::Everything && is_listed())
            })
            .collect()
    }

    /// The wanted objects under whose paths no deploy has stored anything.
    #[must_use]
    pub fn new_paths<'a>(&self, wanted: &'a [Object]) -> Vec<&'a Object> {
        let (current, unfinished) = (self.current.by_path(), self.unfinished_paths());
        wanted
            .iter()
            .filter(|object| {
                let path = object.path.as_str();
                !current.contains_key(path) && !unfinished.contains(path)
            })
            .collect()
    }

    /// Whether an unfinished deploy may have stored something under this path.
    #[must_use]
    pub fn is_unfinished(&self, path: &str) -> bool {
        self.unfinished
            .iter()
            .any(|release| release.objects.binary_search_by(|object| object.path.as_str().cmp(path)).is_ok())
    }

    fn unfinished_paths(&self) -> FxHashSet<&str> {
        self.unfinished.iter().flat_map(|release| &release.objects).map(|object| object.path.as_str()).collect()
    }

    /// The objects that deploys stored and that are not wanted any more, pages first.
    pub(super) fn leftovers(&self, wanted: &[Object]) -> Vec<Object> {
        let wanted_paths: FxHashSet<&str> = wanted.iter().map(|object| object.path.as_str()).collect();
        // The current release comes last: of a path that several releases have, its object is the one to report.
        let releases = self.unfinished.iter().chain([&self.current]);
        let mut leftover_by_path: FxHashMap<&str, &Object> = FxHashMap::default();
        for object in releases.flat_map(|release| &release.objects) {
            if !wanted_paths.contains(object.path.as_str()) {
                leftover_by_path.insert(object.path.as_str(), object);
            }
        }
        let mut leftovers: Vec<Object> = leftover_by_path.into_values().cloned().collect();
        leftovers.sort_by(|a, b| (!a.is_page(), &a.path).cmp(&(!b.is_page(), &b.path)));
        leftovers
    }
}

impl Plan {
    /// Makes the plan. `uncertain` are the objects that the target was asked for, `present` those of them that it has.
    #[must_use]
    pub fn make(contents: &TargetContents, wanted: &[Object], uncertain: &[&Object], present: &[&Object]) -> Self {
        let current = contents.current.by_path();
        let (uncertain, present) = (path_set(uncertain), path_set(present));
        let unfinished = contents.unfinished_paths();
        let mut plan = Self::default();
        for object in wanted {
            let path = object.path.as_str();
            // Of an uncertain object only the target's answer counts: the record may no longer be true.
            let is_there = match uncertain.contains(path) {
                true => present.contains(path),
                false => current.get(path).is_some_and(|listed| listed.stamp == object.stamp),
            };
            if is_there {
                plan.unchanged += 1;
                continue;
            }
            let is_in_current = current.contains_key(path);
            let change = if is_in_current { ObjectChange::Replaced } else { ObjectChange::Added };
            plan.uploads.push(Upload {
                object: object.clone(),
                phase: object.phase(change),
                is_new: !is_in_current && !unfinished.contains(path),
            });
        }
        plan.uploads.sort_by(|a, b| (a.phase, &a.object.path).cmp(&(b.phase, &b.object.path)));
        plan.deletes = contents.leftovers(wanted);
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

    /// The deleted objects that readers lose for good. An asset whose successor has another hash in its name is not one,
    /// and neither is an object that only an unfinished deploy brought.
    #[must_use]
    pub fn losses(&self, contents: &TargetContents, wanted: &[Object]) -> Vec<&Object> {
        let current = contents.current.by_path();
        let wanted_lineages: FxHashSet<_> = wanted.iter().filter_map(Object::lineage).collect();
        self.deletes
            .iter()
            .filter(|object| {
                let has_successor = object.lineage().is_some_and(|lineage| wanted_lineages.contains(&lineage));
                current.contains_key(object.path.as_str()) && !has_successor
            })
            .collect()
    }
}

fn path_set<'a>(objects: &[&'a Object]) -> FxHashSet<&'a str> {
    objects.iter().map(|object| object.path.as_str()).collect()
}
