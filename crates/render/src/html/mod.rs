//! HTML of the texts that authors write.
//!
//! Input: a parsed body, what its links and directives were resolved to, and the reading order of the page that shows it.
//! Output: HTML of the text with its citation marks, embeds and callouts. It is written here and not by templates, so that
//! a theme cannot take it apart: a template prints it as a whole. What stands around a text is left to `pages` and the theme.

pub mod blocks;
pub mod calls_to_action;
pub mod coins;
pub mod dose;
pub mod easy_read;
pub mod exercise;
pub mod feedback;
pub mod fields;
pub mod forms;
pub mod handout;
pub mod media;
pub mod people;
pub mod programme;
pub mod references;
pub mod rich_text;
pub mod scheduled_doses;
pub mod sheet_parts;
pub mod source_text_cache;

mod author_attributes;
mod code;
mod container;
pub mod data;
mod evidence;
mod form_fields;
mod manual_references;
mod marks;
pub mod playlist;
mod safety_element;
mod step_pictures;
mod table_parts;
mod tables;
mod text_context;
mod text_lookups;
mod theme_directives;
mod writer;

use std::fmt::Write as _;
use std::ops::Range;

use wellpress_markdown::body::{
    DirectiveId, Element, FootnoteId, HeadingId, LinkId, LinkTarget, NodeKind, TaskState, TextRef, WikiLabel,
};
use wellpress_markdown::directives::Directive;
use wellpress_site::resolve::bodies::Href;
use wellpress_site::resolve::reading_order;

use crate::escape::{attribute, text};
use step_pictures::StepPictures;
use table_parts::TableSection;
use writer::Writer;

pub use text_context::{DirectiveTemplates, ShownDose, ShownDoses, TextContext, TextView};

/// The HTML of a whole text, with its footnotes at the end.
#[must_use]
pub fn write(text_cx: TextContext<'_>, view: TextView<'_>) -> String {
    let mut html = String::with_capacity(view.source.text.len() + view.source.text.len() / 2);
    let mut writer = Writer::new(text_cx, view, &mut html);
    writer.nodes(0..view.body.nodes.len());
    writer.footnotes();
    html
}

/// The HTML of a text without the `<p>` around it if it is one paragraph, as a key point is. Other texts keep their elements.
#[must_use]
pub fn write_line(text_cx: TextContext<'_>, view: TextView<'_>) -> String {
    let html = write(text_cx, view);
    let trimmed = html.trim();
    match trimmed.strip_prefix("<p>").and_then(|inner| inner.strip_suffix("</p>")) {
        // Several paragraphs begin and end like one, too.
        Some(inner) if !inner.contains("<p>") => inner.to_owned(),
        _ => trimmed.to_owned(),
    }
}

