//! What draws or lists numbers: risks as people, and tables and charts from files of data.

use crate::harness::TestSite;

const PAGE: &str = "articles/a/index.html";

/// How many people a path draws: each begins at a corner of its own.
fn people(path: &str) -> usize {
    path.matches('M').count()
}

#[test]
fn a_risk_is_drawn_as_people_of_three_forms_and_said_in_words() {
    let text = "::icon-array[Of *100* women]{#fig-hip of=100 n=9 then=5}\n\nSee @fig-hip.\n\n::icon-array{of=7 n=1 then=3}\n\n::icon-array{of=1000 n=0}\n";
    let built = TestSite::new().article("a", text).build();
    built.assert_no_findings();
    assert_eq!(
        built.texts(PAGE, ".icon-array figcaption, .people-numbers"),
        ["Figure 1. Of 100 women", "9 of 100; then 5 of 100", "1 of 7; then 3 of 7", "0 of 1000"]
    );
    let keys = built.texts(PAGE, ".people-key li");
    assert_eq!(keys[..3], ["Affected in either case: 5", "Affected at first, and then not: 4", "Not affected: 91"]);
    assert_eq!(
        keys[3..],
        ["Affected in either case: 1", "Affected only then: 2", "Not affected: 4", "Not affected: 1000"]
    );
    let drawings = built.select(PAGE, ".icon-array > svg[role=img][aria-label]");
    assert!(drawings[0].contains("aria-label=\"9 of 100; then 5 of 100\""));
    let paths = built.select(PAGE, ".icon-array > svg[role=img] path");
    let counts: Vec<usize> = paths.iter().map(|path| people(path)).collect();
    assert_eq!(counts, [5, 4, 4, 91, 1, 2, 2, 4, 1000], "each group once, the striped ones with their stripes");
    assert!(paths[0].contains("fill=\"currentColor\"") && paths[3].contains("fill=\"none\""), "not by colour alone");
}

#[test]
fn wrong_numbers_of_people_are_errors() {
    for (attributes, expected) in [
        ("of=100", "`icon-array` needs `n`"),
        ("of=0 n=0", "`0` is not a value of `of`"),
        ("of=1001 n=3", "`1001` is not a value of `of`"),
        ("of=100 n=+3", "`+3` is not a value of `n`"),
        ("of=100 n=3.5", "`3.5` is not a value of `n`"),
        ("of=100 n=101", "`n` is more than the 100 people of `of`"),
        ("of=100 n=5 then=200", "`then` is more than the 100 people of `of`"),
        ("of=100 n=5 than=3", "`icon-array` has no attribute `than`"),
    ] {
        let built = TestSite::new().article("a", &format!("::icon-array{{{attributes}}}\n")).build();
        let messages: Vec<&str> = built.findings().iter().map(|finding| &*finding.message).collect();
        assert_eq!(messages, [expected], "{attributes}");
        assert!(!built.is_built());
    }
}

#[test]
fn people_stand_where_readers_of_the_language_begin() {
    let site = TestSite::new().settings("languages: {ar: {title: A}}\n").article("a", "::icon-array{of=10 n=1}\n");
    let translation = "---\ntitle: A\n---\n::icon-array{of=10 n=1}\n";
    let built = site.file("content/articles/a.ar.md", translation).build();
    let first = |page: &str| built.select(page, ".icon-array > svg path")[0].clone();
    assert!(first(PAGE).contains("d=\"M0 0m"));
    assert!(first("ar/articles/a/index.html").contains("d=\"M90 0m"));
}
