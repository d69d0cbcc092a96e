//! `alt-is-filename`: alternative text that is only the name of the picture's file, or a name that cameras give.
//!
//! A screen reader reads "IMG underscore 2041" aloud. A plain word is let pass even if the file is called the same: `neck`
//! may describe `neck.jpg`.

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Span, rules};
use wellpress_markdown::body::{Body, Element, LinkTarget};
use wellpress_markdown::directives::DirectiveKind;

use wellpress_site::model::Page;

/// One finding for each such picture, at the picture or at its file's name in the front matter.
pub(super) fn find(page: &Page) -> Vec<Diagnostic> {
    let pictures = page.hero.iter().chain(&page.field_pictures);
    let pictures = pictures.map(|picture| (&picture.src, picture.alt.as_deref()));
    let images = page.exercise().map_or(&[][..], |exercise| &exercise.images);
    let images = images.iter().map(|image| (&image.src, image.alt.as_deref()));
    // A text that is missing altogether has another finding, `alt-missing`.
    let described = pictures.chain(images).filter_map(|(src, alt): (&Located<String>, Option<&str>)| Some((src, alt?)));
    let front = described.filter(|(src, alt)| is_name(alt, &src.value)).map(|(src, alt)| finding(page, src.span, alt));
    let mut findings: Vec<Diagnostic> = front.collect();
    findings.extend(in_text(page, &page.body));
    findings
}

fn in_text<'a>(page: &'a Page, body: &'a Body) -> impl Iterator<Item = Diagnostic> + 'a {
    let pictures = body.nodes.starts().filter_map(|(at, element, _)| match element {
        Element::Image(index) => Some((at, &body.links[index])),
        _ => None,
    });
    let pictures = pictures.filter_map(move |(at, link)| {
        let alt = body.plain(&page.source, at..body.end_of(at));
        let (LinkTarget::Path { path: src, .. } | LinkTarget::External(src)) = &link.target else { return None };
        is_name(&alt, src).then(|| finding(page, link.span, &alt))
    });
    let figures = body.directives.iter().filter(|directive| directive.kind == DirectiveKind::Figure);
    pictures.chain(figures.filter_map(move |figure| {
        let (alt, src) = (figure.get("alt")?, figure.get("src")?);
        is_name(alt, src).then(|| finding(page, figure.attribute_span("alt"), alt))
    }))
}

fn finding(page: &Page, span: Span, alt: &str) -> Diagnostic {
    let message = format!("the alternative text `{}` is the name of a file", alt.trim());
    Diagnostic::new(&rules::ALT_IS_FILENAME, page.source.locate(span), message)
        .help("say what the picture shows, or write an empty text where it only decorates")
}

/// Whether a text is the name of `src`, of another picture, or what a camera calls its pictures.
fn is_name(alt: &str, src: &str) -> bool {
    let alt = alt.trim().to_ascii_lowercase();
    let src = src.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let stem = src.rsplit_once('.').map_or(&*src, |(stem, _)| stem);
    let is_one_word = !alt.is_empty() && !alt.contains(char::is_whitespace);
    let has_ending = [".jpg", ".jpeg", ".png", ".gif", ".svg", ".webp", ".avif"].iter().any(|end| alt.ends_with(end));
    let is_plain_word = alt.chars().all(char::is_alphabetic);
    is_one_word && (has_ending || alt == src || (alt == stem && !is_plain_word) || is_of_camera(&alt))
}

fn is_of_camera(alt: &str) -> bool {
    let number = ["img", "dsc", "dscn", "pxl"].iter().find_map(|prefix| alt.strip_prefix(prefix));
    number.is_some_and(|rest| {
        let digits = rest.trim_start_matches(['_', '-']);
        digits.len() >= 3 && digits.chars().all(|c| c.is_ascii_digit() || c == '_')
    })
}