impl<'a> Writer<'a, '_> {
    fn source_text(&self, text: TextRef) -> &'a str {
        self.view.body.text(self.view.source, text)
    }

    pub(super) fn nodes(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            at = self.node(at, range.end);
        }
    }

    /// Writes the node at `at` and returns the index of the next one to write.
    fn node(&mut self, at: usize, end: usize) -> usize {
        let node = self.view.body.nodes.at(at);
        match node.kind {
            NodeKind::Text(piece) => {
                let moved = usize::from(self.moved_punctuation.take_if(|text| *text == at).is_some());
                let words = &self.source_text(piece)[moved..];
                if let Some(field) = self.view.dose_place(&node) {
                    let _ = write!(self.html, "<span data-dose-value=\"{field}\">");
                    text(self.html, words);
                    self.html.push_str("</span>");
                } else {
                    text(self.html, self.view.other_dose(&node).as_deref().unwrap_or(words));
                }
            }
            NodeKind::Code(piece) => {
                self.html.push_str("<code>");
                text(self.html, self.source_text(piece));
                self.html.push_str("</code>");
            }
            NodeKind::HtmlBlock(piece) | NodeKind::HtmlInline(piece) => self.raw_html(piece),
            NodeKind::Math(formula) => {
                let mathml = self.source_text(formula.mathml);
                self.html.push_str(mathml);
            }
            NodeKind::SoftBreak => self.html.push('\n'),
            NodeKind::HardBreak => self.html.push_str("<br>\n"),
            NodeKind::Rule => self.html.push_str("<hr>\n"),
            NodeKind::Task(ticked) => self.task(ticked),
            NodeKind::FootnoteReference(index) => self.footnote_reference(index),
            NodeKind::Citation(index) => self.mark(index, at + 1..end),
            NodeKind::Start(element) => return self.start(element, at, end),
            NodeKind::End(element) => self.end(element, at),
        }
        at + 1
    }

    fn task(&mut self, ticked: TaskState) {
        let (checked, name) =
            if ticked == TaskState::Done { (" checked", "text-task-done") } else { ("", "text-task-open") };
        let _ = write!(self.html, "<input type=\"checkbox\" disabled{checked} aria-label=\"");
        attribute(self.html, &self.text_cx.say(name));
        self.html.push_str("\"> ");
    }

    fn raw_html(&mut self, piece: TextRef) {
        let piece = self.source_text(piece);
        if !self.text_cx.config.settings.raw_html {
            text(self.html, piece);
        } else if self.text_cx.is_unfolded {
            self.html.push_str(&piece.replace("<details", "<details open"));
        } else {
            self.html.push_str(piece);
        }
    }

    /// Writes the start of an element and returns the index of the next node to write: its first child, or the node after its
    /// end for elements that are written as a whole, such as links with the title of their page.
    fn start(&mut self, element: Element, at: usize, end: usize) -> usize {
        self.update_playlist(element);
        if self.list_table_start(element) {
            return at + 1;
        }
        match element {
            Element::Paragraph => self.html.push_str("<p>"),
            // HTML that the settings do not allow is shown as text, which needs a paragraph around it.
            Element::HtmlBlock => self.html.push_str(if self.text_cx.config.settings.raw_html { "" } else { "<p>" }),
            Element::Heading(index) => self.heading_start(index),
            Element::BlockQuote => self.html.push_str("<blockquote>\n"),
            Element::CodeBlock(language) => return self.code_block(language, at, end),
            Element::NumberedList(first) => {
                self.manual_list_start(at);
                // Pictures name steps by their number from 1, so steps count from 1 whatever number their author began
                // with.
                let attributes = self.step_attributes(at).unwrap_or_else(|| match first {
                    1 => String::new(),
                    _ => format!(" start=\"{first}\""),
                });
                let _ = writeln!(self.html, "<ol{attributes}>");
            }
            Element::BulletList => {
                self.manual_list_start(at);
                // Steps have an order, so they are numbered even where their author wrote bullets.
                let steps = self.step_attributes(at).map(|attributes| format!("<ol{attributes}>\n"));
                self.html.push_str(steps.as_deref().unwrap_or("<ul>\n"));
            }
            Element::ListItem => self.item_start(at),
            // Footnotes are written after the text, in the order of their references.
            Element::Footnote(_) => return self.view.body.end_of(at) + 1,
            Element::DefinitionList => self.html.push_str("<dl>\n"),
            Element::DefinitionTerm => self.html.push_str("<dt>"),
            Element::Definition => self.html.push_str("<dd>"),
            Element::Table(index) => self.table_start(index),
            Element::TableHead if self.has_no_words(at) => {
                self.section = TableSection::Body;
                self.html.push_str("<tbody>\n");
                return self.view.body.end_of(at) + 1;
            }
            Element::TableHead => {
                self.section = TableSection::Head;
                self.column = 0;
                self.html.push_str("<thead><tr>");
            }
            Element::TableRow => {
                self.column = 0;
                self.html.push_str("<tr>");
            }
            Element::TableCell => self.cell_start(at),
            Element::Emphasis => self.html.push_str("<em>"),
            Element::Strong => self.html.push_str("<strong>"),
            Element::Strikethrough => self.html.push_str("<del>"),
            Element::Html(index) => self.html_start(index),
            Element::Link(index) => return self.link_start(index, at),
            Element::Image(index) => return self.image(index, at),
            Element::Directive(index) => return self.directive_start(index, at),
            // A label is written where its directive shows it, which is not always at the start.
            Element::Label => return self.view.body.end_of(at) + 1,
        }
        at + 1
    }

    fn end(&mut self, element: Element, at: usize) {
        if self.list_table_end(element) {
            return;
        }
        match element {
            Element::Paragraph => self.html.push_str("</p>\n"),
            Element::HtmlBlock => {
                self.html.push_str(if self.text_cx.config.settings.raw_html { "\n" } else { "</p>\n" })
            }
            Element::Heading(index) => {
                let level = self.level(self.view.body.headings[index].level);
                let _ = writeln!(self.html, "</h{level}>");
            }
            Element::BlockQuote => self.html.push_str("</blockquote>\n"),
            Element::NumberedList(_) => {
                self.leave_steps();
                self.html.push_str("</ol>\n");
                self.manual_list_end(at);
            }
            Element::BulletList => {
                let numbered = self.leave_steps();
                self.html.push_str(if numbered { "</ol>\n" } else { "</ul>\n" });
                self.manual_list_end(at);
            }
            Element::ListItem => self.item_end(at),
            Element::DefinitionList => self.html.push_str("</dl>\n"),
            Element::DefinitionTerm => self.html.push_str("</dt>\n"),
            Element::Definition => self.html.push_str("</dd>\n"),
            Element::Table(_) => self.html.push_str("</tbody></table></div>\n"),
            Element::TableHead => {
                self.section = TableSection::Body;
                self.html.push_str("</tr></thead><tbody>\n");
            }
            Element::TableRow => self.html.push_str("</tr>\n"),
            Element::TableCell => self.html.push_str(self.cell.end_tag()),
            Element::Emphasis => self.html.push_str("</em>"),
            Element::Strong => self.html.push_str("</strong>"),
            Element::Strikethrough => self.html.push_str("</del>"),
            Element::Html(index) => {
                let tag = self.view.body.html_elements[index].tag;
                let line_end = if tag.is_block() { "\n" } else { "" };
                let _ = write!(self.html, "</{}>{line_end}", tag.name());
            }
            Element::Link(index) => self.link_end(index),
            Element::Directive(index) => self.directive_end(index, at),
            Element::Footnote(_) | Element::CodeBlock(_) | Element::Image(_) | Element::Label => {}
        }
    }

    /// The level of a heading in this place. The page's title is the only `<h1>`, so a text starts at 2 whatever its author wrote.
    fn level(&self, markdown_level: u8) -> u8 {
        (markdown_level.max(2) + self.view.heading_shift).min(6)
    }

    fn heading_start(&mut self, index: HeadingId) {
        let heading = &self.view.body.headings[index];
        let level = self.level(heading.level);
        let _ = write!(self.html, "<h{level}");
        self.author_attributes(Some(&heading.id), &heading.classes);
        self.html.push('>');
    }

    /// Writes the id of a heading. A text outside the reading order may be on a page more than once, so its headings get none.
    pub(super) fn heading_id(&mut self, id: &str) {
        if self.view.instance.is_some() {
            self.html.push_str(" id=\"");
            attribute(self.html, self.view.id_prefix);
            attribute(self.html, id);
            self.html.push('"');
        }
    }

    fn item_start(&mut self, at: usize) {
        let task = matches!(self.view.body.nodes.get(at + 1).map(|node| node.kind), Some(NodeKind::Task(_)));
        match self.view.manual_reference_at(at) {
            Some(item) => self.manual_reference_start(item),
            None => self.html.push_str(if task { "<li class=\"task\">" } else { "<li>" }),
        }
        if let Some(steps) = &mut self.steps {
            steps.enter_item();
        }
    }

    fn item_end(&mut self, at: usize) {
        // Finding the start of an item takes time, and hardly any text has references that were written by hand.
        if !self.view.body.references.is_empty()
            && let Some(item) = self.view.manual_reference_at(self.view.body.start_of(at))
        {
            self.manual_reference_end(item);
        }
        if let Some(steps) = &mut self.steps {
            steps.leave_item(self.html);
        }
        self.html.push_str("</li>\n");
    }

    fn step_attributes(&mut self, at: usize) -> Option<String> {
        self.steps.as_mut().and_then(|steps| steps.enter_list(at))
    }

    fn leave_steps(&mut self) -> bool {
        self.steps.as_mut().is_some_and(StepPictures::leave_list)
    }

    fn link_start(&mut self, index: LinkId, at: usize) -> usize {
        let link = &self.view.body.links[index];
        let href = self.view.resolved.links.get(index).unwrap_or(&Href::Broken);
        match (href, &link.target) {
            (Href::Citation, LinkTarget::Cite(citation)) => {
                self.words_start(*citation);
                return at + 1;
            }
            (Href::Page { page, anchor, .. }, _) => {
                self.html.push_str("<a href=\"");
                attribute(self.html, &self.text_cx.resolved.site.page(*page).url);
                if let Some(anchor) = anchor {
                    self.html.push('#');
                    attribute(self.html, anchor);
                }
            }
            (Href::SiteUrl(url), _) => {
                self.html.push_str("<a href=\"");
                match url.strip_prefix('#') {
                    Some(anchor) => self.anchor(anchor),
                    None => attribute(self.html, url),
                }
            }
            (Href::External, LinkTarget::External(url)) => {
                self.html.push_str("<a href=\"");
                attribute(self.html, url);
                // An address without a scheme (`//host`) leads to another site, too; `mailto:`, `sms:` and `tel:` lead to none.
                if url.starts_with("http") || url.starts_with("//") {
                    // An autolink shows its address itself, so styles for paper need not add it.
                    let shows_address =
                        link.attributes.is_none() && !self.view.source.slice(link.span).starts_with('[');
                    self.html.push_str(if shows_address { "\" class=\"address" } else { "" });
                    self.html.push_str("\" rel=\"noopener noreferrer external");
                }
            }
            // A link that leads nowhere keeps its words, without an element around them.
            _ => return at + 1,
        }
        if let Some(title) = &link.title {
            self.html.push_str("\" title=\"");
            attribute(self.html, title);
        }
        self.html.push('"');
        if let Some(attributes) = &link.attributes {
            self.author_attributes(attributes.id.as_deref(), &attributes.classes);
        }
        self.html.push('>');
        if self.is_empty_element(at) {
            self.caption_number(&link.target);
        }
        if let Href::Page { page, text: WikiLabel::PageTitle, .. } = href {
            text(self.html, &self.text_cx.resolved.site.page(*page).title);
            self.html.push_str("</a>");
            return self.view.body.end_of(at) + 1;
        }
        at + 1
    }

    /// Whether the element that starts at a node has no content.
    fn is_empty_element(&self, at: usize) -> bool {
        self.view.body.end_of(at) == at + 1
    }

    /// Appends the address of a heading of the text itself. For an embedded exercise it is on the exercise's own page, since this
    /// page may show only a part of it. In a page's text among others, the headings have a prefix.
    fn anchor(&mut self, anchor: &str) {
        let instance = self.view.instance.and_then(|instance| self.text_cx.reading_order.instances.get(instance));
        let (page, prefix) = match instance.map(|instance| instance.text) {
            Some(reading_order::ShownText::Exercise(page)) => (&*self.text_cx.resolved.site.page(page).url, ""),
            Some(reading_order::ShownText::PageBody) => ("", self.view.id_prefix),
            _ => ("", ""),
        };
        attribute(self.html, &format!("{page}#{prefix}{anchor}"));
    }

    fn link_end(&mut self, index: LinkId) {
        if !matches!(self.view.resolved.links.get(index), None | Some(Href::Broken)) {
            self.html.push_str("</a>");
        }
    }

    fn image(&mut self, index: LinkId, at: usize) -> usize {
        let end = self.view.body.end_of(at);
        if let Some(picture) = self.view.resolved.pictures.get(index) {
            let alt = self.view.body.plain(self.view.source, at + 1..end);
            let tag_start = self.html.len();
            media::image(self.html, picture, &alt, media::Loading::Lazy);
            if let Some(attributes) = &self.view.body.links[index].attributes {
                self.picture_attributes(attributes, picture, tag_start);
            }
        }
        end + 1
    }

    fn footnote_id(&self) -> String {
        match self.view.instance {
            Some(instance) if !self.view.id_prefix.is_empty() => format!("{}-", instance.index()),
            _ => String::new(),
        }
    }

    fn footnote_number(&self, index: FootnoteId) -> Option<u32> {
        let instance = self.text_cx.reading_order.instances.get(self.view.instance?)?;
        instance.footnotes.get(index).copied().filter(|number| *number > 0)
    }

    fn footnote_reference(&mut self, index: FootnoteId) {
        let Some(number) = self.footnote_number(index) else { return };
        let count = self.references.entry(index).or_insert(0);
        *count += 1;
        let count = *count;
        let prefix = self.footnote_id();
        let _ = write!(
            self.html,
            "<sup class=\"footnote-ref\"><a role=\"doc-noteref\" id=\"fnref-{prefix}{number}-{count}\" href=\"#fn-{prefix}{number}\">{number}</a></sup>"
        );
    }

    /// Writes the footnotes that were referred to, in the order of their numbers, with a link back to each reference.
    fn footnotes(&mut self) {
        if self.view.body.footnotes.is_empty() || self.references.is_empty() {
            return;
        }
        let notes = wellpress_site::resolve::reading_order::footnotes(self.view.body);
        let mut numbered: Vec<(u32, FootnoteId)> =
            notes.keys().filter_map(|index| Some((self.footnote_number(*index)?, *index))).collect();
        numbered.sort_unstable();
        let label = self.text_cx.say("text-footnotes");
        self.html.push_str("<section role=\"doc-endnotes\" class=\"footnotes\" aria-label=\"");
        attribute(self.html, &label);
        self.html.push_str("\"><ol>\n");
        let prefix = self.footnote_id();
        let back = self.text_cx.say("text-back");
        for (number, index) in numbered {
            let _ = write!(self.html, "<li id=\"fn-{prefix}{number}\">");
            let range = &notes[&index];
            self.nodes(range.start + 1..range.end);
            for count in 1..=self.references.get(&index).copied().unwrap_or(0) {
                let _ = write!(
                    self.html,
                    " <a role=\"doc-backlink\" href=\"#fnref-{prefix}{number}-{count}\" aria-label=\""
                );
                attribute(self.html, &back);
                let _ = write!(self.html, " {number}\">↩</a>");
            }
            self.html.push_str("</li>\n");
        }
        self.html.push_str("</ol></section>\n");
    }

    pub(super) fn directive(&self, index: DirectiveId) -> &'a Directive {
        &self.view.body.directives[index]
    }
}
