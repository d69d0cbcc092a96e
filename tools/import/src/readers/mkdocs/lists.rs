//! Lists of Python-Markdown, in which four to seven blanks are one level.

use crate::text::column_in_item;
use crate::text::{code, column_of_item, indent};

/// Items and paragraphs that others would take for code or for words of the line above, with four blanks.
pub(super) fn with_levels(text: &str) -> String {
    let (mut output, mut shift, mut is_below_blank) = (String::with_capacity(text.len()), 0, false);
    for (_, line, is_code) in code::lines(text) {
        let is_blank = line.trim().is_empty();
        if !is_blank && indent(line) < shift + 4 {
            shift = 0;
        }
        let is_level = is_below_blank || column_of_item(line).is_some();
        if is_level && !is_code && shift == 0 && (5..8).contains(&indent(line)) {
            let column = column_in_item(&output, indent(line));
            shift = column.filter(|column| indent(line) >= column + 4).map_or(0, |_| indent(line) - 4);
        }
        output.push_str(line.strip_prefix(&" ".repeat(shift)).unwrap_or(line));
        is_below_blank = is_blank;
    }
    output
}

#[cfg(test)]
mod tests {
    use super::with_levels;

    #[test]
    fn items_below_an_empty_line_are_no_code() {
        let text = "* A\n\n      * 5 mg\n      * 6 mg\n\n        B\n\n    C\n\nD\n\n      * code\n";
        let expected = "* A\n\n    * 5 mg\n    * 6 mg\n\n      B\n\n    C\n\nD\n\n      * code\n";
        assert_eq!(with_levels(text), expected);
        assert_eq!(
            with_levels("- A\n      - 5 mg\n\n      Not with milk.\n"),
            "- A\n    - 5 mg\n\n    Not with milk.\n"
        );
        let text = "*   A\n\n      * 5 mg\n\n```\n* a\n\n      * b\n```\n";
        assert_eq!(with_levels(text), text);
    }
}
