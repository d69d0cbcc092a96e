//! [`Body`]: a parsed text as a flat list of nodes whose strings are spans of the source.
//!
//! These types are what the parser makes and everything behind it reads. What a directive or a link means on a site is
//! left to resolving, and HTML to rendering.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use wellpress_diagnostics::{Source, Span};
use wellpress_foundation::ids::{Id, IdVec};

use super::citations::CitationGroup;
use super::directives::{Directive, DirectiveKind};
use super::manual_reference::ManualReference;
use super::nodes::Nodes;
use super::safe_html::HtmlElement;
use super::walk::{Skip, TextEvent};

/// A parsed text: nodes in reading order, with each container as a start and an end around its content.
///
/// A flat list takes one allocation and is read in one loop, where a tree of boxes would take one for each element. The
/// data of links, headings and so on stands in tables beside it, so that a node stays small; a node has the id of its
/// row. Strings are not copied: they are spans of the source, or of `arena` if the source has them in another form. So
/// most methods need the source.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Text, and starts and ends of elements, in reading order. Most take eight bytes; see [`Nodes`].
    pub nodes: Nodes,
    /// Text that the source has in another form (entities, smart punctuation).
    pub arena: String,
    /// Links and pictures, by the id in their node.
    pub links: IdVec<Link>,
    /// Headings, by the id in their node.
    pub headings: IdVec<Heading>,
    /// Citations, by the id in their node.
    pub citations: IdVec<CitationGroup>,
    /// The words `@name` in the text of links. They are names of accounts, unless the library has such a key.
    pub names_in_links: Vec<NameInLink>,
    /// Directives, by the id in their node.
    pub directives: IdVec<Directive>,
    /// Footnotes, by the id in their nodes.
    pub footnotes: IdVec<Footnote>,
    /// Tables, by the id in their node.
    pub tables: IdVec<Table>,
    /// Elements of HTML that authors write or that extensions make, by the id in their node.
    pub html_elements: IdVec<HtmlElement>,
    /// Markup of other tools, which is shown as text although no author wrote it for readers.
    pub foreign_markup: Vec<Span>,
    /// Comments that silence a rule, in the order of the text.
    pub allow_comments: Vec<AllowComment>,
    /// Items of the list of references, if the author wrote one by hand.
    #[serde(skip)]
    pub references: Vec<ManualReference>,
    /// The variables of the settings that the text shows, with their values.
    pub variables: BTreeMap<String, String>,
    /// Tags that the text defines for works, from Manubot's `[@tag:x]: doi:10.1000/y`, each with the key of its work; sorted.
    pub citation_tags: Vec<(String, String)>,
}

/// A word `@name` in the text of a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameInLink {
    /// The name without the `@`, which may be a key of the library.
    pub key: String,
    /// The span of the word.
    pub span: Span,
}

impl Body {
    /// The string that `text` refers to, in the source or in the arena. `source` must be the one that the body was
    /// parsed from.
    #[must_use]
    pub fn text<'a>(&'a self, source: &'a Source, text: TextRef) -> &'a str {
        match text {
            TextRef::Source(span) => source.slice(span),
            TextRef::Arena(span) => &self.arena[span.range()],
        }
    }

    /// Whether the body has no node at all, not even an empty paragraph.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The text of some nodes without markup, for headings, excerpts and other single blocks. Citations, footnotes,
    /// references to them and raw HTML are left out. Blocks are joined without a blank.
    ///
    /// ```
    /// use wellpress_diagnostics::Source;
    /// use wellpress_markdown::directives::Vocabulary;
    /// use wellpress_markdown::extensions::Extensions;
    /// use wellpress_markdown::language::TextLanguage;
    /// use wellpress_markdown::parser::{Grammar, RawHtml, parse};
    ///
    /// let source = Source::new("a.md", "As *usual* [@berg2020].\n");
    /// let grammar = Grammar { vocabulary: Vocabulary::default(), raw_html: RawHtml::Escaped, nesting: 8, extensions: Extensions::ALL, language: TextLanguage::ENGLISH };
    /// let body = parse(&source, 0..source.text.len(), grammar, &mut Vec::new());
    /// assert_eq!(body.plain(&source, 0..body.nodes.len()), "As usual.");
    /// ```
    #[must_use]
    pub fn plain(&self, source: &Source, nodes: Range<usize>) -> String {
        let mut plain = String::new();
        for (_, event) in self.walk(source, nodes, &[Skip::Footnotes]) {
            match event {
                TextEvent::Text { text, .. } | TextEvent::Code(text) => plain.push_str(text),
                TextEvent::Break => plain.push(' '),
                // A citation is removed with the blank before it, so that `usual [@key].` becomes `usual.`
                TextEvent::Citation(_) => plain.truncate(plain.trim_end().len()),
                _ => {}
            }
        }
        plain
    }

