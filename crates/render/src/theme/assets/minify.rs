//! Minifies the theme's style sheets and scripts: a file in, the same rules or statements without comments and needless
//! blanks out.
//!
//! Nothing is renamed, reordered or rewritten, so what an author finds in the browser's inspector is what they wrote. Both
//! functions are our own: of the published crates, the small ones remove the blanks around the `+` of a `clamp()`, which
//! invalidates the rule, or join the lines of a script without semicolons; the correct ones are compilers that are larger
//! than this program. HTML is not minified.

/// A style sheet without comments and needless blanks. A comment that begins with `/*!` stays: licences are kept that way.
///
/// The text is taken apart into pieces (see [`piece_length`]) and each is copied, dropped, or preceded by one blank. It is
/// no parser, so broken rules come out as broken as they went in. One pass, no allocation but the result.
#[must_use]
pub fn css(text: &str) -> String {
    let mut minified = String::with_capacity(text.len());
    let (mut remaining, mut after_blank) = (text, false);
    while let Some(first) = remaining.chars().next() {
        let (piece, tail) = remaining.split_at(piece_length(remaining, first));
        remaining = tail;
        if first.is_whitespace() {
            after_blank = true;
        } else if is_dropped_comment(piece) {
            // `a/**/b` is two words: with nothing between them they would become one.
            let separates_words =
                !after_blank && minified.ends_with(is_word_character) && remaining.starts_with(is_word_character);
            minified.push_str(if separates_words { "/**/" } else { "" });
        } else {
            if after_blank && is_blank_needed(minified.chars().next_back(), first) {
                minified.push(' ');
            }
            // The last declaration of a rule needs no semicolon.
            if first == '}' && minified.ends_with(';') {
                minified.pop();
            }
            minified.push_str(piece);
            after_blank = false;
        }
    }
    minified
}

/// The length in bytes of the piece of CSS at the start of `text`: a string, an unquoted address, a comment, a run of blanks,
/// an escape, letters and digits, or a single character. Blanks inside a piece belong to it.
fn piece_length(text: &str, first: char) -> usize {
    match first {
        '"' | '\'' => string_length(text, first),
        '/' if text.starts_with("/*") => length_through(text, "*/"),
        // An address without quotes may have `/*` or `;` in it. One with quotes is left to the string rule: it may have
        // a `)`.
        'u' if text.starts_with("url(") && !text[4..].trim_start().starts_with(['"', '\'']) => {
            length_through(text, ")")
        }
        '\\' => 1 + text[1..].chars().next().map_or(0, char::len_utf8),
        _ if first.is_whitespace() => text.find(|c: char| !c.is_whitespace()).unwrap_or(text.len()),
        _ if is_plain(text.as_bytes()[0]) => text.bytes().position(|byte| !is_plain(byte)).unwrap_or(text.len()),
        _ => first.len_utf8(),
    }
}

