//! The files that wellpress needs beside the articles: settings, topics, people, a disclaimer, a glossary and the library.

use std::fmt::Write as _;
use std::io;

use super::{Corpus, Dialect, Put, TERMS, described, words};

/// The number of sources in each file of the library.
const SOURCES_IN_A_FILE: usize = 1000;

/// Writes all files except articles and exercises.
pub fn write(corpus: &Corpus, put: Put<'_>) -> io::Result<()> {
    put("wellpress.yaml", SETTINGS)?;
    for number in 0..corpus.topics() {
        let topic = Corpus::topic(number);
        let text = described(corpus, Dialect::Wellpress, topic.clone(), number, "type: condition\n");
        put(&format!("content/topics/{topic}.md"), &text)?;
    }
    for number in 0..corpus.people() {
        let mut rng = corpus.rng(3, number);
        let name = format!("{} {}", words::given(&mut rng), words::surname(&mut rng));
        let text = format!("---\nname: \"{name}\"\n---\n\n{}\n", words::paragraph(&mut rng, 3));
        put(&format!("content/people/{}.md", Corpus::person(number)), &text)?;
    }
    put("content/disclaimers/general.md", "---\ntitle: \"Not advice\"\n---\n\nAsk a clinician first.\n")?;
    put("content/glossary.yaml", &glossary(corpus))?;
    (0..corpus.sources()).step_by(SOURCES_IN_A_FILE).try_for_each(|from| write_library(corpus, from, put))
}

/// Writes the file of the library that contains a source.
pub fn write_library(corpus: &Corpus, source: usize, put: Put<'_>) -> io::Result<()> {
    let file = source / SOURCES_IN_A_FILE;
    let from = file * SOURCES_IN_A_FILE;
    let numbers = from..corpus.sources().min(from + SOURCES_IN_A_FILE);
    let entries: String = numbers.map(|number| corpus.source(number).biblatex()).collect();
    put(&format!("content/references/library-{file:03}.bib"), &entries)
}

fn glossary(corpus: &Corpus) -> String {
    let mut text = String::new();
    for number in 0..TERMS {
        let mut rng = corpus.rng(4, number);
        let definition = words::sentence(&mut rng, &[]).replace('*', "");
        writeln!(text, "{}:\n  definition: \"{definition}\"", Corpus::term(number)).unwrap();
    }
    text
}

const SETTINGS: &str = "title: \"Bench\"
base_url: \"https://bench.example/\"
language: en
description: \"Made-up articles.\"
organization: {name: \"Bench\", url: \"https://bench.example/\"}
menus:
  main:
    - {title: \"Articles\", link: /articles/}
    - {title: \"Exercises\", link: /exercises/}
    - {title: \"Topics\", link: /topics/}
disclaimers:
  articles: [general]
  exercises: [general]
search: none
";
