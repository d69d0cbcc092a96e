//! How many texts may be shown in others.

/// Texts in texts end here.
const MAX_DEPTH: usize = 5;

/// The most texts in a page, at all depths. A file of a kilobyte that shows itself a hundred times would show ten billion.
const MOST_TEXTS: usize = 1000;

/// How deep a text stands in others, and how many more its page may show.
#[derive(Debug, Clone, Copy)]
pub(super) struct Nesting {
    depth: usize,
    texts_left: usize,
}

impl Nesting {
    /// That of the text of a page.
    pub const PAGE: Self = Self { depth: 0, texts_left: MOST_TEXTS };

    /// That of a text in this one; `None` if there can be none.
    pub fn inner(self) -> Option<Self> {
        let texts_left = self.texts_left.checked_sub(1).filter(|_| self.depth < MAX_DEPTH)?;
        Some(Self { depth: self.depth + 1, texts_left })
    }

    /// This text goes on behind one in it.
    pub fn go_on(&mut self, inner: Self) {
        self.texts_left = inner.texts_left;
    }
}
