//! Writes as HTML, plainly, what a text was parsed to, so that it can be compared with the examples of a specification.

use std::fmt::Write as _;

use wellpress_diagnostics::Source;
use wellpress_markdown::body::{
    Body, ColumnAlignment, Element, FootnoteId, HeadingId, HtmlElementId, LinkId, LinkTarget, Node, NodeKind, TableId,
    TaskState,
};
use wellpress_markdown::directives::Vocabulary;
use wellpress_markdown::extensions::Extensions;
use wellpress_markdown::language::TextLanguage;
use wellpress_markdown::parser::{self, Grammar, RawHtml};

pub(crate) fn html_of(text: &str, extensions: Extensions) -> String {
    let source = Source::new("content/articles/a.md", text);
    let grammar = Grammar {
        vocabulary: Vocabulary::default(),
        raw_html: RawHtml::Passed,
        nesting: 32,
        extensions,
        language: TextLanguage::ENGLISH,
    };
    let body = parser::parse(&source, 0..source.text.len(), grammar, &mut Vec::new());
    let mut writer = Writer::new(&source, &body);
    body.nodes.iter().for_each(|node| writer.node(&node));
    writer.footnotes();
    writer.html
}

struct Writer<'a> {
    source: &'a Source,
    body: &'a Body,
    html: String,
    /// How many pictures are open: only words count in them.
    pictures: usize,
    /// The open table, and how many rows and cells of the row it has so far.
    table: Option<TableId>,
    rows: usize,
    cells: usize,
    /// Footnotes in the order of their numbers, each with its text once that is read.
    notes: Vec<(FootnoteId, Option<String>)>,
    /// What was written before the footnote that is open.
    before_note: String,
}

impl<'a> Writer<'a> {
    fn new(source: &'a Source, body: &'a Body) -> Self {
        let (html, before_note) = (String::new(), String::new());
        let mut notes: Vec<(FootnoteId, Option<String>)> = Vec::new();
        for node in body.nodes.iter() {
            if let NodeKind::FootnoteReference(note) = node.kind
                && !notes.iter().any(|(known, _)| *known == note)
            {
                notes.push((note, None));
            }
        }
        Self { source, body, html, pictures: 0, table: None, rows: 0, cells: 0, notes, before_note }
    }

    fn node(&mut self, node: &Node) {
        match node.kind {
            NodeKind::Start(Element::Image(number)) => {
                self.pictures += 1;
                if self.pictures == 1 {
                    self.html.push_str("<img");
                    self.link_attributes(number);
                    self.html.push_str(" alt=\"");
                }
            }
            NodeKind::End(Element::Image(number)) => {
                self.pictures -= 1;
                if self.pictures == 0 {
                    self.html.push('"');
                    self.link(number, "src");
                    self.html.push('>');
                }
            }
            NodeKind::Text(text) | NodeKind::Code(text) if self.pictures > 0 => {
                self.html.push_str(&escaped(self.body.text(self.source, text)));
            }
            NodeKind::SoftBreak | NodeKind::HardBreak if self.pictures > 0 => self.html.push('\n'),
            _ if self.pictures > 0 => {}
            NodeKind::Start(element) => self.start(element),
            NodeKind::End(element) => self.end(element),
            NodeKind::Text(text) => self.html.push_str(&escaped(self.body.text(self.source, text))),
            NodeKind::Code(text) => {
                let code = escaped(self.body.text(self.source, text));
                self.html.push_str(&format!("<code>{code}</code>"));
            }
            NodeKind::HtmlBlock(text) | NodeKind::HtmlInline(text) => {
                self.html.push_str(self.body.text(self.source, text));
            }
            NodeKind::SoftBreak => self.html.push('\n'),
            NodeKind::HardBreak => self.html.push_str("<br>\n"),
            NodeKind::Rule => self.html.push_str("<hr>\n"),
            NodeKind::Task(state) => {
                let checked = if state == TaskState::Done { " checked" } else { "" };
                self.html.push_str(&format!("<input type=\"checkbox\" disabled{checked}> "));
            }
            NodeKind::FootnoteReference(note) => self.reference(note),
            NodeKind::Citation(_) | NodeKind::Math(_) => self.html.push_str("<extension>"),
        }
    }

