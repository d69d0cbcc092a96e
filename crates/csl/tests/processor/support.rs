//! Builds small styles, items and citations, and shows formatted text with its look.

use std::sync::Arc;

use serde_json::Value as Json;
use wellpress_csl::{Citation, CitationMode, Cite, Formatted, Item, Locator, Look, Processor, Style, VerticalPosition};

use crate::csl_json;

/// A style in English with attributes on its root element and with children.
#[track_caller]
pub(crate) fn style(attributes: &str, children: &str) -> Style {
    style_in("en-US", attributes, children)
}

/// A style in a language.
#[track_caller]
pub(crate) fn style_in(language: &str, attributes: &str, children: &str) -> Style {
    let style = Style::parse(&style_xml(attributes, children), Some(language)).unwrap();
    assert_eq!(style.warnings(), []);
    style
}

/// The text of a style file.
pub(crate) fn style_xml(attributes: &str, children: &str) -> String {
    let class = if attributes.contains("class=") { "" } else { r#"class="in-text""# };
    format!(
        r#"<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" {class} {attributes}>
        <info><title>Test</title></info>{children}</style>"#
    )
}

/// A style whose marks are these elements.
#[track_caller]
pub(crate) fn mark_style(elements: &str) -> Style {
    style("", &citation_layout(elements))
}

/// A `citation` element with these elements in its layout.
pub(crate) fn citation_layout(elements: &str) -> String {
    format!("<citation><layout>{elements}</layout></citation>")
}

/// Items of CSL-JSON. The data is leaked, because a test ends soon.
pub(crate) fn items(json: Json) -> Vec<Item<'static>> {
    let json: &'static Json = Box::leak(Box::new(json));
    json.as_array().unwrap().iter().map(csl_json::item).collect()
}

/// A processor for a style and items of CSL-JSON.
pub(crate) fn processor(style: Style, json: Json) -> Processor<Vec<Item<'static>>> {
    Processor::new(Arc::new(style), items(json))
}

/// What the elements of a style print for one item, with looks as HTML.
#[track_caller]
pub(crate) fn print(elements: &str, item: Json) -> String {
    print_in(mark_style(elements), item)
}

/// The mark of one item in a style, with looks as HTML.
pub(crate) fn print_in(style: Style, item: Json) -> String {
    html(&processor(style, Json::Array(vec![item])).mark(0))
}

/// The marks of citations, with the list that they make.
pub(crate) fn marks(style: Style, json: Json, citations: &[Citation<'_>]) -> Vec<String> {
    let processor = processor(style, json);
    let listing = processor.list(citations, &[]);
    processor.marks(citations, &listing).iter().map(html).collect()
}

/// The single mark of a citation.
#[track_caller]
pub(crate) fn mark_of(style: Style, json: Json, citation: &Citation<'_>) -> String {
    let mut marks = marks(style, json, std::slice::from_ref(citation));
    assert_eq!(marks.len(), 1);
    marks.remove(0)
}

/// The entries of a list of all items.
pub(crate) fn entries(style: Style, json: Json) -> Vec<String> {
    let sources: Vec<usize> = (0..json.as_array().map_or(0, Vec::len)).collect();
    let processor = processor(style, json);
    let listing = processor.list(&[], &sources);
    processor.entries(&listing).iter().map(html).collect()
}

/// The keys of all items in the order of the list.
pub(crate) fn list_order(style: Style, json: Json) -> Vec<String> {
    let ids: Vec<String> = items(json.clone()).iter().map(|item| item.id.to_string()).collect();
    let sources: Vec<usize> = (0..ids.len()).collect();
    processor(style, json).list(&[], &sources).sources.iter().map(|source| ids[*source].clone()).collect()
}

pub(crate) fn cite(source: usize) -> Cite<'static> {
    Cite { source, ..Cite::default() }
}

pub(crate) fn cite_at(source: usize, label: &'static str, value: &'static str) -> Cite<'static> {
    Cite { locator: Some(Locator { label, value }), ..cite(source) }
}

pub(crate) fn citation<'a>(cites: impl IntoIterator<Item = Cite<'a>>) -> Citation<'a> {
    Citation { cites: cites.into_iter().collect(), ..Citation::default() }
}

/// A citation of sources without more.
pub(crate) fn cites(sources: &[usize]) -> Citation<'static> {
    citation(sources.iter().map(|source| cite(*source)))
}

pub(crate) fn narrative(sources: &[usize]) -> Citation<'static> {
    Citation { mode: CitationMode::Narrative, ..cites(sources) }
}

/// Text with its looks as HTML.
pub(crate) fn html(formatted: &Formatted) -> String {
    let mut html = String::new();
    for (text, look) in formatted.pieces() {
        let tags = tags(look);
        tags.iter().for_each(|tag| html.push_str(&format!("<{tag}>")));
        html.push_str(text);
        tags.iter().rev().for_each(|tag| html.push_str(&format!("</{tag}>")));
    }
    html
}

fn tags(look: Look) -> Vec<&'static str> {
    let position = match look.position {
        VerticalPosition::Baseline => None,
        VerticalPosition::Superscript => Some("sup"),
        VerticalPosition::Subscript => Some("sub"),
    };
    let flags = [(look.italic, "i"), (look.bold, "b"), (look.small_caps, "sc"), (look.underline, "u")];
    flags.into_iter().filter(|(is_set, _)| *is_set).map(|(_, tag)| tag).chain(position).collect()
}

/// Checks that runs cover the text and that spans lie within it, all on the boundaries of characters.
#[track_caller]
pub(crate) fn assert_sound(formatted: &Formatted) {
    let Formatted { text, runs, spans } = formatted;
    let mut start = 0;
    for run in runs {
        assert!(run.end > start && text.is_char_boundary(run.end), "a run ends at {} in {text:?}", run.end);
        start = run.end;
    }
    assert_eq!(start, text.len(), "the runs do not cover {text:?}");
    for span in spans {
        assert!(span.start <= span.end && span.end <= text.len(), "{span:?} is outside of {text:?}");
        assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{span:?} cuts {text:?}");
    }
    for (index, outer) in spans.iter().enumerate() {
        for inner in &spans[index + 1..] {
            let is_apart = inner.start >= outer.end;
            let is_within = inner.start >= outer.start && inner.end <= outer.end;
            assert!(is_apart || is_within, "{outer:?} and {inner:?} overlap in {text:?}");
        }
    }
}
