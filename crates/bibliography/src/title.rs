//! [`Title`]: text of a title, with the ranges whose capitals citation styles must not change.

use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, Range};

use crate::markup;

/// A title, with the ranges whose capitals a citation style must leave alone (BibTeX's inner braces).
///
/// Styles rewrite titles in sentence case or title case, which would turn `DNA` into `dna`; the protected ranges say
/// where they must not. The text may hold the tags that [`markup`] knows, and nothing else is markup in it. A title
/// dereferences to its text, so it can be used as a `str` wherever the case does not matter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Title {
    text: String,
    /// Sorted and apart from each other: ranges with only white space between them are stored as one.
    protected: Vec<Range<usize>>,
}

impl Title {
    /// A title in pieces, each with whether its case is protected. Runs of white space and of control characters become
    /// one space, none at the ends.
    ///
    /// ```
    /// use wellpress_bibliography::{Case, Title};
    ///
    /// let title = Title::from_pieces([("On\n ", Case::Free), ("DNA", Case::Protected)]);
    /// assert_eq!(title.as_str(), "On DNA");
    /// assert_eq!(title.protected_ranges(), [3..6]);
    /// ```
    ///
    /// Protection covers whole words: `{C}ox` means a name, and not a capital.
    ///
    /// ```
    /// # use wellpress_bibliography::{Case, Title};
    /// let title = Title::from_pieces([("C", Case::Protected), ("ox models", Case::Free)]);
    /// assert_eq!(title.protected_ranges(), [0..3]);
    /// ```
    #[must_use]
    pub fn from_pieces<'a>(pieces: impl IntoIterator<Item = (&'a str, Case)>) -> Self {
        let mut title = Self::default();
        // A space is written only once a character follows it, so that none ends the title.
        let mut space_is_due = false;
        for (piece, case) in pieces {
            for c in piece.chars() {
                if c.is_whitespace() || c.is_control() {
                    space_is_due = !title.text.is_empty();
                    continue;
                }
                if std::mem::take(&mut space_is_due) {
                    title.text.push(' ');
                }
                title.push(c, case);
            }
        }
        title.protect_whole_words();
        title
    }

    /// The text with its tags.
    ///
    /// ```
    /// use wellpress_bibliography::Title;
    ///
    /// assert_eq!(Title::from("On  <i>E. coli</i>").as_str(), "On <i>E. coli</i>");
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text without its tags, for places that cannot show any.
    ///
    /// ```
    /// use wellpress_bibliography::Title;
    ///
    /// assert_eq!(Title::from("On <i>E. coli</i>").plain(), "On E. coli");
    /// ```
    #[must_use]
    pub fn plain(&self) -> Cow<'_, str> {
        markup::plain(&self.text)
    }

    /// The byte ranges whose case is protected, in order, none touching the next.
    ///
    /// ```
    /// use wellpress_bibliography::{Case, Title};
    ///
    /// let title = Title::from_pieces([("On ", Case::Free), ("DNA and RNA", Case::Protected)]);
    /// assert_eq!(title.protected_ranges(), [3..14]);
    /// ```
    #[must_use]
    pub fn protected_ranges(&self) -> &[Range<usize>] {
        &self.protected
    }

    /// The title's pieces in order, each with whether its case is protected; none is empty.
    ///
    /// ```
    /// use wellpress_bibliography::{Case, Title};
    ///
    /// let title = Title::from_pieces([("On ", Case::Free), ("DNA", Case::Protected)]);
    /// assert_eq!(title.pieces().last(), Some(("DNA", Case::Protected)));
    /// ```
    pub fn pieces(&self) -> impl Iterator<Item = (&str, Case)> {
        let last_end = self.protected.last().map_or(0, |last| last.end);
        let mut free_start = 0;
        let pairs = self.protected.iter().flat_map(move |protected| {
            let free = (&self.text[free_start..protected.start], Case::Free);
            free_start = protected.end;
            [free, (&self.text[protected.clone()], Case::Protected)]
        });
        pairs.chain([(&self.text[last_end..], Case::Free)]).filter(|(piece, _)| !piece.is_empty())
    }

    /// Extends each protected range to the ends of the words that it begins or ends in: `{C}ox` in BibTeX means the name Cox,
    /// whose other letters a style must not raise either.
    fn protect_whole_words(&mut self) {
        let mut whole: Vec<Range<usize>> = Vec::with_capacity(self.protected.len());
        for range in &self.protected {
            let (before, behind) = (&self.text[..range.start], &self.text[range.end..]);
            let content = &self.text[range.clone()];
            let start = match content.starts_with(is_within_word) {
                true => before.trim_end_matches(is_within_word).len(),
                false => range.start,
            };
            let end = match content.ends_with(is_within_word) {
                true => self.text.len() - behind.trim_start_matches(is_within_word).len(),
                false => range.end,
            };
            match whole.last_mut().filter(|last| self.text[last.end.min(start)..start].trim().is_empty()) {
                Some(last) => last.end = last.end.max(end),
                None => whole.push(start..end),
            }
        }
        self.protected = whole;
    }

    fn push(&mut self, c: char, case: Case) {
        let start = self.text.len();
        self.text.push(c);
        if case == Case::Free {
            return;
        }
        let touches = |last: &&mut Range<usize>| self.text[last.end..start].chars().all(char::is_whitespace);
        match self.protected.last_mut().filter(touches) {
            Some(last) => last.end = self.text.len(),
            None => self.protected.push(start..self.text.len()),
        }
    }
}

fn is_within_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}')
}

impl From<&str> for Title {
    fn from(text: &str) -> Self {
        Self::from_pieces([(text, Case::Free)])
    }
}

impl Deref for Title {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl PartialEq<str> for Title {
    fn eq(&self, other: &str) -> bool {
        self.text == other
    }
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether a style may change the capitals of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Case {
    /// The style may write it in sentence case or title case.
    Free,
    /// The capitals stay as written, as those of `DNA` must.
    Protected,
}
