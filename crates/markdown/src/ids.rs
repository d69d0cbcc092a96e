//! [`Id`]: the index of a value, typed by what it is an index of; [`IdVec`] and [`IdMap`]: values by such indices.
//!
//! A text has several tables (links, headings, directives, ...), and the stages behind the parser keep more that follow
//! them. With bare numbers nothing keeps the number of a link from being looked up among the headings.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// The index of a `T` in an [`IdVec<T>`], and in every table that has one value for each `T`.
///
/// It takes four bytes, because nodes, marks and embeds carry it by the million. The one limit is stated in [`Id::new`].
pub struct Id<T>(u32, PhantomData<fn() -> T>);

impl<T> Id<T> {
    /// The id of the value at `index`.
    ///
    /// # Panics
    /// From 2³² values on. No table of a text has so many: each value takes at least a byte of a source, and a source of
    /// 4 GiB is refused before it is parsed. A table of what a page shows would not fit in memory before.
    #[must_use]
    pub fn new(index: usize) -> Self {
        Self::of_number(u32::try_from(index).expect("no table has 2^32 values"))
    }

    /// The place of the value in its table.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }

    pub(crate) const fn of_number(number: u32) -> Self {
        Self(number, PhantomData)
    }

    pub(crate) const fn number(self) -> u32 {
        self.0
    }
}

// Derived, these would ask the same of `T`, of which an id holds nothing.

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A list of `V`, one for each `T`, that is indexed by [`Id<T>`] and by nothing else.
///
/// ```
/// use wellpress_markdown::ids::IdVec;
///
/// let mut names: IdVec<String> = IdVec::default();
/// let id = names.push("Anna".to_owned());
/// let lengths: IdVec<String, usize> = names.iter().map(String::len).collect();
/// assert_eq!((names[id].as_str(), lengths[id]), ("Anna", 4));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct IdVec<T, V = T> {
    values: Vec<V>,
    of: PhantomData<fn() -> T>,
}

impl<T, V> IdVec<T, V> {
    /// An empty one that takes `capacity` values without growing.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self::from(Vec::with_capacity(capacity))
    }

    /// Adds a value at the end; its id.
    ///
    /// # Panics
    /// From 2³² values on, see [`Id::new`].
    pub fn push(&mut self, value: V) -> Id<T> {
        let id = Id::new(self.values.len());
        self.values.push(value);
        id
    }

    /// The value of an id. An id of a table that has more values than this one may have none.
    #[must_use]
    pub fn get(&self, id: Id<T>) -> Option<&V> {
        self.values.get(id.index())
    }

    /// How many values there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is no value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The values in order.
    pub fn iter(&self) -> std::slice::Iter<'_, V> {
        self.values.iter()
    }

    /// The values in order, to be changed.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, V> {
        self.values.iter_mut()
    }

    /// The values in order, each with its id.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = (Id<T>, &V)> + ExactSizeIterator {
        self.values.iter().enumerate().map(|(index, value)| (Id::new(index), value))
    }

    /// The id of the first value that `is_meant` accepts.
    pub fn position(&self, is_meant: impl FnMut(&V) -> bool) -> Option<Id<T>> {
        self.values.iter().position(is_meant).map(Id::new)
    }

    /// The value that was added last, to be changed.
    pub fn last_mut(&mut self) -> Option<&mut V> {
        self.values.last_mut()
    }

    /// Gives back the memory that is set aside for more values.
    pub fn shrink_to_fit(&mut self) {
        self.values.shrink_to_fit();
    }

    pub(crate) fn fitted(self) -> Self {
        Self::from(super::body::fitted(self.values))
    }
}

impl<T, V> From<Vec<V>> for IdVec<T, V> {
    fn from(values: Vec<V>) -> Self {
        Self { values, of: PhantomData }
    }
}

