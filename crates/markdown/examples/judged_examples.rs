//! Judges the parser by the examples of other specifications, for `tests/outside`: one line of JSON for each example.
//!
//! ```console
//! $ cargo run --example judged_examples -- gfm=spec.txt smart_punct=smart_punct.txt
//! ```

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "it stands alone, with files that its caller names"
)]

use std::env;
use std::fs;
use std::io;

use serde_json::json;

use wellpress_markdown::extensions::Extensions;

#[path = "../tests/commonmark/examples.rs"]
mod examples;
#[path = "../tests/commonmark/writer.rs"]
mod writer;

use crate::examples::{Example, Punctuation, examples, read};
use crate::writer::html_of;

fn main() -> io::Result<()> {
    for argument in env::args().skip(1) {
        let (name, path) = argument.split_once('=').unwrap_or(("", &argument));
        for (index, example) in examples(&fs::read_to_string(path)?).iter().enumerate() {
            println!("{}", judged(name, index + 1, example));
        }
    }
    Ok(())
}

/// The example, what came out, and whether both are the same.
fn judged(name: &str, number: usize, example: &Example) -> String {
    let extensions =
        Extensions { links: example.extension == "autolink", attributes: name == "attributes", ..Extensions::NONE };
    let punctuation = if name == "smart_punct" { Punctuation::AsWritten } else { Punctuation::Evened };
    let found = html_of(&example.written, extensions);
    let holds = read(&found, punctuation) == read(&example.expected, punctuation);
    let Example { written, expected, .. } = example;
    json!({ "case": format!("{name} {number}"), "holds": holds, "written": written, "expected": expected, "found": found })
        .to_string()
}
