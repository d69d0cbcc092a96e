//! Converts a library into another format: `convert library.bib ris > library.ris`. Findings go to standard error.

use std::process::ExitCode;

use wellpress_bibliography::write::ExportScope;
use wellpress_bibliography::{ExportFormat, LibraryFormat, parse};
use wellpress_diagnostics::Source;

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "a program prints")]
#[expect(clippy::disallowed_methods, reason = "a program reads its arguments")]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, format] = arguments.as_slice() else { return usage() };
    let Some(format) = ExportFormat::ALL.iter().find(|candidate| candidate.extension() == format) else {
        return usage();
    };
    let text = match read_file(path) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("cannot read {path}: {error}");
            return ExitCode::FAILURE;
        }
    };
    let library = parse(&Source::new(path.as_str(), text.as_str()));
    for finding in &library.diagnostics {
        let location = &finding.location;
        eprintln!("{}:{}:{}: {}", location.file, location.line, location.column, finding.message);
    }
    let references: Vec<_> = library.references.iter().collect();
    print!("{}", format.export(&references, ExportScope::Owner));
    ExitCode::SUCCESS
}

#[expect(clippy::disallowed_methods, reason = "this example stands outside of the program and its file layer")]
fn read_file(path: &str) -> std::io::Result<String> {
    std::fs::read_to_string(path)
}

#[expect(clippy::print_stderr, reason = "a program prints")]
fn usage() -> ExitCode {
    let extensions =
        LibraryFormat::ALL.iter().flat_map(|format| format.extensions()).copied().collect::<Vec<_>>().join(", ");
    eprintln!("usage: convert FILE FORMAT");
    eprintln!("the extension of FILE is one of {extensions}");
    eprintln!(
        "FORMAT is one of {}",
        ExportFormat::ALL.iter().map(|format| format.extension()).collect::<Vec<_>>().join(", ")
    );
    ExitCode::from(2)
}
