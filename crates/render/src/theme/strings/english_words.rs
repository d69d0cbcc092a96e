//! Marks English words of the theme on pages in other languages with `lang="en"`, so that screen readers read them as English.
//!
//! Input: the HTML of a template. The engine does not know whether a template prints a message as text, in an attribute or in a
//! script. So messages that a language lacks are given to templates between two noncharacters, which neither messages nor pages
//! can contain, and these become an element, or nothing, once the HTML is whole. Output: the HTML without them.

use wellpress_foundation::html_tokens::{CallbackEvent, Span, for_each_event};

const START: &str = "\u{fdd0}";
const END: &str = "\u{fdd1}";

/// Elements in which no other element can stand.
const TEXT_ALONE: [&str; 5] = ["option", "script", "style", "textarea", "title"];

/// Text between the two marks.
pub(super) fn marked(text: &str) -> String {
    format!("{START}{text}{END}")
}

/// An element in English around HTML.
pub(super) fn element(html: &str) -> String {
    format!("<span lang=\"en\">{html}</span>")
}

/// Makes elements of the marks in HTML. Where none can stand, as in attributes, the marks are taken out.
pub(crate) fn with_elements(html: Vec<u8>) -> Vec<u8> {
    let Ok(text) = String::from_utf8(html) else { return Vec::new() };
    let places = places_for_elements(&text);
    let mut html_with_elements = String::with_capacity(text.len() + 64);
    let mut copied_end = 0;
    for (at, mark) in text.match_indices([START, END].map(|mark| mark.chars().next().unwrap_or_default())) {
        html_with_elements.push_str(&text[copied_end..at]);
        copied_end = at + mark.len();
        if places.iter().any(|place| (place.start..place.end).contains(&at)) {
            html_with_elements.push_str(if mark == START { "<span lang=\"en\">" } else { "</span>" });
        }
    }
    html_with_elements.push_str(&text[copied_end..]);
    html_with_elements.into_bytes()
}

/// The texts with marks in which an element can stand.
fn places_for_elements(html: &str) -> Vec<Span<usize>> {
    let mut places = Vec::new();
    let mut in_text_alone = false;
    for_each_event(html.as_bytes(), &mut |event, span| match event {
        CallbackEvent::OpenStartTag { name } => {
            in_text_alone = TEXT_ALONE.iter().any(|alone| alone.as_bytes().eq_ignore_ascii_case(name));
        }
        CallbackEvent::EndTag { .. } => in_text_alone = false,
        CallbackEvent::String { .. } if !in_text_alone => places.push(span),
        _ => {}
    });
    places
}

#[cfg(test)]
mod tests {
    use super::{marked, with_elements};

    #[test]
    fn marks_become_elements_where_these_can_stand() {
        let menu = marked("Menu &amp; more");
        for (html, expected) in [
            ("<p>a X b</p>X", "<p>a <span lang=\"en\">M</span> b</p><span lang=\"en\">M</span>"),
            ("<p title=\"X\">X", "<p title=\"M\"><span lang=\"en\">M</span>"),
            (
                "<title>X</title><select><option>X<option>X</select>",
                "<title>M</title><select><option>M<option>M</select>",
            ),
            ("<script>{\"a\": \"X\"}</script><!-- X -->", "<script>{\"a\": \"M\"}</script><!-- M -->"),
        ] {
            let html = with_elements(html.replace('X', &menu).into_bytes());
            assert_eq!(String::from_utf8_lossy(&html), expected.replace('M', "Menu &amp; more"));
        }
    }
}
