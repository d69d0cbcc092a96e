//! Text that is made to cost much: no nesting takes the stack, and what comes of a text grows no faster than the text.

use wellpress_diagnostics::Source;
use wellpress_markdown::directives::Vocabulary;
use wellpress_markdown::parser::{self, Grammar, RawHtml};

/// Pieces of text that are repeated without end, with what stands behind all of them.
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

/// So many that anything that grows with their square would be seen by whoever waits for it.
const TIMES: usize = 20_000;

/// A text gives at most this many nodes and findings for each of its bytes.
const MOST_FOR_A_BYTE: usize = 6;

#[test]
fn what_comes_of_a_text_grows_no_faster_than_the_text() {
    for (piece, end) in PIECES {
        let text = text(piece, TIMES, end);
        let (nodes, findings) = read(&text);
        assert!(nodes <= text.len() * MOST_FOR_A_BYTE, "{piece:?} gives {nodes} nodes");
        assert!(findings <= text.len(), "{piece:?} gives {findings} findings");
    }
}

fn text(piece: &str, times: usize, end: &str) -> String {
    format!("{}{end}", piece.repeat(times))
}

/// How many nodes and findings a text gives.
fn read(text: &str) -> (usize, usize) {
    let source = Source::new("content/articles/a.md", text);
    let callouts = Default::default();
    let grammar = Grammar { vocabulary: Vocabulary { callouts: &callouts }, raw_html: RawHtml::Escaped, nesting: 32 };
    let mut findings = Vec::new();
    let body = parser::parse(&source, 0..source.text.len(), grammar, &mut findings);
    (body.nodes.len(), findings.len())
}
