//! Texts that repeat one token many thousand times. No nesting overflows the stack, and the number of nodes and findings and the time
//! grow linearly with the text.

use std::time::Duration;

use wellpress_diagnostics::Source;
use wellpress_markdown::directives::Vocabulary;
use wellpress_markdown::extensions::Extensions;
use wellpress_markdown::language::TextLanguage;
use wellpress_markdown::parser::{self, Grammar, RawHtml};

use crate::harness::TestSite;

/// Tokens to repeat, each with the text behind the last of them.
const PIECES: &[(&str, &str)] = &[
    (">", "x"),
    ("> ", "x"),
    ("[", "x"),
    ("[", "]("),
    ("![", "](x)"),
    ("![a](b ", ""),
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
    // One line with a finding in every word, in and out of order.
    ("[x]{.a #b} ", ""),
    ("{.a} ", ""),
    ("[[a]] ", ""),
    ("@fig-a ", "![a](b.png){#fig-a}"),
    ("http://a.b/(", ""),
    ("(http://a.b/) ", ")"),
    ("http://a", "))))"),
    (")", ""),
    // Marks of other tools that never close.
    ("{{ a ", ""),
    ("{% a ", ""),
    ("{{< a ", ""),
    ("{:a ", ""),
    ("[caption] ", ""),
    ("[a b=\"c\" ", ""),
    ("^[a", ""),
    ("\\cite{", ""),
    ("$\\cite{", ""),
    ("a::video{", ""),
    ("100 %% ", "%%"),
    // Formulas in one another.
    ("\\frac{", "a"),
    ("$$\\frac{", "$$"),
    ("==a\n\nb", "=="),
    ("b== ", ""),
    ("[[1]](#a) ", ""),
    ("[[1]][a] ", "\n\n[a]: b"),
    ("<b>", "</i>"),
    ("</i>", ""),
    ("<b></i>", ""),
    ("~a ", "~"),
    ("a^b ", "^"),
    ("*[AB c]: d\n", "AB"),
    ("&#27;", ""),
    ("*[AB]: c\n", "AB"),
    ("# a {#a .b c=d}\n\n", ""),
    ("> - ", "x"),
    ("- [ ] a\n", ""),
    ("[^a]: b\n\n", "[^a]"),
    ("|", ""),
    ("|a|", "\n|-|"),
];

/// How often a text of this size is repeated for the longer of two.
const FACTOR: usize = 4;

/// Bytes of the shorter text.
const SHORT_TEXT: usize = 30_000;

/// Less time than this is not compared, since it may be the start of something.
const COMPARED_FROM: Duration = Duration::from_millis(40);

/// How many times the time may grow, where linear growth is [`FACTOR`] and that with the square is 16 times.
const MAX_GROWTH: u32 = 9;

/// Bugs: a finding counted its column from the start of its line, and each open brace looked back or ahead over the whole line, so
/// that a text of half a megabyte took a quarter of a minute.
#[test]
fn the_time_grows_linearly_with_the_text() {
    let mut violations = Vec::new();
    for (piece, end) in PIECES {
        let text = |bytes: usize| format!("{}{end}", piece.repeat(bytes / piece.len()));
        let long = processor_time(&text(FACTOR * SHORT_TEXT));
        if long < COMPARED_FROM {
            continue;
        }
        // Other work on the machine can slow one measurement. Growth with the square shows in each.
        let measure = |_| (processor_time(&text(SHORT_TEXT)), processor_time(&text(FACTOR * SHORT_TEXT)));
        if (0..4).map(measure).all(|(short, long)| long > short * MAX_GROWTH) {
            violations
                .push(format!("{piece:?}: {long:?} for {FACTOR} times the text, and less than a ninth of it for one"));
        }
    }
    assert!(violations.is_empty(), "{violations:#?}");
}

/// The time for which this thread has the processor while it parses a text, which other work on the machine hardly changes.
fn processor_time(text: &str) -> Duration {
    let start = thread_time();
    count_nodes_and_findings(text);
    thread_time().saturating_sub(start)
}

fn thread_time() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').next().and_then(|nanoseconds| nanoseconds.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}

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

/// Some lines can show one exercise thousands of times, in exercises even by their product.
#[test]
fn a_page_shows_exercises_up_to_a_limit() {
    let embeds = |name: &str, count: usize| format!("::exercise{{#{name}}}\n\n").repeat(count);
    let site = |count: usize| {
        let middle = embeds("inner", 30) + "1. Sit.\n";
        TestSite::new()
            .exercise("inner", "1. Stand.\n")
            .exercise("middle", &middle)
            .article("a", &embeds("middle", count))
    };
    let refusals = |site: TestSite| {
        let built = site.build();
        built
            .of_rule("exercise-cycle")
            .iter()
            .map(|finding| (finding.location.line, finding.message.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(refusals(site(16)), []);
    let [(line, message)] = &refusals(site(20))[..] else { panic!("one finding") };
    assert!(
        message.contains("shows more than 500 exercises or 1 MB of them, which is the limit of a page"),
        "{message}"
    );
    // The seventeenth is the one with which the page has more than 500.
    assert_eq!(*line, 4 + 2 * 16);
    let long =
        TestSite::new().exercise("long", &"1. Stand on one leg.\n".repeat(20_000)).article("a", &embeds("long", 3));
    assert_eq!(refusals(long).len(), 1);
}

/// Bug: each of fifty thousand marks in one paragraph was quoted with the words around it, which gave 118 MB of output.
#[test]
fn a_source_quotes_a_page_up_to_a_limit() {
    let built = TestSite::new()
        .library("@book{a, title={A book}, author={B, C}, year={2000}}")
        .article("a", &"[@a] ".repeat(2_000))
        .build();
    built.assert_no_errors();
    let bytes: usize = built.files().values().map(Vec::len).sum();
    assert!(bytes < 5_000_000, "{bytes} bytes");
}
