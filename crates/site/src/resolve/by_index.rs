//! [`ByIndex`]: what a few of a text's links or directives lead to, by their index in the text. Most texts have one or
//! two, for which a map would set aside the room of eleven.

/// Values by ascending index, in one piece.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ByIndex<T>(Vec<(u32, T)>);

impl<T> Default for ByIndex<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> ByIndex<T> {
    /// The value of an index.
    #[must_use]
    pub fn get(&self, index: &u32) -> Option<&T> {
        let found = self.0.binary_search_by_key(index, |(own, _)| *own).ok()?;
        Some(&self.0[found].1)
    }

    /// The values in their order.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|(_, value)| value)
    }

    /// The values with their indices, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        self.0.iter().map(|(index, value)| (*index, value))
    }

    /// Adds a value: behind all others, as who reads a text meets them, or where its index belongs.
    pub(super) fn insert(&mut self, index: u32, value: T) {
        let at = self.0.partition_point(|(own, _)| *own < index);
        self.0.insert(at, (index, value));
    }

    /// Gives back the room for values that will not come.
    pub(super) fn fit(&mut self) {
        self.0.shrink_to_fit();
    }
}
