//! Looks of Material and of the extensions of Python-Markdown: icons, classes, keys, underlined words.

use crate::log::ImportLog;
use crate::text::scan::{near, replaced};
use crate::text::tags;
use crate::text::{code, icons, indent};

/// Takes icons such as `:material-heart:{.red}` out, with their attributes. They are drawings of the old theme; those that say yes or no are
/// signs.
pub(super) fn without_icons(text: &str, file: &str, log: &mut ImportLog) -> String {
    const SETS: [&str; 4] = ["material-", "fontawesome-", "octicons-", "simple-"];
    replaced(text, ":", |before, behind| {
        let (name, behind_name) = behind.split_once(|character: char| !is_of_icon_name(character))?;
        let icon =
            SETS.iter().find_map(|set| name.strip_prefix(set)).filter(|_| behind[name.len()..].starts_with(':'))?;
        let attributes =
            behind_name.split_once('}').filter(|(words, _)| words.starts_with('{') && !words.contains('\n'));
        let rest = attributes.map_or(behind_name, |(_, behind)| behind);
        // Names of companies are no signs.
        let sign = if name.starts_with("simple-") { "" } else { icons::sign_of(icon) };
        let values = tags::arguments(attributes.map_or("", |(words, _)| &words[1..]), &[' ', '\t']);
        if let Some(title) = tags::named(&values, &["title"]).filter(|title| !title.trim().is_empty()) {
            return Some((format!("{sign} ({})", title.trim()).trim_start().to_owned(), rest));
        }
        if sign.is_empty() && icons::is_in_cell(before, rest) {
            icons::note(name, file, log);
        }
        let has_gap =
            sign.is_empty() && (before.is_empty() || before.ends_with([' ', '\n']) || icons::opens_words(before));
        Some((sign.to_owned(), rest.strip_prefix(' ').filter(|_| has_gap).unwrap_or(rest)))
    })
}

fn is_of_icon_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '/')
}

/// Takes a part out, with the blank behind it if there is one before it. Two blanks more after the sign of an item would make code of
/// the lines below.
fn take_out(text: &mut String, start: usize, length: usize) {
    let has_blank_before = text[..start].ends_with([' ', '\n']) || start == 0;
    let has_blank_behind = text[start + length..].starts_with(' ');
    text.replace_range(start..start + length + usize::from(has_blank_before && has_blank_behind), "");
}

/// Takes lists of classes and of attributes such as `{ .md-button }` out. They are looks of the old theme.
pub(super) fn without_classes(text: &str) -> String {
    let mut output = text.to_owned();
    for sign in ["{ .", "{: .", "{:."] {
        while let Some(start) = output.find(sign) {
            let Some(length) = output[start..].find('}').filter(|length| !output[start..start + length].contains('\n'))
            else {
                break;
            };
            take_out(&mut output, start, length + 1);
        }
    }
    // The look of a link or a picture, such as `{: width="50%" }`.
    replaced(&output, "{:", |before, behind| {
        let (attributes, _) = near(behind).split_once('}').filter(|_| before.ends_with(')'))?;
        let parts: Vec<&str> = attributes.split('"').collect();
        let (values, names) = (parts.len() / 2, parts.iter().step_by(2));
        let is_look = |name: &str| {
            let name = name.trim_start().strip_suffix('=').unwrap_or_default();
            !name.is_empty() && name != "title" && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        let is_whole = parts.len() % 2 == 1 && parts.last().is_some_and(|rest| rest.trim().is_empty());
        let are_looks = is_whole && values > 0 && names.take(values).all(|name| is_look(name));
        (are_looks && !attributes.contains('\n')).then(|| (String::new(), &behind[attributes.len() + 1..]))
    })
}

/// Keys such as `++ctrl+c++` as keys of HTML. Behind a word, the signs are its own, as in "CD38++".
pub(super) fn keys(text: &str) -> String {
    replaced(text, "++", |before, inner| {
        let is_of_word = before.ends_with(|sign: char| sign.is_ascii_alphanumeric() || "{+\\)".contains(sign));
        let (names, behind) = inner.split_once("++").filter(|_| !is_of_word)?;
        let is_of_keys = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '+' | '-' | '_');
        let keys: Vec<String> = names.split('+').map(|key| format!("<kbd>{key}</kbd>")).collect();
        (!names.is_empty() && names.chars().all(is_of_keys)).then(|| (keys.join("+"), behind))
    })
}

/// Underlined words of `pymdownx.caret`, such as `^^at most^^`. What is indented may be code.
pub(super) fn underlined(text: &str) -> String {
    let in_words = |text: &str| {
        replaced(text, "^^", |before, behind| {
            let (words, rest) = near(behind).split_once("^^").filter(|_| !before.ends_with(['\\', '^']))?;
            let is_whole = !words.is_empty() && words.trim() == words && !words.contains('|') && !rest.starts_with('^');
            is_whole.then(|| (format!("<ins>{words}</ins>"), &behind[words.len() + 2..]))
        })
    };
    let line = |(_, line, is_code): (usize, &str, bool)| match is_code || indent(line) >= 4 {
        true => line.to_owned(),
        false => code::outside(line, in_words),
    };
    code::lines(text).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::{keys, underlined, without_classes, without_icons};
    use crate::log::ImportLog;

    #[test]
    fn looks_of_the_theme_go_and_keys_stay() {
        let shown = |text: &str| without_icons(text, "a.md", &mut ImportLog::default());
        assert_eq!(shown("-   :material-x-y: **A**\n\n    B\n"), "-   **A**\n\n    B\n");
        assert_eq!(
            shown("| :material-check-all:{.green} Yes | :fontawesome-solid-xmark: | 10:30 :material-a:{ b }é"),
            "| ✓ Yes | ✗ | 10:30 é"
        );
        assert_eq!(without_classes("[a](b){ .md-button .x } {#c}"), "[a](b) {#c}");
        assert_eq!(keys("Press ++ctrl+c++, C++ and D++ x."), "Press <kbd>ctrl</kbd>+<kbd>c</kbd>, C++ and D++ x.");
        let words = "CD27++CD38++ cells, Ca++-Mg++, {++10++}";
        assert_eq!(keys(words), words);
        assert_eq!(
            shown("**:material-alarm: Wait** **5**:material-pill: mg [:material-pill: A](b) 2 * :material-x-y: 3"),
            "**Wait** **5** mg [A](b) 2 * 3"
        );
        assert_eq!(shown("5 *:material-x: 3, **5 mg **:material-x: daily"), "5 * 3, **5 mg ** daily");
        assert_eq!(shown("Dose :material-info:{ .b title=\"At most 9 mg\" } now"), "Dose (At most 9 mg) now");
        assert_eq!(underlined("^^At most^^ 5 mg, 2^^3, 10^5 ^^ a ^^"), "<ins>At most</ins> 5 mg, 2^^3, 10^5 ^^ a ^^");
        for text in ["| 2^^3 | 4^^5 |\n", "a\n\n    ^^b^^ `c` ^^d^^\n", "`^^a^^`\n"] {
            assert_eq!(underlined(text), text);
        }
    }
}
