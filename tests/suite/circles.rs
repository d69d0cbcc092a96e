//! Files of one crate that use each other in a circle. A circle can only be read as a whole, so that it stays small.
//!
//! A file uses another if its code has a name that is defined there, found by its path. The path is followed through modules
//! and re-exports to the file that defines the name; a `mod` line or a re-export alone is no use.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::layers::{Source, is_start_of_path, packages, sources_of, without_comments};

const LARGEST_CIRCLE: usize = 4;

/// The words that begin the definition of a name.
const DEFINING: &[&str] = &["fn", "struct", "enum", "union", "trait", "type", "const", "static", "macro_rules!"];

/// How many re-exports lead from a name to its definition at most.
const MOST_REEXPORTS: usize = 8;

#[test]
fn no_circle_of_files_is_larger_than_four() {
    let mut violations = String::new();
    for package in packages() {
        let crate_files = CrateFiles::new(sources_of(&package));
        for circle in crate_files.circles().iter().filter(|circle| circle.len() > LARGEST_CIRCLE) {
            write!(violations, "{package}: {}", crate_files.description(circle)).unwrap();
        }
    }
    assert!(violations.is_empty(), "files use each other in a circle\n{violations}");
}

#[test]
fn a_name_is_followed_to_the_file_that_defines_it() {
    let files = CrateFiles::new(vec![
        source("", "mod a;\npub mod shared;\nuse std::fmt::Write;\npub use a::{Inner, other as renamed};\n"),
        source("a", "mod inner;\nmod user;\npub use inner::{Inner, other};\npub(super) fn own() {}\n"),
        source("a::inner", "pub struct Inner;\npub fn other() { crate::shared::count() }\n// super::own()\n"),
        source(
            "a::user",
            "use super::{inner::{self, Inner}, own};\nuse crate::{Write, shared};\nfn f() { inner::x() }\n",
        ),
        source("shared", "pub const fn count() {}\nfn f() { crate::renamed(); super::a::own() }\n"),
    ]);
    assert_eq!(files.names_used("a"), [""; 0]);
    assert_eq!(files.names_used("a::inner"), ["shared: count"]);
    assert_eq!(files.names_used("a::user"), ["a: own", "a::inner: Inner", "a::inner: x"]);
    assert_eq!(files.names_used("shared"), ["a: own", "a::inner: other"]);
}

#[test]
fn circles_are_files_that_lead_back_to_each_other() {
    let files = CrateFiles::new(vec![
        source("", "mod a;\nmod b;\nmod c;\nmod d;\npub use d::D;\nfn f(d: D) {}\n"),
        source("a", "use crate::b::B;\npub struct A;\n"),
        source("b", "use crate::c::C;\npub struct B;\n"),
        source("c", "pub struct C(crate::a::A);\n"),
        source("d", "use crate::c::C;\npub struct D;\n"),
    ]);
    assert_eq!(files.circles(), [vec![1, 2, 3]]);
    assert_eq!(files.names_used(""), ["d: D"]);
}

/// The files of a crate and what each uses of the others.
struct CrateFiles {
    sources: Vec<Source>,
    /// By the path of the module.
    by_module: BTreeMap<Vec<String>, usize>,
    /// What each file imports, by the name that it gets there; re-exports among them.
    imports: Vec<Vec<Import>>,
    /// The names that each file defines.
    defined: Vec<BTreeSet<String>>,
    /// For each file, the files that it uses and the names that it uses of them.
    uses: Vec<BTreeMap<usize, BTreeSet<String>>>,
}

/// One name of a `use` declaration.
#[derive(Debug, PartialEq)]
struct Import {
    /// The path as it was written.
    path: Vec<String>,
    /// The name in the file; `*` for all names.
    name: String,
    is_public: bool,
}

impl CrateFiles {
    fn new(sources: Vec<Source>) -> Self {
        let sources: Vec<Source> =
            sources.into_iter().filter(|source| !source.module.contains(&"tests".into())).collect();
        let codes: Vec<(Vec<Import>, String)> =
            sources.iter().map(|source| imports_and_rest(&without_comments(&source.text))).collect();
        let by_module = sources.iter().enumerate().map(|(index, source)| (source.module.clone(), index)).collect();
        let defined = codes.iter().map(|(_, code)| defined_names(code)).collect();
        let uses = Vec::new();
        let (imports, codes): (Vec<_>, Vec<_>) = codes.into_iter().unzip();
        let mut files = Self { sources, by_module, imports, defined, uses };
        files.uses = codes.iter().enumerate().map(|(file, code)| files.uses_of(file, code)).collect();
        files
    }

