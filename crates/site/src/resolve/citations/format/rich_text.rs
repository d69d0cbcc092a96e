//! [`RichText`]: formatted text as plain data, for the theme to escape and to mark up. No HTML here.

use std::sync::Arc;

/// A stretch of text in one formatting.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    /// The text, not escaped.
    pub text: String,
    /// Italic.
    pub italic: bool,
    /// Bold.
    pub bold: bool,
    /// Small capitals.
    pub small_caps: bool,
    /// Superscript.
    pub superscript: bool,
    /// Subscript.
    pub subscript: bool,
    /// Underlined.
    pub underline: bool,
    /// Where it leads: an `http` or `https` address, ready for an attribute once escaped.
    pub link: Option<String>,
}

impl Run {
    /// Text without formatting.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    fn same_form(&self, other: &Self) -> bool {
        self.link == other.link && self.form() == other.form()
    }

    fn form(&self) -> [bool; 6] {
        [self.italic, self.bold, self.small_caps, self.superscript, self.subscript, self.underline]
    }
}

/// Formatted text. A source's is made once and shown wherever it is cited.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RichText {
    runs: Arc<[Run]>,
}

impl RichText {
    /// Text without formatting.
    #[must_use]
    pub fn plain_text(text: impl Into<String>) -> Self {
        std::iter::once(Run::plain(text)).collect()
    }

    /// The runs, none empty, no two neighbours alike.
    #[must_use]
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The text alone.
    #[must_use]
    pub fn plain(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }
}

/// A run that is formatted like the one before joins it.
impl FromIterator<Run> for RichText {
    fn from_iter<I: IntoIterator<Item = Run>>(runs: I) -> Self {
        let mut joined: Vec<Run> = Vec::new();
        for run in runs.into_iter().filter(|run| !run.text.is_empty()) {
            match joined.last_mut().filter(|last| last.same_form(&run)) {
                Some(last) => last.text.push_str(&run.text),
                None => joined.push(run),
            }
        }
        Self { runs: joined.into() }
    }
}
