//! Icons of old themes. Most are drawings, which go; those that say yes, no, more or less are signs of the text.

use crate::log::ImportLog;

use super::scan::{last_line, near, near_end, replaced};
use super::{has_word, tags};

/// Names of sets with which the classes of icons begin.
const SETS: &str = "fa fas far fal fab bi mdi icon glyphicon";

/// Whether a value is nothing but the classes of an icon, such as `fas fa-user`. One word alone, such as "bi-weekly", may be one.
pub(crate) fn is_class(value: &str) -> bool {
    let mut words = value.split_ascii_whitespace();
    let is_first = words.next().is_some_and(|first| has_word(SETS, first) || first.starts_with("fa-"));
    let has_more = words.clone().next().is_some() || value.trim().starts_with("fa-");
    is_first && has_more && words.all(|word| word.split_once('-').is_some_and(|(set, _)| has_word(SETS, set)))
}

/// The sign that says the same as an icon, by its name or its classes; empty for a mere drawing.
pub(crate) fn sign_of(icon: &str) -> &'static str {
    icon.split_ascii_whitespace().map(sign_of_name).find(|sign| !sign.is_empty()).unwrap_or_default()
}

fn sign_of_name(name: &str) -> &'static str {
    /// Parts of names that say which set or which drawing of a sign it is.
    const LOOKS: &str = "fa fas far fal fa6 bi mdi octicon glyphicon icon icons bootstrap solid regular light circle square box bold thick thin outline \
         outlined fill filled lg 2x 16 24";
    let words: Vec<&str> =
        name.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !has_word(LOOKS, word)).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        ["check" | "checkmark"] | ["check", "all" | "mark"] => "✓",
        ["close" | "xmark"] | ["x", "mark"] => "✗",
        // Alone, the name of a company and a sign between two numbers.
        ["x" | "times"] if name.contains(['-', ':']) => "✗",
        ["arrow", "up"] => "↑",
        ["arrow", "down"] => "↓",
        ["arrow", "right"] => "→",
        ["arrow", "left"] => "←",
        // At the start of a line, the signs of a keyboard would begin a list.
        ["plus"] => "➕",
        ["minus"] => "➖",
        _ => "",
    }
}

/// Whether nothing but blanks stands between two places and the edges of a cell of a table.
pub(crate) fn is_in_cell(before: &str, behind: &str) -> bool {
    let (line, behind) = (last_line(before).trim_end(), behind.trim_start_matches(' '));
    let is_of_html = line.rsplit('<').next().is_some_and(|tag| tag.starts_with("td") && tag.ends_with('>'));
    line.ends_with('|') && behind.starts_with('|') || is_of_html && behind.starts_with("</td")
}

/// Whether a text ends with the sign that opens strong words or those of a link. A blank behind an icon there would keep them from it.
pub(crate) fn opens_words(text: &str) -> bool {
    let Some(before) = text.strip_suffix("**").or_else(|| text.strip_suffix('[')) else { return false };
    let before = near_end(before).rsplit("\n\n").next().unwrap_or_default();
    let is_first = before.is_empty() || before.ends_with([' ', '\n', '(', '|', '>']) || before.ends_with("**");
    let is_open = before.matches("**").count() % 2 == 1;
    is_first && (text.ends_with('[') || !is_open) && !before.trim_end().ends_with(char::is_numeric)
}

/// Notes an icon that may be all that a cell says.
pub(crate) fn note(icon: &str, file: &str, log: &mut ImportLog) {
    log.left(&format!("words of `{icon}`"), file, "what it says in its cell, such as \"yes\"");
}

/// Empty elements such as `<i class="fa fa-check"></i>` as signs. One that says more in a cell than a sign does is noted.
pub(crate) fn in_html(text: &str, file: &str, log: &mut ImportLog) -> String {
    ["i", "span"].iter().fold(text.to_owned(), |text, name| {
        replaced(&text, &format!("<{name} "), |before, behind| {
            let (attributes, rest) = behind.split_at(near(behind).find('>')?);
            let rest = rest[1..].trim_start().strip_prefix(&format!("</{name}>"))?;
            let arguments = tags::arguments(attributes, &[' ', '\n', '\t']);
            let class = tags::named(&arguments, &["class", "className"])?;
            let sign = Some(sign_of(class)).filter(|_| class.split([' ', '-']).any(|word| has_word(SETS, word)))?;
            if sign.is_empty() && is_in_cell(before, rest) {
                note(class, file, log);
            }
            (!sign.is_empty()).then(|| (sign.to_owned(), rest))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{in_html, sign_of};
    use crate::log::ImportLog;

    #[test]
    fn icons_that_say_something_are_signs() {
        for (icon, sign) in [
            ("check-all", "✓"),
            ("fa-solid fa-circle-xmark fa-lg", "✗"),
            ("bi bi-x-circle", "✗"),
            ("fa-brands fa-x-twitter", ""),
            ("solid/check", "✓"),
            ("fas fa-arrow-up text-danger", "↑"),
            ("fa6-solid:plus", "➕"),
            ("plus-minus", ""),
            ("calendar-check", ""),
            ("check-box-outline-blank", ""),
        ] {
            assert_eq!(sign_of(icon), sign, "{icon}");
        }
    }

    #[test]
    fn empty_elements_of_icons_are_signs_and_others_stay() {
        let mut log = ImportLog::default();
        let mut shown = |text: &str| in_html(text, "a.md", &mut log);
        assert_eq!(shown("| A | <i class=\"fa fa-check\"></i> |"), "| A | ✓ |");
        assert_eq!(shown("<td><span class='bi bi-x'></span></td>"), "<td>✗</td>");
        for text in [
            "<i class=\"fa fa-check\">5 mg</i>",
            "<i class=\"fa fa-check\"",
            "<i class=\"close\"></i> <span class=\"x\"></span>",
            "<i class=\"fa fa-home\"></i> Home",
            "| A | <i class=\"fa fa-ban\"></i> |",
        ] {
            assert_eq!(shown(text), text);
        }
        let left: Vec<String> = log.left_constructs().into_iter().map(|left| left.kind).collect();
        assert_eq!(left, ["words of `fa fa-ban`"]);
    }
}