    fn start(&mut self, element: Element) {
        match element {
            Element::CodeBlock(language) => {
                let language = language.map(|language| self.body.text(self.source, language));
                let class = language.filter(|language| !language.is_empty());
                let class = class.map(|language| format!(" class=\"language-{}\"", escaped(language)));
                self.html.push_str(&format!("<pre><code{}>", class.unwrap_or_default()));
            }
            Element::NumberedList(first) if first != 1 => self.html.push_str(&format!("<ol start=\"{first}\">")),
            Element::Link(number) => {
                self.html.push_str("<a");
                self.link_attributes(number);
                self.link(number, "href");
                self.html.push('>');
            }
            Element::Heading(number) => self.heading(number),
            Element::Html(number) => self.html_element(number),
            Element::Table(number) => {
                (self.table, self.rows) = (Some(number), 0);
                self.html.push_str("<table>\n");
            }
            Element::TableHead | Element::TableRow => self.row(element),
            Element::TableCell => self.cell(),
            Element::Footnote(_) => self.before_note = std::mem::take(&mut self.html),
            _ => match self.tag(element).as_str() {
                "" => {}
                tag => self.html.push_str(&format!("<{tag}>")),
            },
        }
    }

    fn end(&mut self, element: Element) {
        match element {
            Element::Table(_) => self.html.push_str(if self.rows > 1 { "</tbody></table>\n" } else { "</table>\n" }),
            Element::TableHead => self.html.push_str("</tr></thead>\n"),
            Element::TableRow => self.html.push_str("</tr>\n"),
            Element::TableCell => self.html.push_str(if self.rows == 1 { "</th>" } else { "</td>" }),
            Element::Footnote(note) => self.keep(note),
            _ => {
                let tag = self.tag(element);
                if !tag.is_empty() {
                    self.html.push_str(if element == Element::Paragraph { "</p>\n" } else { "" });
                    self.html.push_str(&if tag == "p" { String::new() } else { format!("</{tag}>\n") });
                    if is_inline(element) {
                        self.html.pop();
                    }
                }
            }
        }
    }

    /// Nothing for what only groups.
    fn tag(&self, element: Element) -> String {
        let tag = match element {
            Element::Paragraph => "p",
            Element::Heading(number) => return format!("h{}", self.body.headings[number].level),
            Element::Html(number) => self.body.html_elements[number].tag.name(),
            Element::BlockQuote => "blockquote",
            Element::CodeBlock(_) => "code></pre",
            Element::HtmlBlock => "",
            Element::NumberedList(_) => "ol",
            Element::BulletList => "ul",
            Element::ListItem => "li",
            Element::DefinitionList => "dl",
            Element::DefinitionTerm => "dt",
            Element::Definition => "dd",
            Element::Emphasis => "em",
            Element::Strong => "strong",
            Element::Strikethrough => "del",
            Element::Link(_) => "a",
            _ => "extension",
        };
        tag.to_owned()
    }

    /// Each heading has an id. One that the author gave stands in the text.
    fn heading(&mut self, number: HeadingId) {
        let heading = &self.body.headings[number];
        let is_written = self.source.text.contains(&format!("#{}", heading.id));
        self.html.push_str(&format!("<h{}", heading.level));
        self.id_and_classes(is_written.then_some(&*heading.id), &heading.classes);
        self.html.push('>');
    }

    fn html_element(&mut self, number: HtmlElementId) {
        let element = &self.body.html_elements[number];
        self.html.push_str(&format!("<{}", element.tag.name()));
        self.id_and_classes(element.id.as_deref(), &element.classes);
        self.html.push('>');
    }

