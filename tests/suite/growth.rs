//! Text that is made to cost much costs what its length costs: no nesting takes time that grows with its square, none
//! takes the stack.

use std::time::{Duration, Instant};

use wellpress::diagnostics::Source;
use wellpress::parse::directives::Vocabulary;
use wellpress::parse::markdown::{self, Grammar, RawHtml};

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

/// Long enough that the cost of a piece shows, short enough that a square of it does not stop the tests.
const SHORT: usize = 500;

#[test]
fn the_text_of_a_page_is_read_in_linear_time() {
    let quadratic: Vec<_> = PIECES.iter().filter(|(piece, end)| !is_linear(piece, end)).collect();
    assert!(quadratic.is_empty(), "{quadratic:?}");
}

/// Four times the text may take some ten times the time, as it would with a cache that no longer holds it; a square
/// would take sixteen times. Only the best of several runs says something on a busy machine.
fn is_linear(piece: &str, end: &str) -> bool {
    let short = SHORT.max(5_000 / piece.len());
    (0..5).any(|_| {
        let (few, many) = (cost(&text(piece, short, end)), cost(&text(piece, short * 4, end)));
        many < Duration::from_millis(2) || many < few * 11
    })
}

fn text(piece: &str, times: usize, end: &str) -> String {
    format!("{}{end}", piece.repeat(times))
}

fn cost(text: &str) -> Duration {
    let source = Source::new("content/articles/a.md", text);
    let callouts = Default::default();
    let grammar = Grammar { vocabulary: Vocabulary { callouts: &callouts }, raw_html: RawHtml::Escaped };
    let start = Instant::now();
    let body = markdown::parse(&source, 0..source.text.len(), grammar, &mut Vec::new());
    let cost = start.elapsed();
    drop(body);
    cost
}
