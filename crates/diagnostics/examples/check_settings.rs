//! Reads a YAML file into a type and reports every mistake in it, as a compiler would:
//!
//! ```console
//! $ cargo run -p wellpress-diagnostics --example check_settings
//! $ cargo run -p wellpress-diagnostics --example check_settings -- settings.yaml
//! ```

#![expect(clippy::print_stdout, reason = "an example shows its result")]
#![expect(clippy::disallowed_methods, reason = "an example of its own reads its arguments and a file")]

use serde::Deserialize;
use wellpress_diagnostics::render::text::{self, Colour};
use wellpress_diagnostics::yaml::{self, Located};
use wellpress_diagnostics::{Diagnostic, Report, Source, rules};
use wellpress_foundation::Day;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    title: Located<String>,
    founded: Option<Day>,
    languages: Option<Vec<String>>,
}

const EXAMPLE: &str = "\
title: ''
founded: 2026-02-30
langauges: [en, de]
";

fn main() -> std::io::Result<()> {
    let source = match std::env::args().nth(1) {
        Some(path) => Source::new(path.as_str(), std::fs::read_to_string(&path)?),
        None => Source::new("settings.yaml", EXAMPLE),
    };
    let decoded = yaml::decode::<Settings>(&source, source.text.len(), &yaml::SETTINGS);
    let mut findings = decoded.diagnostics;
    if let Some(settings) = &decoded.value {
        if settings.title.value.is_empty() {
            let place = source.locate(settings.title.span);
            findings.push(Diagnostic::new(&rules::SETTINGS_INVALID, place, "the title is empty"));
        }
        println!("founded: {:?}, languages: {:?}\n", settings.founded, settings.languages);
    }
    print!("{}", text::render(&Report::new(findings), Colour::Plain));
    Ok(())
}
