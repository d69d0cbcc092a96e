//! [`HeadTags`]: the tags that every page needs and no template may leave out: the site's Content-Security-Policy, for hosts
//! where nobody can set headers, the style sheet that keeps safety notices displayed, and the rules for search engines.
//!
//! Input: the policy of `host_headers`, and the HTML that a template rendered. Output: the same HTML with the tags. The build
//! inserts them instead of the templates, so that they are also on the pages of a theme that was made elsewhere.

use wellpress_foundation::html_tokens::{HtmlTokens, StartTag, Token};

use crate::escape::escaped;
use crate::safety;

/// Directives that browsers ignore in a `meta` tag; they also report them in the console.
const HEADER_ONLY: [&str; 3] = ["frame-ancestors", "report-uri", "sandbox"];

/// Inserts the tags into the head of a page.
#[derive(Debug)]
pub struct HeadTags {
    /// The tag with the policy, which is the same on all pages.
    policy_tag: String,
    /// The style sheet, for pages with safety notices.
    style_tag: String,
}

impl HeadTags {
    /// The tag has the directives of the policy, except those that only a header can express.
    #[must_use]
    pub fn new(policy: &str) -> Self {
        let directives: Vec<&str> = policy.split("; ").filter(|directive| is_allowed_in_tag(directive)).collect();
        let policy = escaped_attribute(&directives.join("; "));
        Self {
            policy_tag: format!("\n<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">"),
            style_tag: format!("\n<style>{}</style>", safety::STYLE),
        }
    }

    /// Inserts the tags of a page in front of everything that the policy may block. `robots` are its rules for search engines.
    pub fn insert(&self, html: &mut Vec<u8>, robots: Option<&str>) {
        let robots = robots.map(|rules| format!("\n<meta name=\"robots\" content=\"{}\">", escaped_attribute(rules)));
        let has_notices = memchr::memmem::find(html, safety::START.as_bytes()).is_some();
        let style = if has_notices { self.style_tag.as_str() } else { "" };
        let at = insertion_point(html);
        let tags = [&self.policy_tag, style, &robots.unwrap_or_default()].concat();
        html.splice(at..at, tags.into_bytes());
    }
}

fn is_allowed_in_tag(directive: &str) -> bool {
    !HEADER_ONLY.contains(&directive.split(' ').next().unwrap_or_default())
}

/// A text for an attribute in double quotes. Single quotes stay, since a policy has many.
fn escaped_attribute(text: &str) -> String {
    escaped(text).replace('"', "&quot;")
}

/// The byte behind the start tag of `<head>`, or behind what precedes the first element of a page without one.
///
/// A policy has no effect on elements in front of it, so nothing but a doctype, comments, `<html>` and `<head>` may precede
/// it. The tag for the encoding also may: browsers look for it only in the first 1,024 bytes.
fn insertion_point(html: &[u8]) -> usize {
    let mut end = 0;
    for token in HtmlTokens::of_fragment(html) {
        match token {
            Token::StartTag(tag) if may_precede(&tag) => end = tag.span.end,
            Token::Doctype(doctype) => end = doctype.span.end,
            Token::Comment(comment) => end = comment.span.end,
            Token::String(text) if text.trim_ascii().is_empty() => {}
            Token::Error(_) => {}
            Token::StartTag(_) | Token::EndTag(_) | Token::String(_) => break,
        }
    }
    end
}

fn may_precede(tag: &StartTag<usize>) -> bool {
    match tag.name.as_slice() {
        b"html" | b"head" => true,
        b"meta" => tag.attributes.len() == 1 && tag.attributes.contains_key(b"charset".as_slice()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::pages::render_context::head_tags::*;

    fn inserted(html: &str) -> String {
        let mut bytes = html.as_bytes().to_vec();
        HeadTags { policy_tag: "!".to_owned(), style_tag: "?".to_owned() }.insert(&mut bytes, None);
        String::from_utf8(bytes).expect("UTF-8")
    }

    #[test]
    fn nothing_that_loads_is_in_front_of_the_policy() {
        for (html, expected) in [
            (
                "<!doctype html>\n<html lang=\"en\">\n<head>\n<script src=x>",
                "<!doctype html>\n<html lang=\"en\">\n<head>!\n<script src=x>",
            ),
            ("<head><meta charset=\"utf-8\"><link href=x>", "<head><meta charset=\"utf-8\">!<link href=x>"),
            ("<!-- <head> --><script src=x></script><head>", "<!-- <head> -->!<script src=x></script><head>"),
            ("<!--><script src=x></script> --><head>", "<!-->!<script src=x></script> --><head>"),
            ("<!--a--!><img src=x>", "<!--a--!>!<img src=x>"),
            ("<html data-a=\"<head>\"><img src=x>", "<html data-a=\"<head>\">!<img src=x>"),
            ("<html data-a='>'><head data-b=\">\"><img src=x>", "<html data-a='>'><head data-b=\">\">!<img src=x>"),
            ("<meta charset=utf-8 http-equiv=refresh content=x>", "!<meta charset=utf-8 http-equiv=refresh content=x>"),
            ("<HTML><HEAD ><IMG SRC=x>", "<HTML><HEAD >!<IMG SRC=x>"),
            ("</p><head><img src=x>", "!</p><head><img src=x>"),
            ("text", "!text"),
            ("<head><div data-safety=\"care\">", "<head>!?<div data-safety=\"care\">"),
            ("", "!"),
        ] {
            assert_eq!(inserted(html), expected, "{html}");
        }
    }

    #[test]
    fn the_tag_has_what_a_tag_can_express() {
        let tags =
            HeadTags::new("default-src 'self'; frame-ancestors 'self'; form-action 'self' https://a.example/?b&\"c");
        assert_eq!(
            tags.policy_tag,
            "\n<meta http-equiv=\"Content-Security-Policy\" \
             content=\"default-src 'self'; form-action 'self' https://a.example/?b&amp;&quot;c\">"
        );
    }

    #[test]
    fn the_rules_for_search_engines_stand_behind_the_policy() {
        let mut html = b"<head><title>T</title>".to_vec();
        HeadTags { policy_tag: "!".to_owned(), style_tag: "?".to_owned() }.insert(&mut html, Some("noindex, \"x"));
        assert_eq!(
            String::from_utf8_lossy(&html),
            "<head>!\n<meta name=\"robots\" content=\"noindex, &quot;x\"><title>T</title>"
        );
    }
}
