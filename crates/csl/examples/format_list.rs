//! Formats the sources of a CSL-JSON file: `format_list apa library.json [LANGUAGE]` prints the mark of each source and the
//! list. The style is the name of a shipped one or the path of a `.csl` file; `-` reads the library from standard input.

use std::error::Error;
use std::io::Read;
use std::process::ExitCode;
use std::sync::Arc;

use serde_json::Value as Json;
use wellpress_csl::{Citation, Cite, Formatted, Item, Processor, STYLES, Style, VerticalPosition, shipped_style};

#[expect(clippy::print_stderr, reason = "a program prints")]
#[expect(clippy::disallowed_methods, reason = "a program reads its arguments")]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (style, library, language) = match arguments.as_slice() {
        [style, library] => (style, library, None),
        [style, library, language] => (style, library, Some(language.as_str())),
        _ => return usage(),
    };
    match run(style, library, language) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "a program prints")]
fn usage() -> ExitCode {
    eprintln!("usage: format_list STYLE LIBRARY [LANGUAGE]");
    eprintln!("STYLE is the path of a .csl file or one of: {}", STYLES.join(", "));
    eprintln!("LIBRARY is a file of CSL-JSON, or - for standard input; LANGUAGE is a tag such as de-DE");
    ExitCode::from(2)
}

#[expect(clippy::print_stdout, reason = "a program prints")]
fn run(style: &str, library: &str, language: Option<&str>) -> Result<(), Box<dyn Error>> {
    let style = read_style(style, language)?;
    let json: Vec<Json> = serde_json::from_str(&read_text(library)?)?;
    let items: Vec<Item<'_>> = json.iter().map(Item::from_csl_json).collect();
    let count = items.len();
    let processor = Processor::new(Arc::new(style), items);

    // A page that cites each source once, in the order of the file.
    let cite = |source| Cite { source, ..Cite::default() };
    let page: Vec<Citation<'_>> =
        (0..count).map(|source| Citation { cites: vec![cite(source)], ..Citation::default() }).collect();
    let listing = processor.list(&page, &[]);
    for mark in processor.marks(&page, &listing) {
        println!("{}", html(&mark));
    }
    if processor.style().has_bibliography() {
        println!();
        for entry in processor.entries(&listing) {
            println!("{}", html(&entry));
        }
    }
    Ok(())
}

/// A style by its path or its name. What is left out of it goes to standard error.
#[expect(clippy::print_stderr, reason = "a program prints")]
fn read_style(style: &str, language: Option<&str>) -> Result<Style, Box<dyn Error>> {
    let style = match shipped_style(style) {
        Some(xml) => Style::parse(xml, language)?,
        None if style.ends_with(".csl") => Style::parse(&read_text(style)?, language)?,
        None => return Err(format!("there is no shipped style `{style}`, and it is no .csl file").into()),
    };
    for warning in style.warnings() {
        eprintln!("line {}: <{}>: {}", warning.line, warning.element, warning.problem);
    }
    Ok(style)
}

#[expect(clippy::disallowed_methods, reason = "this example stands outside of the program and its file layer")]
fn read_text(path: &str) -> Result<String, Box<dyn Error>> {
    if path == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        return Ok(text);
    }
    std::fs::read_to_string(path).map_err(|error| format!("cannot read {path}: {error}").into())
}

/// Formatted text as HTML. Spans would become links and classes here.
fn html(formatted: &Formatted) -> String {
    let mut html = String::new();
    for (text, look) in formatted.pieces() {
        let tags = [
            (look.italic, "i"),
            (look.bold, "b"),
            (look.underline, "u"),
            (look.position == VerticalPosition::Superscript, "sup"),
            (look.position == VerticalPosition::Subscript, "sub"),
        ];
        let open: Vec<&str> = tags.into_iter().filter_map(|(is_set, tag)| is_set.then_some(tag)).collect();
        open.iter().for_each(|tag| html.push_str(&format!("<{tag}>")));
        html.push_str(&text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
        open.iter().rev().for_each(|tag| html.push_str(&format!("</{tag}>")));
    }
    html
}
