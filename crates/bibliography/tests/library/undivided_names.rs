//! Lists of names in the place of one name, which libraries of every format have.

use wellpress_bibliography::{ContributorName, ParsedFile, parse};
use wellpress_diagnostics::Source;

fn bib(text: &str) -> ParsedFile {
    parse(&Source::new("a.bib", text))
}

/// The message of the only finding.
#[track_caller]
fn only_message(parsed: &ParsedFile) -> &str {
    let [finding] = &parsed.diagnostics[..] else { panic!("{:#?}", parsed.diagnostics) };
    &finding.message
}

/// A file of each format whose source has this text as its author. In the last two, it is the name of an organisation and the given
/// name of a person.
fn in_each_format(author: &str) -> [ParsedFile; 4] {
    let (family, given) = author.split_once(", ").expect("a list of names");
    [
        bib(&format!("@book{{a, title = {{T}}, author = {{{author}}}}}")),
        parse(&Source::new("a.ris", format!("TY  - BOOK\nID  - a\nTI  - T\nAU  - {author}\nER  - \n"))),
        parse(&Source::new(
            "a.json",
            format!(
                "[{{\"id\": \"a\", \"type\": \"book\", \"title\": \"T\", \"author\": [{{\"literal\": \"{author}\"}}]}}]"
            ),
        )),
        parse(&Source::new(
            "b.json",
            format!(
                "[{{\"id\": \"a\", \"type\": \"book\", \"title\": \"T\", \"author\": [{{\"family\": \"{family}\", \"given\": \"{given}\"}}]}}]"
            ),
        )),
    ]
}

/// Regression: `Smith, J., Doe, K.` was cited as "Smith D J", without a finding.
#[test]
fn family_names_in_turns_with_initials_are_divided() {
    for (author, names) in [
        ("Smith, J., Doe, K.", "Smith, J.; Doe, K."),
        ("Smith, J. & Doe, K.", "Smith, J.; Doe, K."),
        ("Smith, J., Doe, K., & Lee, L. M.", "Smith, J.; Doe, K.; Lee, L. M."),
        ("Smith, J.-P., van der Doe, K., et al.", "Smith, J.-P.; van der Doe, K.; and others"),
        ("Smith, J., et al.", "Smith, J.; and others"),
    ] {
        for parsed in in_each_format(author) {
            assert_eq!(parsed.diagnostics, [], "{author}: {:?}", parsed.references);
            let read: Vec<String> = parsed.references[0].authors.iter().map(ContributorName::in_full).collect();
            assert_eq!(read.join("; "), names, "{author}");
        }
    }
}

#[test]
fn names_of_one_person_or_organisation_stay_whole() {
    for author in ["King, Martin L.", "Ministry of Health, Department of Backs, Berlin, Germany"] {
        for parsed in &in_each_format(author)[1..3] {
            assert_eq!(parsed.references[0].authors.len(), 1, "{author}");
            assert_eq!(parsed.diagnostics, [], "{author}");
        }
    }
}

#[test]
fn lists_without_a_sure_reading_are_a_warning_in_each_format() {
    for (author, separator) in [("Smith J, Doe K, Lee L", "commas"), ("Smith JA, Doe K", "commas")] {
        for parsed in in_each_format(author) {
            let expected = format!("the names of `a` are separated by {separator}, and are read as one");
            assert_eq!(only_message(&parsed), expected, "{author}");
        }
    }
}

#[test]
fn names_that_are_not_divided_are_a_warning() {
    for (author, separator) in [
        ("Smith J, Doe K, Lee L", "commas"),
        ("Smith JA, Doe K", "commas"),
        ("Jane Smith, Kim Doe, Lou Lee", "commas"),
        ("Smith J, et al.", "commas"),
        ("Smith, A.; Jones, B.", "semicolons"),
        ("Smith A; Jones B", "semicolons"),
        ("Jane Smith & Kim Doe", "`&`"),
        ("Smith, Jane, Doe, Kim", "commas"),
        ("Smith, J., Doe", "commas"),
        ("Smith, JA, Doe, KB", "commas"),
    ] {
        let parsed = bib(&format!("@book{{a, title = {{T}}, author = {{{author}}}}}"));
        let expected = format!("the names of `a` are separated by {separator}, and are read as one");
        assert_eq!(only_message(&parsed), expected, "{author}");
    }
    for author in [
        "King, Jr., Martin L.",
        "Smith, J., and Doe, K.",
        "{Johnson & Johnson}",
        "Doe, M.D., Jane",
        "de la Cruz, Ana Maria",
        "{Smith, Doe; and Lee}",
        "Lee, J and Doe, K",
        "Li X, Y",
    ] {
        assert_eq!(bib(&format!("@book{{a, title = {{T}}, author = {{{author}}}}}")).diagnostics, [], "{author}");
    }
}
