//! [`Body`]: marked-up text as parsed, a flat list of nodes whose strings are spans of the source.

use std::ops::Range;
use std::sync::Arc;

use wellpress_diagnostics::{Source, Span};

use super::citations::CitationGroup;
use super::directives::Directive;
use super::ids::{Id, IdVec};
use super::nodes::Nodes;
use super::reference_list::ManualReference;
use super::walk::{Skip, TextEvent};

/// Marked-up text: nodes in reading order, a container as a start and an end around its content.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Body {
    /// Text and borders of elements in reading order. Most take eight bytes; see [`Nodes`].
    pub nodes: Nodes,
    /// Text that does not stand in the source as it is (entities, smart punctuation).
    pub arena: String,
    /// Links and pictures, by the id in their node.
    pub links: IdVec<Link>,
    /// Headings, by the id in their node.
    pub headings: IdVec<Heading>,
    /// Citations, by the id in their node.
    pub citations: IdVec<CitationGroup>,
    /// Directives, by the id in their node.
    pub directives: IdVec<Directive>,
    /// Footnotes, by the id in their nodes.
    pub footnotes: IdVec<Footnote>,
    /// Tables, by the id in their node.
    pub tables: IdVec<Table>,
    /// Comments that silence a rule, in order.
    pub allow_comments: Vec<AllowComment>,
    /// Items of the list of references that the author wrote by hand.
    pub references: Vec<ManualReference>,
}

impl Body {
    /// The text of `text`, from the source or from the arena.
    #[must_use]
    pub fn text<'a>(&'a self, source: &'a Source, text: TextRef) -> &'a str {
        match text {
            TextRef::Source(span) => source.slice(span),
            TextRef::Arena(span) => &self.arena[span.range()],
        }
    }

    /// Whether the text has no node at all, not even an empty paragraph.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The text of some nodes without markup. Citation marks, the text of footnotes, references to them and raw HTML are
    /// left out; blocks are not kept apart.
    #[must_use]
    pub fn plain(&self, source: &Source, nodes: Range<usize>) -> String {
        let mut plain = String::new();
        for (_, event) in self.walk(source, nodes, &[Skip::Footnotes]) {
            match event {
                TextEvent::Text { text, .. } | TextEvent::Code(text) => plain.push_str(text),
                TextEvent::Break => plain.push(' '),
                // A mark goes with the blank before it, so that `usual [@key].` is `usual.`
                TextEvent::Citation(_) => plain.truncate(plain.trim_end().len()),
                _ => {}
            }
        }
        plain
    }

    /// The index of the start that belongs to the end at `end`.
    #[must_use]
    pub fn start_of(&self, end: usize) -> usize {
        let mut depth = 0_usize;
        for (at, node) in self.nodes.range(..=end).enumerate().rev() {
            match node.kind {
                NodeKind::End(_) => depth += 1,
                NodeKind::Start(_) => {
                    depth -= 1;
                    if depth == 0 {
                        return at;
                    }
                }
                _ => {}
            }
        }
        0
    }

    /// The nodes of the label of the directive that begins at `start`; nothing where it has none.
    #[must_use]
    pub fn label_of(&self, start: usize) -> Range<usize> {
        match self.nodes.get(start + 1).map(|node| node.kind) {
            Some(NodeKind::Start(Element::Label)) => start + 2..self.end_of(start + 1),
            _ => start..start,
        }
    }

    /// The index of the end that belongs to the start at `start`.
    #[must_use]
    pub fn end_of(&self, start: usize) -> usize {
        let mut depth = 0_usize;
        for (at, node) in self.nodes.without_text(start..) {
            match node.kind {
                NodeKind::Start(_) => depth += 1,
                NodeKind::End(_) => {
                    depth -= 1;
                    if depth == 0 {
                        return at;
                    }
                }
                _ => {}
            }
        }
        self.nodes.len()
    }
}

/// A piece of text: as it stands in the source, or in the body's arena.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextRef {
    /// Bytes of the source.
    Source(Span),
    /// Bytes of the arena.
    Arena(Span),
}