    /// The index of the start that belongs to the end at index `end`. Takes linear time in the length of the element.
    #[must_use]
    pub fn start_of(&self, end: usize) -> usize {
        let mut depth = 0_usize;
        for (index, node) in self.nodes.range(..=end).enumerate().rev() {
            match node.kind {
                NodeKind::End(_) => depth += 1,
                NodeKind::Start(_) => {
                    depth -= 1;
                    if depth == 0 {
                        return index;
                    }
                }
                _ => {}
            }
        }
        0
    }

    /// The directives among some nodes that [warn](Directive::warns), each with its nodes, without those that stand in another one.
    pub fn warnings(&self, nodes: Range<usize>) -> impl Iterator<Item = (&Directive, Range<usize>)> {
        // Most texts have none, and are not walked.
        let nodes = if self.directives.iter().any(Directive::warns) { nodes } else { nodes.start..nodes.start };
        let mut end_of_last = 0;
        self.nodes.without_text(nodes).filter_map(move |(at, node)| {
            let NodeKind::Start(Element::Directive(index)) = node.kind else { return None };
            let directive = Some(&self.directives[index]).filter(|directive| at >= end_of_last && directive.warns())?;
            end_of_last = self.end_of(at) + 1;
            Some((directive, at..end_of_last))
        })
    }

    /// The number of a figure or a table, counted among the figures or the tables of this text. Only those are numbered whose id
    /// begins with `fig-` or `tbl-`, since these are made to be referred to.
    #[must_use]
    pub fn caption_number(&self, directive: DirectiveId) -> Option<u32> {
        let prefix = number_prefix(&self.directives[directive])?;
        let up_to_this = self.directives.iter().take(directive.index() + 1);
        u32::try_from(up_to_this.filter(|directive| number_prefix(directive) == Some(prefix)).count()).ok()
    }

    /// The figure or table with this id, if it is numbered.
    #[must_use]
    pub fn numbered_directive(&self, id: &str) -> Option<DirectiveId> {
        self.directives.position(|directive| directive.anchor() == Some(id) && number_prefix(directive).is_some())
    }

    /// The ids of all figures and tables with a number.
    pub(super) fn numbered_ids(&self) -> impl Iterator<Item = &str> {
        self.directives.iter().filter(|directive| number_prefix(directive).is_some()).filter_map(Directive::anchor)
    }

    /// The range of the nodes in the label of the directive that starts at index `start`; empty if it has no label.
    #[must_use]
    pub fn label_of(&self, start: usize) -> Range<usize> {
        match self.nodes.get(start + 1).map(|node| node.kind) {
            Some(NodeKind::Start(Element::Label)) => start + 2..self.end_of(start + 1),
            _ => start..start,
        }
    }

