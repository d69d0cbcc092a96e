//! [`css`] and [`js`]: style sheets and scripts as they are sent, without the comments and blanks that are there for
//! people. Nothing is renamed or put in other words: what an author finds in the browser is what they wrote.
//!
//! Both are our own: the small crates for this take the blanks around the `+` of a `clamp()` away, or join the lines of a
//! script that has no semicolons; the sound ones are compilers, and larger than this program.

/// A style sheet without comments and needless blanks; a comment that begins with `/*!` stays.
#[must_use]
pub fn css(text: &str) -> String {
    let mut minified = String::with_capacity(text.len());
    let (mut rest, mut after_blank) = (text, false);
    while let Some(first) = rest.chars().next() {
        let (piece, after) = rest.split_at(piece(rest, first));
        rest = after;
        if first.is_whitespace() {
            after_blank = true;
        } else if is_dropped_comment(piece) {
            // Two words without a blank between them stay two.
            let holds_apart = !after_blank && minified.ends_with(is_of_word) && rest.starts_with(is_of_word);
            minified.push_str(if holds_apart { "/**/" } else { "" });
        } else {
            if after_blank && needs_blank(minified.chars().next_back(), first) {
                minified.push(' ');
            }
            if first == '}' && minified.ends_with(';') {
                minified.pop();
            }
            minified.push_str(piece);
            after_blank = false;
        }
    }
    minified
}

/// How many bytes go together: a string, an address, a comment, a run of blanks, what is escaped, or one character.
fn piece(rest: &str, first: char) -> usize {
    let until = |mark: &str| rest[2..].find(mark).map_or(rest.len(), |at| at + 2 + mark.len());
    match first {
        '"' | '\'' => string(rest, first),
        '/' if rest.starts_with("/*") => until("*/"),
        'u' if rest.starts_with("url(") && !rest[4..].trim_start().starts_with(['"', '\'']) => until(")"),
        '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        _ if first.is_whitespace() => rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len()),
        _ => first.len_utf8(),
    }
}

/// The bytes of a string with its quotes, up to the end where it has none.
fn string(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    let end = rest[1..].find(|c: char| {
        let ends = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.map_or(rest.len(), |at| at + 2)
}

fn is_dropped_comment(piece: &str) -> bool {
    piece.starts_with("/*") && !piece.starts_with("/*!")
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '\\')
}

/// Whether a blank between two characters says something. It does around `+`, `-`, `*` and `/` in sums, before `:` and
/// `(` and between words; where it need not, as around `~`, it stays.
fn needs_blank(before: Option<char>, after: char) -> bool {
    let says_nothing_after = |c: char| matches!(c, '{' | '}' | ';' | ',' | ':' | '>' | '(');
    let says_nothing_before = |c: char| matches!(c, '{' | '}' | ';' | ',' | '>' | ')' | '!');
    before.is_some_and(|before| !says_nothing_after(before)) && !says_nothing_before(after)
}

/// A script without indents, empty lines, lines that are nothing but a comment, and blanks beside brackets and the like.
/// Lines stay lines, so that it means the same with and without semicolons. One with a template or another text that goes
/// over several lines is left as it is: there a blank may be part of what it says.
#[must_use]
pub fn js(text: &str) -> String {
    let opens_comment = |line: &str| line.contains("/*") && !line.trim_end().ends_with("*/");
    let goes_on = |line: &str| line.matches('`').count() % 2 == 1 || line.ends_with('\\') || opens_comment(line);
    if text.lines().any(goes_on) {
        return text.to_owned();
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    let mut minified = String::with_capacity(text.len());
    let mut is_plain = false;
    for line in lines {
        // A line's end says nothing where the line goes on, or a bracket closes, and no comment ends there.
        let goes_on = line.starts_with(['}', ')', ']', '.', '?', ':']) || minified.ends_with(['{', '(', '[', ',', ';']);
        if !minified.is_empty() && (!goes_on || !is_plain) {
            minified.push('\n');
        }
        push_line(&mut minified, line);
        is_plain = !line.contains('/');
    }
    minified.push('\n');
    minified
}

/// Appends a line of a script. What has a slash, which may be many things, or a template is left as it is.
fn push_line(minified: &mut String, line: &str) {
    if line.contains(['/', '`']) {
        minified.push_str(line);
        return;
    }
    let says_nothing_beside =
        |c: char| matches!(c, '(' | ')' | '{' | '}' | '[' | ']' | ';' | ',' | '=' | '?' | ':' | '&' | '|');
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let length = if matches!(first, '"' | '\'') { string(rest, first) } else { first.len_utf8() };
        let (piece, after) = rest.split_at(length);
        let is_needless =
            first == ' ' && (minified.ends_with(says_nothing_beside) || after.starts_with(says_nothing_beside));
        minified.push_str(if is_needless { "" } else { piece });
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::{css, js};

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
