//! [`TextWalk`]: a text that is being read into blocks, node by node. What a directive means is left to `directives`, how citation marks
//! look to `marks`, and HTML that authors write to `author_html`.

use std::ops::Range;

use wellpress_markdown::body::{
    DirectiveId, Element as Node, FootnoteId, LinkId, LinkTarget, NodeKind, TextRef, WikiLabel,
};
use wellpress_markdown::directives::{Directive, DirectiveKind};
use wellpress_markdown::safe_html::{HtmlElement, HtmlTag};
use wellpress_site::resolve::ResolvedPicture;
use wellpress_site::resolve::bodies::Href;
use wellpress_site::resolve::reading_order::{self, ShownText};

use crate::author_html::OpenHtml;
use crate::blocks::{Block, Blocks, Element, Event, Inline, ListKind, Origin, Picture, Run, Style};
use wellpress_render::html::{TextContext, TextView};

/// Reads a text into blocks.
pub(crate) struct TextWalk<'a, 'b> {
    pub(crate) text_cx: TextContext<'a>,
    pub(crate) view: TextView<'a>,
    pub(crate) blocks: &'b mut Blocks,
    /// The form of the next run.
    pub(crate) form: Form,
    /// The forms of the elements around it.
    outer_forms: Vec<Form>,
    /// The open directives, the innermost last.
    pub(crate) directives: Vec<OpenDirective>,
    /// Elements that the author wrote as HTML and that are open.
    pub(crate) open_html: Vec<OpenHtml>,
    /// How many of them were open when each open block started. They end with the block, whatever the author closes.
    pub(crate) html_before: Vec<usize>,
    /// The open tables whose rows are lists.
    pub(crate) list_tables: Vec<ListTable>,
    /// Whether the open row of a table has the names of the columns.
    is_head: bool,
    has_footnotes: bool,
    /// The text whose first sign stands before a raised number already.
    pub(crate) moved_punctuation: Option<usize>,
    /// How many events there were behind the last raised number.
    pub(crate) raised_end: usize,
    /// Set while the steps of an exercise are read.
    pub(crate) steps: Option<Steps<'a>>,
}

/// The form of a run but for its words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Form {
    pub style: Style,
    pub link: Option<String>,
    pub language: Option<String>,
    pub origin: Origin,
}

/// A container directive whose end has not come.
pub(crate) struct OpenDirective {
    pub kind: DirectiveKind,
    /// How many blocks end with it.
    pub blocks: usize,
    /// Whether the list of a playlist is open.
    pub list_is_open: bool,
}

/// A table whose rows are lists.
pub(crate) struct ListTable {
    /// The open lists and items in it.
    pub depth: usize,
    pub is_head: bool,
}

/// The steps of an exercise with their pictures. Steps are the items of outermost lists, and are counted over all lists.
pub(crate) struct Steps<'a> {
    pub images: &'a [ResolvedPicture],
    pub lists: &'a [Range<usize>],
    pub language: Option<&'a str>,
    pub open_lists: usize,
    pub open_items: usize,
    pub is_in_steps: bool,
    pub step: u32,
}

impl<'a, 'b> TextWalk<'a, 'b> {
    pub(crate) fn new(text_cx: TextContext<'a>, view: TextView<'a>, blocks: &'b mut Blocks) -> Self {
        Self {
            text_cx,
            view,
            blocks,
            form: Form::default(),
            outer_forms: Vec::new(),
            directives: Vec::new(),
            open_html: Vec::new(),
            html_before: Vec::new(),
            list_tables: Vec::new(),
            is_head: false,
            has_footnotes: false,
            moved_punctuation: None,
            raised_end: 0,
            steps: None,
        }
    }

    /// Reads the whole text with its footnotes.
    pub(crate) fn whole(mut self) {
        self.nodes(0..self.view.body.nodes.len());
        self.footnotes();
        self.close_html(0);
    }