    /// The index of the end that belongs to the start at index `start`. Takes linear time in the length of the element.
    ///
    /// ```
    /// use wellpress_diagnostics::Source;
    /// use wellpress_markdown::directives::Vocabulary;
    /// use wellpress_markdown::extensions::Extensions;
    /// use wellpress_markdown::language::TextLanguage;
    /// use wellpress_markdown::parser::{Grammar, RawHtml, parse};
    ///
    /// let source = Source::new("a.md", "Rest *well*.\n");
    /// let grammar = Grammar { vocabulary: Vocabulary::default(), raw_html: RawHtml::Escaped, nesting: 8, extensions: Extensions::ALL, language: TextLanguage::ENGLISH };
    /// let body = parse(&source, 0..source.text.len(), grammar, &mut Vec::new());
    /// let (start, ..) = body.nodes.starts().last().unwrap();
    /// assert_eq!(body.plain(&source, start..body.end_of(start)), "well");
    /// assert_eq!(body.start_of(body.end_of(start)), start);
    /// ```
    #[must_use]
    pub fn end_of(&self, start: usize) -> usize {
        let mut depth = 0_usize;
        // Text has no start or end, and skipping it unpacks a third of the nodes.
        for (index, node) in self.nodes.without_text(start..) {
            match node.kind {
                NodeKind::Start(_) => depth += 1,
                NodeKind::End(_) => {
                    depth -= 1;
                    if depth == 0 {
                        return index;
                    }
                }
                _ => {}
            }
        }
        self.nodes.len()
    }
}

/// What the id of a figure with a number begins with.
const FIGURE_PREFIX: &str = "fig-";
/// What the id of a table with a number begins with.
const TABLE_PREFIX: &str = "tbl-";

/// Whether an id may be that of a figure or a table with a number.
pub(super) fn may_have_number(id: &str) -> bool {
    id.starts_with(FIGURE_PREFIX) || id.starts_with(TABLE_PREFIX)
}

/// What the id of a figure or a table with a number begins with; `None` for directives without a number.
fn number_prefix(directive: &Directive) -> Option<&'static str> {
    let prefix = match directive.kind {
        DirectiveKind::Figure | DirectiveKind::IconArray | DirectiveKind::Chart => FIGURE_PREFIX,
        DirectiveKind::Table | DirectiveKind::ListTable | DirectiveKind::DataTable => TABLE_PREFIX,
        _ => return None,
    };
    directive.anchor().is_some_and(|id| id.starts_with(prefix)).then_some(prefix)
}

/// A reference to a piece of text in the source or in the body's arena; [`Body::text`] looks it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextRef {
    /// A range of bytes of the source.
    Source(Span),
    /// A range of bytes of [`Body::arena`].
    Arena(Span),
}

/// The id of a link or a picture: an index of [`Body::links`].
pub type LinkId = Id<Link>;
/// The id of a heading: an index of [`Body::headings`].
pub type HeadingId = Id<Heading>;
/// The id of a citation: an index of [`Body::citations`].
pub type CitationId = Id<CitationGroup>;
/// The id of a directive: an index of [`Body::directives`].
pub type DirectiveId = Id<Directive>;
/// The id of a footnote: an index of [`Body::footnotes`].
pub type FootnoteId = Id<Footnote>;
/// The id of a table: an index of [`Body::tables`].
pub type TableId = Id<Table>;
/// The id of an element of HTML: an index of [`Body::html_elements`].
pub type HtmlElementId = Id<HtmlElement>;
/// The id of a node: an index of [`Body::nodes`].
pub type NodeId = Id<Node>;

/// Text, the start or end of an element, or an element without content, with its place in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// What the node is, with the ids and strings that belong to it.
    pub kind: NodeKind,
    /// Its bytes in the source. The span of an end is empty and lies where the element ends.
    pub span: Span,
}

/// The kind of a node. Every [`NodeKind::Start`] is followed by an [`NodeKind::End`] with the same element, properly
/// nested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NodeKind {
    /// The start of an element; its content follows.
    Start(Element),
    /// The end of an element.
    End(Element),
    /// Text for readers: entities are decoded, quotes and dashes are typographic.
    Text(TextRef),
    /// Code within a line.
    Code(TextRef),
    /// Raw HTML, a block or a part of one.
    HtmlBlock(TextRef),
    /// Raw HTML within a line.
    HtmlInline(TextRef),
    /// A formula.
    Math(Math),
    /// A line end within a paragraph.
    SoftBreak,
    /// A line end that the author forces, `<br>` in HTML.
    HardBreak,
    /// A thematic break, `---`.
    Rule,
    /// The box at the start of an item in a list of tasks.
    Task(TaskState),
    /// A reference to a footnote, `[^label]`.
    FootnoteReference(FootnoteId),
    /// A citation of one source, or of several in brackets.
    Citation(CitationId),
}

