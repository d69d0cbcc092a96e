//! `fill`: a text with placeholders such as `{stage}` and their values in, the finished text out.

/// Replaces placeholders in the order of the list, so a value can contain placeholders that come later.
///
/// What precedes a placeholder at the end of a line, if it is only indentation, `#` and `-`, is repeated before each line of the
/// value. A value without lines removes the line.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = template.to_owned();
    for (name, value) in values {
        let placeholder = format!("{{{name}}}");
        text = text.lines().flat_map(|line| filled_line(line, &placeholder, value)).collect();
    }
    text
}

fn filled_line(line: &str, placeholder: &str, value: &str) -> Vec<String> {
    match line.strip_suffix(placeholder) {
        Some(prefix) if prefix.chars().all(|character| matches!(character, ' ' | '#' | '-')) => {
            value.lines().map(|value_line| format!("{}\n", format!("{prefix}{value_line}").trim_end())).collect()
        }
        _ => vec![format!("{}\n", line.replace(placeholder, value))],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_of_a_value_gets_what_precedes_the_placeholder() {
        let template = "# {needs}\njob:\n  script:\n    - {commands}\n  {none}\n  cache: x-{key}\n";
        let values = [("needs", "a\n\nb"), ("commands", "one {key}\ntwo\n"), ("none", ""), ("key", "k")];
        let expected = "# a\n#\n# b\njob:\n  script:\n    - one k\n    - two\n  cache: x-k\n";
        assert_eq!(fill(template, &values), expected);
    }
}
