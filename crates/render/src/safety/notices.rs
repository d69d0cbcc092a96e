//! [`PageNotices`]: the safety notices and the steps of an HTML page, in reading order, each with what hides it.
//!
//! Input: the HTML of a whole page or of a part of it. Output: what a reader of that HTML gets to see, as far as elements and
//! attributes decide it. Style sheets are left to `hiding_rules`.

use rustc_hash::FxHashSet;

use super::copied_notices::Host;
use super::elements::{self, Scripts};
use super::notice_reader::{Fragment, Reader};

/// What a reader has to see before the steps of an exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Advice for readers with a condition.
    Caution,
    /// When to stop.
    StopSignals,
    /// When to get help.
    CareCard,
    /// A disclaimer.
    Disclaimer,
    /// The notice of a withdrawn page.
    Withdrawal,
    /// The line which says that nobody with a medical credential has reviewed the page.
    MissingReview,
}

/// The class of the element of each notice.
pub const NOTICE_CLASSES: [(&str, NoticeKind); 6] = [
    ("caution", NoticeKind::Caution),
    ("stop-if", NoticeKind::StopSignals),
    ("care", NoticeKind::CareCard),
    ("disclaimer", NoticeKind::Disclaimer),
    ("withdrawn", NoticeKind::Withdrawal),
    ("not-reviewed", NoticeKind::MissingReview),
];

/// The classes of elements that show how an exercise is done: its steps, a step that a source's page quotes, the schedule of
/// a programme, and a video.
pub const STEP_CLASSES: [&str; 4] = ["steps", "quoted-step", "schedule", "video"];

impl NoticeKind {
    /// The kind of an element with this class.
    #[must_use]
    pub fn of_class(class: &str) -> Option<Self> {
        NOTICE_CLASSES.iter().find(|(name, _)| *name == class).map(|(_, kind)| *kind)
    }

    /// The class of its element.
    #[must_use]
    pub fn class(self) -> &'static str {
        NOTICE_CLASSES.iter().find(|(_, kind)| *kind == self).map_or("", |(class, _)| *class)
    }

    /// The notice in words, for messages.
    pub fn words(self) -> &'static str {
        match self {
            Self::Caution => "caution",
            Self::StopSignals => "list of signals to stop",
            Self::CareCard => "care card",
            Self::Disclaimer => "disclaimer",
            Self::Withdrawal => "notice of withdrawal",
            Self::MissingReview => "line about the missing review",
        }
    }
}

/// A notice in the HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Which of the notices it is.
    pub kind: NoticeKind,
    /// Its visible text, with single blanks.
    pub text: String,
    /// How many lists of steps begin before it.
    pub steps_before: usize,
    /// The start tags of the elements around it that hide what is inside them, from the outside in.
    pub hidden_in: Vec<String>,
    /// The first of them that does not also hide the steps before or behind it: whoever opens an expander to read the steps
    /// sees the cautions in it too.
    pub hidden_without_steps: Option<String>,
    /// A hash of the elements around and inside it: which they are, with their classes, the names of their attributes and most
    /// values of `data-*`, which of them have text, and how many are also around the steps beside it. Notices with the same value
    /// look the same to most style sheets.
    pub shape: u64,
}

impl Notice {
    /// One without text, in the open.
    pub(super) fn new(kind: NoticeKind, steps_before: usize) -> Self {
        Self { kind, text: String::new(), steps_before, hidden_in: Vec::new(), hidden_without_steps: None, shape: 0 }
    }
}

/// A list of steps in the HTML.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct StepList {
    /// Its visible text, with single blanks.
    pub text: String,
    /// The visible text of each step.
    pub items: Vec<String>,
}

/// Words that a page may show.
#[derive(Debug, Default, Clone)]
pub struct Words {
    /// The text, also where it is hidden, without that of scripts and style sheets.
    pub text: String,
    /// The values of attributes that may have words for readers, in lines.
    pub attributes: String,
}