/// A formula as its author wrote it and as browsers show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Math {
    /// The formula in TeX, without its dollars.
    pub tex: TextRef,
    /// The same in MathML.
    pub mathml: TextRef,
}

/// Whether a task is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TaskState {
    /// The box is `[x]`.
    Done,
    /// The box is `[ ]`.
    Open,
}

/// An element with content. Its id leads to its other data in one of the tables of [`Body`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "CommonMark's and its extensions' own terms")]
pub enum Element {
    Paragraph,
    Heading(HeadingId),
    BlockQuote,
    /// A code block with its language, if it names one.
    CodeBlock(Option<TextRef>),
    HtmlBlock,
    /// A numbered list, with its first number.
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
    /// A picture. Its content is the alternative text.
    Image(LinkId),
    /// A directive. If it has a label, its content begins with an [`Element::Label`].
    Directive(DirectiveId),
    Label,
    /// A safe element of HTML, which authors write as such or as an extension of Markdown.
    Html(HtmlElementId),
}

/// A footnote that the text defines, refers to, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footnote {
    /// The label between `[^` and `]`.
    pub label: TextRef,
}

/// The properties of a table. Its rows are nodes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The alignment of each column.
    pub columns: Vec<ColumnAlignment>,
}

/// The alignment of a column, from the row of dashes below the head of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ColumnAlignment {
    None,
    Left,
    Center,
    Right,
}

/// A link or a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The target as the author wrote it, not yet looked up.
    pub target: LinkTarget,
    /// The title that a browser shows as a tooltip.
    pub title: Option<Box<str>>,
    /// The attributes in braces behind it.
    pub attributes: Option<Box<LinkAttributes>>,
    /// The whole link in the source.
    pub span: Span,
}

/// The attributes that an author gave a link or a picture.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LinkAttributes {
    /// Its id on the page.
    pub id: Option<String>,
    /// Its classes.
    pub classes: Vec<String>,
    /// The width of a picture in pixels.
    pub width: Option<u32>,
    /// The height of a picture in pixels.
    pub height: Option<u32>,
}

/// The target of a link, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkTarget {
    /// An address of another site, a mail address or a telephone number; always safe to link.
    External(Box<str>),
    /// A path of this site, relative to the file or from the root, perhaps with an anchor.
    Path {
        /// The path without the anchor; empty for this page.
        path: Box<str>,
        /// The heading or element on that page, without `#`.
        anchor: Option<Box<str>>,
    },
    /// A wikilink, `[[kind:id#anchor|label]]`, whose target is looked up by id.
    Wiki {
        /// The kind of the record, if the author wrote it.
        kind: Option<Box<str>>,
        /// The id of a record or a page, or a path.
        id: Box<str>,
        /// The heading or element there, without `#`.
        anchor: Option<Box<str>>,
        /// Whose words are the text of the link.
        text: WikiLabel,
    },
    /// `cite:key`: the text of the link cites this source.
    Cite(CitationId),
    /// An address that must not be linked, such as `javascript:`. It was reported.
    Unsafe,
}

/// Whose words a wikilink shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WikiLabel {
    /// The words behind the bar, as in `[[neck|your neck]]`.
    Explicit,
    /// The title of the page that it leads to.
    PageTitle,
}

/// A heading of the text, or the title of a directive that has `heading=2`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// From 1 to 6, as written.
    pub level: u8,
    /// The id, unique on the page.
    pub id: Arc<str>,
    /// The classes that the author gave it, without `no-toc`.
    pub classes: Vec<String>,
    /// The text without citations and markup.
    pub plain: Arc<str>,
    /// Whether the table of contents lists it.
    pub contents: InContents,
    /// The node with which it starts.
    pub node: NodeId,
}

