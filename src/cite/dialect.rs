//! What services send into CSL's own words: Crossref has lists where CSL has one text, a subtitle of its own, the markup and
//! the entities of HTML and of JATS in its titles, and a hundred further fields.

use std::convert::Infallible;

use html5gum::{Token, Tokenizer};
use serde_json::{Map, Value, json};

/// The variables that make an entry. An abstract is seldom the asker's to give away.
const KEPT: [&str; 28] = [
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

/// A service's item as a CSL item.
pub(super) fn plain(item: Map<String, Value>) -> Map<String, Value> {
    let title = whole_title(&item);
    let mut plain = Map::new();
    for (key, value) in item {
        let key = if key == "short-container-title" { "container-title-short".to_owned() } else { key };
        let value = match one(value) {
            Value::String(text) => json!(tidy(&text)),
            value => value,
        };
        let is_empty = value.is_null() || value.as_str().is_some_and(str::is_empty);
        if KEPT.contains(&key.as_str()) && !is_empty {
            plain.entry(key).or_insert(value);
        }
    }
    plain.extend(title.map(|title| ("title".to_owned(), json!(title))));
    plain
}

/// Title and subtitle, where the service has them apart.
fn whole_title(item: &Map<String, Value>) -> Option<String> {
    let text = |name: &str| Some(tidy(one(item.get(name)?.clone()).as_str()?)).filter(|text| !text.is_empty());
    let (title, subtitle) = (text("title")?, text("subtitle")?);
    let is_there = title.to_lowercase().contains(&subtitle.to_lowercase());
    let divider = if title.ends_with(['?', '!', ':']) { " " } else { ": " };
    (!is_there).then(|| format!("{}{divider}{subtitle}", title.trim_end_matches('.')))
}

/// The first of several texts.
fn one(value: Value) -> Value {
    match value {
        Value::Array(texts) if texts.iter().all(Value::is_string) => texts.into_iter().next().unwrap_or_default(),
        value => value,
    }
}

/// Text with CSL's markup alone, entities as what they stand for, blanks folded. A `<` that nothing closes is one.
fn tidy(text: &str) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_marked_up = folded.contains("</");
    let has_entities = folded.contains('&') && !folded.contains('<');
    if !is_marked_up && !has_entities {
        return folded;
    }
    let mut tidy = String::with_capacity(folded.len());
    for token in Tokenizer::new(folded.as_str()) {
        let Ok(token): Result<_, Infallible> = token;
        match token {
            Token::String(text) => tidy.push_str(&String::from_utf8_lossy(&text)),
            Token::StartTag(tag) => tidy.extend(look(&tag.name).map(|look| format!("<{look}>"))),
            Token::EndTag(tag) => tidy.extend(look(&tag.name).map(|look| format!("</{look}>"))),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    tidy
}

/// CSL's tag for one of HTML or JATS; others say nothing that a title needs.
fn look(name: &[u8]) -> Option<&'static str> {
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

    fn plain_of(json: &str) -> Value {
        let Ok(Value::Object(item)) = serde_json::from_str(json) else { panic!("no item: {json}") };
        Value::Object(plain(item))
    }

    #[test]
    fn lists_and_subtitles_become_one_text() {
        let plain = plain_of(
            r#"{"title":["Walking"],"subtitle":["a trial"],"ISSN":["1","2"],"short-container-title":["J"],"x":1}"#,
        );
        assert_eq!(plain, json!({"title": "Walking: a trial", "ISSN": "1", "container-title-short": "J"}));
        assert_eq!(plain_of(r#"{"title":"Why walk?","subtitle":["A trial"]}"#)["title"], "Why walk? A trial");
        assert_eq!(plain_of(r#"{"title":"Walking: A Trial","subtitle":["a trial"]}"#)["title"], "Walking: A Trial");
    }

    #[test]
    fn markup_and_entities_become_those_of_csl() {
        assert_eq!(tidy("Bone &amp; <jats:italic>joint</jats:italic> <scp>MRI</scp>"), "Bone & <i>joint</i> MRI");
        assert_eq!(tidy("Bone &amp; joint"), "Bone & joint");
        assert_eq!(tidy("p < 0.05 and IL-1<TNF"), "p < 0.05 and IL-1<TNF");
        assert_eq!(tidy(" CO<sub>2</sub>\n  in  air"), "CO<sub>2</sub> in air");
    }
}
