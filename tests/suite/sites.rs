//! Snapshots of whole sites, to be read in reviews: `tests/sites/<case>/site.txt`, and beside it all produced text files in one.
//! `INSTA_UPDATE=always` updates them.

use std::fmt::Write as _;

use crate::harness::TestSite;

#[test]
fn the_output_of_a_small_site_is_the_stored_one() {
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

/// The path of an asset without the hash of its bytes, which changes with every edit of the theme.
fn without_fingerprint(path: &str) -> String {
    let parts: Vec<&str> = path.split('.').collect();
    match parts.as_slice() {
        [name @ .., _, extension] if path.starts_with("assets/") => format!("{}.*.{extension}", name.join(".")),
        _ => path.to_owned(),
    }
}