/// The notices of a page.
#[derive(Debug, Default)]
pub struct PageNotices {
    /// In reading order.
    pub notices: Vec<Notice>,
    /// The lists of steps, in reading order.
    pub steps: Vec<StepList>,
    /// The words outside of known fragments.
    pub words: Words,
    /// The fragments that the page has word for word, by their numbers. They were not read again.
    pub known: Vec<usize>,
    /// Whether an element shows something else than the HTML inside it (`shadowrootmode`).
    pub has_shadow_root: bool,
    /// Whether it leads to another address by itself (`<meta http-equiv="refresh">`).
    pub has_refresh: bool,
    /// Whether it links a style sheet in `noscript`.
    pub has_sheet_in_noscript: bool,
    /// The text of its `style` elements.
    pub styles: Vec<String>,
    /// Whether elements are nested so deep that the page was not read to its end.
    pub is_too_deep: bool,
    /// The elements into which scripts may copy notices. Each is given once.
    pub hosts: Vec<Host>,
    /// A hash of the shapes of all notices, and of the elements around all steps.
    pub shape: u64,
}

impl PageNotices {
    /// Reads HTML.
    #[must_use]
    pub fn read(html: &[u8]) -> Self {
        Self::read_around(html, &[], true, ShapeAttributes::All, Scripts::Run)
    }

    /// Reads a page, apart from what it has word for word from these fragments. The words are left out if nobody asks for them.
    #[must_use]
    pub(super) fn read_around(
        html: &[u8],
        fragments: &[Fragment<'_>],
        with_words: bool,
        attributes: ShapeAttributes<'_>,
        scripts: Scripts,
    ) -> Self {
        let texts: Vec<&[u8]> = fragments.iter().map(|fragment| fragment.html.as_bytes()).collect();
        let new_reader = || Reader::new(fragments, with_words, attributes).for_readers_with(scripts);
        elements::visit(html, &texts, scripts, new_reader).finish()
    }

    /// The notices of fragments, one behind the other.
    #[must_use]
    pub fn of_fragments(fragments: &[Fragment<'_>]) -> Self {
        let mut reader = Reader::new(fragments, false, ShapeAttributes::All);
        (0..fragments.len()).for_each(|number| reader.insert(number));
        reader.finish()
    }
}

/// Values of attributes that are shorter than this are no steps.
pub(super) const LEAST_SENTENCE: usize = 8;

/// Attributes whose values differ from page to page. They are left out of [`PageNotices::shape`].
const NAMING: [&[u8]; 3] = [b"data-exercise", b"data-programme", b"data-seconds"];

/// Whether the values of an attribute are part of [`PageNotices::shape`].
pub(super) fn is_in_shape(attribute: &[u8]) -> bool {
    attribute.starts_with(b"data-") && !NAMING.contains(&attribute)
}

/// The attributes whose values are parts of shapes.
#[derive(Debug, Default, Clone, Copy)]
pub(super) enum ShapeAttributes<'a> {
    /// All for which [`is_in_shape`] is true.
    #[default]
    All,
    /// Those of them that some style sheets name with a value. To these, other values make no difference.
    Only(&'a FxHashSet<String>),
}

impl ShapeAttributes<'_> {
    pub fn contains(&self, attribute: &[u8]) -> bool {
        is_in_shape(attribute)
            && match self {
                Self::All => true,
                Self::Only(names) => std::str::from_utf8(attribute).is_ok_and(|name| names.contains(name)),
            }
    }
}

/// Stands for a part of a page in its text: a character that no text has.
pub(super) const BETWEEN_PARTS: &str = "\u{f8ff}";

/// A text as [`Notice::text`] has it.
pub(super) fn with_single_blanks(text: &str) -> String {
    let mut words = String::new();
    append_words(&mut words, text.trim());
    words
}

/// Whether a text is ASCII, without white space but single blanks.
fn has_single_blanks(text: &str) -> bool {
    let mut is_behind_blank = false;
    text.bytes().all(|byte| {
        let is_blank = byte == b' ';
        let is_plain = byte.is_ascii_graphic() || (is_blank && !is_behind_blank);
        is_behind_blank = is_blank;
        is_plain
    })
}

/// Appends text with single blanks for all white space.
pub(super) fn append_words(words: &mut String, text: &str) {
    if has_single_blanks(text) {
        let is_apart = words.is_empty() || words.ends_with(' ');
        return words.push_str(if is_apart { text.strip_prefix(' ').unwrap_or(text) } else { text });
    }
    for (number, word) in text.split_whitespace().enumerate() {
        let is_apart = number > 0 || text.starts_with(char::is_whitespace);
        if is_apart && !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
        words.push_str(word);
    }
    if text.ends_with(char::is_whitespace) && !words.is_empty() && !words.ends_with(' ') {
        words.push(' ');
    }
}
