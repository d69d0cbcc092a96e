//! Packets in Word have the paragraphs of the packets in HTML, by their numbers. A Word file with others is refused, so that these tests
//! need no more than that there is one.

use tempfile::TempDir;

use wellpress_harness::output::{ProgramOutput, tool_program};
use wellpress_harness::test_site::TestSite;

/// Asks for a Word packet of each page of a site that is reviewed; the number of packets.
fn packets_of(text: &str) -> usize {
    let folder = TempDir::new().unwrap();
    TestSite::from_text(text).write_to(folder.path());
    let run = |arguments: &[&str]| {
        let mut command = tool_program();
        let command = command.args(arguments).args(["--clock", "2026-07-01"]).current_dir(folder.path());
        ProgramOutput::of(command.output().unwrap())
    };
    let status = run(&["review", "status"]);
    let pages = status.out.lines().skip(1).map(|line| line.split_whitespace().take(2).collect::<Vec<_>>());
    let pages: Vec<Vec<&str>> = pages.collect();
    for page in &pages {
        let output = run(&["review", "request", page[0], "--language", page[1], "--output", "packet.docx"]);
        assert_eq!((output.status, output.err.as_str()), (0, ""), "{page:?}: {}", output.out);
    }
    pages.len()
}

#[test]
fn pages_with_all_that_a_text_can_have_have_word_packets() {
    assert_eq!(packets_of(include_str!("../../../tests/sites/blocks/site.txt")), 5);
    let without_html =
        include_str!("../../../tests/sites/blocks/site.txt").replace("raw_html: true", "raw_html: false");
    assert_eq!(packets_of(&without_html), 5);
}

#[test]
fn pages_of_a_site_in_two_languages_have_word_packets() {
    assert!(packets_of(include_str!("../../../tests/sites/clinic/site.txt")) > 5);
}

/// The link to a source was named `text-doi`, the key of the string instead of the string.
#[test]
fn a_packet_names_the_links_to_a_source_in_words() {
    let folder = TempDir::new().unwrap();
    TestSite::new()
        .article("neck", "It passes [@ames2020].")
        .library("@article{ames2020, title = {On necks}, author = {Ames, Ada}, year = 2020, doi = {10.1000/necks}}\n")
        .write_to(folder.path());
    let mut command = tool_program();
    let run =
        ProgramOutput::of(command.args(["review", "request", "neck"]).current_dir(folder.path()).output().unwrap());
    let link = "<a href=\"https://doi.org/10.1000/necks\">DOI: https://doi.org/10.1000/necks</a>";
    assert!(run.out.contains(link), "{}{}", run.out, run.err);
}