/// Whether a byte of CSS is a letter, a digit or a hyphen that begins no address.
fn is_plain(byte: u8) -> bool {
    byte != b'u' && (byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The length of a text through the first `end` after its two opening characters, or its whole length without one.
fn length_through(text: &str, end: &str) -> usize {
    text[2..].find(end).map_or(text.len(), |at| at + 2 + end.len())
}

/// The length of the string at the start of `text`, with its quotes. A string that is not closed goes on to the end.
fn string_length(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    let end = text[1..].find(|c: char| {
        let is_end = c == quote && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        is_end
    });
    end.map_or(text.len(), |at| at + 2)
}

fn is_dropped_comment(piece: &str) -> bool {
    piece.starts_with("/*") && !piece.starts_with("/*!")
}

fn is_word_character(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '\\')
}

/// Whether a blank between two characters of CSS has a meaning. It has around `+`, `-`, `*` and `/` in a sum, before `:` and
/// `(` (`a :hover` is not `a:hover`), and between words. In doubt, as around `~`, the blank stays.
fn is_blank_needed(preceding: Option<char>, following: char) -> bool {
    let is_needed_after = preceding.is_some_and(|c| !matches!(c, '{' | '}' | ';' | ',' | ':' | '>' | '('));
    is_needed_after && !matches!(following, '{' | '}' | ';' | ',' | '>' | ')' | '!')
}

/// A script without indents, empty lines, lines that are only a comment, and blanks beside punctuation.
///
/// Line breaks stay unless the line before or after shows that the statement goes on, because a script without semicolons
/// needs them. A file with a string, a template or a comment of several lines is returned unchanged: its lines cannot be told
/// from the text inside it without a parser.
#[must_use]
pub fn js(text: &str) -> String {
    if text.lines().any(may_span_lines) {
        return text.to_owned();
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    let mut minified = String::with_capacity(text.len());
    let mut can_join = false;
    for line in lines {
        let goes_on = line.starts_with(['}', ')', ']', '.', '?', ':']) || minified.ends_with(['{', '(', '[', ',', ';']);
        if !minified.is_empty() && (!goes_on || !can_join) {
            minified.push('\n');
        }
        push_script_line(&mut minified, line);
        // A slash may begin a comment, which would swallow a line that is joined to it.
        can_join = !line.contains('/');
    }
    minified.push('\n');
    minified
}

/// Whether a line of a script may begin or end a text that goes over several lines.
fn may_span_lines(line: &str) -> bool {
    let opens_comment = line.contains("/*") && !line.trim_end().ends_with("*/");
    line.matches('`').count() % 2 == 1 || line.ends_with('\\') || opens_comment
}

/// Appends a line of a script without needless blanks. A line with a slash or a template is appended as it is: a slash may
/// divide, or begin a comment or a regular expression, in which blanks count.
fn push_script_line(minified: &mut String, line: &str) {
    if line.contains(['/', '`']) {
        minified.push_str(line);
        return;
    }
    let mut remaining = line;
    while let Some(first) = remaining.chars().next() {
        let length = match first {
            '"' | '\'' => string_length(remaining, first),
            ' ' => 1,
            _ => remaining.find([' ', '"', '\'']).unwrap_or(remaining.len()),
        };
        let (piece, tail) = remaining.split_at(length);
        let is_needless = first == ' ' && (minified.ends_with(is_punctuation) || tail.starts_with(is_punctuation));
        minified.push_str(if is_needless { "" } else { piece });
        remaining = tail;
    }
}

/// Punctuation of JavaScript beside which a blank has no meaning. `+` and `-` are not among it: `a + +b` is not `a++b`.
fn is_punctuation(c: char) -> bool {
    matches!(c, '(' | ')' | '{' | '}' | '[' | ']' | ';' | ',' | '=' | '?' | ':' | '&' | '|')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_loses_what_a_browser_does_not_read() {
        let cases = [
            ("/* A */\n.a , .b > p {\n color : red ;\n}\n", ".a,.b>p{color :red}"),
            (".a :is(.b, .c):hover { margin: 0 -1px 2px }", ".a :is(.b,.c):hover{margin:0 -1px 2px}"),
            ("p { width: clamp(1rem, 1.4rem + .5vw, 2rem) }", "p{width:clamp(1rem,1.4rem + .5vw,2rem)}"),
            ("p { width: calc( (1px - 2px) * 3 ) !important }", "p{width:calc((1px - 2px) * 3)!important}"),
            ("@media (min-width: 1px) and (hover) { a { } }", "@media (min-width:1px) and (hover){a{}}"),
            ("a::before { content: \"a  /* b */ \\\" c\" / \"\" }", "a::before{content:\"a  /* b */ \\\" c\" / \"\"}"),
            ("a { background: url( a  b.png ) ; --x: ; }", "a{background:url( a  b.png );--x:}"),
            (".a/* x */.b, a/**/b {}", ".a.b,a/**/b{}"),
            ("/*! kept */ a {}", "/*! kept */ a{}"),
            (".w-1\\/2 .x\\:y { }", ".w-1\\/2 .x\\:y{}"),
            ("a { content: \"open", "a{content:\"open"),
        ];
        for (text, minified) in cases {
            assert_eq!(css(text), minified);
            assert_eq!(css(minified), minified, "twice is as once");
        }
    }

    #[test]
    fn a_script_keeps_its_lines() {
        let text = "// What it does.\nlet a = 1\n\n  let b = a // why\n  // and\n  ++b\n";
        assert_eq!(js(text), "let a=1\nlet b = a // why\n++b\n");
        let text = "if (a) {\n  b();\n  c(1,\n    2); // why\n}\nd\n  .e()\n";
        assert_eq!(js(text), "if(a){b();c(1,2); // why\n}\nd.e()\n");
        let text = "if (a) { return [\"x ( y\", 'it\\' s' ] + +b } else f(c ? .5 : { d })\n";
        assert_eq!(js(text), "if(a){return[\"x ( y\",'it\\' s']+ +b}else f(c?.5:{d})\n");
        let text = "const r = /a b/ ; let t = `a  b` ;\n";
        assert_eq!(js(text), text);
    }

    #[test]
    fn a_script_with_texts_over_several_lines_is_left_alone() {
        for text in ["let a = `\n  b\n`;\n", "let a = 'x\\\n  y';\n", "/*\n  a\n*/\n  b();\n"] {
            assert_eq!(js(text), text);
        }
    }
}