/// Indexes [`Body::links`].
pub type LinkId = Id<Link>;
/// Indexes [`Body::headings`].
pub type HeadingId = Id<Heading>;
/// Indexes [`Body::citations`].
pub type CitationId = Id<CitationGroup>;
/// Indexes [`Body::directives`].
pub type DirectiveId = Id<Directive>;
/// Indexes [`Body::footnotes`].
pub type FootnoteId = Id<Footnote>;
/// Indexes [`Body::tables`].
pub type TableId = Id<Table>;
/// Indexes [`Body::nodes`].
pub type NodeId = Id<Node>;

/// Text, the border of an element, or a thing that stands alone, with its place in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// Its kind, with the ids and strings that belong to it.
    pub kind: NodeKind,
    /// Its bytes in the source. That of an end is empty and stands where the element ends.
    pub span: Span,
}

/// The kind of a node. Every [`NodeKind::Start`] has its [`NodeKind::End`] with the same element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    /// The start of an element; its content follows.
    Start(Element),
    /// The end of an element.
    End(Element),
    /// Words as they show: entities are decoded, quotes and dashes are typographic.
    Text(TextRef),
    /// Code in a line.
    Code(TextRef),
    /// Raw HTML, a block or a part of one.
    HtmlBlock(TextRef),
    /// Raw HTML in a line.
    HtmlInline(TextRef),
    /// A line end within a paragraph.
    SoftBreak,
    /// A line end that shows.
    HardBreak,
    /// A thematic break, `---`.
    Rule,
    /// The box at the start of a task's item.
    Task(TaskState),
    /// `[^label]` in the text.
    FootnoteReference(FootnoteId),
    /// A citation mark: one source, or several in brackets.
    Citation(CitationId),
}

/// Whether a task is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskState {
    /// The box is `[x]`.
    Done,
    /// The box is `[ ]`.
    Open,
}

/// What has a start and an end. An id leads to the rest of it in one of the tables of [`Body`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "CommonMark's and its extensions' own terms")]
pub enum Element {
    Paragraph,
    Heading(HeadingId),
    BlockQuote,
    /// A code block with its language, if it names one.
    CodeBlock(Option<TextRef>),
    HtmlBlock,
    /// A numbered list with its first number.
    NumberedList(u32),
    BulletList,
    ListItem,
    Footnote(FootnoteId),
    DefinitionList,
    DefinitionTerm,
    Definition,
    Table(TableId),
    TableHead,
    TableRow,
    TableCell,
    Emphasis,
    Strong,
    Strikethrough,
    Link(LinkId),
    /// A picture; its nodes are the alternative text.
    Image(LinkId),
    /// A directive; its label comes first, in a [`Element::Label`].
    Directive(DirectiveId),
    Label,
}

/// A footnote that the text defines, refers to, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Footnote {
    /// What stands between `[^` and `]`.
    pub label: TextRef,
}

/// What a table has beside its rows, which are nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// How each column is aligned.
    pub columns: Vec<ColumnAlignment>,
}

/// How the cells of a column are aligned, from the row of dashes below its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ColumnAlignment {
    None,
    Left,
    Center,
    Right,
}

/// A link or a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it leads to, as the author wrote it.
    pub target: LinkTarget,
    /// The words that a browser shows over it.
    pub title: Option<Box<str>>,
    /// The whole link in the source.
    pub span: Span,
}

/// Where a link goes, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// Another site, a mail address, a telephone number.
    External(Box<str>),
    /// A path of this site, relative to the file or from the root, perhaps with an anchor.
    Path {
        /// Without the anchor; empty for this page.
        path: Box<str>,
        /// The heading or element on that page, without `#`.
        anchor: Option<Box<str>>,
    },
    /// A wikilink, `[[kind:id#anchor|label]]`, whose target is looked up by id.
    Wiki {
        /// Kind, where it is named.
        kind: Option<Box<str>>,
        /// The id of a record or a page, or a path.
        id: Box<str>,
        /// The heading or element there, without `#`.
        anchor: Option<Box<str>>,
        /// Whether the text is the author's, or the page's title is to stand there.
        text: WikiLabel,
    },
    /// `cite:key`, with the citation that it makes.
    Cite(CitationId),
    /// Nothing that may be linked; a finding was made.
    Unsafe,
}

