//! Turns the JSON that a citation service sends into a item CSL item. Crossref sends lists where CSL has one text, the subtitle
//! apart from the title, titles with the markup and entities of HTML and JATS, and a hundred fields that CSL does not know.

use std::convert::Infallible;

use html5gum::{Token, Tokenizer};
use serde_json::{Map, Value, json};
use wellpress_foundation::text::one_line;

/// The CSL variables that an entry keeps. `abstract` is not among them: the publisher usually owns it, and an author who adds
/// an entry would publish it with the library's exports.
const VARIABLES: [&str; 28] = [
    "type",
    "title",
    "title-short",
    "container-title",
    "container-title-short",
    "collection-title",
    "collection-number",
    "event-title",
    "publisher",
    "publisher-place",
    "volume",
    "issue",
    "page",
    "number",
    "edition",
    "version",
    "genre",
    "DOI",
    "PMID",
    "PMCID",
    "ISBN",
    "ISSN",
    "URL",
    "language",
    "author",
    "editor",
    "translator",
    "issued",
];

/// Reduces a service's item to a CSL item: one text per variable, the subtitle joined to the title, CSL's own markup, and only
/// the [`VARIABLES`] of an entry.
pub(super) fn csl_item(service_item: Map<String, Value>) -> Map<String, Value> {
    let title = title_with_subtitle(&service_item);
    let mut item = Map::new();
    for (key, value) in service_item {
        // Crossref's name for the abbreviated journal title.
        let key = if key == "short-container-title" { "container-title-short".to_owned() } else { key };
        let value = match first_text(value) {
            Value::String(text) => json!(csl_text(&text)),
            value => value,
        };
        let is_empty = value.is_null() || value.as_str().is_some_and(str::is_empty);
        if VARIABLES.contains(&key.as_str()) && !is_empty {
            item.entry(key).or_insert(value);
        }
    }
    item.extend(title.map(|title| ("title".to_owned(), json!(title))));
    item
}

/// Joins title and subtitle; `None` if the item has no subtitle or its title contains it already, as some publishers send it.
fn title_with_subtitle(item: &Map<String, Value>) -> Option<String> {
    let (title, subtitle) = (text_of(item, "title")?, text_of(item, "subtitle")?);
    let has_subtitle = title.to_lowercase().contains(&subtitle.to_lowercase());
    let divider = if title.ends_with(['?', '!', ':']) { " " } else { ": " };
    (!has_subtitle).then(|| format!("{}{divider}{subtitle}", title.trim_end_matches('.')))
}

fn text_of(item: &Map<String, Value>, name: &str) -> Option<String> {
    let text = csl_text(first_text(item.get(name)?.clone()).as_str()?);
    (!text.is_empty()).then_some(text)
}

/// The first text of a list of texts; any other value as it is.
fn first_text(value: Value) -> Value {
    match value {
        Value::Array(texts) if texts.iter().all(Value::is_string) => texts.into_iter().next().unwrap_or_default(),
        value => value,
    }
}

/// Text with no markup but CSL's, with entities decoded and each run of white space as one space.
fn csl_text(text: &str) -> String {
    let line = one_line(text);
    // Titles contain `p < 0.05`. Only a closing tag shows that a `<` is markup, and an HTML tokenizer would swallow the rest
    // of the text otherwise.
    let is_marked_up = line.contains("</");
    let has_entities = line.contains('&') && !line.contains('<');
    if !is_marked_up && !has_entities {
        return line;
    }
    let mut output = String::with_capacity(line.len());
    for token in Tokenizer::new(line.as_str()) {
        let Ok(token): Result<_, Infallible> = token;
        match token {
            Token::String(text) => output.push_str(&String::from_utf8_lossy(&text)),
            Token::StartTag(tag) => output.extend(csl_tag(&tag.name).map(|name| format!("<{name}>"))),
            Token::EndTag(tag) => output.extend(csl_tag(&tag.name).map(|name| format!("</{name}>"))),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    output
}

/// CSL's tag for one of HTML or JATS. `None` for tags that CSL has no counterpart for: their content stays, the tag goes.
fn csl_tag(name: &[u8]) -> Option<&'static str> {
    match name.strip_prefix(b"jats:").unwrap_or(name) {
        b"i" | b"em" | b"italic" => Some("i"),
        b"b" | b"strong" | b"bold" => Some("b"),
        b"sub" => Some("sub"),
        b"sup" => Some("sup"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item_of(json: &str) -> Value {
        let Ok(Value::Object(item)) = serde_json::from_str(json) else { panic!("no item: {json}") };
        Value::Object(csl_item(item))
    }

    #[test]
    fn lists_and_subtitles_become_one_text() {
        let item = item_of(
            r#"{"title":["Walking"],"subtitle":["a trial"],"ISSN":["1","2"],"short-container-title":["J"],"x":1}"#,
        );
        assert_eq!(item, json!({"title": "Walking: a trial", "ISSN": "1", "container-title-short": "J"}));
        assert_eq!(item_of(r#"{"title":"Why walk?","subtitle":["A trial"]}"#)["title"], "Why walk? A trial");
        assert_eq!(item_of(r#"{"title":"Walking: A Trial","subtitle":["a trial"]}"#)["title"], "Walking: A Trial");
    }

    #[test]
    fn markup_and_entities_become_those_of_csl() {
        assert_eq!(csl_text("Bone &amp; <jats:italic>joint</jats:italic> <scp>MRI</scp>"), "Bone & <i>joint</i> MRI");
        assert_eq!(csl_text("Bone &amp; joint"), "Bone & joint");
        assert_eq!(csl_text("p < 0.05 and IL-1<TNF"), "p < 0.05 and IL-1<TNF");
        assert_eq!(csl_text(" CO<sub>2</sub>\n  in  air"), "CO<sub>2</sub> in air");
    }
}
