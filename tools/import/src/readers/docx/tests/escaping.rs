//! Escaped text: it reads as it was.

use super::super::inline::{Paragraph, markdown};
use super::{escaped, p, run, text};

/// The Markdown of words without a format.
fn markdown_of(words: &str) -> String {
    let mut paragraph = Paragraph::default();
    paragraph.push_text(words, &[]);
    markdown(&format!("<p>{}</p>", paragraph.finish().unwrap_or_default()))
}

#[test]
fn only_what_would_be_markup_is_escaped() {
    for (words, markdown) in [
        ("2 * 3, *x* and snake_case, _y_", "2 * 3, \\*x\\* and snake_case, \\_y\\_"),
        ("1. Not a list", "1\\. Not a list"),
        ("It was 2019. Then", "It was 2019. Then"),
        ("- no item", "\\- no item"),
        ("+ no item", "\\+ no item"),
        ("from -5 to well-known", "from -5 to well-known"),
        ("# no heading #1", "\\# no heading #1"),
        ("see [1] and [a](b) [^1] [@x]", "see \\[1\\] and \\[a\\](b) \\[\\^1\\] \\[\\@x\\]"),
        ("p < 0.05, <b>", "p < 0.05, \\<b>"),
        ("me@example.org, @nhs, 5 @ 3", "me@example.org, \\@nhs, 5 @ 3"),
        ("$5-$10, $x$", "\\$5-\\$10, \\$x\\$"),
        ("~5 and a~b~c", "\\~5 and a\\~b\\~c"),
        ("{{ x }} ==y== ::z", "\\{{ x }} \\=\\=y\\=\\= ::z"),
        ("::cta", "\\::cta"),
        ("C:\\a `b` a | b", "C:\\a \\`b\\` a | b"),
        ("&amp; R&D", "\\&amp; R&D"),
        (":term[x] 10:30:15 :smile:", ":term\\[x\\] 10:30:15 \\:smile:"),
    ] {
        assert_eq!(text(&p(&run(&escaped(words)))).trim_end(), markdown);
    }
}

/// What a reader sees of Markdown, and the elements in it.
fn shown(markdown: &str) -> (String, Vec<String>) {
    use pulldown_cmark::{Event, Options, Parser};
    let extensions = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
        | Options::ENABLE_MATH;
    let (mut words, mut elements) = (String::new(), Vec::new());
    for event in Parser::new_ext(markdown, extensions) {
        match event {
            Event::Text(text) => words.push_str(&text),
            Event::HardBreak => words.push('\n'),
            Event::End(_) => {}
            other => elements.push(format!("{other:?}")),
        }
    }
    (words, elements)
}

/// Joins every mark of Markdown with every other in every place of a line, and reads the result as wellpress does.
#[test]
fn escaped_text_reads_as_it_was() {
    let marks = [
        "*", "_", "`", "[", "]", "<", ">", "\\", "#", "+", "-", "1.", "1)", "|", "@", "$", "~", "^", "{", "=", ":",
        "&", "!", "(", ")", "a", " ", "x]", "[^1]", "[a](b)", "<b>", "**", "~~", "$x$", "---", "&amp;", "[ ]",
        "\u{e4}", "\"",
    ];
    let mut wrong = Vec::new();
    for one in marks {
        for two in marks {
            for three in marks.into_iter().step_by(4) {
                let words = [one, two, three].concat();
                for expected in [words.clone(), format!("a{words}b"), format!("{words} {words}")] {
                    // HTML has no blanks at its ends and no two in a row.
                    let expected = expected.split_whitespace().collect::<Vec<_>>().join(" ");
                    let markdown = markdown_of(&expected);
                    let (shown, elements) = shown(&markdown);
                    if shown.trim() != expected || elements.len() > 1 {
                        wrong.push(format!("{expected:?} is {markdown:?}, shows {shown:?} {elements:?}"));
                    }
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong: {:#?}",
        wrong.len(),
        wrong.iter().step_by(1 + wrong.len() / 30).collect::<Vec<_>>()
    );
}
