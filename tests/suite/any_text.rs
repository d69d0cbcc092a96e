//! Property tests of the parsers. For any text: no panic, every span lies inside the text and on character boundaries, and code
//! blocks keep their text.

use proptest::prelude::*;

use wellpress_diagnostics::{Diagnostic, Location, Source, Span};
use wellpress_markdown::body::{Body, Element, NodeKind, TextRef};
use wellpress_markdown::citations;
use wellpress_markdown::directives::{DirectiveKind, Vocabulary};
use wellpress_markdown::extensions::Extensions;
use wellpress_markdown::inclusion::{Inclusion, Shown, include};
use wellpress_markdown::language::TextLanguage;
use wellpress_markdown::parser::{self, Grammar, RawHtml};
use wellpress_markdown::variables::Variables;
use wellpress_markdown::walk::TextEvent;
use wellpress_site::parse::front_matter;
use wellpress_site::sections::ContentKind;

use crate::harness::TestSite;

/// Tokens that mean something to one of the parsers, and characters of one to four bytes. Random characters alone would hardly ever
/// form a directive or a citation.
const PIECES: &[&str] = &[
    "@",
    "@a",
    "@{",
    "}",
    "[",
    "]",
    "[@",
    "](",
    ")",
    "[^",
    "[^1]: ",
    "[[",
    "]]",
    "|",
    "|-|",
    ":",
    "::",
    ":::",
    ":::tip",
    "::::",
    ":term",
    "{",
    "{#",
    "#id",
    "key=",
    "\"",
    "'",
    "\\",
    "`",
    "```",
    "~~~",
    "    ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "> ",
    "> [!TIP]",
    "- ",
    "1. ",
    "* ",
    "*",
    "**",
    "_",
    "~~",
    "# ",
    "## ",
    "---",
    "---\n",
    "===",
    "<",
    "<!--",
    "-->",
    "<b>",
    "&amp;",
    "&#0;",
    "!",
    "![",
    "a",
    "key",
    "p. 3",
    ", ",
    "; ",
    "-",
    " ",
    "é",
    "漢",
    "🦴",
    "\u{301}",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "\0",
    "title: A\n",
    "cite:",
    "javascript:",
    "http://a",
    "::exercise{#a}",
    "::snippet{#s}\n",
    "{{ v }}",
    "{{v}}",
    "{{ w",
    "}}",
    "](<{{ v }}>",
    "<!-- wellpress-allow raw-html: x -->",
    ": b",
    "[x]: y",
];

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop_oneof![9 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => ".{0,3}"], 0..60)
        .prop_map(|pieces| pieces.concat())
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![4 => pieces(), 1 => "\\PC{0,200}", 1 => prop::collection::vec(any::<char>(), 0..80).prop_map(String::from_iter)]
}

