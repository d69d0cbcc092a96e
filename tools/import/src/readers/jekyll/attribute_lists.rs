//! Attribute lists of kramdown. One with a class such as `{: .warning }` makes a callout of the paragraph or the quotation beside it.

use crate::text::{block, code, column_of_item, html_callouts};

/// A text with the callouts that attribute lists make. `note` is told of each.
pub(super) fn with_callouts(text: &str, mut note: impl FnMut()) -> String {
    let lines: Vec<(&str, bool)> = code::lines(text).map(|(_, line, is_code)| (line, is_code)).collect();
    let is_alike = |one: &(&str, bool), next: &(&str, bool)| {
        one.1 == next.1 && one.0.trim().is_empty() == next.0.trim().is_empty()
    };
    let mut output = String::with_capacity(text.len());
    for part in lines.chunk_by(is_alike) {
        let words: Vec<&str> = part.iter().map(|(line, _)| *line).collect();
        match callout(&words).filter(|_| !part[0].1) {
            Some(callout) => {
                note();
                output.push_str(&callout);
            }
            None => output.extend(words),
        }
    }
    output
}

/// The callout of lines of which the first or the last is an attribute list. Lists, tables and headings are none.
fn callout(lines: &[&str]) -> Option<String> {
    let (first, last) = (lines.first()?, lines.last()?);
    let (classes, words) = match (classes(first), classes(last)) {
        _ if lines.len() == 1 => return None,
        (Some(list), _) => (list, &lines[1..]),
        (None, list) => (list?, &lines[..lines.len() - 1]),
    };
    // Another block may begin right below a paragraph.
    let is_other = words[0].starts_with([' ', '\t'])
        || words.iter().any(|line| line.starts_with(['#', '|', '<', '`', '~']) || column_of_item(line).is_some());
    let kind = html_callouts::kind_of(&classes.replace("-title", "")).filter(|_| !is_other)?;
    let is_quotation = words.iter().all(|line| line.starts_with('>'));
    let mut words = words.iter().map(|line| match line.strip_prefix('>').filter(|_| is_quotation) {
        Some(words) => words.strip_prefix(' ').unwrap_or(words),
        None => line,
    });
    let title = if classes.contains("-title") { words.next().unwrap_or_default() } else { "" };
    Some(block(kind, title, &words.collect::<String>()))
}

/// The classes of a line that is an attribute list. Those of the theme Chirpy are `prompt-warning` and the like.
fn classes(line: &str) -> Option<String> {
    let list = line.trim().strip_prefix("{:")?.strip_suffix('}').filter(|list| !list.starts_with(':'))?;
    let classes = list.split_whitespace().flat_map(|words| words.split('.').skip(1));
    Some(classes.map(|class| class.trim_start_matches("prompt-")).collect::<Vec<_>>().join(" "))
}

/// Takes attribute lists of kramdown out, such as `{: .note}`, and the sign of its table of contents.
pub(super) fn taken_out(text: &str) -> String {
    let marks = ["* ", "- ", "+ ", "1. "].map(|mark| format!("{mark}TOC\n{{:toc"));
    let mut output = marks.iter().fold(text.to_owned(), |text, mark| text.replace(mark, "{:toc"));
    while let Some(start) = output.find("{:") {
        let Some(length) =
            output[start..].find('}').filter(|length| *length < 200 && !output[start..start + length].contains('\n'))
        else {
            break;
        };
        output.replace_range(start..=start + length, "");
    }
    output
}

#[cfg(test)]
mod tests {
    use super::with_callouts;

    #[test]
    fn a_class_of_a_callout_makes_one() {
        for (text, expected) in [
            (
                "{: .warning }\n> Not with *alcohol*.\n>\n> Ask.\n\nB\n",
                "\n:::warning\nNot with *alcohol*.\n\nAsk.\n:::\n\nB\n",
            ),
            ("> Never 5 mg.\n{: .prompt-danger }\n", "\n:::warning\nNever 5 mg.\n:::\n"),
            ("{: .note-title }\n> Dose\n>\n> Take 5 mg.\n", "\n:::note[Dose]\nTake 5 mg.\n:::\n"),
            ("A\n\nStop at\n5 mg.\n{:.notice--danger}", "A\n\n\n:::warning\nStop at\n5 mg.\n:::\n"),
        ] {
            assert_eq!(with_callouts(text, || ()), expected);
        }
        for text in [
            "- A\n{: .warning }\n",
            "# A\n{: .warning }\n",
            "A\n\n{: .warning }\n\nB\n",
            "A\n{: .shadow }\n",
            "{: .note }\nA\n## B\nTake 5 mg.\n",
            "{: .warning }\nNever mix:\n- a\n",
            "```\nA\n{: .warning }\n```\n",
            "A\n{:toc}\n",
        ] {
            assert_eq!(with_callouts(text, || ()), text);
        }
    }
}