    fn link_attributes(&mut self, number: LinkId) {
        if let Some(attributes) = &self.body.links[number].attributes {
            self.id_and_classes(attributes.id.as_deref(), &attributes.classes);
            for (name, value) in [("width", attributes.width), ("height", attributes.height)] {
                self.html.push_str(&value.map(|value| format!(" {name}=\"{value}\"")).unwrap_or_default());
            }
        }
    }

    fn id_and_classes(&mut self, id: Option<&str>, classes: &[String]) {
        self.html.push_str(&id.map(|id| format!(" id=\"{}\"", escaped(id))).unwrap_or_default());
        if !classes.is_empty() {
            self.html.push_str(&format!(" class=\"{}\"", escaped(&classes.join(" "))));
        }
    }

    fn link(&mut self, id: LinkId, attribute: &str) {
        let link = &self.body.links[id];
        let address = match &link.target {
            LinkTarget::External(address) => address.to_string(),
            LinkTarget::Path { path, anchor } => {
                format!("{path}{}", anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default())
            }
            LinkTarget::Wiki { .. } => "extension:wiki".to_owned(),
            LinkTarget::Cite(_) => "extension:cite".to_owned(),
            LinkTarget::Unsafe => "extension:refused".to_owned(),
        };
        self.html.push_str(&format!(" {attribute}=\"{}\"", escaped(&address)));
        if let Some(title) = &link.title {
            self.html.push_str(&format!(" title=\"{}\"", escaped(title)));
        }
    }

    fn row(&mut self, element: Element) {
        self.cells = 0;
        self.rows += 1;
        self.html.push_str(if element == Element::TableHead { "<thead>" } else { "" });
        self.html.push_str(if self.rows == 2 { "<tbody>" } else { "" });
        self.html.push_str("<tr>");
    }

    fn cell(&mut self) {
        let columns = self.table.map(|table| &*self.body.tables[table].columns).unwrap_or_default();
        let align = match columns.get(self.cells) {
            Some(ColumnAlignment::Left) => " align=\"left\"",
            Some(ColumnAlignment::Center) => " align=\"center\"",
            Some(ColumnAlignment::Right) => " align=\"right\"",
            Some(ColumnAlignment::None) | None => "",
        };
        self.cells += 1;
        self.html.push_str(&format!("<{}{align}>", if self.rows == 1 { "th" } else { "td" }));
    }

    fn label(&self, note: FootnoteId) -> String {
        escaped(self.body.text(self.source, self.body.footnotes[note].label))
    }

    fn reference(&mut self, note: FootnoteId) {
        let number = self.notes.iter().position(|(known, _)| *known == note).map_or(0, |at| at + 1);
        let label = self.label(note);
        let link = format!("<a href=\"#fn-{label}\" id=\"fnref-{label}\">{number}</a>");
        self.html.push_str(&format!("<sup class=\"footnote-ref\">{link}</sup>"));
    }

    /// A footnote that no text refers to has the next number.
    fn keep(&mut self, note: FootnoteId) {
        let text = std::mem::replace(&mut self.html, std::mem::take(&mut self.before_note));
        match self.notes.iter_mut().find(|(known, _)| *known == note) {
            Some((_, kept)) => *kept = Some(text),
            None => self.notes.push((note, Some(text))),
        }
    }

    fn footnotes(&mut self) {
        let mut section = String::new();
        for (index, (note, text)) in self.notes.iter().enumerate() {
            let (label, number, text) = (self.label(*note), index + 1, text.as_deref().unwrap_or_default());
            let back = format!("<div class=\"footnote-number\"><a href=\"#fnref-{label}\">{number}</a></div>");
            let contents = format!("<div class=\"footnote-contents\">{text}</div>");
            let _ = write!(section, "<div class=\"footnote\" id=\"fn-{label}\">{back}{contents}</div>");
        }
        if !section.is_empty() {
            self.html.push_str(&format!("<section class=\"footnotes\">{section}</section>"));
        }
    }
}

fn is_inline(element: Element) -> bool {
    matches!(
        element,
        Element::Emphasis | Element::Strong | Element::Strikethrough | Element::Link(_) | Element::Html(_)
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
