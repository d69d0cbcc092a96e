//! [`typographic`]: a text without Markdown, such as a title, as the text beside it is set.

use std::borrow::Cow;

use wellpress_diagnostics::Source;

use super::grammar::Grammar;
use super::parse;

/// Keeps the first characters of a line from beginning a list or a rule, and is removed again.
const LINE_START: &str = ". ";

/// The text with the quotation marks, apostrophes, dashes and ellipses that [`parse`] sets, and nothing else of Markdown.
///
/// ```
/// use wellpress_markdown::directives::Vocabulary;
/// use wellpress_markdown::extensions::Extensions;
/// use wellpress_markdown::language::TextLanguage;
/// use wellpress_markdown::parser::{Grammar, RawHtml, typographic};
///
/// let grammar = Grammar { vocabulary: Vocabulary::default(), raw_html: RawHtml::Escaped, nesting: 8, extensions: Extensions::ALL, language: TextLanguage::ENGLISH };
/// assert_eq!(typographic("Don't *hurry* -- it isn't \"hard\"...", grammar), "Don’t *hurry* – it isn’t “hard”…");
/// ```
#[must_use]
pub fn typographic<'t>(text: &'t str, grammar: Grammar<'_>) -> Cow<'t, str> {
    let may_change = text.contains(['"', '\'']) || text.contains("--") || text.contains("...");
    // A comment stays what it is, so that the field counts as empty.
    if !may_change || text.contains("<!--") {
        return Cow::Borrowed(text);
    }
    let lines: Vec<String> = text.split('\n').map(|line| typographic_line(line, grammar)).collect();
    Cow::Owned(lines.join("\n"))
}

/// The parser itself sets the marks, so that titles and texts cannot differ: everything else that it would read is escaped.
fn typographic_line(line: &str, grammar: Grammar<'_>) -> String {
    let inner = line.trim();
    let mut escaped = String::with_capacity(LINE_START.len() + 2 * inner.len());
    escaped.push_str(LINE_START);
    for c in inner.chars() {
        if c.is_ascii_punctuation() && !matches!(c, '"' | '\'' | '-' | '.') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    let source = Source::new("", escaped);
    let body = parse(&source, 0..source.text.len(), grammar, &mut Vec::new());
    let plain = body.plain(&source, 0..body.nodes.len());
    // The parser drops blanks at the ends.
    let (start, end) = (line.len() - line.trim_start().len(), line.trim_end().len());
    let set = plain.strip_prefix(LINE_START).unwrap_or(inner);
    if inner.is_empty() { line.to_owned() } else { format!("{}{set}{}", &line[..start], &line[end..]) }
}
