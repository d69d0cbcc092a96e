//! Writes sites and their edits in a process of its own. Linux counts the memory of whoever starts a program as part of
//! that program's peak, so the process that starts what is measured must stay small.

use std::path::Path;
use std::process::Command;

use clap::ValueEnum;

use crate::contender::Contender;
use crate::corpus::{Corpus, Dialect, below};

/// What is written of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// All of it.
    Site,
    /// What an edit of a paragraph changes.
    Paragraph,
    /// What another title of a source changes.
    Title,
}

/// The flag that makes this program a writer.
pub const FLAG: &str = "be-writer";

/// Has a contender's site written, or a part of it.
pub fn write_apart(contender: &Contender, corpus: &Corpus, part: Part) {
    let [dialect, part] = [name(contender.dialect), name(part)];
    let [articles, paragraph, title] =
        [corpus.articles.to_string(), corpus.paragraph.to_string(), corpus.title.to_string()];
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.arg(format!("--{FLAG}")).args([dialect, part, articles, paragraph, title]).arg(&contender.root);
    assert!(command.status().unwrap().success(), "the site of {} was not written", contender.name);
}

/// Does what [`write_apart`] asks for.
pub fn write_as_told(words: &[String]) {
    let [dialect, part, articles, paragraph, title, root] = words else { panic!("a writer is told six words") };
    let dialect = Dialect::from_str(dialect, false).unwrap();
    let (paragraph, title) = (paragraph.parse().unwrap(), title.parse().unwrap());
    let corpus = Corpus { paragraph, title, ..Corpus::new(articles.parse().unwrap()) };
    let put = below(Path::new(root));
    let written = match Part::from_str(part, false).unwrap() {
        Part::Site => corpus.write(dialect, &put),
        Part::Paragraph => corpus.write_paragraph(dialect, &put),
        Part::Title => corpus.write_title(dialect, &put),
    };
    written.unwrap();
}

/// What a value is called on the command line.
pub fn name(value: impl ValueEnum) -> String {
    value.to_possible_value().unwrap().get_name().to_owned()
}
