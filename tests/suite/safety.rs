//! `docs/safety.md` lists bad input and failures, each with the tests that cover it. The tests that it names have to exist, and each
//! case of `bad_input.rs` has to be in it.

use std::path::{Path, PathBuf};

const PAGE: &str = include_str!("../../docs/safety.md");

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite")
}

fn test_exists(file: &str, name: &str) -> bool {
    if file.ends_with(".mjs") {
        let text = std::fs::read_to_string(tests().with_file_name("browser").join(file)).unwrap_or_default();
        return text.contains(&format!("\"{name}\""));
    }
    let files = test_folders().into_iter().map(|folder| folder.join(format!("{file}.rs")));
    files.filter_map(|path| std::fs::read_to_string(path).ok()).any(|text| has_test(&text, name))
}

/// The folders of the suite and of the integration tests of each crate and tool.
fn test_folders() -> Vec<PathBuf> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let packages = ["crates", "tools"].into_iter().flat_map(|folder| std::fs::read_dir(project.join(folder)).unwrap());
    packages.map(|entry| entry.unwrap().path().join("tests")).chain([tests()]).collect()
}

fn has_test(text: &str, name: &str) -> bool {
    text.match_indices(&format!("fn {name}(")).any(|(at, _)| text[..at].trim_end().ends_with("#[test]"))
}

/// Every `file::name` in backticks on the page.
fn documented_tests() -> Vec<(&'static str, &'static str)> {
    let quoted = PAGE.split('`').skip(1).step_by(2);
    quoted.filter_map(|words| words.split_once("::")).filter(|(_, name)| !name.is_empty()).collect()
}

#[test]
fn every_test_that_the_page_names_exists() {
    let tests = documented_tests();
    assert!(tests.len() > 90, "the page's tests were not found: {tests:?}");
    for (file, name) in tests {
        assert!(test_exists(file, name), "there is no test `{file}::{name}`");
    }
}

#[test]
fn every_row_of_the_tables_names_a_test() {
    let tables = PAGE.split("\n## Mutants").next().unwrap();
    // The other tables have measurements.
    let tables =
        tables.split("\n\n").filter(|block| block.lines().next().is_some_and(|head| head.ends_with("| test |")));
    let rows: Vec<&str> = tables.flat_map(|table| table.lines().skip(2)).collect();
    assert!(rows.len() > 60, "the rows were not found: {}", rows.len());
    let without: Vec<&&str> = rows.iter().filter(|row| !row.rsplit('|').nth(1).unwrap().contains("::")).collect();
    assert!(without.is_empty(), "{without:#?}");
}

#[test]
fn every_bad_input_that_is_tested_is_on_the_page() {
    let text = std::fs::read_to_string(tests().join("bad_input.rs")).unwrap();
    let calls = ["row(\"", "picture(\""].into_iter().flat_map(|call| text.split(call).skip(1).collect::<Vec<_>>());
    let names: Vec<String> = calls.map(|call| call.split('"').next().unwrap().replace("\\\\", "\\")).collect();
    assert!(names.len() > 40, "the rows were not found: {names:?}");
    let missing: Vec<&String> = names.iter().filter(|name| !PAGE.contains(&format!("| {name}"))).collect();
    assert!(missing.is_empty(), "docs/safety.md lacks {missing:?}");
}
