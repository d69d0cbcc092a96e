//! [`OverlayMap`]: a map of which a changed copy is made at the cost of the changes.

use std::hash::Hash;
use std::sync::Arc;

use rustc_hash::FxHashMap;

/// A map whose copies share its entries. A copy stores what is inserted into it, and nothing else.
///
/// A preview keeps the files of the last build and makes the files of the next one from them. Of 100,000 files, an edit changes
/// two. Entries cannot be removed.
///
/// ```
/// use wellpress_io::overlay_map::OverlayMap;
/// let first: OverlayMap<&str, u32> = [("a", 1), ("b", 2)].into_iter().collect();
/// let mut second = first.clone();
/// assert_eq!(second.insert("b", 3), Some(2));
/// assert_eq!((first.get("b"), second.get("b"), second.get("a")), (Some(&2), Some(&3), Some(&1)));
/// assert_eq!(second.iter().count(), 2);
/// ```
#[derive(Debug, Clone)]
pub struct OverlayMap<K, V> {
    shared: Arc<FxHashMap<K, V>>,
    /// Entries that are not in `shared`, or differ there.
    own: FxHashMap<K, V>,
}

impl<K, V> Default for OverlayMap<K, V> {
    fn default() -> Self {
        Self { shared: Arc::default(), own: FxHashMap::default() }
    }
}

impl<K: Hash + Eq, V: Clone> OverlayMap<K, V> {
    /// Whether the map has no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shared.is_empty() && self.own.is_empty()
    }

    /// The value of a key.
    #[must_use]
    pub fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: std::borrow::Borrow<Q>,
    {
        self.own.get(key).or_else(|| self.shared.get(key))
    }

    /// The key as the map has it, and its value.
    #[must_use]
    pub fn get_key_value<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<(&K, &V)>
    where
        K: std::borrow::Borrow<Q>,
    {
        self.own.get_key_value(key).or_else(|| self.shared.get_key_value(key))
    }

    /// Inserts an entry and returns the earlier value of its key.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        // A map that no copy shares stores everything in one place.
        if self.own.is_empty()
            && let Some(map) = Arc::get_mut(&mut self.shared)
        {
            return map.insert(key, value);
        }
        let in_shared = self.shared.get(&key).cloned();
        self.own.insert(key, value).or(in_shared)
    }

    /// All entries, in any order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        let shared = self.shared.iter().filter(|(key, _)| self.own.is_empty() || !self.own.contains_key(*key));
        shared.chain(&self.own)
    }
}

impl<K: Hash + Eq, V: Clone> Extend<(K, V)> for OverlayMap<K, V> {
    fn extend<T: IntoIterator<Item = (K, V)>>(&mut self, entries: T) {
        entries.into_iter().for_each(|(key, value)| drop(self.insert(key, value)));
    }
}

impl<K: Hash + Eq, V: Clone> FromIterator<(K, V)> for OverlayMap<K, V> {
    fn from_iter<T: IntoIterator<Item = (K, V)>>(entries: T) -> Self {
        Self { shared: Arc::new(entries.into_iter().collect()), own: FxHashMap::default() }
    }
}
