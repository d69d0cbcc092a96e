//! Whole sites with all that is made of them, to be read and reviewed: `tests/sites/<case>/site.txt` and, beside it,
//! every produced text file one below the other. `INSTA_UPDATE=always` writes what is made now.

use std::fmt::Write as _;

use crate::harness::TestSite;

#[test]
fn a_small_site() {
    let built = TestSite::from_text(include_str!("../sites/small/site.txt")).build();
    built.assert_no_errors();
    let mut tree = String::new();
    for (path, bytes) in built.files() {
        let _ = writeln!(tree, "--- {}", without_fingerprint(path));
        if !path.starts_with("assets/") {
            let text = std::str::from_utf8(bytes).unwrap();
            text.lines()
                .map(str::trim_end)
                .filter(|line| !line.is_empty())
                .for_each(|line| _ = writeln!(tree, "{line}"));
        }
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../sites/small");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("output", tree));
}

/// The name of an asset without the hash of its bytes, which every change of the theme changes.
fn without_fingerprint(path: &str) -> String {
    let parts: Vec<&str> = path.split('.').collect();
    match parts.as_slice() {
        [name @ .., _, extension] if path.starts_with("assets/") => format!("{}.*.{extension}", name.join(".")),
        _ => path.to_owned(),
    }
}
