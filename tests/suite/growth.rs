//! Texts that repeat one token many thousand times. No nesting overflows the stack, and the number of nodes and findings grows
//! linearly with the text.

use wellpress_diagnostics::Source;
use wellpress_markdown::directives::Vocabulary;
use wellpress_markdown::extensions::Extensions;
use wellpress_markdown::language::TextLanguage;
use wellpress_markdown::parser::{self, Grammar, RawHtml};

/// Tokens to repeat, each with the text behind the last of them.
const PIECES: &[(&str, &str)] = &[
    (">", "x"),
    ("> ", "x"),
    ("[", "x"),
    ("[", "]("),
    ("![", "](x)"),
    ("*", "x"),
    ("_", "x"),
    ("*a ", "x"),
    ("**a", "x"),
    ("*a _b ", "x"),
    ("~~a", "x"),
    ("`", "x"),
    ("` ``", "x"),
    ("[^", "x"),
    ("[^a]", "\n\n[^a]: x"),
    ("[^a]: ", "x"),
    ("[[", "x"),
    ("[[a|", "x"),
    ("[@", "x"),
    ("[@a", "]"),
    ("[@a ", "]"),
    ("[@a]", ""),
    ("[@a]: ", "x"),
    ("a]: ", "x"),
    ("[@a;", "@b]"),
    ("@a ", "x"),
    ("@{", "x"),
    ("@", "x"),
    ("@a [", "p. 3]"),
    ("-@a", ""),
    ("[a](@b", "x"),
    (":term[", "x"),
    (":term[x]", "x"),
    (":term[x]{", "x"),
    (":term[x]{a=\"", "x"),
    ("<", "x"),
    ("<a ", "x"),
    ("<!--", "x"),
    ("<!-- a -->", "x"),
    ("<?", "x"),
    ("&amp;", "x"),
    ("\\", "x"),
    ("{", "}"),
    ("# {#a}\n", ""),
    ("# a\n", ""),
    ("| a ", "|\n| - |\n"),
    ("|a|\n|-|\n", ""),
    ("- ", "x"),
    ("1. ", "x"),
    ("- a\n", ""),
    (": ", "x"),
    ("a\n: ", "x"),
    ("::", "x"),
    (":::tip\n", ""),
    (":::tip\n", "::::\n"),
    ("::::\n", ""),
    ("::cta{", "\n"),
    ("::cta[", "\n"),
    ("> [!TIP]\n", ""),
    ("> [!TIP] ", "x"),
    ("http://a ", "x"),
    ("[a]: b\n", ""),
    ("[a]\n", ""),
    ("\"a ", "x"),
    ("\u{202e}", "x"),
];

/// So many repetitions that recursion over them overflows the stack.
const REPETITIONS: usize = 5_000;

/// The highest number of nodes for each byte of a text.
const MAX_NODES_PER_BYTE: usize = 6;

#[test]
fn nodes_and_findings_grow_linearly_with_the_text() {
    for (piece, end) in PIECES {
        let text = format!("{}{end}", piece.repeat(REPETITIONS));
        let (nodes, findings) = count_nodes_and_findings(&text);
        assert!(nodes <= text.len() * MAX_NODES_PER_BYTE, "{piece:?} gives {nodes} nodes");
        assert!(findings <= text.len(), "{piece:?} gives {findings} findings");
    }
}

fn count_nodes_and_findings(text: &str) -> (usize, usize) {
    let source = Source::new("content/articles/a.md", text);
    let grammar = Grammar {
        vocabulary: Vocabulary::default(),
        raw_html: RawHtml::Escaped,
        nesting: 32,
        extensions: Extensions::ALL,
        language: TextLanguage::ENGLISH,
    };
    let mut findings = Vec::new();
    let body = parser::parse(&source, 0..source.text.len(), grammar, &mut findings);
    (body.nodes.len(), findings.len())
}
