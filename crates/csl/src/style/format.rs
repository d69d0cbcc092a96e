//! The attributes that all rendering elements share: affixes, look, quotation marks, case, display.

/// Affixes and formatting of an element. Affixes stand outside of the formatting.
#[derive(Debug, Clone, Default)]
pub(crate) struct Format {
    pub(crate) prefix: Box<str>,
    pub(crate) suffix: Box<str>,
    pub(crate) look: LookChange,
    pub(crate) text_case: Option<TextCase>,
    pub(crate) display: Option<Display>,
    pub(crate) quotes: bool,
    pub(crate) strip_periods: bool,
}

/// What an element changes in the look of its text. `None` leaves a property as it is around the element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct LookChange {
    pub(crate) italic: Option<bool>,
    pub(crate) bold: Option<bool>,
    pub(crate) small_caps: Option<bool>,
    pub(crate) underline: Option<bool>,
    pub(crate) position: Option<VerticalPosition>,
}

/// Where text stands beside the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum VerticalPosition {
    /// On the line.
    #[default]
    Baseline,
    /// Above the line.
    Superscript,
    /// Below the line.
    Subscript,
}

/// What is done to the case of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextCase {
    Lowercase,
    Uppercase,
    CapitalizeFirst,
    CapitalizeAll,
    Sentence,
    Title,
}

/// How a part of an entry is set: the number in the margin, the text beside it, or a line of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Display {
    /// A line of its own.
    Block,
    /// In the margin before the entry.
    LeftMargin,
    /// Beside the margin.
    RightInline,
    /// An indented line of its own.
    Indent,
}
