//! [`Blocks`]: a page as blocks and runs of text, in reading order and without a notation.
//!
//! These are the values that a [`Format`](crate::Format) writes. Both enums are closed: a new kind of block does not compile until
//! each format says what it makes of it.

use wellpress_bibliography::NoticeKind;
use wellpress_markdown::directives::CalloutKind;

use wellpress_render::safety::SafetyNotice;

/// What stands around other blocks or around text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading with its level: 1 is the title of the page.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// The sentence that sums up the page.
    Lead,
    /// A safety notice. Whatever is in it has to reach readers: see [`write`](crate::write()).
    Notice(SafetyNotice),
    /// A quote.
    Quote,
    /// A list of [`Block::Item`]s.
    List(ListKind),
    /// An item of a list, with its number if that is not the one of its place.
    Item(Option<u32>),
    /// A list of [`Block::Term`]s, each with its [`Block::Definition`].
    Definitions,
    /// The dose of an exercise, as a list of definitions.
    Dose,
    /// A term of a list of definitions.
    Term,
    /// A definition.
    Definition,
    /// A table of [`Block::Row`]s.
    Table,
    /// A row of a table.
    Row {
        /// Whether it has the names of the columns.
        is_head: bool,
    },
    /// A cell of a table.
    Cell {
        /// Whether it names its column or its row.
        is_head: bool,
    },
    /// A picture, a drawing, a video or a table with its caption.
    Figure,
    /// The caption of a figure.
    Caption,
    /// Code, whose runs keep their line ends, with its language if the author names one.
    Code(Option<String>),
    /// A part that stands out, such as a callout, with the name that the author gave it.
    Aside(&'static str),
    /// A part with a heading of its own, such as an exercise.
    Section(&'static str),
    /// A part without a meaning of its own.
    Group,
    /// What a page folds away: a [`Block::ExpanderTitle`] and its content.
    Expander,
    /// The words that say what is in an expander.
    ExpanderTitle,
    /// What works on the page of the site only, such as a form or a script. Other formats leave it out.
    Form,
    /// A thematic break, which has no content.
    Rule,
}

impl Block {
    /// Whether it is a callout in which the author warns.
    #[must_use]
    pub fn is_warning(&self) -> bool {
        let names = [CalloutKind::Warning, CalloutKind::Caution].map(CalloutKind::name);
        matches!(self, Self::Aside(name) if names.contains(name))
    }
}

/// The signs of the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// None that mean anything.
    Bullets,
    /// Numbers from this one on.
    Numbers(u32),
    /// The steps of an exercise, with numbers from this one on.
    Steps(u32),
    /// The footnotes of a text. The id of each item is where its mark leads.
    Notes,
    /// Boxes to tick by hand.
    Boxes,
}

impl ListKind {
    /// The number of the first item; `None` without numbers.
    #[must_use]
    pub fn first_number(self) -> Option<u32> {
        match self {
            Self::Numbers(first) | Self::Steps(first) => Some(first),
            Self::Notes => Some(1),
            Self::Bullets | Self::Boxes => None,
        }
    }
}

/// A block with its attributes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// What it is.
    pub block: Block,
    /// The id to which links of the page lead as `#id`.
    pub id: Option<String>,
    /// The tag of its language, if it is not that of the page.
    pub language: Option<String>,
}

impl From<Block> for Element {
    fn from(block: Block) -> Self {
        Self { block, id: None, language: None }
    }
}

/// What stands in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// A run of text in one form.
    Text(Run),
    /// A line end that the author forces.
    Break,
    /// A picture.
    Picture(Picture),
    /// A drawing that only a browser shows: what it shows in words.
    Drawing(String),
    /// A video.
    Video(Video),
    /// The box of a task, and whether it is ticked.
    Task(bool),
}