    fn uses_of(&self, file: usize, code: &str) -> BTreeMap<usize, BTreeSet<String>> {
        let mut paths = paths_in(code);
        let words: BTreeSet<String> = paths.iter().map(|path| path[0].clone()).collect();
        // A re-export is a use if the file has the name elsewhere, too.
        let imports = self.imports[file].iter().filter(|import| !import.is_public || words.contains(&import.name));
        paths.extend(imports.map(|import| import.path.clone()));
        let mut uses: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for path in paths.iter().filter(|path| path.len() > 1) {
            if let Some((used, name)) = self.definition(file, path, 0).filter(|(used, _)| *used != file) {
                uses.entry(used).or_default().insert(name);
            }
        }
        uses
    }

    /// The file that defines what a path means in a file, and its name there. `None` for modules and for other crates.
    fn definition(&self, file: usize, path: &[String], reexports: usize) -> Option<(usize, String)> {
        let module = &self.sources[file].module;
        let (mut at, mut rest) = match path[0].as_str() {
            "crate" | "wellpress" => (Vec::new(), &path[1..]),
            "self" => (module.clone(), &path[1..]),
            "super" => {
                let levels = path.iter().take_while(|segment| *segment == "super").count();
                (module[..module.len().checked_sub(levels)?].to_vec(), &path[levels..])
            }
            _ => (module.clone(), path),
        };
        let is_relative = rest.len() == path.len();
        while let Some((segment, after)) = rest.split_first() {
            let child = [at.as_slice(), std::slice::from_ref(segment)].concat();
            if !self.by_module.contains_key(&child) {
                break;
            }
            (at, rest) = (child, after);
        }
        let file = *self.by_module.get(&at)?;
        let name = rest.first()?;
        if self.defined[file].contains(name) {
            return Some((file, name.clone()));
        }
        match self.imported(file, rest, reexports) {
            Found::Here(found) => found,
            // Made by a macro, or in a module inside the file. A relative path may as well begin with another crate.
            Found::Nowhere => (!is_relative || at != *module).then(|| (file, name.clone())),
        }
    }

    /// Follows the first name of a path through the imports of a file.
    fn imported(&self, file: usize, path: &[String], reexports: usize) -> Found {
        if reexports > MOST_REEXPORTS {
            return Found::Nowhere;
        }
        let imports = &self.imports[file];
        if let Some(import) = imports.iter().find(|import| import.name == path[0]) {
            let path = [&import.path, &path[1..]].concat();
            return Found::Here(self.definition(file, &path, reexports + 1));
        }
        let globs = imports.iter().filter(|import| import.name == "*");
        let mut found = globs.filter_map(|import| {
            let path = [&import.path, path].concat();
            let (file, name) = self.definition(file, &path, reexports + 1)?;
            self.defined[file].contains(&name).then_some((file, name))
        });
        found.next().map_or(Found::Nowhere, |found| Found::Here(Some(found)))
    }

    /// The circles, each with its files in order: the strongly connected components of more than one file.
    fn circles(&self) -> Vec<Vec<usize>> {
        let mut search = Search { uses: &self.uses, order: vec![None; self.uses.len()], ..Search::default() };
        (0..self.uses.len()).for_each(|file| {
            search.visit(file);
        });
        search.circles
    }

    /// The files of a circle and what ties them.
    fn description(&self, circle: &[usize]) -> String {
        let mut text = format!("{} files\n", circle.len());
        for &file in circle {
            for (used, names) in self.uses[file].iter().filter(|(used, _)| circle.contains(used)) {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                writeln!(text, "    {} -> {}: {}", self.name(file), self.name(*used), names.join(", ")).unwrap();
            }
        }
        text
    }

    fn name(&self, file: usize) -> String {
        self.sources[file].module.join("::")
    }

    /// `file: name` for each name that a module uses.
    fn names_used(&self, module: &str) -> Vec<String> {
        let file = (0..self.sources.len()).find(|file| self.name(*file) == module).unwrap();
        let uses = self.uses[file].iter();
        uses.flat_map(|(used, names)| names.iter().map(|name| format!("{}: {name}", self.name(*used)))).collect()
    }
}

/// Where an import leads.
enum Found {
    /// To a definition, or out of the crate.
    Here(Option<(usize, String)>),
    /// The file imports no such name.
    Nowhere,
}

/// Tarjan's search for strongly connected components.
#[derive(Default)]
struct Search<'a> {
    uses: &'a [BTreeMap<usize, BTreeSet<String>>],
    order: Vec<Option<usize>>,
    visited: usize,
    stack: Vec<usize>,
    circles: Vec<Vec<usize>>,
}

