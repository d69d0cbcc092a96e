//! [`direction`]: whether a language is written from left to right, and [`runs_against`]: whether a text has letters of the other
//! direction; and [`list_separator`]: which comma it has.

/// The direction in which a language is written, for the `dir` attribute.
pub fn direction(tag: &str) -> &'static str {
    let primary = tag.split('-').next().unwrap_or(tag);
    if matches!(primary, "ar" | "arc" | "ckb" | "dv" | "fa" | "he" | "ps" | "sd" | "ug" | "ur" | "yi") {
        "rtl"
    } else {
        "ltr"
    }
}

/// What stands between the items of a list in a line: the comma of the script in which a language is written.
#[must_use]
pub fn list_separator(tag: &str) -> &'static str {
    match tag.split('-').next().unwrap_or(tag) {
        "ar" | "arc" | "ckb" | "fa" | "ps" | "sd" | "ug" | "ur" => "، ",
        _ => ", ",
    }
}

/// Whether a text has letters that are written against the direction of the page, which is `ltr` or `rtl`. Such a text is isolated:
/// otherwise the browser orders its brackets, commas and numbers by the letters of the page around it.
pub fn runs_against(direction: &str, text: &str) -> bool {
    if direction == "ltr" {
        !text.is_ascii() && text.contains(is_right_to_left)
    } else {
        text.contains(|c: char| c.is_alphabetic() && !is_right_to_left(c))
    }
}

/// Whether a letter is of Hebrew, Arabic or another script that Unicode has in its blocks of right-to-left scripts.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
        && c.is_alphabetic()
}
