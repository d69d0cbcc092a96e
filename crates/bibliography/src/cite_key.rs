//! [`CiteKey`]: the name by which pages cite a source, and its form in ids and paths.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// A source's key as its library writes it, such as `sawicki-2021`.
///
/// Any text is accepted, because exports use spaces, colons and letters of every script. What has to fit into an HTML
/// id or a path takes [`CiteKey::slug`]. Cloning shares the text: a large site holds the same key once for each mark.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CiteKey(Arc<str>);

impl CiteKey {
    /// Takes a key as the library writes it; nothing is normalised.
    ///
    /// ```
    /// use wellpress_bibliography::CiteKey;
    ///
    /// assert_eq!(CiteKey::new("sawicki-2021").as_str(), "sawicki-2021");
    /// ```
    pub fn new(key: impl Into<Arc<str>>) -> Self {
        Self(key.into())
    }

    /// The key as the library writes it.
    ///
    /// ```
    /// use wellpress_bibliography::CiteKey;
    ///
    /// assert_eq!(CiteKey::new("Doe 2020").as_str(), "Doe 2020");
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key as ids and paths hold it: letters of other scripts become Latin ones, and each run of other characters
    /// outside `A-Z a-z 0-9 . _ -` becomes one `-`. Dots at the ends are dropped. It is never empty. Two keys may have the same slug, so
    /// callers that need unique ones check.
    ///
    /// ```
    /// use wellpress_bibliography::CiteKey;
    ///
    /// assert_eq!(CiteKey::new("doi:10.1000/x").slug(), "doi-10.1000-x");
    /// assert_eq!(CiteKey::new("Życińska 2021").slug(), "zycinska-2021");
    /// assert_eq!(CiteKey::new("..").slug(), "-");
    /// ```
    #[must_use]
    pub fn slug(&self) -> String {
        let mut slug = String::with_capacity(self.0.len());
        let mut unread_text = self.as_str();
        while let Some(c) = unread_text.chars().next() {
            let foreign_length =
                unread_text.find(|c: char| c.is_ascii() || !c.is_alphanumeric()).unwrap_or(unread_text.len());
            let latin = slug::slugify(&unread_text[..foreign_length]);
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') {
                slug.push(c);
            } else if !latin.is_empty() {
                slug.push_str(&latin);
            } else if !slug.ends_with('-') && !is_combining(c) {
                slug.push('-');
            }
            // At least one character: `foreign_length` is 0 at ASCII and at punctuation, and the loop has to move on.
            unread_text = &unread_text[foreign_length.max(c.len_utf8())..];
        }
        let slug = slug.trim_matches('.');
        if slug.is_empty() { "-" } else { slug }.to_owned()
    }
}

/// Whether `c` is an accent that follows its letter.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Lets maps with keys be searched by text.
impl Borrow<str> for CiteKey {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CiteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
