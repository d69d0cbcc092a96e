//! Blocks between lines of colons, as Pandoc, Quarto and Docusaurus have them: `::: {.callout-note title="A"}`, `:::tip[A]`,
//! `:::column`.

use std::ops::Range;

use super::{code, column_in_item, common_indent, dedented_by, indent, indented, tags};

/// The first line of a block.
#[derive(Debug, Default)]
pub(crate) struct Div {
    /// Its classes; the name of a directive comes first.
    pub classes: Vec<String>,
    pub id: Option<String>,
    pub title: Option<String>,
    pub attributes: Vec<(String, String)>,
    /// What stands behind the colons.
    pub raw: String,
}

impl Div {
    pub fn has_class(&self, name: &str) -> bool {
        self.classes.iter().any(|class| class == name)
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Reads what stands behind the colons of a block, or the braces behind words.
    pub fn parse(rest: &str) -> Self {
        let mut div = Self { raw: rest.trim().to_owned(), ..Self::default() };
        let head_and_braces = rest.trim().trim_end_matches(':').trim();
        let (head, braces) = match head_and_braces.split_once('{') {
            Some((head, braces)) => (head.trim(), braces.trim_end_matches('}')),
            None => (head_and_braces, ""),
        };
        let (name, title) = match head.split_once('[') {
            Some((name, title)) => (name.trim(), title.trim_end().trim_end_matches(']')),
            None => head.split_once(char::is_whitespace).unwrap_or((head, "")),
        };
        div.classes.extend((!name.is_empty()).then(|| name.to_owned()));
        div.title = Some(title.trim().to_owned()).filter(|title| !title.is_empty());
        for argument in tags::arguments(braces, &[' ']) {
            match (argument.name, argument.value) {
                (Some(name), value) if name == "title" => div.title = Some(value),
                (Some(name), value) => div.attributes.push((name, value)),
                (None, value) => {
                    if let Some(class) = value.strip_prefix('.') {
                        div.classes.push(class.to_owned());
                    } else if let Some(id) = value.strip_prefix('#') {
                        div.id = Some(id.to_owned());
                    }
                }
            }
        }
        div
    }
}

/// Deeper blocks are text: the build refuses them, and each level has one more colon.
const MAX_DEPTH: usize = 32;

/// The places of code and of comments that are closed, whose colons are none of blocks.
fn code_and_comments(text: &str) -> Vec<Range<usize>> {
    let code = code::ranges(text);
    let comments = code::comments(text, &code);
    let mut ranges: Vec<Range<usize>> =
        code.into_iter().filter(|code| !code::contains(&comments, code.start)).collect();
    ranges.extend(comments);
    ranges.sort_by_key(|range| range.start);
    ranges
}

/// A block whose end was not read yet.
struct OpenBlock {
    div: Div,
    /// What stands before it.
    outer: String,
    /// The indentation of its first line.
    indent: usize,
    /// The column at which it is written.
    column: usize,
}

impl OpenBlock {
    /// A block in an item of a list stays in it. One in another block goes where the lines of that block are.
    fn at(line: &str, outer: String, around: Option<&Self>) -> Self {
        let indent = indent(line);
        let column = column_in_item(&outer, indent).or(around.map(|block| block.indent.min(indent))).unwrap_or(0);
        Self { div: Div::parse(line.trim().trim_start_matches(':').trim()), outer, indent, column }
    }

