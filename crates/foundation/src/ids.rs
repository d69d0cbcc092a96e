//! [`Id`]: an index with the type of the value that it stands for; [`IdVec`] and [`IdMap`]: collections by such
//! indices.
//!
//! A text has several tables (links, headings, directives, ...), and later stages keep tables with a value for each of
//! their rows; a site has such tables of its pages, sources and languages. With bare numbers nothing would keep the number of
//! a link from being looked up among the headings.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The index of a `T` in an [`IdVec<T>`], and in every table that has one value for each `T`.
///
/// It takes four bytes, because a large site has millions of them. The only limit is that of [`Id::new`].
pub struct Id<T>(u32, PhantomData<fn() -> T>);

impl<T> Id<T> {
    /// The id of the first value.
    pub const FIRST: Self = Self::of_number(0);

    /// The id of the value at `index`.
    ///
    /// # Panics
    /// For an index from 2³² on. No table of a text has so many rows: each takes at least a byte of a source, and a
    /// source of 4 GiB is refused before it is parsed. Tables of a site have fewer rows than fit in memory.
    #[must_use]
    pub fn new(index: usize) -> Self {
        Self::of_number(u32::try_from(index).expect("no table has 2^32 values"))
    }

    /// The index as a number.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The id of an index that was packed with [`Id::number`].
    #[must_use]
    pub const fn of_number(number: u32) -> Self {
        Self(number, PhantomData)
    }

    /// The index in 32 bits, for tables that pack it.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }
}

// These are not derived, because a derived implementation would require the same trait of `T`, and an id holds no
// value of type `T`.

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

impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u32::deserialize(deserializer).map(Self::of_number)
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A vector with one `V` for each `T`, indexed by [`Id<T>`] only.
///
/// ```
/// use wellpress_foundation::ids::IdVec;
///
/// let mut names: IdVec<String> = IdVec::default();
/// let id = names.push("Anna".to_owned());
/// let lengths: IdVec<String, usize> = names.iter().map(String::len).collect();
/// assert_eq!((names[id].as_str(), lengths[id]), ("Anna", 4));
/// ```
pub struct IdVec<T, V = T> {
    values: Vec<V>,
    of: PhantomData<fn() -> T>,
}

impl<T, V> IdVec<T, V> {
    /// An empty vector with memory for `capacity` values.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self::from(Vec::with_capacity(capacity))
    }

    /// Adds a value at the end and returns its id.
    ///
    /// # Panics
    /// From 2³² values on, see [`Id::new`].
    pub fn push(&mut self, value: V) -> Id<T> {
        let id = Id::new(self.values.len());
        self.values.push(value);
        id
    }

    /// The value of an id; `None` if this vector is shorter than the table that gave the id.
    #[must_use]
    pub fn get(&self, id: Id<T>) -> Option<&V> {
        self.values.get(id.index())
    }

    /// The number of values.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether the vector has no value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The ids of all values, in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = Id<T>> + ExactSizeIterator + Clone + use<T, V> {
        (0..self.values.len()).map(Id::new)
    }

    /// The values in order, for callers that need no ids, such as parallel iterators.
    #[must_use]
    pub fn as_slice(&self) -> &[V] {
        &self.values
    }

    /// The values in order.
    pub fn iter(&self) -> std::slice::Iter<'_, V> {
        self.values.iter()
    }

    /// The values in order, mutable.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, V> {
        self.values.iter_mut()
    }

    /// The values in order, each with its id.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = (Id<T>, &V)> + ExactSizeIterator {
        self.values.iter().enumerate().map(|(index, value)| (Id::new(index), value))
    }

    /// The id of the first value that `predicate` accepts.
    pub fn position(&self, predicate: impl FnMut(&V) -> bool) -> Option<Id<T>> {
        self.values.iter().position(predicate).map(Id::new)
    }

    /// The last value, mutable.
    pub fn last_mut(&mut self) -> Option<&mut V> {
        self.values.last_mut()
    }

    /// The values in order, without their ids.
    pub fn into_values(self) -> impl Iterator<Item = V> {
        self.values.into_iter()
    }

    /// Frees memory that is reserved for further values.
    pub fn shrink_to_fit(&mut self) {
        self.values.shrink_to_fit();
    }

    /// Copies the values into memory of exactly their length, see [`fitted`].
    #[must_use]
    pub fn fitted(self) -> Self {
        Self::from(fitted(self.values))
    }
}

/// Copies values into memory of exactly their length. `shrink_to_fit` would leave the freed part in the block of the allocator;
/// copying frees the whole block.
///
/// ```
/// let mut grown = Vec::with_capacity(100);
/// grown.push(1);
/// assert_eq!(wellpress_foundation::ids::fitted(grown).capacity(), 1);
/// ```
#[must_use]
pub fn fitted<T>(grown: Vec<T>) -> Vec<T> {
    if grown.len() == grown.capacity() {
        return grown;
    }
    let mut fitted = Vec::with_capacity(grown.len());
    fitted.extend(grown);
    fitted
}

// Not derived, for the same reason as those of `Id`.

impl<T, V: Clone> Clone for IdVec<T, V> {
    fn clone(&self) -> Self {
        Self::from(self.values.clone())
    }
}

impl<T, V: PartialEq> PartialEq for IdVec<T, V> {
    fn eq(&self, other: &Self) -> bool {
        self.values == other.values
    }
}

impl<T, V: Eq> Eq for IdVec<T, V> {}

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

impl<T, V: Serialize> Serialize for IdVec<T, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.values.serialize(serializer)
    }
}

impl<'de, T, V: Deserialize<'de>> Deserialize<'de> for IdVec<T, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from)
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
/// This is a sorted vector and not a hash map, because most texts have one or two values, and the smallest hash map
/// would reserve memory for several more on every page.
///
/// ```
/// use wellpress_foundation::ids::{Id, IdMap};
///
/// let mut alternatives: IdMap<String, &str> = IdMap::default();
/// alternatives.insert(Id::new(3), "a bed");
/// assert_eq!(alternatives.get(Id::new(3)), Some(&"a bed"));
/// assert_eq!(alternatives.get(Id::new(4)), None);
/// ```
pub struct IdMap<T, V> {
    entries: Vec<(Id<T>, V)>,
}

impl<T, V> IdMap<T, V> {
    /// The value of an id; `None` for most.
    #[must_use]
    pub fn get(&self, id: Id<T>) -> Option<&V> {
        let index = self.entries.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        Some(&self.entries[index].1)
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
            Ok(index) => self.entries[index].1 = value,
            Err(index) => self.entries.insert(index, (id, value)),
        }
    }

    /// Frees memory that is reserved for further values.
    pub fn shrink_to_fit(&mut self) {
        self.entries.shrink_to_fit();
    }
}

impl<T, V> Default for IdMap<T, V> {
    fn default() -> Self {
        Self { entries: Vec::new() }
    }
}

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