    pub(crate) fn source_text(&self, text: TextRef) -> &'a str {
        self.view.body.text(self.view.source, text)
    }

    pub(crate) fn directive(&self, index: DirectiveId) -> &'a Directive {
        &self.view.body.directives[index]
    }

    pub(crate) fn nodes(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            at = self.node(at, range.end);
        }
    }

    /// Adds text in the present form.
    pub(crate) fn text(&mut self, text: &str) {
        let Form { style, link, language, origin } = self.form.clone();
        self.blocks.run(Run { text: text.to_owned(), style, link, language, origin });
    }

    /// Starts a block.
    pub(crate) fn open(&mut self, element: impl Into<Element>) {
        self.html_before.push(self.open_html.len());
        self.blocks.start(element);
    }

    /// Ends the innermost open block, and before it what the author left open in it.
    pub(crate) fn close(&mut self) {
        let before = self.html_before.pop().unwrap_or_default();
        self.close_html(before);
        self.blocks.end();
    }

    /// Changes the form of what follows, up to [`TextWalk::leave_form`].
    pub(crate) fn enter_form(&mut self, change: impl FnOnce(&mut Form)) {
        self.outer_forms.push(self.form.clone());
        change(&mut self.form);
    }

    pub(crate) fn leave_form(&mut self) {
        self.form = self.outer_forms.pop().unwrap_or_default();
    }

    /// Adds text in a form of its own.
    pub(crate) fn text_in(&mut self, text: &str, change: impl FnOnce(&mut Form)) {
        self.enter_form(change);
        self.text(text);
        self.leave_form();
    }

    /// An address as other programs can follow it.
    pub(crate) fn address(&self, address: &str) -> String {
        crate::address::absolute(self.text_cx.config, address)
    }

    /// An id of this text, as the page has it. A text outside of the reading order has none.
    pub(crate) fn id(&self, id: &str) -> Option<String> {
        self.view.instance.map(|_| format!("{}{id}", self.view.id_prefix))
    }

    /// The level of a heading in this place. The title of the page is the only one of level 1.
    pub(crate) fn level(&self, markdown_level: u8) -> u8 {
        (markdown_level.max(2) + self.view.heading_shift).min(6)
    }

    /// Reads the node at `at` and returns the index of the next one to read.
    fn node(&mut self, at: usize, end: usize) -> usize {
        let node = self.view.body.nodes.at(at);
        match node.kind {
            NodeKind::Text(piece) => {
                let moved = usize::from(self.moved_punctuation.take_if(|text| *text == at).is_some());
                match self.view.other_dose(&node) {
                    Some(words) => self.text(&words),
                    None => self.text(&self.source_text(piece)[moved..]),
                }
            }
            NodeKind::Code(piece) => self.text_in(self.source_text(piece), |form| form.style.code = true),
            NodeKind::HtmlBlock(piece) | NodeKind::HtmlInline(piece) => self.author_html(self.source_text(piece)),
            NodeKind::Math(formula) => self.text_in(self.source_text(formula.tex), |form| form.style.code = true),
            NodeKind::SoftBreak => self.text(" "),
            NodeKind::HardBreak => self.blocks.inline(Inline::Break),
            NodeKind::Rule => self.blocks.block(Block::Rule, |_| {}),
            NodeKind::Task(state) => {
                self.blocks.inline(Inline::Task(state == wellpress_markdown::body::TaskState::Done));
            }
            NodeKind::FootnoteReference(index) => self.footnote_reference(index),
            NodeKind::Citation(index) => self.mark(index, at + 1..end),
            NodeKind::Start(element) => return self.start(element, at, end),
            NodeKind::End(element) => self.end(element, at),
        }
        at + 1
    }

    /// Reads the start of an element and returns the index of the next node to read.
    fn start(&mut self, element: Node, at: usize, end: usize) -> usize {
        self.update_playlist(element);
        if self.list_table_start(element) {
            return at + 1;
        }
        match element {
            Node::Paragraph => self.open(Block::Paragraph),
            Node::HtmlBlock if self.text_cx.config.settings.raw_html => {}
            Node::HtmlBlock => self.open(Block::Paragraph),
            Node::Heading(index) => {
                let heading = &self.view.body.headings[index];
                let (block, id) = (Block::Heading(self.level(heading.level)), self.id(&heading.id));
                self.open(Element { block, id, language: None });
            }
            Node::BlockQuote => self.open(Block::Quote),
            Node::CodeBlock(language) => return self.code_block(language, at, end),
            Node::NumberedList(first) => self.list_start(at, ListKind::Numbers(first)),
            Node::BulletList => self.list_start(at, ListKind::Bullets),
            Node::ListItem => self.item_start(at),
            // Footnotes are read after the text, in the order of their references.
            Node::Footnote(_) | Node::Label => return self.view.body.end_of(at) + 1,
            Node::DefinitionList => self.open(Block::Definitions),
            Node::DefinitionTerm => self.open(Block::Term),
            Node::Definition => self.open(Block::Definition),
            Node::Table(_) => self.open(Block::Table),
            Node::TableHead if self.has_no_words(at) => return self.view.body.end_of(at) + 1,
            Node::TableHead => self.row_start(true),
            Node::TableRow => self.row_start(false),
            Node::TableCell => {
                let is_head = self.is_head && !self.has_no_words(at);
                self.open(Block::Cell { is_head });
            }
            Node::Emphasis => self.enter_form(|form| form.style.emphasis = true),
            Node::Strong => self.enter_form(|form| form.style.strong = true),
            Node::Strikethrough => self.enter_form(|form| form.style.deleted = true),
            Node::Html(index) => self.safe_html_start(&self.view.body.html_elements[index]),
            Node::Link(index) => return self.link_start(index, at),
            Node::Image(index) => return self.image(index, at),
            Node::Directive(index) => return self.directive_start(index, at),
        }
        at + 1
    }

    fn end(&mut self, element: Node, at: usize) {
        if self.list_table_end(element) {
            return;
        }
        match element {
            Node::HtmlBlock if self.text_cx.config.settings.raw_html => {}
            Node::NumberedList(_) | Node::BulletList => self.list_end(),
            Node::ListItem => self.item_end(at),
            Node::Emphasis | Node::Strong | Node::Strikethrough | Node::Link(_) => self.leave_form(),
            Node::Html(index) => self.safe_html_end(&self.view.body.html_elements[index]),
            Node::Directive(index) => self.directive_end(index),
            Node::Footnote(_) | Node::CodeBlock(_) | Node::Image(_) | Node::Label => {}
            Node::Paragraph
            | Node::HtmlBlock
            | Node::Heading(_)
            | Node::BlockQuote
            | Node::DefinitionList
            | Node::DefinitionTerm
            | Node::Definition
            | Node::Table(_)
            | Node::TableHead
            | Node::TableRow
            | Node::TableCell => self.close(),
        }
    }

    fn code_block(&mut self, language: Option<TextRef>, at: usize, end: usize) -> usize {
        let close = self.view.body.end_of(at).min(end);
        self.open(Block::Code(language.map(|language| self.source_text(language).to_owned())));
        for node in self.view.body.nodes.range(at + 1..close) {
            if let NodeKind::Text(piece) = node.kind {
                self.text_in(self.source_text(piece), |form| form.style.code = true);
            }
        }
        self.close();
        close + 1
    }

    fn row_start(&mut self, is_head: bool) {
        self.is_head = is_head;
        self.open(Block::Row { is_head });
    }

    /// Whether the element that starts at this node holds nothing but cells: a table without headings has an empty first row, and
    /// one with row headings an empty corner.
    fn has_no_words(&self, at: usize) -> bool {
        let body = self.view.body;
        (at..=body.end_of(at)).all(|node| {
            matches!(
                body.nodes.at(node).kind,
                NodeKind::Start(Node::TableHead | Node::TableCell) | NodeKind::End(Node::TableHead | Node::TableCell)
            )
        })
    }

    fn list_start(&mut self, at: usize, kind: ListKind) {
        let steps = self.steps.as_mut().and_then(|steps| steps.enter_list(at));
        let language = self.steps.as_ref().and_then(|steps| steps.language).filter(|_| steps.is_some());
        let block = Block::List(steps.map_or(kind, ListKind::Steps));
        self.open(Element { block, id: None, language: language.map(str::to_owned) });
    }

    fn list_end(&mut self) {
        if let Some(steps) = &mut self.steps {
            steps.open_lists = steps.open_lists.saturating_sub(1);
        }
        self.close();
    }

    fn item_start(&mut self, at: usize) {
        let reference = self.view.manual_reference_at(at);
        let id = reference.and_then(|item| self.id_of_reference(item));
        self.open(Element { block: Block::Item(None), id, language: None });
        if let Some(item) = reference {
            self.source_notice(self.text_cx.resolved.site.library.notice_of_written(item));
        }
        if let Some(steps) = &mut self.steps {
            steps.open_items += 1;
            steps.step += u32::from(steps.open_items == 1 && steps.is_in_steps);
        }
    }

    fn item_end(&mut self, at: usize) {
        // Finding the start of an item takes time, and hardly any text has references that were written by hand.
        if !self.view.body.references.is_empty()
            && let Some(item) = self.view.manual_reference_at(self.view.body.start_of(at))
            && let Some(source) = self.text_cx.resolved.site.library.find_written(item)
        {
            self.own_page(source, Origin::Text);
        }
        if let Some(steps) = &mut self.steps {
            steps.open_items = steps.open_items.saturating_sub(1);
            if steps.open_items == 0 && steps.is_in_steps {
                let (images, step) = (steps.images, steps.step);
                for picture in images.iter().filter(|picture| picture.step == Some(step)) {
                    crate::media::figure(self.blocks, self.text_cx, picture, None);
                }
            }
        }
        self.close();
    }

    fn safe_html_start(&mut self, element: &HtmlElement) {
        let block = match element.tag {
            HtmlTag::Details => Some(Block::Expander),
            HtmlTag::Summary => Some(Block::ExpanderTitle),
            _ => None,
        };
        match block {
            Some(block) => self.open(block),
            None => self.enter_form(|form| form.style.add_tag(element.tag.name())),
        }
    }

    fn safe_html_end(&mut self, element: &HtmlElement) {
        if element.tag.is_block() {
            return self.close();
        }
        self.leave_form();
        if element.tag == HtmlTag::Sup {
            self.raised_end = self.blocks.events.len();
        }
    }

    /// Enters the form of a link. It ends like that of any other element, also if the link leads nowhere.
    fn link_start(&mut self, index: LinkId, at: usize) -> usize {
        let link = &self.view.body.links[index];
        let href = self.view.resolved.links.get(index).unwrap_or(&Href::Broken);
        let address = match (href, &link.target) {
            (Href::Citation, LinkTarget::Cite(citation)) => self.address_of_words(*citation),
            (Href::Page { page, anchor, .. }, _) => {
                let anchor = anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
                Some(self.address(&format!("{}{anchor}", self.text_cx.resolved.site.page(*page).url)))
            }
            (Href::SiteUrl(url), _) => Some(match url.strip_prefix('#') {
                Some(anchor) => self.anchor(anchor),
                None => self.address(url),
            }),
            (Href::External, LinkTarget::External(url)) => Some(url.to_string()),
            _ => None,
        };
        let is_link = address.is_some();
        self.enter_form(|form| form.link = address);
        if is_link && self.view.body.end_of(at) == at + 1 && !matches!(href, Href::Citation) {
            self.caption_number(&link.target);
        }
        if let Href::Page { page, text: WikiLabel::PageTitle, .. } = href {
            let title = &self.text_cx.resolved.site.page(*page).title;
            self.text(title);
            self.leave_form();
            return self.view.body.end_of(at) + 1;
        }
        at + 1
    }

    /// The address of a heading of the text itself. For an embedded exercise it is on the exercise's own page, since this page may show
    /// only a part of it.
    fn anchor(&self, anchor: &str) -> String {
        let instance = self.view.instance.and_then(|instance| self.text_cx.reading_order.instances.get(instance));
        match instance.map(|instance| instance.text) {
            Some(ShownText::Exercise(page)) => {
                self.address(&format!("{}#{anchor}", self.text_cx.resolved.site.page(page).url))
            }
            Some(ShownText::PageBody) => format!("#{}{anchor}", self.view.id_prefix),
            _ => format!("#{anchor}"),
        }
    }

    fn image(&mut self, index: LinkId, at: usize) -> usize {
        let end = self.view.body.end_of(at);
        if let Some(picture) = self.view.resolved.pictures.get(index) {
            let alt = self.view.body.plain(self.view.source, at + 1..end);
            let picture = Picture { alt, ..crate::media::picture(self.text_cx, picture) };
            self.blocks.inline(Inline::Picture(picture));
        }
        end + 1
    }

    fn footnote_id(&self, number: u32) -> String {
        match self.view.instance {
            Some(instance) if !self.view.id_prefix.is_empty() => format!("fn-{}-{number}", instance.index()),
            _ => format!("fn-{number}"),
        }
    }

    fn footnote_number(&self, index: FootnoteId) -> Option<u32> {
        let instance = self.text_cx.reading_order.instances.get(self.view.instance?)?;
        instance.footnotes.get(index).copied().filter(|number| *number > 0)
    }

    fn footnote_reference(&mut self, index: FootnoteId) {
        let Some(number) = self.footnote_number(index) else { return };
        self.has_footnotes = true;
        let link = format!("#{}", self.footnote_id(number));
        self.text_in(&number.to_string(), |form| {
            form.style.superscript = true;
            form.link = Some(link);
            form.origin = Origin::FootnoteMark;
        });
        self.raised_end = self.blocks.events.len();
    }

    /// Reads the footnotes that were referred to, in the order of their numbers.
    pub(crate) fn footnotes(&mut self) {
        if self.view.body.footnotes.is_empty() || !self.has_footnotes {
            return;
        }
        let notes = reading_order::footnotes(self.view.body);
        let mut numbered: Vec<(u32, FootnoteId)> =
            notes.keys().filter_map(|index| Some((self.footnote_number(*index)?, *index))).collect();
        numbered.sort_unstable();
        self.open(Block::List(ListKind::Notes));
        for (number, index) in numbered {
            self.open(Element { block: Block::Item(Some(number)), id: Some(self.footnote_id(number)), language: None });
            let range = &notes[&index];
            self.nodes(range.start + 1..range.end);
            self.close();
        }
        self.close();
    }

    /// Removes the blank before a mark. One in an element that has ended stays.
    pub(crate) fn close_up(&mut self) {
        let Form { style, link, language, origin } = &self.form;
        while let Some(Event::Inline(Inline::Text(run))) = self.blocks.events.last_mut() {
            let is_same =
                run.style == *style && run.link == *link && run.language == *language && run.origin == *origin;
            if !is_same {
                return;
            }
            run.text.truncate(run.text.trim_end().len());
            if !run.text.is_empty() {
                return;
            }
            self.blocks.events.pop();
        }
    }

    fn list_table_start(&mut self, element: Node) -> bool {
        let is_part = is_list_part(element);
        let Some(table) = self.list_tables.last_mut().filter(|_| is_part) else { return false };
        table.depth += 1;
        let (depth, is_head) = (table.depth, table.is_head);
        match depth {
            TABLE => self.open(Block::Table),
            ROW => self.open(Block::Row { is_head }),
            CELLS => {}
            CELL => self.open(Block::Cell { is_head }),
            _ => return false,
        }
        true
    }

    fn list_table_end(&mut self, element: Node) -> bool {
        let is_part = is_list_part(element);
        let Some(table) = self.list_tables.last_mut().filter(|_| is_part) else { return false };
        let depth = table.depth;
        table.depth -= 1;
        table.is_head &= depth != ROW;
        match depth {
            TABLE | ROW | CELL => self.close(),
            CELLS => {}
            _ => return false,
        }
        true
    }
}

