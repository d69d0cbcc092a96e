//! HTML of code blocks. Code in a known language is highlighted with classes, which leaves the colours to the theme.

use std::sync::LazyLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

use wellpress_markdown::body::{NodeKind, TextRef};

use super::Writer;
use crate::escape::{attribute, text};

/// Loaded by the first highlighted block, as most sites have none.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

const STYLE: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "hl-" };

/// Longer code is written without highlighting.
const MAX_HIGHLIGHTED_BYTES: usize = 200_000;

impl Writer<'_, '_> {
    /// Writes the code block that starts at a node, and returns the index of the node behind it.
    pub(super) fn code_block(&mut self, language: Option<TextRef>, at: usize, end: usize) -> usize {
        let close = self.view.body.end_of(at).min(end);
        let pieces = self.view.body.nodes.range(at + 1..close).filter_map(|node| match node.kind {
            NodeKind::Text(piece) => Some(self.source_text(piece)),
            _ => None,
        });
        let code: String = pieces.collect();
        block(self.html, &self.text_cx.say("text-code"), language.map(|language| self.source_text(language)), &code);
        close + 1
    }
}

/// Appends a code block. It scrolls on its own, so it can be focused from the keyboard and has a `name` for screen readers.
fn block(html: &mut String, name: &str, language: Option<&str>, code: &str) {
    html.push_str("<pre class=\"code\" tabindex=\"0\" role=\"group\" aria-label=\"");
    attribute(html, name);
    html.push('"');
    if let Some(language) = language {
        html.push_str(" data-language=\"");
        attribute(html, language);
        html.push('"');
    }
    html.push_str("><code>");
    match language.filter(|_| code.len() <= MAX_HIGHLIGHTED_BYTES).and_then(|language| highlighted(language, code)) {
        Some(highlighted) => html.push_str(&highlighted),
        None => text(html, code),
    }
    html.push_str("</code></pre>\n");
}

fn highlighted(language: &str, code: &str) -> Option<String> {
    if matches!(language, "text" | "txt" | "plain") {
        return None;
    }
    let syntax = SYNTAXES.find_syntax_by_token(language)?;
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, STYLE);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}