/// A run of text in one form. White space in it is a blank, but in [`Block::Code`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    /// The words, not escaped.
    pub text: String,
    /// How they look.
    pub style: Style,
    /// Where they lead: an absolute address, or `#id` for a place of the page.
    pub link: Option<String>,
    /// The tag of their language, if it is not that of the block.
    pub language: Option<String>,
    /// Whose words they are.
    pub origin: Origin,
}

/// How a run looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each can be combined with each")]
#[expect(missing_docs, reason = "the names of typography")]
pub struct Style {
    pub strong: bool,
    pub emphasis: bool,
    pub code: bool,
    pub deleted: bool,
    pub inserted: bool,
    pub underlined: bool,
    pub superscript: bool,
    pub subscript: bool,
    pub small_caps: bool,
}

/// Whose words a run has, and what for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    /// Words of the page.
    #[default]
    Text,
    /// The mark of a citation.
    CitationMark,
    /// The mark of a footnote.
    FootnoteMark,
    /// The number of an embedded exercise.
    ExerciseNumber,
    /// That a source was retracted, doubted or corrected. It counts as a notice.
    SourceNotice(NoticeKind),
    /// The title of a disclaimer, which pages of the site show by their style sheet.
    DisclaimerTitle,
    /// A link from a source to the work: its DOI and the like.
    SourceLink,
    /// A link back to a mark, or to another page of the site that has more.
    Navigation,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The file of the content, relative to the site's root; empty for a picture that an author names in HTML.
    pub file: String,
    /// Its absolute address.
    pub url: String,
    /// What it shows in words; empty if it is decoration.
    pub alt: String,
    /// Its width on a page in pixels, if the page says it.
    pub width: Option<u32>,
}

/// A video.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Video {
    /// What to call it, such as "Video: Cat and cow".
    pub label: String,
    /// Its absolute address.
    pub url: String,
    /// The files of the content that it plays, relative to the site's root.
    pub files: Vec<String>,
    /// The picture that is shown before it plays.
    pub poster: Option<Picture>,
}

/// A part of [`Blocks`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A block starts; its content follows.
    Start(Element),
    /// The innermost open block ends.
    End,
    /// Something in a line.
    Inline(Inline),
}

/// Blocks and what is in them, as a flat list in reading order. Each start has an end, properly nested.
///
/// ```
/// use wellpress_walk::{Block, Blocks};
///
/// let mut blocks = Blocks::default();
/// blocks.start(Block::Paragraph);
/// blocks.text("Rest well.");
/// blocks.end();
/// assert_eq!(blocks.events().len(), 3);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Blocks {
    pub(crate) events: Vec<Event>,
}

impl Blocks {
    /// The blocks with what is in them.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Starts a block.
    pub fn start(&mut self, element: impl Into<Element>) {
        self.events.push(Event::Start(element.into()));
    }

    /// Ends the innermost open block.
    pub fn end(&mut self) {
        self.events.push(Event::End);
    }

    /// Adds a block with this content.
    pub fn block(&mut self, element: impl Into<Element>, content: impl FnOnce(&mut Self)) {
        self.start(element);
        content(self);
        self.end();
    }

    /// Adds a block with text alone.
    pub fn text_block(&mut self, element: impl Into<Element>, text: &str) {
        self.block(element, |blocks| blocks.text(text));
    }

    /// Adds text without form.
    pub fn text(&mut self, text: &str) {
        self.run(Run { text: text.to_owned(), ..Run::default() });
    }

    /// Adds bold text.
    pub fn strong(&mut self, text: &str) {
        self.run(Run { text: text.to_owned(), style: Style { strong: true, ..Style::default() }, ..Run::default() });
    }

    /// Adds a run; nothing for one without text.
    pub fn run(&mut self, run: Run) {
        if !run.text.is_empty() {
            self.inline(Inline::Text(run));
        }
    }

    /// Adds something in a line.
    pub fn inline(&mut self, inline: Inline) {
        self.events.push(Event::Inline(inline));
    }

    /// Adds all of `other` at the end.
    pub fn append(&mut self, other: Self) {
        self.events.extend(other.events);
    }
}
