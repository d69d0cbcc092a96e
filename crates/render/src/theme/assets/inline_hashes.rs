//! [`InlineHashes`]: the hashes by which the site's Content-Security-Policy allows scripts and styles that a theme's templates
//! have inside.
//!
//! Input: the texts of the templates. Output: source expressions of the policy, such as `'sha256-..'`. Only elements whose text
//! stands in the template as it is get a hash: neither what the text of a page brings along, which nobody has vetted, nor an
//! element with a variable inside, whose text differs from page to page. The header itself is left to `host_headers`.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// Source expressions of a [Content-Security-Policy](https://www.w3.org/TR/CSP3/), such as `'sha256-..'`.
///
/// The alternative, `'unsafe-inline'`, would run every script that finds its way into a page. The hashes are of the
/// templates' own texts, so they are the same for all pages, and one header serves the whole site. Sets keep them
/// sorted, so equal themes give equal headers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InlineHashes {
    /// For the directive `script-src`.
    pub scripts: BTreeSet<String>,
    /// For the directive `style-src`.
    pub styles: BTreeSet<String>,
}

impl InlineHashes {
    /// The hashes of the elements in these templates.
    pub fn of<'t>(templates: impl IntoIterator<Item = &'t str>) -> Self {
        let mut hashes = Self::default();
        for template in templates {
            let scripts = elements(template, "script").filter(RawElement::is_executed);
            hashes.scripts.extend(scripts.map(|script| hash(script.text)));
            hashes.styles.extend(elements(template, "style").map(|style| hash(style.text)));
        }
        hashes
    }

    /// Adds the hash of a style sheet that stands in pages and in no template.
    pub fn add_style(&mut self, text: &str) {
        self.styles.insert(hash(text));
    }
}

/// A `<script>` or `<style>` element.
struct RawElement<'t> {
    /// The start tag behind the element's name.
    attributes: &'t str,
    text: &'t str,
}

impl RawElement<'_> {
    /// Whether a browser executes the element as a script: not if it is data, such as JSON-LD, or has its script in a file.
    fn is_executed(&self) -> bool {
        let media_type = self.attributes.split("type=").nth(1).map(|value| value.trim_start_matches(['"', '\'']));
        let is_script = media_type.is_none_or(|media_type| {
            // The value is not cut at its closing quote, so its beginning is compared.
            ["module", "text/javascript", "application/javascript"].iter().any(|script| media_type.starts_with(script))
        });
        is_script && !self.attributes.contains("src=")
    }

    /// Whether the text is the same on every page, so that its hash can be known beforehand.
    fn is_constant(&self) -> bool {
        !self.text.is_empty() && !["{{", "{%", "{#"].iter().any(|code| self.text.contains(code))
    }
}

/// The elements of a template with this name and with a constant text.
fn elements<'t>(template: &'t str, name: &'static str) -> impl Iterator<Item = RawElement<'t>> {
    let (start, end) = (format!("<{name}"), format!("</{name}"));
    let mut remaining = template;
    let elements = std::iter::from_fn(move || {
        let tail = &remaining[remaining.find(&start)? + start.len()..];
        let (attributes, tail) = tail.split_once('>')?;
        let length = tail.find(&end)?;
        remaining = &tail[length..];
        Some(RawElement { attributes, text: &tail[..length] })
    });
    elements.filter(|element| {
        // `<stylesheet>` begins like `<style`, but its name goes on.
        let is_whole_name = element.attributes.is_empty() || element.attributes.starts_with(char::is_whitespace);
        is_whole_name && element.is_constant()
    })
}

fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use crate::theme::assets::inline_hashes::*;

    #[test]
    fn only_what_a_browser_runs_and_no_variable_is_part_of_has_a_hash() {
        let template = "<script>alert(1)</script><script src=\"a.js\">x</script><script type=\"application/ld+json\">{}</script>\
            <script>let a = {{ a }};</script><style>p{color:red}</style><script src=\"b.js\"></script><stylesheet>x</style>";
        let inline = InlineHashes::of([template]);
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        assert_eq!(
            inline.scripts.into_iter().collect::<Vec<_>>(),
            ["'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"]
        );
        assert_eq!(inline.styles.len(), 1);
        assert_eq!(InlineHashes::of(["<style>{% if a %}x{% endif %}</style>"]), InlineHashes::default());
    }
}
