//! Checks the structured data of a finished page that shows steps: each of its `<script type="application/ld+json">` elements has
//! to be the build's own, byte for byte.
//!
//! Search engines and assistants show steps from there, without the page around them. The build writes the cautions before the
//! steps; a theme that edits the JSON could take them out. The alternative, to compare the cautions inside of edited JSON, would
//! have to understand every way to say the same in JSON-LD. So JSON of the theme's own is refused on these pages, too, even if
//! it says nothing about the exercise.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem;

use wellpress_diagnostics::{Diagnostic, Source};

use super::STEP_CLASSES;
use super::class_finder::ClassFinder;
use super::elements::{self, Visitor};
use super::findings::{find_in, finding};

/// What a theme writes for the build's structured data.
const VARIABLE: &str = "head.json_ld";

/// Whether HTML that the build wrote has steps.
pub fn has_steps(html: &str) -> bool {
    static CLASSES: LazyLock<ClassFinder> = LazyLock::new(|| ClassFinder::new(STEP_CLASSES.into_iter()));
    CLASSES.is_in(html)
}

/// Checks a page that shows steps. `json_ld` is the build's structured data of the page, which is empty if it has none. The finding
/// is reported in the first of `templates` that names the variable, else in the first of all.
///
/// # Errors
/// The page has other structured data than the build's.
pub fn check<'s>(
    templates: impl Iterator<Item = &'s Source>,
    html: &[u8],
    json_ld: &str,
) -> Result<(), Box<Diagnostic>> {
    let own = format!("<script type=\"application/ld+json\">{json_ld}</script>");
    if without(html, own.as_bytes()).into_iter().all(|part| !may_have_json_ld(&html[part])) {
        return Ok(());
    }
    let scripts = elements::visit(html, &[], elements::Scripts::Run, Scripts::default);
    let is_own = |script: &String| script.trim_ascii().is_empty() || script.trim_ascii() == json_ld.trim_ascii();
    if !scripts.is_too_deep && scripts.json_ld.iter().all(is_own) {
        return Ok(());
    }
    let templates: Vec<&Source> = templates.collect();
    let naming = templates.iter().find(|template| template.text.contains(VARIABLE)).or(templates.first());
    naming.map_or(Ok(()), |template| Err(Box::new(changed(template))))
}

/// The parts of a page before and behind the first place of a text, or all of it.
fn without(html: &[u8], text: &[u8]) -> Vec<Range<usize>> {
    match elements::places_of(html, text).next() {
        Some(start) => vec![0..start, start + text.len()..html.len()],
        None => std::iter::once(0..html.len()).collect(),
    }
}

/// Whether HTML may have an attribute with the value `application/ld+json`, which may be written with entities: for letters these are
/// numbers. The build and Tera write only an apostrophe as a number.
fn may_have_json_ld(html: &[u8]) -> bool {
    let is_type = |plus: usize| {
        let word = plus.checked_sub(2).and_then(|start| html.get(start..plus + 5));
        word.is_some_and(|word| word.eq_ignore_ascii_case(b"ld+json"))
    };
    memchr::memchr_iter(b'+', html).any(is_type)
        || memmem::find(html, b"&plus").is_some()
        || memmem::find_iter(html, b"&#").any(|at| !is_apostrophe(&html[at + 2..]))
}

fn is_apostrophe(entity: &[u8]) -> bool {
    entity.starts_with(b"39;") || entity.starts_with(b"x27;")
}

fn changed(template: &Source) -> Diagnostic {
    let message = "this template changes the page's JSON-LD or has JSON-LD of its own on a page with steps, so nobody can tell \
                   whether cautions stand before them";
    finding(find_in(template, VARIABLE), message.to_owned())
        .help("write `<script type=\"application/ld+json\">{{ head.json_ld | safe }}</script>`, or leave it out")
}

/// The texts of the scripts with JSON-LD.
#[derive(Default)]
struct Scripts {
    /// The open elements: whether each is such a script.
    open: Vec<bool>,
    is_script: bool,
    is_type: bool,
    has_json_ld_type: bool,
    json_ld: Vec<String>,
    is_too_deep: bool,
}

impl Visitor for Scripts {
    fn start(&mut self, name: &[u8]) {
        self.is_script = name.eq_ignore_ascii_case(b"script");
        self.has_json_ld_type = false;
    }

    fn attribute_name(&mut self, name: &[u8]) {
        self.is_type = name.eq_ignore_ascii_case(b"type");
    }

    fn attribute_value(&mut self, value: &str) {
        // Parameters behind the type, and blanks around it, do not keep programs from reading it.
        self.has_json_ld_type |= self.is_type && value.to_ascii_lowercase().contains("ld+json");
    }

    fn open(&mut self) {
        let is_json_ld = self.is_script && self.has_json_ld_type;
        if is_json_ld {
            self.json_ld.push(String::new());
        }
        self.open.push(is_json_ld);
    }

    fn text(&mut self, text: &str) {
        if let Some(script) = self.json_ld.last_mut().filter(|_| self.open.last() == Some(&true)) {
            script.push_str(text);
        }
    }

    fn end(&mut self) {
        self.open.pop();
    }

    fn known(&mut self, _: usize) -> bool {
        false
    }

    fn too_deep(&mut self) {
        self.is_too_deep = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "{\"a\":\"b\"}";

    fn is_refused(scripts: &str) -> bool {
        let html =
            format!("<!doctype html><html><head><title>A</title>{scripts}</head><body><p>Text</p></body></html>");
        let template = Source::new("a.html", "<p>{{ head.json_ld | safe }}</p>");
        check(std::iter::once(&template), html.as_bytes(), OWN).is_err()
    }

    #[test]
    fn the_builds_own_data_is_accepted_however_its_element_is_written() {
        let own = format!("<script type=\"application/ld+json\">{OWN}</script>");
        assert!(!is_refused(&own));
        assert!(!is_refused(&format!("{own}{own}")));
        assert!(!is_refused(&format!("<script id=x type='application/ld+json'>\n{OWN}\n</script>")));
        assert!(!is_refused(""));
        assert!(!is_refused("<script type=\"application/ld+json\"></script><script>let a = 'ld+json';</script>"));
    }

    #[test]
    fn other_data_is_refused_in_every_spelling() {
        let own = format!("<script type=\"application/ld+json\">{OWN}</script>");
        for start in [
            "<script type=\"application/ld+json\">",
            "<SCRIPT TYPE=' Application/LD+JSON; charset=utf-8'>",
            "<script type=application/ld&#43;json>",
            "<script type=\"application/ld&plus;json\">",
            "<script type=\"application/ld+j&#x73;on\">",
            "<script data-a=\">\" type=\"application/ld+json\">",
            "<script/type=application/ld+json>",
        ] {
            for html in [format!("{start}{{}}</script>"), format!("{own}{start}{{}}</script>")] {
                assert!(is_refused(&html), "{html}");
            }
        }
    }
}
