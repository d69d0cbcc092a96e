//! Rules of the code that neither Cargo nor Clippy checks. Inside a crate, each module uses only those above it, so that data flows
//! one way. Every file begins with its purpose, is short, and has no glob imports.

use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The order of modules in each crate that has one, from top to bottom. Modules in one line must not use each other.
const ORDERS: &[(&str, &[&[&str]])] = &[
    (
        "crates/site",
        &[
            &["content_folder"],
            &["starter_texts", "string_or_map", "sections", "signature_verifier"],
            &["front_matter_fields", "id_kinds"],
            &["config"],
            &["discover"],
            &["previous"],
            &["assets"],
            &["parse"],
            &["schema"],
            &["model"],
            &["library_files"],
            &["resolve"],
        ],
    ),
    (
        "crates/render",
        &[
            &["escape", "safety", "render_error"],
            &["theme"],
            &["context"],
            &["listing"],
            &["notices"],
            &["html"],
            &["machine", "drawings"],
            &["pages"],
            &["pictures"],
            &["site_files"],
            &["jobs"],
        ],
    ),
    ("crates/build", &[&["emit", "served_site"], &["pipeline"]]),
    (".", &[&["manual_pages", "rule_pages", "default_theme"], &["scaffold"], &["serve"], &["cli"], &["main"]]),
];

const LONGEST_FILE: usize = 600;
const LONGEST_MAIN: usize = 30;

/// A source file with its module path, such as `["parse", "document"]`.
pub struct Source {
    pub path: PathBuf,
    pub module: Vec<String>,
    pub text: String,
}

#[test]
fn each_module_uses_only_those_above_it() {
    let mut violations = String::new();
    for (package, order) in ORDERS {
        for source in sources_of(package).iter().filter(|source| !source.module.is_empty()) {
            let module = source.module[0].as_str();
            for used in modules_used(source).into_iter().filter(|used| used != module && rank(order, used).is_some()) {
                if rank(order, &used) >= rank(order, module) {
                    writeln!(violations, "{}: `{module}` uses `{used}`, which is not above it", source.path.display())
                        .unwrap();
                }
            }
        }
    }
    assert!(violations.is_empty(), "\n{violations}");
}

#[test]
fn every_module_of_an_ordered_crate_has_its_place() {
    for (package, order) in ORDERS {
        let modules = sources_of(package).into_iter().filter_map(|source| source.module.into_iter().next());
        let unplaced: Vec<String> = modules.filter(|module| rank(order, module).is_none()).collect();
        assert!(unplaced.is_empty(), "not in the order of {package}: {unplaced:?}");
    }
}

#[test]
fn the_root_module_lists_the_modules_in_order() {
    for (package, order) in ORDERS {
        let root = sources_of(package).into_iter().find(|source| source.path.ends_with("src/lib.rs")).unwrap();
        let modules = root.text.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
        let ranks: Vec<_> = modules.map(|module| (rank(order, module), module)).collect();
        assert!(ranks.is_sorted_by_key(|(rank, _)| *rank), "{package}: {ranks:?}");
    }
}

/// Libraries of tools, which have no command of their own.
const LIBRARIES_OF_TOOLS: [&str; 2] = ["wellpress-docx", "wellpress-epub"];

/// What every build needs is the core. A tool is left out of a program without its feature, so that nothing of the core may need one.
#[test]
fn no_crate_uses_a_tool_and_no_tool_another_one() {
    let tools: Vec<String> = packages_in("tools").iter().map(|folder| name_of(folder)).collect();
    for package in packages_in("crates").iter().chain(&packages_in("tools")) {
        let of_tool = package.starts_with("tools/");
        let allowed = |used: &String| of_tool && LIBRARIES_OF_TOOLS.contains(&used.as_str());
        let used = dependencies_of(package).into_iter().filter(|used| tools.contains(used) && !allowed(used));
        assert_eq!(used.collect::<Vec<_>>(), Vec::<String>::new(), "{package} uses a tool");
    }
}