/// Whether the table of contents lists a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum InContents {
    /// Listed, as headings are by default.
    Listed,
    /// Left out by `{.no-toc}`.
    Omitted,
}

/// `<!-- wellpress-allow rule: reason -->`: findings of a rule are expected in the paragraph below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllowComment {
    /// The id of the rule that is silenced, as written; it may be no rule.
    pub rule: String,
    /// The author's reason. An empty one gives a finding.
    pub reason: String,
    /// The span of the comment, for a finding about it.
    pub span: Span,
}

impl Body {
    /// Copies the nodes and the larger tables into memory of exactly their length. The other tables are small or rare.
    ///
    /// Bodies stay in memory from parsing to rendering, and growing leaves up to half of each table unused. A copy, not
    /// `shrink_to_fit`: the freed blocks serve the next text.
    pub(super) fn fitted(self) -> Self {
        Self {
            nodes: self.nodes.fitted(),
            arena: self.arena.as_str().to_owned(),
            links: self.links.fitted(),
            headings: self.headings.fitted(),
            citations: self.citations.fitted(),
            names_in_links: self.names_in_links,
            directives: self.directives.fitted(),
            footnotes: self.footnotes.fitted(),
            tables: self.tables,
            html_elements: self.html_elements.fitted(),
            foreign_markup: self.foreign_markup,
            allow_comments: self.allow_comments,
            references: self.references,
            variables: self.variables,
            citation_tags: self.citation_tags,
        }
    }

    /// Copies the whole text of `source` into the arena and gives every node the same `span`, so that the body no
    /// longer needs that source. `span` is a span of another source, in which the text stands in another form.
    pub(super) fn move_to_arena(&mut self, source: &Source, span: Span) {
        // `Span` checks that it fits into 32 bits.
        let offset = Span::new(self.arena.len()..self.arena.len()).start;
        self.arena.push_str(&source.text);
        self.nodes = self.nodes.iter().map(|node| Node { kind: node.kind.in_arena(offset), span }).collect();
        self.footnotes.iter_mut().for_each(|footnote| footnote.label = footnote.label.in_arena(offset));
        self.links.iter_mut().for_each(|link| link.span = span);
        for directive in &mut self.directives {
            directive.span = span;
            directive.id.iter_mut().chain(&mut directive.label).for_each(|text| text.span = span);
            directive.attributes.iter_mut().for_each(|attribute| attribute.span = span);
        }
        self.allow_comments.iter_mut().for_each(|allow| allow.span = span);
        self.names_in_links.iter_mut().for_each(|name| name.span = span);
        self.foreign_markup.clear();
        for group in &mut self.citations {
            group.span = span;
            group.items.iter_mut().for_each(|item| item.key_span = span);
        }
    }
}

impl TextRef {
    /// The same text after its source was appended to the arena at `offset`.
    fn in_arena(self, offset: u32) -> Self {
        match self {
            Self::Source(span) => Self::Arena(Span { start: span.start + offset, end: span.end + offset }),
            Self::Arena(_) => self,
        }
    }
}

impl Element {
    fn in_arena(self, offset: u32) -> Self {
        match self {
            Self::CodeBlock(language) => Self::CodeBlock(language.map(|language| language.in_arena(offset))),
            _ => self,
        }
    }
}

impl NodeKind {
    fn in_arena(self, offset: u32) -> Self {
        match self {
            Self::Text(text) => Self::Text(text.in_arena(offset)),
            Self::Code(text) => Self::Code(text.in_arena(offset)),
            Self::HtmlBlock(text) => Self::HtmlBlock(text.in_arena(offset)),
            Self::HtmlInline(text) => Self::HtmlInline(text.in_arena(offset)),
            Self::Math(Math { tex, mathml }) => {
                Self::Math(Math { tex: tex.in_arena(offset), mathml: mathml.in_arena(offset) })
            }
            Self::Start(element) => Self::Start(element.in_arena(offset)),
            Self::End(element) => Self::End(element.in_arena(offset)),
            _ => self,
        }
    }
}