impl<T, V> Default for IdVec<T, V> {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl<T, V: fmt::Debug> fmt::Debug for IdVec<T, V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.values.fmt(formatter)
    }
}

impl<T, V> Index<Id<T>> for IdVec<T, V> {
    type Output = V;

    fn index(&self, id: Id<T>) -> &V {
        &self.values[id.index()]
    }
}

impl<T, V> IndexMut<Id<T>> for IdVec<T, V> {
    fn index_mut(&mut self, id: Id<T>) -> &mut V {
        &mut self.values[id.index()]
    }
}

impl<T, V> Extend<V> for IdVec<T, V> {
    fn extend<I: IntoIterator<Item = V>>(&mut self, values: I) {
        self.values.extend(values);
    }
}

impl<T, V> FromIterator<V> for IdVec<T, V> {
    fn from_iter<I: IntoIterator<Item = V>>(values: I) -> Self {
        Self::from(Vec::from_iter(values))
    }
}

impl<'a, T, V> IntoIterator for &'a IdVec<T, V> {
    type Item = &'a V;
    type IntoIter = std::slice::Iter<'a, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a, T, V> IntoIterator for &'a mut IdVec<T, V> {
    type Item = &'a mut V;
    type IntoIter = std::slice::IterMut<'a, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

/// Values for a few of the `T` of a text, sorted by id.
///
/// A sorted list and not a map: most texts have one or two values, and the smallest hash map sets aside memory for
/// eleven, as often as there are pages.
#[derive(Clone)]
pub struct IdMap<T, V> {
    entries: Vec<(Id<T>, V)>,
}

impl<T, V> IdMap<T, V> {
    /// The value of an id, if it has one.
    #[must_use]
    pub fn get(&self, id: Id<T>) -> Option<&V> {
        let at = self.entries.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        Some(&self.entries[at].1)
    }

    /// The values by ascending id.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.entries.iter().map(|(_, value)| value)
    }

    /// The values with their ids, ascending.
    pub fn iter(&self) -> impl Iterator<Item = (Id<T>, &V)> {
        self.entries.iter().map(|(id, value)| (*id, value))
    }

    /// Sets the value of an id. In ascending order this is a push; otherwise later entries move.
    pub fn insert(&mut self, id: Id<T>, value: V) {
        match self.entries.binary_search_by_key(&id, |(id, _)| *id) {
            Ok(at) => self.entries[at].1 = value,
            Err(at) => self.entries.insert(at, (id, value)),
        }
    }

    /// Gives back the memory that is set aside for more values.
    pub fn shrink_to_fit(&mut self) {
        self.entries.shrink_to_fit();
    }
}

impl<T, V> Default for IdMap<T, V> {
    fn default() -> Self {
        Self { entries: Vec::new() }
    }
}

impl<T, V: PartialEq> PartialEq for IdMap<T, V> {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl<T, V: Eq> Eq for IdMap<T, V> {}

impl<T, V: Hash> Hash for IdMap<T, V> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.entries.hash(state);
    }
}

impl<T, V: fmt::Debug> fmt::Debug for IdMap<T, V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_takes_four_bytes() {
        assert_eq!(size_of::<Id<String>>(), 4);
    }

    #[test]
    #[should_panic(expected = "no table has 2^32 values")]
    fn an_index_beyond_the_limit_is_no_id() {
        let _ = Id::<String>::new(usize::try_from(u64::from(u32::MAX) + 1).unwrap());
    }

    #[test]
    fn a_map_keeps_its_values_by_ascending_id() {
        let mut map: IdMap<String, &str> = IdMap::default();
        let ids = [4, 1, 4].map(Id::new);
        ids.into_iter().zip(["four", "one", "again"]).for_each(|(id, value)| map.insert(id, value));
        assert_eq!(map.values().copied().collect::<Vec<_>>(), ["one", "again"]);
        assert_eq!((map.get(Id::new(4)), map.get(Id::new(2))), (Some(&"again"), None));
    }
}
