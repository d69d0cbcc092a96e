//! [`RichText`]: formatted text as plain data, for the theme to escape and to mark up. No HTML here.

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

    /// Other text in the same formatting, without its link.
    #[must_use]
    pub fn with_text(&self, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            italic: self.italic,
            bold: self.bold,
            small_caps: self.small_caps,
            superscript: self.superscript,
            subscript: self.subscript,
            underline: self.underline,
            link: None,
        }
    }

    fn same_form(&self, other: &Self) -> bool {
        let form = |run: &Self| (run.italic, run.bold, run.small_caps, run.superscript, run.subscript, run.underline);
        self.link == other.link && form(self) == form(other)
    }
}

/// Formatted text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RichText {
    runs: Vec<Run>,
}

impl RichText {
    /// Text without formatting.
    #[must_use]
    pub fn plain_text(text: impl Into<String>) -> Self {
        let mut rich = Self::default();
        rich.push(Run::plain(text));
        rich
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

    /// Adds a run; one that is formatted like the last joins it.
    pub fn push(&mut self, run: Run) {
        if run.text.is_empty() {
            return;
        }
        match self.runs.last_mut().filter(|last| last.same_form(&run)) {
            Some(last) => last.text.push_str(&run.text),
            None => {
                // Most texts stay one run, and a list's first step would be to the room of four.
                if self.runs.is_empty() {
                    self.runs.reserve_exact(1);
                }
                self.runs.push(run);
            }
        }
    }
}

impl FromIterator<Run> for RichText {
    fn from_iter<I: IntoIterator<Item = Run>>(runs: I) -> Self {
        let mut rich = Self::default();
        runs.into_iter().for_each(|run| rich.push(run));
        rich
    }
}