impl Search<'_> {
    /// The place in the order of the first file on the stack that a file leads to.
    fn visit(&mut self, file: usize) -> usize {
        if let Some(place) = self.order[file] {
            return if self.stack.contains(&file) { place } else { usize::MAX };
        }
        let place = self.visited;
        self.visited += 1;
        self.order[file] = Some(place);
        self.stack.push(file);
        let first = self.uses[file].keys().map(|used| self.visit(*used)).min().unwrap_or(place).min(place);
        if first == place {
            let start = self.stack.iter().position(|member| *member == file).unwrap();
            let mut circle = self.stack.split_off(start);
            circle.sort_unstable();
            if circle.len() > 1 {
                self.circles.push(circle);
            }
        }
        first
    }
}

/// The imports of a file, and its code without them.
fn imports_and_rest(code: &str) -> (Vec<Import>, String) {
    let mut imports = Vec::new();
    let mut rest = String::new();
    let mut lines = code.lines();
    while let Some(line) = lines.next() {
        let Some(is_public) = begins_import(line) else {
            rest.push_str(line);
            rest.push('\n');
            continue;
        };
        let mut declaration = line.to_owned();
        while !declaration.contains(';') {
            declaration.push_str(lines.next().unwrap());
        }
        let (_, tree) = declaration.split_once("use ").unwrap();
        read_tree(tree.split(';').next().unwrap(), &[], is_public, &mut imports);
    }
    (imports, rest)
}

/// Whether a line begins a `use` declaration, and then whether it is a re-export.
fn begins_import(line: &str) -> Option<bool> {
    let line = line.trim_start();
    let (visibility, _) = line.split_once("use ")?;
    let is_public = visibility == "pub " || visibility.starts_with("pub(") && visibility.ends_with(") ");
    (visibility.is_empty() || is_public).then_some(is_public)
}

/// Reads a tree of imports: `a::{b, c::d as e}` below a path.
fn read_tree(tree: &str, below: &[String], is_public: bool, imports: &mut Vec<Import>) {
    let tree = tree.trim();
    if let Some((start, group)) = tree.split_once('{') {
        let below = [below, &segments(start)].concat();
        let group = group.trim_end().strip_suffix('}').unwrap();
        split_group(group).into_iter().for_each(|branch| read_tree(branch, &below, is_public, imports));
    } else if !tree.is_empty() {
        let (path, name) = tree.split_once(" as ").map_or((tree, None), |(path, name)| (path, Some(name.trim())));
        let mut path = [below, &segments(path)].concat();
        path.pop_if(|last| *last == "self" && !below.is_empty());
        let name = name.map_or_else(|| path.last().unwrap().clone(), str::to_owned);
        path.pop_if(|last| last == "*");
        imports.push(Import { path, name, is_public });
    }
}

fn segments(path: &str) -> Vec<String> {
    path.split("::").map(str::trim).filter(|segment| !segment.is_empty()).map(str::to_owned).collect()
}

/// The parts between the commas of a group that stand in no inner group.
fn split_group(group: &str) -> Vec<&str> {
    let mut depth = 0;
    let at_top = |character: char| {
        depth += i32::from(character == '{') - i32::from(character == '}');
        character == ',' && depth == 0
    };
    group.split(at_top).collect()
}

/// The names that a file defines outside blocks.
fn defined_names(code: &str) -> BTreeSet<String> {
    let outside = code.lines().filter(|line| !line.starts_with(char::is_whitespace));
    outside.filter_map(defined_name).collect()
}

fn defined_name(line: &str) -> Option<String> {
    // `pub(in crate::pages) ` is two words.
    let is_prefix = |word: &&str| word.starts_with("pub") || word.ends_with(')') || matches!(*word, "unsafe" | "async");
    let mut words = line.split_whitespace().skip_while(is_prefix);
    let first = words.next()?;
    let mut name = words.next()?;
    if !DEFINING.contains(&first) {
        return None;
    }
    while matches!(name, "fn" | "mut") {
        name = words.next()?;
    }
    Some(name.chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect())
}

/// Each path of the code, as far as it consists of names. A name alone is a path, too.
fn paths_in(code: &str) -> Vec<Vec<String>> {
    let is_part = |character: char| character.is_alphanumeric() || matches!(character, '_' | ':');
    let mut paths = Vec::new();
    let mut start = 0;
    while let Some(found) = code[start..].find(|character: char| character.is_alphabetic() || character == '_') {
        let at = start + found;
        let length = code[at..].find(|character| !is_part(character)).unwrap_or(code.len() - at);
        start = at + length;
        if is_start_of_path(code, at) && !code[..at].ends_with('.') {
            // Of `name: Type`, a field and its type, the colon belongs to no path.
            let path = code[at..start].split("::").take_while(|segment| !segment.is_empty());
            let path: Vec<String> = path.map(|segment| segment.trim_end_matches(':').to_owned()).collect();
            paths.push(path);
        }
    }
    paths
}

/// A file of a small crate, by the path of its module.
fn source(module: &str, text: &str) -> Source {
    Source { path: format!("src/{module}.rs").into(), module: segments(module), text: text.to_owned() }
}
