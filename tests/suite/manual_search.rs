//! `wellpress help`: the pages that the program has, and what it finds for the questions of people who have not read them.

use std::collections::BTreeSet;
use std::path::Path;

use assert_cmd::Command;
use wellpress_manual::search::search;
use wellpress_manual::sections::ManualPage;

/// Questions that people asked in their own words, each with the page that answers it.
const QUESTIONS: &str = include_str!("../manual_questions.tsv");

#[test]
fn the_page_that_answers_is_among_the_first_three() {
    let pages = wellpress::manual_pages::pages(&wellpress::cli::command());
    let pages: Vec<_> = pages.iter().map(|(name, text)| ManualPage { name, text }).collect();
    let questions: Vec<(&str, &str)> = QUESTIONS.lines().skip(1).filter_map(|line| line.split_once('\t')).collect();
    let missed: Vec<String> = questions
        .iter()
        .filter_map(|(question, page)| {
            let found: Vec<&str> = search(&pages, question).iter().take(3).map(|section| section.page.name).collect();
            let page = page.trim_end_matches(".md");
            (!found.contains(&page)).then(|| format!("{question} {page}: {found:?}"))
        })
        .collect();
    assert!(questions.len() >= 40 && missed.len() <= 4, "{missed:#?}");
}

#[test]
fn the_program_has_every_page() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let written: BTreeSet<String> = names.filter_map(|name| name.strip_suffix(".md").map(str::to_owned)).collect();
    let pages = wellpress::manual_pages::pages(&wellpress::cli::command());
    let embedded: BTreeSet<String> =
        pages.into_iter().map(|(name, _)| name).filter(|name| !name.contains('/')).collect();
    // An index, and a list that nobody searches.
    let left_out: Vec<&str> = written.difference(&embedded).map(String::as_str).collect();
    assert_eq!(left_out, ["README", "licences"]);
}

#[test]
fn help_has_the_pages_of_hosts_and_of_other_tools() {
    for page in ["hosts/pages", "docs/hosts/README.md", "import/wordpress"] {
        let (status, printed) = help(&[page]);
        assert!(status == 0 && printed.starts_with("# "), "{page}: {printed}");
    }
}

fn help(words: &[&str]) -> (i32, String) {
    let output = Command::cargo_bin("wellpress").unwrap().arg("help").args(words).output().unwrap();
    let printed = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    (output.status.code().unwrap(), printed)
}

#[test]
fn help_knows_commands_pages_and_words() {
    let (status, printed) = help(&["theme", "check"]);
    assert!(status == 0 && printed.contains("Usage: wellpress theme check"), "{printed}");
    let (status, printed) = help(&[]);
    assert!(status == 0 && printed.contains("Commands:"), "{printed}");
    let (status, printed) = help(&["publish", "on", "a", "date"]);
    assert!(status == 0 && printed.starts_with("Publish on a date\n"), "{printed}");
    assert!(printed.contains("docs/how-to/publish-on-a-date.md\n"), "{printed}");
    assert!(printed.ends_with("`wellpress help how-to/publish-on-a-date` prints the first of them\n"), "{printed}");
    let (status, printed) = help(&["how-to/publish-on-a-date"]);
    assert!(status == 0 && printed.starts_with("# Publish on a date\n"), "{printed}");
    let (status, printed) = help(&["zeppelin"]);
    assert!(status == 2 && printed.contains("the manual has nothing about `zeppelin`"), "{printed}");
}