/// The program has each tool as a feature of the tool's name, on by default.
#[test]
fn each_tool_is_a_feature_of_the_program() {
    let manifest = std::fs::read_to_string(project().join("Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let features = manifest["features"].as_table().unwrap();
    let mut tools: Vec<String> = packages_in("tools").iter().map(|folder| name_of(folder)).collect();
    tools.retain(|tool| !LIBRARIES_OF_TOOLS.contains(&tool.as_str()));
    tools.sort();
    let names: Vec<&str> = tools.iter().map(|tool| tool.strip_prefix("wellpress-").unwrap()).collect();
    let default: Vec<&str> = features["default"].as_array().unwrap().iter().filter_map(toml::Value::as_str).collect();
    assert_eq!(default, names);
    for (name, tool) in names.iter().zip(&tools) {
        assert_eq!(features[*name].as_array().unwrap()[0].as_str(), Some(&*format!("dep:{tool}")));
        assert_eq!(manifest["dependencies"][tool]["optional"].as_bool(), Some(true), "{tool}");
    }
}

/// The name of the package in a folder.
fn name_of(folder: &str) -> String {
    package_manifest(folder)["package"]["name"].as_str().unwrap().to_owned()
}

/// The packages that a package is compiled with; those of its tests do not count.
fn dependencies_of(folder: &str) -> Vec<String> {
    let manifest = package_manifest(folder);
    let tables = ["dependencies", "build-dependencies"].into_iter().filter_map(|name| manifest.get(name)?.as_table());
    tables.flat_map(|table| table.keys().cloned()).collect()
}

fn package_manifest(folder: &str) -> toml::Table {
    std::fs::read_to_string(project().join(folder).join("Cargo.toml")).unwrap().parse().unwrap()
}

#[test]
fn no_file_has_a_glob_import() {
    let globs = ["use crate::*", "use super::*", "use self::*"];
    let offenders = sources();
    let offenders =
        offenders.iter().filter(|source| globs.iter().any(|glob| without_tests(&source.text).contains(glob)));
    assert_none(offenders, "imports everything");
}

#[test]
fn every_file_begins_with_its_purpose() {
    assert_none(sources().iter().filter(|source| !source.text.starts_with("//! ")), "does not open with `//!`");
}

#[test]
fn no_file_is_too_long() {
    assert_none(sources().iter().filter(|source| source.text.lines().count() > line_limit(source)), "is too long");
}

fn line_limit(source: &Source) -> usize {
    if source.path.ends_with("main.rs") { LONGEST_MAIN } else { LONGEST_FILE }
}

#[test]
fn modules_are_recognised_in_every_form_of_path() {
    let text =
        "use crate::{emit::{A, b}, fs};\nfn f() { crate::model::x(); super::super::check::y() }\n// crate::cli\n";
    let module = vec!["parse".into(), "a".into()];
    let source = Source { path: "src/parse/a.rs".into(), module, text: text.into() };
    assert_eq!(modules_used(&source), ["emit", "fs", "model", "check"]);
}

fn assert_none<'a>(offenders: impl Iterator<Item = &'a Source>, violation: &str) {
    let paths: Vec<_> = offenders.map(|source| source.path.display().to_string()).collect();
    assert!(paths.is_empty(), "{violation}: {paths:#?}");
}

fn rank(order: &[&[&str]], module: &str) -> Option<usize> {
    order.iter().position(|modules| modules.contains(&module))
}

/// The first segment of each path that starts at the crate's root. This is a text search and no parser: it has to see the paths that
/// people write here, and a module that it misses is found by the next reader.
fn modules_used(source: &Source) -> Vec<String> {
    let text = without_comments(&source.text);
    let mut used = Vec::new();
    // The binary names the library of its own package.
    for root in ["crate::", "wellpress::"] {
        let paths = text.match_indices(root).filter(|(at, _)| is_start_of_path(&text, *at));
        paths.for_each(|(at, _)| used.extend(first_segments(&text[at + root.len()..])));
    }
    // So many `super::` lead to the root from this module.
    let to_root = "super::".repeat(source.module.len());
    let paths = text.match_indices(&to_root).filter(|(at, _)| is_start_of_path(&text, *at));
    paths.for_each(|(at, _)| used.extend(first_segments(&text[at + to_root.len()..])));
    used
}

pub fn is_start_of_path(text: &str, at: usize) -> bool {
    !text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '$'))
}

/// The first segments of what follows a prefix: `a` and `c` of `{a::b, c}`, `a` of `a::b`.
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

pub fn without_comments(text: &str) -> String {
    let code = without_tests(text).lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line });
    code.collect::<Vec<_>>().join("\n")
}

/// The text up to the tests, which stand at the end of a file.
fn without_tests(text: &str) -> &str {
    &text[..text.find("#[cfg(test)]").unwrap_or(text.len())]
}

/// The sources of all crates, tools among them.
fn sources() -> Vec<Source> {
    packages().iter().flat_map(|package| sources_of(package)).collect()
}

/// The folders of all packages.
pub fn packages() -> Vec<String> {
    let mut packages: Vec<String> = ["crates", "tools"].iter().flat_map(|folder| packages_in(folder)).collect();
    packages.push(".".to_owned());
    packages
}

fn packages_in(folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(project().join(folder)).unwrap();
    entries.map(|entry| format!("{folder}/{}", entry.unwrap().file_name().to_str().unwrap())).collect()
}

pub fn sources_of(package: &str) -> Vec<Source> {
    let mut sources = Vec::new();
    read_folder(package, &project().join(package).join("src"), &mut sources);
    sources
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read_folder(package: &str, folder: &Path, sources: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_folder(package, &path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let module = module_of(path.strip_prefix(project().join(package).join("src")).unwrap());
            sources.push(Source { module, path, text });
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
