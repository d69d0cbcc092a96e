//! The order of the rooms: each uses only those above it, which is what keeps the data flowing one way.

use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The rooms from top to bottom. Those in one line may not use each other.
const ORDER: &[&[&str]] = &[
    &["diagnostics"],
    &["fs"],
    &["yaml"],
    &["net"],
    &["cache"],
    &["config"],
    &["discover"],
    &["assets"],
    &["parse"],
    &["schema"],
    &["model"],
    &["resolve"],
    &["check"],
    &["artifact"],
    &["render"],
    &["search"],
    &["emit"],
    &["pipeline"],
    &["serve", "deploy", "cite", "scaffold", "review"],
    &["cli"],
    &["main"],
];

const LONGEST_FILE: usize = 600;
const LONGEST_MAIN: usize = 30;

/// A source file with its place in the tree of modules, such as `["parse", "markdown"]`.
struct Source {
    path: PathBuf,
    module: Vec<String>,
    text: String,
}

#[test]
fn each_room_uses_only_those_above_it() {
    let mut wrong = String::new();
    for source in sources().iter().filter(|source| !source.module.is_empty()) {
        let room = source.module[0].as_str();
        for used in rooms_used(source).into_iter().filter(|used| used != room && rank(used).is_some()) {
            if rank(&used) >= rank(room) {
                writeln!(wrong, "{}: `{room}` uses `{used}`, which is not above it", source.path.display()).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_room_has_its_place() {
    let rooms = sources().into_iter().filter_map(|source| source.module.into_iter().next());
    let unplaced: Vec<String> = rooms.filter(|room| rank(room).is_none()).collect();
    assert!(unplaced.is_empty(), "not in the order of the rooms: {unplaced:?}");
}

#[test]
fn the_map_lists_the_rooms_in_order() {
    let map = sources().into_iter().find(|source| source.path.ends_with("lib.rs")).unwrap();
    let listed = map.text.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    let ranks: Vec<_> = listed.map(|room| (rank(room), room)).collect();
    assert!(ranks.is_sorted_by_key(|(rank, _)| *rank), "{ranks:?}");
}

#[test]
fn nothing_is_imported_wholesale() {
    let globs = ["use crate::*", "use super::*", "use self::*"];
    let has_glob = |source: &&Source| globs.iter().any(|glob| without_tests(&source.text).contains(glob));
    assert_none(sources().iter().filter(has_glob), "imports everything");
}

#[test]
fn every_file_says_what_it_is_for() {
    assert_none(sources().iter().filter(|source| !source.text.starts_with("//! ")), "does not open with `//!`");
}

#[test]
fn no_file_is_too_long() {
    let limit = |source: &Source| if source.path.ends_with("main.rs") { LONGEST_MAIN } else { LONGEST_FILE };
    assert_none(sources().iter().filter(|source| source.text.lines().count() > limit(source)), "is too long");
}

#[test]
fn paths_are_found_however_they_are_written() {
    let text =
        "use crate::{emit::{A, b}, fs};\nfn f() { crate::model::x(); super::super::check::y() }\n// crate::cli\n";
    let source = Source { path: "src/parse/a.rs".into(), module: vec!["parse".into(), "a".into()], text: text.into() };
    assert_eq!(rooms_used(&source), ["emit", "fs", "model", "check"]);
}

fn assert_none<'a>(found: impl Iterator<Item = &'a Source>, what: &str) {
    let paths: Vec<_> = found.map(|source| source.path.display().to_string()).collect();
    assert!(paths.is_empty(), "{what}: {paths:#?}");
}

fn rank(room: &str) -> Option<usize> {
    ORDER.iter().position(|rooms| rooms.contains(&room))
}

/// The first segment of each path that starts at the crate's root.
fn rooms_used(source: &Source) -> Vec<String> {
    let text = without_comments(&source.text);
    let mut used = Vec::new();
    for root in ["crate::", "wellpress::"] {
        let paths = text.match_indices(root).filter(|(at, _)| is_start_of_path(&text, *at));
        paths.for_each(|(at, _)| used.extend(first_segments(&text[at + root.len()..])));
    }
    let climb = "super::".repeat(source.module.len());
    let climbs = text.match_indices(&climb).filter(|(at, _)| is_start_of_path(&text, *at));
    climbs.for_each(|(at, _)| used.extend(first_segments(&text[at + climb.len()..])));
    used
}

fn is_start_of_path(text: &str, at: usize) -> bool {
    !text[..at].ends_with(|before: char| before.is_alphanumeric() || matches!(before, '_' | ':' | '$'))
}

/// `{a::b, c}` has two, `a::b` has one, `super::a` none: it climbs further than there are rooms.
fn first_segments(path: &str) -> Vec<String> {
    let Some(group) = path.strip_prefix('{') else {
        return vec![identifier(path)].into_iter().filter(|name| !name.is_empty()).collect();
    };
    let mut names = vec![identifier(group)];
    let mut depth = 0;
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(identifier(&group[at + 1..])),
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn identifier(text: &str) -> String {
    text.trim_start().chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect()
}

fn without_comments(text: &str) -> String {
    let code = without_tests(text).lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line });
    code.collect::<Vec<_>>().join("\n")
}

/// Tests of one file stand at its end.
fn without_tests(text: &str) -> &str {
    &text[..text.find("#[cfg(test)]").unwrap_or(text.len())]
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    read_folder(&root, &root, &mut sources);
    sources
}

fn read_folder(root: &Path, folder: &Path, sources: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_folder(root, &path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(root).unwrap().to_path_buf();
            sources.push(Source { module: module_of(&path), path, text });
        }
    }
}

fn module_of(path: &Path) -> Vec<String> {
    let mut module: Vec<String> =
        path.with_extension("").iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    if matches!(module.last().map(String::as_str), Some("mod" | "lib")) {
        module.pop();
    }
    module
}
