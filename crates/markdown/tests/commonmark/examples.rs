//! Reads the examples of a specification, and compares HTML as a browser reads it.

use html5gum::{Token, Tokenizer};

const FENCE: &str = "````````````````````````````````";

/// What is written, and what it is to become.
pub(crate) struct Example {
    pub(crate) written: String,
    pub(crate) expected: String,
    /// The word behind `example`: an extension that it needs.
    pub(crate) extension: String,
}

/// The examples of a file in their order.
pub(crate) fn examples(text: &str) -> Vec<Example> {
    let text = format!("\n{}", text.split("<!-- END TESTS -->").next().unwrap_or_default());
    let (opening, closing) = (format!("\n{FENCE} example"), format!("\n{FENCE}\n"));
    text.split(&opening)
        .skip(1)
        .filter_map(|tail| {
            let (extension, tail) = tail.split_once('\n')?;
            let body = format!("\n{tail}").split(&closing).next().map(|body| format!("{body}\n").replace('→', "\t"))?;
            let (written, expected) = body.split_once("\n.\n")?;
            let written = format!("{}\n", written.strip_prefix('\n').unwrap_or(""));
            Some(Example { written, expected: expected.to_owned(), extension: extension.trim().to_owned() })
        })
        .collect()
}

/// What is compared of quotation marks, dashes and points.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Punctuation {
    /// Curled ones are like straight ones.
    Evened,
    AsWritten,
}

/// HTML as a browser reads it, one piece a line; blanks between blocks and encoded addresses are evened out.
pub(crate) fn read(html: &str, punctuation: Punctuation) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut words = String::new();
    let flush = |words: &mut String, lines: &mut Vec<String>| {
        let text = evened(words.trim(), punctuation);
        words.clear();
        lines.extend(Some(text).filter(|text| !text.is_empty()));
    };
    for Ok(token) in Tokenizer::new(html) {
        let line = match token {
            Token::String(text) => {
                words.push_str(&String::from_utf8_lossy(&text.value));
                continue;
            }
            Token::StartTag(tag) => {
                let pairs = tag.attributes.iter();
                let attributes: Vec<String> = pairs.map(|(name, value)| attribute(name, value, punctuation)).collect();
                format!("<{} {}>", String::from_utf8_lossy(&tag.name), attributes.join(" "))
            }
            Token::EndTag(tag) => format!("</{}>", String::from_utf8_lossy(&tag.name)),
            Token::Comment(text) => format!("<!--{}-->", String::from_utf8_lossy(&text.value)),
            Token::Doctype(_) | Token::Error(_) => continue,
        };
        flush(&mut words, &mut lines);
        lines.push(line);
    }
    flush(&mut words, &mut lines);
    lines
}

/// The alignment of a cell stands in `align` or in `style`.
fn attribute(name: &[u8], value: &[u8], punctuation: Punctuation) -> String {
    let (name, value) = (String::from_utf8_lossy(name), &String::from_utf8_lossy(value));
    let alignment = value.strip_prefix("text-align: ").and_then(|value| value.strip_suffix(';'));
    match (&*name, alignment) {
        ("style", Some(alignment)) => format!("align={alignment:?}"),
        ("href" | "src", _) => {
            let value = percent_encoding::percent_decode_str(value).decode_utf8_lossy();
            format!("{name}={value:?}")
        }
        _ => format!("{name}={:?}", evened(value, punctuation)),
    }
}

fn evened(text: &str, punctuation: Punctuation) -> String {
    if punctuation == Punctuation::AsWritten {
        return text.to_owned();
    }
    text.replace(['“', '”'], "\"").replace(['‘', '’'], "'").replace('…', "...").replace('—', "---").replace('–', "--")
}