/// Whose words a wikilink shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WikiLabel {
    /// Those behind the bar.
    Explicit,
    /// The title of the page that it leads to.
    PageTitle,
}

/// A heading of the text, or the title of a directive that has `heading=2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// Its id on the page.
    pub id: Arc<str>,
    /// Without marks and markup.
    pub plain: Arc<str>,
    /// Whether the contents leave it out.
    pub contents: InContents,
    /// The node with which it starts.
    pub node: NodeId,
}

/// Whether the table of contents lists something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InContents {
    /// The usual case.
    Listed,
    /// Left out by `{.no-toc}`.
    Omitted,
}

/// `<!-- wellpress-allow rule: reason -->`: findings of a rule are expected in the paragraph below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowComment {
    /// The id of the rule that is silenced, as written; it may be no rule.
    pub rule: String,
    /// Why; an empty one is a finding.
    pub reason: String,
    /// Where the comment stands, for a finding about it.
    pub span: Span,
}

impl Body {
    /// Copies every table into memory of its own length.
    ///
    /// Bodies stay in memory from parsing to rendering. `shrink_to_fit` would leave the half empty piece with the
    /// allocator's block; copying gives the whole piece back, and the next text grows in it.
    pub(super) fn fitted(self) -> Self {
        Self {
            nodes: self.nodes.fitted(),
            arena: self.arena.as_str().to_owned(),
            links: self.links.fitted(),
            headings: self.headings.fitted(),
            citations: self.citations.fitted(),
            directives: self.directives.fitted(),
            footnotes: self.footnotes.fitted(),
            tables: self.tables,
            allow_comments: self.allow_comments,
            references: self.references,
        }
    }

    /// Copies all text from `source` into the arena and points every node at `span`, so that the body can stand
    /// without that source.
    pub(super) fn move_to_arena(&mut self, source: &Source, span: Span) {
        let offset = Span::new(self.arena.len()..self.arena.len()).start;
        self.arena.push_str(&source.text);
        self.nodes = self.nodes.iter().map(|node| Node { kind: node.kind.shifted(offset), span }).collect();
        self.footnotes.iter_mut().for_each(|footnote| footnote.label = footnote.label.shifted(offset));
        self.links.iter_mut().for_each(|link| link.span = span);
        self.directives.iter_mut().for_each(|directive| directive.span = span);
        self.allow_comments.iter_mut().for_each(|allow| allow.span = span);
        for group in &mut self.citations {
            group.span = span;
            group.items.iter_mut().for_each(|item| item.key_span = span);
        }
    }
}

impl TextRef {
    /// The same text after its source was appended to the arena at `offset`.
    fn shifted(self, offset: u32) -> Self {
        match self {
            Self::Source(span) => Self::Arena(Span { start: span.start + offset, end: span.end + offset }),
            Self::Arena(_) => self,
        }
    }
}

impl NodeKind {
    fn shifted(self, offset: u32) -> Self {
        let shifted_language = |element| match element {
            Element::CodeBlock(language) => Element::CodeBlock(language.map(|language| language.shifted(offset))),
            _ => element,
        };
        match self {
            Self::Text(text) => Self::Text(text.shifted(offset)),
            Self::Code(text) => Self::Code(text.shifted(offset)),
            Self::HtmlBlock(text) => Self::HtmlBlock(text.shifted(offset)),
            Self::HtmlInline(text) => Self::HtmlInline(text.shifted(offset)),
            Self::Start(element) => Self::Start(shifted_language(element)),
            Self::End(element) => Self::End(shifted_language(element)),
            _ => self,
        }
    }
}

pub(super) fn fitted<T>(grown: Vec<T>) -> Vec<T> {
    if grown.len() == grown.capacity() {
        return grown;
    }
    let mut fitted = Vec::with_capacity(grown.len());
    fitted.extend(grown);
    fitted
}
