//! The 652 examples of the CommonMark Spec 0.31.2 through the parser of texts: what comes out is what the specification
//! says, but for the exceptions in `commonmark/exceptions.txt`, each with its reason.
//!
//! What a text was parsed to is written as HTML here, plainly, and both sides are compared as a browser reads them,
//! with straight punctuation and addresses decoded: extensions that only change how something looks are not at issue.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;

use html5gum::{Token, Tokenizer};

use wellpress_diagnostics::Source;
use wellpress_markdown::body::{Body, Element, LinkId, LinkTarget, Node, NodeKind};
use wellpress_markdown::directives::Vocabulary;
use wellpress_markdown::extensions::Extensions;
use wellpress_markdown::language::TextLanguage;
use wellpress_markdown::parser::{self, Grammar, RawHtml};

const SPEC: &str = include_str!("commonmark/spec.txt");
const EXCEPTIONS: &str = include_str!("commonmark/exceptions.txt");

const FENCE: &str = "````````````````````````````````";

/// The examples: what is written, and what it is to become.
fn examples() -> Vec<(String, String)> {
    let text = SPEC.split("<!-- END TESTS -->").next().unwrap();
    let (opening, closing) = (format!("\n{FENCE} example\n"), format!("\n{FENCE}\n"));
    let bodies = text.split(&opening).skip(1).map(|tail| tail.split(&closing).next().unwrap());
    bodies
        .map(|body| {
            let body = format!("\n{body}\n").replace('→', "\t");
            let (markdown, expected) = body.split_once("\n.\n").unwrap();
            (format!("{}\n", markdown.strip_prefix('\n').unwrap_or("")), expected.to_owned())
        })
        .collect()
}

/// Numbers and reasons of the exceptions.
fn exceptions() -> BTreeMap<usize, &'static str> {
    let lines = EXCEPTIONS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .flat_map(|line| {
            let (numbers, reason) = line.split_once(": ").unwrap();
            numbers.split(' ').map(move |number| (number.parse().unwrap(), reason))
        })
        .collect()
}

fn html_of(text: &str) -> String {
    let source = Source::new("content/articles/a.md", text);
    let grammar = Grammar {
        vocabulary: Vocabulary::default(),
        raw_html: RawHtml::Passed,
        nesting: 32,
        extensions: Extensions::NONE,
        language: TextLanguage::ENGLISH,
    };
    let body = parser::parse(&source, 0..source.text.len(), grammar, &mut Vec::new());
    let mut writer = Writer { source: &source, body: &body, html: String::new(), pictures: 0 };
    body.nodes.iter().for_each(|node| writer.node(&node));
    writer.html
}

struct Writer<'a> {
    source: &'a Source,
    body: &'a Body,
    html: String,
    /// How many pictures are open: only words count in them.
    pictures: usize,
}

impl Writer<'_> {
    fn node(&mut self, node: &Node) {
        match node.kind {
            NodeKind::Start(Element::Image(_)) => {
                self.pictures += 1;
                if self.pictures == 1 {
                    self.html.push_str("<img alt=\"");
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
            NodeKind::End(element) => {
                let tag = self.tag(element);
                if !tag.is_empty() {
                    self.html.push_str(if element == Element::Paragraph { "</p>\n" } else { "" });
                    self.html.push_str(&if tag == "p" { String::new() } else { format!("</{tag}>\n") });
                    if is_inline(element) {
                        self.html.pop();
                    }
                }
            }
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
            NodeKind::Task(_) | NodeKind::FootnoteReference(_) | NodeKind::Citation(_) | NodeKind::Math(_) => {
                self.html.push_str("<extension>");
            }
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
                self.link(number, "href");
                self.html.push('>');
            }
            _ => match self.tag(element).as_str() {
                "" => {}
                tag => self.html.push_str(&format!("<{tag}>")),
            },
        }
    }

    /// Nothing for what only groups.
    fn tag(&self, element: Element) -> String {
        let tag = match element {
            Element::Paragraph => "p",
            Element::Heading(number) => return format!("h{}", self.body.headings[number].level),
            Element::BlockQuote => "blockquote",
            Element::CodeBlock(_) => "code></pre",
            Element::HtmlBlock => "",
            Element::NumberedList(_) => "ol",
            Element::BulletList => "ul",
            Element::ListItem => "li",
            Element::Emphasis => "em",
            Element::Strong => "strong",
            Element::Strikethrough => "del",
            Element::Link(_) => "a",
            _ => "extension",
        };
        tag.to_owned()
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
}

fn is_inline(element: Element) -> bool {
    matches!(element, Element::Emphasis | Element::Strong | Element::Strikethrough | Element::Link(_))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// As a browser reads it, one piece a line; blanks between blocks, curled punctuation and encoded addresses evened out.
fn read(html: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut words = String::new();
    for Ok(token) in Tokenizer::new(html) {
        let line = match token {
            Token::String(text) => {
                words.push_str(&String::from_utf8_lossy(&text.value));
                continue;
            }
            Token::StartTag(tag) => {
                let pairs = tag.attributes.iter();
                let attributes: Vec<String> = pairs.map(|(name, value)| attribute(name, value)).collect();
                format!("<{} {}>", String::from_utf8_lossy(&tag.name), attributes.join(" "))
            }
            Token::EndTag(tag) => format!("</{}>", String::from_utf8_lossy(&tag.name)),
            Token::Comment(text) => format!("<!--{}-->", String::from_utf8_lossy(&text.value)),
            Token::Doctype(_) | Token::Error(_) => continue,
        };
        flush(&mut words, &mut lines);
        lines.push(line);
    }
    flush(&mut words, &mut lines);
    lines
}

fn flush(words: &mut String, lines: &mut Vec<String>) {
    let text = straight(words.trim());
    words.clear();
    if !text.is_empty() {
        lines.push(text);
    }
}

fn attribute(name: &[u8], value: &[u8]) -> String {
    let (name, value) = (String::from_utf8_lossy(name), &String::from_utf8_lossy(value));
    let value = match &*name {
        "href" | "src" => percent_encoding::percent_decode_str(value).decode_utf8_lossy().into_owned(),
        _ => straight(value),
    };
    format!("{name}={value:?}")
}

fn straight(text: &str) -> String {
    text.replace(['“', '”'], "\"").replace(['‘', '’'], "'").replace('…', "...").replace('—', "---").replace('–', "--")
}

#[test]
fn the_examples_of_the_specification_hold() {
    let (examples, exceptions) = (examples(), exceptions());
    assert_eq!(examples.len(), 652);
    let mut wrong = String::new();
    for (number, (written, expected)) in examples.iter().enumerate().map(|(at, example)| (at + 1, example)) {
        let html = html_of(written);
        let holds = read(&html) == read(expected);
        match (holds, exceptions.get(&number)) {
            (true, Some(reason)) => wrong.push_str(&format!("{number} holds by now, and is an exception: {reason}\n")),
            (false, None) => {
                wrong.push_str(&format!("{number} differs\n{written}\nexpected\n{expected}\nfound\n{html}\n\n"))
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
