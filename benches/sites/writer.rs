//! Writes sites and their edits in a separate process. Linux counts the memory of the parent process, at the time of the start,
//! into the peak of the program that it starts. So the process that starts the generators must stay small.

use std::path::Path;
use std::process::Command;

use clap::ValueEnum;

use crate::corpus::{Corpus, Dialect, below};
use crate::generator::SiteGenerator;

/// The part of a site that a writer writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    Site,
    /// The files that an edit of the paragraph changes.
    Paragraph,
    /// The files that a new title of the source changes.
    Title,
}

/// The flag that makes this program a writer. Its six values are those of [`run_from_arguments`].
pub const FLAG: &str = "be-writer";

/// Starts a writer for a generator's site and waits for its end.
pub fn write_in_own_process(generator: &SiteGenerator, corpus: &Corpus, part: Part) {
    let [dialect, part] = [name(generator.dialect), name(part)];
    let [articles, paragraph_edits, title_edits] =
        [corpus.articles.to_string(), corpus.paragraph_edits.to_string(), corpus.title_edits.to_string()];
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.arg(format!("--{FLAG}")).args([dialect, part, articles, paragraph_edits, title_edits]).arg(&generator.root);
    assert!(command.status().unwrap().success(), "the site of {} was not written", generator.name);
}

/// Writes a part of a site, with the arguments that [`write_in_own_process`] gives: dialect, part, number of articles,
/// edits of the paragraph, edits of the title, and root.
pub fn run_from_arguments(values: &[String]) {
    let [dialect, part, articles, paragraph_edits, title_edits, root] = values else {
        panic!("a writer takes six values")
    };
    let dialect = Dialect::from_str(dialect, false).unwrap();
    let (paragraph_edits, title_edits) = (paragraph_edits.parse().unwrap(), title_edits.parse().unwrap());
    let corpus = Corpus { paragraph_edits, title_edits, ..Corpus::new(articles.parse().unwrap()) };
    let put = below(Path::new(root));
    let result = match Part::from_str(part, false).unwrap() {
        Part::Site => corpus.write(dialect, &put),
        Part::Paragraph => corpus.write_paragraph(dialect, &put),
        Part::Title => corpus.write_title(dialect, &put),
    };
    result.unwrap();
}

/// The name of a value on the command line.
pub fn name(value: impl ValueEnum) -> String {
    value.to_possible_value().unwrap().get_name().to_owned()
}
