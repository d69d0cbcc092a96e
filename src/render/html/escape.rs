//! Text made safe inside HTML.

/// Appends `plain` as text.
pub fn text(html: &mut String, plain: &str) {
    escape(html, plain, |byte| match byte {
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'&' => Some("&amp;"),
        _ => None,
    });
}

/// Appends `plain` inside a double-quoted attribute.
pub fn attribute(html: &mut String, plain: &str) {
    escape(html, plain, |byte| match byte {
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'&' => Some("&amp;"),
        b'"' => Some("&quot;"),
        b'\'' => Some("&#39;"),
        _ => None,
    });
}

/// `plain` as text.
#[must_use]
pub fn escaped(plain: &str) -> String {
    let mut html = String::with_capacity(plain.len());
    text(&mut html, plain);
    html
}

fn escape(html: &mut String, plain: &str, replacement: impl Fn(u8) -> Option<&'static str>) {
    let mut done = 0;
    for (at, byte) in plain.bytes().enumerate() {
        if let Some(replacement) = replacement(byte) {
            html.push_str(&plain[done..at]);
            html.push_str(replacement);
            done = at + 1;
        }
    }
    html.push_str(&plain[done..]);
}
