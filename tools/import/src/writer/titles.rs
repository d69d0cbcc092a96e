//! Titles of pages as plain words, and names of files as words.

use wellpress_foundation::text::one_line;

use crate::old_site::OldPage;
use crate::text::icons;
use crate::text::scan::replaced;
use crate::text::tags::is_sign_of_unit;

/// The title of a page, or its name as words.
pub(super) fn page_title(page: &OldPage) -> String {
    let title = page.title.as_deref().map(plain).filter(|title| !title.is_empty());
    title.unwrap_or_else(|| {
        let name = if page.name == "index" { page.folders.last().map_or("Home", String::as_str) } else { &page.name };
        humanised(name)
    })
}

/// A name of a file as words.
pub(crate) fn humanised(name: &str) -> String {
    wellpress_foundation::text::upper_first(&name.replace(['-', '_'], " "))
}

/// The key of a value as words. Units and ranges of numbers are as they are written: `mg/kg`, `pH`, `12-17 years`.
pub(crate) fn label(key: &str) -> String {
    let is_digit = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_digit());
    let sign = |(at, sign): (usize, char)| match sign {
        '-' | '_' if !(is_digit(key[..at].chars().last()) && is_digit(key[at + 1..].chars().next())) => ' ',
        _ => sign,
    };
    let words: String = key.char_indices().map(sign).collect();
    let first = words.split(' ').next().unwrap_or_default();
    let is_short = first.len() <= 4 && first.chars().skip(1).any(char::is_uppercase);
    let is_written = first.contains('/') || is_short || is_sign_of_unit(first);
    if is_written { words } else { wellpress_foundation::text::upper_first(&words) }
}

/// A text without shortcodes of icons and without the signs around formulas, which titles do not show as such.
fn without_icons_and_formulas(text: &str) -> String {
    let text = replaced(text, "{{<", |_, behind| {
        let (icon, rest) = behind.split_once(">}}")?;
        let is_icon = ["fa ", "bi ", "iconify "].iter().any(|name| icon.trim_start().starts_with(name));
        is_icon.then(|| (icons::sign_of(icon).to_owned(), rest))
    });
    let text = replaced(&text, "$", |before, behind| {
        let (formula, rest) = behind.split_once('$')?;
        let is_tight = !formula.is_empty() && formula.trim() == formula && !before.ends_with('\\');
        let is_number = rest.starts_with(|sign: char| sign.is_ascii_digit());
        (is_tight && !is_number && !formula.contains(['\\', '*'])).then(|| (formula.replace(['{', '}'], ""), rest))
    });
    text.trim().to_owned()
}

/// A text as plain words: emphasis and links of Markdown, entities of HTML, icons and signs of formulas are taken out.
pub(super) fn plain(text: &str) -> String {
    let text = without_icons_and_formulas(&one_line(text));
    if !text.contains(['*', '[', '<', '&', '`', '_']) {
        return text;
    }
    let html = pulldown_cmark::Parser::new(&text).filter_map(|event| match event {
        pulldown_cmark::Event::Text(words) | pulldown_cmark::Event::Code(words) => {
            Some(words.replace('&', "&amp;").replace('<', "&lt;"))
        }
        pulldown_cmark::Event::InlineHtml(tag) | pulldown_cmark::Event::Html(tag) => Some(tag.to_string()),
        pulldown_cmark::Event::SoftBreak | pulldown_cmark::Event::HardBreak => Some(" ".to_owned()),
        _ => None,
    });
    let words = crate::text::html::plain(&html.collect::<String>());
    if words.trim().is_empty() { text } else { words }
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn labels_say_what_their_keys_say() {
        for (key, words) in [
            ("opening_hours", "Opening hours"),
            ("dose: 12-17_years", "Dose: 12-17 years"),
            ("0.5-1 kg", "0.5-1 kg"),
            ("mg", "mg"),
            ("mL", "mL"),
            ("\u{b5}g/kg", "\u{b5}g/kg"),
            ("pH", "pH"),
            ("openingHours", "OpeningHours"),
        ] {
            assert_eq!(label(key), words);
        }
    }
}