/// The levels of lists and items in a list table.
const TABLE: usize = 1;
const ROW: usize = 2;
const CELLS: usize = 3;
const CELL: usize = 4;

fn is_list_part(element: Node) -> bool {
    matches!(element, Node::BulletList | Node::NumberedList(_) | Node::ListItem)
}

impl Steps<'_> {
    /// Notes the start of the list at a node; the number of its first step, if it has steps. A list behind others goes on with their
    /// numbers.
    fn enter_list(&mut self, at: usize) -> Option<u32> {
        self.open_lists += 1;
        if self.open_lists > 1 {
            return None;
        }
        self.is_in_steps = self.lists.iter().any(|list| list.start == at);
        self.is_in_steps.then_some(self.step + 1)
    }
}

impl Style {
    /// Adds the look of an element of HTML.
    pub(crate) fn add_tag(&mut self, name: &str) {
        match name {
            "b" | "strong" | "mark" => self.strong = true,
            "em" | "i" | "cite" | "dfn" => self.emphasis = true,
            "code" | "kbd" | "samp" => self.code = true,
            "del" | "s" => self.deleted = true,
            "ins" => self.inserted = true,
            "u" => self.underlined = true,
            "sup" => self.superscript = true,
            "sub" => self.subscript = true,
            _ => {}
        }
    }
}
