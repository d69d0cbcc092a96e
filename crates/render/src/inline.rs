//! [`Inline`]: scripts and styles that stand in a theme's templates themselves, as the hashes by which the site's policy
//! lets a browser run them. What a page's text brings along is none of these, and neither is what a variable is part of.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// Sources of a Content-Security-Policy, such as `'sha256-..'`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inline {
    /// Of scripts.
    pub scripts: BTreeSet<String>,
    /// Of styles.
    pub styles: BTreeSet<String>,
}

impl Inline {
    /// Those of these templates.
    pub fn of<'t>(templates: impl IntoIterator<Item = &'t str>) -> Self {
        let mut inline = Self::default();
        for template in templates {
            inline.scripts.extend(elements(template, "script").filter(is_run).map(hash));
            inline.styles.extend(elements(template, "style").map(hash));
        }
        inline
    }
}

/// The tag and the text of each element of this name that has text, and none that a template makes.
fn elements<'t>(template: &'t str, name: &'static str) -> impl Iterator<Item = (&'t str, &'t str)> {
    let (start, end) = (format!("<{name}"), format!("</{name}"));
    let mut rest = template;
    let found = std::iter::from_fn(move || {
        let after = &rest[rest.find(&start)? + start.len()..];
        let (tag, body) = after.split_once('>')?;
        let length = body.find(&end)?;
        rest = &body[length..];
        Some((tag, &body[..length]))
    });
    let is_own = |tag: &str| tag.is_empty() || tag.starts_with(char::is_whitespace);
    let is_fixed = |text: &str| !text.is_empty() && !["{{", "{%", "{#"].iter().any(|code| text.contains(code));
    found.filter(move |(tag, body)| is_own(tag) && is_fixed(body))
}

/// Whether a browser runs it: data is never run, and neither is the text of a script that is elsewhere.
fn is_run((tag, _): &(&str, &str)) -> bool {
    let kind = tag.split("type=").nth(1).map(|rest| rest.trim_start_matches(['"', '\'']));
    let is_data = kind.is_some_and(|kind| {
        !["module", "text/javascript", "application/javascript"].iter().any(|run| kind.starts_with(run))
    });
    !tag.contains("src=") && !is_data
}

fn hash((_, text): (&str, &str)) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_browser_runs_and_no_variable_is_part_of_has_a_hash() {
        let template = "<script>alert(1)</script><script src=\"a.js\">x</script><script type=\"application/ld+json\">{}</script>\
            <script>let a = {{ a }};</script><style>p{color:red}</style><script src=\"b.js\"></script><stylesheet>x</style>";
        let inline = Inline::of([template]);
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        assert_eq!(
            inline.scripts.into_iter().collect::<Vec<_>>(),
            ["'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"]
        );
        assert_eq!(inline.styles.len(), 1);
        assert_eq!(Inline::of(["<style>{% if a %}x{% endif %}</style>"]), Inline::default());
    }
}