fn parse(source: &Source, from: usize, findings: &mut Vec<Diagnostic>) -> Body {
    let values = [("v".to_owned(), "*a* <b> {{ v }} [@key]".to_owned())].into();
    let grammar = Grammar {
        vocabulary: Vocabulary::default(),
        raw_html: RawHtml::Escaped,
        nesting: 32,
        extensions: Extensions::ALL,
        language: TextLanguage { variables: Variables::new(&values), ..TextLanguage::ENGLISH },
    };
    parser::parse(source, from..source.text.len(), grammar, findings)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn citations_are_read_from_any_text(text in any_text()) {
        for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
            if let Some((key, next)) = citations::read_key(&text, at) {
                prop_assert!(at <= key.start && key.start < key.end && key.end <= next && next <= text.len());
                prop_assert!(text.get(key).is_some() && text.get(next..).is_some());
            }
        }
        for item in citations::read_group(&text, 0..text.len(), TextLanguage::ENGLISH).unwrap_or_default() {
            prop_assert_eq!(text.get(item.key_span.range()), Some(item.key.as_str()));
        }
        let _ = citations::read_locator(&text, TextLanguage::ENGLISH);
    }

    #[test]
    fn any_text_is_parsed(text in any_text()) {
        let source = Source::new("content/articles/a.md", text);
        let mut findings = Vec::new();
        let body = parse(&source, 0, &mut findings);
        is_sound(&source, &body)?;
        for finding in &findings {
            prop_assert!(is_at(&source, &finding.location), "{:?}", finding);
        }
    }

    #[test]
    fn variables_leave_no_stand_in(text in pieces()) {
        let source = Source::new("content/articles/a.md", text);
        let body = parse(&source, 0, &mut Vec::new());
        let is_stand_in = |c: char| ('\u{fdd0}'..='\u{fdef}').contains(&c);
        for (_, event) in body.walk(&source, 0..body.nodes.len(), &[]) {
            if let TextEvent::Text { text, .. } | TextEvent::Code(text) = event {
                prop_assert!(!text.contains(is_stand_in) || source.text.contains(is_stand_in), "{:?}", text);
            }
        }
        let shown = format!("{:?} {:?} {:?}", body.links, body.directives, body.headings);
        prop_assert!(!shown.contains("\\u{fdd") || source.text.contains(is_stand_in), "{}", shown);
    }

    #[test]
    fn any_text_is_put_into_any_other(host in pieces(), text in any_text()) {
        let host = Source::new("content/articles/a.md", format!("{host}\n\n::snippet{{#s}}\n\n- ::snippet{{#s}}\n"));
        let other = Source::new("content/snippets/s.md", text);
        let (body, included) = (parse(&host, 0, &mut Vec::new()), parse(&other, 0, &mut Vec::new()));
        let inclusion = Inclusion { source: &other, text_start: 0, body: &included, language: None };
        let snippets = body.directives.entries().filter(|(_, directive)| directive.kind == DirectiveKind::Snippet);
        let shown = snippets.map(|(id, _)| (id, Shown::Text(inclusion))).collect();
        let mut findings = Vec::new();
        let (source, body) = include(&host, &body, &shown, &mut findings);
        is_sound(&source, &body)?;
        for node in body.nodes.iter() {
            let location = source.locate(node.span);
            prop_assert!(is_at(&host, &location) || is_at(&other, &location), "{:?}: {:?}", node, location);
        }
    }

    #[test]
    fn any_front_matter_is_read(text in any_text(), kind in prop::sample::select(ContentKind::ALL.to_vec())) {
        let source = Source::new("content/articles/a.md", format!("---\n{text}\n---\n"));
        let mut findings = Vec::new();
        let text_start = front_matter::read(&source, kind, &[], &mut findings).text_start;
        prop_assert!(source.text.is_char_boundary(text_start));
        for finding in &findings {
            prop_assert!(is_at(&source, &finding.location), "{:?}", finding);
        }
    }

    #[test]
    fn any_library_is_read(text in any_text(), extension in prop::sample::select(vec!["bib", "yaml"])) {
        let text = text.replace("key", "@book{k, title = {T}, author={A and B}, year = 2020}\n");
        let source = Source::new(format!("content/references/a.{extension}"), text);
        let parsed = wellpress_bibliography::parse(&source);
        for finding in &parsed.diagnostics {
            prop_assert!(is_at(&source, &finding.location), "{:?}", finding);
        }
    }

    #[test]
    fn code_is_left_as_it_is(code in pieces()) {
        let code: String = code.replace(['`', '\r', '\0', '\t', '\u{feff}'], "");
        let source = Source::new("content/articles/a.md", format!("````text\n{code}\n````\n\nBelow.\n"));
        let mut findings = Vec::new();
        let body = parse(&source, 0, &mut findings);
        prop_assert!(findings.is_empty(), "{:?}", findings);
        prop_assert!(matches!(body.nodes.at(0).kind, NodeKind::Start(Element::CodeBlock(_))));
        prop_assert_eq!(body.plain(&source, 0..body.end_of(0)), format!("{code}\n"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_of_a_site_is_checked(article in any_text(), exercise in any_text(), library in any_text()) {
        let site = TestSite::new().settings("variables: {v: \"*a* <b>\"}\n").article("a", &article).library(&library);
        let site = site.exercise("b", &exercise).file("content/snippets/s.md", &exercise);
        let built = site.build();
        prop_assert_eq!(built.is_built(), !built.findings().iter().any(|finding| finding.severity.as_str() == "error"));
    }
}

/// Whether the nodes of a body are nested, and all places lie inside the text.
fn is_sound(source: &Source, body: &Body) -> Result<(), TestCaseError> {
    let mut open = Vec::new();
    for node in body.nodes.iter() {
        prop_assert!(is_inside(source, node.span), "{:?}", node);
        match node.kind {
            NodeKind::Start(element) => open.push(element),
            NodeKind::End(element) => prop_assert_eq!(open.pop(), Some(element)),
            NodeKind::Text(TextRef::Source(span)) | NodeKind::Code(TextRef::Source(span)) => {
                prop_assert!(is_inside(source, span), "{:?}", node);
            }
            _ => {}
        }
    }
    prop_assert!(open.is_empty(), "{:?}", open);
    let spans = body.links.iter().map(|link| link.span).chain(body.directives.iter().map(|directive| directive.span));
    let spans = spans.chain(body.citations.iter().map(|group| group.span));
    let spans = spans.chain(body.citations.iter().flat_map(|group| &group.items).map(|item| item.key_span));
    for span in spans.chain(body.allow_comments.iter().map(|allow| allow.span)) {
        prop_assert!(is_inside(source, span), "{:?}", span);
    }
    Ok(())
}

fn is_inside(source: &Source, span: Span) -> bool {
    span.start <= span.end && source.text.get(span.range()).is_some()
}

fn is_at(source: &Source, location: &Location) -> bool {
    let line = source.text.split('\n').nth(location.line as usize - 1);
    let columns = line.map_or(0, |line| line.chars().count()) as u32;
    location.file == source.path && line.is_some() && (1..=columns + 1).contains(&location.column)
}

/// Regression: the look-ahead for a citation key ran over the end of an unclosed block, which was then not reported.
#[test]
fn an_unclosed_block_that_ends_with_a_citation_key_is_reported() {
    let built = crate::harness::TestSite::new().article("a", "::::tip\n\n@a@@\n").build();
    assert_eq!(built.of_rule("directive-unclosed").len(), 1, "{:?}", built.formatted_findings());
}