    /// What stands before it, and its translation.
    fn closed(self, inner: &str, translate: &mut dyn FnMut(&Div, &str) -> String) -> String {
        if self.indent == 0 {
            return self.outer + &translate(&self.div, inner);
        }
        let inner = dedented_by(inner, self.indent.min(common_indent(inner)));
        self.outer + &indented(&translate(&self.div, &inner), self.column)
    }
}

/// Replaces each block by what `translate` makes of its first line and its content, innermost first. A block that is not closed ends
/// with the text.
pub(crate) fn replace(text: &str, translate: &mut dyn FnMut(&Div, &str) -> String) -> String {
    if !text.contains(":::") {
        return text.to_owned();
    }
    let text = with_plain_ends(text);
    let mut open: Vec<OpenBlock> = Vec::new();
    let mut output = String::with_capacity(text.len());
    for (_, line, is_unread) in code::lines_in(&text, code_and_comments(&text)) {
        let head = line.trim().trim_start_matches(':').trim();
        let is_too_deep = !head.is_empty() && open.len() >= MAX_DEPTH;
        if !line.trim().starts_with(":::") || is_too_deep || is_unread {
            output.push_str(line);
        } else if !head.is_empty() {
            open.push(OpenBlock::at(line, std::mem::take(&mut output), open.last()));
        } else if let Some(block) = open.pop() {
            output = block.closed(&output, translate);
        }
        // A closing line without an opening one says nothing.
    }
    while let Some(block) = open.pop() {
        output = block.closed(&output, translate);
    }
    output
}

/// A text in which blocks that their own name closes are closed by colons alone.
pub(crate) fn with_plain_ends(text: &str) -> String {
    if !text.contains(":::") {
        return text.to_owned();
    }
    let mut open: Vec<Div> = Vec::new();
    let mut output = String::with_capacity(text.len());
    for (start, line, is_unread) in code::lines_in(text, code_and_comments(text)) {
        let content = line.trim();
        let name = content.trim_start_matches(':');
        if !content.starts_with(":::") || is_unread {
            output.push_str(line);
        } else if closes_by_name(name, open.last(), &text[start + line.len()..]) {
            open.pop();
            output.push_str(&line.replacen(name, "", 1));
        } else {
            match name.trim().is_empty() {
                true => _ = open.pop(),
                false => open.push(Div::parse(name)),
            }
            output.push_str(line);
        }
    }
    output
}

/// Whether a line has the name of the block around it again, and closes it: the next line of colons begins another block, or none comes.
fn closes_by_name(name: &str, around: Option<&Div>, below: &str) -> bool {
    let is_name = |div: &Div| !name.trim().is_empty() && div.raw.split(['[', '{', ' ']).next() == Some(name.trim());
    around.is_some_and(is_name)
        && below
            .lines()
            .map(str::trim)
            .find(|line| line.starts_with(":::"))
            .is_none_or(|line| !line.trim_start_matches(':').trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::replace;

    #[test]
    fn blocks_in_items_stay_in_them() {
        let marked = |text: &str| replace(text, &mut |_, inner| format!("<\n{}\n>\n", inner.trim_matches('\n')));
        for (text, expected) in [
            (
                "1. A\n\n    ::: tip\n    5 mg\n\n    - b\n    :::\n\n    C\n",
                "1. A\n\n   <\n   5 mg\n\n   - b\n   >\n\n    C\n",
            ),
            ("- A\n  - B\n    ::: tip\n    5 mg\n    :::\n- C\n", "- A\n  - B\n    <\n    5 mg\n    >\n- C\n"),
            ("- A\n\n\t::: tip\n\t5 mg\n\t:::\n", "- A\n\n  <\n  5 mg\n  >\n"),
            ("- A\n  ::: a\n  ::: b\n      5 mg\n  :::\n  :::\n", "- A\n  <\n  <\n      5 mg\n  >\n  >\n"),
            (
                "- A\n  ::: a\n  - B\n\n    ::: b\n    5 mg\n    :::\n  :::\n",
                "- A\n  <\n  - B\n\n    <\n    5 mg\n    >\n  >\n",
            ),
            // No item, or its end.
            ("A\n\n    ::: tip\n    5 mg\n    :::\n", "A\n\n<\n5 mg\n>\n"),
            ("- A\n\nB\n\n  ::: tip\n  5 mg\n  :::\n", "- A\n\nB\n\n<\n5 mg\n>\n"),
            ("1. A\n\n  ::: tip\n  5 mg\n  :::\n", "1. A\n\n<\n5 mg\n>\n"),
            ("- A\n::: tip\n    code\n:::\n", "- A\n<\n    code\n>\n"),
            ("- A\n  ::: tip\n  5 mg\n", "- A\n  <\n  5 mg\n  >\n"),
        ] {
            assert_eq!(marked(text), expected, "{text}");
        }
    }

    #[test]
    fn first_lines_of_several_tools_are_read() {
        let mut heads = Vec::new();
        let text = "::: {.callout-note title=\"A b\" #x}\n:::column\na\n:::\n:::\n::: tip A b\nc\n:::\n:::note[C d]\ne\n::::\n`:::`\n";
        let output = replace(text, &mut |div, inner| {
            heads.push((div.classes.join(" "), div.title.clone().unwrap_or_default(), div.id.clone()));
            format!("<{}>\n", inner.trim())
        });
        let expected = ":::tip\nA\n:::\n::::note\n:::tip\nB\n:::\n::::\n";
        assert_eq!(super::with_plain_ends(":::tip\nA\n:::tip\n::::note\n:::tip\nB\n:::\n::::\n"), expected);
        let closed = replace(":::tip\nA\n:::tip\nB\n:::note\nC\n:::\n", &mut |_, inner| format!("<{}>", inner.trim()));
        assert_eq!(closed, "<A>B\n<C>");
        assert_eq!(output, "<<a>>\n<c>\n<e>\n`:::`\n");
        let comment = "<!-- old\n\n::: {.note}\nx\n::: -->\n";
        let text = format!("{comment}\n`<!--`\n::: tip\nA\n:::\n<!-- not closed\n::: tip\nB\n:::\n");
        let output = replace(&text, &mut |_, inner| format!("<{}>\n", inner.trim()));
        assert_eq!(output, format!("{comment}\n`<!--`\n<A>\n<!-- not closed\n<B>\n"));
        for (above, below) in [("Write \\<!-- a", "b -->"), ("\\<!-- a", "b -->"), ("$a <!-- b$", "$c --> d$")] {
            let text = format!("{above}\n\n::: {{.tip}}\nPaper 7 mg\n:::\n\n{below}\n");
            let output = replace(&text, &mut |_, inner| format!("<{}>\n", inner.trim()));
            assert_eq!(output, format!("{above}\n\n<Paper 7 mg>\n\n{below}\n"));
        }
        let many = format!("```\n{}\n```\n-->\n", "<!-- ".repeat(20_000));
        assert_eq!(replace(&many, &mut |_, inner| inner.to_owned()), many);
        let head = |classes: &str, title: &str, id: Option<&str>| {
            (classes.to_owned(), title.to_owned(), id.map(str::to_owned))
        };
        assert_eq!(
            heads,
            [
                head("column", "", None),
                head("callout-note", "A b", Some("x")),
                head("tip", "A b", None),
                head("note", "C d", None)
            ]
        );
    }
}
