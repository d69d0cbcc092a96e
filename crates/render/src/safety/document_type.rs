//! The document type of a finished page: HTML in, a finding or nothing out.

use memchr::memmem;

use wellpress_diagnostics::{Diagnostic, Source, Span};

/// The finding about a page that `template` rendered without a document type.
pub(super) fn missing(template: &Source, html: &[u8]) -> Option<Diagnostic> {
    if is_given(html) {
        return None;
    }
    let message = "this template does not begin with `<!doctype html>`, so browsers read style sheets in another way";
    Some(
        super::findings::finding(template.locate(Span::default()), message.to_owned())
            .help("let the page begin with it"),
    )
}

/// Whether a page begins with `<!doctype html>`. Without it, browsers take `.CAUTION` for the class `caution`, and any file of the
/// site for a style sheet.
fn is_given(html: &[u8]) -> bool {
    let mut rest = html.strip_prefix(b"\xef\xbb\xbf").unwrap_or(html).trim_ascii_start();
    while let Some(comment) = rest.strip_prefix(b"<!--") {
        let Some(end) = memmem::find(comment, b"-->") else { return false };
        // Browsers end a comment at these, too.
        let ends_before = memmem::find(&comment[..end], b"--!>").is_some();
        if ends_before || comment.starts_with(b">") || comment.starts_with(b"->") {
            return false;
        }
        rest = comment[end + 3..].trim_ascii_start();
    }
    let start: &[u8] = b"<!doctype html";
    let is_named = rest.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start));
    is_named && rest[start.len()..].trim_ascii_start().starts_with(b">")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn document_types() {
        for html in ["<!doctype html><p>", "\u{feff}\n<!-- a --><!-- b -->\n<!DOCTYPE HTML ><p>"] {
            assert!(is_given(html.as_bytes()), "{html}");
        }
        assert!(!is_given(b"<!-- --!>a--><!doctype html>"));
        let old = "<!doctype html public \"-//W3C//DTD HTML 3.2 Final//EN\">";
        for html in [
            "<p>",
            "<p><!doctype html>",
            "<!doctype htmlx>",
            "<!-- <!doctype html>",
            "<!-->a--><!doctype html>",
            old,
            "",
        ] {
            assert!(!is_given(html.as_bytes()), "{html}");
        }
    }
}
